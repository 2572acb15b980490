//! Scripts read on any thread: as operations where they are plain, else compiled for the
//! interpreter's thread to run.

use crate::{PythonError, parallel, plain, source::read_source};
use limbeck_core::{ops::Operation, schema::NamingConvention};
use rustpython_vm::{
    PyRef, PyResult, VirtualMachine,
    builtins::PyCode,
    bytecode::CodeObject,
    compiler::{self, CompileError, CompileOpts, Mode},
};
use std::path::Path;

const ANNOTATIONS_CELL: &str = "__conditional_annotations__";

/// The text of a script and the path that tracebacks show for it.
#[derive(Debug, Clone)]
pub struct SourceScript {
    pub path: String,
    pub source: String,
}

/// A script that is ready to run, or the reason why it cannot.
pub struct CompiledScript {
    script: SourceScript,
    result: Result<CodeObject, CompileError>,
}

impl SourceScript {
    /// Reads a script from its file.
    ///
    /// # Errors
    /// [`PythonError::Read`] where the file cannot be read or is no UTF-8.
    pub fn read(path: &Path) -> Result<Self, PythonError> {
        let shown = path.to_string_lossy().into_owned();
        match read_source(path) {
            Ok(source) => Ok(SourceScript { path: shown, source }),
            Err(source) => Err(PythonError::Read { path: shown, source }),
        }
    }

    /// A script whose text is here already; `path` stands in tracebacks.
    ///
    /// # Errors
    /// [`PythonError::Read`] where it is no UTF-8.
    pub fn of(path: &Path, bytes: Vec<u8>) -> Result<Self, PythonError> {
        let shown = path.to_string_lossy().into_owned();
        match crate::source::decode(bytes) {
            Ok(source) => Ok(SourceScript { path: shown, source }),
            Err(source) => Err(PythonError::Read { path: shown, source }),
        }
    }

    /// Compiles the script. A syntax error stays in the result until it is to be run, as
    /// in Python.
    pub fn compile(self) -> CompiledScript {
        let mut result =
            compiler::compile(&self.source, Mode::Exec, &self.path, CompileOpts::default());
        if let Ok(code) = &mut result {
            hide_cell(&mut code.cellvars, |name| name.insert(0, '.'));
        }
        CompiledScript { script: self, result }
    }
}

/// Renames the cell in which a module keeps its annotations, and which rustpython-vm 0.5 never
/// fills: reading the module's locals would take the name that is in use away for the empty cell.
fn hide_cell<N: AsRef<str>>(cells: &mut [N], rename: impl Fn(&mut N)) {
    cells.iter_mut().filter(|name| (*name).as_ref() == ANNOTATIONS_CELL).for_each(rename);
}

/// `code` with the cell of its annotations hidden, where it is a module's.
pub(crate) fn with_hidden_cell(code: PyRef<PyCode>, vm: &VirtualMachine) -> PyRef<PyCode> {
    let is_module = code.obj_name.as_str() == "<module>";
    if !is_module || !code.cellvars.iter().any(|name| name.as_str() == ANNOTATIONS_CELL) {
        return code;
    }
    let mut hidden = code.code.clone();
    let renamed = vm.ctx.intern_str(format!(".{ANNOTATIONS_CELL}"));
    hide_cell(&mut hidden.cellvars, |name| *name = renamed);
    vm.ctx.new_code(hidden)
}

impl CompiledScript {
    pub fn path(&self) -> &str {
        &self.script.path
    }

    pub(crate) fn code(self, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
        match self.result {
            Ok(code) => Ok(vm.ctx.new_code(code)),
            Err(error) => Err(vm.new_syntax_error(&error, Some(&self.script.source))),
        }
    }

    /// Raises the syntax error of a script that has one.
    pub(crate) fn check(&self, vm: &VirtualMachine) -> PyResult<()> {
        match &self.result {
            Ok(_) => Ok(()),
            Err(error) => Err(vm.new_syntax_error(error, Some(&self.script.source))),
        }
    }
}

/// A script as one of its functions is to be run.
pub enum ReadScript {
    /// All that the function does.
    Plain { script: SourceScript, operations: Vec<Operation> },
    /// The interpreter has to run it.
    Compiled(Box<CompiledScript>),
}

/// Reads scripts on all cores, each with the name of the function that is to run; the results
/// stand in the order of the scripts. `convention` is as for [`plain::operations`].
pub fn read_scripts(
    scripts: Vec<(SourceScript, &'static str)>,
    convention: Option<&NamingConvention>,
) -> Vec<ReadScript> {
    let may_be_plain = plain::is_open();
    parallel::map(scripts, |(script, function)| {
        let plain = may_be_plain.then(|| plain::operations(&script, function, convention));
        match plain.flatten() {
            Some(operations) => ReadScript::Plain { script, operations },
            None => ReadScript::Compiled(Box::new(script.compile())),
        }
    })
}
