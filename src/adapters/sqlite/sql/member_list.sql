-- Who belongs to a room, by joining time.
SELECT member.user, coalesce(user.username, ''), coalesce(user.full_name, ?2), member.standing,
       member.joined_at
FROM member LEFT JOIN user ON user.id = member.user
WHERE member.room = ?1 AND member.standing > 0
ORDER BY member.joined_at, member.user
