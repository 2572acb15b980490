//! The arguments of a call by their names.

use limbeck_core::schema::{Ident, Name};
use rustpython_vm::compiler::ast::{self, Expr};

use super::names::Names;

/// What a call gave; an argument that is None counts as not given.
pub(super) struct Arguments<'a> {
    given: Vec<(&'static str, &'a Expr)>,
    names: &'a Names<'a>,
    batch: Option<&'a Batch>,
}

/// The table that a batch is about, which its directives do not name.
pub(super) struct Batch {
    pub(super) table: Ident,
    pub(super) schema: Option<Ident>,
}

impl<'a> Arguments<'a> {
    /// Names the arguments: `positional` may stand without a name, `keywords` may not. `args`
    /// are those of the call's own that are not spoken for yet.
    pub(super) fn bind(
        args: &'a [Expr],
        call: &'a ast::ExprCall,
        names: &'a Names<'a>,
        positional: &[&'static str],
        keywords: &[&'static str],
    ) -> Option<Self> {
        if args.len() > positional.len() {
            return None;
        }
        let mut given: Vec<_> = positional.iter().copied().zip(args).collect();
        for keyword in &call.arguments.keywords {
            let key = keyword.arg.as_ref()?.as_str();
            let mut known = positional[args.len()..].iter().chain(keywords).copied();
            let found = known.find(|known| *known == key)?;
            if given.iter().any(|(other, _)| *other == found) {
                return None;
            }
            given.push((found, &keyword.value));
        }
        Some(Arguments { given, names, batch: None })
    }

    /// As [`Arguments::bind`], for a directive of a batch.
    pub(super) fn bind_in(
        batch: &'a Batch,
        call: &'a ast::ExprCall,
        names: &'a Names<'a>,
        positional: &[&'static str],
        keywords: &[&'static str],
    ) -> Option<Self> {
        let own = |keys: &[&'static str]| -> Vec<&'static str> {
            keys.iter().copied().filter(|key| !is_table(key) && !is_schema(key)).collect()
        };
        let (positional, keywords) = (own(positional), own(keywords));
        let given = Self::bind(&call.arguments.args, call, names, &positional, &keywords)?;
        Some(Arguments { batch: Some(batch), ..given })
    }

    /// An argument even where it is None.
    pub(super) fn written(&self, name: &str) -> Option<&'a Expr> {
        self.given.iter().find(|(given, _)| *given == name).map(|(_, value)| *value)
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Expr> {
        self.written(name).filter(|value| !self.names.is_none(value))
    }

    pub(super) fn text(&self, name: &str) -> Option<Option<String>> {
        optional(self.get(name), |value| self.names.text(value))
    }

    pub(super) fn flag(&self, name: &str) -> Option<Option<bool>> {
        optional(self.get(name), |value| self.names.flag(value))
    }

    pub(super) fn int(&self, name: &str) -> Option<Option<i64>> {
        optional(self.get(name), |value| self.names.int(value))
    }

    pub(super) fn ident(&self, name: &str) -> Option<Option<Ident>> {
        match self.batch {
            Some(batch) if is_table(name) => Some(Some(batch.table.clone())),
            Some(batch) if is_schema(name) => Some(batch.schema.clone()),
            _ => Some(self.text(name)?.map(Ident::from)),
        }
    }

    /// An identifier that the call cannot do without.
    pub(super) fn needed(&self, name: &str) -> Option<Ident> {
        self.ident(name)?
    }

    /// The name of a constraint or an index.
    pub(super) fn name(&self, key: &str) -> Option<Name> {
        self.get(key).map_or(Some(Name::Unset), |value| self.names.name(value))
    }

    /// A list of names.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        self.names.texts(self.get(key)?)
    }
}

fn is_table(key: &str) -> bool {
    matches!(key, "table_name" | "source_table")
}

fn is_schema(key: &str) -> bool {
    matches!(key, "schema" | "source_schema")
}

/// An argument that may be missing, but not of another kind.
pub(super) fn optional<T>(
    value: Option<&Expr>,
    read: impl FnOnce(&Expr) -> Option<T>,
) -> Option<Option<T>> {
    match value {
        None => Some(None),
        Some(value) => read(value).map(Some),
    }
}
