//! Splits a Mako template into text, expressions, control lines, code and tags.

use super::MakoError;

/// One piece of a template and the line that it starts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub line: u32,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Written as it is.
    Text(String),
    /// `${code | filters}`.
    Expression { code: String, filters: String },
    /// `% text`, with its first word, or that after `end`.
    Control { keyword: String, is_end: bool, text: String },
    /// `<% code %>`, or `<%! code %>` for the module.
    Code { code: String, module: bool },
    /// `<%name attribute="value">`, perhaps closed at once.
    TagStart { name: String, attributes: Vec<(String, String)>, closed: bool },
    /// `</%name>`.
    TagEnd(String),
}

/// Splits `text`; comments are left out.
pub(super) fn split(path: &str, text: &str) -> Result<Vec<Node>, MakoError> {
    let mut lexer = Lexer { path, text, at: 0, nodes: Vec::new() };
    lexer.skip_encoding_comment();
    while lexer.at < text.len() {
        lexer.next()?;
    }
    Ok(lexer.nodes)
}

struct Lexer<'a> {
    path: &'a str,
    text: &'a str,
    at: usize,
    nodes: Vec<Node>,
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Result<(), MakoError> {
        let rest = self.rest();
        if rest.starts_with("${") {
            return self.expression();
        }
        if self.at_line_start() && self.control_line()? {
            return Ok(());
        }
        if let Some(after) = rest.strip_prefix("<%doc>")
            && let Some(end) = after.find("</%doc>")
        {
            self.at += "<%doc>".len() + end + "</%doc>".len();
            return Ok(());
        }
        if self.tag_start()? || self.tag_end() {
            return Ok(());
        }
        if rest.starts_with("<%") {
            return self.code();
        }
        if self.at_line_start() && self.escaped_percent() {
            return Ok(());
        }
        self.plain_text();
        Ok(())
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn line_at(&self, at: usize) -> u32 {
        let before = self.text[..at].bytes().filter(|byte| *byte == b'\n').count();
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    fn at_line_start(&self) -> bool {
        self.at == 0 || self.text[..self.at].ends_with('\n')
    }

    fn push(&mut self, at: usize, kind: Kind) {
        let line = self.line_at(at);
        self.nodes.push(Node { line, kind });
    }

    fn error(&self, at: usize, message: impl Into<String>) -> MakoError {
        MakoError::Syntax {
            path: self.path.to_owned(),
            line: self.line_at(at),
            message: message.into(),
        }
    }

    /// The first line is dropped where it names an encoding, as in Python source.
    fn skip_encoding_comment(&mut self) {
        let Some((first, _)) = self.text.split_once('\n') else { return };
        if first.starts_with('#') && (first.contains("coding:") || first.contains("coding=")) {
            self.at = first.len() + 1;
        }
    }

    fn expression(&mut self) -> Result<(), MakoError> {
        let start = self.at;
        self.at += 2;
        let (code, end) = self.python_until(true, &["|", "}"])?;
        let filters = match end {
            "|" => self.python_until(true, &["}"])?.0.trim(),
            _ => "",
        };
        let code = code.replace("\r\n", "\n");
        self.push(start, Kind::Expression { code, filters: filters.to_owned() });
        Ok(())
    }

    fn code(&mut self) -> Result<(), MakoError> {
        let start = self.at;
        self.at += 2;
        let module = self.rest().starts_with('!');
        if module {
            self.at += 1;
        }
        let (code, _) = self.python_until(false, &["%>"])?;
        let code = code.replace("\r\n", "\n");
        self.push(start, Kind::Code { code, module });
        Ok(())
    }

    /// Reads Python up to one of `ends`, outside of strings, comments and, if asked, brackets.
    fn python_until(
        &mut self,
        nested: bool,
        ends: &[&'static str],
    ) -> Result<(&'a str, &'static str), MakoError> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            let rest = self.rest();
            let Some(c) = rest.chars().next() else {
                return Err(self.error(start, format!("expected: {}", ends.join(" or "))));
            };
            if c == '#'
                && let Some(end) = rest.find('\n')
            {
                self.at += end + 1;
                continue;
            }
            if let Some(length) = super::python::string_length(rest) {
                self.at += length;
                continue;
            }
            if depth == 0
                && let Some(end) = ends.iter().find(|end| rest.starts_with(**end))
            {
                let code = &self.text[start..self.at];
                self.at += end.len();
                return Ok((code, *end));
            }
            if nested {
                match c {
                    '{' | '(' | '[' => depth += 1,
                    '}' | ')' | ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            self.at += c.len_utf8();
        }
    }

    /// A line of `% code` or `## comment`.
    fn control_line(&mut self) -> Result<bool, MakoError> {
        let start = self.at;
        let line = self.rest().trim_start_matches([' ', '\t']);
        let (is_comment, body) = match (line.strip_prefix("##"), line.strip_prefix('%')) {
            (Some(body), _) => (true, body),
            (_, Some(body)) if !body.starts_with('%') => (false, body),
            _ => return Ok(false),
        };
        let body = body.trim_start_matches([' ', '\t']);
        let length = control_length(body);
        let text = body[..length].trim_end_matches('\r');
        let newline = usize::from(body.len() > length);
        self.at = self.text.len() - body.len() + length + newline;
        if is_comment {
            return Ok(true);
        }
        let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let keyword = word.strip_prefix("end").filter(|keyword| !keyword.is_empty());
        let is_end = keyword.is_some();
        let keyword = keyword.unwrap_or(&word).to_owned();
        if keyword.is_empty() {
            return Err(self.error(start, format!("invalid control line: {text:?}")));
        }
        let text = text.replace("\r\n", "\n");
        self.push(start, Kind::Control { keyword, is_end, text });
        Ok(true)
    }

    fn tag_start(&mut self) -> Result<bool, MakoError> {
        let start = self.at;
        let Some(tag) = self.rest().strip_prefix("<%") else { return Ok(false) };
        let name_end = tag.find(|c: char| !(c.is_alphanumeric() || "_.:".contains(c)));
        let Some(name_end) = name_end.filter(|end| *end > 0) else { return Ok(false) };
        let (name, after) = tag.split_at(name_end);
        let Some((attributes, closed, after)) = tag_attributes(after) else { return Ok(false) };
        self.at = self.text.len() - after.len();
        let kind = Kind::TagStart { name: name.to_owned(), attributes, closed };
        self.push(start, kind);
        if name == "text" && !closed {
            let Some(end) = after.find("</%text>") else {
                return Err(self.error(start, "unclosed tag: <%text>"));
            };
            let at = self.at;
            self.push(at, Kind::Text(after[..end].to_owned()));
            self.at += end;
        }
        Ok(true)
    }

    fn tag_end(&mut self) -> bool {
        let start = self.at;
        let Some(tag) = self.rest().strip_prefix("</%") else { return false };
        let Some((name, after)) = tag.split_once('>') else { return false };
        let name = name.trim_matches([' ', '\t']);
        if name.is_empty() || name.contains([' ', '\t', '\n']) {
            return false;
        }
        self.at = self.text.len() - after.len();
        self.push(start, Kind::TagEnd(name.to_owned()));
        true
    }

    /// `%%` at the start of a line stands for `%`.
    fn escaped_percent(&mut self) -> bool {
        let rest = self.rest();
        let line = rest.trim_start();
        let Some(after) = line.strip_prefix("%%") else { return false };
        let more = after.len() - after.trim_start_matches('%').len();
        let start = self.at;
        let mut text = rest[..rest.len() - line.len()].to_owned();
        text.push('%');
        text.push_str(&after[..more]);
        self.at = self.text.len() - after.len() + more;
        self.push(start, Kind::Text(text));
        true
    }

    fn plain_text(&mut self) {
        let start = self.at;
        let rest = self.rest();
        for (at, c) in rest.char_indices() {
            let here = &rest[at..];
            let escaped_newline = match c {
                '\\' if here.starts_with("\\\n") => 2,
                '\\' if here.starts_with("\\\r\n") => 3,
                _ => 0,
            };
            // What looks like a tag and is none is text: a first character is always taken.
            let ends = here.starts_with("${")
                || here.starts_with("<%")
                || here.starts_with("</%")
                || rest[..at].ends_with('\n') && is_control(here);
            if escaped_newline > 0 || ends && at > 0 {
                self.push_text(start, &rest[..at]);
                self.at += at + escaped_newline;
                return;
            }
        }
        self.push_text(start, rest);
        self.at = self.text.len();
    }

    fn push_text(&mut self, at: usize, text: &str) {
        if !text.is_empty() {
            self.push(at, Kind::Text(text.to_owned()));
        }
    }
}

fn is_control(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t']);
    line.starts_with('%') || line.starts_with("##")
}

/// How long a control line is; a backslash before the newline continues it.
fn control_length(text: &str) -> usize {
    let mut from = 0;
    while let Some(end) = text[from..].find('\n') {
        let end = from + end;
        if !text[..end].trim_end_matches('\r').ends_with('\\') {
            return end;
        }
        from = end + 1;
    }
    text.len()
}

/// Reads `attribute="value"` pairs up to `>` or `/>`; `None` if this is no tag after all.
type Attributes<'a> = (Vec<(String, String)>, bool, &'a str);

fn tag_attributes(text: &str) -> Option<Attributes<'_>> {
    let mut attributes = Vec::new();
    let mut rest = text.trim_start();
    loop {
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((attributes, true, after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Some((attributes, false, after));
        }
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        let (name, after) = rest.split_once('=')?;
        let name = name.trim_end();
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after[1..].split_once(quote)?;
        attributes.push((name.to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
}
