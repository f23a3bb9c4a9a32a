//! The map by a figure: colors and sizes of marks, and the pills that release them.

use std::sync::Arc;

use egui::{Align, Align2, Area, Button, Frame, Id, Layout, Margin, Order, Rect, RichText, Ui, Vec2};

use super::gpu::Figure;
use super::legend;
use crate::analysis::aspect::Aspect;
use crate::analysis::spread::{Measure, Span, Spread};
use crate::model::{Actor, ActorId, Role, TieId};
use crate::picture::look::{self, Palette, Rgb};
use crate::picture::{Mark, Scene, Strand, scale};
use crate::session::{Action, Session};
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// Strength that marks and ties keep that have no part in the figure.
const FADED_MARK: f64 = 0.5;
const FADED_TIE: f64 = 0.3;
/// Strength that ties keep beside actors that are colored by their sort.
const QUIET_TIE: f64 = 0.7;
/// Seconds until it is said that a figure is being worked out.
const SAID_AFTER: f64 = 0.3;
/// Width of a map on which two pills have room side by side, points.
const PILLS: f32 = 560.0;
/// Radius of the mark with the least of a figure, map units.
const RADIUS_LEAST: f64 = 8.0;

/// Fill and outline.
pub(crate) type Ink = (Rgb, Rgb);

/// A figure with its scales.
#[derive(Clone)]
pub(crate) struct Scaled {
    pub(crate) spread: Arc<Spread>,
    pub(crate) actors: Option<Span>,
    pub(crate) ties: Option<Span>,
}

impl Scaled {
    fn of(spread: &Arc<Spread>) -> Self {
        Self {
            spread: Arc::clone(spread),
            actors: spread.actor_span(),
            ties: spread.tie_span(),
        }
    }

    fn actor(&self, id: ActorId) -> Option<f64> {
        Some(self.actors?.place(self.spread.actor(id)?))
    }

    fn tie(&self, id: TieId) -> Option<f64> {
        Some(self.ties?.place(self.spread.tie(id)?))
    }

    /// What a tooltip says of an actor.
    pub(crate) fn of_actor(&self, id: ActorId) -> Option<String> {
        self.words(self.spread.actor(id)?)
    }

    /// What a tooltip says of a tie.
    pub(crate) fn of_tie(&self, id: TieId) -> Option<String> {
        self.words(self.spread.tie(id)?)
    }

    /// The aspect and the word of the sort that an actor or a tie is of.
    pub(crate) fn sort_of(&self, actor: Option<ActorId>, tie: Option<TieId>) -> Option<(Aspect, &str)> {
        let Measure::Aspect(aspect) = self.spread.measure() else {
            return None;
        };
        let of_actor = actor.and_then(|id| self.spread.actor_sort(id));
        let place = of_actor.or_else(|| self.spread.tie_sort(tie?))?;
        Some((aspect, &self.spread.sorts()[place].word))
    }

    /// Fill and outline of a sort.
    pub(crate) fn ink(&self, place: usize, dark: bool) -> Ink {
        let sort = &self.spread.sorts()[place];
        let role = Role::ALL
            .into_iter()
            .find(|role| self.spread.measure() == Measure::Aspect(Aspect::Role) && role.name() == sort.word);
        match (role, sort.color) {
            (Some(role), _) => (look::body_fill(role, false, dark), look::role_outline(role, dark)),
            (None, Some(color)) => scale::sort(color, dark),
            // Of no sort at all.
            (None, None) if sort.word.is_empty() => {
                let palette = Palette::of(dark);
                (palette.paper, palette.secondary)
            }
            (None, None) => self.grey(dark),
        }
    }

    /// Fill and outline of sorts without a color of their own.
    pub(crate) fn grey(&self, dark: bool) -> Ink {
        scale::grey(dark)
    }

    fn words(&self, value: f64) -> Option<String> {
        let measure = self.spread.measure();
        if !self.spread.sorts().is_empty() {
            // A place in the list tells nobody anything.
            return None;
        }
        let text = measure.format(value);
        Some(match measure {
            Measure::Indicator(_) => format!("Share in {}: {text}", measure.name()),
            Measure::Column(_) | Measure::TieColumn(_) | Measure::Aspect(_) => {
                format!("{}: {text}", measure.name())
            }
        })
    }
}

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
    color: Option<Scaled>,
    size: Option<Scaled>,
    /// How far the colors of the figure have come, 0 to 1.
    strength: f64,
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
        follow(&mut self.size, session.tint().sized())
    }

    /// Takes over how the map is colored. The colors of a figure come and go quickly, but not at once.
    pub(super) fn follow_color(&mut self, ui: &Ui, session: &Session, smooth: bool) {
        let painted = session.tint().painted();
        if painted.is_some() {
            let changed = follow(&mut self.color, painted);
            if changed {
                self.recount();
            }
        }
        self.wait(ui, session.tint().waiting());
        let time = if smooth { 0.12 } else { 0.0 };
        let id = Id::unique("the map is colored by a figure");
        self.strength = f64::from(ui.ctx().animate_bool_with_time(id, painted.is_some(), time));
        if self.strength <= 0.0 {
            self.color = None;
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
        let color = self.color.as_ref()?;
        Some((Arc::clone(&color.spread), self.strength))
    }

    /// A figure that is being worked out for a while.
    pub(crate) fn waiting(&self) -> Option<Measure> {
        self.waiting
    }

    /// What colors stand for now.
    pub(crate) fn color(&self) -> Option<&Scaled> {
        self.color.as_ref()
    }

    /// What the colors of marks and ties depend on beside their own.
    pub(super) fn figure(&self) -> Option<Figure> {
        let color = self.color.as_ref()?;
        Some(Figure(Arc::clone(&color.spread), self.strength))
    }

    /// What is seen has changed.
    pub(super) fn recount(&mut self) {
        self.seen = None;
    }

    /// Counts what is seen of each sort, unless that has been done.
    pub(super) fn count(&mut self, scene: &Scene) {
        let Some(color) = &self.color else { return };
        if self.seen.is_some() {
            return;
        }
        let mut seen = vec![0; color.spread.sorts().len()];
        let marks = scene.marks().iter().filter(|mark| mark.seen());
        let strands = scene.strands().iter().filter(|strand| strand.seen());
        let actors = marks.filter_map(|mark| color.spread.actor_sort(mark.id));
        let ties = strands.filter_map(|strand| color.spread.tie_sort(strand.id));
        for place in actors.chain(ties) {
            seen[place] += 1;
        }
        self.seen = Some(seen);
    }

    /// How many of the sort at this place are seen.
    pub(crate) fn seen_of(&self, place: usize) -> usize {
        let seen = self.seen.as_ref().and_then(|seen| seen.get(place));
        seen.copied().unwrap_or(0)
    }

    /// What sizes stand for now.
    pub(crate) fn size(&self) -> Option<&Scaled> {
        self.size.as_ref()
    }

    /// Radius of a mark whose own is known: its area grows with the figure.
    pub(super) fn radius(&self, id: ActorId, own: f64) -> f64 {
        let Some(size) = &self.size else { return own };
        radius_at(size.actor(id).unwrap_or(0.0))
    }

    /// Fill and outline of a mark in full strength.
    pub(super) fn mark_colors(&self, mark: &Mark, dark: bool) -> Ink {
        let role = mark.kind.role();
        let own = (
            look::body_fill(role, mark.external, dark),
            look::role_outline(role, dark),
        );
        self.mark(mark.id, own, dark)
    }

    /// Color of a tie in full strength.
    pub(super) fn strand_color(&self, strand: &Strand, dark: bool) -> Rgb {
        self.tie(strand.id, strand.line().color(dark), dark)
    }

    /// Fill and outline of a mark in place of those of its role.
    pub(crate) fn mark(&self, id: ActorId, (fill, outline): (Rgb, Rgb), dark: bool) -> (Rgb, Rgb) {
        let Some(color) = &self.color else {
            return (fill, outline);
        };
        let palette = Palette::of(dark);
        let (tinted, edge) = match (color.spread.actor_sort(id), color.actor(id)) {
            (Some(sort), _) => color.ink(sort, dark),
            (None, Some(place)) => (scale::fill(place, dark), palette.secondary),
            (None, None) => (palette.paper, palette.paper.toward(palette.secondary, FADED_MARK)),
        };
        (
            fill.toward(tinted, self.strength),
            outline.toward(edge, self.strength),
        )
    }

    /// Color of a tie in place of that of its kind.
    pub(crate) fn tie(&self, id: TieId, ink: Rgb, dark: bool) -> Rgb {
        let Some(color) = &self.color else { return ink };
        let tinted = match (color.spread.tie_sort(id), color.tie(id)) {
            (Some(sort), _) => scale::sort_line(color.ink(sort, dark).0, dark),
            (None, Some(place)) => scale::line(place, dark),
            // Where actors are of sorts, ties still say of which kind they are.
            (None, None) if !color.spread.sorts().is_empty() => {
                Palette::of(dark).paper.toward(ink, QUIET_TIE)
            }
            (None, None) => Palette::of(dark).paper.toward(ink, FADED_TIE),
        };
        ink.toward(tinted, self.strength)
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

/// Radius of a mark at a place on the scale, map units.
pub(crate) fn radius_at(place: f64) -> f64 {
    let (least, most) = (RADIUS_LEAST.powi(2), Actor::MARK_RADIUS_MOST.powi(2));
    (least + (most - least) * place).sqrt()
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
