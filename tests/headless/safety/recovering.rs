//! Promises 7, 8 and 21: work that is not saved outlives the program, and never lands in the wrong file.

use std::fs;
use std::path::Path;
use std::time::Duration;

use milieu::files::journal;
use milieu::files::project;
use serde_json::Value;

use super::{Running, adding, asked, copy_of, golden, milieu, names_in, said, titled};

const EDITS: [&str; 9] = [
    r#"do [{"do":"rename","actor":"F1","name":"Alpha “α” 甲"}]"#,
    r#"do [{"do":"add_actor","kind":"university","name":"U9","x":10.25,"y":-3}]"#,
    r#"do [{"do":"add_tie","kind":"knowledge","from":"U9","to":"F2","set":{"trust":0.8}}]"#,
    r#"do [{"do":"snapshot","name":"Before"}]"#,
    r#"do [{"do":"remove","actors":["F3"]},{"do":"add_note","text":"Why?","x":1,"y":2}]"#,
    r#"do [{"do":"set_attribute","actors":["U9"],"name":"Website","value":"example.org"}]"#,
    "undo",
    "redo",
    r#"do [{"do":"set_project","set":{"title":"Valley"}}]"#,
];

/// The one piece of work that is offered.
fn offer(answer: &Value) -> &Value {
    let offers = answer["offers"].as_array().unwrap();
    assert_eq!(offers.len(), 1, "{answer}");
    &offers[0]
}

fn id(answer: &Value) -> String {
    offer(answer)["id"].as_str().unwrap().to_owned()
}

fn sessions(home: &Path) -> Vec<String> {
    names_in(&home.join("state/sessions"))
}

#[test]
fn promise_07_a_crash_loses_at_most_the_last_second() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = golden(folder.path());
    let saved = fs::read_to_string(&path).unwrap();
    for file in [Some(path.as_path()), None] {
        let mut running = Running::start(home.path(), file);
        if file.is_none() {
            running.tell(r#"do [{"do":"add_actors","actors":[{"kind":"final","name":"F1"},{"kind":"final","name":"F2"},{"kind":"final","name":"F3"}]}]"#);
        }
        for (n, edit) in EDITS.iter().enumerate() {
            running.tell(edit);
            let expected = copy_of(&mut running, home.path());
            let told = running.now.clone();
            // Every third edit is the last one that there is time for.
            if n % 3 == 2 {
                std::thread::sleep(Duration::from_millis(1_000));
                running.kill();
                running = Running::start(home.path(), None);
                let offered = offer(&running.now).clone();
                assert_eq!(offered["actors"], told["actors"], "{offered}");
                assert_eq!(offered["ties"], told["ties"], "{offered}");
                assert!(offered["edits"].as_u64().unwrap() >= 1, "{offered}");
                let recovered = running.tell(&format!("recover {}", id(&running.now)));
                assert_eq!(recovered["changed"], true, "{recovered}");
                assert_eq!(recovered["file"], Value::Null, "{recovered}");
                assert_eq!(recovered["offers"], Value::Array(vec![]));
                assert_eq!(copy_of(&mut running, home.path()), expected);
            }
        }
        let at = folder.path().join("saved.milieu");
        fs::remove_file(&at).ok();
        let answer = running.tell(&format!("save-as {}", at.display()));
        assert_eq!(answer["changed"], false, "{answer}");
        assert!(running.end());
        assert_eq!(sessions(home.path()), [""; 0], "saved work needs no recovery");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), saved);
}

#[test]
fn promise_07_a_mistake_of_the_program_itself_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(home.path(), Some(&golden(folder.path())));
    running.tell(&adding("Last"));
    let expected = copy_of(&mut running, home.path());
    // At once, without a second to write things down in.
    assert_eq!(running.say("fail here"), Value::Null);
    assert!(!running.end());
    let mut running = Running::start(home.path(), None);
    let id = id(&running.now);
    running.tell(&format!("recover {id}"));
    assert_eq!(copy_of(&mut running, home.path()), expected);
    running.kill();
}

#[test]
fn promise_07_a_recovery_copy_cut_anywhere_gives_a_state_that_was() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(home.path(), Some(&golden(folder.path())));
    let mut states = vec![copy_of(&mut running, home.path())];
    for edit in EDITS {
        running.tell(edit);
        running.tell("settle");
        states.push(copy_of(&mut running, home.path()));
    }
    running.kill();
    let state = home.path().join("state");
    let log = state.join("sessions").join(&sessions(home.path())[0]).join("log");
    let whole = fs::read(&log).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for cut in (0..=whole.len()).rev() {
        fs::write(&log, &whole[..cut]).unwrap();
        let found = journal::list(&state);
        let Some(found) = found.first() else { continue };
        match found.document() {
            Ok(document) => {
                seen.insert(project::write(&document));
            }
            Err(fault) => assert!(found.damage.is_some(), "cut at {cut}: {fault}"),
        }
    }
    // Each was on the disk before the next one came, and nothing but whole steps comes back.
    for state in &states[1..] {
        assert!(seen.contains(state), "{state}");
    }
    assert!(seen.len() <= 2 * states.len(), "{}", seen.len());
}

#[test]
fn promise_08_recovered_work_never_overwrites_an_unrelated_file() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = golden(folder.path());
    let saved = fs::read_to_string(&path).unwrap();
    let mut running = Running::start(home.path(), Some(&path));
    running.tell(&adding("Unsaved"));
    running.tell("settle");
    running.kill();

    let other = folder.path().join("other.milieu");
    fs::write(&other, &saved).unwrap();
    let mut running = Running::start(home.path(), Some(&other));
    let id = id(&running.now);
    let answer = running.tell(&format!("recover {id}"));
    assert_eq!(answer["title"], "golden (recovered)");
    let answer = running.tell("save");
    assert_eq!(asked(&answer), ["name"], "{answer}");
    assert_eq!(answer["changed"], true);
    for untouched in [&path, &other] {
        assert_eq!(fs::read_to_string(untouched).unwrap(), saved);
    }
    // Still recoverable until it is saved.
    running.kill();
    let running = Running::start(home.path(), None);
    assert_eq!(offer(&running.now)["id"], id.as_str());
    running.kill();
}

#[test]
fn promise_08_nothing_is_touched_before_the_person_has_answered() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = golden(folder.path());
    let mut running = Running::start(home.path(), Some(&path));
    running.tell(&adding("Unsaved"));
    running.tell("settle");
    running.kill();
    let session = home.path().join("state/sessions").join(&sessions(home.path())[0]);
    let content = || -> Vec<(String, Vec<u8>)> {
        let names = names_in(&session).into_iter();
        names
            .map(|name| (name.clone(), fs::read(session.join(name)).unwrap()))
            .collect()
    };
    let before = content();
    // The same file is opened, changed and saved again, and the program ends as it should, twice.
    for name in ["B", "C"] {
        let mut running = Running::start(home.path(), Some(&path));
        offer(&running.now);
        running.tell(&adding(name));
        running.tell("save");
        assert!(running.end());
        assert_eq!(content(), before);
    }
    // While one window offers it, another does not.
    let first = Running::start(home.path(), None);
    let second = Running::start(home.path(), None);
    offer(&first.now);
    assert_eq!(second.now["offers"], Value::Array(vec![]));
    first.kill();
    second.kill();
    // Although the file has been changed since, the work comes back as it was.
    let mut running = Running::start(home.path(), None);
    running.tell(&format!("recover {}", id(&running.now)));
    let text = copy_of(&mut running, home.path());
    assert!(text.contains("Unsaved") && !text.contains("\"B\""));
    running.kill();
}

#[test]
fn work_that_is_not_saved_is_kept_and_can_be_listed_written_and_thrown_away() {
    let home = tempfile::tempdir().unwrap();
    let mut running = Running::start(home.path(), None);
    running.tell(&adding("A"));
    assert_eq!(asked(&running.tell("quit")), ["changes"]);
    running.tell("dont-save");
    assert!(running.end());
    let running = Running::start(home.path(), None);
    assert_eq!(
        running.now["offers"],
        Value::Array(vec![]),
        "it is not pressed on anybody"
    );
    assert!(running.end());
    let list = || -> Value {
        let out = milieu(home.path()).args(["recover", "--json"]).output().unwrap();
        serde_json::from_slice(&out.stdout).unwrap()
    };
    let listed = list();
    assert_eq!(
        (&listed[0]["place"], &listed[0]["actors"]),
        (&"kept".into(), &1.into())
    );
    let id = listed[0]["id"].as_str().unwrap();
    let out = home.path().join("out.milieu");
    let status = milieu(home.path())
        .args(["recover", id, "-o"])
        .arg(&out)
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(super::read(&out).actor_count(), 1);
    assert_eq!(list(), listed, "writing it takes nothing away");
    let status = milieu(home.path())
        .args(["recover", id, "--discard"])
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(list(), Value::Array(vec![]));
    let gone = milieu(home.path())
        .args(["recover", id, "-o", "-"])
        .output()
        .unwrap();
    assert_eq!(gone.status.code(), Some(1));
    assert!(
        String::from_utf8(gone.stderr)
            .unwrap()
            .contains("no unsaved work")
    );
}

#[test]
fn a_session_that_ended_without_anything_to_recover_goes_after_a_while() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = golden(folder.path());
    let state = home.path().join("state");
    let day = |n: u64| std::time::SystemTime::now() + Duration::from_secs(n * 86_400);
    for undone in [false, true] {
        let mut running = Running::start(home.path(), Some(&path));
        running.tell(EDITS[0]);
        if undone {
            running.tell("undo");
        }
        running.tell("settle");
        running.kill();
    }
    let before = sessions(home.path());
    assert_eq!(before.len(), 2);
    assert_eq!(journal::list(&state).len(), 1, "what was undone is not offered");
    assert_eq!(journal::prune(&state, day(29)), 0);
    assert_eq!(journal::prune(&state, day(31)), 1);
    let found = journal::list(&state);
    assert_eq!(found.len(), 1);
    assert_eq!(
        sessions(home.path()),
        [found[0].id()],
        "unsaved work stays for good"
    );
    assert_eq!(journal::prune(&state, day(31)), 0);
}

#[test]
fn undoing_to_what_is_saved_leaves_nothing_to_recover() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = golden(folder.path());
    let mut running = Running::start(home.path(), Some(&path));
    running.tell(&titled("A"));
    let answer = running.tell("undo");
    assert_eq!(answer["changed"], false, "{answer}");
    running.tell("settle");
    running.kill();
    let running = Running::start(home.path(), None);
    assert_eq!(running.now["offers"], Value::Array(vec![]), "{}", running.now);
    assert!(running.end());
}

#[test]
fn promise_21_a_worker_that_fails_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(home.path(), Some(&golden(folder.path())));
    let before = copy_of(&mut running, home.path());
    let overall = running.now["overall"].as_f64().unwrap();
    running.tell(&titled("A"));
    running.tell(r#"do [{"do":"remove","actors":["F1"]}]"#);
    let edited = copy_of(&mut running, home.path());
    let lower = running.tell("state")["overall"].as_f64().unwrap();
    assert!((lower - overall).abs() > 1e-6);
    running.tell("fail worker");
    assert_eq!(copy_of(&mut running, home.path()), edited);
    assert_eq!(running.now["undo"], 2);
    running.tell("undo");
    let back = running.tell("undo");
    assert_eq!(copy_of(&mut running, home.path()), before);
    // Figures are still worked out, and the recovery copy is still written.
    assert_eq!(back["overall"].as_f64(), Some(overall), "{}", said(&back));
    running.tell(&adding("B"));
    running.tell("settle");
    assert_eq!(running.now["recovery_copy"], true);
    assert!(running.end());
}
