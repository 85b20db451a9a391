-- How many people gave a message which emoji.
SELECT emoji, count(*) FROM reaction WHERE message = ?1 GROUP BY emoji ORDER BY emoji
