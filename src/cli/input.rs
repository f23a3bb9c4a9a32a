//! Reading projects from files and pipes, writing results and messages.

use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::Context as _;

use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::exchange::read::is_project as is_own;
use crate::exchange::reading::Reading;
use crate::exchange::taking::Report;
use crate::files;
use crate::files::project::{FORMAT, Opened};
use crate::model::Document;
use crate::session::apart::Content;
use crate::session::placed;

/// The standard stream instead of a file.
pub(super) fn is_pipe(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The name that tells what a file may be and that messages speak of.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What a file or standard input holds; a large file is left where it is.
pub(super) fn content(path: &Path) -> anyhow::Result<Content> {
    if !is_pipe(path) {
        return Ok(Content::of(path)?);
    }
    let mut bytes = Vec::new();
    let most = files::LARGEST;
    io::stdin()
        .lock()
        .take(most + 1)
        .read_to_end(&mut bytes)
        .context("Standard input cannot be read")?;
    anyhow::ensure!(
        bytes.len() as u64 <= most,
        "Standard input is larger than {} MiB",
        most >> 20
    );
    Ok(Content::Bytes(bytes))
}

pub(super) use super::convert::bring_in;

/// A project of this program. Text that is no network of another program either is told so as a project.
pub(super) fn is_project(bytes: &[u8], name: &str) -> bool {
    is_own(bytes, name)
}

/// A project, or a network of another program that became one.
pub(super) struct Found {
    pub(super) opened: Opened,
    /// What was done to make a project of a network of another program.
    pub(super) report: Option<Report>,
}

/// What a command needs of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// What figures are made of: who brings no place along stands on a spiral, and nothing is laid out.
    Network,
    /// Also where everybody stands.
    Map,
}

/// A project or a network of another program, with what had to be repaired on the way.
pub(super) fn find(path: &Path, need: Need) -> anyhow::Result<Found> {
    let content = content(path)?;
    let name = name_of(path);
    let cancel = Cancel::new();
    if is_project(content.head(), &name) {
        let bytes = match content {
            Content::Bytes(bytes) => bytes,
            Content::File { path, .. } => files::read_bytes(&path)?,
        };
        let read = watched(&format!("Reading {name}"), |progress| {
            files::project::read_telling(&bytes, progress, &cancel)
        });
        let opened = read.with_context(|| path.display().to_string())?;
        drop(bytes);
        return Ok(Found {
            opened: match need {
                Need::Map => watched("Arranging the map", |progress| placed(opened, progress, &cancel)),
                Need::Network => opened,
            },
            report: None,
        });
    }
    let (document, _, report) = bring_in(vec![(name, content)], &Reading::guessed(), None, need)?;
    let opened = Opened {
        document,
        format: FORMAT,
        notices: report.notices(),
        unplaced: Vec::new(),
    };
    Ok(Found {
        opened,
        report: Some(report),
    })
}

/// A project; repairs are told on standard error.
pub(super) fn open_telling(path: &Path, need: Need) -> anyhow::Result<Document> {
    let opened = find(path, need)?.opened;
    tell(&opened.notices);
    Ok(opened.document)
}

/// A project as it is, or as it was in one of its snapshots; repairs are told on standard error.
pub(super) fn open_state(path: &Path, snapshot: Option<&str>, need: Need) -> anyhow::Result<Document> {
    let document = open_telling(path, need)?;
    match snapshot {
        None => Ok(document),
        Some(word) => state_of(&document, word).with_context(|| path.display().to_string()),
    }
}

/// Work that may take long: on a terminal, it says how far it is.
pub(super) fn watched<T>(what: &str, work: impl FnOnce(&Progress) -> T) -> T {
    /// Nobody needs to know of what takes no longer.
    const PATIENCE: Duration = Duration::from_secs(1);
    const BETWEEN_WORDS: Duration = Duration::from_millis(200);
    let progress = Progress::new();
    if !io::stderr().is_terminal() {
        return work(&progress);
    }
    let (working, ended) = channel::<()>();
    let told = progress.clone();
    let tell = move || {
        let mut wait = PATIENCE;
        while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            eprint!("\r\x1b[K{what}: {:.0} %", 100.0 * told.share());
            wait = BETWEEN_WORDS;
        }
        if wait != PATIENCE {
            eprint!("\r\x1b[K");
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(tell);
        let result = work(&progress);
        drop(working);
        result
    })
}

/// A project as it was in the snapshot with this name or id.
pub(super) fn state_of(document: &Document, word: &str) -> anyhow::Result<Document> {
    let id = document.find_snapshot(word)?;
    Ok(document
        .as_of(id)
        .expect("a snapshot that was found is in the document"))
}

/// A project whose changed version goes to `output`; the file of a newer version is not overwritten.
pub(super) fn open_to_change(path: &Path, output: &Path, need: Need) -> anyhow::Result<Document> {
    let opened = find(path, need)?.opened;
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

/// Prints a result that is no text.
pub(super) fn print_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// Prints a result; a closed pipe is an error that the caller can tell apart.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
