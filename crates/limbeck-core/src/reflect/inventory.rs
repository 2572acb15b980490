//! All that a database holds, and what of it is not as it was.

use std::collections::BTreeMap;

use super::{DatabaseObject, Detail, Run, compared_schemas, database, objects};
use crate::{
    dialect::Dialect,
    schema::{Column, Constraint, ConstraintKind, Ident, Schema, Table},
    statement::DatabaseError,
};

/// All that a database holds, its rows excepted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inventory {
    pub schema: Schema,
    pub objects: Vec<DatabaseObject>,
}

impl Inventory {
    /// Takes stock of every schema of a database; those of MySQL and MariaDB are databases of
    /// their own, which others change meanwhile.
    ///
    /// # Errors
    /// What the database answers a query with.
    pub fn read(dialect: &Dialect, run: &mut Run<'_>) -> Result<Inventory, DatabaseError> {
        let schemas = match dialect.is_mysql() {
            true => vec![None],
            false => compared_schemas(dialect, run)?,
        };
        let names: Vec<Option<&str>> = schemas.iter().map(Option::as_deref).collect();
        let schema = database(dialect, &names, Detail::Full, run)?.schema;
        Ok(Inventory { schema, objects: objects(dialect, run)? })
    }

    /// A line for each thing that `later` has beyond this, lacks, or has otherwise. The order of a
    /// table's columns is no difference.
    ///
    /// ```
    /// use limbeck_core::{dialect::{Backend, Dialect}, reflect::Inventory, schema::Table};
    ///
    /// let (before, mut after) = (Inventory::default(), Inventory::default());
    /// after.schema.tables.push(Table::new("t"));
    /// let dialect = Dialect::new(Backend::Sqlite, None);
    /// assert_eq!(before.traces(&after, &dialect), ["table t is left behind"]);
    /// ```
    pub fn traces(&self, later: &Inventory, dialect: &Dialect) -> Vec<String> {
        let tables = |inventory: &Inventory| by(&inventory.schema.tables, place);
        let mut lines = paired("table", tables(self), tables(later), |name, old, new| {
            in_table(name, old, new, dialect)
        });
        let objects = |inventory: &Inventory| {
            let named = |object: &DatabaseObject| format!("{} {}", object.kind, object.name);
            by(&inventory.objects, named)
        };
        lines.extend(paired("", objects(self), objects(later), otherwise("")));
        lines
    }
}

/// Items by their keys; of two with one key the second has a number behind it.
fn by<T: Clone>(items: &[T], key: impl Fn(&T) -> String) -> BTreeMap<String, T> {
    let mut found = BTreeMap::new();
    for item in items {
        let key = key(item);
        let mut name = key.clone();
        let mut count = 1;
        while found.contains_key(&name) {
            count += 1;
            name = format!("{key} ({count})");
        }
        found.insert(name, item.clone());
    }
    found
}

/// A line for what only one side has; `differing` tells of what both have and not alike.
fn paired<T: PartialEq>(
    what: &str,
    mut old: BTreeMap<String, T>,
    new: BTreeMap<String, T>,
    differing: impl Fn(&str, T, T) -> Vec<String>,
) -> Vec<String> {
    let blank = if what.is_empty() { "" } else { " " };
    let mut lines = Vec::new();
    for (name, new) in new {
        match old.remove(&name) {
            Some(old) if old == new => {}
            Some(old) => lines.extend(differing(&name, old, new)),
            None => lines.push(format!("{what}{blank}{name} is left behind")),
        }
    }
    lines.extend(old.keys().map(|name| format!("{what}{blank}{name} is gone")));
    lines
}

/// The line for what is not alike, where no more is said of it.
fn otherwise<T>(what: &str) -> impl Fn(&str, T, T) -> Vec<String> {
    let what = if what.is_empty() { String::new() } else { format!("{what} ") };
    move |name, _, _| vec![format!("{what}{name} is not as before")]
}

fn in_table(name: &str, old: Table, new: Table, dialect: &Dialect) -> Vec<String> {
    let columns = |table: &Table| by(&table.columns, |column| format!("{name}.{}", column.name));
    let mut lines = paired("column", columns(&old), columns(&new), |column, old, new| {
        altered(column, &old, &new, dialect)
    });
    let constraints = |table: &Table| {
        by(&table.constraints, |constraint| format!("{} on {name}", named(constraint)))
    };
    let what = "constraint";
    lines.extend(paired(what, constraints(&old), constraints(&new), otherwise(what)));
    let indexes = |table: &Table| {
        by(&table.indexes, |index| {
            format!("{} on {name}", index.name.text().unwrap_or("without a name"))
        })
    };
    lines.extend(paired("index", indexes(&old), indexes(&new), otherwise("index")));
    if bare(old) != bare(new) {
        lines.push(format!("table {name} has other options or another comment"));
    }
    lines
}

/// A table without its parts.
fn bare(table: Table) -> Table {
    Table { columns: Vec::new(), constraints: Vec::new(), indexes: Vec::new(), ..table }
}

fn place(table: &Table) -> String {
    match &table.schema {
        Some(schema) => format!("{schema}.{}", table.name),
        None => table.name.to_string(),
    }
}

fn named(constraint: &Constraint) -> String {
    let listed = |columns: &[Ident]| {
        columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    if let Some(name) = constraint.name.text() {
        return name.to_owned();
    }
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => format!("PRIMARY KEY ({})", listed(&key.columns)),
        ConstraintKind::Unique(unique) => format!("UNIQUE ({})", listed(&unique.columns)),
        ConstraintKind::ForeignKey(key) => {
            format!("FOREIGN KEY ({}) to {}", listed(&key.columns), key.referent_table)
        }
        ConstraintKind::Check(_) => "CHECK".to_owned(),
        ConstraintKind::Exclude(_) => "EXCLUDE".to_owned(),
    }
}

fn altered(name: &str, old: &Column, new: &Column, dialect: &Dialect) -> Vec<String> {
    let described = |column: &Column| {
        let type_ = dialect.type_sql(&column.type_).unwrap_or_else(|_| "of its own type".into());
        let nullable = if column.nullable { "" } else { " NOT NULL" };
        let default = if column.server_default.is_some() { " with a default" } else { "" };
        format!("{type_}{nullable}{default}")
    };
    let (old, new) = (described(old), described(new));
    vec![match old == new {
        true => format!("column {name} is not as before"),
        false => format!("column {name} is {new}, and was {old}"),
    }]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dialect::Backend;

    fn inventory(tables: serde_json::Value, objects: &[(&str, &str, &str)]) -> Inventory {
        let schema = serde_json::from_value(json!({ "tables": tables })).expect("a schema");
        let object = |(kind, name, definition): &(&str, &str, &str)| DatabaseObject {
            kind: (*kind).to_owned(),
            name: (*name).to_owned(),
            definition: (*definition).to_owned(),
        };
        Inventory { schema, objects: objects.iter().map(object).collect() }
    }

    #[test]
    fn each_trace_has_its_line() {
        let column = |name: &str, type_: &str| json!({ "name": name, "type": { "type": type_ } });
        let unique = |columns: &[&str]| json!({ "kind": "unique", "columns": columns });
        let index = |name: &str, columns: &[&str]| {
            let elements: Vec<_> = columns.iter().map(|name| json!({ "column": name })).collect();
            json!({ "name": name, "table": "t", "elements": elements })
        };
        let before = inventory(
            json!([
                {
                    "name": "t",
                    "columns": [column("a", "Integer"), column("b", "Integer"), column("c", "Text")],
                    "constraints": [unique(&["a"])],
                    "indexes": [index("ix_b", &["b"])],
                },
                { "name": "u" },
            ]),
            &[("view", "v", "SELECT 1"), ("view", "w", "SELECT 1"), ("type", "mood", "'ok'")],
        );
        let after = inventory(
            json!([{
                "name": "t",
                "columns": [column("c", "Text"), column("a", "BigInteger"), column("d", "Text")],
                "constraints": [unique(&["b"])],
                "indexes": [index("ix_b", &["a"])],
                "comment": "new",
            }]),
            &[("view", "v", "SELECT 2"), ("type", "mood", "'ok'"), ("function", "f()", "")],
        );
        let dialect = Dialect::new(Backend::Postgresql, None);
        assert_eq!(before.traces(&before, &dialect), Vec::<String>::new());
        assert_eq!(
            before.traces(&after, &dialect),
            [
                "column t.a is BIGINT, and was INTEGER",
                "column t.d is left behind",
                "column t.b is gone",
                "constraint UNIQUE (b) on t is left behind",
                "constraint UNIQUE (a) on t is gone",
                "index ix_b on t is not as before",
                "table t has other options or another comment",
                "table u is gone",
                "function f() is left behind",
                "view v is not as before",
                "view w is gone",
            ]
        );
    }
}
