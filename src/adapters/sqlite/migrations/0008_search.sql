-- Which words stand in which messages. Written behind the messages, up to `indexed`, so that saying
-- something waits for no index; a search first writes what is missing.
CREATE VIRTUAL TABLE message_text USING fts5 (
  content, content = 'message', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE search_mark (
  number  INTEGER PRIMARY KEY CHECK (number = 1),
  indexed INTEGER NOT NULL
) STRICT;
INSERT INTO search_mark (number, indexed) VALUES (1, 0);
