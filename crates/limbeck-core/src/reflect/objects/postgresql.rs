//! PostgreSQL's objects beside tables, in one query.

pub(super) const OBJECTS: &str = "\
WITH wanted AS (
    SELECT oid, nspname FROM pg_catalog.pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), owned AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype IN ('e', 'i')
    UNION SELECT classid, objid FROM pg_catalog.pg_depend
    WHERE deptype = 'a' AND refobjsubid > 0 AND classid = 'pg_catalog.pg_class'::regclass
)
SELECT kind, name, definition FROM (
    SELECT 'schema' AS kind, n.nspname::text AS name, '' AS definition,
        'pg_catalog.pg_namespace'::regclass AS classid, n.oid AS objid FROM wanted AS n
    UNION ALL
    SELECT 'extension', extname::text, '', 'pg_catalog.pg_extension'::regclass, oid
    FROM pg_catalog.pg_extension
    UNION ALL
    SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
        ELSE 'sequence' END, c.oid::regclass::text,
        CASE WHEN c.relkind = 'S' THEN (SELECT concat_ws(' ', seqtypid::regtype, seqstart,
            seqincrement, seqmin, seqmax, seqcache, seqcycle) FROM pg_catalog.pg_sequence
            WHERE seqrelid = c.oid) ELSE pg_catalog.pg_get_viewdef(c.oid) END,
        'pg_catalog.pg_class'::regclass, c.oid
    FROM pg_catalog.pg_class AS c JOIN wanted AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm', 'S')
    UNION ALL
    SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
        p.oid::regprocedure::text,
        CASE WHEN p.prokind = 'a' THEN '' ELSE pg_catalog.pg_get_functiondef(p.oid) END,
        'pg_catalog.pg_proc'::regclass, p.oid
    FROM pg_catalog.pg_proc AS p JOIN wanted AS n ON n.oid = p.pronamespace
    UNION ALL
    SELECT CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END, t.oid::regtype::text,
        CASE t.typtype
            WHEN 'e' THEN (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
                FROM pg_catalog.pg_enum WHERE enumtypid = t.oid)
            WHEN 'c' THEN (SELECT string_agg(concat_ws(' ', a.attname,
                pg_catalog.format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
                FROM pg_catalog.pg_attribute AS a
                WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
            WHEN 'd' THEN concat_ws(' ', pg_catalog.format_type(t.typbasetype, t.typtypmod),
                t.typnotnull, t.typdefault, (SELECT string_agg(pg_catalog.pg_get_constraintdef(k.oid),
                ' ' ORDER BY k.conname) FROM pg_catalog.pg_constraint AS k WHERE k.contypid = t.oid))
            ELSE '' END,
        'pg_catalog.pg_type'::regclass, t.oid
    FROM pg_catalog.pg_type AS t JOIN wanted AS n ON n.oid = t.typnamespace
    WHERE t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c'
        AND EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid = t.typrelid AND relkind = 'c')
    UNION ALL
    SELECT 'trigger', concat(g.tgname, ' on ', g.tgrelid::regclass),
        pg_catalog.pg_get_triggerdef(g.oid), 'pg_catalog.pg_trigger'::regclass, g.oid
    FROM pg_catalog.pg_trigger AS g WHERE NOT g.tgisinternal
    UNION ALL
    SELECT 'policy', concat(l.polname, ' on ', l.polrelid::regclass),
        concat_ws(' ', l.polcmd, l.polpermissive, pg_catalog.pg_get_expr(l.polqual, l.polrelid),
        pg_catalog.pg_get_expr(l.polwithcheck, l.polrelid)),
        'pg_catalog.pg_policy'::regclass, l.oid
    FROM pg_catalog.pg_policy AS l
) AS found
WHERE NOT EXISTS (SELECT 1 FROM owned
    WHERE owned.classid = found.classid AND owned.objid = found.objid)
ORDER BY kind, name";
