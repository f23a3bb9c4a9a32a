//! Time and memory of reading and writing the project file and the formats of other programs.
//!
//! `cargo bench --bench files [ACTORS TIES] [FORMAT…]` makes a network that grows by preferential attachment, writes
//! it in each format and reads it back; `milieu` is the project file. Processor time is that of the whole process;
//! the most memory at once is counted by the system since the start, so that a single format says most. GraphML is
//! read a second time as a plain file of another program: ids, kinds and weights only.

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

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let (actors, ties) = match numbers[..] {
        [actors, ties, ..] => (actors, ties),
        _ => (100_000, 286_000),
    };
    let asked = |id: &str| {
        let ids: Vec<String> = std::env::args().skip(1).collect();
        let known = |id: &String| id == "milieu" || id == "plain" || Format::from_id(id).is_some();
        let ids: Vec<&String> = ids.iter().filter(|id| known(id)).collect();
        ids.is_empty() || ids.iter().any(|wanted| *wanted == id)
    };
    let recipe = Recipe {
        model: Model::Attachment,
        actors,
        ties,
        seed: 1,
    };
    let cancel = Cancel::new();
    let document = recipe.make(&cancel).expect("the numbers fit");
    report(&format!(
        "{actors} actors, {ties} ties; {} MB so far",
        most_memory()
    ));
    report("format        step        MB     wall s   cpu s    MB/cpu s   most MB so far");
    if asked("milieu") {
        let text = timed("milieu", "write", || {
            let text = project::write(&document);
            let size = text.len();
            (text, size)
        });
        timed("milieu", "read", || {
            let opened = project::read(text.as_bytes()).expect("it was written here");
            (opened.document, text.len())
        });
    }
    if asked("plain") {
        let text = plain(&document);
        through("plain", "p.graphml", text.as_bytes());
    }
    for format in Format::ALL {
        let id = format.info().id;
        if !format.info().written || !asked(id) {
            continue;
        }
        let choices = write::Choices::default();
        let figures = Figures::default();
        let mut files = timed(id, "write", || {
            let written = write::write(&document, &figures, format, &choices, &Progress::new(), &cancel);
            let files = written.map_or_else(|_| Vec::new(), |written| written.files);
            let size = files.iter().map(|(_, bytes)| bytes.len()).sum();
            (files, size)
        });
        if files.len() == 1 {
            let (name, bytes) = files.remove(0);
            through(id, &format!("f{name}"), &bytes);
        }
    }
}

/// Reads a file and makes a document of it.
fn through(id: &str, name: &str, bytes: &[u8]) {
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let draft = timed(id, "read", || {
        let draft = read::read(bytes, name, &Reading::guessed(), &progress, &cancel);
        (draft.expect("it was written here"), bytes.len())
    });
    timed(id, "take", || {
        let mapping = Mapping::guess(&draft, &Dictionary::default());
        let taken = taking::take(&draft, &mapping, None, &progress, &cancel).expect("nobody cancels");
        (taken, bytes.len())
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
    report(&format!(
        "{format:12}  {step:5}  {size:8.1}  {wall:8.2}  {busy:7.2}  {speed:9.0}  {most:8}"
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
