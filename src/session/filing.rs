//! The file behind the project: opening and saving on a worker, and the questions around it.

mod conflict;
mod job;

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::files::journal::Start;
use crate::files::lock::{Holder, Lock};
use crate::files::project::Opened;
use crate::files::versions::Keep;
use crate::files::{self, SaveFault, Saved, Stamp};
use crate::model::Document;

use super::action::{Action, Effect, Opening, Show};
use super::export::Export;
use super::file_names::{file_name_from, with_extension};
use super::importing::ImportStep;
use super::work::{Answer, Worker};
use super::{Pace, Session};
use job::{Done, Goal, Job, OPENING, Open, Over, Save};

/// The state of no history: a project that has no file is never what its file holds.
const NEVER: u64 = u64::MAX;

/// Where the project comes from and goes to.
pub struct FileState {
    worker: Worker<Job, Done>,
    queue: VecDeque<Job>,
    /// What the worker is doing, in words, see [`Job::words`].
    running: Option<String>,
    /// How far reading is.
    progress: Progress,
    /// When the file was last looked at for what other programs do to it.
    looked: Duration,
    /// Another program has written the file, and nobody has answered what shall count.
    conflict: bool,
    ticket: u64,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    saved_state: u64,
    saved_at: Option<String>,
    newer: bool,
    /// The file is open elsewhere: it is not written here.
    read_only: bool,
    /// The file holds exactly what was read: nothing was repaired or placed.
    exact: bool,
    /// A save that waits for an answer: its file holds what was not written here, or cannot be written.
    held: Option<Box<Save>>,
    /// A file that waits for an answer, as another window has it open; with the state of the history then.
    locked: Option<(PathBuf, u64)>,
    /// As long as this is held, no other window opens the file without asking.
    lock: Option<Arc<Lock>>,
    /// Files whose version before this session has been kept.
    kept: BTreeSet<PathBuf>,
    /// What a project without a file comes from, and what makes it another than that.
    origin: Option<(PathBuf, &'static str)>,
}

impl FileState {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            // Writing is never given up half way.
            worker: Worker::new("files", pace, |job: Job, cancel: &_| Ok(job.run(cancel))),
            queue: VecDeque::new(),
            running: None,
            progress: Progress::new(),
            looked: Duration::ZERO,
            conflict: false,
            ticket: 0,
            path: None,
            stamp: None,
            saved_state: 0,
            saved_at: None,
            newer: false,
            read_only: false,
            exact: false,
            held: None,
            locked: None,
            lock: None,
            kept: BTreeSet::new(),
            origin: None,
        }
    }

    /// The project's file.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Local time of the last save, for instance `14:02`.
    pub fn saved_at(&self) -> Option<&str> {
        self.saved_at.as_deref()
    }

    /// What is being read or written now, for instance "Saving tuttlingen.milieu".
    pub fn busy(&self) -> Option<&str> {
        self.running.as_deref().filter(|words| !words.is_empty())
    }

    /// Nothing is being read or written, nor waits for it.
    pub fn rests(&self) -> bool {
        self.running.is_none() && self.queue.is_empty()
    }

    /// How far the file that is being opened has been read, 0 to 1.
    pub fn opening(&self) -> Option<f64> {
        let words = self.busy()?;
        words.starts_with(OPENING).then(|| self.progress.share())
    }

    /// The file was written by a newer version: it is not overwritten.
    pub fn newer(&self) -> bool {
        self.newer
    }

    /// The file is open in another window and is not written here.
    pub fn read_only(&self) -> bool {
        self.read_only
    }

    /// Another program has written the file since it was read or written here, and nobody has answered that yet.
    pub fn changed_on_disk(&self) -> bool {
        self.conflict
    }

    /// What a project without a file is another state of.
    pub fn origin(&self) -> Option<&Path> {
        self.origin.as_ref().map(|(path, _)| path.as_path())
    }

    /// What it is called then, for instance "valley (recovered)".
    pub(super) fn origin_title(&self) -> Option<String> {
        let (path, what) = self.origin.as_ref()?;
        Some(format!("{} ({what})", path.file_stem()?.to_string_lossy()))
    }

    /// The file and what it was like when it was last read or written here.
    pub(super) fn known(&self) -> Option<(PathBuf, Stamp)> {
        self.path.clone().zip(self.stamp.clone())
    }

    pub(super) fn is_exact(&self) -> bool {
        self.exact
    }

    /// The project on the table comes from a recovery copy; it has no file until the person names one.
    pub(super) fn recover(&mut self, origin: Option<PathBuf>) {
        self.origin = origin.map(|path| (path, "recovered"));
        self.saved_state = NEVER;
    }

    pub(super) fn saved_state(&self) -> u64 {
        self.saved_state
    }
}

impl Drop for FileState {
    /// What was asked for is written even when the program ends right afterwards.
    fn drop(&mut self) {
        self.worker.finish();
        for job in self.queue.drain(..) {
            if let Job::Save(mut save) = job
                && let Err(fault) = save.run()
            {
                log::error!("{fault}");
            }
        }
    }
}

impl Session {
    /// Goes on with `action` at once when nothing would be lost, else asks first.
    pub(super) fn guarded(&mut self, action: Action, go: impl FnOnce(&mut Self)) {
        if self.changed() {
            self.effects.push(Effect::AskAboutChanges(Box::new(action)));
        } else {
            go(self);
        }
    }

    pub(super) fn begin_new(&mut self) {
        self.replace(Document::default());
        self.forget_file();
    }

    pub(super) fn forget_file(&mut self) {
        self.file.path = None;
        self.file.stamp = None;
        self.file.saved_at = None;
        self.file.newer = false;
        self.file.read_only = false;
        self.file.exact = false;
        self.file.held = None;
        self.file.locked = None;
        self.file.lock = None;
        self.file.origin = None;
        self.file.conflict = false;
        self.file.saved_state = self.history.state();
    }

    /// What is on the table stands in no file yet.
    pub(super) fn never_saved(&mut self) {
        self.file.saved_state = NEVER;
    }

    pub(super) fn open(&mut self, path: PathBuf, opening: Opening) {
        self.file.progress = Progress::new();
        self.start(Job::Open(Box::new(Open {
            path,
            opening,
            asked_in: self.history.state(),
            progress: self.file.progress.clone(),
            root: self.recovery.root().map(Path::to_path_buf),
            lock: self.file.lock.clone(),
        })));
    }

    /// The answer to [`Effect::AskLocked`], or another way to open a file; asks about changes unless that was done
    /// already.
    pub(super) fn open_as(&mut self, path: PathBuf, opening: Opening) {
        let asked = (path.clone(), self.history.state());
        if self.file.locked.take() == Some(asked) || opening == Opening::Again {
            self.open(path, opening);
        } else {
            let action = Action::OpenAs(path.clone(), opening);
            self.guarded(action, |session| session.open(path, opening));
        }
    }

    /// The file that is being opened is not wanted any more; the project on the table stays.
    pub(super) fn stop_opening(&mut self) {
        if self.file.opening().is_some() {
            self.file.worker.cancel();
        }
    }

    /// A shipped cluster, as a project without a file.
    pub(super) fn open_example(&mut self, id: &str) {
        let Some(example) = files::examples::find(id) else {
            self.post(Notice::error(format!("There is no example called \"{id}\"")));
            return;
        };
        match files::project::read(example.text.as_bytes()) {
            Ok(opened) => {
                self.replace(opened.document);
                self.forget_file();
                self.effects.push(Effect::Show(Show::FitAll));
            }
            Err(fault) => self.post(Notice::error(fault.to_string()).at(example.id)),
        }
    }

    /// Saves to the project's file, or asks for one; then goes on with `then`.
    pub(super) fn save(&mut self, then: Option<Action>) {
        match self.file.path.clone() {
            Some(_) if self.file.read_only => {
                self.post(Notice::warning(
                    "This file is open in another window and only read here; save under another name",
                ));
                self.ask_save_path(false, then);
            }
            Some(_) if self.file.newer => {
                self.post(Notice::warning(
                    "This file was written by a newer version of Milieu; save under another name to keep it whole",
                ));
                self.ask_save_path(false, then);
            }
            Some(path) => {
                let known = Over::Known(self.file.stamp.clone());
                self.write(path, Goal::Own, known, then);
            }
            None => self.ask_save_path(false, then),
        }
    }

    pub(super) fn ask_save_path(&mut self, copy: bool, then: Option<Action>) {
        let suggestion = format!("{}.milieu", file_name_from(&self.title()));
        self.effects.push(Effect::AskSavePath {
            copy,
            suggestion,
            then: then.map(Box::new),
        });
    }

    /// Writes under a name that the person has just chosen (and, in a dialog, agreed to overwrite).
    pub(super) fn save_as(&mut self, path: PathBuf, then: Option<Action>) {
        let (path, over) = completed(path);
        if self.file.read_only && self.file.path.as_deref() == Some(&*path) {
            self.post(Notice::warning(
                "This file is open in another window and is not overwritten; choose another name",
            ));
            return;
        }
        if self.file.newer && self.file.path.as_deref() == Some(&*path) {
            self.post(Notice::warning(
                "This file was written by a newer version of Milieu and is not overwritten; choose another name",
            ));
            return;
        }
        self.write(path, Goal::Named, over, then);
    }

    pub(super) fn save_copy(&mut self, path: PathBuf) {
        let (path, over) = completed(path);
        self.write(path, Goal::Copy, over, None);
    }

    pub(super) fn start_export(&mut self, export: Export) {
        self.start(Job::Export(Box::new(export)));
    }

    /// Goes on with the save that was held up because its file holds what was not written here.
    pub(super) fn save_anyway(&mut self) {
        if let Some(mut save) = self.file.held.take() {
            save.over = Over::Anything;
            self.start(Job::Save(save));
        }
    }

    /// Writes the save that was held up over the old file, whose folder takes no new one; what the file holds is kept
    /// first.
    pub(super) fn save_in_place(&mut self) {
        let Some(root) = self.recovery.root().map(Path::to_path_buf) else {
            self.post(Notice::error("There is no place to keep the version before"));
            return;
        };
        if let Some(mut save) = self.file.held.take() {
            save.in_place = true;
            save.keep = Some((root, Keep::Apart));
            self.start(Job::Save(save));
        }
    }

    /// Asks for another name for the save that was held up.
    pub(super) fn save_elsewhere(&mut self) {
        let then = self.file.held.take().and_then(|save| save.then);
        self.ask_save_path(false, then);
    }

    fn write(&mut self, path: PathBuf, goal: Goal, over: Over, then: Option<Action>) {
        // A layout that is still running would change the document right after it was saved.
        self.stop_motion();
        self.history.seal();
        self.file.held = None;
        // What the person agrees to overwrite is always kept, what is saved again only once in a session.
        let overwrites = !matches!(over, Over::Known(_));
        let first = self.file.kept.insert(path.clone()) || overwrites;
        let root = self.recovery.root().map(Path::to_path_buf);
        let keep = root
            .clone()
            .filter(|_| first)
            .map(|root| (root, self.settings.versions));
        self.start(Job::Save(Box::new(Save {
            document: Arc::clone(&self.document),
            state: self.history.state(),
            epoch: self.epoch,
            path,
            goal,
            over,
            then,
            keep,
            root,
            lock: self.file.lock.clone(),
            in_place: false,
            only_folder_refuses: false,
        })));
    }

    fn start(&mut self, job: Job) {
        self.file.queue.push_back(job);
        self.start_next();
        self.take_in_files();
    }

    fn start_next(&mut self) {
        if self.file.running.is_some() {
            return;
        }
        let Some(mut job) = self.file.queue.pop_front() else {
            return;
        };
        if let Job::Save(save) = &mut job
            && (save.goal, save.epoch) == (Goal::Own, self.epoch)
            && let Over::Known(stamp) = &mut save.over
            && let Some(path) = &self.file.path
        {
            // A save before this one may have written the file anew, or given the project another.
            path.clone_into(&mut save.path);
            stamp.clone_from(&self.file.stamp);
        }
        self.file.running = Some(job.words());
        self.file.ticket += 1;
        self.file.worker.ask(self.file.ticket, job);
    }

    pub(super) fn take_in_files(&mut self) {
        while let Some((_, answer)) = self.file.worker.poll() {
            self.file.running = None;
            match answer {
                Answer::Done(Done::Opened { open, result }) => self.take_in_opened(*open, result),
                Answer::Done(Done::Locked(open, holder)) => self.take_in_locked(*open, holder),
                Answer::Done(Done::GivenUp) => {}
                Answer::Done(Done::Foreign(path)) => {
                    self.perform(Action::Import(ImportStep::Files(vec![path])));
                }
                Answer::Done(Done::Saved(save, result)) => self.take_in_saved(save, result),
                Answer::Done(Done::Looked { path, stamp, holds }) => {
                    self.take_in_look(&path, &stamp, holds);
                }
                Answer::Done(Done::Acknowledged(path, stamp)) => self.take_in_acknowledged(&path, stamp),
                Answer::Done(Done::Compared(words, result)) => self.take_in_compared(words, result),
                Answer::Done(Done::Exported(Ok(notices))) => {
                    for notice in notices {
                        self.post(notice);
                    }
                }
                Answer::Done(Done::Exported(Err(fault))) => {
                    self.post(Notice::error(fault.to_string()));
                }
                Answer::Panicked(text) => {
                    self.post(Notice::error(format!(
                        "Reading or writing failed in a way nobody foresaw: {text}"
                    )));
                }
            }
            self.start_next();
        }
    }

    fn take_in_locked(&mut self, open: Open, holder: Holder) {
        self.file.locked = Some((open.path.clone(), open.asked_in));
        self.effects.push(Effect::AskLocked(open.path, holder));
    }

    fn take_in_opened(&mut self, open: Open, result: Result<(Opened, Stamp), files::Fault>) {
        let Open {
            path,
            opening,
            asked_in,
            lock,
            ..
        } = open;
        match result {
            // Somebody has gone on drawing while the file was being read.
            Ok(_) if self.changed() && self.history.state() != asked_in => {
                let again = match opening {
                    Opening::Usual => Action::Open(path),
                    _ => Action::OpenAs(path, opening),
                };
                self.effects.push(Effect::AskAboutChanges(Box::new(again)));
            }
            Ok((opened, stamp)) => {
                let newer = opened.newer();
                let replaced = self.changed() && self.recovery.root().is_some();
                self.replace(opened.document);
                self.forget_file();
                if opening == Opening::Copy {
                    self.file.origin = Some((path, "copy"));
                } else {
                    self.file.exact = opened.notices.is_empty() && opened.unplaced.is_empty();
                    self.file.stamp = Some(stamp);
                    self.file.newer = newer;
                    self.file.read_only = opening == Opening::ReadOnly;
                    self.file.lock = lock;
                    self.remember_recent(&path);
                    let document = Arc::clone(&self.document);
                    self.note_recent(&path, &document);
                    self.file.path = Some(path);
                }
                if opening == Opening::Again && replaced {
                    self.post(Notice::info(
                        "What you had drawn is kept for 30 days, see Recovered work in the File menu",
                    ));
                }
                for notice in opened.notices {
                    self.post(notice);
                }
                if newer && opening != Opening::Copy {
                    self.post(Notice::warning(
                        "Written by a newer version of Milieu: what this version does not know is kept, and the file is not overwritten",
                    ));
                }
                if self.remembered_camera().is_none() {
                    self.effects.push(Effect::Show(Show::FitAll));
                }
            }
            Err(fault) => self.post(Notice::error(fault.to_string())),
        }
    }

    fn take_in_saved(&mut self, save: Box<Save>, result: Result<Saved, SaveFault>) {
        let saved = match result {
            Ok(saved) => saved,
            Err(SaveFault::ChangedOnDisk { path }) => {
                self.file.held = Some(save);
                self.effects.push(Effect::AskOverwrite(path));
                return;
            }
            Err(fault) if save.goal == Goal::Copy => {
                self.post(Notice::error(fault.to_string()));
                return;
            }
            Err(fault) => {
                self.effects.push(Effect::AskSaveElsewhere {
                    path: save.path.clone(),
                    why: fault.to_string(),
                    in_place: save.only_folder_refuses && self.recovery.root().is_some(),
                });
                self.file.held = Some(save);
                return;
            }
        };
        let safe = saved.confirmed;
        for notice in saved.notices {
            self.post(notice);
        }
        let Save {
            document,
            path,
            state,
            epoch,
            goal,
            then,
            lock,
            ..
        } = *save;
        if goal == Goal::Copy {
            self.post(Notice::info(format!("Copy saved to {}", path.display())));
            return;
        }
        self.remember_recent(&path);
        self.note_recent(&path, &document);
        // Otherwise another project has come to the table meanwhile, which has nothing to do with this file.
        if epoch == self.epoch {
            let start = Start {
                document: Document::clone(&document),
                file: Some((path.clone(), saved.stamp.clone())),
                exact: true,
            };
            self.file.stamp = Some(saved.stamp);
            self.file.conflict = false;
            self.file.saved_state = state;
            self.file.newer = false;
            self.file.read_only = false;
            self.file.exact = true;
            self.file.origin = None;
            self.file.lock = lock;
            self.file.saved_at = Some(jiff::Zoned::now().strftime("%H:%M").to_string());
            self.file.path = Some(path);
            self.recovery_saved(start, safe);
            if let Some(action) = then {
                self.perform(action);
            }
        }
    }

    fn remember_recent(&mut self, path: &Path) {
        self.settings.remember_file(&in_full(path));
        self.save_settings();
    }
}

/// The path from the root on, as recent files are remembered.
pub(super) fn in_full(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The name in full. Where the extension was added here, no dialog can have asked about what bears that name.
fn completed(path: PathBuf) -> (PathBuf, Over) {
    let full = with_extension(path.clone());
    let over = if full == path {
        Over::Anything
    } else {
        Over::Nothing
    };
    (full, over)
}
