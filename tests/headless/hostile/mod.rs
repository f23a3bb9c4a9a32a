//! Files that mean no good, or were damaged: every reader refuses them with a place or reads what is there, and neither
//! crashes nor takes all memory.
//!
//! `MILIEU_MUTATIONS=100000` tries more of them.

mod promises;
mod sound;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use milieu::base::cancel::Cancel;
use milieu::base::progress::Progress;
use milieu::exchange::format::Format;
use milieu::exchange::mapping::{Dictionary, Mapping};
use milieu::exchange::reading::Reading;
use milieu::exchange::{read, taking};
use milieu::files::{Fault, project};
use milieu::model::{Document, Ids};

/// Chance with a seed (SplitMix64, Steele, Lea & Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            0
        } else {
            (self.next() % end as u64) as usize
        }
    }
}

/// What means something in one of the formats, and numbers that are too large.
const PIECES: [&str; 44] = [
    "\"",
    "'",
    "<",
    ">",
    "</",
    "/>",
    "&",
    "&#0;",
    "&#x110000;",
    "&lol;",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\0",
    "=",
    "*",
    "%",
    "#",
    "!",
    "--",
    "->",
    "->{a b}",
    "NaN",
    "-inf",
    "1e999",
    "4294967296",
    "99999999999999999999",
    "-1",
    "0",
    "0.5",
    "*Vertices 4000000000 ",
    " nm=4000000000 ",
    "<![CDATA[",
    "<!--",
    "<!DOCTYPE x [",
    "\u{feff}",
    "日",
];

/// One of many ways to damage a file.
fn damaged(sample: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let most = 1 << chance.below(8);
        let length = chance.below(most).min(bytes.len() - at);
        let other = chance.below(bytes.len() + 1);
        match chance.below(8) {
            0 => drop(bytes.drain(at..at + length)),
            1 => {
                let copy = bytes[at..at + length].to_vec();
                bytes.splice(other..other, copy);
            }
            2 => {
                let copy = bytes[at..at + length].to_vec();
                let end = (other + length).min(bytes.len());
                bytes.splice(other..end, copy);
            }
            3 | 4 => {
                let piece = PIECES[chance.below(PIECES.len())].bytes();
                bytes.splice(at..at, piece);
            }
            5 => {
                for byte in &mut bytes[at..at + length] {
                    *byte = chance.next() as u8;
                }
            }
            6 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            _ => bytes.truncate(at),
        }
        // Doubling must not run away.
        bytes.truncate(2 * sample.len() + 1000);
    }
    bytes
}

/// A small file of each format, as `(format, name, bytes)`.
fn samples() -> Vec<(Option<Format>, String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/exchange");
    let mut samples = Vec::new();
    for format in Format::ALL {
        let name = match format {
            Format::Table => "table",
            other => other.info().id,
        };
        if format == Format::Xlsx {
            samples.push((Some(format), "small.xlsx".to_owned(), workbook()));
            continue;
        }
        let files = std::fs::read_dir(folder.join(name)).unwrap_or_else(|_| panic!("no samples of {name}"));
        let mut files: Vec<_> = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.is_file())
            .collect();
        files.sort();
        for path in files {
            let bytes = std::fs::read(&path).unwrap();
            if bytes.len() <= 4000 {
                samples.push((
                    Some(format),
                    path.file_name().unwrap().to_string_lossy().into_owned(),
                    bytes,
                ));
            }
        }
    }
    samples.push((None, "small.milieu".to_owned(), small_project()));
    samples
}

/// The smallest file of each format that is not trivial.
fn small_samples() -> Vec<(Option<Format>, String, Vec<u8>)> {
    let mut smallest: Vec<(Option<Format>, String, Vec<u8>)> = Vec::new();
    for sample in samples() {
        match smallest.iter_mut().find(|(format, ..)| *format == sample.0) {
            Some(known) if sample.2.len() < 250 || sample.2.len() > known.2.len().max(250) => {}
            Some(known) => *known = sample,
            None => smallest.push(sample),
        }
    }
    smallest
}

fn small_project() -> Vec<u8> {
    let script = r#"[{"do":"add_actor","name":"Acme & 日本","kind":"final","x":1.5,"y":-2},
        {"do":"add_actor","name":"Bolt \"Works\"","kind":"supplier","x":10,"y":20},
        {"do":"add_tie","kind":"supply","from":"a2","to":"a1"}]"#;
    let mut ids = Ids::default();
    let document = match milieu::files::script::run(script, &Document::default(), &mut ids) {
        Ok(steps) => steps
            .last()
            .map(|(_, document)| document.clone())
            .unwrap_or_default(),
        Err(fault) => panic!("{fault}"),
    };
    project::write(&document).into_bytes()
}

fn workbook() -> Vec<u8> {
    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1).unwrap();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    for (row, cells) in [
        ["From", "To", "Type"],
        ["Acme", "Bolt", "supply"],
        ["Bolt", "日本", "trust"],
    ]
    .iter()
    .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(6000)]).into_owned()
}

/// Reads bytes as a format, or as a project, and looks at what comes of it; to the end if it is `whole`.
fn try_one(format: Option<Format>, name: &str, bytes: &[u8], whole: bool) -> Result<(), String> {
    let Some(format) = format else {
        return match project::read(bytes) {
            Ok(opened) => {
                let text = project::write(&opened.document);
                let again =
                    project::read(text.as_bytes()).map_err(|fault| format!("written, but: {fault}"))?;
                (again.document == opened.document)
                    .then_some(())
                    .ok_or("it reads back as another".to_owned())
            }
            Err(fault) => placed(&fault),
        };
    };
    let reading = Reading::of(format);
    match read::read(bytes, name, &reading, &Progress::new(), &Cancel::new()) {
        Ok(draft) => {
            let wrongs = sound::wrongs(&draft, bytes.len());
            if !wrongs.is_empty() {
                return Err(wrongs.join("\n"));
            }
            if whole { taken(draft) } else { Ok(()) }
        }
        Err(fault) => placed(&fault),
    }
}

/// What is accepted becomes a project that can be saved, with every record accounted for.
fn taken(draft: milieu::exchange::draft::Draft) -> Result<(), String> {
    let mapping = Mapping::guess(&draft, &Dictionary::default());
    let tally = taking::tally(&draft, &mapping, None, &Cancel::new()).map_err(|gone| gone.to_string())?;
    if !tally.ties.adds_up() || !tally.actors.adds_up() {
        return Err(format!("{:?} or {:?} does not add up", tally.ties, tally.actors));
    }
    let taken = taking::take(&draft, &mapping, None, &Progress::new(), &Cancel::new())
        .map_err(|gone| gone.to_string())?;
    let text = project::write(&taken.document);
    let again = project::read(text.as_bytes()).map_err(|fault| format!("taken and written, but: {fault}"))?;
    (again.document == taken.document)
        .then_some(())
        .ok_or("what was taken reads back as another".to_owned())
}

/// A fault says where, unless it is about the whole.
fn placed(fault: &Fault) -> Result<(), String> {
    const OF_THE_WHOLE: [&str; 6] = [
        "There is nothing in ",
        "This is not a Milieu project",
        "The text is in ",
        "The compressed file is damaged",
        "This workbook ",
        "This is a zip file",
    ];
    let text = fault.to_string();
    if text.trim().is_empty() || text.contains('\n') {
        return Err(format!("a fault of no or several lines: {text:?}"));
    }
    let whole = OF_THE_WHOLE.iter().any(|start| text.starts_with(start));
    if fault.line().is_none() && !whole {
        return Err(format!("a fault without a place: {text}"));
    }
    Ok(())
}

/// Panics with the file that did it.
fn check(format: Option<Format>, name: &str, bytes: &[u8], how: &str) {
    check_of_many(0, format, name, bytes, how);
}

/// The same, but taking what was read into a project takes longer than reading it: every tenth does.
fn check_of_many(number: usize, format: Option<Format>, name: &str, bytes: &[u8], how: &str) {
    let whole = number.is_multiple_of(10);
    let result = catch_unwind(AssertUnwindSafe(|| try_one(format, name, bytes, whole)));
    let wrong = match result {
        Ok(Ok(())) => return,
        Ok(Err(wrong)) => wrong,
        Err(_) => "a panic".to_owned(),
    };
    panic!(
        "{how} of {name} ({} bytes): {wrong}\n{}",
        bytes.len(),
        shown(bytes)
    );
}

#[test]
fn the_samples_are_read() {
    for (format, name, bytes) in samples() {
        let Some(format) = format else { continue };
        let reading = Reading::of(format);
        let draft = read::read(&bytes, &name, &reading, &Progress::new(), &Cancel::new());
        let draft = draft.unwrap_or_else(|fault| panic!("{format:?} {name}: {fault}"));
        assert!(
            draft.actors.len() > 1 && !draft.ties.is_empty(),
            "{format:?} {name}: {draft:?}"
        );
        assert_eq!(read::guess(&bytes, &name).format, Some(format), "{name}");
        check(Some(format), &name, &bytes, "all");
    }
}

#[test]
fn promise_09_truncated_files_never_crash_and_never_load_half() {
    for (format, name, bytes) in samples() {
        for end in 0..bytes.len() {
            check_of_many(end, format, &name, &bytes[..end], "the beginning");
            if format.is_none() && end + 1 < bytes.len() {
                assert!(
                    project::read(&bytes[..end]).is_err(),
                    "half a project of {end} bytes was opened"
                );
            }
        }
    }
}

#[test]
fn promise_09_bit_flipped_files_never_crash() {
    for (format, name, mut bytes) in small_samples() {
        // A workbook is packed, and each trial unpacks it: some bits of each byte in turn.
        let step = if format == Some(Format::Xlsx) { 61 } else { 1 };
        for bit in (0..8 * bytes.len()).step_by(step) {
            bytes[bit / 8] ^= 1 << (bit % 8);
            check_of_many(bit, format, &name, &bytes, "a flipped bit");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

/// A quarter of the formats each, so that they run side by side.
fn mutate(quarter: usize) {
    let trials = std::env::var("MILIEU_MUTATIONS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(10_000);
    let all = samples();
    let mut formats: Vec<Option<Format>> = all.iter().map(|(format, ..)| *format).collect();
    formats.dedup();
    for (number, format) in formats.into_iter().enumerate() {
        if number % 4 != quarter {
            continue;
        }
        let of: Vec<_> = all.iter().filter(|(known, ..)| *known == format).collect();
        let mut chance = Chance(number as u64 + 1);
        // Unpacking takes its time.
        let trials = if format == Some(Format::Xlsx) {
            trials / 5
        } else {
            trials
        };
        for trial in 0..trials {
            let (_, name, sample) = of[trial % of.len()];
            let bytes = damaged(sample, &mut chance);
            check_of_many(trial / of.len(), format, name, &bytes, "a mutation");
        }
    }
}

#[test]
fn promise_09_mutated_files_never_crash_first() {
    mutate(0);
}

#[test]
fn promise_09_mutated_files_never_crash_second() {
    mutate(1);
}

#[test]
fn promise_09_mutated_files_never_crash_third() {
    mutate(2);
}

#[test]
fn promise_09_mutated_files_never_crash_fourth() {
    mutate(3);
}

#[test]
fn promise_09_empty_and_foreign_files_are_refused() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n";
    let nothing = vec![0_u8; 4096];
    for bytes in [
        &b""[..],
        &nothing,
        png,
        pdf,
        b"\xff\xfe",
        b"PK\x03\x04",
        b"\x1f\x8b\x08\0",
        b"   \n\t\r\n",
    ] {
        assert!(project::read(bytes).is_err(), "{bytes:?}");
        for name in ["x", "x.csv", "x.graphml", "x.net", "x.xlsx", "x.json"] {
            let told = Reading::guessed();
            if let Ok(draft) = read::read(bytes, name, &told, &Progress::new(), &Cancel::new()) {
                panic!("{name}, {bytes:?}: {draft:?}");
            }
        }
        for format in Format::ALL {
            check(Some(format), "x", bytes, "a foreign file");
        }
    }
}

#[test]
fn scripts_of_edits_are_refused_with_a_place_or_run() {
    let sample = br#"[{"do":"add_actor","name":"Acme","kind":"final","x":1,"y":2},{"do":"add_actor","name":"B","kind":"supplier","x":3,"y":4},{"do":"add_tie","kind":"supply","from":"a2","to":"a1","weight":0.5},{"do":"rename","actor":"a1","name":"C"}]"#;
    let mut chance = Chance(99);
    for _ in 0..10_000 {
        let bytes = damaged(sample, &mut chance);
        let Ok(text) = std::str::from_utf8(&bytes) else {
            continue;
        };
        let run = || {
            milieu::files::script::run(text, &Document::default(), &mut Ids::default())
                .map(|steps| steps.len())
        };
        let result = catch_unwind(AssertUnwindSafe(run));
        assert!(result.is_ok(), "{text}");
    }
}
