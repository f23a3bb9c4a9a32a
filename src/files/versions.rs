//! Earlier versions of a file: what it held before the first save of each session.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::atomic;
use super::journal::seconds;
use super::lock::full_name;
use super::store::hash;

/// Folder of the versions, inside the folder of the program's state.
const FOLDER: &str = "versions";
/// So many of each file are kept.
pub const KEPT: usize = 10;

/// Where earlier versions are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// In the folder of the program's state, the last [`KEPT`] of each file.
    #[default]
    Apart,
    /// Beside the file, the last one, with `~` after its name.
    Beside,
    /// Nowhere.
    Nowhere,
}

impl Keep {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Apart, Self::Beside, Self::Nowhere];

    /// What people choose.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Apart => "The last ten, in a folder of the program",
            Self::Beside => "The last one, beside the file",
            Self::Nowhere => "None",
        }
    }
}

/// An earlier version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The file that holds it.
    pub path: PathBuf,
    /// When it was last written as the person's file, seconds since 1970.
    pub at: u64,
    /// Bytes.
    pub len: u64,
}

fn folder_of(root: &Path, path: &Path) -> PathBuf {
    let name = full_name(path);
    root.join(FOLDER)
        .join(format!("{:016x}", hash(name.as_os_str().as_encoded_bytes())))
}

fn beside(path: &Path) -> PathBuf {
    let mut name = full_name(path).into_os_string();
    name.push("~");
    name.into()
}

/// Keeps what a file holds now. A file that is not there, and one that is the newest version kept already, needs
/// nothing.
///
/// # Errors
/// When it could not be kept; the file is as it was.
pub fn keep(root: &Path, path: &Path, how: Keep) -> io::Result<()> {
    let found = match fs::metadata(path) {
        Ok(found) if found.is_file() => found,
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    match how {
        Keep::Nowhere => Ok(()),
        Keep::Beside => copy(path, &beside(path)),
        Keep::Apart => {
            let folder = folder_of(root, path);
            fs::create_dir_all(&folder)?;
            let at = found.modified().map_or(0, seconds);
            let versions = in_folder(&folder);
            let newest = versions.first().map(|version| (version.at, version.len));
            if newest == Some((at, found.len())) {
                return Ok(());
            }
            let taken = |n: &u32| !folder.join(name(at, *n)).exists();
            let free = (0..).find(taken).expect("names do not run out");
            copy(path, &folder.join(name(at, free)))?;
            for old in versions.iter().skip(KEPT - 1) {
                fs::remove_file(&old.path).ok();
            }
            Ok(())
        }
    }
}

/// A name that sorts by time.
fn name(at: u64, n: u32) -> String {
    format!("{at:012}-{n}.milieu")
}

/// Copies a file, wholly or not at all.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().unwrap_or(Path::new("."));
    let half = tempfile::Builder::new().prefix(".milieu-").tempfile_in(folder)?;
    fs::copy(from, half.path())?;
    half.as_file().sync_all()?;
    half.persist(to).map_err(|refused| refused.error)?;
    atomic::sync_folder(folder)
}

/// The earlier versions of a file, the newest first.
pub fn list(root: &Path, path: &Path) -> Vec<Version> {
    let mut versions = in_folder(&folder_of(root, path));
    let beside = beside(path);
    if let Ok(found) = fs::metadata(&beside)
        && found.is_file()
    {
        versions.push(Version {
            at: found.modified().map_or(0, seconds),
            len: found.len(),
            path: beside,
        });
        versions.sort_by_key(|version| std::cmp::Reverse(version.at));
    }
    versions
}

fn in_folder(folder: &Path) -> Vec<Version> {
    let mut versions: Vec<Version> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let at = name.strip_suffix(".milieu")?.split_once('-')?.0.parse().ok()?;
            let len = entry.metadata().ok()?.len();
            Some(Version {
                path: entry.path(),
                at,
                len,
            })
        })
        .collect();
    versions.sort_by(|a, b| b.path.cmp(&a.path));
    versions
}

/// Removes the unfinished copies that a killed program has left among the versions of a file.
pub fn sweep(root: &Path, path: &Path, now: SystemTime) -> usize {
    atomic::sweep(&folder_of(root, path), now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::time::Duration;

    #[test]
    fn the_last_ten_are_kept_the_newest_first() {
        let (root, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = files.path().join("a.milieu");
        keep(root.path(), &path, Keep::Apart).unwrap();
        assert!(
            list(root.path(), &path).is_empty(),
            "a new file has no earlier version"
        );
        for n in 0..13 {
            fs::write(&path, format!("version {n}")).unwrap();
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + n);
            File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_modified(time)
                .unwrap();
            // The second time there is nothing new to keep.
            keep(root.path(), &path, Keep::Apart).unwrap();
            keep(root.path(), &path, Keep::Apart).unwrap();
        }
        let versions = list(root.path(), &path);
        assert_eq!(versions.len(), KEPT);
        let texts: Vec<String> = versions
            .iter()
            .map(|version| fs::read_to_string(&version.path).unwrap())
            .collect();
        assert_eq!(
            (texts[0].as_str(), texts[9].as_str()),
            ("version 12", "version 3")
        );
        assert_eq!(versions[0].at, 1_000_012);
        keep(root.path(), &path, Keep::Beside).unwrap();
        assert_eq!(
            fs::read_to_string(files.path().join("a.milieu~")).unwrap(),
            "version 12"
        );
        assert_eq!(list(root.path(), &path).len(), KEPT + 1);
        keep(root.path(), &path, Keep::Nowhere).unwrap();
    }
}
