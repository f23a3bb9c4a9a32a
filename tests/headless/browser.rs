//! Reports in a real browser: Chromium without a screen, driven through its own pipe.
//!
//! Without Chromium the tests skip and say so; where `MILIEU_BROWSER=required` is set, they may not. Where
//! `MILIEU_BROWSER_PICTURES` names a folder, what the browser shows is kept there to be looked at.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::command_line::{err, example, run};

/// Nothing takes that long but a browser that hangs.
const PATIENCE: Duration = Duration::from_secs(90);

/// A browser with one page.
struct Browser {
    child: Child,
    commands: File,
    answers: Receiver<Value>,
    last: u64,
    session: Option<String>,
    /// Everything that the page said to its console, and every file that it asked for.
    said: Vec<String>,
    asked_for: Vec<String>,
    _folder: TempDir,
}

fn program() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    std::env::split_paths(&folders)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|path| path.is_file())
}

impl Browser {
    /// None where there is no browser and none is required.
    fn start() -> Option<Self> {
        let required = std::env::var("MILIEU_BROWSER").is_ok_and(|value| value == "required");
        let Some(program) = program() else {
            assert!(!required, "MILIEU_BROWSER=required, but there is no Chromium");
            // Past the capture of the test program, so that it is seen.
            let said = b"browser test skipped, no Chromium\n";
            std::io::Write::write_all(&mut std::io::stderr(), said).expect("standard error is open");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let pipe = |name: &str| {
            let path = folder.path().join(name);
            assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
            path
        };
        let (to, from) = (pipe("to"), pipe("from"));
        // The browser reads commands from its file 3 and writes answers to its file 4.
        let child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<>\"$TO\" 4<>\"$FROM\"", "sh"])
            .arg(program)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-pipe",
            ])
            .arg(format!(
                "--user-data-dir={}",
                folder.path().join("profile").display()
            ))
            .env("TO", &to)
            .env("FROM", &from)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Both ends at once, so that opening does not wait for the other side.
        let both = |path: &Path| OpenOptions::new().read(true).write(true).open(path).unwrap();
        let (commands, replies) = (both(&to), both(&from));
        let (sender, answers) = channel();
        std::thread::Builder::new()
            .name("answers".to_owned())
            .spawn(move || {
                let parts = BufReader::new(replies).split(0);
                for part in parts.map_while(Result::ok) {
                    let Ok(answer) = serde_json::from_slice(&part) else {
                        continue;
                    };
                    if sender.send(answer).is_err() {
                        return;
                    }
                }
            })
            .unwrap();
        let mut browser = Self {
            child,
            commands,
            answers,
            last: 0,
            session: None,
            said: Vec::new(),
            asked_for: Vec::new(),
            _folder: folder,
        };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attached = browser.call(
            "Target.attachToTarget",
            json!({ "targetId": target["targetId"], "flatten": true }),
        );
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        Some(browser)
    }

    fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.last += 1;
        let id = self.last;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.commands
            .write_all(format!("{message}\0").as_bytes())
            .unwrap();
        loop {
            let answer = self.next(method);
            if answer["id"] == json!(id) {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
        }
    }

    fn next(&mut self, waiting_for: &str) -> Value {
        let answer = self.answers.recv_timeout(PATIENCE);
        let answer = answer.unwrap_or_else(|_| panic!("the browser does not answer {waiting_for}"));
        match answer["method"].as_str() {
            Some("Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded") => {
                self.said.push(answer["params"].to_string());
            }
            Some("Network.requestWillBeSent") => {
                let url = answer["params"]["request"]["url"].as_str().unwrap_or_default();
                self.asked_for.push(url.to_owned());
            }
            _ => {}
        }
        answer
    }

    fn open(&mut self, path: &Path) {
        self.asked_for.clear();
        self.call(
            "Page.navigate",
            json!({ "url": format!("file://{}", path.display()) }),
        );
        while self.next("Page.loadEventFired")["method"] != "Page.loadEventFired" {}
    }

    /// What an expression of the page comes to.
    fn value(&mut self, expression: &str) -> Value {
        let answer = self.call(
            "Runtime.evaluate",
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true }),
        );
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    fn text(&mut self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_default().to_owned()
    }

    fn size(&mut self, width: u32, height: u32) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
    }

    fn dark(&mut self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value },
            { "name": "prefers-reduced-motion", "value": "reduce" }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    fn mouse(&mut self, kind: &str, (x, y): (f64, f64), more: Value) {
        let mut event = json!({ "type": kind, "x": x, "y": y });
        for (name, value) in more.as_object().unwrap() {
            event[name] = value.clone();
        }
        self.call("Input.dispatchMouseEvent", event);
    }

    fn click(&mut self, at: (f64, f64)) {
        self.mouse("mouseMoved", at, json!({}));
        for kind in ["mousePressed", "mouseReleased"] {
            self.mouse(kind, at, json!({ "button": "left", "clickCount": 1 }));
        }
    }

    fn key(&mut self, key: &str) {
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({ "type": kind, "key": key });
            if kind == "keyDown" && key.chars().count() == 1 {
                event["text"] = json!(key);
            }
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// The middle of an element, in the window.
    fn middle(&mut self, selector: &str) -> (f64, f64) {
        let at = self.value(&format!(
            "(() => {{ const b = document.querySelector({selector:?}).getBoundingClientRect(); \
             return [b.left + b.width / 2, b.top + b.height / 2]; }})()"
        ));
        (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
    }

    /// Keeps what the browser shows, where somebody wants to look at it.
    fn keep(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("MILIEU_BROWSER_PICTURES") else {
            return;
        };
        let picture = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        keep(Path::new(&folder), &format!("{name}.png"), &picture["data"]);
    }
}

fn keep(folder: &Path, name: &str, data: &Value) {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    fs::create_dir_all(folder).unwrap();
    let bytes = BASE64_STANDARD.decode(data.as_str().unwrap()).unwrap();
    fs::write(folder.join(name), bytes).unwrap();
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn report_of(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(format!("{name}.html"));
    let file = example(&format!("{name}.milieu"));
    let output = run(&[
        "report",
        &file,
        path.to_str().unwrap(),
        "--date",
        "24 November 2026",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    path
}

const VIEW: &str = "document.querySelector('.stage svg').getAttribute('viewBox')";

#[test]
fn a_report_lives_in_a_browser() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = report_of(folder.path(), "tuttlingen");
    browser.dark(false);
    browser.size(1366, 768);
    browser.open(&path);
    browser.keep("desktop");

    // Script and style are let in by the policy, and nothing else is asked for.
    assert!(browser.value("document.querySelector('figure.map').classList.contains('live')") == json!(true));
    assert_eq!(
        browser.text("getComputedStyle(document.querySelector('.stage')).cursor"),
        "grab"
    );
    assert!(
        browser.asked_for.iter().all(|url| url.starts_with("file://")),
        "{:?}",
        browser.asked_for
    );
    assert_eq!(browser.asked_for.len(), 1, "{:?}", browser.asked_for);
    assert_eq!(browser.said, Vec::<String>::new());

    // Hovering tells, and moves nothing.
    let whole = browser.text(VIEW);
    browser.value("document.querySelector('figure.map').scrollIntoView()");
    let mark = "[data-actor=a1]";
    let name = browser.text("document.querySelector('tr[data-of=a1] th').textContent");
    let at = browser.middle(mark);
    browser.mouse("mouseMoved", at, json!({}));
    assert_eq!(
        browser.text("document.querySelector('.card b').textContent"),
        name
    );
    browser.keep("hover");

    // A click lists its ties and lights its neighbors.
    browser.click(at);
    assert_eq!(
        browser.text("document.querySelector('.chosen h4').textContent"),
        name
    );
    let ties = "document.querySelectorAll('tr[data-from=a1],tr[data-to=a1]').length";
    let listed = browser.value("document.querySelectorAll('.chosen li').length");
    assert_eq!(listed, browser.value(ties));
    assert!(listed.as_u64().unwrap() > 0);
    let lit = "new Set(Array.from(document.querySelectorAll('[data-tie].on'), (t) => t.dataset.tie)).size";
    assert_eq!(browser.value(lit), listed);
    assert_eq!(
        browser.text("getComputedStyle(document.querySelector('[data-actor]:not(.on)')).opacity"),
        "0.1"
    );
    assert_eq!(browser.text(VIEW), whole, "choosing moves nothing");
    browser.keep("chosen");

    // From tie to tie, and out again.
    browser.value("document.querySelector('.chosen li button').click()");
    assert_ne!(
        browser.text("document.querySelector('.chosen h4').textContent"),
        name
    );
    browser.key("Escape");
    assert_eq!(
        browser.value("document.querySelector('.chosen').hidden"),
        json!(true)
    );
    assert_eq!(
        browser.value("document.querySelectorAll('svg .on').length"),
        json!(0)
    );

    // Buttons, keys, wheel and dragging move the map; zero shows all of it again.
    for deed in ["in", "out", "fit"] {
        let before = browser.text(VIEW);
        browser.value(&format!("document.querySelector('[data-do={deed}]').click()"));
        assert_ne!(browser.text(VIEW), before, "{deed}");
    }
    assert_eq!(browser.text(VIEW), whole);
    browser.value("document.querySelector('.stage').focus()");
    for key in ["+", "ArrowLeft", "ArrowUp", "-"] {
        let before = browser.text(VIEW);
        browser.key(key);
        assert_ne!(browser.text(VIEW), before, "{key}");
    }
    browser.key("0");
    assert_eq!(browser.text(VIEW), whole);
    let stage = browser.middle(".stage");
    browser.mouse("mouseWheel", stage, json!({ "deltaX": 0, "deltaY": -240 }));
    assert_ne!(
        browser.text(VIEW),
        whole,
        "the wheel zooms a map that has the keyboard"
    );
    let before = browser.text(VIEW);
    let corner = (stage.0 - 200.0, stage.1 + 150.0);
    browser.mouse(
        "mousePressed",
        corner,
        json!({ "button": "left", "clickCount": 1 }),
    );
    browser.mouse(
        "mouseMoved",
        (corner.0 + 60.0, corner.1 - 40.0),
        json!({ "button": "left", "buttons": 1 }),
    );
    browser.mouse(
        "mouseReleased",
        (corner.0 + 60.0, corner.1 - 40.0),
        json!({ "button": "left", "clickCount": 1 }),
    );
    assert_ne!(browser.text(VIEW), before, "dragging moves the map");
    assert_eq!(
        browser.value("document.querySelector('.chosen').hidden"),
        json!(true),
        "and chooses nobody"
    );

    // Search finds parts of names, whatever their case.
    browser.value("document.querySelector('.find input').focus()");
    for letter in "STORZ".chars() {
        browser.key(&letter.to_string());
    }
    assert_eq!(
        browser.value("document.querySelectorAll('#found button').length"),
        json!(1)
    );
    browser.keep("search");
    browser.key("Enter");
    assert_eq!(
        browser.text("document.querySelector('.chosen h4').textContent"),
        "Karl Storz"
    );

    // The table is a way to the map, too.
    browser.value("document.querySelector('tr[data-of=a2] button').click()");
    let second = browser.text("document.querySelector('tr[data-of=a2] th').textContent");
    assert_eq!(
        browser.text("document.querySelector('.chosen h4').textContent"),
        second
    );
    assert_eq!(browser.said, Vec::<String>::new());
}

#[test]
fn a_report_fits_screens_and_paper() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for name in ["tuttlingen", "golden"] {
        let path = report_of(folder.path(), name);
        for (place, width, height, dark) in [
            ("laptop", 1366, 768, false),
            ("large", 2560, 1440, true),
            ("phone", 390, 844, false),
            ("phone-dark", 390, 844, true),
        ] {
            browser.dark(dark);
            browser.size(width, height);
            browser.open(&path);
            // No page is wider than its screen, and no table is cut off without a way to reach the rest.
            let wide = browser.value("document.documentElement.scrollWidth");
            assert!(
                wide.as_u64().unwrap() <= u64::from(width),
                "{name} on {place}: {wide}"
            );
            browser.keep(&format!("{name}-{place}"));
            browser.value("document.getElementById('diamond').scrollIntoView()");
            browser.keep(&format!("{name}-{place}-diamond"));
            // Words stand out from what they stand on.
            let colors = "(() => { const s = getComputedStyle(document.body); return s.color + '|' + s.backgroundColor; })()";
            let ground = if dark {
                "rgb(30, 31, 34)"
            } else {
                "rgb(250, 250, 247)"
            };
            assert!(browser.text(colors).ends_with(ground), "{}", browser.text(colors));
        }
        let printed = browser.call(
            "Page.printToPDF",
            json!({ "preferCSSPageSize": true, "printBackground": true }),
        );
        if let Some(kept) = std::env::var_os("MILIEU_BROWSER_PICTURES") {
            keep(Path::new(&kept), &format!("{name}-print.pdf"), &printed["data"]);
        }
        assert!(
            printed["data"].as_str().unwrap().len() > 40_000,
            "the printed page is nearly empty"
        );
    }
}
