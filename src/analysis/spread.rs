//! A figure laid out over the map: how much of it each actor and each tie has.

use std::collections::BTreeMap;

use crate::base::cancel::{Cancel, Cancelled};
use crate::model::field::number_text;
use crate::model::{ActorId, Document, TieId};

use super::aspect::Aspect;
use super::columns::{Column, Table, Tables};
use super::explain::{self, Whom};
use super::facts::Facts;
use super::indicator::{Indicator, Unit};
use super::{actors, registry, ties};

/// What can be laid out over the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The shares that actors and ties have in the indicator with this id.
    Indicator(&'static str),
    /// The figure of single actors with this id, see [`actors::COLUMNS`].
    Column(&'static str),
    /// The figure of single ties with this id, see [`ties::COLUMNS`].
    TieColumn(&'static str),
    /// What is said of single actors or ties: a number, or the sort that each is of.
    Aspect(Aspect),
}

impl Measure {
    /// What goes by this id: an indicator, a column of the tables, one of [`Aspect::NAMED`] or an attribute, in this
    /// order.
    pub fn from_id(id: &str) -> Option<Self> {
        let column = |columns: &'static [Column]| columns.iter().find(|column| column.id == id);
        let indicator = || registry::find(id).map(|indicator| Self::Indicator(indicator.id));
        let of_actors = || column(actors::COLUMNS).map(|column| Self::Column(column.id));
        let of_ties = || column(ties::COLUMNS).map(|column| Self::TieColumn(column.id));
        let aspect = || Aspect::from_id(id).map(Self::Aspect);
        indicator().or_else(of_actors).or_else(of_ties).or_else(aspect)
    }

    /// All ids that [`Self::from_id`] knows.
    pub fn ids() -> Vec<&'static str> {
        let indicators = registry::ALL.iter().map(|indicator| indicator.id);
        let columns = actors::COLUMNS
            .iter()
            .chain(ties::COLUMNS)
            .map(|column| column.id);
        Aspect::ids()
            .into_iter()
            .chain(indicators)
            .chain(columns)
            .collect()
    }

    /// The indicator behind it, if it is one.
    pub fn indicator(self) -> Option<&'static Indicator> {
        match self {
            Self::Indicator(id) => registry::find(id),
            Self::Column(_) | Self::TieColumn(_) | Self::Aspect(_) => None,
        }
    }

    fn column(self) -> Option<&'static Column> {
        match self {
            Self::Indicator(_) | Self::Aspect(_) => None,
            Self::Column(id) => actors::COLUMNS.iter().find(|column| column.id == id),
            Self::TieColumn(id) => ties::COLUMNS.iter().find(|column| column.id == id),
        }
    }

    /// What people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Indicator(id) => self.indicator().map_or(id, |indicator| indicator.name),
            Self::Column(id) | Self::TieColumn(id) => self.column().map_or(id, |column| column.name),
            Self::Aspect(aspect) => aspect.name(),
        }
    }

    /// What the numbers of the map count, after the name: "share of the value" or how the figure is computed.
    pub fn explanation(self) -> String {
        match self {
            Self::Indicator(_) => match self.unit() {
                "" => "Share in the value".to_owned(),
                unit => format!("Share in the value, {unit}"),
            },
            Self::Column(_) | Self::TieColumn(_) => self
                .column()
                .map_or_else(String::new, |column| column.formula.to_owned()),
            Self::Aspect(aspect) => match aspect.unit() {
                "" => aspect.help().to_owned(),
                unit => format!("{}, {unit}", aspect.help()),
            },
        }
    }

    /// The unit of a share; scores are points.
    fn unit(self) -> &'static str {
        match self.indicator().map(|indicator| indicator.unit) {
            None => "",
            Some(Unit::Score) => "points",
            Some(unit) => unit.label(),
        }
    }

    /// A number of the scale as text: shares are smaller than their figure and get a digit more.
    pub fn format(self, value: f64) -> String {
        if let Self::Aspect(_) = self {
            return number_text(value).replace('-', "−");
        }
        self.with_digits(value, self.digits())
    }

    /// The same beside others, of which the largest is `most`. Among thousands of actors every share is small, but it
    /// is not nothing: the largest gets two digits that tell something, and the others as many.
    pub fn format_beside(self, value: f64, most: f64) -> String {
        if let Self::Aspect(_) = self {
            return self.format(value);
        }
        let mut digits = self.digits();
        if self.indicator().is_some() && most.abs() >= LEAST_SHOWN {
            while most.abs() < 10.0_f64.powi(1 - digits as i32) {
                digits += 1;
            }
        }
        self.with_digits(value, digits)
    }

    fn digits(self) -> usize {
        match (self.indicator(), self.column()) {
            (Some(indicator), _) => indicator.decimals + 1,
            (_, Some(column)) => column.decimals,
            (None, None) => 2,
        }
    }

    fn with_digits(self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        match text.strip_prefix('-') {
            Some(rest) if rest.bytes().all(|c| c == b'0' || c == b'.') => rest.to_owned(),
            Some(rest) => format!("−{rest}"),
            None => text,
        }
    }
}

/// What is less than this is shown as nothing: it may be no more than rounding.
const LEAST_SHOWN: f64 = 1e-6;

/// How much of a figure each actor and each tie has.
///
/// An actor has its own shares and half of those of its ties and pairs; a tie has its own, and together with the other
/// ties of a pair what the pair has. So each list adds up to what can be told of the figure by its kind alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    measure: Measure,
    /// In id order.
    actors: Vec<(ActorId, f64)>,
    ties: Vec<(TieId, f64)>,
    rest: f64,
    /// Of what falls into sorts: which; numbers are then places in this list.
    sorts: Vec<Sort>,
}

/// One of the sorts that an aspect falls into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Stable word, see [`Aspect::label`].
    pub word: String,
    /// Which of the [`COLORED`] colors is its own; the others are grey.
    pub color: Option<usize>,
}

/// How many sorts have a color of their own.
pub const COLORED: usize = 8;

/// The smallest and the largest number of a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The pale or small end.
    pub least: f64,
    /// The strong or large end.
    pub most: f64,
}

impl Span {
    fn of(values: impl Iterator<Item = f64>, from_zero: bool) -> Option<Self> {
        let mut span: Option<Self> = from_zero.then_some(Self {
            least: 0.0,
            most: 0.0,
        });
        let mut any = false;
        for value in values {
            any = true;
            let known = span.get_or_insert(Self {
                least: value,
                most: value,
            });
            known.least = known.least.min(value);
            known.most = known.most.max(value);
        }
        span.filter(|_| any)
    }

    /// Where a value stands, 0 to 1; in the middle where all are equal.
    pub fn place(self, value: f64) -> f64 {
        let width = self.most - self.least;
        if width > 0.0 {
            ((value - self.least) / width).clamp(0.0, 1.0)
        } else {
            0.5
        }
    }
}

impl Spread {
    /// The shares of an indicator.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is raised.
    pub fn of_indicator(
        document: &Document,
        indicator: &'static Indicator,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let facts = Facts::new(document, cancel);
        let mut actors: BTreeMap<ActorId, f64> = BTreeMap::new();
        let mut ties: BTreeMap<TieId, f64> = BTreeMap::new();
        let mut rest = 0.0;
        let roots = if facts.value(indicator)?.is_some() {
            explain::roots(&facts, indicator)?
        } else {
            Vec::new()
        };
        let any_pair = roots.iter().any(|root| matches!(root.whom, Whom::Pair(..)));
        let between = if any_pair {
            ties_of_pairs(document)
        } else {
            BTreeMap::new()
        };
        for root in roots {
            match root.whom {
                Whom::Actor(id) => *actors.entry(id).or_default() += root.amount,
                Whom::Tie(id) => {
                    *ties.entry(id).or_default() += root.amount;
                    if let Some(tie) = document.tie(id) {
                        for end in [tie.from, tie.to] {
                            *actors.entry(end).or_default() += root.amount / 2.0;
                        }
                    }
                }
                Whom::Pair(a, b) => {
                    for end in [a, b] {
                        *actors.entry(end).or_default() += root.amount / 2.0;
                    }
                    let members = between.get(&(a.min(b), a.max(b))).map_or(&[][..], Vec::as_slice);
                    for &id in members {
                        *ties.entry(id).or_default() += root.amount / members.len() as f64;
                    }
                }
                Whom::Part(_) | Whom::Given(_) => rest += root.amount,
            }
        }
        Ok(Self {
            measure: Measure::Indicator(indicator.id),
            actors: actors.into_iter().collect(),
            ties: ties.into_iter().collect(),
            rest,
            sorts: Vec::new(),
        })
    }

    /// A figure of single actors or ties; from the tables of the same state where it is in them.
    fn of_column(
        document: &Document,
        tables: &Tables,
        measure: Measure,
        column: &'static Column,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let (mut of_actors, mut of_ties) = (Vec::new(), Vec::new());
        if let Measure::TieColumn(_) = measure {
            of_ties = match values(&tables.ties, ties::COLUMNS, column) {
                Some(values) => values,
                None => {
                    let found = (column.of)(&Facts::new(document, cancel))?;
                    document.ties().map(|(id, _)| id).zip(found).collect()
                }
            };
        } else {
            of_actors = match values(&tables.actors, actors::COLUMNS, column) {
                Some(values) => values,
                None => {
                    let found = (column.of)(&Facts::new(document, cancel))?;
                    document.actors().map(|(id, _)| id).zip(found).collect()
                }
            };
        }
        Ok(Self {
            measure,
            actors: defined(of_actors),
            ties: defined(of_ties),
            rest: 0.0,
            sorts: Vec::new(),
        })
    }

    /// Numbers as they are, in id order.
    pub fn of_numbers(measure: Measure, actors: Vec<(ActorId, f64)>, ties: Vec<(TieId, f64)>) -> Self {
        Self {
            measure,
            actors,
            ties,
            rest: 0.0,
            sorts: Vec::new(),
        }
    }

    /// The same with sorts, in which the numbers are places.
    #[must_use]
    pub fn with_sorts(self, sorts: Vec<Sort>) -> Self {
        Self { sorts, ..self }
    }

    pub(super) fn set_sorts(&mut self, sorts: Vec<Sort>) {
        self.sorts = sorts;
    }

    /// What is laid out.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// What an actor has; none where it has no part in the figure.
    pub fn actor(&self, id: ActorId) -> Option<f64> {
        let place = self.actors.binary_search_by_key(&id, |&(id, _)| id).ok()?;
        Some(self.actors[place].1)
    }

    /// What a tie has; none where it has no part in the figure.
    pub fn tie(&self, id: TieId) -> Option<f64> {
        let place = self.ties.binary_search_by_key(&id, |&(id, _)| id).ok()?;
        Some(self.ties[place].1)
    }

    /// The sorts that everything falls into; empty where it is numbers that are laid out.
    pub fn sorts(&self) -> &[Sort] {
        &self.sorts
    }

    /// The sort of an actor as a place in [`Self::sorts`].
    pub fn actor_sort(&self, id: ActorId) -> Option<usize> {
        let place = self.actor(id)? as usize;
        (place < self.sorts.len()).then_some(place)
    }

    /// The sort of a tie as a place in [`Self::sorts`].
    pub fn tie_sort(&self, id: TieId) -> Option<usize> {
        let place = self.tie(id)? as usize;
        (place < self.sorts.len()).then_some(place)
    }

    /// What belongs to nobody on the map: typed numbers, and parts that cannot be split.
    pub fn rest(&self) -> f64 {
        self.rest
    }

    /// Nobody on the map has a part in it.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.ties.is_empty()
    }

    /// From the least to the most that an actor has; shares are counted from nought.
    pub fn actor_span(&self) -> Option<Span> {
        Span::of(
            self.actors.iter().map(|&(_, value)| value),
            self.counts_from_zero(),
        )
    }

    /// From the least to the most that a tie has.
    pub fn tie_span(&self) -> Option<Span> {
        Span::of(self.ties.iter().map(|&(_, value)| value), self.counts_from_zero())
    }

    fn counts_from_zero(&self) -> bool {
        matches!(self.measure, Measure::Indicator(_))
    }
}

/// A column of a table; none where the table does not have it yet.
fn values<I: Copy + Ord>(
    table: &Table<I>,
    columns: &[Column],
    column: &Column,
) -> Option<Vec<(I, Option<f64>)>> {
    let place = columns.iter().position(|known| known.id == column.id)?;
    let there = !table.ids().is_empty() && !table.is_waiting(place);
    there.then(|| {
        let ids = table.ids().iter();
        ids.map(|&id| (id, table.value(id, place))).collect()
    })
}

fn defined<I>(values: Vec<(I, Option<f64>)>) -> Vec<(I, f64)> {
    let known = values.into_iter().filter_map(|(id, value)| Some((id, value?)));
    known.filter(|(_, value)| value.is_finite()).collect()
}

/// The enabled ties between each two actors.
fn ties_of_pairs(document: &Document) -> BTreeMap<(ActorId, ActorId), Vec<TieId>> {
    let mut pairs: BTreeMap<_, Vec<TieId>> = BTreeMap::new();
    for (id, tie) in document.ties().filter(|(_, tie)| tie.enabled) {
        let pair = (tie.from.min(tie.to), tie.from.max(tie.to));
        pairs.entry(pair).or_default().push(id);
    }
    pairs
}

/// Lays out what is measured; `None` for an id that is not known. Communities are not found here.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn spread(
    document: &Document,
    tables: &Tables,
    measure: Measure,
    cancel: &Cancel,
) -> Result<Option<Spread>, Cancelled> {
    if let Some(indicator) = measure.indicator() {
        return Spread::of_indicator(document, indicator, cancel).map(Some);
    }
    if let Measure::Aspect(aspect) = measure {
        return Ok(Some(Spread::of_aspect(document, aspect, cancel)?));
    }
    match measure.column() {
        Some(column) => Spread::of_column(document, tables, measure, column, cancel).map(Some),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_shares_get_digits_that_tell_something() {
        let trust = Measure::Indicator("trust");
        assert_eq!(trust.format_beside(0.0, 8.48), "0.00");
        assert_eq!(trust.format_beside(8.48, 8.48), "8.48");
        assert_eq!(trust.format_beside(0.003_71, 0.003_71), "0.0037");
        assert_eq!(trust.format_beside(-0.003_71, 0.041), "−0.004");
        // No more than rounding.
        assert_eq!(trust.format_beside(1e-13, 1e-13), "0.00");
        // Figures of single actors have the digits that their column has.
        let degree = Measure::Column("degree");
        assert_eq!(degree.format_beside(3.0, 3.0), "3");
    }

    #[test]
    fn a_scale_of_shares_begins_at_nought_and_one_of_figures_at_the_least() {
        let shares = Span::of([2.0, 6.0].into_iter(), true).unwrap();
        assert_eq!(
            (shares.place(0.0), shares.place(3.0), shares.place(6.0)),
            (0.0, 0.5, 1.0)
        );
        let figures = Span::of([2.0, 6.0].into_iter(), false).unwrap();
        assert_eq!((figures.place(2.0), figures.place(6.0)), (0.0, 1.0));
        assert_eq!(Span::of([3.0, 3.0].into_iter(), false).unwrap().place(3.0), 0.5);
        assert_eq!(Span::of(std::iter::empty(), true), None);
    }

    #[test]
    fn numbers_of_a_scale_read_well() {
        assert_eq!(Measure::Column("degree").format(4.0), "4");
        assert_eq!(Measure::Indicator("trust").format(-0.000_1), "0.00");
        assert_eq!(Measure::Indicator("trust").format(-1.5), "−1.50");
    }
}
