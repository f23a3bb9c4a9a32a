//! Reading projects from files and pipes, writing results and messages.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Context as _;

use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::files;
use crate::files::project::{FORMAT, Opened};
use crate::model::Document;
use crate::session::placed;

/// The standard stream instead of a file.
pub(super) fn is_pipe(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A project with what had to be repaired on the way; every actor has a place.
pub(super) fn open(path: &Path) -> anyhow::Result<Opened> {
    let opened = if is_pipe(path) {
        files::open_reader(io::stdin().lock())?
    } else {
        files::open(path)?.0
    };
    Ok(placed(opened, &Progress::new(), &Cancel::new()))
}

/// A project; repairs are told on standard error.
pub(super) fn open_telling(path: &Path) -> anyhow::Result<Document> {
    let opened = open(path)?;
    tell(&opened.notices);
    Ok(opened.document)
}

/// A project as it is, or as it was in one of its snapshots; repairs are told on standard error.
pub(super) fn open_state(path: &Path, snapshot: Option<&str>) -> anyhow::Result<Document> {
    let document = open_telling(path)?;
    match snapshot {
        None => Ok(document),
        Some(word) => state_of(&document, word).with_context(|| path.display().to_string()),
    }
}

/// A project as it was in the snapshot with this name or id.
pub(super) fn state_of(document: &Document, word: &str) -> anyhow::Result<Document> {
    let id = document.find_snapshot(word)?;
    Ok(document
        .as_of(id)
        .expect("a snapshot that was found is in the document"))
}

/// A project whose changed version goes to `output`; the file of a newer version is not overwritten.
pub(super) fn open_to_change(path: &Path, output: &Path) -> anyhow::Result<Document> {
    let opened = open(path)?;
    tell(&opened.notices);
    if opened.newer() {
        anyhow::ensure!(
            is_pipe(output) || path != output,
            "This was written by a newer version of Milieu and is not overwritten; name another output: {}",
            path.display()
        );
        tell(&[Notice::warning(format!(
            "Written by a newer version of Milieu (format {}); the result has format {FORMAT}",
            opened.format
        ))]);
    }
    Ok(opened.document)
}

/// Messages go where they do not disturb a result.
pub(super) fn tell(notices: &[Notice]) {
    for notice in notices {
        eprintln!("milieu: {notice}");
    }
}

/// A text that is not a project, such as a script.
pub(super) fn read_text(path: &Path) -> anyhow::Result<String> {
    if is_pipe(path) {
        return io::read_to_string(io::stdin().lock()).context("Standard input cannot be read");
    }
    Ok(files::read_text(path)?)
}

/// Saves by the same recipe as the window, or prints.
pub(super) fn save(document: &Document, path: &Path) -> anyhow::Result<()> {
    if is_pipe(path) {
        return print(&files::project::write(document));
    }
    let saved = files::save(document, path, None)?;
    tell(&saved.notices);
    Ok(())
}

/// Prints a result; a closed pipe is an error that the caller can tell apart.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
