//! The command palette at the top of the map: type a few letters of a command or of an actor, and Enter does it.

use egui::accesskit;
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, Area, Color32, Context, EventFilter, FontId, Id, Key, Modal, Modifiers, Order, Rect, Response,
    Role, ScrollArea, Sense, Stroke, TextEdit, Ui, UiKind, Vec2, WidgetInfo, pos2, vec2,
};

use crate::model::Selection;
use crate::session::command::Gate;
use crate::session::palette::{Row, What};
use crate::session::{Action, Session, Show};

use super::canvas::swatch;
use super::form::Form;
use super::theme::{self, Colors};
use super::{keys, menu};

/// Width of the palette on a map that has the room, points.
const WIDTH: f32 = 560.0;
/// Height of a row, points.
const ROW: f32 = 30.0;
/// Rows that are seen at once in a window that has the room.
const ROWS: f32 = 11.0;
/// Air at both ends of a row, points.
const AIR: f32 = 10.0;
/// Rows of one press of Page up or Page down.
const PAGE: usize = 10;

/// The open palette: what is typed in it and which row the keyboard is on.
#[derive(Default)]
pub struct PaletteView {
    open: bool,
    text: String,
    choice: usize,
    /// What the choice stands for, to be found again when more rows come.
    chosen: Option<What>,
    /// The keyboard has moved: the chosen row is to be seen.
    follow: bool,
    /// Enter was pressed before everything was found.
    owed: bool,
    /// Who had the keyboard before.
    before: Option<Id>,
    /// The field has the keyboard.
    ready: bool,
    /// It was shut in this pass; in the next, the keyboard goes back.
    shut: bool,
}

impl PaletteView {
    /// It is open and takes all keys.
    pub fn covers(&self) -> bool {
        self.open
    }

    /// Opens once the session has opened the palette.
    pub fn begin(&mut self, ctx: &Context, session: &Session) {
        if session.palette().is_open() && !self.open && !self.shut {
            *self = Self {
                open: true,
                text: session.palette().typed().to_owned(),
                before: ctx.memory(egui::Memory::focused),
                ..Self::default()
            };
        }
    }

    /// Letters are for the field from the moment at which it was asked for, also those that come before it is there.
    pub fn take_letters(&mut self, ctx: &Context, form: &mut Form) {
        if self.open && !self.ready {
            let letters = keys::take_letters(ctx);
            if !letters.is_empty() {
                self.text.push_str(&letters);
                keys::set_cursor(ctx, field_id(), &self.text, false);
                form.actions.push(Action::LookUp(self.text.clone()));
            }
        }
    }

    /// Arrows, Enter, Escape and its own chord, before any widget sees them.
    pub fn take_keys(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        if std::mem::take(&mut self.shut) {
            ctx.memory_mut(|memory| match self.before {
                Some(id) => memory.request_focus(id),
                None => memory.surrender_focus(field_id()),
            });
        }
        if !self.open {
            return;
        }
        self.take_letters(ctx, form);
        let composing = ctx.input(|input| {
            input
                .events
                .iter()
                .any(|event| matches!(event, egui::Event::Ime(_)))
        });
        if composing {
            return;
        }
        let last = session.palette().rows().len().saturating_sub(1);
        let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
        let shut = pressed(Modifiers::NONE, Key::Escape)
            || pressed(Modifiers::COMMAND, Key::K)
            || pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
        if shut {
            self.shut(ctx, form);
            return;
        }
        let at = self.choice;
        for (key, to) in [
            (Key::ArrowDown, if at == last { 0 } else { at + 1 }),
            (Key::ArrowUp, at.checked_sub(1).unwrap_or(last)),
            (Key::PageDown, (at + PAGE).min(last)),
            (Key::PageUp, at.saturating_sub(PAGE)),
        ] {
            if pressed(Modifiers::NONE, key) {
                self.choice = to;
                self.chosen = session.palette().rows().get(to).map(|row| row.what);
                self.follow = true;
            }
        }
        self.owed |= pressed(Modifiers::NONE, Key::Enter);
    }

    /// Shows the palette over the map, if it is open, and does what is chosen.
    pub fn ui(&mut self, ctx: &Context, map: Rect, session: &Session, form: &mut Form) {
        if !session.palette().is_open() || self.shut {
            self.open = false;
            return;
        }
        self.begin(ctx, session);
        let width = WIDTH.min(map.width().max(280.0) - 32.0);
        let at = pos2(map.center().x, map.top() + 12.0);
        let area = Area::new(Id::unique("palette"))
            .kind(UiKind::Modal)
            .sense(Sense::hover())
            .order(Order::Foreground)
            .pivot(Align2::CENTER_TOP)
            .fixed_pos(at);
        let visuals = &ctx.global_style().visuals;
        let frame = theme::card_frame(&Colors::of(visuals), visuals)
            .shadow(visuals.window_shadow)
            .inner_margin(6);
        let room = (map.height() - 96.0).clamp(3.0 * ROW, ROWS * ROW);
        let modal = Modal::new(Id::unique("palette"))
            .area(area)
            .frame(frame)
            .backdrop_color(Color32::TRANSPARENT)
            .show(ctx, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                let field = self.field_ui(ui, form);
                let clicked = self.rows_ui(ui, room, session);
                self.tell(ui, &field, session);
                clicked
            });
        if let Some(what) = modal.inner {
            self.choose(ctx, what, session, form);
        } else if modal.backdrop_response.clicked() {
            self.shut(ctx, form);
        } else {
            self.pay(ctx, session, form);
        }
    }

    fn field_ui(&mut self, ui: &mut Ui, form: &mut Form) -> Response {
        let filter = EventFilter {
            tab: true,
            escape: true,
            horizontal_arrows: true,
            vertical_arrows: true,
        };
        let edit = TextEdit::singleline(&mut self.text)
            .id(field_id())
            .hint_text("Do or find")
            .font(FontId::proportional(theme::HEADING))
            .frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(10, 6)))
            .desired_width(f32::INFINITY)
            .event_filter(filter);
        let response = edit.show(ui).response.response;
        response.widget_info(|| WidgetInfo::labeled(Role::EditableComboBox, true, "Commands and actors"));
        if !std::mem::replace(&mut self.ready, response.has_focus()) {
            response.request_focus();
        }
        if response.changed() {
            (self.choice, self.chosen, self.follow) = (0, None, true);
            form.actions.push(Action::LookUp(self.text.clone()));
        }
        response
    }

    /// The rows; gives what was clicked.
    fn rows_ui(&mut self, ui: &mut Ui, room: f32, session: &Session) -> Option<What> {
        let palette = session.palette();
        let rows = palette.rows();
        if let Some(at) = self
            .chosen
            .and_then(|what| rows.iter().position(|row| row.what == what))
        {
            self.choice = at;
        }
        self.choice = self.choice.min(rows.len().saturating_sub(1));
        let colors = Colors::of(ui.visuals());
        let line = ui.allocate_space(vec2(ui.available_width(), 7.0)).1;
        ui.painter().hline(
            line.x_range(),
            line.center().y - 1.0,
            Stroke::new(1.0, colors.border),
        );
        if rows.is_empty() {
            let text = if palette.pending() {
                "Looking"
            } else {
                "Nothing fits"
            };
            ui.horizontal(|ui| {
                ui.set_height(ROW);
                ui.add_space(AIR);
                ui.label(theme::secondary(ui, text));
            });
            return None;
        }
        let mut clicked = None;
        let scroll = ScrollArea::vertical()
            .id_salt("rows of the palette")
            .max_height(room)
            .min_scrolled_height(room)
            .auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            list_node(ui);
            let moves = ui.input(|input| input.pointer.delta() != Vec2::ZERO);
            for (index, row) in rows.iter().enumerate() {
                let response = row_ui(ui, row, (index, rows.len()), index == self.choice, session);
                // A row that scrolls under a pointer that rests is not meant.
                if response.hovered() && moves {
                    self.choice = index;
                    self.chosen = Some(row.what);
                }
                if index == self.choice && std::mem::take(&mut self.follow) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    clicked = Some(row.what);
                }
            }
        });
        clicked
    }

    /// Tells screen readers which row the keyboard is on.
    fn tell(&self, ui: &Ui, field: &Response, session: &Session) {
        let chosen = session
            .palette()
            .rows()
            .get(self.choice)
            .map(|_| row_id(self.choice));
        ui.ctx().accesskit_node_builder(field.id, |node| {
            node.set_expanded(true);
            node.set_controls(vec![list_id().accesskit_id()]);
            if let Some(id) = chosen {
                node.set_active_descendant(id.accesskit_id());
            }
        });
    }

    /// Does what Enter was pressed for, once it is known what that is.
    fn pay(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        let palette = session.palette();
        let behind = palette.typed() != self.text || palette.pending();
        if !self.owed || behind {
            return;
        }
        self.owed = false;
        if let Some(row) = palette.rows().get(self.choice) {
            self.choose(ctx, row.what, session, form);
        }
    }

    fn choose(&mut self, ctx: &Context, what: What, session: &Session, form: &mut Form) {
        match what {
            What::Command(command) if command.gate(session) != Gate::Open => {}
            What::Command(command) => {
                self.shut(ctx, form);
                form.actions.push(Action::NoteUse(command.id));
                form.actions.extend(menu::action_of(command, ctx, session));
            }
            What::Actor(id) => {
                self.shut(ctx, form);
                form.actions.push(Action::Select(Selection::actor(id)));
                form.actions.push(Action::Show(Show::Center));
            }
        }
    }

    fn shut(&mut self, ctx: &Context, form: &mut Form) {
        self.open = false;
        self.shut = true;
        form.actions.push(Action::CloseLookUp);
        ctx.request_repaint();
    }
}

fn field_id() -> Id {
    Id::unique("what to look up")
}

fn list_id() -> Id {
    Id::unique("list of the palette")
}

fn row_id(index: usize) -> Id {
    list_id().with(index)
}

/// Makes what is shown here a list to screen readers.
fn list_node(ui: &Ui) {
    let node = ui.interact(ui.max_rect(), list_id(), Sense::hover());
    node.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, "Commands and actors that fit"));
}

fn row_ui(
    ui: &mut Ui,
    row: &Row,
    (index, count): (usize, usize),
    chosen: bool,
    session: &Session,
) -> Response {
    let colors = Colors::of(ui.visuals());
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW));
    let response = ui.interact(rect, row_id(index), Sense::click());
    let (reason, aside) = match row.what {
        What::Command(command) => match command.gate(session) {
            Gate::Shut(reason) => (Some(reason), None),
            Gate::Open => (None, keys::shown(command, ui.ctx())),
        },
        What::Actor(id) => {
            let kind = session
                .document()
                .actor(id)
                .map(|actor| actor.kind.name().to_owned());
            (None, kind)
        }
    };
    response.widget_info(|| {
        let mut words = row.name.clone();
        for more in [reason, aside.as_deref()].into_iter().flatten() {
            words.push_str(", ");
            words.push_str(more);
        }
        WidgetInfo::selected(Role::ListBoxOption, reason.is_none(), chosen, words)
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_position_in_set(index + 1);
        node.set_size_of_set(count);
        node.set_selected(chosen);
        node.add_action(accesskit::Action::Click);
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if chosen {
        ui.painter()
            .rect_filled(rect, f32::from(theme::ROUND), colors.accent_soft);
    }
    let aside = ui.painter().layout_no_wrap(
        reason.map(ToOwned::to_owned).or(aside).unwrap_or_default(),
        FontId::proportional(theme::SMALL),
        colors.secondary,
    );
    let mut left = rect.right() - AIR - aside.size().x;
    let top = rect.center().y - aside.size().y / 2.0;
    ui.painter().galley(pos2(left, top), aside, colors.secondary);
    if let What::Actor(id) = row.what
        && let Some(actor) = session.document().actor(id)
    {
        left -= 14.0;
        let (at, dark) = (pos2(left, rect.center().y), ui.visuals().dark_mode);
        swatch::actor(ui.painter(), actor.kind, at, 6.5, dark);
        left -= 8.0;
    }
    let ink = if reason.is_some() {
        colors.secondary
    } else {
        colors.text
    };
    let mut job = emphasized(&row.name, &row.letters, ink, &colors);
    job.wrap.max_width = (left - 12.0 - rect.left() - AIR).max(40.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    let name = ui.painter().layout_job(job);
    ui.painter().galley(
        pos2(rect.left() + AIR, rect.center().y - name.size().y / 2.0),
        name,
        ink,
    );
    response
}

/// A name in which the letters that were typed stand out.
fn emphasized(name: &str, letters: &[usize], ink: Color32, colors: &Colors) -> LayoutJob {
    let mut job = LayoutJob::default();
    let mut run = String::new();
    let mut strong = false;
    let mut put = |run: &mut String, strong: bool| {
        let (font, color) = if strong {
            (theme::semibold(theme::BODY), colors.accent)
        } else {
            (FontId::proportional(theme::BODY), ink)
        };
        job.append(run, 0.0, TextFormat::simple(font, color));
        run.clear();
    };
    for (i, c) in name.chars().enumerate() {
        let found = letters.binary_search(&i).is_ok();
        if found != strong {
            put(&mut run, strong);
            strong = found;
        }
        run.push(if c.is_control() { ' ' } else { c });
    }
    put(&mut run, strong);
    job
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::epaint::text::ByteRangeExt as _;

    #[test]
    fn letters_that_were_typed_stand_out_whatever_script_they_are_of() {
        let colors = Colors::of(&egui::Visuals::light());
        let job = emphasized("深圳 Zürich", &[0, 3, 4], colors.text, &colors);
        let strong: Vec<&str> = job
            .sections
            .iter()
            .filter(|section| section.format.color == colors.accent)
            .map(|section| &job.text[section.byte_range.as_usize()])
            .collect();
        assert_eq!((job.text.as_str(), strong), ("深圳 Zürich", vec!["深", "Zü"]));
    }
}
