//! The nodes of an expression tree.

use serde::{Deserialize, Serialize};

use super::statement::Executable;
use crate::{
    schema::{Ident, Type},
    statement::Value,
};

/// An expression. As JSON, `expr` tells which: `{"expr": "text", "sql": "now()"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "expr", rename_all = "snake_case")]
pub enum Expr {
    /// A column, `table` being the name (or alias) it is reached by.
    Column(ColumnRef),
    /// SQL that stands as written, without binds (`literal_column`).
    Literal {
        sql: String,
        #[serde(default)]
        type_: Option<Type>,
    },
    /// `text(..)`: SQL with `:name` binds.
    Text {
        sql: String,
        #[serde(default)]
        binds: Vec<Bind>,
    },
    Bind(Bind),
    /// The value inside a bind's [`within`](Bind::within).
    BindValue,
    /// A column, and what its type reads in its place where the rows are the client's.
    Read {
        column: Box<Expr>,
        value: Box<Expr>,
    },
    Null,
    True,
    False,
    Star {
        #[serde(default)]
        table: Option<Ident>,
    },
    /// `func.a.b(args)`; `name` holds every part.
    Function(Function),
    /// `left op right`; `op` is SQLAlchemy's operator name (`eq`, `add`, `like_op`, `in_op`) or,
    /// with `custom`, the operator's own text.
    Binary(Binary),
    /// Prefix (`inv`, `neg`, `distinct_op`) or postfix (`asc_op`, `desc_op`, `nulls_first_op`).
    Unary {
        op: String,
        operand: Box<Expr>,
        #[serde(default)]
        custom: bool,
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
        #[serde(default)]
        schema: Option<String>,
    },
    Extract {
        field: String,
        operand: Box<Expr>,
    },
    Label(Box<Label>),
    /// A name in ORDER BY or GROUP BY that has to be one of the query's own.
    LabelReference {
        name: String,
    },
    /// A query in place of a value.
    Subquery {
        select: Box<Executable>,
    },
    Exists {
        select: Box<Executable>,
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
    /// `aggregate(x ORDER BY y)`: the aggregate's last argument and its order.
    AggregateOrderBy {
        operand: Box<Expr>,
        order_by: Vec<Expr>,
    },
    /// PostgreSQL's `ARRAY[..]`.
    Array {
        items: Vec<Expr>,
        #[serde(default)]
        type_: Option<Type>,
    },
    /// `start:stop` inside an array's brackets.
    Slice {
        #[serde(default)]
        start: Option<Box<Expr>>,
        #[serde(default)]
        stop: Option<Box<Expr>>,
    },
    /// A key, a position or a path inside a JSON document.
    JsonIndex {
        value: serde_json::Value,
        #[serde(default)]
        key: Option<String>,
        id: u64,
    },
    /// `(function).column`
    Member {
        operand: Box<Expr>,
        name: Ident,
    },
    NextValue {
        sequence: Ident,
        #[serde(default)]
        schema: Option<Ident>,
    },
    /// `insert(..).excluded.c` and MySQL's `inserted.c`.
    Excluded {
        name: Ident,
        #[serde(default)]
        type_: Option<Type>,
    },
    /// What a function registered by `@compiles` gave: text and the parts it left to us.
    Fragments {
        parts: Vec<Fragment>,
        #[serde(default)]
        type_: Option<Type>,
        /// What the column of a SELECT is named after.
        #[serde(default)]
        stem: Option<String>,
    },
    /// The whole row of a table or a function, by the FROM's own name.
    TableValue {
        from: u64,
        name: Ident,
    },
}

/// A column by name, and by the FROM element it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnRef {
    pub name: Ident,
    #[serde(default)]
    pub table: Option<Ident>,
    #[serde(default)]
    pub schema: Option<Ident>,
    /// The `id` of the FROM element, which decides over `table` where that has an alias.
    #[serde(default, rename = "from_id", skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// The stem of the FROM element's name where the compiler makes that name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table_stem: Option<String>,
    /// The column of a subquery that gave its expression no name: that name's id and stem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymous: Option<(u64, String)>,
    /// The object's own identity, by which repeated columns are told apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    #[serde(default)]
    pub type_: Option<Type>,
}

/// A function and its arguments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Function {
    pub name: Vec<Ident>,
    #[serde(default)]
    pub args: Vec<Expr>,
    #[serde(default)]
    pub type_: Option<Type>,
    /// Identity, by which the same call in SELECT and ORDER BY shares its label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Whether parentheses are left out where there are no arguments (`CURRENT_TIMESTAMP`).
    #[serde(default)]
    pub bare: bool,
    #[serde(default)]
    pub with_ordinality: bool,
    /// Whether SQLAlchemy knows the function, and dialects spell it their own way.
    #[serde(default)]
    pub known: bool,
    /// The stem of the label, where it is not the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stem: Option<String>,
    /// ORDER BY behind the arguments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order_by: Vec<Expr>,
}

/// Two operands around an operator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Binary {
    pub op: String,
    pub left: Box<Expr>,
    pub right: Box<Expr>,
    #[serde(default)]
    pub custom: bool,
    #[serde(default)]
    pub eager_grouping: bool,
    /// A custom operator that needs no parentheses beside itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub natural: bool,
    #[serde(default)]
    pub precedence: Option<i32>,
    #[serde(default)]
    pub modifiers: Modifiers,
    #[serde(default)]
    pub type_: Option<Type>,
}

/// What some operators take besides their operands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Modifiers {
    pub escape: Option<String>,
    pub flags: Option<String>,
    pub postgresql_regconfig: Option<String>,
}

/// A piece of what a `@compiles` function returned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fragment {
    Text(String),
    Type {
        type_sql: Box<Type>,
    },
    Literal {
        literal: Box<Expr>,
    },
    Statement {
        query: Box<Executable>,
        #[serde(default)]
        literal_binds: bool,
    },
    From {
        table: Box<FromClause>,
    },
    Expr(Box<Expr>),
}

/// A value to be bound, or rendered where literals are asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Bind {
    /// The name; anonymous binds get theirs from the compiler, of which this is the stem.
    #[serde(default)]
    pub key: Option<String>,
    /// Identity of an anonymous bind: the same id is the same parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// `None` (a missing key): nothing was given, the value comes with the execution.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    #[serde(default, rename = "type")]
    pub type_: Option<Type>,
    /// Whether a missing value is an error.
    #[serde(default)]
    pub required: bool,
    /// Several values in parentheses, as for IN.
    #[serde(default)]
    pub expanding: bool,
    /// The types of a tuple's members, where the values of an IN are tuples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<Option<Type>>,
    #[serde(default)]
    pub literal_execute: bool,
    /// Whether the bind is the value of the column of its name in an INSERT or UPDATE.
    #[serde(skip)]
    pub of_column: bool,
    /// What the type makes of the value, [`Expr::BindValue`] in the value's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Box<Expr>>,
    /// What a script's own type writes for the value, or for each of several, as a literal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub literals: Vec<Option<OwnLiteral>>,
    /// The cast to write behind the placeholder, where the type's own is not meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cast: Option<String>,
}

/// What a type of a script's own writes for a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OwnLiteral {
    Sql {
        sql: String,
    },
    /// Another value, to be written as the type it is stored in.
    Value(Box<TypedValue>),
}

/// A value and the type it is written as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TypedValue {
    pub value: Value,
    #[serde(rename = "type")]
    pub type_: Type,
}

/// A key that is there holds a value, even when that is null; a missing key holds none.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

/// `expression AS name`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// `None`: the compiler makes a name.
    #[serde(default)]
    pub name: Option<Ident>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    pub operand: Expr,
}

/// The window of an OVER.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Window {
    pub partition_by: Vec<Expr>,
    pub order_by: Vec<Expr>,
    /// `RANGE`, `ROWS` or `GROUPS`, with its two bounds.
    pub frame: Option<Frame>,
    pub exclude: Option<String>,
}

/// The rows around the current one that a window looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub unit: String,
    pub lower: Bound,
    pub upper: Bound,
}

/// One end of a [`Frame`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    Unbounded,
    Current,
    Preceding(Box<Expr>),
    Following(Box<Expr>),
}

/// What a FROM reads. As JSON, `from` tells which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum FromClause {
    Table {
        #[serde(default)]
        id: u64,
        name: Ident,
        #[serde(default)]
        schema: Option<Ident>,
    },
    /// Another FROM element under a name of its own, or under one the compiler makes.
    Alias {
        id: u64,
        of: Box<FromClause>,
        #[serde(default)]
        name: Option<Ident>,
    },
    Subquery {
        #[serde(default)]
        id: u64,
        select: Box<Executable>,
        #[serde(default)]
        alias: Option<Ident>,
        #[serde(default)]
        lateral: bool,
    },
    /// A common table expression: its body is rendered once, ahead of the statement.
    Cte(Box<Cte>),
    Join {
        #[serde(default)]
        id: u64,
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
        #[serde(default)]
        id: u64,
        function: Box<Expr>,
        #[serde(default)]
        alias: Option<Ident>,
        /// `AS alias(columns)`, each with its type where that is rendered.
        #[serde(default)]
        columns: Vec<(Ident, Option<Type>)>,
        #[serde(default)]
        lateral: bool,
        /// Whether the call stands alone, without AS.
        #[serde(default)]
        plain: bool,
    },
    Values {
        #[serde(default)]
        id: u64,
        columns: Vec<Ident>,
        rows: Vec<Vec<Expr>>,
        #[serde(default)]
        alias: Option<Ident>,
        #[serde(default)]
        literal_binds: bool,
        #[serde(default)]
        lateral: bool,
    },
    TableSample {
        id: u64,
        of: Box<FromClause>,
        #[serde(default)]
        name: Option<Ident>,
        method: Box<Expr>,
        #[serde(default)]
        seed: Option<Box<Expr>>,
    },
    Text {
        sql: String,
        #[serde(default)]
        binds: Vec<Bind>,
    },
    Fragments {
        parts: Vec<Fragment>,
    },
}

/// A common table expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cte {
    #[serde(default)]
    pub id: u64,
    #[serde(default)]
    pub name: Option<Ident>,
    /// The expression this one was made from by `union()`, which it replaces.
    #[serde(default)]
    pub restates: Option<u64>,
    /// The expression of which this one is an alias.
    #[serde(default)]
    pub alias_of: Option<Box<FromClause>>,
    /// The column names that a recursive expression lists.
    #[serde(default)]
    pub columns: Vec<Ident>,
    #[serde(default)]
    pub body: Option<Box<Executable>>,
    #[serde(default)]
    pub recursive: bool,
    #[serde(default)]
    pub nesting: bool,
    #[serde(default)]
    pub prefixes: Vec<String>,
    #[serde(default)]
    pub suffixes: Vec<String>,
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
