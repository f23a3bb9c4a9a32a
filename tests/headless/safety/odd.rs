//! Promises 10, 11 and 16: newer formats, every number to the bit, and paths that are no files.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use milieu::base::cancel::Cancel;
use milieu::base::rng::Rng;
use milieu::files::{self, project};
use milieu::model::field::{self, Accepts, Value};
use milieu::model::generate::{Model, Recipe};
use milieu::model::{ActorId, Edit};

use super::{Running, adding, asked, copy_of, milieu};

#[test]
fn promise_10_a_newer_file_keeps_what_it_holds_and_is_not_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("newer.milieu");
    let text = "{\"milieu\":{\"format\":7,\"app\":\"9\",\"later\":[1]},\"project\":{\"mood\":\"good\"},\
                \"actors\":[{\"id\":\"a1\",\"kind\":\"final\",\"x\":0,\"y\":0,\"aura\":{\"hue\":3}}],\"ties\":[],\
                \"rites\":{\"spring\":true}}";
    fs::write(&path, text).unwrap();
    let mut running = Running::start(home.path(), Some(&path));
    running.tell(&adding("B"));
    assert_eq!(asked(&running.tell("save")), ["name"]);
    running.tell("settle");
    running.kill();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    // What this version does not know comes through a crash as well.
    let mut running = Running::start(home.path(), None);
    let id = running.now["offers"][0]["id"].as_str().unwrap().to_owned();
    running.tell(&format!("recover {id}"));
    let kept = copy_of(&mut running, home.path());
    for known in [
        "\"later\":[1]",
        "\"mood\":\"good\"",
        "\"aura\":{\"hue\":3}",
        "\"rites\":{\"spring\":true}",
        "\"B\"",
    ] {
        assert!(kept.contains(known), "{known}: {kept}");
    }
    running.kill();
}

#[test]
fn promise_11_what_is_saved_is_opened_and_saved_again_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["one.milieu", "two.milieu"].map(|name| folder.path().join(name));
    let mut rng = Rng::new(11);
    for (seed, model) in Model::ALL.into_iter().cycle().take(12).enumerate() {
        let recipe = Recipe {
            model,
            actors: 30,
            ties: 60,
            seed: seed as u64,
        };
        let mut document = recipe.make(&Cancel::new()).unwrap();
        let mut ids = document.ids();
        // Numbers of every sort that a double can be, in every field that takes them.
        for id in 1..=30 {
            let actor = ActorId::new(id).unwrap();
            for field in field::ACTOR {
                let Accepts::Number { least, most, .. } = field.accepts else {
                    continue;
                };
                let number = f64::from_bits(u64::from(rng.next_u32()) << 32 | u64::from(rng.next_u32()));
                let number = if (least..=most).contains(&number) {
                    number
                } else {
                    (least + rng.unit() * (most.min(1e9) - least)).clamp(least, most)
                };
                let edit = Edit::SetActorField([actor].into(), field.id.to_owned(), Value::Number(number));
                document = edit.apply(&document, &mut ids).unwrap_or(document);
            }
            let at = milieu::base::geom::Point::new(rng.unit() * 1e-300, -rng.unit() * 9e6);
            document = Edit::Arrange([(actor, at)].into())
                .apply(&document, &mut ids)
                .unwrap();
        }
        files::save(&document, &paths[0], None).unwrap();
        let opened = files::open(&paths[0]).unwrap().0;
        assert_eq!(opened.notices, []);
        assert_eq!(opened.document, document);
        files::save(&opened.document, &paths[1], None).unwrap();
        assert_eq!(fs::read(&paths[0]).unwrap(), fs::read(&paths[1]).unwrap());
        assert_eq!(fs::read_to_string(&paths[0]).unwrap(), project::write(&document));
    }
}

#[test]
fn promise_16_what_is_no_file_is_refused_without_a_wait() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let mut cases = vec![
        (folder.path().to_owned(), "a folder"),
        (PathBuf::from("/dev/zero"), "a device"),
    ];
    if Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .is_ok_and(|status| status.success())
    {
        cases.push((pipe, "a pipe"));
    } else {
        println!("skipped: pipes, because there is no mkfifo");
    }
    let mut running = Running::start(home.path(), None);
    running.tell(&adding("A"));
    for (path, what) in cases {
        let output = milieu(home.path()).arg("metrics").arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(words.contains(what), "{words}");
        let answer = running.tell(&format!("save-as {}", path.display()));
        // An ending is added, and that is a file like any other.
        assert!(
            answer["changed"] == false || asked(&answer) == ["elsewhere"],
            "{answer}"
        );
    }
    running.kill();
}

#[test]
fn promise_16_a_title_becomes_a_name_that_stays_in_its_folder() {
    let home = tempfile::tempdir().unwrap();
    let mut running = Running::start(home.path(), None);
    for title in ["../../etc/x", "a\\nb", "C:\\\\x", "con\\u0000", "..", "/", "…"] {
        running.tell(&format!(
            "do [{{\"do\":\"set_project\",\"set\":{{\"title\":\"{title}\"}}}}]"
        ));
        let answer = running.tell("save");
        let name = answer["asks"][0]["suggestion"].as_str().unwrap();
        let plain = !name.contains(['/', '\\', ':', '\n', '\0']) && !name.starts_with('.');
        assert!(plain && name.ends_with(".milieu"), "{title}: {name:?}");
    }
    running.kill();
}

#[test]
fn a_name_with_a_line_break_or_no_text_at_all_opens_and_saves() {
    use std::os::unix::ffi::OsStringExt as _;
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in [b"a\nb.milieu".to_vec(), b"caf\xe9.milieu".to_vec()] {
        let path = folder.path().join(std::ffi::OsString::from_vec(name));
        if fs::write(&path, files::examples::find("golden").unwrap().text).is_err() {
            println!("skipped: this disk takes only names that are text");
            continue;
        }
        let mut running = Running::start(home.path(), Some(&path));
        running.tell(&adding("A"));
        assert_eq!(running.tell("save")["changed"], false);
        running.tell(&adding("B"));
        running.tell("settle");
        running.kill();
        let found = files::journal::list(&home.path().join("state"));
        assert_eq!(found[0].origin.as_deref(), Some(path.as_path()));
        assert_eq!(
            found[0].document().unwrap().actor_count(),
            super::read(&path).actor_count() + 1
        );
        found.into_iter().for_each(|one| one.delete().unwrap());
    }
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing is left lying about"
    );
}
