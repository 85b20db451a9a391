-- A restored file knows of no log-out since its backup: everybody signs in again.
DELETE FROM sign_in
