-- One room. Guarded: not everybody may write there.
SELECT id, name, created_at, head_seq, epoch, number, kind,
       kind <> 'public' OR EXISTS (SELECT 1 FROM member
                                   WHERE member.room = room.number AND standing = 0)
FROM room WHERE id = ?1
