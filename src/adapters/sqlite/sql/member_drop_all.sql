-- Somebody's account is gone. In a direct room their place is kept: it stays a room of two.
DELETE FROM member WHERE user = ?1 AND room NOT IN (SELECT number FROM room WHERE kind = 'direct')
