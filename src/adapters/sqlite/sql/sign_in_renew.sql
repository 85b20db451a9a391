-- The active refresh token was replaced.
UPDATE sign_in
SET used_at = ?2, expires_at = ?3, count = ?4, burst_first = ?5, burst_at = ?6
WHERE id = ?1
