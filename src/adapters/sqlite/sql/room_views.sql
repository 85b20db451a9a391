-- The rooms that ?1 may read, as room_view has them. ?3 is the name of who is gone.
SELECT room.id, room.name, room.created_at, room.head_seq, room.epoch, room.number, room.kind,
       coalesce(own.standing, 1), coalesce(mark.seq, 0), peer.user, user.full_name, user.username
FROM (SELECT number FROM room WHERE kind = 'public'
      UNION SELECT room FROM member WHERE user = ?1) AS found
JOIN room ON room.number = found.number
LEFT JOIN member AS own ON own.room = room.number AND own.user = ?1
LEFT JOIN read_mark AS mark ON mark.user = ?1 AND mark.room = room.number
LEFT JOIN member AS peer ON room.kind = 'direct' AND peer.room = room.number AND peer.user <> ?1
LEFT JOIN user ON user.id = peer.user
WHERE coalesce(own.standing, 1) > 0
ORDER BY iif(peer.user IS NULL, room.name, coalesce(user.full_name, ?3)), room.id
LIMIT ?2
