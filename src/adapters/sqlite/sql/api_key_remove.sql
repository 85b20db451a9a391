-- One key of an account.
DELETE FROM api_key WHERE id = ?1 AND owner = ?2
