-- Up to here they are written.
UPDATE search_mark SET indexed = ?1
