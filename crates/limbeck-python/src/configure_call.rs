//! What an `env.py` tells `context.configure` about the version table, read without running it.

use std::path::Path;

use rustpython_vm::compiler::{
    ast::{
        self, Expr,
        visitor::{self, Visitor},
    },
    parser,
};

use crate::{
    header::{Constant, HeaderError, Names, constant, line_of, run_statement, syntax_error},
    source::read_source,
};

/// The version table that the calls of `configure` in an `env.py` name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfiguredTable {
    pub name: Option<String>,
    pub schema: Option<String>,
}

/// Why the version table cannot be known without running `env.py`.
#[derive(Debug, thiserror::Error)]
pub enum ConfigureError {
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// The option is computed, or hidden in `**options`.
    #[error("{file}:{line}: {option} is not a plain string, so it is known only by running {file}")]
    Computed { file: String, line: u32, option: String },
    /// Two calls differ.
    #[error("{file}:{line}: {option} differs from that of another call of configure()")]
    Differs { file: String, line: u32, option: String },
}

/// Reads the version table from the `env.py` at this path.
///
/// # Errors
/// It cannot be read or is not Python; an option is there and not literal; two calls differ.
pub fn read_configured_table(path: &Path) -> Result<ConfiguredTable, ConfigureError> {
    let file = path.to_string_lossy();
    let source = read_source(path)
        .map_err(|source| HeaderError::Source { file: file.clone().into_owned(), source })?;
    configured_table(&file, &source)
}

/// As [`read_configured_table`], from source text; `file` stands in errors.
///
/// ```
/// use limbeck_python::configure_call::configured_table;
///
/// let source = "context.configure(connection=c, version_table='v', version_table_schema='s')";
/// let table = configured_table("env.py", source)?;
/// assert_eq!((table.name.as_deref(), table.schema.as_deref()), (Some("v"), Some("s")));
/// # Ok::<(), limbeck_python::configure_call::ConfigureError>(())
/// ```
///
/// # Errors
/// As [`read_configured_table`].
pub fn configured_table(file: &str, source: &str) -> Result<ConfiguredTable, ConfigureError> {
    let parsed =
        parser::parse_module(source).map_err(|error| syntax_error(file, source, &error))?;
    let body = &parsed.syntax().body;
    let mut names = Names::new();
    for statement in body {
        run_statement(statement, &mut names);
    }
    let mut calls = Calls { names, found: Vec::new() };
    calls.visit_body(body);
    let mut table: [Option<Option<String>>; 2] = [None, None];
    for (option, value, offset) in calls.found {
        let line = line_of(source, offset);
        let file = file.to_owned();
        let (slot, value) = match (option.as_str(), value) {
            ("version_table", Constant::Text(name)) => (0, Some(name)),
            ("version_table_schema", Constant::Text(name)) => (1, Some(name)),
            ("version_table_schema", Constant::None) => (1, None),
            _ => return Err(ConfigureError::Computed { file, line, option }),
        };
        if table[slot].as_ref().is_some_and(|earlier| *earlier != value) {
            return Err(ConfigureError::Differs { file, line, option });
        }
        table[slot] = Some(value);
    }
    let [name, schema] = table.map(Option::flatten);
    Ok(ConfiguredTable { name, schema })
}

/// Collects what matters of every call of something named `configure`.
struct Calls {
    names: Names,
    found: Vec<(String, Constant, usize)>,
}

impl<'a> Visitor<'a> for Calls {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression
            && is_configure(&call.func)
        {
            for keyword in &call.arguments.keywords {
                let offset = keyword.range.start().to_usize();
                match keyword.arg.as_ref().map(ast::Identifier::as_str) {
                    Some(option @ ("version_table" | "version_table_schema")) => {
                        let value = constant(&keyword.value, &self.names);
                        self.found.push((option.to_owned(), value, offset));
                    }
                    Some(_) => {}
                    None => {
                        let option = "version_table, which may be among **options,".to_owned();
                        self.found.push((option, Constant::Unknown, offset));
                    }
                }
            }
        }
        visitor::walk_expr(self, expression);
    }
}

fn is_configure(function: &Expr) -> bool {
    match function {
        Expr::Attribute(attribute) => attribute.attr.as_str() == "configure",
        Expr::Name(name) => name.id.as_str() == "configure",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, name: Option<&str>, schema: Option<&str>) {
        let table = configured_table("env.py", source).expect(source);
        assert_eq!((table.name.as_deref(), table.schema.as_deref()), (name, schema), "{source}");
    }

    #[test]
    fn options_are_read_where_they_are_literal() {
        check("context.configure(connection=c)", None, None);
        check("def f():\n    context.configure(version_table='v')", Some("v"), None);
        check("T = 'v'\ncontext.configure(version_table=T)", Some("v"), None);
        check("context.configure(version_table_schema=None)", None, None);
    }

    #[test]
    fn computed_options_are_refused_with_their_line() {
        for source in [
            "\ncontext.configure(version_table=name())",
            "\ncontext.configure(**options)",
            "context.configure(version_table='a')\ncontext.configure(version_table='b')",
        ] {
            let error = configured_table("env.py", source).expect_err(source).to_string();
            assert!(error.starts_with("env.py:2: "), "{error}");
        }
    }
}
