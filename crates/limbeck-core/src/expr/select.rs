//! SELECT, its clauses, and UNION and its like.

use std::collections::HashSet;

use super::{
    Compound, Executable, Expr, Fetch, ForUpdate, FromClause, Select,
    compiler::{Compiler, Context, Text},
    finish::ResultType,
    from::{hidden_ids, id_of, ids_of},
    hint::by_id,
    scope::Scope,
};
use crate::dialect::{Backend, CompileError};

impl Compiler<'_> {
    pub(super) fn select(&mut self, select: &Select, context: Context) -> Text {
        let top = self.stack.is_empty();
        if top {
            self.returns_rows = ResultType::Rows;
        }
        if let Some(compound) = &select.compound {
            return self.compound(select, compound, top, context);
        }
        let outer = self.stack.last().cloned().unwrap_or_default();
        let froms = self.displayed(select, &outer, context)?;
        let own: HashSet<u64> = froms.iter().flat_map(|from| ids_of(from)).collect();
        let correlate = own.union(&outer.correlate).copied().collect();
        let scope = Scope {
            correlate,
            implicit: own,
            collects: top || (outer.collects && context.compound == Some(0)),
            reads: top || (outer.reads && context.compound.is_some()),
            embedded: context.compound.is_some() || context.insert_into,
            hints: by_id(&select.hints),
            ..Scope::default()
        };
        self.scoped(scope, |compiler| compiler.select_text(select, &froms, context))
    }

    fn select_text(&mut self, select: &Select, froms: &[&FromClause], context: Context) -> Text {
        let as_from = context.as_from;
        let inner = Context {
            as_from: false,
            lateral: false,
            compound: None,
            insert_into: false,
            in_columns: false,
            in_label: false,
            in_operator: false,
            eager_grouping: false,
            in_expansion: false,
            ..context
        };
        for cte in &select.ctes {
            self.from(cte, Context { as_from: false, ..inner })?;
        }
        let mut text = "SELECT ".to_owned();
        text += &self.words(&select.prefixes, inner)?;
        text += &self.distinct(select, inner)?;
        let columns = Context { as_from, ..inner };
        let columns = self.columns(&select.columns, select.label_style, columns)?;
        match columns.is_empty() {
            true => text.truncate(text.trim_end().len()),
            false => text += &columns.join(", "),
        }
        if froms.is_empty() {
            if self.is_mysql() && !select.r#where.is_empty() {
                text += " FROM DUAL";
            }
        } else {
            let mut parts = Vec::with_capacity(froms.len());
            for from in froms {
                parts.push(self.from(from, Context { as_from: true, ..inner })?);
            }
            text += &format!(" \nFROM {}", parts.join(", "));
        }
        text += &self.clauses(select, inner)?;
        for hint in &select.statement_hints {
            text += &format!(" {hint}");
        }
        let suffixes = self.words(&select.suffixes, inner)?;
        if !suffixes.is_empty() {
            text = format!("{text} {suffixes}");
        }
        Ok(text)
    }

    fn clauses(&mut self, select: &Select, inner: Context) -> Text {
        let mut text = String::new();
        if !select.r#where.is_empty() {
            let condition = self.where_items(&select.r#where, inner)?;
            if !condition.is_empty() {
                text += &format!(" \nWHERE {condition}");
            }
        }
        if !select.group_by.is_empty() {
            text += &format!(" GROUP BY {}", self.list(&select.group_by, "comma_op", inner)?);
        }
        if !select.having.is_empty() {
            text += &format!(" \nHAVING {}", self.where_items(&select.having, inner)?);
        }
        text += &self.order_by(select, inner)?;
        text += &self.limits(select, inner)?;
        if let Some(lock) = &select.for_update {
            text += &self.for_update(lock, inner)?;
        }
        Ok(text)
    }

    fn order_by(&mut self, select: &Select, inner: Context) -> Text {
        if select.order_by.is_empty() {
            return Ok(String::new());
        }
        let items = self.order_items(&select.order_by, inner)?;
        Ok(if items.is_empty() { items } else { format!(" ORDER BY {items}") })
    }

    pub(super) fn words(&mut self, words: &[Expr], context: Context) -> Text {
        let mut text = String::new();
        for word in words {
            text += &self.expr(word, context)?;
            text += " ";
        }
        Ok(text)
    }

    fn distinct(&mut self, select: &Select, context: Context) -> Text {
        if !select.distinct && select.distinct_on.is_empty() {
            return Ok(String::new());
        }
        if select.distinct_on.is_empty() || self.backend() != Backend::Postgresql {
            return Ok("DISTINCT ".to_owned());
        }
        Ok(format!("DISTINCT ON ({}) ", self.list(&select.distinct_on, "comma_op", context)?))
    }

    /// What this SELECT reads itself: joined elements are left to their join, and what the
    /// enclosing statement reads is left to it.
    fn displayed<'s>(
        &self,
        select: &'s Select,
        outer: &Scope,
        context: Context,
    ) -> Result<Vec<&'s FromClause>, CompileError> {
        let hidden: HashSet<u64> = select.from.iter().flat_map(hidden_ids).collect();
        let mut seen = HashSet::new();
        let mut froms: Vec<&FromClause> = select
            .from
            .iter()
            .filter(|from| match id_of(from) {
                Some(id) => !hidden.contains(&id) && seen.insert(id),
                None => true,
            })
            .collect();
        let (explicit, implicit): (HashSet<u64>, HashSet<u64>) =
            match context.as_from && !context.lateral {
                true => {
                    (outer.correlate.difference(&outer.implicit).copied().collect(), HashSet::new())
                }
                false => (outer.correlate.clone(), outer.implicit.clone()),
            };
        let within =
            |from: &FromClause, ids: &HashSet<u64>| id_of(from).is_some_and(|id| ids.contains(&id));
        if let Some(wanted) = &select.correlate {
            froms.retain(|from| {
                !(within(from, &explicit) && id_of(from).is_some_and(|id| wanted.contains(&id)))
            });
        }
        if let Some(kept) = &select.correlate_except {
            froms.retain(|from| {
                !within(from, &explicit) || id_of(from).is_some_and(|id| kept.contains(&id))
            });
        }
        let auto = select.correlate.is_none() && select.correlate_except.is_none();
        if auto && !implicit.is_empty() && froms.len() > 1 {
            froms.retain(|from| !within(from, &implicit));
            if froms.is_empty() {
                return Err(CompileError::Message(
                    "Select statement returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to control correlation manually.".to_owned(),
                ));
            }
        }
        Ok(froms)
    }

    fn compound(
        &mut self,
        select: &Select,
        compound: &Compound,
        top: bool,
        context: Context,
    ) -> Text {
        let outer = self.stack.last().cloned().unwrap_or_default();
        let collects = top || (outer.collects && context.compound.is_none_or(|at| at == 0));
        let reads = top || (outer.reads && context.compound.is_some());
        let scope = Scope {
            collects,
            reads,
            correlate: outer.correlate,
            implicit: outer.implicit,
            ..Scope::default()
        };
        self.scoped(scope, |compiler| compiler.compound_text(select, compound, context))
    }

    fn compound_text(&mut self, select: &Select, compound: &Compound, context: Context) -> Text {
        for cte in &select.ctes {
            self.from(cte, Context { as_from: false, ..context })?;
        }
        let mut texts = Vec::with_capacity(compound.selects.len());
        for (at, part) in compound.selects.iter().enumerate() {
            let inner = Context { compound: Some(at), insert_into: false, ..context };
            let text = self.executable(part, inner)?;
            texts.push(if needs_parens(part) { format!("({text})") } else { text });
        }
        let mut text = texts.join(&format!(" {} ", compound.word));
        let inner = Context {
            include_table: false,
            as_from: false,
            compound: None,
            insert_into: false,
            in_columns: false,
            in_label: false,
            ..context
        };
        if !select.group_by.is_empty() {
            text += &format!(" GROUP BY {}", self.list(&select.group_by, "comma_op", inner)?);
        }
        self.name_compound(compound);
        text += &self.order_by(select, inner)?;
        text += &self.limits(select, inner)?;
        if let Some(lock) = &select.for_update {
            text += &self.for_update(lock, inner)?;
        }
        Ok(text)
    }

    /// ORDER BY after a UNION refers to the first SELECT's columns by their names.
    fn name_compound(&mut self, compound: &Compound) {
        let Some(Executable::Select(first)) = compound.selects.first() else {
            return;
        };
        let mut names = Vec::new();
        for column in &first.columns {
            let (ident, id) = match column {
                Expr::Label(label) => (label.name.clone(), label.id),
                Expr::Column(column) => (Some(column.name.clone()), None),
                _ => (None, None),
            };
            if let Some(ident) = ident {
                let sql = self.quote(&ident);
                names.push(super::scope::ScopeName { name: ident.name, id, sql, label: true });
            }
        }
        if let Some(scope) = self.stack.last_mut() {
            scope.names = names;
        }
    }

    fn limits(&mut self, select: &Select, context: Context) -> Text {
        if let Some(fetch) = &select.fetch {
            return self.fetch(fetch, select.offset.as_deref(), context);
        }
        let (limit, offset) = (select.limit.as_deref(), select.offset.as_deref());
        if limit.is_none() && offset.is_none() {
            return Ok(String::new());
        }
        if self.is_mysql() {
            return match (limit, offset) {
                (Some(limit), Some(offset)) => {
                    let offset = self.expr(offset, context)?;
                    Ok(format!(" \n LIMIT {offset}, {}", self.expr(limit, context)?))
                }
                (None, Some(offset)) => {
                    let offset = self.expr(offset, context)?;
                    Ok(format!(" \n LIMIT {offset}, 18446744073709551615"))
                }
                (Some(limit), None) => Ok(format!(" \n LIMIT {}", self.expr(limit, context)?)),
                (None, None) => Ok(String::new()),
            };
        }
        let sqlite = self.backend() == Backend::Sqlite;
        let mut text = match (limit, sqlite) {
            (Some(limit), true) => format!("\n LIMIT {}", self.expr(limit, context)?),
            (Some(limit), false) => format!(" \n LIMIT {}", self.expr(limit, context)?),
            (None, true) => {
                let all = self.number(-1);
                // The client's own number is a parameter even where values are literals.
                let plain = Context { literal_binds: false, ..context };
                format!("\n LIMIT {}", self.bind(&all, plain)?)
            }
            (None, false) => "\n LIMIT ALL".to_owned(),
        };
        match (offset, sqlite) {
            (Some(offset), _) => text += &format!(" OFFSET {}", self.expr(offset, context)?),
            (None, true) => {
                let none = self.number(0);
                text += &format!(" OFFSET {}", self.bind(&none, context)?);
            }
            (None, false) => {}
        }
        Ok(text)
    }

    fn number(&mut self, value: i64) -> super::Bind {
        super::Bind {
            id: Some(self.fresh()),
            value: Some(crate::statement::Value::Int(value)),
            type_: Some(crate::schema::Type::Integer),
            ..Default::default()
        }
    }

    fn fetch(&mut self, fetch: &Fetch, offset: Option<&Expr>, context: Context) -> Text {
        let mut text = String::new();
        if let Some(offset) = offset {
            let mut offset = self.expr(offset, context)?;
            if self.backend() == Backend::Postgresql {
                offset = format!("({offset})");
            }
            text += &format!("\n OFFSET {offset} ROWS");
        }
        let mut count = self.expr(&fetch.count, context)?;
        if self.backend() == Backend::Postgresql {
            count = format!("({count})");
        }
        let percent = if fetch.percent { " PERCENT" } else { "" };
        let ties = if fetch.with_ties { "WITH TIES" } else { "ONLY" };
        text += &format!("\n FETCH FIRST {count}{percent} ROWS {ties}");
        Ok(text)
    }

    fn for_update(&mut self, lock: &ForUpdate, context: Context) -> Text {
        let mut text = match self.backend() {
            Backend::Sqlite => return Ok(String::new()),
            Backend::Postgresql => match (lock.read, lock.key_share) {
                (true, true) => " FOR KEY SHARE",
                (true, false) => " FOR SHARE",
                (false, true) => " FOR NO KEY UPDATE",
                (false, false) => " FOR UPDATE",
            },
            Backend::Mysql
                if lock.read && self.dialect.server_version.is_some_and(|v| v >= (8, 0, 1)) =>
            {
                " FOR SHARE"
            }
            _ if lock.read => " LOCK IN SHARE MODE",
            _ => " FOR UPDATE",
        }
        .to_owned();
        let names_tables = match self.backend() {
            Backend::Postgresql => true,
            Backend::Mysql => self.dialect.server_version.is_some_and(|v| v >= (8, 0, 1)),
            _ => false,
        };
        if !lock.of.is_empty() && names_tables {
            let mut names = Vec::new();
            for table in &lock.of {
                let name = self.name_of_from(table, Context { use_schema: false, ..context })?;
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            text += &format!(" OF {}", names.join(", "));
        }
        if lock.nowait {
            text += " NOWAIT";
        }
        if lock.skip_locked {
            text += " SKIP LOCKED";
        }
        Ok(text)
    }
}

/// Whether an operand of UNION stands in parentheses: it orders, limits or combines itself.
fn needs_parens(part: &Executable) -> bool {
    match part {
        Executable::Select(select) => {
            select.compound.is_some()
                || !select.order_by.is_empty()
                || select.limit.is_some()
                || select.offset.is_some()
                || select.fetch.is_some()
        }
        _ => false,
    }
}
