-- At most ?2 items that have lapsed, whosever they are, those that lapsed first.
DELETE FROM inbox_item
WHERE number IN (SELECT number FROM inbox_item WHERE lapses_at <= ?1 ORDER BY lapses_at LIMIT ?2)
