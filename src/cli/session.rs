//! `milieu session`: what a window does with a project and its file, driven by lines of text.
//!
//! The same session as behind the window, with its threads, lock, recovery copy and questions; for scripts that work on
//! a project for a while, and for tests of all that which needs a process.

use std::io::{self, BufRead as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::files::{script, settings};
use crate::session::{Action, Effect, Opening, Pace, Session, Work};

use super::input;

/// Nothing that one line asks for takes longer.
const PATIENCE: Duration = Duration::from_secs(600);

/// A session and what it has asked.
struct Driver {
    session: Session,
    woken: Receiver<()>,
    begun: Instant,
    /// What waits for an answer about changes.
    pending: Option<Box<Action>>,
    asks: Vec<Value>,
    /// So many messages have been passed on.
    said: usize,
    quit: bool,
}

pub(super) fn run(file: Option<PathBuf>) -> anyhow::Result<()> {
    let (sender, woken) = channel();
    let path = settings::default_path();
    let (settings, notices) = path.as_deref().map(settings::load).unwrap_or_default();
    // Nobody listens any more when the program ends.
    let wake = Arc::new(move || sender.send(()).unwrap_or_default());
    let mut session = Session::new(settings, path, &Pace::Threads(wake));
    for notice in notices {
        session.post(notice);
    }
    if let Some(folder) = settings::state_folder() {
        session.keep_recovery_copies(folder);
    }
    session.survive_panics();
    let mut driver = Driver {
        session,
        woken,
        begun: Instant::now(),
        pending: None,
        asks: Vec::new(),
        said: 0,
        quit: false,
    };
    driver.settle()?;
    if let Some(file) = file {
        driver.perform(Action::Open(file))?;
    }
    driver.answer(None)?;
    for line in io::stdin().lock().lines() {
        let line = line.context("Standard input cannot be read")?;
        if line.trim().is_empty() {
            continue;
        }
        let fault = driver.follow(line.trim()).err();
        driver.answer(fault.map(|fault| format!("{fault:#}")))?;
        if driver.quit {
            break;
        }
    }
    Ok(())
}

impl Driver {
    fn follow(&mut self, line: &str) -> anyhow::Result<()> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        let path = || {
            anyhow::ensure!(!rest.is_empty(), "“{word}” takes a file");
            Ok(PathBuf::from(rest))
        };
        let own = |session: &Session| {
            let path = session.file().path().map(std::path::Path::to_path_buf);
            path.context("The project has no file")
        };
        let action = match word {
            "do" => return self.edit(rest),
            "undo" => Action::Undo,
            "redo" => Action::Redo,
            "new" => Action::New,
            "open" => Action::Open(path()?),
            "open-read-only" => Action::OpenAs(path()?, Opening::ReadOnly),
            "open-copy" => Action::OpenAs(path()?, Opening::Copy),
            "open-anyway" => Action::OpenAs(path()?, Opening::Anyway),
            "reload" => Action::OpenAs(own(&self.session)?, Opening::Again),
            "keep-mine" => Action::KeepMine,
            "save" => Action::Save,
            "save-as" => Action::SaveAs(path()?),
            "save-copy" => Action::SaveCopy(path()?),
            "overwrite" => Action::SaveAnyway,
            "write-over" => Action::SaveInPlace,
            "recover" => Action::Work(Work::Recover(rest.to_owned())),
            "let-go" => Action::Work(Work::LetGo(rest.to_owned())),
            "delete" => Action::Work(Work::Delete(rest.to_owned())),
            "save-first" => Action::SaveThen(self.pending.take().context("Nothing was asked")?),
            "dont-save" => Action::DiscardThen(self.pending.take().context("Nothing was asked")?),
            "state" => return Ok(()),
            "settle" => {
                self.session.settle_recovery();
                return self.settle();
            }
            "quit" => Action::Quit,
            "fail" => return self.fail(rest),
            _ => anyhow::bail!("There is no word “{word}”; see `milieu session --help`"),
        };
        self.perform(action)
    }

    /// Each entry of the script is a step of its own.
    fn edit(&mut self, script: &str) -> anyhow::Result<()> {
        let document = Arc::clone(self.session.document());
        for (edit, _) in script::run(script, &document, &mut document.ids())? {
            self.perform(Action::Edit(edit))?;
        }
        Ok(())
    }

    /// Fails in a way that nobody foresaw, on a worker or here, for tests of what becomes of the work then.
    fn fail(&mut self, place: &str) -> anyhow::Result<()> {
        anyhow::ensure!(
            place == "worker" || place == "here",
            "“fail” takes worker or here"
        );
        assert_ne!(place, "here", "asked to fail");
        let mut desk = self.session.desk("failing", |(): (), _: &_| {
            assert!(std::hint::black_box(false), "asked to fail");
            Ok(())
        });
        desk.ask(());
        let begun = Instant::now();
        while !desk.has_failed() && begun.elapsed() < PATIENCE {
            desk.take();
            std::thread::sleep(Duration::from_millis(1));
        }
        self.settle()
    }

    fn perform(&mut self, action: Action) -> anyhow::Result<()> {
        self.session.perform(action);
        self.settle()
    }

    /// Goes on until nothing is being read, written, laid out or measured.
    fn settle(&mut self) -> anyhow::Result<()> {
        let begun = Instant::now();
        loop {
            self.session.tick(self.begun.elapsed());
            self.take_effects();
            let session = &self.session;
            let busy = !session.file().rests()
                || session.recovery().busy()
                || session.motion().moving()
                || session.track().pending();
            if !busy || self.quit {
                return Ok(());
            }
            anyhow::ensure!(begun.elapsed() < PATIENCE, "This takes too long");
            // Woken or not, there may be something new.
            self.woken.recv_timeout(Duration::from_millis(5)).ok();
        }
    }

    fn take_effects(&mut self) {
        for effect in self.session.take_effects() {
            let name = |path: &std::path::Path| path.display().to_string();
            let ask = match effect {
                Effect::AskAboutChanges(action) => {
                    self.pending = Some(action);
                    json!({ "about": "changes" })
                }
                Effect::AskSavePath { suggestion, .. } => {
                    json!({ "about": "name", "suggestion": suggestion })
                }
                Effect::AskOverwrite(path) => json!({ "about": "overwrite", "file": name(&path) }),
                Effect::AskLocked(path, holder) => {
                    json!({ "about": "locked", "file": name(&path), "process": holder.process })
                }
                Effect::AskSaveElsewhere { path, why, in_place } => {
                    json!({ "about": "elsewhere", "file": name(&path), "why": why, "in_place": in_place })
                }
                Effect::OpenWindow(path) => json!({ "about": "window", "file": name(&path) }),
                Effect::Quit => {
                    self.quit = true;
                    continue;
                }
                // What is seen is of no interest here.
                _ => continue,
            };
            self.asks.push(ask);
        }
    }

    /// One line: how the project is, what was said, what was asked.
    fn answer(&mut self, fault: Option<String>) -> anyhow::Result<()> {
        let session = &self.session;
        let said: Vec<String> = session
            .posted()
            .iter()
            .skip(self.said)
            .map(|posted| posted.notice.to_string())
            .collect();
        let offers: Vec<Value> = session
            .recovery()
            .offered()
            .map(|offer| {
                json!({
                    "id": offer.id,
                    "name": offer.name,
                    "actors": offer.told.actors,
                    "ties": offer.told.ties,
                    "edits": offer.told.edits,
                })
            })
            .collect();
        let document = session.document();
        let line = json!({
            "title": session.title(),
            "file": session.file().path().map(|path| path.display().to_string()),
            "changed": session.changed(),
            "actors": document.actor_count(),
            "ties": document.tie_count(),
            "undo": session.history().undoable().count(),
            "overall": session.track().current().and_then(|now| now.value("overall")),
            "read_only": session.file().read_only(),
            "changed_on_disk": session.file().changed_on_disk(),
            "recovery_copy": session.recovery().written().is_some(),
            "recovery_fault": session.recovery().fault(),
            "offers": offers,
            "said": said,
            "asks": std::mem::take(&mut self.asks),
            "fault": fault,
        });
        self.said = self.session.posted().len();
        input::print(&format!("{line}\n"))
    }
}
