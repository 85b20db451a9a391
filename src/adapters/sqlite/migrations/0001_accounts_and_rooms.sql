-- Accounts, rooms and what is said in them. Times are microseconds since 1970 in UTC; ids are the
-- 16 bytes of a UUID.

-- `number` names an account where a UUID does not fit (calls); it is never given out twice.
CREATE TABLE user (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
  username      TEXT    NOT NULL COLLATE NOCASE,
  email         TEXT    NOT NULL COLLATE NOCASE,
  password_hash TEXT    NOT NULL,
  full_name     TEXT    NOT NULL,
  phone_number  TEXT,
  role          TEXT    NOT NULL DEFAULT 'client' CHECK (role IN ('client', 'trainer', 'admin')),
  active        INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  token_version INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX user_by_username ON user (username);
CREATE UNIQUE INDEX user_by_email    ON user (email);
CREATE INDEX user_newest             ON user (created_at, id);
CREATE INDEX user_newest_of_role     ON user (role, created_at, id);
CREATE INDEX user_inactive           ON user (number) WHERE active = 0;

-- `head_seq` is the seq of the room's last message; `epoch` changes when the stream is lost or
-- restored.
CREATE TABLE room (
  number     INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  name       TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  head_seq   INTEGER NOT NULL DEFAULT 0,
  epoch      TEXT    NOT NULL
) STRICT;

-- Grows at its end whatever the room: a commit touches few pages. `sender` refers to no row, since
-- a tombstone outlives its account. content NULL: a tombstone.
CREATE TABLE message (
  number            INTEGER PRIMARY KEY,
  room              INTEGER NOT NULL,
  seq               INTEGER NOT NULL,
  id                BLOB    NOT NULL,
  sender            BLOB    NOT NULL,
  sender_name       TEXT    NOT NULL,
  content           TEXT,
  created_at        INTEGER NOT NULL,
  client_message_id TEXT
) STRICT;

CREATE UNIQUE INDEX message_by_seq    ON message (room, seq);
-- NULLs are distinct. Also finds everything that a sender ever said, for its removal.
CREATE UNIQUE INDEX message_by_sender ON message (sender, room, client_message_id);

-- Accounts that are gone while their messages are still being erased; readers hide what these
-- senders said.
CREATE TABLE removal (
  sender BLOB PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;

-- Written by /readyz, to learn whether anything can be.
CREATE TABLE probe (
  number    INTEGER PRIMARY KEY CHECK (number = 1),
  probed_at INTEGER NOT NULL
) STRICT;
