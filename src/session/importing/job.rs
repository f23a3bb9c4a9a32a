//! What is done at the desk: reading, counting, making.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::exchange::draft::Draft;
use crate::exchange::mapping::{By, Dictionary, Mapping, Side, Target, WordChoice};
use crate::exchange::read;
use crate::exchange::taking::{self, Taken, Tally};
use crate::model::field::Value;
use crate::model::{Document, Edit};
use crate::session::apart::{self, Content};
use crate::session::bringing::TAKING;
use crate::session::placing::with_places;
use crate::session::prepared::Prepared;

use super::Source;
use super::preview::Preview;
use super::report::ImportReport;

/// A meaning that was chosen for a column.
type Retarget = (Side, usize, Target);

/// What can be asked.
pub(super) enum Job {
    /// Read what has not been read yet; say what it means and what would come of it.
    Read {
        sources: Vec<Source>,
        /// What there was before, and what it meant.
        before: Option<(Arc<Draft>, Mapping)>,
        chosen: BTreeSet<(bool, String)>,
        touched: bool,
        dictionary: Arc<Dictionary>,
        into: Option<Arc<Document>>,
        progress: Progress,
    },
    /// Say what would come of it.
    Count {
        whole: Arc<Draft>,
        mapping: Mapping,
        retargets: Vec<Retarget>,
        dictionary: Arc<Dictionary>,
        into: Option<Arc<Document>>,
    },
    /// Make it.
    Make {
        whole: Arc<Draft>,
        mapping: Mapping,
        retargets: Vec<Retarget>,
        dictionary: Arc<Dictionary>,
        names: Vec<String>,
        title: String,
        into: Option<Arc<Document>>,
        progress: Progress,
    },
}

/// What the desk says.
pub(super) enum Answer {
    /// The only file is a project of this program.
    Project(PathBuf),
    Read(Box<Read>),
    Counted(Box<Mapping>, Tally),
    Made(Box<Made>),
}

pub(super) struct Read {
    pub(super) sources: Vec<Source>,
    pub(super) whole: Option<Arc<Draft>>,
    pub(super) mapping: Option<Mapping>,
    pub(super) preview: Arc<Preview>,
    pub(super) tally: Option<Tally>,
}

pub(super) struct Made {
    /// A project of its own; empty where there is an edit.
    pub(super) document: Document,
    /// The edit of the open project.
    pub(super) prepared: Option<Prepared>,
    pub(super) report: ImportReport,
}

impl Job {
    pub(super) fn run(self, cancel: &Cancel) -> Result<Answer, Cancelled> {
        match self {
            Self::Read {
                mut sources,
                before,
                chosen,
                touched,
                dictionary,
                into,
                progress,
            } => {
                if let [only] = sources.as_mut_slice()
                    && let Some(path) = only.path.clone()
                    && fetch(only).is_ok_and(|content| read::is_project(content.head(), &only.name))
                {
                    return Ok(Answer::Project(path));
                }
                for source in &mut sources {
                    if source.draft.is_none() {
                        read_source(source, &progress, cancel);
                    }
                    cancel.check()?;
                }
                let whole = together(&sources);
                let mapping = whole.as_ref().map(|whole| {
                    let guess = Mapping::guess(whole, &dictionary);
                    match &before {
                        Some((_, before)) => carried(guess, before, &chosen, touched, whole, &dictionary),
                        None => guess,
                    }
                });
                let tally = match whole.as_ref().zip(mapping.as_ref()) {
                    Some((whole, mapping)) => Some(taking::tally(whole, mapping, into.as_deref(), cancel)?),
                    None => None,
                };
                let preview = whole.as_ref().map(|whole| Arc::new(Preview::of(whole)));
                Ok(Answer::Read(Box::new(Read {
                    sources,
                    mapping,
                    preview: preview.unwrap_or_default(),
                    tally,
                    whole,
                })))
            }
            Self::Count {
                whole,
                mut mapping,
                retargets,
                dictionary,
                into,
            } => {
                retarget(&mut mapping, &retargets, &whole, &dictionary);
                cancel.check()?;
                let tally = taking::tally(&whole, &mapping, into.as_deref(), cancel)?;
                Ok(Answer::Counted(Box::new(mapping), tally))
            }
            Self::Make {
                whole,
                mut mapping,
                retargets,
                dictionary,
                names,
                title,
                into,
                progress,
            } => {
                retarget(&mut mapping, &retargets, &whole, &dictionary);
                let first = progress.part(0.0, TAKING);
                let taken = taking::take(&whole, &mapping, into.as_deref(), &first, cancel)?;
                drop(whole);
                cancel.check()?;
                let report = ImportReport {
                    sources: names,
                    into_open: into.is_some(),
                    at: jiff::Zoned::now().strftime("%Y-%m-%d %H:%M").to_string(),
                    report: taken.report.clone(),
                };
                let document = settled(&taken, &progress.part(TAKING, 1.0), cancel);
                cancel.check()?;
                let name = format!("Import {}", report.sources.join(", "));
                let made = match into {
                    Some(into) => {
                        let edit = taking::edit(name, &into, &document);
                        Made {
                            document: Document::default(),
                            prepared: Prepared::of(&into, &edit, &mut into.ids()).ok(),
                            report,
                        }
                    }
                    None => Made {
                        document: titled(document, &title),
                        prepared: None,
                        report,
                    },
                };
                Ok(Answer::Made(Box::new(made)))
            }
        }
    }
}

/// Everybody in a place, groups inside their zones.
fn settled(taken: &Taken, progress: &Progress, cancel: &Cancel) -> Document {
    let placed = with_places(taken.document.clone(), &taken.unplaced, progress, cancel);
    taken.zoned(&placed)
}

/// A project without a title gets this one.
fn titled(document: Document, title: &str) -> Document {
    if !document.project().title.is_empty() || title.is_empty() {
        return document;
    }
    let edit = Edit::SetProjectField("title".to_owned(), Value::Text(title.to_owned()));
    edit.apply(&document, &mut document.ids()).unwrap_or(document)
}

fn fetch(source: &mut Source) -> Result<Arc<Content>, String> {
    if let Some(content) = &source.content {
        return Ok(Arc::clone(content));
    }
    let path = source.path.clone().unwrap_or_default();
    let content = Content::of(&path).map_err(|fault| fault.to_string())?;
    let content = Arc::new(content);
    source.content = Some(Arc::clone(&content));
    Ok(content)
}

/// Reads one source; what is wrong with it stands in it afterwards.
fn read_source(source: &mut Source, progress: &Progress, cancel: &Cancel) {
    source.fault = None;
    let content = match fetch(source) {
        Ok(content) => content,
        Err(fault) => {
            source.fault = Some(fault);
            return;
        }
    };
    let head = content.head();
    let read = if read::is_project(head, &source.name) {
        Err("This is a Milieu project; open it instead of importing it".to_owned())
    } else {
        apart::read(&content, &source.name, &source.wish, progress, cancel).map_err(|fault| fault.to_string())
    };
    match read {
        Ok(draft) => {
            source.found = (draft.actors.len(), draft.ties.len());
            source.sample = read::sample(head, draft.reading.encoding);
            source.told = Some(draft.reading.clone());
            source.draft = Some(Arc::new(draft));
        }
        Err(fault) => {
            let mut told = read::guess(head, &source.name);
            told.format = source.wish.format.or(told.format);
            told.encoding = source.wish.encoding.or(told.encoding);
            source.sample = read::sample(head, told.encoding);
            source.told = Some(told);
            source.found = (0, 0);
            source.fault = Some(fault);
        }
    }
}

/// All that could be read, as one draft.
fn together(sources: &[Source]) -> Option<Arc<Draft>> {
    let drafts: Vec<(&Source, &Arc<Draft>)> = sources
        .iter()
        .filter_map(|source| Some((source, source.draft.as_ref()?)))
        .collect();
    match drafts.as_slice() {
        [] => None,
        [(_, only)] => Some(Arc::clone(only)),
        several => {
            let drafts = several.iter().map(|(source, draft)| {
                let mut draft = Draft::clone(draft);
                // Line 9 of which file?
                for remark in &mut draft.found.remarks {
                    remark.place = match remark.place.as_str() {
                        "" => source.name.clone(),
                        place => format!("{}, {place}", source.name),
                    };
                }
                draft
            });
            read::join(drafts.collect()).map(Arc::new)
        }
    }
}

fn retarget(mapping: &mut Mapping, retargets: &[Retarget], draft: &Draft, dictionary: &Dictionary) {
    for &(side, column, target) in retargets {
        mapping.set_target(draft, dictionary, side, column, target);
    }
}

/// What a person has chosen stays chosen when something is read anew or comes along.
fn carried(
    guess: Mapping,
    before: &Mapping,
    chosen: &BTreeSet<(bool, String)>,
    touched: bool,
    draft: &Draft,
    dictionary: &Dictionary,
) -> Mapping {
    let mut mapping = guess;
    for side in [Side::Actors, Side::Ties] {
        let is_chosen = |name: &str| chosen.contains(&(side == Side::Ties, name.to_owned()));
        let kept: Vec<(usize, Target)> = mapping
            .columns(side)
            .iter()
            .enumerate()
            .filter(|(_, column)| is_chosen(&column.name))
            .filter_map(|(number, column)| {
                let old = before.columns(side).iter().find(|old| old.name == column.name)?;
                Some((number, old.target))
            })
            .collect();
        for (column, target) in kept {
            mapping.set_target(draft, dictionary, side, column, target);
        }
    }
    keep_words(&mut mapping.actor_words, &before.actor_words);
    keep_words(&mut mapping.tie_words, &before.tie_words);
    if touched {
        mapping.actor_kind = before.actor_kind;
        mapping.tie_kind = before.tie_kind;
        mapping.parallel = before.parallel;
        mapping.opposite = before.opposite;
        mapping.combine = before.combine;
        mapping.loops = before.loops;
        mapping.both_ways = before.both_ways;
        mapping.groups = before.groups;
        mapping.places = before.places;
        mapping.alike = before.alike;
        mapping.matching = before.matching;
    }
    mapping
}

fn keep_words<K: Copy>(words: &mut [WordChoice<K>], before: &[WordChoice<K>]) {
    for word in words {
        let old = before
            .iter()
            .find(|old| old.by == By::Choice && old.word == word.word);
        if let Some(old) = old {
            word.kind = old.kind;
            word.turned = old.turned;
            word.by = By::Choice;
        }
    }
}
