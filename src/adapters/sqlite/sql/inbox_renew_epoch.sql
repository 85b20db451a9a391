-- The streams are others now: readers must not trust the positions that they hold.
UPDATE inbox_epoch SET epoch = ?1
