//! What the map shows beside kinds: what each actor and tie has of a figure, as its color or its size.
//!
//! Belongs to the view, not to the project. Worked out on a worker and kept for the state on the table.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analysis::aspect::Aspect;
use crate::analysis::columns::Tables;
use crate::analysis::spread::{Measure, Spread, spread};
use crate::base::cancel::{Cancel, Cancelled};
use crate::model::Document;

use super::desk::Desk;
use super::groups::{Communities, Groups};
use super::{Pace, Session};

/// Some figures of one state.
struct Job {
    document: Arc<Document>,
    tables: Option<Arc<Tables>>,
    measures: BTreeSet<Measure>,
    /// What was known of a state before, for colors that stay.
    before: Vec<Arc<Spread>>,
}

/// Communities are found elsewhere.
const COMMUNITY: Measure = Measure::Aspect(Aspect::Community);

/// What the map is colored and sized by, and what it takes to paint that.
pub struct Tint {
    spreading: Desk<Job, Vec<Spread>>,
    /// The state that is on the table.
    document: Option<Arc<Document>>,
    tables: Option<Arc<Tables>>,
    /// The tables are those of the state on the table.
    tabled: bool,
    /// What the worker is at.
    asked: BTreeSet<Measure>,
    /// The newest answers; of an older state unless they are among the `fresh` ones.
    known: BTreeMap<Measure, Arc<Spread>>,
    fresh: BTreeSet<Measure>,
    /// The communities that are among the known.
    groups: Option<Arc<Communities>>,
    glance: Option<Measure>,
    color: Option<Measure>,
    size: Option<Measure>,
}

impl Tint {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            spreading: Desk::new("figures on the map", pace, |job: Job, cancel: &_| {
                work_out(&job, cancel)
            }),
            document: None,
            tables: None,
            tabled: false,
            asked: BTreeSet::new(),
            known: BTreeMap::new(),
            fresh: BTreeSet::new(),
            groups: None,
            glance: None,
            color: None,
            size: None,
        }
    }

    /// What the map is colored by for as long as the pointer rests on it in a list.
    pub fn glance(&self) -> Option<Measure> {
        self.glance
    }

    /// What the map is colored by until it is released.
    pub fn color(&self) -> Option<Measure> {
        self.color
    }

    /// What the map is sized by until it is released.
    pub fn size(&self) -> Option<Measure> {
        self.size
    }

    /// What the map is to be painted by now: what is glanced at, else what it is colored by.
    pub fn painted(&self) -> Option<&Arc<Spread>> {
        [self.glance, self.color]
            .into_iter()
            .flatten()
            .find_map(|measure| self.known.get(&measure))
    }

    /// What the marks are to be sized by now.
    pub fn sized(&self) -> Option<&Arc<Spread>> {
        self.known.get(&self.size?)
    }

    /// Something is wanted that is not there yet, not even for an older state.
    pub fn waiting(&self) -> Option<Measure> {
        self.wanted().find(|measure| !self.known.contains_key(measure))
    }

    /// Color or size are not those of kinds and employment.
    pub fn is_pinned(&self) -> bool {
        self.color.is_some() || self.size.is_some()
    }

    fn wanted(&self) -> impl Iterator<Item = Measure> {
        [self.glance, self.color, self.size].into_iter().flatten()
    }

    pub(super) fn set_glance(&mut self, measure: Option<Measure>) {
        self.glance = measure;
        self.work();
    }

    pub(super) fn set_color(&mut self, measure: Option<Measure>) {
        self.color = measure;
        self.work();
    }

    pub(super) fn set_size(&mut self, measure: Option<Measure>) {
        self.size = measure;
        self.work();
    }

    /// Another project is on the table.
    pub(super) fn restart(&mut self) {
        self.spreading.cancel();
        self.asked.clear();
        self.known.clear();
        self.fresh.clear();
        self.groups = None;
        (self.glance, self.color, self.size) = (None, None, None);
    }

    /// This state is on the table, with the figures of its actors as far as they are known.
    pub(super) fn keep_up(&mut self, document: &Arc<Document>, tables: Option<&Arc<Tables>>) {
        let same = self
            .document
            .as_ref()
            .is_some_and(|known| known.same_for_indicators(document));
        // Tags and other words are no matter of indicators.
        let same_words = self
            .document
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, document));
        let aspects = self
            .wanted()
            .chain(self.fresh.iter().copied())
            .any(|measure| matches!(measure, Measure::Aspect(_)));
        let same_tables = self.tables.as_ref().map(Arc::as_ptr) == tables.map(Arc::as_ptr);
        // Also where it reads the same: the next look finds this very state.
        self.document = Some(Arc::clone(document));
        if same && same_tables && (same_words || !aspects) {
            return;
        }
        self.tables = tables.cloned();
        // Beside a new state the same tables are those of the state before.
        self.tabled = tables.is_some() && (!same_tables || (same && self.tabled));
        let stale = |measure: &Measure| match measure {
            Measure::Indicator(_) => !same,
            Measure::Column(_) | Measure::TieColumn(_) => !same || !same_tables,
            Measure::Aspect(_) => *measure != COMMUNITY && !same_words,
        };
        self.fresh.retain(|measure| !stale(measure));
        // What is painted stays until its successor is there; the rest would only be wrong.
        let wanted: BTreeSet<Measure> = self.wanted().collect();
        let fresh = &self.fresh;
        self.known
            .retain(|measure, _| fresh.contains(measure) || wanted.contains(measure));
        self.asked.clear();
        self.work();
    }

    /// Asks for what is wanted and not there.
    fn work(&mut self) {
        let Some(document) = &self.document else { return };
        let there = |measure: &Measure| match measure {
            Measure::Indicator(_) => true,
            Measure::Column(_) | Measure::TieColumn(_) => self.tabled,
            Measure::Aspect(_) => *measure != COMMUNITY,
        };
        let missing: BTreeSet<Measure> = self
            .wanted()
            .filter(|measure| !self.fresh.contains(measure) && there(measure))
            .collect();
        if missing.is_empty() || missing.is_subset(&self.asked) {
            return;
        }
        self.asked.clone_from(&missing);
        self.spreading.ask(Job {
            document: Arc::clone(document),
            tables: self.tables.clone(),
            before: missing
                .iter()
                .filter_map(|measure| self.known.get(measure).cloned())
                .collect(),
            measures: missing,
        });
        self.poll();
    }

    /// Somebody wants to see communities.
    pub(super) fn reads_groups(&self) -> bool {
        self.wanted().any(|measure| measure == COMMUNITY)
    }

    /// Takes communities over once they are found; those of the state before stay until then.
    pub(super) fn take_groups(&mut self, groups: &Groups) {
        let Some(found) = groups.known().filter(|_| self.reads_groups()) else {
            return;
        };
        let same = self.groups.as_ref().is_some_and(|held| Arc::ptr_eq(held, found));
        if same && self.known.contains_key(&COMMUNITY) {
            return;
        }
        self.groups = Some(Arc::clone(found));
        let Some(document) = &self.document else { return };
        let spread = found.spread(document);
        self.fresh.insert(COMMUNITY);
        self.known.insert(COMMUNITY, Arc::new(spread));
    }

    pub(super) fn poll(&mut self) {
        if let Some(spreads) = self.spreading.take() {
            self.asked.clear();
            for spread in spreads {
                self.fresh.insert(spread.measure());
                self.known.insert(spread.measure(), Arc::new(spread));
            }
        } else if self.spreading.has_failed() {
            self.asked.clear();
            (self.glance, self.color, self.size) = (None, None, None);
        }
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.spreading.take_fault()
    }
}

impl Session {
    /// What is laid out over the map is of the state that is shown.
    pub(super) fn keep_tint(&mut self) {
        let document = Arc::clone(self.document());
        self.tint.keep_up(&document, self.track.tables());
    }
}

fn work_out(job: &Job, cancel: &Cancel) -> Result<Vec<Spread>, Cancelled> {
    let none = Tables::default();
    let tables = job.tables.as_deref().unwrap_or(&none);
    let mut spreads = Vec::with_capacity(job.measures.len());
    for &measure in &job.measures {
        let mut found = spread(&job.document, tables, measure, cancel)?;
        let before = job.before.iter().find(|before| before.measure() == measure);
        if let (Some(found), Some(before)) = (&mut found, before) {
            found.take_over_colors(before);
        }
        spreads.extend(found);
    }
    Ok(spreads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{measure_all, registry};
    use crate::base::progress::Progress;
    use crate::files::settings::Settings;
    use crate::model::{Edit, Selection};
    use crate::session::Action;

    fn golden() -> Session {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        session
    }

    #[test]
    fn a_glance_covers_the_color_and_gives_it_back() {
        let mut session = golden();
        session.perform(Action::ColorBy(Some(Measure::Column("betweenness"))));
        session.perform(Action::Glance(Some(Measure::Column("degree"))));
        let painted = |session: &Session| session.tint().painted().map(|spread| spread.measure());
        assert_eq!(painted(&session), Some(Measure::Column("degree")));
        session.perform(Action::Glance(None));
        assert_eq!(painted(&session), Some(Measure::Column("betweenness")));
        session.perform(Action::ColorBy(None));
        assert_eq!(painted(&session), None);
    }

    #[test]
    fn actors_and_the_rest_add_up_to_the_value() {
        let session = golden();
        let document = session.document();
        let now = measure_all(document, &Progress::new(), &Cancel::new()).unwrap();
        let none = Tables::default();
        for &indicator in registry::ALL {
            let measure = Measure::Indicator(indicator.id);
            let spread = spread(document, &none, measure, &Cancel::new()).unwrap().unwrap();
            let Some(value) = now.value(indicator.id) else {
                assert!(spread.is_empty(), "{}", indicator.id);
                continue;
            };
            if indicator.attribution.is_some() {
                let actors = document.actors().filter_map(|(id, _)| spread.actor(id));
                let sum = actors.sum::<f64>() + spread.rest();
                let close = (sum - value).abs() < 1e-9 * value.abs().max(1.0);
                assert!(close, "{}: {sum} {value}", indicator.id);
            }
        }
    }

    #[test]
    fn figures_on_the_map_follow_the_edits() {
        let mut session = golden();
        session.perform(Action::SizeBy(Some(Measure::Column("degree"))));
        let most = |session: &Session| session.tint().sized().unwrap().actor_span().unwrap().most;
        let before = most(&session);
        let ties = session.document().ties().map(|(id, _)| id).collect();
        session.perform(Action::Edit(Edit::Remove(Selection {
            ties,
            ..Selection::default()
        })));
        assert!(before > 0.0);
        assert_eq!(most(&session), 0.0);
    }

    #[test]
    fn figures_of_ties_color_ties_also_before_any_table_has_them() {
        let mut session = golden();
        session.perform(Action::ColorBy(Some(Measure::TieColumn("edge_betweenness"))));
        let painted = session.tint().painted().unwrap();
        assert!(painted.actor_span().is_none());
        let span = painted.tie_span().unwrap();
        assert!(span.most > span.least && span.least > 0.0, "{span:?}");
    }

    #[test]
    fn communities_color_the_map_and_follow_edits() {
        let mut session = golden();
        session.perform(Action::ColorBy(Some(COMMUNITY)));
        let painted = Arc::clone(session.tint().painted().unwrap());
        let groups = session.groups().known().unwrap();
        assert_eq!(painted.sorts().len(), groups.groups().len() + 1);
        for (id, number) in groups.members() {
            assert_eq!(painted.actor_sort(id), Some(number - 1));
        }
        let ties = session.document().ties().map(|(id, _)| id).collect();
        session.perform(Action::Edit(Edit::Remove(Selection {
            ties,
            ..Selection::default()
        })));
        let after = session.tint().painted().unwrap();
        assert!(after.sorts().len() > painted.sorts().len());
        assert!(
            after.sorts().iter().all(|sort| sort.color.is_none()),
            "nobody alone has one"
        );
    }

    #[test]
    fn tags_color_the_map_as_soon_as_they_are_given() {
        let mut session = golden();
        session.perform(Action::ColorBy(Some(Measure::Aspect(Aspect::ActorTag))));
        let (id, _) = session.document().actors().next().unwrap();
        let tags = crate::model::field::Value::List(vec!["wood".into()]);
        session.perform(Action::Edit(Edit::SetActorField(
            BTreeSet::from([id]),
            "tags".into(),
            tags,
        )));
        let painted = session.tint().painted().unwrap();
        let place = painted.actor_sort(id).unwrap();
        assert_eq!(painted.sorts()[place].word, "wood");
        assert_eq!(painted.sorts()[place].color, Some(0));
        // Also while the map shows something else.
        session.perform(Action::ColorBy(None));
        session.perform(Action::Undo);
        session.perform(Action::ColorBy(Some(Measure::Aspect(Aspect::ActorTag))));
        let painted = session.tint().painted().unwrap();
        assert!(painted.sorts().iter().all(|sort| sort.word != "wood"));
    }

    #[test]
    fn another_project_begins_in_its_own_colors() {
        let mut session = golden();
        session.perform(Action::ColorBy(Some(Measure::Indicator("density"))));
        session.perform(Action::SizeBy(Some(Measure::Column("degree"))));
        assert!(session.tint().is_pinned());
        session.perform(Action::OpenExample("golden".into()));
        assert!(!session.tint().is_pinned() && session.tint().painted().is_none());
    }
}
