//! All that models declare, or that a database holds.

use serde::{Deserialize, Serialize};

use super::{Sequence, Table, types::EnumType};

/// Tables, and what stands beside them: one metadata, or a reflected database.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schema {
    pub tables: Vec<Table>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sequences: Vec<Sequence>,
    /// Enumerations that are types of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enums: Vec<EnumType>,
}

impl Schema {
    /// Takes over what another part of the same metadata holds.
    ///
    /// ```
    /// use limbeck_core::schema::{Schema, Table};
    ///
    /// let part = |name: &str| Schema { tables: vec![Table::new(name)], ..Schema::default() };
    /// let mut schema = part("a");
    /// schema.append(part("b"));
    /// assert_eq!(schema.tables.len(), 2);
    /// ```
    pub fn append(&mut self, part: Schema) {
        self.tables.extend(part.tables);
        self.sequences.extend(part.sequences);
        self.enums.extend(part.enums);
    }
}
