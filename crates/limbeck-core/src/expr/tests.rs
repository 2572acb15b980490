//! Compilation from JSON, as scripts hand expressions over.

use super::{Executable, Expr, Mode, compile, compile_ddl, handle_compile};
use crate::dialect::{Backend, Dialect};
use serde_json::{Value as Json, json};

const ALL: [Backend; 4] = [Backend::Postgresql, Backend::Sqlite, Backend::Mysql, Backend::Mariadb];

/// The expression in DDL of PostgreSQL, SQLite, MySQL and MariaDB, or the error.
fn check_ddl(expr: Json, expected: [&str; 4]) {
    let expr: Expr = serde_json::from_value(expr).expect("an expression");
    for (backend, expected) in ALL.into_iter().zip(expected) {
        let text = compile_ddl(&expr, &Dialect::new(backend, None));
        assert_eq!(text.unwrap_or_else(|error| error.to_string()), expected, "{backend}");
    }
}

/// What is sent to PostgreSQL: the text and its values.
fn check_live(statement: Json, sql: &str, params: Json) {
    let statement: Executable = serde_json::from_value(statement).expect("a statement");
    let dialect = Dialect::new(Backend::Postgresql, Some("psycopg2"));
    let compiled =
        compile(&statement, &dialect, Mode::Live, &Default::default()).expect("compiles");
    let found: Vec<Json> = compiled.statement.params.iter().map(|value| value.to_json()).collect();
    assert_eq!((compiled.statement.sql.as_str(), json!(found)), (sql, params));
}

fn column(name: &str) -> Json {
    json!({ "expr": "column", "name": name, "table": "t" })
}

#[test]
fn ddl_has_literals_and_columns_without_their_table() {
    let five = json!({ "expr": "bind", "value": 5, "type": { "type": "Integer" } });
    let check = json!({ "expr": "and", "items": [
        { "expr": "binary", "op": "gt", "left": column("Age"), "right": five },
        { "expr": "binary", "op": "is_not", "left": column("b"), "right": { "expr": "null" } },
    ]});
    check_ddl(
        check,
        [
            "\"Age\" > 5 AND b IS NOT NULL",
            "\"Age\" > 5 AND b IS NOT NULL",
            "`Age` > 5 AND b IS NOT NULL",
            "`Age` > 5 AND b IS NOT NULL",
        ],
    );
}

#[test]
fn functions_and_constants_follow_the_dialect() {
    let now = json!({ "expr": "function", "name": ["now"] });
    check_ddl(now, ["now()", "CURRENT_TIMESTAMP", "now()", "now()"]);
    check_ddl(json!({ "expr": "true" }), ["true", "1", "true", "true"]);
    let next = json!({ "expr": "next_value", "sequence": "s" });
    let none = "Dialect 'sqlite' does not support sequence increments.";
    check_ddl(next, ["nextval('s')", none, "nextval(s)", "nextval(s)"]);
}

#[test]
fn text_keeps_its_colons_and_doubles_percent_for_the_driver() {
    let text = json!({ "expr": "text", "sql": "'a\\:b'::text LIKE '%'" });
    check_ddl(
        text,
        [
            "'a:b'::text LIKE '%%'",
            "'a:b'::text LIKE '%'",
            "'a:b'::text LIKE '%%'",
            "'a:b'::text LIKE '%%'",
        ],
    );
}

#[test]
fn live_text_has_numbered_placeholders_and_single_percent_signs() {
    check_live(
        json!({ "statement": "text", "sql": "SELECT :a, :b, :a WHERE x LIKE '%'", "binds": [
            { "key": "a", "value": 1 }, { "key": "b", "value": { "$date": "2024-01-02" } },
        ]}),
        "SELECT $1, $2, $1 WHERE x LIKE '%'",
        json!([1, { "$date": "2024-01-02" }]),
    );
}

#[test]
fn a_subquery_leaves_out_what_the_query_around_it_reads() {
    let table = |id: u64, name: &str| json!({ "from": "table", "id": id, "name": name });
    let inner = json!({
        "statement": "select",
        "columns": [{ "expr": "column", "name": "n", "table": "o", "from_id": 2 }],
        "from": [table(2, "o"), table(1, "t")],
        "where": [{
            "expr": "binary", "op": "eq",
            "left": { "expr": "column", "name": "t_id", "table": "o", "from_id": 2 },
            "right": { "expr": "column", "name": "id", "table": "t", "from_id": 1 },
        }],
    });
    check_live(
        json!({
            "statement": "select",
            "columns": [{ "expr": "subquery", "select": inner }],
            "from": [table(1, "t")],
        }),
        "SELECT (SELECT o.n \nFROM o \nWHERE o.t_id = t.id) AS anon_1 \nFROM t",
        json!([]),
    );
}

#[test]
fn an_insert_without_values_takes_its_columns_from_the_parameters() {
    let statement = json!({
        "statement": "insert", "source": "unset",
        "table": { "name": "t", "columns": [{ "name": "a" }, { "name": "b" }, { "name": "c" }] },
    });
    let request = json!({
        "element": statement, "mode": "live", "many": [{ "b": 1, "a": 2 }, { "b": 3, "a": 4 }],
        "dialect": { "name": "sqlite" },
    });
    let answer =
        handle_compile(request, &Dialect::new(Backend::Postgresql, None)).expect("compiles");
    assert_eq!(answer["sql"], "INSERT INTO t (a, b) VALUES (?, ?)");
    assert_eq!(answer["many"], json!([[2, 1], [4, 3]]));
}

#[test]
fn errors_are_sqlalchemys() {
    let update = json!({
        "statement": "update", "table": { "name": "t", "columns": [{ "name": "a" }] },
        "set": [[{ "expr": "column", "name": "nope" }, { "expr": "null" }]],
    });
    let request = json!({ "element": update, "dialect": { "name": "sqlite" } });
    let error = handle_compile(request, &Dialect::new(Backend::Sqlite, None)).expect_err("refused");
    assert_eq!(
        (error.class(), error.to_string().as_str()),
        ("CompileError", "Unconsumed column names: nope")
    );
}
