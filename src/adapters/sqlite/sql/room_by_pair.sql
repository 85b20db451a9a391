-- The direct room of two people.
SELECT id FROM room WHERE pair = ?1
