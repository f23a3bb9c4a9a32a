//! Gestures as tables: where the pointer goes, and what comes out.

use super::*;
use crate::model::Tie;
use crate::picture::scene::tests::sample;

/// A scene of four producers in a row, 200 apart, with a tie between the first two.
struct Table {
    scene: Scene,
    selection: Selection,
    mode: Mode,
    held: Held,
    gesture: Gesture,
    jots: Jots,
    out: Vec<Outcome>,
}

impl Table {
    fn new() -> Self {
        let kinds = [ActorKind::Final; 4];
        Self {
            scene: Scene::of(&sample(&kinds, &[(TieKind::Supply, 1, 2)])),
            selection: Selection::default(),
            mode: Mode::Select,
            held: Held::default(),
            gesture: Gesture::Idle,
            jots: Jots::default(),
            out: Vec::new(),
        }
    }

    /// Presses at the first point, goes along the others, releases at the last one.
    fn stroke(&mut self, points: &[(f64, f64)]) -> Vec<Outcome> {
        self.strokes(points, false)
    }

    fn strokes(&mut self, points: &[(f64, f64)], double: bool) -> Vec<Outcome> {
        let spot = |&(x, y): &(f64, f64)| Spot {
            screen: Point::new(x, y),
            map: Point::new(x, y),
        };
        let assumptions = Assumptions::default();
        let around = Around {
            scene: &self.scene,
            selection: &self.selection,
            mode: self.mode,
            zoom: 1.0,
            next_actor: ActorKind::Supplier,
            assumptions: &assumptions,
            next_tie: TieKind::Supply,
            jots: &self.jots,
            next_zone: Hue::Blue,
        };
        let first = spot(&points[0]);
        let target = match hit::above(&self.jots, &self.selection, first.map, 1.0) {
            Some(target) => target,
            None => match hit::target(&self.scene, &self.selection, first.map, 1.0) {
                Target::Ground => hit::below(&self.jots, first.map, 1.0).unwrap_or(Target::Ground),
                target => target,
            },
        };
        self.gesture.press(first, target, self.held, around);
        for point in &points[1..] {
            self.gesture.go(spot(point), around, &mut self.out);
        }
        let last = spot(&points[points.len() - 1]);
        self.gesture.release(last, double, around, &mut self.out);
        std::mem::take(&mut self.out)
    }
}

fn actor(n: u64) -> ActorId {
    ActorId::new(n).unwrap()
}

fn actors(list: &[u64]) -> Selection {
    Selection {
        actors: list.iter().map(|&n| actor(n)).collect(),
        ..Selection::default()
    }
}

fn act(action: Action) -> Outcome {
    Outcome::Act(action)
}

#[test]
fn a_short_press_is_a_click() {
    let mut table = Table::new();
    assert_eq!(
        table.stroke(&[(2.0, 1.0), (5.0, 4.0)]),
        [act(Action::Select(actors(&[1])))]
    );
    table.selection = actors(&[1]);
    assert_eq!(table.stroke(&[(100.0, 80.0)]), [act(Action::SelectNone)]);
    assert_eq!(table.stroke(&[(2.0, 1.0)]), [], "it is chosen already");
    table.held.shift = true;
    assert_eq!(
        table.stroke(&[(200.0, 0.0)]),
        [act(Action::Select(actors(&[1, 2])))]
    );
    assert_eq!(table.stroke(&[(0.0, 0.0)]), [act(Action::Select(actors(&[])))]);
}

#[test]
fn double_clicks() {
    let mut table = Table::new();
    assert_eq!(table.strokes(&[(0.0, 0.0)], true), [Outcome::Rename(actor(1))]);
    assert_eq!(
        table.strokes(&[(100.0, 0.0)], true),
        [Outcome::TieCard(TieId::new(1).unwrap())]
    );
    let added = table.strokes(&[(50.0, 90.0)], true);
    let [Outcome::Act(Action::Edit(Edit::AddActors(list)))] = added.as_slice() else {
        panic!("{added:?}")
    };
    assert_eq!(list[0].0.kind, ActorKind::Supplier);
    assert_eq!(
        list[0].1,
        Place {
            at: Point::new(50.0, 90.0),
            pinned: false
        }
    );
}

#[test]
fn a_drag_moves_the_selection_or_else_only_what_it_took() {
    let mut table = Table::new();
    table.selection = actors(&[1, 2]);
    let out = table.stroke(&[(0.0, 0.0), (10.0, 30.0), (20.0, 50.0)]);
    let moved = |list: &[(u64, f64, f64)]| -> Places {
        list.iter()
            .map(|&(n, x, y)| (actor(n), Point::new(x, y)))
            .collect()
    };
    assert_eq!(
        out[0],
        act(Action::Drag(moved(&[(1, 10.0, 30.0), (2, 210.0, 30.0)])))
    );
    assert_eq!(
        out[out.len() - 1],
        act(Action::Drop(moved(&[(1, 20.0, 50.0), (2, 220.0, 50.0)])))
    );
    let out = table.stroke(&[(400.0, 0.0), (410.0, 20.0)]);
    assert_eq!(out[0], act(Action::Select(actors(&[3]))));
    assert_eq!(out[out.len() - 1], act(Action::Drop(moved(&[(3, 410.0, 20.0)]))));
}

#[test]
fn the_halo_makes_ties() {
    let mut table = Table::new();
    let beside = table.scene.marks()[0].radius + 4.0;
    let out = table.stroke(&[(0.0, beside), (200.0, 60.0), (400.0, 30.0)]);
    assert_eq!(
        out,
        [act(Action::Edit(Edit::AddTie(Tie::new(
            TieKind::Supply,
            actor(1),
            actor(3)
        ))))]
    );
    let out = table.stroke(&[(0.0, beside), (60.0, 130.0)]);
    let [Outcome::Act(Action::Edit(Edit::AddConnected { from, place, .. }))] = out.as_slice() else {
        panic!("{out:?}")
    };
    assert_eq!((*from, place.at), (actor(1), Point::new(60.0, 130.0)));
    assert_eq!(
        table.stroke(&[(0.0, beside), (60.0, 130.0), (0.0, 3.0)]),
        [],
        "back home makes nothing"
    );
}

#[test]
fn alt_drag_makes_ties_too() {
    let mut table = Table::new();
    table.held.alt = true;
    let out = table.stroke(&[(0.0, 0.0), (600.0, 0.0)]);
    assert_eq!(
        out,
        [act(Action::Edit(Edit::AddTie(Tie::new(
            TieKind::Supply,
            actor(1),
            actor(4)
        ))))]
    );
}

#[test]
fn tie_mode_works_by_drag_and_by_two_clicks() {
    let mut table = Table::new();
    table.mode = Mode::Tie;
    let tie = [act(Action::Edit(Edit::AddTie(Tie::new(
        TieKind::Supply,
        actor(1),
        actor(3),
    ))))];
    assert_eq!(table.stroke(&[(0.0, 0.0), (100.0, 50.0), (400.0, 0.0)]), tie);
    assert_eq!(table.stroke(&[(0.0, 0.0)]), []);
    assert!(!table.gesture.is_idle());
    assert_eq!(table.stroke(&[(400.0, 0.0)]), tie);
    assert!(table.gesture.is_idle());
}

#[test]
fn actor_mode_adds_with_each_click() {
    let mut table = Table::new();
    table.mode = Mode::Actor;
    let out = table.stroke(&[(50.0, 100.0)]);
    assert!(
        matches!(out.as_slice(), [Outcome::Act(Action::Edit(Edit::AddActors(_)))]),
        "{out:?}"
    );
}

#[test]
fn an_end_goes_to_another_actor() {
    let mut table = Table::new();
    let tie = TieId::new(1).unwrap();
    let end = table.scene.curve(&table.scene.strands()[0]).unwrap().at(1.0).x - 14.0;
    let out = table.stroke(&[(end, 0.0), (300.0, 60.0), (400.0, 0.0)]);
    assert_eq!(out[0], act(Action::Select(Selection::tie(tie))));
    assert_eq!(out[1], act(Action::Edit(Edit::Reattach(tie, End::To, actor(3)))));
    table.selection = Selection::tie(tie);
    assert_eq!(
        table.stroke(&[(end, 0.0), (300.0, 60.0)]),
        [],
        "let go over nothing"
    );
    assert_eq!(
        table.stroke(&[(end, 0.0), (150.0, 60.0), (200.0, 0.0)]),
        [],
        "back where it was"
    );
}

#[test]
fn a_marquee_takes_what_it_touches() {
    let mut table = Table::new();
    let out = table.stroke(&[(-50.0, -50.0), (100.0, 0.0), (190.0, 60.0)]);
    let mut both = actors(&[1, 2]);
    both.ties.insert(TieId::new(1).unwrap());
    assert_eq!(out, [act(Action::Select(both.clone()))]);
    table.selection = both;
    table.held.shift = true;
    let out = table.stroke(&[(350.0, -50.0), (420.0, 60.0)]);
    let [Outcome::Act(Action::Select(more))] = out.as_slice() else {
        panic!("{out:?}")
    };
    assert_eq!(more.actors, actors(&[1, 2, 3]).actors);
    table.held = Held {
        alt: true,
        ..Held::default()
    };
    let out = table.stroke(&[(-50.0, -50.0), (50.0, 50.0)]);
    let [Outcome::Act(Action::Select(less))] = out.as_slice() else {
        panic!("{out:?}")
    };
    assert_eq!(less.actors, actors(&[2]).actors);
}

#[test]
fn a_lasso_takes_what_it_surrounds() {
    let mut table = Table::new();
    table.mode = Mode::Lasso;
    let out = table.stroke(&[(150.0, -60.0), (450.0, -60.0), (450.0, 60.0), (150.0, 60.0)]);
    assert_eq!(out, [act(Action::Select(actors(&[2, 3])))]);
}

#[test]
fn the_hand_moves_the_view() {
    let mut table = Table::new();
    table.held.space = true;
    let out = table.stroke(&[(0.0, 0.0), (10.0, 5.0)]);
    assert_eq!(out[0], Outcome::Pan(Vector::new(10.0, 5.0)));
    assert_eq!(table.gesture, Gesture::Idle);
}

#[test]
fn escape_takes_a_drag_back() {
    let table = Table::new();
    let mut gesture = Gesture::Moving {
        frames: Frames::default(),
        starts: BTreeMap::from([(actor(1), Point::ORIGIN)]),
        from: Point::ORIGIN,
        now: Point::new(9.0, 9.0),
    };
    let mut out = Vec::new();
    assert!(gesture.cancel(&mut out));
    assert_eq!(out, [act(Action::Cancel)]);
    assert!(!gesture.cancel(&mut out));
    drop(table);
}

#[test]
fn a_tie_is_not_drawn_back_to_its_source() {
    let table = Table::new();
    let tying = Gesture::armed(actor(1), Point::ORIGIN);
    assert!(tying.refuses(actor(1), &table.scene));
    assert!(!tying.refuses(actor(2), &table.scene));
}

/// A zone around the first two marks with a note in it.
fn with_jots() -> Table {
    use crate::model::{Note, NoteId, ZoneId};
    use crate::picture::jots::{NoteBox, ZoneBox};
    let note = Note::new("N", Point::new(60.0, 100.0));
    let mut table = Table::new();
    table.jots = Jots {
        notes: vec![NoteBox {
            id: NoteId::new(1).unwrap(),
            color: Hue::Gray,
            frame: note.frame,
            bounds: note.least_bounds(),
        }],
        zones: vec![ZoneBox {
            id: ZoneId::new(1).unwrap(),
            color: Hue::Blue,
            area: Rect::from_corners(Point::new(-100.0, -100.0), Point::new(300.0, 200.0)),
            title: None,
        }],
    };
    table
}

fn note() -> Jot {
    Jot::Note(crate::model::NoteId::new(1).unwrap())
}

fn zone() -> Jot {
    Jot::Zone(crate::model::ZoneId::new(1).unwrap())
}

#[test]
fn a_click_chooses_a_note_and_a_second_one_opens_it() {
    let mut table = with_jots();
    assert_eq!(
        table.stroke(&[(70.0, 110.0)]),
        [act(Action::Select(Selection::jot(note())))]
    );
    assert_eq!(table.strokes(&[(70.0, 110.0)], true), [Outcome::Write(note())]);
    assert_eq!(
        table.stroke(&[(-100.0, 50.0)]),
        [act(Action::Select(Selection::jot(zone())))],
        "a zone is taken by its edge"
    );
    assert_eq!(table.stroke(&[(100.0, -60.0)]), [], "and not by its inside");
}

#[test]
fn a_zone_takes_along_what_stands_in_it_unless_alt_is_held() {
    let carried = |table: &mut Table| match table.stroke(&[(-100.0, 50.0), (-80.0, 50.0)]).pop() {
        Some(Outcome::Act(Action::DropAll(places, frames))) => {
            (places.len(), frames.notes.len(), frames.zones.len())
        }
        other => panic!("{other:?}"),
    };
    let mut table = with_jots();
    assert_eq!(carried(&mut table), (2, 1, 1));
    table.held.alt = true;
    assert_eq!(carried(&mut table), (0, 0, 1));
}

#[test]
fn an_actor_takes_along_the_notes_that_are_chosen_with_it() {
    let mut table = with_jots();
    table.selection = actors(&[4]).with(&Selection::jot(note()));
    let Some(Outcome::Act(Action::DropAll(places, frames))) =
        table.stroke(&[(600.0, 0.0), (620.0, 0.0)]).pop()
    else {
        panic!("both are put down together")
    };
    assert_eq!((places.len(), frames.notes.len()), (1, 1));
}

#[test]
fn the_corner_of_the_chosen_zone_makes_it_larger() {
    let mut table = with_jots();
    table.selection = Selection::jot(zone());
    let Some(Outcome::Act(Action::Edit(Edit::Frame(frames)))) =
        table.stroke(&[(300.0, 200.0), (350.0, 250.0)]).pop()
    else {
        panic!("a grip is there")
    };
    let area = frames.zones.values().next().unwrap();
    assert_eq!((area.width(), area.height()), (450.0, 350.0));
}

#[test]
fn in_note_mode_a_click_writes_and_a_drag_draws_a_zone() {
    let mut table = Table::new();
    table.mode = Mode::Note;
    assert_eq!(
        table.stroke(&[(100.0, 300.0)]),
        [Outcome::NewNote(Point::new(100.0, 300.0))]
    );
    let drawn = table.stroke(&[(100.0, 300.0), (300.0, 400.0)]);
    assert!(
        matches!(drawn.as_slice(), [Outcome::Act(Action::Edit(Edit::AddZones(zones)))] if zones[0].area.width() == 200.0)
    );
    assert_eq!(
        table.stroke(&[(100.0, 300.0), (107.0, 303.0)]),
        [],
        "too small to be meant"
    );
}

#[test]
fn a_marquee_takes_notes_and_whole_zones_too() {
    let mut table = with_jots();
    let out = table.stroke(&[(-150.0, -150.0), (350.0, 250.0)]);
    let Some(Outcome::Act(Action::Select(taken))) = out.last() else {
        panic!("{out:?}")
    };
    assert_eq!(
        (taken.actors.len(), taken.notes.len(), taken.zones.len()),
        (2, 1, 1)
    );
}
