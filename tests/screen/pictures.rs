//! Pictures of the whole window, compared with blessed ones. Few and small: everything else is tested by what it does.
//!
//! They need a graphics driver, software is enough. Without one they skip, which is counted and said; where
//! `MILIEU_PICTURES=required` is set, they may not. `UPDATE_SNAPSHOTS=1` blesses what is drawn now.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use eframe::wgpu;
use egui::{FontData, FontFamily, Vec2, vec2};
use egui_kittest::{Harness, SnapshotOptions};
use milieu::analysis::spread::Measure;
use milieu::base::geom::{Point, Rect, Vector};
use milieu::files::settings::{Settings, Theme};
use milieu::model::field::Value;
use milieu::model::{Actor, ActorKind, Edit, Hue, Jot, Note, Place, Selection, Tie, TieKind, Zone};
use milieu::session::why::{Between, Question};
use milieu::session::{Action, Pace, PanelId, Session, Show, Side};
use milieu::ui::Window;

static SKIPPED: AtomicUsize = AtomicUsize::new(0);

/// Something that can draw; what it is called.
fn adapter() -> Option<String> {
    let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
    descriptor.backends = wgpu::Backends::all();
    let instance = wgpu::Instance::new(descriptor);
    let mut adapters = std::pin::pin!(instance.enumerate_adapters(wgpu::Backends::all()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match Future::poll(adapters.as_mut(), &mut context) {
        std::task::Poll::Ready(adapters) => adapters.first().map(|adapter| adapter.get_info().name),
        std::task::Poll::Pending => None,
    }
}

/// Whether pictures can be made here. Says so when not.
pub(crate) fn can_draw(test: &str) -> bool {
    if adapter().is_some() {
        return true;
    }
    let required = std::env::var("MILIEU_PICTURES").is_ok_and(|value| value == "required");
    assert!(
        !required,
        "MILIEU_PICTURES=required, but there is no graphics driver"
    );
    let count = SKIPPED.fetch_add(1, Ordering::Relaxed) + 1;
    // Past the capture of the test program, so that it is seen.
    let said = format!("picture test skipped, no graphics driver: {test} ({count} so far)\n");
    std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).expect("standard error is open");
    false
}

pub(crate) fn window(size: Vec2, theme: Theme) -> Harness<'static, Window> {
    let mut settings = Settings::default();
    settings.theme = theme;
    settings.reduced_motion = true;
    settings.show_first_steps = false;
    let mut screen = Harness::builder()
        .with_size(size)
        .with_max_steps(40)
        .with_render_cursor(false)
        .wgpu()
        .build_eframe(|creation| {
            let session = Session::new(settings, None, &Pace::Inline);
            let window = Window::new(&creation.egui_ctx, session).with_built_in_dialogs();
            add_chinese(&creation.egui_ctx);
            window
        });
    screen.run_steps(3);
    screen
}

/// Some Chinese glyphs, so that the picture does not depend on the fonts of the machine.
fn add_chinese(ctx: &egui::Context) {
    let data = FontData::from_static(include_bytes!("../data/cjk-subset.otf"));
    let family = |family| egui::epaint::text::InsertFontFamily {
        family,
        priority: egui::epaint::text::FontPriority::Lowest,
    };
    let families = vec![
        family(FontFamily::Proportional),
        family(FontFamily::Monospace),
        family(FontFamily::Name("semibold".into())),
    ];
    ctx.add_font(egui::epaint::text::FontInsert::new("chinese", data, families));
}

pub(crate) fn perform(screen: &mut Harness<'static, Window>, action: Action) {
    let ctx = screen.ctx.clone();
    screen.state_mut().perform(&ctx, action);
    screen.run_steps(6);
}

fn compare(screen: &mut Harness<'static, Window>, name: &str) {
    // A few stray pixels: drivers round the edges of shapes differently.
    let options = SnapshotOptions::new()
        .threshold(1.0)
        .max_failed_pixels(60)
        .output_path("tests/screen/snapshots");
    screen.snapshot_options(name, &options);
}

#[test]
fn golden_in_the_light() {
    if can_draw("golden_in_the_light") {
        let mut screen = window(vec2(1440.0, 900.0), Theme::Light);
        perform(&mut screen, Action::OpenExample("golden".into()));
        let first = screen
            .state()
            .session()
            .document()
            .actors()
            .next()
            .map(|(id, _)| id);
        perform(
            &mut screen,
            Action::Select(Selection::actor(first.expect("golden has actors"))),
        );
        compare(&mut screen, "golden-light");
    }
}

/// The golden cluster after an edit, its map by two figures, with the card that explains one of them.
fn explained(theme: Theme, name: &str) {
    let mut screen = window(vec2(1366.0, 768.0), theme);
    perform(&mut screen, Action::OpenExample("golden".into()));
    let document = screen.state().session().document();
    let ids: Vec<_> = document.actors().map(|(id, _)| id).collect();
    perform(&mut screen, Action::Edit(Edit::Rename(ids[5], "机械".into())));
    let tie = Tie::new(TieKind::Cooperation, ids[0], ids[5]);
    perform(&mut screen, Action::Edit(Edit::AddTie(tie)));
    perform(&mut screen, Action::SelectNone);
    perform(&mut screen, Action::ColorBy(Some(Measure::Indicator("trust"))));
    perform(&mut screen, Action::SizeBy(Some(Measure::Column("betweenness"))));
    let question = Question {
        indicator: "trust",
        between: Between::LastEdit,
    };
    perform(&mut screen, Action::AskWhy(question));
    compare(&mut screen, name);
}

#[test]
fn a_figure_on_the_map_and_why_it_moved() {
    if can_draw("a_figure_on_the_map_and_why_it_moved") {
        explained(Theme::Light, "why-light");
    }
}

#[test]
fn a_figure_on_the_dark_map_and_why_it_moved() {
    if can_draw("a_figure_on_the_dark_map_and_why_it_moved") {
        explained(Theme::Dark, "why-dark");
    }
}

#[test]
fn golden_in_the_dark() {
    if can_draw("golden_in_the_dark") {
        let mut screen = window(vec2(1024.0, 640.0), Theme::Dark);
        perform(&mut screen, Action::OpenExample("golden".into()));
        compare(&mut screen, "golden-dark");
    }
}

#[test]
fn an_empty_map() {
    if can_draw("an_empty_map") {
        let mut screen = window(vec2(1366.0, 768.0), Theme::Light);
        compare(&mut screen, "empty");
    }
}

/// Every kind of actor and every kind of tie, local and external, with Chinese names.
#[test]
fn every_kind_has_its_look() {
    if can_draw("every_kind_has_its_look") {
        let mut screen = window(vec2(1366.0, 768.0), Theme::Light);
        let names = [
            "产业集群",
            "机械",
            "大学",
            "研究院",
            "协会",
            "银行",
            "政府",
            "供应商",
        ];
        let actors = ActorKind::ALL.iter().enumerate().map(|(i, &kind)| {
            let mut actor = Actor::new(names.get(i).copied().unwrap_or(kind.name()), kind);
            actor.external = i % 5 == 4;
            let at = Point::new((i % 5) as f64 * 150.0, (i / 5) as f64 * 150.0);
            (actor, Place { at, pinned: i == 0 })
        });
        perform(&mut screen, Action::Edit(Edit::AddActors(actors.collect())));
        let ids: Vec<_> = screen
            .state()
            .session()
            .document()
            .actors()
            .map(|(id, _)| id)
            .collect();
        let ties = TieKind::ALL
            .iter()
            .enumerate()
            .map(|(i, &kind)| Edit::AddTie(Tie::new(kind, ids[i], ids[i + 5])));
        let twin = [TieKind::Competition, TieKind::Cooperation]
            .map(|kind| Edit::AddTie(Tie::new(kind, ids[0], ids[1])));
        perform(
            &mut screen,
            Action::Edit(Edit::Together("Everything".into(), ties.chain(twin).collect())),
        );
        for panel in [PanelId::Library, PanelId::Inspector, PanelId::Indicators] {
            perform(&mut screen, Action::Show(Show::Toggle(panel)));
        }
        perform(&mut screen, Action::SelectNone);
        perform(&mut screen, Action::Show(Show::FitAll));
        compare(&mut screen, "kinds");
    }
}

#[test]
fn a_shifted_picture_is_noticed() {
    if can_draw("a_shifted_picture_is_noticed") {
        let mut screen = window(vec2(1366.0, 768.0), Theme::Light);
        perform(&mut screen, Action::OpenExample("golden".into()));
        perform(&mut screen, Action::Show(Show::Pan(Vector::new(1.0, 0.0))));
        let moved = screen.render().expect("there is a driver");
        perform(&mut screen, Action::Show(Show::Pan(Vector::new(-1.0, 0.0))));
        let back = screen.render().expect("there is a driver");
        let different = moved.pixels().zip(back.pixels()).filter(|(a, b)| a != b).count();
        assert!(
            different > 60,
            "one point of panning changes only {different} pixels"
        );
        let adapter = adapter().expect("there is a driver");
        if std::env::var("MILIEU_PICTURES").is_ok_and(|value| value == "required") {
            assert!(
                adapter.to_lowercase().contains("llvmpipe"),
                "blessed pictures come from llvmpipe, not {adapter}"
            );
        }
    }
}

/// The picture in the README is made by this test when asked to, so that it can be made anew after any change.
#[test]
fn the_picture_of_the_readme() {
    if std::env::var_os("UPDATE_README_PICTURE").is_some() && can_draw("the_picture_of_the_readme") {
        let mut screen = window(vec2(1440.0, 900.0), Theme::Light);
        perform(&mut screen, Action::OpenExample("tuttlingen".into()));
        // A tie that was not there: the figures show what it did.
        let document = Arc::clone(screen.state().session().document());
        let named = |name: &str| document.actors().find(|(_, actor)| actor.name == name).unwrap().0;
        let (campus, storz) = (named("Furtwangen campus"), named("Karl Storz"));
        perform(
            &mut screen,
            Action::Edit(Edit::AddTie(Tie::new(TieKind::Knowledge, campus, storz))),
        );
        let joint = Edit::AddTie(Tie::new(TieKind::Cooperation, storz, named("Medical start-up")));
        perform(&mut screen, Action::Edit(joint));
        perform(&mut screen, Action::Select(Selection::actor(storz)));
        let picture = screen.render().expect("there is a driver");
        picture
            .save("docs/pictures/window.png")
            .expect("docs/pictures is there");
    }
}

/// What came, what went and what changed, in the dark, where outlines are hardest to see.
#[test]
fn two_states_on_one_map() {
    if can_draw("two_states_on_one_map") {
        let mut screen = window(vec2(1366.0, 768.0), Theme::Dark);
        perform(&mut screen, Action::OpenExample("golden".into()));
        perform(
            &mut screen,
            Action::Edit(Edit::TakeSnapshot {
                name: "Before".into(),
                note: String::new(),
            }),
        );
        let document = Arc::clone(screen.state().session().document());
        let ids: Vec<_> = document.actors().map(|(id, _)| id).collect();
        let (tie, _) = document.ties().next().expect("golden has ties");
        let place = document.place(ids[3]).expect("every actor has a place");
        for edit in [
            Edit::Remove(Selection::actor(ids[0])),
            Edit::AddConnected {
                from: ids[1],
                kind: TieKind::Knowledge,
                actor: Actor::new("Fresh", ActorKind::Institute),
                place: Place {
                    at: place.at + Vector::new(-120.0, 60.0),
                    pinned: true,
                },
            },
            Edit::SetActorField([ids[2]].into(), "jobs".into(), Value::Number(9.0)),
            Edit::SetTieField([tie].into(), "trust".into(), Value::Number(0.9)),
        ] {
            perform(&mut screen, Action::Edit(edit));
        }
        let (snapshot, _) = document.snapshots().next().expect("one was taken");
        perform(&mut screen, Action::SelectNone);
        perform(&mut screen, Action::Compare(Side::Snapshot(snapshot), Side::Now));
        perform(&mut screen, Action::Show(Show::FitAll));
        compare(&mut screen, "compare-dark");
    }
}

/// The golden cluster with zones of every color and notes, one of them chosen, in Latin and Chinese letters.
fn written(theme: Theme, name: &str) {
    let mut screen = window(vec2(1366.0, 768.0), theme);
    perform(&mut screen, Action::OpenExample("golden".into()));
    let extent = screen
        .state()
        .session()
        .document()
        .extent()
        .expect("golden has actors");
    let (middle, reach) = (
        extent.center(),
        Vector::new(extent.width() / 2.0, extent.height() / 2.0),
    );
    let spot = |x: f64, y: f64| middle + Vector::new(x * reach.x, y * reach.y);
    let zones = [
        ("Core 产业", Hue::Blue, (-0.55, -0.35), (0.45, 0.8)),
        ("Support", Hue::Yellow, (-0.4, -1.25), (0.4, -0.45)),
        ("Suppliers", Hue::Sky, (-1.2, -0.35), (-0.65, 0.6)),
        ("Abroad", Hue::Vermilion, (0.6, -0.3), (1.2, 0.6)),
        ("", Hue::Gray, (-1.2, 0.9), (-0.2, 1.25)),
    ]
    .map(|(name, color, a, b)| Zone {
        color,
        ..Zone::new(name, Rect::from_corners(spot(a.0, a.1), spot(b.0, b.1)))
    });
    perform(&mut screen, Action::Edit(Edit::AddZones(zones.to_vec())));
    let notes = [
        (
            "Suppliers came first;\nthe university followed ten years later",
            Hue::Yellow,
            (0.5, -1.2),
        ),
        ("产业集群", Hue::Gray, (-1.1, 0.95)),
        ("Watch this one", Hue::Vermilion, (0.7, 0.75)),
    ]
    .map(|(text, color, at)| Note {
        color,
        ..Note::new(text, spot(at.0, at.1))
    });
    perform(&mut screen, Action::Edit(Edit::AddNotes(notes.to_vec())));
    let document = screen.state().session().document();
    let (zone, _) = document.zones().next().expect("there are five");
    perform(&mut screen, Action::Select(Selection::jot(Jot::Zone(zone))));
    perform(&mut screen, Action::Show(Show::FitAll));
    compare(&mut screen, name);
}

#[test]
fn notes_and_zones_in_the_light() {
    if can_draw("notes_and_zones_in_the_light") {
        written(Theme::Light, "notes-light");
    }
}

#[test]
fn notes_and_zones_in_the_dark() {
    if can_draw("notes_and_zones_in_the_dark") {
        written(Theme::Dark, "notes-dark");
    }
}
