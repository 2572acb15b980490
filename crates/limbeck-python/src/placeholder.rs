//! Which missing modules become placeholders, and the list of those that did.

use crate::source::read_source;
use rustpython_ruff_text_size::Ranged;
use rustpython_vm::compiler::{ast, parser};
use std::{cell::RefCell, path::Path};

use ast::{ExceptHandler, Expr, Stmt};

/// A module that could not be loaded and that a placeholder stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceholderImport {
    pub module: String,
    /// The project's file that imports it, and the line.
    pub file: String,
    pub line: u32,
}

thread_local! {
    static IMPORTS: RefCell<Vec<PlaceholderImport>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn forget_all() {
    IMPORTS.with_borrow_mut(Vec::clear);
}

pub(crate) fn note(import: PlaceholderImport) {
    IMPORTS.with_borrow_mut(|imports| imports.push(import));
}

pub(crate) fn all() -> Vec<PlaceholderImport> {
    IMPORTS.with_borrow(Vec::clone)
}

/// Whether the import on this line stands in a `try` that handles its failure, so that the
/// code expects the module to be absent.
pub(crate) fn is_guarded(file: &str, line: u32) -> bool {
    let Ok(source) = read_source(Path::new(file)) else { return false };
    let Ok(parsed) = parser::parse_module(&source) else { return false };
    let mut offset = 0;
    for text in source.split_inclusive('\n').take(line.saturating_sub(1) as usize) {
        offset += text.len();
    }
    let end = source[offset..].find('\n').map_or(source.len(), |length| offset + length);
    let offset = offset + leading_blanks(&source[offset..end]);
    guarded_in(&parsed.syntax().body, offset, false)
}

fn leading_blanks(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Looks for the statement at `offset`; `guarded` says whether a `try` around it catches.
fn guarded_in(body: &[Stmt], offset: usize, guarded: bool) -> bool {
    let Some(statement) = body.iter().find(|statement| {
        let range = statement.range();
        range.start().to_usize() <= offset && offset < range.end().to_usize()
    }) else {
        return guarded;
    };
    let within = |bodies: &[&[Stmt]], guarded: bool| {
        let found = bodies.iter().find(|body| holds(body, offset));
        found.map_or(guarded, |body| guarded_in(body, offset, guarded))
    };
    match statement {
        Stmt::Try(inner) => {
            if holds(&inner.body, offset) {
                let catches = inner.handlers.iter().any(catches_import_error);
                return guarded_in(&inner.body, offset, guarded || catches);
            }
            let mut bodies: Vec<&[Stmt]> = vec![&inner.orelse, &inner.finalbody];
            for ExceptHandler::ExceptHandler(handler) in &inner.handlers {
                bodies.push(&handler.body);
            }
            within(&bodies, guarded)
        }
        Stmt::With(inner) => {
            let suppresses = inner.items.iter().any(|item| suppresses(&item.context_expr));
            within(&[&inner.body], guarded || suppresses)
        }
        Stmt::If(inner) => {
            let mut bodies: Vec<&[Stmt]> = vec![&inner.body];
            bodies.extend(inner.elif_else_clauses.iter().map(|clause| &*clause.body));
            within(&bodies, guarded)
        }
        Stmt::For(inner) => within(&[&inner.body, &inner.orelse], guarded),
        Stmt::While(inner) => within(&[&inner.body, &inner.orelse], guarded),
        // A function's body runs later, out of reach of a `try` around its definition.
        Stmt::FunctionDef(inner) => within(&[&inner.body], false),
        Stmt::ClassDef(inner) => within(&[&inner.body], guarded),
        _ => guarded,
    }
}

fn holds(body: &[Stmt], offset: usize) -> bool {
    match (body.first(), body.last()) {
        (Some(first), Some(last)) => {
            first.range().start().to_usize() <= offset && offset < last.range().end().to_usize()
        }
        _ => false,
    }
}

fn catches_import_error(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    match handler.type_.as_deref() {
        None => true,
        Some(Expr::Tuple(classes)) => classes.elts.iter().any(names_import_error),
        Some(class) => names_import_error(class),
    }
}

fn names_import_error(class: &Expr) -> bool {
    let Expr::Name(name) = class else { return false };
    matches!(
        name.id.as_str(),
        "ImportError" | "ModuleNotFoundError" | "Exception" | "BaseException"
    )
}

/// `contextlib.suppress(ImportError)`.
fn suppresses(context: &Expr) -> bool {
    let Expr::Call(call) = context else { return false };
    let name = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    name == "suppress" && call.arguments.args.iter().any(names_import_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_try_around_an_import() {
        let source = "try:\n    import a\nexcept ImportError:\n    import b\nimport c\n\
            with suppress(ImportError):\n    import d\n\
            try:\n    if x:\n        import e\n    def f():\n        import g\n\
            except (ValueError, ModuleNotFoundError):\n    pass\n\
            try:\n    import h\nexcept ValueError:\n    pass\n\
            try:\n    import i\nexcept:\n    pass\n";
        let file = std::env::temp_dir().join(format!("limbeck-guard-{}.py", std::process::id()));
        std::fs::write(&file, source).unwrap();
        let guarded: Vec<&str> = source
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains("import "))
            .filter(|(index, _)| is_guarded(&file.to_string_lossy(), *index as u32 + 1))
            .map(|(_, line)| line.trim())
            .collect();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(guarded, ["import a", "import d", "import e", "import i"]);
    }
}
