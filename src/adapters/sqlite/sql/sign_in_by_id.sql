-- One sign-in.
SELECT id, user, address, device, created_at, used_at, expires_at, count, burst_first, burst_at
FROM sign_in
WHERE id = ?1
