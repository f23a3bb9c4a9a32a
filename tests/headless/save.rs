//! Promises about saving: whatever happens on the way, the file holds all of the old or all of the new project.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests are tests as well"
)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use milieu::base::geom::Point;
use milieu::files::{self, Fault, SaveFault, project, settings};
use milieu::model::field::Value;
use milieu::model::{Actor, ActorKind, Document, Edit, Place};

use crate::files::SAMPLE;

/// Tells a copy of this test program what to do; see [`child`].
const TASK: &str = "MILIEU_TEST_TASK";
/// Where it shall do so.
const FOLDER: &str = "MILIEU_TEST_FOLDER";

fn sample() -> Document {
    project::read(SAMPLE.as_bytes()).unwrap().document
}

/// A project whose file has a few hundred bytes for each actor.
pub(crate) fn large(title: &str, actors: u32) -> Document {
    let actors = (0..actors).map(|n| {
        let place = Place {
            at: Point::new(f64::from(n), 0.0),
            pinned: false,
        };
        (Actor::new(format!("{title} {n}"), ActorKind::Final), place)
    });
    let empty = Document::default();
    let mut ids = empty.ids();
    Edit::Together(
        String::new(),
        vec![
            Edit::AddActors(actors.collect()),
            Edit::SetProjectField("title".into(), Value::Text(title.into())),
        ],
    )
    .apply(&empty, &mut ids)
    .unwrap()
}

fn renamed(document: &Document, title: &str) -> Document {
    Edit::SetProjectField("title".into(), Value::Text(title.into()))
        .apply(document, &mut document.ids())
        .unwrap()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// What the copies do. In an ordinary run it does nothing.
#[test]
fn child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    match task.as_str() {
        "settings" => println!("settings in {}", settings::default_path().unwrap().display()),
        #[cfg(unix)]
        task => {
            println!("on the small disk");
            crate::safety::saving::on_disk(task, &folder);
        }
        #[cfg(not(unix))]
        task => panic!("{task}?"),
    }
}

#[test]
fn a_saved_project_opens_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("产业 ü.milieu");
    let document = sample();
    let saved = files::save(&document, &path, None).unwrap();
    assert_eq!(saved.notices, []);
    let (opened, stamp) = files::open(&path).unwrap();
    assert_eq!(opened.document, document);
    assert_eq!(stamp, saved.stamp);
    assert_eq!(names_in(folder.path()), ["产业 ü.milieu"]);
    let piped = files::open_reader(File::open(&path).unwrap()).unwrap();
    assert_eq!(piped.document, document);
}

#[test]
fn a_fault_names_the_file_last() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.milieu");
    let missing = files::open(&path).unwrap_err().to_string();
    assert!(
        missing.contains("no such file") && missing.ends_with("x.milieu"),
        "{missing}"
    );
    fs::write(
        &path,
        "{\"milieu\":{\"format\":1},\n\"actors\":[{\"kind\":\"x\"}]}",
    )
    .unwrap();
    let fault = files::open(&path).unwrap_err();
    assert_eq!((fault.line(), fault.column()), (Some(2), Some(19)));
    let words = fault.to_string();
    assert!(
        words.contains("(line 2, column 19)") && words.ends_with("x.milieu"),
        "{words}"
    );
}

#[test]
fn a_file_that_another_program_changed_is_not_overwritten_without_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.milieu");
    let other = folder.path().join("other");
    let document = sample();
    let ours = renamed(&document, "Ours");
    let rewrite = |content: &str| fs::write(&path, content).unwrap();
    let replace = |content: &str| {
        fs::write(&other, content).unwrap();
        fs::rename(&other, &path).unwrap();
    };
    let ways: [&dyn Fn(&str); 2] = [&rewrite, &replace];
    for way in ways {
        let saved = files::save(&document, &path, None).unwrap();
        assert!(saved.stamp.holds_for(&path));
        // The same length: only the content tells.
        let theirs = project::write(&document).replacen("Sample", "Simple", 1);
        way(&theirs);
        let fault = files::save(&ours, &path, Some(&saved.stamp)).unwrap_err();
        assert!(matches!(fault, SaveFault::ChangedOnDisk { .. }), "{fault}");
        assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
        // The quick look goes by the time, which two writes in a row may share.
        let later = SystemTime::now() + Duration::from_secs(5);
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert!(!saved.stamp.holds_for(&path));
        let stamp = files::save(&ours, &path, None).unwrap().stamp;
        assert_eq!(files::open(&path).unwrap().0.document, ours);
        // Our own saving does not count as a change.
        files::save(&document, &path, Some(&stamp)).unwrap();
    }
    // Written again with the same content: nothing would be lost.
    let saved = files::save(&document, &path, None).unwrap();
    rewrite(&project::write(&document));
    assert!(saved.stamp.holds_for(&path));
    files::save(&ours, &path, Some(&saved.stamp)).unwrap();
    // Gone: it is made again.
    let saved = files::save(&document, &path, None).unwrap();
    fs::remove_file(&path).unwrap();
    files::save(&ours, &path, Some(&saved.stamp)).unwrap();
    assert_eq!(files::open(&path).unwrap().0.document, ours);
}

#[test]
fn a_file_marked_read_only_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.milieu");
    files::save(&sample(), &path, None).unwrap();
    let before = fs::metadata(&path).unwrap().permissions();
    let mut locked = before.clone();
    locked.set_readonly(true);
    fs::set_permissions(&path, locked).unwrap();
    let fault = files::save(&renamed(&sample(), "Other"), &path, None).unwrap_err();
    assert!(matches!(fault, SaveFault::ReadOnly { .. }), "{fault}");
    assert_eq!(files::open(&path).unwrap().0.document, sample());
    fs::set_permissions(&path, before).unwrap();
}

#[test]
fn a_file_larger_than_the_cap_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.milieu");
    // A hole takes no room on the disk.
    if let Err(error) = File::create(&path).unwrap().set_len(files::LARGEST + 1) {
        println!("skipped: this disk makes no large files: {error}");
        return;
    }
    let fault = files::open(&path).unwrap_err();
    assert!(matches!(fault, Fault::TooLarge { .. }), "{fault}");
    assert!(fault.to_string().contains("2048 MiB"), "{fault}");
}

#[test]
fn leftovers_of_a_killed_program_are_swept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.milieu");
    files::save(&sample(), &path, None).unwrap();
    fs::write(folder.path().join(".milieu-abc"), "half").unwrap();
    let now = SystemTime::now();
    assert_eq!(files::sweep(folder.path(), now), 0);
    assert_eq!(files::sweep(folder.path(), now + Duration::from_secs(120)), 1);
    assert_eq!(names_in(folder.path()), ["x.milieu"]);
    assert_eq!(files::sweep(&folder.path().join("nowhere"), now), 0);
}

#[cfg(unix)]
pub(crate) use unix::on_a_small_disk;

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Stdio;

    use super::*;

    /// A copy of this test program that works on a task of its own, to be killed or shut in.
    fn copy_of_this(task: &str, folder: &Path) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "save::child", "--nocapture", "--test-threads=1"])
            .env(TASK, task)
            .env(FOLDER, folder);
        command
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn permissions_are_kept_and_a_new_file_has_the_usual_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.milieu");
        let plain = folder.path().join("plain");
        File::create(&plain).unwrap();
        files::save(&sample(), &path, None).unwrap();
        assert_eq!(mode(&path), mode(&plain));
        for wanted in [0o640, 0o600, 0o666, 0o755] {
            fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).unwrap();
            files::save(&renamed(&sample(), &format!("{wanted:o}")), &path, None).unwrap();
            assert_eq!(mode(&path), wanted);
        }
    }

    #[test]
    fn a_new_file_honors_the_umask() {
        let folder = tempfile::tempdir().unwrap();
        // The umask belongs to the whole process, so a shell sets it for a copy of this program.
        for (umask, wanted) in [("077", 0o600), ("002", 0o664)] {
            let path = folder.path().join(umask);
            let status = Command::new("sh")
                .args(["-c", "umask $0 && exec \"$@\"", umask])
                .arg(std::env::current_exe().unwrap())
                .args(["--exact", "save::unix::saves_once", "--nocapture"])
                .env(TASK, "once")
                .env(FOLDER, &path)
                .stdout(Stdio::null())
                .status()
                .unwrap();
            assert!(status.success());
            assert_eq!(mode(&path), wanted, "umask {umask}");
        }
    }

    /// The copy for the test above; in an ordinary run it does nothing.
    #[test]
    fn saves_once() {
        if std::env::var(TASK).is_ok_and(|task| task == "once") {
            let path = PathBuf::from(std::env::var_os(FOLDER).unwrap());
            files::save(&sample(), &path, None).unwrap();
        }
    }

    #[test]
    fn settings_live_where_the_system_or_the_variable_says() {
        let at = |variable: Option<&str>| {
            let mut copy = copy_of_this("settings", Path::new("."));
            copy.env_remove(settings::FOLDER_VARIABLE)
                .env("HOME", "/somewhere")
                .env("XDG_CONFIG_HOME", "/config");
            if let Some(folder) = variable {
                copy.env(settings::FOLDER_VARIABLE, folder);
            }
            String::from_utf8(copy.output().unwrap().stdout).unwrap()
        };
        assert!(at(Some("/own")).contains("settings in /own/settings.json\n"));
        for usual in [at(None), at(Some(""))] {
            if cfg!(target_os = "linux") {
                assert!(
                    usual.contains("settings in /config/milieu/settings.json\n"),
                    "{usual}"
                );
            } else {
                assert!(usual.contains("/milieu/settings.json\n"), "{usual}");
            }
        }
    }

    #[test]
    fn a_link_stays_and_its_target_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("far")).unwrap();
        files::save(&sample(), &at("far/real.milieu"), None).unwrap();
        symlink("far/real.milieu", at("one")).unwrap();
        symlink(at("one"), at("two")).unwrap();
        symlink("far/new.milieu", at("dangling")).unwrap();
        let other = renamed(&sample(), "Through a link");
        let known = files::open(&at("two")).unwrap().1;
        files::save(&other, &at("two"), Some(&known)).unwrap();
        files::save(&other, &at("dangling"), None).unwrap();
        for (link, target) in [("one", "far/real.milieu"), ("dangling", "far/new.milieu")] {
            assert_eq!(fs::read_link(at(link)).unwrap(), Path::new(target));
            assert_eq!(files::open(&at(target)).unwrap().0.document, other);
        }
        assert!(fs::symlink_metadata(at("two")).unwrap().is_symlink());
        assert_eq!(names_in(&at("far")), ["new.milieu", "real.milieu"]);
    }

    #[test]
    fn links_in_a_circle_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("b", at("a")).unwrap();
        symlink("a", at("b")).unwrap();
        let fault = files::save(&sample(), &at("a"), None).unwrap_err();
        assert!(matches!(fault, SaveFault::LinkLoop { .. }), "{fault}");
        assert!(files::open(&at("a")).is_err());
        assert_eq!(names_in(folder.path()), ["a", "b"]);
    }

    #[test]
    fn folders_pipes_and_devices_are_refused_without_a_wait() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status();
        let mut cases = vec![
            (folder.path().to_owned(), "a folder"),
            (PathBuf::from("/dev/zero"), "a device"),
        ];
        if made.is_ok_and(|status| status.success()) {
            cases.push((pipe, "a pipe"));
        } else {
            println!("skipped: pipes, because there is no mkfifo");
        }
        for (path, what) in cases {
            let fault = files::open(&path).unwrap_err();
            assert!(fault.to_string().contains(what), "{fault}");
            let fault = files::save(&sample(), &path, None).unwrap_err();
            assert!(fault.to_string().contains(what), "{fault}");
        }
    }

    /// Runs a task in a copy of this program that sees a small disk of its own in `folder`.
    ///
    /// The disk is mounted where only the copy can see it, with or without being root; where the system allows
    /// neither, the test says that it was skipped.
    pub(crate) fn on_a_small_disk(task: &str) {
        let folder = tempfile::tempdir().unwrap();
        let script =
            "mount -t tmpfs -o size=600k milieu-test \"$MILIEU_TEST_FOLDER\" || exit 77; exec \"$@\"";
        for unshare in [&["-m"][..], &["-r", "-m"]] {
            let copy = copy_of_this(task, folder.path());
            let ran = Command::new("unshare")
                .args(unshare)
                .args(["sh", "-c", script, "sh"])
                .arg(copy.get_program())
                .args(copy.get_args())
                .env(TASK, task)
                .env(FOLDER, folder.path())
                .output();
            let Ok(ran) = ran else { continue };
            let said = String::from_utf8_lossy(&ran.stdout);
            if said.contains("on the small disk") {
                assert!(
                    ran.status.success(),
                    "{said}\n{}",
                    String::from_utf8_lossy(&ran.stderr)
                );
                return;
            }
        }
        println!("skipped 1 test ({task}): this system lets nobody mount a disk here");
    }
}
