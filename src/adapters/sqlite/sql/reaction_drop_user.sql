-- Somebody's account is gone.
DELETE FROM reaction WHERE user = ?1
