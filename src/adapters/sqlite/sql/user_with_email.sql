-- Whose an e-mail is, in any case.
SELECT id FROM user WHERE email = ?1
