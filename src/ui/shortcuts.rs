//! The list of keys and gestures over the window: all of them at a glance, searchable, and as a page to print.

use egui::{
    Align, Button, Color32, Context, EventFilter, Frame, Id, Key, Layout, Margin, Modal, Modifiers, RichText,
    Role, ScrollArea, Stroke, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::session::Action;
use crate::session::command::chords::{Keys, caps};
use crate::session::command::sheet::{self, Group, Row};

use super::form::Form;
use super::theme::{self, Colors};
use super::{icons, keys};

/// Least width of a column, points.
const COLUMN: f32 = 284.0;
/// A gesture takes so much of a row, the rest says what it does.
const GESTURE: f32 = 0.44;

/// The open list.
#[derive(Default)]
pub struct Shortcuts {
    open: bool,
    wanted: String,
    /// The field has had the keyboard.
    ready: bool,
}

impl Shortcuts {
    /// Opens or shuts it.
    pub fn toggle(&mut self) {
        *self = Self {
            open: !self.open,
            ..Self::default()
        };
    }

    /// It is open and takes all keys.
    pub fn covers(&self) -> bool {
        self.open
    }

    /// Shows it, if it is open.
    pub fn ui(&mut self, ctx: &Context, form: &mut Form) {
        if !self.open {
            return;
        }
        let screen = ctx.content_rect();
        let columns = ((screen.width() - 96.0) / COLUMN).floor().clamp(1.0, 4.0);
        let width = (columns * COLUMN * 1.12).min(screen.width() - 80.0);
        let height = (screen.height() - 168.0).max(160.0);
        let keys = keys::style(ctx.os());
        let frame = super::dialogs::frame(ctx).inner_margin(Margin::symmetric(20, 16));
        let modal = Modal::new(Id::unique("keys and gestures"))
            .frame(frame)
            .show(ctx, |ui| {
                ui.set_width(width);
                let shut = self.head_ui(ui, keys, form);
                ui.add_space(theme::GAP_S);
                let groups = sheet::groups(&self.wanted, keys);
                ScrollArea::vertical()
                    .id_salt("keys and gestures")
                    .max_height(height)
                    .min_scrolled_height(height)
                    .auto_shrink([false, false])
                    .show(ui, |ui| groups_ui(ui, &groups, columns as usize, keys));
                shut
            });
        let escaped = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let again = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F1));
        if modal.inner || escaped || again || modal.should_close() {
            self.open = false;
        }
    }

    /// Name, search, page; whether it is to be shut.
    fn head_ui(&mut self, ui: &mut Ui, keys: Keys, form: &mut Form) -> bool {
        let mut shut = false;
        ui.horizontal(|ui| {
            ui.label(theme::heading("Keys and gestures"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                shut = icons::icon_button(ui, icons::CLOSE, "Close").clicked();
                let page = Button::new("Save to print…");
                let tip = "A page that a browser prints on one sheet";
                if ui.add(page).on_hover_text(tip).clicked() {
                    form.actions.push(Action::AskExportKeys(keys));
                    shut = true;
                }
                let filter = EventFilter {
                    escape: true,
                    horizontal_arrows: true,
                    ..EventFilter::default()
                };
                let field = TextEdit::singleline(&mut self.wanted)
                    .id(Id::unique("which keys"))
                    .hint_text("Find a key or what it does")
                    .desired_width(230.0)
                    .event_filter(filter);
                let response = ui.add(field);
                response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find a key"));
                self.ready |= response.has_focus();
                if !self.ready {
                    response.request_focus();
                }
            });
        });
        shut
    }
}

/// Groups one below the other, column by column, all columns about as high.
fn groups_ui(ui: &mut Ui, groups: &[Group], columns: usize, keys: Keys) {
    if groups.is_empty() {
        ui.label(theme::secondary(ui, "No key does that"));
        return;
    }
    let columns = columns.min(groups.len());
    // A heading is about as high as two rows.
    let weight = |group: &Group| group.rows.len() + 2;
    let mut left: usize = groups.iter().map(weight).sum();
    let mut rest = groups;
    ui.spacing_mut().item_spacing.x = 28.0;
    ui.columns(columns, |uis| {
        for (i, ui) in uis.iter_mut().enumerate() {
            let share = left.div_ceil(columns - i);
            let mut used = 0;
            while let Some((group, others)) = rest.split_first() {
                // Whether it stands here or in the next column, one is too high; the less the better.
                let over = (used + weight(group)).saturating_sub(share);
                let under = share.saturating_sub(used);
                let last = i + 1 == columns;
                if used > 0 && !last && (over > under || others.len() + 1 < columns - i) {
                    break;
                }
                group_ui(ui, group, keys);
                used += weight(group);
                rest = others;
            }
            left = left.saturating_sub(used);
        }
    });
}

fn group_ui(ui: &mut Ui, group: &Group, keys: Keys) {
    // The gutter between columns is not for what stands in them, which would grow too wide by it.
    ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
    ui.label(theme::subheading(group.title));
    ui.add_space(2.0);
    for row in &group.rows {
        if row.gesture {
            gesture_ui(ui, row);
        } else {
            chords_ui(ui, row, keys);
        }
    }
    ui.add_space(theme::GAP_M);
}

fn small(text: &str) -> RichText {
    RichText::new(text).size(theme::SMALL)
}

fn gesture_ui(ui: &mut Ui, row: &Row) {
    let colors = Colors::of(ui.visuals());
    let width = ui.available_width();
    ui.horizontal_top(|ui| {
        let part = |ui: &mut Ui, share: f32, text: RichText| {
            ui.allocate_ui_with_layout(vec2(width * share, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width * share - 4.0);
                ui.label(text);
            });
        };
        part(ui, GESTURE, small(&row.keys.join(", ")).color(colors.secondary));
        part(ui, 1.0 - GESTURE - 0.04, small(&row.name));
    });
}

/// What it does at the left, the keys at the right as they look on a keyboard.
fn chords_ui(ui: &mut Ui, row: &Row, keys: Keys) {
    let colors = Colors::of(ui.visuals());
    let size = vec2(ui.available_width(), 21.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_height(21.0);
        ui.spacing_mut().item_spacing.x = 2.0;
        for (i, chord) in row.keys.iter().enumerate().rev() {
            for cap in caps(chord, keys).into_iter().rev() {
                cap_ui(ui, cap, &colors);
            }
            if i > 0 {
                ui.label(small("or").color(colors.secondary));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(small(&row.name)).truncate());
        });
    });
}

fn cap_ui(ui: &mut Ui, cap: &str, colors: &Colors) {
    let frame = Frame::new()
        .fill(colors.sunken)
        .stroke(Stroke::new(1.0, colors.border))
        .corner_radius(4)
        .inner_margin(Margin::symmetric(5, 1));
    frame.show(ui, |ui| {
        let ink: Color32 = colors.text;
        ui.label(RichText::new(cap).size(theme::TINY).color(ink));
    });
}
