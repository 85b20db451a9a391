-- One key by the digest of its text.
SELECT id, owner, prefix, name, scopes, registered, created_at, expires_at, last_used_at
FROM api_key
WHERE digest = ?1
