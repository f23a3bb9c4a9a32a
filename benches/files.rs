//! Time and memory of reading and writing the project file and the formats of other programs.
//!
//! `cargo bench --bench files [-- ACTORS TIES] [FORMAT…]` makes a network that grows by preferential attachment, writes
//! it in each format and reads it back; `milieu` is the project file. GraphML is read a second time as a plain file of
//! another program: ids, kinds and weights only. `cargo bench --bench files -- FILE…` reads these files instead.
//!
//! Each step is a process of its own that holds nothing but what the step needs: its most memory is that of the step.
//! Reading goes from the file on disk to the draft, taking from the draft to the document. Processor time is that of
//! all threads of the step.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use milieu::base::cancel::Cancel;
use milieu::base::progress::Progress;
use milieu::exchange::figures::Figures;
use milieu::exchange::format::Format;
use milieu::exchange::mapping::{Dictionary, Mapping};
use milieu::exchange::reading::Reading;
use milieu::exchange::{read, taking, write};
use milieu::files::project;
use milieu::model::Document;
use milieu::model::generate::{Model, Recipe};

/// Words by which a step is called.
const WRITE: &str = "step-write";
const READ: &str = "step-read";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [WRITE, actors, ties, id, folder] => {
            let number = |text: &str| text.parse().expect("a number");
            write_one(number(actors), number(ties), id, Path::new(folder));
        }
        [READ, id, path] => read_one(id, Path::new(path)),
        _ => all(&args),
    }
}

fn all(args: &[String]) {
    report("format        step        MB     wall s   cpu s    MB/cpu s   most MB   times the file");
    let files: Vec<&String> = args.iter().filter(|arg| Path::new(arg).is_file()).collect();
    if !files.is_empty() {
        files.into_iter().for_each(|file| step(&[READ, "file", file]));
        return;
    }
    let numbers: Vec<usize> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
    let (actors, ties) = match numbers[..] {
        [actors, ties, ..] => (actors, ties),
        _ => (100_000, 286_000),
    };
    let written = Format::ALL.into_iter().filter(|format| format.info().written);
    let ids = ["milieu", "plain"]
        .into_iter()
        .chain(written.map(|format| format.info().id));
    let ids: Vec<&str> = ids.collect();
    let asked = |id: &&&str| !ids.iter().any(|id| is_in(args, id)) || is_in(args, id);
    for id in ids.iter().filter(asked) {
        let folder = tempfile::tempdir().expect("room for files");
        let place = folder.path().to_string_lossy().into_owned();
        step(&[WRITE, &actors.to_string(), &ties.to_string(), id, &place]);
        let found = std::fs::read_dir(folder.path()).expect("it was made here");
        let paths: Vec<PathBuf> = found.flatten().map(|entry| entry.path()).collect();
        // Of a format with several files none can be read alone.
        if let [path] = &*paths {
            step(&[READ, id, &path.to_string_lossy()]);
        }
    }
}

fn is_in(args: &[String], id: &str) -> bool {
    args.iter().any(|arg| arg == id)
}

/// Runs a step in a process of its own.
fn step(args: &[&str]) {
    let program = std::env::current_exe().expect("it runs");
    let ended = Command::new(program).args(args).status();
    if !ended.is_ok_and(|status| status.success()) {
        report(&format!("{} did not end well", args.join(" ")));
    }
}

fn write_one(actors: usize, ties: usize, id: &str, folder: &Path) {
    let recipe = Recipe {
        model: Model::Attachment,
        actors,
        ties,
        seed: 1,
    };
    let cancel = Cancel::new();
    let document = recipe.make(&cancel).expect("the numbers fit");
    let before = most_memory();
    let save = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).expect("room for files");
    match id {
        "milieu" => {
            let text = timed(id, "write", || {
                let text = project::write(&document);
                let size = text.len();
                (text, size)
            });
            save("p.milieu", text.as_bytes());
        }
        "plain" => save("p.graphml", plain(&document).as_bytes()),
        _ => {
            let format = Format::from_id(id).expect("a format");
            let (choices, figures) = (write::Choices::default(), Figures::default());
            let files = timed(id, "write", || {
                let written = write::write(&document, &figures, format, &choices, &Progress::new(), &cancel);
                let files = written.map_or_else(|_| Vec::new(), |written| written.files);
                let size = files.iter().map(|(_, bytes)| bytes.len()).sum();
                (files, size)
            });
            for (name, bytes) in files {
                save(&format!("f{name}"), &bytes);
            }
        }
    }
    report(&format!("{id:12}  the document alone took {before} MB at most"));
}

/// Reads a file and makes a document of it.
fn read_one(id: &str, path: &Path) {
    let (progress, cancel) = (Progress::new(), Cancel::new());
    if id == "milieu" {
        timed(id, "read", || {
            let bytes = std::fs::read(path).expect("it is there");
            let opened = project::read(&bytes).expect("it was written here");
            (opened.document, bytes.len())
        });
        return;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut size = 0;
    let draft = timed(id, "read", || {
        let bytes = std::fs::read(path).expect("it is there");
        size = bytes.len();
        let draft = read::read(&bytes, &name, &Reading::guessed(), &progress, &cancel);
        (draft.expect("it can be read"), size)
    });
    timed(id, "take", || {
        let mapping = Mapping::guess(&draft, &Dictionary::default());
        let taken = taking::take(&draft, &mapping, None, &progress, &cancel).expect("nobody cancels");
        (taken, size)
    });
}

/// What a program that knows kinds and weights only would write.
fn plain(document: &Document) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\"?>\n<graphml><key id=\"k\" for=\"edge\" attr.name=\"kind\" attr.type=\"string\"/>\
         <key id=\"w\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/><graph edgedefault=\"directed\">\n",
    );
    for (id, _) in document.actors() {
        out.push_str(&format!("<node id=\"{id}\"/>\n"));
    }
    for (_, tie) in document.ties() {
        out.push_str(&format!(
            "<edge source=\"{}\" target=\"{}\"><data key=\"k\">{}</data><data key=\"w\">{}</data></edge>\n",
            tie.from,
            tie.to,
            tie.kind.id(),
            tie.weight.get()
        ));
    }
    out.push_str("</graph></graphml>\n");
    out
}

fn timed<T>(format: &str, step: &str, work: impl FnOnce() -> (T, usize)) -> T {
    let (begun, busy) = (Instant::now(), processor_s());
    let (made, bytes) = work();
    let (wall, busy) = (begun.elapsed().as_secs_f64(), processor_s() - busy);
    let size = bytes as f64 / 1e6;
    let speed = size / busy.max(1e-3);
    let most = most_memory();
    let times = most as f64 / size;
    report(&format!(
        "{format:12}  {step:5}  {size:8.1}  {wall:8.2}  {busy:7.2}  {speed:9.0}  {most:8}  {times:8.1}"
    ));
    made
}

/// Seconds of processor time that this process has taken.
fn processor_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: Vec<f64> = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .flat_map(str::parse)
        .collect();
    ticks.iter().sum::<f64>() / 100.0
}

/// The most memory that this process has held at once, in MB.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1000
}

#[expect(clippy::print_stdout, reason = "a bench reports on standard output")]
fn report(line: &str) {
    println!("{line}");
}
