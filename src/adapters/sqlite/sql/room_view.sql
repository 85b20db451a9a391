-- One room as ?1 finds it. The other person of a direct room is whoever in it is not ?1.
SELECT room.id, room.name, room.created_at, room.head_seq, room.epoch, room.number, room.kind,
       coalesce(own.standing, 1), coalesce(mark.seq, 0), peer.user, user.full_name, user.username
FROM room
LEFT JOIN member AS own ON own.room = room.number AND own.user = ?1
LEFT JOIN read_mark AS mark ON mark.user = ?1 AND mark.room = room.number
LEFT JOIN member AS peer ON room.kind = 'direct' AND peer.room = room.number AND peer.user <> ?1
LEFT JOIN user ON user.id = peer.user
WHERE room.id = ?2
