-- What a message says from now on; NULL: nothing any more.
UPDATE message SET content = ?2, version = ?3, edited_at = ?4 WHERE number = ?1
