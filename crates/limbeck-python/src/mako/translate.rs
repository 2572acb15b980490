//! Turns the pieces of a template into Python source whose `render()` gives the text.

use std::collections::BTreeSet;

use super::MakoError;
use super::lexer::{Kind, Node};
use super::python::{collect_names, dedent, literal, split_outside};

/// The functions that translated templates call.
const RUNTIME: &str = include_str!("runtime.py");

/// Python source and, for each of its lines, the template's line or 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lines {
    pub source: String,
    pub origins: Vec<u32>,
}

impl Lines {
    fn push(&mut self, indent: usize, origin: u32, text: &str) {
        for line in text.split('\n') {
            self.push_raw(&format!("{}{line}", "    ".repeat(indent)), origin);
        }
    }

    fn push_raw(&mut self, line: &str, origin: u32) {
        self.source.push_str(line);
        self.source.push('\n');
        self.origins.push(origin);
    }

    fn append(&mut self, other: Lines) {
        self.source.push_str(&other.source);
        self.origins.extend(other.origins);
    }
}

/// Translates a template's pieces.
pub(super) fn translate(path: &str, nodes: Vec<Node>) -> Result<Lines, MakoError> {
    let mut names = BTreeSet::new();
    for node in &nodes {
        names_of(&node.kind, &mut names);
    }
    let mut translator = Translator {
        path,
        uses_loop: names.contains("loop"),
        module: Lines::default(),
        functions: Lines::default(),
        function_names: Vec::new(),
        frames: vec![Frame::new(None, 0, 1)],
        anonymous: 0,
    };
    for node in nodes {
        translator.node(node)?;
    }
    translator.finish(&names)
}

/// A function being written: the body of the template, a `def` or a `block`.
struct Frame {
    /// `None` for the body.
    tag: Option<Function>,
    line: u32,
    indent: usize,
    /// Functions nested in it; they stand before its code.
    nested: Lines,
    code: Lines,
    /// Open control lines, with whether a loop object was set up.
    controls: Vec<(String, u32, bool)>,
}

struct Function {
    tag: String,
    name: String,
    signature: String,
    filters: String,
    buffered: bool,
}

impl Frame {
    fn new(tag: Option<Function>, line: u32, indent: usize) -> Self {
        Frame {
            tag,
            line,
            indent,
            nested: Lines::default(),
            code: Lines::default(),
            controls: Vec::new(),
        }
    }

    fn emit(&mut self, origin: u32, text: &str) {
        self.code.push(self.indent, origin, text);
    }
}

struct Translator<'a> {
    path: &'a str,
    uses_loop: bool,
    module: Lines,
    functions: Lines,
    function_names: Vec<String>,
    /// Never empty: the first is the body.
    frames: Vec<Frame>,
    anonymous: usize,
}

impl Translator<'_> {
    fn node(&mut self, node: Node) -> Result<(), MakoError> {
        let line = node.line;
        match node.kind {
            Kind::Text(text) => {
                let code = format!("_mako_write({})", literal(&text));
                self.frame().emit(line, &code);
            }
            Kind::Expression { code, filters } => {
                let value = filtered(&format!("({})", code.trim()), &filters, true);
                self.frame().emit_expression(line, &format!("_mako_write({value})"));
            }
            Kind::Code { code, module: true } => {
                for (text, _) in dedent(&code) {
                    self.module.push_raw(&text, line);
                }
            }
            Kind::Code { code, module: false } => {
                let frame = self.frame();
                for (offset, (text, movable)) in (0..).zip(dedent(&code)) {
                    let indent = if movable { frame.indent } else { 0 };
                    frame.code.push(indent, line + offset, &text);
                }
            }
            Kind::Control { keyword, is_end, text } => {
                self.control(line, &keyword, is_end, &text)?
            }
            Kind::TagStart { name, attributes, closed } => {
                self.tag_start(line, &name, attributes, closed)?;
            }
            Kind::TagEnd(name) => self.tag_end(line, &name)?,
        }
        Ok(())
    }

    fn frame(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn error(&self, line: u32, message: impl Into<String>) -> MakoError {
        MakoError::Syntax { path: self.path.to_owned(), line, message: message.into() }
    }

    fn control(
        &mut self,
        line: u32,
        keyword: &str,
        is_end: bool,
        text: &str,
    ) -> Result<(), MakoError> {
        if is_end {
            return self.control_end(line, keyword);
        }
        match keyword {
            "if" | "for" | "while" | "try" | "with" => self.control_start(line, keyword, text),
            _ => {
                let frame = self.frame();
                let open = frame.controls.last().map(|(open, _, _)| open.as_str());
                let fits = match keyword {
                    "elif" => open == Some("if"),
                    "else" => matches!(open, Some("if" | "for" | "while" | "try")),
                    "except" | "finally" => open == Some("try"),
                    _ => false,
                };
                if !fits {
                    let open = open.unwrap_or("nothing").to_owned();
                    let message = format!("keyword '{keyword}' does not continue '{open}'");
                    return Err(self.error(line, message));
                }
                frame.indent -= 1;
                frame.emit(line, text.trim());
                frame.indent += 1;
                frame.emit(line, "pass");
                Ok(())
            }
        }
    }

    fn control_start(&mut self, line: u32, keyword: &str, text: &str) -> Result<(), MakoError> {
        let mut text = text.trim().to_owned();
        let mut has_loop = false;
        if keyword == "for" && self.uses_loop {
            let header = text.strip_prefix("for").unwrap_or(&text).to_owned();
            let parts = split_outside(&header, ":");
            let [header, ..] = parts.as_slice() else {
                return Err(self.error(line, "a for without ':'"));
            };
            let (target, items) = match split_outside(header, " in ").as_slice() {
                [target, items @ ..] if !items.is_empty() => (*target, items.join(" in ")),
                _ => return Err(self.error(line, "a for without 'in'")),
            };
            let frame = self.frame();
            frame.emit(line, &format!("loop = _mako_enter({})", items.trim()));
            frame.emit(line, "try:");
            frame.indent += 1;
            text = format!("for {} in loop:", target.trim());
            has_loop = true;
        }
        let frame = self.frame();
        frame.emit(line, &text);
        frame.indent += 1;
        frame.emit(line, "pass");
        frame.controls.push((keyword.to_owned(), line, has_loop));
        Ok(())
    }

    fn control_end(&mut self, line: u32, keyword: &str) -> Result<(), MakoError> {
        let frame = self.frame();
        match frame.controls.pop() {
            Some((open, _, has_loop)) if open == keyword => {
                frame.indent -= 1;
                if has_loop {
                    frame.indent -= 1;
                    frame.emit(line, "finally:");
                    frame.indent += 1;
                    frame.emit(line, "loop = _mako_exit()");
                    frame.indent -= 1;
                }
                Ok(())
            }
            Some((open, _, _)) => {
                Err(self.error(line, format!("'end{keyword}' does not close '{open}'")))
            }
            None => Err(self.error(line, format!("'end{keyword}' closes nothing"))),
        }
    }

    fn tag_start(
        &mut self,
        line: u32,
        name: &str,
        attributes: Vec<(String, String)>,
        closed: bool,
    ) -> Result<(), MakoError> {
        let function = match name {
            "def" | "block" | "text" => self.function(line, name, attributes)?,
            _ => {
                let message = format!(
                    "<%{name}> is not supported: there are <%def>, <%block>, <%text> and <%doc>; \
                     write what it would bring in its place"
                );
                return Err(self.error(line, message));
            }
        };
        // Nested functions stand one level in each; their code stands below a `try`.
        let indent = self.frames.len() + 1;
        self.frames.push(Frame::new(Some(function), line, indent));
        if closed {
            return self.tag_end(line, name);
        }
        Ok(())
    }

    fn function(
        &mut self,
        line: u32,
        tag: &str,
        attributes: Vec<(String, String)>,
    ) -> Result<Function, MakoError> {
        let mut function = Function {
            tag: tag.to_owned(),
            name: String::new(),
            signature: String::new(),
            filters: String::new(),
            buffered: false,
        };
        for (attribute, value) in attributes {
            match attribute.as_str() {
                "name" if tag != "text" => function.signature = value.trim().to_owned(),
                "filter" => function.filters = value,
                "buffered" if tag != "text" => function.buffered = value == "True",
                _ => {
                    let message = format!("<%{tag}> has no attribute '{attribute}' here");
                    return Err(self.error(line, message));
                }
            }
        }
        match (tag, function.signature.is_empty()) {
            ("def", true) => return Err(self.error(line, "<%def> needs a name")),
            ("def", false) => {
                if !function.signature.ends_with(')') {
                    let message = "the name of a <%def> has parentheses: name=\"title()\"";
                    return Err(self.error(line, message));
                }
            }
            (_, true) => {
                self.anonymous += 1;
                function.signature = format!("_mako_anonymous_{}()", self.anonymous);
            }
            (_, false) => function.signature.push_str("()"),
        }
        let name = function.signature.split('(').next().unwrap_or_default();
        function.name = name.trim().to_owned();
        Ok(function)
    }

    fn tag_end(&mut self, line: u32, name: &str) -> Result<(), MakoError> {
        let Some(frame) = self.frames.pop() else {
            return Err(self.error(line, format!("</%{name}> closes nothing")));
        };
        let Some(function) = &frame.tag else {
            self.frames.push(frame);
            return Err(self.error(line, format!("</%{name}> closes nothing")));
        };
        if function.tag != name {
            let message = format!("</%{name}> does not close <%{}>", function.tag);
            return Err(self.error(line, message));
        }
        self.check_controls(&frame)?;
        let call = (function.tag != "def").then(|| format!("{}()", function.name));
        let is_outermost = self.frames.len() == 1;
        let function_name = function.name.clone();
        let lines = function_lines(frame);
        if is_outermost {
            self.function_names.push(function_name);
            self.functions.append(lines);
        } else {
            self.frame().nested.append(lines);
        }
        if let Some(call) = call {
            self.frame().emit(line, &call);
        }
        Ok(())
    }

    fn check_controls(&self, frame: &Frame) -> Result<(), MakoError> {
        match frame.controls.last() {
            None => Ok(()),
            Some((open, line, _)) => {
                Err(self.error(*line, format!("unterminated control keyword: '{open}'")))
            }
        }
    }

    fn finish(mut self, names: &BTreeSet<String>) -> Result<Lines, MakoError> {
        let body = match (self.frames.pop(), self.frames.is_empty()) {
            (Some(body), true) => body,
            (Some(open), false) => {
                let tag = open.tag.map(|function| function.tag).unwrap_or_default();
                return Err(self.error(open.line, format!("unclosed tag: <%{tag}>")));
            }
            (None, _) => return Err(self.error(0, "no template")),
        };
        self.check_controls(&body)?;
        let mut out = Lines::default();
        for line in RUNTIME.lines() {
            out.push_raw(line, 0);
        }
        out.append(self.module);
        out.push_raw("def _mako_body():", 0);
        let assignable: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|name| !self.function_names.iter().any(|function| function == name))
            .collect();
        if !assignable.is_empty() {
            out.push(1, 0, &format!("global {}", assignable.join(", ")));
        }
        out.push(1, 0, "pass");
        out.append(body.code);
        out.append(self.functions);
        let functions: Vec<String> =
            self.function_names.iter().map(|name| format!("{}: {name}", literal(name))).collect();
        out.push(0, 0, &format!("_mako_functions = {{{}}}", functions.join(", ")));
        let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
        out.push(0, 0, &format!("_mako_names = [{}]", names.join(", ")));
        out.push(0, 0, "_mako_declared = frozenset(globals())");
        Ok(out)
    }
}

impl Frame {
    /// Emits code that may hold strings of several lines, whose lines must stay as they are.
    fn emit_expression(&mut self, origin: u32, code: &str) {
        for (at, line) in code.split('\n').enumerate() {
            let indent = if at == 0 { self.indent } else { 0 };
            self.code.push(indent, origin, line);
        }
    }
}

/// The function of a `def`, `block` or `text`.
fn function_lines(frame: Frame) -> Lines {
    let Frame { tag, line, indent, nested, code, .. } = frame;
    let mut out = Lines::default();
    let Some(function) = tag else { return out };
    // The code stands two levels in: below the function and below its `try`.
    let outer = indent - 2;
    out.push(outer, line, &format!("def {}:", function.signature));
    out.append(nested);
    let keeps_text = function.buffered || !function.filters.is_empty();
    out.push(outer + 1, line, if keeps_text { "_mako_push()" } else { "pass" });
    out.push(outer + 1, line, "try:");
    out.push(outer + 2, line, "pass");
    out.append(code);
    out.push(outer + 1, line, "finally:");
    if !keeps_text {
        out.push(outer + 2, line, "pass");
        out.push(outer + 1, line, "return ''");
        return out;
    }
    out.push(outer + 2, line, "_mako_text = _mako_pop()");
    let text = filtered("_mako_text", &function.filters, false);
    if function.buffered {
        out.push(outer + 1, line, &format!("return {text}"));
    } else {
        out.push(outer + 1, line, &format!("_mako_write({text})"));
        out.push(outer + 1, line, "return ''");
    }
    out
}

fn names_of(kind: &Kind, names: &mut BTreeSet<String>) {
    match kind {
        Kind::Expression { code, filters } => {
            collect_names(code, names);
            collect_names(filters, names);
        }
        Kind::Control { text, .. } => collect_names(text, names),
        Kind::Code { code, .. } => collect_names(code, names),
        Kind::TagStart { attributes, .. } => {
            for (_, value) in attributes {
                collect_names(value, names);
            }
        }
        Kind::Text(_) | Kind::TagEnd(_) => {}
    }
}

/// `value` wrapped in the calls of its filters; `str` comes first unless `n` is among them.
fn filtered(value: &str, filters: &str, default: bool) -> String {
    let filters: Vec<&str> = split_outside(filters, ",")
        .into_iter()
        .map(str::trim)
        .filter(|filter| !filter.is_empty())
        .collect();
    let mut value = value.to_owned();
    if default && !filters.contains(&"n") {
        value = format!("str({value})");
    }
    for filter in filters {
        let (name, arguments) = match filter.find('(') {
            Some(at) => filter.split_at(at),
            None => (filter, ""),
        };
        let function = match name {
            "n" => continue,
            "x" | "h" => "_mako_html".to_owned(),
            "u" => "_mako_url".to_owned(),
            "trim" => "_mako_trim".to_owned(),
            "entity" => "_mako_entity".to_owned(),
            "unicode" => "str".to_owned(),
            _ => match name.strip_prefix("decode.") {
                Some(encoding) => format!("_mako_decode.{encoding}"),
                None => name.to_owned(),
            },
        };
        value = format!("{function}{arguments}({value})");
    }
    value
}
