//! Types that a project tells the dialect to read a database's types as (`ischema_names`).

use std::collections::HashMap;

use limbeck_core::{
    dialect::Backend,
    schema::{Schema, Type},
    statement::{Statement, Value},
};
use limbeck_python::HostError;
use serde_json::json;

use super::super::{Run, context::MigrationContext, host::read};

/// Schema, table, column and the type as the catalog spells it.
const POSTGRESQL: &str = "SELECT n.nspname, c.relname, a.attname, \
    format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_attribute a \
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped \
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')";
const SQLITE: &str = "SELECT NULL, m.name, p.name, p.type FROM sqlite_master m \
    JOIN pragma_table_info(m.name) p WHERE m.type = 'table'";
const MYSQL: &str = "SELECT table_schema, table_name, column_name, column_type \
    FROM information_schema.columns WHERE table_schema NOT IN \
    ('mysql', 'information_schema', 'performance_schema', 'sys')";

impl Run {
    /// Gives columns of registered types the classes that they are registered for.
    pub(super) fn read_registered_types(
        &self,
        (context, number): (&MigrationContext, usize),
        connection: u64,
        database: &mut Schema,
        default_schema: Option<&str>,
    ) -> Result<(), HostError> {
        if self.ask("has_registered_types", &[json!(number)])? != json!(true) {
            return Ok(());
        }
        let sql = match context.dialect.backend {
            Backend::Postgresql => POSTGRESQL,
            Backend::Sqlite => SQLITE,
            Backend::Mysql | Backend::Mariadb => MYSQL,
        };
        let rows = self.connections.execute(connection, &Statement::ddl(sql));
        let text = |value: &Value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        let mut spelled: HashMap<[String; 3], String> = HashMap::new();
        for row in rows.map_err(HostError::Database)?.rows {
            if let [schema, table, column, type_] = row.as_slice()
                && let (Some(table), Some(column), Some(type_)) =
                    (text(table), text(column), text(type_))
            {
                let schema = text(schema).or(default_schema.map(str::to_owned));
                spelled.insert([schema.unwrap_or_default(), table, column], type_);
            }
        }
        let (mut places, mut columns) = (Vec::new(), Vec::new());
        for table in &mut database.tables {
            let schema = table.schema.as_ref().map(|schema| schema.name.as_str());
            let within = schema.or(default_schema).unwrap_or_default();
            for column in &mut table.columns {
                let (name, of) = (&column.name.name, &table.name.name);
                let place = [within.to_owned(), of.clone(), name.clone()];
                if let Some(text) = spelled.get(&place) {
                    places.push(json!([schema, of, name, text]));
                    columns.push(column);
                }
            }
        }
        let types = self.ask("read_registered", &[json!(number), json!(places)])?;
        let types: Vec<Option<Type>> = read(types)?;
        for (column, type_) in columns.into_iter().zip(types) {
            if let Some(type_) = type_ {
                column.type_ = type_;
            }
        }
        Ok(())
    }
}
