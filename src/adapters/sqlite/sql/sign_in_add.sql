-- A new sign-in; whether the account still is what was proven has been looked up before, in the
-- same transaction.
INSERT INTO sign_in (id, user, address, device, created_at, used_at, expires_at, count,
                     burst_first, burst_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
