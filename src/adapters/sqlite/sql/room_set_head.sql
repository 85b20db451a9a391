-- The room's head after a batch; once for each room and commit.
UPDATE room SET head_seq = ?2 WHERE number = ?1
