//! What each target does with its bytes, and what must hold of what comes out.

#[path = "../../tests/headless/hostile/sound.rs"]
mod sound;

use milieu::base::cancel::Cancel;
use milieu::base::progress::Progress;
pub use milieu::exchange::format::Format;
use milieu::exchange::mapping::{Dictionary, Mapping};
use milieu::exchange::reading::Reading;
use milieu::exchange::{read, taking};
use milieu::files;
use milieu::model::{Document, Ids};

/// Reads as a format and takes what is read into a project.
pub fn reader(format: Format, bytes: &[u8]) {
    with(&Reading::of(format), bytes);
}

/// Reads as whatever it seems to be.
pub fn any(bytes: &[u8]) {
    with(&Reading::guessed(), bytes);
}

fn with(reading: &Reading, bytes: &[u8]) {
    let Ok(draft) = read::read(bytes, "fuzz", reading, &Progress::new(), &Cancel::new()) else {
        return;
    };
    // Of packed files only their packed length is known here.
    if !bytes.starts_with(b"PK") && !bytes.starts_with(b"\x1f\x8b") {
        let wrongs = sound::wrongs(&draft, bytes.len());
        assert!(wrongs.is_empty(), "{wrongs:?}");
    }
    let mapping = Mapping::guess(&draft, &Dictionary::default());
    let tally = taking::tally(&draft, &mapping, None, &Cancel::new()).expect("nobody cancels");
    assert!(tally.ties.adds_up() && tally.actors.adds_up(), "{tally:?}");
    let taken = taking::take(&draft, &mapping, None, &Progress::new(), &Cancel::new()).expect("nobody cancels");
    written_and_read(&taken.document);
}

fn written_and_read(document: &Document) {
    let text = files::project::write(document);
    let again = files::project::read(text.as_bytes()).expect("what is written can be read");
    assert!(again.document == *document, "it reads back as another");
}

/// Opens a project and saves it.
pub fn project(bytes: &[u8]) {
    if let Ok(opened) = files::project::read(bytes) {
        written_and_read(&opened.document);
    }
}

/// Runs a script on an empty project.
pub fn script(text: &str) {
    if let Ok(steps) = files::script::run(text, &Document::default(), &mut Ids::default())
        && let Some((_, last)) = steps.last()
    {
        written_and_read(last);
    }
}
