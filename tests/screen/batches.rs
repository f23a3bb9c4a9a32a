//! A map drawn in batches by the renderer looks as it does painted as shapes.

use egui::Vec2;
use egui_kittest::Harness;
use milieu::base::geom::Point;
use milieu::base::units::Weight;
use milieu::files::settings::{Settings, Theme};
use milieu::model::{Actor, ActorId, ActorKind, Edit, Place, Selection, Tie, TieKind};
use milieu::session::{Action, Pace, Session};
use milieu::ui::canvas::{Batches, Canvas, Kind};

use crate::pictures::can_draw;

/// The map alone, without what lies on it.
struct Map {
    session: Session,
    canvas: Canvas,
}

impl eframe::App for Map {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.canvas.ui(ui, &self.session, &mut Vec::new());
    }
}

/// Every kind of actor, inside and outside the cluster, and every kind of tie: straight, side by side, as a loop,
/// weak, strong, switched off.
fn zoo() -> Session {
    let mut settings = Settings::default();
    settings.reduced_motion = true;
    let mut session = Session::new(settings, None, &Pace::Inline);
    let actors = (0..30).map(|i| {
        let mut actor = Actor::new("", ActorKind::ALL[i % 15]);
        actor.external = i >= 15;
        let at = Point::new(
            (i % 6) as f64 * 150.0 + (i % 4) as f64 * 17.0,
            (i / 6) as f64 * 140.0,
        );
        (
            actor,
            Place {
                at,
                pinned: i % 2 == 0,
            },
        )
    });
    session.perform(Action::Edit(Edit::AddActors(actors.collect())));
    let ids: Vec<ActorId> = session.document().actors().map(|(id, _)| id).collect();
    let mut edits = Vec::new();
    let mut tie = |kind, from: usize, to: usize, weight: f64, mutual, enabled| {
        let mut tie = Tie::new(kind, ids[from], ids[to]);
        tie.weight = Weight::of(weight);
        tie.mutual = mutual && kind == TieKind::Knowledge;
        tie.enabled = enabled;
        edits.push(Edit::AddTie(tie));
    };
    for (i, kind) in TieKind::ALL.into_iter().enumerate() {
        tie(kind, i, i + 6, 0.1 + 0.09 * i as f64, false, true);
        tie(kind, i + 13, i + 14, 0.5, true, i % 3 != 0);
        tie(kind, i % 4 + 24, i % 4 + 25, 0.3, false, true);
        if i < 3 {
            tie(kind, 23, 23, 0.4, false, true);
        }
    }
    session.perform(Action::Edit(Edit::Together("Ties".into(), edits)));
    assert_eq!(session.document().tie_count(), 33);
    session
}

/// A picture of the map, painted one way or the other.
fn picture(
    batches: Batches,
    theme: Theme,
    camera: [f64; 3],
    selection: Option<Selection>,
    name: &str,
) -> Vec<u8> {
    let mut session = zoo();
    session.perform(Action::Select(selection.unwrap_or_default()));
    let mut screen = Harness::builder()
        .with_size(Vec2::new(900.0, 700.0))
        .with_theme(match theme {
            Theme::Dark => egui::Theme::Dark,
            _ => egui::Theme::Light,
        })
        .with_max_steps(40)
        .with_render_cursor(false)
        .wgpu()
        .build_eframe(|creation| {
            milieu::ui::theme::install(&creation.egui_ctx);
            let mut canvas = Canvas::new();
            canvas.draw_with(creation);
            assert_ne!(canvas.gpu_kind(), Kind::None);
            canvas.draw_batches(batches);
            Map { session, canvas }
        });
    screen.run_steps(2);
    screen.state_mut().canvas.set_camera(camera);
    screen.run_steps(2);
    let picture = screen.render().expect("it has drawn before");
    // To look at.
    if let Some(folder) = std::env::var_os("MILIEU_BATCHES_TO") {
        let path = std::path::Path::new(&folder).join(format!("{name}-{batches:?}.png"));
        picture.save(path).expect("the folder is there");
    }
    picture.into_raw()
}

/// Share of the pixels in which two pictures differ by more than somebody would see.
fn difference(a: &[u8], b: &[u8]) -> f64 {
    let apart = |(a, b): (&[u8], &[u8])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 40);
    let other = a.chunks(4).zip(b.chunks(4)).filter(|&pair| apart(pair)).count();
    other as f64 * 4.0 / a.len() as f64
}

#[test]
fn batches_look_like_shapes() {
    if !can_draw("batches_look_like_shapes") {
        return;
    }
    let ids: Vec<ActorId> = zoo().document().actors().map(|(id, _)| id).collect();
    let ties = zoo().document().ties().map(|(id, _)| id).collect::<Vec<_>>();
    let chosen = Selection {
        actors: ids.iter().copied().step_by(3).collect(),
        ties: ties.iter().copied().step_by(4).collect(),
        ..Selection::default()
    };
    // The ends of dashes and the tips of stars differ by a pixel; rings with sharp corners by two.
    for (name, theme, camera, selection, tolerance) in [
        ("light", Theme::Light, [400.0, 280.0, 1.0], None, 6e-4),
        ("dark", Theme::Dark, [400.0, 280.0, 1.0], None, 6e-4),
        ("near", Theme::Light, [420.0, 300.0, 3.0], None, 6e-4),
        ("nearer", Theme::Light, [300.0, 420.0, 8.0], None, 6e-4),
        ("small", Theme::Light, [400.0, 280.0, 0.35], None, 6e-4),
        ("far", Theme::Light, [400.0, 280.0, 0.15], None, 6e-4),
        (
            "chosen",
            Theme::Light,
            [400.0, 280.0, 1.1],
            Some(chosen.clone()),
            4e-3,
        ),
        (
            "chosen-far",
            Theme::Dark,
            [400.0, 280.0, 0.15],
            Some(chosen),
            6e-4,
        ),
    ] {
        let shapes = picture(Batches::Never, theme, camera, selection.clone(), name);
        let batches = picture(Batches::Always, theme, camera, selection, name);
        let share = difference(&shapes, &batches);
        assert!(share <= tolerance, "{name}: {share:.5}");
    }
}
