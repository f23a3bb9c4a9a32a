//! How bytes get to the disk without ever losing the old ones.
//!
//! A file of its own is written in the same folder, synced, and then renamed over the old one; whatever fails on the
//! way, the old file stays as it was. All writing of this program goes through here.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

use crate::base::notice::Notice;

use super::fault::{IN_FOLDER, SaveFault};

/// Names of unfinished files begin so.
const PREFIX: &str = ".milieu-";

/// Unfinished files younger than this may still be in the making.
const YOUNG: Duration = Duration::from_secs(60);

/// As many links in a row as Linux follows.
const LINKS: usize = 40;

/// Puts `bytes` in the place of what `path` held, wholly or not at all.
///
/// A link is followed: its target is written and the link stays. The result says what could not be confirmed.
///
/// # Errors
/// When it was not saved; the old file is then untouched and nothing is left lying about.
pub fn write(path: &Path, bytes: &[u8]) -> Result<Vec<Notice>, SaveFault> {
    Ok(write_surely(path, bytes)?.notices)
}

/// The same, and whether the system has confirmed it.
pub(super) fn write_surely(path: &Path, bytes: &[u8]) -> Result<Written, SaveFault> {
    write_with(&mut Disk, path, bytes)
}

/// Something has been written.
#[derive(Debug)]
pub(super) struct Written {
    /// The system says that it is on the disk.
    pub(super) confirmed: bool,
    /// What the person should know.
    pub(super) notices: Vec<Notice>,
}

/// Writes `bytes` over a file whose folder takes no new one. A crash on the way leaves it broken, so what it held must
/// be kept elsewhere first.
pub(super) fn write_over(path: &Path, bytes: &[u8]) -> Result<Written, SaveFault> {
    let failed = |step| {
        move |cause| SaveFault::Write {
            step,
            cause,
            path: path.to_owned(),
        }
    };
    let mut file = File::options()
        .write(true)
        .open(path)
        .map_err(failed("opening the old file"))?;
    file.write_all(bytes).map_err(failed("writing"))?;
    file.set_len(bytes.len() as u64)
        .map_err(failed("cutting off what was longer"))?;
    file.sync_all().map_err(failed("writing to the disk"))?;
    Ok(Written {
        confirmed: true,
        notices: Vec::new(),
    })
}

/// The steps of the recipe, so that a test can let each of them fail.
trait Steps {
    fn create(&mut self, folder: &Path) -> io::Result<NamedTempFile>;
    fn write(&mut self, file: &mut NamedTempFile, bytes: &[u8]) -> io::Result<usize>;
    /// Returns whether the new file belongs to whom the old one belonged to.
    fn keep_permissions(&mut self, file: &NamedTempFile, old: &Metadata) -> io::Result<bool>;
    fn sync(&mut self, file: &NamedTempFile) -> io::Result<()>;
    fn rename(&mut self, file: NamedTempFile, target: &Path) -> io::Result<()>;
    fn sync_folder(&mut self, folder: &Path) -> io::Result<()>;
}

fn write_with(steps: &mut impl Steps, path: &Path, bytes: &[u8]) -> Result<Written, SaveFault> {
    let failed = |step| {
        move |cause| SaveFault::Write {
            step,
            cause,
            path: path.to_owned(),
        }
    };
    let target = follow_links(path)?;
    let old = match fs::symlink_metadata(&target) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed("looking at the old file")(error)),
    };
    if let Some(old) = &old {
        if let Some(what) = not_a_file(old) {
            return Err(SaveFault::NotAFile {
                what,
                path: path.to_owned(),
            });
        }
        if old.permissions().readonly() {
            return Err(SaveFault::ReadOnly {
                path: path.to_owned(),
            });
        }
    }
    let folder = folder_of(&target);
    let mut file = steps.create(folder).map_err(failed(IN_FOLDER))?;
    // Tells a sweep elsewhere that someone is at work; where locks do not exist, its age says so as well.
    file.as_file().try_lock().ok();
    let mut rest = bytes;
    while !rest.is_empty() {
        match steps.write(&mut file, rest) {
            Ok(0) => return Err(failed("writing")(io::ErrorKind::WriteZero.into())),
            Ok(written) => rest = &rest[written..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed("writing")(error)),
        }
    }
    let mut notices = Vec::new();
    if let Some(old) = &old {
        let same_owner = steps
            .keep_permissions(&file, old)
            .map_err(failed("keeping its permissions"))?;
        if !same_owner {
            notices.push(Notice::warning(
                "The file belongs to you now, as it could not be given back",
            ));
        }
        if has_other_names(old) {
            notices.push(Notice::warning(
                "The file had another name (a hard link); under that one it is still what it was before",
            ));
        }
    }
    steps.sync(&file).map_err(failed("writing to the disk"))?;
    steps
        .rename(file, &target)
        .map_err(failed("putting the new file in the place of the old one"))?;
    // From here on the new content is in place, so nothing may be reported as a failure.
    let confirmed = steps.sync_folder(folder).is_ok();
    if !confirmed {
        notices.push(
            Notice::warning("Saved, but the system could not confirm that the disk has it")
                .at(path.display().to_string()),
        );
    }
    Ok(Written { confirmed, notices })
}

/// Whether a file goes by several names, of which a save keeps only one.
#[cfg(unix)]
fn has_other_names(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    found.nlink() > 1
}

/// Other systems do not tell.
#[cfg(not(unix))]
fn has_other_names(_found: &Metadata) -> bool {
    false
}

/// The real thing.
struct Disk;

impl Steps for Disk {
    fn create(&mut self, folder: &Path) -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // What a plain new file gets; the system takes the umask off.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        builder.tempfile_in(folder)
    }

    fn write(&mut self, file: &mut NamedTempFile, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    #[cfg(unix)]
    fn keep_permissions(&mut self, file: &NamedTempFile, old: &Metadata) -> io::Result<bool> {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let file = file.as_file();
        let new = file.metadata()?;
        let mut same_owner = new.uid() == old.uid();
        if !same_owner || new.gid() != old.gid() {
            // Only root may give a file away; a group that one belongs to may be kept by anybody.
            if fchown(file, Some(old.uid()), Some(old.gid())).is_ok() {
                same_owner = true;
            } else if fchown(file, None, Some(old.gid())).is_err() {
                log::warn!("the file has another group now");
            }
        }
        // After its owner: giving a file away takes some of its permissions.
        file.set_permissions(old.permissions())?;
        Ok(same_owner)
    }

    #[cfg(not(unix))]
    fn keep_permissions(&mut self, file: &NamedTempFile, old: &Metadata) -> io::Result<bool> {
        file.as_file().set_permissions(old.permissions())?;
        Ok(true)
    }

    fn sync(&mut self, file: &NamedTempFile) -> io::Result<()> {
        file.as_file().sync_all()
    }

    #[cfg(not(windows))]
    fn rename(&mut self, file: NamedTempFile, target: &Path) -> io::Result<()> {
        file.persist(target).map(drop).map_err(|refused| refused.error)
    }

    /// A virus scanner or a sync client may hold the old file for a moment; it is waited for, never removed.
    #[cfg(windows)]
    fn rename(&mut self, mut file: NamedTempFile, target: &Path) -> io::Result<()> {
        const ACCESS_DENIED: i32 = 5;
        const SHARING_VIOLATION: i32 = 32;
        let mut tries = 20;
        loop {
            let refused = match file.persist(target) {
                Ok(_) => return Ok(()),
                Err(refused) => refused,
            };
            let held = matches!(
                refused.error.raw_os_error(),
                Some(ACCESS_DENIED | SHARING_VIOLATION)
            );
            tries -= 1;
            if !held || tries == 0 {
                return Err(refused.error);
            }
            file = refused.file;
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    #[cfg(unix)]
    fn sync_folder(&mut self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// Other systems have no such thing.
    #[cfg(not(unix))]
    fn sync_folder(&mut self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// Has the system put the names in a folder on the disk, where there is such a thing.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    Disk.sync_folder(folder)
}

/// Where a row of links ends, whether or not something is there.
fn follow_links(path: &Path) -> Result<PathBuf, SaveFault> {
    let mut at = path.to_owned();
    for _ in 0..=LINKS {
        let is_link = fs::symlink_metadata(&at).is_ok_and(|found| found.is_symlink());
        if !is_link {
            return Ok(at);
        }
        let target = fs::read_link(&at).map_err(|cause| SaveFault::Write {
            step: "following a link",
            cause,
            path: path.to_owned(),
        })?;
        at = match at.parent() {
            Some(folder) => folder.join(target),
            None => target,
        };
    }
    Err(SaveFault::LinkLoop {
        path: path.to_owned(),
    })
}

/// The folder that a file lies in.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// What stands there when it is no regular file.
pub(super) fn not_a_file(found: &Metadata) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let kind = found.file_type();
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some("a device");
        }
    }
    if found.is_dir() {
        Some("a folder")
    } else if found.is_file() {
        None
    } else {
        Some("something else")
    }
}

/// Removes what a killed program has left unfinished beside a file, and says how many.
///
/// See [`sweep`].
pub fn sweep_beside(path: &Path, now: SystemTime) -> usize {
    sweep(folder_of(path), now)
}

/// Removes unfinished files that a killed program has left in a folder, and says how many.
///
/// Young ones (before `now`) and those that a running program holds stay. What cannot be removed is left alone.
pub fn sweep(folder: &Path, now: SystemTime) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX))
        .filter(|entry| {
            entry.metadata().is_ok_and(|found| {
                let age = found
                    .modified()
                    .ok()
                    .and_then(|then| now.duration_since(then).ok());
                found.is_file() && age.is_some_and(|age| age > YOUNG)
            })
        })
        .filter(|entry| {
            let held = File::open(entry.path())
                .is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)));
            !held && fs::remove_file(entry.path()).is_ok()
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets one step fail, counted from 0, and writes at most a few bytes at a time.
    struct Faulty {
        step: usize,
        fails: usize,
        kind: io::ErrorKind,
        names: Vec<&'static str>,
    }

    impl Faulty {
        fn turn(&mut self, name: &'static str) -> io::Result<()> {
            let now = self.step;
            self.step += 1;
            self.names.push(name);
            if now == self.fails {
                Err(self.kind.into())
            } else {
                Ok(())
            }
        }
    }

    impl Steps for Faulty {
        fn create(&mut self, folder: &Path) -> io::Result<NamedTempFile> {
            self.turn("create")?;
            Disk.create(folder)
        }
        fn write(&mut self, file: &mut NamedTempFile, bytes: &[u8]) -> io::Result<usize> {
            self.turn("write")?;
            Disk.write(file, &bytes[..bytes.len().min(100)])
        }
        fn keep_permissions(&mut self, file: &NamedTempFile, old: &Metadata) -> io::Result<bool> {
            self.turn("permissions")?;
            Disk.keep_permissions(file, old)
        }
        fn sync(&mut self, file: &NamedTempFile) -> io::Result<()> {
            self.turn("sync")?;
            Disk.sync(file)
        }
        fn rename(&mut self, file: NamedTempFile, target: &Path) -> io::Result<()> {
            self.turn("rename")?;
            Disk.rename(file, target)
        }
        fn sync_folder(&mut self, folder: &Path) -> io::Result<()> {
            self.turn("folder")?;
            Disk.sync_folder(folder)
        }
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn promise_02_whichever_step_fails_the_old_or_the_new_file_is_there_and_nothing_else() {
        let new = vec![b'n'; 1_234];
        for exists in [false, true] {
            let mut fails = 0;
            loop {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("x.milieu");
                if exists {
                    fs::write(&path, b"old").unwrap();
                }
                let mut steps = Faulty {
                    step: 0,
                    fails,
                    kind: io::ErrorKind::StorageFull,
                    names: Vec::new(),
                };
                let result = write_with(&mut steps, &path, &new);
                let failed_at = steps.names.get(fails).copied();
                let found = fs::read(&path).ok();
                match failed_at {
                    None => {
                        let written = result.unwrap();
                        assert!(written.confirmed && written.notices.is_empty());
                        assert_eq!(found.as_deref(), Some(&*new));
                        break;
                    }
                    Some("folder") => {
                        let written = result.expect("the new content is in place");
                        assert_eq!((written.confirmed, written.notices.len()), (false, 1));
                        assert_eq!(found.as_deref(), Some(&*new));
                    }
                    Some(step) => {
                        let fault = result.unwrap_err().to_string();
                        assert!(fault.contains("the disk is full"), "{step}: {fault}");
                        assert!(fault.ends_with("x.milieu"), "{step}: {fault}");
                        let old: Option<&[u8]> = exists.then_some(b"old");
                        assert_eq!(found.as_deref(), old, "{step}");
                    }
                }
                let expected: &[&str] = if found.is_some() { &["x.milieu"] } else { &[] };
                assert_eq!(names_in(folder.path()), expected, "{failed_at:?}");
                fails += 1;
            }
            // 13 short writes and the other steps.
            assert_eq!(fails, if exists { 18 } else { 17 });
        }
    }

    #[test]
    fn promise_02_an_interruption_is_no_failure() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.milieu");
        let mut steps = Faulty {
            step: 0,
            fails: 2,
            kind: io::ErrorKind::Interrupted,
            names: Vec::new(),
        };
        write_with(&mut steps, &path, &[b'n'; 500]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), [b'n'; 500]);
    }

    #[test]
    fn promise_02_a_disk_that_takes_nothing_is_a_failure_not_a_hang() {
        struct Stuck;
        impl Steps for Stuck {
            fn create(&mut self, folder: &Path) -> io::Result<NamedTempFile> {
                Disk.create(folder)
            }
            fn write(&mut self, _: &mut NamedTempFile, _: &[u8]) -> io::Result<usize> {
                Ok(0)
            }
            fn keep_permissions(&mut self, _: &NamedTempFile, _: &Metadata) -> io::Result<bool> {
                Ok(true)
            }
            fn sync(&mut self, _: &NamedTempFile) -> io::Result<()> {
                Ok(())
            }
            fn rename(&mut self, file: NamedTempFile, target: &Path) -> io::Result<()> {
                Disk.rename(file, target)
            }
            fn sync_folder(&mut self, _: &Path) -> io::Result<()> {
                Ok(())
            }
        }
        let folder = tempfile::tempdir().unwrap();
        assert!(write_with(&mut Stuck, &folder.path().join("x"), b"abc").is_err());
        assert!(names_in(folder.path()).is_empty());
    }

    #[test]
    fn only_old_and_abandoned_leftovers_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in [".milieu-old", ".milieu-held", "my.milieu", ".other"] {
            fs::write(at(name), b"x").unwrap();
        }
        fs::create_dir(at(".milieu-folder")).unwrap();
        let held = File::open(at(".milieu-held")).unwrap();
        held.try_lock().unwrap();
        let written = fs::metadata(at(".milieu-old")).unwrap().modified().unwrap();
        assert_eq!(sweep(folder.path(), written + Duration::from_secs(30)), 0);
        assert_eq!(sweep(folder.path(), written + Duration::from_secs(3_600)), 1);
        assert_eq!(
            names_in(folder.path()),
            [".milieu-folder", ".milieu-held", ".other", "my.milieu"]
        );
        drop(held);
        assert_eq!(sweep(folder.path(), written + Duration::from_secs(3_600)), 1);
    }
}
