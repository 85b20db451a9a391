-- The keys of an account that goes.
DELETE FROM api_key WHERE owner = ?1
