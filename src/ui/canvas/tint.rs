//! The map by a figure: colors and sizes of marks, and the pills that release them.

use std::sync::Arc;

use egui::{Align, Align2, Area, Button, Frame, Id, Layout, Margin, Order, Rect, RichText, Ui, Vec2};

use super::gpu::Figure;
use super::legend;
use crate::analysis::spread::{Measure, Spread};
use crate::model::ActorId;
use crate::picture::Scene;
use crate::report::tint::Tint;
pub(crate) use crate::report::tint::{Ink, Scaled, radius_at};
use crate::session::{Action, Session};
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// Seconds until it is said that a figure is being worked out.
const SAID_AFTER: f64 = 0.3;
/// Width of a map on which two pills have room side by side, points.
const PILLS: f32 = 560.0;

/// Follows scales to what the session has, without working them out anew in every frame.
fn follow(held: &mut Option<Scaled>, spread: Option<&Arc<Spread>>) -> bool {
    let same = match (held.as_ref(), spread) {
        (Some(held), Some(spread)) => Arc::ptr_eq(&held.spread, spread),
        (None, None) => true,
        _ => false,
    };
    if !same {
        *held = spread.map(Scaled::of);
    }
    !same
}

/// What the map is painted by.
#[derive(Clone, Default)]
pub(crate) struct Tinting {
    /// With how far its colors have come.
    tint: Tint,
    /// Since when a figure is being worked out.
    awaited: Option<f64>,
    /// It takes so long that it must be said.
    waiting: Option<Measure>,
    /// How many of each sort are seen; none while they are to be counted.
    seen: Option<Vec<usize>>,
}

impl Tinting {
    /// Takes over how marks are sized; returns whether that has changed.
    pub(super) fn follow_size(&mut self, session: &Session) -> bool {
        follow(&mut self.tint.size, session.tint().sized())
    }

    /// Takes over how the map is colored. The colors of a figure come and go quickly, but not at once.
    pub(super) fn follow_color(&mut self, ui: &Ui, session: &Session, smooth: bool) {
        let painted = session.tint().painted();
        if painted.is_some() {
            let changed = follow(&mut self.tint.color, painted);
            if changed {
                self.recount();
            }
        }
        self.wait(ui, session.tint().waiting());
        let time = if smooth { 0.12 } else { 0.0 };
        let id = Id::unique("the map is colored by a figure");
        self.tint.strength = f64::from(ui.ctx().animate_bool_with_time(id, painted.is_some(), time));
        if self.tint.strength <= 0.0 {
            self.tint.color = None;
        }
    }

    /// Most figures are there at once, and a word about it would only flicker.
    fn wait(&mut self, ui: &Ui, measure: Option<Measure>) {
        let now = ui.input(|input| input.time);
        self.waiting = None;
        let Some(measure) = measure else {
            self.awaited = None;
            return;
        };
        let since = *self.awaited.get_or_insert(now);
        if now - since >= SAID_AFTER {
            self.waiting = Some(measure);
        } else {
            ui.ctx()
                .request_repaint_after_secs((SAID_AFTER - (now - since)) as f32);
        }
    }

    /// What marks are painted by, and how far that has come.
    pub(super) fn painted(&self) -> Option<(Arc<Spread>, f64)> {
        let color = self.tint.color.as_ref()?;
        Some((Arc::clone(&color.spread), self.tint.strength))
    }

    /// A figure that is being worked out for a while.
    pub(crate) fn waiting(&self) -> Option<Measure> {
        self.waiting
    }

    /// What colors stand for now.
    pub(crate) fn color(&self) -> Option<&Scaled> {
        self.tint.color.as_ref()
    }

    /// What the colors of marks and ties depend on beside their own.
    pub(super) fn figure(&self) -> Option<Figure> {
        let color = self.tint.color.as_ref()?;
        Some(Figure(Arc::clone(&color.spread), self.tint.strength))
    }

    /// What is seen has changed.
    pub(super) fn recount(&mut self) {
        self.seen = None;
    }

    /// Counts what is seen of each sort, unless that has been done.
    pub(super) fn count(&mut self, scene: &Scene) {
        if self.tint.color.is_none() || self.seen.is_some() {
            return;
        }
        let seen = self.tint.seen(scene);
        self.seen = Some(seen);
    }

    /// How many of the sort at this place are seen.
    pub(crate) fn seen_of(&self, place: usize) -> usize {
        let seen = self.seen.as_ref().and_then(|seen| seen.get(place));
        seen.copied().unwrap_or(0)
    }

    /// What sizes stand for now.
    pub(crate) fn size(&self) -> Option<&Scaled> {
        self.tint.size.as_ref()
    }

    /// Radius of a mark whose own is known: its area grows with the figure.
    pub(super) fn radius(&self, id: ActorId, own: f64) -> f64 {
        self.tint.radius(id, own)
    }

    /// What colors and sizes stand for, for the drawing routine.
    pub(super) fn coat(&self) -> &Tint {
        &self.tint
    }

    /// The pills at the top of the map: what it is colored and sized by, each with a way out.
    pub(super) fn pills_ui(ui: &Ui, rect: Rect, session: &Session, actions: &mut Vec<Action>) {
        let tint = session.tint();
        let pinned = [
            ("Colored by", tint.color(), Action::ColorBy(None)),
            ("Sized by", tint.size(), Action::SizeBy(None)),
        ];
        if !tint.is_pinned() {
            return;
        }
        let area = Area::new(Id::unique("what the map is colored and sized by"))
            .order(Order::Middle)
            .movable(false);
        // Below what says that two states are compared.
        let compared = if session.comparing().sides().is_some() {
            52.0
        } else {
            0.0
        };
        let top = rect.center_top() + Vec2::new(0.0, 12.0 + compared);
        let narrow = rect.width() < PILLS;
        area.fixed_pos(top)
            .pivot(Align2::CENTER_TOP)
            .show(ui.ctx(), |ui| {
                let layout = if narrow {
                    Layout::top_down(Align::Center)
                } else {
                    Layout::left_to_right(Align::Center)
                };
                ui.with_layout(layout, |ui| {
                    ui.spacing_mut().item_spacing = Vec2::splat(theme::GAP_S);
                    for (verb, measure, release) in pinned {
                        let Some(measure) = measure else { continue };
                        if pill_ui(ui, verb, measure.name()) {
                            actions.push(release);
                        }
                    }
                });
            });
    }
}

/// A pill; whether it was released.
fn pill_ui(ui: &mut Ui, verb: &str, name: &str) -> bool {
    let colors = Colors::of(ui.visuals());
    let frame: Frame = legend::card(ui.visuals()).corner_radius(15).inner_margin(Margin {
        left: 12,
        right: 4,
        top: 2,
        bottom: 2,
    });
    frame
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::GAP_XS;
                ui.label(RichText::new(format!("{verb} {name}")).size(theme::LIST));
                let cross = icons::icon(icons::CLOSE, 12.0).color(colors.secondary);
                let button = Button::new(cross)
                    .frame_when_inactive(false)
                    .corner_radius(12)
                    .min_size(Vec2::splat(24.0));
                let response = ui
                    .add(button)
                    .accessible_name(format!("Release {} {name}", verb.to_lowercase()));
                let clicked = response.clicked();
                response.on_hover_text("Back to kinds and employment (Esc)");
                clicked
            })
            .inner
        })
        .inner
}
