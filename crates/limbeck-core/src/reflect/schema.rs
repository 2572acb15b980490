//! A whole database as one [`Schema`], with one round trip for each kind of object.

use std::fmt;

use super::{
    ReflectedTable, Run, Scope, What, inspect,
    model::{Detail, to_model},
    row::Row,
    tables,
};
use crate::{
    dialect::{Backend, Dialect},
    schema::{Ident, Name, Schema, Sequence, types::EnumType},
    statement::{DatabaseError, Statement},
};

/// A database, with what its catalog tells beside the schema.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Database {
    pub schema: Schema,
    /// The integer columns of PostgreSQL whose default is a sequence that a column of their name owns.
    pub serials: Vec<Serial>,
}

/// A column that counts by a sequence, whose default is therefore left out of the schema. As a
/// text, what the log is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serial {
    pub schema: Option<String>,
    pub table: String,
    pub column: String,
    pub sequence: String,
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Serial { table, column, sequence, .. } = self;
        write!(
            f,
            "Detected sequence named '{sequence}' as owned by integer column '{table}({column})', \
             assuming SERIAL and omitting"
        )
    }
}

/// The tables of the given schemas, as the diff compares them.
///
/// `None` among `schemas` stands for what unqualified names mean. With [`Detail::Full`] the
/// sequences that no column owns and the enumerations come too.
///
/// # Errors
/// What the database answers a query with, or a dialect that cannot be reflected.
pub fn schema(
    dialect: &Dialect,
    schemas: &[Option<&str>],
    detail: Detail,
    run: &mut Run<'_>,
) -> Result<Schema, DatabaseError> {
    database(dialect, schemas, detail, run).map(|database| database.schema)
}

/// As [`schema()`], with what the catalog tells beside it.
///
/// # Errors
/// Those of [`schema()`].
pub fn database(
    dialect: &Dialect,
    schemas: &[Option<&str>],
    detail: Detail,
    run: &mut Run<'_>,
) -> Result<Database, DatabaseError> {
    let mut database = Database::default();
    let found = &mut database.schema;
    for schema in schemas {
        let scope = Scope { schema: *schema, tables: None, views: false };
        let reflected: Vec<ReflectedTable> = tables(dialect, scope, run)?;
        for table in &reflected {
            database.serials.extend(table.counted(detail));
        }
        let models = reflected.into_iter().map(|table| to_model(&table, dialect.backend, detail));
        found.tables.extend(models);
        if detail == Detail::Full && dialect.backend == Backend::Postgresql {
            found.sequences.extend(sequences(*schema, run)?);
            found.enums.extend(enums(dialect, *schema, run)?);
        }
    }
    Ok(database)
}

/// The schema that unqualified names mean, as SQLAlchemy's `default_schema_name`.
///
/// # Errors
/// What the database answers the query with.
pub fn default_schema(
    dialect: &Dialect,
    run: &mut Run<'_>,
) -> Result<Option<String>, DatabaseError> {
    let sql = match dialect.backend {
        Backend::Postgresql => "SELECT current_schema()",
        Backend::Sqlite => return Ok(Some("main".to_owned())),
        Backend::Mysql | Backend::Mariadb => "SELECT database()",
    };
    let rows = run.ask(&Statement::ddl(sql))?.rows;
    Ok(rows.into_iter().next().and_then(|row| Row::new(row).optional()))
}

/// Databases of MySQL's and MariaDB's own, whose tables no model names and nobody drops.
const SYSTEM_DATABASES: [&str; 3] = ["mysql", "performance_schema", "sys"];

/// The schemas that `include_schemas` compares: all but the server's own, with `None` for the
/// default one.
///
/// # Errors
/// What the database answers a query with.
pub fn compared_schemas(
    dialect: &Dialect,
    run: &mut Run<'_>,
) -> Result<Vec<Option<String>>, DatabaseError> {
    let default = default_schema(dialect, run)?;
    let scope = Scope::default();
    let names = inspect(dialect, What::SchemaNames, scope, "", run)?;
    let names = names.as_array().into_iter().flatten().filter_map(|name| name.as_str());
    let is_system = |name: &str| {
        name == "information_schema" || dialect.is_mysql() && SYSTEM_DATABASES.contains(&name)
    };
    let others = names
        .filter(|name| !is_system(name) && Some(*name) != default.as_deref())
        .map(|name| Some(name.to_owned()));
    Ok(std::iter::once(None).chain(others).collect())
}

const SEQUENCES: &str = "SELECT c.relname, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, \
    s.seqcache, s.seqcycle, ARRAY(SELECT CASE WHEN ud.oid IS NULL THEN '' \
    ELSE concat_ws(chr(31), un.nspname, uc.relname, ua.attname) END \
    FROM pg_catalog.pg_depend AS u \
    LEFT JOIN pg_catalog.pg_attrdef AS ud \
    ON u.classid = 'pg_catalog.pg_attrdef'::regclass AND ud.oid = u.objid \
    LEFT JOIN pg_catalog.pg_class AS uc ON uc.oid = ud.adrelid \
    LEFT JOIN pg_catalog.pg_namespace AS un ON un.oid = uc.relnamespace \
    LEFT JOIN pg_catalog.pg_attribute AS ua ON ua.attrelid = uc.oid AND ua.attnum = ud.adnum \
    WHERE u.refclassid = 'pg_catalog.pg_class'::regclass AND u.refobjid = c.oid \
    AND u.deptype = 'n') FROM pg_catalog.pg_sequence AS s \
    JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
    WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d \
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid \
    AND d.deptype IN ('a', 'i', 'e')) AND ";

/// Sequences that no column owns.
fn sequences(schema: Option<&str>, run: &mut Run<'_>) -> Result<Vec<Sequence>, DatabaseError> {
    let (condition, params) = match schema {
        Some(schema) => ("n.nspname = $1", vec![super::row::text(schema)]),
        None => ("pg_catalog.pg_table_is_visible(c.oid)", Vec::new()),
    };
    let sql = format!("{SEQUENCES}{condition} ORDER BY c.relname");
    let rows = run.ask(&Statement::with_params(sql, params))?.rows;
    let sequence = |values| {
        let mut row = Row::new(values);
        let mut sequence =
            Sequence { name: row.text(), schema: schema.map(str::to_owned), ..Sequence::default() };
        let options = &mut sequence.options;
        options.start = Some(row.int());
        options.increment = Some(row.int());
        options.minvalue = Some(row.int());
        options.maxvalue = Some(row.int());
        options.cache = Some(row.int());
        options.cycle = Some(row.flag());
        let parts = |place: &String| {
            place.split('\u{1f}').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        sequence.used_by = row.texts().iter().map(parts).collect();
        sequence
    };
    Ok(rows.into_iter().map(sequence).collect())
}

fn enums(
    dialect: &Dialect,
    schema: Option<&str>,
    run: &mut Run<'_>,
) -> Result<Vec<EnumType>, DatabaseError> {
    let scope = Scope { schema, ..Scope::default() };
    let found = inspect(dialect, What::Enums, scope, "", run)?;
    let enumeration = |found: &serde_json::Value| EnumType {
        name: Name::Plain(Ident::from(found["name"].as_str().unwrap_or_default())),
        schema: schema.map(str::to_owned),
        values: found["labels"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|label| label.as_str().map(str::to_owned))
            .collect(),
        dialect: Some("postgresql".to_owned()),
        ..EnumType::default()
    };
    Ok(found.as_array().into_iter().flatten().map(enumeration).collect())
}
