//! Who has a file open: a lock for each path in the folder of the program's state, never beside the file.
//!
//! The lock is advisory and ends with the program that holds it, however it ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::journal::seconds;
use super::store::hash;

/// Folder of the locks, inside the folder of the program's state.
const FOLDER: &str = "locks";

/// A file is open here and nowhere else, as long as this lives.
#[derive(Debug)]
pub struct Lock {
    /// The file, by its one full name.
    path: PathBuf,
    _file: File,
}

/// Who else has a file open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Number of the process.
    pub process: u32,
    /// Since when, seconds since 1970.
    pub since: u64,
}

impl Lock {
    /// Takes the lock of a file. Where locks are not to be had, nobody is kept out and there is none.
    ///
    /// # Errors
    /// Who has the file open, as far as that is known.
    pub fn take(root: &Path, path: &Path) -> Result<Option<Self>, Holder> {
        let path = full_name(path);
        let folder = root.join(FOLDER);
        if fs::create_dir_all(&folder).is_err() {
            return Ok(None);
        }
        let name = folder.join(format!("{:016x}", hash(path.as_os_str().as_encoded_bytes())));
        let options = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&name);
        let Ok(mut file) = options else { return Ok(None) };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let text = fs::read_to_string(&name).unwrap_or_default();
                return Err(serde_json::from_str(&text).unwrap_or_default());
            }
            Err(TryLockError::Error(error)) => {
                log::warn!("no lock for {}: {error}", path.display());
                return Ok(None);
            }
        }
        let holder = Holder {
            process: std::process::id(),
            since: seconds(SystemTime::now()),
        };
        // Who it is, is only told; the lock itself is what counts.
        let told = file.set_len(0).is_ok()
            && serde_json::to_string(&holder).is_ok_and(|text| file.write_all(text.as_bytes()).is_ok());
        if !told {
            log::warn!("nobody can read who holds {}", path.display());
        }
        Ok(Some(Self { path, _file: file }))
    }

    /// It is the lock of this file.
    pub fn is_of(&self, path: &Path) -> bool {
        self.path == full_name(path)
    }
}

/// The one name of a file that may have several; of one that is not there yet, that of its folder with its own.
pub fn full_name(path: &Path) -> PathBuf {
    if let Ok(full) = fs::canonicalize(path) {
        return full;
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (path.parent().map(fs::canonicalize), path.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_one_is_told_who_was_first() {
        let (root, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = files.path().join("a.milieu");
        let first = Lock::take(root.path(), &path).unwrap().unwrap();
        fs::write(&path, "").unwrap();
        let other_name = files
            .path()
            .join("..")
            .join(files.path().file_name().unwrap())
            .join("a.milieu");
        let holder = Lock::take(root.path(), &other_name).unwrap_err();
        assert_eq!(holder.process, std::process::id());
        assert!(first.is_of(&other_name));
        assert!(
            Lock::take(root.path(), &files.path().join("b.milieu"))
                .unwrap()
                .is_some()
        );
        drop(first);
        assert!(Lock::take(root.path(), &path).unwrap().is_some());
        // A folder that cannot be made keeps nobody out.
        fs::write(root.path().join("no"), "").unwrap();
        assert!(Lock::take(&root.path().join("no"), &path).unwrap().is_none());
    }
}
