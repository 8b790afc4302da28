-- How good is each method over all tasks? One row a method and dropout: for every seed the average
-- over tasks, each at its own best learning rate (leaderboard), then mean and sample standard
-- deviation of those averages over seeds. A seed counts only if every task has a score for it;
-- the others are n_incomplete_seeds.
WITH setting AS (
  SELECT
    sweep_id, backbone, precision, protocol, method, dropout, prompt_tokens, axes,
    count(*) AS n_tasks,
    sum(n_failed) AS n_failed,
    sum(n_failed_any_rate) AS n_failed_any_rate
  FROM leaderboard
  GROUP BY sweep_id, backbone, precision, protocol, method, dropout, prompt_tokens, axes
),
seed_average AS (
  SELECT
    l.sweep_id, l.backbone, l.precision, l.protocol, l.method, l.dropout, l.prompt_tokens, l.axes,
    c.seed,
    count(CASE WHEN c.status = 'DONE' AND NOT isnan(c.best_score) THEN c.best_score END) AS scored,
    avg(CASE WHEN c.status = 'DONE' AND NOT isnan(c.best_score) THEN c.best_score END) AS score,
    count(CASE WHEN c.status = 'DONE' AND NOT isnan(c.test_score) THEN c.test_score END) AS tested,
    avg(CASE WHEN c.status = 'DONE' AND NOT isnan(c.test_score) THEN c.test_score END) AS test_score
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
    AND (l.learning_rate = c.learning_rate OR l.learning_rate IS NULL)
  GROUP BY
    l.sweep_id, l.backbone, l.precision, l.protocol, l.method, l.dropout, l.prompt_tokens, l.axes,
    c.seed
)
SELECT
  s.sweep_id,
  s.backbone,
  s.precision,
  s.protocol,
  s.method,
  s.dropout,
  s.prompt_tokens,
  s.axes,
  s.n_tasks,
  count_if(a.scored = s.n_tasks) AS n_seeds,
  avg(CASE WHEN a.scored = s.n_tasks THEN a.score END) AS mean_score,
  stddev_samp(CASE WHEN a.scored = s.n_tasks THEN a.score END) AS std_score,
  count_if(a.tested = s.n_tasks) AS n_tested,
  avg(CASE WHEN a.tested = s.n_tasks THEN a.test_score END) AS mean_test_score,
  stddev_samp(CASE WHEN a.tested = s.n_tasks THEN a.test_score END) AS std_test_score,
  count_if(a.scored < s.n_tasks) AS n_incomplete_seeds,
  s.n_failed,
  s.n_failed_any_rate
FROM setting AS s
JOIN seed_average AS a
  ON s.sweep_id IS NOT DISTINCT FROM a.sweep_id
  AND s.backbone IS NOT DISTINCT FROM a.backbone
  AND s.precision IS NOT DISTINCT FROM a.precision
  AND s.protocol IS NOT DISTINCT FROM a.protocol
  AND s.method IS NOT DISTINCT FROM a.method
  AND s.dropout IS NOT DISTINCT FROM a.dropout
  AND s.prompt_tokens IS NOT DISTINCT FROM a.prompt_tokens
  AND s.axes IS NOT DISTINCT FROM a.axes
GROUP BY
  s.sweep_id, s.backbone, s.precision, s.protocol, s.method, s.dropout, s.prompt_tokens, s.axes,
  s.n_tasks, s.n_failed, s.n_failed_any_rate
ORDER BY dropout, mean_score DESC NULLS LAST, method
