//! Whether two server defaults differ.

use super::{
    DiffError, DoubtKind, Hooks,
    columns::{Comparison, generator, plain_default},
    context::Run,
    normalise::Subject,
    notice,
};
use crate::{
    dialect::{Backend, CompileError, Dialect},
    expr::{Expr, compile_ddl},
    ops::Change,
    schema::{Column, ServerDefault, Type},
    statement::{Statement, Value},
};

/// The script's `compare_server_default`; true where nothing is left to compare.
pub(super) fn compare_by_script<H: Hooks>(
    run: &mut Run<'_, H>,
    found: &mut Comparison<'_>,
) -> Result<bool, H::Error> {
    let pair = found.pair;
    let (old, new) = (generator(pair.database), generator(pair.model));
    if old.is_none() && new.is_none() {
        return Ok(false);
    }
    found.alter.existing_server_default = Change::To { to: old };
    if run.hooks.compares_server_defaults() {
        let dialect = run.options.dialect;
        let old = database_text(pair.database);
        let new = model_text(pair.model, dialect).map_err(DiffError::from)?;
        let answer = run.hooks.compare_server_default(pair, old.as_deref(), new.as_deref())?;
        if answer == Some(true) {
            found.set_default(generator(pair.model));
            let line = format!(
                "User defined function detected server default on column '{}'",
                found.place
            );
            run.log(notice::DEFAULTS, line);
        }
        return Ok(answer.is_some());
    }
    Ok(!run.options.compare_server_default && !run.options.is_full())
}

/// The dialect's own comparison.
pub(super) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    found: &mut Comparison<'_>,
) -> Result<(), H::Error> {
    let pair = found.pair;
    let special = |column: &Column| {
        column.identity.is_some()
            || column.computed.is_some()
            || column.server_default == Some(ServerDefault::Fetched)
    };
    let none = plain_default(pair.database).is_none() && plain_default(pair.model).is_none();
    if none || special(pair.database) || special(pair.model) {
        return Ok(());
    }
    let dialect = run.options.dialect;
    let mut old = database_text(pair.database);
    let mut new = model_text(pair.model, dialect).map_err(DiffError::from)?;
    if run.options.is_full() {
        old = old.filter(|text| !is_null(text));
        new = new.filter(|text| !(is_expression(pair.model) && is_null(text)));
        if old.is_none() && new.is_none() {
            return Ok(());
        }
    }
    let differs = match settled(run, found, old.as_deref()) {
        Some(differs) => differs,
        None => match dialect.backend {
            Backend::Postgresql => differ_on_postgresql(run, found, old, new)?,
            Backend::Sqlite => unwrapped(old) != unwrapped(new),
            Backend::Mysql | Backend::Mariadb => differ_on_mysql(found, old, new),
        },
    };
    if differs {
        found.set_default(generator(pair.model));
        let name = match dialect.backend {
            Backend::Postgresql => "postgresql.PostgresqlImpl",
            Backend::Sqlite => "sqlite.SQLiteImpl",
            Backend::Mysql => "mysql.MySQLImpl",
            Backend::Mariadb => "mysql.MariaDBImpl",
        };
        let place = &found.place;
        let line = format!(
            "Dialect impl <alembic.ddl.{name}> detected server default on column '{place}'"
        );
        run.log(notice::DEFAULTS, line);
    }
    Ok(())
}

fn is_expression(column: &Column) -> bool {
    matches!(column.server_default, Some(ServerDefault::Expr(_)))
}

/// Whether a default says no more than what holds without one.
fn is_null(text: &str) -> bool {
    let value = text.split("::").next().unwrap_or_default();
    value.trim_matches(['(', ')', ' ']).eq_ignore_ascii_case("null")
}

/// What the database itself says of the two texts, where it has been asked.
fn settled<H: Hooks>(run: &Run<'_, H>, found: &Comparison<'_>, old: Option<&str>) -> Option<bool> {
    let subject =
        Subject::of(found.pair.model_table, DoubtKind::Default, &found.pair.model.name.name);
    let normal = run.options.normalised?.get(&subject)?;
    Some(old != Some(normal))
}

/// The default of a reflected column as the catalog has it.
pub(super) fn database_text(column: &Column) -> Option<String> {
    match plain_default(column)? {
        ServerDefault::Text(text) => Some(text.clone()),
        ServerDefault::Expr(expr) => match &**expr {
            Expr::Text { sql, .. } => Some(sql.replace("\\:", ":")),
            _ => None,
        },
        ServerDefault::Fetched => None,
    }
}

/// The default of a model's column as DDL writes it, a plain text as it is.
pub(super) fn model_text(
    column: &Column,
    dialect: &Dialect,
) -> Result<Option<String>, CompileError> {
    match plain_default(column) {
        Some(ServerDefault::Text(text)) => Ok(Some(text.clone())),
        Some(ServerDefault::Expr(expr)) => compile_ddl(expr, dialect).map(Some),
        Some(ServerDefault::Fetched) | None => Ok(None),
    }
}

/// The server is asked, unless the texts settle it.
fn differ_on_postgresql<H: Hooks>(
    run: &mut Run<'_, H>,
    found: &Comparison<'_>,
    old: Option<String>,
    new: Option<String>,
) -> Result<bool, H::Error> {
    let column = found.pair.model;
    if column.primary_key && found.counts || old == new {
        return Ok(false);
    }
    let old =
        old.map(|text| match text.starts_with("nextval('") && text.ends_with("'::regclass)") {
            true => text.replace("::regclass", ""),
            false => text,
        });
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) if old != new => (old, new),
        (old, new) => return Ok(old != new),
    };
    let wanted = match &column.server_default {
        Some(ServerDefault::Text(_)) if !is_number(&found.pair.database.type_) => quoted(&new),
        _ => new,
    };
    let statement = Statement::ddl(format!("SELECT {old} = {wanted} AS anon_1"));
    match run.hooks.query(&statement)? {
        Ok(rows) => {
            let answer = rows.rows.first().and_then(|row| row.first());
            Ok(answer != Some(&Value::Bool(true)))
        }
        Err(error) if error.sqlstate.as_deref() == Some(INSUFFICIENT_PRIVILEGE) => {
            let schema = found.alter.schema.as_ref().map(|schema| format!("{}.", schema.name));
            run.warn(format!(
                "Not compared, since this role may not evaluate it ({}): the default of {}{}",
                error.message,
                schema.unwrap_or_default(),
                found.place
            ));
            Ok(false)
        }
        // What has no equality, json say, is different.
        Err(_) => Ok(true),
    }
}

const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// One pair of quotes around a text that may have it already.
fn quoted(text: &str) -> String {
    let text = text.strip_prefix('\'').unwrap_or(text);
    let text = text.strip_suffix('\'').unwrap_or(text);
    format!("'{}'", text.replace("''", "'").replace('\'', "''"))
}

fn is_number(type_: &Type) -> bool {
    let named = |name: &str| {
        matches!(name, "NUMERIC" | "DECIMAL" | "REAL" | "DOUBLE_PRECISION" | "FLOAT" | "DOUBLE")
    };
    match type_ {
        Type::Numeric(_) | Type::Float(_) | Type::Double(_) => true,
        Type::Sql(type_) | Type::Postgresql(type_) | Type::Mysql(type_) => named(&type_.name),
        _ => false,
    }
}

/// SQLite's defaults without the brackets and quotes around them.
fn unwrapped(text: Option<String>) -> Option<String> {
    let text = text?;
    let between = |text: &str, open: char, close: char| {
        let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inner.filter(|inner| !inner.is_empty() && !inner.contains('\n')).map(str::to_owned)
    };
    let text = between(&text, '(', ')').unwrap_or(text);
    let bare = text.strip_prefix('"').unwrap_or(&text);
    let bare = bare.strip_suffix('"').unwrap_or(bare);
    // The catalog doubles the quotes inside a text, the models do not.
    Some(between(bare, '\'', '\'').unwrap_or(text).replace("''", "'"))
}

fn differ_on_mysql(found: &Comparison<'_>, old: Option<String>, new: Option<String>) -> bool {
    let (database, model) = (found.pair.database, found.pair.model);
    let is_integer = is_integer(&model.type_);
    let quoted_zero = old.as_deref() == Some("'0'");
    if is_integer && database.primary_key && !found.counts && new.is_none() && quoted_zero {
        return false;
    }
    if old.is_some() && (is_number(&database.type_) || is_mysql_integer(&database.type_)) {
        if old.as_deref().map(bare_number) == new.as_deref().map(bare_number) {
            return false;
        }
    } else if let Some(new) =
        new.as_deref().filter(|new| !new.is_empty() && is_string(&model.type_))
    {
        let new = new.strip_prefix('\'').unwrap_or(new);
        let new = new.strip_suffix('\'').unwrap_or(new);
        return old != Some(format!("'{new}'"));
    }
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (Some(mut old), Some(mut new)) = (given(&old), given(&new)) else { return old != new };
    if let Some((value, update)) = on_update(&old) {
        match on_update(&new) {
            Some((wanted, other)) if other == update => (old, new) = (value, wanted),
            _ => return true,
        }
    }
    bare_expression(&old) != bare_expression(&new)
}

fn is_integer(type_: &Type) -> bool {
    matches!(type_, Type::Integer | Type::SmallInteger | Type::BigInteger)
        || is_mysql_integer(type_)
}

fn is_mysql_integer(type_: &Type) -> bool {
    let name = match type_ {
        Type::Sql(named) | Type::Mysql(named) => named.name.as_str(),
        _ => return false,
    };
    matches!(name, "INTEGER" | "BIGINT" | "SMALLINT" | "TINYINT" | "MEDIUMINT")
}

fn is_string(type_: &Type) -> bool {
    match type_ {
        Type::String(_) | Type::Text(_) | Type::Unicode(_) | Type::UnicodeText(_) => true,
        Type::Sql(named) | Type::Mysql(named) => {
            matches!(named.name.as_str(), "VARCHAR" | "CHAR" | "TEXT" | "NVARCHAR" | "NCHAR")
                || named.name.ends_with("TEXT")
        }
        _ => false,
    }
}

fn bare_number(text: &str) -> String {
    let text = text.trim();
    let inner = text
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .or_else(|| text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')));
    inner.unwrap_or(text).to_owned()
}

/// `value on update other`, in lower case.
fn on_update(text: &str) -> Option<(String, String)> {
    let text = text.to_lowercase();
    let place = text.find(" on update")?;
    let update = text[place + 1..].trim_end_matches("()").to_owned();
    Some((text[..place].to_owned(), update))
}

/// An expression without the brackets that servers add around it and behind functions.
fn bare_expression(text: &str) -> String {
    let text = text.to_lowercase();
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(&text);
    inner.trim_end_matches("()").to_owned()
}
