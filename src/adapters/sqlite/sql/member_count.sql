-- How many belong to a room, and how many of them own it.
SELECT count(*), coalesce(sum(standing = 4), 0) FROM member WHERE room = ?1 AND standing > 0
