//! The list of steps: where the project stands among them, and the way to any of its states by a click or by arrows.

use egui::{
    Align2, Context, EventFilter, FontId, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense,
    Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::session::history::History;
use crate::session::{Action, Session};

use super::form::Form;
use super::theme::{self, Colors};

/// Height of a row, points.
const ROW: f32 = 25.0;
/// Room for the line of time at the left, points.
const LINE: f32 = 26.0;
/// Steps of one press of Page up or Page down.
const PAGE: usize = 10;

/// The window with the list.
#[derive(Default)]
pub struct HistoryList {
    open: bool,
    /// The keyboard is to be in the list.
    wanted: bool,
    /// Which row was current when the list was last scrolled to it.
    seen: Option<usize>,
}

impl HistoryList {
    /// Opens or shuts it.
    pub fn toggle(&mut self) {
        *self = Self {
            open: !self.open,
            wanted: !self.open,
            seen: None,
        };
    }

    /// Shuts it; whether it was open.
    pub fn shut(&mut self) -> bool {
        std::mem::take(&mut self.open)
    }

    /// The window, if it is open.
    pub fn ui(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        let mut open = self.open;
        theme::window(ctx, "History")
            .open(&mut open)
            .default_size(vec2(300.0, 340.0))
            .min_size(vec2(220.0, 160.0))
            .default_pos(ctx.content_rect().center_top() + vec2(-150.0, 90.0))
            .show(ctx, |ui| {
                let states = States::of(session.history());
                ui.label(theme::secondary(ui, states.summary()));
                ui.add_space(theme::GAP_XS);
                self.list_ui(ui, &states, form);
            });
        self.open = open;
    }

    fn list_ui(&mut self, ui: &mut Ui, states: &States<'_>, form: &mut Form) {
        let scroll = ScrollArea::vertical().auto_shrink(false);
        scroll.show_viewport(ui, |ui, viewport| {
            let size = vec2(ui.available_width(), states.len() as f32 * ROW);
            let (rect, list) = ui.allocate_exact_size(size, Sense::focusable_noninteractive());
            list.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, "Steps"));
            if std::mem::take(&mut self.wanted) {
                list.request_focus();
            }
            if let Some(to) = keys(ui, &list, states) {
                form.actions.extend(states.way_to(to));
            }
            let row = |index: usize| {
                let top = rect.top() + index as f32 * ROW;
                Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), ROW))
            };
            if self.seen != Some(states.current()) {
                self.seen = Some(states.current());
                ui.scroll_to_rect(row(states.current()), None);
            }
            let first = (viewport.top() / ROW).floor().max(0.0) as usize;
            let last = ((viewport.bottom() / ROW).ceil().max(0.0) as usize).min(states.len());
            for index in first..last {
                if row_ui(ui, row(index), index, states, &list).clicked() {
                    form.actions.extend(states.way_to(index));
                    list.request_focus();
                }
            }
            ui.ctx().accesskit_node_builder(list.id, |node| {
                let current = list.id.with(states.current());
                node.set_active_descendant(current.accesskit_id());
            });
        });
    }
}

/// All states that one can go to, the newest first; the last one is the beginning.
struct States<'a> {
    /// Names of the steps that lead to them.
    names: Vec<&'a str>,
    /// So many of them have been taken back.
    undone: usize,
}

impl<'a> States<'a> {
    fn of(history: &'a History) -> Self {
        let mut names: Vec<&str> = history.redoable().collect();
        names.reverse();
        let undone = names.len();
        names.extend(history.undoable());
        names.push("Beginning");
        Self { names, undone }
    }

    fn len(&self) -> usize {
        self.names.len()
    }

    /// The one that the project is in.
    fn current(&self) -> usize {
        self.undone
    }

    fn summary(&self) -> String {
        let all = self.len() - 1;
        match all {
            0 => "No steps yet".to_owned(),
            _ => format!("After step {} of {all}", all - self.undone),
        }
    }

    /// Steps to take back or to make again to get there; nothing where the project is there already.
    fn way_to(&self, index: usize) -> Option<Action> {
        let steps = self.undone as i64 - index.min(self.len() - 1) as i64;
        // The history is capped by memory far below two thousand million steps.
        let steps = i32::try_from(steps).ok().filter(|&steps| steps != 0)?;
        Some(Action::Travel(steps))
    }
}

/// Arrows walk through the states, each of which is shown at once.
fn keys(ui: &Ui, list: &Response, states: &States<'_>) -> Option<usize> {
    if !list.has_focus() {
        return None;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(list.id, filter));
    let at = states.current();
    let ways = [
        (Key::ArrowUp, at.saturating_sub(1)),
        (Key::ArrowDown, at + 1),
        (Key::PageUp, at.saturating_sub(PAGE)),
        (Key::PageDown, at + PAGE),
        (Key::Home, 0),
        (Key::End, states.len() - 1),
    ];
    ui.input_mut(|input| {
        let pressed = ways
            .into_iter()
            .find(|&(key, _)| input.consume_key(Modifiers::NONE, key));
        pressed.map(|(_, to)| to)
    })
}

fn row_ui(ui: &Ui, rect: Rect, index: usize, states: &States<'_>, list: &Response) -> Response {
    let colors = Colors::of(ui.visuals());
    let (current, undone) = (index == states.current(), index < states.current());
    let name = states.names[index];
    let id: Id = list.id.with(index);
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| {
        let words = match (current, undone) {
            (true, _) => format!("{name}, now"),
            (_, true) => format!("{name}, undone"),
            _ => name.to_owned(),
        };
        WidgetInfo::selected(Role::ListBoxOption, true, current, words)
    });
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_position_in_set(index + 1);
        node.set_size_of_set(states.len());
        node.set_selected(current);
    });
    let ground = match (current, response.hovered()) {
        (true, _) => Some(colors.accent_soft),
        (_, true) => Some(colors.hover),
        _ => None,
    };
    let painter = ui.painter();
    if let Some(ground) = ground {
        painter.rect_filled(rect, f32::from(theme::ROUND), ground);
    }
    if current && list.has_focus() {
        let edge = Stroke::new(1.5, colors.accent);
        painter.rect_stroke(rect, f32::from(theme::ROUND), edge, egui::StrokeKind::Inside);
    }
    // A line through all states, solid up to where the project stands.
    let at = pos2(rect.left() + LINE / 2.0, rect.center().y);
    let thread = |up: bool| {
        let done = if up { index > states.current() } else { !undone };
        Stroke::new(1.5, if done { colors.secondary } else { colors.border })
    };
    if index > 0 {
        painter.vline(at.x, rect.top()..=at.y, thread(true));
    }
    if index + 1 < states.len() {
        painter.vline(at.x, at.y..=rect.bottom(), thread(false));
    }
    let (radius, ink) = match (current, undone) {
        (true, _) => (4.5, colors.accent),
        (_, true) => (3.0, colors.border),
        _ => (3.0, colors.secondary),
    };
    painter.circle_filled(at, radius, ink);
    let ink = if undone { colors.secondary } else { colors.text };
    let font = if current {
        theme::semibold(theme::LIST)
    } else {
        FontId::proportional(theme::LIST)
    };
    let text = egui::WidgetText::from(egui::RichText::new(name).font(font).color(ink)).into_galley(
        ui,
        Some(egui::TextWrapMode::Truncate),
        rect.width() - LINE - 8.0,
        egui::FontSelection::Default,
    );
    let place = Align2::LEFT_CENTER.align_size_within_rect(text.size(), rect.with_min_x(rect.left() + LINE));
    painter.galley(place.min, text, ink);
    let tip = match (current, undone) {
        (true, _) => return response,
        (_, true) => "Redo up to here",
        _ => "Back to here",
    };
    response.on_hover_text(tip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_leads_back_or_forth_or_nowhere() {
        let states = States {
            names: vec!["third", "second", "first", "Beginning"],
            undone: 1,
        };
        assert_eq!(states.way_to(0), Some(Action::Travel(1)));
        assert_eq!(states.way_to(1), None);
        assert_eq!(states.way_to(9), Some(Action::Travel(-2)));
        assert_eq!(states.summary(), "After step 2 of 3");
    }
}
