//! The last pass: marks become placeholders, values are put in the order of the text.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{
    Bind, Compiled, Mode,
    cast::bind_cast,
    compiler::{Compiler, Text},
};
use crate::{
    dialect::{Backend, CompileError, Dialect, Paramstyle},
    schema::Type,
    statement::{Statement, Value},
};

const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// A parameter of a compiled statement.
#[derive(Debug, Clone, PartialEq)]
pub struct CompiledBind {
    pub name: String,
    /// The identity of an anonymous one.
    pub id: Option<u64>,
    pub type_: Option<Type>,
    /// `None`: the value comes with the execution.
    pub value: Option<Value>,
    pub required: bool,
}

/// Whether a statement returns rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultType {
    Rows,
    None,
    /// Text: only the database knows.
    Unknown,
}

/// Where a list of values stands, which decides how an empty one is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expansion {
    In,
    NotIn,
    Other,
}

/// What stands in the text for the parameter `name` until the text is finished.
pub(super) fn mark(name: &str, expansion: Expansion, literal: bool) -> String {
    let expansion = match expansion {
        Expansion::In => 'i',
        Expansion::NotIn => 'n',
        Expansion::Other => 'o',
    };
    format!("{OPEN}{expansion}{}{name}{CLOSE}", if literal { 'l' } else { 'b' })
}

/// Whether `%` in text is doubled: never in what Limbeck itself sends.
pub(super) fn doubles_percent(dialect: &Dialect, mode: Mode) -> bool {
    matches!(dialect.paramstyle, Paramstyle::Format | Paramstyle::Pyformat)
        && (mode == Mode::Driver || dialect.doubles_percent())
}

struct Placeholders<'c> {
    dialect: &'c Dialect,
    mode: Mode,
    numbers: HashMap<String, usize>,
    next: usize,
    positions: Vec<(String, Value)>,
}

impl Compiler<'_> {
    pub(super) fn finish(mut self, text: String) -> Result<Compiled, CompileError> {
        let binds = std::mem::take(&mut self.binds);
        let mut out = Placeholders {
            dialect: &self.dialect,
            mode: self.mode,
            numbers: HashMap::new(),
            next: 0,
            positions: Vec::new(),
        };
        if self.dialect.paramstyle == Paramstyle::NumericDollar && self.mode != Mode::Live {
            for (name, bind) in &binds {
                if !bind.expanding && text.contains(&format!("b{name}{CLOSE}")) {
                    out.number(name);
                }
            }
        }
        let sql = self.placeholders(&text, &binds, &mut out)?;
        let (positions, params): (Vec<_>, Vec<_>) = out.positions.into_iter().unzip();
        let compiled_bind = |(name, bind): (&String, &Bind)| CompiledBind {
            name: name.clone(),
            id: bind.id,
            type_: bind.type_.clone(),
            value: bind.value.clone(),
            required: bind.required,
        };
        Ok(Compiled {
            statement: Statement { sql, params },
            binds: binds.iter().map(compiled_bind).collect(),
            positions,
            columns: self.columns,
            returns_rows: self.returns_rows,
        })
    }

    /// `text` with placeholders and values where it has marks.
    fn placeholders(
        &self,
        text: &str,
        binds: &IndexMap<String, Bind>,
        out: &mut Placeholders<'_>,
    ) -> Text {
        let mut sql = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            sql.push_str(before);
            let (mark, after) = after.split_once(CLOSE).unwrap_or((after, ""));
            sql.push_str(&self.placeholder(mark, binds, out)?);
            rest = after;
        }
        sql.push_str(rest);
        Ok(sql)
    }

    fn placeholder(
        &self,
        mark: &str,
        binds: &IndexMap<String, Bind>,
        out: &mut Placeholders<'_>,
    ) -> Text {
        let mut chars = mark.chars();
        let expansion = match chars.next() {
            Some('i') => Expansion::In,
            Some('n') => Expansion::NotIn,
            _ => Expansion::Other,
        };
        let literal = chars.next() == Some('l');
        let name = chars.as_str();
        let Some(bind) = binds.get(name) else {
            return Ok(String::new());
        };
        if self.mode == (Mode::Text { expand: false }) && (literal || bind.expanding) {
            return Ok(match self.around.get(name) {
                Some((before, after)) => {
                    format!("__[POSTCOMPILE_{name}~~{before}~~REPL~~{after}~~]")
                }
                None => format!("__[POSTCOMPILE_{name}]"),
            });
        }
        match (&bind.value, bind.expanding) {
            (value, false) if literal => match value {
                Some(value) => self.literal_of(bind, 0, value),
                None => Ok("NULL".to_owned()),
            },
            (Some(value), true) if literal => {
                let list = self.literal_list(bind, value, expansion, self.around.get(name))?;
                self.placeholders(&list, binds, out)
            }
            (Some(value), true) => self.expanded((name, bind), value, expansion, binds, out),
            (None, _) if bind.required && self.mode == Mode::Live => Err(required(name)),
            (value, _) => {
                let value = value.clone().unwrap_or(Value::Null);
                let text = out.placeholder(name, value, bind.type_.as_ref(), true)?;
                Ok(match &bind.cast {
                    Some(cast) => format!("{text}::{cast}"),
                    None => text,
                })
            }
        }
    }

    /// The items of an IN list as parameters of their own.
    fn expanded(
        &self,
        (name, bind): (&str, &Bind),
        value: &Value,
        expansion: Expansion,
        binds: &IndexMap<String, Bind>,
        out: &mut Placeholders<'_>,
    ) -> Text {
        let Value::Array(items) = value else {
            return out.placeholder(name, value.clone(), bind.type_.as_ref(), true);
        };
        if items.is_empty() {
            return Ok(self.empty_list(bind, expansion));
        }
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let number = index + 1;
            match item {
                Value::Array(parts) if Self::is_tuple(bind) => {
                    let mut inner = Vec::with_capacity(parts.len());
                    for (at, part) in parts.iter().enumerate() {
                        let name = format!("{name}_{number}_{}", at + 1);
                        inner.push(out.placeholder(&name, part.clone(), None, false)?);
                    }
                    texts.push(format!("({})", inner.join(", ")));
                }
                item => {
                    let (before, after) = match self.around.get(name) {
                        Some((before, after)) => (before.as_str(), after.as_str()),
                        None => ("", ""),
                    };
                    let before = self.placeholders(before, binds, out)?;
                    let (item_name, type_) = (format!("{name}_{number}"), bind.type_.as_ref());
                    let text = out.placeholder(&item_name, item.clone(), type_, true)?;
                    let after = self.placeholders(after, binds, out)?;
                    texts.push(format!("{before}{text}{after}"));
                }
            }
        }
        Ok(format!("{}{}", self.tuple_word(bind), texts.join(", ")))
    }

    fn is_tuple(bind: &Bind) -> bool {
        !bind.types.is_empty() || matches!(bind.type_, None | Some(Type::Null))
    }

    fn tuple_word(&self, bind: &Bind) -> &'static str {
        let tuples = match &bind.value {
            Some(Value::Array(items)) => {
                Self::is_tuple(bind) && matches!(items.first(), Some(Value::Array(_)))
            }
            _ => false,
        };
        if self.backend() == Backend::Sqlite && tuples { "VALUES " } else { "" }
    }

    pub(super) fn literal_list(
        &self,
        bind: &Bind,
        value: &Value,
        expansion: Expansion,
        around: Option<&(String, String)>,
    ) -> Text {
        let Value::Array(items) = value else {
            return self.dialect.literal(value, bind.type_.as_ref());
        };
        if items.is_empty() {
            return Ok(match self.backend() {
                Backend::Sqlite if !bind.types.is_empty() => {
                    format!("VALUES {}", self.empty_list(bind, expansion))
                }
                _ => self.empty_list(bind, expansion),
            });
        }
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item {
                Value::Array(parts) if Self::is_tuple(bind) => {
                    let mut inner = Vec::with_capacity(parts.len());
                    for (at, part) in parts.iter().enumerate() {
                        let type_ = bind.types.get(at).and_then(Option::as_ref);
                        inner.push(self.dialect.literal(part, type_)?);
                    }
                    texts.push(format!("({})", inner.join(", ")));
                }
                item => {
                    let text = self.literal_of(bind, index, item)?;
                    texts.push(match around {
                        Some((before, after)) => format!("{before}{text}{after}"),
                        None => text,
                    });
                }
            }
        }
        Ok(format!("{}{}", self.tuple_word(bind), texts.join(", ")))
    }

    fn empty_list(&self, bind: &Bind, expansion: Expansion) -> String {
        let width = bind.types.len().max(1);
        let each = |text: &str| vec![text; width].join(", ");
        match (self.backend(), expansion) {
            (Backend::Sqlite, _) => {
                format!("SELECT {} FROM (SELECT {}) WHERE 1!=1", each("1"), each("1"))
            }
            (_, Expansion::NotIn) if width > 1 => format!("({})) OR (1 = 1", each("NULL")),
            (_, Expansion::NotIn) => "NULL) OR (1 = 1".to_owned(),
            (_, Expansion::In) if width > 1 => format!("({})) AND (1 != 1", each("NULL")),
            (_, Expansion::In) => "NULL) AND (1 != 1".to_owned(),
            (Backend::Postgresql, Expansion::Other) => {
                let type_sql = bind
                    .type_
                    .as_ref()
                    .and_then(|type_| self.dialect.type_sql(type_).ok())
                    .unwrap_or_else(|| "INTEGER".to_owned());
                format!("SELECT CAST(NULL AS {type_sql}) WHERE 1!=1")
            }
            (_, Expansion::Other) => "SELECT 1 FROM (SELECT 1) as _empty_set WHERE 1!=1".to_owned(),
        }
    }
}

impl Placeholders<'_> {
    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        self.next += 1;
        self.numbers.insert(name.to_owned(), self.next);
        self.next
    }

    fn placeholder(&mut self, name: &str, value: Value, type_: Option<&Type>, casts: bool) -> Text {
        let value = match self.mode {
            Mode::Live => self.dialect.stored(&value, type_),
            _ => value,
        };
        let text = match self.dialect.paramstyle {
            Paramstyle::NumericDollar => {
                let number = self.number(name);
                if self.positions.len() < number {
                    self.positions.resize(number, (String::new(), Value::Null));
                }
                self.positions[number - 1] = (name.to_owned(), value);
                format!("${number}")
            }
            style => {
                self.positions.push((name.to_owned(), value));
                let name = escaped(name);
                match style {
                    Paramstyle::Qmark => "?".to_owned(),
                    Paramstyle::Format => "%s".to_owned(),
                    Paramstyle::Named => format!(":{name}"),
                    _ => format!("%({name})s"),
                }
            }
        };
        match casts.then(|| bind_cast(self.dialect, type_)).transpose()?.flatten() {
            Some(type_sql) => Ok(format!("{text}::{type_sql}")),
            None => Ok(text),
        }
    }
}

/// The error for a parameter that was given no value.
pub(super) fn required(name: &str) -> CompileError {
    CompileError::ValueRequired { name: name.to_owned() }
}

/// A parameter's name without the characters that its marker cannot hold.
fn escaped(name: &str) -> String {
    name.chars()
        .map(|character| match character {
            '%' => 'P',
            '(' => 'A',
            ')' => 'Z',
            ':' => 'C',
            '.' | '[' | ']' | ' ' => '_',
            character => character,
        })
        .collect()
}
