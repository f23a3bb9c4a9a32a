//! The window in which a picture is laid out before it is written, with a preview of it.

use egui::{
    Align, Button, Checkbox, ColorImage, Context, DragValue, Grid, Id, Layout, Modal, Rect, Sense, TextEdit,
    TextureHandle, TextureOptions, Ui, Vec2, vec2,
};

use crate::base::cancel::Cancel;
use crate::report::fonts::Fonts;
use crate::report::paper::{self, PIXELS_MOST, PaperFault, Pixels};
use crate::report::picture::{self, Choices, Detail, Ground, Part, Purpose, SIZE_LEAST, SIZE_MOST, Subject};
use crate::session::exporting::{PictureFormat, PictureWish};
use crate::session::{Action, Desk, Session};

use super::canvas::Canvas;
use super::dialogs::{frame, primary};
use super::form::Form;
use super::{icons, theme};

/// Largest preview, points.
const PREVIEW: Vec2 = vec2(500.0, 420.0);
/// Width of the choices, points.
const CHOICES: f32 = 300.0;
/// Usual sizes, points: 96 are an inch.
const SIZES: [(&str, [f64; 2]); 5] = [
    ("A4, landscape", [1123.0, 794.0]),
    ("A4, upright", [794.0, 1123.0]),
    ("Slide, 16:9", [1280.0, 720.0]),
    ("Slide, 4:3", [1024.0, 768.0]),
    ("Square", [1000.0, 1000.0]),
];
/// Pixels for each point that people choose from.
const SCALES: [f64; 4] = [1.0, 2.0, 3.0, 4.0];

/// Pixels as the toolkit has them.
pub fn image_of(pixels: &Pixels) -> ColorImage {
    ColorImage::from_rgba_unmultiplied(pixels.size, &pixels.bytes)
}

/// What a preview is made of, and how large it may be, pixels.
type Job = (Subject, Choices, [f64; 2]);

/// A small picture, and how large the real one is, points.
struct Sample {
    pixels: Pixels,
    size: [f64; 2],
}

/// The window, while it is open.
struct Open {
    wish: PictureWish,
    /// The picture that was asked for last.
    asked: Option<Choices>,
    shown: Option<(TextureHandle, [f64; 2])>,
    fault: Option<String>,
}

/// The window in which pictures are exported.
#[derive(Default)]
pub struct ExportView {
    open: Option<Open>,
    drawing: Option<Desk<Job, Result<Sample, String>>>,
}

fn sample(
    (subject, choices, most): Job,
    cancel: &Cancel,
) -> Result<Result<Sample, String>, crate::base::cancel::Cancelled> {
    let fonts = Fonts::of_machine();
    let drawing = picture::draw(&subject, &choices, Purpose::Print, &fonts, cancel)?;
    let size = [drawing.size.x, drawing.size.y];
    let scale = (most[0] / size[0]).min(most[1] / size[1]);
    match paper::pixels(&drawing, scale, &fonts, cancel) {
        Ok(pixels) => Ok(Ok(Sample { pixels, size })),
        Err(PaperFault::Cancelled) => Err(crate::base::cancel::Cancelled),
        Err(fault) => Ok(Err(fault.to_string())),
    }
}

impl ExportView {
    /// Opens with the choices of the last time.
    pub fn open(&mut self, session: &Session) {
        let last = session.last_picture().map(|(_, wish)| wish);
        self.open = Some(Open {
            wish: last.unwrap_or_default(),
            asked: None,
            shown: None,
            fault: None,
        });
    }

    /// It is open.
    pub fn covers(&self) -> bool {
        self.open.is_some()
    }

    /// The window.
    pub fn ui(&mut self, ctx: &Context, session: &Session, canvas: &Canvas, form: &mut Form) {
        let Some(mut open) = self.open.take() else { return };
        self.keep_up(ctx, session, &mut open);
        let modal = Modal::new(Id::unique("export"))
            .frame(frame(ctx))
            .show(ctx, |ui| {
                ui.label(theme::heading("Export a picture"));
                ui.add_space(theme::GAP_M);
                ui.horizontal_top(|ui| {
                    ui.vertical(|ui| {
                        ui.set_width(CHOICES);
                        choices_ui(ui, &mut open, session, canvas);
                    });
                    ui.add_space(theme::GAP_L);
                    preview_ui(ui, &open);
                });
                ui.add_space(theme::GAP_L);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let mut done = false;
                    if ui.add(primary(ui, "Export…")).clicked() {
                        let wish = Box::new(open.wish.clone());
                        form.actions.push(Action::AskExportPicture(wish));
                        done = true;
                    }
                    done |= ui.add(Button::new("Cancel").min_size(vec2(72.0, 28.0))).clicked();
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.label(theme::secondary(ui, result_words(&open)));
                    });
                    done
                })
                .inner
            });
        let closed = modal.inner || modal.should_close();
        if closed {
            if let Some(desk) = &mut self.drawing {
                desk.cancel();
            }
        } else {
            self.open = Some(open);
        }
    }

    /// Has the preview follow the choices.
    fn keep_up(&mut self, ctx: &Context, session: &Session, open: &mut Open) {
        let desk = self
            .drawing
            .get_or_insert_with(|| session.desk("preview of a picture", sample));
        if open.asked.as_ref() != Some(&open.wish.choices) && !desk.has_failed() {
            open.asked = Some(open.wish.choices.clone());
            let pixels = f64::from(ctx.pixels_per_point());
            let most = [PREVIEW.x, PREVIEW.y].map(|points| f64::from(points) * pixels);
            desk.ask((session.picture_subject(), open.wish.choices.clone(), most));
        }
        match desk.take() {
            Some(Ok(found)) => {
                let image = image_of(&found.pixels);
                let texture = ctx.load_texture("preview of a picture", image, TextureOptions::LINEAR);
                (open.shown, open.fault) = (Some((texture, found.size)), None);
            }
            Some(Err(fault)) => open.fault = Some(fault),
            None => {}
        }
        if desk.pending() {
            ctx.request_repaint_after(std::time::Duration::from_millis(30));
        }
    }
}

/// How large the result is.
fn result_words(open: &Open) -> String {
    if let Some(fault) = &open.fault {
        return fault.clone();
    }
    let Some((_, [width, height])) = &open.shown else {
        return "Being drawn".to_owned();
    };
    match open.wish.format {
        PictureFormat::Png => {
            let [x, y] = [width, height].map(|points| (points * open.wish.scale).round());
            if x * y > PIXELS_MOST as f64 {
                format!("{x} × {y} pixels are too many")
            } else {
                format!("{x} × {y} pixels")
            }
        }
        PictureFormat::Svg => format!("{width:.0} × {height:.0} points"),
        PictureFormat::Pdf => {
            /// Millimeters of a point of the picture.
            const MILLIMETERS: f64 = 25.4 / 96.0;
            format!("{:.0} × {:.0} mm", width * MILLIMETERS, height * MILLIMETERS)
        }
    }
}

fn preview_ui(ui: &mut Ui, open: &Open) {
    let (area, response) = ui.allocate_exact_size(PREVIEW, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Preview of the picture"));
    let visuals = ui.visuals();
    ui.painter().rect_filled(area, 4.0, visuals.extreme_bg_color);
    if let Some((texture, [width, height])) = &open.shown {
        let scale = (f64::from(area.width()) / width).min(f64::from(area.height()) / height) as f32;
        let extent = vec2(*width as f32, *height as f32) * scale;
        let place = Rect::from_center_size(area.center(), extent);
        if open.wish.choices.ground == Ground::Clear {
            checkers(ui, place);
        }
        let whole = Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
        ui.painter()
            .image(texture.id(), place, whole, egui::Color32::WHITE);
        let stroke = ui.visuals().widgets.noninteractive.bg_stroke;
        ui.painter()
            .rect_stroke(place, 0.0, stroke, egui::StrokeKind::Outside);
    }
}

/// A pattern below a picture that lets something through.
fn checkers(ui: &Ui, area: Rect) {
    /// Side of a square, points.
    const SIDE: f32 = 10.0;
    let painter = ui.painter().with_clip_rect(area.intersect(ui.clip_rect()));
    painter.rect_filled(area, 0.0, egui::Color32::from_gray(250));
    let (columns, rows) = (
        (area.width() / SIDE).ceil() as usize,
        (area.height() / SIDE).ceil() as usize,
    );
    for row in 0..rows {
        for column in (row % 2..columns).step_by(2) {
            let min = area.min + vec2(column as f32, row as f32) * SIDE;
            let square = Rect::from_min_size(min, Vec2::splat(SIDE));
            painter.rect_filled(square, 0.0, egui::Color32::from_gray(232));
        }
    }
}

fn choices_ui(ui: &mut Ui, open: &mut Open, session: &Session, canvas: &Canvas) {
    let wish = &mut open.wish;
    Grid::new("choices of a picture")
        .num_columns(2)
        .min_col_width(72.0)
        .spacing(vec2(theme::GAP_M, theme::GAP_S))
        .show(ui, |ui| {
            ui.label("Format");
            ui.horizontal(|ui| {
                for format in PictureFormat::ALL {
                    ui.selectable_value(&mut wish.format, format, format.name());
                }
            });
            ui.end_row();
            ui.label("What");
            ui.horizontal(|ui| part_ui(ui, &mut wish.choices.part, session, canvas));
            ui.end_row();
            ui.label("Size");
            ui.vertical(|ui| size_ui(ui, &mut wish.choices.size));
            ui.end_row();
            if wish.format == PictureFormat::Png {
                ui.label("Pixels");
                ui.horizontal(|ui| {
                    for scale in SCALES {
                        ui.selectable_value(&mut wish.scale, scale, format!("{scale}×"))
                            .on_hover_text("Pixels for each point");
                    }
                });
                ui.end_row();
            }
            ui.label("Ground");
            ui.horizontal(|ui| {
                for (ground, name) in Ground::ALL.into_iter().zip(["Light", "Dark", "None"]) {
                    ui.selectable_value(&mut wish.choices.ground, ground, name);
                }
            });
            ui.end_row();
            let label = ui.label("Title");
            let own = session.document().project().title.clone();
            let mut title = wish.choices.title.clone().unwrap_or_else(|| own.clone());
            let field = TextEdit::singleline(&mut title).desired_width(190.0);
            if ui.add(field).labelled_by(label.id).changed() {
                wish.choices.title = (title != own).then_some(title);
            }
            ui.end_row();
            let choices = &mut wish.choices;
            ui.label("With");
            ui.add(Checkbox::new(&mut choices.legend, "Legend"));
            ui.end_row();
            ui.label("");
            ui.add(Checkbox::new(&mut choices.names, "Names"));
            ui.end_row();
            ui.label("");
            ui.add(Checkbox::new(&mut choices.jots, "Notes and zones"));
            ui.end_row();
            ui.label("");
            let mut full = choices.detail == Detail::Full;
            let check = Checkbox::new(&mut full, "Every tie in full");
            ui.add(check)
                .on_hover_text("Otherwise the lightest ties of a large map are left out, as on the screen");
            choices.detail = if full { Detail::Full } else { Detail::AsSeen };
            ui.end_row();
        });
}

fn part_ui(ui: &mut Ui, part: &mut Part, session: &Session, canvas: &Canvas) {
    if ui.selectable_label(*part == Part::Whole, "Map").clicked() {
        *part = Part::Whole;
    }
    if ui
        .selectable_label(matches!(part, Part::Area(..)), "View")
        .clicked()
    {
        *part = canvas.part_in_view();
    }
    let chosen = session.pictured_selection();
    ui.add_enabled_ui(chosen.is_some() || matches!(part, Part::Chosen(_)), |ui| {
        let is_chosen = matches!(part, Part::Chosen(_));
        if ui.selectable_label(is_chosen, "Selection").clicked()
            && let Some(chosen) = chosen
        {
            *part = chosen;
        }
    });
}

fn size_ui(ui: &mut Ui, size: &mut [Option<f64>; 2]) {
    let known = SIZES.iter().find(|(_, points)| *size == points.map(Some));
    let name = match (&size, known) {
        ([None, None], _) => "As the map needs it",
        (_, Some((name, _))) => name,
        _ => "Own size",
    };
    icons::combo("size of a picture")
        .selected_text(name)
        .width(190.0)
        .show_ui(ui, |ui| {
            ui.selectable_value(size, [None; 2], "As the map needs it");
            for (name, points) in SIZES {
                ui.selectable_value(size, points.map(Some), name);
            }
            if ui.selectable_label(name == "Own size", "Own size").clicked() && known.is_some() {
                *size = [Some(1200.0), Some(900.0)];
            }
        });
    if let [Some(width), Some(height)] = size {
        ui.horizontal(|ui| {
            for (side, word) in [(width, "Width"), (height, "Height")] {
                let value = DragValue::new(side)
                    .range(SIZE_LEAST..=SIZE_MOST)
                    .speed(4.0)
                    .max_decimals(0);
                ui.add(value).on_hover_text(format!("{word}, points"));
            }
            ui.label(theme::secondary(ui, "points"));
        });
    }
}
