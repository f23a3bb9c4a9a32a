//! What a report tells, in which order, before anybody asks how it looks: sections of paragraphs, tables and figures.
//!
//! The page for a browser and the printed report are made of the same content, so that they cannot disagree. Nothing is
//! escaped here and nothing is measured: texts are as people wrote them.

mod comparing;
mod lists;
mod tables;
mod telling;

use std::sync::Arc;

use crate::analysis::comparison::{Comparison, Measured, compare_with};
use crate::analysis::gaps::{Gap, gaps_of};
use crate::analysis::uncertainty::{Bands, Model};
use crate::analysis::{Assessment, Facts, measure_with};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::base::text::count;
use crate::model::difference::Matching;
use crate::model::{ActorId, Document, TieId};
use crate::report::picture::Told;

/// What a report is to be about, beside the cluster itself.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// Stands above everything; the title of the project unless given.
    pub title: Option<String>,
    /// The day of the report in words; no day is told unless given.
    pub date: Option<String>,
    /// The state to compare with.
    pub against: Option<Against>,
}

/// An earlier or other state.
#[derive(Clone, Debug)]
pub struct Against {
    /// What people call it.
    pub name: String,
    /// The state.
    pub state: Arc<Document>,
    /// How its actors and ties are found in the present one.
    pub matching: Matching,
}

/// All of a report.
#[derive(Clone, Debug)]
pub struct Report {
    /// Above everything.
    pub title: String,
    /// Place, year, day and authors, each a few words.
    pub facts: Vec<String>,
    /// What the scores are and what they are not.
    pub honest: String,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// The state that is reported, for the map.
    pub document: Arc<Document>,
}

/// A part of a report with a heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// Stable id.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Words(String),
    /// A paragraph of small print.
    Fine(String),
    /// What a person wrote: empty lines part paragraphs.
    Story(String),
    /// A heading inside the section.
    Heading(String),
    /// Lines with a dot.
    List(Vec<String>),
    /// The same, with addresses that may be followed.
    Links(Vec<String>),
    /// The map with its legend.
    Map,
    /// The overall score and the six dimensions.
    Scores(Vec<Score>),
    /// The four corners.
    Diamond(Diamond),
    /// Rows and columns.
    Table(Table),
    /// Things with a name, a sentence and amounts.
    Items(Vec<Item>),
}

/// One score with how far it can be relied on.
#[derive(Clone, Debug)]
pub struct Score {
    /// Id of the indicator.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// What it means.
    pub description: &'static str,
    /// 0 to 100; `None` where it is undefined.
    pub value: Option<f64>,
    /// The value as people read it.
    pub shown: String,
    /// The range that weights leave open, 0 to 100.
    pub band: Option<(f64, f64)>,
    /// The same as people read it; empty where there is none.
    pub band_shown: String,
    /// The value in the state that is compared with.
    pub before: Option<f64>,
    /// Why it is what it is, a whole sentence.
    pub sentence: String,
}

/// Porter's diamond.
#[derive(Clone, Debug)]
pub struct Diamond {
    /// The index with its corners: left, top, right, bottom as they are shown.
    pub corners: Vec<Score>,
    /// The index of all four.
    pub index: Score,
}

/// Something with a name, a sentence and what it amounts to.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// A few words.
    pub title: String,
    /// A whole sentence.
    pub text: String,
    /// Signed amounts, each with whose it is.
    pub amounts: Vec<(String, String)>,
    /// Small print; may be empty.
    pub fine: String,
}

/// Rows and columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The headings.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Long and full of words, so that it is set small.
    pub dense: bool,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub name: &'static str,
    /// Numbers stand to the right.
    pub numeric: bool,
    /// Its part of the width where nothing says otherwise.
    pub weight: f32,
}

impl Column {
    /// A column of words.
    pub(super) const fn words(name: &'static str, weight: f32) -> Self {
        Self {
            name,
            numeric: false,
            weight,
        }
    }

    /// A column of numbers.
    pub(super) const fn numbers(name: &'static str, weight: f32) -> Self {
        Self {
            name,
            numeric: true,
            weight,
        }
    }
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is of.
    pub of: Of,
    /// One text for each column; a group has only the first.
    pub cells: Vec<String>,
}

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Nothing on the map.
    Plain,
    /// It heads the rows below it.
    Group,
    /// A whole that the rows below it are parts of.
    Whole,
    /// An actor.
    Actor(ActorId),
    /// A tie, with its ends.
    Tie(TieId, ActorId, ActorId),
}

impl Report {
    /// Measures a cluster and puts together what is to be told of it.
    ///
    /// # Errors
    /// [`Cancelled`] once `cancel` is raised.
    pub fn of(
        document: &Arc<Document>,
        order: &Order,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let facts = Facts::affordable(document, progress, cancel);
        let figures = measure_with(&facts)?;
        let comparison = match &order.against {
            None => None,
            Some(against) => {
                let now = Measured {
                    document: Arc::clone(document),
                    figures: figures.clone(),
                };
                let (state, matching) = (&against.state, against.matching);
                Some(compare_with(state, now, matching, progress, cancel)?)
            }
        };
        progress.set(6, 10);
        let project = document.project();
        let bands =
            Model::of(&figures, &project.assumptions).map(|model| Bands::of(&model, project.seed.number()));
        let mut gathered = Gathered {
            document,
            facts,
            figures: &figures,
            bands,
            against: order.against.as_ref(),
            comparison: comparison.as_ref(),
            gaps: Vec::new(),
            cancel,
        };
        gathered.gaps = gaps_of(&gathered.facts)?;
        let mut sections = vec![gathered.map(), gathered.story()];
        sections.push(gathered.dimensions()?);
        progress.set(7, 10);
        sections.push(gathered.diamond()?);
        sections.extend(gathered.comparison(progress)?);
        sections.push(gathered.gaps());
        progress.set(8, 10);
        sections.push(gathered.key_actors()?);
        sections.push(gathered.assumptions());
        sections.push(gathered.all_figures());
        sections.push(gathered.actors());
        sections.push(gathered.ties());
        sections.push(gathered.definitions());
        sections.push(gathered.references());
        sections.retain(|section| !section.blocks.is_empty());
        progress.set(9, 10);
        Ok(Self {
            title: gathered.title(order),
            facts: gathered.headline_facts(order),
            honest: HONEST.to_owned(),
            sections,
            document: Arc::clone(document),
        })
    }

    /// The actors and ties that the tables list, where these are not all of them.
    pub fn told(&self) -> Option<Told> {
        let mut told = Told::default();
        let rows = |id| self.section(id).into_iter().flat_map(|section| &section.blocks);
        for block in rows(ACTORS).chain(rows(TIES)) {
            let Block::Table(table) = block else { continue };
            for row in &table.rows {
                match row.of {
                    Of::Actor(id) => drop(told.actors.insert(id)),
                    Of::Tie(id, ..) => drop(told.ties.insert(id)),
                    Of::Plain | Of::Group | Of::Whole => {}
                }
            }
        }
        let all =
            (told.actors.len(), told.ties.len()) == (self.document.actor_count(), self.document.tie_count());
        (!all).then_some(told)
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }
}

impl Section {
    /// What is in it, in a few words: "12 entries", "All 41 actors".
    pub fn gist(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Map => parts.push("With its legend".to_owned()),
                Block::Story(told) => parts.push(count(told.split_whitespace().count(), "word", "words")),
                Block::Scores(scores) => parts.push(count(scores.len(), "score", "scores")),
                Block::Diamond(diamond) => parts.push(count(diamond.corners.len(), "corner", "corners")),
                Block::Table(table) => parts.push(table.caption.clone()),
                Block::Items(items) => parts.push(count(items.len(), "entry", "entries")),
                Block::List(_) | Block::Links(_) | Block::Words(_) | Block::Fine(_) | Block::Heading(_) => {}
            }
        }
        // Lines are worth telling only where there is nothing but lines.
        let lines = |block: &Block| match block {
            Block::List(lines) | Block::Links(lines) => lines.len(),
            _ => 0,
        };
        let lines: usize = self.blocks.iter().map(lines).sum();
        if parts.is_empty() && lines > 0 {
            parts.push(count(lines, "line", "lines"));
        }
        parts.join("; ")
    }
}

/// Sections that list all actors and all ties, or as many as there is room for.
const ACTORS: &str = "all-actors";
const TIES: &str = "all-ties";

/// What stands at the head of every report.
const HONEST: &str = "Scores compare states of a model. They are not a measurement of a place: read them beside each \
    other, before and after a change, and never as a grade.";

/// Everything that sections are written from.
struct Gathered<'a> {
    document: &'a Arc<Document>,
    facts: Facts<'a>,
    figures: &'a Assessment,
    bands: Option<Bands>,
    against: Option<&'a Against>,
    comparison: Option<&'a Comparison>,
    gaps: Vec<Gap>,
    cancel: &'a Cancel,
}

/// A sentence with its stop.
fn stopped(sentence: &str) -> String {
    match sentence.chars().next_back() {
        None => String::new(),
        Some('.' | '!' | '?' | '…' | '。') => sentence.to_owned(),
        Some(_) => format!("{sentence}."),
    }
}

/// The first address of a page in a text, if it is one that is safe to follow.
pub(super) fn address_in(text: &str) -> Option<&str> {
    let start = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| text.find(scheme))
        .min()?;
    let rest = &text[start..];
    let end = rest
        .find(|c: char| c.is_whitespace() || c.is_control() || "\"'<>\\^`{|}".contains(c))
        .unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
    // A scheme alone leads nowhere.
    (address.split("://").nth(1).is_some_and(|host| !host.is_empty())).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_pages_are_followed() {
        assert_eq!(
            address_in("see https://a.org/x?y=1."),
            Some("https://a.org/x?y=1")
        );
        assert_eq!(address_in("http://a.org\"onclick=x"), Some("http://a.org"));
        for none in ["javascript:alert(1)", "https://", "data:text/html,x", ""] {
            assert_eq!(address_in(none), None, "{none}");
        }
    }

    #[test]
    fn sentences_end_once() {
        assert_eq!(stopped("One"), "One.");
        assert_eq!(stopped("One."), "One.");
        assert_eq!(stopped(""), "");
    }
}
