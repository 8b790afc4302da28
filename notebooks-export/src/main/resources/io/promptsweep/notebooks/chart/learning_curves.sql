SELECT task, {setting}, dropout, learning_rate, epoch, n_seeds, mean_score, std_score
FROM learning_curves
LEFT SEMI JOIN leaderboard
  ON learning_curves.sweep_id <=> leaderboard.sweep_id
  AND learning_curves.backbone <=> leaderboard.backbone
  AND learning_curves.precision <=> leaderboard.precision
  AND learning_curves.protocol <=> leaderboard.protocol
  AND learning_curves.method <=> leaderboard.method
  AND learning_curves.task <=> leaderboard.task
  AND learning_curves.dropout <=> leaderboard.dropout
  AND learning_curves.prompt_tokens <=> leaderboard.prompt_tokens
  AND learning_curves.axes <=> leaderboard.axes
  AND learning_curves.learning_rate = leaderboard.learning_rate
ORDER BY task, setting, dropout, epoch
