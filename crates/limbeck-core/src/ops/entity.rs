//! Views, functions, triggers and extensions, as `alembic_utils` declares them.

use serde::{Deserialize, Serialize};

/// Something that is made, replaced or dropped as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityOperation {
    pub act: EntityAct,
    /// What depends on it is dropped too.
    #[serde(default)]
    pub cascade: bool,
    #[serde(flatten)]
    pub entity: Entity,
}

/// What happens to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityAct {
    Create,
    Replace,
    Drop,
}

/// An object of a PostgreSQL schema that is no table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    pub schema: String,
    /// The name; a function's with its arguments.
    pub signature: String,
    /// What stands behind the name; empty for an extension.
    #[serde(default)]
    pub definition: String,
    #[serde(flatten)]
    pub kind: EntityKind,
}

/// What an entity is. As JSON, `kind` tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntityKind {
    View,
    MaterializedView {
        with_data: bool,
    },
    Function,
    Trigger {
        /// The table or view, as SQL names it.
        on_entity: String,
        is_constraint: bool,
    },
    Extension,
}
