SELECT task, {setting}, score_name, n_pairs, mean_effect, std_effect, n_better, n_worse
FROM dropout_effect
WHERE n_pairs > 0
