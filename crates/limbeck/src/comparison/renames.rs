//! Renames that only the user can tell from a drop and an addition.

use limbeck_core::{
    diff::{Differences, Rename, Renaming},
    schema::Ident,
};

use crate::Asker;

/// What `find` finds once the user has been asked about all that looks like a rename: it is called
/// again with those that were confirmed, since more may come to light within a renamed table.
///
/// Without an asker nothing is asked, and what looks like a rename stays among the findings.
///
/// # Errors
/// Those of `find`.
pub(crate) fn settled<E>(
    renamings: &mut Vec<Renaming>,
    asker: Option<&Asker>,
    mut find: impl FnMut(&[Renaming]) -> Result<Differences, E>,
) -> Result<Differences, E> {
    let mut refused: Vec<Rename> = Vec::new();
    loop {
        let mut found = find(renamings)?;
        let Some(asker) = asker else { return Ok(found) };
        found.renames.retain(|rename| !refused.contains(rename));
        let (confirmed, no): (Vec<Rename>, Vec<Rename>) =
            found.renames.drain(..).partition(|rename| asker.ask(&question(rename)));
        refused.extend(no);
        if confirmed.is_empty() {
            return Ok(found);
        }
        renamings.extend(confirmed.iter().map(Renaming::from));
    }
}

fn question(rename: &Rename) -> String {
    let (what, old, new) = said(rename);
    format!("Was {what} {old} renamed to {new}?")
}

/// A line that says what may be a rename.
pub(crate) fn rename_hint(rename: &Rename) -> String {
    let (what, old, new) = said(rename);
    let thing = match rename {
        Rename::Table { old, .. } => format!("the {what} {old}"),
        Rename::Column { .. } => old.clone(),
    };
    format!(
        "If this renames {thing} to {new}, rows are lost here: generate it by --rename {old}={new}"
    )
}

/// The kind of thing, its old name with what it is in, and its new one.
fn said(rename: &Rename) -> (&'static str, String, String) {
    let dot = |schema: &Option<Ident>| {
        schema.as_ref().map(|schema| format!("{schema}.")).unwrap_or_default()
    };
    match rename {
        Rename::Table { schema, old, new } => {
            ("table", format!("{}{old}", dot(schema)), new.to_string())
        }
        Rename::Column { table, schema, old, new } => {
            ("column", format!("{}{table}.{old}", dot(schema)), new.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    fn column(old: &str, new: &str) -> Rename {
        Rename::Column { table: "t".into(), schema: None, old: old.into(), new: new.into() }
    }

    #[test]
    fn each_question_is_put_once_and_what_comes_to_light_is_asked_too() {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        let asker = Asker::new(move |question| {
            kept.lock().expect("questions").push(question.to_owned());
            !question.contains("t.a ")
        });
        let table = Rename::Table { schema: Some("s".into()), old: "o".into(), new: "n".into() };
        let rounds = [
            vec![table, column("a", "b")],
            vec![column("a", "b"), column("c", "d")],
            vec![column("a", "b")],
        ];
        let mut rounds = rounds.into_iter();
        let mut renamings = Vec::new();
        let mut seen = Vec::new();
        let found = settled(&mut renamings, Some(&asker), |renamings| {
            seen.push(renamings.len());
            let renames = rounds.next().ok_or("asked too often")?;
            Ok::<_, &str>(Differences { renames, ..Differences::default() })
        });
        assert_eq!(found.map(|found| found.renames), Ok(Vec::new()));
        assert_eq!(seen, [0, 1, 2]);
        let expected: Vec<_> = ["s.o=n", "t.c=d"].into_iter().filter_map(Renaming::parse).collect();
        assert_eq!(renamings, expected);
        let asked = asked.lock().expect("questions").clone();
        assert_eq!(
            asked,
            [
                "Was table s.o renamed to n?",
                "Was column t.a renamed to b?",
                "Was column t.c renamed to d?",
            ]
        );
    }

    #[test]
    fn without_an_asker_hints_stay() {
        let found = settled(&mut Vec::new(), None, |_| {
            let renames = vec![column("a", "b")];
            Ok::<_, ()>(Differences { renames, ..Differences::default() })
        });
        let hints: Vec<String> =
            found.unwrap_or_default().renames.iter().map(rename_hint).collect();
        assert_eq!(
            hints,
            ["If this renames t.a to b, rows are lost here: generate it by --rename t.a=b"]
        );
    }
}
