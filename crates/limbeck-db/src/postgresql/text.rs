//! Statements as texts with their values in them, and rows as texts with the numbers of their types.

use limbeck_core::{
    dialect::Backend,
    sql::{interpolate, position_in_template},
    statement::{DatabaseError, ErrorKind, ResultColumn, Statement, Value},
};

pub(crate) use super::decode::Types;
use super::{
    decode::{TypeInfo, decode, lookup_query},
    literal::literal,
    message::without_values,
};

impl Types {
    /// The query for those types of a result that are not known yet.
    pub(crate) fn unknown(&self, columns: &[(String, u32)]) -> Option<String> {
        let numbers = columns.iter().map(|(_, oid)| *oid);
        let unknown: Vec<u32> = numbers.filter(|oid| self.get(*oid).is_none()).collect();
        (!unknown.is_empty()).then(|| lookup_query(&unknown))
    }
}

/// The statement with its values as literals.
pub(crate) fn of(statement: &Statement) -> Result<String, DatabaseError> {
    if statement.params.is_empty() {
        return Ok(statement.sql.clone());
    }
    interpolate(&statement.sql, Backend::Postgresql, |place| literal_at(statement, place))
}

/// The error with the statement's template, and the position as it counts in that.
pub(crate) fn describe(error: DatabaseError, statement: &Statement) -> DatabaseError {
    let error = without_values(error, statement);
    let position = error.position.and_then(|position| {
        let literal = |place| literal_at(statement, place);
        match statement.params.is_empty() {
            true => Some(position),
            false => {
                position_in_template(&statement.sql, Backend::Postgresql, position, literal).ok()
            }
        }
    });
    DatabaseError { statement: Some(statement.sql.clone()), position, ..error }
}

fn literal_at(statement: &Statement, place: usize) -> Result<String, DatabaseError> {
    let value = statement.params.get(place).ok_or_else(|| {
        let number = place.wrapping_add(1);
        let message = format!("the statement has a placeholder ${number} and no value");
        DatabaseError::new(ErrorKind::Programming, message)
    })?;
    literal(value)
}

/// A text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What the texts of one result mean.
pub(crate) struct Decoder(Vec<Option<TypeInfo>>);

impl Decoder {
    /// For these columns, all of which `types` know.
    pub fn new(types: &Types, columns: &[(String, u32)]) -> Self {
        Decoder(columns.iter().map(|(_, oid)| types.get(*oid)).collect())
    }

    /// How many values a row has.
    pub fn width(&self) -> usize {
        self.0.len()
    }

    /// The value in a row's column at `place`.
    pub fn value(&self, place: usize, text: Option<&str>) -> Value {
        match (text, self.0.get(place).and_then(Option::as_ref)) {
            (None, _) => Value::Null,
            (Some(text), Some(info)) => decode(&info.shape, text),
            (Some(text), None) => Value::Text(text.to_owned()),
        }
    }

    /// The columns with the names of their types.
    pub fn columns(&self, columns: Vec<(String, u32)>) -> Vec<ResultColumn> {
        let type_name = |info: &Option<TypeInfo>| {
            info.as_ref().map(|info| info.name.clone()).unwrap_or_default()
        };
        let typed = columns.into_iter().zip(&self.0);
        typed.map(|((name, _), info)| ResultColumn { name, type_name: type_name(info) }).collect()
    }
}

// `15.4 (Debian ..)`, `16beta1`, `9.6.24`: from 10 on, the second number is the patch.
pub(crate) fn parse_version(text: &str) -> Option<(u32, u32, u32)> {
    let number = text.split(|c: char| !(c.is_ascii_digit() || c == '.')).next()?;
    let mut parts = number.split('.').map(|part| part.parse().unwrap_or(0));
    let major = parts.next().filter(|major| *major > 0)?;
    Some((major, parts.next().unwrap_or(0), parts.next().unwrap_or(0)))
}
