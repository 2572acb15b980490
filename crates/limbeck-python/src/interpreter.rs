//! Starts an interpreter and runs Python in it on behalf of the runtime.

use crate::{
    Host, Interrupter, LogLevel, Module, PythonError, Stream, class_bodies,
    compiled::{CompiledScript, SourceScript},
    exceptions, frozen,
    hidden::{self, HiddenModels},
    host, native,
    placeholder::{self, PlaceholderImport},
    plain,
};
use rustpython_vm::{
    AsObject, Interpreter, PyObjectRef, PyRef, PyResult, Settings, VirtualMachine,
    builtins::PyCode, function::OptionalArg, gc_state::gc_state, scope::Scope,
    signal::user_signal_channel,
};
use std::{
    path::{Path, PathBuf},
    rc::Rc,
};

/// The stack that a thread running Python should have: the interpreter recurses in Rust.
pub const STACK_SIZE: usize = 64 * 1024 * 1024;

/// How an interpreter is set up.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// `sys.path`: the folders from which the project's own modules are imported.
    pub sys_path: Vec<PathBuf>,
}

/// A running interpreter, bound to the thread that started it. Clones share it.
///
/// ```
/// use limbeck_python::{Options, Python};
/// let python = Python::start(&Options::default())?;
/// let module = python.run_source("<example>", "def double(n): return 2 * n")?;
/// let answer = module.call(&python, "double", &[21.into()], &Default::default())?;
/// assert_eq!(answer, serde_json::json!(42));
/// # Ok::<(), limbeck_python::PythonError>(())
/// ```
#[derive(Clone)]
pub struct Python {
    interpreter: Rc<Interpreter>,
    interrupter: Interrupter,
}

/// How many new objects make the search for garbage in cycles worthwhile, which takes some 3.5 µs
/// for each. The interpreter's own 2,000 has a start search ten times, and each time forget what it
/// knew of classes; 100,000 objects of a session are a million here, models of 5,000 tables as many,
/// and neither is garbage.
const OBJECTS_PER_COLLECTION: u32 = 2_000_000;

impl Python {
    /// Starts an interpreter on this thread.
    ///
    /// The standard library and our modules come from the binary; nothing is read from disk,
    /// and neither `site` nor the `PYTHON*` variables have a say.
    ///
    /// # Errors
    /// An exception of our own start-up module, which is a defect of this crate.
    pub fn start(options: &Options) -> Result<Self, PythonError> {
        gc_state().set_threshold(OBJECTS_PER_COLLECTION, None, None);
        let builder = Interpreter::builder(settings(options));
        let mut natives = rustpython_stdlib::stdlib_module_defs(&builder.ctx);
        natives.push(native::module_def(&builder.ctx));
        let (sender, receiver) = user_signal_channel();
        let interpreter = builder
            .add_native_modules(&natives)
            .add_frozen_modules(frozen::modules())
            .init_hook(move |vm| vm.set_user_signal_channel(receiver))
            .build();
        let interrupter = Interrupter::new(sender);
        let python = Python { interpreter: Rc::new(interpreter), interrupter };
        placeholder::forget_all();
        plain::open();
        python.enter(|vm| boot(options, vm))?;
        Ok(python)
    }

    /// What interrupts the code that runs here, from another thread.
    pub fn interrupter(&self) -> &Interrupter {
        &self.interrupter
    }

    /// Runs `work` with `host` answering what Python asks, and takes the host away after it.
    pub fn with_host<T>(&self, host: Rc<dyn Host>, work: impl FnOnce(&Self) -> T) -> T {
        let _guard = host::HostGuard::set(host);
        work(self)
    }

    /// Loads a migration script or `env.py`: runs its top level in a module of its own that
    /// `import` does not find.
    ///
    /// # Errors
    /// [`PythonError::Read`], or what the top level raises, syntax errors included.
    pub fn load_file(&self, name: &str, path: &Path) -> Result<Module, PythonError> {
        let script = SourceScript::read(path)?;
        self.load_script(name, script.compile())
    }

    /// As [`Python::load_file`], for a script compiled before.
    ///
    /// # Errors
    /// The script's syntax error, or what its top level raises.
    pub fn load_script(&self, name: &str, script: CompiledScript) -> Result<Module, PythonError> {
        self.enter(|vm| {
            let path = script.path().to_owned();
            let code = script.code(vm)?;
            let module = run_module(name, &path, code, vm)?;
            Ok(Module::new(module))
        })
    }

    /// Whether a script could be compiled, without running anything of it.
    ///
    /// # Errors
    /// Its syntax error.
    pub fn check_script(&self, script: &CompiledScript) -> Result<(), PythonError> {
        self.enter(|vm| script.check(vm))
    }

    /// Runs source text as a module; `path` stands in tracebacks.
    ///
    /// # Errors
    /// Its syntax error, or what its top level raises.
    pub fn run_source(&self, path: &str, source: &str) -> Result<Module, PythonError> {
        let script = SourceScript { path: path.to_owned(), source: source.to_owned() };
        self.load_script("__main__", script.compile())
    }

    /// Runs a program as `python FILE` does: as the module `__main__`, with what it left to be
    /// done at its exit.
    ///
    /// # Errors
    /// What ends the program early: its syntax error, an exception that it does not catch,
    /// `sys.exit()`.
    pub fn run_program(&self, program: CompiledScript) -> Result<(), PythonError> {
        self.enter(|vm| {
            let path = program.path().to_owned();
            let code = program.code(vm)?;
            let (module, scope) = new_module("__main__", &path, vm)?;
            let modules = vm.sys_module.get_attr("modules", vm)?;
            modules.set_item("__main__", module, vm)?;
            let outcome = vm.run_code_obj(code, scope).map(drop);
            let at_exit = vm.import("atexit", 0)?;
            vm.call_method(&at_exit, "_run_exitfuncs", ())?;
            outcome
        })
    }

    /// Puts folders before all others of `sys.path`, in their order.
    ///
    /// # Errors
    /// The project has made something else of `sys.path` than a list.
    pub fn prepend_sys_path(&self, folders: &[PathBuf]) -> Result<(), PythonError> {
        self.enter(|vm| {
            let paths = vm.sys_module.get_attr("path", vm)?;
            folders.iter().rev().try_for_each(|folder| {
                let folder = vm.ctx.new_str(folder.to_string_lossy().into_owned());
                vm.call_method(&paths, "insert", (0, folder)).map(drop)
            })
        })
    }

    /// Imports a module by its dotted name.
    ///
    /// # Errors
    /// What the import raises.
    pub fn import(&self, name: &str) -> Result<Module, PythonError> {
        self.enter(|vm| host::import(name, vm).map(Module::new))
    }

    /// Sends a record through Python's logging, in the format that the project configured.
    ///
    /// While the project has not imported `logging`, it does what Python does without a
    /// configuration: warnings and errors go to standard error, the rest nowhere.
    ///
    /// # Errors
    /// What a handler of the project's own raises.
    pub fn log(&self, logger: &str, level: LogLevel, message: &str) -> Result<(), PythonError> {
        self.enter(|vm| {
            let modules = vm.sys_module.get_attr("modules", vm)?;
            let Ok(logging) = modules.get_item("logging", vm) else {
                if level >= LogLevel::Warning {
                    host::write(Stream::Stderr, &format!("{message}\n"));
                }
                return Ok(());
            };
            let logger = vm.call_method(&logging, "getLogger", (vm.ctx.new_str(logger),))?;
            let message = vm.ctx.new_str(message);
            vm.call_method(&logger, "_tell", (level as i32, message)).map(drop)
        })
    }

    /// The modules that placeholders stand for so far, in the order of their imports.
    pub fn placeholders(&self) -> Vec<PlaceholderImport> {
        placeholder::all()
    }

    /// The first module with a placeholder in its place that may hold models: its own file, or one
    /// that only it imports, declares tables, parts of them, or classes below a declarative base.
    pub fn hidden_models(&self) -> Option<HiddenModels> {
        self.interpreter.enter(hidden::models)
    }

    /// Replaces `sys.argv`.
    ///
    /// # Errors
    /// None in practice; `sys` refuses nothing.
    pub fn set_argv(&self, argv: &[String]) -> Result<(), PythonError> {
        self.enter(|vm| {
            let argv = argv.iter().map(|text| vm.ctx.new_str(text.as_str()).into()).collect();
            vm.sys_module.set_attr("argv", vm.ctx.new_list(argv), vm)
        })
    }

    /// Runs `work` in the interpreter and reads the exception that it may raise.
    pub(crate) fn enter<T>(
        &self,
        work: impl FnOnce(&VirtualMachine) -> PyResult<T>,
    ) -> Result<T, PythonError> {
        self.interpreter.enter(|vm| work(vm).map_err(|raised| PythonError::from_raised(raised, vm)))
    }
}

fn settings(options: &Options) -> Settings {
    let mut settings = Settings::default();
    settings.argv = options.argv.clone();
    settings.import_site = false;
    settings.ignore_environment = true;
    settings.install_signal_handlers = false;
    settings.isolated = true;
    settings.safe_path = true;
    settings.user_site_directory = false;
    // A migration must not leave bytecode of another interpreter in the project.
    settings.write_bytecode = false;
    // Asking for the locale's encoding would import half of the standard library.
    settings.stdio_encoding = Some("utf-8".to_owned());
    settings.utf8_mode = 1;
    settings
}

fn boot(options: &Options, vm: &VirtualMachine) -> PyResult<()> {
    let paths: Vec<PyObjectRef> = options
        .sys_path
        .iter()
        .map(|path| vm.ctx.new_str(path.to_string_lossy().into_owned()).into())
        .collect();
    vm.sys_module.set_attr("path", vm.ctx.new_list(paths), vm)?;
    bind_without_class(vm);
    class_bodies::take_names_of_any_class(vm);
    exceptions::share_constructors(vm);
    vm.import("_limbeck_boot", 0).map(drop)
}

/// Lets `object.__setattr__.__get__(instance)` bind as CPython does: rustpython-vm 0.5 refuses a
/// method of a built-in class where the class is left out, and `attrs` leaves it out.
fn bind_without_class(vm: &VirtualMachine) {
    let class = vm.ctx.types.method_descriptor_type;
    let Some(bind) = class.slots.descr_get.load() else {
        return;
    };
    let get = vm.new_method(
        "__get__",
        class,
        move |method: PyObjectRef,
              object: PyObjectRef,
              class: OptionalArg<PyObjectRef>,
              vm: &VirtualMachine| {
            let object = (!vm.is_none(&object)).then_some(object);
            let own = || object.as_ref().map(|object| object.class().to_owned().into());
            let class = class.into_option().or_else(own);
            bind(method, object, class, vm)
        },
    );
    class.set_attr(vm.ctx.intern_str("__get__"), get.into());
}

/// Runs `code` as the top level of a new module that is not entered in `sys.modules`.
fn run_module(name: &str, path: &str, code: PyRef<PyCode>, vm: &VirtualMachine) -> PyResult {
    let (module, scope) = new_module(name, path, vm)?;
    vm.run_code_obj(code, scope)?;
    Ok(module)
}

/// An empty module, and the scope in which code fills it.
fn new_module(name: &str, path: &str, vm: &VirtualMachine) -> PyResult<(PyObjectRef, Scope)> {
    let attrs = vm.ctx.new_dict();
    attrs.set_item("__name__", vm.ctx.new_str(name).into(), vm)?;
    attrs.set_item("__file__", vm.ctx.new_str(path).into(), vm)?;
    let module = vm.new_module(name, attrs.clone(), None);
    Ok((module.as_object().to_owned(), Scope::with_builtins(None, attrs, vm)))
}
