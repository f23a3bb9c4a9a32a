//! The program without a screen: one open project, its history, what is selected, what is being computed.
//!
//! Front ends read a [`Session`] and ask it to [`Session::perform`] actions; nobody else holds a document that can
//! change. It never blocks: reading, writing, measuring and laying out happen on workers (see `work`), whose answers
//! are taken in by [`Session::tick`].

pub mod action;
mod actions;
pub mod advice;
pub mod apart;
pub mod bringing;
pub mod certainty;
pub mod choosing;
pub mod clipboard;
pub mod command;
mod compare;
mod desk;
mod export;
pub mod exporting;
mod facets;
mod faults;
pub mod figures;
mod file_names;
mod filing;
pub mod forms;
pub mod gauge;
pub mod groups;
mod guides;
pub mod history;
pub mod importing;
mod jots;
mod kept;
pub mod listing;
pub mod looking;
mod motion;
pub mod odds;
pub mod outgoing;
mod own;
pub mod palette;
mod placing;
mod prepared;
mod recents;
pub mod recovery;
mod remembering;
pub mod reporting;
pub mod search;
pub mod shares;
pub mod sight;
mod sweeping;
pub mod tint;
pub mod track;
pub mod whatif;
pub mod why;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use action::{Action, Aim, Effect, Mode, Opening, PanelId, Show};
pub use advice::Adviser;
pub use certainty::Certainty;
pub use choosing::Choice;
pub use compare::{Comparing, Side, Together};
pub use desk::Desk;
pub use exporting::Exporting;
pub use filing::FileState;
pub use gauge::Gauge;
pub use groups::Groups;
pub use importing::{Import, ImportStep, Importing};
pub use looking::Looking;
pub use motion::{Motion, SEED};
pub use odds::Odds;
pub use palette::Palette;
pub use placing::placed;
pub use recents::{Recent, Recents};
pub use recovery::{Recovery, Work};
pub use reporting::Reporting;
pub use search::Search;
pub use shares::Shares;
pub use sight::{Look, Sight};
pub use tint::Tint;
pub use track::{Baseline, Track};
pub use whatif::{Supposition, Verdict};
pub use why::Why;
pub use work::Wake;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;
use crate::base::notice::Notice;
use crate::files::settings::{self, Settings};
use crate::model::fragment::Fragment;
use crate::model::{ActorId, Change, Document, Edit, Ids, Selection};

use action::touched;
use choosing::Choosing;
use history::{History, Step};
use prepared::Prepared;
use whatif::Supposing;
use work::Worker;

/// Something that was said to the person, and when.
#[derive(Clone, Debug)]
pub struct Posted {
    /// What was said.
    pub notice: Notice,
    /// When, since the start of the program.
    pub at: Duration,
    /// It tells of this step, which one undo takes back as long as it is [`History::last_step`].
    pub undoes: Option<u64>,
    /// More of it can be seen here: what the button says, and what it shows.
    pub more: Option<(&'static str, Show)>,
}

/// An edit that is being tried out while a slider is pulled; the document itself is untouched.
struct Preview {
    document: Arc<Document>,
}

/// One open project and everything around it that is not on the screen.
pub struct Session {
    document: Arc<Document>,
    ids: Ids,
    history: History,
    selection: Selection,
    preview: Option<Preview>,
    supposing: Supposing,
    track: Track,
    why: Why,
    shares: Shares,
    comparing: Comparing,
    adviser: Adviser,
    exporting: Exporting,
    reporting: Reporting,
    tint: Tint,
    groups: Groups,
    sight: Sight,
    looking: Looking,
    certainty: Certainty,
    odds: Odds,
    gauge: Gauge,
    guides: guides::Guides,
    own: own::OwnState,
    located: forms::Located,
    palette: Palette,
    search: Search,
    choosing: Choosing,
    motion: Motion,
    file: FileState,
    recents: Recents,
    recovery: Recovery,
    importing: Importing,
    outgoing: outgoing::Outgoing,
    sweeping: sweeping::Sweeping,
    clipboard: Option<Fragment>,
    posted: Vec<Posted>,
    effects: Vec<Effect>,
    /// What belongs to the person, not to the project. Front ends may change it directly.
    pub settings: Settings,
    settings_path: Option<PathBuf>,
    /// Writes the settings; the newest ones are enough. Gives what went wrong.
    keeping_settings: Worker<(Box<Settings>, PathBuf), Option<String>>,
    now: Duration,
    /// Grows with every project that is opened or begun, so that front ends notice.
    epoch: u64,
    pace: Pace,
}

/// How a session works: with threads behind a window, or all at once for tests and the command line.
#[derive(Clone)]
pub enum Pace {
    /// Long work runs on threads; the closure is called when an answer is ready.
    Threads(Wake),
    /// Everything is finished when `perform` returns.
    Inline,
}

impl Session {
    /// A desk for work of a front end that must not hold up its window.
    pub fn desk<In: Send + 'static, Out: Send + 'static>(
        &self,
        name: &str,
        job: impl Fn(In, &Cancel) -> Result<Out, Cancelled> + Send + Sync + 'static,
    ) -> Desk<In, Out> {
        Desk::new(name, &self.pace, job)
    }

    /// An empty, untitled project.
    pub fn new(settings: Settings, settings_path: Option<PathBuf>, pace: &Pace) -> Self {
        let mut session = Self {
            document: Arc::default(),
            ids: Ids::new(),
            history: History::new(),
            selection: Selection::default(),
            preview: None,
            supposing: Supposing::new(pace),
            track: Track::new(pace),
            why: Why::new(pace),
            shares: Shares::new(pace),
            comparing: Comparing::new(pace),
            adviser: Adviser::new(pace),
            exporting: Exporting::new(pace),
            reporting: Reporting::new(pace),
            tint: Tint::new(pace),
            groups: Groups::new(pace),
            sight: Sight::new(pace),
            looking: Looking::new(pace),
            certainty: Certainty::new(pace),
            odds: Odds::new(pace),
            gauge: Gauge::new(pace),
            guides: guides::Guides::default(),
            own: own::OwnState::new(pace),
            located: forms::Located::default(),
            palette: Palette::new(pace),
            search: Search::new(pace),
            choosing: Choosing::new(pace),
            motion: Motion::new(pace),
            file: FileState::new(pace),
            recents: Recents::new(pace),
            importing: Importing::new(pace, settings.words.clone()),
            recovery: Recovery::new(pace),
            outgoing: outgoing::Outgoing::new(pace),
            sweeping: sweeping::Sweeping::new(pace),
            clipboard: None,
            posted: Vec::new(),
            effects: Vec::new(),
            settings,
            settings_path,
            keeping_settings: Worker::new(
                "settings",
                pace,
                |(settings, path): (Box<Settings>, PathBuf), _: &_| {
                    Ok(settings::save(&settings, &path)
                        .err()
                        .map(|fault| fault.to_string()))
                },
            ),
            now: Duration::ZERO,
            epoch: 0,
            pace: pace.clone(),
        };
        session.measure();
        session.track.restart();
        session
    }

    /// The project as it is to be shown: with the edit that is being tried out, if any.
    pub fn document(&self) -> &Arc<Document> {
        self.preview
            .as_ref()
            .map_or(&self.document, |preview| &preview.document)
    }

    /// An edit is being tried out; it is neither made nor given up yet.
    pub fn is_trying(&self) -> bool {
        self.preview.is_some()
    }

    /// What is chosen.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Where an actor is to be drawn: where it is being dragged or laid out, else where it stands.
    pub fn at(&self, id: ActorId) -> Option<Point> {
        self.motion
            .at(id)
            .or_else(|| self.document().place(id).map(|place| place.at))
    }

    /// Steps that can be undone and redone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Whether marks are moving.
    pub fn motion(&self) -> &Motion {
        &self.motion
    }

    /// The file behind the project.
    pub fn file(&self) -> &FileState {
        &self.file
    }

    /// What was copied.
    pub fn clipboard(&self) -> Option<&Fragment> {
        self.clipboard.as_ref()
    }

    /// Everything that was said, oldest first.
    pub fn posted(&self) -> &[Posted] {
        &self.posted
    }

    /// Time since the start of the program, as told by the last [`Session::tick`].
    pub fn now(&self) -> Duration {
        self.now
    }

    /// Changes whenever another project is on the table.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The project differs from its file, or was never saved and is not empty.
    pub fn changed(&self) -> bool {
        self.history.state() != self.file.saved_state()
    }

    /// Name for the title bar: the file's, else the project's, else "Untitled".
    pub fn title(&self) -> String {
        let name = self
            .file
            .path()
            .and_then(|path| path.file_stem())
            .map(|stem| stem.to_string_lossy().into_owned());
        let title = &self.document.project().title;
        name.or_else(|| self.file.origin_title()).unwrap_or_else(|| {
            if title.is_empty() {
                "Untitled".to_owned()
            } else {
                title.clone()
            }
        })
    }

    /// What only a front end can do, in order; asked for once a frame.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Takes in what the workers have finished. `now` is the time since the start of the program.
    pub fn tick(&mut self, now: Duration) {
        self.now = now;
        self.track.poll();
        self.comparing.poll();
        self.why.poll();
        self.shares.poll();
        self.adviser.poll();
        self.take_in_pictures();
        self.take_in_reports();
        self.looking.poll();
        self.tint.poll();
        self.keep_tint();
        self.groups.poll();
        self.keep_sight();
        self.supposing.poll();
        self.keep_certainty();
        self.certainty.poll();
        self.odds.poll();
        self.gauge.poll();
        let document = Arc::clone(self.document());
        self.own.follow(&document);
        self.palette.poll(&document);
        self.keep_search();
        self.take_in_path();
        self.take_in_communities();
        self.tell_faults();
        self.take_in_motion();
        self.take_in_files();
        self.take_in_settings();
        self.watch_file();
        self.keep_recents();
        self.take_in_import();
        self.take_in_data();
        self.keep_shares();
        self.keep_recovery();
        self.take_in_recovery();
    }

    /// Says something to the person.
    pub fn post(&mut self, notice: Notice) {
        const KEPT: usize = 200;
        self.posted.push(Posted {
            notice,
            at: self.now,
            undoes: None,
            more: None,
        });
        if self.posted.len() > KEPT {
            self.posted.remove(0);
        }
    }

    /// Says something about the step that was just made, so that it can be taken back from the message.
    fn post_undoable(&mut self, sentence: String) {
        self.post(Notice::info(sentence));
        let step = self.history.last_step();
        if let Some(last) = self.posted.last_mut() {
            last.undoes = step;
        }
    }

    /// Works out an edit and makes it one step; selects what it creates. Gives the actors around which the layout
    /// should settle, or none when nothing changed.
    ///
    /// `merge`: steps with the same key within a second become one (nudging with the arrow keys).
    fn edit(&mut self, edit: &Edit, merge: Option<&'static str>) -> Option<BTreeSet<ActorId>> {
        // What the layout has found so far belongs to the step that set it going, not to this one.
        self.stop_motion();
        self.commit(edit, merge)
    }

    /// As [`Self::edit`], while marks go on moving.
    fn commit(&mut self, edit: &Edit, merge: Option<&'static str>) -> Option<BTreeSet<ActorId>> {
        self.preview = None;
        let prepared = match Prepared::of(&self.document, edit, &mut self.ids) {
            Ok(prepared) => prepared,
            Err(refusal) => {
                let name = edit.name(&self.document);
                self.post(Notice::error(refusal.to_string()).at(name));
                self.measure();
                return None;
            }
        };
        let touched = touched(&prepared.outcome.changes);
        self.take_over(prepared, merge).then(|| {
            touched
                .into_iter()
                .filter(|&id| self.document.actor(id).is_some())
                .collect()
        })
    }

    /// Makes an edit that has been worked out for the state on the table one step. Returns whether anything changed.
    fn take_over(&mut self, prepared: Prepared, merge: Option<&'static str>) -> bool {
        let Prepared {
            name,
            outcome,
            document,
            ..
        } = prepared;
        if outcome.changes.is_empty() {
            self.measure();
            return false;
        }
        let before = self.selection.clone();
        if outcome.creates_things() {
            self.selection = Selection {
                actors: outcome.actors.iter().copied().collect(),
                notes: outcome.notes.iter().copied().collect(),
                zones: outcome.zones.iter().copied().collect(),
                ..Selection::default()
            };
        } else if !outcome.ties.is_empty() {
            self.selection = Selection {
                ties: outcome.ties.iter().copied().collect(),
                ..Selection::default()
            };
        }
        self.document = Arc::new(document);
        self.selection.keep_existing(&self.document);
        if outcome.changes.iter().any(Change::touches_indicators) {
            self.track.mark_edit();
        }
        self.history.push(Step {
            name,
            changes: outcome.changes,
            selection_before: Arc::new(before),
            selection_after: Arc::new(self.selection.clone()),
            merge,
            at: self.now,
        });
        self.measure();
        true
    }

    /// Asks for the indicators of what is shown.
    fn measure(&mut self) {
        // Whatever was supposed was about the state before.
        self.supposing.drop_question();
        let document = Arc::clone(self.document());
        self.track.ask(&document, self.preview.is_some());
        self.looking.keep_up(&document);
        self.why.keep_up(self.track.states(), &self.looking);
        self.track.follow_snapshot(&self.document);
        self.comparing.follow(&self.document);
        self.adviser.look(&document);
        self.odds.keep_up(&document);
        self.gauge.keep_up(&document);
        self.guides.keep_up(&document);
        self.keep_tint();
        self.keep_groups();
        self.keep_sight();
        self.keep_certainty();
    }

    /// Bands are of the scores on show, once these are of the state that is shown.
    fn keep_certainty(&mut self) {
        if !self.track.pending() {
            let document = Arc::clone(self.document());
            self.certainty.keep_up(self.track.current(), document.project());
        }
    }

    /// Has the shares of the one chosen actor follow the choice and the state on show.
    fn keep_shares(&mut self) {
        let document = self
            .preview
            .as_ref()
            .map_or(&self.document, |preview| &preview.document);
        self.shares.keep_up(document, self.selection.only_actor());
    }

    /// Takes over an edit that belongs to the step before it, such as the layout coming to rest after a new tie, and
    /// has been worked out for the state on the table.
    fn take_over_quietly(&mut self, prepared: Prepared) {
        let Prepared {
            name,
            outcome,
            document,
            ..
        } = prepared;
        if outcome.changes.is_empty() {
            return;
        }
        self.document = Arc::new(document);
        self.comparing.follow(&self.document);
        self.gauge.keep_up(&self.document);
        self.guides.keep_up(&self.document);
        let before = self.history.state();
        self.history
            .amend(name, outcome.changes, &self.selection, self.now);
        // What was said about the step still holds.
        let state = self.history.state();
        for posted in &mut self.posted {
            if posted.undoes == Some(before) {
                posted.undoes = Some(state);
            }
        }
    }

    /// Puts another project on the table.
    fn replace(&mut self, document: Document) {
        self.why.close();
        self.palette.close();
        self.forget_search();
        self.choosing.restart();
        self.adviser.restart();
        self.tint.restart();
        self.groups.restart();
        self.sight.restart();
        self.looking.restart();
        self.odds.restart();
        self.gauge.restart();
        self.guides.restart();
        self.motion.stop();
        self.comparing.stop();
        self.preview = None;
        self.ids = document.ids();
        let before = std::mem::replace(&mut self.document, Arc::new(document));
        self.sweeping.document(before);
        self.sweeping.thing(self.history.restart());
        self.selection = Selection::default();
        self.epoch += 1;
        self.measure();
        self.track.restart();
    }
}

/// New places by actor.
pub type Places = BTreeMap<ActorId, Point>;
