-- What waited for an account that goes.
DELETE FROM inbox_item WHERE inbox = (SELECT number FROM inbox WHERE subject = ?1)
