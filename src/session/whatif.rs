//! What if: the figures of an edit before anybody makes it. The project, its history and its ids stay as they are.
//!
//! A front end says what rests in the hand or under the pointer ([`super::Action::Suppose`]); a worker tries it out on a
//! copy. The newest question wins, and every real edit ends the question.

use std::sync::Arc;

use crate::analysis::{Assessment, Precision, assess};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;
use crate::model::{ActorKind, Change, Document, Edit, Ids, Place};

use super::action::{Action, Show};
use super::desk::Desk;
use super::{Pace, Session};

/// An edit that somebody is about to make.
#[derive(Clone, Debug)]
pub struct Supposition {
    edit: Edit,
    verdict: Option<Verdict>,
}

/// What came of trying an edit out.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It cannot be made, for this reason.
    Refused(String),
    /// No figure would notice.
    Same,
    /// The figures would be these.
    Figures(Arc<Assessment>),
}

impl Supposition {
    /// What would be done.
    pub fn edit(&self) -> &Edit {
        &self.edit
    }

    /// What would come of it; none while it is being worked out.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }
}

/// What is to be tried out: the edit, the state that it would change, and the ids that it would give.
type Trial = (Edit, Arc<Document>, Ids);

/// The question that is open, and the worker that answers it.
pub(super) struct Supposing {
    trying: Desk<Trial, Verdict>,
    open: Option<Supposition>,
}

impl Supposing {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            trying: Desk::new("what if", pace, try_out),
            open: None,
        }
    }

    fn ask(&mut self, edit: Edit, document: &Arc<Document>, ids: &Ids) {
        if self.open.as_ref().is_some_and(|open| open.edit == edit) {
            return;
        }
        let trial = (edit.clone(), Arc::clone(document), ids.clone());
        self.open = Some(Supposition { edit, verdict: None });
        self.trying.ask(trial);
        self.poll();
    }

    /// Nobody wants to know any more.
    pub(super) fn drop_question(&mut self) {
        if self.open.take().is_some() {
            self.trying.cancel();
        }
    }

    pub(super) fn poll(&mut self) {
        let verdict = self.trying.take();
        if let Some(open) = &mut self.open {
            if verdict.is_some() {
                open.verdict = verdict;
            } else if self.trying.has_failed() {
                open.verdict = Some(Verdict::Refused("This could not be computed".to_owned()));
            }
        }
    }

    /// A failure of the program itself while trying an edit out, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.trying.take_fault()
    }
}

/// Works an edit out on a copy and measures that.
fn try_out((edit, document, mut ids): Trial, cancel: &Cancel) -> Result<Verdict, Cancelled> {
    let worked_out = edit.outcome(&document, &mut ids).and_then(|outcome| {
        let noticed = outcome.changes.iter().any(Change::touches_indicators);
        Ok((noticed, document.with(&outcome.changes)?))
    });
    match worked_out {
        Err(refusal) => Ok(Verdict::Refused(refusal.to_string())),
        Ok((false, _)) => Ok(Verdict::Same),
        Ok((true, after)) => Ok(Verdict::Figures(Arc::new(assess(&after, cancel)?))),
    }
}

impl Session {
    /// The edit that somebody is about to make, if any.
    pub fn supposition(&self) -> Option<&Supposition> {
        self.supposing.open.as_ref()
    }

    /// What an indicator would be, and by how much more than now; none while that is unknown, and where either is
    /// undefined or not exact: the error of a sample is not to pass for an effect.
    pub fn supposed(&self, id: &str) -> Option<(f64, f64)> {
        if self.track.pending() {
            return None;
        }
        let exactly = |assessment: &Assessment| {
            let reading = assessment.reading(id);
            reading.value.filter(|_| reading.precision == Precision::Exact)
        };
        let now = self.track.current()?;
        match self.supposition()?.verdict()? {
            Verdict::Refused(_) => None,
            Verdict::Same => now.value(id).map(|now| (now, 0.0)),
            Verdict::Figures(then) => {
                let (now, then) = (exactly(now)?, exactly(then)?);
                Some((then, then - now))
            }
        }
    }

    /// Opens a question, or ends the one that is open. While a slider is pulled the figures show what it does already.
    pub(super) fn suppose(&mut self, edit: Option<Edit>) {
        match edit {
            Some(edit) if self.preview.is_none() => {
                self.supposing.ask(edit, &self.document, &self.ids);
            }
            _ => self.supposing.drop_question(),
        }
    }

    /// One more actor of a kind, as this project starts them, somewhere.
    pub fn one_more(&self, kind: ActorKind) -> Edit {
        let actor = self.document().project().assumptions.fresh("", kind);
        let place = Place {
            at: Point::ORIGIN,
            pinned: false,
        };
        Edit::AddActors(vec![(actor, place)])
    }

    /// The edit that an action would make now, for those that change what is measured; none for all others.
    pub fn edit_of(&self, action: &Action) -> Option<Edit> {
        match action {
            Action::Edit(edit) => Some(edit.clone()),
            Action::DeleteSelection | Action::Cut => self.deletion(),
            Action::Duplicate => Some(self.duplication()),
            Action::ReverseSelection => Some(self.reversal()),
            Action::ToggleMutual => Some(self.mutuality()),
            Action::MergeSelection => self.merger(),
            Action::AddBeside { from, toward } => self.addition_beside(*from, *toward),
            Action::Insert(kind) => Some(self.one_more(*kind)),
            Action::Show(Show::AddActorInView) => Some(self.one_more(self.settings.last_actor_kind)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::project;
    use crate::files::settings::Settings;
    use crate::model::{ActorKind, Selection, Tie, TieKind};

    fn golden(pace: &Pace) -> Session {
        let mut session = Session::new(Settings::default(), None, pace);
        session.perform(Action::OpenExample("golden".to_owned()));
        session
    }

    fn tie(session: &Session, kind: TieKind, ends: (usize, usize)) -> Edit {
        let ids: Vec<_> = session.document().actors().map(|(id, _)| id).collect();
        Edit::AddTie(Tie::new(kind, ids[ends.0], ids[ends.1]))
    }

    #[test]
    fn a_question_changes_nothing_and_its_answer_comes_true() {
        let mut session = golden(&Pace::Inline);
        let still = |session: &Session| {
            let bytes = project::write(session.document());
            let history = session.history();
            let counts = (history.undoable().count(), history.redoable().count());
            (bytes, counts, session.selection().clone(), session.changed())
        };
        session.perform(Action::Edit(tie(&session, TieKind::Supply, (0, 5))));
        session.perform(Action::Undo);
        let before = still(&session);
        let all: Vec<_> = session.document().ties().map(|(id, _)| id).collect();
        let first = session.document().actors().next().unwrap().0;
        let edits = [
            tie(&session, TieKind::Cooperation, (1, 9)),
            Edit::Remove(Selection::actor(first)),
            Edit::SetActorKind([first].into(), ActorKind::University),
            Edit::SetTieKind([all[0]].into(), TieKind::Knowledge),
        ];
        for edit in edits {
            session.perform(Action::Suppose(Some(edit.clone())));
            let promised: Vec<_> = crate::analysis::registry::ALL
                .iter()
                .map(|indicator| (indicator.id, session.supposed(indicator.id)))
                .collect();
            assert_eq!(still(&session), before, "{edit:?}");
            session.perform(Action::Edit(edit));
            assert!(session.supposition().is_none(), "the question is over");
            for (id, then) in promised {
                if let Some((then, _)) = then {
                    let now = session.track().current().unwrap().value(id);
                    assert_eq!(now.map(f64::to_bits), Some(then.to_bits()), "{id}");
                }
            }
            session.perform(Action::Undo);
        }
    }

    #[test]
    fn a_question_ends_with_every_edit_and_with_escape() {
        let mut session = golden(&Pace::Inline);
        let question = || Action::Suppose(Some(Edit::Remove(Selection::default())));
        let id = session.document().actors().next().unwrap().0;
        for end in [
            Action::OpenExample("golden".to_owned()),
            Action::Suppose(None),
            Action::Cancel,
            Action::Undo,
            Action::Edit(Edit::Rename(id, "Alpha".to_owned())),
            Action::Preview(Edit::Rename(id, "Beta".to_owned())),
        ] {
            session.perform(Action::Cancel);
            session.perform(question());
            assert!(session.supposition().is_some());
            session.perform(end.clone());
            assert!(session.supposition().is_none(), "{end:?}");
        }
    }

    #[test]
    fn what_no_figure_notices_and_what_cannot_be_done_are_told_apart() {
        let mut session = golden(&Pace::Inline);
        let id = session.document().actors().next().unwrap().0;
        let rename = Edit::Rename(id, "Alpha".to_owned());
        session.perform(Action::Suppose(Some(Edit::Move(
            [(id, Point::new(9.0, 9.0))].into(),
        ))));
        let supposition = session.supposition().unwrap();
        assert!(matches!(supposition.verdict(), Some(Verdict::Same)));
        assert_eq!(session.supposed("overall").unwrap().1, 0.0);
        session.perform(Action::Suppose(Some(Edit::Merge(id, [].into()))));
        let supposition = session.supposition().unwrap();
        assert!(matches!(supposition.verdict(), Some(Verdict::Refused(_))));
        assert_eq!(session.supposed("overall"), None);
        // A slider being pulled shows its own effect; nobody can be about to do something else.
        session.perform(Action::Preview(rename.clone()));
        session.perform(Action::Suppose(Some(rename)));
        assert!(session.supposition().is_none());
    }

    #[test]
    fn the_newest_question_is_answered() {
        let (sender, receiver) = std::sync::mpsc::channel();
        let wake: super::super::Wake = Arc::new(move || sender.send(()).unwrap_or_default());
        let mut session = golden(&Pace::Threads(wake));
        for end in 1..9 {
            session.perform(Action::Suppose(Some(tie(&session, TieKind::Knowledge, (0, end)))));
        }
        let newest = tie(&session, TieKind::Knowledge, (0, 8));
        loop {
            receiver.recv().unwrap();
            session.tick(std::time::Duration::ZERO);
            let supposition = session.supposition().unwrap();
            assert_eq!(supposition.edit(), &newest);
            if let Some(Verdict::Figures(then)) = supposition.verdict() {
                let mut ids = session.ids.clone();
                let after = newest.apply(session.document(), &mut ids).unwrap();
                assert_eq!(**then, assess(&after, &Cancel::new()).unwrap());
                break;
            }
        }
    }
}
