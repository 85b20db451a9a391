-- The words of one message, before it says something else.
INSERT INTO message_text (message_text, rowid, content)
SELECT 'delete', number, content FROM message
WHERE number = ?1 AND content IS NOT NULL AND number <= (SELECT indexed FROM search_mark)
