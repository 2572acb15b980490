//! A statement that is compiled once and sent with one set of values after the other.

use serde_json::Value as Json;

use super::{Compiled, handle::compile_once};
use crate::{
    dialect::{CompileError, Dialect},
    statement::{Statement, Value},
};

/// Which parameter of a statement a value is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An anonymous one, by its identity in the request.
    Id(u64),
    Name(String),
}

/// A compiled statement and the dialect that it was compiled for.
#[derive(Debug)]
pub struct Prepared {
    compiled: Compiled,
    dialect: Dialect,
}

impl Prepared {
    /// Compiles what `{"element": .., "params": {..}}` asks for.
    ///
    /// # Errors
    /// As [`handle_run`](super::handle_run).
    ///
    /// ```
    /// use limbeck_core::{
    ///     dialect::{Backend, Dialect},
    ///     expr::{Place, Prepared},
    ///     statement::Value,
    /// };
    /// use serde_json::json;
    ///
    /// let text = json!({ "statement": "text", "sql": "DELETE FROM t WHERE a = :a", "binds": [] });
    /// let request = json!({ "element": text, "params": { "a": 1 } });
    /// let prepared = Prepared::new(request, &Dialect::new(Backend::Sqlite, None))?;
    /// assert_eq!(prepared.statement().params, [Value::Int(1)]);
    /// let order = prepared.order(&[Place::Name("a".to_owned())]).unwrap();
    /// assert_eq!(prepared.with(&order, &[Value::Int(2)]).params, [Value::Int(2)]);
    /// assert_eq!(prepared.order(&[Place::Name("b".to_owned())]), None);
    /// # Ok::<(), limbeck_core::dialect::CompileError>(())
    /// ```
    pub fn new(request: Json, dialect: &Dialect) -> Result<Prepared, CompileError> {
        Ok(Prepared { compiled: compile_once(request, dialect)?, dialect: dialect.clone() })
    }

    /// The statement with the values that were given for the compilation.
    pub fn statement(&self) -> &Statement {
        &self.compiled.statement
    }

    /// Whether `dialect` writes the same text.
    pub fn is_for(&self, dialect: &Dialect) -> bool {
        self.dialect == *dialect
    }

    /// For each placeholder, which of `places` gives its value; none of them where the value is
    /// part of the statement. `None` where one of `places` is unknown, or two are the same.
    pub fn order(&self, places: &[Place]) -> Option<Vec<Option<usize>>> {
        let names = places.iter().map(|place| self.name(place)).collect::<Option<Vec<_>>>()?;
        let is_double = |(at, name)| names.iter().take(at).any(|earlier| *earlier == name);
        if names.iter().copied().enumerate().any(is_double) {
            return None;
        }
        let of = |position: &String| names.iter().position(|name| *name == position.as_str());
        Some(self.compiled.positions.iter().map(of).collect())
    }

    fn name(&self, place: &Place) -> Option<&str> {
        let mut binds = self.compiled.binds.iter();
        let found = binds.find(|bind| match place {
            Place::Id(id) => bind.id == Some(*id),
            Place::Name(name) => bind.id.is_none() && bind.name == *name,
        });
        found.map(|bind| bind.name.as_str())
    }

    /// The statement with other values, in the order that [`Prepared::order`] gave for them.
    pub fn with(&self, order: &[Option<usize>], values: &[Value]) -> Statement {
        let Statement { sql, params } = &self.compiled.statement;
        let placeholders = self.compiled.positions.iter().zip(params).zip(order);
        let params = placeholders.map(|((name, own), place)| {
            match place.and_then(|place| values.get(place)) {
                Some(value) => self.dialect.stored(value, self.compiled.type_of(name)),
                None => own.clone(),
            }
        });
        Statement::with_params(sql, params.collect())
    }
}
