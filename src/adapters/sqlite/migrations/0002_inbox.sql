-- What waits for people: an inbox for each account, and for each `sub` of tokens that others sign.

-- `head_seq` is the seq of the last item, `read_seq` the reader's mark. A row stays when its items
-- are gone, for seqs are never given twice.
CREATE TABLE inbox (
  number   INTEGER PRIMARY KEY,
  subject  TEXT    NOT NULL UNIQUE,
  head_seq INTEGER NOT NULL DEFAULT 0,
  read_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

-- content: JSON text, NULL when the sender gave none.
CREATE TABLE inbox_item (
  number       INTEGER PRIMARY KEY,
  inbox        INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  type         TEXT    NOT NULL,
  content      TEXT,
  collapse_key TEXT,
  created_at   INTEGER NOT NULL,
  lapses_at    INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX inbox_item_by_seq ON inbox_item (inbox, seq);
CREATE INDEX inbox_item_by_collapse_key ON inbox_item (inbox, collapse_key, seq)
  WHERE collapse_key IS NOT NULL;
CREATE INDEX inbox_item_by_lapse ON inbox_item (lapses_at);

-- One for all inboxes, so that one to which nobody has ever sent has an epoch too.
CREATE TABLE inbox_epoch (
  number INTEGER PRIMARY KEY CHECK (number = 1),
  epoch  TEXT NOT NULL
) STRICT;
INSERT INTO inbox_epoch (number, epoch) VALUES (1, lower(hex(randomblob(8))));
