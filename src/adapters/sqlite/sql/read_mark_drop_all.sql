-- Somebody's account is gone.
DELETE FROM read_mark WHERE user = ?1
