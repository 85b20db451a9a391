-- Rooms that are not for everybody, who belongs to them, and how far each person has read.

-- pair: of a direct room, the two people's ids, the smaller one first.
ALTER TABLE room ADD COLUMN kind TEXT NOT NULL DEFAULT 'public'
  CHECK (kind IN ('public', 'private', 'direct'));
ALTER TABLE room ADD COLUMN pair TEXT;
CREATE UNIQUE INDEX room_by_pair ON room (pair) WHERE pair IS NOT NULL;
CREATE INDEX room_public ON room (name, id) WHERE kind = 'public';

-- standing: 0 removed, 2 member, 3 moderator, 4 owner; who has no row is a stranger.
CREATE TABLE member (
  room      INTEGER NOT NULL,
  user      BLOB    NOT NULL,
  standing  INTEGER NOT NULL CHECK (standing IN (0, 2, 3, 4)),
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_user ON member (user);

CREATE TABLE read_mark (
  user BLOB    NOT NULL,
  room INTEGER NOT NULL,
  seq  INTEGER NOT NULL,
  PRIMARY KEY (user, room)
) STRICT, WITHOUT ROWID;
