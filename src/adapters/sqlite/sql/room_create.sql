-- A new room; that its id is free has been looked up before, in the same transaction.
INSERT INTO room (id, name, created_at, epoch, kind, pair) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
