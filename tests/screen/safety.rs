//! What the window says about the safety of work: unsaved work of a crash, files that others hold or have changed,
//! saves that fail, earlier versions.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers, ViewportId, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use milieu::base::geom::Point;
use milieu::files::journal::{self, Place as Why};
use milieu::files::lock::Lock;
use milieu::files::settings::Settings;
use milieu::model::{Actor, ActorKind, Edit, Place};
use milieu::session::{Action, Opening, Pace, Session, Show, Side};
use milieu::ui::Window;

use crate::panels::{Screen, perform, press, retype};

fn session(state: &Path) -> Session {
    let mut settings = Settings::default();
    settings.reduced_motion = true;
    let mut session = Session::new(settings, None, &Pace::Inline);
    session.keep_recovery_copies(state.to_owned());
    session
}

fn window(state: &Path, file: Option<&Path>) -> Screen {
    let (state, file) = (state.to_owned(), file.map(Path::to_owned));
    let mut screen = Harness::builder()
        .with_size(vec2(1440.0, 900.0))
        .with_max_steps(40)
        .build_eframe(move |creation| {
            let mut session = session(&state);
            if let Some(file) = &file {
                session.perform(Action::Open(file.clone()));
            }
            Window::new(&creation.egui_ctx, session).with_built_in_dialogs()
        });
    screen.run_steps(4);
    screen
}

fn adding(name: &str) -> Action {
    let place = Place {
        at: Point::new(40.0, 40.0),
        pinned: false,
    };
    Action::Edit(Edit::AddActors(vec![(Actor::new(name, ActorKind::Final), place)]))
}

fn golden(folder: &Path) -> PathBuf {
    let path = folder.join("valley.milieu");
    let text = milieu::files::examples::find("golden").unwrap().text;
    fs::write(&path, text).unwrap();
    path
}

/// A session that ends without a word, with an edit that is in no file.
fn crash(state: &Path, file: Option<&Path>) {
    let mut session = session(state);
    if let Some(file) = file {
        session.perform(Action::Open(file.to_owned()));
    }
    session.perform(adding("Unsaved"));
    assert!(session.recovery().written().is_some());
}

fn click(screen: &mut Screen, label: &str) {
    screen.get_by_role_and_label(Role::Button, label).click();
    screen.run_steps(5);
}

fn has(screen: &Screen, text: &str) -> bool {
    screen.query_all_by_label_contains(text).next().is_some()
}

fn names(screen: &Screen) -> Vec<String> {
    let document = screen.state().session().document();
    document.actors().map(|(_, actor)| actor.name.clone()).collect()
}

#[test]
fn after_a_crash_the_start_card_offers_the_work() {
    let (state, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = golden(files.path());
    crash(state.path(), Some(&path));
    let mut screen = window(state.path(), None);
    assert!(has(&screen, "Unsaved work from today"));
    assert!(has(
        &screen,
        "valley, 14 actors, 25 ties, 1 edit since the last save"
    ));
    click(&mut screen, "Recover");
    assert!(names(&screen).contains(&"Unsaved".to_owned()));
    let session = screen.state().session();
    assert!(session.changed() && session.file().path().is_none());
    assert_eq!(session.title(), "valley (recovered)");
    assert!(!has(&screen, "Unsaved work from"));
    // Saving asks for a name, and proposes none that is in use.
    press(&mut screen, Modifiers::COMMAND, Key::S);
    let field = screen.get_by_role_and_label(Role::TextInput, "File name");
    assert_eq!(field.value().as_deref(), Some("valley (recovered).milieu"));
}

#[test]
fn beside_an_open_file_a_bar_offers_the_work_and_can_wait() {
    let (state, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    crash(state.path(), None);
    let path = golden(files.path());
    let mut screen = window(state.path(), Some(&path));
    assert!(has(&screen, "Unsaved work from today"));
    assert!(
        screen.query_by_label("Open both").is_none(),
        "there is no file to it"
    );
    click(&mut screen, "Later");
    assert!(!has(&screen, "Unsaved work from"));
    drop(screen);
    // It is offered again the next time, and discarded by keyboard.
    let mut screen = window(state.path(), Some(&path));
    screen.get_by_role_and_label(Role::Button, "Discard").focus();
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::Space);
    screen.run_steps(3);
    assert!(!has(&screen, "Unsaved work from"));
    drop(screen);
    let found = journal::list(state.path());
    assert_eq!(found.iter().map(|one| one.place).collect::<Vec<_>>(), [Why::Kept]);
}

#[test]
fn work_that_was_let_go_is_in_a_list_and_thrown_away_only_when_that_is_confirmed() {
    let state = tempfile::tempdir().unwrap();
    let mut screen = window(state.path(), None);
    perform(&mut screen, adding("A"));
    press(&mut screen, Modifiers::COMMAND, Key::N);
    assert!(has(&screen, "kept for 30 days"));
    click(&mut screen, "Don't save");
    assert!(names(&screen).is_empty());
    perform(&mut screen, Action::Show(Show::Works));
    assert!(has(&screen, "not saved"));
    click(&mut screen, "Delete Untitled for good");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!(screen.state().session().recovery().works().len(), 1);
    click(&mut screen, "Recover Untitled");
    assert_eq!(names(&screen), ["A"]);
    press(&mut screen, Modifiers::COMMAND, Key::N);
    click(&mut screen, "Don't save");
    perform(&mut screen, Action::Show(Show::Works));
    click(&mut screen, "Delete Untitled for good");
    click(&mut screen, "Delete");
    assert!(screen.state().session().recovery().works().is_empty());
    assert!(has(&screen, "Nothing to recover"));
}

#[test]
fn a_file_that_is_open_elsewhere_is_opened_as_the_person_says() {
    let (state, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = golden(files.path());
    let _held = Lock::take(state.path(), &path).unwrap().unwrap();
    let mut screen = window(state.path(), Some(&path));
    assert!(has(&screen, "valley.milieu is open in another window"));
    assert!(names(&screen).is_empty());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(names(&screen).is_empty());
    perform(&mut screen, Action::Open(path.clone()));
    // Enter takes the answer that can harm nobody.
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(3);
    assert_eq!(names(&screen).len(), 13);
    assert!(screen.state().session().file().read_only());
    assert!(has(&screen, "only read here"));
    perform(&mut screen, Action::Open(path));
    click(&mut screen, "Open a copy");
    assert_eq!(screen.state().session().title(), "valley (copy)");
    assert!(!has(&screen, "only read here"));
}

#[test]
fn a_file_changed_elsewhere_is_compared_reloaded_or_kept() {
    let (state, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = golden(files.path());
    let mut screen = window(state.path(), Some(&path));
    perform(&mut screen, adding("Mine"));
    let theirs = fs::read_to_string(&path)
        .unwrap()
        .replacen("\"F1\"", "\"Theirs\"", 1);
    let rewrite = |screen: &mut Screen| {
        fs::write(&path, &theirs).unwrap();
        // The file is looked at once a second.
        std::thread::sleep(Duration::from_millis(1_050));
        screen.run_steps(4);
        assert!(has(screen, "valley.milieu was changed by another program"));
    };
    rewrite(&mut screen);
    click(&mut screen, "Compare");
    let comparing = screen.state().session().comparing();
    assert_eq!(comparing.sides(), Some([Side::Other, Side::Now]));
    assert!(has(&screen, "On the disk"));
    perform(&mut screen, Action::StopComparing);
    click(&mut screen, "Keep mine");
    assert!(!has(&screen, "was changed by another program"));
    perform(&mut screen, Action::Save);
    assert!(!screen.state().session().changed());
    assert!(fs::read_to_string(&path).unwrap().contains("Mine"));
    rewrite(&mut screen);
    click(&mut screen, "Reload");
    assert!(names(&screen).contains(&"Theirs".to_owned()));
    assert!(!screen.state().session().changed());
    // What the other program had written first is an earlier version now.
    perform(&mut screen, Action::Show(Show::Versions));
    let row = screen.query_all_by_label_contains("Open a copy of today").next();
    row.unwrap().click();
    screen.run_steps(5);
    assert_eq!(screen.state().session().file().path(), None);
}

#[test]
fn a_save_that_fails_asks_for_another_place_and_goes_on_from_there() {
    let (state, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut screen = window(state.path(), None);
    perform(&mut screen, adding("A"));
    let nowhere = files.path().join("nowhere").join("a.milieu");
    perform(&mut screen, Action::SaveAs(nowhere));
    assert!(has(&screen, "a.milieu was not saved"));
    assert!(screen.query_by_label("Write over").is_none());
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(3);
    let there = files.path().join("b.milieu");
    retype(&mut screen, "File name", there.to_str().unwrap());
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(4);
    assert!(there.exists());
    assert!(!screen.state().session().changed());
}

#[test]
fn promise_26_without_a_file_dialog_of_the_system_files_are_opened_and_saved() {
    let (state, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = golden(files.path());
    let mut screen = window(state.path(), None);
    press(&mut screen, Modifiers::COMMAND, Key::O);
    screen.run_steps(3);
    retype(&mut screen, "File name", path.to_str().unwrap());
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(4);
    assert_eq!(names(&screen).len(), 13);
    perform(&mut screen, adding("A"));
    press(&mut screen, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    screen.run_steps(3);
    retype(&mut screen, "File name", "second");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(4);
    let second = files.path().join("second.milieu");
    assert!(second.exists(), "in the folder of the first");
    assert_eq!(screen.state().session().file().path(), Some(second.as_path()));
}

#[test]
fn the_bar_tells_of_the_recovery_copy_now_and_then() {
    let (state, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = golden(files.path());
    let mut screen = window(state.path(), Some(&path));
    assert!(!has(&screen, "recovery copy"));
    perform(&mut screen, adding("A"));
    assert!(has(&screen, "recovery copy"));
    // Once the words about the edit have gone, the window wakes up for the next word only.
    screen.run_steps(80);
    screen.step();
    let next = screen.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!(next > Duration::from_millis(100), "{next:?}");
    perform(&mut screen, Action::Save);
    assert!(has(&screen, "Saved ") && !has(&screen, "recovery copy"));
    perform(&mut screen, Action::OpenAs(path, Opening::Again));
    assert_eq!(journal::list(state.path()).len(), 0);
}
