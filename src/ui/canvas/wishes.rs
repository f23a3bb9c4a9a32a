//! Wishes from menus, toolbar and keys: where to look, what a press does, what to choose next.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Rect;

use super::camera::{Covered, View};
use super::compare::Compared;
use super::search::Search;
use super::{Canvas, legend};
use crate::base::geom::{Point, Rect as Area, Vector};
use crate::layout::forms::{Guide, Stand};
use crate::model::{ActorId, ActorKind, Edit, Note, Place, Selection, TieKind};
use crate::picture::draw::labels::Sides;
use crate::picture::{Scene, jots, look};
use crate::report::picture::Part;
use crate::session::{Action, Mode, Session, Show};

/// Zoom per press of a key or button.
const ZOOM_STEP: f64 = 1.25;
/// Marks that must be seen keep this far from the edge of the canvas, points.
const EDGE: f32 = 60.0;
/// Zoom from which on names can be read.
const READABLE: f64 = 0.6;
/// What headings before rows take beyond the usual margin, points.
const HEADINGS: f32 = 84.0;
/// Height of the zoom controls with the air around them, points.
const FOOT: f32 = 36.0;

impl Canvas {
    /// Where names stand.
    pub fn sides(&self) -> &Sides {
        self.labels.sides()
    }

    /// What is in view, for a picture of it.
    pub fn part_in_view(&self) -> Part {
        let seen = self.camera.seen();
        if seen.width() > 0.0 && seen.height() > 0.0 {
            Part::Area(seen, self.camera.zoom())
        } else {
            Part::Whole
        }
    }

    /// Follows a wish from menu, toolbar or keys; returns whether it concerned the map.
    pub fn show(&mut self, show: &Show, session: &Session, actions: &mut Vec<Action>) -> bool {
        self.refresh(session);
        match *show {
            // Where marks are going to be is not known yet.
            Show::FitAll | Show::RevealAll if self.scenery.pending() => self.fit_pending = true,
            Show::FitAll => {
                if session.motion().gliding() {
                    // To where the marks will be, not to where they come from.
                    Arc::make_mut(&mut self.scene)
                        .place(|id| session.document().place(id).map(|place| place.at));
                }
                self.fit_with(session.guides());
            }
            Show::FitSelection => self.fit(Some(session.selection())),
            Show::FitFocus => self.focus_fit = true,
            Show::RevealAll => {
                if let Some(extent) = self.whole_extent() {
                    self.reveal_area(extent, None);
                }
            }
            Show::Reveal => self.reveal(session.selection()),
            Show::Center => self.center(session.selection()),
            Show::ZoomIn => self.zoom_by(ZOOM_STEP),
            Show::ZoomOut => self.zoom_by(1.0 / ZOOM_STEP),
            Show::Zoom100 => {
                let view = View {
                    zoom: 1.0,
                    ..self.camera.goal()
                };
                self.camera.fly(view, self.smooth);
            }
            Show::Pan(by) => {
                let view = self.camera.goal();
                self.camera.fly(
                    View {
                        center: view.center + by / view.zoom,
                        ..view
                    },
                    self.smooth,
                );
            }
            Show::Mode(mode) => self.set_mode(mode),
            Show::Rename => {
                if let Some(id) = session.selection().only_actor() {
                    self.edit_name(id);
                } else if let Some(jot) = session.selection().only_jot() {
                    self.edit_jot(jot);
                }
            }
            Show::AddNoteInView => {
                let at = self.free_place() - Vector::new(Note::WIDTH.get() / 2.0, 0.0);
                self.new_note(at);
            }
            Show::AddZoneInView => {
                let zone = session.fresh_zone(self.middle_of_view());
                actions.push(Action::Edit(Edit::AddZones(vec![zone])));
            }
            Show::StartTie => {
                if let Some(id) = session.selection().only_actor() {
                    self.bring_into_view(id);
                    self.search = Some(Search::from(id));
                }
            }
            // Where the next click makes something, the same keys change what it makes.
            Show::NextActor(forward) if self.mode == Mode::Tie || self.gesture.is_tying() => {
                actions.push(Action::SetNextTieKind(step(
                    &TieKind::ALL,
                    session.settings.last_tie_kind,
                    forward,
                )));
            }
            Show::NextActor(forward) if self.mode == Mode::Actor => {
                let kind = step(&ActorKind::ALL, session.settings.last_actor_kind, forward);
                actions.push(Action::SetNextActorKind(kind));
            }
            Show::NextActor(forward) => {
                self.walk_on(session, forward, actions);
            }
            Show::Walk { toward, extend } => self.walk_toward(session, toward, extend, actions),
            Show::NextTie(forward) => self.walk_around(session, forward, actions),
            Show::AddActorInView => {
                let assumptions = &session.document().project().assumptions;
                let actor = assumptions.fresh("", session.settings.last_actor_kind);
                let place = Place {
                    at: self.free_place(),
                    pinned: false,
                };
                actions.push(Action::Edit(Edit::AddActors(vec![(actor, place)])));
            }
            _ => return false,
        }
        true
    }

    /// The middle of the view, or the nearest place to it where a mark or a note has room.
    fn free_place(&self) -> Point {
        let center = self.camera.goal().center;
        let room = look::RADIUS_MOST + 30.0;
        let around = |p| crate::base::geom::Rect { min: p, max: p }.grown(room);
        let notes = &self.jots.boxes().notes;
        let is_free = |p: Point| {
            let near = self.scene.marks_in(around(p));
            let mut marks = near.into_iter().map(|i| &self.scene.marks()[i]);
            notes.iter().all(|note| !jots::overlap(note.bounds, around(p)))
                && marks.all(|mark| mark.at.distance(p) > mark.radius + room)
        };
        // A spiral with steps of about a mark's size.
        (0..400)
            .map(|i| {
                let turn = f64::from(i).sqrt() * 3.5;
                center + Vector::new(turn.cos(), turn.sin()) * (f64::from(i).sqrt() * 24.0)
            })
            .find(|&p| is_free(p))
            .unwrap_or(center)
    }

    fn set_mode(&mut self, mode: Mode) {
        let repeats = mode == Mode::Lasso && self.lasso_spent;
        if repeats || mode == self.mode {
            return;
        }
        let mut out = Vec::new();
        self.gesture.cancel(&mut out);
        let mut owed = std::mem::take(&mut self.owed);
        self.obey(out, &mut owed);
        self.owed = owed;
        self.lasso_held = mode == Mode::Lasso;
        self.mode = mode;
    }

    fn fit(&mut self, chosen: Option<&Selection>) {
        let extent = match chosen {
            None => self.whole_extent(),
            Some(selection) => self.extent_of(selection),
        };
        if let Some(extent) = extent {
            self.camera
                .fly(self.camera.fitting(extent, self.covered()), self.smooth);
        }
    }

    /// Everything in view, with room for headings that stand before their rows.
    fn fit_with(&mut self, guides: &[Guide]) {
        let before = |guide: &Guide| {
            matches!(
                guide,
                Guide::Head {
                    stand: Stand::Before,
                    ..
                }
            )
        };
        let Some(extent) = self.whole_extent() else { return };
        let mut covered = self.covered();
        if guides.iter().any(before) && self.camera.viewport().width() > 6.0 * HEADINGS {
            covered.left = covered.left.max(HEADINGS);
        }
        self.camera.fly(self.camera.fitting(extent, covered), self.smooth);
    }

    /// What is neither faded nor hidden in view.
    pub(super) fn fit_seen(&mut self) {
        let scene = &self.scene;
        let seen = |id| scene.mark(id).is_some_and(crate::picture::Mark::seen);
        if let Some(extent) = scene.extent(seen) {
            let view = self.camera.fitting(extent, self.covered());
            self.camera.fly(view, self.smooth);
        }
    }

    /// The smallest rectangle around these actors and the ends of these ties.
    fn extent_of(&self, whom: &Selection) -> Option<Area> {
        let scene = self.on_show();
        let ends: BTreeSet<ActorId> = whom
            .ties
            .iter()
            .filter_map(|&tie| scene.strand(tie))
            .flat_map(|strand| [strand.from, strand.to].map(|end| scene.marks()[end].id))
            .collect();
        let marks = scene.extent(|id| whom.actors.contains(&id) || ends.contains(&id));
        together(marks, self.jots.boxes().extent(|jot| whom.has_jot(jot)))
    }

    /// Around everything on show.
    pub(super) fn whole_extent(&self) -> Option<Area> {
        let marks = self.on_show().extent(|_| true);
        let jots = self
            .compared
            .is_none()
            .then(|| self.jots.boxes().extent(|_| true));
        together(marks, jots.flatten())
    }

    /// A good part of what is seen, for a new zone.
    fn middle_of_view(&self) -> Area {
        /// Share of the view that it takes.
        const SHARE: f64 = 0.4;
        let seen = self.camera.seen();
        let reach = Vector::new(seen.width(), seen.height()) * (SHARE / 2.0);
        Area {
            min: seen.center() - reach,
            max: seen.center() + reach,
        }
    }

    /// The project, or both of two compared states: what only one of them has is to be seen too.
    fn on_show(&self) -> &Scene {
        self.compared.as_ref().map_or(&self.scene, Compared::both)
    }

    /// Strips that fitting leaves to the legend, to a card and to the zoom controls.
    pub(super) fn covered(&self) -> Covered {
        let legend = self.legend_shown && !self.insight.legend().is_empty() && !self.legend_view.is_folded();
        let viewport = self.camera.viewport();
        let free = self.free(viewport);
        let wide = free.width() > 3.0 * legend::STRIP;
        Covered {
            left: if legend && wide { legend::STRIP } else { 0.0 },
            right: viewport.right() - free.right(),
            foot: FOOT,
        }
    }

    fn zoom_by(&mut self, factor: f64) {
        let view = self.camera.goal();
        self.camera.fly(
            View {
                zoom: view.zoom * factor,
                ..view
            },
            self.smooth,
        );
    }

    /// Moves the view no farther than it takes to see the mark: what is under the pointer stays near it.
    pub(super) fn bring_into_view(&mut self, id: ActorId) {
        let Some(mark) = self.scene.mark(id) else { return };
        let view = self.camera.goal();
        let viewport = self.camera.viewport();
        let reach = |size: f32| f64::from((size / 2.0 - EDGE).max(size / 4.0)) / view.zoom;
        let (across, up) = (reach(viewport.width()), reach(viewport.height()));
        let offset = mark.at - view.center;
        let beyond = Vector::new(
            offset.x - offset.x.clamp(-across, across),
            offset.y - offset.y.clamp(-up, up),
        );
        if beyond != Vector::ZERO {
            let center = view.center + beyond;
            self.camera.fly(View { center, ..view }, self.smooth);
        }
    }

    /// The same for a rectangle of the map; of one larger than the view its upper left corner.
    pub(super) fn bring_area_into_view(&mut self, area: Area) {
        let view = self.camera.goal();
        let viewport = self.camera.viewport();
        let half = |size: f32| f64::from((size / 2.0 - EDGE).max(size / 4.0)) / view.zoom;
        let beyond = |low: f64, high: f64, middle: f64, half: f64| {
            let right = (high - (middle + half)).max(0.0);
            // What begins on the left has to be seen first.
            right - ((middle - half) - (low - right)).max(0.0)
        };
        let by = Vector::new(
            beyond(area.min.x, area.max.x, view.center.x, half(viewport.width())),
            beyond(area.min.y, area.max.y, view.center.y, half(viewport.height())),
        );
        if by != Vector::ZERO {
            let center = view.center + by;
            self.camera.fly(View { center, ..view }, self.smooth);
        }
    }

    /// Lights what another part of the window speaks of, in the next frame.
    pub fn point_at(&mut self, whom: &Selection) {
        self.highlighted.extend(&whom.actors);
        self.pointed.extend(&whom.ties);
    }

    /// Tells of a card that lies on the map.
    pub fn cover(&mut self, card: Option<Rect>) {
        self.card = card;
    }

    /// The part of the map beside the card, if there is one. One that docks at the foot leaves the top alone.
    pub fn free(&self, map: Rect) -> Rect {
        match self.card {
            Some(card) if card.left() > map.left() + map.width() * 0.3 => map.with_max_x(card.left()),
            _ => map,
        }
    }

    /// Moves the view until these can be seen beside what covers the map, no farther than that takes.
    pub fn reveal(&mut self, whom: &Selection) {
        if let Some(extent) = self.extent_of(whom) {
            self.reveal_area(extent, Some(whom));
        }
    }

    /// The same for this rectangle of the map, which is the one around `whom` or around everything.
    fn reveal_area(&mut self, extent: Area, whom: Option<&Selection>) {
        let free = self.free(self.camera.viewport()).shrink(EDGE / 2.0);
        let seen = Rect::from_two_pos(
            self.camera.screen_from_map(extent.min),
            self.camera.screen_from_map(extent.max),
        );
        if free.contains_rect(seen) {
            return;
        }
        if seen.width() > free.width() || seen.height() > free.height() {
            self.fit(whom);
            return;
        }
        let by = (free.left() - seen.left()).max(0.0) - (seen.right() - free.right()).max(0.0);
        let down = (free.top() - seen.top()).max(0.0) - (seen.bottom() - free.bottom()).max(0.0);
        let view = self.camera.goal();
        let center = view.center - Vector::new(f64::from(by), f64::from(down)) / view.zoom;
        self.camera.fly(View { center, ..view }, self.smooth);
    }

    /// Puts these in the middle of what is free of the map. A map seen from so far that no name could be read is
    /// brought nearer.
    pub fn center(&mut self, whom: &Selection) {
        let Some(extent) = self.extent_of(whom) else {
            return;
        };
        let zoom = self.camera.goal().zoom.max(READABLE);
        let viewport = self.camera.viewport();
        let free = |points: f32| f64::from((points - 2.0 * EDGE).max(points / 2.0)) / zoom;
        if extent.width() > free(viewport.width()) || extent.height() > free(viewport.height()) {
            self.fit(Some(whom));
            return;
        }
        let view = self.camera.centered(extent.center(), zoom, self.covered());
        self.camera.fly(view, self.smooth);
    }
}

/// The smallest rectangle around both.
fn together(a: Option<Area>, b: Option<Area>) -> Option<Area> {
    let both = a.into_iter().chain(b);
    Area::around(both.flat_map(|rect| [rect.min, rect.max]))
}

/// The kind after or before this one, round and round.
pub(super) fn step<T: Copy + PartialEq>(all: &[T], present: T, forward: bool) -> T {
    let count = all.len();
    let at = all.iter().position(|&kind| kind == present).unwrap_or(0);
    all[(at + if forward { 1 } else { count - 1 }) % count]
}
