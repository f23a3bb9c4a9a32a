//! Work that outlives a crash: the recovery copy of the project on the table, and what earlier sessions have left.
//!
//! After every action and tick the present state is handed to a scribe, who writes down what has changed since. What a
//! session that ended without a word has left is offered at the next start, and nothing of it is touched before the
//! person has answered.

mod scribe;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::base::notice::Notice;
use crate::files::Fault;
use crate::files::journal::{self, Found, Journal, Place, Start, Told};
use crate::model::Document;

use super::action::{Action, Effect, Show};
use super::desk::Desk;
use super::work::Line;
use super::{Pace, Session};
use scribe::{Order, Scribe, Word};

/// What is to happen with work that can be recovered; each goes by [`Offer::id`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Looks what there is.
    Look,
    /// Opens it as a project without a file; asks about changes first.
    Recover(String),
    /// The same, and its file as it was last saved in a window of its own.
    RecoverBoth(String),
    /// Takes it off the offers; it is kept for [`journal::KEPT`].
    LetGo(String),
    /// Throws it away for good.
    Delete(String),
    /// Does not offer anything any more in this session.
    PutOff,
}

/// Work that can be recovered, as the person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it goes by.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Why it is there.
    pub place: Place,
    /// The file that it belongs to.
    pub origin: Option<PathBuf>,
    /// What is known of its last state.
    pub told: Told,
    /// Why it cannot be read, if so.
    pub damage: Option<String>,
}

impl Offer {
    fn of(found: &Found) -> Self {
        Self {
            id: found.id(),
            name: found.name(),
            place: found.place,
            origin: found.origin.clone(),
            told: found.told.clone(),
            damage: found.damage.clone(),
        }
    }
}

/// What a worker does with the work of earlier sessions.
enum Errand {
    Look,
    Recover(Found),
    LetGo(Found),
    Delete(Found),
}

/// The folder of the program's state, what is held of the list so far, and what is to be done.
type Sent = (PathBuf, Vec<Found>, Errand);

enum Outcome {
    Listed(Vec<Found>, Option<String>),
    Recovered(Result<Box<(Document, Journal)>, Fault>, Vec<Found>),
}

/// A piece of work that is being opened.
struct Coming {
    offer: Offer,
    both: bool,
    /// State of the history when it was asked for.
    asked_in: u64,
}

/// The recovery copy, and what earlier sessions have left.
pub struct Recovery {
    /// The folder of the program's state; without one nothing is written.
    root: Option<PathBuf>,
    line: Option<Line<Scribe>>,
    epoch: u64,
    /// The state that was handed over last, and whether it differed from the file.
    handed: Option<(Arc<Document>, bool)>,
    /// When the recovery copy was last written, by the session's clock and by that on the wall.
    written: Option<(Duration, String)>,
    fault: Option<String>,
    /// The project has been let go already.
    left: bool,
    errands: Desk<Sent, Outcome>,
    found: Vec<Found>,
    offers: Vec<Offer>,
    put_off: bool,
    coming: Option<Coming>,
}

impl Recovery {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            root: None,
            line: None,
            epoch: 0,
            handed: None,
            written: None,
            fault: None,
            left: false,
            errands: Desk::writing("recovery", pace, |sent: Sent, _: &_| Ok(run(sent))),
            found: Vec::new(),
            offers: Vec::new(),
            put_off: false,
            coming: None,
        }
    }

    /// When the recovery copy was last written, as the session's clock goes; none while there is nothing to recover.
    pub fn written(&self) -> Option<Duration> {
        self.written.as_ref().map(|(at, _)| *at)
    }

    /// The same on the clock on the wall, for instance `14:02`.
    pub fn written_at(&self) -> Option<&str> {
        self.written.as_ref().map(|(_, clock)| clock.as_str())
    }

    /// Why the recovery copy cannot be written, while that is so.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Everything that can be recovered, the newest first.
    pub fn works(&self) -> &[Offer] {
        &self.offers
    }

    /// What sessions have left that ended without a word, unless the person has put that off.
    pub fn offered(&self) -> impl Iterator<Item = &Offer> {
        let offers = self.offers.iter().filter(|_| !self.put_off);
        offers.filter(|offer| offer.place == Place::Crashed)
    }

    /// The folder of the program's state, if it has one.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Somebody is looking for unsaved work, or opening some.
    pub fn busy(&self) -> bool {
        self.errands.pending()
    }

    fn order(&mut self, order: Order) {
        if let Some(line) = &mut self.line {
            line.order(order);
        }
    }

    fn take_out(&mut self, id: &str) -> Option<Found> {
        let at = self.found.iter().position(|found| found.id() == id)?;
        Some(self.found.remove(at))
    }
}

impl Drop for Recovery {
    /// A project without changes needs no recovery copy. Any other keeps it: nobody has said what shall become of it.
    fn drop(&mut self) {
        if let Some((_, false)) = self.handed
            && !self.left
        {
            self.order(Order::Leave { keep: false });
        }
    }
}

fn run((root, before, errand): Sent) -> Outcome {
    let failed = match errand {
        Errand::Look => {
            journal::prune(&root, SystemTime::now());
            None
        }
        Errand::Recover(found) => return Outcome::Recovered(found.recover().map(Box::new), before),
        Errand::LetGo(found) => found.let_go().err(),
        Errand::Delete(found) => found.delete().err(),
    };
    // What is held would look as if another window were at work on it.
    drop(before);
    Outcome::Listed(journal::list(&root), failed.map(|error| error.to_string()))
}

impl Session {
    /// Writes recovery copies from now on, into this folder of the program's state, and looks what earlier sessions
    /// have left there.
    pub fn keep_recovery_copies(&mut self, root: PathBuf) {
        let start = Arc::new(self.start_of_recovery());
        let scribe = Scribe::new(root.clone(), start);
        self.recovery.line = Some(Line::new("recovery copy", &self.pace, scribe));
        self.recovery.root = Some(root);
        self.recovery.epoch = self.epoch;
        self.recovery.handed = Some((Arc::clone(&self.document), self.changed()));
        self.look_for_work();
    }

    /// The recovery copy, and what earlier sessions have left.
    pub fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// Waits until the recovery copy holds all that has been done and is on the disk.
    pub fn settle_recovery(&self) {
        if let Some(line) = &self.recovery.line {
            (line.settle())();
        }
    }

    /// A mistake of this program on the thread that calls this ends it, but not before the recovery copy is complete.
    /// One on any other thread is caught there and becomes a message.
    pub fn survive_panics(&self) {
        let Some(line) = &self.recovery.line else { return };
        let (settle, here) = (line.settle(), std::thread::current().id());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            before(panic);
            if std::thread::current().id() == here {
                settle();
                log::error!("Milieu has to stop; your work is kept and is offered at the next start");
            }
        }));
    }

    /// The state that the project was in when it was opened or begun.
    fn start_of_recovery(&self) -> Start {
        Start {
            document: Document::clone(&self.document),
            file: self.file.known(),
            exact: self.file.is_exact(),
        }
    }

    fn told(&self) -> Told {
        let document = &self.document;
        Told {
            at: journal::seconds(SystemTime::now()),
            title: document.project().title.clone(),
            edits: self.history.steps_from(self.file.saved_state()) as u64,
            actors: document.actor_count() as u64,
            ties: document.tie_count() as u64,
            saved: !self.changed(),
        }
    }

    /// Hands over what has changed since the last time.
    pub(super) fn keep_recovery(&mut self) {
        if self.recovery.line.is_none() || self.recovery.left {
            return;
        }
        if self.recovery.epoch != self.epoch {
            // Whoever leaves changes has been asked about them.
            let keep = self.recovery.handed.as_ref().is_some_and(|(_, changed)| *changed);
            self.recovery.order(Order::Leave { keep });
            let start = Arc::new(self.start_of_recovery());
            self.recovery.order(Order::Begin(start));
            self.recovery.epoch = self.epoch;
            self.recovery.handed = Some((Arc::clone(&self.document), false));
            self.recovery.written = None;
        }
        let changed = self.changed();
        let same =
            self.recovery.handed.as_ref().is_some_and(|(document, before)| {
                Arc::ptr_eq(document, &self.document) && *before == changed
            });
        if same {
            return;
        }
        self.recovery.handed = Some((Arc::clone(&self.document), changed));
        let told = self.told();
        let document = Arc::clone(&self.document);
        self.recovery.order(Order::Record(document, told));
        self.take_in_recovery();
    }

    /// The file holds `start` now, `safe`ly as far as the system can tell.
    pub(super) fn recovery_saved(&mut self, start: Start, safe: bool) {
        let told = self.told();
        let start = Arc::new(start);
        self.recovery.order(Order::Saved { start, told, safe });
        if let Some((_, before)) = &mut self.recovery.handed {
            *before = self.history.state() != self.file.saved_state();
        }
        self.take_in_recovery();
    }

    /// The program ends, and nobody wants to save the changes: they are kept for a while.
    pub(super) fn let_recovery_go(&mut self) {
        self.recovery.order(Order::Leave { keep: true });
        self.recovery.left = true;
    }

    /// Takes in what the scribe and the errands have to say.
    pub(super) fn take_in_recovery(&mut self) {
        let words = self.recovery.line.as_mut().map(Line::poll).unwrap_or_default();
        for word in words {
            match word {
                Word::Written => {
                    let clock = jiff::Zoned::now().strftime("%H:%M").to_string();
                    self.recovery.written = Some((self.now, clock));
                    if self.recovery.fault.take().is_some() {
                        self.post(Notice::info("The recovery copy is being written again"));
                    }
                }
                Word::Nothing => {
                    self.recovery.written = None;
                    self.recovery.fault = None;
                }
                Word::Failed(reason) => {
                    if self.recovery.fault.as_ref() != Some(&reason) {
                        self.post(Notice::warning(format!(
                            "There is no recovery copy of your work, because {reason}; save it now, elsewhere if need be"
                        )));
                    }
                    self.recovery.fault = Some(reason);
                }
            }
        }
        match self.recovery.errands.take() {
            Some(Outcome::Listed(found, failed)) => {
                self.recovery.offers = found.iter().map(Offer::of).collect();
                self.recovery.found = found;
                if let Some(reason) = failed {
                    self.post(Notice::error(format!("That could not be done: {reason}")));
                }
            }
            Some(Outcome::Recovered(result, rest)) => {
                self.recovery.found = rest;
                self.take_in_recovered(result);
            }
            None => {}
        }
        if let Some(reason) = self.recovery.errands.take_fault() {
            self.post(Notice::error(format!(
                "Looking for unsaved work failed in a way nobody foresaw: {reason}"
            )));
        }
    }

    /// Does what the person has answered.
    pub(super) fn work(&mut self, work: Work) {
        match work {
            Work::Look => self.look_for_work(),
            Work::PutOff => self.recovery.put_off = true,
            Work::Recover(id) => {
                let again = Action::Work(Work::Recover(id.clone()));
                self.guarded(again, |session| session.recover(&id, false));
            }
            Work::RecoverBoth(id) => {
                let again = Action::Work(Work::RecoverBoth(id.clone()));
                self.guarded(again, |session| session.recover(&id, true));
            }
            Work::LetGo(id) => self.errand(&id, Errand::LetGo),
            Work::Delete(id) => self.errand(&id, Errand::Delete),
        }
    }

    fn look_for_work(&mut self) {
        let Some(root) = self.recovery.root.clone() else {
            return;
        };
        let before = std::mem::take(&mut self.recovery.found);
        self.recovery.errands.ask((root, before, Errand::Look));
        self.take_in_recovery();
    }

    fn errand(&mut self, id: &str, errand: impl FnOnce(Found) -> Errand) {
        let Some(root) = self.recovery.root.clone() else {
            return;
        };
        let Some(found) = self.recovery.take_out(id) else {
            self.post(Notice::error("This is not there any more"));
            self.look_for_work();
            return;
        };
        self.recovery.offers.retain(|offer| offer.id != id);
        let before = std::mem::take(&mut self.recovery.found);
        self.recovery.errands.ask((root, before, errand(found)));
        self.take_in_recovery();
    }

    /// Goes on once nothing would be lost.
    pub(super) fn recover(&mut self, id: &str, both: bool) {
        let Some(offer) = self.recovery.offers.iter().find(|offer| offer.id == id).cloned() else {
            self.post(Notice::error("This is not there any more"));
            return;
        };
        self.recovery.coming = Some(Coming {
            offer,
            both,
            asked_in: self.history.state(),
        });
        self.errand(id, Errand::Recover);
    }

    fn take_in_recovered(&mut self, result: Result<Box<(Document, Journal)>, Fault>) {
        let Some(coming) = self.recovery.coming.take() else {
            return;
        };
        let (document, journal) = match result {
            // Somebody has gone on drawing meanwhile; what was read is still there.
            Ok(_) if self.changed() && self.history.state() != coming.asked_in => {
                self.post(Notice::warning(
                    "The project was changed while the unsaved work was read; recover it once more",
                ));
                self.look_for_work();
                return;
            }
            Ok(both) => *both,
            Err(fault) => {
                self.post(Notice::error(fault.to_string()));
                self.look_for_work();
                return;
            }
        };
        let changed = self.recovery.handed.as_ref().is_some_and(|(_, changed)| *changed);
        self.replace(document);
        self.forget_file();
        self.file.recover(coming.offer.origin.clone());
        self.recovery.order(Order::Leave { keep: changed });
        self.recovery.order(Order::Adopt(Box::new(journal)));
        self.recovery.epoch = self.epoch;
        self.recovery.handed = Some((Arc::clone(&self.document), true));
        self.effects.push(Effect::Show(Show::FitAll));
        if let Some(origin) = coming.offer.origin.filter(|_| coming.both) {
            self.effects.push(Effect::OpenWindow(origin));
        }
        self.take_in_recovery();
    }
}
