-- A new key; the account has room for it.
INSERT INTO api_key (id, owner, digest, prefix, name, scopes, registered, created_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
