-- Whose a username is, in any case.
SELECT id FROM user WHERE username = ?1
