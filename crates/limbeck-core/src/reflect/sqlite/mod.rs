//! SQLite's catalog: its table-valued pragmas, and the SQL that tables were made with.

mod definition;
mod dependents;
mod types;

use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use self::definition::{Definition, parse_index, parse_table};
pub use self::dependents::{Dependent, dependents};
pub(crate) use self::types::parse_type;
use super::{
    ReflectedTable, Run, Scope, What,
    facts::{
        ReflectedColumn, ReflectedComputed, ReflectedForeignKey, ReflectedIndex,
        ReflectedIndexElement, ReflectedPrimaryKey,
    },
    row::{Row, text},
};
use crate::{
    dialect::Dialect,
    statement::{DatabaseError, Statement, Value},
};

type Tables = IndexMap<String, (ReflectedTable, Definition)>;

/// See [`has_table`](super::has_table).
pub(super) fn has_table(table: &str, schema: Option<&str>) -> Statement {
    let sql = match schema {
        // What only exists for this connection is found too, as by SQLAlchemy.
        None => "SELECT 1 FROM (SELECT * FROM sqlite_master UNION ALL \
                 SELECT * FROM sqlite_temp_master) WHERE type IN ('table', 'view') \
                 AND name = ? COLLATE NOCASE"
            .to_owned(),
        Some(schema) => format!(
            "SELECT 1 FROM {}.sqlite_master WHERE type IN ('table', 'view') \
             AND name = ? COLLATE NOCASE",
            quote(schema)
        ),
    };
    Statement::with_params(sql, vec![text(table)])
}

/// Everything about the tables of `scope`.
pub(super) fn tables(
    dialect: &Dialect,
    scope: Scope<'_>,
    run: &mut Run<'_>,
) -> Result<Vec<ReflectedTable>, DatabaseError> {
    let master = Master::new(scope);
    let mut tables = listed(&master, scope, run)?;
    if tables.values().any(|(table, _)| table.is_virtual) {
        mark_shadows(dialect, scope, &mut tables, run)?;
    }
    read_columns(&master, &mut tables, run)?;
    read_foreign_keys(&master, &mut tables, run)?;
    read_indexes(&master, &mut tables, run)?;
    Ok(tables.into_values().map(finish).collect())
}

/// The rows of `sqlite_master` that are asked about, as `m`.
struct Master {
    from: String,
    condition: String,
    params: Vec<Value>,
    /// The second argument of the pragmas, which a schema needs.
    argument: String,
}

impl Master {
    fn new(scope: Scope<'_>) -> Self {
        let schema = scope.schema.unwrap_or("main");
        let from = match scope.schema {
            None if scope.tables.is_some() => {
                "(SELECT * FROM sqlite_master UNION ALL SELECT * FROM sqlite_temp_master) AS m"
                    .to_owned()
            }
            _ => format!("{}.sqlite_master AS m", quote(schema)),
        };
        let kinds = if scope.views { "'table', 'view'" } else { "'table'" };
        let mut condition =
            format!("m.type IN ({kinds}) AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~'");
        let mut params = Vec::new();
        if let Some(tables) = scope.tables {
            let marks = vec!["?"; tables.len()].join(", ");
            condition.push_str(&format!(" AND m.name COLLATE NOCASE IN ({marks})"));
            params.extend(tables.iter().map(|name| text(name)));
        }
        let argument = match scope.schema {
            Some(schema) => format!(", '{}'", schema.replace('\'', "''")),
            None => String::new(),
        };
        Master { from, condition, params, argument }
    }

    fn rows(
        &self,
        columns: &str,
        joins: &str,
        order: &str,
        run: &mut Run<'_>,
    ) -> Result<Vec<Row>, DatabaseError> {
        let Master { from, condition, params, argument } = self;
        let joins = joins.replace("ARGUMENT", argument);
        let sql =
            format!("SELECT {columns} FROM {from} {joins} WHERE {condition} ORDER BY {order}");
        let rows = run.ask(&Statement::with_params(sql, params.clone()))?.rows;
        Ok(rows.into_iter().map(Row::new).collect())
    }
}

fn listed(master: &Master, scope: Scope<'_>, run: &mut Run<'_>) -> Result<Tables, DatabaseError> {
    let mut tables = Tables::new();
    for mut row in master.rows("m.name, m.type, m.sql", "", "m.name", run)? {
        let (name, kind, sql) = (row.text(), row.text(), row.text());
        let definition = match kind.as_str() {
            "table" => parse_table(&sql),
            _ => Definition::default(),
        };
        let mut table = ReflectedTable {
            name: asked_name(&name, scope),
            schema: scope.schema.map(str::to_owned),
            ..ReflectedTable::default()
        };
        table.is_virtual = is_virtual(&sql);
        if definition.without_rowid {
            table.options.insert("sqlite_with_rowid".to_owned(), false.into());
        }
        if definition.strict {
            table.options.insert("sqlite_strict".to_owned(), true.into());
        }
        tables.insert(name, (table, definition));
    }
    Ok(tables)
}

fn is_virtual(sql: &str) -> bool {
    let mut words = sql.split_ascii_whitespace();
    ["CREATE", "VIRTUAL"]
        .iter()
        .all(|word| words.next().is_some_and(|it| it.eq_ignore_ascii_case(word)))
}

/// Marks the tables that virtual ones keep their rows in.
fn mark_shadows(
    dialect: &Dialect,
    scope: Scope<'_>,
    tables: &mut Tables,
    run: &mut Run<'_>,
) -> Result<(), DatabaseError> {
    // Older ones do not tell.
    if !dialect.is_at_least((3, 37, 0)) {
        return Ok(());
    }
    let sql = "SELECT name FROM pragma_table_list WHERE schema = ? AND type = 'shadow'";
    let schema = text(scope.schema.unwrap_or("main"));
    for row in run.ask(&Statement::with_params(sql, vec![schema]))?.rows {
        if let Some((table, _)) = tables.get_mut(&Row::new(row).text()) {
            table.is_virtual = true;
        }
    }
    Ok(())
}

// SQLite finds a table in any case, and the caller looks for the name that it used.
fn asked_name(name: &str, scope: Scope<'_>) -> String {
    let asked = scope.tables.unwrap_or_default();
    asked.iter().find(|asked| asked.eq_ignore_ascii_case(name)).map_or(name, |name| name).to_owned()
}

fn read_columns(
    master: &Master,
    tables: &mut Tables,
    run: &mut Run<'_>,
) -> Result<(), DatabaseError> {
    let columns = "m.name, p.name, p.type, p.\"notnull\", p.dflt_value, p.pk, p.hidden";
    let joins = "JOIN pragma_table_xinfo(m.name ARGUMENT) AS p";
    for mut row in master.rows(columns, joins, "m.name, p.cid", run)? {
        let Some((table, definition)) = tables.get_mut(&row.text()) else { continue };
        let (name, type_text, not_null) = (row.text(), row.text(), row.int() != 0);
        let (default, place, hidden) = (row.optional(), row.int(), row.int());
        // 1: a virtual table's own; 2 and 3: generated, virtual and stored.
        if hidden == 1 {
            continue;
        }
        let known = definition.column(&name);
        let computed = (hidden >= 2).then(|| ReflectedComputed {
            sql: known.and_then(|known| known.generated.clone()).unwrap_or_default(),
            persisted: hidden == 3,
        });
        table.columns.push(ReflectedColumn {
            type_: types::parse_type(&type_text).into(),
            nullable: !not_null,
            default: default.filter(|_| computed.is_none()),
            computed,
            identity: None,
            autoincrement: known.is_some_and(|known| known.autoincrement),
            inherited: false,
            from_domain: Default::default(),
            primary_key: place,
            comment: None,
            collation: known.and_then(|known| known.collation.clone()),
            name,
            type_text,
        });
    }
    Ok(())
}

fn read_foreign_keys(
    master: &Master,
    tables: &mut Tables,
    run: &mut Run<'_>,
) -> Result<(), DatabaseError> {
    let columns = "m.name, p.id, p.\"table\", p.\"from\", p.\"to\", p.on_update, p.on_delete";
    let joins = "JOIN pragma_foreign_key_list(m.name ARGUMENT) AS p";
    // The catalog numbers the keys from the last to the first.
    let rows = master.rows(columns, joins, "m.name, p.id DESC, p.seq", run)?;
    let mut last = None;
    let mut implicit: Vec<(String, usize)> = Vec::new();
    for mut row in rows {
        let name = row.text();
        let id = row.int();
        let Some((table, _)) = tables.get_mut(&name) else { continue };
        let (referred, from, to) = (row.text(), row.text(), row.optional());
        let (on_update, on_delete) = (row.text(), row.text());
        if last != Some((name.clone(), id)) {
            last = Some((name.clone(), id));
            if to.is_none() {
                implicit.push((name, table.foreign_keys.len()));
            }
            table.foreign_keys.push(ReflectedForeignKey {
                referred_schema: table.schema.clone(),
                referred_table: referred,
                onupdate: Some(on_update).filter(|action| action != "NO ACTION"),
                ondelete: Some(on_delete).filter(|action| action != "NO ACTION"),
                ..ReflectedForeignKey::default()
            });
        }
        if let Some(key) = table.foreign_keys.last_mut() {
            key.columns.push(from);
            key.referred_columns.extend(to);
        }
    }
    name_implicit_columns(master, tables, &implicit, run)
}

// `REFERENCES parent` means the parent's primary key.
fn name_implicit_columns(
    master: &Master,
    tables: &mut Tables,
    implicit: &[(String, usize)],
    run: &mut Run<'_>,
) -> Result<(), DatabaseError> {
    for (name, place) in implicit {
        let Some((table, _)) = tables.get_mut(name) else { continue };
        let key = &mut table.foreign_keys[*place];
        let sql = format!(
            "SELECT name FROM pragma_table_info(?{}) WHERE pk > 0 ORDER BY pk",
            master.argument
        );
        let rows = run.ask(&Statement::with_params(sql, vec![text(&key.referred_table)]))?.rows;
        key.referred_columns = rows.into_iter().map(|row| Row::new(row).text()).collect();
        if key.referred_columns.is_empty() {
            key.referred_columns = key.columns.clone();
        }
    }
    Ok(())
}

fn read_indexes(
    master: &Master,
    tables: &mut Tables,
    run: &mut Run<'_>,
) -> Result<(), DatabaseError> {
    let columns = "m.name, l.name, l.\"unique\", l.origin, i.sql, x.name, x.\"desc\", x.coll";
    let joins = "JOIN pragma_index_list(m.name ARGUMENT) AS l \
                 JOIN pragma_index_xinfo(l.name ARGUMENT) AS x ON x.key = 1 \
                 LEFT JOIN (SELECT name, sql, type FROM SCHEMA) AS i \
                 ON i.type = 'index' AND i.name = l.name";
    let joins = joins.replace("SCHEMA", &master.index_source());
    for mut row in master.rows(columns, &joins, "m.name, l.name, x.seqno", run)? {
        let Some((table, _)) = tables.get_mut(&row.text()) else { continue };
        let (name, unique, origin, sql) = (row.text(), row.int() != 0, row.text(), row.optional());
        let (column, descending, _) = (row.optional(), row.int() != 0, row.optional());
        // What a PRIMARY KEY or UNIQUE brings is told by the constraint.
        if origin == "pk" || origin == "u" {
            continue;
        }
        let parsed = sql.map(|sql| parse_index(&sql)).unwrap_or_default();
        if table.indexes.last().is_none_or(|last| last.name != name) {
            table.indexes.push(ReflectedIndex {
                name,
                unique,
                condition: parsed.condition.clone(),
                ..ReflectedIndex::default()
            });
        }
        if let Some(index) = table.indexes.last_mut() {
            let written = parsed.elements.get(index.elements.len());
            let is_expression = column.is_none();
            index.elements.push(ReflectedIndexElement {
                text: match column {
                    Some(column) => column,
                    None => written.map(|written| written.text.clone()).unwrap_or_default(),
                },
                is_expression,
                sorting: if descending { vec!["desc"] } else { Vec::new() },
                operator_class: None,
                collation: written.and_then(|written| written.collation.clone()),
                ..ReflectedIndexElement::default()
            });
        }
    }
    Ok(())
}

impl Master {
    fn index_source(&self) -> String {
        let table = self.from.trim_end_matches(" AS m");
        table.to_owned()
    }
}

/// Puts what the table's SQL says beside what the pragmas said.
fn finish((mut table, definition): (ReflectedTable, Definition)) -> ReflectedTable {
    let mut keys: Vec<(i64, String)> = table
        .columns
        .iter()
        .filter(|column| column.primary_key > 0)
        .map(|column| (column.primary_key, column.name.clone()))
        .collect();
    keys.sort();
    if !keys.is_empty() {
        table.primary_key = Some(ReflectedPrimaryKey {
            name: definition.primary_key_name.clone(),
            columns: keys.into_iter().map(|(_, name)| name).collect(),
            ..ReflectedPrimaryKey::default()
        });
    }
    let mut written = definition.foreign_keys;
    for key in &mut table.foreign_keys {
        let found = written.iter().position(|written| {
            same_names(&written.columns, &key.columns)
                && written.referred_table.eq_ignore_ascii_case(&key.referred_table)
        });
        if let Some(found) = found {
            let written = written.remove(found);
            (key.name, key.deferrable) = (written.name, written.deferrable);
            (key.initially, key.is_inline) = (written.initially, written.is_inline);
        }
    }
    table.unique_constraints = definition.uniques;
    table.check_constraints = definition.checks;
    table
}

fn same_names(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

/// Questions that are not about the insides of tables.
pub(super) fn names(
    what: What,
    schema: Option<&str>,
    name: &str,
    run: &mut Run<'_>,
) -> Result<Json, DatabaseError> {
    let master = match (what, schema) {
        (What::TempTableNames | What::TempViewNames, _) => "sqlite_temp_master".to_owned(),
        (_, schema) => format!("{}.sqlite_master", quote(schema.unwrap_or("main"))),
    };
    let of_kind = |kind: &str| {
        format!(
            "SELECT name FROM {master} WHERE type = '{kind}' \
             AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
        )
    };
    let mut list = |sql: String| -> Result<Json, DatabaseError> {
        let rows = run.ask(&Statement::ddl(sql))?.rows;
        Ok(rows.into_iter().map(|row| json!(Row::new(row).text())).collect())
    };
    match what {
        What::TableNames | What::TempTableNames => list(of_kind("table")),
        What::ViewNames | What::TempViewNames => list(of_kind("view")),
        What::SchemaNames => {
            list("SELECT name FROM pragma_database_list WHERE name <> 'temp'".to_owned())
        }
        What::ViewDefinition => {
            let sql = format!("SELECT sql FROM {master} WHERE type = 'view' AND name = ?");
            let rows = run.ask(&Statement::with_params(sql, vec![text(name)]))?.rows;
            Ok(rows.into_iter().next().map_or(Json::Null, |row| Row::new(row).optional().into()))
        }
        What::HasSchema => {
            let schemas = list("SELECT name FROM pragma_database_list".to_owned())?;
            Ok(json!(schemas.as_array().is_some_and(|names| names.contains(&json!(name)))))
        }
        What::HasSequence | What::HasType => Ok(json!(false)),
        _ => Ok(json!([])),
    }
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
