-- The words of one message, once it says something else.
INSERT INTO message_text (rowid, content)
SELECT number, content FROM message
WHERE number = ?1 AND content IS NOT NULL AND number <= (SELECT indexed FROM search_mark)
