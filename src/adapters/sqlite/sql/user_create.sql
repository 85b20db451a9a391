-- A new account; what is taken has been looked up before, in the same transaction.
INSERT INTO user (id, username, email, password_hash, full_name, phone_number, role, created_at,
                  updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
RETURNING number
