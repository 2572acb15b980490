//! Where the body of a trigger or a routine begins and ends.

/// Tracks whether the statement being read is inside a BEGIN .. END body.
#[derive(Default)]
pub(crate) struct Body {
    words: usize,
    creates: bool,
    routine: bool,
    depth: usize,
    /// The last word was an END that closed something.
    ended: bool,
}

impl Body {
    /// Takes the next word of the statement, in upper case.
    pub(crate) fn see(&mut self, word: &str) {
        self.words += 1;
        let ended = std::mem::take(&mut self.ended);
        match word {
            "CREATE" if self.words == 1 => self.creates = true,
            "TRIGGER" | "FUNCTION" | "PROCEDURE" | "EVENT" if self.creates && self.words <= 8 => {
                self.routine = true;
            }
            // END CASE closes what CASE has opened; the others have opened nothing here.
            "CASE" if ended => {}
            "IF" | "LOOP" | "WHILE" | "REPEAT" if ended => self.depth += 1,
            "BEGIN" | "CASE" if self.routine && (self.depth > 0 || word == "BEGIN") => {
                self.depth += 1;
            }
            "END" if self.depth > 0 => {
                self.depth -= 1;
                self.ended = true;
            }
            _ => {}
        }
    }

    /// Takes something that is no word: END and what it ends stand side by side.
    pub(crate) fn pass(&mut self) {
        self.ended = false;
    }

    /// Whether a semicolon would be one of the body's own.
    pub(crate) fn is_open(&self) -> bool {
        self.depth > 0
    }
}
