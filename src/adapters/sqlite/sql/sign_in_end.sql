-- One sign-in of an account.
DELETE FROM sign_in WHERE id = ?1 AND user = ?2
