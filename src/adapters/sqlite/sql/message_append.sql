-- The one statement that a message costs. No row changes when the sender has used this
-- client_message_id in this room before.
INSERT INTO message (room, seq, id, sender, sender_name, content, created_at, client_message_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (sender, room, client_message_id) DO NOTHING
