-- How many accounts have one role.
SELECT count(*) FROM user WHERE role = ?1
