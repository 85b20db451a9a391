-- How many accounts are not active.
SELECT count(*) FROM user WHERE active = 0
