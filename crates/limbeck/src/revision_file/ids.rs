//! Ids of new revisions.

use crate::config::RevisionIds;

/// A new id: twelve hexadecimal digits by chance, or the number after the highest there is.
///
/// Numbers count on from ids of the same prefix with the configured width or up to three digits
/// more, so that random ids that happen to be all digits do not set the pace.
#[must_use]
pub fn new_id<'a>(ids: &RevisionIds, existing: impl IntoIterator<Item = &'a str>) -> String {
    match ids {
        RevisionIds::Random => {
            let hex = uuid::Uuid::new_v4().simple().to_string();
            hex[hex.len() - 12..].to_owned()
        }
        RevisionIds::Sequential { width, prefix } => {
            let highest = existing
                .into_iter()
                .filter_map(|id| number(id.strip_prefix(prefix.as_str())?, *width))
                .max();
            let next = highest.map_or(1, |number| number + 1);
            format!("{prefix}{next:0>width$}")
        }
    }
}

fn number(digits: &str, width: usize) -> Option<u128> {
    let longer = digits.len() > width;
    let fits = digits.bytes().all(|byte| byte.is_ascii_digit())
        && (width..=width + 3).contains(&digits.len())
        && !(longer && digits.starts_with('0'));
    fits.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_ids_are_twelve_hex_digits() {
        let id = new_id(&RevisionIds::Random, []);
        assert_eq!(id.len(), 12);
        assert!(id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
        assert_ne!(id, new_id(&RevisionIds::Random, []));
    }

    #[test]
    fn sequential_ids_count_on() {
        let check = |spec: &str, existing: &[&str], expected: &str| {
            let ids = RevisionIds::parse(spec).expect(spec);
            let id = new_id(&ids, existing.iter().copied());
            assert_eq!(id, expected, "{spec} after {existing:?}");
        };
        check("sequential:3", &[], "001");
        check("sequential:3", &["001", "010", "002"], "011");
        check("sequential:3", &["999"], "1000");
        check("sequential:3", &["999", "1000"], "1001");
        check("sequential:3", &["001", "123456789012", "0042", "7"], "002");
        check("sequential:3:v", &["v007", "009", "v00a"], "v008");
        check("sequential:4:rev_", &["rev_0001"], "rev_0002");
    }
}
