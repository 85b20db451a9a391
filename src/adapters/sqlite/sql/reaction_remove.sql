-- Taken back.
DELETE FROM reaction WHERE message = ?1 AND emoji = ?2 AND user = ?3
