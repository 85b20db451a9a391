-- A change at a seq of its own.
INSERT INTO message_change (room, seq, message, version, deletes, changed_by, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
