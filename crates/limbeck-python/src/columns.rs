//! Columns of models as JSON: what most columns consist of is read without calling Python.

use std::{collections::HashMap, fmt::Write as _};

use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyInt, PyStr, PyTypeRef},
};
use serde_json::{Map, Value, json};

use crate::wire;

/// Attributes that a column has for others than the database.
const ASIDE: &[&str] = &["_creation_order", "doc", "info", "onupdate", "server_onupdate", "table"];

/// Attributes that are members of the JSON under the same name.
const SAME: &[&str] = &["comment", "server_default"];

/// What the types of columns came to, by their class and what their objects hold.
type Types = HashMap<String, Value>;

/// Reads the columns of one metadata.
pub(crate) struct ColumnReader {
    /// The class of which a column is exactly; others may say more.
    pub column: PyTypeRef,
    /// The class of the type of a column that has none.
    pub null_type: PyTypeRef,
    /// The marker of a `nullable` that was not given.
    pub unspecified: PyObjectRef,
    /// A function that gives the JSON of a type.
    pub type_wire: PyObjectRef,
    /// A function that gives the JSON of a whole column.
    pub column_wire: PyObjectRef,
    pub types: Types,
}

impl ColumnReader {
    /// The JSON of a column, in the shape of `limbeck_core::schema::Column`.
    ///
    /// # Errors
    /// What the functions raise, and a value that has no form in JSON.
    pub fn read(&mut self, column: &PyObject, vm: &VirtualMachine) -> PyResult<Value> {
        let attributes = column.class().is(&self.column).then(|| column.dict()).flatten();
        let read = match attributes {
            Some(attributes) => self.read_plain(&attributes, vm)?,
            None => None,
        };
        match read {
            Some(json) => Ok(json),
            None => wire::to_json(&*self.column_wire.call((column.to_owned(),), vm)?, vm),
        }
    }

    /// `None` where the column has a part that Python has to look at.
    fn read_plain(&mut self, attributes: &PyDict, vm: &VirtualMachine) -> PyResult<Option<Value>> {
        let mut made = Map::new();
        let (mut key, mut unsaid, mut default, mut type_) = (None, false, None, None);
        made.insert("autoincrement".to_owned(), json!("auto"));
        for (name, value) in attributes.items_vec() {
            let Some(name) = name.downcast_ref::<PyStr>().map(|name| name.to_string_lossy()) else {
                return Ok(None);
            };
            match &*name {
                "type" if value.class().is(&self.null_type) => return Ok(None),
                "type" => type_ = Some(value),
                "key" => key = Some(value),
                "name" => {
                    made.insert("name".to_owned(), wire::to_json(&value, vm)?);
                }
                "nullable" | "primary_key" => {
                    made.insert(name.into_owned(), Value::Bool(value.try_to_bool(vm)?));
                }
                "_user_defined_nullable" => unsaid = value.is(&self.unspecified),
                "unique" | "index" | "system" => {
                    if value.try_to_bool(vm)? {
                        made.insert(name.into_owned(), Value::Bool(true));
                    }
                }
                "constraints" | "dialect_kwargs" if !value.clone().try_to_bool(vm)? => {}
                "foreign_keys" | "_insert_sentinel" | "_omit_from_statements" => {}
                "default" => default = Some(value),
                same if SAME.contains(&same) => {
                    if !vm.is_none(&value) {
                        made.insert(same.to_owned(), wire::to_json(&value, vm)?);
                    }
                }
                aside if ASIDE.contains(&aside) => {}
                _ => return Ok(None),
            }
        }
        let Some(type_) = type_ else { return Ok(None) };
        if let Some(default) = default.filter(|default| !vm.is_none(default)) {
            let json = vm.call_method(&default, "_wire_for", (type_.clone(),))?;
            made.insert("default".to_owned(), wire::to_json(&json, vm)?);
        }
        made.insert("type".to_owned(), self.type_json(&type_, vm)?);
        let is_true = |name| made.get(name) == Some(&Value::Bool(true));
        if unsaid && is_true("primary_key") && is_true("nullable") {
            made.insert("nullable_unsaid".to_owned(), Value::Bool(true));
        }
        let key = key.map(|key| wire::to_json(&key, vm)).transpose()?;
        if let Some(key) = key.filter(|key| Some(key) != made.get("name")) {
            made.insert("key".to_owned(), key);
        }
        Ok(Some(Value::Object(made)))
    }

    fn type_json(&mut self, type_: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Value> {
        let state = state(type_, vm);
        if let Some(known) = state.as_ref().and_then(|state| self.types.get(state)) {
            return Ok(known.clone());
        }
        let json = wire::to_json(&*self.type_wire.call((type_.clone(),), vm)?, vm)?;
        if let Some(state) = state {
            self.types.insert(state, json.clone());
        }
        Ok(json)
    }
}

/// What tells a type from others: its class, and what its object holds. `None` where it holds
/// more than plain values.
fn state(type_: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let types = &vm.ctx.types;
    let mut state = type_.class().get_id().to_string();
    for (name, value) in type_.dict()?.items_vec() {
        let _ = write!(state, "|{}=", name.downcast_ref::<PyStr>()?.to_string_lossy());
        let class = value.class();
        if class.is(types.str_type) {
            let _ = write!(state, "{:?}", value.downcast_ref::<PyStr>()?.to_string_lossy());
        } else if class.is(types.int_type) || class.is(types.bool_type) {
            let number = value.downcast_ref::<PyInt>()?.to_str_radix_10();
            let _ = write!(state, "{}{number}", class.name());
        } else if !vm.is_none(&value) {
            return None;
        }
    }
    Some(state)
}
