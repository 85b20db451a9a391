-- Who is in it already keeps the time at which they joined; who comes back does not.
INSERT INTO member (room, user, standing, joined_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (room, user) DO UPDATE SET standing = excluded.standing,
  joined_at = iif(member.standing = 0, excluded.joined_at, member.joined_at)
