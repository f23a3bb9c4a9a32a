//! What the columns and words of a draft mean here: guessed first, then changed by whoever knows better.
//!
//! Nothing is done yet: [`super::taking`] counts what a mapping would do, and does it.

use crate::exchange::draft::{Column, Draft};
use crate::model::{ActorKind, TieKind};

pub use dictionary::Dictionary;
pub use numbers::Numbers;

mod dictionary;
mod guess;
mod numbers;
mod ranges;
mod stored;
mod wording;
mod words;

pub use ranges::range;
pub(in crate::exchange) use {dictionary::direction, guess::first_word, numbers::year};

/// What becomes of everything in a draft. The defaults keep all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// For each column of actors, in the order of the draft.
    pub actor_columns: Vec<ColumnChoice>,
    /// For each column of ties, in the order of the draft.
    pub tie_columns: Vec<ColumnChoice>,
    /// The words that stand for kinds of actors, the most frequent first.
    pub actor_words: Vec<WordChoice<ActorKind>>,
    /// The words that stand for kinds of ties, the most frequent first.
    pub tie_words: Vec<WordChoice<TieKind>>,
    /// Kind of actors of which no word says it.
    pub actor_kind: ActorKind,
    /// Kind of ties of which no word says it.
    pub tie_kind: TieKind,
    /// Ties of the same kind from the same actor to the same other one.
    pub parallel: Parallel,
    /// Ties of the same kind from a to b and from b to a.
    pub opposite: Opposite,
    /// What becomes of the numbers of ties that become one.
    pub combine: Combine,
    /// Ties from an actor to itself.
    pub loops: Loops,
    /// Ties without direction, or both ways, whose kind needs one.
    pub both_ways: BothWays,
    /// Groups of actors.
    pub groups: Groups,
    /// Where actors stand.
    pub places: Places,
    /// Actors whose names differ only by case, width of letters and blanks are one.
    pub alike: bool,
    /// How actors are found that the open project has already.
    pub matching: Matching,
}

/// What becomes of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnChoice {
    /// As the file calls it.
    pub name: String,
    /// What it is here.
    pub target: Target,
    /// How its text is read as numbers; `None` leaves text as text.
    pub numbers: Option<Numbers>,
    /// How its numbers come into the range of their field.
    pub scale: Scale,
    /// What the file said is kept as an attribute as well.
    pub keep: bool,
}

/// What a column is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// Name that people read; of actors only.
    Label,
    /// What other files call the actor or tie; kept as the attribute `id` and found by it again.
    Id,
    /// Kind, through the words of the mapping.
    Kind,
    /// Which way a tie goes, in words such as "undirected"; of ties only.
    Direction,
    /// Place on the map, to the right; of actors only.
    X,
    /// Place on the map, downward; of actors only.
    Y,
    /// Group of the actor; of actors only.
    Group,
    /// A field of [`crate::model::field::ACTOR`] or [`crate::model::field::TIE`], by its id; tags and notes too.
    Field(&'static str),
    /// A person has put the actor there, so that the layout leaves it alone; of actors only.
    Pinned,
    /// Size of the mark: kept as the attribute `size`.
    Size,
    /// Color: kept as the attribute `color`.
    Color,
    /// Kept as an attribute under its own name.
    Attribute,
    /// Left out.
    Leave,
}

/// A word and the kind that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordChoice<K> {
    /// As the file has it.
    pub word: String,
    /// How many actors or ties say it.
    pub count: usize,
    /// What it stands for; `None` is the kind of those that say nothing, and the word is kept as an attribute.
    pub kind: Option<K>,
    /// The word looks at the tie from its second end, such as "buys from": first and second end change places.
    pub turned: bool,
    /// Who said so.
    pub by: By,
}

/// Who has chosen what a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The dictionary of the program.
    Guess,
    /// This person, some other time.
    Memory,
    /// This person, now.
    Choice,
}

/// How numbers come into the range of their field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// As they are; what does not fit stays an attribute.
    AsIs,
    /// Times this.
    Times(f64),
    /// Divided by the largest, so that it becomes 1.
    ByMost,
    /// The smallest becomes a tenth, the largest 1, the others in between.
    Spread,
    /// By rank: the smallest becomes a tenth, the largest 1, equal ones the same.
    Ranks,
}

/// What becomes of ties of the same kind from the same actor to the same other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parallel {
    /// All are kept.
    Keep,
    /// They become one.
    Merge,
}

/// What becomes of a tie from a to b and one of the same kind from b to a.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opposite {
    /// Both are kept.
    Keep,
    /// Knowledge ties become a mutual one, ties of a kind without direction become one; others are kept.
    Join,
    /// Whatever the kind, they are one tie that was counted twice, as in a symmetric matrix.
    Once,
}

/// What becomes of the numbers of ties that become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combine {
    /// Amounts add up, grades are averaged; where no column says a strength, the number of ties is it.
    Sum,
    /// Their mean.
    Mean,
    /// The largest.
    Most,
}

/// What becomes of ties from an actor to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loops {
    /// They are kept; no indicator counts them.
    Keep,
    /// They are dropped, and counted.
    Drop,
}

/// What becomes of a tie without direction, or both ways, whose kind has a direction, such as supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BothWays {
    /// It points from the first to the second end, and an attribute tells what the file said.
    First,
    /// It becomes two, one each way.
    Two,
}

/// What becomes of groups of actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// Zones on the map around their actors, and an attribute.
    Zones,
    /// The attribute `group`.
    Attribute,
    /// A tag.
    Tag,
    /// Left out.
    Leave,
}

/// What becomes of places on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// As they are, in map units.
    AsIs,
    /// Made larger or smaller as a whole, so that marks stand apart.
    Fit,
    /// Left out: the layout finds places.
    Leave,
}

/// How an actor of the draft is found in the open project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// By the attribute `id`, and by name where that finds nobody.
    IdThenName,
    /// By the attribute `id` only.
    Id,
    /// By name only.
    Name,
    /// All are new.
    Nobody,
}

/// Columns of actors or of ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Of actors.
    Actors,
    /// Of ties.
    Ties,
}

impl Mapping {
    /// What everything in the draft most likely means.
    pub fn guess(draft: &Draft, dictionary: &Dictionary) -> Self {
        guess::mapping(draft, dictionary)
    }

    /// Gives a column another meaning; how its numbers are read and which words stand for kinds follows.
    pub fn set_target(
        &mut self,
        draft: &Draft,
        dictionary: &Dictionary,
        side: Side,
        column: usize,
        target: Target,
    ) {
        guess::retarget(self, draft, dictionary, side, column, target);
    }

    /// The choices for the columns of one side.
    pub fn columns(&self, side: Side) -> &[ColumnChoice] {
        match side {
            Side::Actors => &self.actor_columns,
            Side::Ties => &self.tie_columns,
        }
    }
}

impl Draft {
    /// The columns of one side.
    pub fn columns(&self, side: Side) -> &[Column] {
        match side {
            Side::Actors => &self.actor_columns,
            Side::Ties => &self.tie_columns,
        }
    }
}
