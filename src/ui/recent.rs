//! Recent files as rows with a small picture, for the start card and the File menu.

use std::path::Path;
use std::time::{Duration, SystemTime};

use egui::{
    Align, Layout, Rect, Response, RichText, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::base::text::count;
use crate::files::recents::{Card, Sketch};
use crate::session::{Action, Recent};

use super::canvas::swatch;
use super::form::Form;
use super::icons;
use super::theme::{self, Colors};

/// Height of a row.
const ROW: f32 = 56.0;
/// Width of a picture.
const PICTURE: f32 = 74.0;

/// What people call a file: its name without the ending.
pub fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// One file: picture, name and age, what was in it, where it is. Asks to open it, or to forget it; whether it was to be
/// opened.
pub fn row_ui(ui: &mut Ui, file: &Recent, form: &mut Form) -> bool {
    let name = name(&file.path);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let button = rect.with_max_x(rect.right() - 26.0);
    let opens = ui.interact(
        button,
        response.id.with("open"),
        if file.there() {
            Sense::click()
        } else {
            Sense::hover()
        },
    );
    ground_ui(ui, rect, &opens, file.there());
    let (age, holds) = (age_of(file), holds(file));
    opens.widget_info(|| {
        let words = format!(
            "{name}, {}{holds}",
            age.as_deref().map_or(String::new(), |age| format!("{age}, "))
        );
        WidgetInfo::labeled(Role::Button, file.there(), words)
    });
    let picture = Rect::from_min_size(rect.min, vec2(PICTURE, ROW)).shrink(4.0);
    picture_ui(ui, picture, file);
    let words = rect
        .with_min_x(picture.right() + theme::GAP_S)
        .with_max_x(button.right());
    words_ui(ui, words, file, &name, age.as_deref(), &holds);
    let cross = Rect::from_center_size(pos2(rect.right() - 14.0, rect.center().y), vec2(22.0, 22.0));
    let forget = format!("Take {name} off this list");
    let mut inner = ui.new_child(UiBuilder::new().max_rect(cross));
    if icons::small_icon_button(&mut inner, icons::CLOSE, &forget).clicked() {
        form.actions.push(Action::ForgetRecent(file.path.clone()));
    }
    let clicked = opens.clicked();
    opens.on_hover_ui(|ui| tip_ui(ui, file));
    if clicked {
        form.actions.push(Action::Open(file.path.clone()));
    }
    clicked
}

fn ground_ui(ui: &Ui, rect: Rect, opens: &Response, there: bool) {
    let colors = Colors::of(ui.visuals());
    let round = f32::from(theme::ROUND);
    if there && opens.hovered() {
        let fill = if opens.is_pointer_button_down_on() {
            colors.pressed
        } else {
            colors.hover
        };
        ui.painter().rect_filled(rect, round, fill);
    }
}

fn words_ui(ui: &mut Ui, rect: Rect, file: &Recent, name: &str, age: Option<&str>, holds: &str) {
    let colors = Colors::of(ui.visuals());
    let ink = if file.there() {
        colors.text
    } else {
        colors.secondary
    };
    let builder = UiBuilder::new()
        .max_rect(rect.shrink2(vec2(0.0, 3.0)))
        .layout(Layout::top_down(Align::Min));
    let ui = &mut ui.new_child(builder);
    ui.set_clip_rect(rect.intersect(ui.clip_rect()));
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(age) = age {
                ui.label(theme::secondary(ui, age));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = RichText::new(name).font(theme::semibold(theme::LIST)).color(ink);
                ui.add(egui::Label::new(text).truncate());
            });
        });
    });
    ui.add(egui::Label::new(theme::secondary(ui, holds)).truncate());
    let folder = file.path.parent().map(|folder| folder.display().to_string());
    let folder = RichText::new(folder.unwrap_or_default())
        .size(theme::TINY)
        .color(colors.secondary);
    ui.add(egui::Label::new(folder).truncate());
}

/// "41 actors, 77 ties · Overall 54.3".
fn holds(file: &Recent) -> String {
    if !file.there() {
        return "This file is gone".to_owned();
    }
    let Some(card) = &file.card else {
        return "Not looked into yet".to_owned();
    };
    let mut words = counts(card);
    if let Some((_, value)) = card.figures.first() {
        words += &format!(" · Overall {value}");
    }
    words
}

fn counts(card: &Card) -> String {
    format!(
        "{}, {}",
        count(card.actors, "actor", "actors"),
        count(card.ties, "tie", "ties")
    )
}

fn tip_ui(ui: &mut Ui, file: &Recent) {
    ui.set_max_width(360.0);
    ui.label(file.path.display().to_string());
    let Some(card) = file.card.as_ref().filter(|_| file.there()) else {
        return;
    };
    if !card.title.is_empty() {
        ui.label(theme::secondary(ui, card.title.as_str()));
    }
    egui::Grid::new("figures of a recent file")
        .num_columns(2)
        .min_row_height(0.0)
        .spacing(vec2(theme::GAP_L, 2.0))
        .show(ui, |ui| {
            for (name, value) in &card.figures {
                ui.label(theme::secondary(ui, name.as_str()));
                let value = RichText::new(value).font(theme::tabular(theme::SMALL));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(value));
                ui.end_row();
            }
        });
}

fn picture_ui(ui: &Ui, rect: Rect, file: &Recent) {
    let colors = Colors::of(ui.visuals());
    ui.painter().rect(
        rect,
        4.0,
        colors.paper,
        Stroke::new(1.0, colors.border),
        egui::StrokeKind::Inside,
    );
    match &file.card {
        Some(card) if !card.sketch.marks.is_empty() => sketch_ui(ui, rect, &card.sketch, file.there()),
        _ => {
            let at = rect.center();
            let icon = theme::icon_font(18.0);
            ui.painter().text(
                at,
                egui::Align2::CENTER_CENTER,
                icons::FILE,
                icon,
                colors.secondary,
            );
        }
    }
}

/// The map as a small constellation.
fn sketch_ui(ui: &Ui, rect: Rect, sketch: &Sketch, there: bool) {
    let colors = Colors::of(ui.visuals());
    let inner = rect.shrink(5.0);
    let [width, height] = sketch.size;
    let scale = (inner.width() / width.max(0.01)).min(inner.height() / height.max(0.01));
    let corner = inner.center() - vec2(width, height) * scale / 2.0;
    let place = |x: f32, y: f32| corner + vec2(x, y) * scale;
    let mut painter = ui.painter_at(rect);
    if !there {
        painter.multiply_opacity(0.4);
    }
    let line = Stroke::new(0.7, colors.secondary.gamma_multiply(0.35));
    for &[x0, y0, x1, y1] in &sketch.lines {
        painter.line_segment([place(x0, y0), place(x1, y1)], line);
    }
    let radius = if sketch.marks.len() > 80 { 1.4 } else { 2.2 };
    for &(kind, [x, y]) in &sketch.marks {
        swatch::actor(&painter, kind, place(x, y), radius, ui.visuals().dark_mode);
    }
}

/// "5 minutes ago".
fn age_of(file: &Recent) -> Option<String> {
    let at = file.at()?;
    Some(age(SystemTime::now().duration_since(at).unwrap_or_default()))
}

fn age(since: Duration) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let seconds = since.as_secs();
    let ago = |n: u64, one: &str, many: &str| format!("{} ago", count(n as usize, one, many));
    match seconds {
        0..MINUTE => "just now".to_owned(),
        MINUTE..HOUR => ago(seconds / MINUTE, "minute", "minutes"),
        HOUR..DAY => ago(seconds / HOUR, "hour", "hours"),
        _ if seconds < 60 * DAY => ago(seconds / DAY, "day", "days"),
        _ if seconds < 730 * DAY => ago(seconds / (30 * DAY), "month", "months"),
        _ => ago(seconds / (365 * DAY), "year", "years"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_the_unit_that_fits() {
        let of = |seconds| age(Duration::from_secs(seconds));
        assert_eq!(of(3), "just now");
        assert_eq!(of(60), "1 minute ago");
        assert_eq!(of(7300), "2 hours ago");
        assert_eq!(of(86_400), "1 day ago");
        assert_eq!(of(100 * 86_400), "3 months ago");
        assert_eq!(of(800 * 86_400), "2 years ago");
    }
}
