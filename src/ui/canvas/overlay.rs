//! What opens on the map: names, menus, popovers, the legend, the zoom controls, tooltips.

use egui::{Align2, Area, FontId, Id, Order, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2};

use super::gesture::Gesture;
use super::hit::Target;
use super::jots::{self, JotField};
use super::name_field::Fate;
use super::tint::Tinting;
use super::{Canvas, TieCard, legend, menu, paint, words};
use crate::analysis::aspect::Aspect;
use crate::base::text::count;
use crate::model::{ActorId, Jot, Note, TieId};
use crate::picture::look::Palette;
use crate::session::sight::label;
use crate::session::{Action, Session, Show};
use crate::ui::theme;

/// Seconds until a tooltip shows.
const TOOLTIP_AFTER: f64 = 0.5;
/// Most width of a tooltip, points.
const TOOLTIP_WIDTH: f32 = 280.0;
/// Beside marks larger than this, points, a tooltip would be far from the pointer.
const LARGE_MARK: f32 = 90.0;

impl Canvas {
    /// The name field, the list of tie targets and the popover of a tie.
    pub(super) fn fields_ui(
        &mut self,
        ui: &Ui,
        response: &Response,
        session: &Session,
        actions: &mut Vec<Action>,
    ) {
        if let Some(mut field) = self.name_field.take() {
            if field.is_awaited() {
                self.bring_into_view(field.actor);
            }
            let at = self.below(field.actor);
            let fate = field.ui(ui, at, session, actions);
            match fate {
                Fate::Open => self.name_field = Some(field),
                Fate::Closed => response.request_focus(),
                Fate::Left => {}
            }
        }
        if let Some(mut field) = self.jot_field.take() {
            let (place, size) = self.place_of_words(&mut field);
            match field.ui(ui, place, size, session, actions) {
                Fate::Open => self.jot_field = Some(field),
                Fate::Closed => response.request_focus(),
                Fate::Left => {}
            }
        }
        if let Some(mut search) = self.search.take() {
            let at = self.below(search.source);
            if search.ui(ui, at, session, actions) {
                self.highlighted.extend(search.chosen());
                self.search = Some(search);
            } else {
                response.request_focus();
            }
        }
        if let Some(card) = self.tie_card.take() {
            let mut open = true;
            let popup = egui::Popup::new(
                Id::unique("card of a tie"),
                ui.ctx().clone(),
                card.at,
                response.layer_id,
            )
            .open_bool(&mut open)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
            .gap(10.0);
            let shown = popup.show(|ui| menu::tie_card_ui(ui, card.tie, session, actions));
            let exists = shown.is_none_or(|shown| shown.inner);
            self.tie_card = (open && exists).then_some(card);
        }
    }

    /// Where the words of a note or a zone are written on the screen, and in which size.
    fn place_of_words(&mut self, field: &mut JotField) -> (Rect, f32) {
        let zoom = self.camera.zoom();
        let area = match (field.fresh(), field.jot()) {
            (Some(frame), _) => Some(
                Note {
                    frame,
                    ..Note::new("", frame.at)
                }
                .least_bounds(),
            ),
            (None, Some(jot)) => self.jots.boxes().bounds(jot),
            (None, None) => None,
        };
        let Some(area) = area else {
            return (self.camera.viewport(), theme::BODY);
        };
        if field.is_awaited() {
            self.bring_area_into_view(area);
        }
        let rect = jots::on_screen(&self.camera, area);
        match field.jot() {
            Some(Jot::Zone(_)) => {
                let title = Rect::from_min_size(rect.min + Vec2::splat(4.0), Vec2::new(200.0, 20.0));
                (title, theme::BODY)
            }
            Some(jot @ Jot::Note(_)) => {
                let size = self.jots.size_of(jot).unwrap_or(Note::SIZE);
                (rect, (size.get() * zoom) as f32)
            }
            None => {
                let size = field.fresh().map_or(Note::SIZE, |frame| frame.size);
                (rect, (size.get() * zoom) as f32)
            }
        }
    }

    /// Just below a mark, on the screen.
    fn below(&self, id: ActorId) -> Pos2 {
        let Some(mark) = self.scene.mark(id) else {
            return self.camera.viewport().center();
        };
        let down = Vec2::new(0.0, (mark.radius * self.camera.zoom()) as f32 * 1.1 + 5.0);
        self.camera.screen_from_map(mark.at) + down
    }

    pub(super) fn menu_ui(&mut self, response: &Response, session: &Session, actions: &mut Vec<Action>) {
        let Some(opened) = self.menu else { return };
        let mut wish = None;
        response.context_menu(|ui| wish = menu::ui(ui, opened, session, actions));
        match wish {
            None => {}
            Some(menu::Wish::Rename(id)) => self.edit_name(id),
            Some(menu::Wish::TieCard(tie)) => self.open_tie_card(tie),
            Some(menu::Wish::Write(jot)) => self.edit_jot(jot),
            Some(menu::Wish::NewNote(at)) => self.new_note(at),
            Some(menu::Wish::TieFrom(id)) => {
                if let Some(mark) = self.scene.mark(id) {
                    self.gesture = Gesture::armed(id, mark.at);
                }
            }
        }
    }

    pub(super) fn open_tie_card(&mut self, tie: TieId) {
        let middle = self
            .scene
            .strand(tie)
            .and_then(|strand| self.scene.curve(strand))
            .map(|curve| curve.at(0.5));
        if let Some(middle) = middle {
            self.tie_card = Some(TieCard {
                tie,
                at: self.camera.screen_from_map(middle),
            });
        }
    }

    /// Legend and zoom controls.
    pub(super) fn overlays_ui(&mut self, ui: &Ui, rect: Rect, session: &Session, actions: &mut Vec<Action>) {
        // Until the worker has compared them, the two states are named over the project's own map.
        self.pill_ui(ui, rect, session, actions);
        self.awaited_ui(ui, rect, session);
        Tinting::pills_ui(ui, self.free(rect), session, actions);
        self.mode_pill_ui(ui, self.free(rect), session, actions);
        let key = legend::Key {
            kinds: self.insight.legend(),
            tinting: &self.tinting,
            whole: self.legend_shown,
            session: Some(session),
        };
        if (key.whole || key.explains_figures()) && !self.insight.legend().is_empty() {
            self.legend_view.ui(ui, rect, &key, actions);
        }
        self.minimap_ui(ui, rect, session);
        self.zoom_controls_ui(ui, rect, session, actions);
    }

    /// Says what there is to see, until a worker has drawn a large map for the first time.
    fn awaited_ui(&self, ui: &Ui, rect: Rect, session: &Session) {
        if self.scenery.pending() && self.scene.marks().is_empty() {
            let ink = paint::color(Palette::of(ui.visuals().dark_mode).secondary);
            let actors = count(session.document().actor_count(), "actor", "actors");
            let font = FontId::proportional(theme::LIST);
            ui.painter().text(
                rect.center(),
                Align2::CENTER_CENTER,
                format!("Drawing {actors}"),
                font,
                ink,
            );
        }
    }

    /// Smaller, larger, fit.
    pub(super) fn zoom_controls_ui(
        &mut self,
        ui: &Ui,
        rect: Rect,
        session: &Session,
        actions: &mut Vec<Action>,
    ) {
        // On an empty map there is nothing to come nearer to, and the card that begins a cluster needs the room.
        if session.document().is_empty() {
            return;
        }
        let palette = Palette::of(ui.visuals().dark_mode);
        let area = Area::new(Id::unique("zoom of the map"))
            .order(Order::Middle)
            .movable(false);
        let corner = rect.right_bottom() - Vec2::new(12.0, 12.0);
        let mut wish = None;
        area.fixed_pos(corner)
            .pivot(Align2::RIGHT_BOTTOM)
            .show(ui.ctx(), |ui| {
                legend::card(ui.visuals()).inner_margin(3).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.x = 1.0;
                    ui.horizontal(|ui| {
                        wish = zoom_ui(ui, self.camera.zoom(), palette);
                    });
                });
            });
        if let Some(wish) = wish {
            self.show(&wish, session, actions);
        }
    }

    pub(super) fn tooltip_ui(&self, ui: &Ui, now: f64, session: &Session) {
        let Some(pointer) = self.pointer else { return };
        let covered = self.covers() || egui::Popup::is_any_open(ui.ctx());
        if self.hover.quiet || self.name_field.is_some() || self.jot_field.is_some() || covered {
            return;
        }
        let (actor, tie) = (self.hover.target.actor(), self.hover.target.tie());
        let zone = match self.hover.target {
            Target::Jot(Jot::Zone(id)) => Some(id),
            _ => None,
        };
        if actor.is_none() && tie.is_none() && zone.is_none() {
            return;
        }
        let waited = now - self.hover.since;
        if waited < TOOLTIP_AFTER {
            ui.ctx()
                .request_repaint_after_secs((TOOLTIP_AFTER - waited) as f32);
            return;
        }
        let mut lines = Vec::new();
        if let Some(id) = actor {
            let kinds = self.scene.mark_index(id).map(|i| self.kinds_at(i));
            lines = words::actor_tooltip(session.document(), id, &kinds.unwrap_or_default());
            lines.extend(self.tinting.color().and_then(|color| color.of_actor(id)));
        } else if let Some(id) = tie {
            lines = words::tie_tooltip(session.document(), id);
            lines.extend(self.tinting.color().and_then(|color| color.of_tie(id)));
        } else if let Some(id) = zone {
            lines = words::zone_tooltip(session.document(), id);
        }
        let sort = self.tinting.color().and_then(|color| color.sort_of(actor, tie));
        if let Some((aspect, word)) = sort.filter(|(aspect, _)| *aspect != Aspect::Role) {
            let groups = session.groups().known().map(AsRef::as_ref);
            let name = label(aspect, word, session.document(), groups);
            lines.push(format!("{}: {name}", aspect.name()));
        }
        let area = Area::new(Id::unique("tooltip of the map"))
            .order(Order::Tooltip)
            .interactable(false);
        let (pivot, at) = self.beside(pointer);
        area.pivot(pivot).fixed_pos(at).show(ui.ctx(), |ui| {
            legend::card(ui.visuals()).show(ui, |ui| {
                ui.set_max_width(TOOLTIP_WIDTH);
                ui.spacing_mut().item_spacing.y = 2.0;
                for (i, line) in lines.into_iter().enumerate() {
                    let text = if i == 0 {
                        egui::RichText::new(line).size(theme::LIST)
                    } else {
                        theme::secondary(ui, line)
                    };
                    ui.label(text);
                }
            });
        });
    }
}

impl Canvas {
    /// Where a tooltip hides neither the mark that it is about nor its name; for ties, by the pointer.
    fn beside(&self, pointer: Pos2) -> (Align2, Pos2) {
        let usual = (Align2::LEFT_TOP, pointer + Vec2::new(14.0, 18.0));
        let Some(mark) = self.hover.target.actor().and_then(|id| self.scene.mark(id)) else {
            return usual;
        };
        let radius = (mark.radius * self.camera.zoom()) as f32;
        if radius > LARGE_MARK {
            return usual;
        }
        let center = self.camera.screen_from_map(mark.at);
        let body = Rect::from_center_size(center, Vec2::splat(2.0 * radius));
        let name = self.label_rects.iter().find(|(id, _)| *id == mark.id);
        let taken = name.map_or(body, |(_, name)| body.union(*name)).expand(16.0);
        if taken.right() + TOOLTIP_WIDTH <= self.camera.viewport().right() {
            (Align2::LEFT_TOP, Pos2::new(taken.right(), body.top()))
        } else {
            (Align2::RIGHT_TOP, Pos2::new(taken.left(), body.top()))
        }
    }
}

/// Smaller, the present zoom, larger, fit.
fn zoom_ui(ui: &mut Ui, zoom: f64, palette: &Palette) -> Option<Show> {
    let mut wish = None;
    let mut button = |ui: &mut Ui, width: f32, name: &str, show: Show| {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 26.0), Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
        if response.hovered() {
            ui.painter()
                .rect_filled(rect, 5.0, paint::veil(palette.text, 0.07));
        }
        if response.clicked() {
            wish = Some(show);
        }
        let ink = paint::color(if response.hovered() {
            palette.text
        } else {
            palette.secondary
        });
        response.on_hover_text(name);
        (rect, ink)
    };
    let (rect, ink) = button(ui, 26.0, "Zoom out", Show::ZoomOut);
    let c = rect.center();
    ui.painter()
        .hline(c.x - 5.0..=c.x + 5.0, c.y, Stroke::new(1.5, ink));
    let (rect, ink) = button(ui, 48.0, "Zoom to 100 %", Show::Zoom100);
    let text = if zoom < 0.01 {
        "< 1 %".to_owned()
    } else {
        format!("{:.0} %", zoom * 100.0)
    };
    ui.painter().text(
        rect.center(),
        Align2::CENTER_CENTER,
        text,
        FontId::proportional(theme::SMALL),
        ink,
    );
    let (rect, ink) = button(ui, 26.0, "Zoom in", Show::ZoomIn);
    let c = rect.center();
    ui.painter()
        .hline(c.x - 5.0..=c.x + 5.0, c.y, Stroke::new(1.5, ink));
    ui.painter()
        .vline(c.x, c.y - 5.0..=c.y + 5.0, Stroke::new(1.5, ink));
    let (rect, ink) = button(ui, 26.0, "Fit all", Show::FitAll);
    for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
        let corner = rect.center() + Vec2::new(6.0 * x, 5.0 * y);
        let arms = vec![
            corner - Vec2::new(4.0 * x, 0.0),
            corner,
            corner - Vec2::new(0.0, 3.5 * y),
        ];
        ui.painter().line(arms, Stroke::new(1.5, ink));
    }
    wish
}
