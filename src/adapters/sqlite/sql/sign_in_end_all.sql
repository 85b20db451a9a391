-- All sign-ins of an account, but one; NULL: all.
DELETE FROM sign_in WHERE user = ?1 AND id IS NOT ?2
