//! The program without eyes and without a pointer: everything is found by role and name in the accessibility tree, asked
//! for by its actions, or typed.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use milieu::base::geom::{Point, Rect, Vector};
use milieu::files::project;
use milieu::model::{Actor, ActorKind, Edit, Note, Place, Selection, Tie, TieKind, Zone};
use milieu::session::Action;

use crate::panels::{Screen, actors, empty, golden, perform, press};

/// Presses the button with this name.
fn push(screen: &mut Screen, name: &str) {
    screen.get_by_role_and_label(Role::Button, name).click_accesskit();
    screen.run_steps(4);
}

/// Chooses an entry of a menu; behind its name may stand what it is about, and its key.
fn choose(screen: &mut Screen, menu: &str, entry: &str) {
    let there: Vec<_> = called(screen, entry)
        .map(|node| node.accesskit_node().id())
        .collect();
    push(screen, menu);
    called(screen, entry)
        .find(|node| !there.contains(&node.accesskit_node().id()))
        .unwrap_or_else(|| panic!("{menu} has no entry “{entry}”"))
        .click_accesskit();
    screen.run_steps(6);
}

/// All buttons whose names begin like this.
fn called<'t>(screen: &'t Screen, name: &'t str) -> impl Iterator<Item = egui_kittest::Node<'t>> {
    screen.query_all_by_role(Role::Button).filter(move |node| {
        node.accesskit_node()
            .label()
            .is_some_and(|label| label.starts_with(name))
    })
}

/// Asks for the thing on the map whose sentence holds these words.
fn ask_for(screen: &mut Screen, words: &str) {
    thing(screen, words).click_accesskit();
    screen.run_steps(4);
}

fn thing<'t>(screen: &'t Screen, words: &str) -> egui_kittest::Node<'t> {
    screen
        .query_all_by_role(Role::GraphicsObject)
        .find(|node| {
            node.accesskit_node()
                .label()
                .is_some_and(|label| label.contains(words))
        })
        .unwrap_or_else(|| panic!("nothing on the map is “{words}”"))
}

fn sentence(screen: &Screen, words: &str) -> String {
    thing(screen, words).accesskit_node().label().unwrap_or_default()
}

fn type_in(screen: &mut Screen, text: &str, modifiers: Modifiers) {
    screen.event(Event::Text(text.to_owned()));
    screen.run_steps(2);
    press(screen, modifiers, Key::Enter);
    screen.run_steps(3);
}

fn map_focus(screen: &mut Screen) {
    screen
        .get_by_role_and_label(Role::Canvas, "Map of the cluster")
        .focus();
    screen.run_steps(2);
}

/// What was read aloud last.
fn heard(screen: &Screen) -> String {
    let region = screen
        .query_all_by_role(Role::Status)
        .find(|node| node.accesskit_node().is_live_atomic());
    region
        .and_then(|node| node.accesskit_node().label())
        .unwrap_or_default()
}

#[test]
fn a_whole_drawing_without_a_pointer() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = empty(vec2(1440.0, 900.0));
    push(&mut screen, "Draw your own");

    for (kind, name) in [
        ("Final goods producer", "Alpha"),
        ("University", "Beta"),
        ("Specialized supplier", "Gamma"),
    ] {
        push(&mut screen, kind);
        map_focus(&mut screen);
        press(&mut screen, Modifiers::NONE, Key::Enter);
        type_in(&mut screen, name, Modifiers::NONE);
    }
    push(&mut screen, "Select mode");
    assert!(sentence(&screen, "Alpha").starts_with("Final goods producer, \"Alpha\""));
    assert!(sentence(&screen, "Beta").contains("of 3, no ties"));

    for (from, to) in [("Gamma", "Alpha"), ("Beta", "Alpha")] {
        ask_for(&mut screen, &format!("\"{from}\""));
        choose(&mut screen, "Insert", "Tie from the selected actor…");
        type_in(&mut screen, to, Modifiers::NONE);
    }
    assert!(sentence(&screen, "Supply tie").contains("from \"Gamma\" to \"Alpha\""));
    assert!(sentence(&screen, "producer, \"Alpha\"").contains("ties: 2; supply 2"));
    assert!(heard(&screen).starts_with("Add supply tie"), "{}", heard(&screen));

    ask_for(&mut screen, "\"Beta\"");
    let place = |screen: &Screen| {
        let document = screen.state().session().document();
        document.places().nth(1).unwrap().1
    };
    let before = place(&screen);
    map_focus(&mut screen);
    press(&mut screen, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(place(&screen).at, before.at + Vector::new(20.0, 0.0));
    assert!(sentence(&screen, "\"Beta\"").ends_with("pinned"));

    choose(&mut screen, "Edit", "Rename");
    type_in(&mut screen, "Delta", Modifiers::NONE);
    assert_eq!(heard(&screen), "Rename to “Delta”");

    choose(&mut screen, "Kind: University", "Research institute");
    assert!(sentence(&screen, "Delta").starts_with("Research institute, \"Delta\""));

    choose(&mut screen, "Insert", "Note in view");
    type_in(&mut screen, "Read me first", Modifiers::COMMAND);
    assert_eq!(sentence(&screen, "Note"), "Note \"Read me first\"");

    ask_for(&mut screen, "producer, \"Alpha\"");
    let whole = project::write(screen.state().session().document());
    choose(&mut screen, "Edit", "Delete");
    assert!(
        heard(&screen).starts_with("Delete Alpha and 2 ties"),
        "{}",
        heard(&screen)
    );
    assert_eq!(screen.query_all_by_role(Role::GraphicsObject).count(), 3);
    choose(&mut screen, "Edit", "Undo");
    assert!(
        heard(&screen).starts_with("Undone: Delete Alpha"),
        "{}",
        heard(&screen)
    );
    assert_eq!(project::write(screen.state().session().document()), whole);

    choose(&mut screen, "File", "Save as…");
    let path = folder.path().join("drawn.milieu");
    screen.get_by_role_and_label(Role::TextInput, "File name").focus();
    screen.run_steps(2);
    press(&mut screen, Modifiers::COMMAND, Key::A);
    type_in(&mut screen, path.to_str().unwrap(), Modifiers::NONE);
    screen.run_steps(6);
    assert_eq!(std::fs::read_to_string(path).unwrap(), whole);
}

/// Four actors in a square, tied around, with a zone to the right.
fn square() -> Screen {
    let mut screen = empty(vec2(1440.0, 900.0));
    let spots = [
        ("A", 0.0, 0.0),
        ("B", 200.0, 0.0),
        ("C", 0.0, 200.0),
        ("D", 200.0, 200.0),
    ];
    let list = spots.map(|(name, x, y)| {
        let place = Place {
            at: Point::new(x, y),
            pinned: true,
        };
        (Actor::new(name, ActorKind::Final), place)
    });
    perform(&mut screen, Action::Edit(Edit::AddActors(list.to_vec())));
    let ids = actors(&screen);
    for (from, to) in [(0, 1), (0, 2), (3, 0)] {
        let tie = Tie::new(TieKind::Cooperation, ids[from], ids[to]);
        perform(&mut screen, Action::Edit(Edit::AddTie(tie)));
    }
    let area = Rect::from_corners(Point::new(400.0, 40.0), Point::new(500.0, 160.0));
    perform(
        &mut screen,
        Action::Edit(Edit::AddZones(vec![Zone::new("Abroad", area)])),
    );
    perform(&mut screen, Action::Select(Selection::actor(ids[0])));
    map_focus(&mut screen);
    screen
}

/// The names of what is chosen.
fn chosen(screen: &Screen) -> Vec<String> {
    let session = screen.state().session();
    let (document, selection) = (session.document(), session.selection());
    let actors = selection.actors.iter().map(|&id| document.display_name(id));
    let ties = selection.ties.iter().map(|&id| document.tie_words(id));
    let jots = selection.jots().map(|jot| document.jot_name(jot));
    actors.chain(ties).chain(jots).collect()
}

#[test]
fn alt_and_arrows_walk_to_the_nearest_and_shift_takes_along() {
    let mut screen = square();
    for (key, at) in [
        (Key::ArrowRight, "B"),
        (Key::ArrowDown, "D"),
        (Key::ArrowLeft, "C"),
        (Key::ArrowUp, "A"),
    ] {
        press(&mut screen, Modifiers::ALT, key);
        assert_eq!(chosen(&screen), [at]);
    }
    press(&mut screen, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowRight);
    press(&mut screen, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(chosen(&screen), ["A", "B", "D"]);
    assert_eq!(heard(&screen), "3 selected");
    press(&mut screen, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(chosen(&screen), ["Abroad"], "from where the last step led");
}

#[test]
fn the_ties_of_an_actor_are_walked_around_and_followed() {
    let mut screen = square();
    let mut seen = Vec::new();
    for _ in 0..4 {
        press(&mut screen, Modifiers::NONE, Key::E);
        seen.extend(chosen(&screen));
    }
    assert_eq!(
        seen,
        [
            "Cooperation A – B",
            "Cooperation D – A",
            "Cooperation A – C",
            "Cooperation A – B"
        ],
        "clockwise from the top"
    );
    press(&mut screen, Modifiers::SHIFT, Key::E);
    assert_eq!(chosen(&screen), ["Cooperation A – C"]);
    press(&mut screen, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(chosen(&screen), ["C"]);
}

#[test]
fn tab_reads_line_by_line_and_notes_and_zones_too() {
    let mut screen = square();
    let mut read = chosen(&screen);
    for _ in 0..4 {
        press(&mut screen, Modifiers::NONE, Key::Tab);
        read.extend(chosen(&screen));
    }
    assert_eq!(read, ["A", "B", "Abroad", "C", "D"]);
    let map = screen.get_by_role_and_label(Role::Canvas, "Map of the cluster");
    let attended = map
        .accesskit_node()
        .active_descendant()
        .and_then(|node| node.label());
    assert!(attended.is_some_and(|label| label.contains("\"D\", 4 of 4")));
}

#[test]
fn every_node_lies_where_its_thing_is_painted_and_says_whether_it_is_chosen() {
    let mut screen = golden();
    let ids = actors(&screen);
    perform(&mut screen, Action::Select(Selection::actor(ids[0])));
    let nodes: Vec<_> = screen.query_all_by_role(Role::GraphicsObject).collect();
    assert_eq!(nodes.len(), 13 + 25);
    let chosen = nodes
        .iter()
        .filter(|node| node.accesskit_node().is_selected() == Some(true));
    assert_eq!(chosen.count(), 1);
    let node = thing(&screen, "\"F1\"");
    let at = node.rect().center();
    perform(&mut screen, Action::SelectNone);
    screen.hover_at(at);
    screen.drag_at(at);
    screen.drop_at(at);
    screen.run_steps(3);
    assert_eq!(screen.state().session().selection(), &Selection::actor(ids[0]));
}

#[test]
fn of_too_many_the_nearest_are_told_of_with_their_count() {
    let mut screen = empty(vec2(1440.0, 900.0));
    let list = (0..400).map(|i| {
        let at = Point::new(f64::from(i % 20) * 60.0, f64::from(i / 20) * 60.0);
        (
            Actor::new(format!("N{i}"), ActorKind::Final),
            Place { at, pinned: true },
        )
    });
    perform(&mut screen, Action::Edit(Edit::AddActors(list.collect())));
    let first = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(first)));
    perform(&mut screen, Action::Show(milieu::session::Show::FitAll));
    let map = screen.get_by_role_and_label(Role::Canvas, "Map of the cluster");
    assert_eq!(
        map.accesskit_node().description().as_deref(),
        Some("400 actors, 0 ties; the nearest 300 of 400 in view")
    );
    assert!(sentence(&screen, "\"N0\"").contains("1 of 400"));
}

#[test]
fn notes_and_zones_are_told_of_and_can_be_gone_to() {
    let mut screen = golden();
    let extent = screen.state().session().document().extent().unwrap();
    let zone = Zone::new("Core", extent);
    perform(&mut screen, Action::Edit(Edit::AddZones(vec![zone])));
    let note = Note::new("Two\nlines", extent.center());
    perform(&mut screen, Action::Edit(Edit::AddNotes(vec![note])));
    perform(&mut screen, Action::SelectNone);
    assert_eq!(sentence(&screen, "Note"), "Note \"Two lines\"");
    assert_eq!(sentence(&screen, "Zone"), "Zone \"Core\", 13 actors inside");
    thing(&screen, "Zone").focus();
    screen.run_steps(3);
    assert_eq!(chosen(&screen), ["Core"]);
}
