//! The dictionaries of SQLAlchemy's Inspector, key by key.

use serde_json::{Map, Value as Json, json};

use super::facts::{
    ReflectedCheck, ReflectedColumn, ReflectedForeignKey, ReflectedIndex, ReflectedPrimaryKey,
    ReflectedTable, ReflectedUnique,
};
use super::mysql;
use crate::{dialect::Backend, schema::SequenceOptions};

impl ReflectedTable {
    /// What `Inspector.get_columns` gives; `type` is the type's JSON form.
    pub fn columns_json(&self, backend: Backend) -> Json {
        self.columns.iter().map(|column| column_json(column, backend)).collect()
    }

    /// What `Inspector.get_pk_constraint` gives.
    pub fn primary_key_json(&self, backend: Backend) -> Json {
        let Some(ReflectedPrimaryKey { name, columns, comment, include }) = &self.primary_key
        else {
            return json!({ "constrained_columns": [], "name": null });
        };
        let mut key = json!({ "constrained_columns": columns, "name": name });
        if backend == Backend::Postgresql {
            key["comment"] = json!(comment);
            key["dialect_options"] = json!({ "postgresql_include": include });
        }
        key
    }

    /// What `Inspector.get_foreign_keys` gives.
    pub fn foreign_keys_json(&self, backend: Backend) -> Json {
        self.foreign_keys.iter().map(|key| foreign_key_json(key, backend)).collect()
    }

    /// What `Inspector.get_indexes` gives.
    pub fn indexes_json(&self, backend: Backend) -> Json {
        let shown = |index: &&ReflectedIndex| match backend {
            // SQLAlchemy leaves these two out on SQLite.
            Backend::Sqlite => {
                let plain = index.elements.iter().all(|element| !element.is_expression);
                plain && index.constraint.is_none()
            }
            _ => true,
        };
        self.indexes.iter().filter(shown).map(|index| index_json(index, backend)).collect()
    }

    /// What `Inspector.get_unique_constraints` gives.
    pub fn unique_constraints_json(&self, backend: Backend) -> Json {
        self.unique_constraints.iter().map(|unique| unique_json(unique, backend)).collect()
    }

    /// What `Inspector.get_check_constraints` gives.
    pub fn check_constraints_json(&self, backend: Backend) -> Json {
        self.check_constraints.iter().map(|check| check_json(check, backend)).collect()
    }
}

fn is_mysql(backend: Backend) -> bool {
    matches!(backend, Backend::Mysql | Backend::Mariadb)
}

fn column_json(column: &ReflectedColumn, backend: Backend) -> Json {
    let mut dict = json!({
        "name": column.name,
        "type": *column.type_,
        "nullable": column.nullable,
        "default": column.default,
    });
    if backend == Backend::Sqlite {
        dict["primary_key"] = json!(column.primary_key);
    } else {
        if backend == Backend::Postgresql || mysql::tells_of_counting(column) {
            dict["autoincrement"] = json!(column.autoincrement);
        }
        dict["comment"] = json!(column.comment);
    }
    if let Some(computed) = &column.computed {
        dict["computed"] = json!({ "sqltext": computed.sql, "persisted": computed.persisted });
    }
    if let Some(identity) = &column.identity {
        let mut map = Map::new();
        map.insert("always".to_owned(), json!(identity.always));
        map.extend(sequence_options(&identity.options));
        dict["identity"] = map.into();
    }
    dict
}

/// The options of a sequence that the catalog always knows.
pub(super) fn sequence_options(options: &SequenceOptions) -> Vec<(String, Json)> {
    vec![
        ("start".to_owned(), json!(options.start)),
        ("increment".to_owned(), json!(options.increment)),
        ("minvalue".to_owned(), json!(options.minvalue)),
        ("maxvalue".to_owned(), json!(options.maxvalue)),
        ("cache".to_owned(), json!(options.cache)),
        ("cycle".to_owned(), json!(options.cycle)),
    ]
}

fn foreign_key_json(key: &ReflectedForeignKey, backend: Backend) -> Json {
    let mut options = Map::new();
    let mut set = |name: &str, value: &Option<String>| {
        if let Some(value) = value {
            options.insert(name.to_owned(), json!(value));
        }
    };
    set("onupdate", &key.onupdate);
    set("ondelete", &key.ondelete);
    set("initially", &key.initially);
    set("match", &key.match_);
    if let Some(deferrable) = key.deferrable {
        options.insert("deferrable".to_owned(), json!(deferrable));
    }
    let mut dict = json!({
        "name": key.name,
        "constrained_columns": key.columns,
        "referred_schema": key.referred_schema,
        "referred_table": key.referred_table,
        "referred_columns": key.referred_columns,
        "options": options,
    });
    if backend == Backend::Postgresql {
        dict["comment"] = json!(key.comment);
    }
    dict
}

fn index_json(index: &ReflectedIndex, backend: Backend) -> Json {
    let names: Vec<Json> = index
        .elements
        .iter()
        .map(|element| if element.is_expression { Json::Null } else { json!(element.text) })
        .collect();
    let mut dict = match backend == Backend::Postgresql {
        true => json!({ "name": index.name, "unique": index.unique, "column_names": names }),
        false => json!({ "name": index.name, "column_names": names, "unique": index.unique }),
    };
    if backend == Backend::Sqlite {
        dict["unique"] = json!(i64::from(index.unique));
    } else {
        add_sorting(&mut dict, index);
    }
    let options = index_options(index, backend);
    if !(is_mysql(backend) && options.is_empty()) {
        dict["dialect_options"] = options.into();
    }
    dict
}

fn add_sorting(dict: &mut Json, index: &ReflectedIndex) {
    if index.elements.iter().any(|element| element.is_expression) {
        let texts: Vec<&str> = index.elements.iter().map(|element| element.text.as_str()).collect();
        dict["expressions"] = json!(texts);
    }
    let sorting: Map<String, Json> = index
        .elements
        .iter()
        .filter(|element| !element.sorting.is_empty())
        .map(|element| (element.text.clone(), json!(element.sorting)))
        .collect();
    if !sorting.is_empty() {
        dict["column_sorting"] = sorting.into();
    }
    if let Some(constraint) = &index.constraint {
        dict["duplicates_constraint"] = json!(constraint);
    }
}

/// The dialect options of an index by full key; the condition of a partial one is SQL.
pub(super) fn index_options(index: &ReflectedIndex, backend: Backend) -> Map<String, Json> {
    let mut options = Map::new();
    if backend == Backend::Sqlite {
        if let Some(condition) = &index.condition {
            let text = json!({ "expr": "text", "sql": condition });
            options.insert("sqlite_where".to_owned(), json!({ "$expr": text }));
        }
        return options;
    }
    if is_mysql(backend) {
        let lengths: Map<String, Json> = index
            .elements
            .iter()
            .filter_map(|element| Some((element.text.clone(), json!(element.length?))))
            .collect();
        let lengths = (!lengths.is_empty()).then(|| lengths.into());
        let told = [
            ("prefix", index.prefix.as_ref().map(|prefix| json!(prefix))),
            ("with_parser", index.parser.as_ref().map(|parser| json!(parser))),
            ("length", lengths),
        ];
        let told = told.into_iter().filter_map(|(key, value)| Some((key, value?)));
        options.extend(told.map(|(key, value)| (format!("{backend}_{key}"), value)));
        return options;
    }
    let classes: Map<String, Json> = index
        .elements
        .iter()
        .filter_map(|element| Some((element.text.clone(), json!(element.operator_class.as_ref()?))))
        .collect();
    let mut set = |key: &str, value: Option<Json>| {
        if let Some(value) = value {
            options.insert(format!("postgresql_{key}"), value);
        }
    };
    set("ops", (!classes.is_empty()).then(|| classes.into()));
    let with: Map<String, Json> =
        index.with.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
    set("with", (!with.is_empty()).then(|| with.into()));
    set("using", index.using.as_ref().map(|using| json!(using)));
    set("where", index.condition.as_ref().map(|condition| json!(condition)));
    set("include", Some(json!(index.include)));
    set("nulls_not_distinct", index.nulls_not_distinct.then_some(Json::Bool(true)));
    options
}

fn unique_json(unique: &ReflectedUnique, backend: Backend) -> Json {
    let mut dict = json!({ "name": unique.name, "column_names": unique.columns });
    if is_mysql(backend) {
        dict["duplicates_index"] = json!(unique.name);
    }
    if backend == Backend::Postgresql {
        dict["comment"] = json!(unique.comment);
        dict["dialect_options"] = json!({
            "postgresql_include": unique.include,
            "postgresql_nulls_not_distinct": unique.nulls_not_distinct,
        });
    }
    dict
}

fn check_json(check: &ReflectedCheck, backend: Backend) -> Json {
    let mut dict = json!({ "name": check.name, "sqltext": check.sql });
    if backend == Backend::Postgresql {
        dict["comment"] = json!(check.comment);
        let mut options = Map::new();
        if check.not_valid {
            options.insert("not_valid".to_owned(), json!(true));
        }
        if check.no_inherit {
            options.insert("no_inherit".to_owned(), json!(true));
        }
        if !options.is_empty() {
            dict["dialect_options"] = options.into();
        }
    }
    dict
}
