//! Promise 26: where the system has no dialog to choose files, the window's own chooser opens and saves them.
//!
//! Needs an X server without a screen and something that presses keys there (Xvfb and xdotool); without them the test
//! skips and says so, unless `MILIEU_WINDOW=required`.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use milieu::files::project;

use super::milieu;

/// Nothing takes that long but a program that hangs.
const PATIENCE: Duration = Duration::from_secs(90);
/// Between two looks at whether something has happened.
const LOOK: Duration = Duration::from_millis(200);

/// A process that ends with the test.
struct Owned(Child);

impl Drop for Owned {
    fn drop(&mut self) {
        // A server that is asked to end takes its lock and its socket along.
        let ask = format!("kill {}", self.0.id());
        let asked = Command::new("sh")
            .args(["-c", &ask])
            .stderr(Stdio::null())
            .status();
        let start = Instant::now();
        while asked.is_ok() && start.elapsed() < Duration::from_secs(5) {
            if !matches!(self.0.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(LOOK);
        }
        self.0.kill().unwrap_or_default();
        self.0.wait().map(drop).unwrap_or_default();
    }
}

/// A display without a screen, and its number.
struct Display {
    _server: Owned,
    number: u32,
}

fn program(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let mut paths = std::env::split_paths(&folders).map(|folder| folder.join(name));
    paths.find(|path| path.is_file())
}

/// Lines as they come.
fn lines(source: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    let pass_on = move || {
        for line in BufReader::new(source).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    };
    let reader = std::thread::Builder::new().name("lines".to_owned());
    drop(reader.spawn(pass_on).unwrap());
    receiver
}

impl Display {
    fn start(server: &Path) -> Self {
        let mut child = Command::new(server)
            // Without a reset it stays as it is when one client goes while another one comes.
            .args([
                "-noreset",
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = lines(child.stdout.take().unwrap());
        let owned = Owned(child);
        let number = said.recv_timeout(PATIENCE).expect("the server tells its number");
        Self {
            _server: owned,
            number: number.trim().parse().unwrap(),
        }
    }

    /// What a tool for keys and windows answers; nothing where it fails.
    fn tool(&self, arguments: &[&str]) -> Option<String> {
        let mut command = Command::new("xdotool");
        command
            .args(arguments)
            .env("DISPLAY", format!(":{}", self.number));
        let output = command.stdin(Stdio::null()).output().unwrap();
        let answer = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(answer)
    }

    fn press(&self, keys: &str) {
        self.tool(&["key", "--clearmodifiers", "--delay", "40", keys]);
    }

    /// Puts a path in the place of what the field with the keyboard holds, and confirms it.
    fn enter(&self, path: &Path) {
        self.press("ctrl+a");
        self.tool(&[
            "type",
            "--clearmodifiers",
            "--delay",
            "20",
            path.to_str().unwrap(),
        ]);
        self.press("Return");
    }
}

/// Looks until it has happened; gives up at some time.
fn until<T>(what: &str, mut happened: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = happened() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "{what} has not happened");
        std::thread::sleep(LOOK);
    }
}

/// Says that the test is skipped; fails where it may not be.
fn skipped(why: &str) {
    let required = std::env::var("MILIEU_WINDOW").is_ok_and(|value| value == "required");
    assert!(!required, "MILIEU_WINDOW=required, but {why}");
    // Past the capture of the test program, so that it is seen.
    let said = format!("window test skipped, {why}\n");
    std::io::stderr().write_all(said.as_bytes()).unwrap_or_default();
}

#[test]
fn promise_26_files_are_opened_and_saved_where_the_system_has_no_dialog() {
    let Some(server) = program("Xvfb") else {
        return skipped("no Xvfb");
    };
    if program("xdotool").is_none() {
        return skipped("no xdotool");
    }
    let home = tempfile::Builder::new().prefix("milieu").tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/examples");
    fs::copy(examples.join("golden.milieu"), at("first.milieu")).unwrap();
    fs::copy(examples.join("sassuolo.milieu"), at("second.milieu")).unwrap();
    fs::create_dir(at("empty")).unwrap();
    fs::DirBuilder::new().mode(0o700).create(at("runtime")).unwrap();

    let display = Display::start(&server);
    // No bus to ask for a dialog, and no program that shows one.
    let bus = format!("unix:path={}", at("no-bus").display());
    let mut window = milieu(home.path());
    window
        .arg(at("first.milieu"))
        .env("DISPLAY", format!(":{}", display.number))
        .env("DBUS_SESSION_BUS_ADDRESS", &bus)
        .env("DBUS_SYSTEM_BUS_ADDRESS", &bus)
        .env("XDG_RUNTIME_DIR", at("runtime"))
        .env("PATH", at("empty"))
        .env("RUST_LOG", "milieu=warn");
    for variable in [
        "WAYLAND_DISPLAY",
        "WAYLAND_SOCKET",
        "MILIEU_DIALOG",
        "XDG_CURRENT_DESKTOP",
    ] {
        window.env_remove(variable);
    }
    let mut child = window
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let told = lines(child.stderr.take().unwrap());
    let mut window = Owned(child);
    let mut log = Vec::new();
    // Asks for a file until the window's own chooser is there.
    let ask = |keys: &str, log: &mut Vec<String>| {
        let mut pressed: Option<Instant> = None;
        until("the chooser of the window", || {
            if pressed.is_none_or(|when| when.elapsed() > Duration::from_secs(5)) {
                display.press(keys);
                pressed = Some(Instant::now());
            }
            let before = log.len();
            log.extend(told.try_iter());
            log[before..]
                .iter()
                .any(|line| line.contains("chooser of the window"))
                .then_some(())
        });
        // It takes the keyboard in the pass after that.
        std::thread::sleep(Duration::from_secs(1));
    };

    let id = until("a window", || {
        if let Ok(Some(status)) = window.0.try_wait() {
            panic!("it ended with {status}: {:?}", told.iter().collect::<Vec<_>>());
        }
        let found = display.tool(&["search", "--onlyvisible", "--name", "Milieu"])?;
        found.lines().next().map(str::to_owned)
    });
    let title = || display.tool(&["getwindowname", &id]).unwrap_or_default();
    until("the first project", || title().contains("first").then_some(()));
    // There is nobody else who hands the keyboard to windows.
    until("the keyboard", || {
        display.tool(&["windowfocus", &id])?;
        (display.tool(&["getwindowfocus"])? == id).then_some(())
    });

    ask("ctrl+o", &mut log);
    until("the second project", || {
        display.enter(&at("second.milieu"));
        let entered = Instant::now();
        while entered.elapsed() < Duration::from_secs(8) {
            if title().contains("second") {
                return Some(());
            }
            std::thread::sleep(LOOK);
        }
        None
    });
    ask("ctrl+shift+s", &mut log);
    until("the third file", || {
        display.enter(&at("third.milieu"));
        let entered = Instant::now();
        while entered.elapsed() < Duration::from_secs(8) {
            if at("third.milieu").is_file() {
                return Some(());
            }
            std::thread::sleep(LOOK);
        }
        None
    });
    until("the title of the saved file", || {
        title().contains("third").then_some(())
    });
    let [second, third] = ["second.milieu", "third.milieu"].map(|name| {
        let bytes = fs::read(at(name)).unwrap();
        project::read(&bytes).unwrap().document
    });
    assert_eq!(second, third);
}
