//! What `SHOW CREATE TABLE` says of a table, line by line.

use super::types::{Spelled, is_integer, type_of};
use crate::{
    dialect::Backend,
    reflect::facts::{
        ReflectedCheck, ReflectedColumn, ReflectedComputed, ReflectedForeignKey, ReflectedIndex,
        ReflectedIndexElement, ReflectedPrimaryKey, ReflectedTable, ReflectedUnique,
    },
};

/// Options with a word for their value, as the server spells them.
const WORDS: [&str; 16] = [
    "ENGINE",
    "TYPE",
    "AUTO_INCREMENT",
    "AVG_ROW_LENGTH",
    "CHARACTER SET",
    "DEFAULT CHARSET",
    "CHECKSUM",
    "COLLATE",
    "DELAY_KEY_WRITE",
    "INSERT_METHOD",
    "MAX_ROWS",
    "MIN_ROWS",
    "PACK_KEYS",
    "ROW_FORMAT",
    "KEY_BLOCK_SIZE",
    "STATS_SAMPLE_PAGES",
];
/// Options with a string.
const STRINGS: [&str; 5] =
    ["COMMENT", "DATA DIRECTORY", "INDEX DIRECTORY", "PASSWORD", "CONNECTION"];
/// What SQLAlchemy does not tell.
const UNTOLD: [&str; 3] = ["AUTO_INCREMENT", "DATA DIRECTORY", "INDEX DIRECTORY"];

/// Fills `table` with what the server says it was made with.
pub(super) fn read(table: &mut ReflectedTable, sql: &str, backend: Backend) {
    let mut lines = sql.lines();
    // The first line has the name.
    lines.next();
    for line in lines {
        let line = line.trim_end_matches('\r');
        if let Some(rest) = line.strip_prefix(") ") {
            options(table, rest, backend);
        } else if line.trim_start().starts_with(['`', '"']) {
            table.columns.extend(column(line.trim()));
        } else if let Some(rest) = line.strip_prefix("  CONSTRAINT ") {
            constraint(table, rest);
        } else if line.starts_with(" PARTITION")
            || line.starts_with('(')
            || line.contains("PARTITION")
        {
            partition(table, line, backend);
        } else {
            key(table, line.trim());
        }
    }
    table.indexes.sort_by(|a, b| a.name.cmp(&b.name));
    table.unique_constraints.sort_by(|a, b| a.name.cmp(&b.name));
    table.check_constraints.sort_by(|a, b| a.name.cmp(&b.name));
}

/// A column from its line, or from what DESCRIBE says put like one.
pub(super) fn column(line: &str) -> Option<ReflectedColumn> {
    let mut reader = Reader(line.strip_suffix(',').unwrap_or(line));
    let name = reader.name()?;
    let start = reader.0;
    let type_name = reader.word();
    let arguments = reader.parenthesised().unwrap_or_default();
    let mut spelled = Spelled { name: type_name, arguments, ..Spelled::default() };
    spelled.unsigned = reader.takes("UNSIGNED");
    spelled.zerofill = reader.takes("ZEROFILL");
    spelled.charset = reader.takes("CHARACTER SET").then(|| reader.word());
    spelled.collation = reader.takes("COLLATE").then(|| reader.word());
    let type_text = start[..start.len() - reader.0.len()].trim().to_owned();
    let type_ = type_of(&spelled);
    let mut nullable = true;
    let mut null = |reader: &mut Reader<'_>| {
        if reader.takes("NOT NULL") {
            nullable = false;
        } else {
            reader.takes("NULL");
        }
    };
    null(&mut reader);
    let default = reader.takes("DEFAULT").then(|| reader.default()).flatten();
    let generated = reader.takes("GENERATED ALWAYS AS") || reader.takes("AS");
    let computed = generated.then(|| {
        let sql = reader.parenthesised().unwrap_or_default();
        let persisted = reader.takes("STORED");
        if !persisted {
            reader.takes("VIRTUAL");
        }
        ReflectedComputed { sql: format!("({sql})"), persisted }
    });
    null(&mut reader);
    let autoincrement = reader.takes("AUTO_INCREMENT");
    let comment = reader.takes("COMMENT").then(|| reader.string()).flatten();
    Some(ReflectedColumn {
        name,
        autoincrement,
        type_: type_.into(),
        type_text,
        nullable,
        default: default.filter(|default| default != "NULL"),
        computed,
        identity: None,
        inherited: false,
        from_domain: Default::default(),
        primary_key: 0,
        comment: comment.map(unescaped),
        collation: None,
    })
}

/// Whether the Inspector says of a column if it counts by itself.
pub(in crate::reflect) fn tells_of_counting(column: &ReflectedColumn) -> bool {
    column.autoincrement || is_integer(&column.type_)
}

fn constraint(table: &mut ReflectedTable, line: &str) {
    let mut reader = Reader(line);
    let Some(name) = reader.name() else { return };
    if reader.takes("CHECK") {
        let sql = reader.parenthesised().unwrap_or_default().to_owned();
        let check = ReflectedCheck { name: Some(name), sql, ..ReflectedCheck::default() };
        table.check_constraints.push(check);
        return;
    }
    if !reader.takes("FOREIGN KEY") {
        return;
    }
    let columns = names(reader.parenthesised().unwrap_or_default());
    reader.takes("REFERENCES");
    let first = reader.name().unwrap_or_default();
    let second = reader.0.strip_prefix('.').and_then(|rest| {
        reader.0 = rest;
        reader.name()
    });
    let (referred_schema, referred_table) = match second {
        Some(second) => (Some(first), second),
        None => (table.schema.clone(), first),
    };
    let referred_columns = names(reader.parenthesised().unwrap_or_default());
    let mut action = |word: &str| {
        let actions = ["RESTRICT", "CASCADE", "SET NULL", "NO ACTION", "SET DEFAULT"];
        let found =
            reader.takes(word).then(|| actions.into_iter().find(|action| reader.takes(action)));
        found.flatten().filter(|action| *action != "NO ACTION").map(str::to_owned)
    };
    let ondelete = action("ON DELETE");
    let onupdate = action("ON UPDATE");
    table.foreign_keys.push(ReflectedForeignKey {
        name: Some(name),
        columns,
        referred_schema,
        referred_table,
        referred_columns,
        onupdate,
        ondelete,
        ..ReflectedForeignKey::default()
    });
}

fn key(table: &mut ReflectedTable, line: &str) {
    let mut reader = Reader(line.strip_suffix(',').unwrap_or(line));
    let kinds = ["PRIMARY", "UNIQUE", "FULLTEXT", "SPATIAL"];
    let kind = kinds.into_iter().find(|kind| reader.takes(kind));
    if !reader.takes("KEY") {
        return;
    }
    let name = reader.name();
    if reader.takes("USING") {
        reader.word();
    }
    let elements = elements(reader.parenthesised().unwrap_or_default());
    let columns: Vec<String> = elements.iter().map(|element| element.text.clone()).collect();
    if kind == Some("PRIMARY") {
        table.primary_key = Some(ReflectedPrimaryKey { columns, ..ReflectedPrimaryKey::default() });
        return;
    }
    let parser = reader.0.find("WITH PARSER").map(|start| {
        let mut rest = Reader(&reader.0[start + "WITH PARSER".len()..]);
        rest.name().unwrap_or_else(|| rest.word().to_owned())
    });
    let name = name.unwrap_or_default();
    let unique = kind == Some("UNIQUE");
    if unique {
        let constraint =
            ReflectedUnique { name: Some(name.clone()), columns, ..ReflectedUnique::default() };
        table.unique_constraints.push(constraint);
    }
    let prefix = kind.filter(|_| !unique).map(str::to_owned);
    let mut index = ReflectedIndex { name, unique, elements, ..ReflectedIndex::default() };
    (index.prefix, index.parser) = (prefix, parser);
    table.indexes.push(index);
}

// `a`(10) DESC, (lower(`b`)): the Inspector knows nothing of an expression.
fn elements(text: &str) -> Vec<ReflectedIndexElement> {
    let mut reader = Reader(text);
    let mut elements = Vec::new();
    while !reader.0.is_empty() {
        let element = match reader.name() {
            Some(text) => {
                let length = reader.parenthesised().and_then(|length| length.parse().ok());
                Some(ReflectedIndexElement { text, length, ..ReflectedIndexElement::default() })
            }
            None => None,
        };
        elements.extend(element);
        reader.skip_to_comma();
    }
    elements
}

fn names(text: &str) -> Vec<String> {
    elements(text).into_iter().map(|element| element.text).collect()
}

fn options(table: &mut ReflectedTable, text: &str, backend: Backend) {
    let mut reader = Reader(text.trim());
    while !reader.0.is_empty() {
        let string = STRINGS.into_iter().find(|name| reader.takes_option(name));
        let word = || WORDS.into_iter();
        let found = match string {
            Some(name) => Some((name, reader.string().map(unescaped).unwrap_or_default())),
            None => {
                let name = word().find(|name| reader.takes_option(name));
                name.map(|name| (name, reader.word().to_owned()))
            }
        };
        let Some((name, value)) = found else {
            // An option that SQLAlchemy does not know.
            reader.skip_token();
            continue;
        };
        if name == "COMMENT" {
            table.comment = Some(value.clone());
        }
        if !UNTOLD.contains(&name) {
            let key = format!("{backend}_{}", name.to_lowercase());
            table.options.insert(key, value.into());
        }
    }
}

// ` PARTITION BY RANGE (`a`)`, then `(PARTITION `p0` VALUES ..,` a line each.
fn partition(table: &mut ReflectedTable, line: &str, backend: Backend) {
    let text = line.trim_start_matches(['(', ' ']);
    let mut insert = |name: &str, value: String| {
        let key = format!("{backend}_{name}");
        match table.options.get_mut(&key) {
            Some(serde_json::Value::String(list)) if name.ends_with("definitions") => {
                list.push_str(", ");
                list.push_str(&value);
            }
            _ => {
                table.options.insert(key, value.into());
            }
        }
    };
    for (words, name) in
        [("PARTITION BY ", "partition_by"), ("SUBPARTITION BY ", "subpartition_by")]
    {
        if let Some(rest) = text.strip_prefix(words) {
            insert(name, rest.to_owned());
            return;
        }
    }
    for (word, name) in [("PARTITIONS ", "partitions"), ("SUBPARTITIONS ", "subpartitions")] {
        if let Some(rest) = text.strip_prefix(word) {
            insert(name, rest.chars().take_while(char::is_ascii_digit).collect());
            return;
        }
    }
    let mut definition = text.replace(") */", "").replace(',', "");
    let known = ["MAXVALUE", "MINVALUE", "ENGINE"].iter().any(|word| definition.contains(word));
    if definition.ends_with(')')
        && (known && backend == Backend::Mariadb || text.starts_with("SUB"))
    {
        definition.pop();
    }
    match text.starts_with("SUBPARTITION ") {
        true => insert("subpartition_definitions", definition),
        false if text.starts_with("PARTITION ") => insert("partition_definitions", definition),
        false => {}
    }
}

/// Takes a line apart from left to right.
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    fn skip_blanks(&mut self) {
        self.0 = self.0.trim_start_matches(' ');
    }

    /// Takes these words, in any case, where they come next.
    fn takes(&mut self, words: &str) -> bool {
        let rest = self.0.trim_start_matches(' ');
        let Some(head) = rest.get(..words.len()) else { return false };
        let after = &rest[words.len()..];
        let ends = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let found = ends && head.eq_ignore_ascii_case(words);
        if found {
            self.0 = after;
            self.skip_blanks();
        }
        found
    }

    // `NAME=` or `NAME `
    fn takes_option(&mut self, name: &str) -> bool {
        let found = self.takes(name);
        if found {
            self.0 = self.0.trim_start_matches([' ', '=']);
        }
        found
    }

    fn word(&mut self) -> &'a str {
        self.skip_blanks();
        let end = self.0.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        let (word, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = rest;
        word
    }

    /// A name in backticks, or in double quotes where the session's mode asks for these.
    fn name(&mut self) -> Option<String> {
        self.skip_blanks();
        let quote = self.0.chars().next().filter(|c| matches!(c, '`' | '"'))?;
        let (inside, rest) = quoted(self.0, quote)?;
        self.0 = rest;
        Some(inside.replace(&String::from_iter([quote, quote]), &quote.to_string()))
    }

    /// The inside of a string, as it is written.
    fn string(&mut self) -> Option<&'a str> {
        self.skip_blanks();
        let (inside, rest) = quoted(self.0, '\'')?;
        self.0 = rest;
        Some(inside)
    }

    /// What stands between a parenthesis here and its partner.
    fn parenthesised(&mut self) -> Option<&'a str> {
        let rest = self.0.trim_start_matches(' ');
        let inside = rest.strip_prefix('(')?;
        let end = partner(inside)?;
        self.0 = &inside[end + 1..];
        Some(&inside[..end])
    }

    /// A column's default: a string, something in parentheses, or a word with its arguments
    /// and perhaps what happens on update.
    fn default(&mut self) -> Option<String> {
        self.skip_blanks();
        let start = self.0;
        if self.string().is_some() {
            return Some(taken(start, self.0));
        }
        if self.0.starts_with('(') {
            self.parenthesised()?;
            return Some(taken(start, self.0));
        }
        self.argument();
        // `b'01'`, which the Inspector does not read.
        if self.0.starts_with('\'') {
            self.string();
        }
        let value = taken(start, self.0);
        if self.takes("ON UPDATE") {
            self.argument();
            return Some(taken(start, self.0));
        }
        Some(value)
    }

    // `-1`, `current_timestamp(6)`, `NULL`
    fn argument(&mut self) {
        let word = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        let end = self.0.find(|c: char| !word(c)).unwrap_or(self.0.len());
        self.0 = &self.0[end..];
        if self.0.starts_with('(') {
            self.parenthesised();
        }
    }

    fn skip_to_comma(&mut self) {
        while let Some(first) = self.0.chars().next() {
            if first == ',' {
                self.0 = self.0[1..].trim_start_matches(' ');
                return;
            }
            self.skip_token();
        }
    }

    // A quoted thing, a parenthesis with its inside, or one character.
    fn skip_token(&mut self) {
        let Some(first) = self.0.chars().next() else { return };
        let skipped = match first {
            '`' | '"' | '\'' => quoted(self.0, first).map(|(_, rest)| rest),
            '(' => self.0.get(1..).and_then(|rest| Some(&rest[partner(rest)? + 1..])),
            c if c.is_alphanumeric() => {
                let end = self.0.find(|c: char| !(c.is_alphanumeric() || c == '_'));
                Some(&self.0[end.unwrap_or(self.0.len())..])
            }
            _ => None,
        };
        self.0 = skipped.unwrap_or(&self.0[first.len_utf8()..]);
    }
}

fn taken(before: &str, after: &str) -> String {
    before[..before.len() - after.len()].trim_end().to_owned()
}

// The inside of what is quoted at the start of `text`, and what follows.
fn quoted(text: &str, quote: char) -> Option<(&str, &str)> {
    let inside = text.strip_prefix(quote)?;
    let mut characters = inside.char_indices();
    while let Some((at, c)) = characters.next() {
        if c == '\\' && quote == '\'' {
            characters.next();
        } else if c == quote {
            if inside[at + 1..].starts_with(quote) {
                characters.next();
            } else {
                return Some((&inside[..at], &inside[at + 1..]));
            }
        }
    }
    None
}

// Where the parenthesis ends that stands open before `text`.
fn partner(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut rest = Reader(text);
    while let Some(first) = rest.0.chars().next() {
        match first {
            '(' => {
                depth += 1;
                rest.0 = &rest.0[1..];
            }
            ')' if depth == 0 => return Some(text.len() - rest.0.len()),
            ')' => {
                depth -= 1;
                rest.0 = &rest.0[1..];
            }
            _ => rest.skip_token(),
        }
    }
    None
}

// SQLAlchemy's escapes in a comment.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match characters.next() {
            Some('\\') => plain.push('\\'),
            Some('0') => plain.push('\0'),
            Some('a') => plain.push('\u{7}'),
            Some('b') => plain.push('\u{8}'),
            Some('t') => plain.push('\t'),
            Some('n') => plain.push('\n'),
            Some('v') => plain.push('\u{b}'),
            Some('f') => plain.push('\u{c}'),
            Some('r') => plain.push('\r'),
            Some(other) => plain.extend(['\\', other]),
            None => plain.push('\\'),
        }
    }
    plain.replace("''", "'")
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn the_default_of_bits_is_read_whole() {
        let column = column("`a` bit(2) NOT NULL DEFAULT b'01' COMMENT 'two'").unwrap();
        assert_eq!(column.default.as_deref(), Some("b'01'"));
        assert_eq!(column.comment.as_deref(), Some("two"));
    }
}
