//! PostgreSQL's columns: SERIAL, identity, stored or virtual generation.

use super::{ColumnPlace, computed_sql, default_sql, identity_sql};
use crate::{
    dialect::{CompileError, Dialect},
    schema::{Column, ColumnDefault, Type},
};

pub(super) fn specify(
    sql: &mut String,
    column: &Column,
    place: &ColumnPlace<'_>,
    dialect: &Dialect,
) -> Result<(), CompileError> {
    let identity = column.identity.as_ref();
    let client_side = match &column.default {
        None => false,
        Some(ColumnDefault::Sequence(sequence)) => !sequence.optional,
        Some(_) => true,
    };
    if place.keys.is_autoincrement(column) && identity.is_none() && !client_side {
        sql.push_str(serial(column, dialect));
    } else {
        sql.push_str(&dialect.type_sql(&column.type_)?);
        if let Some(default) = default_sql(column.server_default.as_ref(), dialect)? {
            sql.push_str(" DEFAULT ");
            sql.push_str(&default);
        }
    }
    if let Some(computed) = &column.computed {
        sql.push(' ');
        let mut generated = computed_sql(computed, dialect)?;
        if dialect.server_version.is_some() && !dialect.is_at_least((18, 0, 0)) {
            match computed.persisted {
                Some(true) => {}
                None => generated.push_str(" STORED"),
                Some(false) => {
                    return Err(CompileError::Message(
                        "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or True for PostgreSQL support.".to_owned(),
                    ));
                }
            }
        }
        sql.push_str(&generated);
    }
    if let Some(identity) = identity {
        sql.push(' ');
        sql.push_str(&identity_sql(identity, dialect));
        if column.nullable {
            sql.push_str(" NULL");
        }
    } else if !column.nullable {
        sql.push_str(" NOT NULL");
    }
    Ok(())
}

fn serial(column: &Column, dialect: &Dialect) -> &'static str {
    let name = match column.type_.for_backend(dialect.backend) {
        Type::BigInteger => "BIGINT",
        Type::SmallInteger => "SMALLINT",
        Type::Sql(named) | Type::Postgresql(named) | Type::Mysql(named) | Type::Sqlite(named) => {
            named.name.as_str()
        }
        _ => "INTEGER",
    };
    match name {
        "BIGINT" => "BIGSERIAL",
        "SMALLINT" => "SMALLSERIAL",
        _ => "SERIAL",
    }
}
