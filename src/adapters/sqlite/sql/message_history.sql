-- The last messages of a room between two seqs, newest first. ?5 is the name of who is gone.
SELECT m.id, m.seq, m.sender, iif(removal.sender IS NULL, m.sender_name, ?5),
       coalesce(user.username, ''), iif(removal.sender IS NULL, m.content, NULL), m.created_at,
       m.version, m.edited_at, m.number, m.client_message_id
FROM message AS m
LEFT JOIN user ON user.id = m.sender
LEFT JOIN removal ON removal.sender = m.sender
WHERE m.room = ?1 AND m.seq > ?2 AND m.seq < ?3
ORDER BY m.seq DESC
LIMIT ?4
