-- An account's sign-ins, used last first.
SELECT id, user, address, device, created_at, used_at, expires_at, count, burst_first, burst_at
FROM sign_in
WHERE user = ?1
ORDER BY used_at DESC, id DESC
