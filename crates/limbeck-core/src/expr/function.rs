//! Functions, and what follows a function: OVER, EXTRACT.

use super::{
    Bound, Expr, Function, Window,
    compiler::{Compiler, Context, Text},
};
use crate::{
    dialect::{Backend, CompileError},
    schema::Ident,
};

impl Compiler<'_> {
    pub(super) fn function(&mut self, function: &Function, context: Context) -> Text {
        let context = Context { in_columns: false, in_label: false, ..context };
        let mut text = match self.spelled(function, context)? {
            Some(text) => text,
            None => {
                let mut parts: Vec<String> =
                    function.name.iter().map(|part| self.function_name(part)).collect();
                let name = parts.pop().unwrap_or_default();
                let arguments = match function.bare && function.args.is_empty() {
                    true => String::new(),
                    false => self.arguments(function, context)?,
                };
                parts.push(format!("{name}{arguments}"));
                parts.join(".")
            }
        };
        if function.with_ordinality {
            text += " WITH ORDINALITY";
        }
        Ok(text)
    }

    fn arguments(&mut self, function: &Function, context: Context) -> Text {
        let arguments = self.list(&function.args, "comma_op", context)?;
        Ok(format!("({arguments}{})", self.argument_order(function, context)?))
    }

    fn argument_order(&mut self, function: &Function, context: Context) -> Text {
        if function.order_by.is_empty() {
            return Ok(String::new());
        }
        Ok(format!(" ORDER BY {}", self.list(&function.order_by, "comma_op", context)?))
    }

    /// The names that a dialect spells its own way.
    fn spelled(
        &mut self,
        function: &Function,
        context: Context,
    ) -> Result<Option<String>, CompileError> {
        let [.., name] = function.name.as_slice() else {
            return Ok(None);
        };
        let lower = name.name.to_lowercase();
        Ok(Some(match (lower.as_str(), self.backend()) {
            ("now", Backend::Sqlite) => "CURRENT_TIMESTAMP".to_owned(),
            ("localtimestamp", Backend::Sqlite) => {
                "DATETIME(CURRENT_TIMESTAMP, 'localtime')".to_owned()
            }
            ("char_length", Backend::Sqlite) => {
                format!("length{}", self.arguments(function, context)?)
            }
            ("sysdate", Backend::Mysql | Backend::Mariadb) => "SYSDATE()".to_owned(),
            ("random", Backend::Mysql | Backend::Mariadb) if function.name.len() == 1 => {
                format!("rand{}", self.arguments(function, context)?)
            }
            ("rollup", Backend::Mysql | Backend::Mariadb) => {
                format!("{} WITH ROLLUP", self.list(&function.args, "comma_op", context)?)
            }
            ("rollup" | "cube", _) if function.known => {
                format!("{}{}", lower.to_uppercase(), self.arguments(function, context)?)
            }
            ("pow", Backend::Postgresql) => {
                format!("power{}", self.arguments(function, context)?)
            }
            ("substring", Backend::Postgresql) => match function.args.as_slice() {
                [string, start] => format!(
                    "SUBSTRING({} FROM {})",
                    self.expr(string, context)?,
                    self.expr(start, context)?
                ),
                [string, start, length, ..] => format!(
                    "SUBSTRING({} FROM {} FOR {})",
                    self.expr(string, context)?,
                    self.expr(start, context)?,
                    self.expr(length, context)?
                ),
                _ => return Ok(None),
            },
            ("aggregate_strings", backend) => {
                let (expr, delimiter) = match function.args.as_slice() {
                    [expr, delimiter] => (expr, delimiter),
                    _ => return Ok(None),
                };
                let expr = self.operand(expr, "comma_op", context)?;
                let literal = Context { literal_execute: true, ..context };
                let delimiter = self.expr(delimiter, literal)?;
                let order = self.argument_order(function, context)?;
                match backend {
                    Backend::Postgresql => format!("string_agg({expr}, {delimiter}{order})"),
                    Backend::Sqlite => format!("group_concat({expr}, {delimiter}{order})"),
                    _ => format!("group_concat({expr}{order} SEPARATOR {delimiter})"),
                }
            }
            _ => return Ok(None),
        }))
    }

    /// Function names keep their case; only other characters make them quoted.
    fn function_name(&self, name: &Ident) -> String {
        if name.quote.is_some() {
            return self.quote(name);
        }
        let legal = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
        let first =
            name.name.chars().next().is_some_and(|first| !first.is_ascii_digit() && first != '$');
        match first && name.name.chars().all(legal) {
            true => name.name.clone(),
            false => self.dialect.always_quote(&name.name),
        }
    }

    pub(super) fn over(&mut self, operand: &Expr, window: &Window, context: Context) -> Text {
        let function = self.expr(operand, context)?;
        let inner = Context { in_columns: false, in_label: false, ..context };
        let mut parts = Vec::new();
        for (word, items) in [("PARTITION", &window.partition_by), ("ORDER", &window.order_by)] {
            if !items.is_empty() {
                parts.push(format!("{word} BY {}", self.list(items, "comma_op", inner)?));
            }
        }
        if let Some(frame) = &window.frame {
            let lower = self.bound(&frame.lower, "PRECEDING", inner)?;
            let upper = self.bound(&frame.upper, "FOLLOWING", inner)?;
            let exclude = match &window.exclude {
                Some(exclude) => format!(" EXCLUDE {exclude}"),
                None => String::new(),
            };
            parts.push(format!("{} BETWEEN {lower} AND {upper}{exclude}", frame.unit));
        }
        Ok(format!("{function} OVER ({})", parts.join(" ")))
    }

    fn bound(&mut self, bound: &Bound, unbounded: &str, context: Context) -> Text {
        Ok(match bound {
            Bound::Unbounded => format!("UNBOUNDED {unbounded}"),
            Bound::Current => "CURRENT ROW".to_owned(),
            Bound::Preceding(value) => format!("{} PRECEDING", self.expr(value, context)?),
            Bound::Following(value) => format!("{} FOLLOWING", self.expr(value, context)?),
        })
    }

    pub(super) fn extract(&mut self, field: &str, operand: &Expr, context: Context) -> Text {
        let operand = self.expr(operand, context)?;
        if self.backend() != Backend::Sqlite {
            let field = match field {
                "milliseconds" if self.is_mysql() => "millisecond",
                field => field,
            };
            return Ok(format!("EXTRACT({field} FROM {operand})"));
        }
        let format = match field {
            "month" => "%m",
            "day" => "%d",
            "year" => "%Y",
            "second" => "%S",
            "hour" => "%H",
            "doy" => "%j",
            "minute" => "%M",
            "epoch" => "%s",
            "dow" => "%w",
            "week" => "%W",
            "quarter" | "milliseconds" | "microseconds" | "timezone_hour" | "timezone_minute" => {
                field
            }
            _ => {
                return Err(CompileError::Message(format!(
                    "{field} is not a valid extract argument."
                )));
            }
        };
        Ok(format!("CAST(STRFTIME('{format}', {operand}) AS INTEGER)"))
    }
}
