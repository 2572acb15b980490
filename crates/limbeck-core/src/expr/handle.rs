//! The request by which Python asks for a compilation, and its answer.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{
    Compiled, Executable, Expr, FromClause, Mode, ResultType, compile, compile_ddl, compile_expr,
};
use crate::{
    dialect::{Backend, CompileError, Dialect, Paramstyle},
    statement::{Statement, Value},
};

#[derive(Deserialize)]
struct Request {
    element: Json,
    #[serde(default)]
    dialect: Option<Speaker>,
    #[serde(default)]
    mode: Wanted,
    /// Whether lists of values are written out in text.
    #[serde(default)]
    expand: bool,
    /// Whether the text is wanted in the driver's paramstyle, too.
    #[serde(default)]
    shown: bool,
    #[serde(default)]
    params: Option<IndexMap<String, Value>>,
    #[serde(default)]
    many: Vec<IndexMap<String, Value>>,
}

/// A dialect as a request of Python names it.
#[derive(Deserialize)]
pub struct Speaker {
    name: Backend,
    #[serde(default)]
    driver: Option<String>,
    #[serde(default)]
    paramstyle: Option<String>,
    #[serde(default)]
    server_version: Option<Vec<u32>>,
    #[serde(default)]
    is_mariadb: bool,
    #[serde(default)]
    backslash_escapes: Option<bool>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    Live,
    #[default]
    Text,
    Literal,
    Ddl,
}

/// Answers `{"element": .., "dialect": {"name", "driver", "paramstyle", "server_version",
/// "is_mariadb", "backslash_escapes"},
/// "mode": "live" | "text" | "literal" | "ddl", "expand": bool, "params": {..}, "many": [..]}`.
///
/// `element` is a statement or an expression as [`Executable`] and [`Expr`] read them; without
/// `dialect` the run's own speaks. The answer is `{"sql", "params", "many", "positions",
/// "binds", "columns", "returns_rows"}`: `params` are the values in the order of the
/// placeholders, `many` the same for each entry of the request's `many`, `binds` the named
/// parameters with their values. `"shown": true` adds `shown`, the text that the driver would get.
///
/// # Errors
/// What [`compile`] refuses, or a message about a request that cannot be read.
pub fn handle_compile(request: Json, run: &Dialect) -> Result<Json, CompileError> {
    let request: Request = read(request)?;
    let dialect = match &request.dialect {
        Some(speaker) => speaker.dialect(),
        None => run.clone(),
    };
    if let Wanted::Ddl = request.mode {
        let expr: Expr = read(request.element)?;
        return Ok(json!({ "sql": compile_ddl(&expr, &dialect)? }));
    }
    let mode = match request.mode {
        Wanted::Live => Mode::Live,
        Wanted::Literal => Mode::Literal,
        _ => Mode::Text { expand: request.expand },
    };
    let compile_in =
        |element, mode| compiled(element, &dialect, mode, request.params.as_ref(), &request.many);
    let shown = match request.shown {
        true => Some(compile_in(request.element.clone(), Mode::Driver)?),
        false => None,
    };
    let mut answer = answer(&compile_in(request.element, mode)?, &request.many, &dialect)?;
    if let Some(shown) = shown {
        answer["shown"] = shown.statement.sql.into();
    }
    Ok(answer)
}

/// The statements that run what `{"element": .., "params": {..}, "many": [..]}` asks for: one,
/// or one for each entry of `many`.
///
/// # Errors
/// As [`handle_compile`].
///
/// ```
/// use limbeck_core::{dialect::{Backend, Dialect}, expr::handle_run};
/// use serde_json::json;
///
/// let text = json!({ "statement": "text", "sql": "DELETE FROM t WHERE a = :a", "binds": [] });
/// let request = json!({ "element": text, "many": [{ "a": 1 }, { "a": 2 }] });
/// let statements = handle_run(request, &Dialect::new(Backend::Sqlite, None))?;
/// assert_eq!(statements.len(), 2);
/// assert_eq!(statements[1].sql, "DELETE FROM t WHERE a = ?");
/// # Ok::<(), limbeck_core::dialect::CompileError>(())
/// ```
pub fn handle_run(request: Json, dialect: &Dialect) -> Result<Vec<Statement>, CompileError> {
    let request: Request = read(request)?;
    let many = &request.many;
    let compiled = compiled(request.element, dialect, Mode::Live, request.params.as_ref(), many)?;
    if many.is_empty() {
        return Ok(vec![compiled.statement]);
    }
    let sql = &compiled.statement.sql;
    many.iter()
        .enumerate()
        .map(|row| Ok(Statement::with_params(sql, row_params(&compiled, row, dialect)?)))
        .collect()
}

/// What a request without several sets of values asks for.
pub(super) fn compile_once(request: Json, dialect: &Dialect) -> Result<Compiled, CompileError> {
    let request: Request = read(request)?;
    compiled(request.element, dialect, Mode::Live, request.params.as_ref(), &[])
}

fn compiled(
    element: Json,
    dialect: &Dialect,
    mode: Mode,
    params: Option<&IndexMap<String, Value>>,
    many: &[IndexMap<String, Value>],
) -> Result<Compiled, CompileError> {
    let none = IndexMap::new();
    let params = params.or(many.first()).unwrap_or(&none);
    let has = |key: &str| element.get(key).is_some();
    let (live, statement) = (mode == Mode::Live, has("statement"));
    match (statement, has("expr"), live) {
        (true, ..) => compile(&read(element)?, dialect, mode, params),
        (false, true, true) => {
            let operand = Box::new(read(element)?);
            compile(&Executable::Expression { operand }, dialect, mode, params)
        }
        (false, true, false) => compile_expr(&read(element)?, dialect, mode, params),
        (false, false, _) => {
            super::compiler::compile_from(&read::<FromClause>(element)?, dialect, mode, params)
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(json: Json) -> Result<T, CompileError> {
    serde_json::from_value(json).map_err(|error| {
        CompileError::Message(format!("this construct cannot be read as SQL: {error}"))
    })
}

impl Speaker {
    /// The dialect that is named.
    pub fn dialect(&self) -> Dialect {
        let mut dialect = Dialect::new(self.name, self.driver.as_deref());
        if let Some(style) = &self.paramstyle {
            dialect.paramstyle = match style.as_str() {
                "named" => Paramstyle::Named,
                "qmark" => Paramstyle::Qmark,
                "format" => Paramstyle::Format,
                "numeric_dollar" => Paramstyle::NumericDollar,
                _ => Paramstyle::Pyformat,
            };
        }
        let part = |parts: &[u32], at: usize| parts.get(at).copied().unwrap_or(0);
        dialect.server_version = self
            .server_version
            .as_ref()
            .map(|parts| (part(parts, 0), part(parts, 1), part(parts, 2)));
        dialect.is_mariadb |= self.is_mariadb;
        dialect.backslash_escapes = self.backslash_escapes.unwrap_or(dialect.backslash_escapes);
        dialect
    }
}

fn answer(
    compiled: &Compiled,
    many: &[IndexMap<String, Value>],
    dialect: &Dialect,
) -> Result<Json, CompileError> {
    let params: Vec<Json> = compiled.statement.params.iter().map(passed).collect();
    let binds: Vec<Json> = compiled
        .binds
        .iter()
        .map(|bind| {
            json!({
                "name": bind.name,
                "value": bind.value.as_ref().map(Value::to_json),
                "given": bind.value.is_some(),
                "required": bind.required,
                "type": bind.type_,
            })
        })
        .collect();
    let columns: Vec<Json> = compiled
        .columns
        .iter()
        .map(|(name, type_)| json!({ "name": name, "type": type_ }))
        .collect();
    let rows = many
        .iter()
        .enumerate()
        .map(|row| Ok(row_params(compiled, row, dialect)?.iter().map(passed).collect()))
        .collect::<Result<Vec<Vec<Json>>, CompileError>>()?;
    Ok(json!({
        "sql": compiled.statement.sql,
        "params": params,
        "many": rows,
        "positions": compiled.positions,
        "binds": binds,
        "columns": columns,
        "returns_rows": match compiled.returns_rows {
            ResultType::Rows => Some(true),
            ResultType::None => Some(false),
            ResultType::Unknown => None,
        },
    }))
}

/// A value in a form that Python hands back as it got it: a document keeps its mark, without
/// which a list would come back as an array and a text as itself.
fn passed(value: &Value) -> Json {
    match value {
        Value::Json(_) => json!({ "$json": value.to_json() }),
        Value::Array(items) => items.iter().map(passed).collect(),
        other => other.to_json(),
    }
}

/// The values of one row of several, where a missing one keeps the statement's own value.
fn row_params(
    compiled: &Compiled,
    (place, row): (usize, &IndexMap<String, Value>),
    dialect: &Dialect,
) -> Result<Vec<Value>, CompileError> {
    let names = compiled.positions.iter().zip(&compiled.statement.params);
    names
        .map(|(name, own)| match row.get(name) {
            Some(value) => Ok(dialect.stored(value, compiled.type_of(name))),
            None => {
                let bind = compiled.binds.iter().find(|bind| bind.name == *name);
                let required = bind.is_some_and(|bind| bind.required);
                match required {
                    true if place > 0 => Err(CompileError::Message(format!(
                        "A value is required for bind parameter '{name}', in parameter group {place}"
                    ))),
                    true => Err(super::finish::required(name)),
                    false => Ok(own.clone()),
                }
            }
        })
        .collect()
}
