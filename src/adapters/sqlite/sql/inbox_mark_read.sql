-- Never back, and never beyond the head.
UPDATE inbox SET read_seq = max(read_seq, min(?2, head_seq)) WHERE subject = ?1
RETURNING number, head_seq, read_seq
