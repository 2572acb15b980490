//! Python objects as JSON and back, by the same convention as `limbeck_core::statement::Value`.

use limbeck_core::statement::{Interval, Rows, Value as CoreValue};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBytes, PyDict, PyFloat, PyInt, PyList, PyStr, PyTuple},
};
use serde_json::{Map, Value, json};

use crate::{
    moment::{self, Kind},
    native::Ready,
};

const NESTING_LIMIT: usize = 200;

/// The JSON form of a Python object.
///
/// # Errors
/// A `TypeError` that names the type where there is no form for it; whatever an object's
/// own `__limbeck__()` raises.
pub(crate) fn to_json(object: &PyObject, vm: &VirtualMachine) -> PyResult<Value> {
    convert(object, 0, vm)
}

fn convert(object: &PyObject, depth: usize, vm: &VirtualMachine) -> PyResult<Value> {
    if depth > NESTING_LIMIT {
        return Err(vm.new_recursion_error("a value is nested too deeply, or holds itself"));
    }
    if vm.is_none(object) {
        return Ok(Value::Null);
    }
    let types = &vm.ctx.types;
    let class = object.class();
    if class.is(types.str_type) {
        return Ok(Value::String(string(object)));
    }
    if class.is(types.bool_type) {
        return Ok(Value::Bool(object.is(vm.ctx.true_value.as_object())));
    }
    let plain = class.is(types.dict_type) || class.is(types.list_type);
    if !plain && let Some(custom) = vm.get_attribute_opt(object.to_owned(), "__limbeck__")? {
        let form = custom.call((), vm)?;
        return convert(&form, depth + 1, vm);
    }
    if let Some(ready) = object.downcast_ref::<Ready>() {
        return ready.take().ok_or_else(|| vm.new_type_error("this JSON was handed over before"));
    }
    if let Some(dict) = object.downcast_ref::<PyDict>() {
        return convert_dict(dict, depth, vm);
    }
    if let Some(list) = object.downcast_ref::<PyList>() {
        let items = list.borrow_vec().to_vec();
        return convert_items(&items, depth, vm);
    }
    if let Some(tuple) = object.downcast_ref::<PyTuple>() {
        return convert_items(tuple.as_slice(), depth, vm);
    }
    if let Some(int) = object.downcast_ref::<PyInt>() {
        return Ok(match int.try_to_primitive::<i64>(vm) {
            Ok(value) => json!(value),
            Err(_) => json!({ "$int": int.to_str_radix_10() }),
        });
    }
    if let Some(float) = object.downcast_ref::<PyFloat>() {
        let value = float.to_f64();
        return Ok(match value.is_finite() {
            true => json!(value),
            false => json!({ "$float": value.to_string().to_lowercase() }),
        });
    }
    if object.fast_isinstance(types.str_type) {
        return Ok(Value::String(string(object)));
    }
    if let Some(bytes) = object.downcast_ref::<PyBytes>() {
        return Ok(CoreValue::Bytes(bytes.as_bytes().to_vec()).to_json());
    }
    convert_special(object, vm)
}

fn convert_items(items: &[PyObjectRef], depth: usize, vm: &VirtualMachine) -> PyResult<Value> {
    items
        .iter()
        .map(|item| convert(item, depth + 1, vm))
        .collect::<PyResult<Vec<_>>>()
        .map(Value::Array)
}

fn convert_dict(dict: &PyDict, depth: usize, vm: &VirtualMachine) -> PyResult<Value> {
    let items = dict.items_vec();
    let is_document = matches!(&*items, [(key, _)] if string(key) == "$json");
    let form = if is_document { document } else { convert };
    let mut map = Map::new();
    for (key, value) in items {
        let key = match key.downcast_ref::<PyStr>() {
            Some(text) => text.to_string_lossy().into_owned(),
            None => json_key(&key, vm)?,
        };
        map.insert(key, form(&value, depth + 1, vm)?);
    }
    Ok(Value::Object(map))
}

/// What `json.dumps` takes, and nothing that would need a mark of its own.
fn document(object: &PyObject, depth: usize, vm: &VirtualMachine) -> PyResult<Value> {
    if depth > NESTING_LIMIT {
        return Err(vm.new_recursion_error("a value is nested too deeply, or holds itself"));
    }
    let types = &vm.ctx.types;
    let items = |items: &[PyObjectRef]| {
        let items = items.iter().map(|item| document(item, depth + 1, vm));
        items.collect::<PyResult<Vec<_>>>().map(Value::Array)
    };
    if let Some(dict) = object.downcast_ref::<PyDict>() {
        let mut map = Map::new();
        for (key, value) in dict.items_vec() {
            map.insert(json_key(&key, vm)?, document(&value, depth + 1, vm)?);
        }
        return Ok(Value::Object(map));
    }
    if let Some(list) = object.downcast_ref::<PyList>() {
        let held = list.borrow_vec().to_vec();
        return items(&held);
    }
    if let Some(tuple) = object.downcast_ref::<PyTuple>() {
        return items(tuple.as_slice());
    }
    if let Some(int) = object.downcast_ref::<PyInt>() {
        return match (int.try_to_primitive::<i64>(vm), int.try_to_primitive::<u64>(vm)) {
            _ if object.class().is(types.bool_type) => convert(object, depth, vm),
            (Ok(value), _) => Ok(json!(value)),
            (_, Ok(value)) => Ok(json!(value)),
            _ => Err(vm.new_overflow_error(
                "a JSON document of Limbeck's holds integers of 64 bits at most".to_owned(),
            )),
        };
    }
    if let Some(float) = object.downcast_ref::<PyFloat>() {
        return match float.to_f64() {
            value if value.is_finite() => Ok(json!(value)),
            _ => Err(vm.new_value_error("a JSON document holds finite numbers only".to_owned())),
        };
    }
    if vm.is_none(object) || object.fast_isinstance(types.str_type) {
        return convert(object, depth, vm);
    }
    let class = object.class();
    Err(vm.new_type_error(format!("Object of type {} is not JSON serializable", class.name())))
}

/// Keys other than strings are written as Python's `json` writes them.
fn json_key(key: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    match convert(key, 0, vm)? {
        Value::Null => Ok("null".to_owned()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) => Ok(text),
        _ => Err(vm.new_type_error(format!(
            "keys must be str, int, float, bool or None, not {}",
            key.class().name()
        ))),
    }
}

fn string(object: &PyObject) -> String {
    object
        .downcast_ref::<PyStr>()
        .map(|text| text.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Instances of standard library classes, known by the name of their class or of a base.
fn convert_special(object: &PyObject, vm: &VirtualMachine) -> PyResult<Value> {
    for class in object.class().mro_collect() {
        let text = || object.str(vm).map(|text| text.to_string_lossy().into_owned());
        let iso = || match moment::iso(object, vm) {
            Some(text) => Ok(text),
            None => vm
                .call_method(object, "isoformat", ())?
                .str(vm)
                .map(|text| text.to_string_lossy().into_owned()),
        };
        let module = string(&class.__module__(vm));
        let name = class.name().to_string();
        return Ok(match (module.as_str(), name.as_str()) {
            ("decimal", "Decimal") => json!({ "$decimal": text()? }),
            ("datetime", "datetime") => json!({ "$datetime": iso()? }),
            ("datetime", "date") => json!({ "$date": iso()? }),
            ("datetime", "time") => json!({ "$time": iso()? }),
            ("datetime", "timedelta") => interval(object, vm)?,
            ("uuid", "UUID") => json!({ "$uuid": text()? }),
            ("enum", "Enum") => {
                let member = object.get_attr("name", vm)?;
                json!({ "$enum": string(&member) })
            }
            ("pathlib", "PurePath") => Value::String(text()?),
            ("builtins", "bytearray" | "memoryview") => {
                let bytes = vm.ctx.types.bytes_type.to_owned();
                let bytes = bytes.as_object().call((object.to_owned(),), vm)?;
                convert(&bytes, 0, vm)?
            }
            _ => continue,
        });
    }
    Err(vm.new_type_error(format!(
        "a value of type {} cannot be handed over",
        crate::error::class_name(object, vm)
    )))
}

fn interval(object: &PyObject, vm: &VirtualMachine) -> PyResult<Value> {
    let part = |name| object.get_attr(name, vm)?.try_to_value::<i64>(vm);
    Ok(CoreValue::Interval(Interval {
        months: 0,
        days: part("days")?,
        seconds: part("seconds")?,
        microseconds: part("microseconds")?,
    })
    .to_json())
}

/// The values of a list of parameters.
///
/// # Errors
/// As [`to_json`], or a `TypeError` where the object is no list.
pub(crate) fn to_values(object: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<CoreValue>> {
    match to_json(object, vm)? {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => items
            .into_iter()
            .map(|item| CoreValue::from_json(item).map_err(|message| vm.new_type_error(message)))
            .collect(),
        _ => Err(vm.new_type_error("parameters must be a list or tuple".to_owned())),
    }
}

/// The Python object for a JSON form: the inverse of [`to_json`].
///
/// Classes outside the builtins are imported only when a value needs them.
///
/// # Errors
/// What the class's constructor raises for content that does not fit.
pub(crate) fn to_python(value: &Value, vm: &VirtualMachine) -> PyResult {
    Ok(match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            plain_to_python(value, vm)
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| to_python(item, vm)).collect::<PyResult<_>>()?;
            vm.ctx.new_list(items).into()
        }
        Value::Object(map) => {
            if let Some((tag, content)) = map.iter().next()
                && map.len() == 1
                && tag.starts_with('$')
            {
                return tagged_to_python(value, tag, content, vm);
            }
            let dict = vm.ctx.new_dict();
            for (key, item) in map {
                dict.set_item(key.as_str(), to_python(item, vm)?, vm)?;
            }
            dict.into()
        }
    })
}

/// The Python object for JSON as `json.loads` reads it, without special maps.
pub(crate) fn plain_to_python(value: &Value, vm: &VirtualMachine) -> PyObjectRef {
    match value {
        Value::Null => vm.ctx.none(),
        Value::Bool(value) => vm.ctx.new_bool(*value).into(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => vm.ctx.new_int(value).into(),
            (None, Some(value)) => vm.ctx.new_int(value).into(),
            (None, None) => vm.ctx.new_float(number.as_f64().unwrap_or(f64::NAN)).into(),
        },
        Value::String(text) => vm.ctx.new_str(text.as_str()).into(),
        Value::Array(items) => {
            vm.ctx.new_list(items.iter().map(|item| plain_to_python(item, vm)).collect()).into()
        }
        Value::Object(map) => {
            let dict = vm.ctx.new_dict();
            for (key, item) in map {
                // Setting a string key in a fresh dict cannot fail.
                let _ = dict.set_item(key.as_str(), plain_to_python(item, vm), vm);
            }
            dict.into()
        }
    }
}

fn tagged_to_python(value: &Value, tag: &str, content: &Value, vm: &VirtualMachine) -> PyResult {
    if tag == "$tuple" {
        let items = content.as_array().map(Vec::as_slice).unwrap_or_default();
        let items = items.iter().map(|item| to_python(item, vm)).collect::<PyResult<Vec<_>>>()?;
        return Ok(vm.ctx.new_tuple(items).into());
    }
    // The condition of a partial index, which the Inspector makes an expression of.
    if tag == "$expr" {
        return Ok(plain_to_python(value, vm));
    }
    let value = CoreValue::from_json(value.clone()).map_err(|text| vm.new_value_error(text))?;
    value_to_python(&value, vm)
}

/// The Python object that a Python driver gives for a database value.
pub(crate) fn value_to_python(value: &CoreValue, vm: &VirtualMachine) -> PyResult {
    let ctx = &vm.ctx;
    Ok(match value {
        CoreValue::Null => ctx.none(),
        CoreValue::Bool(value) => ctx.new_bool(*value).into(),
        CoreValue::Int(value) => ctx.new_int(*value).into(),
        CoreValue::BigInt(digits) => {
            ctx.types.int_type.as_object().call((ctx.new_str(digits.as_str()),), vm)?
        }
        CoreValue::Float(value) => ctx.new_float(*value).into(),
        CoreValue::Text(text) => ctx.new_str(text.as_str()).into(),
        CoreValue::Range(text) => ctx.new_str(text.as_str()).into(),
        CoreValue::Bytes(bytes) => ctx.new_bytes(bytes.clone()).into(),
        CoreValue::Array(items) => {
            let items = items.iter().map(|item| value_to_python(item, vm));
            ctx.new_list(items.collect::<PyResult<_>>()?).into()
        }
        CoreValue::Json(document) => plain_to_python(document, vm),
        CoreValue::Decimal(decimal) => construct("decimal", "Decimal", &decimal.0, vm)?,
        CoreValue::Uuid(text) => construct("uuid", "UUID", text, vm)?,
        CoreValue::Date(text) => moment::to_python(Kind::Date, text, vm)?,
        CoreValue::Time(text) => moment::to_python(Kind::Time, text, vm)?,
        CoreValue::DateTime(text) => moment::to_python(Kind::DateTime, text, vm)?,
        CoreValue::Interval(interval) => timedelta(interval, vm)?,
    })
}

fn construct(module: &str, class: &'static str, text: &str, vm: &VirtualMachine) -> PyResult {
    let class = crate::host::import(module, vm)?.get_attr(class, vm)?;
    class.call((vm.ctx.new_str(text),), vm)
}

/// Years count 365 days each and the months beside them thirty, as psycopg counts them.
fn timedelta(interval: &Interval, vm: &VirtualMachine) -> PyResult {
    let class = crate::host::import("datetime", vm)?.get_attr("timedelta", vm)?;
    let (years, months) = (i64::from(interval.months / 12), i64::from(interval.months % 12));
    let days = interval.days + 365 * years + 30 * months;
    class.call((days, interval.seconds, interval.microseconds), vm)
}

/// `(columns, rows, affected, last_insert_id)`.
pub(crate) fn rows_to_python(rows: &Rows, vm: &VirtualMachine) -> PyResult {
    let ctx = &vm.ctx;
    let columns = rows.columns.iter().map(|column| {
        let pair = vec![
            ctx.new_str(column.name.as_str()).into(),
            ctx.new_str(column.type_name.as_str()).into(),
        ];
        ctx.new_tuple(pair).into()
    });
    let columns = ctx.new_list(columns.collect());
    let mut tuples = Vec::with_capacity(rows.rows.len());
    for row in &rows.rows {
        let cells = row.iter().map(|value| value_to_python(value, vm));
        tuples.push(ctx.new_tuple(cells.collect::<PyResult<Vec<_>>>()?).into());
    }
    let affected = rows.affected.map_or_else(|| ctx.none(), |count| ctx.new_int(count).into());
    let last = rows.last_insert_id.map_or_else(|| ctx.none(), |id| ctx.new_int(id).into());
    let all = vec![columns.into(), ctx.new_list(tuples).into(), affected, last];
    Ok(ctx.new_tuple(all).into())
}
