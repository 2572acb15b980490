//! What DDL does only on a live connection, and where it does better than Alembic on purpose.

use limbeck_core::{
    ddl::{
        Action, DdlContext, DdlError, Output,
        batch::{self, Source},
        emit,
    },
    dialect::{Backend, Dialect},
    ops::{BatchAlterTable, Operation},
    schema::Table,
    statement::Value,
};
use serde_json::{Value as Json, json};

fn dialect(backend: Backend) -> Dialect {
    Dialect { server_version: Some((15, 0, 0)), ..Dialect::new(backend, None) }
}

fn context(dialect: &Dialect) -> DdlContext<'_> {
    DdlContext { dialect, naming_convention: None, offline: false, literal_binds: false }
}

fn actions(backend: Backend, operation: Json) -> Result<Vec<Action>, DdlError> {
    let dialect = dialect(backend);
    let operation: Operation = serde_json::from_value(operation).unwrap();
    let mut out = Output::new();
    emit(&operation, &context(&dialect), &mut out)?;
    Ok(out.actions)
}

/// The statements and warnings of a batch on a reflected SQLite table.
fn batch(source: Json, operations: Json) -> (Vec<String>, Vec<String>) {
    let dialect = dialect(Backend::Sqlite);
    let table: Table = serde_json::from_value(source).unwrap();
    let alter: BatchAlterTable = serde_json::from_value(
        json!({ "table": "t", "recreate": "always", "operations": operations }),
    )
    .unwrap();
    let mut out = Output::new();
    let source = Source { table: &table, reflected: true };
    batch::emit(&alter, Some(source), &context(&dialect), &mut out).unwrap();
    let (mut statements, mut warnings) = (Vec::new(), Vec::new());
    for action in out.actions {
        match action {
            Action::Run(statement) => statements.push(statement.sql),
            Action::Guard { statements: guarded, .. } => {
                statements.extend(guarded.into_iter().map(|statement| statement.sql));
            }
            Action::Warn(message) => warnings.push(message),
            action => panic!("{action:?}"),
        }
    }
    (statements, warnings)
}

fn table(column: Json, constraints: Json, indexes: Json) -> Json {
    json!({
        "name": "t",
        "columns": [{ "name": "id", "type": { "type": "Integer" } }, column,
                    { "name": "z", "type": { "type": "Integer" } }],
        "constraints": constraints,
        "indexes": indexes,
    })
}

#[test]
fn a_type_is_created_only_where_there_is_none() {
    let create =
        json!({ "op": "create_enum", "name": "mood", "values": ["a"], "if_not_exists": true });
    let actions = actions(Backend::Postgresql, create).unwrap();
    let [Action::RunIf { query, exists: false, then }] = actions.as_slice() else {
        panic!("{actions:?}")
    };
    assert_eq!(then.sql, "CREATE TYPE mood AS ENUM ('a')");
    assert_eq!(query.params, [Value::Text("mood".into())]);
}

#[test]
fn rows_share_one_statement() {
    let insert = json!({
        "op": "bulk_insert", "multiinsert": true,
        "table": { "name": "t", "columns": [
            { "name": "a", "type": { "type": "Integer" } }, { "name": "b", "type": { "type": "Text" } },
        ] },
        "rows": [{ "b": "x", "a": 1 }, { "a": 2, "b": null, "c": 5 }],
    });
    let actions = actions(Backend::Sqlite, insert.clone()).unwrap();
    let [Action::RunEach { sql, rows }] = actions.as_slice() else { panic!("{actions:?}") };
    assert_eq!(sql, "INSERT INTO t (a, b) VALUES (?, ?)");
    assert_eq!(rows[0], [Value::Int(1), Value::Text("x".into())]);
    assert_eq!(rows[1], [Value::Int(2), Value::Null]);

    let mut lacking = insert;
    lacking["rows"][1] = json!({ "a": 2 });
    let error = self::actions(Backend::Sqlite, lacking).unwrap_err();
    assert_eq!(error, DdlError::MissingValue { column: "b".into(), row: 1 });
}

#[test]
fn a_failed_copy_leaves_no_table_behind() {
    let dialect = dialect(Backend::Sqlite);
    let source: Table = serde_json::from_value(table(
        json!({ "name": "a", "type": { "type": "Text" } }),
        json!([]),
        json!([]),
    ))
    .unwrap();
    let alter: BatchAlterTable = serde_json::from_value(json!({
        "table": "t", "operations": [{ "op": "drop_column", "table": "t", "column": "a" }],
    }))
    .unwrap();
    let mut out = Output::new();
    let source = Source { table: &source, reflected: true };
    batch::emit(&alter, Some(source), &context(&dialect), &mut out).unwrap();
    let guard = out.actions.iter().find_map(|action| match action {
        Action::Guard { otherwise, .. } => Some(otherwise.sql.trim()),
        _ => None,
    });
    assert_eq!(guard, Some("DROP TABLE _alembic_tmp_t"));

    let unread = batch::emit(&alter, None, &context(&dialect), &mut out);
    assert_eq!(unread, Err(DdlError::ReflectionRequired { table: "t".into() }));
}

#[test]
fn an_unnamed_check_stays_while_its_columns_do() {
    let check = json!([{ "kind": "check", "condition": { "expr": "text", "sql": "a > 0" } }]);
    let column = json!({ "name": "a", "type": { "type": "Integer" } });
    let source = table(column, check, json!([]));
    let (kept, warnings) =
        batch(source.clone(), json!([{ "op": "drop_column", "table": "t", "column": "z" }]));
    assert!(kept[0].contains("CHECK (a > 0)"), "{}", kept[0]);
    assert!(warnings.is_empty());
    let (lost, warnings) =
        batch(source, json!([{ "op": "drop_column", "table": "t", "column": "a" }]));
    assert!(!lost[0].contains("CHECK"), "{}", lost[0]);
    assert_eq!(warnings.len(), 1);
}

#[test]
fn an_expression_index_is_made_again() {
    let index = json!([{ "name": "ix", "table": "t",
        "elements": [{ "expr": { "expr": "text", "sql": "lower(a)" } }] }]);
    let column = json!({ "name": "a", "type": { "type": "Text" } });
    let source = table(column, json!([]), index);
    let (statements, _) =
        batch(source.clone(), json!([{ "op": "drop_column", "table": "t", "column": "z" }]));
    assert_eq!(statements.last().map(String::as_str), Some("CREATE INDEX ix ON t (lower(a))"));
    let (statements, warnings) =
        batch(source, json!([{ "op": "drop_column", "table": "t", "column": "a" }]));
    assert!(!statements.iter().any(|sql| sql.contains("INDEX")), "{statements:?}");
    assert_eq!(warnings.len(), 1);
}

#[test]
fn generated_columns_are_not_copied() {
    let column = json!({ "name": "a", "type": { "type": "Integer" },
        "computed": { "expr": { "expr": "text", "sql": "id * 2" }, "persisted": true } });
    let (statements, _) = batch(
        table(column, json!([]), json!([])),
        json!([{ "op": "drop_column", "table": "t", "column": "z" }]),
    );
    assert_eq!(statements[1], "INSERT INTO _alembic_tmp_t (id) SELECT t.id \nFROM t");
}

#[test]
fn old_postgresql_servers_store_computed_columns() {
    let add = json!({ "op": "add_column", "table": "t", "column": { "name": "a",
        "type": { "type": "Integer" }, "computed": { "expr": { "expr": "text", "sql": "1" } } } });
    let actions = actions(Backend::Postgresql, add).unwrap();
    let [Action::Run(statement)] = actions.as_slice() else { panic!("{actions:?}") };
    assert_eq!(statement.sql, "ALTER TABLE t ADD COLUMN a INTEGER GENERATED ALWAYS AS (1) STORED");
}
