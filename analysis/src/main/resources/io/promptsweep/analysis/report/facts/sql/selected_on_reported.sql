-- Tasks whose examples both select the epoch and are reported on.
SELECT DISTINCT task
FROM cells
WHERE get_json_object(config_json, '$.task.split') = 'whole-validation'
ORDER BY task
