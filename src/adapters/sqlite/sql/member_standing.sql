-- What somebody is in a room; no row: a stranger.
SELECT standing FROM member WHERE room = ?1 AND user = ?2
