//! Searching the project: whom and what a text is about, and going from one hit to the next.
//!
//! Names, kinds, tags and notes of actors and ties are looked through on a worker, each word of the text by itself,
//! as the table does it. While a search is open, the hit that it is on is what is selected.

mod find;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{ActorId, Document, Jot, Selection, Tie, TieId};
use crate::picture::{Shown, Visibility};

use super::action::{Effect, Show};
use super::desk::Desk;
use super::{Pace, Session};
use find::find;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hit {
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
    /// A note or a zone.
    Jot(Jot),
}

impl Hit {
    fn selection(self) -> Selection {
        match self {
            Self::Actor(id) => Selection::actor(id),
            Self::Tie(id) => Selection::tie(id),
            Self::Jot(jot) => Selection::jot(jot),
        }
    }
}

/// All that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// In the order in which one goes through them: those first that are called so, then line by line over the map;
    /// after actors ties, and after these notes and zones.
    list: Vec<Hit>,
    /// The same, to select them all.
    all: Selection,
    /// The rest, faded.
    rest: Shown,
}

impl Hits {
    fn of(document: &Document, list: Vec<Hit>) -> Self {
        let mut all = Selection::default();
        for hit in &list {
            match *hit {
                Hit::Actor(id) => all.actors.insert(id),
                Hit::Tie(id) => all.ties.insert(id),
                Hit::Jot(Jot::Note(id)) => all.notes.insert(id),
                Hit::Jot(Jot::Zone(id)) => all.zones.insert(id),
            };
        }
        let rest = faded(document, &all);
        Self { list, all, rest }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// In the order in which one goes through them.
    pub fn list(&self) -> &[Hit] {
        &self.list
    }

    /// All of them.
    pub fn all(&self) -> &Selection {
        &self.all
    }

    /// What a map shows while something has been found: of what `shown` leaves, the rest is faded.
    pub fn over(&self, shown: &Shown) -> Option<Shown> {
        (!self.is_empty()).then(|| shown.with(&self.rest))
    }
}

/// What is neither found, nor the end of a tie that is, nor a tie among actors that are.
fn faded(document: &Document, found: &Selection) -> Shown {
    if found.is_empty() {
        return Shown::default();
    }
    let ends = found.ties.iter().filter_map(|&id| document.tie(id));
    let ends: BTreeSet<ActorId> = ends.flat_map(|tie| [tie.from, tie.to]).collect();
    let is_lit = |id: &ActorId| found.actors.contains(id) || ends.contains(id);
    let among = |tie: &Tie| [tie.from, tie.to].iter().all(|end| found.actors.contains(end));
    let actors = document.actors().map(|(id, _)| id).filter(|id| !is_lit(id));
    let ties = document.ties();
    let ties = ties.filter(|(id, tie)| !found.ties.contains(id) && !among(tie));
    Shown {
        actors: actors.map(|id| (id, Visibility::Faded)).collect(),
        ties: ties.map(|(id, _)| (id, Visibility::Faded)).collect(),
    }
}

/// A search that somebody has opened.
pub struct Search {
    finding: Desk<(Arc<Document>, String), Hits>,
    open: bool,
    typed: String,
    /// The state that was last asked about.
    asked: Option<Arc<Document>>,
    hits: Arc<Hits>,
    current: usize,
    /// Somebody wants to be taken there as soon as it is known where.
    hurry: bool,
    /// The text is the same and the project has changed: who has just deleted or renamed a hit stays where they are.
    again: bool,
}

impl Search {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            finding: Desk::new(
                "search",
                pace,
                |(document, typed): (Arc<Document>, String), cancel: &_| find(&document, &typed, cancel),
            ),
            open: false,
            typed: String::new(),
            asked: None,
            hits: Arc::default(),
            current: 0,
            hurry: false,
            again: false,
        }
    }

    /// The search bar is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// What is searched for; stays when the search is closed, to begin with the next time.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Something is searched for, not only about to be typed.
    pub fn is_asking(&self) -> bool {
        self.open && !self.typed.trim().is_empty()
    }

    /// What was found; for an older text while [`Self::pending`].
    pub fn hits(&self) -> &Arc<Hits> {
        &self.hits
    }

    /// Which of the hits one is at, counted from 0.
    pub fn current(&self) -> Option<usize> {
        (!self.hits.is_empty()).then_some(self.current)
    }

    /// Somebody is looking.
    pub fn pending(&self) -> bool {
        self.finding.pending()
    }

    fn ask(&mut self, document: &Arc<Document>) {
        self.asked = Some(Arc::clone(document));
        if self.is_asking() {
            self.finding.ask((Arc::clone(document), self.typed.clone()));
        } else {
            self.finding.cancel();
            self.hits = Arc::default();
        }
    }

    fn hit(&self) -> Option<Hit> {
        self.hits.list.get(self.current).copied()
    }

    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.finding.take_fault()
    }
}

impl Session {
    /// Opens the search, or searches for something else.
    pub(super) fn search_for(&mut self, typed: String) {
        let same = self.search.open && self.search.typed == typed;
        self.search.open = true;
        if !same {
            self.search.typed = typed;
            self.search.hurry = false;
            self.search.again = false;
            let document = Arc::clone(&self.document);
            self.search.ask(&document);
            self.take_in_search();
        }
    }

    /// Ends the search; the hit that it was on stays selected.
    pub(super) fn stop_searching(&mut self) {
        self.search.finding.cancel();
        self.search.open = false;
        self.search.hits = Arc::default();
        self.search.asked = None;
    }

    /// Another project is on the table; what was searched for in the old one is of no use.
    pub(super) fn forget_search(&mut self) {
        self.stop_searching();
        self.search.typed.clear();
    }

    /// Goes to the next or the one before, round and round. A closed search is opened again.
    pub(super) fn next_hit(&mut self, forward: bool) {
        if !self.search.open {
            let typed = std::mem::take(&mut self.search.typed);
            self.search.hurry = true;
            self.search_for(typed);
            self.search.hurry = self.search.pending();
            self.go_to_hit();
            return;
        }
        if self.search.pending() {
            self.search.hurry = true;
            return;
        }
        let count = self.search.hits.len();
        if count > 0 {
            let step = if forward { 1 } else { count - 1 };
            self.search.current = (self.search.current + step) % count;
            self.go_to_hit();
        }
    }

    fn go_to_hit(&mut self) {
        if let Some(hit) = self.search.hit() {
            self.select(hit.selection());
            self.effects.push(Effect::Show(Show::Center));
        }
    }

    /// Selects everything that was found and closes the search.
    pub(super) fn select_hits(&mut self) {
        if !self.search.hits.is_empty() {
            let all = self.search.hits.all.clone();
            self.select(all);
            self.stop_searching();
        }
    }

    /// Searches the newest state, and takes in what was found.
    pub(super) fn keep_search(&mut self) {
        if self.search.open
            && let Some(asked) = &self.search.asked
            && !Arc::ptr_eq(asked, &self.document)
        {
            let document = Arc::clone(&self.document);
            // A text that has no answer yet still takes its person to the first hit.
            self.search.again = !self.search.pending() || self.search.again;
            self.search.ask(&document);
        }
        self.take_in_search();
    }

    fn take_in_search(&mut self) {
        let Some(hits) = self.search.finding.take() else {
            return;
        };
        // Who goes on typing stays where it still fits.
        let before = self.search.hit();
        let kept = before.and_then(|hit| hits.list.iter().position(|&other| other == hit));
        let again = std::mem::take(&mut self.search.again);
        let last = hits.list.len().saturating_sub(1);
        let there = if again { self.search.current.min(last) } else { 0 };
        self.search.current = kept.unwrap_or(there);
        self.search.hits = Arc::new(hits);
        let hurry = std::mem::take(&mut self.search.hurry);
        let Some(hit) = self.search.hit() else { return };
        if hurry {
            self.go_to_hit();
        } else if kept.is_none() && !again {
            self.select(hit.selection());
            self.effects.push(Effect::Show(Show::Reveal));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::files::settings::Settings;
    use crate::model::{Actor, ActorKind, TieKind};
    use crate::model::{Edit, Place};
    use crate::session::Action;

    /// A row of actors of these names, kinds and notes.
    fn session(actors: &[(&str, ActorKind, &str)]) -> Session {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        let actors = actors.iter().enumerate().map(|(i, &(name, kind, note))| {
            let mut actor = Actor::new(name, kind);
            actor.extra.note = note.to_owned();
            let at = Point::new(200.0 * i as f64, 0.0);
            (actor, Place { at, pinned: true })
        });
        session.perform(Action::Edit(Edit::AddActors(actors.collect())));
        session.perform(Action::SelectNone);
        session
    }

    fn names(session: &Session) -> Vec<String> {
        let hits = session.search().hits();
        let name = |&hit: &Hit| match hit {
            Hit::Actor(id) => session.document().display_name(id),
            Hit::Tie(id) => session.document().tie_words(id),
            Hit::Jot(jot) => session.document().jot_name(jot),
        };
        hits.list().iter().map(name).collect()
    }

    fn sample() -> Session {
        use ActorKind::{Final, Supplier, University};
        session(&[
            ("Neue Optik", Final, ""),
            ("Alpha", Supplier, "Sells optics to Zürich"),
            ("Optik Zürich", Final, ""),
            ("深圳大学", University, "光学"),
        ])
    }

    #[test]
    fn names_come_first_and_case_and_accents_make_no_difference() {
        let mut session = sample();
        session.perform(Action::Find("OPTI".into()));
        assert_eq!(names(&session), ["Optik Zürich", "Neue Optik", "Alpha"]);
        session.perform(Action::Find("zurich opti".into()));
        assert_eq!(names(&session), ["Optik Zürich", "Alpha"]);
        session.perform(Action::Find("大学".into()));
        assert_eq!(names(&session), ["深圳大学"]);
        session.perform(Action::Find("supplier".into()));
        assert_eq!(names(&session), ["Alpha"], "by its kind");
        session.perform(Action::Find("nobody".into()));
        assert!(session.search().hits().is_empty() && session.search().current().is_none());
    }

    #[test]
    fn one_goes_round_through_the_hits_and_stays_at_the_last() {
        let mut session = sample();
        session.perform(Action::Find("opti".into()));
        let at = |session: &Session| session.search().current();
        assert_eq!(at(&session), Some(0));
        session.perform(Action::NextHit(false));
        assert_eq!(at(&session), Some(2));
        session.perform(Action::NextHit(true));
        session.perform(Action::NextHit(true));
        assert_eq!(at(&session), Some(1));
        let chosen = session.selection().only_actor().unwrap();
        assert_eq!(session.document().display_name(chosen), "Neue Optik");
        // Typing on stays there as long as it fits.
        session.perform(Action::Find("optik".into()));
        assert_eq!(session.selection().only_actor(), Some(chosen));
        session.perform(Action::StopFinding);
        assert_eq!(session.selection().only_actor(), Some(chosen));
        assert!(!session.search().is_open());
        // F3 takes the search up again.
        session.perform(Action::NextHit(true));
        assert!(session.search().is_open());
        assert_eq!(session.search().hits().len(), 2);
    }

    #[test]
    fn all_hits_can_be_selected_and_ties_are_found_by_their_notes() {
        let mut session = sample();
        let ids: Vec<ActorId> = session.document().actors().map(|(id, _)| id).collect();
        let mut tie = Tie::new(TieKind::Supply, ids[1], ids[0]);
        tie.extra.note = "Optics since 1994".into();
        session.perform(Action::Edit(Edit::AddTie(tie)));
        session.perform(Action::Find("optics".into()));
        assert_eq!(names(&session), ["Alpha", "Supply Alpha → Neue Optik"]);
        session.perform(Action::SelectHits);
        let chosen = session.selection();
        assert_eq!((chosen.actors.len(), chosen.ties.len()), (1, 1));
        assert!(!session.search().is_open());
    }

    #[test]
    fn notes_and_zones_on_the_map_are_found_last() {
        use crate::base::geom::Rect;
        use crate::model::{Note, Zone};
        let mut session = sample();
        let area = Rect::from_corners(Point::new(-50.0, -50.0), Point::new(50.0, 50.0));
        let note = Note::new("Old optics town", Point::ORIGIN);
        session.perform(Action::Edit(Edit::AddNotes(vec![note])));
        let zone = Zone::new("Optik-Viertel", area);
        session.perform(Action::Edit(Edit::AddZones(vec![zone])));
        session.perform(Action::Find("opti".into()));
        let jots = session.search().hits().list()[3..].iter();
        assert!(jots.clone().all(|hit| matches!(hit, Hit::Jot(_))) && jots.len() == 2);
        session.perform(Action::NextHit(false));
        assert_eq!(
            session.selection().zones.len() + session.selection().notes.len(),
            1
        );
    }

    #[test]
    fn hits_follow_edits() {
        let mut session = sample();
        session.perform(Action::Find("opti".into()));
        let first = session.selection().only_actor().unwrap();
        session.perform(Action::Edit(Edit::Rename(first, "Glas".into())));
        session.tick(std::time::Duration::ZERO);
        assert_eq!(names(&session), ["Neue Optik", "Alpha"]);
        assert_eq!(session.selection().only_actor(), Some(first), "the choice stays");
        // A second press of the key must not delete the next hit.
        session.perform(Action::NextHit(true));
        session.perform(Action::DeleteSelection);
        session.tick(std::time::Duration::ZERO);
        assert_eq!(names(&session).len(), 1);
        assert!(session.selection().is_empty());
        let another = Action::OpenExample("golden".into());
        session.perform(Action::DiscardThen(Box::new(another)));
        assert!(!session.search().is_open() && session.search().typed().is_empty());
    }
}
