-- Every start of the sweep; a start that was written twice counts once.
SELECT DISTINCT * FROM environment ORDER BY started_at
