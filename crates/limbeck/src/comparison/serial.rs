//! PostgreSQL's counting columns outside of a primary key, written as they were made.

use limbeck_core::{
    ddl,
    dialect::{Backend, Dialect},
    expr::Expr,
    ops::{Directive, Operation},
    schema::{Autoincrement, Column, ServerDefault, Type},
};

/// Writes `SERIAL` for each new column that a database has as one: read back, such a column is an
/// integer without a default, as Alembic has it, or counts by a sequence that only `SERIAL` makes.
pub(super) fn spell(directives: &mut [Directive], dialect: &Dialect) {
    if dialect.backend != Backend::Postgresql {
        return;
    }
    for directive in directives {
        match directive {
            Directive::Operation { operation } => spell_one(operation, dialect),
            Directive::ModifyTable { operations, .. } => {
                operations.iter_mut().for_each(|operation| spell_one(operation, dialect));
            }
            Directive::Lines { .. } => {}
        }
    }
}

fn spell_one(operation: &mut Operation, dialect: &Dialect) {
    match operation {
        Operation::CreateTable(create) => {
            let table = &mut create.table;
            // The one that the DDL writes as SERIAL by itself.
            let key = ddl::autoincrement_column(table, dialect).ok().flatten().map(str::to_owned);
            let name = table.name.name.clone();
            let others =
                table.columns.iter_mut().filter(|column| Some(&column.name.name) != key.as_ref());
            others.for_each(|column| spell_column(column, &name));
        }
        Operation::AddColumn(add) => spell_column(&mut add.column, &add.table.name),
        _ => {}
    }
}

fn spell_column(column: &mut Column, table: &str) {
    let counts = column.autoincrement == Autoincrement::True
        && column.identity.is_none()
        && match &column.server_default {
            None => true,
            Some(ServerDefault::Expr(expr)) => match &**expr {
                Expr::Text { sql, .. } => is_of_its_own(sql, table, &column.name.name),
                _ => false,
            },
            Some(_) => false,
        };
    let Type::Sql(named) = &column.type_ else { return };
    let serial = match named.name.as_str() {
        "INTEGER" => "SERIAL",
        "BIGINT" => "BIGSERIAL",
        "SMALLINT" => "SMALLSERIAL",
        _ => return,
    };
    if counts {
        column.type_ = Type::UserDefined { spec: serial.to_owned() };
        column.server_default = None;
    }
}

/// Whether a default counts by the sequence that `SERIAL` makes for the column.
fn is_of_its_own(default: &str, table: &str, column: &str) -> bool {
    let name = default.strip_prefix("nextval('").and_then(|rest| rest.split_once('\''));
    let name = name.map(|(name, _)| name.replace('"', ""));
    let own = format!("{table}_{column}_seq");
    name.is_some_and(|name| name == own || name.ends_with(&format!(".{own}")))
}
