//! Constraints: which of them a dialect needs, and adding and dropping them.

mod definition;
mod phrase;

pub(super) use definition::{
    ConstraintPlace, definition, inline_references, push_included, write_column_checks,
};
pub(super) use phrase::access_method;

use super::{
    DdlContext, DdlError, Output, expression,
    naming::{self, NameKind, Named},
};
use crate::{
    dialect::{Backend, CompileError, Dialect},
    ops::{CreateConstraint, DropConstraint},
    schema::{Column, Constraint, ConstraintKind, Ident, Name, Options, Type},
};

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
    let what = match (dialect.grammar(), kind) {
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
