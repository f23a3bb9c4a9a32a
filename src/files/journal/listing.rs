//! Sessions that have ended without being saved, and work that was let go: found, opened, thrown away.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::files::fault::Fault;
use crate::files::settings::StoredPath;
use crate::model::Document;

use super::{
    Head, Journal, KEPT, LET_GO, Record, SESSIONS, Told, frames, head_of, name_of, private_folder, read,
    seconds,
};

/// Why something is there to be recovered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Its session has ended without a word: a crash.
    Crashed,
    /// A running program is at work on it.
    Open,
    /// The person did not want to save it.
    Kept,
}

/// Work that can be recovered. Nothing of it is touched until somebody says what is to happen.
#[derive(Debug)]
pub struct Found {
    pub(super) root: PathBuf,
    pub(super) folder: PathBuf,
    /// Why it is there.
    pub place: Place,
    /// The file that it belongs to.
    pub origin: Option<PathBuf>,
    /// What is known of its last state.
    pub told: Told,
    /// Why it cannot be read, if so.
    pub damage: Option<String>,
    /// Held from the moment it is offered, so that no two windows offer the same.
    lock: Option<File>,
    instead: Option<String>,
}

impl Found {
    /// What it goes by.
    pub fn id(&self) -> String {
        name_of(&self.folder)
    }

    /// What it is called.
    pub fn name(&self) -> String {
        let file = self.origin.as_deref().and_then(Path::file_stem);
        match file {
            Some(stem) => stem.to_string_lossy().into_owned(),
            None if self.told.title.is_empty() => "Untitled".to_owned(),
            None => self.told.title.clone(),
        }
    }

    /// The project as it was written down last; the recovery copy stays as it is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn document(&self) -> Result<Document, Fault> {
        Ok(read(self)?.document)
    }

    /// Opens it and goes on with its recovery copy.
    ///
    /// # Errors
    /// When it cannot be read, or somebody else is at work on it. It stays as it was.
    pub fn recover(mut self) -> Result<(Document, Journal), Fault> {
        let lock = match self.lock.take() {
            Some(lock) => lock,
            None => {
                free_lock(&self.folder).ok_or_else(|| Fault::whole("Another window is at work on this"))?
            }
        };
        let whole = read(&self)?;
        let journal = Journal::resume(&self, lock, &whole).map_err(|cause| Fault::Read {
            cause,
            path: Some(self.folder.clone()),
        })?;
        Ok((whole.document, journal))
    }

    /// Takes it off what is offered at the start; it is kept for [`KEPT`].
    ///
    /// # Errors
    /// When it cannot be moved.
    pub fn let_go(mut self) -> io::Result<()> {
        drop(self.lock.take());
        let_go(&self.root, &self.folder)
    }

    /// Throws it away for good.
    ///
    /// # Errors
    /// When a running program is at work on it, or it cannot be removed.
    pub fn delete(mut self) -> io::Result<()> {
        if self.lock.is_none() {
            self.lock = free_lock(&self.folder);
        }
        if self.lock.is_none() {
            return Err(io::Error::other("another window is at work on it"));
        }
        fs::remove_dir_all(&self.folder)
    }
}

/// The lock of a session that nobody holds. The file itself is not changed by that.
fn free_lock(folder: &Path) -> Option<File> {
    let lock = File::open(folder.join("lock")).ok()?;
    lock.try_lock().is_ok().then_some(lock)
}

/// All that can be recovered, the newest first. Sessions that are offered are held by whoever has the list.
pub fn list(root: &Path) -> Vec<Found> {
    let mut found: Vec<Found> = [(SESSIONS, Place::Crashed), (LET_GO, Place::Kept)]
        .into_iter()
        .flat_map(|(inside, place)| {
            let folders = fs::read_dir(root.join(inside)).into_iter().flatten().flatten();
            folders.filter_map(move |entry| look(root, entry.path(), place))
        })
        .collect();
    // A crash may have come between a new recovery copy and the removal of the one before.
    let replaced: Vec<String> = found.iter().filter_map(|one| one.instead.clone()).collect();
    found.retain(|one| !replaced.contains(&one.id()));
    found.sort_by(|a, b| b.told.at.cmp(&a.told.at).then_with(|| b.id().cmp(&a.id())));
    found
}

/// The one that goes by this id.
pub fn find(root: &Path, id: &str) -> Option<Found> {
    list(root).into_iter().find(|one| one.id() == id)
}

fn look(root: &Path, folder: PathBuf, place: Place) -> Option<Found> {
    let lock = free_lock(&folder);
    let place = match (&lock, place) {
        (None, Place::Crashed) if folder.join("lock").exists() => Place::Open,
        _ => place,
    };
    let mut found = Found {
        root: root.to_owned(),
        folder,
        place,
        origin: None,
        told: Told::default(),
        damage: None,
        lock,
        instead: None,
    };
    let bytes = match fs::read(found.folder.join("log")) {
        Ok(bytes) => bytes,
        // It was about to begin: nothing has been written down yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            found.damage = Some(error.to_string());
            return Some(found);
        }
    };
    let (records, _) = frames::whole(&bytes);
    match head_of(&records) {
        Ok((head, rest)) => {
            let Head { origin, instead, .. } = head;
            found.origin = origin
                .and_then(StoredPath::into_path)
                .or_else(|| origin_of(&found.folder));
            found.instead = instead;
            // Only a beginning: the program ended before anything was written down.
            let last = rest.last()?;
            match serde_json::from_str::<Record<'_>>(last) {
                Ok(record) => found.told = record.told,
                Err(error) => found.damage = Some(error.to_string()),
            }
            // Everything was undone before the program ended: there is nothing to recover.
            (!found.told.saved || found.place != Place::Crashed).then_some(found)
        }
        Err(fault) => {
            found.damage = Some(fault.to_string());
            Some(found)
        }
    }
}

/// The file that a log belongs to which begins with a state of its own.
fn origin_of(folder: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(folder.join("origin")).ok()?;
    let stored: Option<StoredPath> = serde_json::from_str(&text).ok()?;
    stored?.into_path()
}

/// Moves a session to what is kept, with the time.
pub(super) fn let_go(root: &Path, folder: &Path) -> io::Result<()> {
    let kept = root.join(LET_GO);
    private_folder(&kept)?;
    fs::write(folder.join("kept"), "")?;
    let to = kept.join(name_of(folder));
    if to != folder {
        fs::rename(folder, to)?;
    }
    Ok(())
}

/// The log goes first: a folder without one is no session any more.
pub(super) fn remove_folder(folder: &Path) {
    let removed = fs::remove_file(folder.join("log")).and_then(|()| fs::remove_dir_all(folder));
    if let Err(error) = removed {
        log::warn!("a recovery copy is still there: {}: {error}", folder.display());
    }
}

/// Throws away what was let go longer ago than [`KEPT`] before `now`, and sessions that ended as long ago without
/// anything to recover; says how much.
pub fn prune(root: &Path, now: SystemTime) -> usize {
    let old = |path: &Path| {
        let since = fs::metadata(path).and_then(|found| found.modified());
        since.is_ok_and(|since| seconds(now).saturating_sub(seconds(since)) > KEPT.as_secs())
    };
    let folders = |inside| {
        let entries = fs::read_dir(root.join(inside)).into_iter().flatten().flatten();
        entries.map(|entry| entry.path())
    };
    let removed = |folder: &Path| {
        let lock = free_lock(folder);
        lock.is_some() && fs::remove_dir_all(folder).is_ok()
    };
    let let_go = folders(LET_GO).filter(|folder| old(&folder.join("kept")) && removed(folder));
    let ended = folders(SESSIONS).filter(|folder| {
        let log = folder.join("log");
        if !old(if log.exists() { &log } else { folder }) {
            return false;
        }
        match left_in(&log) {
            Left::Work => false,
            Left::Nothing => removed(folder),
            // That one would be offered again without the one that came in its place.
            Left::NothingInsteadOf(other) => {
                let other = root.join(SESSIONS).join(other);
                (!other.exists() || removed(&other)) && removed(folder)
            }
        }
    });
    let_go.count() + ended.count()
}

/// What the log of a session that has ended has to offer.
enum Left {
    /// Something that is in no file, or something that cannot be read.
    Work,
    /// Nothing that is not in a file.
    Nothing,
    /// The same, and it takes the place of the session of this name.
    NothingInsteadOf(String),
}

fn left_in(log: &Path) -> Left {
    let bytes = match fs::read(log) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Left::Nothing,
        Err(_) => return Left::Work,
    };
    let (records, _) = frames::whole(&bytes);
    let Ok((head, rest)) = head_of(&records) else {
        return Left::Work;
    };
    let saved = rest.last().is_none_or(|last| {
        let record = serde_json::from_str::<Record<'_>>(last);
        record.is_ok_and(|record| record.told.saved)
    });
    match head.instead {
        _ if !saved => Left::Work,
        None => Left::Nothing,
        // It is one part of a path and leads nowhere else.
        Some(other) if Path::new(&other).file_name() == Some(other.as_ref()) => Left::NothingInsteadOf(other),
        Some(_) => Left::Work,
    }
}
