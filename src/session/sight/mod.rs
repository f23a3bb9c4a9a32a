//! What of the project is seen on the map: filters that hide or fade, and a focus on some actors.
//!
//! Belongs to the view, not to the project, and changes no figure. Small maps are looked through at once, large ones on
//! a worker; an edit of a few things is followed without looking through the rest, where filters allow that.

mod choices;
mod filter;
mod seen;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::aspect::Aspect;
use crate::base::cancel::Cancel;
use crate::model::{ActorId, Change, Document, Selection};
use crate::picture::{Shown, Visibility};

pub use choices::Choices;
pub use filter::{Filter, Keeps, label};
pub use seen::Focus;

use super::desk::Desk;
use super::groups::{Communities, Reader};
use super::{Effect, Pace, Session, Show};
use seen::Rules;

/// With more actors and ties than this, maps are looked through on a worker.
const LARGE: usize = 20_000;
/// More changes than this at once are as much work as looking through everything.
const MANY_CHANGES: usize = 2_000;
/// No map is wider than this many steps.
const MOST_STEPS: usize = 99;

/// A state, the rules, and its groups as far as they are known.
type Job = (Arc<Document>, Rules, Option<Arc<Communities>>);
/// What is asked about a state.
type Question = (Arc<Document>, Aspect, Option<Arc<Communities>>);

/// Who is seen on the map, and why.
pub struct Sight {
    finding: Desk<Job, Shown>,
    looking: Desk<Question, Choices>,
    rules: Rules,
    /// The state on the table.
    document: Option<Arc<Document>>,
    groups: Option<Arc<Communities>>,
    shown: Arc<Shown>,
    /// A person has changed the rules; what is chosen and not seen any more is given up once the answer is there.
    narrowed: bool,
    wanted: Option<Aspect>,
    choices: Option<Choices>,
}

impl Sight {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            finding: Desk::new("filters", pace, |(document, rules, groups): Job, cancel: &_| {
                seen::shown(&document, &rules, groups.as_deref(), cancel)
            }),
            looking: Desk::new("choices of a filter", pace, |question: Question, cancel: &_| {
                let (document, aspect, groups) = question;
                choices::choices(&document, aspect, groups.as_deref(), cancel)
            }),
            rules: Rules::default(),
            document: None,
            groups: None,
            shown: Arc::default(),
            narrowed: false,
            wanted: None,
            choices: None,
        }
    }

    /// The filters, in the order in which they were made.
    pub fn filters(&self) -> &[Filter] {
        &self.rules.filters
    }

    /// The filter that looks at this.
    pub fn filter(&self, aspect: Aspect) -> Option<&Filter> {
        self.rules.filters.iter().find(|filter| filter.aspect == aspect)
    }

    /// What filters hold back is faded rather than hidden.
    pub fn fades(&self) -> bool {
        self.rules.fades
    }

    /// Whom the map is about.
    pub fn focus(&self) -> Option<&Focus> {
        self.rules.focus.as_ref()
    }

    /// There is a filter or a focus.
    pub fn is_set(&self) -> bool {
        self.rules.focus.is_some() || !self.rules.filters.is_empty()
    }

    /// What the map shows; of an older state while [`Self::pending`].
    pub fn shown(&self) -> &Arc<Shown> {
        &self.shown
    }

    /// A large map is being looked through.
    pub fn pending(&self) -> bool {
        self.finding.pending()
    }

    /// What the aspect asked about comes to; none before the answer is there.
    pub fn choices(&self, aspect: Aspect) -> Option<&Choices> {
        self.choices.as_ref().filter(|choices| choices.aspect == aspect)
    }

    /// The part of a selection that is drawn.
    pub fn drawn_of(&self, document: &Document, selection: &Selection) -> Selection {
        seen::seen_of(&self.shown, document, selection, Visibility::Faded)
    }

    /// Somebody looks at communities.
    fn reads_groups(&self) -> bool {
        self.filter(Aspect::Community).is_some() || self.wanted == Some(Aspect::Community)
    }

    /// The rules have been changed by a person.
    fn ruled(&mut self) {
        self.rules.spared = Selection::default();
        self.narrowed = true;
        self.renew();
    }

    fn set_filter(&mut self, filter: Filter) {
        match self
            .rules
            .filters
            .iter_mut()
            .find(|old| old.aspect == filter.aspect)
        {
            Some(old) => *old = filter,
            None => self.rules.filters.push(filter),
        }
        self.ruled();
    }

    fn remove_filter(&mut self, aspect: Aspect) {
        self.rules.filters.retain(|filter| filter.aspect != aspect);
        self.ruled();
    }

    /// These are seen from now on whatever the filters say, and the ends of these ties.
    fn spare(&mut self, whom: &Selection, document: &Document) {
        let spared = &mut self.rules.spared;
        spared.actors.extend(&whom.actors);
        spared.ties.extend(&whom.ties);
        let ends = whom.ties.iter().filter_map(|&id| document.tie(id));
        spared.actors.extend(ends.flat_map(|tie| [tie.from, tie.to]));
    }

    /// Another project is on the table: everything is seen, but what is not seen goes on being hidden or faded as
    /// before.
    pub(super) fn restart(&mut self) {
        self.finding.cancel();
        self.looking.cancel();
        self.rules = Rules {
            fades: self.rules.fades,
            ..Rules::default()
        };
        (self.document, self.groups, self.choices) = (None, None, None);
        self.shown = Arc::default();
        self.narrowed = false;
    }

    /// This state is on the table, with these groups; nothing of it that is new or has just been changed by hand
    /// vanishes.
    fn keep_up(
        &mut self,
        document: &Arc<Document>,
        selection: &Selection,
        groups: Option<&Arc<Communities>>,
    ) {
        let regrouped = self.groups.as_ref().map(Arc::as_ptr) != groups.map(Arc::as_ptr);
        self.groups = groups.cloned();
        let Some(before) = self.document.replace(Arc::clone(document)) else {
            self.renew();
            self.look();
            return;
        };
        let same = Arc::ptr_eq(&before, document);
        if !same || (regrouped && self.wanted == Some(Aspect::Community)) {
            self.look();
        }
        if !self.rules.are_active() {
            return;
        }
        let reads_groups = self.filter(Aspect::Community).is_some();
        if same {
            if regrouped && reads_groups {
                self.renew();
            }
            return;
        }
        let mut changes = before.changes_to(document);
        changes.retain(|change| matches!(change, Change::Actor(..) | Change::Tie(..)));
        if changes.is_empty() && !(regrouped && reads_groups) {
            return;
        }
        self.spare(&at_hand(&changes, selection), document);
        let focused = self.rules.focus.is_some();
        if let Some(focus) = &mut self.rules.focus {
            focus.center.retain(|&id| document.actor(id).is_some());
            if focus.center.is_empty() {
                self.rules.focus = None;
            }
        }
        if !focused && self.rules.look_at_one() && changes.len() <= MANY_CHANGES && !self.finding.pending() {
            seen::follow(Arc::make_mut(&mut self.shown), &self.rules, &changes);
        } else {
            self.renew();
        }
    }

    /// Looks through the state anew.
    fn renew(&mut self) {
        self.finding.cancel();
        let Some(document) = &self.document else { return };
        if !self.rules.are_active() {
            if !self.shown.is_everything() {
                self.shown = Arc::default();
            }
            return;
        }
        if is_large(document) {
            let job = (Arc::clone(document), self.rules.clone(), self.groups.clone());
            self.finding.ask(job);
            self.poll();
        } else if let Ok(found) = seen::shown(document, &self.rules, self.groups.as_deref(), &Cancel::new())
            && found != *self.shown
        {
            self.shown = Arc::new(found);
        }
    }

    /// Asks what a filter could keep, or nothing any more.
    fn want_choices(&mut self, aspect: Option<Aspect>) {
        if self.wanted != aspect {
            self.wanted = aspect;
            self.choices = None;
            self.look();
        }
    }

    fn look(&mut self) {
        self.looking.cancel();
        let (Some(document), Some(aspect)) = (&self.document, self.wanted) else {
            return;
        };
        if is_large(document) {
            self.looking
                .ask((Arc::clone(document), aspect, self.groups.clone()));
            self.poll();
        } else {
            let groups = self.groups.as_deref();
            self.choices = choices::choices(document, aspect, groups, &Cancel::new()).ok();
        }
    }

    fn poll(&mut self) {
        if let Some(found) = self.finding.take() {
            self.shown = Arc::new(found);
        }
        if let Some(found) = self.looking.take() {
            self.choices = Some(found);
        }
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.finding.take_fault().or_else(|| self.looking.take_fault())
    }
}

fn is_large(document: &Document) -> bool {
    document.actor_count() + document.tie_count() > LARGE
}

/// What is new, and what is chosen of the changed.
fn at_hand(changes: &[Change], selection: &Selection) -> Selection {
    let mut found = Selection::default();
    for change in changes {
        match change {
            Change::Actor(id, swap)
                if swap.after.is_some() && (swap.before.is_none() || selection.actors.contains(id)) =>
            {
                found.actors.insert(*id);
            }
            Change::Tie(id, swap)
                if swap.after.is_some() && (swap.before.is_none() || selection.ties.contains(id)) =>
            {
                found.ties.insert(*id);
            }
            _ => {}
        }
    }
    found
}

/// What a person asks for about what is seen.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// Shows only what this filter keeps, in the place of the one with the same aspect.
    Filter(Filter),
    /// Keeps a sort or does not, by the filter of its aspect; one that keeps all sorts goes.
    Keep(Aspect, String, bool),
    /// Takes the filter of this aspect away.
    Release(Aspect),
    /// Takes all filters away.
    ReleaseAll,
    /// Whether what filters hold back is faded rather than hidden.
    Fade(bool),
    /// Fades all but what is chosen and those one step away; the same choice again leaves.
    Focus,
    /// Wider or narrower by so many steps.
    Steps(i32),
    /// Nothing is faded for the sake of a focus any more.
    LeaveFocus,
    /// Asks what a filter of this aspect could keep, see [`Sight::choices`]; none ends the question.
    WantChoices(Option<Aspect>),
}

impl Session {
    /// Has filters and focus follow what a person asks for.
    pub(super) fn look(&mut self, look: Look) {
        match look {
            Look::Filter(filter) => self.sight.set_filter(filter),
            Look::Keep(aspect, word, kept) => {
                let filter = self.sight.filter(aspect).cloned();
                let filter = filter.unwrap_or_else(|| Filter::open(aspect));
                let keeps = filter.keeps.with_word(&word, kept);
                if keeps.is_everything() {
                    self.sight.remove_filter(aspect);
                } else {
                    self.sight.set_filter(Filter { keeps, ..filter });
                }
            }
            Look::Release(aspect) => self.sight.remove_filter(aspect),
            Look::ReleaseAll => {
                self.sight.rules.filters.clear();
                self.sight.ruled();
            }
            Look::Fade(fades) => {
                self.sight.rules.fades = fades;
                self.sight.ruled();
            }
            Look::Focus => self.focus(),
            Look::Steps(by) => {
                if let Some(focus) = &mut self.sight.rules.focus {
                    let steps = focus.steps.saturating_add_signed(by as isize).min(MOST_STEPS);
                    if steps != focus.steps {
                        focus.steps = steps;
                        self.refocus();
                    }
                }
            }
            Look::LeaveFocus => {
                if self.sight.rules.focus.take().is_some() {
                    self.sight.ruled();
                }
            }
            Look::WantChoices(aspect) => self.sight.want_choices(aspect),
        }
    }

    fn focus(&mut self) {
        let ends = self.selection.ties.iter().filter_map(|&id| self.document.tie(id));
        let ends = ends.flat_map(|tie| [tie.from, tie.to]);
        let center: BTreeSet<ActorId> = self.selection.actors.iter().copied().chain(ends).collect();
        let focus = &mut self.sight.rules.focus;
        let again = focus.as_ref().is_some_and(|focus| focus.center == center);
        *focus = (!again && !center.is_empty()).then_some(Focus { center, steps: 1 });
        self.refocus();
    }

    fn refocus(&mut self) {
        self.sight.ruled();
        if self.sight.focus().is_some() {
            self.effects.push(Effect::Show(Show::FitFocus));
        }
    }

    /// What is seen is of the state that is shown.
    pub(super) fn keep_sight(&mut self) {
        let readers = [
            (Reader::Filter, self.sight.reads_groups()),
            (Reader::Colors, self.tint.reads_groups()),
        ];
        for (reader, reads) in readers {
            if self.groups.wants(reader) != reads {
                self.groups.want(reader, reads);
                self.keep_groups();
            }
        }
        self.tint.take_groups(&self.groups);
        let document = Arc::clone(self.document());
        let before = Arc::clone(&self.sight.shown);
        self.sight.poll();
        self.sight
            .keep_up(&document, &self.selection, self.groups.known());
        if self.sight.narrowed || !Arc::ptr_eq(&self.sight.shown, &before) {
            self.keep_chosen_in_sight();
        }
    }

    /// What is chosen is seen, or the next key could delete it unnoticed.
    ///
    /// Filters that a person changes take the choice of what they hide away. What is chosen on purpose, in the table or
    /// the legend, comes out of hiding; of all that is chosen at once, only what is drawn stays.
    pub(super) fn keep_chosen_in_sight(&mut self) {
        if self.sight.pending() {
            return;
        }
        let narrowed = std::mem::take(&mut self.sight.narrowed);
        if self.selection.is_empty() || self.sight.shown.is_everything() {
            return;
        }
        let document = Arc::clone(self.document());
        let drawn = self.sight.drawn_of(&document, &self.selection);
        if drawn == self.selection {
            return;
        }
        if narrowed || !drawn.is_empty() {
            self.selection = drawn;
        } else {
            let hidden = self.selection.clone();
            self.sight.spare(&hidden, &document);
            self.sight.renew();
        }
    }

    /// What is chosen all at once is chosen among what is seen; if none of it is, it is chosen as it is.
    pub(super) fn among_the_seen(&self, selection: Selection) -> Selection {
        if self.sight.shown.is_everything() {
            return selection;
        }
        let seen = seen::seen_of(&self.sight.shown, self.document(), &selection, Visibility::Seen);
        if seen.is_empty() { selection } else { seen }
    }

    /// The actors that the focus is on, by name, and how far it reaches: "Alpha, Beta +1".
    pub fn focus_words(&self) -> Option<String> {
        const NAMED: usize = 2;
        let focus = self.sight.focus()?;
        let mut names: Vec<String> = focus
            .center
            .iter()
            .take(NAMED)
            .map(|&id: &ActorId| self.document().display_name(id))
            .collect();
        if focus.center.len() > NAMED {
            names.push(format!("{} more", focus.center.len() - NAMED));
        }
        Some(format!("{} +{}", names.join(", "), focus.steps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::generate::{Model, Recipe};

    #[test]
    fn a_large_map_is_looked_through_on_the_worker_with_the_same_answer() {
        let recipe = Recipe {
            model: Model::ALL[0],
            actors: 8_000,
            ties: 16_000,
            seed: 4,
        };
        let document = Arc::new(recipe.make(&Cancel::new()).unwrap());
        assert!(is_large(&document));
        let mut sight = Sight::new(&Pace::Inline);
        sight.keep_up(&document, &Selection::default(), None);
        sight.set_filter(Filter::between(Aspect::Partners, 4.0, f64::INFINITY));
        sight.set_filter(Filter::only(Aspect::Kind, "supplier"));
        assert!(!sight.shown().is_everything());
        let found = seen::shown(&document, &sight.rules, None, &Cancel::new()).unwrap();
        assert_eq!(**sight.shown(), found);
        sight.want_choices(Some(Aspect::Kind));
        let sorts = &sight.choices(Aspect::Kind).unwrap().sorts;
        assert_eq!(sorts.iter().map(|(_, count)| count).sum::<usize>(), 8_000);
    }
}
