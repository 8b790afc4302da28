-- What does each method cost, and what does it give? One row a method and dropout: trained values,
-- hours of all of its cells (every learning rate, those without success too: the price of the search),
-- speed and memory of its epochs, and the mean score of summary. Tries that were lost are not in the
-- hours.
WITH cost AS (
  SELECT
    sweep_id, backbone, precision, protocol, method, dropout, prompt_tokens, to_json(axes) AS axes,
    max(trainable_parameters) AS trainable_parameters,
    count(*) AS n_cells,
    sum(wall_seconds) / 3600 AS hours,
    avg(CASE WHEN status = 'DONE' THEN wall_seconds END) AS mean_cell_seconds
  FROM cells
  GROUP BY sweep_id, backbone, precision, protocol, method, dropout, prompt_tokens, to_json(axes)
),
pace AS (
  SELECT
    c.sweep_id, c.backbone, c.precision, c.protocol, c.method, c.dropout, c.prompt_tokens,
    to_json(c.axes) AS axes,
    avg(e.examples_per_second) AS mean_examples_per_second,
    max(e.peak_memory_bytes) AS peak_memory_bytes
  FROM cells AS c
  JOIN epochs AS e ON e.sweep_id = c.sweep_id AND e.cell_id = c.cell_id
  GROUP BY
    c.sweep_id, c.backbone, c.precision, c.protocol, c.method, c.dropout, c.prompt_tokens,
    to_json(c.axes)
)
SELECT
  c.sweep_id,
  c.backbone,
  c.precision,
  c.protocol,
  c.method,
  c.dropout,
  c.prompt_tokens,
  c.axes,
  c.trainable_parameters,
  c.n_cells,
  c.hours,
  c.mean_cell_seconds,
  p.mean_examples_per_second,
  p.peak_memory_bytes,
  s.n_tasks,
  s.n_seeds,
  s.mean_score,
  s.std_score
FROM cost AS c
LEFT JOIN pace AS p
  ON c.sweep_id IS NOT DISTINCT FROM p.sweep_id
  AND c.backbone IS NOT DISTINCT FROM p.backbone
  AND c.precision IS NOT DISTINCT FROM p.precision
  AND c.protocol IS NOT DISTINCT FROM p.protocol
  AND c.method IS NOT DISTINCT FROM p.method
  AND c.dropout IS NOT DISTINCT FROM p.dropout
  AND c.prompt_tokens IS NOT DISTINCT FROM p.prompt_tokens
  AND c.axes IS NOT DISTINCT FROM p.axes
LEFT JOIN summary AS s
  ON c.sweep_id IS NOT DISTINCT FROM s.sweep_id
  AND c.backbone IS NOT DISTINCT FROM s.backbone
  AND c.precision IS NOT DISTINCT FROM s.precision
  AND c.protocol IS NOT DISTINCT FROM s.protocol
  AND c.method IS NOT DISTINCT FROM s.method
  AND c.dropout IS NOT DISTINCT FROM s.dropout
  AND c.prompt_tokens IS NOT DISTINCT FROM s.prompt_tokens
  AND c.axes IS NOT DISTINCT FROM s.axes
ORDER BY dropout, mean_score DESC NULLS LAST, method
