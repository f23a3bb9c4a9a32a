//! The first proposal of what a draft means, and what follows when a person says otherwise.
#![expect(
    clippy::disallowed_types,
    reason = "words are counted by their text; the result is sorted"
)]

use std::collections::HashMap;

use crate::exchange::draft::{Cell, Column, Direction, Draft, Meaning};
use crate::exchange::headings::{self, Heading};
use crate::exchange::reading::Shape;
use crate::model::field;
use crate::model::{ActorKind, TieKind};

use super::ranges::{settle, settle_own};
use super::{
    BothWays, By, ColumnChoice, Combine, Dictionary, Groups, Loops, Mapping, Matching, Opposite, Parallel,
    Places, Scale, Side, Target, WordChoice, dictionary,
};

/// A column with more different words than these does not say kinds.
const MOST_WORDS: usize = 200;
/// So many rows tell what words a column has.
const LOOKED_AT: usize = 100_000;
/// More groups than these are not drawn as zones unless somebody asks for it.
const MOST_ZONES: usize = 24;

pub(super) fn mapping(draft: &Draft, dictionary: &Dictionary) -> Mapping {
    let mut mapping = Mapping {
        actor_columns: choices(draft, Side::Actors, dictionary),
        tie_columns: choices(draft, Side::Ties, dictionary),
        actor_words: Vec::new(),
        tie_words: Vec::new(),
        actor_kind: ActorKind::Final,
        tie_kind: TieKind::Cooperation,
        parallel: Parallel::Keep,
        opposite: Opposite::Keep,
        combine: Combine::Sum,
        loops: Loops::Keep,
        both_ways: BothWays::First,
        groups: Groups::Attribute,
        places: Places::Fit,
        alike: false,
        matching: Matching::IdThenName,
    };
    if draft.is_own() {
        mapping.places = Places::AsIs;
    }
    let placed = draft.actors.iter().any(|actor| actor.at.is_some());
    if placed && !draft.groups.is_empty() && draft.groups.len() <= MOST_ZONES {
        mapping.groups = Groups::Zones;
    }
    // A symmetric matrix is how a table of numbers says that ties have no direction.
    let symmetric = is_symmetric(draft);
    if symmetric {
        mapping.opposite = Opposite::Once;
    }
    let count = directed(draft, &mapping);
    if draft.reading.shape == Some(Shape::TwoMode) {
        mapping.tie_kind = TieKind::Governance;
    } else if count * 2 > draft.ties.len() && !symmetric {
        mapping.tie_kind = TieKind::Supply;
    }
    words(&mut mapping, draft, dictionary);
    mapping
}

/// How many ties have a direction, by what a column says of it or else by how they were drawn.
fn directed(draft: &Draft, mapping: &Mapping) -> usize {
    let said = mapping
        .tie_columns
        .iter()
        .position(|choice| choice.target == Target::Direction);
    let said = said.map(|at| &draft.tie_columns[at].values);
    // Rows that follow each other mostly say the same.
    let mut last: (&str, Option<Direction>) = ("", None);
    let mut count = 0;
    for (at, tie) in draft.ties.iter().enumerate() {
        let mut direction = tie.direction;
        if let Some(Cell::Text(word)) = said.and_then(|values| values.get(at)) {
            if last.0 != word {
                last = (word, dictionary::direction(word));
            }
            direction = last.1.unwrap_or(direction);
        }
        count += usize::from(direction == Direction::Directed);
    }
    count
}

impl Draft {
    /// Its ties go from actors of one sort to such of another, as in a table of who was where.
    pub(in crate::exchange) fn is_two_mode(&self) -> bool {
        let by_reader = |column: &Column| column.name == "mode" && column.meaning == Some(Meaning::Kind);
        self.reading.shape == Some(Shape::TwoMode) || self.actor_columns.iter().any(by_reader)
    }

    /// Milieu wrote it: columns have our own names, places are in map units.
    pub fn is_own(&self) -> bool {
        let mut columns = self.actor_columns.iter().chain(&self.tie_columns);
        columns.any(|column| matches!(column.meaning, Some(Meaning::Own(_))))
    }
}

/// The choices for the columns of one side.
fn choices(draft: &Draft, side: Side, dictionary: &Dictionary) -> Vec<ColumnChoice> {
    let columns = draft.columns(side);
    // What Milieu wrote says itself what it is; everything else there is a person's own attribute.
    let own = draft.is_own();
    let target_of = |column: &Column| match column.meaning {
        None if own => Target::Attribute,
        _ => target(column, side),
    };
    let mut targets: Vec<Target> = columns.iter().map(target_of).collect();
    let has_weight = targets.contains(&Target::Field("weight"));
    for (column, target) in columns.iter().zip(&mut targets) {
        // Pages of the web call the strength of a link its value.
        if *target == Target::Field("value") && column.meaning.is_none() && !has_weight && side == Side::Ties
        {
            let plain = headings::plain(&column.name);
            if matches!(plain.as_str(), "value" | "wert" | "valeur" | "valor" | "valore") {
                *target = Target::Field("weight");
            }
        }
        // "Type" says the direction in Gephi's tables, and the kind elsewhere.
        if side == Side::Ties && *target == Target::Kind && says_directions(column) {
            *target = Target::Direction;
        }
    }
    if !own && !targets.contains(&Target::Kind) {
        let by_content = columns.iter().zip(&targets).position(|(column, target)| {
            *target == Target::Attribute && says_kinds(column, side, dictionary)
        });
        if let Some(at) = by_content {
            targets[at] = Target::Kind;
        }
    }
    keep_one_of_each(columns, &mut targets, side, dictionary);
    columns
        .iter()
        .zip(targets)
        .map(|(column, target)| {
            let mut choice = ColumnChoice {
                name: column.name.clone(),
                target,
                numbers: None,
                scale: Scale::AsIs,
                keep: false,
            };
            settle(&mut choice, column, side, draft.reading.decimal);
            if own {
                settle_own(&mut choice, column, draft.reading.format);
            }
            choice
        })
        .collect()
}

/// What a column is by what its format or its heading says.
fn target(column: &Column, side: Side) -> Target {
    let by_meaning = match column.meaning {
        Some(Meaning::Label) if side == Side::Actors => Some(Target::Label),
        Some(Meaning::Kind) => Some(Target::Kind),
        Some(Meaning::Weight) if side == Side::Ties => Some(Target::Field("weight")),
        Some(Meaning::Size) => Some(Target::Size),
        Some(Meaning::Color) => Some(Target::Color),
        Some(Meaning::Tags) => Some(Target::Field("tags")),
        Some(Meaning::Note) => Some(Target::Field("note")),
        Some(Meaning::Group) if side == Side::Actors => Some(Target::Group),
        Some(Meaning::Id) => Some(Target::Id),
        Some(Meaning::Own("pinned")) => Some(Target::Pinned),
        Some(Meaning::Own("kind")) => Some(Target::Kind),
        Some(Meaning::Own(id)) if is_field(id, side) => Some(Target::Field(id)),
        Some(Meaning::Label | Meaning::Weight | Meaning::Shape | Meaning::Group | Meaning::Own(_)) => {
            Some(Target::Attribute)
        }
        None => None,
    };
    let by_heading = || {
        let heading = match side {
            Side::Actors => headings::of_actors(&column.name)?,
            Side::Ties => headings::of_ties(&column.name)?,
        };
        Some(match heading {
            Heading::Label if side == Side::Actors => Target::Label,
            Heading::Id => Target::Id,
            Heading::Kind => Target::Kind,
            Heading::Direction => Target::Direction,
            Heading::X => Target::X,
            Heading::Y => Target::Y,
            Heading::Size => Target::Size,
            Heading::Color => Target::Color,
            Heading::Group => Target::Group,
            Heading::Field(id) => Target::Field(id),
            Heading::Label | Heading::From | Heading::To => Target::Attribute,
        })
    };
    by_meaning.or_else(by_heading).unwrap_or(Target::Attribute)
}

fn is_field(id: &str, side: Side) -> bool {
    match side {
        Side::Actors => field::find(field::ACTOR, id).is_some(),
        Side::Ties => field::find(field::TIE, id).is_some(),
    }
}

fn filled(column: &Column) -> impl Iterator<Item = Cell<'_>> {
    let cells = column.values.iter().take(LOOKED_AT);
    cells.filter(|cell| *cell != Cell::Missing)
}

/// All words of a column are directions.
fn says_directions(column: &Column) -> bool {
    let mut cells = filled(column).peekable();
    cells.peek().is_some()
        && cells.all(|cell| matches!(cell, Cell::Text(text) if dictionary::direction(text).is_some()))
}

/// Nearly all words of a column are kinds that the dictionary knows, and there are few of them.
fn says_kinds(column: &Column, side: Side, dictionary: &Dictionary) -> bool {
    let Some(words) = counted(column) else {
        return false;
    };
    let known = known(&words, side, dictionary);
    let all: usize = words.iter().map(|(_, count)| count).sum();
    words.len() >= 2 && words.len() <= 40 && 10 * known >= 8 * all && all >= 2 * words.len()
}

/// How many cells have a word of these that the dictionary knows.
fn known(words: &[(&str, usize)], side: Side, dictionary: &Dictionary) -> usize {
    let known = words.iter().filter(|(word, _)| match side {
        Side::Actors => dictionary.actor(word).is_some(),
        Side::Ties => dictionary.tie(word).is_some(),
    });
    known.map(|(_, count)| count).sum()
}

/// Of several columns that claim to be the same, the best keeps the claim.
fn keep_one_of_each(columns: &[Column], targets: &mut [Target], side: Side, dictionary: &Dictionary) {
    let score = |target: Target, column: &Column| -> usize {
        let own = if column.meaning.is_some() {
            1_000_000_000
        } else {
            0
        };
        let known = match target {
            Target::Kind => counted(column).map_or(0, |words| known(&words, side, dictionary) * 1000),
            _ => 0,
        };
        own + known + filled(column).count().min(999)
    };
    let mut seen: Vec<Target> = Vec::new();
    for at in 0..targets.len() {
        let target = targets[at];
        let many = matches!(target, Target::Attribute | Target::Leave | Target::Field("tags"));
        if many || seen.contains(&target) {
            continue;
        }
        seen.push(target);
        let claims: Vec<usize> = (0..targets.len()).filter(|&at| targets[at] == target).collect();
        if claims.len() < 2 {
            continue;
        }
        let best = claims
            .iter()
            .copied()
            .max_by_key(|&at| (score(target, &columns[at]), std::cmp::Reverse(at)));
        for at in claims {
            if Some(at) != best {
                targets[at] = Target::Attribute;
            }
        }
    }
    // Half a place is none.
    if targets.contains(&Target::X) != targets.contains(&Target::Y) {
        for target in targets.iter_mut() {
            if matches!(target, Target::X | Target::Y) {
                *target = Target::Attribute;
            }
        }
    }
}

/// Words of a column with how often each stands there, the most frequent first; `None` when there are too many to be
/// kinds.
fn counted(column: &Column) -> Option<Vec<(&str, usize)>> {
    most_frequent(filled(column), MOST_WORDS)
}

/// Words of cells with how often each stands there, the most frequent first; `None` when there are more than `most`.
fn most_frequent<'c>(cells: impl Iterator<Item = Cell<'c>>, most: usize) -> Option<Vec<(&'c str, usize)>> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in cells.filter_map(first_word) {
        *counts.entry(word).or_insert(0) += 1;
        if counts.len() > most {
            return None;
        }
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    Some(counts)
}

/// The word of a cell that says a kind; of several the first.
pub(in crate::exchange) fn first_word(cell: Cell<'_>) -> Option<&str> {
    match cell {
        Cell::Text(text) => {
            Some(text.split('|').next().unwrap_or(text).trim()).filter(|word| !word.is_empty())
        }
        Cell::List(items) => items.first().map(|item| &**item),
        _ => None,
    }
}

/// Fills in the words that stand for kinds; what a person has chosen stays.
pub(super) fn words(mapping: &mut Mapping, draft: &Draft, dictionary: &Dictionary) {
    let found = |side: Side, choices: &[ColumnChoice]| {
        let at = choices.iter().position(|choice| choice.target == Target::Kind);
        at.and_then(|at| all_words(&draft.columns(side)[at]))
            .unwrap_or_default()
    };
    let of_actors = found(Side::Actors, &mapping.actor_columns);
    mapping.actor_words = chosen_for(of_actors, &mapping.actor_words, |word| {
        dictionary.actor(word).map(|(kind, by)| (kind, false, by))
    });
    let of_ties = found(Side::Ties, &mapping.tie_columns);
    mapping.tie_words = chosen_for(of_ties, &mapping.tie_words, |word| dictionary.tie(word));
}

/// What words stand for: what a person has chosen for them before, else what the dictionary says.
fn chosen_for<K: Copy>(
    words: Vec<(String, usize)>,
    before: &[WordChoice<K>],
    guess: impl Fn(&str) -> Option<(K, bool, By)>,
) -> Vec<WordChoice<K>> {
    let choice = |(word, count): (String, usize)| {
        let mut chosen = before.iter().filter(|choice| choice.by == By::Choice);
        if let Some(choice) = chosen.find(|choice| choice.word == word) {
            return WordChoice {
                count,
                ..choice.clone()
            };
        }
        let guess = guess(&word);
        WordChoice {
            kind: guess.map(|(kind, _, _)| kind),
            turned: guess.is_some_and(|(_, turned, _)| turned),
            by: guess.map_or(By::Guess, |(_, _, by)| by),
            word,
            count,
        }
    };
    words.into_iter().map(choice).collect()
}

/// All words of a column of kinds, not only those of the first rows.
fn all_words(column: &Column) -> Option<Vec<(String, usize)>> {
    /// A person cannot choose for more.
    const MOST: usize = 2000;
    let counts = most_frequent(column.values.iter(), MOST)?;
    let owned = counts.into_iter().map(|(word, count)| (word.to_owned(), count));
    Some(owned.collect())
}

/// Every tie of a matrix has its mirror image, so that it was written down twice.
fn is_symmetric(draft: &Draft) -> bool {
    let matrix = draft.reading.shape == Some(Shape::Matrix);
    let ties = &draft.ties;
    if !matrix || ties.is_empty() || ties.iter().any(|tie| tie.direction != Direction::Directed) {
        return false;
    }
    // Numbers that differ on both sides of the diagonal make two ties of a pair.
    let value = |tie: usize| -> Vec<Cell<'_>> {
        let columns = draft.tie_columns.iter();
        columns.map(|column| column.values.at(tie)).collect()
    };
    let mut there: HashMap<(u32, u32), usize> = HashMap::with_capacity(ties.len());
    for (number, tie) in ties.iter().enumerate() {
        // Several relations between a pair would have to be told apart.
        if there.insert((tie.from, tie.to), number).is_some() {
            return false;
        }
    }
    ties.iter().enumerate().all(|(number, tie)| {
        there
            .get(&(tie.to, tie.from))
            .is_some_and(|&mirror| value(mirror) == value(number))
    }) && ties.iter().any(|tie| tie.from != tie.to)
}

pub(super) fn retarget(
    mapping: &mut Mapping,
    draft: &Draft,
    dictionary: &Dictionary,
    side: Side,
    column: usize,
    target: Target,
) {
    let choices = match side {
        Side::Actors => &mut mapping.actor_columns,
        Side::Ties => &mut mapping.tie_columns,
    };
    let Some(choice) = choices.get_mut(column) else {
        return;
    };
    choice.target = target;
    if let Some(found) = draft.columns(side).get(column) {
        settle(choice, found, side, draft.reading.decimal);
    }
    // Only one column can be the name, the kind or a field; the one that was gives way.
    if target.is_single() {
        for (at, other) in choices.iter_mut().enumerate() {
            if at != column && other.target == target {
                other.target = Target::Attribute;
                if let Some(found) = draft.columns(side).get(at) {
                    settle(other, found, side, draft.reading.decimal);
                }
            }
        }
    }
    words(mapping, draft, dictionary);
}

#[cfg(test)]
mod tests;
