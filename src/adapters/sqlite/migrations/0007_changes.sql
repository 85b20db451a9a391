-- Messages that are changed, deleted and reacted to.

ALTER TABLE message ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE message ADD COLUMN edited_at INTEGER;
-- Ids grow with time, so that this index grows at its end as the table does.
CREATE INDEX message_by_id ON message (id);

-- What stands at a seq of the room that is no message's own. message: its number. What the message
-- said before is not kept.
CREATE TABLE message_change (
  room       INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  message    INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  deletes    INTEGER NOT NULL CHECK (deletes IN (0, 1)),
  changed_by BLOB    NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE reaction (
  message INTEGER NOT NULL,
  emoji   TEXT    NOT NULL,
  user    BLOB    NOT NULL,
  PRIMARY KEY (message, emoji, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX reaction_by_user ON reaction (user);
