-- How much is there, and what of it has no score? One row, over an empty table too.
SELECT
  count(*) AS n_cells,
  count_if(status = 'DONE') AS n_done,
  count_if(status = 'FAILED') AS n_failed,
  count_if(status = 'STOPPED') AS n_stopped,
  count_if(status = 'DONE' AND (best_score IS NULL OR isnan(best_score))) AS n_unscored,
  count_if(status = 'DONE' AND test_score IS NOT NULL AND NOT isnan(test_score)) AS n_tested,
  coalesce(sum(truncated_inputs), 0) AS truncated_inputs,
  coalesce(sum(wall_seconds), 0) / 3600 AS hours
FROM cells
