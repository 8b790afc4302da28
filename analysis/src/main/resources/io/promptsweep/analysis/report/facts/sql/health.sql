-- What the training watched for and found, by method and dropout.
SELECT method, dropout, coalesce(health, 'not known') AS health, count(*) AS n_cells
FROM cells
GROUP BY method, dropout, coalesce(health, 'not known')
ORDER BY method, dropout, health
