//! Opening and saving projects on a disk.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::Path;
use std::time::SystemTime;

use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::base::parallel;
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

    /// What a file is like now, without keeping what it holds.
    fn of_file(path: &Path) -> Result<Self, Fault> {
        let (mut file, found) = opened(path, LARGEST)?;
        let (mut len, mut hash) = (0, FNV_START);
        let mut piece = vec![0; 1 << 20];
        loop {
            match file.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => {
                    len += count as u64;
                    hash = hash_on(hash, &piece[..count]);
                }
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => {
                    return Err(Fault::Read {
                        cause,
                        path: Some(path.to_owned()),
                    });
                }
            }
        }
        Ok(Self {
            modified: found.modified().ok(),
            len,
            hash,
        })
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
        untouched || Self::of_file(path).map_or(true, |stamp| self.same_content(&stamp))
    }
}

/// FNV-1a over 64 bits (Fowler, Noll & Vo 1991): tells an accidental change, not an attack.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    hash_on(FNV_START, bytes)
}

/// Where the hash begins.
const FNV_START: u64 = 0xCBF2_9CE4_8422_2325;

/// The hash of what came before and of these bytes.
fn hash_on(before: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(before, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    })
}

/// A regular file and what the system knows of it. Folders, pipes and devices are refused without being touched.
fn opened(path: &Path, most: u64) -> Result<(File, Metadata), Fault> {
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
    Ok((File::open(path).map_err(unreadable)?, found))
}

/// The whole of a regular file, and what the system knows of it.
fn whole(path: &Path, most: u64) -> Result<(Vec<u8>, Metadata), Fault> {
    let (file, found) = opened(path, most)?;
    let room = usize::try_from(found.len() + 1).unwrap_or(0);
    let bytes = read_all(file, most, room).map_err(|fault| fault.in_file(path))?;
    Ok((bytes, found))
}

/// Reads a whole regular file.
pub(super) fn load(path: &Path, most: u64) -> Result<(Vec<u8>, Stamp), Fault> {
    let (bytes, found) = whole(path, most)?;
    let stamp = Stamp::of(&bytes, found.modified().ok());
    Ok((bytes, stamp))
}

/// All bytes, but no more than `most`; there are probably `room`.
fn read_all(from: impl Read, most: u64, room: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::with_capacity(room);
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
    let (bytes, found) = whole(path, LARGEST)?;
    let (read, stamp) = parallel::both(
        || project::read_telling(&bytes, progress, cancel),
        || Stamp::of(&bytes, found.modified().ok()),
    );
    Ok((read.map_err(|fault| fault.in_file(path))?, stamp))
}

/// Opens a project that comes through a pipe.
///
/// # Errors
/// As [`open`].
pub fn open_reader(from: impl Read) -> Result<Opened, Fault> {
    project::read(&read_all(from, LARGEST, 0)?)
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
    Stamp::of_file(path).ok()
}

fn save_by(
    write: impl FnOnce(&Path, &[u8]) -> Result<atomic::Written, SaveFault>,
    document: &Document,
    path: &Path,
    known: Option<&Stamp>,
) -> Result<Saved, SaveFault> {
    let text = project::write(document);
    // The worst a program can do is to save what it cannot read; this would be the last moment to notice.
    if !project::holds(&text, document) {
        return Err(SaveFault::Unfaithful {
            path: path.to_owned(),
        });
    }
    if let Some(known) = known {
        match Stamp::of_file(path) {
            Ok(found) if found.same_content(known) => {}
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
    Ok(whole(path, LARGEST)?.0)
}

/// Bytes of a regular file, as the system tells; none of anything else.
pub fn size_of(path: &Path) -> u64 {
    let found = fs::metadata(path).ok().filter(Metadata::is_file);
    found.map_or(0, |found| found.len())
}

/// The first bytes of a file, however large it is.
///
/// # Errors
/// When it cannot be read.
pub fn read_start(path: &Path, most: u64) -> Result<Vec<u8>, Fault> {
    read_piece(path, SeekFrom::Start(0), most)
}

/// The last bytes of a file, however large it is.
///
/// # Errors
/// When it cannot be read, or has fewer.
pub fn read_end(path: &Path, count: u32) -> Result<Vec<u8>, Fault> {
    read_piece(path, SeekFrom::End(-i64::from(count)), count.into())
}

fn read_piece(path: &Path, from: SeekFrom, most: u64) -> Result<Vec<u8>, Fault> {
    let (mut file, _) = opened(path, u64::MAX)?;
    let mut bytes = Vec::new();
    let read = file
        .seek(from)
        .and_then(|_| file.take(most).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(bytes),
        Err(cause) => Err(Fault::Read {
            cause,
            path: Some(path.to_owned()),
        }),
    }
}

/// The text of a file that is not a project, such as a script. A byte-order mark is taken off.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Fault> {
    let (bytes, _) = whole(path, LARGEST)?;
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
        let fault = read_all(io::repeat(b'x'), 1 << 20, 0).unwrap_err();
        assert!(
            matches!(fault, Fault::TooLarge { most: 1_048_576, .. }),
            "{fault}"
        );
        assert_eq!(read_all(&b"abc"[..], 3, 4).unwrap(), b"abc");
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // From the test vectors of its authors.
        assert_eq!(hash(b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(hash(b"foobar"), 0x8594_4171_F739_67E8);
    }
}
