//! Opening, saving and the questions around them, through the session.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use milieu::base::geom::Point;
use milieu::files::settings::{self, Settings};
use milieu::model::{Actor, ActorKind, Edit, Place};
use milieu::session::{Action, Effect, Pace, Session};

fn session() -> Session {
    Session::new(Settings::default(), None, &Pace::Inline)
}

fn add(session: &mut Session, name: &str) {
    let place = Place {
        at: Point::ORIGIN,
        pinned: false,
    };
    session.perform(Action::Edit(Edit::AddActors(vec![(
        Actor::new(name, ActorKind::Final),
        place,
    )])));
}

fn said(session: &Session) -> String {
    session
        .posted()
        .last()
        .map(|posted| posted.notice.to_string())
        .unwrap_or_default()
}

#[test]
fn save_close_reopen_finds_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("valley.milieu");
    let mut first = session();
    first.perform(Action::OpenExample("golden".into()));
    assert!(!first.changed(), "an example that nobody touched can be left");
    add(&mut first, "甲乙丙");
    first.perform(Action::SaveAs(path.clone()));
    let document = Arc::clone(first.document());
    let values = Arc::clone(first.track().current().unwrap());
    let mut second = session();
    second.perform(Action::Open(path.clone()));
    assert_eq!(second.document(), &document);
    assert_eq!(second.track().current().unwrap(), &values);
    assert_eq!(second.title(), "valley");
    assert_eq!(second.file().path(), Some(path.as_path()));
    assert!(!second.changed());
    assert_eq!(second.settings.recent, [path]);
}

#[test]
fn unsaved_work_is_never_left_without_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.milieu");
    fs::write(&path, milieu::files::examples::find("golden").unwrap().text).unwrap();
    let leaving = [
        Action::New,
        Action::Quit,
        Action::Open(path),
        Action::OpenExample("golden".into()),
    ];
    for action in leaving {
        let mut session = session();
        add(&mut session, "A");
        session.take_effects();
        session.perform(action.clone());
        assert_eq!(
            session.take_effects(),
            [Effect::AskAboutChanges(Box::new(action.clone()))],
            "{action:?}"
        );
        assert_eq!(session.document().actor_count(), 1, "{action:?}");
        session.perform(Action::DiscardThen(Box::new(action.clone())));
        let left = session.take_effects().contains(&Effect::Quit) || session.document().actor_count() != 1;
        assert!(left, "{action:?}");
    }
}

#[test]
fn save_first_then_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.milieu");
    let mut session = session();
    add(&mut session, "A");
    session.take_effects();
    session.perform(Action::SaveThen(Box::new(Action::Quit)));
    let effects = session.take_effects();
    let [
        Effect::AskSavePath {
            copy: false,
            suggestion,
            then: Some(then),
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert_eq!(suggestion, "Untitled.milieu");
    session.perform(Action::SaveAsThen(path.clone(), then.clone()));
    assert_eq!(session.take_effects(), [Effect::Quit]);
    assert!(path.exists());
}

#[test]
fn a_failed_save_keeps_the_window_open_and_the_mark() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no such folder").join("a.milieu");
    let mut session = session();
    add(&mut session, "A");
    session.take_effects();
    session.perform(Action::SaveAsThen(nowhere, Box::new(Action::Quit)));
    assert_eq!(session.take_effects(), []);
    assert!(session.changed());
    assert!(said(&session).contains("no such folder"), "{}", said(&session));
}

#[test]
fn what_another_program_wrote_is_not_overwritten_without_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.milieu");
    let mut session = session();
    add(&mut session, "A");
    session.perform(Action::SaveAs(path.clone()));
    let foreign = milieu::files::examples::find("golden").unwrap().text;
    fs::write(&path, foreign).unwrap();
    add(&mut session, "B");
    session.take_effects();
    session.perform(Action::Save);
    assert_eq!(session.take_effects(), [Effect::AskOverwrite(path.clone())]);
    assert_eq!(fs::read_to_string(&path).unwrap(), foreign);
    session.perform(Action::SaveAnyway);
    assert!(!session.changed());
    assert_ne!(fs::read_to_string(&path).unwrap(), foreign);
}

#[test]
fn a_copy_leaves_the_project_with_its_own_file() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("a.milieu"), folder.path().join("copy.milieu"));
    let mut session = session();
    add(&mut session, "A");
    session.perform(Action::SaveAs(path.clone()));
    add(&mut session, "B");
    session.perform(Action::SaveCopy(copy.clone()));
    assert!(copy.exists() && session.changed());
    assert_eq!(session.file().path(), Some(path.as_path()));
}

#[test]
fn a_newer_file_opens_and_is_saved_elsewhere_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("future.milieu");
    let text = milieu::files::examples::find("golden").unwrap().text;
    let newer = text.replacen("\"format\":1", "\"format\":9", 1);
    assert_ne!(newer, text);
    fs::write(&path, &newer).unwrap();
    let mut session = session();
    session.perform(Action::Open(path.clone()));
    assert_eq!(session.document().actor_count(), 13);
    assert!(session.file().newer());
    add(&mut session, "A");
    session.take_effects();
    session.perform(Action::Save);
    assert!(matches!(
        session.take_effects().as_slice(),
        [Effect::AskSavePath { .. }]
    ));
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
}

#[test]
fn what_cannot_be_opened_leaves_the_open_project_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.milieu");
    fs::write(&path, "{\"milieu\":{\"format\":1},\n \"actors\": oops}").unwrap();
    let mut session = session();
    session.perform(Action::OpenExample("golden".into()));
    let before = Arc::clone(session.document());
    for bad in [
        path,
        PathBuf::from("/no/such/file.milieu"),
        folder.path().to_owned(),
    ] {
        session.perform(Action::Open(bad));
        assert_eq!(session.document(), &before);
    }
    assert!(
        session
            .posted()
            .iter()
            .any(|posted| posted.notice.to_string().contains("line 2"))
    );
}

#[test]
fn actors_without_places_get_some_and_the_others_keep_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hand.milieu");
    let text = r#"{"milieu":{"format":1,"app":"hand"},"actors":[
        {"id":"a1","name":"A","kind":"final","x":10.5,"y":-3},
        {"id":"a2","name":"B","kind":"supplier"},
        {"id":"a3","name":"C","kind":"supplier"}],
        "ties":[{"id":"t1","kind":"supply","from":"a2","to":"a1"}]}"#;
    fs::write(&path, text).unwrap();
    let mut session = session();
    session.perform(Action::Open(path));
    let at = |id: u64| session.at(milieu::model::ActorId::new(id).unwrap()).unwrap();
    assert_eq!(at(1), Point::new(10.5, -3.0));
    for (a, b) in [(1, 2), (1, 3), (2, 3)] {
        let apart = at(a).distance(at(b));
        assert!((30.0..600.0).contains(&apart), "{a} {b}: {apart}");
    }
}

#[test]
fn settings_survive() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let mut session = Session::new(Settings::default(), Some(path.clone()), &Pace::Inline);
    session.perform(Action::SetNextActorKind(ActorKind::University));
    session.save_settings();
    let (settings, notices) = settings::load(&path);
    assert!(notices.is_empty());
    assert_eq!(settings.last_actor_kind, ActorKind::University);
}

/// With real threads: nothing is finished at once, everything arrives, and a save is finished even when the program
/// ends right after it was asked for.
#[test]
fn threads_bring_the_same_answers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.milieu");
    let (sender, receiver) = mpsc::channel();
    let sender = Mutex::new(sender);
    let wake = Arc::new(move || sender.lock().unwrap().send(()).unwrap_or_default());
    let mut session = Session::new(Settings::default(), None, &Pace::Threads(wake));
    session.perform(Action::OpenExample("golden".into()));
    let mut overall = None;
    // Each round ends with a wake-up of a worker, so the loop ends as soon as the answer is there.
    while overall.is_none() {
        receiver.recv_timeout(Duration::from_secs(60)).unwrap();
        session.tick(Duration::ZERO);
        overall = session
            .track()
            .current()
            .and_then(|values| values.value("overall"))
            .filter(|&value| value > 0.0);
    }
    assert!((overall.unwrap() - 48.2961).abs() < 5e-5);
    session.perform(Action::SaveAs(path.clone()));
    drop(session);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        milieu::files::examples::find("golden").unwrap().text
    );
}
