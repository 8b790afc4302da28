SELECT {setting}, dropout, n_tasks, n_seeds, mean_score, std_score, n_failed
FROM summary
WHERE n_seeds > 0
