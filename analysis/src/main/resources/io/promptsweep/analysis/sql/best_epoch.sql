-- When was each cell at its best, and what did it lose after that? One row a cell, whatever its
-- status. after_best is the last epoch's score less the best one.
SELECT
  c.sweep_id,
  c.cell_id,
  c.method,
  c.task,
  c.dropout,
  c.learning_rate,
  c.seed,
  c.status,
  c.score_name,
  c.best_epoch,
  b.step AS best_step,
  c.best_score,
  e.n_epochs,
  e.last_epoch,
  e.last_score,
  e.last_score - c.best_score AS after_best
FROM cells AS c
LEFT JOIN epochs AS b
  ON b.sweep_id = c.sweep_id AND b.cell_id = c.cell_id AND b.epoch = c.best_epoch
LEFT JOIN (
  SELECT
    sweep_id,
    cell_id,
    count(*) AS n_epochs,
    max(epoch) AS last_epoch,
    max_by(score, epoch) AS last_score
  FROM epochs
  GROUP BY sweep_id, cell_id
) AS e
  ON e.sweep_id = c.sweep_id AND e.cell_id = c.cell_id
ORDER BY c.task, c.method, c.dropout, c.learning_rate, c.seed
