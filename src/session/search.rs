//! Searching the project: whom and what a text is about, and going from one hit to the next.
//!
//! Names, kinds, tags and notes of actors and ties are looked through on a worker, each word of the text by itself,
//! as the table does it. While a search is open, the hit that it is on is what is selected.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::fold::{fold_into, folded};
use crate::base::geom::Point;
use crate::base::parallel;
use crate::model::{Actor, ActorId, ActorKind, Document, Selection, Tie, TieId, TieKind};
use crate::picture::{Shown, Visibility};

use super::action::{Effect, Show};
use super::desk::Desk;
use super::{Pace, Session};

/// Actors or ties that a core looks through before it asks whether somebody still wants to know.
const PIECE: usize = 4096;
/// Height of a line of reading, map units.
const READING_LINE: f64 = 60.0;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hit {
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
}

impl Hit {
    fn selection(self) -> Selection {
        match self {
            Self::Actor(id) => Selection::actor(id),
            Self::Tie(id) => Selection::tie(id),
        }
    }
}

/// All that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// In the order in which one goes through them: those first that are called so, then line by line over the map;
    /// ties last.
    list: Vec<Hit>,
    /// The same, to select them all and to tell them from the rest.
    all: Selection,
}

impl Hits {
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

    /// What a map shows while something has been found: of what `shown` leaves, the rest is faded.
    pub fn over(&self, document: &Document, shown: &Shown) -> Option<Shown> {
        if self.hits.is_empty() {
            return None;
        }
        let found = &self.hits.all;
        let ends = found.ties.iter().filter_map(|&id| document.tie(id));
        let ends: BTreeSet<ActorId> = ends.flat_map(|tie| [tie.from, tie.to]).collect();
        let faded = |before: Visibility, lit: bool| {
            let least = if lit { Visibility::Seen } else { Visibility::Faded };
            before.max(least)
        };
        let actors = document.actors().map(|(id, _)| {
            let lit = found.actors.contains(&id) || ends.contains(&id);
            (id, faded(shown.actor(id), lit))
        });
        let ties = document.ties().map(|(id, tie)| {
            // A search for actors leaves the ties among them.
            let among = [tie.from, tie.to].iter().all(|end| found.actors.contains(end));
            (id, faded(shown.tie(id), found.ties.contains(&id) || among))
        });
        Some(Shown {
            actors: actors
                .filter(|&(_, visibility)| visibility != Visibility::Seen)
                .collect(),
            ties: ties
                .filter(|&(_, visibility)| visibility != Visibility::Seen)
                .collect(),
        })
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
            let same = asked.same_for_indicators(&self.document);
            let document = Arc::clone(&self.document);
            if same {
                self.search.asked = Some(document);
            } else {
                self.search.ask(&document);
            }
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
        self.search.current = kept.unwrap_or(0);
        self.search.hits = Arc::new(hits);
        let hurry = std::mem::take(&mut self.search.hurry);
        let Some(hit) = self.search.hit() else { return };
        if hurry {
            self.go_to_hit();
        } else if kept.is_none() {
            self.select(hit.selection());
            self.effects.push(Effect::Show(Show::Reveal));
        }
    }
}

/// What is looked for: every word must stand somewhere, in the name, the kind, a tag or the note.
struct Wanted {
    whole: String,
    words: Vec<String>,
}

/// Memory that is needed again and again.
#[derive(Default)]
struct Room {
    name: String,
    rest: String,
}

/// How well something fits; the less the better.
type Rank = u8;
/// It is called so.
const CALLED: Rank = 0;
/// A word of its name begins so.
const BEGINS: Rank = 1;
/// Its name holds it.
const NAMED: Rank = 2;
/// It is of that kind, or somebody has said so of it.
const SAID: Rank = 3;

impl Wanted {
    fn new(typed: &str) -> Self {
        let folded = folded(typed);
        Self {
            words: folded.split_whitespace().map(ToOwned::to_owned).collect(),
            whole: folded.trim().to_owned(),
        }
    }

    /// For each word, which kinds are called so.
    fn kinds<K: Copy>(&self, all: &[K], name: fn(K) -> &'static str) -> Vec<Vec<bool>> {
        let names: Vec<String> = all.iter().map(|&kind| folded(name(kind))).collect();
        let called = |word: &String| names.iter().map(|name| name.contains(word.as_str())).collect();
        self.words.iter().map(called).collect()
    }

    fn rank(
        &self,
        name: &str,
        of_kind: impl Fn(usize) -> bool,
        tags: &[String],
        note: &str,
        room: &mut Room,
    ) -> Option<Rank> {
        room.name.clear();
        fold_into(name, &mut room.name);
        let mut said = false;
        room.rest.clear();
        for (i, word) in self.words.iter().enumerate() {
            if room.name.contains(word.as_str()) {
                continue;
            }
            said = true;
            if of_kind(i) {
                continue;
            }
            if room.rest.is_empty() {
                for text in tags.iter().map(String::as_str).chain([note]) {
                    fold_into(text, &mut room.rest);
                    room.rest.push('\n');
                }
            }
            if !room.rest.contains(word.as_str()) {
                return None;
            }
        }
        Some(if said {
            SAID
        } else if room.name.starts_with(&self.whole) {
            CALLED
        } else if begins_word(&room.name, &self.words[0]) {
            BEGINS
        } else {
            NAMED
        })
    }
}

fn begins_word(name: &str, word: &str) -> bool {
    name.match_indices(word)
        .any(|(at, _)| !name[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

/// Line by line, as one reads.
fn reading(at: Point) -> (i64, i64) {
    ((at.y / READING_LINE).floor() as i64, at.x as i64)
}

fn find(document: &Document, typed: &str, cancel: &Cancel) -> Result<Hits, Cancelled> {
    type Found<I> = Vec<((Rank, (i64, i64)), I)>;
    let wanted = Wanted::new(typed);
    if wanted.words.is_empty() {
        return Ok(Hits::default());
    }
    let place = |id| document.place(id).map_or(Point::ORIGIN, |place| place.at);

    let actors: Vec<(ActorId, &Actor)> = document.actors().collect();
    let kinds = wanted.kinds(&ActorKind::ALL, ActorKind::name);
    let look = |room: &mut Room, (id, actor): (ActorId, &Actor)| {
        let of_kind = |word: usize| {
            let index = ActorKind::ALL.iter().position(|&kind| kind == actor.kind);
            index.is_some_and(|index| kinds[word][index])
        };
        let rank = wanted.rank(&actor.name, of_kind, &actor.tags, &actor.note, room)?;
        Some(((rank, reading(place(id))), id))
    };
    let found = parallel::pieces(actors.len(), PIECE, cancel, Room::default, |room, range| {
        let hits = actors[range].iter().filter_map(|&actor| look(room, actor));
        Ok(hits.collect::<Found<ActorId>>())
    })?;
    let mut of_actors: Found<ActorId> = found.into_iter().flatten().collect();

    let ties: Vec<(TieId, &Tie)> = document.ties().collect();
    let kinds = wanted.kinds(&TieKind::ALL, TieKind::name);
    let look = |room: &mut Room, (id, tie): (TieId, &Tie)| {
        let of_kind = |word: usize| {
            let index = TieKind::ALL.iter().position(|&kind| kind == tie.kind);
            index.is_some_and(|index| kinds[word][index])
        };
        let rank = wanted.rank("", of_kind, &tie.tags, &tie.note, room)?;
        let middle = place(tie.from) + (place(tie.to) - place(tie.from)) / 2.0;
        Some(((rank, reading(middle)), id))
    };
    let found = parallel::pieces(ties.len(), PIECE, cancel, Room::default, |room, range| {
        let hits = ties[range].iter().filter_map(|&tie| look(room, tie));
        Ok(hits.collect::<Found<TieId>>())
    })?;
    let mut of_ties: Found<TieId> = found.into_iter().flatten().collect();
    cancel.check()?;

    of_actors.sort_unstable();
    of_ties.sort_unstable();
    let all = Selection {
        actors: of_actors.iter().map(|&(_, id)| id).collect::<BTreeSet<_>>(),
        ties: of_ties.iter().map(|&(_, id)| id).collect::<BTreeSet<_>>(),
        ..Selection::default()
    };
    let list = of_actors.into_iter().map(|(_, id)| Hit::Actor(id));
    Ok(Hits {
        list: list
            .chain(of_ties.into_iter().map(|(_, id)| Hit::Tie(id)))
            .collect(),
        all,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::model::{Edit, Place};
    use crate::session::Action;

    /// A row of actors of these names, kinds and notes.
    fn session(actors: &[(&str, ActorKind, &str)]) -> Session {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        let actors = actors.iter().enumerate().map(|(i, &(name, kind, note))| {
            let actor = Actor {
                note: note.to_owned(),
                ..Actor::new(name, kind)
            };
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
        let tie = Tie {
            note: "Optics since 1994".into(),
            ..Tie::new(TieKind::Supply, ids[1], ids[0])
        };
        session.perform(Action::Edit(Edit::AddTie(tie)));
        session.perform(Action::Find("optics".into()));
        assert_eq!(names(&session), ["Alpha", "Supply Alpha → Neue Optik"]);
        session.perform(Action::SelectHits);
        let chosen = session.selection();
        assert_eq!((chosen.actors.len(), chosen.ties.len()), (1, 1));
        assert!(!session.search().is_open());
    }

    #[test]
    fn hits_follow_edits() {
        let mut session = sample();
        session.perform(Action::Find("opti".into()));
        let first = session.selection().only_actor().unwrap();
        session.perform(Action::Edit(Edit::Rename(first, "Glas".into())));
        session.tick(std::time::Duration::ZERO);
        assert_eq!(names(&session), ["Neue Optik", "Alpha"]);
        let another = Action::OpenExample("golden".into());
        session.perform(Action::DiscardThen(Box::new(another)));
        assert!(!session.search().is_open() && session.search().typed().is_empty());
    }
}
