//! Which licences a dependency may have. `deny.toml` says the same to cargo-deny.

use spdx::{Expression, LicenseReq, ParseMode};

use super::Package;

/// Licences that ask for no more than a notice.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-2-Clause-Views",
    "BSD-3-Clause",
    "BSL-1.0",
    "bzip2-1.0.6",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "PSF-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Dependencies that may have a licence which is not among those: the interpreter's integers.
/// THIRD_PARTY_NOTICES.md says what follows from it. `LGPL-3.0-only` is the longer spelling.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("malachite-base", "LGPL-3.0"),
    ("malachite-bigint", "LGPL-3.0"),
    ("malachite-nz", "LGPL-3.0"),
    ("malachite-q", "LGPL-3.0"),
];

/// Packages that name a file in place of a licence, and what stands in that file.
const READ_BY_HAND: &[(&str, &str)] = &[
    ("mt19937", "BSD-3-Clause"),
    ("rustpython-doc", "PSF-2.0"),
    ("rustpython-pylib", "PSF-2.0"),
    ("syn-ext", "BSD-2-Clause"),
];

/// The licence of a package whose manifest names a file only.
pub fn read_licence(name: &str) -> Option<String> {
    let (_, licence) = READ_BY_HAND.iter().find(|(package, _)| *package == name)?;
    Some((*licence).to_owned())
}

/// Why a package may not be used.
pub fn refusal(package: &Package) -> Option<String> {
    let Package { name, version, licence, .. } = package;
    let Some(licence) = licence else {
        return Some(format!(
            "{name} {version}: names no licence; read its licence file and list the package in xtask/src/licences/policy.rs"
        ));
    };
    match Expression::parse_mode(licence, ParseMode::LAX) {
        Err(error) => Some(format!("{name} {version}: cannot read its licence: {error}")),
        Ok(expression) if expression.evaluate(|part| is_allowed(name, part)) => None,
        Ok(_) => Some(format!("{name} {version}: its licence {licence} is not allowed")),
    }
}

fn is_allowed(name: &str, part: &LicenseReq) -> bool {
    let licence = part.license.to_string();
    // An exception such as LLVM's only gives more rights.
    ALLOWED.contains(&licence.as_str()) || EXCEPTIONS.contains(&(name, licence.as_str()))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[track_caller]
    fn check(name: &str, licence: Option<&str>, allowed: bool) {
        let package = Package {
            name: name.into(),
            version: "1.0.0".into(),
            licence: licence.map(str::to_owned),
            repository: None,
            folder: PathBuf::new(),
        };
        assert_eq!(refusal(&package).is_none(), allowed, "{:?}", refusal(&package));
    }

    #[test]
    fn one_allowed_choice_is_enough_and_all_parts_must_be() {
        check("a", Some("MIT"), true);
        check("a", Some("GPL-3.0-only OR MIT"), true);
        check("a", Some("MIT/Apache-2.0"), true);
        check("a", Some("(MIT OR Apache-2.0) AND Unicode-3.0"), true);
        check("a", Some("MIT AND GPL-3.0-only"), false);
        check("a", Some("Apache-2.0 WITH LLVM-exception"), true);
        check("a", Some("no licence at all"), false);
        check("a", None, false);
    }

    #[test]
    fn exceptions_are_for_their_packages() {
        check("malachite-nz", Some("LGPL-3.0-only"), true);
        check("a", Some("LGPL-3.0-only"), false);
    }
}
