//! Views, functions, triggers and extensions of a PostgreSQL database, with what depends on what.

use super::{
    Run,
    row::{Row, optional},
};
use crate::{
    ops::{Entity, EntityKind},
    statement::{DatabaseError, Statement},
};

/// An entity as the database spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundEntity {
    pub entity: Entity,
    /// Which object it is, for [`Dependency`].
    pub id: String,
    /// What others rely on: a view's columns with their types; the types of a function's
    /// arguments, what it returns, and how its arguments are named.
    pub shape: Vec<String>,
    /// What others than its owner may do with it.
    pub rights: Vec<Right>,
}

/// A right on an entity, which goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// The one column of a view that it is for.
    pub column: Option<String>,
    /// The statement that gives it; where it is one that everybody has unless it is taken away,
    /// the one that takes it.
    pub sql: String,
}

/// That one object cannot be without another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// [`FoundEntity::id`] of what depends.
    pub dependent: String,
    /// That of what it depends on; a table has one too.
    pub on: String,
    /// Where that is a table or view.
    pub schema: String,
    pub table: String,
    /// The one column that is meant, if it is one.
    pub column: Option<String>,
}

/// All entities of a schema, or of all the database's own; what belongs to an extension is not
/// among them.
///
/// # Errors
/// What the database answers the query with.
pub fn entities(
    schema: Option<&str>,
    run: &mut Run<'_>,
) -> Result<Vec<FoundEntity>, DatabaseError> {
    let query = Statement::with_params(ENTITIES, vec![optional(schema)]);
    Ok(run.ask(&query)?.rows.into_iter().map(found).collect())
}

/// What views, functions and triggers depend on, of what is not the server's own.
///
/// # Errors
/// What the database answers the query with.
pub fn dependencies(run: &mut Run<'_>) -> Result<Vec<Dependency>, DatabaseError> {
    let rows = run.ask(&Statement::ddl(DEPENDENCIES))?.rows;
    let dependency = |values| {
        let mut row = Row::new(values);
        Dependency {
            dependent: row.text(),
            on: row.text(),
            schema: row.text(),
            table: row.text(),
            column: row.optional(),
        }
    };
    Ok(rows.into_iter().map(dependency).collect())
}

fn found(values: Vec<crate::statement::Value>) -> FoundEntity {
    let mut row = Row::new(values);
    let (kind, id, schema, name) = (row.text(), row.text(), row.text(), row.text());
    let (text, extra, flag, shape) = (row.text(), row.text(), row.flag(), row.texts());
    let rights = row.texts().iter().filter_map(|text| right(text)).collect();
    let (signature, definition, kind) = match kind.as_str() {
        "view" => (name, bare(&text).to_owned(), EntityKind::View),
        "materialized_view" => {
            (name, bare(&text).to_owned(), EntityKind::MaterializedView { with_data: flag })
        }
        "function" => {
            (format!("{name}({extra})"), after_arguments(&text, &extra), EntityKind::Function)
        }
        "trigger" => {
            let kind = EntityKind::Trigger { on_entity: extra, is_constraint: flag };
            (name, of_trigger(&text), kind)
        }
        _ => (name, String::new(), EntityKind::Extension),
    };
    FoundEntity { entity: Entity { schema, signature, definition, kind }, id, shape, rights }
}

/// `column`, nothing where it is for all, and behind it the statement.
fn right(text: &str) -> Option<Right> {
    let (column, sql) = text.split_once('\u{1f}')?;
    let column = (!column.is_empty()).then(|| column.to_owned());
    Some(Right { column, sql: sql.to_owned() })
}

fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(';').trim_end()
}

/// What stands behind the arguments in `CREATE FUNCTION`: `returns integer ..`.
fn after_arguments(text: &str, arguments: &str) -> String {
    let head = format!("({arguments})\n RETURNS ");
    let rest = text.split_once(&head).map_or(text, |(_, rest)| rest);
    format!("returns {}", bare(rest))
}

/// What stands behind the name in `CREATE TRIGGER`: `BEFORE INSERT ON ..`.
fn of_trigger(text: &str) -> String {
    let rest = text.split_once(" TRIGGER ").map_or(text, |(_, rest)| rest);
    let end = match rest.strip_prefix('"') {
        None => rest.find(' ').unwrap_or(rest.len()),
        Some(quoted) => {
            // A quote within the name is written twice.
            let mut at = 0;
            while let Some(next) = quoted[at..].find('"') {
                at += next + 1;
                if !quoted[at..].starts_with('"') {
                    break;
                }
                at += 1;
            }
            at + 1
        }
    };
    bare(&rest[end..]).to_owned()
}

const ENTITIES: &str = "\
WITH wanted AS (
    SELECT oid, nspname FROM pg_catalog.pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
        AND nspname = coalesce($1, nspname::text)
), owned AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
)
SELECT kind, concat(catalog, ':', id), schema, name, definition, extra, flag, shape, rights FROM (
    SELECT CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized_view' END AS kind,
        'pg_class' AS catalog, c.oid AS id, n.nspname::text AS schema, c.relname::text AS name,
        pg_catalog.pg_get_viewdef(c.oid) AS definition, NULL AS extra,
        c.relispopulated AS flag, (SELECT array_agg(concat(a.attname, ' ',
            pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS shape,
        ARRAY(SELECT concat(g.attname, chr(31), 'GRANT ', string_agg(DISTINCT g.privilege, ', '),
            ' ON ', pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname),
            ' TO ', coalesce(pg_catalog.quote_ident(r.rolname), 'PUBLIC'),
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END)
            FROM (SELECT NULL AS attname, x.grantee, x.is_grantable, x.privilege_type AS privilege
                FROM pg_catalog.aclexplode(c.relacl) AS x
                UNION ALL
                SELECT a.attname, x.grantee, x.is_grantable,
                    concat(x.privilege_type, ' (', pg_catalog.quote_ident(a.attname), ')')
                FROM pg_catalog.pg_attribute AS a, pg_catalog.aclexplode(a.attacl) AS x
                WHERE a.attrelid = c.oid AND NOT a.attisdropped) AS g
            LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = g.grantee
            WHERE g.grantee <> c.relowner AND (g.grantee = 0 OR r.oid IS NOT NULL)
            GROUP BY g.attname, r.rolname, g.is_grantable
            ORDER BY g.attname NULLS FIRST, r.rolname, g.is_grantable) AS rights
    FROM pg_catalog.pg_class AS c JOIN wanted AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm')
    UNION ALL
    SELECT 'function', 'pg_proc', p.oid, n.nspname::text, p.proname::text,
        pg_catalog.pg_get_functiondef(p.oid), pg_catalog.pg_get_function_arguments(p.oid), false,
        ARRAY[pg_catalog.oidvectortypes(p.proargtypes), pg_catalog.pg_get_function_result(p.oid),
            pg_catalog.pg_get_function_identity_arguments(p.oid)],
        ARRAY(SELECT concat(chr(31), CASE WHEN g.grantee IS NULL THEN 'REVOKE ALL'
            ELSE 'GRANT EXECUTE' END, ' ON FUNCTION ', pg_catalog.quote_ident(n.nspname), '.',
            pg_catalog.quote_ident(p.proname), '(', pg_catalog.oidvectortypes(p.proargtypes), ')',
            CASE WHEN g.grantee IS NULL THEN ' FROM ' ELSE ' TO ' END,
            coalesce(pg_catalog.quote_ident(r.rolname), 'PUBLIC'),
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END)
            FROM (SELECT DISTINCT x.grantee, x.is_grantable
                FROM pg_catalog.aclexplode(p.proacl) AS x
                UNION ALL
                SELECT NULL, false WHERE p.proacl IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM pg_catalog.aclexplode(p.proacl) AS x WHERE x.grantee = 0)) AS g
            LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = g.grantee
            WHERE g.grantee IS NULL OR (g.grantee <> p.proowner
                AND (g.grantee = 0 OR r.oid IS NOT NULL))
            ORDER BY g.grantee IS NULL DESC, r.rolname, g.is_grantable)
    FROM pg_catalog.pg_proc AS p JOIN wanted AS n ON n.oid = p.pronamespace
    WHERE p.prokind = 'f'
    UNION ALL
    SELECT 'trigger', 'pg_trigger', g.oid, n.nspname::text, g.tgname::text,
        pg_catalog.pg_get_triggerdef(g.oid),
        concat(pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname)),
        g.tgconstraint <> 0, NULL, NULL
    FROM pg_catalog.pg_trigger AS g JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid
    JOIN wanted AS n ON n.oid = c.relnamespace
    WHERE NOT g.tgisinternal AND g.tgparentid = 0
    UNION ALL
    SELECT 'extension', 'pg_extension', x.oid, n.nspname::text, x.extname::text, NULL, NULL, false,
        NULL, NULL
    FROM pg_catalog.pg_extension AS x JOIN pg_catalog.pg_namespace AS n ON n.oid = x.extnamespace
    WHERE n.nspname <> 'pg_catalog' AND n.nspname = coalesce($1, n.nspname::text)
) AS found
WHERE NOT EXISTS (SELECT 1 FROM owned WHERE owned.classid::regclass::text = found.catalog
    AND owned.objid = found.id)
ORDER BY kind, schema, name, extra";

const DEPENDENCIES: &str = "\
SELECT DISTINCT dependent, concat(target::text, ':', refobjid), coalesce(n.nspname, '')::text,
    coalesce(c.relname, '')::text, a.attname::text
FROM (
    SELECT CASE WHEN r.oid IS NULL THEN concat(d.classid::regclass::text, ':', d.objid)
        ELSE concat('pg_class:', r.ev_class) END AS dependent,
        d.refclassid::regclass AS target, d.refobjid, d.refobjsubid
    FROM pg_catalog.pg_depend AS d
    LEFT JOIN pg_catalog.pg_rewrite AS r
        ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
    WHERE d.classid IN ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_proc'::regclass,
            'pg_catalog.pg_trigger'::regclass)
        AND d.refclassid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass)
        AND d.deptype IN ('n', 'a') AND d.refobjid >= 16384
) AS found
LEFT JOIN pg_catalog.pg_class AS c
    ON found.target = 'pg_catalog.pg_class'::regclass AND c.oid = found.refobjid
LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attribute AS a
    ON a.attrelid = c.oid AND a.attnum = found.refobjsubid AND found.refobjsubid > 0
WHERE dependent <> concat(target::text, ':', refobjid)
ORDER BY 1, 2, 5";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_name_is_found_whatever_the_name() {
        for (text, expected) in [
            ("CREATE TRIGGER t BEFORE INSERT ON public.u EXECUTE FUNCTION f()", "BEFORE"),
            ("CREATE CONSTRAINT TRIGGER \"a \"\"b\" AFTER INSERT ON public.u", "AFTER"),
        ] {
            let found = of_trigger(text);
            assert!(found.starts_with(expected), "{found}");
        }
        let text = "CREATE OR REPLACE FUNCTION public.f(a text DEFAULT ')'::text)\n RETURNS text\n \
                    LANGUAGE sql\nAS $function$ select a $function$\n";
        assert_eq!(
            after_arguments(text, "a text DEFAULT ')'::text"),
            "returns text\n LANGUAGE sql\nAS $function$ select a $function$"
        );
    }
}
