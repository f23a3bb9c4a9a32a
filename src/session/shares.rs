//! What the one chosen actor has of each indicator, worked out beside everything else while somebody looks at it.

use std::sync::Arc;

use crate::analysis::indicator::Indicator;
use crate::analysis::{Facts, explain};
use crate::base::cancel::{Cancel, Cancelled};
use crate::model::{ActorId, Document};

use super::Pace;
use super::desk::Desk;

/// What an actor has of a figure.
#[derive(Clone, Copy, Debug)]
pub struct Holding {
    /// The figure.
    pub indicator: &'static Indicator,
    /// The actor's shares, in the unit of the figure; may be negative. See [`explain::of_actor`].
    pub amount: f64,
    /// The value of the figure.
    pub whole: f64,
}

impl Holding {
    /// The amount as a part of the whole, 0 where the whole is nothing.
    pub fn portion(&self) -> f64 {
        if self.whole == 0.0 {
            0.0
        } else {
            self.amount / self.whole
        }
    }
}

/// An actor in a state.
type Question = (Arc<Document>, ActorId);

/// Shares of the one chosen actor, and the work on them.
pub struct Shares {
    working: Desk<Question, Vec<Holding>>,
    wanted: bool,
    asked: Option<Question>,
    answer: Option<(ActorId, Vec<Holding>)>,
}

impl Shares {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            working: Desk::new("shares", pace, |(document, id): Question, cancel: &_| {
                holdings(&document, id, cancel)
            }),
            wanted: false,
            asked: None,
            answer: None,
        }
    }

    /// Somebody wants to see them.
    pub fn wanted(&self) -> bool {
        self.wanted
    }

    /// What this actor has of each figure, in the order of the registry; none before the first answer. It may be of a
    /// state before the newest edit while [`Shares::pending`].
    pub fn of(&self, id: ActorId) -> Option<&[Holding]> {
        let (whose, holdings) = self.answer.as_ref()?;
        (*whose == id).then_some(holdings.as_slice())
    }

    /// The answer is being worked out.
    pub fn pending(&self) -> bool {
        self.working.pending()
    }

    /// Somebody wants to see them, or nobody any more.
    pub(super) fn want(&mut self, wanted: bool) {
        self.wanted = wanted;
    }

    /// Has the shares of this actor worked out for this state, unless they were before. Nobody: nothing is wanted.
    pub(super) fn keep_up(&mut self, document: &Arc<Document>, actor: Option<ActorId>) {
        let Some(id) = actor.filter(|_| self.wanted) else {
            if self.asked.take().is_some() {
                self.working.cancel();
                self.answer = None;
            }
            return;
        };
        let question = (Arc::clone(document), id);
        let same = |(asked, whose): &Question| *whose == id && asked.same_for_indicators(document);
        let known = self.asked.as_ref().is_some_and(same);
        // Also where it reads the same: the next look finds this very state.
        self.asked = Some(question.clone());
        if !known {
            self.working.ask(question);
            self.poll();
        }
    }

    pub(super) fn poll(&mut self) {
        if let Some(holdings) = self.working.take()
            && let Some((_, id)) = self.asked
        {
            self.answer = Some((id, holdings));
        }
    }

    /// A failure of the program itself while working, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.working.take_fault()
    }
}

fn holdings(document: &Document, id: ActorId, cancel: &Cancel) -> Result<Vec<Holding>, Cancelled> {
    let facts = Facts::new(document, cancel);
    let mut holdings = Vec::new();
    for (indicator, amount) in explain::of_actor(&facts, id)? {
        if let Some(whole) = facts.value(indicator)? {
            holdings.push(Holding {
                indicator,
                amount,
                whole,
            });
        }
    }
    Ok(holdings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::model::{Edit, Selection};
    use crate::session::{Action, Session};

    fn overall(session: &Session, id: ActorId) -> Option<f64> {
        let holdings = session.shares().of(id)?;
        let first = holdings
            .iter()
            .find(|holding| holding.indicator.id == "overall")?;
        Some(first.portion())
    }

    #[test]
    fn they_follow_the_choice_and_every_edit_while_wanted() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".to_owned()));
        let ids: Vec<ActorId> = session.document().actors().map(|(id, _)| id).collect();
        session.perform(Action::Select(Selection::actor(ids[0])));
        assert!(session.shares().of(ids[0]).is_none(), "nobody has asked");

        session.perform(Action::WantShares(true));
        let before = overall(&session, ids[0]).unwrap();
        assert!(before > 0.1 && before < 1.0, "{before}");

        session.perform(Action::Select(Selection::actor(ids[1])));
        assert!(overall(&session, ids[1]).unwrap() < before);
        assert!(session.shares().of(ids[0]).is_none());

        let rest = Selection {
            actors: ids[1..].iter().copied().collect(),
            ..Selection::default()
        };
        session.perform(Action::Edit(Edit::Remove(rest)));
        session.perform(Action::Select(Selection::actor(ids[0])));
        let alone = overall(&session, ids[0]).unwrap();
        assert!(alone > before, "nobody is left to share with: {alone}");

        session.perform(Action::WantShares(false));
        assert!(session.shares().of(ids[0]).is_none() && !session.shares().pending());
    }
}
