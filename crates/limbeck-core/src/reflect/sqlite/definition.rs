//! What CREATE TABLE and CREATE INDEX say that SQLite's pragmas do not.

use crate::reflect::facts::{ReflectedCheck, ReflectedForeignKey, ReflectedUnique};

/// A table as its SQL defines it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Definition {
    pub columns: Vec<ColumnDefinition>,
    pub primary_key_name: Option<String>,
    pub foreign_keys: Vec<ReflectedForeignKey>,
    pub uniques: Vec<ReflectedUnique>,
    pub checks: Vec<ReflectedCheck>,
    pub without_rowid: bool,
    pub strict: bool,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct ColumnDefinition {
    pub name: String,
    pub collation: Option<String>,
    pub autoincrement: bool,
    /// The expression of a generated column.
    pub generated: Option<String>,
}

impl Definition {
    pub(super) fn column(&self, name: &str) -> Option<&ColumnDefinition> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }
}

/// An index as its SQL defines it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct IndexDefinition {
    pub elements: Vec<IndexElementDefinition>,
    pub condition: Option<String>,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct IndexElementDefinition {
    pub text: String,
    pub collation: Option<String>,
}

/// Reads the SQL of a table; what it does not understand it leaves out.
pub(super) fn parse_table(sql: &str) -> Definition {
    let tokens = tokens(sql);
    let mut definition = Definition::default();
    let Some((open, close)) = parentheses(&tokens, 0) else {
        return definition;
    };
    let tail: Vec<String> = tokens[close + 1..].iter().map(|token| token.upper(sql)).collect();
    definition.strict = tail.iter().any(|word| word == "STRICT");
    definition.without_rowid = tail.windows(2).any(|pair| pair == ["WITHOUT", "ROWID"]);
    let mut checks = Checks::default();
    for item in split_items(&tokens[open + 1..close]) {
        Item { sql, tokens: item, at: 0, name: None }.read(&mut definition, &mut checks);
    }
    // Named ones first, then in the order of the text, as SQLAlchemy has them.
    checks.named.sort_by(|a, b| a.name.cmp(&b.name));
    definition.checks = checks.named;
    definition.checks.extend(checks.unnamed);
    definition
}

/// Reads the SQL of an index.
pub(super) fn parse_index(sql: &str) -> IndexDefinition {
    let tokens = tokens(sql);
    let Some((open, close)) = parentheses(&tokens, 0) else {
        return IndexDefinition::default();
    };
    let element = |item: &[Token]| {
        let collate = item.iter().position(|token| token.upper(sql) == "COLLATE");
        let is_order = |token: &&Token| matches!(token.upper(sql).as_str(), "ASC" | "DESC");
        let order = item.iter().rev().take(1).find(is_order).map(|_| item.len() - 1);
        let end = collate.or(order).unwrap_or(item.len());
        IndexElementDefinition {
            text: text_of(sql, &item[..end]),
            collation: collate.and_then(|at| item.get(at + 1)).map(|token| token.name(sql)),
        }
    };
    let condition = tokens[close + 1..]
        .iter()
        .position(|token| token.upper(sql) == "WHERE")
        .map(|at| text_of(sql, &tokens[close + 2 + at..]));
    let elements = split_items(&tokens[open + 1..close]).into_iter().map(element).collect();
    IndexDefinition { elements, condition }
}

#[derive(Default)]
struct Checks {
    named: Vec<ReflectedCheck>,
    unnamed: Vec<ReflectedCheck>,
}

/// One comma-separated part of a table's body: a column or a constraint.
struct Item<'a> {
    sql: &'a str,
    tokens: &'a [Token],
    at: usize,
    /// What the last CONSTRAINT named.
    name: Option<String>,
}

impl Item<'_> {
    fn read(mut self, definition: &mut Definition, checks: &mut Checks) {
        let starts = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
        let first = self.tokens.first();
        let is_column =
            !first.is_some_and(|token| starts.contains(&token.upper(self.sql).as_str()));
        let mut column = None;
        if is_column {
            let name = first.map(|token| token.name(self.sql)).unwrap_or_default();
            column = Some(name.clone());
            definition.columns.push(ColumnDefinition { name, ..ColumnDefinition::default() });
            self.at = 1;
        }
        while self.at < self.tokens.len() {
            self.clause(definition, checks, column.as_deref());
        }
    }

    fn word(&self, ahead: usize) -> String {
        self.tokens.get(self.at + ahead).map(|token| token.upper(self.sql)).unwrap_or_default()
    }

    fn clause(&mut self, definition: &mut Definition, checks: &mut Checks, column: Option<&str>) {
        let word = self.word(0);
        self.at += 1;
        match word.as_str() {
            "CONSTRAINT" => {
                self.name = self.tokens.get(self.at).map(|token| token.name(self.sql));
                self.at += 1;
            }
            "PRIMARY" => {
                if let Some(name) = self.name.take() {
                    definition.primary_key_name = Some(name);
                }
            }
            "UNIQUE" => {
                let columns = match column {
                    Some(column) => vec![column.to_owned()],
                    None => self.names(),
                };
                let name = self.name.take();
                definition.uniques.push(ReflectedUnique { name, columns, ..Default::default() });
            }
            "CHECK" => {
                let check = ReflectedCheck {
                    name: self.name.take(),
                    sql: self.enclosed(),
                    ..ReflectedCheck::default()
                };
                match check.name {
                    Some(_) => checks.named.push(check),
                    None => checks.unnamed.push(check),
                }
            }
            "FOREIGN" => self.foreign_key(definition, None),
            "REFERENCES" if column.is_some() => self.foreign_key(definition, column),
            "NOT" | "DEFAULT" if column.is_some() => {
                // NOT NULL, and whatever follows DEFAULT, hold no clause of their own.
                self.skip_value();
                self.name = None;
            }
            "COLLATE" => {
                let collation = self.tokens.get(self.at).map(|token| token.name(self.sql));
                if let Some(last) = definition.columns.last_mut() {
                    last.collation = collation;
                }
                self.at += 1;
            }
            "AUTOINCREMENT" => {
                if let Some(last) = definition.columns.last_mut() {
                    last.autoincrement = true;
                }
            }
            "AS" if column.is_some() => {
                let generated = self.enclosed();
                if let Some(last) = definition.columns.last_mut() {
                    last.generated = Some(generated);
                }
            }
            "(" => {
                self.at -= 1;
                self.enclosed();
            }
            _ => {}
        }
    }

    fn skip_value(&mut self) {
        match self.word(0).as_str() {
            "(" => drop(self.enclosed()),
            "+" | "-" => self.at += 2,
            _ => self.at += 1,
        }
    }

    /// The text between the next parentheses; what stands behind them comes next.
    fn enclosed(&mut self) -> String {
        let Some((open, close)) = parentheses(self.tokens, self.at) else {
            self.at = self.tokens.len();
            return String::new();
        };
        self.at = close + 1;
        text_of(self.sql, &self.tokens[open + 1..close])
    }

    /// The column names between the next parentheses.
    fn names(&mut self) -> Vec<String> {
        let Some((open, close)) = parentheses(self.tokens, self.at) else {
            self.at = self.tokens.len();
            return Vec::new();
        };
        self.at = close + 1;
        let items = split_items(&self.tokens[open + 1..close]);
        items.iter().filter_map(|item| item.first()).map(|token| token.name(self.sql)).collect()
    }

    fn foreign_key(&mut self, definition: &mut Definition, column: Option<&str>) {
        let mut key = ReflectedForeignKey {
            name: self.name.take(),
            is_inline: column.is_some(),
            ..Default::default()
        };
        match column {
            Some(column) => key.columns.push(column.to_owned()),
            None => {
                key.columns = self.names();
                self.at += 1;
            }
        }
        key.referred_table =
            self.tokens.get(self.at).map(|token| token.name(self.sql)).unwrap_or_default();
        self.at += 1;
        if self.word(0) == "(" {
            key.referred_columns = self.names();
        }
        loop {
            match (self.word(0).as_str(), self.word(1).as_str()) {
                ("ON", _) if matches!(self.word(2).as_str(), "SET" | "NO") => self.at += 4,
                ("ON", _) => self.at += 3,
                ("MATCH", _) => self.at += 2,
                ("NOT", "DEFERRABLE") => {
                    key.deferrable = Some(false);
                    self.at += 2;
                }
                ("DEFERRABLE", _) => {
                    key.deferrable = Some(true);
                    self.at += 1;
                }
                ("INITIALLY", word) => {
                    key.initially = Some(word.to_owned());
                    self.at += 2;
                }
                _ => break,
            }
        }
        definition.foreign_keys.push(key);
    }
}

/// A word, a quoted name, a string or a sign; comments and blanks are none.
#[derive(Debug, Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    /// The first character, which is all there is to a sign.
    first: char,
}

impl Token {
    fn text<'a>(&self, sql: &'a str) -> &'a str {
        &sql[self.start..self.end]
    }

    fn upper(&self, sql: &str) -> String {
        self.text(sql).to_ascii_uppercase()
    }

    /// The identifier without its quotes.
    fn name(&self, sql: &str) -> String {
        let text = self.text(sql);
        let inner = |text: &str| text.get(1..text.len() - 1).unwrap_or_default().to_owned();
        match text.chars().next() {
            Some(quote @ ('"' | '`' | '\'')) if text.len() > 1 => {
                inner(text).replace(&format!("{quote}{quote}"), &quote.to_string())
            }
            Some('[') if text.len() > 1 => inner(text),
            _ => text.to_owned(),
        }
    }
}

fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        let length = match first {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '\'' | '"' | '`' => quoted(rest, first),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let is_comment = rest.starts_with("--") || rest.starts_with("/*");
        if !first.is_whitespace() && !is_comment {
            tokens.push(Token { start: at, end: at + length, first });
        }
        at += length;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

// To the closing quote; a doubled one does not close.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// The places of the first opening parenthesis from `from` on and of its closing one.
fn parentheses(tokens: &[Token], from: usize) -> Option<(usize, usize)> {
    let open = from + tokens.get(from..)?.iter().position(|token| token.first == '(')?;
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.first {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((open, at));
        }
    }
    None
}

/// The parts between the commas that stand outside of parentheses.
fn split_items(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut items, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token.first {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&tokens[start..]);
    items
}

fn text_of(sql: &str, tokens: &[Token]) -> String {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => sql[first.start..last.end].to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_tells_what_pragmas_do_not() {
        let definition = parse_table(
            "CREATE TABLE \"a (b\" ( -- a, comment (\n\
             id INTEGER PRIMARY KEY AUTOINCREMENT, \
             pa INTEGER CONSTRAINT fk_in REFERENCES parent (id) ON DELETE SET NULL DEFERRABLE, \
             pb TEXT COLLATE NOCASE DEFAULT 'x, UNIQUE (' NOT NULL UNIQUE, \
             e VARCHAR(3) DEFAULT (lower('CHECK')) CHECK (e IN ('a','b)')), \
             g INTEGER AS (pa * (2)) STORED, \
             [q ,r] INT CONSTRAINT nn NOT NULL, \
             CONSTRAINT pk PRIMARY KEY (id), \
             CONSTRAINT \"u\"\"q\" UNIQUE (\"pb\", e COLLATE NOCASE), \
             CONSTRAINT ck CHECK (pa > 0), CHECK (pb != 'it''s'), \
             CONSTRAINT fk FOREIGN KEY(pa, pb) REFERENCES \"p\" (a, b) \
             ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID, STRICT",
        );
        assert!(definition.without_rowid && definition.strict);
        assert_eq!(definition.primary_key_name.as_deref(), Some("pk"));
        let names: Vec<_> = definition.columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["id", "pa", "pb", "e", "g", "q ,r"]);
        assert!(definition.columns[0].autoincrement);
        assert_eq!(definition.columns[2].collation.as_deref(), Some("NOCASE"));
        assert_eq!(definition.columns[4].generated.as_deref(), Some("pa * (2)"));
        let uniques: Vec<_> =
            definition.uniques.iter().map(|u| (u.name.as_deref(), u.columns.join("+"))).collect();
        assert_eq!(uniques, [(None, "pb".to_owned()), (Some("u\"q"), "pb+e".to_owned())]);
        let checks: Vec<_> =
            definition.checks.iter().map(|c| (c.name.as_deref(), c.sql.as_str())).collect();
        assert_eq!(
            checks,
            [(Some("ck"), "pa > 0"), (None, "e IN ('a','b)')"), (None, "pb != 'it''s'")]
        );
        let keys: Vec<_> = definition
            .foreign_keys
            .iter()
            .map(|k| (k.name.as_deref(), k.referred_table.as_str(), k.deferrable))
            .collect();
        assert_eq!(keys, [(Some("fk_in"), "parent", Some(true)), (Some("fk"), "p", Some(true))]);
        assert_eq!(definition.foreign_keys[1].initially.as_deref(), Some("DEFERRED"));
    }

    #[test]
    fn an_index_tells_its_expressions_and_its_condition() {
        let index = parse_index(
            "CREATE UNIQUE INDEX i ON \"t\" (lower(a, 1), b COLLATE NOCASE DESC, c) WHERE x = ')'",
        );
        let elements: Vec<_> =
            index.elements.iter().map(|e| (e.text.as_str(), e.collation.as_deref())).collect();
        assert_eq!(elements, [("lower(a, 1)", None), ("b", Some("NOCASE")), ("c", None)]);
        assert_eq!(index.condition.as_deref(), Some("x = ')'"));
    }
}
