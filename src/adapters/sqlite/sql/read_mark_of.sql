-- How far somebody has read.
SELECT seq FROM read_mark WHERE user = ?1 AND room = ?2
