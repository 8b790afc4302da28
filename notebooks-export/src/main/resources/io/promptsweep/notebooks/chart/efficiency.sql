SELECT {setting}, dropout, trainable_parameters, n_cells, hours, n_seeds, mean_score, std_score
FROM efficiency
WHERE n_seeds > 0 AND trainable_parameters > 0
