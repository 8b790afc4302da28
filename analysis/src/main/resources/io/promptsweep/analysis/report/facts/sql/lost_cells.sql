-- Cells that were tried and have no result.
SELECT DISTINCT a.sweep_id, a.cell_id
FROM attempts AS a
LEFT ANTI JOIN cells AS c ON a.sweep_id = c.sweep_id AND a.cell_id = c.cell_id
ORDER BY a.sweep_id, a.cell_id
