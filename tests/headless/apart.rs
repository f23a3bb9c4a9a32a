//! Promise 13: workbooks that are made to do harm, and large files of any format, are refused or read within a bound by
//! a process of their own.

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::time::Duration;

use milieu::base::cancel::Cancel;
use milieu::base::progress::Progress;
use milieu::exchange::draft::Draft;
use milieu::exchange::format::Format;
use milieu::exchange::read;
use milieu::exchange::reading::Reading;
use milieu::files::Fault;
use milieu::session::apart::{Apart, Content, LARGE, read_with};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What the process takes before it reads anything, and a small workbook; the program itself counts as well.
const MEMORY: u64 = 400 << 20;

fn apart(bytes: &[u8], memory: u64, seconds: u64, cancel: &Cancel) -> Result<Draft, Fault> {
    let content = bytes.to_vec().into();
    let reading = Reading::of(Format::Xlsx);
    read_with(
        &limits(memory, seconds),
        &content,
        "a.xlsx",
        &reading,
        &Progress::new(),
        cancel,
    )
}

fn limits(memory: u64, seconds: u64) -> Apart {
    Apart {
        program: Path::new(env!("CARGO_BIN_EXE_milieu")).to_owned(),
        memory,
        time: Duration::from_secs(seconds),
    }
}

fn refused(bytes: &[u8]) -> String {
    apart(bytes, MEMORY, 120, &Cancel::new()).unwrap_err().to_string()
}

/// A workbook of hand-made parts: its one sheet, and the texts that cells share.
fn workbook(sheet: &[u8], shared: &[u8]) -> Vec<u8> {
    const TOP: &[u8] = br#"<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &[u8] =
        br#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("_rels/.rels", TOP),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", shared),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TIE: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>From</t></is></c><c r="B1" t="inlineStr"><is><t>To</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" t="inlineStr"><is><t>b</t></is></c></row>"#;

fn sheet(rows: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

#[test]
fn what_is_read_apart_is_the_same() {
    let bytes = workbook(&sheet(TIE), b"<sst/>");
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let here = read::read(&bytes, "a.xlsx", &Reading::of(Format::Xlsx), &progress, &cancel).unwrap();
    assert_eq!(apart(&bytes, MEMORY, 120, &cancel).unwrap(), here);
    assert_eq!(here.ties.len(), 1);
}

#[test]
fn promise_13_bombs_and_giant_sheets_stay_within_their_bound() {
    // A cell at the far corner: 9.8 GB for a reader that makes room for all cells between.
    let far = format!("{TIE}<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    let bytes = workbook(&sheet(&far), b"<sst/>");
    assert!(bytes.len() < 10_000);
    let draft = apart(&bytes, MEMORY, 120, &Cancel::new()).unwrap();
    assert_eq!(draft.ties.len(), 1);
    // Blanks that unpack to a thousand times the file.
    let bytes = workbook(&sheet(TIE), &vec![b' '; 300 << 20]);
    assert!(bytes.len() < 1 << 20);
    assert!(refused(&bytes).contains("larger inside"), "{}", refused(&bytes));
    // A part that declares four gigabytes.
    let mut bytes = workbook(&sheet(TIE), b"<sst/>");
    let entry = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
    assert!(refused(&bytes).contains("larger inside"), "{}", refused(&bytes));
    // Room for texts that are only declared.
    let bytes = workbook(&sheet(TIE), b"<sst uniqueCount=\"900000000000\"></sst>");
    assert!(refused(&bytes).contains("declares more"), "{}", refused(&bytes));
}

#[cfg(unix)]
#[test]
fn promise_13_a_million_shared_texts_are_read_or_refused_and_take_nothing_down() {
    let mut shared = String::from("<sst>");
    for number in 0..1_000_000 {
        shared += &format!("<si><t>text number {number}</t></si>");
    }
    shared += "</sst>";
    let bytes = workbook(&sheet(TIE), shared.as_bytes());
    drop(shared);
    // Too little for that many: the process ends, and says why; this one goes on.
    let fault = apart(&bytes, 130 << 20, 120, &Cancel::new())
        .unwrap_err()
        .to_string();
    assert!(fault.contains("MiB of memory"), "{fault}");
    let draft = apart(
        &bytes,
        Apart::of(Path::new(""), bytes.len()).memory,
        120,
        &Cancel::new(),
    )
    .unwrap();
    assert_eq!(draft.ties.len(), 1);
}

#[test]
fn giving_up_and_running_out_of_time_end_it() {
    let bytes = workbook(&sheet(TIE), b"<sst/>");
    let cancel = Cancel::new();
    cancel.raise();
    let fault = apart(&bytes, MEMORY, 120, &cancel).unwrap_err().to_string();
    assert_eq!(fault, "Reading was given up");
    let fault = apart(&bytes, MEMORY, 0, &Cancel::new()).unwrap_err().to_string();
    assert!(fault.contains("takes longer"), "{fault}");
}

/// A list of ties with texts and numbers, of so many bytes at least.
fn large_table(bytes: usize) -> String {
    let mut text = String::from("source,target,weight,word\n");
    let mut row = 0_u64;
    while text.len() < bytes {
        let (from, to) = (row * row % 99_991, row * 31 % 77_777);
        text += &format!("a{from},b{to},{}.5,word {}\n", row % 1000, row % 50);
        row += 1;
    }
    text
}

fn file_of(text: &str) -> (tempfile::TempDir, Content) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    std::fs::write(&path, text).unwrap();
    let head = Vec::new();
    (folder, Content::File { path, head })
}

#[test]
fn a_large_text_read_apart_is_the_same_by_path_and_by_pipe() {
    let text = large_table(LARGE);
    let (_folder, file) = file_of(&text);
    let (progress, cancel, guessed) = (Progress::new(), Cancel::new(), Reading::guessed());
    let here = read::read(text.as_bytes(), "large.csv", &guessed, &progress, &cancel).unwrap();
    assert!(here.ties.len() > 200_000 && here.actors.len() > 100_000);
    let apart = Apart::of(Path::new(env!("CARGO_BIN_EXE_milieu")), text.len());
    for content in [file, text.into_bytes().into()] {
        let progress = Progress::new();
        let draft = read_with(&apart, &content, "large.csv", &guessed, &progress, &cancel).unwrap();
        assert!(draft == here);
        assert_eq!(progress.share(), 1.0);
    }
}

#[cfg(unix)]
#[test]
fn promise_13_a_large_text_that_needs_more_than_its_limit_is_given_up_with_a_message() {
    let (_folder, file) = file_of(&large_table(3 * LARGE));
    let read = |memory| {
        let (progress, cancel) = (Progress::new(), Cancel::new());
        read_with(
            &limits(memory, 120),
            &file,
            "large.csv",
            &Reading::guessed(),
            &progress,
            &cancel,
        )
    };
    // Enough for the program, not for what the reader makes of 24 MiB.
    let fault = read(150 << 20).unwrap_err().to_string();
    assert_eq!(
        fault,
        "Reading this file needs more than 150 MiB of memory, and was given up"
    );
}

#[test]
fn a_file_that_is_gone_or_broken_says_so_from_afar() {
    let of = |content: &Content, reading: &Reading| {
        let (progress, cancel) = (Progress::new(), Cancel::new());
        let read = read_with(&limits(1 << 30, 120), content, "x", reading, &progress, &cancel);
        read.unwrap_err().to_string()
    };
    let path = std::env::temp_dir().join("no such file of a network.csv");
    let head = Vec::new();
    let fault = of(&Content::File { path, head }, &Reading::guessed());
    assert!(fault.contains("no such file of a network.csv"), "{fault}");
    let broken = b"<graphml>\n<graph>".to_vec().into();
    let fault = of(&broken, &Reading::of(Format::GraphMl));
    assert!(fault.ends_with("(line 2, column 8)"), "{fault}");
}

#[cfg(target_os = "linux")]
#[test]
fn giving_up_ends_the_process_that_reads() {
    let (folder, file) = file_of(&large_table(3 * LARGE));
    // Under a name that no other process has.
    let program = folder.path().join("milieu-to-be-ended");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_milieu"), &program).unwrap();
    let apart = Apart {
        program: program.clone(),
        ..limits(1 << 31, 120)
    };
    let alive = || {
        std::fs::read_dir("/proc").unwrap().flatten().any(|entry| {
            let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
            line.starts_with(program.as_os_str().as_encoded_bytes())
        })
    };
    let (progress, cancel) = (Progress::new(), Cancel::new());
    std::thread::scope(|scope| {
        let read = || {
            read_with(
                &apart,
                &file,
                "large.csv",
                &Reading::guessed(),
                &progress,
                &cancel,
            )
        };
        let reading = scope.spawn(read);
        while !alive() && !reading.is_finished() {
            std::thread::sleep(Duration::from_millis(2));
        }
        cancel.raise();
        let fault = reading.join().unwrap().unwrap_err().to_string();
        assert_eq!(fault, "Reading was given up");
        assert!(!alive());
    });
}
