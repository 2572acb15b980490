//! Constraints: their definitions, and adding and dropping them.

use serde_json::Value as Json;

use super::{
    DdlContext, DdlError, Output,
    column::{is_inline_key, on_conflict},
    expression,
    keys::Keys,
    naming::{self, NameKind, Named},
};
use crate::{
    dialect::{Backend, CompileError, Dialect},
    ops::{CreateConstraint, DropConstraint},
    schema::{
        CheckConstraint, Column, Constraint, ConstraintKind, ExcludeConstraint, ForeignKey, Ident,
        Name, Options, Type,
    },
};

/// The table around a constraint.
pub(super) struct ConstraintPlace<'a> {
    pub table: &'a Ident,
    pub schema: Option<&'a Ident>,
    pub columns: &'a [Column],
    pub options: &'a Options,
    /// Inside CREATE TABLE: the table's keys.
    pub keys: Option<&'a Keys<'a>>,
}

/// `[CONSTRAINT name] ..`, or `None` where the dialect leaves the constraint out.
pub(super) fn definition(
    constraint: &Constraint,
    place: &ConstraintPlace<'_>,
    context: &DdlContext<'_>,
) -> Result<Option<String>, DdlError> {
    let dialect = context.dialect;
    let sqlite = dialect.backend == Backend::Sqlite;
    let name =
        naming::constraint_name(constraint, place.table, place.schema, context.naming_convention)?;
    let mut sql = String::with_capacity(64);
    if let Some(name) = dialect.constraint_name(&name)? {
        sql.push_str("CONSTRAINT ");
        sql.push_str(&name);
        sql.push(' ');
    }
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => {
            if sqlite && is_in_column(place) {
                return Ok(None);
            }
            sql.push_str("PRIMARY KEY ");
            push_columns(&mut sql, &key.columns, dialect);
            push_include(&mut sql, constraint, dialect);
            push_deferrability(&mut sql, constraint)?;
            if dialect.is_mysql()
                && let Some(using) = text_option(constraint, dialect, "using")
            {
                sql.push_str(" USING ");
                sql.push_str(&dialect.quote_name(using));
            }
        }
        ConstraintKind::Unique(unique) => {
            if unique.columns.is_empty() {
                return Ok(None);
            }
            sql.push_str("UNIQUE ");
            if dialect.backend == Backend::Postgresql {
                match flag(constraint, "postgresql_nulls_not_distinct") {
                    Some(true) => sql.push_str("NULLS NOT DISTINCT "),
                    Some(false) => sql.push_str("NULLS DISTINCT "),
                    None => {}
                }
            }
            push_columns(&mut sql, &unique.columns, dialect);
            push_include(&mut sql, constraint, dialect);
            push_deferrability(&mut sql, constraint)?;
        }
        ConstraintKind::ForeignKey(key) => {
            if sqlite && key.referent_schema.as_ref() != place.schema {
                return Ok(None);
            }
            push_foreign_key(&mut sql, key, dialect);
            push_referential(&mut sql, key, constraint, dialect)?;
            push_validity(&mut sql, constraint, dialect);
        }
        ConstraintKind::Check(check) => {
            push_check(&mut sql, check, constraint, dialect)?;
            push_validity(&mut sql, constraint, dialect);
        }
        ConstraintKind::Exclude(exclude) => {
            push_exclude(&mut sql, exclude, constraint, dialect)?;
        }
    }
    if sqlite {
        on_conflict(&mut sql, conflict_word(constraint, place.columns));
    }
    Ok(Some(sql))
}

/// Whether `sqlite_autoincrement` has moved the primary key into its column.
fn is_in_column(place: &ConstraintPlace<'_>) -> bool {
    place.keys.is_some_and(|keys| {
        place.columns.iter().any(|column| is_inline_key(column, keys, place.options))
    })
}

/// SQLite's ON CONFLICT: the constraint's own word, or that of its only column.
fn conflict_word<'a>(constraint: &'a Constraint, columns: &'a [Column]) -> Option<&'a str> {
    let own = constraint.options.get("sqlite_on_conflict").and_then(Json::as_str);
    let (names, key) = match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => (&key.columns, "sqlite_on_conflict_primary_key"),
        ConstraintKind::Unique(unique) => (&unique.columns, "sqlite_on_conflict_unique"),
        ConstraintKind::Check(_) => return own,
        _ => return None,
    };
    let of_column = || match names.as_slice() {
        [name] => columns
            .iter()
            .find(|column| column.name.name == name.name)
            .and_then(|column| column.options.get(key).and_then(Json::as_str)),
        _ => None,
    };
    own.or_else(of_column)
}

fn push_columns(sql: &mut String, columns: &[Ident], dialect: &Dialect) {
    sql.push('(');
    for (position, column) in columns.iter().enumerate() {
        if position > 0 {
            sql.push_str(", ");
        }
        sql.push_str(&dialect.quote_ident(column));
    }
    sql.push(')');
}

/// PostgreSQL's INCLUDE of a key.
fn push_include(sql: &mut String, constraint: &Constraint, dialect: &Dialect) {
    if dialect.backend != Backend::Postgresql {
        return;
    }
    if let Some(Json::Array(columns)) = constraint.options.get("postgresql_include") {
        push_included(sql, columns, dialect);
    }
}

/// ` INCLUDE (a, b)`, where anything is included.
pub(super) fn push_included(sql: &mut String, columns: &[Json], dialect: &Dialect) {
    if columns.is_empty() {
        return;
    }
    let names: Vec<_> =
        columns.iter().filter_map(Json::as_str).map(|name| dialect.quote_name(name)).collect();
    sql.push_str(" INCLUDE (");
    sql.push_str(&names.join(", "));
    sql.push(')');
}

fn push_foreign_key(sql: &mut String, key: &ForeignKey, dialect: &Dialect) {
    sql.push_str("FOREIGN KEY");
    push_columns(sql, &key.columns, dialect);
    sql.push_str(" REFERENCES ");
    let schema = key.referent_schema.as_ref().filter(|_| dialect.backend != Backend::Sqlite);
    sql.push_str(&dialect.qualified(schema, &key.referent_table));
    sql.push(' ');
    let named = !key.referent_columns.is_empty();
    push_columns(sql, if named { &key.referent_columns } else { &key.columns }, dialect);
}

/// ` REFERENCES t (a) ..` inside a column.
pub(super) fn inline_references(
    constraint: &Constraint,
    key: &ForeignKey,
    dialect: &Dialect,
) -> Result<String, DdlError> {
    let mut sql = " REFERENCES ".to_owned();
    sql.push_str(&dialect.qualified(key.referent_schema.as_ref(), &key.referent_table));
    sql.push(' ');
    let named = !key.referent_columns.is_empty();
    push_columns(&mut sql, if named { &key.referent_columns } else { &key.columns }, dialect);
    push_referential(&mut sql, key, constraint, dialect)?;
    Ok(sql)
}

fn push_referential(
    sql: &mut String,
    key: &ForeignKey,
    constraint: &Constraint,
    dialect: &Dialect,
) -> Result<(), DdlError> {
    if let Some(match_) = &key.match_ {
        if dialect.is_mysql() {
            return Err(DdlError::Compile(CompileError::Message(
                "MySQL ignores the 'MATCH' keyword while at the same time causes ON UPDATE/ON DELETE clauses to be ignored.".to_owned(),
            )));
        }
        sql.push_str(" MATCH ");
        sql.push_str(phrase(match_, false)?);
    }
    if let Some(ondelete) = &key.ondelete {
        sql.push_str(" ON DELETE ");
        sql.push_str(phrase(ondelete, dialect.backend == Backend::Postgresql)?);
    }
    if let Some(onupdate) = &key.onupdate {
        sql.push_str(" ON UPDATE ");
        sql.push_str(phrase(onupdate, false)?);
    }
    push_deferrability(sql, constraint)
}

fn push_deferrability(sql: &mut String, constraint: &Constraint) -> Result<(), DdlError> {
    match constraint.deferrable {
        Some(true) => sql.push_str(" DEFERRABLE"),
        Some(false) => sql.push_str(" NOT DEFERRABLE"),
        None => {}
    }
    if let Some(initially) = &constraint.initially {
        sql.push_str(" INITIALLY ");
        sql.push_str(phrase(initially, false)?);
    }
    Ok(())
}

fn push_validity(sql: &mut String, constraint: &Constraint, dialect: &Dialect) {
    if dialect.backend == Backend::Postgresql
        && flag(constraint, "postgresql_not_valid") == Some(true)
    {
        sql.push_str(" NOT VALID");
    }
}

fn push_check(
    sql: &mut String,
    check: &CheckConstraint,
    constraint: &Constraint,
    dialect: &Dialect,
) -> Result<(), DdlError> {
    sql.push_str("CHECK (");
    sql.push_str(&expression::compile(&check.condition, dialect)?);
    sql.push(')');
    push_deferrability(sql, constraint)
}

fn push_exclude(
    sql: &mut String,
    exclude: &ExcludeConstraint,
    constraint: &Constraint,
    dialect: &Dialect,
) -> Result<(), DdlError> {
    if dialect.backend != Backend::Postgresql {
        let error = CompileError::unsupported_ddl(
            dialect.backend,
            "<class 'sqlalchemy.dialects.postgresql.ext.ExcludeConstraint'>",
        );
        return Err(DdlError::Compile(error));
    }
    let using = exclude.using.as_deref().unwrap_or("gist");
    sql.push_str("EXCLUDE USING ");
    sql.push_str(&access_method(using)?);
    sql.push_str(" (");
    for (position, element) in exclude.elements.iter().enumerate() {
        if position > 0 {
            sql.push_str(", ");
        }
        sql.push_str(&expression::compile(&element.expr, dialect)?);
        let class = element.name.as_ref().and_then(|name| exclude.ops.get(name));
        if let Some(class) = class.and_then(Json::as_str) {
            sql.push(' ');
            sql.push_str(class);
        }
        sql.push_str(" WITH ");
        sql.push_str(&element.operator);
    }
    sql.push(')');
    if let Some(condition) = &exclude.where_ {
        sql.push_str(" WHERE (");
        sql.push_str(&expression::compile(condition, dialect)?);
        sql.push(')');
    }
    push_deferrability(sql, constraint)
}

/// SQLAlchemy's patterns for phrases, as its messages show them.
const WORDS: &str = r"^\\w+(?:\\s+\\w+)*$";
const WORDS_AND_COLUMNS: &str = concat!(
    r"^\\w+(?:\\s+\\w+)*",
    r#"(?:\\s*\\(\\s*(?:[\\w$]+|"(?:[^"]|"")+")"#,
    r#"(?:\\s*,\\s*(?:[\\w$]+|"(?:[^"]|"")+"))*\\s*\\))?$"#
);

/// Lets only words through, and after them PostgreSQL's list of columns.
fn phrase(text: &str, columns: bool) -> Result<&str, CompileError> {
    let words = match text.find('(') {
        Some(at) if columns && text.trim_end().ends_with(')') => text[..at].trim_end(),
        _ => text,
    };
    let is_word = |word: &str| word.chars().all(|part| part.is_alphanumeric() || part == '_');
    let bounded = !words.starts_with(char::is_whitespace) && !words.ends_with(char::is_whitespace);
    match bounded && !words.is_empty() && words.split_whitespace().all(is_word) {
        true => Ok(text),
        false => Err(CompileError::UnexpectedPhrase {
            phrase: text.to_owned(),
            pattern: if columns { WORDS_AND_COLUMNS } else { WORDS },
        }),
    }
}

/// The name of an index method, in lower case.
pub(super) fn access_method(name: &str) -> Result<String, CompileError> {
    match !name.is_empty() && name.chars().all(|part| part.is_alphanumeric() || part == '_') {
        true => Ok(name.to_lowercase()),
        false => Err(CompileError::UnexpectedPhrase {
            phrase: name.to_owned(),
            pattern: "^(?:btree|hash|gist|gin|[\\\\w_]+)$",
        }),
    }
}

/// The CHECKs that stand inside a column, each after a space.
pub(super) fn write_column_checks(
    sql: &mut String,
    column: &Column,
    table: &Ident,
    schema: Option<&Ident>,
    context: &DdlContext<'_>,
) -> Result<(), DdlError> {
    for check in &column.checks {
        let name = check.column_name.clone().unwrap_or_default();
        let columns = expression::columns(&check.condition);
        let named = Named {
            kind: NameKind::Check,
            name: &name,
            table,
            schema,
            columns: &columns,
            references: None,
        };
        sql.push(' ');
        let name = naming::apply(named, context.naming_convention)?;
        if let Some(name) = context.dialect.constraint_name(&name)? {
            sql.push_str("CONSTRAINT ");
            sql.push_str(&name);
            sql.push(' ');
        }
        sql.push_str("CHECK (");
        sql.push_str(&expression::compile(&check.condition, context.dialect)?);
        sql.push(')');
    }
    Ok(())
}

/// Whether the dialect needs the constraint: a CHECK that a type brings is for databases that
/// lack the type.
pub(super) fn is_wanted(constraint: &Constraint, columns: &[Column], dialect: &Dialect) -> bool {
    let ConstraintKind::Check(check) = &constraint.kind else { return true };
    if !check.type_bound {
        return true;
    }
    let column = expression::columns(&check.condition).first().copied();
    columns
        .iter()
        .find(|known| Some(known.name.name.as_str()) == column)
        .is_none_or(|column| brings_check(&column.type_, dialect))
}

/// Whether a type that asks for a CHECK gets it on this dialect.
pub(super) fn brings_check(type_: &Type, dialect: &Dialect) -> bool {
    match type_.for_backend(dialect.backend) {
        Type::Boolean { .. } => dialect.backend != Backend::Postgresql,
        Type::Enum(enum_) => !enum_.is_native() || dialect.backend == Backend::Sqlite,
        _ => true,
    }
}

fn is_type_bound(constraint: &Constraint) -> bool {
    matches!(&constraint.kind, ConstraintKind::Check(check) if check.type_bound)
}

pub(super) fn create(
    create: &CreateConstraint,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    add(&create.constraint, &create.table, create.schema.as_ref(), context, out)
}

/// `ALTER TABLE t ADD ..`.
pub(super) fn add(
    constraint: &Constraint,
    table: &Ident,
    schema: Option<&Ident>,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    if dialect.backend == Backend::Sqlite {
        if is_type_bound(constraint) {
            out.warn(
                "Skipping unsupported ALTER for creation of implicit constraint. Please refer to the batch mode feature which allows for SQLite migrations using a copy-and-move strategy.",
            );
            return Ok(());
        }
        // A convention that cannot name the constraint is noticed first.
        naming::constraint_name(constraint, table, schema, context.naming_convention)?;
        return Err(DdlError::AlterConstraint {
            table: table.name.clone(),
            constraint: constraint.name.text().map(str::to_owned),
        });
    }
    let place =
        ConstraintPlace { table, schema, columns: &[], options: &Options::new(), keys: None };
    if let Some(definition) = definition(constraint, &place, context)? {
        out.run(format!("ALTER TABLE {} ADD {definition}", dialect.qualified(schema, table)));
    }
    Ok(())
}

pub(super) fn drop(
    drop: &DropConstraint,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    let kind = kind_of(drop.type_.as_deref())?;
    let final_name = final_name(drop, kind, context)?;
    let name = drop.name.text().map(str::to_owned);
    match dialect.backend {
        Backend::Sqlite => {
            return Err(DdlError::AlterConstraint {
                table: drop.table.name.clone(),
                constraint: name,
            });
        }
        Backend::Mysql | Backend::Mariadb if kind == NameKind::Other => {
            return Err(DdlError::ConstraintTypeRequired { constraint: name });
        }
        _ => {}
    }
    let table = dialect.qualified(drop.schema.as_ref(), &drop.table);
    let what = match (dialect.backend, kind) {
        (Backend::Mysql | Backend::Mariadb, NameKind::PrimaryKey) => {
            out.run(format!("ALTER TABLE {table} DROP PRIMARY KEY "));
            return Ok(());
        }
        (Backend::Mysql | Backend::Mariadb, NameKind::ForeignKey) => "FOREIGN KEY ",
        (Backend::Mysql | Backend::Mariadb, NameKind::Unique) => "INDEX ",
        (Backend::Mysql, NameKind::Check) => "CHECK ",
        _ if drop.if_exists == Some(true) && !dialect.is_mysql() => "CONSTRAINT IF EXISTS ",
        _ => "CONSTRAINT ",
    };
    let name = dialect.constraint_name(&final_name)?.ok_or_else(|| no_name_to_drop(kind))?;
    out.run(format!("ALTER TABLE {table} DROP {what}{name}"));
    Ok(())
}

/// Drops the CHECK that a column's former type brought.
pub(super) fn drop_type_check(
    constraint: &Constraint,
    table: &Ident,
    schema: Option<&Ident>,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    if context.dialect.backend != Backend::Postgresql {
        return Ok(());
    }
    let name = naming::constraint_name(constraint, table, schema, context.naming_convention)?;
    let name =
        context.dialect.constraint_name(&name)?.ok_or_else(|| no_name_to_drop(NameKind::Check))?;
    let table = context.dialect.qualified(schema, table);
    out.run(format!("ALTER TABLE {table} DROP CONSTRAINT {name}"));
    Ok(())
}

fn kind_of(type_: Option<&str>) -> Result<NameKind, DdlError> {
    Ok(match type_ {
        Some("foreignkey") => NameKind::ForeignKey,
        Some("primary") => NameKind::PrimaryKey,
        Some("unique") => NameKind::Unique,
        Some("check") => NameKind::Check,
        None => NameKind::Other,
        Some(type_) => return Err(DdlError::UnknownConstraintType { type_: type_.to_owned() }),
    })
}

fn final_name(
    drop: &DropConstraint,
    kind: NameKind,
    context: &DdlContext<'_>,
) -> Result<Name, DdlError> {
    let named = Named {
        kind,
        name: &drop.name,
        table: &drop.table,
        schema: drop.schema.as_ref(),
        columns: &[],
        references: None,
    };
    naming::apply(named, context.naming_convention)
}

fn no_name_to_drop(kind: NameKind) -> DdlError {
    let class = match kind {
        NameKind::ForeignKey => "ForeignKeyConstraint()",
        NameKind::PrimaryKey => "PrimaryKeyConstraint()",
        NameKind::Unique => "UniqueConstraint()",
        NameKind::Check => "CheckConstraint()",
        NameKind::Index | NameKind::Other => "Constraint()",
    };
    DdlError::Compile(CompileError::Message(format!(
        "Can't emit DROP CONSTRAINT for constraint {class}; it has no name"
    )))
}

fn flag(constraint: &Constraint, key: &str) -> Option<bool> {
    constraint.options.get(key).and_then(Json::as_bool)
}

/// `mysql_using` and its like; on MariaDB MySQL's word holds where it has none of its own.
fn text_option<'a>(constraint: &'a Constraint, dialect: &Dialect, name: &str) -> Option<&'a str> {
    let own = constraint.options.get(&format!("{}_{name}", dialect.backend.name()));
    own.or_else(|| constraint.options.get(&format!("mysql_{name}"))).and_then(Json::as_str)
}
