//! What a user sees: the only file that prints.

use std::{
    io::{self, IsTerminal, Write},
    sync::Mutex,
};

use limbeck::{
    Asker,
    config::without_passwords,
    events::{Event, Subscriber},
};

/// How output is shaped, decided once when the program starts.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    pub quiet: bool,
    /// Where standard input is a terminal, notes are wrapped and indented to its width, as
    /// Alembic does.
    pub width: Option<usize>,
    /// Whether modules that were stood in for are named.
    pub placeholders: bool,
}

impl Output {
    /// The output of this process.
    pub fn of_process(quiet: bool) -> Self {
        let width = io::stdin()
            .is_terminal()
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(terminal_size::Width(width), _)| usize::from(width))
            .filter(|width| *width > 0);
        Output { quiet, width, placeholders: false }
    }

    /// A subscriber that prints each event.
    pub fn subscriber(self) -> Subscriber {
        let stream = Mutex::new(io::BufWriter::with_capacity(1 << 16, io::stdout()));
        Subscriber::new(move |event| {
            // A poisoned lock means that another event failed half-way; what it wrote stands.
            let mut stream = stream.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            // A closed pipe ends the output, not the command: the database must be finished with.
            let _ = self.write(&mut *stream, event);
        })
    }

    fn write(self, stream: &mut impl Write, event: Event) -> io::Result<()> {
        match event {
            Event::Sql(text) => stream.write_all(text.as_bytes()),
            Event::Printed(text) => stream.write_all(text.as_bytes()),
            Event::Complaint(text) => {
                stream.flush()?;
                io::stderr().write_all(text.as_bytes())
            }
            Event::Flush => stream.flush(),
            Event::Output(line) if !self.quiet => writeln!(stream, "{line}"),
            Event::Message(message) if !self.quiet => writeln!(stream, "{}", self.wrap(&message)),
            Event::StatusStarted(status) if !self.quiet => {
                write!(stream, "{} ...", self.wrap(&status))?;
                stream.flush()
            }
            Event::StatusFinished { done } if !self.quiet => {
                writeln!(stream, "  {}", if done { "done" } else { "FAILED" })?;
                stream.flush()
            }
            Event::Warning { category, message } => {
                stream.flush()?;
                writeln!(io::stderr(), "{category}: {message}")
            }
            Event::Placeholder { module, file, line } if self.placeholders => {
                stream.flush()?;
                writeln!(io::stderr(), "placeholder: {module}, imported in {file}:{line}")
            }
            Event::Log { level, logger, message, logged: false } => {
                stream.flush()?;
                writeln!(io::stderr(), "{:<5.5} [{logger}] {message}", level.name())
            }
            _ => Ok(()),
        }
    }

    /// Who asks the user, where one sits at a terminal.
    pub fn asker(self) -> Option<Asker> {
        let is_there = io::stdin().is_terminal() && io::stderr().is_terminal();
        is_there.then(|| Asker::new(confirmed))
    }

    /// The closing line of a command that failed by the user's doing.
    pub fn failed(self, message: &str) {
        if !self.quiet {
            self.print(&self.wrap(&format!("FAILED: {}", without_passwords(message))));
        }
    }

    /// What stands behind the closing line.
    pub fn details(self, lines: &[String]) {
        if !self.quiet {
            lines.iter().for_each(|line| self.print(line));
        }
    }

    /// What a user can do about it.
    pub fn hint(self, hint: &str) {
        if !self.quiet {
            self.error(&format!("hint: {hint}"));
        }
    }

    /// An error that is no plain failure: a traceback, a database's refusal.
    pub fn error(self, text: &str) {
        // Where the stream is closed nobody listens; the exit status still tells.
        let _ = writeln!(io::stderr(), "{}", without_passwords(text.trim_end()));
    }

    /// A line that was asked for, whatever `--quiet` says.
    pub fn print(self, line: &str) {
        let _ = writeln!(io::stdout(), "{line}");
    }

    fn wrap(self, text: &str) -> String {
        let Some(width) = self.width else { return text.to_owned() };
        let options = textwrap::Options::new(width).initial_indent("  ").subsequent_indent("  ");
        textwrap::wrap(text, options).join("\n")
    }
}

/// Puts a question; nothing but a yes is one.
fn confirmed(question: &str) -> bool {
    let mut answer = String::new();
    let put = write!(io::stderr(), "{} [y/N] ", without_passwords(question));
    let read = put.and_then(|()| io::stdin().read_line(&mut answer));
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: Output, event: Event, expected: &str) {
        let mut written = Vec::new();
        output.write(&mut written, event).expect("a vector takes everything");
        assert_eq!(String::from_utf8_lossy(&written), expected);
    }

    const PLAIN: Output = Output { quiet: false, width: None, placeholders: false };

    #[test]
    fn notes_are_wrapped_only_on_a_terminal() {
        let note = || Event::Message("one two three".to_owned());
        check(PLAIN, note(), "one two three\n");
        check(Output { width: Some(10), ..PLAIN }, note(), "  one two\n  three\n");
        check(
            Output { width: Some(10), ..PLAIN },
            Event::Output("one two three".into()),
            "one two three\n",
        );
    }

    #[test]
    fn quiet_silences_all_but_sql() {
        let quiet = Output { quiet: true, ..PLAIN };
        check(quiet, Event::Output("line".into()), "");
        check(quiet, Event::StatusStarted("Generating x".into()), "");
        check(quiet, Event::Sql("SELECT 1;\n\n".into()), "SELECT 1;\n\n");
    }

    #[test]
    fn a_status_line_is_finished_in_place() {
        check(PLAIN, Event::StatusStarted("Generating x".into()), "Generating x ...");
        check(PLAIN, Event::StatusFinished { done: true }, "  done\n");
        check(PLAIN, Event::StatusFinished { done: false }, "  FAILED\n");
    }
}
