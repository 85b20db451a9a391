-- Lapsed sign-ins, whosever they are, at most ?2.
DELETE FROM sign_in
WHERE id IN (SELECT id FROM sign_in WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)
