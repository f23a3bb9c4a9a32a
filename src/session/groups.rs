//! Communities of the state on the table: who belongs to which group, what a group is called, and its color.
//!
//! Groups are those of the column `group`, see [`crate::analysis::actors`]. They are read from the tables of the same
//! state where these have them, else found on a worker; on a large map that takes its time, so somebody has to want
//! them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analysis::aspect::{Aspect, NONE};
use crate::analysis::columns::Tables;
use crate::analysis::spread::{COLORED, Measure, Sort, Spread, spread};
use crate::base::cancel::{Cancel, Cancelled};
use crate::model::{Actor, ActorId, Document};

use super::desk::Desk;
use super::{Pace, Session};

/// Actors that deal more with each other than with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// 1 is the largest; the number that the column `group` shows. Changes from state to state.
    pub number: usize,
    /// How many actors belong to it.
    pub size: usize,
    /// Its largest actor, after whom it is called.
    pub chief: ActorId,
    /// Stays with the group from state to state, as long as most of its actors do.
    pub identity: usize,
    /// Which of the [`COLORED`] colors is its own, and stays so; the largest ones have one, nobody alone has.
    pub color: Option<usize>,
}

/// All groups of a state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Communities {
    /// By number, so the largest comes first.
    groups: Vec<Group>,
    /// In id order; externals belong to no group.
    of: Vec<(ActorId, u32)>,
}

impl Communities {
    /// All groups, the largest first.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The group of an actor; externals, who have no place in view N, belong to none.
    pub fn of(&self, id: ActorId) -> Option<&Group> {
        let place = self.of.binary_search_by_key(&id, |&(id, _)| id).ok()?;
        self.groups.get(self.of[place].1 as usize)
    }

    /// The group that keeps this identity.
    pub fn with_identity(&self, identity: usize) -> Option<&Group> {
        self.groups.iter().find(|group| group.identity == identity)
    }

    /// Everybody with the number of their group, in id order.
    pub fn members(&self) -> impl ExactSizeIterator<Item = (ActorId, usize)> {
        self.of.iter().map(|&(id, place)| (id, place as usize + 1))
    }

    /// Which group each actor of the same state belongs to, laid out over the map.
    pub fn spread(&self, document: &Document) -> Spread {
        let sort = |group: &Group| Sort {
            word: group.identity.to_string(),
            color: group.color,
        };
        let mut sorts: Vec<Sort> = self.groups.iter().map(sort).collect();
        // Externals belong to none.
        let none = sorts.len();
        sorts.push(Sort {
            word: NONE.to_owned(),
            color: None,
        });
        let mut members = self.members().peekable();
        let place = |id: ActorId| {
            while members.next_if(|&(member, _)| member < id).is_some() {}
            let own = members.next_if(|&(member, _)| member == id);
            (id, own.map_or(none, |(_, number)| number - 1) as f64)
        };
        let actors = document.actors().map(|(id, _)| id).map(place).collect();
        Spread::of_numbers(Measure::Aspect(Aspect::Community), actors, Vec::new()).with_sorts(sorts)
    }
}

impl Group {
    /// What people call it: after its largest actor, by the name that this has in `document`.
    pub fn name(&self, document: &Document) -> String {
        document.display_name(self.chief)
    }
}

/// The groups of a state. `tables` are those of the same state if there are any, `before` the groups of a state before,
/// from which identities and colors are taken over.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn communities(
    document: &Document,
    tables: Option<&Tables>,
    before: Option<&Communities>,
    cancel: &Cancel,
) -> Result<Communities, Cancelled> {
    let none = Tables::default();
    let numbers = spread(
        document,
        tables.unwrap_or(&none),
        Measure::Column("group"),
        cancel,
    )?;
    let mut of = Vec::with_capacity(document.actor_count());
    let mut groups: Vec<Option<Group>> = Vec::new();
    let mut chiefs: Vec<&Actor> = Vec::new();
    for (id, actor) in document.actors() {
        let Some(number) = numbers.as_ref().and_then(|numbers| numbers.actor(id)) else {
            continue;
        };
        let place = (number as usize).saturating_sub(1);
        of.push((id, place as u32));
        if groups.len() <= place {
            groups.resize(place + 1, None);
            chiefs.resize(place + 1, actor);
        }
        let group = groups[place].get_or_insert_with(|| {
            chiefs[place] = actor;
            Group {
                number: place + 1,
                size: 0,
                chief: id,
                identity: place,
                color: None,
            }
        });
        group.size += 1;
        if larger(actor, chiefs[place]) {
            group.chief = id;
            chiefs[place] = actor;
        }
    }
    let mut found = Communities {
        groups: groups.into_iter().flatten().collect(),
        of,
    };
    found.inherit(before);
    Ok(found)
}

/// By jobs, then by revenue.
fn larger(one: &Actor, other: &Actor) -> bool {
    let jobs = one.jobs.get().total_cmp(&other.jobs.get());
    jobs.then(one.revenue.get().total_cmp(&other.revenue.get()))
        .is_gt()
}

impl Communities {
    /// Takes identities and colors over from those groups before that most of the actors come from; colors that are
    /// free go to the largest of the rest.
    fn inherit(&mut self, before: Option<&Self>) {
        let heirs = before.map_or_else(BTreeMap::new, |before| self.heirs(before));
        let taken: BTreeSet<usize> = heirs.values().map(|old| old.identity).collect();
        let mut unused = (0..).filter(|identity| !taken.contains(identity));
        let mut free: BTreeSet<usize> = (0..COLORED).collect();
        for (place, group) in self.groups.iter_mut().enumerate() {
            match heirs.get(&place) {
                Some(old) => {
                    group.identity = old.identity;
                    group.color = old.color.filter(|_| group.size > 1);
                }
                None => group.identity = unused.next().unwrap_or(place),
            }
            if let Some(color) = group.color {
                free.remove(&color);
            }
        }
        let colorless = self.groups.iter_mut().filter(|group| group.color.is_none());
        for (group, color) in colorless.filter(|group| group.size > 1).zip(free) {
            group.color = Some(color);
        }
    }

    /// By place, the group before that a group continues: whom two groups share the most actors with, first.
    fn heirs<'b>(&self, before: &'b Self) -> BTreeMap<usize, &'b Group> {
        let mut shared: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        let mut old = before.of.iter().peekable();
        for &(id, place) in &self.of {
            while old.next_if(|&&(earlier, _)| earlier < id).is_some() {}
            if let Some(&(_, was)) = old.next_if(|&&(same, _)| same == id) {
                *shared.entry((place, was)).or_default() += 1;
            }
        }
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.sort_by_key(|&(pair, count)| (Reverse(count), pair));
        let mut heirs = BTreeMap::new();
        let mut continued = BTreeSet::new();
        for ((place, was), _) in shared {
            let (place, was) = (place as usize, was as usize);
            if heirs.contains_key(&place) || continued.contains(&was) {
                continue;
            }
            if let Some(group) = before.groups.get(was) {
                continued.insert(was);
                heirs.insert(place, group);
            }
        }
        heirs
    }
}

/// What the groups are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// Marks are colored by them.
    Colors,
    /// A filter keeps some of them.
    Filter,
    /// All of one are to be chosen.
    Choice,
}

/// A state with its tables where they are of that state, and the groups before.
type Job = (Arc<Document>, Option<Arc<Tables>>, Option<Arc<Communities>>);

/// The groups of the state on the table, while somebody wants them.
pub struct Groups {
    finding: Desk<Job, Communities>,
    readers: BTreeSet<Reader>,
    /// The state that the answer is of, or will be.
    asked: Option<Arc<Document>>,
    known: Option<Arc<Communities>>,
    /// The answer is of the state that was asked about.
    fresh: bool,
}

impl Groups {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            finding: Desk::new("groups", pace, |(document, tables, before): Job, cancel: &_| {
                communities(&document, tables.as_deref(), before.as_deref(), cancel)
            }),
            readers: BTreeSet::new(),
            asked: None,
            known: None,
            fresh: false,
        }
    }

    /// The newest groups that were found; of an older state unless [`Self::fresh`], none before the first answer.
    pub fn known(&self) -> Option<&Arc<Communities>> {
        self.known.as_ref()
    }

    /// What is known is of the state on the table.
    pub fn fresh(&self) -> bool {
        self.fresh
    }

    /// Somebody wants them and they are being found.
    pub fn pending(&self) -> bool {
        self.finding.pending()
    }

    /// Somebody wants them for this.
    pub fn wants(&self, reader: Reader) -> bool {
        self.readers.contains(&reader)
    }

    /// Wants them for this, or not any more.
    pub(super) fn want(&mut self, reader: Reader, wanted: bool) {
        if wanted {
            self.readers.insert(reader);
        } else {
            self.readers.remove(&reader);
        }
    }

    /// This state is on the table, with its own tables if they are there.
    pub(super) fn keep_up(&mut self, document: &Arc<Document>, tables: Option<&Arc<Tables>>) {
        let same = self
            .asked
            .as_ref()
            .is_some_and(|asked| asked.same_for_indicators(document));
        if same {
            // The next look finds this very state.
            self.asked = Some(Arc::clone(document));
        } else {
            self.fresh = false;
        }
        if self.readers.is_empty() {
            if self.finding.pending() || !same {
                // Also a state that comes back later has to be asked about again.
                self.finding.cancel();
                self.asked = None;
            }
            return;
        }
        if same {
            return;
        }
        self.asked = Some(Arc::clone(document));
        self.finding
            .ask((Arc::clone(document), tables.cloned(), self.known.clone()));
        self.poll();
    }

    /// Another project is on the table; who wanted the groups of the old one wants those of the new one.
    pub(super) fn restart(&mut self) {
        self.finding.cancel();
        self.asked = None;
        self.known = None;
        self.fresh = false;
    }

    pub(super) fn poll(&mut self) {
        if let Some(found) = self.finding.take() {
            self.known = Some(Arc::new(found));
            self.fresh = true;
        }
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.finding.take_fault()
    }
}

impl Session {
    /// Groups are of the state that is shown.
    pub(super) fn keep_groups(&mut self) {
        let document = Arc::clone(self.document());
        self.groups.keep_up(&document, self.track.tables_of_state());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::model::{Edit, Selection};
    use crate::session::Action;

    fn golden() -> Session {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        session
    }

    #[test]
    fn everybody_local_is_in_a_group_with_the_number_of_the_column() {
        let mut session = golden();
        assert!(session.groups().known().is_none(), "nobody wants them");
        session.perform(Action::WantGroups(Reader::Choice, true));
        let groups = Arc::clone(session.groups().known().unwrap());
        assert!(session.groups().fresh());
        let tables = session.track().tables().unwrap();
        for (id, actor) in session.document().actors() {
            let number = groups.of(id).map(|group| group.number as f64);
            assert_eq!(number, tables.actors.named(id, "group"));
            assert_eq!(number.is_none(), actor.external);
        }
        let sizes: usize = groups.groups().iter().map(|group| group.size).sum();
        assert_eq!(sizes, groups.members().len());
        for group in groups.groups() {
            assert_eq!(groups.of(group.chief), Some(group), "its chief is one of it");
            assert_eq!(group.color.is_some(), group.size > 1);
        }
    }

    #[test]
    fn tables_and_worker_find_the_same() {
        let session = golden();
        let document = session.document();
        let cancel = Cancel::new();
        let tables = session.track().tables().map(Arc::as_ref);
        let read = communities(document, tables, None, &cancel).unwrap();
        assert_eq!(read, communities(document, None, None, &cancel).unwrap());
    }

    #[test]
    fn a_group_keeps_its_color_when_another_outgrows_it() {
        let group = |number, chief, identity, color| Group {
            number,
            size: 2,
            chief: ActorId::new(chief).unwrap(),
            identity,
            color,
        };
        let of = |places: &[(u64, u32)]| {
            let pair = |&(id, place)| (ActorId::new(id).unwrap(), place);
            places.iter().map(pair).collect()
        };
        let before = Communities {
            groups: vec![group(1, 1, 0, Some(0)), group(2, 3, 1, Some(1))],
            of: of(&[(1, 0), (2, 0), (3, 1), (4, 1)]),
        };
        // The second is the largest by now, a third has come, and the first has lost somebody to it.
        let mut after = Communities {
            groups: vec![group(1, 3, 0, None), group(2, 7, 1, None), group(3, 1, 2, None)],
            of: of(&[(1, 2), (2, 1), (3, 0), (4, 0), (5, 0), (6, 2), (7, 1), (8, 1)]),
        };
        after.inherit(Some(&before));
        let kept: Vec<_> = after.groups.iter().map(|g| (g.identity, g.color)).collect();
        assert_eq!(kept[0], (1, Some(1)));
        assert!(
            kept[1..].contains(&(0, Some(0))) && kept[1..].contains(&(2, Some(2))),
            "{kept:?}"
        );
    }

    #[test]
    fn groups_of_a_state_that_came_back_meanwhile_are_found() {
        let mut session = golden();
        session.perform(Action::WantGroups(Reader::Choice, true));
        session.perform(Action::WantGroups(Reader::Choice, false));
        let (tie, _) = session.document().ties().next().unwrap();
        session.perform(Action::Edit(Edit::Remove(Selection::tie(tie))));
        session.perform(Action::Undo);
        session.perform(Action::WantGroups(Reader::Choice, true));
        assert!(session.groups().fresh());
    }

    #[test]
    fn groups_follow_edits_and_begin_anew_with_another_project() {
        let mut session = golden();
        session.perform(Action::WantGroups(Reader::Choice, true));
        let ties = session.document().ties().map(|(id, _)| id).collect();
        session.perform(Action::Edit(Edit::Remove(Selection {
            ties,
            ..Selection::default()
        })));
        let groups = session.groups().known().unwrap();
        assert!(session.groups().fresh() && groups.groups().iter().all(|group| group.size == 1));
        let another = Action::OpenExample("golden".into());
        session.perform(Action::DiscardThen(Box::new(another)));
        let groups = session.groups().known().unwrap();
        assert!(groups.groups()[0].size > 1 && groups.groups()[0].identity == 0);
    }
}
