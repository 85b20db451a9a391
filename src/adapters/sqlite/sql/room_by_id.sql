-- One room.
SELECT id, name, created_at, head_seq, epoch, number FROM room WHERE id = ?1
