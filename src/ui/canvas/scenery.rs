//! Keeps the scene up to date with the session: at once where that is quick, else by a worker.

use std::sync::Arc;

use egui::Ui;

use super::Canvas;
use crate::model::{Actor, ActorId, Change, Document, TieKind};
use crate::picture::Scene;
use crate::session::{Desk, PanelId, Session};

/// Most new actors that grow, and most actors and ties that fade.
const BORN: usize = 300;
/// Seconds in which it fades.
const LEAVING: f64 = 0.1;
/// A scene of so many actors and ties is built between two frames.
const QUICK: usize = 12_000;
/// More changes than this make a new scene.
const FOLLOWED: usize = 4_000;

/// So little that it is looked through between two frames.
pub(super) fn is_quick(document: &Document) -> bool {
    document.actor_count() + document.tie_count() <= QUICK
}

/// A scene with the document that it shows.
type Built = (Arc<Document>, Scene);

/// Who builds scenes of large maps.
#[derive(Default)]
pub(super) struct Scenery {
    desk: Option<Desk<Arc<Document>, Built>>,
    /// The document of which a scene is being built.
    asked: Option<Arc<Document>>,
}

impl Scenery {
    /// A scene is being built.
    pub(super) fn pending(&self) -> bool {
        self.asked.is_some()
    }

    /// Another project is on the table.
    pub(super) fn restarted(mut self) -> Self {
        if let Some(desk) = &mut self.desk {
            desk.cancel();
        }
        self.asked = None;
        self
    }

    /// Wants the scene of a document, and that of no other.
    fn ask(&mut self, session: &Session, document: &Arc<Document>) {
        if self
            .asked
            .as_ref()
            .is_some_and(|asked| Arc::ptr_eq(asked, document))
        {
            return;
        }
        let desk = self.desk.get_or_insert_with(|| {
            session.desk("scene", |document: Arc<Document>, cancel: &_| {
                let scene = Scene::prepared(&document, cancel)?;
                Ok((document, scene))
            })
        });
        desk.ask(Arc::clone(document));
        self.asked = Some(Arc::clone(document));
    }

    /// The scene of the document that was asked for last, once.
    fn take(&mut self) -> Option<Built> {
        let desk = self.desk.as_mut()?;
        let answer = desk.take();
        if desk.pending() {
            return None;
        }
        let asked = self.asked.take()?;
        // What went wrong once would go wrong again; the rest of the window still works.
        answer.or_else(|| Some((asked, Scene::default())))
    }

    /// Nobody waits for it any more.
    fn give_up(&mut self) {
        if let Some(desk) = &mut self.desk {
            desk.cancel();
        }
        self.asked = None;
    }
}

impl Canvas {
    /// Brings the scene up to date with the session.
    pub(super) fn refresh(&mut self, session: &Session) {
        let panel = session.settings.panels.get(PanelId::Legend.id());
        self.legend_shown = panel.is_none_or(|panel| panel.visible);
        if self.epoch != Some(session.epoch()) {
            if self.epoch.is_some() {
                self.reset();
            }
            self.epoch = Some(session.epoch());
        }
        let mut resized = self.tinting.follow_size(session);
        let document = session.document();
        let same = |shown: &Arc<Document>| Arc::ptr_eq(shown, document);
        let before = self.scene.stamp();
        if !self.shown.as_ref().is_some_and(same) && self.catch_up(session) {
            resized |= self.tinting.size().is_some();
            self.in_sight = None;
        }
        if resized {
            let (document, tinting) = (session.document(), &self.tinting);
            let own = |id| document.actor(id).map_or(0.0, Actor::mark_radius);
            Arc::make_mut(&mut self.scene).resize(|id| tinting.radius(id, own(id)));
        }
        self.follow_motion(session);
        self.follow_sight(session);
        if self.scene.stamp() != before {
            self.minimap.outdate();
        }
    }

    /// Kinds of the ties of the mark at a position.
    pub(super) fn kinds_at(&self, mark: usize) -> Vec<TieKind> {
        self.scene.ties_of(mark).map(|strand| strand.kind).collect()
    }

    /// Puts what moves where it is now, and what moved before and does not any more where it belongs.
    fn follow_motion(&mut self, session: &Session) {
        let held = self.gesture.places().or_else(|| self.dropped.clone());
        let motion = session.motion();
        let mut moving: Vec<ActorId> = motion.moved().iter().map(|&(id, _)| id).collect();
        let laid_out = moving.len();
        // Who is let go of in this frame is still held by the session, and goes home in the next one.
        moving.extend(motion.held().keys());
        moving.extend(held.iter().flatten().map(|(id, _)| *id));
        if moving.len() > laid_out {
            moving.sort_unstable();
            moving.dedup();
        }
        let before = std::mem::replace(&mut self.moving, moving);
        if before.is_empty() && self.moving.is_empty() {
            return;
        }
        let at = |id: ActorId| {
            let at = held.as_ref().and_then(|held| held.get(&id).copied());
            Some((id, at.or_else(|| session.at(id))?))
        };
        // As a rule the same are on the move as in the frame before.
        let at_rest = added(self.moving.iter().copied(), before.into_iter());
        let all = at_rest.into_iter().chain(self.moving.iter().copied());
        Arc::make_mut(&mut self.scene).place_some(all.filter_map(at));
    }

    /// Shows the document on the table, or asks for its scene where that takes long. Returns whether the scene has
    /// become another one.
    fn catch_up(&mut self, session: &Session) -> bool {
        let document = session.document();
        if is_quick(document) {
            self.scenery.give_up();
            let scene = Scene::of(document);
            self.install(Arc::clone(document), scene);
            return true;
        }
        let mut changed = false;
        if let Some((built, scene)) = self.scenery.take() {
            self.install(built, scene);
            changed = true;
            if self.shows(document) {
                return true;
            }
        }
        if let Some(shown) = self.shown.clone().filter(|_| !self.behind) {
            let changes = shown.changes_to(document);
            if changes.len() <= FOLLOWED && Arc::make_mut(&mut self.scene).follow(&changes) {
                self.scenery.give_up();
                self.welcome_changes(&changes);
                self.shown = Some(Arc::clone(document));
                return true;
            }
            self.behind = true;
        }
        self.scenery.ask(session, document);
        let Some((built, scene)) = self.scenery.take() else {
            return changed;
        };
        self.install(built, scene);
        true
    }

    fn shows(&self, document: &Arc<Document>) -> bool {
        let shown = self.shown.as_ref();
        shown.is_some_and(|shown| Arc::ptr_eq(shown, document))
    }

    fn install(&mut self, document: Arc<Document>, scene: Scene) {
        if self.shown.is_some() {
            self.welcome_new(&scene);
            // What was hidden while a worker was busy is gone already.
            if self.smooth
                && !self.behind
                && let Some(leaving) = self.scene.leaving(&scene, BORN)
            {
                self.leaving = Some((leaving, None));
            }
        }
        self.scene = Arc::new(scene);
        self.shown = Some(document);
        self.behind = false;
    }

    /// New actors grow.
    fn welcome_new(&mut self, scene: &Scene) {
        let old = self.scene.marks().iter().map(|mark| mark.id);
        let new = scene.marks().iter().map(|mark| mark.id);
        self.welcome(added(old, new));
    }

    /// The same from what an edit has changed.
    fn welcome_changes(&mut self, changes: &[Change]) {
        let comes = |change: &Change| match change {
            Change::Actor(id, swap) if swap.before.is_none() => Some(*id),
            _ => None,
        };
        self.welcome(changes.iter().filter_map(comes).collect());
    }

    /// How much is left of what is leaving, 1 to 0.
    pub(super) fn let_go(&mut self, ui: &Ui, now: f64) -> f32 {
        let Some((_, since)) = &mut self.leaving else {
            return 0.0;
        };
        let left = 1.0 - (now - *since.get_or_insert(now)) / LEAVING;
        if left <= 0.0 || !self.smooth {
            self.leaving = None;
            return 0.0;
        }
        ui.ctx().request_repaint();
        left as f32
    }

    fn welcome(&mut self, born: Vec<ActorId>) {
        // A crowd that comes at once does not grow: nobody could follow it.
        if born.len() <= BORN {
            self.births.extend(born.into_iter().map(|id| (id, None)));
        }
    }
}

/// What comes anew, where both lists are in order.
fn added<Id: Ord>(old: impl Iterator<Item = Id>, new: impl Iterator<Item = Id>) -> Vec<Id> {
    let mut old = old.peekable();
    new.filter(|id| {
        while old.next_if(|other| other < id).is_some() {}
        old.peek() != Some(id)
    })
    .collect()
}
