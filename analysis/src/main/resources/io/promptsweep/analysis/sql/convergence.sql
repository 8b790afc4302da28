-- How fast does training come near its best? One row a setting at its best learning rate
-- (leaderboard): means over DONE cells with a positive best score of the epochs, steps and seconds
-- until a validation score first reached 95 % of the cell's best, and until the best itself.
WITH near AS (
  SELECT
    c.sweep_id, c.cell_id,
    min(CASE WHEN e.score >= 0.95 * c.best_score THEN e.epoch END) AS near_epoch
  FROM cells AS c
  JOIN epochs AS e ON e.sweep_id = c.sweep_id AND e.cell_id = c.cell_id
  WHERE c.status = 'DONE' AND c.best_score > 0 AND NOT isnan(c.best_score)
  GROUP BY c.sweep_id, c.cell_id
),
reached AS (
  SELECT
    n.sweep_id, n.cell_id, n.near_epoch,
    max(CASE WHEN e.epoch = n.near_epoch THEN e.step END) AS near_step,
    sum(CASE WHEN e.epoch <= n.near_epoch THEN e.wall_seconds END) AS near_seconds,
    max(CASE WHEN e.epoch = c.best_epoch THEN e.epoch END) AS best_epoch,
    max(CASE WHEN e.epoch = c.best_epoch THEN e.step END) AS best_step
  FROM near AS n
  JOIN cells AS c ON c.sweep_id = n.sweep_id AND c.cell_id = n.cell_id
  JOIN epochs AS e ON e.sweep_id = n.sweep_id AND e.cell_id = n.cell_id
  GROUP BY n.sweep_id, n.cell_id, n.near_epoch
)
SELECT
  l.sweep_id,
  l.backbone,
  l.precision,
  l.protocol,
  l.method,
  l.task,
  l.dropout,
  l.prompt_tokens,
  l.axes,
  l.learning_rate,
  count(r.near_epoch) AS n_seeds,
  avg(r.near_epoch) AS mean_near_epoch,
  avg(r.near_step) AS mean_near_step,
  stddev_samp(r.near_step) AS std_near_step,
  avg(r.near_seconds) AS mean_near_seconds,
  avg(r.best_epoch) AS mean_best_epoch,
  avg(r.best_step) AS mean_best_step
FROM leaderboard AS l
JOIN cells AS c
  ON l.sweep_id IS NOT DISTINCT FROM c.sweep_id
  AND l.backbone IS NOT DISTINCT FROM c.backbone
  AND l.precision IS NOT DISTINCT FROM c.precision
  AND l.protocol IS NOT DISTINCT FROM c.protocol
  AND l.method IS NOT DISTINCT FROM c.method
  AND l.task IS NOT DISTINCT FROM c.task
  AND l.dropout IS NOT DISTINCT FROM c.dropout
  AND l.prompt_tokens IS NOT DISTINCT FROM c.prompt_tokens
  AND l.axes IS NOT DISTINCT FROM to_json(c.axes)
  AND l.learning_rate = c.learning_rate
LEFT JOIN reached AS r ON r.sweep_id = c.sweep_id AND r.cell_id = c.cell_id
GROUP BY
  l.sweep_id, l.backbone, l.precision, l.protocol, l.method, l.task, l.dropout, l.prompt_tokens,
  l.axes, l.learning_rate
ORDER BY task, dropout, mean_near_step, method
