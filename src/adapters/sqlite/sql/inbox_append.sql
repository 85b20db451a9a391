-- One item.
INSERT INTO inbox_item (inbox, seq, type, content, collapse_key, created_at, lapses_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
