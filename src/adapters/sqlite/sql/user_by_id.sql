-- One account by its id.
SELECT id, username, email, full_name, phone_number, role, active, created_at, updated_at,
       token_version, password_hash, number
FROM user
WHERE id = ?1
