//! `milieu diff`: what differs between two projects or snapshots, and what that does to every indicator, and why.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use crate::analysis::comparison::{Comparison, Pair, compare_all};
use crate::analysis::indicator::{Group, Indicator};
use crate::analysis::{ChangeStory, explain_changes, format, registry};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::base::text::count;
use crate::files::folder;
use crate::model::difference::{Alteration, Difference, Fate, Matching};
use crate::model::{ActorId, Document, TieId};

use super::{honesty, input, story};

/// FILE or FILE#SNAPSHOT, taken apart.
pub(super) struct Source {
    /// The file.
    pub(super) file: PathBuf,
    /// Name or id of one of its snapshots.
    pub(super) snapshot: Option<String>,
}

impl Source {
    /// A file may have a `#` in its name, and so may a snapshot: the longest part that is a file is the file.
    pub(super) fn of(path: &Path) -> Self {
        let whole = Self {
            file: path.to_owned(),
            snapshot: None,
        };
        let Some(text) = path.to_str().filter(|_| !folder::exists(path)) else {
            return whole;
        };
        let parts = text
            .rmatch_indices('#')
            .map(|(at, _)| (&text[..at], &text[at + 1..]));
        let mut files = parts.filter(|(file, _)| *file == "-" || folder::exists(Path::new(file)));
        match files.next() {
            Some((file, snapshot)) => Self {
                file: PathBuf::from(file),
                snapshot: Some(snapshot.to_owned()),
            },
            None => whole,
        }
    }

    /// The project, or the state that its snapshot kept.
    pub(super) fn state(&self, project: &Arc<Document>) -> anyhow::Result<Arc<Document>> {
        match &self.snapshot {
            None => Ok(Arc::clone(project)),
            Some(word) => Ok(Arc::new(
                input::state_of(project, word).with_context(|| self.file.display().to_string())?,
            )),
        }
    }
}

pub(super) fn run(before: &Path, after: &Path, as_json: bool) -> anyhow::Result<()> {
    let (a, b) = (Source::of(before), Source::of(after));
    let first = Arc::new(input::open_telling(&a.file, input::Need::Network)?);
    let one_project = a.file == b.file;
    let second = if one_project {
        Arc::clone(&first)
    } else {
        Arc::new(input::open_telling(&b.file, input::Need::Network)?)
    };
    let states = [a.state(&first)?, b.state(&second)?];
    let matching = if one_project {
        Matching::Ids
    } else {
        Matching::of(&states[0], &states[1])
    };
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let comparison = compare_all(&states[0], &states[1], matching, &progress, &cancel)?;
    if as_json {
        return input::print(&format!("{:#}\n", object(&comparison)?));
    }
    let mut text = match matching {
        Matching::Ids => "Actors and ties are matched by id\n".to_owned(),
        Matching::Names => "Actors are matched by name, ties by kind and ends\n".to_owned(),
    };
    text += &differences(&comparison);
    text += &figures(&comparison);
    text += &reasons(&comparison)?;
    text += &honesty::departures_of_both(&states[0], &states[1]);
    input::print(&text)
}

/// What differs, one line each.
fn differences(comparison: &Comparison) -> String {
    let difference = &comparison.difference;
    let mut text = String::new();
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text += &format!("{title}\n{}", lines.concat());
        }
    };
    let [before, after] = [&comparison.before.document, &comparison.after.document];
    let actor_name = |document: &Document, id: ActorId| document.display_name(id);
    section("Actors", lines(&difference.actors, before, after, actor_name));
    section(
        "Ties",
        lines(&difference.ties, before, after, Document::tie_words),
    );
    let project = difference.project.iter().map(|one| format!("  ~ {one}\n"));
    section("Project", project.collect());
    if difference.is_empty() {
        text += "No actor, tie or number differs\n";
    }
    let moved = difference.moved.len();
    if moved > 0 {
        text += &format!("{} elsewhere on the map\n", count(moved, "actor", "actors"));
    }
    text
}

fn lines<I: Copy>(
    fates: &[Fate<I>],
    before: &Document,
    after: &Document,
    name: impl Fn(&Document, I) -> String,
) -> Vec<String> {
    let line = |fate: &Fate<I>| match fate {
        Fate::Added(id) => format!("  + {}\n", name(after, *id)),
        Fate::Removed(id) => format!("  − {}\n", name(before, *id)),
        Fate::Changed(_, id, list) => {
            let words: Vec<String> = list.iter().map(ToString::to_string).collect();
            format!("  ~ {}: {}\n", name(after, *id), words.join("; "))
        }
    };
    fates.iter().map(line).collect()
}

/// Every indicator of both, grouped as in the panel.
fn figures(comparison: &Comparison) -> String {
    let mut text = format!("{:<44}{:>10}{:>10}{:>10}\n", "Indicators", "A", "B", "B − A");
    for group in Group::SHOWN {
        text += &format!("{}\n", group.name());
        for indicator in registry::ALL.iter().filter(|indicator| indicator.group == group) {
            text += &row("  ", &comparison.pair(indicator));
            let parts = registry::ALL
                .iter()
                .filter(|part| part.group == Group::Part(indicator.id));
            for part in parts {
                text += &row("    ", &comparison.pair(part));
            }
        }
    }
    text
}

fn row(indent: &str, pair: &Pair) -> String {
    let name = format!("{indent}{}", pair.indicator.name);
    let change = match pair.change().filter(|_| pair.shows()) {
        Some(change) => format!("{change:+.*}", pair.indicator.decimals),
        None => String::new(),
    };
    let [before, after] = [pair.before, pair.after].map(|value| format(pair.indicator, value));
    format!("{name:<44}{before:>10}{after:>10}{change:>10}")
        .trim_end()
        .to_owned()
        + "\n"
}

/// Why the overall figure and each dimension changed: the sentence, then what each cause did.
fn reasons(comparison: &Comparison) -> anyhow::Result<String> {
    let stories = stories(comparison)?;
    let told = stories
        .iter()
        .filter_map(|story| Some(story::text(story, registry::find(story.indicator)?, usize::MAX)));
    let text: String = told.collect();
    Ok(if text.is_empty() {
        text
    } else {
        format!("Why\n{text}")
    })
}

/// For what has changed among the overall figure and the dimensions.
fn stories(comparison: &Comparison) -> anyhow::Result<Vec<ChangeStory>> {
    let (before, after) = (&comparison.before.document, &comparison.after.document);
    let after = Difference::aligned(before, after, comparison.difference.matching);
    let changed: Vec<&'static Indicator> = registry::ALL
        .iter()
        .copied()
        .filter(|indicator| indicator.group.is_dimension() || indicator.id == "overall")
        .filter(|&indicator| comparison.pair(indicator).shows())
        .collect();
    Ok(explain_changes(
        before,
        &after,
        &changed,
        None,
        &Progress::new(),
        &Cancel::new(),
    )?)
}

fn object(comparison: &Comparison) -> anyhow::Result<Value> {
    let Difference {
        matching,
        actors,
        ties,
        project,
        moved,
    } = &comparison.difference;
    let indicators: Map<String, Value> = comparison
        .pairs()
        .map(|pair| {
            let values = json!({ "a": pair.before, "b": pair.after, "difference": pair.change() });
            (pair.indicator.id.to_owned(), values)
        })
        .collect();
    let why: Map<String, Value> = stories(comparison)?
        .iter()
        .map(|story| {
            let causes = story
                .causes
                .iter()
                .map(|(cause, amount)| json!({ "title": cause.title, "amount": amount }));
            let causes: Vec<Value> = causes.collect();
            (
                story.indicator.to_owned(),
                json!({ "sentence": story.sentence, "causes": causes }),
            )
        })
        .collect();
    Ok(json!({
        "matched_by": match matching {
            Matching::Ids => "id",
            Matching::Names => "name",
        },
        "actors": fates(actors, |id: ActorId| id.to_string()),
        "ties": fates(ties, |id: TieId| id.to_string()),
        "project": alterations(project),
        "moved": moved.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "indicators": indicators,
        "why": why,
        "assumptions": {
            "a": honesty::departures_json(&comparison.before.document),
            "b": honesty::departures_json(&comparison.after.document),
        },
    }))
}

fn fates<I: Copy>(fates: &[Fate<I>], id: impl Fn(I) -> String) -> Value {
    let list = fates.iter().map(|fate| {
        let (what, list) = match fate {
            Fate::Added(_) => ("added", None),
            Fate::Removed(_) => ("removed", None),
            Fate::Changed(_, _, list) => ("changed", Some(alterations(list))),
        };
        json!({ "what": what, "a": fate.before().map(&id), "b": fate.after().map(&id), "changes": list })
    });
    Value::Array(list.collect())
}

fn alterations(list: &[Alteration]) -> Value {
    let one =
        |one: &Alteration| json!({ "name": one.name, "unit": one.unit, "a": one.before, "b": one.after });
    Value::Array(list.iter().map(one).collect())
}
