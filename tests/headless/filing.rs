//! Opening, saving and the questions around them, through the session.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use milieu::base::geom::Point;
use milieu::files::settings::{self, Settings};
use milieu::model::{Actor, ActorKind, Edit, Place};
use milieu::session::listing::{Key, Tab};
use milieu::session::{Action, Effect, Pace, Session, Side};

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
fn a_recent_file_is_remembered_with_its_picture_and_figures() {
    let folder = tempfile::tempdir().unwrap();
    let (path, state) = (folder.path().join("valley.milieu"), folder.path().join("state"));
    let mut first = session();
    first.keep_state_in(&state);
    first.perform(Action::OpenExample("golden".into()));
    first.perform(Action::SaveAs(path.clone()));
    first.tick(Duration::ZERO);
    let overall = first.track().current().unwrap().value("overall").unwrap();
    let settings = first.settings.clone();
    drop(first);

    let mut second = Session::new(settings, None, &Pace::Inline);
    second.keep_state_in(&state);
    second.tick(Duration::ZERO);
    second.tick(Duration::ZERO);
    let [recent] = second.recents().files() else {
        panic!()
    };
    let card = recent.card.as_ref().unwrap();
    assert!(recent.there());
    assert_eq!((card.actors, card.sketch.marks.len()), (13, 13));
    assert_eq!(card.figures[0].1, format!("{overall:.1}"));
    assert_eq!(card.figures.len(), 7);

    fs::remove_file(&path).unwrap();
    second.tick(Duration::from_secs(3));
    second.tick(Duration::from_secs(3));
    assert!(!second.recents().files()[0].there());
    second.perform(Action::ForgetRecent(path));
    second.tick(Duration::from_secs(4));
    assert!(second.recents().files().is_empty());
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
    let effects = session.take_effects();
    let [
        Effect::AskSaveElsewhere {
            why, in_place: false, ..
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert!(why.contains("no such file or folder"), "{why}");
    assert!(session.changed());
    // Somewhere else it is saved, and then goes on as was asked.
    session.perform(Action::SaveElsewhere);
    let effects = session.take_effects();
    let [Effect::AskSavePath { then: Some(then), .. }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    session.perform(Action::SaveAsThen(folder.path().join("a.milieu"), then.clone()));
    assert_eq!(session.take_effects(), [Effect::Quit]);
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
fn what_another_program_wrote_is_noticed_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.milieu");
    let mut session = session();
    add(&mut session, "A");
    session.perform(Action::SaveAs(path.clone()));
    session.tick(Duration::from_secs(2));
    assert!(!session.file().changed_on_disk());
    let foreign = milieu::files::examples::find("golden").unwrap().text;
    fs::write(&path, foreign).unwrap();
    for second in 3..9 {
        session.tick(Duration::from_secs(second));
        assert!(session.file().changed_on_disk());
    }
    // Both on one map, and nothing is decided by that.
    session.perform(Action::CompareWithFile(path.clone(), "On the disk".into()));
    assert_eq!(session.comparing().sides(), Some([Side::Other, Side::Now]));
    let found = session.comparing().found().unwrap();
    assert_eq!(found.before.document.actor_count(), 13);
    assert_eq!(
        session.comparing().name(Side::Other, session.document()),
        "On the disk"
    );
    session.perform(Action::StopComparing);
    assert!(session.file().changed_on_disk());
    session.perform(Action::KeepMine);
    assert!(session.changed() && !session.file().changed_on_disk());
    assert_eq!(fs::read_to_string(&path).unwrap(), foreign);
    session.perform(Action::Save);
    assert!(!session.changed());
    fs::write(&path, foreign).unwrap();
    session.tick(Duration::from_secs(12));
    session.perform(Action::OpenAs(path, milieu::session::Opening::Again));
    assert!(!session.file().changed_on_disk());
    assert_eq!(session.document().actor_count(), 13);
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
    session.perform(Action::SaveAs(path.clone()));
    assert!(said(&session).contains("another name"), "{}", said(&session));
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    let own = folder.path().join("own.milieu");
    session.perform(Action::SaveAs(own.clone()));
    assert!(own.exists() && !session.file().newer() && !session.changed());
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
        {"id":"a3","name":"C","kind":"supplier"},
        {"id":"a4","name":"D","kind":"supplier"}],
        "ties":[{"id":"t1","kind":"supply","from":"a2","to":"a1"},
        {"id":"t2","kind":"supply","from":"a4","to":"a1"}]}"#;
    fs::write(&path, text).unwrap();
    let mut session = session();
    session.perform(Action::Open(path));
    let at = |id: u64| session.at(milieu::model::ActorId::new(id).unwrap()).unwrap();
    assert_eq!(at(1), Point::new(10.5, -3.0));
    for (a, b) in [(1, 2), (1, 3), (2, 3), (1, 4), (2, 4), (3, 4)] {
        let apart = at(a).distance(at(b));
        assert!((30.0..600.0).contains(&apart), "{a} {b}: {apart}");
    }
}

#[test]
fn the_highest_id_of_a_file_leaves_room_for_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("high.milieu");
    let text = r#"{"milieu":{"format":1},"actors":[
        {"id":"a9007199254740991","name":"Last","kind":"final","x":0,"y":0}],"ties":[]}"#;
    fs::write(&path, text).unwrap();
    let mut session = session();
    session.perform(Action::Open(path));
    add(&mut session, "Next");
    session.perform(Action::Save);
    assert!(!session.changed(), "{}", said(&session));
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

#[test]
fn settings_are_written_before_the_program_ends_and_a_failure_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let wake = Arc::new(|| ());
    let mut threaded = Session::new(Settings::default(), Some(path.clone()), &Pace::Threads(wake));
    for kind in ActorKind::ALL {
        threaded.perform(Action::SetNextActorKind(kind));
        threaded.save_settings();
    }
    drop(threaded);
    assert_eq!(settings::load(&path).0.last_actor_kind, ActorKind::Customer);
    let nowhere = path.join("below a file").join("settings.json");
    let mut session = Session::new(Settings::default(), Some(nowhere), &Pace::Inline);
    session.save_settings();
    assert!(
        said(&session).contains("Settings could not be saved"),
        "{}",
        said(&session)
    );
}

/// A dialog that does not add the extension has asked about another name than the one that is written.
#[test]
fn a_name_that_gets_its_extension_here_overwrites_nothing_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let (typed, full) = (folder.path().join("map"), folder.path().join("map.milieu"));
    let mut session = session();
    add(&mut session, "A");
    for action in [Action::SaveAs(typed.clone()), Action::SaveCopy(typed)] {
        fs::write(&full, "somebody's").unwrap();
        session.take_effects();
        session.perform(action);
        assert_eq!(session.take_effects(), [Effect::AskOverwrite(full.clone())]);
        assert_eq!(fs::read_to_string(&full).unwrap(), "somebody's");
        session.perform(Action::SaveAnyway);
        assert_ne!(fs::read_to_string(&full).unwrap(), "somebody's");
        assert_eq!(session.file().path(), Some(full.as_path()));
    }
}

/// A session with real threads: nothing is finished at once.
struct Threaded {
    session: Session,
    wakes: mpsc::Receiver<()>,
}

impl Threaded {
    fn new() -> Self {
        let (sender, wakes) = mpsc::channel();
        let sender = Mutex::new(sender);
        let wake = Arc::new(move || sender.lock().unwrap().send(()).unwrap_or_default());
        let session = Session::new(Settings::default(), None, &Pace::Threads(wake));
        Self { session, wakes }
    }

    /// Takes answers in until `done`. Each round ends with a wake-up of a worker, so this ends as soon as it can.
    fn until(&mut self, done: impl Fn(&Session) -> bool) {
        self.session.tick(Duration::ZERO);
        while !done(&self.session) {
            self.wakes.recv_timeout(Duration::from_secs(60)).unwrap();
            self.session.tick(Duration::ZERO);
        }
    }

    fn idle_files(&mut self) {
        self.until(|session| session.file().busy().is_none());
    }
}

#[test]
fn saves_in_a_row_do_not_take_each_other_for_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.milieu");
    let mut threaded = Threaded::new();
    add(&mut threaded.session, "A");
    threaded.session.perform(Action::SaveAs(path.clone()));
    threaded.idle_files();
    for name in ["B", "C", "D"] {
        add(&mut threaded.session, name);
        threaded.session.perform(Action::Save);
    }
    threaded.idle_files();
    let asked = |effect: &Effect| matches!(effect, Effect::AskOverwrite(_));
    assert!(!threaded.session.take_effects().iter().any(asked));
    assert!(!threaded.session.changed());
    let written = milieu::files::project::write(threaded.session.document());
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
}

#[test]
fn a_save_that_ends_late_does_not_touch_the_next_project() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.milieu");
    let mut threaded = Threaded::new();
    add(&mut threaded.session, "A");
    threaded.session.perform(Action::SaveAs(path.clone()));
    threaded
        .session
        .perform(Action::DiscardThen(Box::new(Action::New)));
    threaded.idle_files();
    assert!(path.exists());
    assert_eq!(threaded.session.file().path(), None);
    assert!(!threaded.session.changed());
    add(&mut threaded.session, "B");
    assert!(threaded.session.changed());
}

#[test]
fn what_was_drawn_while_a_file_was_read_is_not_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.milieu");
    let mut large = session();
    let place = |x| Place {
        at: Point::new(x, 0.0),
        pinned: true,
    };
    let actors = (0..3_000).map(|i| (Actor::new("A", ActorKind::Final), place(f64::from(i) * 90.0)));
    large.perform(Action::Edit(Edit::AddActors(actors.collect())));
    fs::write(&path, milieu::files::project::write(large.document())).unwrap();
    let mut threaded = Threaded::new();
    threaded.session.perform(Action::Open(path.clone()));
    add(&mut threaded.session, "Mine");
    threaded.idle_files();
    assert_eq!(threaded.session.document().actor_count(), 1);
    let question = Effect::AskAboutChanges(Box::new(Action::Open(path.clone())));
    assert!(threaded.session.take_effects().contains(&question));
    threaded
        .session
        .perform(Action::DiscardThen(Box::new(Action::Open(path))));
    threaded.idle_files();
    assert_eq!(threaded.session.document().actor_count(), 3_000);
}

#[test]
fn every_save_that_was_asked_for_is_written_before_the_program_ends() {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = (0..4)
        .map(|i| folder.path().join(format!("{i}.milieu")))
        .collect();
    let mut threaded = Threaded::new();
    add(&mut threaded.session, "A");
    for path in &paths {
        threaded.session.perform(Action::SaveCopy(path.clone()));
    }
    drop(threaded);
    for path in &paths {
        assert!(path.exists(), "{}", path.display());
    }
}

#[test]
fn a_message_offers_undo_until_the_next_step_even_while_the_layout_settles() {
    let mut threaded = Threaded::new();
    threaded.session.perform(Action::OpenExample("golden".into()));
    let mut firms = threaded.session.document().actors().map(|(id, _)| id);
    let (into, other) = (firms.next().unwrap(), firms.next().unwrap());
    drop(firms);
    let merge = Edit::Merge(into, BTreeSet::from([other]));
    threaded.session.perform(Action::Edit(merge));
    threaded.until(|session| !session.motion().moving());
    let offered = threaded.session.posted().last().unwrap().undoes;
    assert_eq!(offered, Some(threaded.session.history().state()));
}

/// Otherwise everything would jump back to where it was before the layout began.
#[test]
fn a_drag_begins_where_a_running_layout_has_come_to() {
    let mut threaded = Threaded::new();
    threaded.session.perform(Action::OpenExample("golden".into()));
    threaded.session.perform(Action::UnpinAll);
    threaded.session.perform(Action::ToggleSettle);
    let before = Arc::clone(threaded.session.document());
    let moved = |session: &Session| {
        let mut places = before.places();
        places.find_map(|(id, place)| (session.at(id)? != place.at).then_some(id))
    };
    threaded.until(|session| moved(session).is_some());
    let (held, _) = threaded.session.document().places().last().unwrap();
    let at = threaded.session.at(held).unwrap();
    threaded.session.perform(Action::Drag([(held, at)].into()));
    let after = threaded.session.document();
    assert_ne!(**after, *before, "what the layout had found is kept");
    assert_eq!(
        threaded.session.history().undoable().next(),
        Some("Settle layout")
    );
}

/// Everything arrives, and a save is finished even when the program ends right after it was asked for.
#[test]
fn threads_bring_the_same_answers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.milieu");
    let mut threaded = Threaded::new();
    threaded.session.perform(Action::OpenExample("golden".into()));
    let overall = |session: &Session| session.track().current()?.value("overall");
    threaded.until(|session| overall(session).is_some_and(|value| value > 0.0));
    assert!((overall(&threaded.session).unwrap() - 48.2961).abs() < 5e-5);
    threaded.session.perform(Action::SaveAs(path.clone()));
    drop(threaded);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        milieu::files::examples::find("golden").unwrap().text
    );
}

#[test]
fn the_id_of_a_removed_actor_does_not_come_back_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.milieu");
    let mut session = session();
    session.perform(Action::OpenExample("golden".into()));
    let untouched = milieu::files::project::write(session.document());
    let last = session.document().actors().last().unwrap().0;
    session.perform(Action::Edit(Edit::Remove(milieu::model::Selection::actor(last))));
    session.perform(Action::Undo);
    assert_eq!(
        milieu::files::project::write(session.document()),
        untouched,
        "undone without a trace"
    );
    session.perform(Action::Redo);
    session.perform(Action::SaveAs(path.clone()));
    session.perform(Action::Open(path));
    add(&mut session, "New");
    let fresh = session.document().actors().last().unwrap().0;
    assert_eq!(fresh.number(), last.number() + 1);
    assert!(
        session
            .document()
            .tie(milieu::model::TieId::new(25).unwrap())
            .is_some()
    );
}

#[test]
fn rows_of_the_table_become_a_file_with_attributes_and_figures() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session();
    session.perform(Action::OpenExample("golden".into()));
    let mut rows: Vec<Key> = session
        .document()
        .actors()
        .map(|(id, _)| Key::Actor(id))
        .collect();
    rows.reverse();
    session.perform(Action::AskExportTable(Tab::Actors, rows.clone()));
    let asked = session.take_effects();
    let asked = asked.iter().find_map(|effect| match effect {
        Effect::AskTablePath { suggestion, .. } => Some(suggestion.as_str()),
        _ => None,
    });
    assert!(asked.unwrap().ends_with(" actors.xlsx"));
    let path = folder.path().join("actors.csv");
    session.perform(Action::ExportTable {
        path: path.clone(),
        tab: Tab::Actors,
        rows: rows.clone(),
    });
    assert!(
        said(&session).starts_with("Table written to"),
        "{}",
        said(&session)
    );
    assert!(!session.changed(), "an export is no edit");
    let mut table = csv::Reader::from_path(&path).unwrap();
    let headings = table.headers().unwrap().clone();
    let at = |id: &str| headings.iter().position(|heading| heading == id).unwrap();
    let records: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), rows.len());
    let last = session.document().actors().last().unwrap().1;
    assert_eq!(&records[0][at("name")], last.name);
    assert_eq!(records[0][at("jobs")].parse::<f64>().unwrap(), last.jobs.get());
    assert!(
        records
            .iter()
            .any(|record| record[at("betweenness")].parse::<f64>().is_ok_and(|b| b > 0.0))
    );
    session.perform(Action::ExportTable {
        path: folder.path().join("actors.txt"),
        tab: Tab::Actors,
        rows,
    });
    assert!(said(&session).contains(".csv or .xlsx"), "{}", said(&session));
}
