//! The `.ini` file by the rules of Python's `ConfigParser`: sections, options, basic interpolation.

use std::fmt;

use indexmap::IndexMap;

use super::error::{ConfigError, IniProblem};

/// The section whose options every other section sees.
const DEFAULT: &str = "DEFAULT";

/// How often a value may refer to another before it counts as endless.
const MAX_DEPTH: usize = 10;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    value: String,
    /// Where the option stands in the file; `None` once set by a program.
    line: Option<usize>,
}

type Section = IndexMap<String, Entry>;

/// The options of an `.ini` file, raw as written; reading one interpolates it.
///
/// Section names are case-sensitive, option names are not. `DEFAULT` is no section of its
/// own: its options show in every other.
///
/// ```
/// use limbeck::config::Ini;
///
/// let ini = Ini::parse("alembic.ini", "[alembic]\nName = %(here)s/x\n", [("here", "/app")]).unwrap();
/// assert_eq!(ini.get("alembic", "NAME").unwrap().as_deref(), Some("/app/x"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Ini {
    /// The name for messages; empty without a file.
    file: String,
    defaults: Section,
    sections: IndexMap<String, Section>,
}

impl Ini {
    /// An empty file with `defaults` in its `DEFAULT` section.
    pub fn empty<'a>(file: &str, defaults: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let defaults = defaults
            .into_iter()
            .map(|(name, value)| {
                let entry = Entry { value: value.to_owned(), line: None };
                (name.to_lowercase(), entry)
            })
            .collect();
        Ini { file: file.to_owned(), defaults, sections: IndexMap::new() }
    }

    /// Parses `text`; `file` is the name that messages show.
    ///
    /// # Errors
    /// A line before the first section, a section or an option given twice, lines that are
    /// neither option nor section. Bad interpolation shows only when the option is read.
    pub fn parse<'a>(
        file: &str,
        text: &str,
        defaults: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, ConfigError> {
        let mut ini = Ini::empty(file, defaults);
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut reader = Reader::default();
        for (index, line) in text.split('\n').enumerate() {
            reader.line(&mut ini, index + 1, line)?;
        }
        reader.finish(&mut ini)
    }

    /// The sections in file order, without `DEFAULT`.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// Whether the file has `[section]`; never true of `DEFAULT`.
    #[must_use]
    pub fn has_section(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    /// Whether `option` is in the section or, where the section exists, in `DEFAULT`.
    #[must_use]
    pub fn has_option(&self, section: &str, option: &str) -> bool {
        self.entry(section, &option.to_lowercase()).is_some()
    }

    /// The value as written, without interpolation.
    #[must_use]
    pub fn get_raw(&self, section: &str, option: &str) -> Option<&str> {
        self.entry(section, &option.to_lowercase()).map(|entry| entry.value.as_str())
    }

    /// The value with its `%(name)s` references filled in; `None` without section or option.
    ///
    /// # Errors
    /// A `%` that is neither `%%` nor `%(name)s`, an unknown name, more than ten levels.
    pub fn get(&self, section: &str, option: &str) -> Result<Option<String>, ConfigError> {
        let option = option.to_lowercase();
        let Some(entry) = self.entry(section, &option) else {
            return Ok(None);
        };
        let mut text = String::new();
        self.interpolate(section, &option, &entry.value, 1, &mut text)?;
        Ok(Some(text))
    }

    /// All options of a section with those of `DEFAULT` first, interpolated; `None` without it.
    ///
    /// # Errors
    /// As [`Ini::get`], for any option of the section.
    pub fn items(&self, section: &str) -> Result<Option<IndexMap<String, String>>, ConfigError> {
        let Some(own) = self.options_of(section) else {
            return Ok(None);
        };
        let mut items = IndexMap::new();
        for option in self.defaults.keys().chain(own.keys()) {
            if let Some(value) = self.get(section, option)? {
                items.insert(option.clone(), value);
            }
        }
        Ok(Some(items))
    }

    /// All options of a section with those of `DEFAULT` first, as written; `None` without it.
    #[must_use]
    pub fn items_raw(&self, section: &str) -> Option<IndexMap<String, String>> {
        let own = self.options_of(section)?;
        let mut items = IndexMap::new();
        for (option, entry) in self.defaults.iter().chain(own) {
            items.insert(option.clone(), entry.value.clone());
        }
        Some(items)
    }

    /// The options of `DEFAULT` as written.
    pub fn defaults(&self) -> impl Iterator<Item = (&str, &str)> {
        self.defaults.iter().map(|(option, entry)| (option.as_str(), entry.value.as_str()))
    }

    /// Adds an empty section unless it exists.
    pub fn add_section(&mut self, section: &str) {
        if section != DEFAULT {
            self.sections.entry(section.to_owned()).or_default();
        }
    }

    /// Sets an option, adding the section where needed.
    ///
    /// # Errors
    /// A `%` in `value` that is neither `%%` nor part of `%(name)s`, as in Python.
    pub fn set(&mut self, section: &str, option: &str, value: &str) -> Result<(), ConfigError> {
        if let Some(position) = stray_percent(value) {
            return Err(ConfigError::StrayPercent { value: value.to_owned(), position });
        }
        let entry = Entry { value: value.to_owned(), line: None };
        let options = if section == DEFAULT {
            &mut self.defaults
        } else {
            self.sections.entry(section.to_owned()).or_default()
        };
        options.insert(option.to_lowercase(), entry);
        Ok(())
    }

    /// Removes an option from the section itself; says whether it was there.
    pub fn remove(&mut self, section: &str, option: &str) -> bool {
        let option = option.to_lowercase();
        let options = if section == DEFAULT {
            Some(&mut self.defaults)
        } else {
            self.sections.get_mut(section)
        };
        options.is_some_and(|options| options.shift_remove(&option).is_some())
    }

    fn options_of(&self, section: &str) -> Option<&Section> {
        if section == DEFAULT { Some(&self.defaults) } else { self.sections.get(section) }
    }

    fn entry(&self, section: &str, option: &str) -> Option<&Entry> {
        let own = self.options_of(section)?;
        own.get(option).or_else(|| self.defaults.get(option))
    }

    fn interpolate(
        &self,
        section: &str,
        option: &str,
        value: &str,
        depth: usize,
        out: &mut String,
    ) -> Result<(), ConfigError> {
        let problem = |problem| self.problem(section, option, problem);
        if depth > MAX_DEPTH {
            return Err(problem(IniProblem::TooDeep));
        }
        let mut rest = value;
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("%%") {
                out.push('%');
                rest = after;
            } else if rest.starts_with("%(") {
                let Some((name, after)) = reference(rest) else {
                    let shown = rest.find(')').map_or(2, |at| at + 1);
                    return Err(problem(IniProblem::BadReference(rest[..shown].to_owned())));
                };
                let name = name.to_lowercase();
                let Some(target) = self.entry(section, &name) else {
                    return Err(problem(IniProblem::UnknownReference(name)));
                };
                self.interpolate(section, option, &target.value, depth + 1, out)?;
                rest = after;
            } else {
                return Err(problem(IniProblem::StrayPercent(rest.chars().take(2).collect())));
            }
        }
        out.push_str(rest);
        Ok(())
    }

    fn problem(&self, section: &str, option: &str, problem: IniProblem) -> ConfigError {
        ConfigError::Interpolation {
            place: Place {
                file: self.file.clone(),
                line: self.entry(section, option).and_then(|entry| entry.line),
            },
            section: section.to_owned(),
            option: option.to_owned(),
            problem,
        }
    }
}

/// A file and, where known, the line in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it; empty for values set by a program.
    pub file: String,
    /// Counted from one.
    pub line: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = if self.file.is_empty() { "configuration" } else { &self.file };
        match self.line {
            Some(line) => write!(out, "{file}:{line}"),
            None => out.write_str(file),
        }
    }
}

/// What the lines read so far left open.
#[derive(Default)]
struct Reader {
    /// Without a section yet, `None`.
    section: Option<String>,
    option: Option<String>,
    /// Values of options, line by line, until the file ends.
    values: IndexMap<(String, String), (Vec<String>, usize)>,
    indent: usize,
    bad_lines: Vec<(usize, String)>,
}

impl Reader {
    fn line(&mut self, ini: &mut Ini, number: usize, line: &str) -> Result<(), ConfigError> {
        let value = line.trim();
        if value.starts_with(['#', ';']) {
            return Ok(());
        }
        if value.is_empty() {
            // Empty lines inside a value belong to it.
            self.extend_value("");
            return Ok(());
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        if self.option.as_deref().is_some_and(|o| !o.is_empty()) && indent > self.indent {
            self.extend_value(value);
            return Ok(());
        }
        self.indent = indent;
        let place = || Place { file: ini.file.clone(), line: Some(number) };
        if let Some(header) = section_header(value) {
            if ini.sections.contains_key(header) {
                return Err(ConfigError::DuplicateSection {
                    place: place(),
                    section: header.to_owned(),
                });
            }
            ini.add_section(header);
            self.section = Some(header.to_owned());
            self.option = None;
            return Ok(());
        }
        let Some(section) = self.section.clone() else {
            return Err(ConfigError::MissingSectionHeader {
                place: place(),
                text: line.to_owned(),
            });
        };
        let Some((option, text)) = value.split_once(['=', ':']) else {
            self.bad_lines.push((number, line.to_owned()));
            return Ok(());
        };
        let option = option.trim().to_lowercase();
        if option.is_empty() {
            self.bad_lines.push((number, line.to_owned()));
        }
        let key = (section, option);
        if self.values.contains_key(&key) {
            return Err(ConfigError::DuplicateOption {
                place: place(),
                section: key.0,
                option: key.1,
            });
        }
        self.option = Some(key.1.clone());
        self.values.insert(key, (vec![text.trim().to_owned()], number));
        Ok(())
    }

    fn extend_value(&mut self, text: &str) {
        if let (Some(section), Some(option)) = (&self.section, &self.option)
            && !option.is_empty()
            && let Some((lines, _)) = self.values.get_mut(&(section.clone(), option.clone()))
        {
            lines.push(text.to_owned());
        }
    }

    fn finish(self, ini: &mut Ini) -> Result<Ini, ConfigError> {
        if !self.bad_lines.is_empty() {
            return Err(ConfigError::NotAnOption { file: ini.file.clone(), lines: self.bad_lines });
        }
        for ((section, option), (lines, line)) in self.values {
            let entry = Entry { value: lines.join("\n").trim_end().to_owned(), line: Some(line) };
            let options = if section == DEFAULT {
                &mut ini.defaults
            } else {
                ini.sections.entry(section).or_default()
            };
            options.insert(option, entry);
        }
        Ok(std::mem::take(ini))
    }
}

/// The name in `[name]`, up to the last bracket; what follows it is ignored.
fn section_header(line: &str) -> Option<&str> {
    let end = line.rfind(']')?;
    let name = line.get(1..end).filter(|_| line.starts_with('['))?;
    (!name.is_empty()).then_some(name)
}

/// Splits `%(name)srest` into name and rest.
fn reference(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix("%(")?.split_once(')')?;
    let after = after.strip_prefix('s')?;
    (!name.is_empty()).then_some((name, after))
}

/// Where a `%` stands that is neither `%%` nor `%(name)s`, counted after those are taken out.
fn stray_percent(value: &str) -> Option<usize> {
    let unescaped = value.replace("%%", "");
    let mut left = String::new();
    let mut rest = unescaped.as_str();
    while let Some(at) = rest.find('%') {
        left.push_str(&rest[..at]);
        match reference(&rest[at..]) {
            Some((_, after)) => rest = after,
            None => return Some(left.chars().count()),
        }
    }
    None
}
