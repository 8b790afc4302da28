-- Which method is best on each task? One row a setting (all but seed and learning rate), at the
-- learning rate with the highest mean validation score over seeds among those that have the most
-- seeds with a score; on a tie the smaller one. A rate that lost seeds so ranks behind one that has
-- all of them, whatever its mean: n_passed_over counts those with a higher mean than the chosen one.
-- A setting without any score stays, with NULLs and n_seeds = 0. place ranks settings of one task,
-- with and without dropout apart.
SELECT
  sweep_id,
  backbone,
  precision,
  protocol,
  task,
  dropout,
  rank() OVER (
    PARTITION BY sweep_id, backbone, precision, protocol, task, dropout
    ORDER BY mean_score DESC NULLS LAST
  ) AS place,
  method,
  prompt_tokens,
  axes,
  CASE WHEN n_seeds > 0 THEN learning_rate END AS learning_rate,
  score_name,
  n_seeds,
  mean_score,
  std_score,
  n_tested,
  mean_test_score,
  std_test_score,
  n_failed,
  n_stopped,
  n_unscored,
  n_failed_any_rate,
  n_learning_rates,
  n_passed_over
FROM (
  SELECT
    *,
    count_if(coalesce(mean_score > chosen_mean, false)) OVER (
      PARTITION BY
        sweep_id, backbone, precision, protocol, method, task, dropout, prompt_tokens, axes
    ) AS n_passed_over
  FROM (
    SELECT
      *,
      row_number() OVER (
        PARTITION BY
          sweep_id, backbone, precision, protocol, method, task, dropout, prompt_tokens, axes
        ORDER BY n_seeds DESC, mean_score DESC NULLS LAST, learning_rate
      ) AS choice,
      first_value(mean_score) OVER (
        PARTITION BY
          sweep_id, backbone, precision, protocol, method, task, dropout, prompt_tokens, axes
        ORDER BY n_seeds DESC, mean_score DESC NULLS LAST, learning_rate
      ) AS chosen_mean,
      sum(n_failed) OVER (
        PARTITION BY
          sweep_id, backbone, precision, protocol, method, task, dropout, prompt_tokens, axes
      ) AS n_failed_any_rate,
      count(*) OVER (
        PARTITION BY
          sweep_id, backbone, precision, protocol, method, task, dropout, prompt_tokens, axes
      ) AS n_learning_rates
    FROM learning_rate_sensitivity
  )
)
WHERE choice = 1
ORDER BY task, dropout, place, method
