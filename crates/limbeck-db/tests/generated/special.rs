//! Parts of random tables that a full comparison has to write with care: CHECKs under a naming
//! convention, defaults of NULL, identities, computed columns, keys that come and go.

use limbeck_core::dialect::Backend;
use proptest::{option, prelude::*};
use serde_json::{Value, json};

use super::Mode;

/// Columns that only a full comparison sees the whole of.
#[derive(Debug, Clone)]
pub struct Special {
    /// A CHECK inside of its column, which a naming convention names.
    pub inside: Option<usize>,
    /// A default of NULL, or the next value of a sequence.
    pub default: Option<bool>,
    /// An identity: ALWAYS, and its increment.
    pub identity: Option<(bool, i64)>,
    /// An enumeration that is kept as a CHECK of so many values.
    pub values: Option<usize>,
    /// A computed column with an index, of one of two expressions.
    pub computed: Option<bool>,
    /// A unique column of the first table, and references to it of others.
    pub key: bool,
    /// A reference of the last table to the one before it.
    pub parent: bool,
}

pub fn special() -> impl Strategy<Value = Special> {
    let identity = option::of((any::<bool>(), 1_i64..3));
    let parts = (option::of(0_usize..2), option::of(any::<bool>()), identity);
    let keys = (any::<bool>(), any::<bool>());
    (parts, option::of(1_usize..4), option::of(any::<bool>()), keys).prop_map(
        |((inside, default, identity), values, computed, (key, parent))| Special {
            inside,
            default,
            identity,
            values,
            computed,
            key,
            parent,
        },
    )
}

/// What [`Special`] says, as far as the database has it.
pub fn add_special(table: &mut Value, number: usize, given: &Special, mode: Mode) {
    let is_postgresql = mode.backend == Backend::Postgresql;
    let name = format!("t{number}");
    let text = |sql: &str| json!({ "expr": "text", "sql": sql, "binds": [] });
    let (mut columns, mut constraints, mut indexes) = (Vec::new(), Vec::new(), Vec::new());
    let column = |name: &str, more: Value| {
        let mut column = json!({ "name": name, "type": { "type": "Integer" }, "nullable": true });
        for (key, value) in more.as_object().into_iter().flatten() {
            column[key] = value.clone();
        }
        column
    };
    // MariaDB has no CHECK with a name inside of a column.
    if let Some(least) = given.inside.filter(|_| mode.backend != Backend::Mariadb) {
        let condition = text(&format!("s_in > {least}"));
        let check = json!({ "condition": condition, "column_name": "inside" });
        columns.push(column("s_in", json!({ "checks": [check] })));
        let convention = json!({ "ck": "ck_%(table_name)s_%(constraint_name)s" });
        table["naming_convention"] = convention;
    }
    match given.default {
        Some(true) if is_postgresql => {
            let next = json!({ "expr": text("nextval('s_always')") });
            columns.push(column("s_def", json!({ "server_default": next })));
        }
        Some(_) => {
            columns.push(column("s_def", json!({ "server_default": { "expr": text("NULL") } })));
        }
        None => {}
    }
    if let Some((always, increment)) = given.identity {
        let identity = json!({ "always": always, "increment": increment });
        let plain = mode.backend == Backend::Mariadb;
        let more = if plain {
            json!({})
        } else {
            json!({ "identity": identity, "nullable": !is_postgresql })
        };
        columns.push(column("s_id", more));
    }
    if let Some(count) = given.values.filter(|_| mode.backend != Backend::Mariadb) {
        let values = ["a", "bb", "it's"][..count].to_vec();
        let kind = json!({
            "type": "Enum", "name": format!("kind_{name}"), "values": values, "native": false,
            "length": 9, "create_constraint": true,
        });
        columns.push(column("s_kind", json!({ "type": kind })));
        let list: Vec<String> =
            values.iter().map(|value| format!("'{}'", value.replace('\'', "''"))).collect();
        let condition = text(&format!("s_kind IN ({})", list.join(", ")));
        constraints.push(json!({
            "name": { "final": format!("kind_{name}") }, "kind": "check", "condition": condition,
            "type_bound": true,
        }));
    }
    if let Some(twice) = given.computed {
        let sql = if twice { "s_base * 2" } else { "s_base + 1" };
        let type_ = if given.key { "BigInteger" } else { "Integer" };
        columns.push(column("s_base", json!({ "type": { "type": type_ } })));
        let computed = json!({ "expr": text(sql), "persisted": true });
        columns.push(column("s_comp", json!({ "computed": computed })));
        indexes.push(json!({
            "name": format!("ix_{name}_comp"), "table": name, "unique": false,
            "elements": [{ "column": "s_comp" }, { "column": "id" }],
        }));
    }
    for (key, more) in [("columns", columns), ("constraints", constraints), ("indexes", indexes)] {
        if let Some(list) = table[key].as_array_mut() {
            list.extend(more);
        }
    }
}

/// References to a key that may come and go, and to a table that may; `known` is whether these are
/// there.
pub fn add_references(table: &mut Value, number: usize, given: &Special, known: (bool, bool)) {
    let name = format!("t{number}");
    let mut add = |list: &str, item: Value| {
        table[list].as_array_mut().expect("a list").push(item);
    };
    let column =
        |name: &str| json!({ "name": name, "type": { "type": "Integer" }, "nullable": true });
    let refer = |own: &str, to: &str, column: &str| {
        json!({
            "name": format!("fk_{name}_{own}"), "kind": "foreign_key", "columns": [own],
            "referent_table": to, "referent_columns": [column],
        })
    };
    if given.key {
        add("columns", column("s_key"));
    }
    match number {
        0 if given.key => {
            let unique = json!({ "name": "uq_s_key", "kind": "unique", "columns": ["s_key"] });
            add("constraints", unique);
        }
        1 | 2 if given.key && known.0 => add("constraints", refer("s_key", "t0", "s_key")),
        _ => {}
    }
    if number == 2 && given.parent {
        add("columns", column("t1_id"));
        if known.1 {
            add("constraints", refer("t1_id", "t1", "id"));
        }
    }
}
