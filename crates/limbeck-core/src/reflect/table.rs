//! A reflected table as a value of the schema, for batch operations and the diff.

use super::{
    dictionaries::index_options,
    facts::{
        ReflectedColumn, ReflectedIndex, ReflectedIndexElement, ReflectedTable, ReflectedUnique,
    },
    model::{Detail, counted, serial},
    schema::Serial,
};
use crate::{
    dialect::Backend,
    expr::{ColumnRef, Expr},
    schema::{
        Autoincrement, CheckConstraint, Column, Computed, Constraint, ConstraintKind, ForeignKey,
        Ident, Index, IndexElement, Name, Options, PrimaryKey, ServerDefault, Table, Type,
        UniqueConstraint,
    },
};

impl ReflectedTable {
    /// The table with all that would create it again.
    ///
    /// An index that only serves a constraint is left out, since the constraint makes it.
    pub fn to_table(&self, backend: Backend) -> Table {
        let mut table = Table::new(self.name.as_str());
        table.schema = self.schema.as_deref().map(Ident::from);
        table.comment = self.comment.clone();
        table.options = self.options.clone();
        // The table has its comment already.
        table.options.shift_remove(&format!("{backend}_comment"));
        table.columns = self.columns.iter().map(|column| self.column(column, backend)).collect();
        table.constraints = self.constraints();
        table.indexes = self
            .indexes
            .iter()
            .filter(|index| index.constraint.is_none())
            .map(|index| self.index(index, backend))
            .collect();
        table
    }

    /// [`Self::to_table`] for a copy that takes the table's place. The old table's sequences go
    /// with it, so no default of the new one may name them; they are told of.
    pub fn to_copy(&self, backend: Backend) -> (Table, Vec<Serial>) {
        let mut table = self.to_table(backend);
        let serials = self.serials();
        for column in &mut table.columns {
            if serials.iter().any(|serial| serial.column == column.name.name) {
                column.server_default = None;
            }
        }
        (table, serials)
    }

    /// The columns that count by a sequence of their own.
    fn serials(&self) -> Vec<Serial> {
        self.serials_by(|column| serial(self, column))
    }

    /// The columns that are taken for SERIAL: those of [`Self::serials`], and some that count by
    /// the sequence of another table.
    pub(super) fn counted(&self, detail: Detail) -> Vec<Serial> {
        self.serials_by(|column| counted(self, column, detail))
    }

    fn serials_by<'a>(
        &'a self,
        find: impl Fn(&'a ReflectedColumn) -> Option<(&'a str, &'a str)>,
    ) -> Vec<Serial> {
        let found = self.columns.iter().filter_map(find);
        found
            .map(|(column, sequence)| Serial {
                schema: self.schema.clone(),
                table: self.name.clone(),
                column: column.to_owned(),
                sequence: sequence.to_owned(),
            })
            .collect()
    }

    fn column(&self, reflected: &ReflectedColumn, backend: Backend) -> Column {
        let type_ = with_collation((*reflected.type_).clone(), reflected.collation.as_deref());
        let mut column = Column::new(reflected.name.as_str(), type_);
        let keys = self.primary_key.iter().flat_map(|key| &key.columns);
        column.primary_key = keys.clone().any(|name| *name == reflected.name);
        // An INTEGER PRIMARY KEY of SQLite is never NULL, whatever its catalog says.
        column.nullable = reflected.nullable && !column.primary_key;
        column.comment = reflected.comment.clone();
        column.inherited = reflected.inherited;
        column.identity = reflected.identity.clone();
        column.computed = reflected.computed.as_ref().map(|computed| Computed {
            expr: Box::new(text(&computed.sql)),
            persisted: Some(computed.persisted),
        });
        column.server_default = reflected.default.as_ref().map(|sql| {
            // SQLite's catalog leaves out the parentheses that an expression needs.
            let sql = match backend == Backend::Sqlite && super::is_bare_expression(sql) {
                true => format!("({sql})"),
                false => sql.clone(),
            };
            ServerDefault::Expr(Box::new(text(&sql)))
        });
        column.autoincrement = match (reflected.autoincrement, backend) {
            (true, Backend::Sqlite | Backend::Mysql | Backend::Mariadb) => Autoincrement::True,
            (false, Backend::Mysql | Backend::Mariadb) => Autoincrement::False,
            _ => Autoincrement::Auto,
        };
        column
    }

    fn constraints(&self) -> Vec<Constraint> {
        let mut constraints = Vec::new();
        if let Some(key) = &self.primary_key {
            let kind = ConstraintKind::PrimaryKey(PrimaryKey { columns: idents(&key.columns) });
            let mut constraint = named(key.name.as_deref(), kind);
            constraint.comment = key.comment.clone();
            add_include(&mut constraint.options, &key.include);
            constraints.push(constraint);
        }
        constraints.extend(self.foreign_keys());
        // MySQL's unique constraints are its unique indexes, which have all that there is.
        let uniques = self.unique_constraints.iter().filter(|unique| !self.is_index(unique));
        for unique in uniques {
            let columns = idents(&unique.columns);
            let kind = ConstraintKind::Unique(UniqueConstraint { columns });
            let mut constraint = named(unique.name.as_deref(), kind);
            constraint.comment = unique.comment.clone();
            constraint.deferrable = unique.deferrable;
            constraint.initially = unique.initially.clone();
            add_include(&mut constraint.options, &unique.include);
            if unique.nulls_not_distinct {
                let key = "postgresql_nulls_not_distinct".to_owned();
                constraint.options.insert(key, true.into());
            }
            constraints.push(constraint);
        }
        for check in &self.check_constraints {
            let kind = ConstraintKind::Check(CheckConstraint {
                condition: Box::new(text(&check.sql)),
                column_name: None,
                type_bound: false,
            });
            let mut constraint = named(check.name.as_deref(), kind);
            constraint.comment = check.comment.clone();
            for (key, set) in [("not_valid", check.not_valid), ("no_inherit", check.no_inherit)] {
                if set {
                    constraint.options.insert(format!("postgresql_{key}"), true.into());
                }
            }
            constraints.push(constraint);
        }
        constraints
    }

    fn is_index(&self, unique: &ReflectedUnique) -> bool {
        let mut indexes = self.indexes.iter().filter(|index| index.constraint.is_none());
        indexes.any(|index| index.unique && Some(&index.name) == unique.name.as_ref())
    }

    fn foreign_keys(&self) -> impl Iterator<Item = Constraint> {
        self.foreign_keys.iter().map(|key| {
            let kind = ConstraintKind::ForeignKey(ForeignKey {
                columns: idents(&key.columns),
                referent_table: key.referred_table.as_str().into(),
                referent_schema: key.referred_schema.as_deref().map(Ident::from),
                referent_columns: idents(&key.referred_columns),
                onupdate: key.onupdate.clone(),
                ondelete: key.ondelete.clone(),
                match_: key.match_.clone(),
                use_alter: false,
                link_to_name: false,
            });
            let mut constraint = named(key.name.as_deref(), kind);
            constraint.deferrable = key.deferrable;
            constraint.initially = key.initially.clone();
            constraint.comment = key.comment.clone();
            if key.not_valid {
                constraint.options.insert("postgresql_not_valid".to_owned(), true.into());
            }
            constraint
        })
    }

    fn index(&self, index: &ReflectedIndex, backend: Backend) -> Index {
        let mut options: Options = index_options(index, backend).into_iter().collect();
        if index.include.is_empty() {
            options.shift_remove("postgresql_include");
        }
        if let Some(condition) = options.get_mut("postgresql_where") {
            let sql = condition.take();
            *condition = serde_json::json!({ "$expr": { "expr": "text", "sql": sql } });
        }
        Index {
            name: Name::Final { r#final: index.name.clone() },
            table: self.name.as_str().into(),
            schema: self.schema.as_deref().map(Ident::from),
            elements: index.elements.iter().map(element).collect(),
            unique: index.unique,
            unique_is_number: index.unique && backend == Backend::Sqlite,
            options,
        }
    }
}

fn element(element: &ReflectedIndexElement) -> IndexElement {
    if !element.is_expression && element.sorting.is_empty() && element.collation.is_none() {
        return IndexElement::Column { column: element.text.as_str().into() };
    }
    let mut expr = match element.is_expression {
        true => text(&element.text),
        false => {
            let name = element.text.as_str().into();
            Expr::Column(ColumnRef { name, ..ColumnRef::default() })
        }
    };
    if let Some(collation) = &element.collation {
        let operand = Box::new(expr);
        expr = Expr::Collate { operand, collation: collation.clone(), schema: None };
    }
    for sorting in &element.sorting {
        let (op, operand) = (format!("{sorting}_op"), Box::new(expr));
        expr = Expr::Unary { op, operand, custom: false, type_: None };
    }
    IndexElement::Expr { expr: Box::new(expr), name: Some(element.text.clone()) }
}

fn text(sql: &str) -> Expr {
    // A colon in text would start a bind.
    Expr::Text { sql: escape_colons(sql), binds: Vec::new() }
}

// `::` is left alone by the reader of binds, a single colon is not.
fn escape_colons(sql: &str) -> String {
    let bytes = sql.as_bytes();
    let mut out = String::with_capacity(sql.len());
    for (at, c) in sql.char_indices() {
        let alone = c == ':'
            && bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'_')
            && (at == 0 || bytes[at - 1] != b':');
        if alone {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn named(name: Option<&str>, kind: ConstraintKind) -> Constraint {
    Constraint {
        name: name.map_or(Name::Unset, |name| Name::Final { r#final: name.to_owned() }),
        kind,
        deferrable: None,
        initially: None,
        comment: None,
        options: Options::new(),
    }
}

fn idents(names: &[String]) -> Vec<Ident> {
    names.iter().map(|name| Ident::from(name.as_str())).collect()
}

fn add_include(options: &mut Options, include: &[String]) {
    if !include.is_empty() {
        options.insert("postgresql_include".to_owned(), include.into());
    }
}

fn with_collation(mut type_: Type, collation: Option<&str>) -> Type {
    if let (Some(collation), Type::Sql(named) | Type::Sqlite(named)) = (collation, &mut type_) {
        named.collation = Some(collation.to_owned());
    }
    type_
}
