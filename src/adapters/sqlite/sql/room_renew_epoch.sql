-- The stream is another one now: readers must not trust the positions that they hold.
UPDATE room SET epoch = ?2 WHERE number = ?1
