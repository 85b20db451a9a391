-- A tombstone keeps its id, its seq and its time. ?2 is the name of who is gone.
UPDATE message SET content = NULL, sender_name = ?2 WHERE number = ?1
