-- What it is called from now on.
UPDATE room SET name = ?2 WHERE number = ?1
