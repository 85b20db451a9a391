-- The token version of an account that is active.
SELECT token_version FROM user WHERE id = ?1 AND active = 1
