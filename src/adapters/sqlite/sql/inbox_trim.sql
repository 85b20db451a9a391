-- All but the last ?2 items of an inbox.
DELETE FROM inbox_item
WHERE inbox = ?1
  AND seq <= (SELECT seq FROM inbox_item WHERE inbox = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)
