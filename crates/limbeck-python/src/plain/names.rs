//! What the names of a script stand for, as far as its top level says so plainly.

use limbeck_core::schema::Name;
use rustpython_vm::compiler::ast::{self, Expr, Number, Stmt, UnaryOp};
use std::collections::HashMap;

/// Modules that scripts import to no other effect than to have their names.
const KNOWN_MODULES: [&str; 11] = [
    "__future__",
    "alembic",
    "collections.abc",
    "datetime",
    "sqlalchemy",
    "sqlalchemy.dialects",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.sql",
    "typing",
];

#[derive(Clone)]
enum Meaning<'a> {
    /// The full name of something imported.
    Import(String),
    Literal(&'a Expr),
    Unknown,
}

/// The full name of what `batch_alter_table` gives a block.
pub(super) const BATCH: &str = "alembic.batch_op";

/// The names of a module, once its top level has run.
#[derive(Clone)]
pub(super) struct Names<'a>(HashMap<&'a str, Meaning<'a>>);

impl<'a> Names<'a> {
    /// The names of a module, and the function of this name in it, which takes no arguments.
    pub(super) fn of_module(
        body: &'a [Stmt],
        function: &str,
    ) -> Option<(Self, &'a ast::StmtFunctionDef)> {
        let (mut names, mut found) = (Names(HashMap::new()), None);
        for statement in body {
            match statement {
                Stmt::Pass(_) => {}
                Stmt::Expr(line) if line.value.is_string_literal_expr() => {}
                Stmt::Import(import) => names.import(import)?,
                Stmt::ImportFrom(import) => names.import_from(import)?,
                Stmt::Assign(assign) => {
                    for target in &assign.targets {
                        names.assign(target, &assign.value)?;
                    }
                }
                Stmt::AnnAssign(assign) => {
                    names.assign(&assign.target, assign.value.as_deref()?)?
                }
                Stmt::FunctionDef(defined) => {
                    names.0.insert(&defined.name, Meaning::Unknown);
                    let is_plain = is_plain_function(defined);
                    if !is_plain && defined.name == *function {
                        return None;
                    }
                    if !defined.decorator_list.is_empty() {
                        return None;
                    }
                    if defined.name == *function {
                        found = Some(defined);
                    }
                }
                _ => return None,
            }
        }
        found.map(|found| (names, found))
    }

    fn import(&mut self, import: &'a ast::StmtImport) -> Option<()> {
        for alias in &import.names {
            let module = alias.name.as_str();
            if !KNOWN_MODULES.contains(&module) {
                return None;
            }
            let (name, path) = match &alias.asname {
                Some(name) => (name.as_str(), module),
                None => {
                    let top = module.split('.').next().unwrap_or(module);
                    (top, top)
                }
            };
            self.0.insert(name, Meaning::Import(path.to_owned()));
        }
        Some(())
    }

    fn import_from(&mut self, import: &'a ast::StmtImportFrom) -> Option<()> {
        let module = import.module.as_ref()?.as_str();
        if import.level != 0 || !KNOWN_MODULES.contains(&module) {
            return None;
        }
        for alias in &import.names {
            let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
            if name == "*" {
                return None;
            }
            self.0.insert(name, Meaning::Import(format!("{module}.{}", alias.name)));
        }
        Some(())
    }

    fn assign(&mut self, target: &'a Expr, value: &'a Expr) -> Option<()> {
        let Expr::Name(name) = target else { return None };
        let meaning = match is_literal(value) {
            true => Meaning::Literal(value),
            false => return None,
        };
        self.0.insert(name.id.as_str(), meaning);
        Some(())
    }

    /// The same, and `name` for what `batch_alter_table` gives.
    pub(super) fn with_batch(&self, name: &'a str) -> Self {
        let mut names = self.clone();
        names.0.insert(name, Meaning::Import(BATCH.to_owned()));
        names
    }

    /// The full name of what an expression such as `sa.String` refers to.
    pub(super) fn path(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Name(name) => match self.0.get(name.id.as_str())? {
                Meaning::Import(path) => Some(path.clone()),
                _ => None,
            },
            Expr::Attribute(attribute) => {
                let mut path = self.path(&attribute.value)?;
                path.push('.');
                path.push_str(&attribute.attr);
                Some(path)
            }
            _ => None,
        }
    }

    fn literal<'b>(&'b self, expression: &'b Expr) -> &'b Expr {
        match expression {
            Expr::Name(name) => match self.0.get(name.id.as_str()) {
                Some(Meaning::Literal(value)) => value,
                _ => expression,
            },
            _ => expression,
        }
    }

    pub(super) fn is_none(&self, expression: &Expr) -> bool {
        self.literal(expression).is_none_literal_expr()
    }

    pub(super) fn text(&self, expression: &Expr) -> Option<String> {
        match self.literal(expression) {
            Expr::StringLiteral(text) => Some(text.value.to_str().to_owned()),
            _ => None,
        }
    }

    pub(super) fn flag(&self, expression: &Expr) -> Option<bool> {
        match self.literal(expression) {
            Expr::BooleanLiteral(flag) => Some(flag.value),
            _ => None,
        }
    }

    pub(super) fn int(&self, expression: &Expr) -> Option<i64> {
        match self.literal(expression) {
            Expr::NumberLiteral(number) => match &number.value {
                Number::Int(int) => int.as_i64(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The strings of a list or a tuple.
    pub(super) fn texts(&self, expression: &Expr) -> Option<Vec<String>> {
        match self.literal(expression) {
            Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) => {
                elts.iter().map(|item| self.text(item)).collect()
            }
            _ => None,
        }
    }

    /// The name of a constraint or an index: `op.f()` makes one final.
    pub(super) fn name(&self, expression: &Expr) -> Option<Name> {
        if let Expr::Call(call) = expression {
            let path = self.path(&call.func)?;
            let is_final = matches!(path.strip_suffix(".f")?, "alembic.op" | BATCH);
            return match &*call.arguments.args {
                [text] if is_final && call.arguments.keywords.is_empty() => {
                    Some(Name::Final { r#final: self.text(text)? })
                }
                _ => None,
            };
        }
        self.text(expression).map(|text| Name::Plain(text.into()))
    }
}

fn is_plain_function(function: &ast::StmtFunctionDef) -> bool {
    !function.is_async && function.parameters.is_empty() && function.type_params.is_none()
}

fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) => {
            elts.iter().all(is_literal)
        }
        Expr::UnaryOp(negative) => {
            negative.op == UnaryOp::USub && negative.operand.is_number_literal_expr()
        }
        other => {
            other.is_string_literal_expr()
                || other.is_number_literal_expr()
                || other.is_boolean_literal_expr()
                || other.is_none_literal_expr()
        }
    }
}
