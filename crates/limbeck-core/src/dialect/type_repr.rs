//! Types as Python writes them: `VARCHAR(length=20)`.

use super::text_repr;
use crate::schema::{
    Type,
    types::{EnumType, NamedType, NumericArgs, TextArgs},
};

/// A type as Python's `repr` shows it, without the module it comes from and without variants.
///
/// ```
/// use limbeck_core::{dialect::type_repr, schema::Type};
///
/// assert_eq!(type_repr(&Type::DateTime { timezone: true }), "DateTime(timezone=True)");
/// ```
pub fn type_repr(type_: &Type) -> String {
    match type_ {
        Type::Null => "NullType()".to_owned(),
        Type::Boolean { create_constraint, name } => Call::new("Boolean")
            .flag("create_constraint", *create_constraint)
            .text("name", name.text())
            .finish(),
        Type::Integer => "Integer()".to_owned(),
        Type::SmallInteger => "SmallInteger()".to_owned(),
        Type::BigInteger => "BigInteger()".to_owned(),
        Type::Numeric(args) => numeric("Numeric", *args),
        Type::Float(args) => numeric("Float", NumericArgs { scale: None, ..*args }),
        Type::Double(args) => numeric("Double", NumericArgs { scale: None, ..*args }),
        Type::String(args) => text("String", args),
        Type::Text(args) => text("Text", args),
        Type::Unicode(args) => text("Unicode", args),
        Type::UnicodeText(args) => text("UnicodeText", args),
        Type::LargeBinary { length } => Call::new("LargeBinary").number("length", *length).finish(),
        Type::Date => "Date()".to_owned(),
        Type::DateTime { timezone } => Call::new("DateTime").flag("timezone", *timezone).finish(),
        Type::Time { timezone } => Call::new("Time").flag("timezone", *timezone).finish(),
        Type::Interval { .. } => "Interval()".to_owned(),
        Type::Enum(enum_) => enumeration(enum_),
        Type::Json { none_as_null } => {
            Call::new("JSON").flag("none_as_null", *none_as_null).finish()
        }
        Type::Uuid { as_uuid, native_uuid } => Call::new("Uuid")
            .not_flag("as_uuid", *as_uuid)
            .not_flag("native_uuid", *native_uuid)
            .finish(),
        Type::Array { item, dimensions } => array(item, *dimensions, type_repr),
        Type::Sql(named) => standard(named),
        Type::Postgresql(named) => postgresql(named, type_repr),
        Type::Mysql(named) => mysql(named),
        Type::Sqlite(named) => {
            // What its values are written in changes the word in SQL, not the class.
            let class = named.name.strip_suffix("_CHAR").filter(|_| named.formatted);
            Call::new(class.unwrap_or(&named.name)).finish()
        }
        Type::Foreign { name, .. } => Call::new(name).finish(),
        Type::UserDefined { spec } => spec.clone(),
        Type::Decorated { repr, .. } => repr.clone(),
        Type::Variant { base: of, .. } | Type::Spelled { of, .. } => type_repr(of),
    }
}

/// `ARRAY(item, dimensions=n)`, the item being shown by `shown`.
pub(crate) fn array(
    item: &Type,
    dimensions: Option<u32>,
    shown: impl Fn(&Type) -> String,
) -> String {
    Call::new("ARRAY")
        .argument(shown(item))
        .number("dimensions", dimensions.map(i64::from))
        .finish()
}

fn numeric(name: &str, args: NumericArgs) -> String {
    Call::new(name).number("precision", args.precision).number("scale", args.scale).finish()
}

fn text(name: &str, args: &TextArgs) -> String {
    Call::new(name)
        .number("length", args.length)
        .text("collation", args.collation.as_deref())
        .finish()
}

fn enumeration(enum_: &EnumType) -> String {
    let is_own = enum_.dialect.is_some();
    let mut call = Call::new(if is_own { "ENUM" } else { "Enum" });
    for value in &enum_.values {
        call = call.argument(text_repr(value));
    }
    if enum_.dialect.as_deref() == Some("mysql") {
        let charset = call.text("charset", enum_.charset.as_deref());
        return charset.text("collation", enum_.collation.as_deref()).finish();
    }
    let longest = enum_.values.iter().map(|value| value.chars().count()).max().unwrap_or(0);
    let length = enum_.length.filter(|length| usize::try_from(*length) != Ok(longest));
    call.text("name", enum_.name.text())
        .not_flag("create_type", !is_own || enum_.create_type != Some(false))
        .not_flag("native_enum", enum_.native != Some(false))
        .flag("create_constraint", enum_.create_constraint)
        .number("length", length.filter(|_| !is_own))
        .text("schema", enum_.schema.as_deref())
        .finish()
}

fn standard(named: &NamedType) -> String {
    // INT is another name for the class INTEGER.
    let name = if named.name == "INT" { "INTEGER" } else { &named.name };
    let call = Call::new(name);
    match name {
        "UUID" => call.not_flag("as_uuid", named.as_uuid != Some(false)).finish(),
        _ => call
            .number("length", named.length)
            .text("collation", named.collation.as_deref())
            .number("precision", named.precision)
            .number("scale", named.scale)
            .flag("timezone", named.timezone)
            .finish(),
    }
}

/// PostgreSQL's own types, the type that one is made of being shown by `shown`.
pub(crate) fn postgresql(named: &NamedType, shown: impl Fn(&Type) -> String) -> String {
    let call = Call::new(&named.name);
    let text_type = || shown(&Type::Text(TextArgs::default()));
    match named.name.as_str() {
        "ARRAY" => match &named.item {
            Some(item) => array(item, named.dimensions, shown),
            None => call.finish(),
        },
        "DOMAIN" => {
            let name = named.type_name.as_deref().map(text_repr);
            let item = named.item.as_deref().map(shown);
            name.into_iter().chain(item).fold(call, Call::argument).finish()
        }
        "JSON" | "JSONB" => call.keyword("astext_type", text_type()).finish(),
        "HSTORE" => call.keyword("text_type", text_type()).finish(),
        "INTERVAL" => call
            .number("precision", named.precision)
            .text("fields", named.fields.as_deref())
            .finish(),
        "BIT" => {
            let length = named.length.or((!named.varying).then_some(1));
            call.number("length", length).flag("varying", named.varying).finish()
        }
        _ => call
            .number("length", named.length)
            .flag("timezone", named.timezone)
            .number("precision", named.precision)
            .finish(),
    }
}

fn mysql(named: &NamedType) -> String {
    let mut call = Call::new(&named.name);
    for value in &named.values {
        call = call.argument(text_repr(value));
    }
    // A SET is as long as its values make it.
    let length = named.length.filter(|_| named.name != "SET");
    // Classes that read numbers as decimals say so.
    let is_decimal = matches!(named.name.as_str(), "DOUBLE" | "REAL");
    call.text("charset", named.charset.as_deref())
        .text("collation", named.collation.as_deref())
        .flag("ascii", named.ascii)
        .flag("unicode", named.unicode)
        .flag("binary", named.binary)
        .flag("national", named.national)
        .number("length", length)
        .number("fsp", named.fsp)
        .number("display_width", named.display_width)
        .flag("unsigned", named.unsigned)
        .flag("zerofill", named.zerofill)
        .number("precision", named.precision)
        .number("scale", named.scale)
        .flag("asdecimal", is_decimal)
        .finish()
}

/// A call of a class, argument by argument.
pub(crate) struct Call {
    name: String,
    arguments: Vec<String>,
}

impl Call {
    pub fn new(name: &str) -> Call {
        Call { name: name.to_owned(), arguments: Vec::new() }
    }

    pub fn argument(mut self, argument: String) -> Call {
        self.arguments.push(argument);
        self
    }

    pub fn keyword(self, key: &str, value: impl std::fmt::Display) -> Call {
        self.argument(format!("{key}={value}"))
    }

    pub fn number(self, key: &str, value: Option<i64>) -> Call {
        match value {
            Some(value) => self.keyword(key, value),
            None => self,
        }
    }

    pub fn text(self, key: &str, value: Option<&str>) -> Call {
        match value {
            Some(value) => self.keyword(key, text_repr(value)),
            None => self,
        }
    }

    /// A flag that is only said where it is set.
    pub fn flag(self, key: &str, value: bool) -> Call {
        if value { self.keyword(key, "True") } else { self }
    }

    /// A flag that is only said where it is not set.
    pub fn not_flag(self, key: &str, value: bool) -> Call {
        if value { self } else { self.keyword(key, "False") }
    }

    pub fn finish(self) -> String {
        format!("{}({})", self.name, self.arguments.join(", "))
    }
}
