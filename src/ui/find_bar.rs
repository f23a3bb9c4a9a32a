//! The search bar at the top of the map: what was found, and the way from one hit to the next.

use egui::{
    Align, Align2, Area, Button, Context, Event, EventFilter, FontId, Id, Key, Layout, Modifiers, Order,
    Rect, Response, RichText, Role, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::base::text::count;
use crate::session::command::{self, Gate};
use crate::session::{Action, Session};

use super::canvas::legend_card;
use super::form::Form;
use super::theme::{self, Colors};
use super::{icons, keys, start};

/// Name of the area that the bar lies in.
pub const AREA: &str = "search of the map";
/// Width of the field, points.
const FIELD: f32 = 180.0;
/// Width of what is said about the hits, so that nothing moves as they change.
const SAID: f32 = 92.0;

/// The open search bar.
#[derive(Default)]
pub struct FindBar {
    text: String,
    /// Somebody has opened it and is going to type, but it does not have the keyboard yet.
    wanted: bool,
    /// What was searched for before is to be typed over.
    replace: bool,
    /// It was painted in the last pass.
    shown: bool,
}

impl FindBar {
    /// Opens the bar, or takes the keyboard to it, with what was searched for last to be typed over.
    pub fn open(&mut self, session: &Session, form: &mut Form) {
        self.wanted = true;
        self.replace = true;
        let typed = session.search().typed().to_owned();
        form.actions.push(Action::Find(typed));
    }

    /// Somebody has opened the bar and is going to type.
    pub fn awaits_letters(&self) -> bool {
        self.wanted
    }

    /// Letters are for the field from the moment at which it was asked for, also those that come before it is there.
    pub fn take_letters(&mut self, ctx: &Context, form: &mut Form) {
        if !self.wanted {
            return;
        }
        let letters = keys::take_letters(ctx);
        if !letters.is_empty() {
            if std::mem::take(&mut self.replace) {
                self.text.clear();
            }
            self.text.push_str(&letters);
            self.shown = true;
            form.actions.push(Action::Find(self.text.clone()));
        }
    }

    /// Shows the bar at the upper right of `free`, the part of the map beside what covers it. `map` takes the keyboard
    /// when the bar is shut.
    pub fn ui(&mut self, ctx: &Context, free: Rect, map: Option<Id>, session: &Session, form: &mut Form) {
        let search = session.search();
        if !search.is_open() {
            *self = Self::default();
            return;
        }
        if !std::mem::replace(&mut self.shown, true) {
            search.typed().clone_into(&mut self.text);
        }
        let typing = ctx.memory(|memory| memory.has_focus(field_id()));
        let pressed = if typing { keys_of_bar(ctx) } else { Vec::new() };
        let area = Area::new(Id::unique(AREA))
            .order(Order::Middle)
            .movable(false)
            .pivot(Align2::RIGHT_TOP)
            .fixed_pos(theme::beside(ctx, &[start::AREA], free).right_top() + vec2(-12.0, 12.0));
        area.show(ctx, |ui| {
            legend_card(ui.visuals()).inner_margin(4).show(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                ui.horizontal(|ui| {
                    ui.add_space(theme::GAP_XS);
                    let colors = Colors::of(ui.visuals());
                    ui.label(icons::icon(icons::FIND, 16.0).color(colors.secondary));
                    let field = self.field_ui(ui, form);
                    said_ui(ui, session, &field);
                    buttons_ui(ui, map, session, form);
                });
            });
        });
        // What was typed together with a key counts.
        if pressed.iter().any(|action| !matches!(action, Action::NextHit(_))) {
            give_back(ctx, map);
        }
        form.actions.extend(pressed);
    }

    fn field_ui(&mut self, ui: &mut Ui, form: &mut Form) -> Response {
        let filter = EventFilter {
            tab: false,
            escape: true,
            horizontal_arrows: true,
            vertical_arrows: true,
        };
        let edit = TextEdit::singleline(&mut self.text)
            .id(field_id())
            .hint_text("Find")
            .desired_width(FIELD)
            .event_filter(filter);
        let response = edit.show(ui).response.response;
        response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find"));
        if self.wanted {
            self.wanted = !response.has_focus();
            response.request_focus();
            keys::set_cursor(ui.ctx(), response.id, &self.text, self.replace);
        }
        if response.changed() {
            form.actions.push(Action::Find(self.text.clone()));
        }
        response
    }
}

/// What is asked for by keys that mean something else while one types in the bar.
fn keys_of_bar(ctx: &Context) -> Vec<Action> {
    let composing = ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Ime(_))));
    if composing {
        return Vec::new();
    }
    let keys = [
        (Modifiers::ALT, Key::Enter, Action::SelectHits),
        (Modifiers::SHIFT, Key::Enter, Action::NextHit(false)),
        (Modifiers::SHIFT, Key::F3, Action::NextHit(false)),
        (Modifiers::NONE, Key::Enter, Action::NextHit(true)),
        (Modifiers::NONE, Key::F3, Action::NextHit(true)),
        (Modifiers::NONE, Key::Escape, Action::StopFinding),
    ];
    ctx.input_mut(|input| {
        let pressed = keys
            .into_iter()
            .filter(|(modifiers, key, _)| input.consume_key(*modifiers, *key));
        pressed.map(|(_, _, action)| action).collect()
    })
}

fn field_id() -> Id {
    Id::unique("what to search for")
}

/// "3 of 17".
fn said_ui(ui: &mut Ui, session: &Session, field: &Response) {
    let search = session.search();
    let said = match (search.current(), search.hits().len()) {
        _ if !search.is_asking() => String::new(),
        (Some(at), all) => format!("{} of {all}", at + 1),
        (None, _) if search.pending() => "Looking".to_owned(),
        (None, _) => "Nothing found".to_owned(),
    };
    let colors = Colors::of(ui.visuals());
    let text = RichText::new(&said)
        .font(theme::tabular(theme::SMALL))
        .color(colors.secondary);
    let layout = Layout::left_to_right(Align::Center).with_main_align(Align::Center);
    ui.allocate_ui_with_layout(vec2(SAID, 24.0), layout, |ui| ui.label(text));
    // Read out as it changes, without the keyboard having to go there.
    ui.ctx().accesskit_node_builder(field.id, |node| {
        if search.is_asking() {
            let said = match search.hits().len() {
                0 => said,
                all => format!("{said}, {}", count(all, "hit", "hits")),
            };
            node.set_description(said);
        }
    });
}

fn buttons_ui(ui: &mut Ui, map: Option<Id>, session: &Session, form: &mut Form) {
    for (id, icon) in [("find.previous", icons::UP), ("find.next", icons::DOWN)] {
        super::menu::icon_command_ui(ui, id, icon, session, form);
    }
    let Some(all) = command::find("find.select") else {
        return;
    };
    let gate = all.gate(session);
    let button = Button::new(RichText::new("Select all").font(FontId::proportional(theme::LIST)))
        .frame_when_inactive(false);
    let response = ui
        .add_enabled(gate == Gate::Open, button)
        .accessible_name(all.name);
    let clicked = response.clicked();
    response.on_hover_text(keys::tip(all, ui.ctx()));
    if clicked {
        form.actions.push(Action::SelectHits);
        give_back(ui.ctx(), map);
    }
    if icons::icon_button(ui, icons::CLOSE, "Close the search (Esc)").clicked() {
        form.actions.push(Action::StopFinding);
        give_back(ui.ctx(), map);
    }
}

fn give_back(ctx: &Context, map: Option<Id>) {
    if let Some(id) = map {
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
}
