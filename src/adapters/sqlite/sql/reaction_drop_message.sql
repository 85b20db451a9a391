-- A deleted message has none.
DELETE FROM reaction WHERE message = ?1
