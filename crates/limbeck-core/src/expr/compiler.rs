//! The compiler's state, its entry points, and the way from a node to its spelling.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{
    Bind, ColumnRef, Executable, Expr, Fragment,
    cast::{self, cast_type},
    cte::CteState,
    finish::{CompiledBind, ResultType},
    group::{Grouping, grouping, only_condition},
    scope::Scope,
};
use crate::{
    dialect::{Backend, CompileError, Dialect},
    schema::{Ident, Type},
    statement::{Statement, Value},
};

/// What the text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To be run by Limbeck: `$1` on PostgreSQL and `?` elsewhere, `%` never doubled.
    Live,
    /// As SQLAlchemy's `str(statement.compile(dialect))` gives it, in the driver's paramstyle;
    /// `expand` writes out the values of IN lists.
    Text { expand: bool },
    /// As the driver is given it: IN lists written out, and `%` doubled where it is halved again.
    Driver,
    /// With values as literals (`literal_binds`).
    Literal,
}

/// A compiled statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// The text and, in the order of its placeholders, the values.
    pub statement: Statement,
    /// The parameters by name, in the order of their first use.
    pub binds: Vec<CompiledBind>,
    /// For each placeholder, the name of its parameter.
    pub positions: Vec<String>,
    /// The columns of the result, as far as the statement tells.
    pub columns: Vec<(String, Option<Type>)>,
    /// Whether the statement returns rows; `None` where only the database knows.
    pub returns_rows: ResultType,
}

impl Compiled {
    /// The type of the parameter of that name.
    pub(crate) fn type_of(&self, name: &str) -> Option<&Type> {
        self.binds.iter().find(|bind| bind.name == name)?.type_.as_ref()
    }
}

/// Compiles a statement. `params` are values given at execution: they fill binds of that name,
/// and name the columns of an INSERT or UPDATE that has none of its own.
///
/// # Errors
/// What SQLAlchemy refuses with a `CompileError`.
///
/// ```
/// use limbeck_core::{dialect::{Backend, Dialect}, expr::{Executable, Mode, compile}};
/// use serde_json::json;
///
/// let query: Executable = serde_json::from_value(json!({
///     "statement": "text", "sql": "SELECT * FROM t WHERE a = :a",
///     "binds": [{ "key": "a", "value": 7, "type": { "type": "Integer" } }],
/// }))?;
/// let dialect = Dialect::new(Backend::Sqlite, None);
/// let compiled = compile(&query, &dialect, Mode::Live, &Default::default())?;
/// assert_eq!(compiled.statement.sql, "SELECT * FROM t WHERE a = ?");
/// assert_eq!(compiled.statement.params.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compile(
    statement: &Executable,
    dialect: &Dialect,
    mode: Mode,
    params: &IndexMap<String, Value>,
) -> Result<Compiled, CompileError> {
    let mut compiler = Compiler::new(dialect, mode, params);
    let text = compiler.executable(statement, compiler.top())?;
    compiler.finish(text)
}

/// Compiles a bare expression, as `str(expression)` or a part of another text shows it.
///
/// # Errors
/// As [`compile`].
pub fn compile_expr(
    expr: &Expr,
    dialect: &Dialect,
    mode: Mode,
    params: &IndexMap<String, Value>,
) -> Result<Compiled, CompileError> {
    let mut compiler = Compiler::new(dialect, mode, params);
    let text = compiler.expr(expr, compiler.top())?;
    compiler.finish(text)
}

/// An expression as it stands in DDL: values as literals, columns without their table.
///
/// # Errors
/// As [`compile`]: a value whose type has no literal form, among others.
///
/// ```
/// use limbeck_core::{dialect::{Backend, Dialect}, expr::{Expr, compile_ddl}};
///
/// let now = Expr::Text { sql: "now()".to_owned(), binds: Vec::new() };
/// let dialect = Dialect::new(Backend::Postgresql, None);
/// assert_eq!(compile_ddl(&now, &dialect)?, "now()");
/// # Ok::<(), limbeck_core::dialect::CompileError>(())
/// ```
pub fn compile_ddl(expr: &Expr, dialect: &Dialect) -> Result<String, CompileError> {
    let params = IndexMap::new();
    let mut compiler = Compiler::new(dialect, Mode::Literal, &params);
    let context = Context { include_table: false, ..compiler.top() };
    let text = compiler.expr(expr, context)?;
    Ok(compiler.finish(text)?.statement.sql)
}

/// Compiles a FROM element on its own: a query without its alias, a table to nothing.
pub(super) fn compile_from(
    from: &super::FromClause,
    dialect: &Dialect,
    mode: Mode,
    params: &IndexMap<String, Value>,
) -> Result<Compiled, CompileError> {
    let mut compiler = Compiler::new(dialect, mode, params);
    let context = compiler.top();
    let text = match from {
        super::FromClause::Table { .. } | super::FromClause::Alias { .. } => String::new(),
        super::FromClause::Subquery { select, .. } => compiler.executable(select, context)?,
        super::FromClause::Cte(cte) => match &cte.body {
            Some(body) => compiler.executable(body, context)?,
            None => String::new(),
        },
        from => compiler.from(from, Context { as_from: true, ..context })?,
    };
    let text = compiler.with_ctes(text);
    compiler.finish(text)
}

/// What the place where an expression stands says about its spelling.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    pub include_table: bool,
    pub use_schema: bool,
    /// In the list of a SELECT's columns, and inside a label there.
    pub in_columns: bool,
    pub in_label: bool,
    pub literal_binds: bool,
    pub literal_execute: bool,
    /// Operands of some operators are put in parentheses whatever their precedence.
    pub eager_grouping: bool,
    pub in_operator: bool,
    /// In a FROM, and there after LATERAL.
    pub as_from: bool,
    pub lateral: bool,
    /// An operand of UNION and its like: its position.
    pub compound: Option<usize>,
    /// The SELECT whose rows an INSERT takes.
    pub insert_into: bool,
    /// The expanding bind stands right of NOT IN.
    pub negated_in: bool,
    pub in_expansion: bool,
}

pub(super) type Text = Result<String, CompileError>;

pub(super) struct Compiler<'a> {
    pub dialect: Dialect,
    pub mode: Mode,
    pub params: &'a IndexMap<String, Value>,
    pub names: HashMap<(u64, String), String>,
    pub counters: HashMap<String, usize>,
    pub cut: HashMap<&'static str, usize>,
    pub binds: IndexMap<String, Bind>,
    pub stack: Vec<Scope>,
    pub ctes: CteState,
    /// The binds whose types' expressions are being written.
    pub within: Vec<Bind>,
    /// What stands around each value of an expanding bind.
    pub around: HashMap<String, (String, String)>,
    pub columns: Vec<(String, Option<Type>)>,
    pub returns_rows: ResultType,
    /// The name that MySQL gives to the row which ON DUPLICATE KEY UPDATE refused.
    pub excluded_alias: Option<String>,
}

impl<'a> Compiler<'a> {
    fn new(dialect: &Dialect, mode: Mode, params: &'a IndexMap<String, Value>) -> Self {
        Compiler {
            dialect: cast::for_mode(dialect, mode),
            mode,
            params,
            names: HashMap::new(),
            counters: HashMap::new(),
            cut: HashMap::new(),
            binds: IndexMap::new(),
            stack: Vec::new(),
            ctes: CteState::default(),
            within: Vec::new(),
            around: HashMap::new(),
            columns: Vec::new(),
            returns_rows: ResultType::Unknown,
            excluded_alias: None,
        }
    }

    pub(super) fn top(&self) -> Context {
        Context {
            include_table: true,
            use_schema: true,
            in_columns: false,
            in_label: false,
            literal_binds: self.mode == Mode::Literal,
            literal_execute: false,
            eager_grouping: false,
            in_operator: false,
            as_from: false,
            lateral: false,
            compound: None,
            insert_into: false,
            negated_in: false,
            in_expansion: false,
        }
    }

    pub(super) fn backend(&self) -> Backend {
        self.dialect.grammar()
    }

    pub(super) fn is_mysql(&self) -> bool {
        matches!(self.dialect.backend, Backend::Mysql | Backend::Mariadb)
    }

    pub(super) fn executable(&mut self, statement: &Executable, context: Context) -> Text {
        match statement {
            Executable::Text { sql, binds, columns } => {
                if self.stack.is_empty() && !columns.is_empty() {
                    self.returns_rows = ResultType::Rows;
                    self.columns = columns
                        .iter()
                        .map(|(name, type_)| (name.name.clone(), type_.clone()))
                        .collect();
                }
                self.text(sql, binds, context)
            }
            Executable::Raw { sql } => Ok(sql.clone()),
            Executable::Select(select) => self.select(select, context),
            Executable::Values { rows, literal_binds } => self.values_rows(
                rows,
                Context { literal_binds: context.literal_binds || *literal_binds, ..context },
            ),
            Executable::Insert(insert) => self.insert(insert, context),
            Executable::Update(update) => self.update(update, context),
            Executable::Delete(delete) => self.delete(delete, context),
            Executable::Expression { operand } => {
                let select =
                    super::Select { columns: vec![operand.as_ref().clone()], ..Default::default() };
                self.select(&select, context)
            }
            Executable::Fragments { parts } => {
                let text = self.fragments(parts, context)?;
                if self.stack.is_empty() {
                    self.returns_rows = ResultType::Unknown;
                    self.columns.clear();
                }
                Ok(text)
            }
        }
    }

    /// An operand beside the operator `against`, in parentheses where it needs them.
    pub(super) fn operand(&mut self, expr: &Expr, against: &str, context: Context) -> Text {
        self.operand_with(expr, against, None, context)
    }

    pub(super) fn operand_with(
        &mut self,
        expr: &Expr,
        against: &str,
        precedence: Option<i32>,
        context: Context,
    ) -> Text {
        if let Some(only) = only_condition(expr, against) {
            return self.operand_with(only, against, precedence, context);
        }
        match grouping(expr, against, precedence) {
            Grouping::Plain => self.expr(expr, context),
            Grouping::Parens => Ok(format!("({})", self.expr(expr, context)?)),
            Grouping::AsCondition => self.condition(expr, true, context),
        }
    }

    /// A value used as a condition, or its negation.
    pub(super) fn condition(&mut self, expr: &Expr, wanted: bool, context: Context) -> Text {
        let text = self.expr(expr, context)?;
        let native = self.backend() == Backend::Postgresql;
        Ok(match (native, wanted) {
            (true, true) => text,
            (true, false) => format!("NOT {text}"),
            (false, true) => format!("{text} = 1"),
            (false, false) => format!("{text} = 0"),
        })
    }

    pub(super) fn expr(&mut self, expr: &Expr, context: Context) -> Text {
        match expr {
            Expr::Column(column) => Ok(self.column(column, context)),
            Expr::Literal { sql, .. } => Ok(self.doubled(sql)),
            Expr::Text { sql, binds } => self.text(sql, binds, context),
            Expr::Bind(bind) => self.bind(bind, context),
            Expr::BindValue => self.bind_value(context),
            Expr::Read { column, .. } => self.expr(column, context),
            Expr::Null => Ok("NULL".to_owned()),
            Expr::True => Ok(self.truth(true).to_owned()),
            Expr::False => Ok(self.truth(false).to_owned()),
            Expr::Star { table: None } => Ok("*".to_owned()),
            Expr::Star { table: Some(table) } => Ok(format!("{}.*", self.quote(table))),
            Expr::Function(function) => self.function(function, context),
            Expr::Binary(binary) => self.binary(binary, context),
            Expr::Unary { op, operand, custom, .. } => self.unary(op, operand, *custom, context),
            Expr::And { items } => self.connected("and", items, context),
            Expr::Or { items } => self.connected("or", items, context),
            Expr::List { items, parens } => {
                let list = self.list(items, "comma_op", context)?;
                Ok(if *parens { format!("({list})") } else { list })
            }
            Expr::Grouping { operand } => Ok(format!("({})", self.expr(operand, context)?)),
            Expr::Between { .. } => self.between(expr, context),
            Expr::Cast { operand, type_, .. } => self.cast(expr, operand, type_, context),
            Expr::TypeCoerce { operand, type_ } => self.type_coerce(operand, type_, context),
            Expr::Case { value, whens, r#else } => {
                self.case(value.as_deref(), whens, r#else.as_deref(), context)
            }
            Expr::Collate { operand, collation, schema } => {
                let operand = self.operand(operand, "collate", context)?;
                let schema = schema.as_ref().map(|schema| Ident::from(schema.as_str()));
                let collation = self.collation(schema.as_ref(), collation);
                Ok(format!("{operand} COLLATE {collation}"))
            }
            Expr::Extract { field, operand } => self.extract(field, operand, context),
            Expr::Label(label) => self.label(label, context),
            Expr::LabelReference { name } => self.label_reference(name, context),
            Expr::Subquery { select } => {
                let inner = Context {
                    as_from: false,
                    compound: None,
                    in_columns: false,
                    in_label: false,
                    ..context
                };
                Ok(format!("({})", self.executable(select, inner)?))
            }
            Expr::Exists { select } => {
                let inner = Context {
                    as_from: false,
                    compound: None,
                    in_columns: false,
                    in_label: false,
                    ..context
                };
                Ok(format!("EXISTS ({})", self.executable(select, inner)?))
            }
            Expr::Over { operand, window } => self.over(operand, window, context),
            Expr::Filter { operand, condition } => {
                let function = self.expr(operand, context)?;
                let condition = self.where_items(std::slice::from_ref(condition), context)?;
                Ok(format!("{function} FILTER (WHERE {condition})"))
            }
            Expr::WithinGroup { operand, order_by } => {
                let function = self.expr(operand, context)?;
                let order = self.list(order_by, "comma_op", context)?;
                Ok(format!("{function} WITHIN GROUP (ORDER BY {order})"))
            }
            Expr::AggregateOrderBy { operand, order_by } => {
                let operand = self.expr(operand, context)?;
                let order = self.list(order_by, "comma_op", context)?;
                Ok(format!("{operand} ORDER BY {order}"))
            }
            Expr::Array { items, type_ } => self.array(items, type_.as_ref(), context),
            Expr::Slice { start, stop } => {
                let mut side = |part: &Option<Box<Expr>>| match part {
                    Some(part) => self.expr(part, context),
                    None => Ok(String::new()),
                };
                Ok(format!("{}:{}", side(start)?, side(stop)?))
            }
            Expr::JsonIndex { value, key, id } => {
                let bind = self.json_index(value, key.as_deref(), *id);
                self.bind(&bind, context)
            }
            Expr::Member { operand, name } => {
                let operand = self.expr(operand, context)?;
                Ok(format!("({operand}).{}", self.quote(name)))
            }
            Expr::NextValue { sequence, schema } => self.next_value(schema.as_ref(), sequence),
            Expr::Excluded { name, .. } => Ok(self.excluded(name)),
            Expr::Fragments { parts, .. } => self.fragments(parts, context),
            Expr::TableValue { name, .. } => Ok(self.quote(name)),
        }
    }

    pub(super) fn list(&mut self, items: &[Expr], against: &str, context: Context) -> Text {
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            texts.push(self.operand(item, against, context)?);
        }
        Ok(texts.join(", "))
    }

    /// What a `@compiles` function returned: its text, with our own parts filled in.
    pub(super) fn fragments(&mut self, parts: &[Fragment], context: Context) -> Text {
        let mut text = String::new();
        for part in parts {
            match part {
                Fragment::Text(written) => text.push_str(written),
                Fragment::Type { type_sql } => text.push_str(&self.type_sql(type_sql)?),
                Fragment::Literal { literal } => {
                    text.push_str(&self.expr(literal, Context { literal_binds: true, ..context })?);
                }
                Fragment::Statement { query, literal_binds } => {
                    let literal_binds = context.literal_binds || *literal_binds;
                    let inner = Context { literal_binds, ..context };
                    text.push_str(&self.executable(query, inner)?);
                }
                Fragment::From { table } => {
                    text.push_str(&self.from(table, Context { as_from: true, ..context })?);
                }
                Fragment::Expr(expr) => text.push_str(&self.expr(expr, context)?),
            }
        }
        Ok(text)
    }

    fn column(&mut self, column: &ColumnRef, context: Context) -> String {
        let name = match &column.anonymous {
            Some((id, stem)) => Ident::from(self.anonymous("colident", *id, stem)),
            None => column.name.clone(),
        };
        let name = self.quote(&name);
        if !context.include_table {
            return name;
        }
        match self.table_of(column, context) {
            Some(table) => format!("{table}.{name}"),
            None => name,
        }
    }

    fn table_of(&mut self, column: &ColumnRef, context: Context) -> Option<String> {
        if let (Some(id), Some(stem)) = (column.from, &column.table_stem) {
            let name = self.anonymous("alias", id, stem);
            return Some(self.quote(&Ident::from(name)));
        }
        let table = column.table.as_ref()?;
        let name = self.quote(table);
        match &column.schema {
            Some(schema) if context.use_schema => Some(format!("{}.{name}", self.quote(schema))),
            _ => Some(name),
        }
    }

    pub(super) fn quote(&self, ident: &Ident) -> String {
        self.dialect.quote_ident(ident).into_owned()
    }

    /// Text of the script's own: `%` doubled where the driver's paramstyle asks for it.
    pub(super) fn doubled(&self, sql: &str) -> String {
        match super::finish::doubles_percent(&self.dialect, self.mode) {
            true => sql.replace('%', "%%"),
            false => sql.to_owned(),
        }
    }

    pub(super) fn truth(&self, value: bool) -> &'static str {
        match (self.backend(), value) {
            (Backend::Sqlite, true) => "1",
            (Backend::Sqlite, false) => "0",
            (_, true) => "true",
            (_, false) => "false",
        }
    }

    pub(super) fn type_sql(&self, type_: &Type) -> Text {
        self.dialect.type_sql(type_)
    }

    fn cast(&mut self, whole: &Expr, operand: &Expr, type_: &Type, context: Context) -> Text {
        if let Expr::Cast { r#try: true, .. } = whole {
            return Err(CompileError::Unsupported {
                compiler: self.compiler_name().to_owned(),
                element: "<class 'sqlalchemy.sql.elements.TryCast'>".to_owned(),
            });
        }
        let Some(type_sql) = cast_type(&self.dialect, type_)? else {
            return self.operand(operand, "comma_op", context);
        };
        let operand = self.expr(operand, context)?;
        Ok(match type_sql.split_once(" COLLATE ") {
            Some((type_sql, collation)) => {
                format!("CAST({operand} AS {type_sql}) COLLATE {collation}")
            }
            None => format!("CAST({operand} AS {type_sql})"),
        })
    }

    fn type_coerce(&mut self, operand: &Expr, type_: &Type, context: Context) -> Text {
        match operand {
            Expr::Bind(bind) => {
                let typed = Bind { type_: Some(type_.clone()), ..bind.clone() };
                self.bind(&typed, context)
            }
            operand => self.expr(operand, context),
        }
    }

    pub(super) fn compiler_name(&self) -> &'static str {
        match self.backend() {
            Backend::Postgresql => "PGCompiler",
            Backend::Sqlite => "SQLiteCompiler",
            Backend::Mysql | Backend::Mariadb => "MySQLCompiler",
        }
    }

    fn case(
        &mut self,
        value: Option<&Expr>,
        whens: &[(Expr, Expr)],
        other: Option<&Expr>,
        context: Context,
    ) -> Text {
        let mut text = "CASE ".to_owned();
        if let Some(value) = value {
            text += &self.expr(value, context)?;
            text += " ";
        }
        for (condition, result) in whens {
            let condition = match value {
                Some(_) => self.expr(condition, context)?,
                None => self.operand(condition, "_case", context)?,
            };
            let result = self.expr(result, context)?;
            text += &format!("WHEN {condition} THEN {result} ");
        }
        if let Some(other) = other {
            text += &format!("ELSE {} ", self.expr(other, context)?);
        }
        text += "END";
        Ok(text)
    }

    fn array(&mut self, items: &[Expr], type_: Option<&Type>, context: Context) -> Text {
        if items.is_empty()
            && let Some(type_) = type_
        {
            return Ok(format!("ARRAY[]::{}", self.type_sql(type_)?));
        }
        Ok(format!("ARRAY[{}]", self.list(items, "comma_op", context)?))
    }

    fn next_value(&self, schema: Option<&Ident>, sequence: &Ident) -> Text {
        let name = match schema {
            Some(schema) => format!("{}.{}", self.quote(schema), self.quote(sequence)),
            None => self.quote(sequence),
        };
        match self.backend() {
            Backend::Postgresql => Ok(format!("nextval('{}')", name.replace('\'', "''"))),
            Backend::Mysql | Backend::Mariadb => Ok(format!("nextval({name})")),
            backend => Err(CompileError::Message(format!(
                "Dialect '{backend}' does not support sequence increments."
            ))),
        }
    }

    fn collation(&self, schema: Option<&Ident>, collation: &str) -> String {
        let name = match self.backend() {
            Backend::Postgresql => self.quote(&Ident::from(collation)),
            _ => self.quote(&Ident::from(collation)),
        };
        match schema {
            Some(schema) => format!("{}.{name}", self.quote(schema)),
            None => name,
        }
    }
}
