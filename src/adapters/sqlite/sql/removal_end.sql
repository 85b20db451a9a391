-- Everything that this sender said is erased.
DELETE FROM removal WHERE sender = ?1
