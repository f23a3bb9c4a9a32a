//! The card on an empty project: draw, open an example, or paste a list; recent files below.

use egui::{Align, Layout, Rect, Response, RichText, ScrollArea, Sense, Ui, UiBuilder, vec2};

use crate::session::{Action, Mode, Session, Show};

use super::form::Form;
use super::theme::{self, Colors};
use super::{icons, recent, shelf};

/// What the card is showing, and whether it was put away for this project.
#[derive(Default)]
pub struct Welcome {
    /// The project for which the person chose to draw.
    put_away: Option<u64>,
}

impl Welcome {
    /// The card belongs on an untitled project without content that nobody has begun to work on.
    pub fn shows(&self, session: &Session) -> bool {
        session.document().is_empty()
            && session.file().path().is_none()
            && session.file().busy().is_none()
            && !session.changed()
            && session.history().redoable().next().is_none()
            && self.put_away != Some(session.epoch())
    }

    /// The person wants the bare map.
    pub fn put_away(&mut self, session: &Session) {
        self.put_away = Some(session.epoch());
    }

    /// The card in the middle of the canvas.
    pub fn ui(&mut self, ui: &mut Ui, canvas: Rect, session: &Session, form: &mut Form) {
        let colors = Colors::of(ui.visuals());
        let width = (canvas.width() - 32.0).clamp(240.0, 700.0);
        let height = (canvas.height() - 32.0).min(600.0);
        let area = egui::Area::new(egui::Id::unique("welcome"))
            .order(egui::Order::Middle)
            .pivot(egui::Align2::CENTER_CENTER)
            .fixed_pos(canvas.center())
            .constrain_to(canvas);
        area.show(ui.ctx(), |ui| {
            theme::card_frame(&colors, ui.visuals())
                .inner_margin(egui::Margin::same(20))
                .show(ui, |ui| {
                    ui.set_width(width - 40.0);
                    ScrollArea::vertical()
                        .max_height(height - 40.0)
                        .min_scrolled_height(height - 40.0)
                        .show(ui, |ui| {
                            ui.set_width(width - 40.0);
                            self.contents_ui(ui, session, form);
                        });
                });
        });
    }

    fn contents_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        ui.label(RichText::new("Begin a cluster").font(theme::semibold(theme::FIGURE)));
        ui.add_space(theme::GAP_M);
        super::recovery::offers_ui(ui, session, form);
        let narrow = ui.available_width() < 440.0;
        ui.columns(if narrow { 1 } else { 3 }, |columns| {
            let last = columns.len() - 1;
            let draw = "Double-click to add a firm, drag its ring to connect";
            if choice_ui(&mut columns[0], icons::DRAW, "Draw your own", draw).clicked() {
                self.put_away(session);
                form.actions.push(Action::Show(Show::Mode(Mode::Actor)));
            }
            let open = "A project, a spreadsheet or a network";
            if choice_ui(&mut columns[1.min(last)], icons::FOLDER, "Open a file", open).clicked() {
                form.actions.push(Action::AskOpen);
            }
            let paste = "Names, one a line, or cells of a spreadsheet";
            if choice_ui(&mut columns[last], icons::PASTE, "Paste a list", paste).clicked() {
                ui_paste(&columns[last]);
            }
        });
        // Two columns where there is room.
        let per_row = if narrow { 1 } else { 2 };
        recent_ui(ui, per_row, session, form);
        ui.add_space(theme::GAP_L);
        ui.label(theme::subheading("Open an example"));
        ui.add_space(theme::GAP_XS);
        let examples = shelf::all();
        for pair in examples.chunks(per_row) {
            ui.columns(per_row, |columns| {
                for (column, shipped) in columns.iter_mut().zip(pair) {
                    if example_ui(column, shipped).clicked() {
                        form.actions.push(Action::OpenExample(shipped.id.to_owned()));
                    }
                }
            });
        }
    }
}

fn recent_ui(ui: &mut Ui, per_row: usize, session: &Session, form: &mut Form) {
    let files = session.recents().files();
    if files.is_empty() {
        return;
    }
    ui.add_space(theme::GAP_L);
    ui.label(theme::subheading("Recent"));
    ui.add_space(theme::GAP_XS);
    for pair in files.chunks(per_row) {
        ui.columns(per_row, |columns| {
            for (column, file) in columns.iter_mut().zip(pair) {
                recent::row_ui(column, file, form);
            }
        });
    }
}

/// Asks the system for its clipboard; the answer arrives as pasted text.
fn ui_paste(ui: &Ui) {
    ui.ctx().send_viewport_cmd(egui::ViewportCommand::RequestPaste);
}

/// A tile with a picture at the left and two lines of text, as one button.
fn tile_ui(ui: &mut Ui, height: f32, name: &str, contents: impl FnOnce(&mut Ui, Rect)) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let colors = Colors::of(ui.visuals());
    let fill = if response.is_pointer_button_down_on() {
        colors.pressed
    } else if response.hovered() {
        colors.hover
    } else {
        colors.sunken
    };
    ui.painter().rect_filled(rect, f32::from(theme::ROUND), fill);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    contents(ui, rect);
    response
}

fn words_ui(ui: &mut Ui, rect: Rect, title: &str, sentence: &str) {
    let builder = UiBuilder::new()
        .max_rect(rect)
        .layout(Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(egui::Label::new(RichText::new(title).font(theme::semibold(theme::BODY))).truncate());
        // Two lines and an ellipsis; the whole sentence is in the tooltip.
        let color = Colors::of(ui.visuals()).secondary;
        let font = egui::FontId::proportional(theme::SMALL);
        let mut job = egui::text::LayoutJob::simple(sentence.to_owned(), font, color, ui.available_width());
        job.wrap.max_rows = 2;
        ui.label(job);
    });
}

fn choice_ui(ui: &mut Ui, icon: &str, title: &str, sentence: &str) -> Response {
    tile_ui(ui, 76.0, title, |ui, rect| {
        let inner = rect.shrink(12.0);
        let color = Colors::of(ui.visuals()).accent;
        let at = inner.left_center() + vec2(12.0, 0.0);
        ui.painter().text(
            at,
            egui::Align2::CENTER_CENTER,
            icon,
            theme::icon_font(24.0),
            color,
        );
        words_ui(
            ui,
            inner.with_min_x(inner.left() + 36.0).translate(vec2(0.0, -2.0)),
            title,
            sentence,
        );
    })
}

fn example_ui(ui: &mut Ui, shipped: &shelf::Shipped) -> Response {
    let response = tile_ui(ui, 72.0, &shipped.title, |ui, rect| {
        let picture = Rect::from_min_size(rect.min, vec2(88.0, rect.height())).shrink(6.0);
        ui.painter()
            .rect_filled(picture, 4.0, Colors::of(ui.visuals()).paper);
        shelf::thumbnail_ui(ui, picture, shipped);
        let words = rect.shrink(8.0);
        words_ui(
            ui,
            words.with_min_x(rect.left() + 94.0),
            &shipped.title,
            &shipped.sentence,
        );
    });
    response.on_hover_text(&shipped.sentence)
}
