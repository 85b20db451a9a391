-- The one of an account's sign-ins that stands behind ?2 others, used last first.
SELECT id FROM sign_in WHERE user = ?1 ORDER BY used_at DESC, id DESC LIMIT 1 OFFSET ?2
