-- The keys of an account, newest first.
SELECT id, owner, prefix, name, scopes, registered, created_at, expires_at, last_used_at
FROM api_key
WHERE owner = ?1
ORDER BY created_at DESC, id DESC
