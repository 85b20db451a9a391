-- One person in a room.
SELECT member.user, coalesce(user.username, ''), coalesce(user.full_name, ''), member.standing,
       member.joined_at
FROM member LEFT JOIN user ON user.id = member.user
WHERE member.room = ?1 AND member.user = ?2
