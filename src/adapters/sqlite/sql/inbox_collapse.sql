-- What a newer item with the same key takes the place of: only what is still unread.
DELETE FROM inbox_item WHERE inbox = ?1 AND collapse_key = ?2 AND seq > ?3
