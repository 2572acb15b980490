//! Views, functions, triggers and extensions: the statements that `alembic_utils` has for them.

use super::{DdlError, Output};
use crate::{
    ops::{Entity, EntityAct, EntityKind, EntityOperation},
    statement::Statement,
};

/// Appends the statements of an operation on an entity.
///
/// # Errors
/// An extension that is to be replaced.
pub(super) fn emit(operation: &EntityOperation, out: &mut Output) -> Result<(), DdlError> {
    let written = Written { entity: &operation.entity };
    match operation.act {
        EntityAct::Create => out.run(written.create("CREATE") + written.end()),
        EntityAct::Replace | EntityAct::Revert => {
            written.replace()?.into_iter().for_each(|sql| out.run(sql))
        }
        EntityAct::Drop => {
            let cascade = if operation.cascade { " CASCADE" } else { "" };
            out.run(written.drop("") + cascade);
        }
    }
    Ok(())
}

/// An entity in the SQL of its database.
struct Written<'a> {
    entity: &'a Entity,
}

impl Written<'_> {
    /// The statement that makes it, with these words before the kind.
    fn create(&self, words: &str) -> String {
        let (name, definition) = (self.name(), self.definition());
        match &self.entity.kind {
            EntityKind::View => format!("{words} VIEW {name} AS {definition}"),
            EntityKind::MaterializedView { with_data } => {
                let with = if *with_data { "WITH DATA" } else { "WITH NO DATA" };
                format!("{words} MATERIALIZED VIEW {name} AS {definition} {with}")
            }
            EntityKind::Function => {
                let (_, arguments) = self.signature();
                format!("{words} FUNCTION {name}{arguments} {definition}")
            }
            EntityKind::Trigger { is_constraint, .. } => {
                let constraint = if *is_constraint { "CONSTRAINT " } else { "" };
                format!("{words} {constraint}TRIGGER {name} {}", self.on_place(definition))
            }
            EntityKind::Extension => {
                let schema = quoted(&self.entity.schema);
                format!("{words} EXTENSION {name} WITH SCHEMA {schema}")
            }
        }
    }

    /// The semicolon that some statements have of their own, which shows in a script.
    fn end(&self) -> &'static str {
        match self.entity.kind {
            EntityKind::Function | EntityKind::Trigger { .. } => "",
            _ => ";",
        }
    }

    fn replace(&self) -> Result<Vec<String>, DdlError> {
        let dropped = || self.drop("IF EXISTS ");
        match self.entity.kind {
            EntityKind::Function => Ok(vec![self.create("CREATE OR REPLACE")]),
            // Columns can be added to a view at its end; for all else it has to be made anew.
            EntityKind::View => Ok(vec![format!(
                "DO $limbeck$\nBEGIN\n    {};\nEXCEPTION WHEN OTHERS THEN\n    {};\n    {};\nEND\n\
                 $limbeck$",
                self.create("CREATE OR REPLACE"),
                dropped(),
                self.create("CREATE"),
            )]),
            EntityKind::MaterializedView { .. } | EntityKind::Trigger { .. } => {
                Ok(vec![dropped() + ";", self.create("CREATE")])
            }
            EntityKind::Extension => {
                Err(DdlError::NotReplaced { name: self.entity.signature.clone() })
            }
        }
    }

    fn drop(&self, words: &str) -> String {
        let name = self.name();
        match &self.entity.kind {
            EntityKind::View => format!("DROP VIEW {words}{name}"),
            EntityKind::MaterializedView { .. } => format!("DROP MATERIALIZED VIEW {words}{name}"),
            EntityKind::Function => {
                let (_, arguments) = self.signature();
                format!("DROP FUNCTION {words}{name}{}", without_defaults(arguments))
            }
            EntityKind::Trigger { on_entity, .. } => {
                format!("DROP TRIGGER {words}{name} ON {on_entity}")
            }
            EntityKind::Extension => format!("DROP EXTENSION {words}{name}"),
        }
    }

    /// The quoted name: triggers and extensions stand in no schema.
    fn name(&self) -> String {
        let name = quoted(self.signature().0);
        match self.entity.kind {
            EntityKind::Trigger { .. } | EntityKind::Extension => name,
            _ => format!("{}.{name}", quoted(&self.entity.schema)),
        }
    }

    /// The name, and the arguments with their parentheses.
    fn signature(&self) -> (&str, &str) {
        let signature = self.entity.signature.trim();
        match (&self.entity.kind, signature.find('(')) {
            (EntityKind::Function, Some(at)) => (signature[..at].trim(), &signature[at..]),
            _ => (signature, ""),
        }
    }

    /// The definition of a trigger, its table with the schema before it.
    fn on_place(&self, definition: &str) -> String {
        let Some((event, place, action)) = parts_of_trigger(definition) else {
            return definition.to_owned();
        };
        match place.contains('.') {
            true => definition.to_owned(),
            false => {
                format!("{event} ON {}.{place} {action}", quoted_where_needed(&self.entity.schema))
            }
        }
    }

    fn definition(&self) -> &str {
        self.entity.definition.trim().trim_end_matches(';').trim_end()
    }
}

/// A name in quotes, whether or not it needs them.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.trim_matches('"').replace('"', "\"\""))
}

fn quoted_where_needed(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    match name.chars().all(is_plain) && !name.starts_with(|c: char| c.is_ascii_digit()) {
        true => name.to_owned(),
        false => quoted(name),
    }
}

/// The definition of a trigger as what it waits for, the table that it is on, and what it does.
fn parts_of_trigger(definition: &str) -> Option<(&str, &str, &str)> {
    let mut quoted = false;
    let (mut start, mut event, mut place) = (0, None, None);
    for (at, c) in definition.char_indices().chain([(definition.len(), ' ')]) {
        quoted ^= c == '"';
        if quoted || !c.is_whitespace() {
            continue;
        }
        let word = &definition[start..at];
        match (event, place) {
            _ if word.is_empty() => {}
            (None, _) if word.eq_ignore_ascii_case("on") => {
                event = Some(definition[..start].trim())
            }
            (Some(_), None) => place = Some((word, definition[at..].trim())),
            _ => {}
        }
        start = at + c.len_utf8();
    }
    let (place, action) = place?;
    Some((event?, place, action))
}

/// The statements that make a copy of an entity in a schema of its own, so that the database
/// spells it there; `None` for what has no spelling.
///
/// A trigger is put on an empty copy of its table, which locks nothing but against changes of
/// that table's columns.
pub fn scratch_entity(entity: &Entity, schema: &str) -> Option<Vec<Statement>> {
    let moved = Entity { schema: schema.to_owned(), ..entity.clone() };
    let statements = match &entity.kind {
        EntityKind::Extension => return None,
        EntityKind::Trigger { on_entity, is_constraint } => {
            let written = Written { entity };
            let definition = written.definition();
            let (event, place, action) = parts_of_trigger(definition)?;
            let table = place.rsplit('.').next().unwrap_or(place);
            let copy = match event.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("instead"))
            {
                true => format!("CREATE VIEW {schema}.{table} AS SELECT * FROM {on_entity}"),
                false => format!("CREATE TABLE {schema}.{table} (LIKE {on_entity})"),
            };
            let constraint = if *is_constraint { "CONSTRAINT " } else { "" };
            let name = quoted(&entity.signature);
            let trigger =
                format!("CREATE {constraint}TRIGGER {name} {event} ON {schema}.{table} {action}");
            vec![copy, trigger]
        }
        EntityKind::MaterializedView { .. } => {
            let kind = EntityKind::MaterializedView { with_data: false };
            vec![Written { entity: &Entity { kind, ..moved } }.create("CREATE")]
        }
        EntityKind::View | EntityKind::Function => {
            vec![Written { entity: &moved }.create("CREATE")]
        }
    };
    Some(statements.into_iter().map(Statement::ddl).collect())
}

/// The arguments of a function as DROP takes them.
fn without_defaults(arguments: &str) -> String {
    let (mut depth, mut quote, mut skips) = (0, None, false);
    let mut kept = String::new();
    for (at, c) in arguments.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ']') => depth -= 1,
            (None, ')') => {
                depth -= 1;
                skips &= depth > 0;
            }
            (None, ',') if depth == 1 => skips = false,
            (None, _) if depth == 1 && begins_default(&arguments[at..]) => {
                skips = true;
                kept.truncate(kept.trim_end().len());
            }
            _ => {}
        }
        if !skips {
            kept.push(c);
        }
    }
    kept
}

fn begins_default(rest: &str) -> bool {
    let word = rest.get(..9).unwrap_or_default().to_ascii_lowercase();
    rest.starts_with('=') || rest.starts_with(":=") || word == " default " || word == "\ndefault "
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{
        ddl::{Action, DdlContext, statements},
        dialect::{Backend, Dialect},
        ops::Operation,
    };

    fn check(entity: &serde_json::Value, act: &str, expected: &[&str]) {
        let mut wire = json!({ "op": "entity", "act": act, "schema": "public" });
        wire.as_object_mut()
            .expect("an object")
            .extend(entity.as_object().expect("an object").clone());
        let operation: Operation = serde_json::from_value(wire).expect("an operation");
        let dialect = Dialect::new(Backend::Postgresql, None);
        let context = DdlContext {
            dialect: &dialect,
            naming_convention: None,
            offline: true,
            literal_binds: true,
        };
        let actions = statements(&operation, &context).expect("statements");
        let found: Vec<String> = actions
            .into_iter()
            .flat_map(Action::into_statements)
            .map(|statement| statement.sql)
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_trigger_falls_into_its_parts() {
        for (definition, expected) in [
            ("BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()", ("BEFORE INSERT", "t")),
            (
                "AFTER UPDATE OF \"on\", b\n on s.\"T on\"\tEXECUTE FUNCTION f()",
                ("AFTER UPDATE OF \"on\", b", "s.\"T on\""),
            ),
        ] {
            let (event, place, action) = super::parts_of_trigger(definition).expect("parts");
            assert_eq!((event, place), expected);
            assert!(action.ends_with("f()"), "{action}");
        }
        assert_eq!(super::parts_of_trigger("BEFORE INSERT"), None);
    }

    #[test]
    fn each_kind_is_made_replaced_and_dropped() {
        let view = json!({ "kind": "view", "signature": "v", "definition": "select 1 ;\n" });
        check(&view, "create", &["CREATE VIEW \"public\".\"v\" AS select 1;"]);
        check(&view, "drop", &["DROP VIEW \"public\".\"v\""]);
        let made = "CREATE MATERIALIZED VIEW \"public\".\"m\" AS select 1 WITH NO DATA";
        let view = json!({
            "kind": "materialized_view", "signature": "m", "definition": "select 1",
            "with_data": false,
        });
        check(&view, "create", &[&format!("{made};")]);
        check(&view, "replace", &["DROP MATERIALIZED VIEW IF EXISTS \"public\".\"m\";", made]);
        let function = json!({
            "kind": "function",
            "signature": "f(a text, b numeric(4,2) default 1.0, c text[] = '{a,b}')",
            "definition": "returns int as $$ select 1 $$ language sql;",
        });
        check(
            &function,
            "replace",
            &["CREATE OR REPLACE FUNCTION \"public\".\"f\"(a text, b numeric(4,2) default 1.0, \
               c text[] = '{a,b}') returns int as $$ select 1 $$ language sql"],
        );
        check(
            &function,
            "drop",
            &["DROP FUNCTION \"public\".\"f\"(a text, b numeric(4,2), c text[])"],
        );
        let trigger = json!({
            "kind": "trigger", "signature": "t", "on_entity": "public.u", "is_constraint": true,
            "definition": "AFTER INSERT ON public.u FOR EACH ROW EXECUTE FUNCTION f()",
        });
        let made = "CREATE CONSTRAINT TRIGGER \"t\" AFTER INSERT ON public.u FOR EACH ROW EXECUTE \
                    FUNCTION f()";
        check(&trigger, "create", &[made]);
        check(&trigger, "replace", &["DROP TRIGGER IF EXISTS \"t\" ON public.u;", made]);
        let extension = json!({ "kind": "extension", "signature": "uuid-ossp" });
        check(&extension, "create", &["CREATE EXTENSION \"uuid-ossp\" WITH SCHEMA \"public\";"]);
        check(&extension, "drop", &["DROP EXTENSION \"uuid-ossp\""]);
    }
}
