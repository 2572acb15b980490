//! What tells one statement of a script from another: all that its text is made of, without the
//! values of its parameters.
//!
//! The classes say by `_fingerprint` how they are read; an object of any other class, one of the
//! script's own among them, has its statement compiled each time.

use limbeck_core::expr::Place;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, VirtualMachine,
    builtins::{
        PyBytes, PyDict, PyDictRef, PyFloat, PyInt, PyList, PyStr, PyTuple, PyType, PyTypeRef,
    },
};
use std::collections::HashMap;

/// Statements that are longer than this are not told apart.
const LONGEST: usize = 16 * 1024;

/// How the objects of a class are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// By their attributes.
    Parts,
    /// By their attributes, those of `_values` being parameters.
    Changes,
    /// By their attributes but for the value.
    Bind,
    Column,
    Table,
    /// A mapped class that is selected, by the columns that are read and where from.
    Entity,
    /// A `quoted_name`.
    Name,
    Unknown,
}

/// The classes that were met, which stay alive with it.
#[derive(Default)]
pub(crate) struct Classes(HashMap<usize, (PyTypeRef, Reading)>);

/// One statement: two with the same `key` have the same text.
pub(crate) struct Fingerprint {
    pub key: Vec<u8>,
    /// The parameters in the order in which they were met.
    pub bound: Vec<Bound>,
    /// What the key knows by its address, and must not go before the key does.
    pub kept: Vec<PyObjectRef>,
}

/// A parameter: what it is called, its value and the type that the value is sent by.
pub(crate) struct Bound {
    pub place: Place,
    pub value: PyObjectRef,
    pub type_: Option<PyObjectRef>,
}

impl Fingerprint {
    /// The fingerprint of a statement with the values that are given beside it.
    pub fn of(
        statement: &PyObject,
        given: Option<&Py<PyDict>>,
        classes: &mut Classes,
        vm: &VirtualMachine,
    ) -> Option<Fingerprint> {
        let print = Fingerprint { key: Vec::new(), bound: Vec::new(), kept: Vec::new() };
        let mut reader = Reader { print, seen: Vec::new(), classes, default: "default", vm };
        reader.read(statement)?;
        if let Some(given) = given {
            reader.given(statement, given)?;
        }
        Some(reader.print)
    }
}

struct Reader<'a> {
    print: Fingerprint,
    /// The addresses of the objects that were read, which are not read again.
    seen: Vec<usize>,
    classes: &'a mut Classes,
    /// The attribute of columns that supplies a value which the statement does not have.
    default: &'static str,
    vm: &'a VirtualMachine,
}

impl Reader<'_> {
    fn read(&mut self, object: &PyObject) -> Option<()> {
        let types = &self.vm.ctx.types;
        let class = object.class();
        if self.print.key.len() > LONGEST {
            return None;
        }
        if self.vm.is_none(object) {
            self.tag(b'N');
        } else if class.is(types.bool_type) {
            self.tag(if object.is(self.vm.ctx.true_value.as_object()) { b'T' } else { b'F' });
        } else if let Some(text) = object.downcast_ref_if_exact::<PyStr>(self.vm) {
            self.text(text);
        } else if let Some(number) = object.downcast_ref_if_exact::<PyInt>(self.vm) {
            self.bytes(b'i', number.to_str_radix_10().as_bytes());
        } else if let Some(number) = object.downcast_ref_if_exact::<PyFloat>(self.vm) {
            self.bytes(b'f', &number.to_f64().to_bits().to_le_bytes());
        } else if let Some(bytes) = object.downcast_ref_if_exact::<PyBytes>(self.vm) {
            self.bytes(b'b', bytes.as_bytes());
        } else if let Some(items) = object.downcast_ref_if_exact::<PyTuple>(self.vm) {
            self.items(b't', items.as_slice())?;
        } else if let Some(items) = object.downcast_ref_if_exact::<PyList>(self.vm) {
            let items = items.borrow_vec().to_vec();
            self.items(b'l', &items)?;
        } else if let Some(dict) = object.downcast_ref_if_exact::<PyDict>(self.vm) {
            self.parts(dict, |_| true)?;
        } else {
            self.instance(object)?;
        }
        Some(())
    }

    fn instance(&mut self, object: &PyObject) -> Option<()> {
        let address = object.get_id();
        if let Some(at) = self.seen.iter().position(|seen| *seen == address) {
            self.number(b'=', at);
            return Some(());
        }
        self.seen.push(address);
        let reading = self.reading(object.class());
        self.number(b'c', object.class().get_id());
        match reading {
            Reading::Unknown => None,
            Reading::Parts => match object.downcast_ref::<PyDict>() {
                Some(dict) => self.parts(dict, |_| true),
                None => {
                    let attributes = object.dict()?;
                    self.parts(&attributes, |_| true)
                }
            },
            Reading::Name => {
                self.text(object.downcast_ref()?);
                let quote = attribute(object, "quote", self.vm)?;
                self.read(&quote)
            }
            Reading::Changes => {
                let attributes = object.dict()?;
                let is_update = attribute(object.class().as_object(), "is_update", self.vm);
                let is_update = is_update.is_some_and(|it| it.is(&self.vm.ctx.true_value));
                self.default = if is_update { "onupdate" } else { "default" };
                self.class_of(&attributes)?;
                self.parts(&attributes, |name| name != "_values" && name != "_mapper")?;
                match get(&attributes, "_values", self.vm) {
                    Some(values) if !self.vm.is_none(&values) => self.values(object, &values),
                    _ => Some(()),
                }
            }
            Reading::Bind => self.bind(object),
            Reading::Column => self.column(object),
            Reading::Table => self.table(object),
            Reading::Entity => {
                let columns = attribute(object, "columns_read", self.vm)?;
                self.read(&columns)?;
                let source = attribute(object, "source", self.vm)?;
                self.read(&source)
            }
        }
    }

    /// A statement of a mapped class is that of its table, but where the class shares its parent's
    /// and has only some of the rows.
    fn class_of(&self, attributes: &Py<PyDict>) -> Option<()> {
        match get(attributes, "_mapper", self.vm) {
            Some(mapper) if !self.vm.is_none(&mapper) => {
                let shares = attribute(&mapper, "single", self.vm)?;
                shares.is(&self.vm.ctx.false_value).then_some(())
            }
            _ => Some(()),
        }
    }

    /// The values of an INSERT or UPDATE: plain ones are parameters by the names of their columns.
    fn values(&mut self, statement: &PyObject, values: &PyObject) -> Option<()> {
        let values = values.downcast_ref_if_exact::<PyDict>(self.vm)?;
        let table = attribute(statement, "table", self.vm)?;
        for (name, value) in values.items_vec() {
            let name = name.downcast_ref_if_exact::<PyStr>(self.vm)?;
            self.text(name);
            match self.reading(value.class()) {
                Reading::Unknown => self.value_of(&table, name, value)?,
                _ => self.read(&value)?,
            }
        }
        Some(())
    }

    /// The values beside a statement: those of a text's parameters, or of columns by their names.
    fn given(&mut self, statement: &PyObject, given: &Py<PyDict>) -> Option<()> {
        let table = match self.reading(statement.class()) {
            Reading::Changes => Some(attribute(statement, "table", self.vm)?),
            _ => None,
        };
        // What the statement knows by a name of its own says of what type the value is.
        if table.is_none() && !self.print.bound.is_empty() || self.has_named() {
            return None;
        }
        self.tag(b'g');
        for (name, value) in given.items_vec() {
            let name = name.downcast_ref_if_exact::<PyStr>(self.vm)?;
            self.text(name);
            match &table {
                Some(table) => self.value_of(table, name, value)?,
                None => self.bound(Place::Name(string(name)), value, None),
            }
        }
        Some(())
    }

    fn has_named(&self) -> bool {
        self.print.bound.iter().any(|bound| matches!(bound.place, Place::Name(_)))
    }

    fn value_of(&mut self, table: &PyObject, name: &Py<PyStr>, value: PyObjectRef) -> Option<()> {
        let columns = columns_of(table, self.vm)?;
        let column = columns.get_item_opt(name, self.vm).ok()??;
        let type_ = attribute(&column, "type", self.vm)?;
        self.bound(Place::Name(string(name)), value, Some(type_));
        Some(())
    }

    fn bind(&mut self, bind: &PyObject) -> Option<()> {
        let attributes = bind.dict()?;
        let flag = |name| get(&attributes, name, self.vm).is_some_and(|it| !self.vm.is_none(&it));
        let is =
            |name| get(&attributes, name, self.vm).is_some_and(|it| it.is(&self.vm.ctx.true_value));
        if !is("given") || is("expanding") || is("literal_execute") || flag("callable") {
            return None;
        }
        let place = match is("unique") {
            true => Place::Id(u64::try_from(bind.get_id()).ok()?),
            false => Place::Name(string(get(&attributes, "key", self.vm)?.downcast_ref()?)),
        };
        let value = get(&attributes, "value", self.vm)?;
        let type_ = get(&attributes, "type", self.vm);
        self.parts(&attributes, |name| name != "value")?;
        self.bound(place, value, type_);
        Some(())
    }

    fn bound(&mut self, place: Place, value: PyObjectRef, type_: Option<PyObjectRef>) {
        let class = value.class().to_owned();
        self.number(b'v', class.get_id());
        self.print.kept.push(class.into());
        self.print.bound.push(Bound { place, value, type_ });
    }

    fn column(&mut self, column: &PyObject) -> Option<()> {
        let attributes = column.dict()?;
        self.member(column, &attributes)?;
        for name in ["is_literal", "_anonymous_of"] {
            if let Some(value) = get(&attributes, name, self.vm) {
                self.read(&value)?;
            }
        }
        match get(&attributes, "table", self.vm) {
            Some(table) => self.read(&table),
            None => Some(()),
        }
    }

    /// A table is known by its address; what may be changed of it later is read each time.
    fn table(&mut self, table: &PyObject) -> Option<()> {
        let attributes = table.dict()?;
        self.known(table);
        for name in ["name", "schema"] {
            let value = get(&attributes, name, self.vm)?;
            self.read(&value)?;
        }
        for (key, column) in columns_of(table, self.vm)?.items_vec() {
            self.read(&key)?;
            if self.reading(column.class()) != Reading::Column {
                return None;
            }
            let attributes = column.dict()?;
            self.member(&column, &attributes)?;
        }
        Some(())
    }

    /// A column by its address, and what a statement has of it.
    fn member(&mut self, column: &PyObject, attributes: &Py<PyDict>) -> Option<()> {
        self.known(column);
        for name in ["name", "key"] {
            let value = get(attributes, name, self.vm)?;
            self.read(&value)?;
        }
        let type_ = get(attributes, "type", self.vm)?;
        if self.reading(type_.class()) != Reading::Parts {
            return None;
        }
        self.known(&type_);
        let is_set = |it: &PyObjectRef| !self.vm.is_none(it);
        match get(attributes, self.default, self.vm).filter(is_set) {
            Some(_) => None,
            None => Some(()),
        }
    }

    fn known(&mut self, object: &PyObject) {
        self.number(b'@', object.get_id());
        self.print.kept.push(object.to_owned());
    }

    /// How the objects of a class are read: a class of a script's own may override anything.
    fn reading(&mut self, class: &Py<PyType>) -> Reading {
        let id = class.get_id();
        if let Some((_, reading)) = self.classes.0.get(&id) {
            return *reading;
        }
        let reading = reading_of(class, self.vm);
        self.classes.0.insert(id, (class.to_owned(), reading));
        reading
    }

    fn items(&mut self, tag: u8, items: &[PyObjectRef]) -> Option<()> {
        self.number(tag, items.len());
        items.iter().try_for_each(|item| self.read(item))
    }

    fn parts(&mut self, parts: &Py<PyDict>, is_wanted: impl Fn(&str) -> bool) -> Option<()> {
        self.number(b'd', parts.__len__());
        for (name, part) in parts.items_vec() {
            // What is kept by `id()` has numbers for names.
            let Some(text) = name.downcast_ref_if_exact::<PyStr>(self.vm) else {
                name.downcast_ref_if_exact::<PyInt>(self.vm)?;
                self.read(&name)?;
                self.read(&part)?;
                continue;
            };
            if is_wanted(&text.to_string_lossy()) {
                self.text(text);
                self.read(&part)?;
            }
        }
        Some(())
    }

    fn tag(&mut self, tag: u8) {
        self.print.key.push(tag);
    }

    fn number(&mut self, tag: u8, number: usize) {
        self.tag(tag);
        self.print.key.extend_from_slice(&number.to_le_bytes());
    }

    fn bytes(&mut self, tag: u8, bytes: &[u8]) {
        self.number(tag, bytes.len());
        self.print.key.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &PyStr) {
        self.bytes(b's', text.as_bytes());
    }
}

fn reading_of(class: &PyType, vm: &VirtualMachine) -> Reading {
    let text = |said: Option<PyObjectRef>| said?.downcast_ref::<PyStr>().map(string);
    let own = |name: &'static str| text(class.get_direct_attr(vm.ctx.intern_str(name)));
    if !own("__module__").is_some_and(|module| module.starts_with("sqlalchemy.")) {
        return Reading::Unknown;
    }
    // Types differ in their attributes alone; other classes each say what they are.
    let inherited = text(class.get_attr(vm.ctx.intern_str("_fingerprint")));
    let said = inherited.filter(|said| said == "type").or_else(|| own("_fingerprint"));
    match said.as_deref() {
        Some("parts" | "type") => Reading::Parts,
        Some("changes") => Reading::Changes,
        Some("bind") => Reading::Bind,
        Some("column") => Reading::Column,
        Some("table") => Reading::Table,
        Some("entity") => Reading::Entity,
        Some("name") => Reading::Name,
        _ => Reading::Unknown,
    }
}

/// Whether the client may supply values for columns of a table, by `default` or `onupdate`.
pub(crate) fn may_supply(table: &PyObject, attribute: &Py<PyStr>, vm: &VirtualMachine) -> bool {
    let Some(columns) = columns_of(table, vm) else { return true };
    columns.items_vec().iter().any(|(_, column)| {
        let own = column.dict().map(|own| own.get_item_opt(attribute, vm));
        match own {
            Some(Ok(found)) => found.is_some_and(|found| !vm.is_none(&found)),
            _ => true,
        }
    })
}

/// The columns of a table by their keys.
fn columns_of(table: &PyObject, vm: &VirtualMachine) -> Option<PyDictRef> {
    let columns = attribute(table, "c", vm)?.dict()?;
    get(&columns, "_by_key", vm)?.downcast().ok()
}

fn string(text: &Py<PyStr>) -> String {
    text.to_string_lossy().into_owned()
}

fn get(attributes: &Py<PyDict>, name: &'static str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    attributes.get_item_opt(vm.ctx.intern_str(name), vm).ok()?
}

fn attribute(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    object.get_attr(vm.ctx.intern_str(name), vm).ok()
}
