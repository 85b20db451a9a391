-- Active accounts whose username, or a word of whose name, begins so. ?1 and ?2 are patterns.
SELECT id, username, email, full_name, phone_number, role, active, created_at, updated_at,
       token_version, password_hash
FROM user
WHERE active = 1 AND (username LIKE ?1 ESCAPE '\' OR full_name LIKE ?1 ESCAPE '\'
                      OR full_name LIKE ?2 ESCAPE '\')
ORDER BY username
LIMIT ?3
