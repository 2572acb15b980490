//! The header of a migration script, read from its syntax tree without running it.

use crate::{
    parallel,
    source::{SourceError, decode, read_source},
};
use rustpython_vm::compiler::{ast, parser};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use ast::{Expr, Stmt};

const NAMES: [&str; 4] = ["revision", "down_revision", "branch_labels", "depends_on"];

/// What a script says of its place among the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// The module's docstring as written, with its line ends and indentation.
    pub docstring: Option<String>,
    pub revision: HeaderField,
    pub down_revision: HeaderField,
    pub branch_labels: HeaderField,
    pub depends_on: HeaderField,
}

/// One variable of the header and the line that sets it, from 1; 0 where none does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeaderField {
    pub value: HeaderValue,
    pub line: u32,
}

/// What a variable of the header holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum HeaderValue {
    /// The script does not set it.
    #[default]
    Missing,
    None,
    One(String),
    Many(Vec<String>),
    /// It is no literal: the script has to be run to know.
    NeedsRun,
}

impl Header {
    /// Whether one of the variables can be known only by running the script.
    pub fn needs_run(&self) -> bool {
        [&self.revision, &self.down_revision, &self.branch_labels, &self.depends_on]
            .iter()
            .any(|field| field.value == HeaderValue::NeedsRun)
    }
}

/// Why a script has no readable header.
#[derive(Debug, thiserror::Error)]
pub enum HeaderError {
    #[error("{file}: {source}")]
    Source { file: String, source: SourceError },
    /// The position is that of Python's own message; `text` is the line as it stands.
    #[error("{file}, line {line}: {message}: {text}")]
    Syntax { file: String, line: u32, column: u32, text: String, message: String },
}

/// Reads the header of the script in this file.
///
/// # Errors
/// [`HeaderError`] where the file cannot be read or is not Python.
pub fn read_header(path: &Path) -> Result<Header, HeaderError> {
    let file = path.to_string_lossy();
    match read_source(path) {
        Ok(source) => parse_header(&file, &source),
        Err(source) => Err(HeaderError::Source { file: file.into_owned(), source }),
    }
}

/// Reads many headers on all cores; the results stand in the order of the paths.
pub fn read_headers(paths: Vec<PathBuf>) -> Vec<Result<Header, HeaderError>> {
    parallel::map(paths, |path| read_header(&path))
}

/// Reads the headers of files that have been read already, on all cores.
pub fn parse_headers(files: Vec<(PathBuf, Vec<u8>)>) -> Vec<Result<Header, HeaderError>> {
    parallel::map(files, |(path, bytes)| {
        let file = path.to_string_lossy();
        match decode(bytes) {
            Ok(source) => parse_header(&file, &source),
            Err(source) => Err(HeaderError::Source { file: file.into_owned(), source }),
        }
    })
}

/// Reads a header from source text. `file` stands in errors.
///
/// Only the part before the first function or class is parsed where nothing after it can
/// set a variable of the header, so an error in a body shows only when the script runs.
///
/// ```
/// use limbeck_python::header::{HeaderValue, parse_header};
/// let header = parse_header("a.py", "revision = 'a1'\ndown_revision = ('b2', 'c3')\n")?;
/// assert_eq!(header.revision.value, HeaderValue::One("a1".into()));
/// assert_eq!(header.down_revision.value, HeaderValue::Many(vec!["b2".into(), "c3".into()]));
/// # Ok::<(), limbeck_python::header::HeaderError>(())
/// ```
///
/// # Errors
/// [`HeaderError::Syntax`] where the text is not Python.
pub fn parse_header(file: &str, source: &str) -> Result<Header, HeaderError> {
    if let Some(top) = top_part(source)
        && let Ok(parsed) = parser::parse_module(top)
    {
        return Ok(evaluate(top, &parsed.syntax().body));
    }
    match parser::parse_module(source) {
        Ok(parsed) => Ok(evaluate(source, &parsed.syntax().body)),
        Err(error) => Err(syntax_error(file, source, &error)),
    }
}

pub(crate) fn syntax_error(file: &str, source: &str, error: &parser::ParseError) -> HeaderError {
    let offset = error.location.start().to_usize().min(source.len());
    let before = &source[..offset];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    HeaderError::Syntax {
        file: file.to_owned(),
        line: line_of(source, offset),
        column: source[start..offset].chars().count() as u32 + 1,
        text: source[start..].lines().next().unwrap_or_default().trim().to_owned(),
        message: error.error.to_string(),
    }
}

pub(crate) fn line_of(source: &str, offset: usize) -> u32 {
    source.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() as u32 + 1
}

/// The source before its first function, class or decorator, if nothing after that can
/// change the header. A cut within a string does not parse, so the caller finds out.
fn top_part(source: &str) -> Option<&str> {
    let mut cut = None;
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        let first = line.as_bytes().first().copied().unwrap_or(b'\n');
        if first == b'@' || first.is_ascii_alphabetic() || first == b'_' || first == b'(' {
            let word = line.split(|c: char| !c.is_alphanumeric() && c != '_').next();
            let starts_body = first == b'@' || matches!(word, Some("def" | "class" | "async"));
            match (cut, starts_body) {
                (None, true) => cut = Some(offset),
                (Some(_), false) if may_set_header(word.unwrap_or_default(), line) => return None,
                _ => {}
            }
        }
        offset += line.len();
    }
    cut.map(|cut| &source[..cut])
}

fn may_set_header(word: &str, line: &str) -> bool {
    matches!(word, "if" | "for" | "while" | "with" | "try" | "match" | "from" | "import" | "exec")
        || ["revision", "branch_labels", "depends_on", "__doc__", "globals"]
            .iter()
            .any(|name| line.contains(name))
}

/// A value as far as literals tell it.
#[derive(Debug, Clone)]
pub(crate) enum Constant {
    None,
    Text(String),
    Many(Vec<Constant>),
    Unknown,
}

/// What each name holds and where it was set.
pub(crate) type Names = HashMap<String, (Constant, usize)>;

fn evaluate(source: &str, body: &[Stmt]) -> Header {
    let mut names = Names::new();
    for statement in body {
        run_statement(statement, &mut names);
    }
    let docstring = match names.get("__doc__") {
        Some((Constant::Text(text), _)) => Some(text.clone()),
        Some(_) => None,
        None => docstring(body),
    };
    let [revision, down_revision, branch_labels, depends_on] =
        NAMES.map(|name| match names.remove(name) {
            Some((constant, offset)) => {
                HeaderField { value: header_value(constant), line: line_of(source, offset) }
            }
            None => HeaderField::default(),
        });
    Header { docstring, revision, down_revision, branch_labels, depends_on }
}

fn docstring(body: &[Stmt]) -> Option<String> {
    match body.first()? {
        Stmt::Expr(statement) => match &*statement.value {
            Expr::StringLiteral(text) => Some(text.value.to_str().to_owned()),
            _ => None,
        },
        _ => None,
    }
}

fn header_value(constant: Constant) -> HeaderValue {
    match constant {
        Constant::None => HeaderValue::None,
        Constant::Text(text) => HeaderValue::One(text),
        Constant::Unknown => HeaderValue::NeedsRun,
        Constant::Many(items) => {
            let texts: Option<Vec<String>> = items
                .into_iter()
                .map(|item| match item {
                    Constant::Text(text) => Some(text),
                    _ => None,
                })
                .collect();
            texts.map_or(HeaderValue::NeedsRun, HeaderValue::Many)
        }
    }
}

pub(crate) fn run_statement(statement: &Stmt, names: &mut Names) {
    match statement {
        Stmt::Assign(assign) => {
            let value = constant(&assign.value, names);
            for target in &assign.targets {
                bind(target, value.clone(), names);
            }
        }
        Stmt::AnnAssign(assign) => {
            if let Some(value) = &assign.value {
                let value = constant(value, names);
                bind(&assign.target, value, names);
            }
        }
        Stmt::AugAssign(assign) => bind(&assign.target, Constant::Unknown, names),
        Stmt::For(inner) => {
            bind(&inner.target, Constant::Unknown, names);
            forget_bound(&inner.body, names);
            forget_bound(&inner.orelse, names);
        }
        Stmt::While(inner) => {
            forget_bound(&inner.body, names);
            forget_bound(&inner.orelse, names);
        }
        Stmt::If(inner) => {
            forget_bound(&inner.body, names);
            for clause in &inner.elif_else_clauses {
                forget_bound(&clause.body, names);
            }
        }
        Stmt::With(inner) => forget_bound(&inner.body, names),
        Stmt::Match(inner) => {
            for case in &inner.cases {
                forget_bound(&case.body, names);
            }
        }
        Stmt::Try(inner) => {
            for body in [&inner.body, &inner.orelse, &inner.finalbody] {
                forget_bound(body, names);
            }
            for ast::ExceptHandler::ExceptHandler(handler) in &inner.handlers {
                forget_bound(&handler.body, names);
            }
        }
        Stmt::Import(import) => bind_aliases(&import.names, names),
        Stmt::ImportFrom(import) => bind_aliases(&import.names, names),
        Stmt::FunctionDef(function) => forget(&function.name, names),
        Stmt::ClassDef(class) => forget(&class.name, names),
        Stmt::Delete(delete) => {
            for target in &delete.targets {
                if let Expr::Name(name) = target {
                    names.remove(name.id.as_str());
                }
            }
        }
        _ => {}
    }
}

/// Runs statements that may or may not be reached: what they bind is unknown afterwards.
fn forget_bound(body: &[Stmt], names: &mut Names) {
    let mut inner = Names::new();
    for statement in body {
        run_statement(statement, &mut inner);
    }
    names.extend(inner.into_iter().map(|(name, (_, at))| (name, (Constant::Unknown, at))));
}

fn bind_aliases(aliases: &[ast::Alias], names: &mut Names) {
    for alias in aliases {
        forget(alias.asname.as_ref().unwrap_or(&alias.name), names);
    }
}

fn forget(name: &ast::Identifier, names: &mut Names) {
    let offset = name.range.start().to_usize();
    names.insert(name.to_string(), (Constant::Unknown, offset));
}

fn bind(target: &Expr, value: Constant, names: &mut Names) {
    match target {
        Expr::Name(name) => {
            names.insert(name.id.to_string(), (value, name.range.start().to_usize()));
        }
        Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
            let values = match value {
                Constant::Many(values) if values.len() == elts.len() => values,
                _ => vec![Constant::Unknown; elts.len()],
            };
            for (target, value) in elts.iter().zip(values) {
                bind(target, value, names);
            }
        }
        Expr::Starred(starred) => bind(&starred.value, Constant::Unknown, names),
        _ => {}
    }
}

pub(crate) fn constant(expression: &Expr, names: &Names) -> Constant {
    match expression {
        Expr::NoneLiteral(_) => Constant::None,
        Expr::StringLiteral(text) => Constant::Text(text.value.to_str().to_owned()),
        Expr::Name(name) => match names.get(name.id.as_str()) {
            Some((constant, _)) => constant.clone(),
            None => Constant::Unknown,
        },
        Expr::Tuple(ast::ExprTuple { elts, .. })
        | Expr::List(ast::ExprList { elts, .. })
        | Expr::Set(ast::ExprSet { elts, .. }) => {
            Constant::Many(elts.iter().map(|element| constant(element, names)).collect())
        }
        Expr::BinOp(operation) if operation.op == ast::Operator::Add => {
            match (constant(&operation.left, names), constant(&operation.right, names)) {
                (Constant::Text(left), Constant::Text(right)) => Constant::Text(left + &right),
                (Constant::Many(mut left), Constant::Many(right)) => {
                    left.extend(right);
                    Constant::Many(left)
                }
                _ => Constant::Unknown,
            }
        }
        _ => Constant::Unknown,
    }
}
