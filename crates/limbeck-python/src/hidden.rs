//! Whether modules that could not be loaded hold models, as far as their text tells.

use crate::{
    frozen,
    placeholder::{self, PlaceholderImport},
    source::read_source,
};
use rustpython_vm::{
    PyObjectRef, VirtualMachine,
    builtins::PyType,
    compiler::{
        ast::{
            self, Expr, Stmt,
            visitor::{self, Visitor},
        },
        parser,
    },
};
use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

/// What SQLAlchemy and its like have for declaring parts of tables.
const PARTS: [&str; 14] = [
    "CheckConstraint",
    "Column",
    "DeclarativeBase",
    "ForeignKey",
    "Index",
    "Mapped",
    "MetaData",
    "Table",
    "UniqueConstraint",
    "declarative_base",
    "declared_attr",
    "map_imperatively",
    "mapped_column",
    "register_entities",
];

/// A module in whose place stands a placeholder, and that may hold models.
#[derive(Debug)]
pub struct HiddenModels {
    pub import: PlaceholderImport,
    /// What it failed with, where that is known.
    pub reason: Option<String>,
}

/// The first placeholder in whose place stands a file that may declare tables, or that would have
/// imported one which may and which was not loaded by anything else.
pub(crate) fn models(vm: &VirtualMachine) -> Option<HiddenModels> {
    let mut search = Search { folders: folders(vm), seen: HashSet::new(), vm };
    let import = placeholder::all().into_iter().find(|found| search.holds_models(&found.module))?;
    Some(HiddenModels { reason: search.reason(&import.module), import })
}

fn folders(vm: &VirtualMachine) -> Vec<PathBuf> {
    let paths = vm.sys_module.get_attr("path", vm).and_then(|paths| {
        vm.extract_elements_with(&paths, |path| path.str(vm).map(|path| path.to_string().into()))
    });
    paths.unwrap_or_default()
}

struct Search<'a> {
    folders: Vec<PathBuf>,
    seen: HashSet<String>,
    vm: &'a VirtualMachine,
}

impl Search<'_> {
    fn holds_models(&mut self, module: &str) -> bool {
        let mut waiting = vec![module.to_owned()];
        while let Some(module) = waiting.pop() {
            if frozen::is_stand_in(&module) || !self.seen.insert(module.clone()) {
                continue;
            }
            let Some((file, source)) = self.source_of(&module) else { continue };
            let is_installed = file.to_string_lossy().contains("-packages");
            let Ok(parsed) = parser::parse_module(&source) else {
                match !is_installed && PARTS.iter().any(|part| source.contains(part)) {
                    true => return true,
                    false => continue,
                }
            };
            let mut reader = Reader::new(package_of(&module, &file));
            reader.visit_body(&parsed.syntax().body);
            if reader.has_table
                || reader.has_part && !is_installed
                || reader.bases.iter().any(|base| self.is_declarative(base))
            {
                return true;
            }
            let top = top_of(&module);
            // An installed package that the project itself does not import has no models of it.
            waiting.extend(reader.imports.into_iter().filter(|name| {
                (!is_installed || top_of(name) == top) && self.loaded(name).is_none()
            }));
        }
        false
    }

    fn source_of(&self, module: &str) -> Option<(PathBuf, String)> {
        let path = module.replace('.', "/");
        let files = |folder: &PathBuf| {
            [folder.join(&path).join("__init__.py"), folder.join(format!("{path}.py"))]
        };
        let read = |file: PathBuf| read_source(&file).ok().map(|source| (file, source));
        self.folders.iter().flat_map(files).find_map(read)
    }

    /// What `sys.modules` has under a name: a placeholder, too, which is asked about by itself.
    fn loaded(&self, module: &str) -> Option<PyObjectRef> {
        let modules = self.vm.sys_module.get_attr("modules", self.vm).ok()?;
        modules.get_item(module, self.vm).ok()
    }

    fn reason(&self, module: &str) -> Option<String> {
        let reasons = self.loaded("_limbeck_placeholder")?.get_attr("_reasons", self.vm).ok()?;
        let reason = reasons.get_item(module, self.vm).ok()?.str(self.vm).ok()?;
        Some(reason.to_string())
    }

    /// Whether what a class derives from is a declarative base, or a model.
    fn is_declarative(&self, (module, names): &(String, Vec<String>)) -> bool {
        let Some(module) = self.loaded(module) else { return false };
        let attribute = |object: PyObjectRef, name: &str| {
            self.vm.get_attribute_opt(object, self.vm.ctx.intern_str(name)).ok().flatten()
        };
        let found = names.iter().try_fold(module, |object, name| attribute(object, name));
        found.is_some_and(|class| {
            class.downcast_ref::<PyType>().is_some() && attribute(class, "_sa_registry").is_some()
        })
    }
}

fn top_of(module: &str) -> &str {
    module.split('.').next().unwrap_or(module)
}

fn package_of<'a>(module: &'a str, file: &Path) -> &'a str {
    match file.ends_with("__init__.py") {
        true => module,
        false => module.rsplit_once('.').map_or("", |(package, _)| package),
    }
}

/// Reads what a module declares and imports when it is loaded.
struct Reader<'a> {
    package: &'a str,
    /// Where names that are imported come from: the module, and the name in it.
    origins: HashMap<String, (String, Option<String>)>,
    imports: Vec<String>,
    /// What classes derive from: a module, and the path of names within it.
    bases: Vec<(String, Vec<String>)>,
    /// Whether there is a table of a name.
    has_table: bool,
    /// Whether there is something of which tables are made.
    has_part: bool,
    is_in_function: bool,
}

impl<'a> Reader<'a> {
    fn new(package: &'a str) -> Self {
        Self {
            package,
            origins: HashMap::new(),
            imports: Vec::new(),
            bases: Vec::new(),
            has_table: false,
            has_part: false,
            is_in_function: false,
        }
    }

    fn import(&mut self, module: String) {
        if !self.is_in_function {
            // The packages of a module are loaded before it.
            self.imports.extend(module.match_indices('.').map(|(at, _)| module[..at].to_owned()));
            self.imports.push(module);
        }
    }

    fn import_from(&mut self, statement: &ast::StmtImportFrom) {
        let module = statement.module.as_ref().map_or("", |module| module.as_str());
        let module = match statement.level {
            0 => module.to_owned(),
            level => {
                let parents = self.package.split('.').collect::<Vec<_>>();
                let kept = (parents.len() + 1).saturating_sub(level as usize);
                let parts = parents.into_iter().take(kept).chain([module]);
                parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
            }
        };
        for alias in &statement.names {
            let name = alias.name.as_str();
            let local = alias.asname.as_ref().map_or(name, |local| local.as_str());
            self.origins.insert(local.to_owned(), (module.clone(), Some(name.to_owned())));
            self.import(format!("{module}.{name}").trim_start_matches('.').to_owned());
        }
    }

    fn import_modules(&mut self, statement: &ast::StmtImport) {
        for alias in &statement.names {
            let module = alias.name.as_str();
            let (local, named) = match &alias.asname {
                Some(local) => (local.as_str(), module),
                None => (top_of(module), top_of(module)),
            };
            self.origins.insert(local.to_owned(), (named.to_owned(), None));
            self.import(module.to_owned());
        }
    }

    fn read_class(&mut self, class: &ast::StmtClassDef) {
        let Some(arguments) = &class.arguments else { return };
        self.has_table |= arguments
            .keywords
            .iter()
            .any(|keyword| keyword.arg.as_ref().is_some_and(|name| name.as_str() == "table"));
        for base in &arguments.args {
            let mut names = Vec::new();
            let mut base = base;
            while let Expr::Attribute(attribute) = base {
                names.push(attribute.attr.to_string());
                base = &attribute.value;
            }
            let Expr::Name(root) = base else { continue };
            let Some((module, name)) = self.origins.get(root.id.as_str()) else { continue };
            names.extend(name.clone());
            names.reverse();
            self.bases.push((module.clone(), names));
        }
    }

    /// Whether an expression names one of [`PARTS`]. What is imported from elsewhere is another
    /// thing: a table of `rich`.
    fn names_part(&self, expression: &Expr) -> bool {
        let (root, name) = match expression {
            Expr::Name(name) => (name.id.as_str(), name.id.as_str()),
            Expr::Attribute(attribute) => match &*attribute.value {
                Expr::Name(root) => (root.id.as_str(), attribute.attr.as_str()),
                _ => ("", attribute.attr.as_str()),
            },
            _ => return false,
        };
        let is_foreign = |(module, _): &(String, _)| {
            !frozen::is_stand_in(module) && top_of(module) != top_of(self.package)
        };
        PARTS.contains(&name) && !self.origins.get(root).is_some_and(is_foreign)
    }

    /// `Table("name", ...)`.
    fn makes_table(&self, call: &ast::ExprCall) -> bool {
        let name = match &*call.func {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return false,
        };
        name == "Table"
            && matches!(call.arguments.args.first(), Some(Expr::StringLiteral(_)))
            && self.names_part(&call.func)
    }
}

impl<'a> Visitor<'a> for Reader<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(statement) => self.import_modules(statement),
            Stmt::ImportFrom(statement) => self.import_from(statement),
            Stmt::ClassDef(class) => self.read_class(class),
            // What only type checkers read.
            Stmt::If(branch) if names_type_checking(&branch.test) => {
                for clause in &branch.elif_else_clauses {
                    self.visit_body(&clause.body);
                }
                return;
            }
            _ => {}
        }
        let outside = self.is_in_function;
        self.is_in_function |= matches!(statement, Stmt::FunctionDef(_));
        visitor::walk_stmt(self, statement);
        self.is_in_function = outside;
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        self.has_part |= self.names_part(expression);
        match expression {
            Expr::Name(name) if !name.ctx.is_load() => {
                self.has_table |= matches!(name.id.as_str(), "__tablename__" | "__table__");
            }
            Expr::Call(call) => self.has_table |= self.makes_table(call),
            _ => {}
        }
        visitor::walk_expr(self, expression);
    }
}

fn names_type_checking(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id.as_str() == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}
