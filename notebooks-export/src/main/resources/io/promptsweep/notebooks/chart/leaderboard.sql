SELECT task, {setting}, dropout, learning_rate, score_name, n_seeds, mean_score, std_score, n_failed
FROM leaderboard
WHERE n_seeds > 0
