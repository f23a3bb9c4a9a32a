//! The recovery copy: what has been done since the last save, written down as it happens, apart from the person's file.
//!
//! Each open project has a folder of its own, named after the session and not after the file: `lock` is held while
//! somebody works on it, `log` holds what happened (see `frames`), `base.milieu` the state that the log begins with,
//! unless that is nothing or still lies where it was opened. A log begins with a `Head`; each further record has the
//! difference to the one before (see `files::delta`). A record that was torn by a crash is left out; all before it
//! counts.

mod frames;
mod listing;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::model::Document;

use super::fault::Fault;
use super::settings::StoredPath;
use super::store::{Stamp, hash, load};
use super::{LARGEST, atomic, delta, project, reader};

pub use listing::{Found, Place, find, list, prune};

/// Work that nobody wanted to save is kept this long.
pub const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Folder of open and of crashed sessions, inside the folder of the program's state.
const SESSIONS: &str = "sessions";
/// Folder of work that was let go.
const LET_GO: &str = "kept";
/// Files of this many bytes are copied afterwards instead of written anew first.
const LARGE: u64 = 8 << 20;
/// A log of at least so many bytes is begun anew once it is longer than what it begins with.
const LONG: u64 = 4 << 20;
/// And one of so many records, once it is at least a quarter as long.
const MANY: usize = 500;

/// What a log begins with.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Head {
    /// Version of this form.
    journal: u64,
    /// The program that wrote it.
    app: String,
    /// The file that the work belongs to, if it has one.
    origin: Option<StoredPath>,
    base: Base,
    /// The folder whose place this one takes; it is about to be removed.
    #[serde(default)]
    instead: Option<String>,
}

/// The version of the form that is written here.
const VERSION: u64 = 1;

/// The state that the first record differs from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Base {
    /// An empty project.
    Nothing,
    /// The project in a file of this length and hash: `base.milieu`, or where it was opened.
    File { len: u64, hash: u64 },
}

/// What is told of each state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When it was written down, seconds since 1970.
    pub at: u64,
    /// What the project is called.
    pub title: String,
    /// Edits since the last save.
    pub edits: u64,
    /// How many actors there are.
    pub actors: u64,
    /// How many ties there are.
    pub ties: u64,
    /// It is what the file holds, too.
    #[serde(default)]
    pub saved: bool,
}

#[derive(Serialize, Deserialize)]
struct Record<'t> {
    told: Told,
    #[serde(borrow)]
    delta: &'t serde_json::value::RawValue,
}

/// The state that a project was in when it was last opened, begun or saved.
#[derive(Clone, Debug)]
pub struct Start {
    /// That state.
    pub document: Document,
    /// Its file, and what that was like.
    pub file: Option<(PathBuf, Stamp)>,
    /// The file holds exactly this state: nothing was repaired or placed when it was read.
    pub exact: bool,
}

/// A recovery copy that is being written.
#[derive(Debug)]
pub struct Journal {
    root: PathBuf,
    folder: PathBuf,
    lock: File,
    log: File,
    /// Bytes of whole records.
    len: u64,
    /// Bytes of the state that it begins with.
    base: u64,
    records: usize,
    /// The state after the last record.
    stated: Document,
    told: Told,
    origin: Option<PathBuf>,
    /// The file whose copy is still missing.
    unsecured: Option<(PathBuf, Base)>,
    unsynced: bool,
}

impl Journal {
    /// Begins a recovery copy under `root`, the folder of the program's state, with the state that differs from
    /// `start`.
    ///
    /// # Errors
    /// When it cannot be written; nothing is left lying about then.
    pub fn begin(root: &Path, start: &Start, document: &Document, told: &Told) -> io::Result<Self> {
        Self::begin_instead(root, start, document, told, None)
    }

    fn begin_instead(
        root: &Path,
        start: &Start,
        document: &Document,
        told: &Told,
        instead: Option<String>,
    ) -> io::Result<Self> {
        let sessions = root.join(SESSIONS);
        private_folder(&sessions)?;
        // A name that sorts by time and that nobody else has.
        let name = tempfile::Builder::new()
            .prefix(&format!("{:x}-{}-", told.at, std::process::id()))
            .tempdir_in(&sessions)?;
        let folder = name.path().to_owned();
        let mut journal = Self::in_folder(root, &folder, start, told, instead)?;
        journal.record(document, told)?;
        journal.sync()?;
        atomic::sync_folder(&folder)?;
        atomic::sync_folder(&sessions)?;
        // From here on it stays.
        drop(name.keep());
        Ok(journal)
    }

    fn in_folder(
        root: &Path,
        folder: &Path,
        start: &Start,
        told: &Told,
        instead: Option<String>,
    ) -> io::Result<Self> {
        let lock = File::create_new(folder.join("lock"))?;
        // Whoever lists the folders holds it for a moment at most.
        lock.lock()?;
        let large = start
            .file
            .as_ref()
            .filter(|(_, stamp)| start.exact && stamp.len() > LARGE);
        let (base, unsecured) = if start.document == Document::default() {
            (Base::Nothing, None)
        } else if let Some((path, stamp)) = large {
            let base = Base::of_stamp(stamp);
            (base, Some((path.clone(), base)))
        } else {
            let text = project::write(&start.document);
            atomic::write(&folder.join("base.milieu"), text.as_bytes()).map_err(io::Error::other)?;
            (Base::of_bytes(text.as_bytes()), None)
        };
        let origin = start.file.as_ref().map(|(path, _)| path.clone());
        let head = Head {
            journal: VERSION,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            origin: origin.as_deref().and_then(StoredPath::of),
            base,
            instead,
        };
        let mut log = OpenOptions::new()
            .create_new(true)
            .append(true)
            .open(folder.join("log"))?;
        let head = frames::framed(&serde_json::to_string(&head)?);
        log.write_all(&head)?;
        Ok(Self {
            root: root.to_owned(),
            folder: folder.to_owned(),
            lock,
            log,
            len: head.len() as u64,
            base: base.len(),
            records: 0,
            stated: start.document.clone(),
            told: told.clone(),
            origin,
            unsecured,
            unsynced: true,
        })
    }

    /// The name of its folder.
    pub fn id(&self) -> String {
        name_of(&self.folder)
    }

    /// The state that was written down last.
    pub fn stated(&self) -> &Document {
        &self.stated
    }

    /// Writes down how the project is now. What a failure leaves half written is cut off again, and the next record
    /// tells of both.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn record(&mut self, document: &Document, told: &Told) -> io::Result<()> {
        let mut differs = String::new();
        delta::write(&mut differs, &self.stated, document);
        let delta = serde_json::value::RawValue::from_string(differs)?;
        let record = Record {
            told: told.clone(),
            delta: &delta,
        };
        let bytes = frames::framed(&serde_json::to_string(&record)?);
        if let Err(error) = self.log.write_all(&bytes) {
            // Whatever is behind the last whole record would hide the next one.
            self.log.set_len(self.len)?;
            return Err(error);
        }
        self.len += bytes.len() as u64;
        self.records += 1;
        self.stated = document.clone();
        self.told = told.clone();
        self.unsynced = true;
        Ok(())
    }

    /// Has the system put everything on the disk.
    ///
    /// # Errors
    /// When that fails.
    pub fn sync(&mut self) -> io::Result<()> {
        if self.unsynced {
            self.log.sync_data()?;
            self.unsynced = false;
        }
        Ok(())
    }

    /// Something is left to do when there is time: a copy of the file that the log begins with, or a shorter log.
    pub fn wants_care(&self) -> bool {
        self.unsecured.is_some() || self.is_long()
    }

    fn is_long(&self) -> bool {
        self.len > LONG.max(self.base) || (self.records > MANY && self.len > self.base / 4)
    }

    /// Does what is left to do.
    ///
    /// # Errors
    /// When it cannot be done; everything that was written down before is still there.
    pub fn care(&mut self) -> io::Result<()> {
        if let Some((path, base)) = self.unsecured.clone() {
            self.secure(&path, base)?;
            self.unsecured = None;
        }
        if self.is_long() {
            let start = Start {
                document: self.stated.clone(),
                file: None,
                exact: false,
            };
            let stated = self.stated.clone();
            let (told, id) = (self.told.clone(), self.id());
            let mut next = Self::begin_instead(&self.root, &start, &stated, &told, Some(id))?;
            next.set_origin(self.origin.as_deref())?;
            std::mem::swap(self, &mut next);
            next.remove();
        }
        Ok(())
    }

    /// A log that begins with a state of its own still belongs to a file.
    fn set_origin(&mut self, origin: Option<&Path>) -> io::Result<()> {
        let Some(path) = origin else { return Ok(()) };
        self.origin = Some(path.to_owned());
        let text = serde_json::to_string(&StoredPath::of(path))?;
        atomic::write(&self.folder.join("origin"), text.as_bytes()).map_err(io::Error::other)?;
        Ok(())
    }

    /// Copies the file that the log begins with, so that nobody can take it away. Where it is not what it was any
    /// more, the state is written anew.
    fn secure(&mut self, path: &Path, base: Base) -> io::Result<()> {
        let copy = self.folder.join("base.milieu");
        let half = self.folder.join(".milieu-base");
        let copied = fs::copy(path, &half).and_then(|_| {
            // What the file may do is no concern of the copy.
            private_file(&half)?;
            File::open(&half)?.sync_all()
        });
        let same = copied.is_ok() && hash_of(&half).is_ok_and(|found| found == base);
        if same {
            return fs::rename(&half, &copy);
        }
        fs::remove_file(&half).ok();
        copied?;
        // The log cannot be read from the present file, so it is begun anew from what is known.
        let start = Start {
            document: self.stated.clone(),
            file: None,
            exact: false,
        };
        let (told, stated, id) = (self.told.clone(), self.stated.clone(), self.id());
        let mut next = Self::begin_instead(&self.root, &start, &stated, &told, Some(id))?;
        next.set_origin(self.origin.as_deref())?;
        std::mem::swap(self, &mut next);
        next.remove();
        Ok(())
    }

    /// Another file holds `start` now, safe on the disk. What has been done since is all that is left to be recovered;
    /// if nothing has, the recovery copy is removed.
    ///
    /// # Errors
    /// When the rest cannot be written down; what was written before is still there then.
    pub fn saved(self, start: &Start, told: &Told) -> Result<Option<Self>, (Box<Self>, io::Error)> {
        if self.stated == start.document {
            self.remove();
            return Ok(None);
        }
        let begun = Self::begin_instead(&self.root, start, &self.stated, told, Some(self.id()));
        match begun {
            Ok(next) => {
                self.remove();
                Ok(Some(next))
            }
            Err(error) => Err((Box::new(self), error)),
        }
    }

    /// Nothing of it is needed any more.
    pub fn remove(self) {
        let Self {
            folder, lock, log, ..
        } = self;
        drop(log);
        listing::remove_folder(&folder);
        drop(lock);
    }

    /// The person did not want to save this: it is kept for [`KEPT`].
    ///
    /// # Errors
    /// When it cannot be moved; it is then offered again at the next start.
    pub fn let_go(mut self) -> io::Result<()> {
        self.sync()?;
        if self.unsecured.is_some() {
            self.care()?;
        }
        let Self {
            root,
            folder,
            lock,
            log,
            ..
        } = self;
        // Some systems move no folder of open files.
        drop((log, lock));
        listing::let_go(&root, &folder)
    }

    /// Goes on where a session has ended; `lock` is held already.
    fn resume(found: &Found, lock: File, whole: &Whole) -> io::Result<Self> {
        let mut folder = found.folder.clone();
        if found.place == Place::Kept {
            let sessions = found.root.join(SESSIONS);
            private_folder(&sessions)?;
            let back = sessions.join(found.id());
            fs::rename(&folder, &back)?;
            fs::remove_file(back.join("kept")).ok();
            folder = back;
        }
        let log = OpenOptions::new().append(true).open(folder.join("log"))?;
        log.set_len(whole.len)?;
        Ok(Self {
            root: found.root.clone(),
            folder,
            lock,
            log,
            len: whole.len,
            base: whole.base.len(),
            records: whole.records,
            stated: whole.document.clone(),
            told: whole.told.clone(),
            origin: found.origin.clone(),
            unsecured: None,
            unsynced: true,
        })
    }
}

impl Base {
    fn of_bytes(bytes: &[u8]) -> Self {
        Self::File {
            len: bytes.len() as u64,
            hash: hash(bytes),
        }
    }

    fn of_stamp(stamp: &Stamp) -> Self {
        Self::File {
            len: stamp.len(),
            hash: stamp.hash(),
        }
    }

    const fn len(self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::File { len, .. } => len,
        }
    }
}

fn hash_of(path: &Path) -> io::Result<Base> {
    Ok(Base::of_bytes(&fs::read(path)?))
}

/// A session as it was written down.
struct Whole {
    document: Document,
    base: Base,
    told: Told,
    records: usize,
    /// Bytes of whole records.
    len: u64,
}

/// Reads a session to its last whole record.
fn read(found: &Found) -> Result<Whole, Fault> {
    let (bytes, _) = load(&found.folder.join("log"), u64::MAX - 1)?;
    let (records, len) = frames::whole(&bytes);
    let (head, records) = head_of(&records)?;
    let mut document = base_document(found, head.base)?;
    let mut told = Told::default();
    for record in records {
        let record: Record<'_> = serde_json::from_str(record)
            .map_err(|error| Fault::whole(format!("The recovery copy is damaged: {error}")))?;
        document = reader::apply(&document, record.delta.get())?;
        told = record.told;
    }
    Ok(Whole {
        document,
        base: head.base,
        told,
        records: records.len(),
        len: len as u64,
    })
}

/// The first record, which says what it is about, and the others.
fn head_of<'r, 't>(records: &'r [&'t str]) -> Result<(Head, &'r [&'t str]), Fault> {
    let Some((first, rest)) = records.split_first() else {
        return Err(Fault::whole("The recovery copy has no beginning"));
    };
    let head: Head = serde_json::from_str(first)
        .map_err(|error| Fault::whole(format!("The recovery copy has no beginning: {error}")))?;
    if head.journal > VERSION {
        return Err(Fault::whole(format!(
            "A newer Milieu ({}) wrote this recovery copy; open it with that",
            head.app
        )));
    }
    Ok((head, rest))
}

fn base_document(found: &Found, base: Base) -> Result<Document, Fault> {
    let Base::File { .. } = base else {
        return Ok(Document::default());
    };
    let copy = found.folder.join("base.milieu");
    let places = [Some(copy.as_path()), found.origin.as_deref()];
    for path in places.into_iter().flatten() {
        if let Ok((bytes, _)) = load(path, LARGEST)
            && Base::of_bytes(&bytes) == base
        {
            return Ok(project::read(&bytes)?.document);
        }
    }
    Err(Fault::whole(
        "The file that this recovery copy begins with has been changed or is gone",
    ))
}

fn name_of(folder: &Path) -> String {
    folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Makes a folder that only its owner may look into: what is in it may be nobody else's business.
fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

fn private_file(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Seconds since 1970.
pub fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
