//! Something worth telling the person: one sentence, and where more can be read.

use std::fmt;

/// How loudly a notice speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// All is well.
    Info,
    /// Something was repaired, dropped or could not be done, and the work goes on.
    Warning,
    /// What was asked for did not happen.
    Error,
}

/// A message to the person; it never interrupts and is never dropped silently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How loudly.
    pub severity: Severity,
    /// One short sentence without a stop.
    pub sentence: String,
    /// Where it happened, for instance `line 12, column 5` or an actor's name; may be empty.
    pub place: String,
}

impl Notice {
    /// Good news.
    pub fn info(sentence: impl Into<String>) -> Self {
        Self {
            severity: Severity::Info,
            sentence: sentence.into(),
            place: String::new(),
        }
    }

    /// Something was repaired or left out.
    pub fn warning(sentence: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            sentence: sentence.into(),
            place: String::new(),
        }
    }

    /// Something failed.
    pub fn error(sentence: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            sentence: sentence.into(),
            place: String::new(),
        }
    }

    /// The same notice with the place it speaks of.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            f.write_str(&self.sentence)
        } else {
            write!(f, "{}: {}", self.place, self.sentence)
        }
    }
}
