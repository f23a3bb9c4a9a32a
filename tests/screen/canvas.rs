//! The map with a real session behind it: what gestures and keys do, seen through the toolkit.

use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use milieu::base::geom::Point;
use milieu::base::units::Weight;
use milieu::files::settings::Settings;
use milieu::model::{Actor, ActorId, ActorKind, Edit, Place, Selection, Tie, TieKind};
use milieu::session::{Action, Effect, Mode, Pace, Session, Show};
use milieu::ui::canvas::Canvas;

/// A window with nothing but the map.
pub(crate) struct Window {
    pub(crate) session: Session,
    pub(crate) canvas: Canvas,
}

impl Window {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let mut actions = Vec::new();
        self.canvas.ui(ui, &self.session, &mut actions);
        while !actions.is_empty() {
            for action in std::mem::take(&mut actions) {
                self.session.perform(action);
            }
            for effect in self.session.take_effects() {
                match effect {
                    Effect::EditName(id) => self.canvas.edit_name(id),
                    Effect::EditJot(jot) => self.canvas.edit_jot(jot),
                    Effect::Show(show) => {
                        self.canvas.show(&show, &self.session, &mut actions);
                    }
                    _ => {}
                }
            }
        }
    }
}

pub(crate) type Map = Harness<'static, Window>;

/// Actors of these kinds in a row, 200 map units apart; the camera keeps the middle of the map in the middle.
pub(crate) fn map(kinds: &[ActorKind]) -> Map {
    let mut settings = Settings::default();
    settings.reduced_motion = true;
    let mut session = Session::new(settings, None, &Pace::Inline);
    let actors: Vec<(Actor, Place)> = kinds
        .iter()
        .enumerate()
        .map(|(i, &kind)| {
            let at = Point::new(200.0 * i as f64, 0.0);
            (
                Actor::new(format!("Actor {}", i + 1), kind),
                Place { at, pinned: true },
            )
        })
        .collect();
    if !actors.is_empty() {
        session.perform(Action::Edit(Edit::AddActors(actors)));
        session.perform(Action::SelectNone);
    }
    session.take_effects();
    let mut canvas = Canvas::new();
    canvas.set_camera([200.0, 0.0, 1.0]);
    let mut map = Harness::builder()
        .with_size(Vec2::new(1000.0, 700.0))
        .with_step_dt(0.02)
        .build_ui_state(
            |ui, window: &mut Window| window.ui(ui),
            Window { session, canvas },
        );
    map.run_steps(3);
    map
}

pub(crate) fn actor(n: u64) -> ActorId {
    ActorId::new(n).unwrap()
}

/// The middle of the canvas on the screen: the toolkit's margin of 8 points is the same on all sides.
const MIDDLE: Pos2 = pos2(500.0, 350.0);

/// Where a point of the map is on the screen, with the camera of [`map`].
pub(crate) fn at(x: f32, y: f32) -> Pos2 {
    MIDDLE + vec2(x - 200.0, y)
}

fn press(map: &mut Map, at: Pos2) {
    map.hover_at(at);
    map.step();
    map.drag_at(at);
    map.step();
}

fn go(map: &mut Map, at: Pos2) {
    map.hover_at(at);
    map.step();
}

fn release(map: &mut Map, at: Pos2) {
    map.drop_at(at);
    map.run_steps(3);
}

pub(crate) fn stroke(map: &mut Map, points: &[Pos2]) {
    press(map, points[0]);
    for &point in &points[1..] {
        go(map, point);
    }
    release(map, points[points.len() - 1]);
}

pub(crate) fn click(map: &mut Map, at: Pos2) {
    stroke(map, &[at]);
}

pub(crate) fn double_click(map: &mut Map, at: Pos2) {
    map.hover_at(at);
    for _ in 0..2 {
        map.drag_at(at);
        map.drop_at(at);
    }
    map.run_steps(8);
}

fn open_menu(map: &mut Map, at: Pos2) {
    map.hover_at(at);
    map.step();
    for pressed in [true, false] {
        map.event(Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        map.step();
    }
    map.run_steps(3);
}

fn type_text(map: &mut Map, text: &str) {
    map.event(Event::Text(text.to_owned()));
    map.run_steps(2);
}

fn key(map: &mut Map, key: Key) {
    map.key_press(key);
    map.run_steps(3);
}

/// Names of the steps that can be undone, the last one first.
fn steps(map: &Map) -> Vec<String> {
    map.state()
        .session
        .history()
        .undoable()
        .map(str::to_owned)
        .collect()
}

fn session(map: &Map) -> &Session {
    &map.state().session
}

#[test]
fn letters_that_come_together_with_enter_are_kept() {
    let mut map = map(&[]);
    double_click(&mut map, at(260.0, 80.0));
    type_text(&mut map, "Alph");
    // A slow frame takes in both at once.
    map.event(Event::Text("a".to_owned()));
    map.key_press(Key::Enter);
    map.run_steps(3);
    assert_eq!(session(&map).document().actors().next().unwrap().1.name, "Alpha");
}

#[test]
fn a_double_click_adds_an_actor_and_asks_for_its_name() {
    let mut map = map(&[]);
    double_click(&mut map, at(260.0, 80.0));
    assert_eq!(session(&map).document().actor_count(), 1);
    type_text(&mut map, "Alpha");
    map.get_by_label("Name of the actor");
    key(&mut map, Key::Enter);
    let (id, only) = session(&map).document().actors().next().unwrap();
    assert_eq!(only.name, "Alpha");
    assert_eq!(
        session(&map).selection(),
        &Selection::actor(id),
        "it stays chosen"
    );
    assert!(map.query_by_label("Name of the actor").is_none());
    map.get_by_label_contains("Final goods producer, \"Alpha\", 1 of 1, no ties");
}

#[test]
fn escape_and_tab_in_the_name_field() {
    let mut map = map(&[ActorKind::Final]);
    double_click(&mut map, at(0.0, 0.0));
    type_text(&mut map, "Other");
    key(&mut map, Key::Tab);
    assert_eq!(
        session(&map).document().actor(actor(1)).unwrap().kind,
        ActorKind::Intermediate
    );
    key(&mut map, Key::Escape);
    assert_eq!(session(&map).document().actor(actor(1)).unwrap().name, "Actor 1");
    assert!(map.query_by_label("Name of the actor").is_none());
}

#[test]
fn a_click_elsewhere_keeps_the_name() {
    let mut map = map(&[ActorKind::Final]);
    double_click(&mut map, at(0.0, 0.0));
    type_text(&mut map, "Beta");
    click(&mut map, at(300.0, 200.0));
    assert_eq!(session(&map).document().actor(actor(1)).unwrap().name, "Beta");
}

#[test]
fn a_drag_from_the_halo_makes_a_tie() {
    let mut map = map(&[ActorKind::Supplier, ActorKind::Final]);
    stroke(&mut map, &[at(0.0, 21.0), at(100.0, 60.0), at(196.0, 4.0)]);
    let (_, tie) = session(&map).document().ties().next().expect("a tie");
    assert_eq!(
        (tie.from, tie.to, tie.kind),
        (actor(1), actor(2), TieKind::Supply)
    );
    map.get_by_label_contains("Specialized supplier, \"Actor 1\", 1 of 2, ties: 1; supply 1");
}

#[test]
fn a_tie_into_the_empty_adds_its_end_in_one_step() {
    let mut map = map(&[ActorKind::Supplier]);
    let before = steps(&map).len();
    stroke(&mut map, &[at(0.0, 21.0), at(100.0, 60.0), at(160.0, 130.0)]);
    assert_eq!(session(&map).document().actor_count(), 2);
    assert_eq!(session(&map).document().tie_count(), 1);
    assert_eq!(steps(&map).len(), before + 1);
    type_text(&mut map, "Gamma");
    key(&mut map, Key::Enter);
    assert_eq!(session(&map).document().actor(actor(2)).unwrap().name, "Gamma");
}

#[test]
fn a_marquee_chooses_what_it_touches() {
    let mut map = map(&[ActorKind::Final; 3]);
    stroke(&mut map, &[at(-60.0, -60.0), at(100.0, 0.0), at(190.0, 60.0)]);
    let chosen: Vec<ActorId> = session(&map).selection().actors.iter().copied().collect();
    assert_eq!(chosen, [actor(1), actor(2)]);
    click(&mut map, at(100.0, 150.0));
    assert!(session(&map).selection().is_empty());
}

#[test]
fn a_drag_is_one_step_and_escape_takes_it_back() {
    let mut map = map(&[ActorKind::Final; 2]);
    let before = steps(&map);
    let home = session(&map).at(actor(1)).unwrap();
    press(&mut map, at(0.0, 0.0));
    go(&mut map, at(40.0, 60.0));
    go(&mut map, at(50.0, 90.0));
    assert!(
        session(&map)
            .at(actor(1))
            .unwrap()
            .distance(Point::new(50.0, 90.0))
            < 1.0,
        "it follows"
    );
    key(&mut map, Key::Escape);
    assert_eq!(session(&map).at(actor(1)), Some(home));
    release(&mut map, at(50.0, 90.0));
    assert_eq!(steps(&map), before);

    stroke(&mut map, &[at(0.0, 0.0), at(40.0, 60.0), at(50.0, 90.0)]);
    let place = session(&map).document().place(actor(1)).unwrap();
    assert!(place.at.distance(Point::new(50.0, 90.0)) < 1.0 && place.pinned);
    assert_eq!(steps(&map).len(), before.len() + 1);
}

#[test]
fn a_tooltip_waits_for_a_resting_pointer_and_yields_to_the_keyboard() {
    let mut map = map(&[ActorKind::Final]);
    let shown = |map: &Map| map.query_by_label_contains("No ties").is_some();
    map.hover_at(at(0.0, 0.0));
    map.run_steps(10);
    assert!(!shown(&map));
    map.run_steps(25);
    assert!(shown(&map));
    map.key_press(Key::ArrowRight);
    map.run_steps(3);
    assert!(!shown(&map));
    map.hover_at(at(150.0, 150.0));
    map.run_steps(3);
    map.hover_at(at(0.0, 0.0));
    map.run_steps(35);
    assert!(shown(&map), "after the pointer was elsewhere");
}

#[test]
fn the_wheel_keeps_the_point_under_the_pointer() {
    let mut map = map(&[ActorKind::Final]);
    map.hover_at(at(320.0, 120.0));
    map.step();
    let fixed = map.state().canvas.pointer_on_map().unwrap();
    for _ in 0..3 {
        map.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, 1.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        map.step();
    }
    assert!((map.state().canvas.camera()[2] - 1.331).abs() < 1e-3);
    assert!(map.state().canvas.pointer_on_map().unwrap().distance(fixed) < 0.01);
}

#[test]
fn fingers_on_a_trackpad_pan() {
    let mut map = map(&[ActorKind::Final]);
    map.hover_at(at(320.0, 120.0));
    map.step();
    let before = map.state().canvas.camera();
    map.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(30.0, -12.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    map.step();
    let after = map.state().canvas.camera();
    assert!((before[0] - after[0] - 30.0).abs() < 1e-3 && (after[1] - before[1] - 12.0).abs() < 1e-3);
    assert_eq!(before[2], after[2]);
}

#[test]
fn escape_peels_mode_then_selection() {
    let mut map = map(&[ActorKind::Final]);
    click(&mut map, at(0.0, 0.0));
    map.state_mut()
        .session
        .perform(Action::Show(Show::Mode(Mode::Tie)));
    let effects = map.state_mut().session.take_effects();
    assert!(effects.contains(&Effect::Show(Show::Mode(Mode::Tie))));
    let Window {
        session: project,
        canvas,
    } = map.state_mut();
    assert!(canvas.show(&Show::Mode(Mode::Tie), project, &mut Vec::new()));
    key(&mut map, Key::Escape);
    assert_eq!(map.state().canvas.mode(), Mode::Select);
    assert!(!session(&map).selection().is_empty());
    key(&mut map, Key::Escape);
    assert!(session(&map).selection().is_empty());
}

#[test]
fn tab_changes_what_the_next_click_makes() {
    let mut map = map(&[ActorKind::Final]);
    let Window { session, canvas } = map.state_mut();
    let mut actions = Vec::new();
    for show in [
        Show::Mode(Mode::Actor),
        Show::NextActor(true),
        Show::Mode(Mode::Tie),
        Show::NextActor(false),
    ] {
        assert!(canvas.show(&show, session, &mut actions));
    }
    let wanted = [
        Action::SetNextActorKind(ActorKind::Intermediate),
        Action::SetNextTieKind(TieKind::Ownership),
    ];
    assert_eq!(actions, wanted);
}

#[test]
fn the_end_of_a_tie_goes_to_another_actor() {
    let mut map = map(&[ActorKind::Final; 3]);
    let tie = Tie::new(TieKind::Supply, actor(1), actor(2));
    map.state_mut().session.perform(Action::Edit(Edit::AddTie(tie)));
    map.run_steps(2);
    let before = steps(&map).len();
    // The new tie is selected, so it has handles where it touches its marks.
    stroke(&mut map, &[at(179.0, 0.0), at(250.0, 70.0), at(400.0, 10.0)]);
    let (_, tie) = session(&map).document().ties().next().unwrap();
    assert_eq!((tie.from, tie.to), (actor(1), actor(3)));
    assert_eq!(steps(&map).len(), before + 1);
}

#[test]
fn a_tie_by_keyboard() {
    let mut map = map(&[ActorKind::Supplier, ActorKind::Final, ActorKind::University]);
    let show = |map: &mut Map, show: Show| {
        let Window { session, canvas } = map.state_mut();
        let mut actions = Vec::new();
        assert!(canvas.show(&show, session, &mut actions));
        for action in actions {
            session.perform(action);
        }
        map.run_steps(3);
    };
    show(&mut map, Show::NextActor(true));
    assert_eq!(session(&map).selection().only_actor(), Some(actor(1)));
    show(&mut map, Show::NextActor(true));
    assert_eq!(session(&map).selection().only_actor(), Some(actor(2)));
    show(&mut map, Show::StartTie);
    type_text(&mut map, "actor 3");
    key(&mut map, Key::Tab);
    key(&mut map, Key::Enter);
    let (_, tie) = session(&map).document().ties().next().expect("a tie");
    assert_eq!(
        (tie.from, tie.to, tie.kind),
        (actor(2), actor(3), TieKind::Knowledge)
    );
}

#[test]
fn a_double_click_on_a_tie_opens_its_card() {
    let mut map = map(&[ActorKind::Supplier, ActorKind::Final]);
    let tie = Tie::new(TieKind::Supply, actor(1), actor(2));
    map.state_mut().session.perform(Action::Edit(Edit::AddTie(tie)));
    map.run_steps(2);
    double_click(&mut map, at(100.0, 0.0));
    map.get_by_label("Cooperation").click();
    map.run_steps(3);
    let (_, tie) = session(&map).document().ties().next().unwrap();
    assert_eq!(tie.kind, TieKind::Cooperation);
    assert!(map.query_all_by_label("Trust").count() > 0, "it stays open");
    key(&mut map, Key::Escape);
    assert_eq!(map.query_all_by_label("Trust").count(), 0);
    assert!(
        session(&map).selection().only_tie().is_some(),
        "Escape peels one layer only"
    );
}

#[test]
fn the_menu_selects_first() {
    let mut map = map(&[ActorKind::Supplier, ActorKind::Final]);
    open_menu(&mut map, at(200.0, 0.0));
    assert_eq!(session(&map).selection().only_actor(), Some(actor(2)));
    map.get_by_label_contains("Delete").click();
    map.run_steps(3);
    assert_eq!(session(&map).document().actor_count(), 1);
}

#[test]
fn the_legend_grows_with_what_is_drawn() {
    let mut map = map(&[ActorKind::Final]);
    map.get_by_label("Show the legend").click();
    map.run_steps(3);
    let more = ActorKind::ALL.into_iter().map(|kind| {
        let at = Point::new(100.0 * f64::from(kind as u8), 200.0);
        (Actor::new("", kind), Place { at, pinned: true })
    });
    let edit = Edit::AddActors(more.collect());
    map.state_mut().session.perform(Action::Edit(edit));
    map.run_steps(6);
    let last = map.get_by_label("Select Customer, 1").rect();
    assert!(last.bottom() < 692.0, "the last row is not cut off: {last}");
}

#[test]
fn the_legend_selects_and_hides() {
    let mut map = map(&[ActorKind::Supplier, ActorKind::Final, ActorKind::Final]);
    map.get_by_label("Show the legend").click();
    map.run_steps(3);
    map.get_by_label("Select Final goods producer, 2").click();
    map.run_steps(2);
    assert_eq!(session(&map).selection().actors.len(), 2);
    map.get_by_label("Hide Final goods producer").click();
    map.run_steps(2);
    assert!(map.query_by_label_contains("\"Actor 2\"").is_none());
    assert!(map.query_by_label_contains("\"Actor 1\"").is_some());
    map.get_by_label("Show Final goods producer").click();
    map.run_steps(2);
    assert!(map.query_by_label_contains("\"Actor 2\"").is_some());
}

#[test]
fn looking_at_a_tie_does_not_change_it() {
    for weight in [0.333, 0.02] {
        let mut map = map(&[ActorKind::Supplier, ActorKind::Final]);
        let mut tie = Tie::new(TieKind::Supply, actor(1), actor(2));
        tie.weight = Weight::of(weight);
        map.state_mut().session.perform(Action::Edit(Edit::AddTie(tie)));
        map.run_steps(2);
        let before = steps(&map);
        double_click(&mut map, at(100.0, 0.0));
        assert!(map.query_all_by_label("Trust").count() > 0);
        map.run_steps(3);
        let (_, tie) = session(&map).document().ties().next().unwrap();
        assert_eq!(tie.weight.get(), weight);
        assert_eq!(steps(&map), before);
    }
}

#[test]
fn a_click_near_the_edge_moves_the_view_no_farther_than_it_must() {
    let mut map = map(&[ActorKind::Final]);
    let Window {
        session: project,
        canvas,
    } = map.state_mut();
    canvas.show(&Show::Mode(Mode::Actor), project, &mut Vec::new());
    let before = map.state().canvas.camera();
    click(&mut map, pos2(960.0, 350.0));
    assert_eq!(session(&map).document().actor_count(), 2);
    let after = map.state().canvas.camera();
    let moved = after[0] - before[0];
    assert!(moved > 1.0 && moved < 60.0, "{moved}");
}

#[test]
fn what_is_hidden_is_not_chosen_along_with_the_rest() {
    let mut map = map(&[ActorKind::Supplier, ActorKind::Final, ActorKind::Final]);
    map.get_by_label("Show the legend").click();
    map.run_steps(3);
    map.get_by_label("Select Final goods producer, 2").click();
    map.run_steps(2);
    map.get_by_label("Hide Final goods producer").click();
    map.run_steps(2);
    assert!(
        session(&map).selection().is_empty(),
        "it goes with what is hidden"
    );
    map.state_mut().session.perform(Action::SelectAll);
    map.run_steps(2);
    assert_eq!(session(&map).selection().only_actor(), Some(actor(1)));
    map.get_by_label("Select Final goods producer, 2").click();
    map.run_steps(3);
    assert_eq!(session(&map).selection().actors.len(), 2);
    assert!(
        map.query_by_label_contains("\"Actor 2\"").is_some(),
        "what is chosen on purpose is shown"
    );
}

#[test]
fn the_list_of_targets_follows_what_is_typed() {
    let mut map = map(&[ActorKind::Supplier, ActorKind::Final, ActorKind::Service]);
    click(&mut map, at(0.0, 0.0));
    let Window {
        session: project,
        canvas,
    } = map.state_mut();
    canvas.show(&Show::StartTie, project, &mut Vec::new());
    map.run_steps(3);
    assert!(map.query_by_label("Actor 2").is_some() && map.query_by_label("Actor 3").is_some());
    type_text(&mut map, "3");
    assert!(map.query_by_label("Actor 2").is_none() && map.query_by_label("Actor 3").is_some());
    map.state_mut()
        .session
        .perform(Action::Edit(Edit::Rename(actor(2), "Third 3".to_owned())));
    map.run_steps(3);
    assert!(
        map.query_by_label("Third 3").is_some(),
        "names that change are found again"
    );
}

#[test]
fn pasting_from_the_menu_asks_for_what_the_system_holds() {
    let mut map = map(&[ActorKind::Final]);
    open_menu(&mut map, at(200.0, 200.0));
    map.get_by_label_contains("Paste").click();
    let asked = (0..3).any(|_| {
        map.step();
        let windows = &map.output().viewport_output;
        windows
            .values()
            .any(|window| window.commands.contains(&egui::ViewportCommand::RequestPaste))
    });
    assert!(asked);
    map.run_steps(3);
    assert!(
        map.query_by_label_contains("Paste").is_none(),
        "the menu is closed"
    );
}

#[test]
fn the_menu_changes_the_kind_and_closes() {
    let mut map = map(&[ActorKind::Supplier, ActorKind::Final]);
    open_menu(&mut map, at(200.0, 0.0));
    map.get_by_label_contains("Kind").click();
    map.run_steps(3);
    map.get_by_label_contains("University").click();
    map.run_steps(3);
    assert_eq!(
        session(&map).document().actor(actor(2)).unwrap().kind,
        ActorKind::University
    );
    assert!(map.query_by_label_contains("Tie from here").is_none());
}
