//! What a constraint says inside CREATE TABLE or after ADD.

use serde_json::Value as Json;

use super::phrase::{access_method, phrase};
use crate::{
    ddl::{
        DdlContext, DdlError,
        column::{is_inline_key, on_conflict},
        expression,
        keys::Keys,
        naming::{self, NameKind, Named},
    },
    dialect::{Backend, CompileError, Dialect},
    schema::{
        CheckConstraint, Column, Constraint, ConstraintKind, ExcludeConstraint, ForeignKey, Ident,
        Options,
    },
};

/// The table around a constraint.
pub(in crate::ddl) struct ConstraintPlace<'a> {
    pub table: &'a Ident,
    pub schema: Option<&'a Ident>,
    pub columns: &'a [Column],
    pub options: &'a Options,
    /// Inside CREATE TABLE: the table's keys.
    pub keys: Option<&'a Keys<'a>>,
}

/// `[CONSTRAINT name] ..`, or `None` where the dialect leaves the constraint out.
pub(in crate::ddl) fn definition(
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
pub(in crate::ddl) fn push_included(sql: &mut String, columns: &[Json], dialect: &Dialect) {
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
pub(in crate::ddl) fn inline_references(
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

/// The CHECKs that stand inside a column, each after a space.
pub(in crate::ddl) fn write_column_checks(
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

fn flag(constraint: &Constraint, key: &str) -> Option<bool> {
    constraint.options.get(key).and_then(Json::as_bool)
}

/// `mysql_using` and its like; on MariaDB MySQL's word holds where it has none of its own.
fn text_option<'a>(constraint: &'a Constraint, dialect: &Dialect, name: &str) -> Option<&'a str> {
    let own = constraint.options.get(&format!("{}_{name}", dialect.backend.name()));
    own.or_else(|| constraint.options.get(&format!("mysql_{name}"))).and_then(Json::as_str)
}
