-- Accounts older than the cursor (?1, ?2), newest first.
SELECT id, username, email, full_name, phone_number, role, active, created_at, updated_at,
       token_version, password_hash, number
FROM user
WHERE (created_at, id) < (?1, ?2)
ORDER BY created_at DESC, id DESC
LIMIT ?3
