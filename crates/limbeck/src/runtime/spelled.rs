//! Runs operations whose statements a script's functions of `@compiles` put in words of their own.

use limbeck_core::{
    ddl::{
        self, DdlContext, DdlError, Output,
        batch::{self, Source},
    },
    dialect::CompileError,
    ops::{BatchAlterTable, Operation},
    statement::Statement,
};
use limbeck_python::HostError;
use serde_json::Value as Json;

use super::{Run, context::MigrationContext, host::read};

/// What a function of `@compiles` makes of a statement.
#[derive(serde::Deserialize)]
struct Spelled {
    /// The statement without it.
    plain: String,
    text: String,
}

impl Spelled {
    /// Whether it is that statement: the same in its first words, which say what is done to
    /// which object.
    fn is_of(&self, sql: &str, words: usize) -> bool {
        sql.split_whitespace().take(words).eq(self.plain.split_whitespace().take(words))
    }

    /// Puts the script's own words in the statement's place.
    fn replace(&self, actions: &mut [ddl::Action]) -> Result<(), DdlError> {
        let mut statements: Vec<&mut Statement> =
            actions.iter_mut().flat_map(statements_of).collect();
        let find = |words| statements.iter().position(|one| self.is_of(&one.sql, words));
        let found = find(usize::MAX).or_else(|| find(4)).ok_or_else(|| {
            let own = &self.text;
            CompileError::Message(format!("the directive has no statement for @compiles: {own}"))
        })?;
        let statement = &mut statements[found];
        statement.sql.clone_from(&self.text);
        Ok(())
    }
}

fn statements_of(action: &mut ddl::Action) -> &mut [Statement] {
    match action {
        ddl::Action::Run(statement) | ddl::Action::RunIf { then: statement, .. } => {
            std::slice::from_mut(statement)
        }
        ddl::Action::Guard { statements, .. } => statements,
        _ => &mut [],
    }
}

/// An operation's own words, and those of the operations in a batch.
#[derive(Default)]
struct Words {
    own: Vec<Spelled>,
    inner: Vec<Vec<Spelled>>,
}

impl Words {
    /// Takes them out of the operation's JSON; none where there are none at all.
    fn take(payload: &mut Json) -> Result<Option<Words>, HostError> {
        let take = |payload: &mut Json| {
            payload.as_object_mut().and_then(|payload| payload.remove("spelled"))
        };
        let own = take(payload);
        let operations = payload.get_mut("operations").and_then(Json::as_array_mut);
        let inner: Vec<_> = operations.into_iter().flatten().map(take).collect();
        if own.is_none() && inner.iter().all(Option::is_none) {
            return Ok(None);
        }
        let words = |words: Option<Json>| words.map_or(Ok(Vec::new()), read);
        let inner = inner.into_iter().map(words).collect::<Result<_, _>>()?;
        Ok(Some(Words { own: words(own)?, inner }))
    }
}

impl Run {
    /// `_limbeck.call("invoke", operation)`.
    pub(super) fn invoke(&self, mut payload: Json) -> Result<(), HostError> {
        let context = self.context_of(&payload)?;
        let words = Words::take(&mut payload)?;
        let operation: Operation = read(payload)?;
        match words {
            None => self.perform(&context, &operation).map(drop),
            Some(words) => self.perform_spelled(&context, &operation, &words),
        }
    }

    /// Runs an operation with some of its statements in the words of a script's own `@compiles`.
    fn perform_spelled(
        &self,
        context: &MigrationContext,
        operation: &Operation,
        words: &Words,
    ) -> Result<(), HostError> {
        self.uninterrupted()?;
        let table = match operation {
            Operation::BatchAlterTable(alter) => self.table_to_copy(context, alter)?,
            _ => None,
        };
        let spell = |surroundings: &DdlContext<'_>, output: &mut Output| match operation {
            Operation::BatchAlterTable(alter) => {
                let source = table.as_ref().map(|table| Source { table, reflected: true });
                spell_batch(alter, source, words, surroundings, output)
            }
            operation => {
                ddl::emit(operation, surroundings, output)?;
                replace_all(&words.own, &mut output.actions)
            }
        };
        self.spell(context, spell).map(drop)
    }
}

fn replace_all(words: &[Spelled], actions: &mut [ddl::Action]) -> Result<(), DdlError> {
    words.iter().try_for_each(|own| own.replace(actions))
}

/// The statements of a batch: in place those of each operation with that one's words.
fn spell_batch(
    alter: &BatchAlterTable,
    source: Option<Source<'_>>,
    words: &Words,
    surroundings: &DdlContext<'_>,
    output: &mut Output,
) -> Result<(), DdlError> {
    if batch::needs_recreate(alter, surroundings) {
        batch::emit(alter, source, surroundings, output)?;
        return replace_all(&words.own, &mut output.actions);
    }
    for (operation, words) in batch::in_place(alter)?.iter().zip(&words.inner) {
        let start = output.actions.len();
        ddl::emit(operation, surroundings, output)?;
        replace_all(words, &mut output.actions[start..])?;
    }
    Ok(())
}
