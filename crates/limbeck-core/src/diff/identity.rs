//! Identity columns and the options of their sequences.

use super::{
    Hooks,
    columns::{Comparison, generator},
    context::Run,
    notice,
};
use crate::{
    dialect::Backend,
    schema::{Identity, SequenceOptions},
};

/// True where nothing is left to compare of the default.
pub(super) fn compare<H: Hooks>(run: &mut Run<'_, H>, found: &mut Comparison<'_>) -> bool {
    let (old, new) = (&found.pair.database.identity, &found.pair.model.identity);
    // What has no identities leaves out those of the models.
    let is_left_out = run.options.is_full() && run.options.dialect.backend != Backend::Postgresql;
    if old.is_none() && new.is_none() || is_left_out {
        return false;
    }
    let differing = differing(new.as_ref(), old.as_ref());
    if differing.is_empty() && old.is_some() == new.is_some() {
        return false;
    }
    found.set_default(generator(found.pair.model));
    if differing.is_empty() {
        return false;
    }
    let names: Vec<String> = differing.iter().map(|name| format!("'{name}'")).collect();
    let line = format!(
        "Detected server default on column '{}': identity options attributes [{}]",
        found.place,
        names.join(", ")
    );
    run.log(notice::DEFAULTS, line);
    true
}

/// The options that the model gives and the database has otherwise, by name.
fn differing(new: Option<&Identity>, old: Option<&Identity>) -> Vec<&'static str> {
    let mut names = Vec::new();
    let always = |identity: Option<&Identity>| identity.is_some_and(|identity| identity.always);
    if always(new) != always(old) {
        names.push("always");
    }
    let options = |identity: Option<&Identity>| {
        identity.map(|identity| identity.options.clone()).unwrap_or_default()
    };
    names.extend(differing_options(&options(new), &options(old)));
    names.sort_unstable();
    names
}

/// The options of a sequence that `new` gives and `old` has otherwise.
pub(super) fn differing_options(new: &SequenceOptions, old: &SequenceOptions) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut number = |name, new: Option<i64>, old: Option<i64>| {
        if new.is_some() && new != old {
            names.push(name);
        }
    };
    number("start", new.start, old.start);
    number("increment", new.increment, old.increment);
    number("minvalue", new.minvalue, old.minvalue);
    number("maxvalue", new.maxvalue, old.maxvalue);
    number("cache", new.cache, old.cache);
    let mut flag = |name, new: Option<bool>, old: Option<bool>| {
        if new.is_some() && new != old {
            names.push(name);
        }
    };
    flag("cycle", new.cycle, old.cycle);
    flag("nominvalue", new.nominvalue, old.nominvalue);
    flag("nomaxvalue", new.nomaxvalue, old.nomaxvalue);
    names
}
