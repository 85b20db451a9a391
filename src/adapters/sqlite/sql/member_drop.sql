-- They left, and nobody removed them.
DELETE FROM member WHERE room = ?1 AND user = ?2
