-- The inbox's next seq; the first one makes the inbox.
INSERT INTO inbox (subject, head_seq) VALUES (?1, 1)
ON CONFLICT (subject) DO UPDATE SET head_seq = head_seq + 1
RETURNING number, head_seq, read_seq
