//! Meaningful layouts of the project: what each form needs to know of the network, worked out beside the window.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::graph::channels::Channels;
use crate::graph::groups::Weighted;
use crate::graph::{Simple, core, nest};
use crate::layout::forms::{self, Form, Formed, Given, Reach};
use crate::layout::{Request, Scope};
use crate::model::{ActorId, Document};

use super::motion::Whole;
use super::{Places, Session};

/// Groups of up to so many are not divided further.
const SMALL: usize = 64;

/// A layout that somebody asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct FormOrder {
    /// Which.
    pub form: Form,
    /// Whom to arrange; everybody unless stated.
    pub whom: Option<BTreeSet<ActorId>>,
    /// Around whom spillover rings are drawn.
    pub around: Option<ActorId>,
}

impl FormOrder {
    /// What people read in the list of steps: "Arrange as value chain".
    pub fn words(&self, document: &Document) -> String {
        match (self.form, self.around) {
            (Form::Spill, Some(center)) => {
                format!("Spillover rings around {}", document.display_name(center))
            }
            _ => format!("Arrange as {}", crate::base::text::lower(self.form.name())),
        }
    }

    /// Places for everybody who is arranged, without those that are pinned.
    ///
    /// # Errors
    /// [`Cancelled`] once `cancel` is raised.
    pub fn places(&self, document: &Document, cancel: &Cancel) -> Result<Places, Cancelled> {
        Ok(self.formed(document, cancel)?.places)
    }

    /// The same with what says what places mean.
    pub(super) fn formed(&self, document: &Document, cancel: &Cancel) -> Result<Formed, Cancelled> {
        let given = given(document, self.form, self.around, cancel)?;
        forms::form(document, self.form, self.whom.as_ref(), &given, cancel)
    }
}

impl Session {
    /// Arranges the chosen actors if there are several, else all. Spillover rings are drawn around the one that is
    /// chosen.
    pub(super) fn arrange_as(&mut self, form: Form) {
        let chosen = &self.selection.actors;
        let order = FormOrder {
            form,
            whom: (chosen.len() > 1).then(|| chosen.clone()),
            around: self.selection.only_actor(),
        };
        self.work_out(Whole::Form(order));
    }
}

/// Whether two actors of a state are located; remembered, as menus ask in every frame.
#[derive(Default)]
pub(super) struct Located(RefCell<Option<(Arc<Document>, bool)>>);

impl Session {
    /// At least two actors have a latitude and longitude.
    pub(super) fn has_two_located(&self) -> bool {
        let mut known = self.located.0.borrow_mut();
        match &*known {
            Some((of, located)) if Arc::ptr_eq(of, &self.document) => *located,
            _ => {
                let located = forms::located(&self.document) >= 2;
                *known = Some((Arc::clone(&self.document), located));
                located
            }
        }
    }
}

/// What a form needs to know of the network.
fn given(
    document: &Document,
    form: Form,
    around: Option<ActorId>,
    cancel: &Cancel,
) -> Result<Given, Cancelled> {
    let mut given = Given::default();
    match form {
        Form::Communities => given.nest = nest::nest(&tied(document), SMALL, cancel)?,
        Form::Core => {
            let network = Simple::plain(document);
            let numbers = core::core_numbers(&network);
            let of: BTreeMap<ActorId, usize> = network.ids().iter().copied().zip(numbers).collect();
            given.coreness = document
                .actors()
                .map(|(id, _)| of.get(&id).copied().unwrap_or(0))
                .collect();
        }
        Form::Spill => given.reach = around.and_then(|center| reach(document, center)),
        Form::Chain | Form::Kinds | Form::Roles | Form::Circle | Form::Grid | Form::Chart => {}
    }
    Ok(given)
}

/// Everybody, external actors too, with what the layout takes for the strength of their ties.
pub(super) fn tied(document: &Document) -> Weighted {
    let request = Request::of(document, &Scope::All, 0, |_, actor| actor.mark_radius());
    Weighted::new(
        request.actors.len(),
        request.ties.iter().map(|tie| (tie.a, tie.b, tie.weight)),
    )
}

/// How far what an actor knows gets, and on which way.
fn reach(document: &Document, center: ActorId) -> Option<Reach> {
    let channels = Channels::new(document);
    let center = channels.ids().binary_search(&center).ok()?;
    let (arrives, from) = channels.spreading(center);
    Some(Reach {
        center,
        arrives,
        from,
    })
}
