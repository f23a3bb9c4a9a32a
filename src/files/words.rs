//! What a person has said that the words of other files stand for, so that nobody has to say it twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::model::{ActorKind, TieKind};

use super::atomic;
use super::fault::SaveFault;
use super::store;

/// Name of the file.
pub const FILE: &str = "words.json";
/// A file that is larger is none, bytes.
const LARGEST: u64 = 2 << 20;

/// Words and what they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Kinds of actors.
    pub actors: BTreeMap<String, ActorKind>,
    /// Kinds of ties; `true` when the word looks at the tie from its second end.
    pub ties: BTreeMap<String, (TieKind, bool)>,
}

/// The form on the disk.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    actors: BTreeMap<String, String>,
    ties: BTreeMap<String, (String, bool)>,
}

/// What was kept; nothing where there is no such file or it cannot be understood.
pub fn load(path: &Path) -> Words {
    let bytes = store::load(path, LARGEST).map_or_else(|_| Vec::new(), |(bytes, _)| bytes);
    let stored: Stored = serde_json::from_slice(&bytes).unwrap_or_default();
    let actors = stored.actors.into_iter();
    let ties = stored.ties.into_iter();
    Words {
        actors: actors
            .filter_map(|(word, kind)| Some((word, ActorKind::from_id(&kind)?)))
            .collect(),
        ties: ties
            .filter_map(|(word, (kind, turned))| Some((word, (TieKind::from_id(&kind)?, turned))))
            .collect(),
    }
}

/// Keeps them; the folder is made if it is missing.
///
/// # Errors
/// When they were not kept.
pub fn save(path: &Path, words: &Words) -> Result<(), SaveFault> {
    let stored = Stored {
        actors: words
            .actors
            .iter()
            .map(|(word, kind)| (word.clone(), kind.id().to_owned()))
            .collect(),
        ties: words
            .ties
            .iter()
            .map(|(word, (kind, turned))| (word.clone(), (kind.id().to_owned(), *turned)))
            .collect(),
    };
    let failed = |step, cause| SaveFault::Write {
        step,
        cause,
        path: path.to_owned(),
    };
    let text =
        serde_json::to_vec_pretty(&stored).map_err(|error| failed("putting it into words", error.into()))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| failed("making its folder", cause))?;
    }
    atomic::write(path, &text).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_and_a_torn_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state").join(FILE);
        assert_eq!(load(&path), Words::default());
        let words = Words {
            actors: [("龙头企业".to_owned(), ActorKind::Final)].into(),
            ties: [("buys from".to_owned(), (TieKind::Supply, true))].into(),
        };
        save(&path, &words).unwrap();
        assert_eq!(load(&path), words);
        fs::write(&path, "{").unwrap();
        assert_eq!(load(&path), Words::default());
    }
}
