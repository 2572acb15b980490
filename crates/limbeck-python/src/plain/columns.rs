//! Columns, their types and their defaults.

use limbeck_core::{
    expr::Expr,
    schema::{
        Autoincrement, Column, ServerDefault, Type,
        types::{NumericArgs, TextArgs},
    },
};
use rustpython_vm::{AsObject, PyObject, VirtualMachine};
use serde::de::DeserializeOwned;

use super::{
    Plain, Stop, Surroundings,
    object::{Own, flag, is_kind, kind, str_of, text},
};
use crate::wire;

/// What a column holds only where a table, a listener or another object has a part in it.
const NOT_PLAIN: [&str; 13] = [
    "index",
    "unique",
    "system",
    "foreign_keys",
    "constraints",
    "table",
    "_attach_listeners",
    "_limbeck_missing",
    "dialect_kwargs",
    "computed",
    "identity",
    "default",
    "_insert_sentinel",
];

/// A column that needs no table to be described.
pub(super) fn column(
    object: &PyObject,
    surroundings: &Surroundings,
    vm: &VirtualMachine,
) -> Plain<Column> {
    if !is_kind(object, "column", vm) {
        return Err(Stop::NotPlain);
    }
    let own = Own::of(object, vm)?;
    own.nothing(&NOT_PLAIN)?;
    let name = own.get("name")?.ok_or(Stop::NotPlain)?;
    let (key, same) = (own.get("key")?.ok_or(Stop::NotPlain)?, str_of(&name));
    if same.is_none_or(str::is_empty) || str_of(&key) != same {
        return Err(Stop::NotPlain);
    }
    if !is_kind(&name, "plain_name", vm) {
        text(&name, vm)?;
    } else {
        let quote = name.get_attr("quote", vm)?;
        if !vm.is_none(&quote) {
            return Err(Stop::NotPlain);
        }
    }
    let type_ = own.get("type")?.ok_or(Stop::NotPlain)?;
    let mut column = Column::new(same.unwrap_or_default(), type_of(&type_, surroundings, vm)?);
    column.nullable = own.flag("nullable")?.unwrap_or(false);
    column.primary_key = own.flag("primary_key")?.unwrap_or(false);
    column.comment = own.text("comment")?;
    let counts = own.get("autoincrement")?.ok_or(Stop::NotPlain)?;
    column.autoincrement = match str_of(&counts) {
        Some("auto") => Autoincrement::Auto,
        Some(_) => return Err(Stop::NotPlain),
        None if flag(&counts, vm)? => Autoincrement::True,
        None => Autoincrement::False,
    };
    if let Some(default) = own.get("server_default")? {
        if !is_kind(&default, "default_clause", vm) {
            return Err(Stop::NotPlain);
        }
        let default = Own::of(&default, vm)?.get("arg")?.ok_or(Stop::NotPlain)?;
        column.server_default = Some(server_default(&default, surroundings, vm)?);
    }
    Ok(column)
}

/// `server_default=` as it is written.
pub(super) fn server_default(
    object: &PyObject,
    surroundings: &Surroundings,
    vm: &VirtualMachine,
) -> Plain<ServerDefault> {
    if object.class().is(vm.ctx.types.str_type) {
        return Ok(ServerDefault::Text(text(object, vm)?));
    }
    expression(object, surroundings, vm).map(|expr| ServerDefault::Expr(Box::new(expr)))
}

/// An expression.
pub(super) fn expression(
    object: &PyObject,
    surroundings: &Surroundings,
    vm: &VirtualMachine,
) -> Plain<Expr> {
    if is_kind(object, "text", vm) {
        let own = Own::of(object, vm)?;
        own.nothing(&["_bindparams", "_given_params"])?;
        let sql = own.text("text")?.ok_or(Stop::NotPlain)?;
        return Ok(Expr::Text { sql, binds: Vec::new() });
    }
    let class = object.class();
    let element = vm.ctx.intern_str("__clause_element__");
    if !class.has_attr(element) || !class.has_attr(vm.ctx.intern_str("__limbeck__")) {
        return Err(Stop::NotPlain);
    }
    let element = vm.call_method(object, element.as_str(), ())?;
    described(&element, surroundings, vm)
}

/// A column type.
pub(super) fn type_of(
    object: &PyObject,
    surroundings: &Surroundings,
    vm: &VirtualMachine,
) -> Plain<Type> {
    let own = Own::of(object, vm)?;
    own.nothing(&["_variants"])?;
    let Ok(kind) = kind(object, vm) else { return other_type(object, surroundings, vm) };
    let texts = || {
        Ok::<_, Stop>(TextArgs { length: own.int("length")?, collation: own.text("collation")? })
    };
    let digits = || {
        Ok::<_, Stop>(NumericArgs { precision: own.int("precision")?, scale: own.int("scale")? })
    };
    Ok(match str_of(&kind) {
        Some("Integer") => Type::Integer,
        Some("SmallInteger") => Type::SmallInteger,
        Some("BigInteger") => Type::BigInteger,
        Some("Date") => Type::Date,
        Some("String") => Type::String(texts()?),
        Some("Text") => Type::Text(texts()?),
        Some("Unicode") => Type::Unicode(texts()?),
        Some("UnicodeText") => Type::UnicodeText(texts()?),
        Some("Numeric") => Type::Numeric(digits()?),
        Some("Float") => Type::Float(digits()?),
        Some("Double") => Type::Double(digits()?),
        Some("LargeBinary") => Type::LargeBinary { length: own.int("length")? },
        Some("DateTime") => Type::DateTime { timezone: own.flag("timezone")?.unwrap_or(false) },
        Some("Time") => Type::Time { timezone: own.flag("timezone")?.unwrap_or(false) },
        Some("Boolean") => {
            own.nothing(&["create_constraint"])?;
            Type::Boolean { create_constraint: false, name: own.name("name")? }
        }
        _ => return other_type(object, surroundings, vm),
    })
}

/// A type of any class that has no say in its table, by its own description.
fn other_type(object: &PyObject, surroundings: &Surroundings, vm: &VirtualMachine) -> Plain<Type> {
    for key in ["_joins_table", "_isnull"] {
        let says = vm.get_attribute_opt(object.to_owned(), key)?.ok_or(Stop::NotPlain)?;
        if says.try_to_bool(vm)? {
            return Err(Stop::NotPlain);
        }
    }
    described(object, surroundings, vm)
}

/// What an object says of itself for the dialect that is spoken.
fn described<T: DeserializeOwned>(
    object: &PyObject,
    surroundings: &Surroundings,
    vm: &VirtualMachine,
) -> Plain<T> {
    surroundings.dialects.borrow_vec_mut().push(surroundings.dialect.clone());
    let form = wire::to_json(object, vm);
    surroundings.dialects.borrow_vec_mut().pop();
    serde_json::from_value(form?).map_err(|_| Stop::NotPlain)
}
