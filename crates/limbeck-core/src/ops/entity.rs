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
    /// Back to what it was before it was replaced.
    Revert,
    Drop,
}

impl EntityOperation {
    /// The operation that does this to an entity, and to nothing that depends on it.
    pub fn new(act: EntityAct, entity: Entity) -> Self {
        EntityOperation { act, cascade: false, entity }
    }
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

impl Entity {
    /// The name alone: a function's without its arguments.
    pub fn name(&self) -> &str {
        match self.kind {
            EntityKind::Function => self.signature.split('(').next().unwrap_or_default().trim(),
            _ => self.signature.trim(),
        }
    }

    /// What kind of object it is, as the directives name it.
    pub fn kind_word(&self) -> &'static str {
        match self.kind {
            EntityKind::View => "view",
            EntityKind::MaterializedView { .. } => "materialized_view",
            EntityKind::Function => "function",
            EntityKind::Trigger { .. } => "trigger",
            EntityKind::Extension => "extension",
        }
    }

    /// The Python class that declares it.
    pub fn class(&self) -> &'static str {
        match self.kind {
            EntityKind::View => "PGView",
            EntityKind::MaterializedView { .. } => "PGMaterializedView",
            EntityKind::Function => "PGFunction",
            EntityKind::Trigger { .. } => "PGTrigger",
            EntityKind::Extension => "PGExtension",
        }
    }

    /// How log lines name it.
    pub fn identity(&self) -> String {
        let (class, Entity { schema, signature, .. }) = (self.class(), self);
        match &self.kind {
            EntityKind::Trigger { on_entity, is_constraint } => {
                let flag = if *is_constraint { "True" } else { "False" };
                format!("{class}: {schema}.{signature} {flag} {on_entity}")
            }
            _ => format!("{class}: {schema}.{signature}"),
        }
    }
}
