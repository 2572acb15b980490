//! A reflected table as the diff compares it: as SQLAlchemy would reflect it, or in full.

use std::borrow::Cow;

use super::{
    dictionaries::index_options,
    facts::{ReflectedColumn, ReflectedIndex, ReflectedTable},
};
use crate::{
    dialect::Backend,
    expr::Expr,
    schema::{Autoincrement, Column, Constraint, ConstraintKind, Index, IndexElement, Table, Type},
};

/// How much of a table is compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Detail {
    /// What SQLAlchemy's Inspector tells, which is what Alembic compares.
    #[default]
    Inspector,
    /// All that the catalog knows.
    Full,
}

pub(super) fn to_model(reflected: &ReflectedTable, backend: Backend, detail: Detail) -> Table {
    let mut table = match detail {
        Detail::Inspector => reflected.to_table(backend),
        Detail::Full => without_inherited_checks(reflected).to_table(backend),
    };
    for (column, source) in table.columns.iter_mut().zip(&reflected.columns) {
        adapt_column(column, source, reflected, backend, detail);
    }
    for constraint in &mut table.constraints {
        if let ConstraintKind::Unique(_) = constraint.kind
            && backend == Backend::Postgresql
        {
            let options = &mut constraint.options;
            options
                .entry("postgresql_include".to_owned())
                .or_insert_with(|| Vec::<String>::new().into());
            options.entry("postgresql_nulls_not_distinct".to_owned()).or_insert(false.into());
        }
        if detail == Detail::Inspector && !matches!(constraint.kind, ConstraintKind::ForeignKey(_))
        {
            constraint.deferrable = None;
            constraint.initially = None;
        }
        if let ConstraintKind::PrimaryKey(_) = constraint.kind
            && constraint.name.text().is_none()
            && detail == Detail::Full
        {
            constraint.comment = None;
        }
    }
    if detail == Detail::Inspector {
        without_inline_deferral(&mut table, reflected);
    }
    let duplicates = reflected.indexes.iter().filter(|index| index.constraint.is_none());
    table.indexes = table
        .indexes
        .into_iter()
        .zip(duplicates)
        .filter_map(|(index, source)| adapt_index(index, source, backend, detail))
        .collect();
    let comment = format!("{}_comment", backend.name());
    if let (Detail::Inspector, Some(text)) = (detail, reflected.options.get(&comment)) {
        // SQLAlchemy has it twice.
        table.options.insert(comment, text.clone());
    }
    if reflected.is_foreign || reflected.is_virtual && detail == Detail::Full {
        table.options.insert(LEFT_ALONE.to_owned(), true.into());
    }
    if detail == Detail::Full {
        table.constraints.extend(reflected.exclude_constraints.iter().map(exclude));
        if reflected.is_partition {
            table.options.insert(PARTITION.to_owned(), true.into());
        }
    }
    table
}

/// What a table has from another one goes and comes with that one.
fn without_inherited_checks(reflected: &ReflectedTable) -> Cow<'_, ReflectedTable> {
    let checks = &reflected.check_constraints;
    if checks.iter().all(|check| !check.inherited) {
        return Cow::Borrowed(reflected);
    }
    let own = checks.iter().filter(|check| !check.inherited).cloned().collect();
    Cow::Owned(ReflectedTable { check_constraints: own, ..reflected.clone() })
}

/// The Inspector reads DEFERRABLE behind FOREIGN KEY alone.
fn without_inline_deferral(table: &mut Table, reflected: &ReflectedTable) {
    let is_key = |item: &&mut Constraint| matches!(item.kind, ConstraintKind::ForeignKey(_));
    let keys = table.constraints.iter_mut().filter(is_key).zip(&reflected.foreign_keys);
    for (constraint, _) in keys.filter(|(_, source)| source.is_inline) {
        (constraint.deferrable, constraint.initially) = (None, None);
    }
}

/// An EXCLUDE, its elements as the database writes them: an option holds the whole text.
fn exclude(source: &super::ReflectedExclude) -> crate::schema::Constraint {
    let parts = super::exclude::parts(&source.sql);
    let literal = |sql: &str| Expr::Literal { sql: sql.to_owned(), type_: None };
    let element = |(sql, operator): &(&str, &str)| crate::schema::ExcludeElement {
        expr: literal(sql),
        name: None,
        operator: (*operator).to_owned(),
    };
    crate::schema::Constraint {
        name: crate::schema::Name::Final { r#final: source.name.clone() },
        kind: ConstraintKind::Exclude(crate::schema::ExcludeConstraint {
            elements: parts.elements.iter().map(element).collect(),
            using: parts.using.map(str::to_owned),
            where_: parts.condition.map(|sql| Box::new(literal(sql))),
            ops: Default::default(),
        }),
        deferrable: parts.deferrable.then_some(true),
        initially: parts.deferred.then(|| "DEFERRED".to_owned()),
        comment: None,
        options: [(EXCLUDE_TEXT.to_owned(), source.sql.clone().into())].into_iter().collect(),
    }
}

/// The option of a reflected table that is a partition of another.
pub const PARTITION: &str = "limbeck_partition";

/// The option of a reflected table that no model makes, and no comparison changes or drops.
pub const LEFT_ALONE: &str = "limbeck_left_alone";

/// The option that holds a reflected EXCLUDE's text.
pub const EXCLUDE_TEXT: &str = "limbeck_definition";

fn adapt_column(
    column: &mut Column,
    source: &ReflectedColumn,
    table: &ReflectedTable,
    backend: Backend,
    detail: Detail,
) {
    if detail == Detail::Inspector {
        column.nullable = source.nullable;
        if backend == Backend::Sqlite {
            column.type_ = (*source.type_).clone();
        }
    }
    if detail == Detail::Full {
        // They come and go with the type.
        column.nullable |= source.from_domain.not_null;
        if source.from_domain.default {
            column.server_default = None;
        }
    }
    column.autoincrement = match (backend, source.autoincrement) {
        (Backend::Postgresql, true) => Autoincrement::True,
        (Backend::Postgresql, false) => Autoincrement::False,
        (Backend::Sqlite, _) => Autoincrement::Auto,
        (_, true) => Autoincrement::True,
        (_, false) if is_integer(&source.type_) => Autoincrement::False,
        (_, false) => Autoincrement::Auto,
    };
    if let Type::Sqlite(named) = &column.type_
        && matches!(named.name.as_str(), "DATE" | "DATETIME" | "TIME")
    {
        column.type_ = Type::Sql(named.clone());
    }
    keep_domain(&mut column.type_);
    if counted(table, source, detail).is_some() {
        column.server_default = None;
    }
}

/// Has no table make the domain that it uses: it is there.
fn keep_domain(type_: &mut Type) {
    if let Type::Postgresql(named) = type_ {
        match (named.name.as_str(), &mut named.item) {
            ("DOMAIN", _) => named.create_type = Some(false),
            (_, Some(item)) => keep_domain(item),
            _ => {}
        }
    }
}

/// A column of type INTEGER or BIGINT that counts by a sequence of its own, and the sequence.
pub(super) fn serial<'a>(
    table: &'a ReflectedTable,
    column: &ReflectedColumn,
) -> Option<(&'a str, &'a str)> {
    counting(&table.serials, column)
}

/// [`serial`], or by the sequence of another table, which a full comparison takes for a default
/// like any other unless the column came along with it.
pub(super) fn counted<'a>(
    table: &'a ReflectedTable,
    column: &ReflectedColumn,
    detail: Detail,
) -> Option<(&'a str, &'a str)> {
    let shared = || counting(&table.shared_serials, column);
    serial(table, column)
        .or_else(|| shared().filter(|_| detail == Detail::Inspector || column.inherited))
}

fn counting<'a>(
    known: &'a [(String, String)],
    column: &ReflectedColumn,
) -> Option<(&'a str, &'a str)> {
    let counts = matches!(&*column.type_, Type::Sql(named) if named.name != "SMALLINT");
    let found = known.iter().find(|(name, _)| counts && *name == column.name);
    found.map(|(name, sequence)| (name.as_str(), sequence.as_str()))
}

fn is_integer(type_: &Type) -> bool {
    let name = match type_ {
        Type::Sql(named) | Type::Mysql(named) => named.name.as_str(),
        _ => return false,
    };
    matches!(name, "INTEGER" | "BIGINT" | "SMALLINT" | "TINYINT" | "MEDIUMINT")
}

/// Whether Alembic takes `sql`, the default of a column as SQLite tells it, for an expression that
/// lacks the parentheses it was declared with.
///
/// ```
/// use limbeck_core::reflect::is_bare_expression;
/// assert!(is_bare_expression("CURRENT_TIMESTAMP"));
/// assert!(!is_bare_expression("'text'"));
/// ```
pub fn is_bare_expression(sql: &str) -> bool {
    let between = |open, close| {
        let inner = sql.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.contains('\n'))
    };
    let is_digit = sql.len() == 1 && sql.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    !(sql.is_empty() || is_digit || between('\'', '\'') || between('(', ')'))
}

fn adapt_index(
    mut index: Index,
    source: &ReflectedIndex,
    backend: Backend,
    detail: Detail,
) -> Option<Index> {
    // The condition stays the text that SQLAlchemy makes of it.
    if backend == Backend::Postgresql {
        index.options = index_options(source, backend).into_iter().collect();
        if source.include.is_empty() {
            index.options.shift_remove("postgresql_include");
        }
    }
    if detail == Detail::Full {
        return Some(index);
    }
    if backend == Backend::Sqlite {
        if source.elements.iter().any(|element| element.is_expression) {
            return None;
        }
        let plain = |element: &super::ReflectedIndexElement| IndexElement::Column {
            column: element.text.as_str().into(),
        };
        index.elements = source.elements.iter().map(plain).collect();
    } else {
        for element in &mut index.elements {
            without_collation(element);
        }
    }
    Some(index)
}

/// The Inspector says nothing of an element's collation.
fn without_collation(element: &mut IndexElement) {
    let IndexElement::Expr { expr, .. } = element else { return };
    let mut place = &mut **expr;
    while let Expr::Unary { operand, .. } = place {
        place = operand;
    }
    if let Expr::Collate { operand, .. } = place {
        *place = (**operand).clone();
    }
    if let Expr::Column(column) = &**expr {
        *element = IndexElement::Column { column: column.name.clone() };
    }
}
