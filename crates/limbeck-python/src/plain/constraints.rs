//! Constraints that name their columns, and the tables that hold them.

use limbeck_core::schema::{
    CheckConstraint, Column, Constraint, ConstraintKind, ForeignKey, Ident, Name, PrimaryKey,
    UniqueConstraint,
};
use rustpython_vm::compiler::ast::{self, Expr};

use super::{
    arguments::Arguments,
    columns::{WrittenColumn, column, expression},
    names::Names,
};

/// The columns and constraints of a table, each in the order that the table gives them.
pub(super) fn parts(items: &[Expr], names: &Names<'_>) -> Option<(Vec<Column>, Vec<Constraint>)> {
    let (mut columns, mut constraints) = (Vec::<WrittenColumn>::new(), Vec::new());
    for item in items {
        let Expr::Call(call) = item else { return None };
        let path = names.path(&call.func)?;
        match path.strip_prefix("sqlalchemy.")? {
            "Column" => {
                let made = column(call, names)?;
                if columns.iter().any(|other| other.column.name == made.column.name) {
                    return None;
                }
                columns.push(made);
            }
            class => constraints.push(constraint(class, call, names)?),
        }
    }
    if !constraints.iter().all(|made| knows_its_columns(&made.kind, &columns)) {
        return None;
    }
    if let Some(key) = primary_key(&mut constraints, &columns)? {
        if let ConstraintKind::PrimaryKey(key) = &key.kind {
            for made in &mut columns {
                let column = &mut made.column;
                if key.columns.contains(&column.name) && !column.primary_key {
                    column.primary_key = true;
                    column.nullable &= !made.leaves_null_open;
                }
            }
        }
        constraints.insert(0, key);
    }
    Some((columns.into_iter().map(|made| made.column).collect(), constraints))
}

/// The table's primary key, taken from its constraints or from the column that is marked.
fn primary_key(
    constraints: &mut Vec<Constraint>,
    columns: &[WrittenColumn],
) -> Option<Option<Constraint>> {
    let is_key = |made: &Constraint| matches!(made.kind, ConstraintKind::PrimaryKey(_));
    let key = constraints.iter().position(is_key).map(|at| constraints.remove(at));
    let marked: Vec<_> = columns
        .iter()
        .filter(|made| made.column.primary_key)
        .map(|made| made.column.name.clone())
        .collect();
    match (key, marked.as_slice()) {
        (Some(key), []) if !constraints.iter().any(is_key) => Some(Some(key)),
        (None, []) => Some(None),
        (None, [_]) => {
            Some(Some(unnamed(ConstraintKind::PrimaryKey(PrimaryKey { columns: marked }))))
        }
        _ => None,
    }
}

fn knows_its_columns(kind: &ConstraintKind, columns: &[WrittenColumn]) -> bool {
    let named: &[Ident] = match kind {
        ConstraintKind::PrimaryKey(key) => &key.columns,
        ConstraintKind::Unique(unique) => &unique.columns,
        ConstraintKind::ForeignKey(key) => &key.columns,
        _ => &[],
    };
    named.iter().all(|name| columns.iter().any(|made| made.column.name == *name))
}

pub(super) fn unnamed(kind: ConstraintKind) -> Constraint {
    Constraint {
        name: Name::Unset,
        kind,
        deferrable: None,
        initially: None,
        comment: None,
        options: Default::default(),
    }
}

/// `sa.UniqueConstraint(..)` and its siblings.
fn constraint(class: &str, call: &ast::ExprCall, names: &Names<'_>) -> Option<Constraint> {
    let args = &*call.arguments.args;
    let common = ["name", "deferrable", "initially"];
    let named_columns = || -> Option<(Vec<Ident>, Arguments<'_>)> {
        let columns: Option<_> = args.iter().map(|item| Some(names.text(item)?.into())).collect();
        Some((columns?, Arguments::bind(&[], call, names, &[], &common)?))
    };
    let (kind, given) = match class {
        "PrimaryKeyConstraint" => {
            let (columns, given) = named_columns()?;
            (ConstraintKind::PrimaryKey(PrimaryKey { columns }), given)
        }
        "UniqueConstraint" => {
            let (columns, given) = named_columns()?;
            (ConstraintKind::Unique(UniqueConstraint { columns }), given)
        }
        "ForeignKeyConstraint" => {
            let positional = ["columns", "refcolumns", "name", "onupdate", "ondelete"];
            let keywords = ["deferrable", "initially", "match"];
            let given = Arguments::bind(args, call, names, &positional, &keywords)?;
            (ConstraintKind::ForeignKey(foreign_key(&given)?), given)
        }
        "CheckConstraint" => {
            let given = Arguments::bind(args, call, names, &["sqltext", "name"], &common[1..])?;
            let condition = given.get("sqltext")?;
            let condition = match names.text(condition) {
                Some(sql) => limbeck_core::expr::Expr::Text { sql, binds: Vec::new() },
                None => expression(condition, names)?,
            };
            let kind = ConstraintKind::Check(CheckConstraint {
                condition: Box::new(condition),
                column_name: None,
                type_bound: false,
            });
            (kind, given)
        }
        _ => return None,
    };
    Some(Constraint {
        name: given.name("name")?,
        deferrable: given.flag("deferrable")?,
        initially: given.text("initially")?,
        ..unnamed(kind)
    })
}

/// A foreign key whose targets are given as `table.column` or `schema.table.column`.
fn foreign_key(given: &Arguments<'_>) -> Option<ForeignKey> {
    let columns: Vec<_> = given.texts("columns")?.into_iter().map(Ident::from).collect();
    let targets = given.texts("refcolumns")?;
    if targets.is_empty() || targets.len() != columns.len() {
        return None;
    }
    let split: Option<Vec<_>> = targets.iter().map(|target| target.rsplit_once('.')).collect();
    let split = split?;
    let table = split[0].0;
    if table.is_empty() || split.iter().any(|(other, _)| *other != table) {
        return None;
    }
    let (schema, table) = match table.rsplit_once('.') {
        Some((schema, table)) => (Some(schema), table),
        None => (None, table),
    };
    Some(ForeignKey {
        columns,
        referent_table: table.into(),
        referent_schema: schema.filter(|schema| !schema.is_empty()).map(Ident::from),
        referent_columns: split.iter().map(|(_, column)| Ident::from(*column)).collect(),
        onupdate: given.text("onupdate")?,
        ondelete: given.text("ondelete")?,
        match_: given.text("match")?,
        use_alter: false,
        link_to_name: false,
    })
}
