-- The key that a new registered one replaces.
DELETE FROM api_key WHERE owner = ?1 AND registered = 1
