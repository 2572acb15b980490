//! Objects beside tables: sequences and the values of enumerations.

use crate::{
    dialect::{Backend, Dialect},
    diff::{
        Change, DiffError, Hooks, Reversible, context::Run, identity::differing_options, notice,
    },
    expr::Executable,
    ops::{Execute, Operation},
    schema::{Column, Ident, Options as Kwargs, Schema, Sequence, Table, Type, types::EnumType},
};

type Key = (Option<String>, String);

/// Sequences and enumerations of PostgreSQL, each where the models declare any.
pub(in crate::diff) fn compare_objects<H: Hooks>(
    run: &mut Run<'_, H>,
    database: &Schema,
    models: &[Schema],
) -> Result<(), H::Error> {
    if run.options.dialect.backend != Backend::Postgresql {
        return Ok(());
    }
    compare_sequences(run, database, models);
    compare_enums(run, database, models)?;
    Ok(())
}

fn key<H>(run: &Run<'_, H>, schema: Option<&String>, name: &str) -> Key {
    let schema = schema.filter(|schema| Some(*schema) != run.options.default_schema.as_ref());
    (schema.cloned(), name.to_owned())
}

fn compare_sequences<H: Hooks>(run: &mut Run<'_, H>, database: &Schema, models: &[Schema]) {
    let wanted: Vec<&Sequence> = models.iter().flat_map(|schema| &schema.sequences).collect();
    if wanted.is_empty() {
        return;
    }
    let known = super::by_name(&database.sequences, |it| key(run, it.schema.as_ref(), &it.name));
    let mut first = Vec::new();
    for sequence in &wanted {
        let Some(old) = known.get(&key(run, sequence.schema.as_ref(), &sequence.name)) else {
            let sequence = Sequence::clone(sequence);
            let create =
                Operation::CreateSequence { sequence: sequence.clone(), if_not_exists: false };
            let drop = Operation::DropSequence { sequence: sequence.clone(), if_exists: false };
            first.push(Change::Single(Reversible::new(create, drop)));
            run.log(notice::TABLES, format!("Detected added sequence '{}'", sequence.name));
            continue;
        };
        let differing = differing_options(&sequence.options, &old.options);
        if !differing.is_empty() {
            let up = alter_sequence(run.options.dialect, sequence, &differing, sequence);
            let down = alter_sequence(run.options.dialect, sequence, &differing, old);
            first.push(Change::Single(Reversible::new(execute(up), execute(down))));
            run.log(notice::TABLES, format!("Detected changed sequence '{}'", sequence.name));
        }
    }
    run.changes.splice(0..0, first);
    drop_sequences(run, database, &wanted);
}

/// Drops what is declared no more, in the schemas where others are; what a column counts by only
/// where that comes to an end.
fn drop_sequences<H: Hooks>(run: &mut Run<'_, H>, database: &Schema, wanted: &[&Sequence]) {
    let names: Vec<Key> = wanted.iter().map(|it| key(run, it.schema.as_ref(), &it.name)).collect();
    let released = released(run);
    for old in &database.sequences {
        let name = key(run, old.schema.as_ref(), &old.name);
        let is_free = old
            .used_by
            .iter()
            .all(|place| released.iter().any(|free| !place.is_empty() && place.starts_with(free)));
        let is_declared = names.contains(&name);
        if is_declared || !is_free || names.iter().all(|(schema, _)| *schema != name.0) {
            continue;
        }
        run.log(notice::TABLES, format!("Detected removed sequence '{}'", old.name));
        let drop = Operation::DropSequence { sequence: old.clone(), if_exists: false };
        let create = Operation::CreateSequence { sequence: old.clone(), if_not_exists: false };
        run.changes.push(Change::Single(Reversible::new(drop, create)));
    }
}

/// Tables that go, and columns that go or get another default: schema, table, column.
fn released<H>(run: &Run<'_, H>) -> Vec<Vec<String>> {
    let default = run.options.default_schema.as_deref().unwrap_or("public");
    let place = |schema: Option<&Ident>, table: &Ident| {
        vec![schema.map_or(default, |it| &it.name).to_owned(), table.name.clone()]
    };
    let mut found = Vec::new();
    for change in &run.changes {
        match change {
            Change::Single(Reversible { up: Operation::DropTable(drop), .. }) => {
                found.push(place(drop.schema.as_ref(), &drop.name));
            }
            Change::Table { table, schema, steps } => {
                for step in steps {
                    let column = match &step.up {
                        Operation::DropColumn(drop) => &drop.column,
                        Operation::AlterColumn(alter) if !alter.server_default.is_unset() => {
                            &alter.column
                        }
                        _ => continue,
                    };
                    let mut place = place(schema.as_ref(), table);
                    place.push(column.name.clone());
                    found.push(place);
                }
            }
            _ => {}
        }
    }
    found
}

fn alter_sequence(
    dialect: &Dialect,
    name: &Sequence,
    differing: &[&str],
    options: &Sequence,
) -> String {
    let schema = name.schema.as_deref().map(crate::schema::Ident::from);
    let ident = crate::schema::Ident::from(name.name.as_str());
    let mut sql = format!("ALTER SEQUENCE {}", dialect.qualified(schema.as_ref(), &ident));
    let options = &options.options;
    for option in differing {
        let number = |word: &str, value: Option<i64>| match value {
            Some(value) => format!(" {word} {value}"),
            None => format!(" NO {word}"),
        };
        sql.push_str(&match *option {
            "start" => number("START WITH", options.start),
            "increment" => number("INCREMENT BY", options.increment),
            "minvalue" => number("MINVALUE", options.minvalue),
            "maxvalue" => number("MAXVALUE", options.maxvalue),
            "cache" => number("CACHE", options.cache.or(Some(1))),
            "cycle" if options.cycle == Some(true) => " CYCLE".to_owned(),
            "cycle" => " NO CYCLE".to_owned(),
            "nominvalue" => " NO MINVALUE".to_owned(),
            _ => " NO MAXVALUE".to_owned(),
        });
    }
    sql
}

/// A statement as it stands.
pub(in crate::diff) fn execute(sql: String) -> Operation {
    let sql = sql.replace(':', "\\:");
    let statement = Executable::Text { sql, binds: Vec::new(), columns: Vec::new() };
    Operation::Execute(Execute { statement, options: Kwargs::new() })
}

/// A column that holds an enumeration of its own.
struct Use<'a> {
    table: &'a Table,
    column: &'a Column,
    enum_: &'a EnumType,
}

fn uses(tables: &[Table]) -> Vec<Use<'_>> {
    let mut found = Vec::new();
    for table in tables {
        for column in &table.columns {
            if let Type::Enum(enum_) = column.type_.for_backend(Backend::Postgresql)
                && enum_.is_native()
                && enum_.name.text().is_some()
            {
                found.push(Use { table, column, enum_ });
            }
        }
    }
    found
}

fn compare_enums<H: Hooks>(
    run: &mut Run<'_, H>,
    database: &Schema,
    models: &[Schema],
) -> Result<(), DiffError> {
    let old = super::by_name(&database.enums, |it| {
        key(run, it.schema.as_ref(), it.name.text().unwrap_or_default())
    });
    let in_use = uses(&database.tables);
    let mut seen: Vec<Key> = Vec::new();
    let mut first = Vec::new();
    for model in models.iter().flat_map(|schema| uses(&schema.tables)) {
        let name =
            key(run, model.enum_.schema.as_ref(), model.enum_.name.text().unwrap_or_default());
        if seen.contains(&name) {
            continue;
        }
        seen.push(name.clone());
        let Some(known) = old.get(&name) else {
            first.extend(creation(run, database, models, &name, model.enum_)?);
            continue;
        };
        if known.values == model.enum_.values {
            continue;
        }
        let columns: Vec<&Use<'_>> = in_use
            .iter()
            .filter(|it| {
                key(run, it.enum_.schema.as_ref(), it.enum_.name.text().unwrap_or_default()) == name
            })
            .collect();
        let dialect = run.options.dialect;
        let up = values_change(dialect, known, &model.enum_.values, &columns);
        let down = values_change(
            dialect,
            &EnumType { values: model.enum_.values.clone(), ..(*known).clone() },
            &known.values,
            &columns,
        );
        first.push(Change::Several {
            up: up.into_iter().map(execute).collect(),
            down: down.into_iter().map(execute).collect(),
        });
        let line = format!("Detected changed values of enum '{}'", name.1);
        run.log(notice::TYPES, line);
    }
    run.changes.splice(0..0, first);
    Ok(())
}

/// A type that no table of the database has yet: a table made with it makes it too, a column
/// added or altered does not. Either way it goes with the downgrade.
fn creation<H: Hooks>(
    run: &Run<'_, H>,
    database: &Schema,
    models: &[Schema],
    name: &Key,
    enum_: &EnumType,
) -> Result<Option<Change>, DiffError> {
    let exists = |table: &Table| {
        database.tables.iter().any(|known| {
            known.name.name == table.name.name
                && known.schema.as_ref().map(|it| &it.name)
                    == table.schema.as_ref().map(|it| &it.name)
        })
    };
    let users: Vec<Use<'_>> = models
        .iter()
        .flat_map(|schema| uses(&schema.tables))
        .filter(|it| {
            key(run, it.enum_.schema.as_ref(), it.enum_.name.text().unwrap_or_default()) == *name
        })
        .collect();
    let made_by_table = users.iter().any(|it| !exists(it.table));
    let type_name = qualified(run.options.dialect, enum_);
    let drop = execute(format!("DROP TYPE {type_name}"));
    let create = execute(create_sql(run.options.dialect, &type_name, &enum_.values));
    let up = if made_by_table { Vec::new() } else { vec![create] };
    Ok(Some(Change::Several { up, down: vec![drop] }))
}

fn qualified(dialect: &Dialect, enum_: &EnumType) -> String {
    let schema = enum_.schema.as_deref().map(crate::schema::Ident::from);
    let name = crate::schema::Ident::from(enum_.name.text().unwrap_or_default());
    dialect.qualified(schema.as_ref(), &name)
}

fn create_sql(dialect: &Dialect, name: &str, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| dialect.string_literal(value)).collect();
    format!("CREATE TYPE {name} AS ENUM ({})", values.join(", "))
}

/// Adds values where that is all; otherwise the type is made anew and its columns moved over.
fn values_change(
    dialect: &Dialect,
    old: &EnumType,
    new: &[String],
    columns: &[&Use<'_>],
) -> Vec<String> {
    let name = qualified(dialect, old);
    let mut kept = new.iter().filter(|value| old.values.contains(value));
    if old.values.iter().all(|value| kept.next() == Some(value)) {
        return additions(dialect, &name, &old.values, new);
    }
    let aside =
        dialect.quote_name(&format!("{}_old", old.name.text().unwrap_or_default())).into_owned();
    let aside_qualified = match &old.schema {
        Some(schema) => format!("{}.{aside}", dialect.quote_name(schema)),
        None => aside.clone(),
    };
    let mut sql =
        vec![format!("ALTER TYPE {name} RENAME TO {aside}"), create_sql(dialect, &name, new)];
    for used in columns {
        let table = dialect.qualified(used.table.schema.as_ref(), &used.table.name);
        let column = dialect.quote_ident(&used.column.name);
        let default = crate::diff::defaults::database_text(used.column);
        if default.is_some() {
            sql.push(format!("ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT"));
        }
        sql.push(format!(
            "ALTER TABLE {table} ALTER COLUMN {column} TYPE {name} USING {column}::text::{name}"
        ));
        if let Some(default) = default {
            sql.push(format!("ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {default}"));
        }
    }
    sql.push(format!("DROP TYPE {aside_qualified}"));
    sql
}

fn additions(dialect: &Dialect, name: &str, old: &[String], new: &[String]) -> Vec<String> {
    let mut sql = Vec::new();
    for (place, value) in new.iter().enumerate() {
        if old.contains(value) {
            continue;
        }
        let next_old = new[place..].iter().find(|next| old.contains(next));
        let position = match next_old {
            Some(next) => format!(" BEFORE {}", dialect.string_literal(next)),
            None => String::new(),
        };
        let value = dialect.string_literal(value);
        sql.push(format!("ALTER TYPE {name} ADD VALUE {value}{position}"));
    }
    sql
}
