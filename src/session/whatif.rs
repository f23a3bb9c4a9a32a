//! What if: the figures of an edit before anybody makes it. The project, its history and its ids stay as they are.
//!
//! A front end says what rests in the hand or under the pointer ([`super::Action::Suppose`]); a worker tries it out on a
//! copy. The newest question wins, and every real edit ends the question.

use std::sync::Arc;

use crate::analysis::{Assessment, assess};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;
use crate::model::{Actor, Change, Document, Edit, Ids, Place};

use super::action::{Action, Show};
use super::work::{Answer, Worker};
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
    trying: Worker<Trial, Verdict>,
    ticket: u64,
    open: Option<Supposition>,
}

impl Supposing {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            trying: Worker::new("what if", pace, try_out),
            ticket: 0,
            open: None,
        }
    }

    fn ask(&mut self, edit: Edit, document: &Arc<Document>, ids: &Ids) {
        if self.open.as_ref().is_some_and(|open| open.edit == edit) {
            return;
        }
        self.ticket += 1;
        let trial = (edit.clone(), Arc::clone(document), ids.clone());
        self.open = Some(Supposition { edit, verdict: None });
        self.trying.ask(self.ticket, trial);
    }

    /// Nobody wants to know any more.
    pub(super) fn drop_question(&mut self) {
        if self.open.take().is_some() {
            self.trying.cancel();
        }
    }

    /// Takes the answer in; gives the text of a failure of the program itself.
    pub(super) fn poll(&mut self) -> Option<String> {
        let (ticket, answer) = self.trying.poll()?;
        let open = self.open.as_mut().filter(|_| ticket == self.ticket)?;
        match answer {
            Answer::Done(verdict) => {
                open.verdict = Some(verdict);
                None
            }
            Answer::Panicked(text) => Some(text),
        }
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

    /// What an indicator would be, and by how much more than now; none while that is unknown or where either is
    /// undefined.
    pub fn supposed(&self, id: &str) -> Option<(f64, f64)> {
        if self.track.pending() {
            return None;
        }
        let now = self.track.current()?.value(id)?;
        match self.supposition()?.verdict()? {
            Verdict::Refused(_) => None,
            Verdict::Same => Some((now, 0.0)),
            Verdict::Figures(then) => then.value(id).map(|then| (then, then - now)),
        }
    }

    /// Opens a question, or ends the one that is open. While a slider is pulled the figures show what it does already.
    pub(super) fn suppose(&mut self, edit: Option<Edit>) {
        match edit {
            Some(edit) if self.preview.is_none() => {
                self.supposing.ask(edit, &self.document, &self.ids);
                self.take_in_supposition();
            }
            _ => self.supposing.drop_question(),
        }
    }

    pub(super) fn take_in_supposition(&mut self) {
        if let Some(text) = self.supposing.poll() {
            self.post(crate::base::notice::Notice::error(format!(
                "Trying an edit out failed in a way nobody foresaw: {text}"
            )));
        }
    }

    /// The edit that an action would make now, for those that change what is measured; none for all others.
    pub fn edit_of(&self, action: &Action) -> Option<Edit> {
        let one_more = |kind| {
            let at = Point::ORIGIN;
            let place = Place { at, pinned: false };
            Edit::AddActors(vec![(Actor::new("", kind), place)])
        };
        match action {
            Action::Edit(edit) => Some(edit.clone()),
            Action::DeleteSelection | Action::Cut => self.deletion(),
            Action::Duplicate => Some(self.duplication()),
            Action::ReverseSelection => Some(self.reversal()),
            Action::ToggleMutual => Some(self.mutuality()),
            Action::MergeSelection => self.merger(),
            Action::AddBeside { from, toward } => self.addition_beside(*from, *toward),
            Action::Insert(kind) => Some(one_more(*kind)),
            Action::Show(Show::AddActorInView) => Some(one_more(self.settings.last_actor_kind)),
            _ => None,
        }
    }
}
