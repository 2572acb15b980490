//! Constraints as Python, inside a table and in directives of their own.

use super::{Item, RenderError, RenderItem, Renderer, column::schema, flag, list, repr};
use crate::{
    expr::Expr,
    ops::{CreateConstraint, DropConstraint},
    schema::{
        CheckConstraint, Constraint, ConstraintKind, ExcludeConstraint, ForeignKey, Ident, Name,
    },
};

const UNNAMED: [&str; 3] = [
    "# WARNING: constraint name is None; this directive will fail as",
    "# rendered.  Add a name, or use a naming convention; see",
    "# https://alembic.sqlalchemy.org/en/latest/naming.html",
];

fn names(columns: &[Ident]) -> impl Iterator<Item = &str> {
    columns.iter().map(|column| column.name.as_str())
}

impl<R: RenderItem> Renderer<'_, R> {
    /// A name as Alembic writes it: `op.f('..')` where it stands finally.
    pub(super) fn name(&self, name: &Name) -> String {
        match name {
            Name::Unset => "None".to_owned(),
            Name::Plain(ident) => repr(&ident.name),
            Name::Final { r#final } => format!("{}f({})", self.op(), repr(r#final)),
        }
    }

    fn name_option(&self, name: &Name) -> Option<String> {
        name.text().map(|_| format!("name={}", self.name(name)))
    }

    /// A constraint among the arguments of `create_table`.
    pub(super) fn inline_constraint(
        &mut self,
        constraint: &Constraint,
    ) -> Result<Option<String>, R::Error> {
        if let Some(text) = self.ask(Item::Constraint(constraint))? {
            return Ok(text);
        }
        Ok(match &constraint.kind {
            ConstraintKind::PrimaryKey(key) if key.columns.is_empty() => None,
            ConstraintKind::PrimaryKey(key) => {
                let mut parts: Vec<String> = names(&key.columns).map(repr).collect();
                parts.extend(self.name_option(&constraint.name));
                Some(format!("{}PrimaryKeyConstraint({})", self.sa(), parts.join(", ")))
            }
            ConstraintKind::Unique(unique) => {
                let mut parts: Vec<String> = names(&unique.columns).map(repr).collect();
                parts.extend(deferral(constraint));
                parts.extend(self.name_option(&constraint.name));
                parts.extend(self.kwargs(&constraint.options)?);
                Some(format!("{}UniqueConstraint({})", self.sa(), parts.join(", ")))
            }
            ConstraintKind::ForeignKey(key) => Some(self.inline_foreign_key(constraint, key)?),
            ConstraintKind::Check(check) if check.type_bound => None,
            ConstraintKind::Check(check) => Some(self.inline_check(constraint, check)?),
            ConstraintKind::Exclude(exclude) => {
                let mut parts = self.exclude(exclude)?;
                parts.extend(exclude_options(constraint, exclude));
                parts.extend(self.name_option(&constraint.name));
                self.imports.insert("from sqlalchemy.dialects import postgresql".to_owned());
                Some(format!("postgresql.ExcludeConstraint({})", parts.join(", ")))
            }
        })
    }

    fn inline_foreign_key(
        &self,
        constraint: &Constraint,
        key: &ForeignKey,
    ) -> Result<String, RenderError> {
        let table = match &key.referent_schema {
            Some(schema) => format!("{schema}.{}", key.referent_table),
            None => key.referent_table.name.clone(),
        };
        let targets: Vec<String> =
            names(&key.referent_columns).map(|column| format!("{table}.{column}")).collect();
        let mut options: Vec<String> = self.name_option(&constraint.name).into_iter().collect();
        options.extend(actions(constraint, key));
        options.extend(self.kwargs(&constraint.options)?);
        Ok(format!(
            "{}ForeignKeyConstraint({}, {}, {})",
            self.sa(),
            list(names(&key.columns)),
            list(targets.iter().map(String::as_str)),
            options.join(", ")
        ))
    }

    fn inline_check(
        &self,
        constraint: &Constraint,
        check: &CheckConstraint,
    ) -> Result<String, RenderError> {
        let mut parts = vec![repr(&self.sql(&check.condition)?)];
        parts.extend(self.name_option(&constraint.name));
        parts.extend(self.kwargs(&constraint.options)?);
        Ok(format!("{}CheckConstraint({})", self.sa(), parts.join(", ")))
    }

    /// `(element, 'operator')` and the condition.
    fn exclude(&self, exclude: &ExcludeConstraint) -> Result<Vec<String>, RenderError> {
        let mut parts = Vec::new();
        for element in &exclude.elements {
            let shown = match &element.expr {
                Expr::Column(column) => {
                    format!("{}column({})", self.sa(), repr(&column.name.name))
                }
                Expr::Literal { sql, .. } => {
                    format!("{}literal_column({})", self.sa(), repr(sql))
                }
                expr => self.text(expr)?,
            };
            parts.push(format!("({shown}, {})", repr(&element.operator)));
        }
        if let Some(condition) = &exclude.where_ {
            parts.push(format!("where={}", self.text(condition)?));
        }
        Ok(parts)
    }

    pub(super) fn create_constraint(
        &self,
        create: &CreateConstraint,
    ) -> Result<String, RenderError> {
        let constraint = &create.constraint;
        let mut parts = vec![self.name(&constraint.name)];
        if !self.in_batch {
            parts.push(repr(&create.table.name));
        }
        let own_schema = || schema(create.schema.as_ref().filter(|_| !self.in_batch));
        let directive = match &constraint.kind {
            ConstraintKind::Unique(unique) => {
                parts.push(list(names(&unique.columns)));
                parts.extend(deferral(constraint));
                parts.extend(own_schema());
                parts.extend(self.kwargs(&constraint.options)?);
                "create_unique_constraint"
            }
            ConstraintKind::ForeignKey(key) => {
                parts.push(repr(&key.referent_table.name));
                parts.push(list(names(&key.columns)));
                parts.push(list(names(&key.referent_columns)));
                if let Some(schema) = create.schema.as_ref().filter(|_| !self.in_batch) {
                    parts.push(format!("source_schema={}", repr(&schema.name)));
                }
                if let Some(schema) = &key.referent_schema {
                    parts.push(format!("referent_schema={}", repr(&schema.name)));
                }
                parts.extend(actions(constraint, key));
                parts.extend(self.kwargs(&constraint.options)?);
                "create_foreign_key"
            }
            ConstraintKind::Check(check) => {
                parts.push(repr(&self.sql(&check.condition)?));
                parts.extend(own_schema());
                parts.extend(self.kwargs(&constraint.options)?);
                "create_check_constraint"
            }
            ConstraintKind::PrimaryKey(key) => {
                parts.push(list(names(&key.columns)));
                parts.extend(own_schema());
                "create_primary_key"
            }
            ConstraintKind::Exclude(exclude) => {
                parts.extend(self.exclude(exclude)?);
                parts.extend(exclude_options(constraint, exclude));
                parts.extend(own_schema());
                "create_exclude_constraint"
            }
        };
        Ok(format!("{}{directive}({})", self.op(), parts.join(", ")))
    }

    pub(super) fn drop_constraint(&mut self, drop: &DropConstraint) -> Vec<String> {
        let mut parts = vec![self.name(&drop.name)];
        if !self.in_batch {
            parts.push(repr(&drop.table.name));
            parts.extend(schema(drop.schema.as_ref()));
        }
        parts.extend(drop.type_.as_deref().map(|type_| format!("type_={}", repr(type_))));
        parts.extend(drop.if_exists.map(|it| format!("if_exists={}", flag(it))));
        let mut lines = Vec::new();
        if drop.name == Name::Unset {
            lines.extend(UNNAMED.map(str::to_owned));
            self.warnings.push(format!(
                "Autogenerate rendered a drop_constraint() directive for an unnamed constraint on \
                 table {}; the migration will fail unless a constraint name is added to the \
                 directive.  Consider using a naming convention so that constraint names are \
                 known ahead of time.",
                repr(&drop.table.name)
            ));
        }
        lines.push(format!("{}drop_constraint({})", self.op(), parts.join(", ")));
        lines
    }
}

fn deferral(constraint: &Constraint) -> Vec<String> {
    let mut parts = Vec::new();
    if constraint.deferrable == Some(true) {
        parts.push("deferrable=True".to_owned());
    }
    if let Some(initially) = &constraint.initially {
        parts.push(format!("initially={}", repr(initially)));
    }
    parts
}

fn actions(constraint: &Constraint, key: &ForeignKey) -> Vec<String> {
    let mut parts = Vec::new();
    let mut text = |key: &str, value: &Option<String>| {
        let value = value.as_deref().filter(|value| !value.is_empty());
        parts.extend(value.map(|value| format!("{key}={}", repr(value))));
    };
    text("onupdate", &key.onupdate);
    text("ondelete", &key.ondelete);
    text("initially", &constraint.initially);
    if constraint.deferrable == Some(true) {
        parts.push("deferrable=True".to_owned());
    }
    if key.use_alter {
        parts.push("use_alter=True".to_owned());
    }
    parts.extend(key.match_.as_deref().map(|value| format!("match={}", repr(value))));
    parts
}

/// Alembic shows these as strings of what they say.
fn exclude_options(constraint: &Constraint, exclude: &ExcludeConstraint) -> Vec<String> {
    let mut parts = Vec::new();
    if constraint.deferrable == Some(true) {
        parts.push("deferrable='True'".to_owned());
    }
    parts.extend(constraint.initially.as_deref().map(|it| format!("initially={}", repr(it))));
    parts.extend(exclude.using.as_deref().map(|using| format!("using={}", repr(using))));
    parts
}
