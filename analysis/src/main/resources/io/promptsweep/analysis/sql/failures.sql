-- What went wrong, and where? One row a cell that is not DONE, with its cause and its last try.
SELECT
  c.sweep_id,
  c.cell_id,
  c.method,
  c.task,
  c.dropout,
  c.learning_rate,
  c.seed,
  c.status,
  c.cause,
  c.health,
  c.trained_steps,
  coalesce(a.n_attempts, 0) AS n_attempts,
  a.last_host,
  a.last_device,
  c.finished_at
FROM cells AS c
LEFT JOIN (
  SELECT
    sweep_id,
    cell_id,
    count(*) AS n_attempts,
    max_by(host, ended_at) AS last_host,
    max_by(device, ended_at) AS last_device
  FROM attempts
  GROUP BY sweep_id, cell_id
) AS a
  ON a.sweep_id = c.sweep_id AND a.cell_id = c.cell_id
WHERE c.status <> 'DONE'
ORDER BY c.finished_at, c.cell_id
