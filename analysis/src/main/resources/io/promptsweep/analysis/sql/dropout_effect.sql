-- Does dropout in the frozen backbone help? One row a setting that was trained with and without it,
-- each side at its own best learning rate (leaderboard). Seeds that are DONE with a score on both
-- sides are pairs; the means are over pairs alone, and effect is with dropout less without. A side
-- that has no score at all has no learning rate, and its setting no row here.
WITH side AS (
  SELECT
    l.sweep_id, l.backbone, l.precision, l.protocol, l.method, l.task, l.dropout, l.prompt_tokens,
    l.axes, l.learning_rate, l.score_name, c.seed,
    CASE WHEN c.status = 'DONE' AND NOT isnan(c.best_score) THEN c.best_score END AS score
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
)
SELECT
  a.sweep_id,
  a.backbone,
  a.precision,
  a.protocol,
  a.method,
  a.task,
  a.prompt_tokens,
  a.axes,
  max(a.score_name) AS score_name,
  a.learning_rate AS learning_rate_without,
  b.learning_rate AS learning_rate_with,
  count(b.score - a.score) AS n_pairs,
  avg(CASE WHEN b.score IS NOT NULL THEN a.score END) AS mean_without,
  avg(CASE WHEN a.score IS NOT NULL THEN b.score END) AS mean_with,
  avg(b.score - a.score) AS mean_effect,
  stddev_samp(b.score - a.score) AS std_effect,
  count_if(coalesce(b.score > a.score, false)) AS n_better,
  count_if(coalesce(b.score < a.score, false)) AS n_worse
FROM side AS a
JOIN side AS b
  ON a.sweep_id IS NOT DISTINCT FROM b.sweep_id
  AND a.backbone IS NOT DISTINCT FROM b.backbone
  AND a.precision IS NOT DISTINCT FROM b.precision
  AND a.protocol IS NOT DISTINCT FROM b.protocol
  AND a.method IS NOT DISTINCT FROM b.method
  AND a.task IS NOT DISTINCT FROM b.task
  AND a.prompt_tokens IS NOT DISTINCT FROM b.prompt_tokens
  AND a.axes IS NOT DISTINCT FROM b.axes
  AND a.seed IS NOT DISTINCT FROM b.seed
WHERE NOT a.dropout AND b.dropout
GROUP BY
  a.sweep_id, a.backbone, a.precision, a.protocol, a.method, a.task, a.prompt_tokens, a.axes,
  a.learning_rate, b.learning_rate
ORDER BY task, method, prompt_tokens, axes
