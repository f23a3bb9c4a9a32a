//! What a frame costs on the processor: building and tessellating the whole window, without a graphics driver; and
//! what stands behind it at size: building the scene, its trees, and finding what is under the pointer.
//!
//! Clock times: with other work on the cores the least ones tell most.

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::App as _;
use egui::{
    Context, Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, vec2,
};
use milieu::base::cancel::Cancel;
use milieu::base::geom::Point;
use milieu::base::rng::Rng;
use milieu::files::settings::Settings;
use milieu::model::{Actor, ActorId, ActorKind, Change, Document, Edit, Place, Swap, Tie, TieId, TieKind};
use milieu::picture::density::{Bond, Cloud, Dot};
use milieu::picture::far::{Far, Speck};
use milieu::picture::look::Rgb;
use milieu::picture::{self, Scene};
use milieu::session::{Action, Pace, Session, Show};
use milieu::ui::Window;
use milieu::ui::canvas::{Batches, Canvas};

/// What happens while frames are counted.
#[derive(Clone, Copy, PartialEq)]
enum Doing {
    Hovering,
    Panning,
    Zooming,
}

fn main() {
    let only: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let wanted = |actors: usize| only.is_empty() || only.contains(&actors);
    println!(
        "{:>9} {:>9} {:>9} {:>9} {:>10} {:>10} {:>10}",
        "actors", "ties", "selected", "doing", "least ms", "median ms", "95 % ms"
    );
    for (actors, ties) in [
        (30, 90),
        (200, 600),
        (2_000, 6_000),
        (10_000, 30_000),
        (100_000, 300_000),
    ] {
        if !wanted(actors) {
            continue;
        }
        for (selected, doing) in [
            (false, Doing::Hovering),
            (false, Doing::Panning),
            (false, Doing::Zooming),
            (true, Doing::Hovering),
        ] {
            let mut times = frames(actors, ties, selected, doing);
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
            println!(
                "{actors:>9} {ties:>9} {:>9} {:>9} {:>10.2} {:>10.2} {:>10.2}",
                if selected { "all" } else { "none" },
                match doing {
                    Doing::Hovering => "hovering",
                    Doing::Panning => "panning",
                    Doing::Zooming => "zooming",
                },
                at(0.0),
                at(0.5),
                at(0.95)
            );
        }
    }
    pictures(&wanted);
    println!();
    println!(
        "{:>9} {:>9} {:>9} {:>10} {:>10}",
        "actors", "ties", "the map", "least ms", "median ms"
    );
    // Without a graphics chip larger maps are images, see above.
    if wanted(2_000) {
        maps(2_000, 6_000);
    }
    println!();
    println!(
        "{:>9} {:>9} {:>10} {:>10} {:>10} {:>12} {:>12} {:>10}",
        "actors", "ties", "scene ms", "trees ms", "edit ms", "hover µs", "95 % µs", "moved ms"
    );
    for (actors, ties) in [
        (2_000, 6_000),
        (10_000, 30_000),
        (100_000, 300_000),
        (1_000_000, 5_000_000),
    ] {
        if wanted(actors) {
            scenes(actors, ties);
        }
    }
}

/// What the map alone costs in a frame while the view moves, painted as shapes and written for a renderer that draws
/// batches.
fn maps(actor_count: usize, tie_count: usize) {
    let mut settings = Settings::default();
    settings.reduced_motion = true;
    let mut session = Session::new(settings, None, &Pace::Inline);
    session.perform(Action::Edit(Edit::AddActors(actors(actor_count).collect())));
    let ids: Vec<_> = session.document().actors().map(|(id, _)| id).collect();
    let edits = ties(actor_count, tie_count)
        .filter(|(_, from, to)| from != to)
        .map(|(kind, from, to)| Edit::AddTie(Tie::new(kind, ids[from], ids[to])));
    session.perform(Action::Edit(Edit::Together("Ties".into(), edits.collect())));
    session.perform(Action::SelectNone);
    for batches in [Batches::Never, Batches::Large] {
        let ctx = Context::default();
        milieu::ui::theme::install(&ctx);
        let mut canvas = Canvas::new();
        canvas.draw_nothing();
        canvas.draw_batches(batches);
        let mut times = Vec::new();
        for i in 0..60 {
            let [x, y, zoom] = canvas.camera();
            if i >= 10 {
                canvas.set_camera([x + 5.0 / zoom, y, zoom]);
            }
            let input = RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0))),
                time: Some(f64::from(i) / 60.0),
                ..RawInput::default()
            };
            let start = Instant::now();
            let output = ctx.run_ui(input, |ui| canvas.ui(ui, &session, &mut Vec::new()));
            black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
            if i >= 10 {
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
        times.sort_by(f64::total_cmp);
        println!(
            "{actor_count:>9} {tie_count:>9} {:>9} {:>10.2} {:>10.2}",
            if batches == Batches::Never {
                "shapes"
            } else {
                "batches"
            },
            times[0],
            times[times.len() / 2],
        );
    }
}

fn actors(count: usize) -> impl Iterator<Item = (Actor, Place)> {
    let columns = columns(count);
    (0..count).map(move |i| {
        let at = Point::new((i % columns) as f64 * 140.0, (i / columns) as f64 * 110.0);
        (
            Actor::new(format!("Actor {i}"), ActorKind::ALL[i % ActorKind::ALL.len()]),
            Place { at, pinned: true },
        )
    })
}

fn columns(count: usize) -> usize {
    (count as f64).sqrt().ceil() as usize
}

/// Mostly between neighbors, as in a map that has been laid out; one in a hundred leads anywhere.
fn ties(actors: usize, count: usize) -> impl Iterator<Item = (TieKind, usize, usize)> {
    let columns = columns(actors);
    let mut rng = Rng::new(1);
    (0..count).map(move |i| {
        let from = rng.below(actors);
        let step = if i % 100 == 99 {
            rng.below(actors)
        } else {
            rng.below(columns + 2)
        };
        let to = (from + 1 + step % (actors - 1)) % actors;
        (TieKind::ALL[i % TieKind::ALL.len()], from, to)
    })
}

fn document(actor_count: usize, tie_count: usize) -> Document {
    let id = |i: usize| ActorId::new(i as u64 + 1).expect("not zero");
    let mut changes = Vec::new();
    for (i, (actor, place)) in actors(actor_count).enumerate() {
        changes.push(Change::Actor(id(i), Swap::add(Arc::new(actor))));
        changes.push(Change::Place(id(i), Swap::add(place)));
    }
    for (i, (kind, from, to)) in ties(actor_count, tie_count).enumerate() {
        let tie = Tie::new(kind, id(from), id(to));
        let number = TieId::new(i as u64 + 1).expect("not zero");
        changes.push(Change::Tie(number, Swap::add(Arc::new(tie))));
    }
    Document::default().with(&changes).expect("all new")
}

/// What an image of a whole map takes on all cores, and the groups in it.
fn pictures(wanted: &dyn Fn(usize) -> bool) {
    println!();
    println!(
        "{:>9} {:>9} {:>10} {:>10}",
        "actors", "ties", "image ms", "groups ms"
    );
    for (actor_count, tie_count) in [(10_000, 30_000), (100_000, 300_000), (1_000_000, 5_000_000)] {
        if !wanted(actor_count) {
            continue;
        }
        let width = columns(actor_count) as f32 * 140.0;
        let dots: Vec<Dot> = actors(actor_count)
            .map(|(actor, place)| Dot {
                at: [place.at.x as f32, place.at.y as f32],
                radius: actor.mark_radius() as f32,
                fill: Rgb(0, 114, 178),
            })
            .collect();
        let bonds: Vec<Bond> = ties(actor_count, tie_count)
            .map(|(_, from, to)| Bond {
                ends: [from as u32, to as u32],
                width: 3.0,
                ink: Rgb(92, 97, 106),
                class: 0,
            })
            .collect();
        let specks: Vec<Speck> = dots
            .iter()
            .map(|dot| Speck {
                at: Point::new(f64::from(dot.at[0]), f64::from(dot.at[1])),
                size: dot.radius,
                group: None,
            })
            .collect();
        let ends: Vec<[u32; 2]> = bonds.iter().map(|bond| bond.ends).collect();
        let cloud = Cloud {
            origin: Point::ORIGIN,
            dots: Arc::new(dots),
            bonds: Arc::new(bonds),
        };
        let frame = picture::density::Frame {
            center: Point::new(f64::from(width) / 2.0, f64::from(width) * 0.4),
            zoom: 1000.0 / f64::from(width),
            size: [1440, 1170],
            pixels: 1.0,
            paper: Rgb(250, 250, 247),
            last_class: None,
            haze: 1.0,
        };
        let least = |work: &dyn Fn()| {
            let once = |_| {
                let start = Instant::now();
                work();
                start.elapsed().as_secs_f64() * 1e3
            };
            (0..5).map(once).fold(f64::INFINITY, f64::min)
        };
        let image = least(&|| {
            black_box(cloud.draw(&frame, &Cancel::new()).expect("never raised"));
        });
        let groups = least(&|| {
            let ties = ends.iter().copied();
            black_box(Far::of(&specks, ties, frame.zoom, &Cancel::new()).expect("never raised"));
        });
        println!("{actor_count:>9} {tie_count:>9} {image:>10.1} {groups:>10.1}");
    }
}

/// What stands behind a frame at size.
fn scenes(actor_count: usize, tie_count: usize) {
    let document = document(actor_count, tie_count);
    let timed = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64() * 1e3
    };
    let mut scene = Scene::default();
    let built = timed(&mut || scene = Scene::of(&document));
    let trees = timed(&mut || scene.prepare());
    let known: Vec<_> = document.actors().take(2).map(|(id, _)| id).collect();
    let last = TieId::new(tie_count as u64 + 1).expect("not zero");
    let tie = Tie::new(TieKind::Supply, known[0], known[1]);
    let after = document
        .with(&[Change::Tie(last, Swap::add(Arc::new(tie)))])
        .expect("a new number");
    let edit = timed(&mut || assert!(scene.follow(&document.changes_to(&after))));
    let mut rng = Rng::new(2);
    let extent = scene.extent(|_| true).expect("there are actors");
    let zoom = 1000.0 / extent.width();
    let mut looks: Vec<f64> = (0..500)
        .map(|_| {
            let p = Point::new(
                extent.min.x + rng.unit() * extent.width(),
                extent.min.y + rng.unit() * extent.height(),
            );
            let start = Instant::now();
            black_box(scene.topmost(p, 1.0 / zoom));
            black_box(scene.nearest_strand(p, 5.0 / zoom));
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    looks.sort_by(f64::total_cmp);
    let mut shift = 0.0;
    let moved = timed(&mut || {
        shift += 1.0;
        let places: Vec<Point> = scene.marks().iter().map(|mark| mark.at).collect();
        let marks = scene.marks().iter().map(|mark| mark.id);
        let moves: Vec<_> = marks
            .zip(places)
            .map(|(id, at)| (id, Point::new(at.x + shift, at.y)))
            .collect();
        scene.place_some(moves);
    });
    println!(
        "{actor_count:>9} {tie_count:>9} {built:>10.1} {trees:>10.1} {edit:>10.2} {:>12.1} {:>12.1} {moved:>10.1}",
        looks[looks.len() / 2],
        looks[looks.len() * 95 / 100],
    );
}

/// A window on a cluster of that size, spread evenly.
fn window(ctx: &Context, actor_count: usize, tie_count: usize, selected: bool) -> Window {
    let mut settings = Settings::default();
    settings.reduced_motion = true;
    // Figures of large maps are worked out beside the frames, as in the program.
    let pace = if actor_count > 2_000 {
        Pace::Threads(Arc::new(|| {}))
    } else {
        Pace::Inline
    };
    let mut window = Window::new(ctx, Session::new(settings, None, &pace));
    let file = std::env::temp_dir().join(format!("milieu-frame-{actor_count}.milieu"));
    let text = milieu::files::project::write(&document(actor_count, tie_count));
    std::fs::write(&file, text).expect("a folder for temporary files");
    window.perform(ctx, Action::Open(file.clone()));
    while window.session().document().actor_count() < actor_count {
        std::thread::sleep(Duration::from_millis(20));
        window.perform(ctx, Action::SelectNone);
        let mut frame = eframe::Frame::_new_kittest();
        window.logic(ctx, &mut frame);
    }
    std::fs::remove_file(&file).expect("it was just written");
    let selection = if selected {
        Action::SelectAll
    } else {
        Action::SelectNone
    };
    window.perform(ctx, selection);
    window
}

/// Milliseconds of each of 100 frames.
fn frames(actor_count: usize, tie_count: usize, selected: bool, doing: Doing) -> Vec<f64> {
    let ctx = Context::default();
    let mut window = window(&ctx, actor_count, tie_count, selected);
    let mut frame = eframe::Frame::_new_kittest();
    let mut times = Vec::new();
    // The first frames fill the font atlas, and wait for the scene of a large map.
    let warm = if actor_count > 2_000 { 60 } else { 20 };
    for i in 0..warm + 100 {
        let pointer = Pos2::new(500.0 + (i % 100) as f32 * 2.0, 300.0 + (i % 100) as f32);
        let mut events = vec![Event::PointerMoved(pointer)];
        if doing == Doing::Panning && i == warm {
            events.push(Event::PointerButton {
                pos: pointer,
                button: PointerButton::Middle,
                pressed: true,
                modifiers: Modifiers::NONE,
            });
        }
        if doing == Doing::Zooming && i >= warm {
            events.push(Event::MouseWheel {
                unit: MouseWheelUnit::Line,
                delta: vec2(0.0, if i < warm + 50 { 1.0 } else { -1.0 }),
                phase: TouchPhase::Move,
                source: egui::MouseWheelSource::Wheel,
                modifiers: Modifiers::NONE,
            });
        }
        if i < warm && actor_count > 2_000 {
            std::thread::sleep(Duration::from_millis(20));
        }
        if i == warm - 10 {
            window.perform(&ctx, Action::Show(Show::FitAll));
        }
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0))),
            time: Some(i as f64 / 60.0),
            events,
            ..RawInput::default()
        };
        let start = Instant::now();
        let output = ctx.run_ui(input, |ui| {
            let ctx = ui.ctx().clone();
            window.logic(&ctx, &mut frame);
            window.ui(ui, &mut frame);
        });
        black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
        if i >= warm {
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    times
}
