//! Columns that count by the sequence of another table's column.

use std::collections::HashMap;

use super::Tables;

/// Notes the columns whose default is the next value of a sequence that a column of the same name
/// of another table owns, as one that is inherited has it: Alembic takes them for SERIAL.
pub(super) fn find_shared(tables: &mut Tables) {
    let owned = tables.values().flat_map(|table| &table.serials);
    let owners: HashMap<String, String> =
        owned.map(|(column, sequence)| (sequence.clone(), column.clone())).collect();
    if owners.is_empty() {
        return;
    }
    for table in tables.values_mut() {
        let counting = table.columns.iter().filter(|column| {
            column.autoincrement && !table.serials.iter().any(|(name, _)| *name == column.name)
        });
        table.shared_serials = counting
            .filter_map(|column| {
                let sequence = sequence_of(column.default.as_deref()?)?;
                (owners.get(&sequence) == Some(&column.name))
                    .then(|| (column.name.clone(), sequence))
            })
            .collect();
    }
}

/// The bare name in `nextval('"schema".name'::regclass)`.
fn sequence_of(default: &str) -> Option<String> {
    let (name, _) = default.strip_prefix("nextval('")?.split_once('\'')?;
    let name = name.replace('"', "");
    Some(name.rsplit('.').next().unwrap_or(&name).to_owned())
}
