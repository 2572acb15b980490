//! Members of JSON documents and of hstores.

use super::{
    Binary, Bind, Expr, Mode,
    compiler::{Compiler, Context, Text},
    kind::{Kind, is_jsonb, type_of},
};
use crate::{dialect::Backend, schema::Type, statement::Value};

impl Compiler<'_> {
    pub(super) fn json_access(&mut self, binary: &Binary, context: Context) -> Text {
        match self.backend() {
            Backend::Postgresql => self.postgresql_access(binary, context),
            Backend::Sqlite => self.sqlite_access(binary, context),
            Backend::Mysql | Backend::Mariadb => self.mysql_access(binary, context),
        }
    }

    /// The parameter that names the member, as the dialect's JSON functions take it.
    pub(super) fn json_index(&self, value: &serde_json::Value, key: Option<&str>, id: u64) -> Bind {
        use serde_json::Value as Json;
        let native = self.backend() == Backend::Postgresql;
        let mut cast = None;
        let value = match value {
            Json::Number(number) if native => {
                cast = self.casts_json_index().then(|| "INT".to_owned());
                Value::Int(number.as_i64().unwrap_or_default())
            }
            Json::Array(steps) if native => {
                let steps: Vec<String> = steps.iter().map(step).collect();
                match self.mode == Mode::Live || self.dialect.driver == "asyncpg" {
                    true => Value::Array(steps.into_iter().map(Value::Text).collect()),
                    false => Value::Text(format!("{{{}}}", steps.join(", "))),
                }
            }
            key if native => {
                cast = self.casts_json_index().then(|| "TEXT".to_owned());
                Value::Text(step(key))
            }
            Json::Array(steps) => {
                Value::Text(format!("${}", steps.iter().map(path_step).collect::<String>()))
            }
            key => Value::Text(format!("${}", path_step(key))),
        };
        Bind {
            key: key.map(str::to_owned),
            id: Some(id),
            value: Some(value),
            cast,
            ..Bind::default()
        }
    }

    fn casts_json_index(&self) -> bool {
        matches!(self.dialect.driver.as_str(), "psycopg" | "psycopg_async" | "asyncpg")
    }

    fn is_json(binary: &Binary) -> bool {
        Kind::of(binary.type_.as_ref()) == Kind::Json
    }

    /// A member read as another type: `CAST(.. AS type)` around the member as text.
    fn converted(&mut self, binary: &Binary, text: String) -> Text {
        match &binary.type_ {
            Some(type_) => Ok(match super::cast::cast_type(&self.dialect, type_)? {
                Some(type_sql) => format!("CAST({text} AS {type_sql})"),
                None => text,
            }),
            None => Ok(text),
        }
    }

    fn postgresql_access(&mut self, binary: &Binary, context: Context) -> Text {
        let eager = Context { eager_grouping: true, ..context };
        let subscript = self.dialect.is_at_least((14, 0, 0));
        if binary.op == "hstore_getitem_op" {
            return match subscript {
                true => self.subscript(binary, eager),
                false => self.around(binary, "->", None, eager),
            };
        }
        let path = binary.op == "json_path_getitem_op";
        if !Self::is_json(binary) {
            let symbol = if path { "#>>" } else { "->>" };
            let text = self.around(binary, symbol, None, eager)?;
            return self.converted(binary, text);
        }
        if !path && subscript && is_jsonb(type_of(&binary.left)) {
            return self.subscript(binary, eager);
        }
        self.around(binary, if path { "#>" } else { "->" }, None, eager)
    }

    fn subscript(&mut self, binary: &Binary, context: Context) -> Text {
        let left = self.operand(&binary.left, &binary.op, context)?;
        let right = self.expr(&binary.right, context)?;
        Ok(match binary.left.as_ref() {
            Expr::Function(_) | Expr::Cast { .. } => format!("({left})[{right}]"),
            _ => format!("{left}[{right}]"),
        })
    }

    fn sqlite_access(&mut self, binary: &Binary, context: Context) -> Text {
        let left = self.operand(&binary.left, &binary.op, context)?;
        let right = self.expr(&binary.right, context)?;
        let extract = format!("JSON_EXTRACT({left}, {right})");
        match Self::is_json(binary) {
            true => Ok(format!("JSON_QUOTE({extract})")),
            false => self.converted(binary, extract),
        }
    }

    fn mysql_access(&mut self, binary: &Binary, context: Context) -> Text {
        let extract = |compiler: &mut Self| -> Text {
            let left = compiler.operand(&binary.left, &binary.op, context)?;
            let right = compiler.expr(&binary.right, context)?;
            Ok(format!("JSON_EXTRACT({left}, {right})"))
        };
        let first = extract(self)?;
        let other = match Kind::of(binary.type_.as_ref()) {
            Kind::Json => return Ok(first),
            Kind::Integer => format!("ELSE CAST({} AS SIGNED INTEGER)", extract(self)?),
            Kind::Numeric | Kind::Float => match &binary.type_ {
                Some(Type::Numeric(args) | Type::Float(args))
                    if args.precision.is_some() && args.scale.is_some() =>
                {
                    let (precision, scale) =
                        (args.precision.unwrap_or_default(), args.scale.unwrap_or_default());
                    format!("ELSE CAST({} AS DECIMAL({precision}, {scale}))", extract(self)?)
                }
                _ => format!("ELSE {}+0.0000000000000000000000", extract(self)?),
            },
            Kind::Boolean => "WHEN true THEN true ELSE false".to_owned(),
            Kind::String | Kind::Enum => format!("ELSE JSON_UNQUOTE({})", extract(self)?),
            _ => format!("ELSE {}", extract(self)?),
        };
        Ok(format!("CASE {first} WHEN 'null' THEN NULL {other} END"))
    }
}

fn step(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(key) => key.clone(),
        other => other.to_string(),
    }
}

fn path_step(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Number(position) => format!("[{position}]"),
        other => format!(".\"{}\"", step(other)),
    }
}
