//! The statements that a script sends again and again, which are compiled once.

use limbeck_core::{
    expr::{Place, Prepared},
    statement::{Rows, Statement, Value},
};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyDictRef},
};
use std::collections::HashMap;

use crate::{
    fingerprint::{Bound, Classes, Fingerprint},
    host::{self, Host, HostError},
    wire,
};

/// How many statements are remembered: with one more, all are forgotten.
const MOST: usize = 500;

/// What is remembered of the statements of one interpreter.
#[derive(Default)]
pub(crate) struct Statements {
    known: HashMap<Vec<u8>, Known>,
    classes: Classes,
}

enum Known {
    /// It was sent once, and is worth remembering when it comes again.
    Once,
    /// A value of it is not sent as it is.
    Never,
    Ready(Box<Ready>),
}

struct Ready {
    prepared: Prepared,
    order: Vec<Option<usize>>,
    _kept: Vec<PyObjectRef>,
}

impl Statements {
    /// Runs what `{"element": .., "params": ..}` asks for, by what an equal statement was compiled
    /// to where there was one. `None`: the request is to be compiled as any other.
    ///
    /// # Errors
    /// What the compilation, the database or a conversion raises.
    pub fn run(
        &mut self,
        connection: u64,
        request: &PyDictRef,
        host: &dyn Host,
        vm: &VirtualMachine,
    ) -> PyResult<Option<Result<Rows, HostError>>> {
        let Some(print) = self.fingerprint(connection, request, vm)? else { return Ok(None) };
        match self.known.get(&print.key) {
            Some(Known::Never) => return Ok(None),
            Some(Known::Ready(ready)) if host.speaks_as(connection, &ready.prepared) => {
                let statement = ready.statement(&print.bound, vm)?;
                return Ok(Some(host.execute(connection, statement)));
            }
            Some(Known::Ready(_) | Known::Once) => {}
            None => {
                if self.known.len() == MOST {
                    self.known.clear();
                }
                self.known.insert(print.key, Known::Once);
                return Ok(None);
            }
        }
        let json = wire::to_json(request.as_object(), vm)?;
        let prepared = match host.prepare(connection, json) {
            Ok(prepared) => prepared,
            Err(error) => return Ok(Some(Err(error))),
        };
        let statement = prepared.statement().clone();
        let known = Ready::new(prepared, &print.bound, print.kept, vm)?;
        self.known.insert(print.key, known.map_or(Known::Never, |it| Known::Ready(Box::new(it))));
        Ok(Some(host.execute(connection, statement)))
    }

    fn fingerprint(
        &mut self,
        connection: u64,
        request: &PyDictRef,
        vm: &VirtualMachine,
    ) -> PyResult<Option<Fingerprint>> {
        let Some(element) = request.get_item_opt("element", vm)? else { return Ok(None) };
        let given = match request.get_item_opt("params", vm)? {
            Some(given) => {
                let Ok(sets) = given.get_attr("_sets", vm)?.downcast::<PyDict>() else {
                    return Ok(None);
                };
                Some(sets)
            }
            None => None,
        };
        let print = Fingerprint::of(&element, given.as_deref(), &mut self.classes, vm);
        Ok(print.map(|mut print| {
            print.key.extend_from_slice(&connection.to_le_bytes());
            print
        }))
    }
}

impl Ready {
    /// `None` where values cannot be put in the place of others.
    fn new(
        prepared: Prepared,
        bound: &[Bound],
        kept: Vec<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<Option<Ready>> {
        if !can_be_sent(bound, vm)? {
            return Ok(None);
        }
        let places: Vec<Place> = bound.iter().map(|bound| bound.place.clone()).collect();
        let Some(order) = prepared.order(&places) else { return Ok(None) };
        let ready = Ready { prepared, order, _kept: kept };
        // The values that it was compiled with have to come out as they went in.
        let is_same = ready.statement(bound, vm)? == *ready.prepared.statement();
        Ok(is_same.then_some(ready))
    }

    fn statement(&self, bound: &[Bound], vm: &VirtualMachine) -> PyResult<Statement> {
        let value = |bound: &Bound| {
            let json = wire::to_json(&bound.value, vm)?;
            Value::from_json(json).map_err(|message| vm.new_type_error(message))
        };
        let values = bound.iter().map(value).collect::<PyResult<Vec<_>>>()?;
        Ok(self.prepared.with(&self.order, &values))
    }
}

/// Whether each value goes to the database as it is.
fn can_be_sent(bound: &[Bound], vm: &VirtualMachine) -> PyResult<bool> {
    let elements = host::import("sqlalchemy.sql.elements", vm)?;
    for Bound { value, type_, .. } in bound {
        let kinds = match type_ {
            Some(type_) => elements.get_attr("plain_kinds", vm)?.call((type_.clone(),), vm)?,
            None => elements.get_attr("SCALARS", vm)?,
        };
        if !classes(&kinds, vm)?.contains(&value.class().get_id()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether each value of several sets is of one of the classes that `kinds(name)` gives.
///
/// # Errors
/// What `kinds` raises.
pub(crate) fn are_plain(
    sets: &[PyObjectRef],
    kinds: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<bool> {
    // Sets that one piece of code makes share the objects of their names.
    let mut known: Vec<(PyObjectRef, Vec<usize>)> = Vec::new();
    for set in sets {
        let Some(set) = set.downcast_ref_if_exact::<PyDict>(vm) else { return Ok(false) };
        for (name, value) in set.items_vec() {
            let place = match known.iter().position(|(known, _)| known.is(&name)) {
                Some(place) => place,
                // Names that are made anew each time are looked up by Python.
                None if known.len() > MOST => return Ok(false),
                None => {
                    let kinds = kinds.call((name.clone(),), vm)?;
                    let kinds = classes(&kinds, vm)?;
                    known.push((name, kinds));
                    known.len() - 1
                }
            };
            if !known[place].1.contains(&value.class().get_id()) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The addresses of the classes in a set or tuple of them.
fn classes(kinds: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<usize>> {
    let kinds: Vec<PyObjectRef> = kinds.to_owned().try_into_value(vm)?;
    Ok(kinds.iter().map(|kind| kind.get_id()).collect())
}
