//! The arguments of a call by their names.

use limbeck_core::schema::{Ident, Name};
use rustpython_vm::{PyObjectRef, VirtualMachine, builtins::PyDict};

use super::{
    Plain, Stop,
    object::{flag, name, str_of, text, texts},
};

/// What a call gave; an argument that is None counts as not given.
pub(super) struct Arguments<'a> {
    given: Vec<(&'static str, PyObjectRef)>,
    vm: &'a VirtualMachine,
}

impl<'a> Arguments<'a> {
    /// Names the arguments: `positional` may stand without a name, `keywords` may not.
    pub(super) fn bind(
        args: &[PyObjectRef],
        kwargs: &PyDict,
        positional: &[&'static str],
        keywords: &[&'static str],
        vm: &'a VirtualMachine,
    ) -> Plain<Self> {
        if args.len() > positional.len() {
            return Err(Stop::NotPlain);
        }
        let mut given: Vec<_> = positional.iter().copied().zip(args.iter().cloned()).collect();
        for (key, value) in kwargs.items_vec() {
            let key = str_of(&key);
            let known = positional[args.len()..].iter().chain(keywords).copied();
            let found = known.into_iter().find(|known| Some(*known) == key);
            given.push((found.ok_or(Stop::NotPlain)?, value));
        }
        given.retain(|(_, value)| !vm.is_none(value));
        Ok(Arguments { given, vm })
    }

    pub(super) fn object(&self, name: &str) -> Option<&PyObjectRef> {
        self.given.iter().find(|(given, _)| *given == name).map(|(_, value)| value)
    }

    pub(super) fn text(&self, name: &str) -> Plain<Option<String>> {
        self.object(name).map(|value| text(value, self.vm)).transpose()
    }

    pub(super) fn flag(&self, name: &str) -> Plain<Option<bool>> {
        self.object(name).map(|value| flag(value, self.vm)).transpose()
    }

    pub(super) fn ident(&self, name: &str) -> Plain<Option<Ident>> {
        Ok(self.text(name)?.map(Ident::from))
    }

    /// An identifier that the call cannot do without.
    pub(super) fn needed(&self, name: &str) -> Plain<Ident> {
        self.ident(name)?.ok_or(Stop::NotPlain)
    }

    /// The name of a constraint or an index.
    pub(super) fn name(&self, key: &str) -> Plain<Name> {
        self.object(key).map_or(Ok(Name::Unset), |value| name(value, self.vm))
    }

    /// A list of names.
    pub(super) fn names(&self, key: &str) -> Plain<Vec<String>> {
        texts(self.object(key).ok_or(Stop::NotPlain)?, self.vm)
    }
}
