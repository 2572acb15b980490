//! Python's `%` formatting with a mapping: `%(name)s`, `%(year)d`, `%(month).2d`, `%%`.

use std::fmt::Write as _;

/// A value that a template may refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Formatted by `s`, `r` and `a`.
    Str(String),
    /// Formatted by `d`, `i`, `u`, `o`, `x`, `X`, `c` and by `s`, `r`, `a` as its digits.
    Int(i64),
}

/// Why a template cannot be formatted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PercentError {
    /// The text ends within a `%` sequence.
    #[error("incomplete format at the end; write %% for a percent sign")]
    Incomplete,
    /// A `%` that no `%` or `(name)` follows.
    #[error("'%' must be followed by '%' or '(name)', found {0:?}; write %% for a percent sign")]
    NoName(String),
    /// A name that there is no value for.
    #[error("no value is called {name:?}; known are {known}")]
    UnknownName {
        /// The name in the template.
        name: String,
        /// All names there are, for the message.
        known: String,
    },
    /// A letter that is no conversion, or none for this value.
    #[error("%({name}) cannot be formatted by {conversion:?}")]
    Conversion {
        /// The name in the template.
        name: String,
        /// The letter.
        conversion: char,
    },
}

#[derive(Default)]
struct Spec {
    left: bool,
    zero: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    width: usize,
    precision: Option<usize>,
}

/// Fills `template` with `values` as Python's `template % dict` does.
///
/// # Errors
/// See [`PercentError`]; Python raises `ValueError`, `KeyError` or `TypeError`.
///
/// ```
/// use limbeck::config::percent::{Value, format};
///
/// let values = [("month", Value::Int(3)), ("slug", Value::Str("add_users".into()))];
/// assert_eq!(format("%(month).2d_%(slug)s 100%%", &values).unwrap(), "03_add_users 100%");
/// ```
pub fn format(template: &str, values: &[(&str, Value)]) -> Result<String, PercentError> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let sequence = &rest[at..];
        rest = &sequence[1..];
        if let Some(after) = rest.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        if rest.is_empty() {
            return Err(PercentError::Incomplete);
        }
        let Some(named) = rest.strip_prefix('(') else {
            return Err(PercentError::NoName(sequence.to_owned()));
        };
        let (name, after) = split_name(named).ok_or(PercentError::Incomplete)?;
        let mut chars = after.chars();
        let (spec, conversion) = spec(&mut chars).ok_or(PercentError::Incomplete)?;
        rest = chars.as_str();
        if conversion == '%' {
            out.push('%');
            continue;
        }
        let value = values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
            .ok_or_else(|| unknown_name(name, values))?;
        let text = convert(&spec, conversion, value)
            .ok_or_else(|| PercentError::Conversion { name: name.to_owned(), conversion })?;
        out.push_str(&text);
    }
    out.push_str(rest);
    Ok(out)
}

fn unknown_name(name: &str, values: &[(&str, Value)]) -> PercentError {
    let known: Vec<_> = values.iter().map(|(known, _)| *known).collect();
    PercentError::UnknownName { name: name.to_owned(), known: known.join(", ") }
}

/// Names may hold balanced parentheses, as in Python.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&text[..at], &text[at + 1..]));
        }
    }
    None
}

/// Flags, width, precision, ignored length modifier, then the conversion letter.
fn spec(chars: &mut std::str::Chars<'_>) -> Option<(Spec, char)> {
    let mut spec = Spec::default();
    let mut c = chars.next()?;
    loop {
        match c {
            '-' => spec.left = true,
            '0' => spec.zero = true,
            '+' => spec.plus = true,
            ' ' => spec.space = true,
            '#' => spec.alternate = true,
            _ => break,
        }
        c = chars.next()?;
    }
    spec.width = digits(&mut c, chars)?;
    if c == '.' {
        c = chars.next()?;
        spec.precision = Some(digits(&mut c, chars)?);
    }
    if matches!(c, 'h' | 'l' | 'L') {
        c = chars.next()?;
    }
    Some((spec, c))
}

/// Reads a number that starts at `c`; leaves `c` at the first character after it.
fn digits(c: &mut char, chars: &mut std::str::Chars<'_>) -> Option<usize> {
    let mut number = 0_usize;
    while let Some(digit) = c.to_digit(10) {
        // A width that no file name can have must not exhaust memory.
        number = (number * 10 + digit as usize).min(10_000);
        *c = chars.next()?;
    }
    Some(number)
}

fn convert(spec: &Spec, conversion: char, value: &Value) -> Option<String> {
    let text = match (conversion, value) {
        ('s', Value::Str(text)) => cut(text, spec),
        ('s' | 'r' | 'a', Value::Int(number)) => cut(&number.to_string(), spec),
        ('r' | 'a', Value::Str(text)) => cut(&python_repr(text), spec),
        ('c', Value::Str(text)) if text.chars().count() == 1 => text.clone(),
        ('c', Value::Int(number)) => char::from_u32(u32::try_from(*number).ok()?)?.to_string(),
        ('d' | 'i' | 'u' | 'o' | 'x' | 'X', Value::Int(number)) => {
            return Some(integer(spec, conversion, *number));
        }
        _ => return None,
    };
    Some(pad(spec, &text))
}

fn cut(text: &str, spec: &Spec) -> String {
    match spec.precision {
        Some(length) => text.chars().take(length).collect(),
        None => text.to_owned(),
    }
}

fn pad(spec: &Spec, text: &str) -> String {
    let missing = " ".repeat(spec.width.saturating_sub(text.chars().count()));
    if spec.left { format!("{text}{missing}") } else { format!("{missing}{text}") }
}

fn integer(spec: &Spec, conversion: char, number: i64) -> String {
    let magnitude = number.unsigned_abs();
    let (prefix, digits) = match conversion {
        'o' => ("0o", format!("{magnitude:o}")),
        'x' => ("0x", format!("{magnitude:x}")),
        'X' => ("0X", format!("{magnitude:X}")),
        _ => ("", magnitude.to_string()),
    };
    let mut sign = match number {
        ..0 => "-",
        _ if spec.plus => "+",
        _ if spec.space => " ",
        _ => "",
    }
    .to_owned();
    if spec.alternate {
        sign.push_str(prefix);
    }
    let mut digits = zeros(&digits, spec.precision.unwrap_or(0));
    if spec.zero && !spec.left {
        digits = zeros(&digits, spec.width.saturating_sub(sign.len()));
    }
    pad(spec, &(sign + &digits))
}

fn zeros(digits: &str, width: usize) -> String {
    format!("{digits:0>width$}")
}

/// Python's `repr` of a string: single quotes unless only those occur inside.
#[must_use]
pub fn python_repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let code = c as u32;
                let _ = if code <= 0xff {
                    write!(out, "\\x{code:02x}")
                } else {
                    write!(out, "\\u{code:04x}")
                };
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}
