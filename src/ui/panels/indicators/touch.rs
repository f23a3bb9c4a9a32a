//! What a row of figures lets people do: look at it on the map, keep it there, ask why.

use egui::{Align2, Button, Context, Id, Response, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder, vec2};

use super::Indicators;
use crate::analysis::indicator::Indicator;
use crate::analysis::spread::Measure;
use crate::analysis::{self, Assessment};
use crate::session::why::Question;
use crate::session::{Action, Session};
use crate::ui::advice;
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// Seconds on a row before the map is colored by it, so that crossing the panel does not flash.
const GLANCE_AFTER: f64 = 0.08;
/// The same on a map of so many actors that the shares take a while.
const GLANCE_AFTER_ON_LARGE: f64 = 0.35;
/// Actors of such a map.
const LARGE: usize = 2000;
/// Seconds that the colors stay after the row has been left.
const LINGER: f64 = 0.25;
/// Size of the button that asks why, points.
const WHY: egui::Vec2 = vec2(38.0, 18.0);

/// What the pointer or the keyboard rests on, and since when.
#[derive(Default)]
pub(super) struct Rest {
    /// In this pass.
    now: Option<Measure>,
    on: Option<Measure>,
    since: f64,
}

/// Somebody has asked why, from here.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Height of the row on the screen.
    pub y: f32,
    /// The button, which gets the keyboard back; none if a pointer was used.
    pub keyboard: Option<Id>,
}

/// A row while its contents are put in.
pub(super) struct Row {
    pub(super) indicator: &'static Indicator,
    /// The pointer or the keyboard is on it.
    pub(super) alive: bool,
    /// The button that asks why.
    why: Id,
}

impl Indicators {
    /// A row with its contents: the map is colored by it while the pointer is there, and until released by a click.
    pub(super) fn row_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        now: &Assessment,
        indicator: &'static Indicator,
        form: &mut Form,
        contents: impl FnOnce(&mut Self, &mut Ui, &Row, &mut Form),
    ) -> Response {
        let colors = Colors::of(ui.visuals());
        let measure = Measure::Indicator(indicator.id);
        let ground = ui.painter().add(Shape::Noop);
        let builder = UiBuilder::new()
            .id_salt(("row", indicator.id))
            .sense(Sense::click());
        let response = ui
            .scope_builder(builder, |ui| {
                let response = ui.response();
                let why = response.id.with("why");
                let asks = ui.memory(|memory| memory.has_focus(why));
                let row = Row {
                    indicator,
                    why,
                    alive: response.contains_pointer() || response.has_focus() || asks,
                };
                contents(self, ui, &row, form);
            })
            .response;
        let colored = session.tint().color() == Some(measure);
        let spoken = format!(
            "{} {}",
            indicator.name,
            analysis::shown(indicator, now.value(indicator.id))
        );
        response
            .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, colored, spoken.as_str()));
        let over = response.contains_pointer();
        let fill = match (colored, over) {
            (true, _) => colors.accent_soft,
            (false, true) => colors.sunken,
            (false, false) => egui::Color32::TRANSPARENT,
        };
        let rect = response.rect.expand2(vec2(4.0, 0.0));
        ui.painter().set(ground, Shape::rect_filled(rect, 4.0, fill));
        if response.has_focus() {
            let stroke = Stroke::new(1.5, colors.accent);
            ui.painter().rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
        }
        let asks = ui.memory(|memory| memory.has_focus(response.id.with("why")));
        if over || response.has_focus() || asks {
            self.rest.now = Some(measure);
        }
        if response.clicked() {
            let color = (!colored).then_some(measure);
            form.actions.push(Action::ColorBy(color));
        }
        response.context_menu(|ui| self.row_menu_ui(ui, session, indicator, rect.center().y, form));
        response
    }

    /// What an item of the strip does: the map is colored by it while the pointer is there, a click opens a menu.
    pub(super) fn touch_ui(
        &mut self,
        ui: &Ui,
        session: &Session,
        now: &Assessment,
        indicator: &'static Indicator,
        response: &Response,
        form: &mut Form,
    ) {
        let value = analysis::shown(indicator, now.value(indicator.id));
        let spoken = format!("{} {value}", indicator.name);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, spoken.as_str()));
        let rect = response.rect.expand2(vec2(3.0, 1.0));
        if response.has_focus() || session.tint().color() == Some(Measure::Indicator(indicator.id)) {
            let stroke = Stroke::new(1.5, Colors::of(ui.visuals()).accent);
            ui.painter().rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
        }
        if response.contains_pointer() || response.has_focus() {
            self.rest.now = Some(Measure::Indicator(indicator.id));
        }
        let y = response.rect.bottom();
        egui::Popup::menu(response).show(|ui| self.row_menu_ui(ui, session, indicator, y, form));
    }

    /// The button that asks why; it is there for the keyboard also while it is not seen.
    pub(super) fn why_ui(&mut self, ui: &mut Ui, session: &Session, row: &Row, form: &mut Form) {
        let id = row.why;
        let open = session
            .why()
            .question()
            .is_some_and(|question| question.indicator == row.indicator.id);
        let (rect, sense) = if row.alive || open {
            (ui.allocate_space(WHY).1, Sense::click())
        } else {
            let right = ui.available_rect_before_wrap().right_center();
            (
                egui::Rect::from_center_size(right, vec2(1.0, WHY.y)),
                Sense::focusable_noninteractive(),
            )
        };
        let response = ui.interact(rect, id, sense);
        let name = format!("Why {}?", row.indicator.name);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name.as_str()));
        if sense.senses_click() {
            let colors = Colors::of(ui.visuals());
            let lively = response.hovered() || open;
            let colored = session.tint().color() == Some(Measure::Indicator(row.indicator.id));
            let fill = match (lively, colored) {
                (true, _) => colors.accent,
                (false, true) => colors.panel,
                (false, false) => colors.accent_soft,
            };
            let ink = if lively { colors.panel } else { colors.accent };
            ui.painter().rect_filled(rect, 9.0, fill);
            ui.painter().text(
                rect.center(),
                Align2::CENTER_CENTER,
                "Why?",
                theme::semibold(theme::TINY),
                ink,
            );
            if response.has_focus() {
                let stroke = Stroke::new(1.5, colors.text);
                ui.painter().rect_stroke(rect, 9.0, stroke, StrokeKind::Outside);
            }
        }
        if response.clicked() {
            let keyboard = response.has_focus().then_some(id);
            if open {
                form.actions.push(Action::CloseWhy);
            } else {
                self.ask(session, row.indicator, rect.center().y, keyboard, form);
            }
        }
    }

    pub(super) fn ask(
        &mut self,
        session: &Session,
        indicator: &'static Indicator,
        y: f32,
        keyboard: Option<Id>,
        form: &mut Form,
    ) {
        form.actions.push(Action::AskWhy(Question {
            indicator: indicator.id,
            between: session.track().baseline().into(),
        }));
        self.asked = Some(Asked { y, keyboard });
    }

    fn row_menu_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        indicator: &'static Indicator,
        y: f32,
        form: &mut Form,
    ) {
        ui.set_min_width(220.0);
        let measure = Measure::Indicator(indicator.id);
        if ui
            .add(Button::new((icons::tick(false), "Why this value?")))
            .clicked()
        {
            self.ask(session, indicator, y, None, form);
        }
        ui.separator();
        let tint = session.tint();
        let colored = tint.color() == Some(measure);
        if ui
            .add(Button::new((icons::tick(colored), "Color the map by it")))
            .clicked()
        {
            form.actions.push(Action::ColorBy((!colored).then_some(measure)));
        }
        let sized = tint.size() == Some(measure);
        if ui
            .add(Button::new((icons::tick(sized), "Size the marks by it")))
            .clicked()
        {
            form.actions.push(Action::SizeBy((!sized).then_some(measure)));
        }
        ui.separator();
        advice::entries_ui(ui, indicator, form);
    }

    /// Another part of the window speaks of a figure in this pass.
    pub fn rest_on(&mut self, measure: Measure) {
        self.rest.now = Some(measure);
    }

    /// Where somebody has just asked why from, once.
    pub fn take_asked(&mut self) -> Option<Asked> {
        self.asked.take()
    }

    /// Colors the map by what the pointer rests on, or no longer. Called once after painting.
    pub fn end_pass(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        let now = ctx.input(|input| input.time);
        let rest = &mut self.rest;
        // A hand that pulls something looks at that.
        let pulls = ctx.dragged_id().is_some();
        let on = rest.now.take().filter(|_| !pulls);
        if on != rest.on {
            rest.on = on;
            rest.since = now;
        }
        if session.tint().glance() == on {
            return;
        }
        let large = session.document().actor_count() > LARGE;
        let wait = match on {
            None => LINGER,
            Some(_) if large => GLANCE_AFTER_ON_LARGE,
            Some(_) => GLANCE_AFTER,
        };
        let waited = now - rest.since;
        if waited >= wait {
            form.actions.push(Action::Glance(on));
        } else {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(wait - waited));
        }
    }
}
