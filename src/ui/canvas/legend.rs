//! The legend on the map: kinds that are seen. A click chooses all of a kind, the eye has a filter hold it back.

use egui::{
    Align2, Area, FontId, Frame, Id, Margin, Order, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2,
    Visuals,
};

use super::tint::Tinting;
use super::{paint, scale, sorts, swatch};
use crate::analysis::aspect::Aspect;
use crate::model::{ActorKind, TieKind};
use crate::picture::legend::{Entry, Legend};
use crate::picture::look::Palette;
use crate::session::{Action, Look, Session};
use crate::ui::coloring;
use crate::ui::theme::{self, Colors};

/// Whether the list is folded. Belongs to the view, not to the project.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LegendView {
    /// As the person left it; on a narrow map it begins folded, so that the map keeps its room.
    folded: Option<bool>,
    narrow: bool,
}

/// What the legend explains.
pub(crate) struct Key<'a> {
    pub(crate) kinds: &'a Legend,
    pub(crate) tinting: &'a Tinting,
    /// Kinds too; otherwise only what colors and sizes stand for.
    pub(crate) whole: bool,
    /// Whose filters the rows set; none where the legend only tells.
    pub(crate) session: Option<&'a Session>,
}

impl Key<'_> {
    /// A filter keeps this sort.
    pub(super) fn keeps(&self, aspect: Aspect, word: &str) -> bool {
        let filter = self.session.and_then(|session| session.sight().filter(aspect));
        filter.is_none_or(|filter| filter.keeps.keeps_word(word))
    }

    /// Colors or sizes stand for figures.
    pub(crate) fn explains_figures(&self) -> bool {
        self.tinting.waiting().is_some() || self.tinting.color().is_some() || self.tinting.size().is_some()
    }
}

/// Height of a row, points.
const ROW: f32 = 21.0;
/// Room that the legend takes from the map, points.
pub(crate) const STRIP: f32 = WIDTH + 32.0;
/// Width of the folded legend, points.
const FOLDED: f32 = 90.0;
/// Width of the legend, points.
const WIDTH: f32 = 250.0;

impl LegendView {
    /// Only the heading is shown.
    pub(crate) fn is_folded(&self) -> bool {
        self.folded.unwrap_or(self.narrow)
    }

    /// Tells how wide the map is, points.
    pub(crate) fn fit_into(&mut self, width: f32) {
        self.narrow = width < 4.0 * STRIP;
    }

    /// Shows the legend in the lower left corner of the map.
    pub(crate) fn ui(&mut self, ui: &Ui, map: Rect, key: &Key<'_>, actions: &mut Vec<Action>) {
        let corner = map.left_bottom() + Vec2::new(12.0, -12.0);
        let room = map.height() - 60.0;
        let palette = Palette::of(ui.visuals().dark_mode);
        let area = Area::new(Id::unique("legend of the map"))
            .order(Order::Middle)
            .movable(false)
            .default_height(room);
        area.fixed_pos(corner)
            .pivot(Align2::LEFT_BOTTOM)
            .show(ui.ctx(), |ui| {
                card(ui.visuals()).show(ui, |ui| {
                    let narrow = self.is_folded() && !key.explains_figures();
                    let width = if narrow { FOLDED } else { WIDTH };
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing = Vec2::new(6.0, 0.0);
                    let top = ui.next_widget_position().y;
                    figures_ui(ui, key, actions);
                    if !key.whole {
                        return;
                    }
                    self.head_ui(ui, width, palette);
                    if self.is_folded() {
                        return;
                    }
                    if let Some(session) = key.session {
                        coloring::buttons_ui(ui, session, actions);
                        ui.add_space(theme::GAP_XS);
                    }
                    let figures = ui.next_widget_position().y - top - ROW;
                    let most = (room - 60.0 - figures).max(80.0);
                    egui::ScrollArea::vertical()
                        .max_height(most)
                        // Otherwise it keeps the height that it had with fewer kinds.
                        .min_scrolled_height(most)
                        .show(ui, |ui| kinds_ui(ui, key, actions));
                });
            });
    }

    fn head_ui(&mut self, ui: &mut Ui, width: f32, palette: &Palette) {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::click());
        response.widget_info(|| {
            let name = if self.is_folded() {
                "Show the legend"
            } else {
                "Fold the legend"
            };
            egui::WidgetInfo::labeled(egui::Role::Button, true, name)
        });
        let ink = paint::color(if response.hovered() {
            palette.text
        } else {
            palette.secondary
        });
        ui.painter().text(
            rect.left_center(),
            Align2::LEFT_CENTER,
            "Legend",
            FontId::proportional(theme::SMALL),
            ink,
        );
        let middle = rect.right_center() - Vec2::new(8.0, 0.0);
        let up = if self.is_folded() { -1.0 } else { 1.0 };
        let arms = [
            Vec2::new(-4.0, -2.0 * up),
            Vec2::new(0.0, 2.0 * up),
            Vec2::new(4.0, -2.0 * up),
        ];
        ui.painter().line(
            arms.iter().map(|&arm| middle + arm).collect(),
            Stroke::new(1.5, ink),
        );
        if response.clicked() {
            self.folded = Some(!self.is_folded());
        }
    }
}

/// What colors and sizes stand for, above the kinds, so that nothing below has to move.
fn figures_ui(ui: &mut Ui, key: &Key<'_>, actions: &mut Vec<Action>) {
    if let Some(measure) = key.tinting.waiting() {
        scale::waiting_ui(ui, measure);
    }
    if let Some(color) = key.tinting.color() {
        if color.spread.sorts().is_empty() {
            scale::color_ui(ui, WIDTH, color);
        } else {
            sorts::ui(ui, WIDTH, key, color, actions);
        }
    }
    if let Some(size) = key.tinting.size() {
        scale::size_ui(ui, WIDTH, size);
    }
}

/// The kinds that are seen or held back by their own filter, and what sizes and widths stand for.
fn kinds_ui(ui: &mut Ui, key: &Key<'_>, actions: &mut Vec<Action>) {
    let dark = ui.visuals().dark_mode;
    let legend = key.kinds;
    let tinted = key.tinting.color().is_some();
    let mut line = Kinds {
        key,
        aspect: Aspect::Kind,
        actions,
    };
    line.rows_ui(
        ui,
        &legend.actors,
        ActorKind::id,
        ActorKind::name,
        Action::SelectActorKind,
        |ui, kind, rect| {
            let swatch = if tinted { swatch::shape } else { swatch::actor };
            swatch(ui.painter(), kind, rect.center(), 7.0, dark);
        },
    );
    if !legend.ties.is_empty() {
        ui.add_space(6.0);
        let (_, line) = ui.allocate_space(Vec2::new(WIDTH, 1.0));
        let stroke = Stroke::new(1.0, Colors::of(ui.visuals()).border);
        ui.painter().hline(line.x_range(), line.top(), stroke);
        ui.add_space(5.0);
    }
    line.aspect = Aspect::TieKind;
    line.rows_ui(
        ui,
        &legend.ties,
        TieKind::id,
        TieKind::name,
        Action::SelectTieKind,
        |ui, kind, rect| {
            swatch::tie(ui.painter(), kind, rect.left_center(), rect.right_center(), dark);
        },
    );
    notes_ui(ui, legend, tinted);
    scale::own_ui(ui, WIDTH, legend, key.tinting.size().is_none());
}

/// A card that lies on the map.
pub(crate) fn card(visuals: &Visuals) -> Frame {
    theme::card_frame(&Colors::of(visuals), visuals).inner_margin(Margin::symmetric(10, 6))
}

/// Rows of kinds, and what they ask for.
struct Kinds<'a> {
    key: &'a Key<'a>,
    aspect: Aspect,
    actions: &'a mut Vec<Action>,
}

impl Kinds<'_> {
    fn rows_ui<T: Copy>(
        &mut self,
        ui: &mut Ui,
        entries: &[Entry<T>],
        word: fn(T) -> &'static str,
        name: fn(T) -> &'static str,
        choose: fn(T) -> Action,
        picture: impl Fn(&Ui, T, Rect),
    ) {
        for entry in entries {
            let kept = self.key.keeps(self.aspect, word(entry.kind));
            if entry.seen == 0 && kept {
                continue;
            }
            let gone = !kept && entry.seen == 0;
            let count = if gone { entry.all } else { entry.seen };
            let listed = Listed {
                name: name(entry.kind),
                count,
                hidden: gone,
                eye: self.key.session.is_some(),
            };
            let row = row_ui(ui, &listed, |ui, rect| picture(ui, entry.kind, rect));
            if row.chosen && self.key.session.is_some() {
                self.actions.push(choose(entry.kind));
            }
            if row.eye {
                let word = word(entry.kind).to_owned();
                self.actions
                    .push(Action::Look(Look::Keep(self.aspect, word, gone)));
            }
        }
    }
}

/// What a row says.
pub(super) struct Listed<'a> {
    pub(super) name: &'a str,
    pub(super) count: usize,
    /// A filter holds it back.
    pub(super) hidden: bool,
    /// It can be held back and let go.
    pub(super) eye: bool,
}

/// What was clicked in a row.
pub(super) struct Row {
    pub(super) chosen: bool,
    pub(super) eye: bool,
    pub(super) response: Response,
}

/// A row of the legend: a small picture, a name, how many there are, and an eye.
pub(super) fn row_ui(ui: &mut Ui, listed: &Listed<'_>, picture: impl FnOnce(&Ui, Rect)) -> Row {
    let Listed {
        name,
        count,
        hidden,
        eye: has_eye,
    } = *listed;
    let palette = Palette::of(ui.visuals().dark_mode);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(WIDTH, ROW), Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Select {name}, {count}"))
    });
    let eye_rect = Rect::from_center_size(rect.right_center() - Vec2::new(9.0, 0.0), Vec2::splat(20.0));
    let sense = if has_eye { Sense::click() } else { Sense::empty() };
    let eye = ui.interact(eye_rect, response.id.with("eye"), sense);
    if has_eye {
        eye.widget_info(|| {
            let verb = if hidden { "Show" } else { "Hide" };
            egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{verb} {name}"))
        });
    }
    let over = has_eye && (response.hovered() || eye.hovered());
    if over {
        let ground = paint::veil(palette.text, 0.06);
        ui.painter()
            .rect_filled(rect.expand2(Vec2::new(4.0, 0.0)), 4.0, ground);
    }
    picture(
        ui,
        Rect::from_min_size(rect.min + Vec2::new(2.0, 3.0), Vec2::new(34.0, ROW - 6.0)),
    );
    let ink = paint::color(if hidden {
        palette.paper.toward(palette.secondary, 0.7)
    } else {
        palette.text
    });
    let font = FontId::proportional(theme::LIST);
    ui.painter().text(
        rect.left_center() + Vec2::new(44.0, 0.0),
        Align2::LEFT_CENTER,
        name,
        font.clone(),
        ink,
    );
    if hidden {
        // Said twice, so that nobody wonders where the marks have gone.
        let strike = Stroke::new(1.0, ink);
        let width = ui
            .painter()
            .layout_no_wrap(name.to_owned(), font.clone(), ink)
            .size()
            .x;
        let from = rect.left_center() + Vec2::new(44.0, 0.5);
        ui.painter()
            .line_segment([from, from + Vec2::new(width, 0.0)], strike);
    }
    if over || hidden {
        paint_eye(ui, &eye, hidden, palette);
    } else {
        let ink = paint::color(palette.secondary);
        let at = rect.right_center() - Vec2::new(4.0, 0.0);
        ui.painter()
            .text(at, Align2::RIGHT_CENTER, count.to_string(), font, ink);
    }
    Row {
        chosen: response.clicked(),
        eye: eye.clicked(),
        response,
    }
}

fn paint_eye(ui: &Ui, eye: &Response, hidden: bool, palette: &Palette) {
    let ink = paint::color(if eye.hovered() {
        palette.text
    } else {
        palette.secondary
    });
    let stroke = Stroke::new(1.4, ink);
    let c = eye.rect.center();
    let lid = |sign: f32| -> Vec<Pos2> {
        (0..=10)
            .map(|i| {
                let t = i as f32 / 5.0 - 1.0;
                c + Vec2::new(6.5 * t, sign * 4.2 * (1.0 - t * t))
            })
            .collect()
    };
    ui.painter().add(Shape::line(lid(-1.0), stroke));
    ui.painter().add(Shape::line(lid(1.0), stroke));
    ui.painter().circle_filled(c, 1.9, ink);
    if hidden {
        ui.painter()
            .line_segment([c + Vec2::new(-5.5, 5.5), c + Vec2::new(5.5, -5.5)], stroke);
    }
}

fn notes_ui(ui: &mut Ui, legend: &Legend, tinted: bool) {
    let note = |ui: &mut Ui, text: String| {
        ui.add_space(3.0);
        ui.label(theme::secondary(ui, text));
    };
    if legend.externals > 0 {
        // Where colors stand for something else, externals have them as well.
        let look = if tinted {
            "Dashed outline"
        } else {
            "Dashed outline, pale"
        };
        note(ui, format!("{look}: external ({})", legend.externals));
    }
    if legend.disabled > 0 {
        note(ui, format!("Faint line: disabled ({})", legend.disabled));
    }
}
