-- Every cell, and whether it is one of its setting's chosen learning rate (leaderboard).
SELECT
  c.sweep_id, c.backbone, c.precision, c.protocol, c.method, c.dropout, c.prompt_tokens,
  to_json(c.axes) AS axes,
  c.task,
  c.learning_rate,
  c.seed,
  c.cell_id,
  c.trainable_parameters,
  c.status,
  c.cause,
  c.health,
  c.best_epoch,
  c.score_name,
  c.best_score,
  c.test_score,
  c.wall_seconds,
  l.learning_rate IS NOT NULL AS chosen
FROM cells AS c
LEFT JOIN leaderboard AS l
  ON l.sweep_id <=> c.sweep_id
  AND l.backbone <=> c.backbone
  AND l.precision <=> c.precision
  AND l.protocol <=> c.protocol
  AND l.method <=> c.method
  AND l.task <=> c.task
  AND l.dropout <=> c.dropout
  AND l.prompt_tokens <=> c.prompt_tokens
  AND l.axes <=> to_json(c.axes)
  AND l.learning_rate = c.learning_rate
ORDER BY
  c.sweep_id, c.backbone, c.precision, c.protocol, c.task, c.method, c.dropout, c.prompt_tokens,
  axes, c.learning_rate, c.seed
