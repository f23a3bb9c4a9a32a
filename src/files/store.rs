//! Opening and saving projects on a disk.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::model::Document;

use super::atomic::{self, not_a_file};
use super::fault::{Fault, SaveFault};
use super::project::{self, Opened};

/// Files larger than this are refused before they are read: 2 GiB.
pub const LARGEST: u64 = 2 << 30;

/// What a file was like when it was last read or written here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    len: u64,
    hash: u64,
}

/// A project has been saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// What the file is like now.
    pub stamp: Stamp,
    /// The system says that the disk has it.
    pub confirmed: bool,
    /// What the person should know of it.
    pub notices: Vec<Notice>,
}

impl Stamp {
    fn of(bytes: &[u8], modified: Option<SystemTime>) -> Self {
        Self {
            modified,
            len: bytes.len() as u64,
            hash: hash(bytes),
        }
    }

    /// Bytes of the file.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// The file had no bytes.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn hash(&self) -> u64 {
        self.hash
    }

    /// The same content, whenever it was written.
    pub fn same_content(&self, other: &Self) -> bool {
        self.len == other.len && self.hash == other.hash
    }

    /// Whether the file still holds what it held, as far as its time and length tell; only when they have changed is
    /// the content compared. That is cheap enough to ask every second, but misses a change of the same length within
    /// one tick of the file system's clock; [`save`] always compares the content.
    ///
    /// A file that cannot be looked at counts as unchanged, since there is nothing newer to lose.
    pub fn holds_for(&self, path: &Path) -> bool {
        let Ok(found) = fs::metadata(path) else {
            return true;
        };
        let untouched = found.len() == self.len && found.modified().ok() == self.modified;
        untouched || load(path, LARGEST).map_or(true, |(_, stamp)| self.same_content(&stamp))
    }
}

/// FNV-1a over 64 bits (Fowler, Noll & Vo 1991): tells an accidental change, not an attack.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    })
}

/// Reads a whole regular file, with what it is like. Folders, pipes and devices are refused without being touched.
pub(super) fn load(path: &Path, most: u64) -> Result<(Vec<u8>, Stamp), Fault> {
    let (bytes, modified) = load_bytes(path, most)?;
    let stamp = Stamp::of(&bytes, modified);
    Ok((bytes, stamp))
}

fn load_bytes(path: &Path, most: u64) -> Result<(Vec<u8>, Option<SystemTime>), Fault> {
    let unreadable = |cause| Fault::Read {
        cause,
        path: Some(path.to_owned()),
    };
    let found = fs::metadata(path).map_err(unreadable)?;
    if let Some(what) = not_a_file(&found) {
        return Err(Fault::NotAFile {
            what,
            path: path.to_owned(),
        });
    }
    if found.len() > most {
        return Err(Fault::TooLarge {
            most,
            path: Some(path.to_owned()),
        });
    }
    let file = File::open(path).map_err(unreadable)?;
    // One byte more, which shows whether the file has grown.
    let room = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0) + 1);
    let bytes = read_into(room, file, most).map_err(|fault| fault.in_file(path))?;
    Ok((bytes, found.modified().ok()))
}

/// All bytes, but no more than `most`.
fn read_all(from: impl Read, most: u64) -> Result<Vec<u8>, Fault> {
    read_into(Vec::new(), from, most)
}

fn read_into(mut bytes: Vec<u8>, from: impl Read, most: u64) -> Result<Vec<u8>, Fault> {
    let read = from.take(most + 1).read_to_end(&mut bytes);
    match read {
        Ok(count) if count as u64 > most => Err(Fault::TooLarge { most, path: None }),
        Ok(_) => Ok(bytes),
        Err(cause) => Err(Fault::Read { cause, path: None }),
    }
}

/// Opens a project file.
///
/// # Errors
/// When it cannot be read or is not a project; see [`project::read`].
pub fn open(path: &Path) -> Result<(Opened, Stamp), Fault> {
    open_telling(path, &Progress::new(), &Cancel::new())
}

/// The same, telling how far it is; once `cancel` is raised it ends with a fault that says so.
///
/// # Errors
/// As [`open`].
pub fn open_telling(path: &Path, progress: &Progress, cancel: &Cancel) -> Result<(Opened, Stamp), Fault> {
    let (bytes, stamp) = load(path, LARGEST)?;
    let read = project::read_telling(&bytes, progress, cancel);
    Ok((read.map_err(|fault| fault.in_file(path))?, stamp))
}

/// Opens a project that comes through a pipe.
///
/// # Errors
/// As [`open`].
pub fn open_reader(from: impl Read) -> Result<Opened, Fault> {
    project::read(&read_all(from, LARGEST)?)
}

/// Saves a project. With `known`, a file that no longer holds what it held then is left alone; without, it is replaced.
///
/// # Errors
/// When it was not saved. The old file is then untouched.
pub fn save(document: &Document, path: &Path, known: Option<&Stamp>) -> Result<Saved, SaveFault> {
    save_by(atomic::write_surely, document, path, known)
}

/// The same, written over the old file where its folder takes no new one. A crash on the way leaves it broken, so what
/// it holds must be kept elsewhere first.
///
/// # Errors
/// When it was not saved; once writing has begun, the old file is broken then.
pub fn save_in_place(document: &Document, path: &Path, known: Option<&Stamp>) -> Result<Saved, SaveFault> {
    save_by(atomic::write_over, document, path, known)
}

/// What a file is like now; none where it cannot be read.
pub fn stamp(path: &Path) -> Option<Stamp> {
    load(path, LARGEST).ok().map(|(_, stamp)| stamp)
}

fn save_by(
    write: impl FnOnce(&Path, &[u8]) -> Result<atomic::Written, SaveFault>,
    document: &Document,
    path: &Path,
    known: Option<&Stamp>,
) -> Result<Saved, SaveFault> {
    let text = project::write(document);
    // The worst a program can do is to save what it cannot read; this would be the last moment to notice.
    let faithful = project::read(text.as_bytes()).is_ok_and(|again| again.document == *document);
    if !faithful {
        return Err(SaveFault::Unfaithful {
            path: path.to_owned(),
        });
    }
    if let Some(known) = known {
        match load(path, LARGEST) {
            Ok((_, found)) if found.same_content(known) => {}
            Ok(_) | Err(Fault::TooLarge { .. }) => {
                return Err(SaveFault::ChangedOnDisk {
                    path: path.to_owned(),
                });
            }
            // A file that is gone is made again; one that cannot be looked at fails at the next step, in its words.
            Err(Fault::Read { cause, .. }) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(SaveFault::Write {
                    step: "looking at the old file",
                    cause,
                    path: path.to_owned(),
                });
            }
            Err(_) => {}
        }
    }
    let written = write(path, text.as_bytes())?;
    let modified = fs::metadata(path).and_then(|found| found.modified()).ok();
    Ok(Saved {
        stamp: Stamp::of(text.as_bytes(), modified),
        confirmed: written.confirmed,
        notices: written.notices,
    })
}

/// All of a file that is not a project, such as one to import.
///
/// # Errors
/// When it cannot be read or is larger than [`LARGEST`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    Ok(load_bytes(path, LARGEST)?.0)
}

/// The text of a file that is not a project, such as a script. A byte-order mark is taken off.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Fault> {
    let (bytes, _) = load(path, LARGEST)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(_) => Err(Fault::whole("The text is not UTF-8").in_file(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_pipe_is_cut_off_at_the_cap() {
        let fault = read_all(io::repeat(b'x'), 1 << 20).unwrap_err();
        assert!(
            matches!(fault, Fault::TooLarge { most: 1_048_576, .. }),
            "{fault}"
        );
        assert_eq!(read_all(&b"abc"[..], 3).unwrap(), b"abc");
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // From the test vectors of its authors.
        assert_eq!(hash(b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(hash(b"foobar"), 0x8594_4171_F739_67E8);
    }
}
