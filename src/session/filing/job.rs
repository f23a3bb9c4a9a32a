//! What a worker does with files: reading, saving, looking.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::exchange::read;
use crate::files::lock::{Holder, Lock};
use crate::files::project::Opened;
use crate::files::sheet::SheetFault;
use crate::files::versions::{self, Keep};
use crate::files::{self, SaveFault, Saved, Stamp};
use crate::model::Document;
use crate::session::action::{Action, Opening};
use crate::session::apart::Content;
use crate::session::export::Export;
use crate::session::placing::placed;

/// One thing at a time, in order.
pub(super) enum Job {
    Open(Box<Open>),
    Save(Box<Save>),
    /// Does the file still hold what was last read or written here?
    Look(PathBuf, Stamp),
    /// What is the file like now? The person has answered that what is here counts.
    Acknowledge(PathBuf),
    /// Reads a file to compare it with the project; the words say which state that is.
    Compare(PathBuf, String),
    Export(Box<Export>),
}

/// A file that is to be opened.
pub(super) struct Open {
    pub(super) path: PathBuf,
    pub(super) opening: Opening,
    /// State of the history when it was asked for.
    pub(super) asked_in: u64,
    pub(super) progress: Progress,
    /// The folder of the program's state, where locks are.
    pub(super) root: Option<PathBuf>,
    /// The lock of the file on the table.
    pub(super) lock: Option<Arc<Lock>>,
}

/// A save that was asked for.
pub(super) struct Save {
    pub(super) document: Arc<Document>,
    /// State of the history that the document is in.
    pub(super) state: u64,
    /// Epoch of the session that the document is of.
    pub(super) epoch: u64,
    pub(super) path: PathBuf,
    pub(super) goal: Goal,
    pub(super) over: Over,
    /// Go on with this once it is saved.
    pub(super) then: Option<Action>,
    /// What the file held before is kept there, in this way.
    pub(super) keep: Option<(PathBuf, Keep)>,
    /// The folder of the program's state, where locks are.
    pub(super) root: Option<PathBuf>,
    pub(super) lock: Option<Arc<Lock>>,
    /// Its folder takes no new file, so the old one is written over.
    pub(super) in_place: bool,
    /// It has failed because its folder takes no new file, though the old one may be written over.
    pub(super) only_folder_refuses: bool,
}

/// What a file is to the project that is saved to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// Its file already.
    Own,
    /// Its file from then on.
    Named,
    /// Nothing.
    Copy,
}

/// What a save may write over.
pub(super) enum Over {
    /// What was last read or written here.
    Known(Option<Stamp>),
    /// Nothing: it is not the name that the person saw and agreed to.
    Nothing,
    /// Whatever is there: the person has agreed.
    Anything,
}

/// What came of it.
pub(super) enum Done {
    Opened {
        open: Box<Open>,
        result: Result<(Opened, Stamp), files::Fault>,
    },
    /// Another window has it open.
    Locked(Box<Open>, Holder),
    /// Nobody wants the file any more that was being read.
    GivenUp,
    /// Another program has made this file.
    Foreign(PathBuf),
    Saved(Box<Save>, Result<Saved, SaveFault>),
    Looked {
        path: PathBuf,
        stamp: Stamp,
        holds: bool,
    },
    Acknowledged(PathBuf, Option<Stamp>),
    Compared(String, Result<Opened, files::Fault>),
    Exported(Result<Vec<Notice>, SheetFault>),
}

/// What [`super::FileState::busy`] begins with while a file is opened.
pub(super) const OPENING: &str = "Opening";

impl Job {
    /// What is being done, for the status bar; empty when nobody needs to know.
    pub(super) fn words(&self) -> String {
        let (verb, path) = match self {
            Self::Open(open) => (OPENING, &open.path),
            Self::Save(save) => ("Saving", &save.path),
            Self::Export(export) => ("Exporting", &export.path),
            Self::Compare(path, _) => ("Reading", path),
            // Too short and too frequent to be told.
            Self::Look(..) | Self::Acknowledge(_) => return String::new(),
        };
        format!(
            "{verb} {}",
            path.file_name().unwrap_or_default().to_string_lossy()
        )
    }

    pub(super) fn run(self, cancel: &Cancel) -> Done {
        match self {
            Self::Open(open) => open.run(cancel),
            Self::Save(mut save) => {
                let result = save.run();
                save.only_folder_refuses = result.as_ref().is_err_and(SaveFault::is_shut_folder)
                    && files::folder::takes_writing(&save.path);
                Done::Saved(save, result)
            }
            Self::Look(path, stamp) => {
                let holds = stamp.holds_for(&path);
                Done::Looked { path, stamp, holds }
            }
            Self::Acknowledge(path) => {
                let stamp = files::stamp(&path);
                Done::Acknowledged(path, stamp)
            }
            Self::Compare(path, words) => {
                let read = files::open_telling(&path, &Progress::new(), cancel);
                let result = read.map(|(opened, _)| placed(opened, &Progress::new(), cancel));
                if cancel.check().is_err() {
                    return Done::GivenUp;
                }
                Done::Compared(words, result)
            }
            Self::Export(export) => {
                let result = export.run();
                Done::Exported(result)
            }
        }
    }
}

impl Open {
    fn run(mut self: Box<Self>, cancel: &Cancel) -> Done {
        match self.take_lock() {
            Ok(lock) => self.lock = lock,
            Err(holder) => return Done::Locked(self, holder),
        }
        files::sweep_beside(&self.path, SystemTime::now());
        let read = files::open_telling(&self.path, &self.progress, cancel);
        let result = read.map(|(opened, stamp)| (placed(opened, &self.progress, cancel), stamp));
        if cancel.check().is_err() {
            return Done::GivenUp;
        }
        if result.is_err() && is_of_another_program(&self.path) {
            return Done::Foreign(self.path);
        }
        Done::Opened { open: self, result }
    }

    /// The lock under which the file is open from now on.
    fn take_lock(&self) -> Result<Option<Arc<Lock>>, Holder> {
        if matches!(self.opening, Opening::ReadOnly | Opening::Copy) {
            return Ok(None);
        }
        match take_lock(self.lock.as_ref(), self.root.as_deref(), &self.path) {
            // The person has been told, and wants it nevertheless.
            Err(_) if self.opening != Opening::Usual => Ok(None),
            result => result,
        }
    }
}

/// What is in it is no project, and its name does not say that it should be one.
fn is_of_another_program(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !name.to_ascii_lowercase().ends_with(".milieu")
        && Content::of(path).is_ok_and(|content| !read::is_project(content.head(), &name))
}

/// The lock of a file: the one that is held already, or a new one.
fn take_lock(
    held: Option<&Arc<Lock>>,
    root: Option<&Path>,
    path: &Path,
) -> Result<Option<Arc<Lock>>, Holder> {
    if let Some(held) = held.filter(|held| held.is_of(path)) {
        return Ok(Some(Arc::clone(held)));
    }
    let Some(root) = root else { return Ok(None) };
    Ok(Lock::take(root, path)?.map(Arc::new))
}

impl Save {
    pub(super) fn run(&mut self) -> Result<Saved, SaveFault> {
        let known = match &self.over {
            Over::Known(stamp) => stamp.as_ref(),
            Over::Nothing if files::folder::exists(&self.path) => {
                return Err(SaveFault::ChangedOnDisk {
                    path: self.path.clone(),
                });
            }
            Over::Nothing | Over::Anything => None,
        };
        let mut notices = Vec::new();
        if let Some((root, how)) = &self.keep
            && let Err(error) = versions::keep(root, &self.path, *how)
        {
            // Written over in place, a file that is not kept could be lost.
            if self.in_place {
                return Err(SaveFault::Write {
                    step: "keeping the version before",
                    cause: error,
                    path: self.path.clone(),
                });
            }
            let reason = files::fault::plain(&error);
            notices.push(Notice::warning(format!(
                "The version before this one could not be kept: {reason}"
            )));
        }
        let mut saved = if self.in_place {
            files::save_in_place(&self.document, &self.path, known)?
        } else {
            files::save(&self.document, &self.path, known)?
        };
        saved.notices.append(&mut notices);
        if self.goal != Goal::Copy {
            match take_lock(self.lock.as_ref(), self.root.as_deref(), &self.path) {
                Ok(lock) => self.lock = lock,
                Err(_) => {
                    self.lock = None;
                    if self.goal == Goal::Named {
                        saved.notices.push(Notice::warning(
                            "Another window of Milieu has this file open as well",
                        ));
                    }
                }
            }
        }
        Ok(saved)
    }
}
