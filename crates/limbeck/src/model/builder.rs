//! What the derives write: a table, built column by column.

use std::marker::PhantomData;

use limbeck_core::expr::Expr;
use serde_json::json;

use super::types::{CanCount, ColumnType, HasLength, HasPrecision};
use crate::schema::{
    Autoincrement, CheckConstraint, Column, Computed, Constraint, ConstraintKind, ForeignKey,
    Ident, Identity, Index, IndexElement, Name, PrimaryKey, ServerDefault, Table, Type,
    UniqueConstraint,
};

/// A table in the making; [`derive@crate::Table`] writes its calls.
#[derive(Debug)]
pub struct TableBuilder {
    table: Table,
}

/// A column in the making, of the Rust type `T`.
#[derive(Debug)]
pub struct ColumnBuilder<T> {
    column: Column,
    of: PhantomData<fn() -> T>,
}

/// An index in the making.
#[derive(Debug, Default)]
pub struct IndexBuilder {
    name: Name,
    elements: Vec<IndexElement>,
    unique: bool,
    options: crate::schema::Options,
}

// The bounds stand at each function, so that the compiler says in our words which type lacks what.
impl<T> ColumnBuilder<T> {
    /// A column of this name and of the type that `T` stands for.
    pub fn new(name: &str) -> Self
    where
        T: ColumnType,
    {
        let mut column = Column::new(name, T::column_type());
        column.nullable = T::NULLABLE;
        ColumnBuilder { column, of: PhantomData }
    }

    #[must_use]
    pub fn length(mut self, length: i64) -> Self
    where
        T: HasLength,
    {
        self.column.type_ = T::with_length(length);
        self
    }

    #[must_use]
    pub fn precision(mut self, precision: i64, scale: Option<i64>) -> Self
    where
        T: HasPrecision,
    {
        self.column.type_ = T::with_precision(precision, scale);
        self
    }

    /// A type that the database knows by this name, `CITEXT` say.
    #[must_use]
    pub fn sql_type(mut self, name: &str) -> Self {
        self.column.type_ = Type::UserDefined { spec: name.to_owned() };
        self
    }

    #[must_use]
    pub fn primary_key(mut self) -> Self {
        self.column.primary_key = true;
        self.column.nullable = false;
        // SQLite counts in a key that is called INTEGER alone, which there holds 64 bits.
        if self.column.type_ == Type::BigInteger {
            let variants = [("sqlite".to_owned(), Type::Integer)].into();
            self.column.type_ = Type::Variant { base: Box::new(Type::BigInteger), variants };
        }
        self
    }

    #[must_use]
    pub fn identity(mut self, always: bool) -> Self
    where
        T: CanCount,
    {
        self.column.identity = Some(Identity { always, ..Identity::default() });
        self
    }

    #[must_use]
    pub fn autoincrement(mut self, on: bool) -> Self
    where
        T: CanCount,
    {
        self.column.autoincrement = if on { Autoincrement::True } else { Autoincrement::False };
        self
    }

    #[must_use]
    pub fn server_default(mut self, expression: &str) -> Self {
        self.column.server_default = Some(ServerDefault::Expr(Box::new(sql(expression))));
        self
    }

    #[must_use]
    pub fn server_default_bool(mut self, value: bool) -> Self {
        let value = if value { Expr::True } else { Expr::False };
        self.column.server_default = Some(ServerDefault::Expr(Box::new(value)));
        self
    }

    #[must_use]
    pub fn computed(mut self, expression: &str, stored: Option<bool>) -> Self {
        self.column.computed =
            Some(Computed { expr: Box::new(sql(expression)), persisted: stored });
        self
    }

    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        self.column.comment = Some(comment.to_owned());
        self
    }
}

impl TableBuilder {
    pub fn new(name: &str) -> Self {
        TableBuilder { table: Table::new(name) }
    }

    #[must_use]
    pub fn schema(mut self, schema: &str) -> Self {
        self.table.schema = Some(schema.into());
        self
    }

    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        self.table.comment = Some(comment.to_owned());
        self
    }

    #[must_use]
    pub fn column<T>(mut self, column: ColumnBuilder<T>) -> Self {
        self.table.columns.push(column.column);
        self
    }

    /// The primary key, of the columns that are marked, under a name if it is given one.
    #[must_use]
    pub fn primary_key(self, name: Option<&str>) -> Self {
        let marked = self.table.columns.iter().filter(|column| column.primary_key);
        let columns: Vec<Ident> = marked.map(|column| column.name.clone()).collect();
        match columns.is_empty() {
            true => self,
            false => self.constraint(name, ConstraintKind::PrimaryKey(PrimaryKey { columns })),
        }
    }

    #[must_use]
    pub fn unique(self, name: Option<&str>, columns: &[&str]) -> Self {
        let columns = idents(columns);
        self.constraint(name, ConstraintKind::Unique(UniqueConstraint { columns }))
    }

    #[must_use]
    pub fn check(self, name: Option<&str>, condition: &str) -> Self {
        let check = CheckConstraint {
            condition: Box::new(sql(condition)),
            column_name: None,
            type_bound: false,
        };
        self.constraint(name, ConstraintKind::Check(check))
    }

    /// A foreign key to columns of `table`, which may be `schema.table`.
    #[must_use]
    pub fn foreign_key(
        self,
        name: Option<&str>,
        columns: &[&str],
        (table, referred): (&str, &[&str]),
        (on_delete, on_update): (Option<&str>, Option<&str>),
    ) -> Self {
        let (schema, table) = match table.split_once('.') {
            Some((schema, table)) => (Some(schema.into()), table),
            None => (None, table),
        };
        let key = ForeignKey {
            columns: idents(columns),
            referent_table: table.into(),
            referent_schema: schema,
            referent_columns: idents(referred),
            onupdate: on_update.map(str::to_owned),
            ondelete: on_delete.map(str::to_owned),
            match_: None,
            use_alter: false,
            link_to_name: false,
        };
        self.constraint(name, ConstraintKind::ForeignKey(key))
    }

    #[must_use]
    pub fn index(mut self, index: IndexBuilder) -> Self {
        self.table.indexes.push(Index {
            name: index.name,
            table: self.table.name.clone(),
            schema: self.table.schema.clone(),
            elements: index.elements,
            unique: index.unique,
            unique_is_number: false,
            options: index.options,
        });
        self
    }

    pub fn build(self) -> Table {
        self.table
    }

    fn constraint(mut self, name: Option<&str>, kind: ConstraintKind) -> Self {
        self.table.constraints.push(Constraint {
            name: name.map_or(Name::Unset, |name| Name::Plain(name.into())),
            kind,
            deferrable: None,
            initially: None,
            comment: None,
            options: Default::default(),
        });
        self
    }
}

impl IndexBuilder {
    /// An index of this name; without one, of the name that the naming convention gives.
    pub fn new(name: Option<&str>) -> Self {
        let name = name.map_or(Name::Unset, |name| Name::Plain(name.into()));
        IndexBuilder { name, ..IndexBuilder::default() }
    }

    #[must_use]
    pub fn column(mut self, column: &str) -> Self {
        self.elements.push(IndexElement::Column { column: column.into() });
        self
    }

    #[must_use]
    pub fn expression(mut self, expression: &str) -> Self {
        self.elements.push(IndexElement::Expr { expr: Box::new(sql(expression)), name: None });
        self
    }

    #[must_use]
    pub fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// The access method: `gin`, `hash`; PostgreSQL's and MySQL's.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        for dialect in ["postgresql", "mysql", "mariadb"] {
            self.options.insert(format!("{dialect}_using"), json!(method));
        }
        self
    }

    /// Only the rows for which this holds, on PostgreSQL and SQLite.
    #[must_use]
    pub fn filter(mut self, condition: &str) -> Self {
        for dialect in ["postgresql", "sqlite"] {
            let condition = json!({ "$expr": sql(condition) });
            self.options.insert(format!("{dialect}_where"), condition);
        }
        self
    }
}

fn idents(names: &[&str]) -> Vec<Ident> {
    names.iter().map(|name| Ident::from(*name)).collect()
}

/// SQL as it was written: a colon in it begins no parameter.
fn sql(text: &str) -> Expr {
    let mut escaped = String::with_capacity(text.len());
    let characters: Vec<char> = text.chars().collect();
    for (place, character) in characters.iter().enumerate() {
        let near =
            |place: Option<usize>| place.and_then(|place| characters.get(place)) == Some(&':');
        if *character == ':' && !near(place.checked_sub(1)) && !near(Some(place + 1)) {
            escaped.push('\\');
        }
        escaped.push(*character);
    }
    Expr::Text { sql: escaped, binds: Vec::new() }
}

/// A type of the database that a derive names; kept apart so that derives need no types of ours.
#[doc(hidden)]
pub fn enumeration(name: &str, schema: Option<&str>, values: &[&str], native: bool) -> Type {
    let longest = values.iter().map(|value| value.chars().count()).max().unwrap_or_default();
    Type::Enum(crate::schema::types::EnumType {
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        name: Name::Plain(name.into()),
        schema: schema.map(str::to_owned),
        length: i64::try_from(longest).ok(),
        native: Some(native),
        inherit_schema: false,
        ..Default::default()
    })
}
