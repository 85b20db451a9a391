-- One row, written again each time.
INSERT INTO probe (number, probed_at) VALUES (1, ?1)
ON CONFLICT (number) DO UPDATE SET probed_at = excluded.probed_at
