-- Sample tasks for development, on a database at v001 or later: 3 projects, 16 tasks.
-- Their embeddings are made up, one direction a kind of work; a model's would stand here.

BEGIN;

INSERT INTO projects (id, business_id, name, status, starts_on, ends_on) VALUES
    (1, 1, 'New laboratory', 'active', '2025-10-01', '2025-12-31'),
    (2, 2, 'Second workshop', 'active', '2025-09-01', '2026-03-31'),
    (3, 4, 'Customs licence', 'paused', NULL, NULL);

INSERT INTO tasks
    (id, user_id, business_id, project_id, assigned_to, title, status, priority,
     estimated_duration, actual_duration, deadline, completed_at, embedding, metadata)
SELECT
    id, 1, business_id, project_id, assigned_to, title, status::task_status, priority,
    estimated, actual, deadline::timestamptz, completed::timestamptz,
    (SELECT array_agg((cos(kind * n) + 0.01 * id * sin(n))::real ORDER BY n) FROM generate_series(1, 1536) AS n)::vector(1536),
    metadata::jsonb
FROM (VALUES
    (1, 1, 1, 1, 'Sign the lease of the laboratory', 'done', 1, 120, 150, '2025-10-10 12:00Z', '2025-10-09 15:00Z', 1, '{"tags": ["contract"]}'),
    (2, 1, 1, 2, 'Install the analyser', 'in_progress', 1, 240, NULL, '2025-10-25 12:00Z', NULL, 2, '{"tags": ["equipment", "urgent"]}'),
    (3, 1, 1, 2, 'Calibrate the analyser', 'open', 2, 180, NULL, '2025-10-28 12:00Z', NULL, 2, '{"tags": ["equipment"]}'),
    (4, 1, NULL, 1, 'Hire a laboratory assistant', 'open', 3, 300, NULL, NULL, NULL, 3, '{"voice": true}'),
    (5, 2, 2, 3, 'Agree on the rent of the workshop', 'done', 2, 90, 60, '2025-09-15 12:00Z', '2025-09-14 10:00Z', 1, '{"tags": ["contract"]}'),
    (6, 2, 2, 4, 'Order the second lift', 'done', 2, 60, 75, '2025-10-01 12:00Z', '2025-10-02 09:30Z', 2, '{"tags": ["equipment"]}'),
    (7, 2, 2, 4, 'Install the second lift', 'open', 2, 480, NULL, '2025-11-05 12:00Z', NULL, 2, '{}'),
    (8, 2, NULL, 4, 'Repair the delivery van', 'in_progress', 1, 180, NULL, '2025-10-18 18:00Z', NULL, 4, '{"voice": true, "tags": ["urgent"]}'),
    (9, 2, NULL, 5, 'File the quarterly report', 'done', 1, 240, 200, '2025-10-15 23:59Z', '2025-10-15 20:00Z', 5, '{"tags": ["tax"]}'),
    (10, 2, NULL, 3, 'Call back the taxi fleet', 'open', 2, 30, NULL, '2025-10-20 12:00Z', NULL, 6, '{"voice": true}'),
    (11, 3, NULL, 6, 'Ask three suppliers for prices', 'done', 3, 120, 140, NULL, '2025-10-12 16:45Z', 6, '{}'),
    (12, 3, NULL, 7, 'Count the stock', 'open', 3, 360, NULL, '2025-10-31 18:00Z', NULL, 7, '{"tags": ["monthly"]}'),
    (13, 3, NULL, 6, 'Extend the contract with the carrier', 'open', 2, 60, NULL, '2025-11-30 12:00Z', NULL, 1, '{"tags": ["contract"]}'),
    (14, 4, 3, 8, 'Collect the papers for the licence', 'in_progress', 2, 200, NULL, NULL, NULL, 5, '{"tags": ["customs"]}'),
    (15, 4, NULL, 8, 'Clear container 4711', 'done', 1, 150, 310, '2025-10-14 12:00Z', '2025-10-16 11:00Z', 8, '{"tags": ["customs", "urgent"]}'),
    (16, 4, NULL, NULL, 'Old price list', 'archived', 4, NULL, NULL, NULL, NULL, 6, '{}')
) AS sample (id, business_id, project_id, assigned_to, title, status, priority, estimated, actual, deadline, completed, kind, metadata);

SELECT setval('projects_id_seq', (SELECT max(id) FROM projects));
SELECT setval('tasks_id_seq', (SELECT max(id) FROM tasks));

COMMIT;
