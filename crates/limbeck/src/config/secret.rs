//! Text that may hold a database URL, with the password in it hidden.

/// `text` with `***` for the password of every `scheme://user:password@host` in it.
///
/// ```
/// use limbeck::config::without_passwords;
///
/// let line = "connect('postgresql://app:s@cret@db/app') failed";
/// assert_eq!(without_passwords(line), "connect('postgresql://app:***@db/app') failed");
/// ```
#[must_use]
pub fn without_passwords(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + "://".len());
        out.push_str(before);
        let end = after.find(|c: char| c.is_whitespace() || "'\"`<>".contains(c));
        let url = &after[..end.unwrap_or(after.len())];
        // A password may hold an @ of its own, so the last one ends it; one URL in another's
        // query is left to the next round.
        let own = url.find("://").map_or(url, |next| &url[..next]);
        let hidden = own.rfind('@').and_then(|at| {
            let (user, _) = own[..at].split_once(':')?;
            Some((user, at))
        });
        match hidden {
            Some((user, at)) => {
                out.push_str(user);
                out.push_str(":***");
                rest = &after[at..];
            }
            None => {
                out.push_str(own);
                rest = &after[own.len()..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::without_passwords;

    #[test]
    fn only_passwords_are_hidden() {
        for (text, expected) in [
            ("", ""),
            ("no url: a:b@c", "no url: a:b@c"),
            ("postgresql://user@host/db", "postgresql://user@host/db"),
            ("postgresql://host:5432/db", "postgresql://host:5432/db"),
            ("postgresql://u:pw@host:5432/db", "postgresql://u:***@host:5432/db"),
            ("postgresql://u:p%ss:w@rd@host/db", "postgresql://u:***@host/db"),
            ("mysql://u:@h and sqlite:///a.db", "mysql://u:***@h and sqlite:///a.db"),
            ("\"a://u:p@h\" 'b://u:q@h'", "\"a://u:***@h\" 'b://u:***@h'"),
            ("a://u:p@h?next=b://u:q@h", "a://u:***@h?next=b://u:***@h"),
            ("https://sqlalche.me/e/21/e3q8", "https://sqlalche.me/e/21/e3q8"),
            ("://", "://"),
        ] {
            assert_eq!(without_passwords(text), expected);
        }
    }
}
