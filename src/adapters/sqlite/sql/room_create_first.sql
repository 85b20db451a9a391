-- The rooms that everybody finds, made with the first tables.
INSERT INTO room (id, name, created_at, epoch) VALUES (?1, ?2, ?3, ?4)
