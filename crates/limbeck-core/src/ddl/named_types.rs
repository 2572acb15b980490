//! Types and sequences that PostgreSQL keeps as objects of their own.

use super::{Action, DdlContext, DdlError, Output, column::sequence_options, expression};
use crate::{
    dialect::{Backend, CompileError, Dialect},
    schema::{
        Ident, Sequence, Table, Type,
        types::{EnumType, NamedType},
    },
    statement::{Statement, Value},
};

/// CREATE TYPE for what the table's columns need, once for a name in a run.
pub(super) fn create_for_table(
    table: &Table,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    for column in &table.columns {
        create_needed(&column.type_, context, out)?;
    }
    Ok(())
}

fn create_needed(type_: &Type, context: &DdlContext<'_>, out: &mut Output) -> Result<(), DdlError> {
    let backend = context.dialect.backend;
    match type_.for_backend(backend) {
        Type::Array { item, .. } => create_needed(item, context, out),
        Type::Enum(enum_) if enum_.is_native() && enum_.create_type != Some(false) => {
            match (backend, enum_.dialect.as_deref()) {
                (Backend::Postgresql, _) => {}
                (Backend::Mysql | Backend::Mariadb, Some("postgresql")) => {
                    return Err(no_named_types(backend, "CreateEnumType").into());
                }
                _ => return Ok(()),
            }
            let key = (enum_.schema.clone(), enum_.name.text().unwrap_or_default().to_owned());
            if out.created_types.insert(key) {
                out.run(create_enum_sql(enum_, context.dialect)?);
            }
            Ok(())
        }
        Type::Postgresql(named) if named.name == "ARRAY" => match &named.item {
            Some(item) => create_needed(item, context, out),
            None => Ok(()),
        },
        Type::Postgresql(named) if named.name == "DOMAIN" && named.create_type != Some(false) => {
            if backend != Backend::Postgresql {
                return Err(no_named_types(backend, "CreateDomainType").into());
            }
            let key = (named.schema.clone(), named.type_name.clone().unwrap_or_default());
            if out.created_types.insert(key) {
                out.run(create_domain_sql(named, context.dialect)?);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The error of a database that keeps no types as objects.
fn no_named_types(backend: Backend, construct: &str) -> CompileError {
    let class = format!("<class 'sqlalchemy.dialects.postgresql.named_types.{construct}'>");
    CompileError::unsupported_ddl(backend, class)
}

fn create_enum_sql(enum_: &EnumType, dialect: &Dialect) -> Result<String, DdlError> {
    let name = dialect.type_sql(&Type::Enum(enum_.clone()))?;
    let values: Vec<String> =
        enum_.values.iter().map(|value| dialect.string_literal(value)).collect();
    Ok(format!("CREATE TYPE {name} AS ENUM ({})", values.join(", ")))
}

fn create_domain_sql(domain: &NamedType, dialect: &Dialect) -> Result<String, DdlError> {
    let name = dialect.type_sql(&Type::Postgresql(domain.clone()))?;
    let item = domain.item.as_deref().unwrap_or(&Type::Null);
    let mut options = Vec::new();
    if let Some(collation) = &domain.collation {
        options.push(format!("COLLATE {}", dialect.quote_name(collation)));
    }
    if let Some(default) = &domain.default {
        options.push(format!("DEFAULT {}", expression::compile(default, dialect)?));
    }
    if let Some(name) = &domain.constraint_name {
        dialect.validate(name)?;
        options.push(format!("CONSTRAINT {}", dialect.quote_name(name)));
    }
    if domain.not_null == Some(true) {
        options.push("NOT NULL".to_owned());
    }
    if let Some(check) = &domain.check {
        options.push(format!("CHECK ({})", expression::compile(check, dialect)?));
    }
    Ok(format!("CREATE DOMAIN {name} AS {} {}", dialect.type_sql(item)?, options.join(" ")))
}

/// `Enum.create(bind)`. Offline nobody can be asked, so the type is created without a question.
pub(super) fn create_enum(
    enum_: &EnumType,
    if_not_exists: bool,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    if context.dialect.backend != Backend::Postgresql || !enum_.is_native() {
        return Ok(());
    }
    let create = create_enum_sql(enum_, context.dialect)?;
    push(enum_, create, if_not_exists, false, context, out);
    Ok(())
}

/// `Enum.drop(bind)`.
pub(super) fn drop_enum(
    enum_: &EnumType,
    if_exists: bool,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    if context.dialect.backend != Backend::Postgresql || !enum_.is_native() {
        return Ok(());
    }
    let name = context.dialect.type_sql(&Type::Enum(enum_.clone()))?;
    push(enum_, format!("DROP TYPE {name}"), if_exists, true, context, out);
    Ok(())
}

fn push(
    enum_: &EnumType,
    sql: String,
    asks: bool,
    exists: bool,
    context: &DdlContext<'_>,
    out: &mut Output,
) {
    let then = Statement::ddl(sql);
    out.actions.push(match asks && !context.offline {
        true => Action::RunIf { query: type_query(enum_), exists, then },
        false => Action::Run(then),
    });
}

/// Whether a type of that name exists, in its schema or in sight.
fn type_query(enum_: &EnumType) -> Statement {
    let name = Value::Text(enum_.name.text().unwrap_or_default().to_owned());
    let from = "SELECT pg_catalog.pg_type.typname FROM pg_catalog.pg_type \
                JOIN pg_catalog.pg_namespace \
                ON pg_catalog.pg_namespace.oid = pg_catalog.pg_type.typnamespace \
                WHERE pg_catalog.pg_type.typname = $1 AND ";
    match &enum_.schema {
        Some(schema) => Statement::with_params(
            format!("{from}pg_catalog.pg_namespace.nspname = $2"),
            vec![name, Value::Text(schema.clone())],
        ),
        None => Statement::with_params(
            format!(
                "{from}pg_catalog.pg_type_is_visible(pg_catalog.pg_type.oid) \
                 AND pg_catalog.pg_namespace.nspname != 'pg_catalog'"
            ),
            vec![name],
        ),
    }
}

pub(super) fn create_sequence(
    sequence: &Sequence,
    if_not_exists: bool,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    let words = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut sql = format!("CREATE SEQUENCE {words}{}", sequence_name(sequence, dialect)?);
    if dialect.backend == Backend::Postgresql
        && let Some(type_) = &sequence.data_type
    {
        sql.push_str(" AS ");
        sql.push_str(&dialect.type_sql(type_)?);
    }
    let options = sequence_options(&sequence.options, dialect);
    if !options.is_empty() {
        sql.push(' ');
        sql.push_str(&options);
    }
    out.run(sql);
    Ok(())
}

pub(super) fn drop_sequence(
    sequence: &Sequence,
    if_exists: bool,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let words = if if_exists { "IF EXISTS " } else { "" };
    out.run(format!("DROP SEQUENCE {words}{}", sequence_name(sequence, context.dialect)?));
    Ok(())
}

fn sequence_name(sequence: &Sequence, dialect: &Dialect) -> Result<String, CompileError> {
    let schema = sequence.schema.as_deref().map(Ident::from);
    Ok(dialect.qualified(schema.as_ref(), &Ident::from(sequence.name.as_str())))
}
