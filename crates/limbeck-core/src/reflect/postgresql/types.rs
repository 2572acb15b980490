//! PostgreSQL's spelling of types, read back.

use indexmap::IndexMap;

use crate::{
    expr::Expr,
    reflect::{Run, row::Row},
    schema::{
        Ident, Name, Type,
        types::{EnumType, NamedType, NumericArgs, TextArgs},
    },
    statement::{DatabaseError, Statement},
};

/// An enumeration of the database.
#[derive(Debug, Clone)]
pub(super) struct Enumeration {
    pub name: String,
    pub schema: String,
    pub visible: bool,
    pub labels: Vec<String>,
}

/// A domain of the database.
#[derive(Debug, Clone)]
pub(super) struct Domain {
    pub name: String,
    pub schema: String,
    pub visible: bool,
    pub type_text: String,
    pub not_null: bool,
    pub default: Option<String>,
    /// Name and condition.
    pub checks: Vec<(String, String)>,
    pub collation: Option<String>,
    pub collation_schema: Option<String>,
}

/// Enumerations and domains, by the spelling that `format_type` gives them.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub enums: IndexMap<String, Enumeration>,
    pub domains: IndexMap<String, Domain>,
}

const ENUMS: &str = "SELECT pg_catalog.format_type(t.oid, NULL), t.typname, n.nspname, \
    pg_catalog.pg_type_is_visible(t.oid), \
    ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid \
    ORDER BY e.enumsortorder) \
    FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace \
    WHERE t.typtype = 'e' ORDER BY n.nspname, t.typname";

const DOMAINS: &str = "SELECT pg_catalog.format_type(t.oid, NULL), t.typname, n.nspname, \
    pg_catalog.pg_type_is_visible(t.oid), pg_catalog.format_type(t.typbasetype, t.typtypmod), \
    t.typnotnull, t.typdefault, \
    ARRAY(SELECT k.conname::text FROM pg_catalog.pg_constraint AS k \
    WHERE k.contypid = t.oid AND k.contype = 'c' ORDER BY k.conname), \
    ARRAY(SELECT pg_catalog.pg_get_expr(k.conbin, 0, true) FROM pg_catalog.pg_constraint AS k \
    WHERE k.contypid = t.oid AND k.contype = 'c' ORDER BY k.conname), \
    (SELECT co.collname FROM pg_catalog.pg_collation AS co JOIN pg_catalog.pg_type AS b \
    ON b.oid = t.typbasetype WHERE co.oid = t.typcollation AND t.typcollation <> b.typcollation), \
    (SELECT cn.nspname FROM pg_catalog.pg_collation AS co JOIN pg_catalog.pg_type AS b \
    ON b.oid = t.typbasetype JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace \
    WHERE co.oid = t.typcollation AND t.typcollation <> b.typcollation) \
    FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace \
    WHERE t.typtype = 'd' AND n.nspname <> 'information_schema' ORDER BY n.nspname, t.typname";

impl Named {
    pub(super) fn read(run: &mut Run<'_>) -> Result<Named, DatabaseError> {
        let mut named = Named::default();
        for values in run.ask(&Statement::ddl(ENUMS))?.rows {
            let mut row = Row::new(values);
            let spelling = row.text();
            let enumeration = Enumeration {
                name: row.text(),
                schema: row.text(),
                visible: row.flag(),
                labels: row.texts(),
            };
            named.enums.insert(spelling, enumeration);
        }
        for values in run.ask(&Statement::ddl(DOMAINS))?.rows {
            let mut row = Row::new(values);
            let spelling = row.text();
            let domain = Domain {
                name: row.text(),
                schema: row.text(),
                visible: row.flag(),
                type_text: row.text(),
                not_null: row.flag(),
                default: row.optional(),
                checks: row.texts().into_iter().zip(row.texts()).collect(),
                collation: row.optional(),
                collation_schema: row.optional(),
            };
            named.domains.insert(spelling, domain);
        }
        Ok(named)
    }

    /// The domain of this spelling: an array of it has its elements refuse NULL, not the column.
    pub(super) fn domain(&self, type_text: &str) -> Option<&Domain> {
        self.domains.get(type_text)
    }
}

/// The type that `format_type` spelled; one that SQLAlchemy does not know is
/// [`Type::Null`].
pub(super) fn parse_type(text: &str, collation: Option<&str>, named: &Named) -> Type {
    let element = text.trim_end_matches("[]");
    let type_ = scalar(element, collation, named);
    match element.len() == text.len() {
        true => type_,
        false => pg(NamedType { item: Some(Box::new(type_)), ..NamedType::new("ARRAY") }),
    }
}

fn scalar(text: &str, collation: Option<&str>, named: &Named) -> Type {
    if let Some(found) = named.enums.get(text) {
        return Type::Enum(EnumType {
            values: found.labels.clone(),
            name: Name::Plain(Ident::from(found.name.as_str())),
            schema: (!found.visible).then(|| found.schema.clone()),
            dialect: Some("postgresql".to_owned()),
            ..EnumType::default()
        });
    }
    if let Some(found) = named.domains.get(text) {
        return domain(found, named);
    }
    let (base, args, tail) = split_args(text);
    let arg = |place: usize| args.get(place).copied();
    let base = match tail.is_empty() {
        true => base.to_owned(),
        false => format!("{base} {tail}"),
    };
    let collation = collation.map(str::to_owned);
    let length = NamedType { length: arg(0), collation: collation.clone(), ..NamedType::default() };
    let with = |name: &str, args: NamedType| NamedType { name: name.to_owned(), ..args };
    match base.as_str() {
        "integer" => sql(NamedType::new("INTEGER")),
        "bigint" => sql(NamedType::new("BIGINT")),
        "smallint" => sql(NamedType::new("SMALLINT")),
        "boolean" => sql(NamedType::new("BOOLEAN")),
        "real" => sql(NamedType::new("REAL")),
        "date" => sql(NamedType::new("DATE")),
        "uuid" => sql(NamedType::new("UUID")),
        "double precision" => {
            sql(NamedType { precision: Some(53), ..NamedType::new("DOUBLE_PRECISION") })
        }
        "numeric" => {
            sql(NamedType { precision: arg(0), scale: arg(1), ..NamedType::new("NUMERIC") })
        }
        "text" => sql(NamedType { collation, ..NamedType::new("TEXT") }),
        "character varying" => sql(with("VARCHAR", length)),
        "character" => sql(with("CHAR", length)),
        "\"char\"" | "name" => Type::String(TextArgs::default()),
        "bit" => pg(with("BIT", NamedType { collation: None, ..length })),
        "bit varying" => pg(with("BIT", NamedType { varying: true, collation: None, ..length })),
        "time without time zone" | "time" => temporal("TIME", arg(0), false),
        "time with time zone" => temporal("TIME", arg(0), true),
        "timestamp without time zone" | "timestamp" => temporal("TIMESTAMP", arg(0), false),
        "timestamp with time zone" => temporal("TIMESTAMP", arg(0), true),
        "float" => Type::Float(NumericArgs { precision: arg(0), scale: None }),
        _ if base == "interval" || base.starts_with("interval ") => {
            let fields = base.strip_prefix("interval ").map(str::to_owned);
            pg(NamedType { precision: arg(0), fields, ..NamedType::new("INTERVAL") })
        }
        _ if OWN.contains(&base.as_str()) => pg(NamedType::new(base.to_ascii_uppercase())),
        _ => Type::Null,
    }
}

/// Types without arguments that only PostgreSQL has and SQLAlchemy knows.
const OWN: &[&str] = &[
    "bytea",
    "cidr",
    "citext",
    "datemultirange",
    "daterange",
    "hstore",
    "inet",
    "int4multirange",
    "int4range",
    "int8multirange",
    "int8range",
    "json",
    "jsonb",
    "macaddr",
    "macaddr8",
    "money",
    "nummultirange",
    "numrange",
    "oid",
    "regclass",
    "regconfig",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
];

fn domain(found: &Domain, named: &Named) -> Type {
    let text = |sql: &String| Box::new(Expr::Text { sql: sql.clone(), binds: Vec::new() });
    pg(NamedType {
        item: Some(Box::new(parse_type(&found.type_text, found.collation.as_deref(), named))),
        schema: (!found.visible).then(|| found.schema.clone()),
        collation: found.collation.clone(),
        not_null: found.not_null.then_some(true),
        default: found.default.as_ref().map(text),
        constraint_name: found.checks.first().map(|(name, _)| name.clone()),
        check: found.checks.first().map(|(_, sql)| text(sql)),
        type_name: Some(found.name.clone()),
        ..NamedType::new("DOMAIN")
    })
}

fn temporal(name: &str, precision: Option<i64>, timezone: bool) -> Type {
    pg(NamedType { precision, timezone, ..NamedType::new(name) })
}

fn sql(named: NamedType) -> Type {
    Type::Sql(named)
}

fn pg(named: NamedType) -> Type {
    Type::Postgresql(named)
}

// `timestamp(3) with time zone` gives `timestamp`, `[3]`, `with time zone`.
fn split_args(text: &str) -> (&str, Vec<i64>, &str) {
    let Some((base, rest)) = text.split_once('(') else {
        return (text, Vec::new(), "");
    };
    let (args, tail) = rest.split_once(')').unwrap_or((rest, ""));
    let args = args.split(',').filter_map(|arg| arg.trim().parse().ok()).collect();
    (base.trim(), args, tail.trim())
}
