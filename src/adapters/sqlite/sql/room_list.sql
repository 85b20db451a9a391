-- All rooms by name.
SELECT id, name, created_at, head_seq, epoch, number, kind FROM room ORDER BY name, id
