-- How many keys an account has made itself.
SELECT count(*) FROM api_key WHERE owner = ?1 AND registered = 0
