-- Everything about an account that can change.
UPDATE user
SET username = ?2, email = ?3, password_hash = ?4, full_name = ?5, phone_number = ?6,
    role = ?7, active = ?8, updated_at = ?9, token_version = ?10
WHERE id = ?1
