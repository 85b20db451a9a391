-- The first items after a seq that have not lapsed, oldest first.
SELECT seq, type, content, created_at
FROM inbox_item
WHERE inbox = ?1 AND seq > ?2 AND lapses_at > ?3
ORDER BY seq
LIMIT ?4
