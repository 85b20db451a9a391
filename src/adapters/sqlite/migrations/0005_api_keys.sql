-- Keys for programs. `digest` is the key's SHA-256 in hex: the key itself is never stored. `scopes`
-- are separated by spaces. `registered`: the one that /register made and /regenerate replaces.
CREATE TABLE api_key (
  id           BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  owner        BLOB    NOT NULL,
  digest       TEXT    NOT NULL UNIQUE,
  prefix       TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  scopes       TEXT    NOT NULL,
  registered   INTEGER NOT NULL CHECK (registered IN (0, 1)),
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_key_by_owner ON api_key (owner, created_at, id);
CREATE UNIQUE INDEX api_key_registered ON api_key (owner) WHERE registered = 1;
