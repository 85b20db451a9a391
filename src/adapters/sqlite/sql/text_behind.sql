-- The last of the next messages whose words are still to be written; NULL: there is none.
SELECT max(number) FROM (
  SELECT number FROM message WHERE number > (SELECT indexed FROM search_mark)
  ORDER BY number LIMIT ?1)
