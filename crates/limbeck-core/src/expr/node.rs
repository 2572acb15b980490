//! The nodes of an expression tree.

use serde::{Deserialize, Serialize};

use super::statement::Select;
use crate::{
    schema::{Ident, Type},
    statement::Value,
};

/// An expression. As JSON, `expr` tells which: `{"expr": "text", "sql": "now()"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "expr", rename_all = "snake_case")]
pub enum Expr {
    /// A column, `table` being the name (or alias) it is reached by.
    Column {
        name: Ident,
        #[serde(default)]
        table: Option<Ident>,
        #[serde(default)]
        schema: Option<Ident>,
        #[serde(default)]
        type_: Option<Type>,
    },
    /// SQL that stands as written, without binds (`literal_column`).
    Literal {
        sql: String,
    },
    /// `text(..)`: SQL with `:name` binds.
    Text {
        sql: String,
        #[serde(default)]
        binds: Vec<Bind>,
    },
    Bind(Bind),
    Null,
    True,
    False,
    Star {
        #[serde(default)]
        table: Option<Ident>,
    },
    /// `func.a.b(args)`; `name` holds every part.
    Function {
        name: Vec<String>,
        #[serde(default)]
        args: Vec<Expr>,
        #[serde(default)]
        type_: Option<Type>,
    },
    /// `left op right`; `op` is SQLAlchemy's operator name (`eq`, `add`, `like_op`, `in_op`) or,
    /// with `custom`, the operator's own text.
    Binary {
        op: String,
        left: Box<Expr>,
        right: Box<Expr>,
        #[serde(default)]
        custom: bool,
        #[serde(default)]
        escape: Option<String>,
        #[serde(default)]
        precedence: Option<i32>,
        #[serde(default)]
        type_: Option<Type>,
    },
    /// Prefix (`not`, `neg`, `distinct`, `exists`) or postfix (`asc`, `desc`, `nulls_first`).
    Unary {
        op: String,
        operand: Box<Expr>,
        #[serde(default)]
        type_: Option<Type>,
    },
    And {
        items: Vec<Expr>,
    },
    Or {
        items: Vec<Expr>,
    },
    /// Comma-separated items; with `parens`, a tuple.
    List {
        items: Vec<Expr>,
        #[serde(default)]
        parens: bool,
    },
    Grouping {
        operand: Box<Expr>,
    },
    Between {
        operand: Box<Expr>,
        low: Box<Expr>,
        high: Box<Expr>,
        #[serde(default)]
        negated: bool,
        #[serde(default)]
        symmetric: bool,
    },
    Cast {
        operand: Box<Expr>,
        type_: Type,
        #[serde(default)]
        r#try: bool,
    },
    TypeCoerce {
        operand: Box<Expr>,
        type_: Type,
    },
    Case {
        #[serde(default)]
        value: Option<Box<Expr>>,
        whens: Vec<(Expr, Expr)>,
        #[serde(default)]
        r#else: Option<Box<Expr>>,
    },
    Collate {
        operand: Box<Expr>,
        collation: String,
    },
    Extract {
        field: String,
        operand: Box<Expr>,
    },
    Label(Box<Label>),
    Subquery {
        select: Box<Select>,
    },
    Exists {
        select: Box<Select>,
    },
    Over {
        operand: Box<Expr>,
        window: Box<Window>,
    },
    Filter {
        operand: Box<Expr>,
        condition: Box<Expr>,
    },
    WithinGroup {
        operand: Box<Expr>,
        order_by: Vec<Expr>,
    },
    /// PostgreSQL's `ARRAY[..]`.
    Array {
        items: Vec<Expr>,
        #[serde(default)]
        type_: Option<Type>,
    },
    NextValue {
        sequence: Ident,
        #[serde(default)]
        schema: Option<Ident>,
    },
    /// `insert(..).excluded.c` and MySQL's `inserted.c`.
    Excluded {
        name: Ident,
    },
}

/// A value to be bound, or rendered where literals are asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bind {
    /// The name; anonymous binds get theirs from the compiler.
    #[serde(default)]
    pub key: Option<String>,
    /// `None` (a missing key): nothing was given, the value comes with the execution.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    #[serde(default, rename = "type")]
    pub type_: Option<Type>,
    /// Several values in parentheses, as for IN.
    #[serde(default)]
    pub expanding: bool,
    #[serde(default)]
    pub literal_execute: bool,
}

/// A key that is there holds a value, even when that is null; a missing key holds none.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

/// `expression AS name`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    pub name: Ident,
    pub operand: Expr,
}

/// The window of an OVER.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Window {
    pub partition_by: Vec<Expr>,
    pub order_by: Vec<Expr>,
    pub frame: Option<String>,
}

/// What a FROM reads. As JSON, `from` tells which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum FromClause {
    Table {
        name: Ident,
        #[serde(default)]
        schema: Option<Ident>,
        #[serde(default)]
        alias: Option<Ident>,
    },
    Subquery {
        select: Box<Select>,
        alias: Ident,
        #[serde(default)]
        lateral: bool,
    },
    /// A common table expression, by name; its body stands in the statement's `ctes`.
    Cte {
        name: Ident,
        #[serde(default)]
        alias: Option<Ident>,
    },
    Join {
        left: Box<FromClause>,
        right: Box<FromClause>,
        #[serde(default)]
        on: Option<Box<Expr>>,
        #[serde(default)]
        outer: bool,
        #[serde(default)]
        full: bool,
    },
    Function {
        function: Box<Expr>,
        #[serde(default)]
        alias: Option<Ident>,
        #[serde(default)]
        columns: Vec<Ident>,
    },
    Values {
        columns: Vec<Ident>,
        rows: Vec<Vec<Expr>>,
        #[serde(default)]
        alias: Option<Ident>,
    },
    Text {
        sql: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bind_tells_null_from_nothing() {
        let read = |json: &str| serde_json::from_str::<Bind>(json).map(|bind| bind.value);
        assert_eq!(read(r#"{"value": null}"#).ok(), Some(Some(Value::Null)));
        assert_eq!(read(r#"{"key": "a"}"#).ok(), Some(None));
    }
}
