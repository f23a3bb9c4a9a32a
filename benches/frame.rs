//! What a frame costs on the processor: building and tessellating the whole window, without a graphics driver.

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::hint::black_box;
use std::time::Instant;

use eframe::App as _;
use egui::{Context, Event, Pos2, RawInput, Rect, vec2};
use milieu::base::geom::Point;
use milieu::base::rng::Rng;
use milieu::files::settings::Settings;
use milieu::model::{Actor, ActorKind, Edit, Place, Tie, TieKind};
use milieu::session::{Action, Pace, Session};
use milieu::ui::Window;

fn main() {
    println!(
        "{:>7} {:>7} {:>9} {:>12} {:>12} {:>12}",
        "actors", "ties", "selected", "least ms", "median ms", "95 % ms"
    );
    for (actors, ties, selected) in [
        (30, 90, false),
        (200, 600, false),
        (2_000, 6_000, false),
        (2_000, 6_000, true),
    ] {
        let mut times = frames(actors, ties, selected);
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!(
            "{actors:>7} {ties:>7} {:>9} {:>12.2} {:>12.2} {:>12.2}",
            if selected { "all" } else { "none" },
            at(0.0),
            at(0.5),
            at(0.95)
        );
    }
}

/// A window on a cluster of that size, spread evenly.
fn window(ctx: &Context, actors: usize, ties: usize, selected: bool) -> Window {
    let mut settings = Settings::default();
    settings.reduced_motion = true;
    let mut window = Window::new(ctx, Session::new(settings, None, &Pace::Inline));
    let columns = (actors as f64).sqrt().ceil() as usize;
    let list = (0..actors).map(|i| {
        let at = Point::new((i % columns) as f64 * 140.0, (i / columns) as f64 * 110.0);
        (
            Actor::new(format!("Actor {i}"), ActorKind::ALL[i % ActorKind::ALL.len()]),
            Place { at, pinned: true },
        )
    });
    window.perform(ctx, Action::Edit(Edit::AddActors(list.collect())));
    let ids: Vec<_> = window.session().document().actors().map(|(id, _)| id).collect();
    let mut rng = Rng::new(1);
    let edits = (0..ties).map(|i| {
        // Mostly neighbors, as in a map that has been laid out.
        let from = rng.below(actors);
        let to = (from + 1 + rng.below(columns + 2)) % actors;
        Edit::AddTie(Tie::new(TieKind::ALL[i % TieKind::ALL.len()], ids[from], ids[to]))
    });
    window.perform(ctx, Action::Edit(Edit::Together("Ties".into(), edits.collect())));
    let selection = if selected {
        Action::SelectAll
    } else {
        Action::SelectNone
    };
    window.perform(ctx, selection);
    window
}

/// Milliseconds of each of 120 frames while the pointer moves over the map.
fn frames(actors: usize, ties: usize, selected: bool) -> Vec<f64> {
    let ctx = Context::default();
    let mut window = window(&ctx, actors, ties, selected);
    let mut frame = eframe::Frame::_new_kittest();
    let mut times = Vec::new();
    for i in 0..120 {
        let pointer = Pos2::new(400.0 + i as f32 * 3.0, 300.0 + i as f32);
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0))),
            time: Some(f64::from(i) / 60.0),
            events: vec![Event::PointerMoved(pointer)],
            ..RawInput::default()
        };
        let begun = Instant::now();
        let output = ctx.run_ui(input, |ui| {
            let ctx = ui.ctx().clone();
            window.logic(&ctx, &mut frame);
            window.ui(ui, &mut frame);
        });
        black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
        // The first frames fill the font atlas.
        if i >= 20 {
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
    }
    times
}
