//! The window and the files show the same map: the picture of a view, drawn without a window, beside what the window
//! shows of it.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use milieu::analysis::spread::Measure;
use milieu::base::cancel::Cancel;
use milieu::base::geom::{Point, Rect, Vector};
use milieu::files::settings::Theme;
use milieu::model::{Edit, Hue, Note, Zone};
use milieu::report::fonts::Fonts;
use milieu::report::paper;
use milieu::report::picture::{Choices, Ground, Part, Purpose, draw};
use milieu::session::{Action, PanelId, Show};
use milieu::ui::Window;

use crate::pictures::{can_draw, perform, window};

/// Colors farther apart than this in one of red, green and blue are different.
const FAR: u8 = 72;
/// Share of pixels that may be: letters are filled by other routines, which make light ones on dark ground bolder.
const STRAY: f64 = 0.009;
/// Mean difference of a color, of 255.
const MEAN: f64 = 1.7;
/// Corners in which the window has things over the map, points.
const CORNER: f32 = 300.0;
/// Half the width of what stands at the top, and its height, points.
const PILL: egui::Vec2 = egui::vec2(180.0, 60.0);

/// Compares the map in a window with the picture of it, and sees to it that another picture would be noticed.
fn agree(screen: &mut Harness<'static, Window>, dark: bool, name: &str) {
    let (share, mean) = apart(screen, dark, name, 0.0);
    assert!(
        share <= STRAY && mean <= MEAN,
        "{name}: {share:.5} far, mean {mean:.3}"
    );
    let (share, mean) = apart(screen, dark, &format!("{name}-shifted"), 3.0);
    assert!(
        share > STRAY && mean > MEAN,
        "{name} shifted: {share:.5} far, mean {mean:.3}"
    );
}

/// How far the two are apart when the picture shows a part that lies so many map units away.
fn apart(screen: &mut Harness<'static, Window>, dark: bool, name: &str, shift: f64) -> (f64, f64) {
    let rect = screen.get_by_label("Map of the cluster").rect();
    let shown = screen.render().expect("there is a graphics driver");
    let choices = Choices {
        ground: if dark { Ground::Dark } else { Ground::Light },
        title: Some(String::new()),
        legend: false,
        part: shifted(screen.state().part_in_view(), shift),
        ..Choices::default()
    };
    let subject = screen.state_mut().picture_subject();
    let fonts = Fonts::with([include_bytes!("../data/cjk-subset.otf").to_vec()]);
    let cancel = Cancel::new();
    let drawing = draw(&subject, &choices, Purpose::Print, &fonts, &cancel).unwrap();
    let drawn = paper::pixels(&drawing, 1.0, &fonts, &cancel).unwrap();
    let off = |a: f32, b: usize| (a - b as f32).abs() <= 1.0;
    assert!(off(rect.width(), drawn.size[0]) && off(rect.height(), drawn.size[1]));
    let (mut far, mut sum, mut count) = (0_usize, 0.0, 0_usize);
    let (left, top) = (rect.left().round() as usize, rect.top().round() as usize);
    let [width, height] = drawn.size;
    for y in 0..height.min(shown.height() as usize - top) {
        for x in 0..width.min(shown.width() as usize - left) {
            let (near_side, near_foot) = (
                (x as f32) < CORNER || (width - x) as f32 <= CORNER,
                (height - y) as f32 <= CORNER,
            );
            let near_pill = (y as f32) < PILL.y && (x as f32 - rect.width() / 2.0).abs() < PILL.x;
            // What lies over the map: zoom controls, the legend of a figure, and what says that there is one.
            if (near_side && near_foot) || near_pill {
                continue;
            }
            let on_screen = shown.get_pixel((left + x) as u32, (top + y) as u32).0;
            let on_paper = &drawn.bytes[4 * (y * width + x)..][..3];
            let apart = on_paper.iter().zip(on_screen).map(|(a, b)| a.abs_diff(b));
            let apart = apart.max().unwrap_or(0);
            far += usize::from(apart > FAR);
            sum += f64::from(apart);
            count += 1;
        }
    }
    let (share, mean) = (far as f64 / count as f64, sum / count as f64);
    if let Some(folder) = std::env::var_os("MILIEU_AGREEMENT") {
        let folder = std::path::PathBuf::from(folder);
        shown.save(folder.join(format!("{name}-window.png"))).unwrap();
        let png = paper::png(&drawing, 1.0, &fonts, &cancel).unwrap();
        std::fs::write(folder.join(format!("{name}-paper.png")), png).unwrap();
    }
    (share, mean)
}

fn shifted(part: Part, by: f64) -> Part {
    match part {
        Part::Area(area, zoom) => {
            let by = Vector::new(by, by);
            let area = Rect {
                min: area.min + by,
                max: area.max + by,
            };
            Part::Area(area, zoom)
        }
        other => other,
    }
}

/// Only the map, with nothing over it that can be put away.
fn map_only(theme: Theme) -> Harness<'static, Window> {
    let mut screen = window(egui::vec2(1366.0, 900.0), theme);
    for panel in [
        PanelId::Legend,
        PanelId::Inspector,
        PanelId::Indicators,
        PanelId::Library,
    ] {
        perform(&mut screen, Action::Show(Show::Toggle(panel)));
    }
    screen
}

fn annotated(theme: Theme) -> Harness<'static, Window> {
    let mut screen = map_only(theme);
    perform(&mut screen, Action::OpenExample("golden".into()));
    let ids: Vec<_> = screen
        .state()
        .session()
        .document()
        .actors()
        .map(|(id, _)| id)
        .collect();
    perform(&mut screen, Action::Edit(Edit::Rename(ids[2], "机械".into())));
    let note = Note {
        color: Hue::Yellow,
        ..Note::new(
            "Here the work is done, and more words than a line has",
            Point::new(-40.0, 230.0),
        )
    };
    perform(&mut screen, Action::Edit(Edit::AddNotes(vec![note])));
    let area = Rect::from_corners(Point::new(-420.0, -120.0), Point::new(-120.0, 200.0));
    perform(
        &mut screen,
        Action::Edit(Edit::AddZones(vec![Zone::new("Suppliers", area)])),
    );
    perform(&mut screen, Action::SelectNone);
    perform(&mut screen, Action::Show(Show::FitAll));
    screen
}

#[test]
fn the_window_and_the_picture_agree_in_the_light() {
    if can_draw("the_window_and_the_picture_agree_in_the_light") {
        agree(&mut annotated(Theme::Light), false, "light");
    }
}

#[test]
fn the_window_and_the_picture_agree_in_the_dark_by_a_figure() {
    if can_draw("the_window_and_the_picture_agree_in_the_dark_by_a_figure") {
        let mut screen = map_only(Theme::Dark);
        perform(&mut screen, Action::OpenExample("sassuolo".into()));
        perform(&mut screen, Action::ColorBy(Some(Measure::Indicator("trust"))));
        perform(&mut screen, Action::Show(Show::FitAll));
        agree(&mut screen, true, "dark");
    }
}
