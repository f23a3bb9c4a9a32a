//! One small module for each format: from a document to text.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::model::{ActorKind, Document, Role, Tie};

use super::figures::Figures;
use super::format::Format;

/// Writes into a text; that cannot fail, unlike writing elsewhere.
macro_rules! put {
    ($out:expr, $($format:tt)+) => {{
        use std::fmt::Write as _;
        $out.write_fmt(format_args!($($format)+)).expect("memory takes every text");
    }};
}

#[cfg(test)]
mod again;
#[cfg(test)]
mod back;
mod columns;
mod csv;
mod dl;
mod dot;
mod gexf;
mod gml;
mod graphml;
mod node_link;
mod pajek;
#[cfg(test)]
mod sample;
mod table;
mod xlsx;
mod xml;

/// What a person can choose when a cluster is written in another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices {
    /// What becomes of ties without a direction among ties with one.
    pub flow: Flow,
    /// Indicators go along as columns, in formats that have columns.
    pub figures: bool,
    /// Places, colors and sizes go along, in formats that have them.
    pub look: bool,
    /// GraphML: also what yEd needs to show names and shapes.
    pub yed: bool,
    /// GML: names beyond ASCII as references, which networkx wants; else in UTF-8, which igraph wants.
    pub ascii: bool,
    /// Text in tables begins with a byte-order mark, so that Excel reads names in any script.
    pub mark: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            flow: Flow::Plain,
            figures: true,
            look: true,
            yed: true,
            ascii: true,
            mark: true,
        }
    }
}

/// What becomes of ties without a direction among ties with one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// All ties get a direction, and those that go both ways an attribute `mutual`: what networkx and igraph can read.
    #[default]
    Plain,
    /// Each tie says for itself whether it has a direction, where the format can.
    Exact,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// What goes behind the chosen name, such as `.graphml` or `-ties.csv`, and the content.
    pub files: Vec<(String, Vec<u8>)>,
    /// What the format cannot hold, and what had to be changed for it.
    pub notices: Vec<Notice>,
}

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritten {
    /// It was called off.
    #[error("Writing was given up")]
    Cancelled,
    /// The format is only read.
    #[error("{} can be read here, but not written", .0.info().name)]
    ReadOnly(Format),
    /// The cluster does not fit into the format; one sentence without a stop.
    #[error("{0}")]
    Unfit(String),
}

impl From<Cancelled> for Unwritten {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Writes a document in a format of other programs.
///
/// # Errors
/// [`Unwritten`] when the format is only read or cannot hold this cluster, or once `cancel` is raised.
pub fn write(
    document: &Document,
    figures: &Figures,
    format: Format,
    choices: &Choices,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Written, Unwritten> {
    let none = Figures::default();
    let figures = if choices.figures { figures } else { &none };
    let work = Work::new(document, figures, choices, progress, cancel);
    match format {
        Format::Table => csv::write(&work),
        Format::Xlsx => xlsx::write(&work),
        Format::GraphMl => graphml::write(&work),
        Format::Dl => dl::write(&work),
        Format::Pajek => pajek::write(&work),
        Format::Gml => gml::write(&work),
        Format::Dot => dot::write(&work),
        Format::Gexf => gexf::write(&work),
        Format::NodeLink => node_link::write(&work),
        _ => Err(Unwritten::ReadOnly(format)),
    }
}

/// The shape of yEd that is nearest to ours.
const fn shape(kind: ActorKind) -> &'static str {
    match (kind, kind.role()) {
        (ActorKind::Final, _) => "ellipse",
        (_, Role::Producer) => "roundrectangle",
        (_, Role::Service) => "diamond",
        (_, Role::PublicBody) => "rectangle",
        (_, Role::Association) => "hexagon",
        (_, Role::Demand) => "triangle",
    }
}

/// So many records are written between two looks at whether anybody still wants them.
const BETWEEN_WORDS: usize = 4096;

/// What a writer is given.
struct Work<'d> {
    document: &'d Document,
    /// Empty unless they are wanted.
    figures: &'d Figures,
    choices: &'d Choices,
    progress: &'d Progress,
    cancel: &'d Cancel,
    /// Some ties point one way.
    one_way: bool,
    /// Some ties do not.
    both_ways: bool,
}

impl<'d> Work<'d> {
    fn new(
        document: &'d Document,
        figures: &'d Figures,
        choices: &'d Choices,
        progress: &'d Progress,
        cancel: &'d Cancel,
    ) -> Self {
        Self {
            document,
            figures,
            choices,
            progress,
            cancel,
            one_way: document.ties().any(|(_, tie)| tie.points_one_way()),
            both_ways: document.ties().any(|(_, tie)| !tie.points_one_way()),
        }
    }

    /// Ties without a direction are written as such; where it is false, all have one and `mutual` says which go both
    /// ways.
    fn mixed(&self) -> bool {
        self.choices.flow == Flow::Exact
    }

    /// Whether most of what is written has a direction; false only where no tie has one.
    fn directed(&self) -> bool {
        self.one_way || !self.both_ways
    }

    /// Whether this tie is written with a direction.
    fn points(&self, tie: &Tie) -> bool {
        self.directed() && (!self.mixed() || tie.points_one_way())
    }

    /// Ties need an attribute `mutual`.
    fn marks_mutual(&self) -> bool {
        self.one_way && self.both_ways && !self.mixed()
    }

    /// To be called with the number of each actor, and of each tie counted on from the actors.
    fn step(&self, done: usize) -> Result<(), Cancelled> {
        if done.is_multiple_of(BETWEEN_WORDS) {
            let all = self.document.actor_count() + self.document.tie_count();
            self.progress.set(done, all);
            self.cancel.check()?;
        }
        Ok(())
    }

    /// Says what a format with actors and ties only cannot hold.
    fn left_out(&self, format: Format) -> Vec<Notice> {
        let document = self.document;
        let counts = [
            (document.notes().len(), "note"),
            (document.zones().len(), "zone"),
            (document.snapshots().len(), "snapshot"),
        ];
        let parts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}{}", if count == 1 { "" } else { "s" }))
            .collect();
        if parts.is_empty() {
            return Vec::new();
        }
        let name = format.info().name;
        vec![Notice::warning(format!(
            "{name} holds actors and ties only; left out: {}",
            parts.join(", ")
        ))]
    }
}
