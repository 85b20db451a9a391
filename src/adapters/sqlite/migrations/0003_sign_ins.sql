-- Who is signed in: a row for each device, whatever number of tokens it was given.

-- `count` is that of the one refresh token that is good; `burst_first` that of the first one
-- replaced in the last burst of renewals, which began at `burst_at`.
CREATE TABLE sign_in (
  id          BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  user        BLOB    NOT NULL,
  address     TEXT    NOT NULL,
  device      TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  used_at     INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  burst_first INTEGER NOT NULL,
  burst_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_of_user   ON sign_in (user, used_at, id);
CREATE INDEX sign_in_by_expiry ON sign_in (expires_at);
