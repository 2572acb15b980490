//! Server defaults, computed expressions and identities inside Python.

use super::{Item, RenderItem, Renderer, flag, repr};
use crate::{
    ops::ColumnGenerator,
    schema::{Computed, Identity, ServerDefault},
};

impl<R: RenderItem> Renderer<'_, R> {
    pub(super) fn generator(&mut self, generator: &ColumnGenerator) -> Result<String, R::Error> {
        match generator {
            ColumnGenerator::Default(default) => {
                Ok(self.server_default(default)?.unwrap_or_else(|| "None".to_owned()))
            }
            ColumnGenerator::Identity(identity) => Ok(self.identity(identity)),
            ColumnGenerator::Computed(computed) => self.computed(computed),
        }
    }

    pub(super) fn server_default(
        &mut self,
        default: &ServerDefault,
    ) -> Result<Option<String>, R::Error> {
        if let Some(text) = self.ask(Item::ServerDefault(default))? {
            return Ok(text);
        }
        Ok(Some(match default {
            ServerDefault::Text(text) => {
                let text = text.strip_prefix('\'').unwrap_or(text);
                repr(text.strip_suffix('\'').unwrap_or(text))
            }
            ServerDefault::Expr(expr) => self.default_text(expr)?,
            ServerDefault::Fetched => format!("{}FetchedValue()", self.sa()),
        }))
    }

    pub(super) fn computed(&mut self, computed: &Computed) -> Result<String, R::Error> {
        let sql = repr(&self.sql(&computed.expr)?);
        let persisted = match computed.persisted {
            Some(persisted) => format!("persisted={}", flag(persisted)),
            None => String::new(),
        };
        Ok(format!("{}Computed({sql}, {persisted})", self.sa()))
    }

    pub(super) fn identity(&self, identity: &Identity) -> String {
        let mut parts = vec![format!("always={}", flag(identity.always))];
        if let Some(on_null) = identity.on_null {
            parts.push(format!("on_null={}", flag(on_null)));
        }
        let options = &identity.options;
        let mut number = |key: &str, value: Option<i64>| {
            parts.extend(value.map(|value| format!("{key}={value}")));
        };
        number("start", options.start);
        number("increment", options.increment);
        number("minvalue", options.minvalue);
        number("maxvalue", options.maxvalue);
        for (key, value) in [
            ("nominvalue", options.nominvalue),
            ("nomaxvalue", options.nomaxvalue),
            ("cycle", options.cycle),
        ] {
            parts.extend(value.map(|value| format!("{key}={}", flag(value))));
        }
        parts.extend(options.cache.map(|cache| format!("cache={cache}")));
        format!("{}Identity({})", self.sa(), parts.join(", "))
    }
}
