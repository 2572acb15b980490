//! The column types of Rust types.

use crate::schema::{
    Type,
    types::{NumericArgs, TextArgs},
};

/// A Rust type that a column can hold.
///
/// A newtype takes the type of what it wraps:
///
/// ```
/// use limbeck::{model::ColumnType, schema::Type};
///
/// struct UserId(i64);
///
/// impl ColumnType for UserId {
///     fn column_type() -> Type {
///         i64::column_type()
///     }
/// }
/// assert_eq!(UserId::column_type(), Type::BigInteger);
/// # let _ = UserId(1).0;
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no column type",
    label = "no column holds this",
    note = "implement `limbeck::model::ColumnType` for it, derive `limbeck::DbEnum` on an enum, \
            turn on limbeck's feature for its crate (chrono, rust_decimal, time), or \
            leave the field out by `#[limbeck(skip)]`"
)]
pub trait ColumnType {
    /// Whether the column may be NULL.
    const NULLABLE: bool = false;

    /// The type of the column.
    fn column_type() -> Type;
}

/// A Rust type whose column takes `length`.
#[diagnostic::on_unimplemented(
    message = "a column of `{Self}` has no length",
    label = "`length` is for `String` and `Vec<u8>`"
)]
pub trait HasLength: ColumnType {
    /// The type with so many characters or bytes at most.
    fn with_length(length: i64) -> Type;
}

/// A Rust type whose column takes `precision` and `scale`.
#[diagnostic::on_unimplemented(
    message = "a column of `{Self}` has no precision",
    label = "`precision` and `scale` are for decimal numbers"
)]
pub trait HasPrecision: ColumnType {
    /// The type with so many digits, of which `scale` are behind the point.
    fn with_precision(precision: i64, scale: Option<i64>) -> Type;
}

/// A Rust type whose column can count by itself.
#[diagnostic::on_unimplemented(
    message = "a column of `{Self}` cannot count",
    label = "`identity` and `autoincrement` are for integers"
)]
pub trait CanCount: ColumnType {}

macro_rules! column_types {
    ($($(#[$attribute:meta])* $rust:ty => $type:expr;)*) => {$(
        $(#[$attribute])*
        impl ColumnType for $rust {
            fn column_type() -> Type {
                $type
            }
        }
    )*};
}

column_types! {
    bool => Type::Boolean { create_constraint: false, name: Default::default() };
    i16 => Type::SmallInteger;
    i32 => Type::Integer;
    i64 => Type::BigInteger;
    f32 => Type::Float(NumericArgs { precision: Some(24), scale: None });
    f64 => Type::Double(NumericArgs::default());
    String => Type::Text(TextArgs::default());
    Vec<u8> => Type::LargeBinary { length: None };
    #[cfg(feature = "chrono")] chrono::NaiveDate => Type::Date;
    #[cfg(feature = "chrono")] chrono::NaiveTime => Type::Time { timezone: false };
    #[cfg(feature = "chrono")] chrono::NaiveDateTime => Type::DateTime { timezone: false };
    #[cfg(feature = "time")] time::Date => Type::Date;
    #[cfg(feature = "time")] time::Time => Type::Time { timezone: false };
    #[cfg(feature = "time")] time::PrimitiveDateTime => Type::DateTime { timezone: false };
    #[cfg(feature = "time")] time::OffsetDateTime => Type::DateTime { timezone: true };
    uuid::Uuid => Type::Uuid { as_uuid: true, native_uuid: true };
    serde_json::Value => Type::Json { none_as_null: false };
    #[cfg(feature = "rust_decimal")] rust_decimal::Decimal => Type::Numeric(NumericArgs::default());
}

#[cfg(feature = "chrono")]
impl<Z: chrono::TimeZone> ColumnType for chrono::DateTime<Z> {
    fn column_type() -> Type {
        Type::DateTime { timezone: true }
    }
}

impl<T: ColumnType> ColumnType for Option<T> {
    const NULLABLE: bool = true;

    fn column_type() -> Type {
        T::column_type()
    }
}

/// An array, which PostgreSQL alone has; `Vec<u8>` is bytes.
impl<T: ColumnType> ColumnType for Vec<T> {
    fn column_type() -> Type {
        match T::column_type() {
            Type::Array { item, dimensions } => {
                Type::Array { item, dimensions: Some(dimensions.unwrap_or(1) + 1) }
            }
            item => Type::Array { item: Box::new(item), dimensions: None },
        }
    }
}

impl<T: ColumnType> ColumnType for Box<T> {
    const NULLABLE: bool = T::NULLABLE;

    fn column_type() -> Type {
        T::column_type()
    }
}

impl HasLength for String {
    fn with_length(length: i64) -> Type {
        Type::String(TextArgs { length: Some(length), collation: None })
    }
}

impl HasLength for Vec<u8> {
    fn with_length(length: i64) -> Type {
        Type::LargeBinary { length: Some(length) }
    }
}

impl<T: HasLength> HasLength for Option<T> {
    fn with_length(length: i64) -> Type {
        T::with_length(length)
    }
}

#[cfg(feature = "rust_decimal")]
impl HasPrecision for rust_decimal::Decimal {
    fn with_precision(precision: i64, scale: Option<i64>) -> Type {
        Type::Numeric(NumericArgs { precision: Some(precision), scale })
    }
}

impl HasPrecision for f64 {
    fn with_precision(precision: i64, scale: Option<i64>) -> Type {
        Type::Numeric(NumericArgs { precision: Some(precision), scale })
    }
}

impl<T: HasPrecision> HasPrecision for Option<T> {
    fn with_precision(precision: i64, scale: Option<i64>) -> Type {
        T::with_precision(precision, scale)
    }
}

impl CanCount for i16 {}
impl CanCount for i32 {}
impl CanCount for i64 {}
