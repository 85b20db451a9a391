-- How many accounts each role has.
SELECT role, count(*) FROM user GROUP BY role
