-- The changes of a room between two seqs, oldest first, with what the message says now.
SELECT m.id, c.seq, c.version, c.deletes, iif(removal.sender IS NULL, m.content, NULL),
       c.changed_by, c.changed_at
FROM message_change AS c
JOIN message AS m ON m.number = c.message
LEFT JOIN removal ON removal.sender = m.sender
WHERE c.room = ?1 AND c.seq > ?2 AND c.seq <= ?3
ORDER BY c.seq
