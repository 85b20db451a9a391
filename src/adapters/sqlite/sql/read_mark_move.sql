-- Never back.
INSERT INTO read_mark (user, room, seq) VALUES (?1, ?2, ?3)
ON CONFLICT (user, room) DO UPDATE SET seq = max(seq, excluded.seq)
