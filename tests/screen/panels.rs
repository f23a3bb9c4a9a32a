//! The window by its widgets: panels, dialogs and keys do what they say. Nothing is rendered.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use milieu::base::geom::Point;
use milieu::files::settings::{Settings, Theme};
use milieu::model::{Actor, ActorId, ActorKind, Edit, Place, Selection};
use milieu::session::{Action, Pace, PanelId, Session, Show};
use milieu::ui::Window;

pub(crate) type Screen = Harness<'static, Window>;

/// A window on the golden cluster.
pub(crate) fn golden() -> Screen {
    let mut screen = empty(vec2(1440.0, 900.0));
    perform(&mut screen, Action::OpenExample("golden".to_owned()));
    screen
}

pub(crate) fn empty(size: egui::Vec2) -> Screen {
    window(size, Settings::default())
}

fn window(size: egui::Vec2, mut settings: Settings) -> Screen {
    settings.reduced_motion = true;
    let mut screen = Harness::builder()
        .with_size(size)
        .with_max_steps(40)
        .build_eframe(|creation| {
            let session = Session::new(settings, None, &Pace::Inline);
            Window::new(&creation.egui_ctx, session).with_built_in_dialogs()
        });
    screen.run_steps(3);
    screen
}

pub(crate) fn perform(screen: &mut Screen, action: Action) {
    let ctx = screen.ctx.clone();
    screen.state_mut().perform(&ctx, action);
    screen.run_steps(4);
}

pub(crate) fn actors(screen: &Screen) -> Vec<ActorId> {
    screen
        .state()
        .session()
        .document()
        .actors()
        .map(|(id, _)| id)
        .collect()
}

pub(crate) fn steps(screen: &Screen) -> usize {
    screen.state().session().history().undoable().count()
}

pub(crate) fn name(screen: &Screen, id: ActorId) -> String {
    screen.state().session().document().display_name(id)
}

pub(crate) fn press(screen: &mut Screen, modifiers: Modifiers, key: Key) {
    screen.key_press_modifiers(modifiers, key);
    screen.run_steps(3);
}

/// Puts `text` in place of what a field holds.
pub(crate) fn retype(screen: &mut Screen, label: &str, text: &str) {
    screen.get_by_role_and_label(Role::TextInput, label).focus();
    screen.run_steps(2);
    press(screen, Modifiers::COMMAND, Key::A);
    screen
        .get_by_role_and_label(Role::TextInput, label)
        .type_text(text);
    screen.run_steps(2);
}

#[test]
fn the_menu_names_the_step_that_undo_takes_back() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Edit(Edit::Rename(id, "Alpha".to_owned())));
    screen.get_by_role_and_label(Role::Button, "Edit").click();
    screen.run_steps(4);
    screen.get_by_label_contains("Undo rename to").click();
    screen.run_steps(4);
    assert_eq!(name(&screen, id), "F1");
}

#[test]
fn a_typed_name_is_one_step_on_enter_and_none_on_escape() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    retype(&mut screen, "Name", "Alpha");
    assert_eq!(name(&screen, id), "F1", "nothing happens while typing");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!((name(&screen, id).as_str(), steps(&screen)), ("Alpha", 1));

    retype(&mut screen, "Name", "Beta");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!((name(&screen, id).as_str(), steps(&screen)), ("Alpha", 1));
    assert_eq!(
        screen.state().session().selection().only_actor(),
        Some(id),
        "Escape peels one layer only"
    );
}

#[test]
fn what_is_typed_survives_a_click_elsewhere() {
    let mut screen = golden();
    let ids = actors(&screen);
    perform(&mut screen, Action::Select(Selection::actor(ids[0])));
    retype(&mut screen, "Name", "Alpha");
    perform(&mut screen, Action::Select(Selection::actor(ids[1])));
    assert_eq!((name(&screen, ids[0]).as_str(), steps(&screen)), ("Alpha", 1));
}

#[test]
fn letters_are_text_in_a_field_and_commands_outside() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    retype(&mut screen, "Name", "x");
    press(&mut screen, Modifiers::NONE, Key::Delete);
    press(&mut screen, Modifiers::NONE, Key::B);
    assert_eq!(actors(&screen).len(), 13);
    assert!(screen.query_by_label("Overall competitiveness").is_some());
}

#[test]
fn a_pulled_slider_is_one_step_and_shows_its_effect_on_the_way() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    let capability = |screen: &Screen| {
        screen
            .state()
            .session()
            .document()
            .actor(id)
            .expect("it is there")
            .capability
            .get()
    };
    let before = capability(&screen);
    let rect = screen
        .get_by_role_and_label(Role::Slider, "Innovation capability")
        .rect();
    let at = |share: f32| Pos2::new(rect.left() + rect.width() * share, rect.center().y);
    screen.drag_at(at(0.5));
    screen.run_steps(2);
    for share in [0.6, 0.7, 0.8, 0.9] {
        screen.hover_at(at(share));
        screen.run_steps(2);
    }
    assert!(capability(&screen) > before, "the effect shows while pulling");
    assert_eq!(steps(&screen), 0);
    screen.drop_at(at(0.9));
    screen.run_steps(3);
    assert_eq!(steps(&screen), 1);
    assert!(capability(&screen) > before);
    perform(&mut screen, Action::Undo);
    assert_eq!(capability(&screen), before);
}

#[test]
fn changes_are_asked_about_and_every_answer_is_obeyed() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Edit(Edit::Rename(id, "Alpha".to_owned())));

    perform(&mut screen, Action::New);
    screen.get_by_label("Cancel").click();
    screen.run_steps(4);
    assert_eq!(actors(&screen).len(), 13);
    assert!(screen.query_by_label("Don't save").is_none());

    perform(&mut screen, Action::New);
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(screen.query_by_label("Don't save").is_none(), "Escape cancels");
    assert_eq!(actors(&screen).len(), 13);

    // The map has the keyboard, as it has after every click on it.
    press(&mut screen, Modifiers::NONE, Key::Tab);
    screen.get_by_label("Map of the cluster").focus();
    screen.run_steps(3);
    perform(&mut screen, Action::New);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert!(
        screen.query_by_label("Save the project").is_some(),
        "Enter saves, which asks for a name"
    );
    press(&mut screen, Modifiers::NONE, Key::Escape);
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!(actors(&screen).len(), 13);

    perform(&mut screen, Action::New);
    screen.get_by_label("Don't save").click();
    screen.run_steps(4);
    assert_eq!(actors(&screen).len(), 0);
}

#[test]
fn typing_replaces_the_proposed_file_name_but_not_its_ending() {
    let mut screen = golden();
    perform(&mut screen, Action::AskSaveAs);
    screen.event(egui::Event::Text("mine".to_owned()));
    screen.run_steps(3);
    let field = screen.get_by_role_and_label(Role::TextInput, "File name");
    assert_eq!(field.value().as_deref(), Some("mine.milieu"));
}

#[test]
fn a_project_that_is_saved_remembers_where_the_person_was_looking() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = golden();
    perform(&mut screen, Action::SaveAs(folder.path().join("here.milieu")));
    let camera = screen.state().session().remembered_camera();
    assert!(camera.is_some());
    perform(&mut screen, Action::Show(Show::ZoomIn));
    assert_ne!(screen.state().session().remembered_camera(), camera);
}

#[test]
fn escape_puts_the_first_card_away() {
    let mut screen = empty(vec2(1366.0, 768.0));
    assert!(screen.query_by_label("Begin a cluster").is_some());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(screen.query_by_label("Begin a cluster").is_none());
    perform(&mut screen, Action::New);
    assert!(
        screen.query_by_label("Begin a cluster").is_some(),
        "another new project begins with it"
    );
}

#[test]
fn the_built_in_chooser_saves_and_asks_before_it_replaces() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("mine.milieu");
    let mut screen = golden();
    perform(&mut screen, Action::AskSaveAs);
    retype(&mut screen, "Folder", &folder.path().display().to_string());
    press(&mut screen, Modifiers::NONE, Key::Enter);
    retype(&mut screen, "File name", "mine");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert!(file.exists());
    assert_eq!(screen.state().session().file().path(), Some(file.as_path()));
    assert!(!screen.state().session().changed());

    perform(&mut screen, Action::AskSaveAs);
    retype(&mut screen, "File name", "mine");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert!(screen.query_by_label("Replace mine.milieu?").is_some());
}

#[test]
fn the_start_card_leads_to_drawing_or_to_an_example() {
    let mut screen = empty(vec2(1366.0, 768.0));
    assert!(screen.query_by_label("Begin a cluster").is_some());
    screen
        .get_by_role_and_label(Role::Button, "Golden cluster")
        .click();
    screen.run_steps(6);
    assert_eq!(actors(&screen).len(), 13);
    assert!(screen.query_by_label("Begin a cluster").is_none());
}

#[test]
fn three_named_actors_and_two_ties_take_at_most_twenty_keys() {
    let mut screen = empty(vec2(1440.0, 900.0));
    let mut keys = 0;
    let mut key = |screen: &mut Screen, modifiers, key| {
        keys += 1;
        press(screen, modifiers, key);
    };
    // A letter each is a name; longer names are as many keys more.
    for (modifiers, opening, letter) in [
        (Modifiers::COMMAND, Key::Enter, "A"),
        (Modifiers::COMMAND, Key::ArrowRight, "B"),
        (Modifiers::COMMAND, Key::ArrowRight, "C"),
    ] {
        key(&mut screen, modifiers, opening);
        screen.event(egui::Event::Text(letter.to_owned()));
        screen.run_steps(2);
        key(&mut screen, Modifiers::NONE, Key::Enter);
    }
    assert!(keys + 3 <= 20);
    let document = screen.state().session().document();
    let mut names: Vec<&str> = document.actors().map(|(_, actor)| actor.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["A", "B", "C"]);
    assert_eq!(document.tie_count(), 2);
}

#[test]
fn every_region_can_be_reached_with_f6() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    for region in ["Inspector", "Indicators", "Table", "Library"] {
        press(&mut screen, Modifiers::NONE, Key::F6);
        let reached = screen
            .query_all_by_role_and_label(Role::Heading, region)
            .any(|node| node.is_focused());
        assert!(reached, "{region}");
    }
}

#[test]
fn the_bars_fit_the_smallest_window() {
    for size in [vec2(1024.0, 640.0), vec2(1366.0, 768.0)] {
        let mut screen = empty(size);
        perform(&mut screen, Action::OpenExample("golden".to_owned()));
        for label in [
            "Undo",
            "Select mode",
            "Hand mode",
            "Kind of the next tie",
            "Settle",
            "Table panel",
        ] {
            let rect = screen.get_by_role_and_label(Role::Button, label).rect();
            assert!(
                rect.left() >= 0.0 && rect.right() <= size.x,
                "{label} at {size}: {rect}"
            );
        }
    }
}

/// Icons have private code points, which no voice can read.
fn readable(label: &str) -> bool {
    !label.trim().is_empty()
        && !label
            .chars()
            .any(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter))
}

#[test]
fn no_menu_is_taller_than_the_smallest_window() {
    let size = vec2(1024.0, 640.0);
    for menu in ["File", "Edit", "View", "Insert", "Layout", "Analyze", "Help"] {
        let mut screen = empty(size);
        screen.get_by_role_and_label(Role::Button, menu).click();
        screen.run_steps(6);
        let open = screen.ctx.memory(|memory| memory.areas().visible_layer_ids());
        let lowest = open
            .into_iter()
            .filter_map(|layer| screen.ctx.memory(|memory| memory.area_rect(layer.id)))
            .fold(0.0_f32, |lowest, rect| lowest.max(rect.bottom()));
        assert!(lowest > 40.0 && lowest <= size.y, "{menu} ends at {lowest}");
    }
}

#[test]
fn every_control_has_a_name() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    let ids = actors(&screen);
    let tie = screen
        .state()
        .session()
        .document()
        .ties()
        .next()
        .expect("there are ties")
        .0;
    for selection in [
        Selection::default(),
        Selection::actor(ids[0]),
        Selection::tie(tie),
        Selection::all(screen.state().session().document()),
    ] {
        perform(&mut screen, Action::Select(selection));
        let nameless: Vec<String> = screen
            .root()
            .children_recursive()
            .filter(|node| {
                let node = node.accesskit_node();
                let role = node.role();
                matches!(
                    role,
                    Role::Button
                        | Role::TextInput
                        | Role::Slider
                        | Role::CheckBox
                        | Role::SpinButton
                        | Role::MultilineTextInput
                ) && !readable(&node.label().unwrap_or_default())
            })
            .map(|node| format!("{:?} at {:?}", node.accesskit_node().role(), node.rect()))
            .collect();
        assert_eq!(nameless, Vec::<String>::new());
    }
}

#[test]
fn a_new_actor_of_a_kind_comes_from_the_insert_menu() {
    let mut screen = empty(vec2(1440.0, 900.0));
    perform(&mut screen, Action::Insert(ActorKind::University));
    let document = screen.state().session().document();
    assert_eq!(
        document.actors().next().map(|(_, actor)| actor.kind),
        Some(ActorKind::University)
    );
}

#[test]
fn names_in_any_script_are_kept() {
    let mut screen = golden();
    let actor = Actor::new("Grüße Łódź Ñandú", ActorKind::Final);
    let place = Place {
        at: Point::new(900.0, 0.0),
        pinned: true,
    };
    perform(&mut screen, Action::Edit(Edit::AddActors(vec![(actor, place)])));
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    assert!(screen.query_by_label_contains("Name of Grüße").is_some());
}

#[test]
fn an_open_menu_takes_the_arrows_before_the_map() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    screen.get_by_role_and_label(Role::Button, "View").click();
    screen.run_steps(4);
    press(&mut screen, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(steps(&screen), 0, "the chosen actor stays where it is");
}

#[test]
fn a_context_menu_works_by_keyboard_and_closes() {
    let mut screen = golden();
    let at = Pos2::new(420.0, 780.0);
    for pressed in [true, false] {
        screen.event(egui::Event::PointerMoved(at));
        screen.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        screen.run_steps(2);
    }
    assert!(screen.query_by_label_contains("Select all").is_some());
    for _ in 0..3 {
        press(&mut screen, Modifiers::NONE, Key::ArrowDown);
    }
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(4);
    assert_eq!(screen.state().session().selection().actors.len(), 13);
    assert!(screen.query_by_label_contains("Select all").is_none());
}

#[test]
fn motion_and_theme_are_chosen_in_the_view_menu() {
    let mut screen = golden();
    assert!(screen.state().session().settings.reduced_motion);
    screen.get_by_role_and_label(Role::Button, "View").click();
    screen.run_steps(4);
    screen.get_by_label_contains("Interface").click();
    screen.run_steps(4);
    screen.get_by_label_contains("Reduce motion").click();
    screen.run_steps(4);
    assert!(!screen.state().session().settings.reduced_motion);
    perform(&mut screen, Action::Show(Show::Theme(Theme::Dark)));
    assert!(screen.ctx.theme() == egui::Theme::Dark);
}

#[test]
fn f6_goes_on_from_where_the_keyboard_is() {
    let mut screen = golden();
    for _ in 0..2 {
        press(&mut screen, Modifiers::NONE, Key::F6);
    }
    screen.get_by_label("Map of the cluster").focus();
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::F6);
    let inspector = screen.get_by_role_and_label(Role::Heading, "Inspector");
    assert!(inspector.is_focused(), "the region after the map");
}

#[test]
fn a_panel_is_as_wide_as_its_handle_was_dragged_and_no_other_drag_counts() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    let edge = |screen: &Screen| screen.get_by_label("Map of the cluster").rect().right();
    let width = |screen: &Screen| {
        let panels = &screen.state().session().settings.panels;
        panels.get(PanelId::Inspector.id()).map(|panel| panel.size)
    };
    let drag = |screen: &mut Screen, from: Pos2, by: f32| {
        screen.drag_at(from);
        screen.run_steps(2);
        for share in [0.5, 1.0] {
            screen.hover_at(from + vec2(by * share, 0.0));
            screen.run_steps(2);
        }
        screen.drop_at(from + vec2(by, 0.0));
        screen.run_steps(2);
    };
    let from = Pos2::new(edge(&screen) + 2.0, 300.0);
    drag(&mut screen, from, -100.0);
    let wide = width(&screen).expect("it was dragged");
    assert!(wide > 380.0, "{wide}");

    // A small window squeezes the panel; what is pulled then has nothing to do with its size.
    screen.set_size(vec2(700.0, 700.0));
    screen.run_steps(4);
    let slider = screen.get_by_role_and_label(Role::Slider, "Innovation capability");
    let from = slider.rect().center();
    drag(&mut screen, from, 30.0);
    assert_eq!(width(&screen), Some(wide));
}

#[test]
fn the_name_of_a_new_folder_lets_the_keyboard_go_elsewhere() {
    let mut screen = golden();
    perform(&mut screen, Action::AskSaveAs);
    screen.get_by_label("New folder").click();
    screen.run_steps(3);
    let field =
        |label| move |screen: &Screen| screen.get_by_role_and_label(Role::TextInput, label).is_focused();
    assert!(field("Name of the new folder")(&screen));
    screen.get_by_role_and_label(Role::TextInput, "File name").focus();
    screen.run_steps(4);
    assert!(field("File name")(&screen));
}

#[test]
fn a_second_question_about_a_file_is_answered_with_a_word() {
    let mut screen = golden();
    perform(&mut screen, Action::AskSaveAs);
    perform(&mut screen, Action::AskOpen);
    let posted = screen.state().session().posted();
    assert!(
        posted
            .iter()
            .any(|posted| posted.notice.sentence.starts_with("Another file"))
    );
}

#[test]
fn enter_adds_an_actor_in_actor_mode() {
    let mut screen = empty(vec2(1440.0, 900.0));
    press(&mut screen, Modifiers::NONE, Key::Num2);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!(actors(&screen).len(), 1);
    screen.event(egui::Event::Text("A".to_owned()));
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!(
        (actors(&screen).len(), steps(&screen)),
        (1, 2),
        "this one closes the name"
    );
}

#[test]
fn keys_that_come_in_one_frame_act_one_after_the_other() {
    let mut screen = golden();
    let ids = actors(&screen);
    perform(&mut screen, Action::Select(Selection::actor(ids[0])));
    let press = |key, modifiers| egui::Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    };
    let events = [
        press(Key::Delete, Modifiers::NONE),
        press(Key::Z, Modifiers::COMMAND),
    ];
    screen.input_mut().events.extend(events);
    screen.run_steps(3);
    assert_eq!(actors(&screen), ids, "the deleted actor came back");
    assert_eq!(screen.state().session().history().redoable().count(), 1);
}

#[test]
fn a_recent_file_that_is_gone_cannot_be_chosen() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let there = folder.path().join("there.milieu");
    std::fs::write(&there, "").expect("the folder can be written to");
    let mut settings = Settings::default();
    settings.recent = vec![there, folder.path().join("gone.milieu")];
    let mut screen = window(vec2(1440.0, 900.0), settings);
    perform(&mut screen, Action::OpenExample("golden".to_owned()));
    for menu in ["File", "Open recent"] {
        screen.get_by_label_contains(menu).click();
        screen.run_steps(6);
    }
    let enabled = |name: &str| {
        let row = screen.query_all_by_role(Role::Button).find(|button| {
            let label = button.accesskit_node().label();
            label.is_some_and(|label| label.starts_with(name))
        });
        !row.unwrap().accesskit_node().is_disabled()
    };
    assert!(enabled("there, ") && !enabled("gone, "));
    screen.get_by_label("Take gone off this list").click();
    screen.run_steps(3);
    assert_eq!(screen.state().session().settings.recent.len(), 1);
}
