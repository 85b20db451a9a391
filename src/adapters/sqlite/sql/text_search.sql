-- Messages with these words that ?2 may read, newest first; in one room, or with NULL in all.
SELECT m.id, m.seq, m.sender, m.sender_name, coalesce(user.username, ''), m.content, m.created_at,
       m.version, m.edited_at, m.number, m.client_message_id, room.id
FROM message_text
JOIN message AS m ON m.number = message_text.rowid
JOIN room ON room.number = m.room
LEFT JOIN member AS own ON own.room = m.room AND own.user = ?2
LEFT JOIN user ON user.id = m.sender
LEFT JOIN removal ON removal.sender = m.sender
WHERE message_text MATCH ?1 AND m.content IS NOT NULL AND removal.sender IS NULL
  AND coalesce(own.standing, room.kind = 'public') > 0
  AND (?3 IS NULL OR room.id = ?3)
ORDER BY message_text.rowid DESC
LIMIT ?4
