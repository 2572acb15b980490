//! Rows of PostgreSQL in text form, decoded by type.

use std::collections::HashMap;

use limbeck_core::statement::{Decimal, Interval, Value};

/// How the text of a type reads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Bool,
    Int,
    Float,
    Numeric,
    Text,
    Bytes,
    Date,
    Time,
    Timestamp,
    Interval,
    Uuid,
    Json,
    Range,
    Hstore,
    Array(Box<Shape>),
}

/// The name of a type and how it reads.
#[derive(Debug, Clone)]
pub(crate) struct TypeInfo {
    pub name: String,
    pub shape: Shape,
}

/// Types by their number: PostgreSQL's own, and those a database was asked about.
#[derive(Debug, Default)]
pub(crate) struct Types {
    asked: HashMap<u32, TypeInfo>,
    /// Whether arrays of types that are not PostgreSQL's own stay as the server writes them.
    keeps_texts: bool,
}

impl Types {
    /// Reads types as a driver of Python does: psycopg makes lists of the arrays that it knows.
    pub(super) fn read_as(&mut self, driver: &str) {
        self.keeps_texts = driver.starts_with("psycopg");
    }

    /// What is known of this type.
    pub(crate) fn get(&self, oid: u32) -> Option<TypeInfo> {
        builtin(oid).or_else(|| self.asked.get(&oid).cloned())
    }

    /// Takes a row of [`lookup_query`].
    pub(crate) fn learn(&mut self, row: &[Value]) -> Option<u32> {
        let [Value::Int(oid), Value::Text(name), Value::Text(kind), Value::Int(element)] = row
        else {
            return None;
        };
        let is_array = *element != 0 && name.starts_with('_');
        let (name, shape) = match (kind.as_str(), name.as_str()) {
            (_, "hstore") => (name.clone(), Shape::Hstore),
            ("r" | "m", _) => (name.clone(), Shape::Range),
            _ if is_array => {
                let inner = self.get(*element as u32)?;
                let shape = match self.keeps_texts && inner.shape != Shape::Hstore {
                    true => Shape::Text,
                    false => Shape::Array(Box::new(inner.shape)),
                };
                (format!("{}[]", inner.name), shape)
            }
            _ => (name.clone(), Shape::Text),
        };
        self.asked.insert(*oid as u32, TypeInfo { name, shape });
        Some(*oid as u32)
    }
}

/// Asks for types by number; those of array elements come before their arrays.
pub(super) fn lookup_query(oids: &[u32]) -> String {
    let oids: Vec<String> = oids.iter().map(u32::to_string).collect();
    let list = oids.join(", ");
    format!(
        "SELECT oid, typname::text, typtype::text, typelem FROM pg_catalog.pg_type \
         WHERE oid IN ({list}) OR oid IN \
         (SELECT typelem FROM pg_catalog.pg_type WHERE oid IN ({list})) \
         ORDER BY typelem <> 0 AND typname LIKE '\\_%'"
    )
}

// Number, name, shape, number of its array.
const BUILTIN: &[(u32, &str, Shape, u32)] = &[
    (16, "bool", Shape::Bool, 1000),
    (17, "bytea", Shape::Bytes, 1001),
    (18, "char", Shape::Text, 1002),
    (19, "name", Shape::Text, 1003),
    (20, "int8", Shape::Int, 1016),
    (21, "int2", Shape::Int, 1005),
    (22, "int2vector", Shape::Text, 1006),
    (23, "int4", Shape::Int, 1007),
    (24, "regproc", Shape::Text, 1008),
    (25, "text", Shape::Text, 1009),
    (26, "oid", Shape::Int, 1028),
    (27, "tid", Shape::Text, 1010),
    (28, "xid", Shape::Text, 1011),
    (29, "cid", Shape::Text, 1012),
    (30, "oidvector", Shape::Text, 1013),
    (114, "json", Shape::Json, 199),
    (142, "xml", Shape::Text, 143),
    (194, "pg_node_tree", Shape::Text, 0),
    (600, "point", Shape::Text, 1017),
    (601, "lseg", Shape::Text, 1018),
    (602, "path", Shape::Text, 1019),
    (604, "polygon", Shape::Text, 1027),
    (628, "line", Shape::Text, 629),
    (650, "cidr", Shape::Text, 651),
    (700, "float4", Shape::Float, 1021),
    (701, "float8", Shape::Float, 1022),
    (705, "unknown", Shape::Text, 0),
    (718, "circle", Shape::Text, 719),
    (774, "macaddr8", Shape::Text, 775),
    (790, "money", Shape::Text, 791),
    (829, "macaddr", Shape::Text, 1040),
    (869, "inet", Shape::Text, 1041),
    (1033, "aclitem", Shape::Text, 1034),
    (1042, "bpchar", Shape::Text, 1014),
    (1043, "varchar", Shape::Text, 1015),
    (1082, "date", Shape::Date, 1182),
    (1083, "time", Shape::Time, 1183),
    (1114, "timestamp", Shape::Timestamp, 1115),
    (1184, "timestamptz", Shape::Timestamp, 1185),
    (1186, "interval", Shape::Interval, 1187),
    (1266, "timetz", Shape::Time, 1270),
    (1560, "bit", Shape::Text, 1561),
    (1562, "varbit", Shape::Text, 1563),
    (1700, "numeric", Shape::Numeric, 1231),
    (2202, "regprocedure", Shape::Text, 2207),
    (2205, "regclass", Shape::Text, 2210),
    (2206, "regtype", Shape::Text, 2211),
    (2275, "cstring", Shape::Text, 1263),
    (2278, "void", Shape::Text, 0),
    (2950, "uuid", Shape::Uuid, 2951),
    (3220, "pg_lsn", Shape::Text, 3221),
    (3614, "tsvector", Shape::Text, 3643),
    (3615, "tsquery", Shape::Text, 3645),
    (3802, "jsonb", Shape::Json, 3807),
    (3904, "int4range", Shape::Range, 3905),
    (3906, "numrange", Shape::Range, 3907),
    (3908, "tsrange", Shape::Range, 3909),
    (3910, "tstzrange", Shape::Range, 3911),
    (3912, "daterange", Shape::Range, 3913),
    (3926, "int8range", Shape::Range, 3927),
    (4072, "jsonpath", Shape::Text, 4073),
    (4089, "regnamespace", Shape::Text, 4090),
    (4096, "regrole", Shape::Text, 4097),
    (4451, "int4multirange", Shape::Range, 6150),
    (4532, "nummultirange", Shape::Range, 6151),
    (4533, "tsmultirange", Shape::Range, 6152),
    (4534, "tstzmultirange", Shape::Range, 6153),
    (4535, "datemultirange", Shape::Range, 6155),
    (4536, "int8multirange", Shape::Range, 6157),
];

fn builtin(oid: u32) -> Option<TypeInfo> {
    BUILTIN.iter().find_map(|(scalar, name, shape, array)| {
        if oid == *scalar {
            Some(TypeInfo { name: (*name).to_owned(), shape: shape.clone() })
        } else if oid == *array && oid != 0 {
            let shape = Shape::Array(Box::new(shape.clone()));
            Some(TypeInfo { name: format!("{name}[]"), shape })
        } else {
            None
        }
    })
}

/// The value that `text` means in a column of this shape.
///
/// What does not read as its shape says (`infinity`, years before Christ) stays text, so
/// that nothing is lost.
pub(super) fn decode(shape: &Shape, text: &str) -> Value {
    let decoded = match shape {
        Shape::Bool => Some(Value::Bool(text == "t")),
        Shape::Int => text.parse().ok().map(Value::Int),
        Shape::Float => text.parse().ok().map(Value::Float),
        Shape::Numeric => Some(Value::Decimal(Decimal(text.to_owned()))),
        Shape::Text => None,
        Shape::Bytes => bytes(text).map(Value::Bytes),
        Shape::Date => is_plain_date(text).then(|| Value::Date(text.to_owned())),
        Shape::Time => Some(Value::Time(with_minutes(text, 0))),
        Shape::Timestamp => timestamp(text).map(Value::DateTime),
        Shape::Interval => interval(text).map(Value::Interval),
        Shape::Uuid => Some(Value::Uuid(text.to_owned())),
        Shape::Json => serde_json::from_str(text).ok().map(Value::Json),
        Shape::Range => Some(Value::Range(text.to_owned())),
        Shape::Hstore => hstore(text),
        Shape::Array(item) => array(item, text),
    };
    decoded.unwrap_or_else(|| Value::Text(text.to_owned()))
}

fn is_plain_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

fn timestamp(text: &str) -> Option<String> {
    let (date, time) = text.split_once(' ')?;
    if !is_plain_date(date) || time.contains(' ') {
        return None;
    }
    Some(with_minutes(&format!("{date}T{time}"), 11))
}

// PostgreSQL writes `+02` where ISO 8601 and Python want `+02:00`.
fn with_minutes(text: &str, time_at: usize) -> String {
    match text[time_at..].find(['+', '-']) {
        Some(at) if text.len() - time_at - at == 3 => format!("{text}:00"),
        _ => text.to_owned(),
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    if let Some(hex) = text.strip_prefix("\\x") {
        let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
        let pair = |pair: &[u8]| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?);
        return hex.as_bytes().chunks(2).map(pair).collect();
    }
    let (mut out, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let (byte, tail) = match (first, after) {
            (b'\\', [b'\\', tail @ ..]) => (b'\\', tail),
            (b'\\', [a, b, c, tail @ ..]) => {
                let octal = [*a, *b, *c].into_iter().map(|digit| u32::from(digit) & 7);
                (octal.fold(0, |sum, digit| sum * 8 + digit) as u8, tail)
            }
            other => other,
        };
        out.push(byte);
        rest = tail;
    }
    Some(out)
}

// `1 year 2 mons -3 days -04:05:06.789`, the style that the server uses unless told not to.
fn interval(text: &str) -> Option<Interval> {
    let mut span = Interval::default();
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if word.contains(':') {
            let (negative, clock) = match word.strip_prefix('-') {
                Some(clock) => (true, clock),
                None => (false, word.trim_start_matches('+')),
            };
            let mut parts = clock.split(':');
            let hours: i64 = parts.next()?.parse().ok()?;
            let minutes: i64 = parts.next()?.parse().ok()?;
            let (seconds, fraction) =
                parts.next().map(|part| part.split_once('.').unwrap_or((part, "")))?;
            let whole = hours * 3600 + minutes * 60 + seconds.parse::<i64>().ok()?;
            let micros: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
            let sign = if negative { -1 } else { 1 };
            (span.seconds, span.microseconds) = (sign * whole, sign * micros);
            continue;
        }
        let count: i64 = word.parse().ok()?;
        match words.next()? {
            "year" | "years" => span.months += i32::try_from(count * 12).ok()?,
            "mon" | "mons" => span.months += i32::try_from(count).ok()?,
            "day" | "days" => span.days += count,
            _ => return None,
        }
    }
    Some(span)
}

fn hstore(text: &str) -> Option<Value> {
    let mut map = serde_json::Map::new();
    let mut reader = Reader { text, at: 0 };
    while reader.at < text.len() {
        let (key, _) = reader.item(b"=")?;
        reader.skip("=>")?;
        let (value, quoted) = reader.item(b",")?;
        let is_null = !quoted && value.eq_ignore_ascii_case("null");
        let value = if is_null { serde_json::Value::Null } else { value.into() };
        map.insert(key, value);
        let _ = reader.skip(", ");
    }
    Some(Value::Json(Box::new(map.into())))
}

fn array(item: &Shape, text: &str) -> Option<Value> {
    // `[0:1]={..}` tells bounds that differ from the usual.
    let start = if text.starts_with('[') { text.find('=')? + 1 } else { 0 };
    let mut reader = Reader { text, at: start };
    let value = reader.array(item)?;
    (reader.at == text.len()).then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn skip(&mut self, mark: &str) -> Option<()> {
        self.text[self.at..].starts_with(mark).then(|| self.at += mark.len())
    }

    fn array(&mut self, item: &Shape) -> Option<Value> {
        self.skip("{")?;
        let mut items = Vec::new();
        if self.skip("}").is_some() {
            return Some(Value::Array(items));
        }
        loop {
            if self.text[self.at..].starts_with('{') {
                items.push(self.array(item)?);
            } else {
                let (text, quoted) = self.item(b",}")?;
                let is_null = !quoted && text.eq_ignore_ascii_case("null");
                items.push(if is_null { Value::Null } else { decode(item, &text) });
            }
            if self.skip("}").is_some() {
                return Some(Value::Array(items));
            }
            self.skip(",")?;
        }
    }

    // A quoted or bare piece of text up to one of `ends`, and whether it was quoted.
    fn item(&mut self, ends: &[u8]) -> Option<(String, bool)> {
        let rest = self.text.get(self.at..)?;
        let Some(inner) = rest.strip_prefix('"') else {
            let end = rest.bytes().position(|b| ends.contains(&b)).unwrap_or(rest.len());
            self.at += end;
            return Some((rest[..end].to_owned(), false));
        };
        let mut out = String::new();
        let mut characters = inner.char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '"' => {
                    self.at += at + 2;
                    return Some((out, true));
                }
                '\\' => out.push(characters.next()?.1),
                c => out.push(c),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_values() {
        let texts = Shape::Array(Box::new(Shape::Text));
        let ints = Shape::Array(Box::new(Shape::Int));
        let text = |text: &str| Value::Text(text.into());
        let cases = [
            (Shape::Bytes, "\\x00ff", Value::Bytes(vec![0, 255])),
            (Shape::Bytes, "a\\\\b\\001", Value::Bytes(vec![b'a', b'\\', b'b', 1])),
            (
                Shape::Timestamp,
                "2025-01-01 10:00:00",
                Value::DateTime("2025-01-01T10:00:00".into()),
            ),
            (
                Shape::Timestamp,
                "2025-01-01 10:00:00.5-03",
                Value::DateTime("2025-01-01T10:00:00.5-03:00".into()),
            ),
            (Shape::Timestamp, "infinity", text("infinity")),
            (Shape::Date, "0044-03-15 BC", text("0044-03-15 BC")),
            (Shape::Time, "10:00:00+05:30", Value::Time("10:00:00+05:30".into())),
            (
                Shape::Interval,
                "1 year 2 mons -3 days -04:05:06.7",
                Value::Interval(Interval {
                    months: 14,
                    days: -3,
                    seconds: -14706,
                    microseconds: -700_000,
                }),
            ),
            (
                texts.clone(),
                r#"{a,NULL,"NULL","x,\"y"}"#,
                Value::Array(vec![text("a"), Value::Null, text("NULL"), text("x,\"y")]),
            ),
            (texts, "{}", Value::Array(vec![])),
            (
                ints,
                "[0:1]={{1,2},{3,4}}",
                Value::Array(vec![
                    Value::Array(vec![Value::Int(1), Value::Int(2)]),
                    Value::Array(vec![Value::Int(3), Value::Int(4)]),
                ]),
            ),
            (
                Shape::Hstore,
                r#""a"=>"1", "b"=>NULL"#,
                Value::Json(Box::new(serde_json::json!({"a": "1", "b": null}))),
            ),
        ];
        for (shape, written, expected) in cases {
            assert_eq!(decode(&shape, written), expected, "{written}");
        }
    }
}
