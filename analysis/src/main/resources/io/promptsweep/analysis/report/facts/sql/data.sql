-- What was trained on: one row a task, backbone and version of either.
SELECT
  sweep_id,
  task,
  backbone,
  max(score_name) AS score_name,
  max(train_examples) AS train_examples,
  max(validation_examples) AS validation_examples,
  max(test_examples) AS test_examples,
  sum(truncated_inputs) AS truncated_inputs,
  count(*) AS n_cells,
  data_digest,
  backbone_digest
FROM cells
GROUP BY sweep_id, task, backbone, data_digest, backbone_digest
ORDER BY sweep_id, task, backbone, data_digest, backbone_digest
