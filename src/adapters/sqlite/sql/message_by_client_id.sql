-- What was stored under a sender's own name for it.
SELECT id, seq, created_at FROM message WHERE sender = ?1 AND room = ?2 AND client_message_id = ?3
