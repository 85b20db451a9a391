-- An account made by /register has no e-mail. SQLite cannot take a NOT NULL off a column, so the
-- table is made anew; nothing refers to it.
CREATE TABLE user_anew (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
  username      TEXT    NOT NULL COLLATE NOCASE,
  email         TEXT    COLLATE NOCASE,
  password_hash TEXT    NOT NULL,
  full_name     TEXT    NOT NULL,
  phone_number  TEXT,
  role          TEXT    NOT NULL DEFAULT 'client' CHECK (role IN ('client', 'trainer', 'admin')),
  active        INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  token_version INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO user_anew (number, id, username, email, password_hash, full_name, phone_number, role,
                       active, created_at, updated_at, token_version)
SELECT number, id, username, email, password_hash, full_name, phone_number, role, active,
       created_at, updated_at, token_version
FROM user;

-- A number is never given out twice, not even that of an account which is gone.
DELETE FROM sqlite_sequence WHERE name = 'user_anew';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'user_anew', seq FROM sqlite_sequence WHERE name = 'user';

DROP TABLE user;
ALTER TABLE user_anew RENAME TO user;

CREATE UNIQUE INDEX user_by_username ON user (username);
CREATE UNIQUE INDEX user_by_email    ON user (email);
CREATE INDEX user_newest             ON user (created_at, id);
CREATE INDEX user_newest_of_role     ON user (role, created_at, id);
CREATE INDEX user_inactive           ON user (number) WHERE active = 0;
