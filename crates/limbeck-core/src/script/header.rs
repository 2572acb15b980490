//! From the text of a file to its header and its sections.

use std::path::Path;

use super::{ScriptError, ScriptProblem, Section, SqlScript};
use crate::{dialect::Backend, graph::Revision, plan::Direction};

const NAMES: [&str; 6] =
    ["revision", "down_revision", "branch_labels", "depends_on", "transaction", "code"];

/// What the lines above the first section say.
#[derive(Default)]
struct Header {
    values: [Option<(u32, String)>; NAMES.len()],
    doc: Vec<String>,
}

pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<SqlScript, ScriptError> {
    let wrong = |(line, problem)| ScriptError::new(path, line, problem);
    let text = str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        wrong((
            number(before.iter().filter(|byte| **byte == b'\n').count()),
            ScriptProblem::NotUtf8,
        ))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut header = Header::default();
    let mut sections: Vec<Section> = Vec::new();
    for (place, line) in text.split_inclusive('\n').enumerate() {
        let line_number = number(place);
        if let Some((direction, dialects)) = section_line(line, line_number).map_err(wrong)? {
            let section =
                Section { direction, dialects, first_line: line_number + 1, text: String::new() };
            check_repeated(&sections, &section).map_err(wrong)?;
            sections.push(section);
        } else if let Some(section) = sections.last_mut() {
            section.text.push_str(line);
        } else {
            header.take(line.trim(), line_number).map_err(wrong)?;
        }
    }
    let transaction = header.transaction().map_err(wrong)?;
    let code = header.code().map_err(wrong)?;
    let revision = header.revision(path).map_err(wrong)?;
    match sections.iter().find(|section| code || section.direction == Direction::Upgrade) {
        Some(section) if code => {
            return Err(wrong((section.first_line - 1, ScriptProblem::SectionOfCode)));
        }
        None if !code => return Err(wrong((1, ScriptProblem::NoSection))),
        _ => {}
    }
    Ok(SqlScript { revision, transaction, code, sections })
}

/// Whether the comments at the start of a file have a header `-- revision:`.
pub(super) fn is_revision(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes
        .split(|byte| *byte == b'\n')
        .map(|line| line.trim_ascii())
        .filter(|line| !line.is_empty())
        .map_while(|line| line.strip_prefix(b"--"))
        .filter_map(|text| named(str::from_utf8(text).ok()?))
        .any(|(name, _)| name.eq_ignore_ascii_case(NAMES[0]))
}

/// The number of the line with this many before it.
fn number(before: usize) -> u32 {
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}

type Wrong = (u32, ScriptProblem);

/// `-- upgrade`, `-- downgrade: postgresql, sqlite`: what a line opens, if it opens a section.
fn section_line(line: &str, number: u32) -> Result<Option<(Direction, Vec<Backend>)>, Wrong> {
    let Some(text) = line.strip_prefix("--") else { return Ok(None) };
    let (word, names) =
        text.split_once(':').map_or((text, None), |(word, rest)| (word, Some(rest)));
    let direction = match word.trim().to_ascii_lowercase().as_str() {
        "upgrade" => Direction::Upgrade,
        "downgrade" => Direction::Downgrade,
        _ => return Ok(None),
    };
    let names = names.into_iter().flat_map(|names| names.split(',')).map(str::trim);
    let dialects = names.map(|name| {
        Backend::from_name(name)
            .ok_or_else(|| (number, ScriptProblem::UnknownDialect(name.to_owned())))
    });
    Ok(Some((direction, dialects.collect::<Result<_, _>>()?)))
}

fn check_repeated(sections: &[Section], new: &Section) -> Result<(), Wrong> {
    for section in sections.iter().filter(|section| section.direction == new.direction) {
        let both = new.dialects.iter().find(|dialect| section.dialects.contains(dialect));
        if both.is_none() && !(section.dialects.is_empty() && new.dialects.is_empty()) {
            continue;
        }
        let problem = ScriptProblem::RepeatedSection {
            direction: new.direction,
            dialect: both.copied(),
            first: section.first_line - 1,
        };
        return Err((new.first_line - 1, problem));
    }
    Ok(())
}

impl Header {
    /// Takes a line above the first section, without the blanks around it.
    fn take(&mut self, line: &str, number: u32) -> Result<(), Wrong> {
        if line.is_empty() {
            return Ok(());
        }
        let Some(text) = line.strip_prefix("--") else {
            return Err((number, ScriptProblem::BeforeSections));
        };
        let mut free = || {
            self.doc.push(text.strip_prefix(' ').unwrap_or(text).to_owned());
            Ok(())
        };
        let Some((name, value)) = named(text) else { return free() };
        let lower = name.to_ascii_lowercase();
        let Some(place) = NAMES.iter().position(|known| *known == lower) else {
            let nearest = nearest(&lower);
            // A message like `fix: the name` stands above all headers.
            if nearest.is_none() && self.values.iter().all(Option::is_none) {
                return free();
            }
            return Err((number, ScriptProblem::UnknownHeader { name: name.to_owned(), nearest }));
        };
        match &self.values[place] {
            Some(_) => Err((number, ScriptProblem::RepeatedHeader(lower))),
            None => {
                self.values[place] = Some((number, value.to_owned()));
                Ok(())
            }
        }
    }

    fn transaction(&self) -> Result<bool, Wrong> {
        let Some((line, value)) = &self.values[4] else { return Ok(true) };
        match value.to_ascii_lowercase().as_str() {
            "on" => Ok(true),
            "off" => Ok(false),
            _ => {
                let (name, value, expected) = ("transaction", value.clone(), "it is on or off");
                Err((*line, ScriptProblem::HeaderValue { name, value, expected }))
            }
        }
    }

    fn code(&self) -> Result<bool, Wrong> {
        let Some((line, value)) = &self.values[5] else { return Ok(false) };
        match value.to_ascii_lowercase().as_str() {
            "rust" => Ok(true),
            _ => {
                let (name, value, expected) = ("code", value.clone(), "it is rust");
                Err((*line, ScriptProblem::HeaderValue { name, value, expected }))
            }
        }
    }

    fn revision(self, path: &Path) -> Result<Revision, Wrong> {
        let [revision, down_revision, branch_labels, depends_on, ..] = self.values;
        let missing = |name| (1, ScriptProblem::MissingHeader { name });
        let (line, id) = revision.ok_or_else(|| missing("revision"))?;
        if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c == ',') {
            let expected = "it is one id, without blanks and commas";
            let problem = ScriptProblem::HeaderValue { name: "revision", value: id, expected };
            return Err((line, problem));
        }
        let down_revision = down_revision.ok_or_else(|| missing("down_revision"))?;
        Ok(Revision {
            id,
            down_revision: list("down_revision", Some(down_revision))?,
            branch_labels: list("branch_labels", branch_labels)?,
            depends_on: list("depends_on", depends_on)?,
            doc: self.doc.join("\n").trim().to_owned(),
            path: path.to_owned(),
        })
    }
}

/// The header that a word most likely means.
fn nearest(name: &str) -> Option<&'static str> {
    let near = |known: &&&str| strsim::damerau_levenshtein(known, name) <= 2;
    NAMES.iter().find(near).copied()
}

/// Whether a line of a message would be taken for a header.
pub(super) fn reads_as_header(line: &str) -> bool {
    named(line).is_some_and(|(name, _)| nearest(&name.to_ascii_lowercase()).is_some())
}

/// Whether a line of SQL would be taken for the beginning of a section.
pub(super) fn reads_as_section(line: &str) -> bool {
    !matches!(section_line(line, 0), Ok(None))
}

/// `name: value`, where the name is one word and what follows is no URL.
fn named(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(':')?;
    let name = name.trim();
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    (is_word && !value.starts_with("//")).then(|| (name, value.trim()))
}

/// Ids with commas between them; nothing, or `None` as in a Python script, for none.
fn list(name: &'static str, value: Option<(u32, String)>) -> Result<Vec<String>, Wrong> {
    let Some((line, value)) = value else { return Ok(Vec::new()) };
    if value.is_empty() || value.eq_ignore_ascii_case("none") {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = value.split(',').map(|id| id.trim().to_owned()).collect();
    match ids.iter().any(|id| id.is_empty() || id.contains(char::is_whitespace)) {
        false => Ok(ids),
        true => {
            let expected = "it is nothing, an id, or ids with commas between them";
            Err((line, ScriptProblem::HeaderValue { name, value, expected }))
        }
    }
}
