//! What a recent file is remembered by beside its path: a small picture, how much there was, a few figures, when.
//!
//! Each file has a card of its own in a folder, so that two windows do not write over what the other remembers. A card
//! is never needed: one that is missing or cannot be read is no card.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::model::{ActorKind, Document};

use super::atomic;
use super::fault::SaveFault;

/// Marks that a picture has at most.
const MARKS: usize = 260;
/// Lines that a picture has at most.
const LINES: usize = 420;
/// A card that is larger is none.
const LARGEST: u64 = 256 << 10;
/// Cards of files that are no longer among the recent ones stay this long: another window may still list them.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
/// Ending of cards.
const ENDING: &str = "card";

/// What is known of a recent file.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Title of the project; may be empty.
    pub title: String,
    /// How many actors it had.
    pub actors: usize,
    /// How many ties it had.
    pub ties: usize,
    /// Names and values of figures, in words.
    pub figures: Vec<(String, String)>,
    /// When it was last opened or saved here.
    pub at: SystemTime,
    /// The map.
    pub sketch: Sketch,
}

/// A map as marks and lines in a box; the longer side of the box is 1, its upper left corner 0, 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    /// Some of the actors.
    pub marks: Vec<(ActorKind, [f32; 2])>,
    /// Some of the ties, from end to end.
    pub lines: Vec<[f32; 4]>,
    /// Width and height of the box.
    pub size: [f32; 2],
}

impl Sketch {
    /// The map of a document; of a large one every so manieth actor and tie.
    pub fn of(document: &Document) -> Self {
        let Some(extent) = document.extent() else {
            return Self::default();
        };
        let longer = extent.width().max(extent.height()).max(1.0);
        let place = |id| {
            let at = document.place(id)?.at;
            let share = |from: f64, to: f64| round(((to - from) / longer) as f32);
            Some([share(extent.min.x, at.x), share(extent.min.y, at.y)])
        };
        let stride = |all: usize, most: usize| all.div_ceil(most).max(1);
        let marks = document
            .actors()
            .step_by(stride(document.actor_count(), MARKS))
            .filter_map(|(id, actor)| Some((actor.kind, place(id)?)));
        let lines = document
            .ties()
            .step_by(stride(document.tie_count(), LINES))
            .filter_map(|(_, tie)| {
                let ([a, b], [c, d]) = (place(tie.from)?, place(tie.to)?);
                Some([a, b, c, d])
            });
        Self {
            marks: marks.collect(),
            lines: lines.collect(),
            size: [
                round((extent.width() / longer) as f32),
                round((extent.height() / longer) as f32),
            ],
        }
    }
}

/// To a thousandth, which is finer than the picture.
fn round(share: f32) -> f32 {
    (share.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// The form on the disk.
#[derive(Serialize, Deserialize)]
struct Stored {
    path: String,
    title: String,
    actors: usize,
    ties: usize,
    figures: Vec<(String, String)>,
    /// Seconds since 1970.
    at: u64,
    marks: Vec<(String, f32, f32)>,
    lines: Vec<[f32; 4]>,
    size: [f32; 2],
}

/// The card of a file, if there is one in this folder.
pub fn load(folder: &Path, path: &Path) -> Option<Card> {
    let card = place_of(folder, path);
    let size = fs::symlink_metadata(&card)
        .ok()
        .filter(fs::Metadata::is_file)?
        .len();
    if size > LARGEST {
        return None;
    }
    let stored: Stored = serde_json::from_slice(&fs::read(&card).ok()?).ok()?;
    if stored.path != path.to_string_lossy() {
        return None;
    }
    let shares = |numbers: &[f32]| numbers.iter().all(|number| (0.0..=1.0).contains(number));
    Some(Card {
        title: stored.title,
        actors: stored.actors,
        ties: stored.ties,
        figures: stored.figures,
        at: UNIX_EPOCH.checked_add(Duration::from_secs(stored.at))?,
        sketch: Sketch {
            marks: stored
                .marks
                .iter()
                .filter(|(_, x, y)| shares(&[*x, *y]))
                .filter_map(|(kind, x, y)| Some((ActorKind::from_id(kind)?, [*x, *y])))
                .take(MARKS)
                .collect(),
            lines: stored
                .lines
                .into_iter()
                .filter(|line| shares(line))
                .take(LINES)
                .collect(),
            size: Some(stored.size).filter(|size| shares(size)).unwrap_or_default(),
        },
    })
}

/// Keeps the card of a file; the folder is made if it is missing.
///
/// # Errors
/// When it could not be written, which nobody needs to be told: the list works without cards.
pub fn save(folder: &Path, path: &Path, card: &Card) -> Result<(), SaveFault> {
    let failed = |step, cause: io::Error| SaveFault::Write {
        step,
        cause,
        path: path.to_owned(),
    };
    let stored = Stored {
        path: path.to_string_lossy().into_owned(),
        title: card.title.clone(),
        actors: card.actors,
        ties: card.ties,
        figures: card.figures.clone(),
        at: card.at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
        marks: card
            .sketch
            .marks
            .iter()
            .map(|(kind, [x, y])| (kind.id().to_owned(), *x, *y))
            .collect(),
        lines: card.sketch.lines.clone(),
        size: card.sketch.size,
    };
    let text = serde_json::to_vec(&stored).map_err(|error| failed("putting it into words", error.into()))?;
    fs::create_dir_all(folder).map_err(|cause| failed("making its folder", cause))?;
    atomic::write(&place_of(folder, path), &text).map(drop)
}

/// Takes old cards away that belong to none of these files. Gives how many went.
pub fn sweep(folder: &Path, recent: &[PathBuf], now: SystemTime) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let wanted: Vec<PathBuf> = recent.iter().map(|path| place_of(folder, path)).collect();
    let old = |path: &Path| {
        fs::symlink_metadata(path)
            .and_then(|data| data.modified())
            .is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > KEPT))
    };
    entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
        .filter(|path| !wanted.contains(path) && old(path))
        .filter(|path| fs::remove_file(path).is_ok())
        .count()
}

/// When a file was last written, if it is there.
pub fn written(path: &Path) -> Option<SystemTime> {
    let data = fs::metadata(path).ok()?;
    Some(data.modified().unwrap_or(UNIX_EPOCH))
}

/// Where the card of a file is.
fn place_of(folder: &Path, path: &Path) -> PathBuf {
    folder.join(format!(
        "{:016x}.{ENDING}",
        hash(path.as_os_str().as_encoded_bytes())
    ))
}

/// FNV-1a (Fowler, Noll, Vo): the same from one version to the next, which the standard library does not promise.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::cancel::Cancel;
    use crate::files::examples;
    use crate::model::generate::{Model, Recipe};

    fn card() -> Card {
        let document = examples::ALL[0].document();
        Card {
            title: "顺德 furniture".to_owned(),
            actors: document.actor_count(),
            ties: document.tie_count(),
            figures: vec![("Overall".to_owned(), "54".to_owned())],
            at: UNIX_EPOCH + Duration::from_secs(1_700_000_000),
            sketch: Sketch::of(&document),
        }
    }

    #[test]
    fn a_card_comes_back_and_belongs_to_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (Path::new("/maps/顺德.milieu"), Path::new("/maps/b.milieu"));
        assert_eq!(load(folder.path(), path), None);
        let card = card();
        assert!(!card.sketch.marks.is_empty() && !card.sketch.lines.is_empty());
        save(folder.path(), path, &card).unwrap();
        assert_eq!(load(folder.path(), path), Some(card));
        assert_eq!(load(folder.path(), other), None);
        fs::write(place_of(folder.path(), other), "{").unwrap();
        assert_eq!(load(folder.path(), other), None, "a torn card is none");
    }

    #[test]
    fn only_old_cards_of_forgotten_files_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let (kept, gone) = (PathBuf::from("/a.milieu"), PathBuf::from("/b.milieu"));
        for path in [&kept, &gone] {
            save(folder.path(), path, &card()).unwrap();
        }
        fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        let now = SystemTime::now();
        assert_eq!(sweep(folder.path(), std::slice::from_ref(&kept), now), 0);
        let later = now + KEPT + Duration::from_secs(60);
        assert_eq!(sweep(folder.path(), std::slice::from_ref(&kept), later), 1);
        assert!(load(folder.path(), &kept).is_some());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_large_map_leaves_a_small_picture() {
        let recipe = Recipe {
            model: Model::Chance,
            actors: 2000,
            ties: 6000,
            seed: 1,
        };
        let sketch = Sketch::of(&recipe.make(&Cancel::new()).unwrap());
        assert!(sketch.marks.len() > MARKS / 2 && sketch.lines.len() > LINES / 2);
        assert!(sketch.marks.len() <= MARKS && sketch.lines.len() <= LINES);
    }
}
