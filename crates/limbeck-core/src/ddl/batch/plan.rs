//! Move and copy: the new table, its rows, its name and its indexes.

use serde_json::Value as Json;

use super::model::Model;
use crate::{
    ddl::{Action, DdlContext, DdlError, Output, index, mode, table},
    dialect::Backend,
    expr::{
        ColumnRef, Executable, Expr, FromClause, Insert, InsertSource, Label, Select, Target,
        TargetColumn, compile,
    },
    schema::{Column, Constraint, ConstraintKind, Ident, Index, IndexElement, Table, Type},
    statement::Statement,
};

pub(super) fn emit(
    model: &Model<'_>,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    // Names are settled by now; only SQLAlchemy's default for indexes may still apply.
    let context = &DdlContext { naming_convention: None, ..*context };
    let old = &model.source.table.name;
    let schema = model.source.table.schema.as_ref();
    if model.lost_checks() > 0 {
        out.warn(format!(
            "Unnamed CHECK constraint on reflected table '{old}' is being omitted from the table recreate; pass the constraint explicitly using batch_alter_table.table_args.  Naming CHECK constraints avoids this going forward."
        ));
    }
    for index in model.lost_indexes() {
        let name = index.name.text().unwrap_or_default();
        out.warn(format!(
            "Index '{name}' on table '{old}' is not made again, since an expression of it names a column that the batch drops or renames; create it explicitly using batch_op.create_index()."
        ));
    }
    let temporary = Ident::from(temporary_name(&old.name));
    let new = new_table(model, temporary.clone())?;
    if dialect.backend == Backend::Postgresql {
        for name in model.kept_names() {
            if let Some(name) = dialect.constraint_name(name)? {
                let table = dialect.qualified(schema, old);
                out.run(format!("ALTER TABLE {table} DROP CONSTRAINT {name}"));
            }
        }
    }
    table::create_table(&new, false, context, out)?;
    let drop =
        |name: &Ident| Statement::ddl(format!("\nDROP TABLE {}", dialect.qualified(schema, name)));
    out.actions.push(Action::Guard {
        statements: vec![copy(model, &temporary, context)?, drop(old)],
        otherwise: drop(&temporary),
    });
    let target_schema = schema.filter(|_| dialect.is_mysql());
    out.run(format!(
        "ALTER TABLE {} RENAME TO {}",
        dialect.qualified_dotted(schema, &temporary),
        dialect.qualified_dotted(target_schema, old)
    ));
    for index in model.indexes() {
        out.run(index::create_sql(&moved_index(index, model), false, context)?);
    }
    Ok(())
}

pub(super) fn temporary_name(table: &str) -> String {
    format!("_alembic_tmp_{table}").chars().take(50).collect()
}

fn new_table(model: &Model<'_>, name: Ident) -> Result<Table, DdlError> {
    let columns: Vec<Column> =
        model.ordered()?.into_iter().map(|(_, moved)| moved.column.clone()).collect();
    let constraints =
        model.constraints().into_iter().map(|constraint| renamed(constraint, model)).collect();
    Ok(Table {
        schema: model.source.table.schema.clone(),
        columns,
        constraints,
        comment: model.source.table.comment.clone(),
        options: model.options(),
        ..Table::new(name)
    })
}

/// The table under its own name, with its indexes.
pub(super) fn outcome(model: &Model<'_>) -> Result<Table, DdlError> {
    let table = new_table(model, model.source.table.name.clone())?;
    let indexes = model.indexes().map(|index| moved_index(index, model)).collect();
    Ok(Table { indexes, ..table })
}

/// A constraint by the final names of its columns.
fn renamed(constraint: &Constraint, model: &Model<'_>) -> Constraint {
    let mut constraint = constraint.clone();
    let rename = |columns: &mut Vec<Ident>| {
        for column in columns {
            *column = model.final_name(column);
        }
    };
    match &mut constraint.kind {
        ConstraintKind::PrimaryKey(key) => rename(&mut key.columns),
        ConstraintKind::Unique(unique) => rename(&mut unique.columns),
        ConstraintKind::ForeignKey(key) => rename(&mut key.columns),
        ConstraintKind::Check(check) => rename_in(&mut check.condition, model),
        ConstraintKind::Exclude(exclude) => {
            for element in &mut exclude.elements {
                rename_in(&mut element.expr, model);
            }
        }
    }
    constraint
}

/// An index by the final names of its columns.
fn moved_index(index: &Index, model: &Model<'_>) -> Index {
    let mut index = index.clone();
    index.table = model.source.table.name.clone();
    index.schema = model.source.table.schema.clone();
    for element in &mut index.elements {
        match element {
            IndexElement::Column { column } => *column = model.final_name(column),
            IndexElement::Expr { expr, .. } => rename_in(expr, model),
        }
    }
    index
}

/// Renames the columns of an expression, wherever they stand in it. Text is left as it is.
fn rename_in(expr: &mut Expr, model: &Model<'_>) {
    let is_renamed = |(key, moved): (&String, &super::model::Moved)| *key != moved.column.name.name;
    if !model.columns.iter().any(is_renamed) {
        return;
    }
    if let Ok(mut tree) = serde_json::to_value(&*expr) {
        rename_tree(&mut tree, model);
        if let Ok(renamed) = serde_json::from_value(tree) {
            *expr = renamed;
        }
    }
}

fn rename_tree(tree: &mut Json, model: &Model<'_>) {
    match tree {
        Json::Array(items) => items.iter_mut().for_each(|item| rename_tree(item, model)),
        Json::Object(node) => {
            if node.get("expr").and_then(Json::as_str) == Some("column")
                && let Some(name) = node.get("name").and_then(Json::as_str)
                && let Some(moved) = model.columns.get(name)
            {
                let name = moved.column.name.name.clone();
                node.insert("name".to_owned(), Json::String(name));
            }
            node.values_mut().for_each(|item| rename_tree(item, model));
        }
        _ => {}
    }
}

/// `INSERT INTO new (..) SELECT .. FROM old`, for the columns that the old table has and for those
/// that the client supplies a value for.
fn copy(
    model: &Model<'_>,
    temporary: &Ident,
    context: &DdlContext<'_>,
) -> Result<Statement, DdlError> {
    let table = &model.source.table;
    let (mut names, mut values, mut added) = (Vec::new(), Vec::new(), Vec::new());
    for (key, moved) in model.ordered()? {
        let name = &moved.column.name;
        let Some(source) = &moved.source else {
            let default = model.batch.client_defaults.get(key).cloned().map(Box::new);
            added.push(TargetColumn { name: name.clone(), default, ..TargetColumn::default() });
            continue;
        };
        // The database fills what it generates, and takes no value for it.
        if moved.column.computed.is_some() {
            continue;
        }
        names.push(name.clone());
        let column = Expr::Column(ColumnRef {
            name: source.clone(),
            table: Some(table.name.clone()),
            schema: table.schema.clone(),
            ..ColumnRef::default()
        });
        values.push(match &moved.cast {
            Some(type_) => cast(column, type_, source),
            None => column,
        });
    }
    let from = FromClause::Table { id: 0, name: table.name.clone(), schema: table.schema.clone() };
    let select = Select { columns: values, from: vec![from], ..Select::default() };
    let insert = Executable::Insert(Box::new(Insert {
        table: Target {
            name: temporary.clone(),
            schema: table.schema.clone(),
            columns: added,
            ..Target::default()
        },
        ctes: Vec::new(),
        source: InsertSource::Select {
            columns: names,
            select: Box::new(Executable::Select(Box::new(select))),
        },
        returning: Vec::new(),
        conflict: None,
        prefixes: Vec::new(),
        inline: true,
        hints: Vec::new(),
    }));
    Ok(compile(&insert, context.dialect, mode(context), &Default::default())?.statement)
}

/// `CAST(column AS type) AS column`
fn cast(column: Expr, type_: &Type, name: &Ident) -> Expr {
    let cast = Expr::Cast { operand: Box::new(column), type_: type_.clone(), r#try: false };
    Expr::Label(Box::new(Label { name: Some(name.clone()), id: None, operand: cast }))
}
