-- Once for each person and emoji.
INSERT INTO reaction (message, emoji, user) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING
