-- Its items are gone already. The account's id is never used again.
DELETE FROM inbox WHERE subject = ?1
