//! What is seen of the map: what a search fades, and what the legend tells; on large maps a worker finds out.

use std::sync::Arc;

use super::Canvas;
use super::scenery::is_quick;
use crate::base::cancel::{Cancel, Cancelled};
use crate::model::Document;
use crate::picture::Shown;
use crate::picture::legend::Legend;
use crate::session::search::Hits;
use crate::session::{Desk, Session};

/// What decides it.
#[derive(Clone)]
struct Question {
    document: Arc<Document>,
    shown: Arc<Shown>,
    hits: Arc<Hits>,
}

impl Question {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.document, &other.document)
            && Arc::ptr_eq(&self.shown, &other.shown)
            && Arc::ptr_eq(&self.hits, &other.hits)
    }

    fn answer(self, cancel: &Cancel) -> Result<(Self, Seen), Cancelled> {
        let over = self.hits.over(&self.shown);
        let shown = over.as_ref().unwrap_or(&self.shown);
        let legend = Legend::of(&self.document, shown, cancel)?;
        Ok((self, Seen { over, legend }))
    }
}

/// What is seen.
#[derive(Default)]
struct Seen {
    /// What to show while something has been found, in place of what the session says.
    over: Option<Shown>,
    legend: Legend,
}

/// Who finds out, and what was found out last.
#[derive(Default)]
pub(super) struct Insight {
    desk: Option<Desk<Question, (Question, Seen)>>,
    asked: Option<Question>,
    seen: Seen,
}

impl Insight {
    /// Another project is on the table.
    pub(super) fn restarted(mut self) -> Self {
        if let Some(desk) = &mut self.desk {
            desk.cancel();
        }
        Self {
            desk: self.desk,
            ..Self::default()
        }
    }

    /// What the legend tells.
    pub(super) fn legend(&self) -> &Legend {
        &self.seen.legend
    }

    /// Asks, unless that has been asked already; returns whether the answer has become another one.
    fn follow(&mut self, question: Question, session: &Session) -> bool {
        if self.asked.as_ref().is_some_and(|asked| asked.is(&question)) {
            return self.take();
        }
        self.asked = Some(question.clone());
        if is_quick(&question.document) {
            if let Some(desk) = &mut self.desk {
                desk.cancel();
            }
            if let Ok((_, seen)) = question.answer(&Cancel::new()) {
                self.seen = seen;
            }
            return true;
        }
        let desk = self
            .desk
            .get_or_insert_with(|| session.desk("what is seen", Question::answer));
        if question.hits.is_empty() {
            self.seen.over = None;
        }
        desk.ask(question);
        self.take();
        true
    }

    fn take(&mut self) -> bool {
        let Some((_, seen)) = self.desk.as_mut().and_then(Desk::take) else {
            return false;
        };
        self.seen = seen;
        true
    }
}

impl Canvas {
    /// Shows, fades and hides what the session says, and has the legend tell of it.
    pub(super) fn follow_sight(&mut self, session: &Session) {
        let (shown, hits) = (session.sight().shown(), session.search().hits());
        let question = Question {
            document: Arc::clone(session.document()),
            shown: Arc::clone(shown),
            hits: Arc::clone(hits),
        };
        let another = self.insight.follow(question, session);
        let same = |held: &Arc<Shown>| Arc::ptr_eq(held, shown);
        if !another && self.in_sight.as_ref().is_some_and(same) {
            return;
        }
        self.in_sight = Some(Arc::clone(shown));
        let shown = self.insight.seen.over.as_ref().unwrap_or(shown);
        if self.scene.may_differ_from(shown) {
            Arc::make_mut(&mut self.scene).show(shown);
        }
        self.minimap.outdate();
        self.tinting.recount();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::model::generate::{Model, Recipe};
    use crate::session::{Action, Pace};

    #[test]
    fn a_worker_and_the_window_see_the_same_of_a_large_map() {
        let recipe = Recipe {
            model: Model::ALL[0],
            actors: 5_000,
            ties: 12_000,
            seed: 3,
        };
        let document = Arc::new(recipe.make(&Cancel::new()).unwrap());
        assert!(!is_quick(&document));
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        session.perform(Action::Find("university".into()));
        let id = document.actors().next().unwrap().0;
        let shown = Shown {
            actors: vec![(id, crate::picture::Visibility::Hidden)],
            ..Shown::default()
        };
        let question = Question {
            document,
            shown: Arc::new(shown),
            hits: Arc::clone(session.search().hits()),
        };
        let (_, here) = question.clone().answer(&Cancel::new()).unwrap();
        let mut insight = Insight::default();
        assert!(insight.follow(question.clone(), &session));
        assert_eq!(insight.legend(), &here.legend);
        assert_eq!(insight.seen.over, here.over);
        assert_eq!(here.over.unwrap().actor(id), crate::picture::Visibility::Hidden);
        assert!(!insight.follow(question, &session), "it is known");
    }
}
