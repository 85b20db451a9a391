-- The account alone; its messages are erased afterwards and are hidden until then (removal_begin).
DELETE FROM user WHERE id = ?1
