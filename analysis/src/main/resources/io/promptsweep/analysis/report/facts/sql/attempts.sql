-- Where cells were tried, and how the tries ended.
SELECT
  host,
  device,
  gpu_address,
  outcome,
  count(*) AS n_attempts,
  count(DISTINCT cell_id) AS n_cells,
  sum(unix_micros(ended_at) - unix_micros(started_at)) / 3.6e9 AS hours
FROM attempts
GROUP BY host, device, gpu_address, outcome
ORDER BY host, device, gpu_address, outcome
