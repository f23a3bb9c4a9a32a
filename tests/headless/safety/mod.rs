//! Promises about work that is never lost, each with a test named after it, on the real program.
//!
//! The numbers are those of the list of promises: 1 kills, 2 failing steps, 3 full disks, 4 read-only disks, 5 other
//! programs, 6 two windows, 7 crashes, 8 recovery, 10 newer formats, 11 what is saved comes back, 16 odd paths,
//! 21 workers that fail, 26 no dialogs. `MILIEU_KILLS` sets the number of kills (50 in the suite).

mod choosing;
mod odd;
mod recovering;
pub(crate) mod saving;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use milieu::files::project;
use milieu::model::Document;
use serde_json::Value;

/// The real program with settings and state of its own in `home`.
pub(crate) fn milieu(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milieu"));
    command
        .env("MILIEU_CONFIG_DIR", home.join("config"))
        .env("MILIEU_STATE_DIR", home.join("state"));
    command
}

/// A running `milieu session`, which is spoken to line by line.
pub(crate) struct Running {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// What it said last.
    pub(crate) now: Value,
}

impl Running {
    pub(crate) fn start(home: &Path, file: Option<&Path>) -> Self {
        let mut command = milieu(home);
        command.arg("session").args(file);
        Self::of(command)
    }

    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut running = Self {
            child,
            input,
            output,
            now: Value::Null,
        };
        running.hear();
        running
    }

    fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        self.now = serde_json::from_str(&line).unwrap_or(Value::Null);
        self.now.clone()
    }

    /// Says a line and gives the answer; nothing when the program has ended instead.
    pub(crate) fn say(&mut self, line: &str) -> Value {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
        self.hear()
    }

    /// The same for a line that must be understood.
    pub(crate) fn tell(&mut self, line: &str) -> Value {
        let answer = self.say(line);
        assert_eq!(answer["fault"], Value::Null, "{line}: {answer}");
        answer
    }

    /// As when the power goes, for this program.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for the end; whether all was well.
    pub(crate) fn end(mut self) -> bool {
        drop(self.input.take());
        self.child.wait().unwrap().success()
    }
}

/// What the program would ask about, in order.
pub(crate) fn asked(answer: &Value) -> Vec<&str> {
    let asks = answer["asks"].as_array().unwrap();
    asks.iter().map(|ask| ask["about"].as_str().unwrap()).collect()
}

pub(crate) fn said(answer: &Value) -> String {
    let said = answer["said"].as_array().unwrap();
    let words: Vec<&str> = said.iter().filter_map(Value::as_str).collect();
    words.join("\n")
}

/// A line that adds an actor of this name.
pub(crate) fn adding(name: &str) -> String {
    format!("do [{{\"do\":\"add_actor\",\"kind\":\"final\",\"name\":\"{name}\",\"x\":40,\"y\":40}}]")
}

/// A line that gives the project a title.
pub(crate) fn titled(title: &str) -> String {
    format!("do [{{\"do\":\"set_project\",\"set\":{{\"title\":\"{title}\"}}}}]")
}

pub(crate) fn golden(folder: &Path) -> PathBuf {
    let path = folder.join("golden.milieu");
    let text = milieu::files::examples::find("golden").unwrap().text;
    fs::write(&path, text).unwrap();
    path
}

pub(crate) fn read(path: &Path) -> Document {
    let bytes = fs::read(path).unwrap();
    project::read(&bytes)
        .unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
        .document
}

/// What the project on the table holds, as its file would.
pub(crate) fn copy_of(running: &mut Running, folder: &Path) -> String {
    let path = folder.join("copy-of-the-table.milieu");
    fs::remove_file(&path).ok();
    running.tell(&format!("save-copy {}", path.display()));
    fs::read_to_string(&path).unwrap()
}

pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
