//! What the comparisons of a run found, for a reader.

use limbeck_core::dialect::Backend;

use super::super::Run;
use crate::{
    Result,
    comparison::{self, Compared, Spelling},
};

impl Run {
    /// What the comparison found; the statements only where they are wanted.
    pub(crate) fn compared(&self, with_statements: bool) -> Result<Compared> {
        let mut compared = Compared { named: self.named_differences()?, ..Compared::default() };
        let found = self.upgrade_directives();
        let found = found.map_err(|error| self.host_error(self.raise_ask(error)))?;
        let bodies = self.generated.bodies.borrow();
        for (place, directives) in found {
            let Some(body) = bodies.get(place) else { continue };
            for directive in &directives {
                compared.lines.extend(comparison::lines(directive, &body.context.dialect));
            }
            // A copy of a table is made of it as it stands, which is before its parts are renamed.
            let is_renamed = !self.job.borrow().renamings.is_empty();
            let is_sqlite = body.context.dialect.backend == Backend::Sqlite;
            if with_statements && !(is_renamed && is_sqlite) {
                let spelling = Spelling {
                    context: body.context.surroundings(),
                    tables: &body.tables,
                    events: &self.project.subscriber,
                };
                compared.statements.extend(spelling.statements(&directives)?);
            }
        }
        Ok(compared)
    }
}
