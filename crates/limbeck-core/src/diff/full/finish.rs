//! What a generated script needs so that it runs, and can be taken back: names for constraints,
//! types that are there already, USING where the server casts nothing by itself.

use std::collections::HashSet;

use super::references;
use crate::{
    dialect::{Backend, CompileError, Dialect},
    diff::{Change, Hooks, Reversible, context::Run},
    ops::{AlterColumn, Change as Set, ColumnGenerator, Operation},
    schema::{Column, Constraint, ConstraintKind, Ident, Name, Schema, Table, Type},
};

type Key = (Option<String>, String);

/// Mends the changes of a full comparison.
pub(in crate::diff) fn finish<H: Hooks>(
    run: &mut Run<'_, H>,
    database: &Schema,
) -> Result<(), H::Error> {
    let dialect = run.options.dialect;
    let default_schema = run.options.default_schema.as_deref();
    // SQLite has no foreign key apart from its table.
    let has_order = dialect.backend != Backend::Sqlite;
    if has_order {
        references::part_from_tables(&mut run.changes, default_schema);
    }
    name_constraints(&mut run.changes, database);
    if dialect.is_mysql() {
        super::mysql::order_keys(&mut run.changes, database);
    }
    if has_order {
        references::order(&mut run.changes, default_schema);
    }
    if dialect.backend != Backend::Postgresql {
        return Ok(());
    }
    keep_types(&mut run.changes, database, default_schema);
    for change in &mut run.changes {
        if let Change::Table { steps, .. } = change {
            let found = std::mem::take(steps);
            for step in found {
                steps.extend(cast(step, dialect).map_err(crate::diff::DiffError::from)?);
            }
        }
    }
    Ok(())
}

/// Constraints that are added without a name get the one that PostgreSQL would give them:
/// what takes them back must say which.
fn name_constraints(changes: &mut [Change], database: &Schema) {
    for change in changes {
        let Change::Table { table, schema, steps } = change else { continue };
        let schema = schema.as_ref().map(|it| &it.name);
        let known = database.tables.iter().find(|it| {
            it.name.name == table.name && it.schema.as_ref().map(|it| &it.name) == schema
        });
        let mut taken: HashSet<String> = known.map(names_of).unwrap_or_default();
        for Reversible { up, down } in steps {
            if let (Operation::CreateConstraint(create), Operation::DropConstraint(drop)) =
                (up, down)
                && create.constraint.name.text().is_none()
            {
                let name = free_name(table, &create.constraint, &mut taken);
                create.constraint.name = Name::Final { r#final: name.clone() };
                drop.name = Name::Final { r#final: name };
            }
        }
    }
}

fn names_of(table: &Table) -> HashSet<String> {
    let constraints = table.constraints.iter().map(|it| &it.name);
    let all = constraints.chain(table.indexes.iter().map(|it| &it.name));
    all.filter_map(|name| name.text().map(str::to_owned)).collect()
}

fn free_name(table: &Ident, constraint: &Constraint, taken: &mut HashSet<String>) -> String {
    let joined = |columns: &[Ident]| {
        columns.iter().map(|column| format!("{}_", column.name)).collect::<String>()
    };
    let rest = match &constraint.kind {
        ConstraintKind::Unique(unique) => format!("{}key", joined(&unique.columns)),
        ConstraintKind::ForeignKey(key) => format!("{}fkey", joined(&key.columns)),
        ConstraintKind::PrimaryKey(_) => "pkey".to_owned(),
        ConstraintKind::Exclude(_) => "excl".to_owned(),
        ConstraintKind::Check(check) => {
            match crate::ddl::expression_columns(&check.condition).as_slice() {
                [one] => format!("{one}_check"),
                _ => "check".to_owned(),
            }
        }
    };
    let first = format!("{table}_{rest}");
    let others = (1..).map(|number| format!("{first}{number}"));
    let mut candidates = std::iter::once(first.clone()).chain(others);
    let name = candidates.find(|name| !taken.contains(name)).unwrap_or(first.clone());
    taken.insert(name.clone());
    name
}

/// A table made again, or made with a type that others have, must not make the type too.
fn keep_types(changes: &mut [Change], database: &Schema, default_schema: Option<&str>) {
    let known: HashSet<Key> = database
        .enums
        .iter()
        .map(|it| key(it.schema.as_deref(), it.name.text(), default_schema))
        .collect();
    let mut made = known.clone();
    for change in changes {
        match change {
            Change::Single(step) => {
                // What this table makes, the next one finds.
                let mut more = Vec::new();
                keep_in(&mut step.up, &made, default_schema, &mut more);
                keep_in(&mut step.down, &known, default_schema, &mut Vec::new());
                made.extend(more);
            }
            Change::Several { up, .. } => {
                for operation in up {
                    keep_in(operation, &made, default_schema, &mut Vec::new());
                }
            }
            Change::Table { .. } => {}
        }
    }
}

fn key(schema: Option<&str>, name: Option<&str>, default_schema: Option<&str>) -> Key {
    let schema = schema.filter(|schema| Some(*schema) != default_schema);
    (schema.map(str::to_owned), name.unwrap_or_default().to_owned())
}

fn keep_in(
    operation: &mut Operation,
    known: &HashSet<Key>,
    default_schema: Option<&str>,
    made: &mut Vec<Key>,
) {
    let table = match operation {
        Operation::CreateTable(create) => &mut create.table,
        Operation::DropTable(drop) => match &mut drop.table {
            Some(table) => table,
            None => return,
        },
        _ => return,
    };
    for Column { type_, .. } in &mut table.columns {
        keep_type(type_, known, default_schema, made);
    }
}

fn keep_type(
    type_: &mut Type,
    known: &HashSet<Key>,
    default_schema: Option<&str>,
    made: &mut Vec<Key>,
) {
    match type_ {
        Type::Enum(enum_) if enum_.is_native() => {
            let key = key(enum_.schema.as_deref(), enum_.name.text(), default_schema);
            if known.contains(&key) {
                enum_.create_type = Some(false);
                enum_.dialect = Some("postgresql".to_owned());
            } else {
                made.push(key);
            }
        }
        Type::Array { item, .. } => keep_type(item, known, default_schema, made),
        Type::Postgresql(named) => {
            if let Some(item) = &mut named.item {
                keep_type(item, known, default_schema, made);
            }
        }
        Type::Variant { base, variants } => match variants.get_mut("postgresql") {
            Some(own) => keep_type(own, known, default_schema, made),
            None => {
                let mut own = (**base).clone();
                keep_type(&mut own, known, default_schema, made);
                if own != **base {
                    variants.insert("postgresql".to_owned(), own);
                }
            }
        },
        _ => {}
    }
}

/// An alteration whose types need a word on how values are converted. A default is taken away
/// first and set again after, for it is not converted with them.
fn cast(step: Reversible, dialect: &Dialect) -> Result<Vec<Reversible>, CompileError> {
    let (Operation::AlterColumn(up), Operation::AlterColumn(down)) = (&step.up, &step.down) else {
        return Ok(vec![step]);
    };
    let (forth, back) = (using(up, dialect)?, using(down, dialect)?);
    if forth.is_none() && back.is_none() {
        return Ok(vec![step]);
    }
    let (mut up, mut down) = (up.clone(), down.clone());
    for (alter, using) in [(&mut up, forth), (&mut down, back)] {
        if let Some(using) = using {
            alter.options.insert("postgresql_using".to_owned(), using.into());
        }
    }
    let old = plain(&up.existing_server_default);
    let new = if up.server_default.is_unset() { old.clone() } else { plain(&up.server_default) };
    if old.is_none() && new.is_none() {
        return Ok(vec![pair(up, down)]);
    }
    let before = old.map(|default| {
        let (set, unset) = defaults(&up, up.existing_type.as_ref(), default);
        pair(unset, set)
    });
    let after = new.map(|default| {
        let (set, unset) = defaults(&up, up.type_.as_ref(), default);
        pair(set, unset)
    });
    for alter in [&mut up, &mut down] {
        alter.server_default = Set::Unset;
        alter.existing_server_default = Set::Unset;
    }
    Ok(before.into_iter().chain([pair(up, down)]).chain(after).collect())
}

fn pair(up: Box<AlterColumn>, down: Box<AlterColumn>) -> Reversible {
    Reversible::new(Operation::AlterColumn(up), Operation::AlterColumn(down))
}

/// A default that is no identity.
fn plain(set: &Set<ColumnGenerator>) -> Option<ColumnGenerator> {
    match set {
        Set::To { to: Some(generator @ ColumnGenerator::Default(_)) } => Some(generator.clone()),
        _ => None,
    }
}

/// An alteration that sets a default and one that takes it away.
fn defaults(
    like: &AlterColumn,
    type_: Option<&Type>,
    default: ColumnGenerator,
) -> (Box<AlterColumn>, Box<AlterColumn>) {
    let bare = AlterColumn {
        nullable: None,
        comment: Set::Unset,
        type_: None,
        existing_type: type_.cloned(),
        existing_nullable: None,
        existing_comment: None,
        options: Default::default(),
        ..like.clone()
    };
    let with = |to: Option<ColumnGenerator>, existing: Option<ColumnGenerator>| {
        Box::new(AlterColumn {
            server_default: Set::To { to },
            existing_server_default: Set::To { to: existing },
            ..bare.clone()
        })
    };
    (with(Some(default.clone()), None), with(None, Some(default)))
}

#[derive(PartialEq, Clone, Copy)]
enum Kind {
    Text,
    Integer,
    Boolean,
    Enumeration,
    Other,
}

fn kind(type_: &Type, sql: &str) -> Kind {
    match type_.for_backend(Backend::Postgresql) {
        Type::Enum(enum_) if enum_.is_native() => Kind::Enumeration,
        _ => words(sql),
    }
}

fn words(sql: &str) -> Kind {
    let sql = sql.to_lowercase();
    match sql.split([' ', '(']).next().unwrap_or_default() {
        _ if sql.ends_with(']') => Kind::Other,
        "varchar" | "char" | "text" | "character" | "citext" => Kind::Text,
        "integer" | "smallint" | "bigint" | "serial" | "bigserial" => Kind::Integer,
        "boolean" => Kind::Boolean,
        _ => Kind::Other,
    }
}

/// How the values of a column are to be converted, where PostgreSQL does not by itself.
fn using(alter: &AlterColumn, dialect: &Dialect) -> Result<Option<String>, CompileError> {
    let (Some(new), Some(old)) = (&alter.type_, &alter.existing_type) else { return Ok(None) };
    if *old.for_backend(dialect.backend) == Type::Null {
        return Ok(None);
    }
    let (old_sql, sql) = (dialect.type_sql(old)?, dialect.type_sql(new)?);
    let column = dialect.quote_ident(&alter.column);
    let items = (old_sql.strip_suffix("[]"), sql.strip_suffix("[]"));
    let kinds = match items {
        (Some(old_item), Some(item)) => match (words(old_item), words(item)) {
            (Kind::Text, kind) => (Kind::Text, kind),
            _ => return Ok(None),
        },
        _ => (kind(old, &old_sql), kind(new, &sql)),
    };
    let through = match kinds {
        (_, Kind::Text) => return Ok(None),
        (Kind::Text, _) => "",
        (Kind::Integer, Kind::Boolean) | (Kind::Boolean, Kind::Integer) => "::integer",
        (Kind::Enumeration, _) | (_, Kind::Enumeration) => "::text",
        _ => return Ok(None),
    };
    Ok(Some(format!("{column}{through}::{sql}")))
}
