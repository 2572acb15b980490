//! Ini files as Python's `configparser` reads them, for the logging sections of a project.

use indexmap::IndexMap;

/// Sections in file order, each a map of lower-case keys to raw values.
pub(crate) type Sections = IndexMap<String, IndexMap<String, String>>;

/// Reads ini text: `=` or `:`, whole-line comments by `#` or `;`, values that go on in
/// indented lines.
///
/// # Errors
/// A message with the line, where the text is no ini file.
pub(crate) fn parse(text: &str) -> Result<Sections, String> {
    let mut sections = Sections::new();
    let mut section: Option<String> = None;
    let mut key: Option<String> = None;
    for (index, line) in text.lines().enumerate() {
        let content = line.trim();
        if content.starts_with(['#', ';']) {
            continue;
        }
        let current = section.as_ref().and_then(|name| sections.get_mut(name));
        if let (Some(values), Some(key)) = (current, &key)
            && (content.is_empty() || line.starts_with([' ', '\t']))
            && let Some(value) = values.get_mut(key)
        {
            value.push('\n');
            value.push_str(content);
            continue;
        }
        if content.is_empty() {
            continue;
        }
        if let Some(name) = content.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
            section = Some(name.0.to_owned());
            sections.entry(name.0.to_owned()).or_default();
            key = None;
            continue;
        }
        let Some(name) = &section else {
            return Err(format!("File contains no section headers: line {}", index + 1));
        };
        let Some(at) = content.find(['=', ':']).filter(|at| *at > 0) else {
            return Err(format!("Source contains parsing errors: line {}: {line:?}", index + 1));
        };
        let option = content[..at].trim_end().to_lowercase();
        let value = content[at + 1..].trim().to_owned();
        sections.entry(name.clone()).or_default().insert(option.clone(), value);
        key = Some(option);
    }
    for value in sections.values_mut().flat_map(IndexMap::values_mut) {
        value.truncate(value.trim_end().len());
    }
    Ok(sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_values_comments_and_continuations() {
        let text =
            "# note\n[a]\nKey = one\n  two\n\n  three\n; note\nother: x = y\n\n[b]\nempty =\n";
        let sections = parse(text).unwrap();
        assert_eq!(sections["a"]["key"], "one\ntwo\n\nthree");
        assert_eq!(sections["a"]["other"], "x = y");
        assert_eq!(sections["b"]["empty"], "");
        assert_eq!(sections.keys().collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn refuses_what_is_no_ini_file() {
        assert!(parse("a = 1\n").unwrap_err().contains("line 1"));
        assert!(parse("[a]\nnonsense\n").unwrap_err().contains("line 2"));
    }
}
