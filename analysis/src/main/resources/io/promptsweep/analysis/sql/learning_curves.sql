-- How does training go, epoch by epoch? One row a setting, learning rate and epoch: means over the
-- seeds that are DONE. n_failed counts the cells of the setting that are FAILED and therefore not
-- in the means.
SELECT
  c.sweep_id,
  c.backbone,
  c.precision,
  c.protocol,
  c.method,
  c.task,
  c.dropout,
  c.prompt_tokens,
  c.axes,
  c.learning_rate,
  e.epoch,
  max(c.score_name) AS score_name,
  count(*) AS n_seeds,
  avg(e.score) AS mean_score,
  stddev_samp(e.score) AS std_score,
  avg(e.train_loss) AS mean_train_loss,
  stddev_samp(e.train_loss) AS std_train_loss,
  avg(e.eval_loss) AS mean_eval_loss,
  stddev_samp(e.eval_loss) AS std_eval_loss,
  max(c.n_failed) AS n_failed
FROM (
  SELECT
    sweep_id, cell_id, backbone, precision, protocol, method, task, dropout, prompt_tokens,
    to_json(axes) AS axes, learning_rate, score_name, status,
    count_if(status = 'FAILED') OVER (
      PARTITION BY
        sweep_id, backbone, precision, protocol, method, task, dropout, prompt_tokens,
        to_json(axes), learning_rate
    ) AS n_failed
  FROM cells
) AS c
JOIN epochs AS e
  ON e.sweep_id = c.sweep_id AND e.cell_id = c.cell_id
WHERE c.status = 'DONE'
GROUP BY
  c.sweep_id, c.backbone, c.precision, c.protocol, c.method, c.task, c.dropout, c.prompt_tokens,
  c.axes, c.learning_rate, e.epoch
ORDER BY task, method, dropout, learning_rate, epoch
