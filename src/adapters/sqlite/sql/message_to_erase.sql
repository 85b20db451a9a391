-- Some of what a sender said and that is not erased yet.
SELECT number FROM message WHERE sender = ?1 AND content IS NOT NULL LIMIT ?2
