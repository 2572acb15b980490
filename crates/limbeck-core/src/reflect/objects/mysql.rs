//! Objects beside tables in a database of MySQL or MariaDB.

pub(super) const OBJECTS: &str = "\
SELECT 'view' AS kind, table_name AS name, view_definition AS definition
FROM information_schema.views WHERE table_schema = database()
UNION ALL
SELECT lower(routine_type), routine_name, routine_definition
FROM information_schema.routines WHERE routine_schema = database()
UNION ALL
SELECT 'trigger', concat(trigger_name, ' on ', event_object_table),
    concat_ws(' ', action_timing, event_manipulation, action_statement)
FROM information_schema.triggers WHERE trigger_schema = database()
UNION ALL
SELECT 'event', event_name, event_definition
FROM information_schema.events WHERE event_schema = database()
ORDER BY 1, 2";
