//! Which of Alembic's comparisons `autogenerate_plugins` asks for.

use crate::Error;

/// Alembic's plugins, in the order in which it sets them up.
const PLUGINS: [&str; 7] = [
    "alembic.autogenerate.schemas",
    "alembic.autogenerate.tables",
    "alembic.autogenerate.types",
    "alembic.autogenerate.constraints",
    "alembic.autogenerate.defaults",
    "alembic.autogenerate.comments",
    "alembic.ext.checkconstraint_byname",
];

/// The name of the last before it became opt-in.
const OLD_CHECKS: &str = "alembic.autogenerate.checkconstraint_byname";

/// Those that a project has chosen.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub names: Vec<&'static str>,
    pub types: bool,
    pub defaults: bool,
    pub checks: bool,
}

/// The plugins that the patterns name: `alembic.autogenerate.*`, `~` before what is left out.
pub(super) fn chosen(patterns: &[String]) -> Result<Chosen, Error> {
    let mut names = Vec::new();
    for name in PLUGINS {
        let out = |pattern: &String| pattern.strip_prefix('~').is_some_and(|it| matches(it, name));
        let included = |pattern: &&String| !pattern.starts_with('~') && matches(pattern, name);
        if !patterns.iter().any(out) && patterns.iter().any(|pattern| included(&pattern)) {
            names.push(name);
        }
    }
    let unknown: Vec<&str> = patterns
        .iter()
        .filter(|pattern| !pattern.starts_with('~'))
        .filter(|pattern| !PLUGINS.iter().any(|name| matches(pattern, name)))
        .map(String::as_str)
        .collect();
    if !unknown.is_empty() {
        return Err(Error::Command(format!("Did not locate plugins: {}", unknown.join(", "))));
    }
    let has = |last: &str| names.iter().any(|name| name.ends_with(last));
    for needed in ["schemas", "tables", "constraints", "comments"] {
        if !has(needed) {
            return Err(Error::Unsupported(format!(
                "autogenerate_plugins leaves out alembic.autogenerate.{needed}, which Limbeck \
                 always compares; leave it in and refuse what is unwanted in include_object"
            )));
        }
    }
    let (types, defaults, checks) =
        (has(".types"), has(".defaults"), has("checkconstraint_byname"));
    Ok(Chosen { names, types, defaults, checks })
}

fn matches(pattern: &str, name: &str) -> bool {
    let pattern = if pattern == OLD_CHECKS { PLUGINS[6] } else { pattern };
    let (mut names, mut left) = (name.split('.'), pattern.split('.').peekable());
    while let Some(token) = left.next() {
        match (token, names.next()) {
            (_, None) => return false,
            // A last asterisk takes all that is left.
            ("*", Some(_)) if left.peek().is_none() => return true,
            ("*", Some(_)) => {}
            (token, Some(name)) if token == name => {}
            _ => return false,
        }
    }
    names.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(patterns: &[&str], expected: Result<(usize, bool, bool), &str>) {
        let patterns: Vec<String> = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        let found = chosen(&patterns)
            .map(|chosen| (chosen.names.len(), chosen.defaults, chosen.checks))
            .map_err(|error| error.to_string());
        assert_eq!(found, expected.map_err(str::to_owned));
    }

    #[test]
    fn patterns_choose_plugins() {
        check(&["alembic.autogenerate.*"], Ok((6, true, false)));
        check(&["alembic.autogenerate.*", "~alembic.autogenerate.defaults"], Ok((5, false, false)));
        check(&["alembic.autogenerate.*", OLD_CHECKS], Ok((7, true, true)));
        check(&["alembic.*"], Ok((7, true, true)));
        check(&["alembic.autogenerate.*", "a.b"], Err("Did not locate plugins: a.b"));
    }
}
