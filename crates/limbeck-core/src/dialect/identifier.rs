//! Identifiers: when they are quoted, how they are cut, how they are joined.

use std::{borrow::Cow, fmt::Write};

use md5::{Digest, Md5};

use super::{Backend, CompileError, Dialect, reserved::is_reserved};
use crate::schema::{Ident, Name};

impl Dialect {
    /// `ident` as it stands in SQL: quoted where the script asked for it, or where a reserved
    /// word, a capital or a character outside `[a-z0-9_$]` demands it.
    ///
    /// ```
    /// use limbeck_core::dialect::{Backend, Dialect};
    ///
    /// let dialect = Dialect::new(Backend::Postgresql, None);
    /// assert_eq!(dialect.quote_ident(&"task".into()), "task");
    /// assert_eq!(dialect.quote_ident(&"user".into()), "\"user\"");
    /// ```
    pub fn quote_ident<'a>(&self, ident: &'a Ident) -> Cow<'a, str> {
        match ident.quote {
            Some(true) => Cow::Owned(self.always_quote(&ident.name)),
            Some(false) => Cow::Borrowed(&ident.name),
            None => self.quote_name(&ident.name),
        }
    }

    /// [`Dialect::quote_ident`] of a name that carries no wish about quotes.
    pub fn quote_name<'a>(&self, name: &'a str) -> Cow<'a, str> {
        if self.needs_quotes(name) {
            Cow::Owned(self.always_quote(name))
        } else {
            Cow::Borrowed(name)
        }
    }

    /// `name` in quotes, whatever it is.
    pub fn always_quote(&self, name: &str) -> String {
        let quote = self.quote_char();
        let mut quoted = String::with_capacity(name.len() + 2);
        quoted.push(quote);
        for character in name.chars() {
            if character == quote || (character == '%' && self.doubles_percent()) {
                quoted.push(character);
            }
            quoted.push(character);
        }
        quoted.push(quote);
        quoted
    }

    /// `name`, or `schema.name`, each part quoted where it must be.
    pub fn qualified(&self, schema: Option<&Ident>, name: &Ident) -> String {
        match schema {
            Some(schema) if !schema.name.is_empty() => {
                format!("{}.{}", self.quote_ident(schema), self.quote_ident(name))
            }
            _ => self.quote_ident(name).into_owned(),
        }
    }

    /// [`Dialect::qualified`] as ALTER statements write it: a dotted schema is quoted part by
    /// part.
    pub fn qualified_dotted(&self, schema: Option<&Ident>, name: &Ident) -> String {
        let Some(schema) = schema.filter(|schema| !schema.name.is_empty()) else {
            return self.quote_ident(name).into_owned();
        };
        if schema.quote.is_some() || !schema.name.contains('.') {
            return self.qualified(Some(schema), name);
        }
        let mut qualified = String::new();
        for part in schema.name.split('.') {
            let _ = write!(qualified, "{}.", self.quote_name(part));
        }
        qualified.push_str(&self.quote_ident(name));
        qualified
    }

    /// The name of a constraint or an index, `None` where it has none.
    ///
    /// A name that stands finally (`op.f`, or made by a naming convention) is cut to the
    /// database's limit with four digits of its MD5, as SQLAlchemy cuts it.
    ///
    /// # Errors
    /// [`CompileError::IdentifierTooLong`] for a longer name that was written by hand.
    pub fn constraint_name(&self, name: &Name) -> Result<Option<String>, CompileError> {
        Ok(match name {
            Name::Unset => None,
            Name::Final { r#final } => {
                Some(self.quote_name(&self.cut(r#final, self.max_constraint_name())).into_owned())
            }
            Name::Plain(ident) => {
                self.validate(&ident.name)?;
                Some(self.quote_ident(ident).into_owned())
            }
        })
    }

    /// The name that [`constraint_name`](Self::constraint_name) gives, without quotes: what the
    /// database knows the object by.
    ///
    /// # Errors
    /// As [`constraint_name`](Self::constraint_name).
    pub fn stored_name<'a>(&self, name: &'a Name) -> Result<Option<Cow<'a, str>>, CompileError> {
        Ok(match name {
            Name::Unset => None,
            Name::Final { r#final } => Some(self.cut(r#final, self.max_constraint_name())),
            Name::Plain(ident) => {
                self.validate(&ident.name)?;
                Some(Cow::Borrowed(&ident.name))
            }
        })
    }

    /// Refuses a name that the database would cut.
    pub fn validate(&self, name: &str) -> Result<(), CompileError> {
        let max = self.max_identifier();
        if name.len() > max && name.chars().count() > max {
            return Err(CompileError::IdentifierTooLong { name: name.to_owned(), max });
        }
        Ok(())
    }

    fn cut<'a>(&self, name: &'a str, max: usize) -> Cow<'a, str> {
        if name.len() <= max || name.chars().count() <= max {
            return Cow::Borrowed(name);
        }
        let mut cut: String = name.chars().take(max - 8).collect();
        let digest = Md5::digest(name.as_bytes());
        let _ = write!(cut, "_{:02x}{:02x}", digest[14], digest[15]);
        Cow::Owned(cut)
    }

    fn quote_char(&self) -> char {
        match self.backend {
            Backend::Postgresql | Backend::Sqlite => '"',
            Backend::Mysql | Backend::Mariadb => '`',
        }
    }

    fn max_identifier(&self) -> usize {
        match self.backend {
            Backend::Postgresql => 63,
            Backend::Sqlite => 9999,
            Backend::Mysql | Backend::Mariadb => 255,
        }
    }

    fn max_constraint_name(&self) -> usize {
        match self.backend {
            Backend::Mysql | Backend::Mariadb => 64,
            Backend::Postgresql | Backend::Sqlite => self.max_identifier(),
        }
    }

    fn needs_quotes(&self, name: &str) -> bool {
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'$');
        match name.as_bytes().first() {
            None | Some(b'0'..=b'9' | b'$') => true,
            Some(_) => !name.bytes().all(plain) || is_reserved(self.grammar(), name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_follow_the_dialect_and_the_wish() {
        let wish = |name: &str, quote| Ident { name: name.into(), quote };
        let cases = [
            (Backend::Postgresql, wish("order", None), "\"order\""),
            (Backend::Postgresql, wish("Task", None), "\"Task\""),
            (Backend::Postgresql, wish("Task", Some(false)), "Task"),
            (Backend::Postgresql, wish("task", Some(true)), "\"task\""),
            (Backend::Sqlite, wish("a\"b", None), "\"a\"\"b\""),
            (Backend::Sqlite, wish("1a", None), "\"1a\""),
            (Backend::Sqlite, wish("é", None), "\"é\""),
            (Backend::Sqlite, wish("user", None), "user"),
            (Backend::Mysql, wish("rank", None), "`rank`"),
            (Backend::Mariadb, wish("a b`", None), "`a b```"),
        ];
        for (backend, ident, expected) in cases {
            assert_eq!(Dialect::new(backend, None).quote_ident(&ident), expected);
        }
    }

    #[test]
    fn final_names_are_cut_and_plain_ones_refused() {
        let dialect = Dialect::new(Backend::Postgresql, None);
        let long = "ix_".to_owned() + &"a".repeat(70);
        let cut = dialect.constraint_name(&Name::Final { r#final: long.clone() });
        assert_eq!(cut, Ok(Some(format!("ix_{}_33ae", "a".repeat(52)))));
        assert_eq!(
            dialect.constraint_name(&Name::Plain(long.as_str().into())),
            Err(CompileError::IdentifierTooLong { name: long, max: 63 })
        );
    }
}
