-- The words of all up to a message.
INSERT INTO message_text (rowid, content)
SELECT number, content FROM message
WHERE number > (SELECT indexed FROM search_mark) AND number <= ?1 AND content IS NOT NULL
