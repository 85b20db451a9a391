-- One account by its username, in any case.
SELECT id, username, email, full_name, phone_number, role, active, created_at, updated_at,
       token_version, password_hash, number
FROM user
WHERE username = ?1
