//! Why a file cannot be read or written, in words for people.

use std::io;
use std::path::{Path, PathBuf};

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why something cannot be opened. Nothing of it has been loaded.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The text is not what it should be.
    #[error("{what}{}{}", of_spot(.spot.as_ref()), of_path(.path.as_deref()))]
    Content {
        /// One sentence without a stop.
        what: String,
        /// Where in the text.
        spot: Option<Spot>,
        /// The file, if it came from one.
        path: Option<PathBuf>,
    },
    /// Not a regular file.
    #[error("This is {what}, not a file: {}", .path.display())]
    NotAFile {
        /// For instance "a folder".
        what: &'static str,
        /// What was asked for.
        path: PathBuf,
    },
    /// More bytes than this version takes.
    #[error("This is larger than {} MiB, the most that can be opened{}", .most >> 20, of_path(.path.as_deref()))]
    TooLarge {
        /// Bytes.
        most: u64,
        /// The file, if it came from one.
        path: Option<PathBuf>,
    },
    /// The system refused.
    #[error("It cannot be read: {}{}", plain(.cause), of_path(.path.as_deref()))]
    Read {
        /// What the system said; it is in the words already, so it is not given as their source as well.
        cause: io::Error,
        /// The file, if it came from one.
        path: Option<PathBuf>,
    },
}

impl Fault {
    /// A text that is wrong at a known place.
    pub(crate) fn content(what: impl Into<String>, spot: Spot) -> Self {
        Self::Content {
            what: in_one_line(what.into()),
            spot: Some(spot),
            path: None,
        }
    }

    /// A text that is wrong as a whole.
    pub(crate) fn whole(what: impl Into<String>) -> Self {
        Self::Content {
            what: in_one_line(what.into()),
            spot: None,
            path: None,
        }
    }

    /// Line of the text that is wrong, counted from 1.
    pub fn line(&self) -> Option<usize> {
        self.spot().map(|spot| spot.line)
    }

    /// Column of the text that is wrong, in characters, counted from 1.
    pub fn column(&self) -> Option<usize> {
        self.spot().map(|spot| spot.column)
    }

    fn spot(&self) -> Option<Spot> {
        match self {
            Self::Content { spot, .. } => *spot,
            _ => None,
        }
    }

    /// The same fault, said of this file.
    #[must_use]
    pub(crate) fn in_file(mut self, file: &Path) -> Self {
        match &mut self {
            Self::Content { path, .. } | Self::TooLarge { path, .. } | Self::Read { path, .. } => {
                *path = Some(file.to_owned());
            }
            Self::NotAFile { path, .. } => file.clone_into(path),
        }
        self
    }

    /// The same fault with other words, for a content; any other fault stays as it is.
    #[must_use]
    pub(super) fn reworded(mut self, words: impl FnOnce(&str) -> String) -> Self {
        if let Self::Content { what, .. } = &mut self {
            *what = words(what);
        }
        self
    }
}

/// Why something was not saved. What was on the disk before is still there, and so is the document in memory.
#[derive(Debug, thiserror::Error)]
pub enum SaveFault {
    /// Another program has written the file since it was opened or saved here.
    #[error("Another program has changed the file: {}", .path.display())]
    ChangedOnDisk {
        /// The file.
        path: PathBuf,
    },
    /// The file is marked read-only.
    #[error("The file is marked read-only: {}", .path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// A folder, pipe or device is in the place of the file.
    #[error("This is {what}, not a file: {}", .path.display())]
    NotAFile {
        /// For instance "a folder".
        what: &'static str,
        /// What is in the way.
        path: PathBuf,
    },
    /// Links that point at each other.
    #[error("These links go round in a circle: {}", .path.display())]
    LinkLoop {
        /// Where it starts.
        path: PathBuf,
    },
    /// The text did not read back as the same document; a mistake of this program.
    #[error("What would be written does not read back as the same project, so nothing was written: {}", .path.display())]
    Unfaithful {
        /// The file.
        path: PathBuf,
    },
    /// The system refused one of the steps.
    #[error("It was not saved, because {step} failed: {}: {}", plain(.cause), .path.display())]
    Write {
        /// Which step, for instance "writing".
        step: &'static str,
        /// What the system said.
        cause: io::Error,
        /// The file.
        path: PathBuf,
    },
}

/// The step that only the folder can refuse.
pub(super) const IN_FOLDER: &str = "making a new file in its folder";

impl SaveFault {
    /// The folder takes no new file; the old one may still take other content.
    pub fn is_shut_folder(&self) -> bool {
        matches!(self, Self::Write { step, cause, .. }
        if *step == IN_FOLDER && matches!(
            cause.kind(),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
        ))
    }
}

/// What a message quotes of a broken file may hold ends of lines and signs that move the cursor of a terminal.
fn in_one_line(what: String) -> String {
    if what.contains(char::is_control) {
        what.replace(char::is_control, " ")
    } else {
        what
    }
}

fn of_spot(spot: Option<&Spot>) -> String {
    spot.map_or_else(String::new, |spot| format!(" ({spot})"))
}

fn of_path(path: Option<&Path>) -> String {
    path.map_or_else(String::new, |path| format!(": {}", path.display()))
}

/// The system's reason without its error number.
pub(crate) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "the permission is missing".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => {
            let text = error.to_string();
            match text.find(" (os error") {
                Some(end) => text[..end].to_owned(),
                None => text,
            }
        }
    }
}
