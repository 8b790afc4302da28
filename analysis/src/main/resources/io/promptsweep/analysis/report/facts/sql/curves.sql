-- Learning curves at each setting's chosen learning rate, thinned evenly to about 60 epochs; the
-- first and the last epoch stay.
SELECT k.*
FROM learning_curves AS k
JOIN leaderboard AS l
  ON l.sweep_id <=> k.sweep_id
  AND l.backbone <=> k.backbone
  AND l.precision <=> k.precision
  AND l.protocol <=> k.protocol
  AND l.method <=> k.method
  AND l.task <=> k.task
  AND l.dropout <=> k.dropout
  AND l.prompt_tokens <=> k.prompt_tokens
  AND l.axes <=> k.axes
  AND l.learning_rate = k.learning_rate
CROSS JOIN (
  SELECT max(epoch) AS last, CAST(ceil(max(epoch) / 60) AS int) AS step FROM epochs
) AS e
WHERE k.epoch % e.step = 0 OR k.epoch = 1 OR k.epoch = e.last
ORDER BY k.task, k.method, k.dropout, k.epoch
