//! Text that a script wrote: its `:name` binds and its escaped colons.

use super::{
    Bind,
    compiler::{Compiler, Context, Text},
};

enum Piece<'t> {
    Text(&'t str),
    Bind(&'t str),
}

impl Compiler<'_> {
    pub(super) fn text(&mut self, sql: &str, binds: &[Bind], context: Context) -> Text {
        let sql = self.doubled(sql);
        let mut text = String::with_capacity(sql.len());
        for piece in pieces(&sql) {
            match piece {
                Piece::Text(written) => text.push_str(&unescaped(written)),
                Piece::Bind(name) => {
                    let bind = binds.iter().find(|bind| bind.key.as_deref() == Some(name));
                    let named =
                        || Bind { key: Some(name.to_owned()), required: true, ..Bind::default() };
                    let bind = bind.cloned().unwrap_or_else(named);
                    let inner = Context { in_columns: false, in_label: false, ..context };
                    text.push_str(&self.bind(&bind, inner)?);
                }
            }
        }
        Ok(text)
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Splits at each `:name` that has neither a colon, a backslash nor a word before it, nor a
/// colon behind.
fn pieces(sql: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut skip_to = 0;
    for (at, character) in sql.char_indices() {
        if at < skip_to {
            before = Some(character);
            continue;
        }
        let free = before.is_none_or(|before| before != ':' && before != '\\' && !is_word(before));
        if character == ':' && free {
            let rest = &sql[at + 1..];
            let mut length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            if rest[length..].starts_with(':') {
                // A name may not end before a colon, but a shorter one may end before it.
                length = rest[..length].char_indices().last().map_or(0, |(last, _)| last);
            }
            if length > 0 {
                pieces.push(Piece::Text(&sql[start..at]));
                pieces.push(Piece::Bind(&rest[..length]));
                start = at + 1 + length;
                skip_to = start;
            }
        }
        before = Some(character);
    }
    pieces.push(Piece::Text(&sql[start..]));
    pieces
}

/// `\:name` is `:name`; a backslash stays where a colon follows.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\:") {
        let after = &rest[at + 2..];
        let end = after.find(|c| !is_word(c)).unwrap_or(after.len());
        out.push_str(&rest[..at]);
        if after[end..].starts_with(':') {
            out.push('\\');
        }
        out.push(':');
        rest = after;
    }
    out.push_str(rest);
    out
}
