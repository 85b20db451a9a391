-- One person in a room. ?3 is the name of who is gone.
SELECT member.user, coalesce(user.username, ''), coalesce(user.full_name, ?3), member.standing,
       member.joined_at, coalesce(read_mark.seq, 0)
FROM member
LEFT JOIN user ON user.id = member.user
LEFT JOIN read_mark ON read_mark.user = member.user AND read_mark.room = member.room
WHERE member.room = ?1 AND member.user = ?2
