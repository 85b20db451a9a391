-- A message that somebody wants to change, and its room.
SELECT m.number, m.sender, m.content, m.version, room.id, room.number, room.kind
FROM message AS m
JOIN room ON room.number = m.room
WHERE m.id = ?1
