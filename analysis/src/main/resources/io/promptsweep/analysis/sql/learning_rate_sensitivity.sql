-- How good is each learning rate? One row a setting (all but seed) and learning rate:
-- the best validation scores of its seeds. Only DONE cells with a score are averaged; the others
-- are counted beside them. std_score is the sample standard deviation, NULL for one seed.
SELECT
  sweep_id,
  backbone,
  precision,
  protocol,
  method,
  task,
  dropout,
  prompt_tokens,
  to_json(axes) AS axes,
  learning_rate,
  max(score_name) AS score_name,
  count(scored) AS n_seeds,
  avg(scored) AS mean_score,
  stddev_samp(scored) AS std_score,
  min(scored) AS min_score,
  max(scored) AS max_score,
  count(tested) AS n_tested,
  avg(tested) AS mean_test_score,
  stddev_samp(tested) AS std_test_score,
  count_if(status = 'FAILED') AS n_failed,
  count_if(status = 'STOPPED') AS n_stopped,
  count_if(status = 'DONE' AND scored IS NULL) AS n_unscored
FROM (
  SELECT
    *,
    CASE WHEN status = 'DONE' AND NOT isnan(best_score) THEN best_score END AS scored,
    CASE WHEN status = 'DONE' AND NOT isnan(test_score) THEN test_score END AS tested
  FROM cells
)
GROUP BY
  sweep_id, backbone, precision, protocol, method, task, dropout, prompt_tokens, to_json(axes),
  learning_rate
ORDER BY task, method, dropout, learning_rate
