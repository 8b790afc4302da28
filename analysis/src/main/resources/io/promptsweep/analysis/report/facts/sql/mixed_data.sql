-- Tasks whose data or backbone changed between cells that are averaged or compared. Few-shot data
-- may differ from seed to seed and from axis to axis; within these it must not.
SELECT DISTINCT task
FROM (
  SELECT task
  FROM cells
  GROUP BY sweep_id, backbone, precision, protocol, to_json(axes), task, seed
  HAVING count(DISTINCT data_digest) > 1 OR count(DISTINCT backbone_digest) > 1
)
ORDER BY task
