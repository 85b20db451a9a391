-- A sender whose messages are still to be erased.
SELECT sender FROM removal LIMIT 1
