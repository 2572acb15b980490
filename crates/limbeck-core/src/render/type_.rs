//! Column types inside Python: `sa.String(length=20)`.

use super::{Item, RenderError, RenderItem, Renderer, repr};
use crate::{
    dialect::{Backend, Call, array, postgresql_repr, type_repr},
    expr::{Bind, Expr},
    schema::{Type, types::NamedType},
    statement::Value,
};

impl<R: RenderItem> Renderer<'_, R> {
    pub(super) fn type_(&mut self, type_: &Type) -> Result<String, R::Error> {
        if let Some(text) = self.ask(Item::Type(type_))? {
            return Ok(text.unwrap_or_default());
        }
        let Type::Variant { base, variants } = type_ else {
            return Ok(self.plain_type(type_)?);
        };
        let mut text = self.plain_type(base)?;
        let mut names: Vec<&String> = variants.keys().collect();
        names.sort();
        for name in names {
            let variant = self.plain_type(&variants[name])?;
            text.push_str(&format!(".with_variant({variant}, {})", repr(name)));
        }
        Ok(text)
    }

    /// A type without its variants.
    fn plain_type(&mut self, type_: &Type) -> Result<String, RenderError> {
        Ok(match type_ {
            Type::Decorated { module, repr, of } => self.decorated(module, repr, of)?,
            Type::Postgresql(named) => {
                self.import("postgresql");
                format!("postgresql.{}", self.postgresql(named)?)
            }
            Type::Mysql(_) => self.of_dialect("mysql", type_),
            Type::Sqlite(_) => self.of_dialect("sqlite", type_),
            Type::Foreign { dialect, .. } => self.of_dialect(&dialect.clone(), type_),
            Type::Enum(enum_) => match &enum_.dialect {
                Some(dialect) => self.of_dialect(&dialect.clone(), type_),
                None => format!("{}{}", self.sa(), type_repr(type_)),
            },
            Type::Array { item, dimensions } => {
                let item = self.plain_type(item)?;
                format!("{}{}", self.sa(), array(&Type::Null, *dimensions, |_| item.clone()))
            }
            Type::Interval { native, second_precision, day_precision }
                if self.options.all_arguments =>
            {
                let call = Call::new("Interval")
                    .not_flag("native", *native)
                    .number("second_precision", *second_precision)
                    .number("day_precision", *day_precision);
                format!("{}{}", self.sa(), call.finish())
            }
            type_ => format!("{}{}", self.sa(), type_repr(type_)),
        })
    }

    fn import(&mut self, dialect: &str) {
        self.imports.insert(format!("from sqlalchemy.dialects import {dialect}"));
    }

    fn of_dialect(&mut self, dialect: &str, type_: &Type) -> String {
        self.import(dialect);
        format!("{dialect}.{}", type_repr(type_))
    }

    /// A type that Python wrote itself. What stands within one of SQLAlchemy's own gets a prefix too.
    fn decorated(&mut self, module: &str, shown: &str, of: &Type) -> Result<String, RenderError> {
        let shown = match module.starts_with("sqlalchemy.") {
            false => shown.to_owned(),
            true => match self.with_item(shown, of)? {
                Some(shown) => shown,
                None if module.starts_with("sqlalchemy.dialects.") => self.with_text_type(shown),
                None => shown.to_owned(),
            },
        };
        Ok(self.of_module(module, shown))
    }

    /// The same under its module's prefix.
    fn of_module(&mut self, module: &str, shown: String) -> String {
        if let Some(rest) = module.strip_prefix("sqlalchemy.dialects.") {
            let dialect = rest.split('.').next().unwrap_or(rest).to_owned();
            self.import(&dialect);
            return format!("{dialect}.{shown}");
        }
        if module.starts_with("sqlalchemy.") {
            return format!("{}{shown}", self.sa());
        }
        match &self.options.user_module_prefix {
            Some(prefix) => format!("{prefix}{shown}"),
            None => format!("{module}.{shown}"),
        }
    }

    /// What Python wrote of an array, with the type of its items under its own prefix: always
    /// within the generic one, within PostgreSQL's on PostgreSQL.
    fn with_item(&mut self, shown: &str, array: &Type) -> Result<Option<String>, RenderError> {
        let item = match array {
            Type::Array { item, .. } => item,
            Type::Postgresql(NamedType { item: Some(item), .. })
                if self.options.dialect.backend == Backend::Postgresql =>
            {
                item
            }
            _ => return Ok(None),
        };
        let bare = format!("ARRAY({}", type_repr(item));
        let item = self.plain_type(item)?;
        Ok(Some(shown.replacen(&bare, &format!("ARRAY({item}"), 1)))
    }

    /// On PostgreSQL Alembic gives the prefix to the type inside a type too.
    fn with_text_type(&self, shown: &str) -> String {
        if self.options.dialect.backend != Backend::Postgresql {
            return shown.to_owned();
        }
        let mut shown = shown.to_owned();
        for key in ["astext_type=", "(text_type="] {
            shown = shown.replace(key, &format!("{key}{}", self.sa()));
        }
        shown
    }

    fn postgresql(&mut self, named: &NamedType) -> Result<String, RenderError> {
        // The prefix inside a type is PostgreSQL's own addition.
        if self.options.dialect.backend != Backend::Postgresql {
            return Ok(postgresql_repr(named, type_repr));
        }
        match (named.name.as_str(), &named.item) {
            ("DOMAIN", Some(item)) => self.domain(named, item),
            ("ARRAY", Some(item)) => {
                let item = self.plain_type(item)?;
                Ok(postgresql_repr(named, |_| item.clone()))
            }
            _ => {
                let prefix = self.sa().to_owned();
                Ok(postgresql_repr(named, |type_| format!("{prefix}{}", type_repr(type_))))
            }
        }
    }

    fn domain(&mut self, named: &NamedType, item: &Type) -> Result<String, RenderError> {
        let check = named.check.as_deref().map(|expr| self.sql(expr)).transpose()?;
        let default = named.default.as_deref().map(|expr| self.domain_default(expr)).transpose()?;
        let name = named.type_name.as_deref().unwrap_or_default();
        let item = self.plain_type(item)?;
        let call = Call::new("DOMAIN")
            .argument(repr(name))
            .argument(item)
            .text("collation", named.collation.as_deref());
        let call = match default {
            Some(default) => call.keyword("default", default),
            None => call,
        };
        Ok(call
            .text("constraint_name", named.constraint_name.as_deref())
            .flag("not_null", named.not_null == Some(true))
            .text("check", check.as_deref())
            .text("schema", named.schema.as_deref())
            .not_flag("create_type", named.create_type != Some(false))
            .finish())
    }

    /// A string is a value there, not SQL.
    fn domain_default(&self, expr: &Expr) -> Result<String, RenderError> {
        match expr {
            Expr::Bind(Bind { value: Some(Value::Text(value)), .. }) => Ok(repr(value)),
            Expr::Text { sql, .. } if sql.parse::<f64>().is_ok() => Ok(repr(sql)),
            expr => self.text(expr),
        }
    }
}
