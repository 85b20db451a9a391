-- One inbox.
SELECT number, head_seq, read_seq FROM inbox WHERE subject = ?1
