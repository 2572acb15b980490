//! Our own answers, where they differ from Alembic's or are held word by word.

use std::{collections::BTreeMap, fs, path::Path};

use libtest_mimic::Failed;

use super::{Seen, equal};

/// The answers of a scenario's `limbeck.json`.
pub struct Ours {
    answers: BTreeMap<String, String>,
    update: bool,
}

impl Ours {
    pub fn read(scenario: &Path) -> Result<Self, Failed> {
        let update = std::env::var_os("LIMBECK_UPDATE").is_some();
        let path = scenario.join("limbeck.json");
        let answers = match path.exists() && !update {
            true => serde_json::from_str(&fs::read_to_string(path)?)?,
            false => BTreeMap::new(),
        };
        Ok(Ours { answers, update })
    }

    pub fn compare(&mut self, index: usize, command: &str, seen: &Seen) -> Result<(), String> {
        let key = format!("{index:02} {command}");
        let text = format!("{:?}\n{}\n{}", seen.status, seen.stdout, seen.stderr);
        if self.update {
            self.answers.insert(key, text);
            return Ok(());
        }
        match self.answers.get(&key) {
            Some(expected) => equal("answer", expected, &text),
            None => Err(format!("no answer of ours in limbeck.json; got:\n{text}")),
        }
    }

    pub fn write(&self, scenario: &Path) -> Result<(), Failed> {
        if self.update && !self.answers.is_empty() {
            let text = serde_json::to_string_pretty(&self.answers)?;
            fs::write(scenario.join("limbeck.json"), text + "\n")?;
        }
        Ok(())
    }
}
