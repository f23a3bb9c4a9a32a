//! Promises 1 to 6: whatever happens to a save, the old or the new file is there, and nothing is written unasked.
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use milieu::base::rng::Rng;
use milieu::files::{self, project};

use super::{Running, adding, asked, copy_of, golden, milieu, names_in, read, said, titled};
use crate::save::{large, on_a_small_disk};

#[test]
fn promise_01_a_kill_during_a_save_leaves_old_or_new() {
    let kills: u32 = std::env::var("MILIEU_KILLS").map_or(50, |n| n.parse().unwrap());
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.milieu");
    files::save(&large("actor", 400), &path, None).unwrap();
    let mut rng = Rng::new(9);
    let mut titles = std::collections::BTreeSet::new();
    for kill in 0..kills {
        let mut running = Running::start(home.path(), Some(&path));
        // Far more saves than there is time for.
        let mut input = running.input.take().unwrap();
        let feeding = std::thread::Builder::new()
            .name("feeding".to_owned())
            .spawn(move || {
                use std::io::Write as _;
                for n in 0..1_000 {
                    let line = format!("{}\nsave\n", titled(&format!("{kill}.{n}")));
                    if input.write_all(line.as_bytes()).is_err() {
                        break;
                    }
                }
            });
        std::thread::sleep(Duration::from_micros(rng.below(60_000) as u64));
        running.kill();
        feeding.unwrap().join().unwrap();
        let document = read(&path);
        assert_eq!(document.actor_count(), 400, "half a file after kill {kill}");
        titles.insert(document.project().title.clone());
    }
    assert!(titles.len() > 1, "nothing was ever saved: {titles:?}");
    let leftovers = names_in(folder.path()).len() - 1;
    println!("{kills} kills, {leftovers} unfinished files left behind");
    let later = SystemTime::now() + Duration::from_secs(120);
    assert_eq!(files::sweep(folder.path(), later), leftovers);
    assert_eq!(names_in(folder.path()), ["x.milieu"]);
}

/// The program may write so many bytes to a file; then the system ends it, or refuses.
fn limited(home: &Path, bytes: usize, refuse: bool, arguments: &[&str]) -> std::process::ExitStatus {
    let program = milieu(home);
    let mut command = Command::new("sh");
    let script = if refuse {
        "trap '' XFSZ; exec \"$@\""
    } else {
        "exec \"$@\""
    };
    command
        .args(["-c", script, "sh", "prlimit", "--core=0:0"])
        .arg(format!("--fsize={bytes}:{bytes}"))
        .arg(program.get_program())
        .args(arguments)
        .envs(program.get_envs().filter_map(|(key, value)| Some((key, value?))))
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    if refuse {
        let output = command.stderr(Stdio::piped()).output().unwrap();
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            assert!(words.contains("was not saved"), "{words}");
        }
        return output.status;
    }
    command.stderr(Stdio::null()).status().unwrap()
}

/// A small project, a script, and where both are; nothing where the system cannot limit a program.
fn small(folder: &Path) -> Option<(PathBuf, PathBuf, String)> {
    let there = Command::new("prlimit")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if !there.is_ok_and(|status| status.success()) {
        println!("skipped 1 test: there is no prlimit");
        return None;
    }
    let (path, script) = (folder.join("x.milieu"), folder.join("script.json"));
    files::save(&large("a", 1), &path, None).unwrap();
    fs::write(&script, "[{\"do\":\"set_project\",\"set\":{\"title\":\"New\"}}]").unwrap();
    let old = fs::read_to_string(&path).unwrap();
    Some((path, script, old))
}

#[test]
fn promise_01_a_kill_after_every_byte_leaves_old_or_new() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let Some((path, script, old)) = small(folder.path()) else {
        return;
    };
    let [file, script] = [&path, &script].map(|path| path.to_str().unwrap());
    let arguments = ["edit", file, "--do", script, "-o", file];
    for bytes in 0.. {
        let status = limited(home.path(), bytes, false, &arguments);
        let found = fs::read_to_string(&path).unwrap();
        if status.success() {
            assert_eq!(read(&path).project().title, "New");
            assert_eq!(found.len(), bytes, "the last byte was the last one");
            break;
        }
        assert_eq!(found, old, "killed after {bytes} bytes");
        assert!(bytes < 20_000, "it never gets done");
        let later = SystemTime::now() + Duration::from_secs(120);
        files::sweep(folder.path(), later);
    }
}

#[test]
fn promise_02_a_write_that_fails_at_any_byte_leaves_the_old_file() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let Some((path, script, old)) = small(folder.path()) else {
        return;
    };
    let [file, script] = [&path, &script].map(|path| path.to_str().unwrap());
    let arguments = ["edit", file, "--do", script, "-o", file];
    for bytes in (0..old.len()).step_by(61) {
        let status = limited(home.path(), bytes, true, &arguments);
        assert_eq!(status.code(), Some(1), "{bytes} bytes");
        assert_eq!(fs::read_to_string(&path).unwrap(), old);
        assert_eq!(names_in(folder.path()), ["script.json", "x.milieu"]);
    }
}

#[test]
fn promise_03_a_full_disk_keeps_the_old_file_and_the_work() {
    on_a_small_disk("full disk");
}

#[test]
fn promise_03_a_recovery_copy_that_cannot_be_written_is_said_aloud() {
    on_a_small_disk("full state");
}

#[test]
fn promise_04_a_read_only_disk_keeps_the_old_file_and_the_work() {
    on_a_small_disk("read-only disk");
}

#[test]
fn promise_04_a_folder_that_takes_no_new_file_still_has_its_old_one_written_if_that_is_wanted() {
    on_a_small_disk("shut folder");
}

/// What is done on the small disk `folder`, in a process that sees it.
pub(crate) fn on_disk(task: &str, folder: &Path) {
    let elsewhere = tempfile::tempdir().unwrap();
    match task {
        "full disk" => full_disk(folder, elsewhere.path()),
        "full state" => full_state(folder, elsewhere.path()),
        "read-only disk" => read_only_disk(folder, elsewhere.path()),
        "shut folder" => shut_folder(folder, elsewhere.path()),
        _ => panic!("{task}?"),
    }
}

fn full_disk(folder: &Path, elsewhere: &Path) {
    let path = folder.join("x.milieu");
    files::save(&large("old", 2_000), &path, None).unwrap();
    let old = fs::read(&path).unwrap();
    assert!(old.len() > 300_000 && old.len() < 600_000, "{}", old.len());
    let mut running = Running::start(elsewhere, Some(&path));
    running.tell(&titled("New"));
    let answer = running.tell("save");
    assert_eq!(asked(&answer), ["elsewhere"], "{answer}");
    let why = answer["asks"][0]["why"].as_str().unwrap();
    assert!(why.contains("the disk is full"), "{why}");
    assert_eq!(answer["changed"], true);
    assert_eq!(fs::read(&path).unwrap(), old);
    assert_eq!(names_in(folder), ["x.milieu"]);
    let there = elsewhere.join("saved.milieu");
    let answer = running.tell(&format!("save-as {}", there.display()));
    assert_eq!(answer["changed"], false, "{answer}");
    assert_eq!(read(&there).project().title, "New");
    assert!(running.end());
}

fn full_state(folder: &Path, elsewhere: &Path) {
    let path = golden(elsewhere);
    let filler = folder.join("filler");
    fs::write(&filler, vec![0; 590_000]).unwrap_or_default();
    fs::OpenOptions::new()
        .append(true)
        .open(&filler)
        .and_then(|mut file| {
            loop {
                std::io::Write::write_all(&mut file, &[0; 512])?;
            }
        })
        .map(|(): ()| ())
        .unwrap_or_default();
    let mut command = milieu(elsewhere);
    command
        .env("MILIEU_STATE_DIR", folder.join("state"))
        .arg("session")
        .arg(&path);
    let mut running = Running::of(command);
    let mut told = said(&running.now);
    told += &said(&running.tell(&adding("A")));
    running.tell("settle");
    told += &said(&running.now);
    assert!(told.contains("no recovery copy"), "{told}");
    assert!(told.contains("disk is full"), "{told}");
    assert!(running.now["recovery_fault"].is_string(), "{}", running.now);
    // The work itself goes on, and the file can be saved.
    assert_eq!(running.tell("save")["changed"], false);
    running.tell(&adding("B"));
    fs::remove_file(&filler).unwrap();
    running.tell(&adding("C"));
    running.tell("settle");
    assert_eq!(
        running.now["recovery_fault"],
        serde_json::Value::Null,
        "{}",
        running.now
    );
    assert_eq!(running.now["recovery_copy"], true);
    running.kill();
    let listed = Command::new(env!("CARGO_BIN_EXE_milieu"))
        .env("MILIEU_STATE_DIR", folder.join("state"))
        .args(["recover", "--json"])
        .output()
        .unwrap();
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(listed[0]["actors"], read(&path).actor_count() + 2, "{listed}");
}

fn remount(folder: &Path, options: &str) {
    let status = Command::new("mount")
        .args(["-o", options])
        .arg(folder)
        .status()
        .unwrap();
    assert!(status.success(), "{options}");
}

fn read_only_disk(folder: &Path, elsewhere: &Path) {
    let path = golden(folder);
    let old = fs::read(&path).unwrap();
    let mut running = Running::start(elsewhere, Some(&path));
    remount(folder, "remount,bind,ro");
    running.tell(&adding("A"));
    let answer = running.tell("save");
    assert_eq!(asked(&answer), ["elsewhere"], "{answer}");
    assert_eq!(answer["asks"][0]["in_place"], false, "the file refuses as well");
    let why = answer["asks"][0]["why"].as_str().unwrap();
    assert!(why.contains("the disk is read-only"), "{why}");
    assert_eq!(answer["changed"], true);
    assert_eq!(fs::read(&path).unwrap(), old);
    let there = elsewhere.join("saved.milieu");
    assert_eq!(
        running.tell(&format!("save-as {}", there.display()))["changed"],
        false
    );
    assert!(running.end());
}

fn shut_folder(folder: &Path, elsewhere: &Path) {
    let inside = folder.join("inside");
    fs::create_dir(&inside).unwrap();
    let path = golden(&inside);
    let old = fs::read(&path).unwrap();
    for at in [&inside, &path] {
        let status = Command::new("mount")
            .arg("--bind")
            .args([at, at])
            .status()
            .unwrap();
        assert!(status.success());
    }
    remount(&inside, "remount,bind,ro");
    let mut running = Running::start(elsewhere, Some(&path));
    running.tell(&adding("A"));
    let answer = running.tell("save");
    assert_eq!(asked(&answer), ["elsewhere"], "{answer}");
    assert_eq!(answer["asks"][0]["in_place"], true, "{answer}");
    assert_eq!(fs::read(&path).unwrap(), old, "nothing is written unasked");
    let answer = running.tell("write-over");
    assert_eq!(answer["changed"], false, "{answer}");
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        copy_of(&mut running, elsewhere)
    );
    let versions = elsewhere.join("state/versions");
    let kept = versions.join(&names_in(&versions)[0]);
    assert_eq!(fs::read(kept.join(&names_in(&kept)[0])).unwrap(), old);
    assert!(running.end());
}

#[test]
fn promise_05_what_another_program_wrote_is_not_overwritten_without_an_answer() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other");
    let rewrite = |path: &Path, text: &str| fs::write(path, text).unwrap();
    let replace = |path: &Path, text: &str| {
        fs::write(&other, text).unwrap();
        fs::rename(&other, path).unwrap();
    };
    type Way<'a> = &'a dyn Fn(&Path, &str);
    let ways: [Way<'_>; 2] = [&rewrite, &replace];
    for way in ways {
        let path = golden(folder.path());
        let mut running = Running::start(home.path(), Some(&path));
        running.tell(&adding("Mine"));
        // The same length, within the same second: only the content tells.
        let theirs = fs::read_to_string(&path).unwrap().replacen("\"F1\"", "\"X1\"", 1);
        way(&path, &theirs);
        let answer = running.tell("save");
        assert_eq!(asked(&answer), ["overwrite"], "{answer}");
        assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
        let answer = running.tell("overwrite");
        assert_eq!(answer["changed"], false, "{answer}");
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            copy_of(&mut running, home.path())
        );
        // What the other program has written is kept as an earlier version.
        let kept = files::versions::list(&home.path().join("state"), &path);
        let texts: Vec<String> = kept
            .iter()
            .map(|version| fs::read_to_string(&version.path).unwrap())
            .collect();
        assert!(texts.contains(&theirs));
        assert!(running.end());
    }
}

#[test]
fn promise_05_reload_and_keep_mine_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = golden(folder.path());
    let mut running = Running::start(home.path(), Some(&path));
    running.tell(&adding("Mine"));
    let theirs = fs::read_to_string(&path)
        .unwrap()
        .replacen("\"F1\"", "\"Theirs\"", 1);
    fs::write(&path, &theirs).unwrap();
    let answer = running.tell("keep-mine");
    assert_eq!(answer["changed"], true);
    let answer = running.tell("save");
    assert_eq!(
        (asked(&answer), &answer["changed"]),
        (vec![], &false.into()),
        "{answer}"
    );
    let mine = fs::read_to_string(&path).unwrap();
    assert!(mine.contains("Mine"));
    running.tell(&adding("Again mine"));
    fs::write(&path, &theirs).unwrap();
    let answer = running.tell("reload");
    assert_eq!(answer["changed"], false, "{answer}");
    assert_eq!(copy_of(&mut running, home.path()), theirs);
    running.tell("settle");
    assert!(running.end());
    let listed = milieu(home.path()).args(["recover", "--json"]).output().unwrap();
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(listed[0]["place"], "kept", "{listed}");
    let id = listed[0]["id"].as_str().unwrap();
    let out = milieu(home.path())
        .args(["recover", id, "-o", "-"])
        .output()
        .unwrap();
    assert!(String::from_utf8(out.stdout).unwrap().contains("Again mine"));
}

#[test]
fn promise_06_the_second_window_asks_and_a_killed_one_holds_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = golden(folder.path());
    let first = Running::start(home.path(), Some(&path));
    let link = folder.path().join("link.milieu");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let mut second = Running::start(home.path(), Some(&link));
    assert_eq!(asked(&second.now), ["locked"], "{}", second.now);
    assert_eq!(second.now["asks"][0]["process"], first.child.id());
    assert_eq!(second.now["actors"], 0, "nothing was opened");

    let answer = second.tell(&format!("open-read-only {}", path.display()));
    assert_eq!(answer["read_only"], true, "{answer}");
    second.tell(&adding("A"));
    assert_eq!(asked(&second.tell("save")), ["name"]);
    assert_eq!(asked(&second.tell("new")), ["changes"]);
    second.tell("dont-save");

    let answer = second.tell(&format!("open-copy {}", path.display()));
    assert_eq!(answer["file"], serde_json::Value::Null, "{answer}");
    assert_eq!(answer["title"], "golden (copy)");
    let answer = second.tell(&format!("open-anyway {}", path.display()));
    assert_eq!(answer["read_only"], false, "{answer}");
    second.tell("new");

    first.kill();
    let answer = second.tell(&format!("open {}", path.display()));
    assert_eq!(
        (asked(&answer), &answer["file"]),
        (vec![], &path.to_str().into()),
        "{answer}"
    );
    // One's own file is no other window's.
    assert_eq!(
        asked(&second.tell(&format!("open {}", link.display()))),
        Vec::<&str>::new()
    );
    assert!(second.end());
}

#[test]
fn other_names_of_a_file_are_told_and_its_version_before_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = golden(folder.path());
    let other = folder.path().join("other name");
    fs::hard_link(&path, &other).unwrap();
    let old = fs::read_to_string(&path).unwrap();
    let mut running = Running::start(home.path(), Some(&path));
    running.tell(&adding("A"));
    let answer = running.tell("save");
    assert!(said(&answer).contains("another name (a hard link)"), "{answer}");
    assert_eq!(fs::read_to_string(&other).unwrap(), old);
    running.tell(&adding("B"));
    assert_eq!(said(&running.tell("save")), "", "said once");
    // The version before the session, not the one in between.
    let kept = files::versions::list(&home.path().join("state"), &path);
    let texts: Vec<String> = kept
        .iter()
        .map(|version| fs::read_to_string(&version.path).unwrap())
        .collect();
    assert_eq!(texts, [old]);
    assert!(running.end());
    assert!(File::open(&path).is_ok());
    assert_eq!(project::read(&fs::read(&path).unwrap()).unwrap().notices, []);
}
