//! Gaps, key actors, assumptions, definitions and references.

use std::collections::{BTreeMap, BTreeSet};

use super::comparing::signed;
use super::{Block, Column, Gathered, Item, Of, Row, Section, Table, stopped};
use crate::analysis::actors::COLUMNS;
use crate::analysis::columns::actor_figures_among;
use crate::analysis::gaps::Gap;
use crate::analysis::works::{self, Work};
use crate::analysis::{View, Whom, explain, influence, registry, uncertainty};
use crate::base::cancel::Cancelled;
use crate::base::text::natural;
use crate::model::{ActorId, assumption};

/// Key actors that are listed.
const MOST_KEY_ACTORS: usize = 12;
/// Columns of the table of key actors beside the share of the overall score.
const KEY_COLUMNS: &[&str] = &["degree", "betweenness_share", "knowledge_access", "constraint"];
/// What each actor has of a figure, and what all of them have.
type Shares = (BTreeMap<ActorId, f64>, f64);

/// The column that says whom the network hangs on.
const SPLITTING: &str = "articulation_point";

impl Gathered<'_> {
    pub(super) fn gaps(&self) -> Section {
        let found = &self.gaps;
        let mut blocks = Vec::new();
        if found.is_empty() {
            let words = if self.document.actor_count() == 0 {
                "There is nobody on the map yet."
            } else {
                "No gaps were found."
            };
            blocks.push(Block::Words(words.to_owned()));
        } else {
            blocks.push(Block::Words(
                "What a cluster of this shape lacks, the costliest first, with the points that each figure would \
                 gain if the gap were closed and nothing else changed."
                    .to_owned(),
            ));
            let unknown = found
                .iter()
                .any(|gap| gap.holds_down.iter().any(|held| held.by.is_none()));
            blocks.push(Block::Items(found.iter().map(gap_item).collect()));
            if unknown {
                blocks.push(Block::Fine(
                    "A question mark depends on how the gap is closed.".to_owned(),
                ));
            }
        }
        Section {
            id: "gaps",
            title: "Gaps".to_owned(),
            blocks,
        }
    }

    /// What each actor has of the overall score: its own shares and half of those of its ties and pairs, and what all
    /// have; none where nobody has anything, or where it takes too long to find out.
    fn shares_of_overall(&self) -> Result<Option<Shares>, Cancelled> {
        let overall = registry::find("overall").expect("the overall score is registered");
        let Some(roots) = self.facts.unless_put_off(explain::roots(&self.facts, overall))? else {
            return Ok(None);
        };
        let mut shares: BTreeMap<ActorId, f64> = BTreeMap::new();
        let mut sum = 0.0;
        for share in roots {
            sum += share.amount;
            let (whose, portion) = match share.whom {
                Whom::Actor(id) => (vec![id], 1.0),
                Whom::Tie(id) => (
                    self.document
                        .tie(id)
                        .map_or_else(Vec::new, |tie| vec![tie.from, tie.to]),
                    0.5,
                ),
                Whom::Pair(one, other) => (vec![one, other], 0.5),
                Whom::Part(_) | Whom::Given(_) => continue,
            };
            for id in whose {
                *shares.entry(id).or_default() += portion * share.amount;
            }
        }
        Ok((sum > 0.0).then_some((shares, sum)))
    }

    pub(super) fn key_actors(&self) -> Result<Section, Cancelled> {
        let document = self.document;
        let shares = self.shares_of_overall()?;
        let wanted = [KEY_COLUMNS, &[SPLITTING]].concat();
        let figures = actor_figures_among(&self.facts, &wanted)?;
        let mut blocks = Vec::new();
        if let Some((shares, sum)) = &shares {
            let share = |id: ActorId| shares.get(&id).copied().unwrap_or(0.0);
            let mut ids: Vec<(ActorId, String)> = document
                .actors()
                .map(|(id, _)| (id, document.display_name(id)))
                .collect();
            ids.sort_by(|a, b| {
                share(b.0)
                    .total_cmp(&share(a.0))
                    .then_with(|| natural(&a.1, &b.1))
                    .then(a.0.cmp(&b.0))
            });
            ids.truncate(MOST_KEY_ACTORS);
            // What takes too long on a large map is left out.
            let columns: Vec<(usize, &crate::analysis::columns::Column)> = KEY_COLUMNS
                .iter()
                .filter_map(|&wanted| COLUMNS.iter().enumerate().find(|(_, column)| column.id == wanted))
                .filter(|(place, _)| !figures.is_waiting(*place))
                .collect();
            let mut heads = vec![
                Column::words("Actor", 3.2),
                Column::words("Kind", 2.6),
                Column::numbers("Share of overall", 1.3),
            ];
            heads.extend(
                columns
                    .iter()
                    .map(|(_, column)| Column::numbers(column.name, 1.3)),
            );
            let row = |(id, name): &(ActorId, String)| {
                let kind = document.actor(*id).map_or("", |actor| actor.kind.name());
                let mut cells = vec![
                    name.clone(),
                    kind.to_owned(),
                    format!("{:.1} %", 100.0 * share(*id) / sum),
                ];
                cells.extend(
                    columns
                        .iter()
                        .map(|&(place, column)| digits(figures.value(*id, place), column.decimals)),
                );
                Row {
                    of: Of::Actor(*id),
                    cells,
                }
            };
            blocks.push(Block::Table(Table {
                caption: "Actors with the largest share of the overall score".to_owned(),
                columns: heads,
                rows: ids.iter().map(row).collect(),
                dense: false,
            }));
            let mut fine =
                "Share of overall: what is the actor’s own of the overall score and half of what it has \
                            together with others."
                    .to_owned();
            for (_, column) in &columns {
                fine += &format!(" {}: {}.", column.name, column.formula);
            }
            blocks.push(Block::Fine(fine));
        }
        let splitting: Vec<String> = document
            .actors()
            .filter(|(id, _)| figures.named(*id, SPLITTING) == Some(1.0))
            .map(|(id, _)| document.display_name(id))
            .collect();
        if !splitting.is_empty() && splitting.len() <= 30 {
            blocks.push(Block::Words(format!(
                "Without {} part of the network would be cut off: {}.",
                if splitting.len() == 1 {
                    "this actor"
                } else {
                    "any one of these actors"
                },
                splitting.join("; ")
            )));
        }
        Ok(Section {
            id: "actors",
            title: "Key actors".to_owned(),
            blocks,
        })
    }

    pub(super) fn assumptions(&self) -> Section {
        let now = self.document.project().assumptions.departures();
        let mut blocks = Vec::new();
        if now.is_empty() {
            blocks.push(Block::Words(
                "Every weight, half-point and permeability of the model has its default.".to_owned(),
            ));
        } else {
            let row = |departure: &assumption::Departure| Row {
                of: Of::Plain,
                cells: vec![
                    departure.name.to_owned(),
                    departure.id.to_owned(),
                    departure.value.clone(),
                    departure.default.clone(),
                ],
            };
            blocks.push(Block::Table(Table {
                caption: "Assumptions that differ from their defaults".to_owned(),
                columns: vec![
                    Column::words("Assumption", 3.0),
                    Column::words("Id", 3.0),
                    Column::numbers("Here", 1.0),
                    Column::numbers("Default", 1.0),
                ],
                rows: now.iter().map(row).collect(),
                dense: false,
            }));
        }
        let before = self
            .against
            .map(|against| against.state.project().assumptions.departures());
        if let (Some(before), Some(against)) = (before, self.against)
            && before != now
        {
            let list: Vec<String> = before.iter().map(ToString::to_string).collect();
            let words = if list.is_empty() {
                format!("In “{}” all assumptions had their defaults.", against.name)
            } else {
                format!("In “{}” these differed: {}.", against.name, list.join("; "))
            };
            blocks.push(Block::Words(words));
        }
        Section {
            id: "assumptions",
            title: "Assumptions".to_owned(),
            blocks,
        }
    }

    /// What the figures are: views and formulas.
    pub(super) fn definitions(&self) -> Section {
        let views = [View::Plain, View::Directed, View::Knowledge].map(|view| stopped(view.definition()));
        let rows = registry::ALL
            .iter()
            .filter(|indicator| self.figures.value(indicator.id).is_some())
            .map(|indicator| {
                let sources: Vec<String> = indicator.sources.iter().map(|work| work.short()).collect();
                let mut reading = stopped(indicator.reading);
                if !indicator.caveat.is_empty() {
                    reading += &format!(
                        " Beware: {}",
                        stopped(&crate::base::text::lower(indicator.caveat))
                    );
                }
                let mut formula = indicator.formula.to_owned();
                if !indicator.view.label().is_empty() {
                    formula += &format!(" (view {})", indicator.view.label());
                }
                Row {
                    of: Of::Plain,
                    cells: vec![
                        indicator.name.to_owned(),
                        formula,
                        reading,
                        if sources.is_empty() {
                            "Own choice".to_owned()
                        } else {
                            sources.join("; ")
                        },
                    ],
                }
            });
        Section {
            id: "definitions",
            title: "Definitions".to_owned(),
            blocks: vec![
                Block::Words(
                    "sat(x, h) is x ÷ (x + h): 0 at 0, one half at x = h. Words such as half.entry are assumptions. w is \
                     the weight of a tie, τ its trust, k the innovation capability of an actor and a its absorptive \
                     capacity, κ the knowledge permeability of a kind of tie. Loops and disabled ties never count."
                        .to_owned(),
                ),
                Block::List(views.to_vec()),
                Block::Table(Table {
                    caption: "How every figure is computed".to_owned(),
                    columns: vec![
                        Column::words("Figure", 2.0),
                        Column::words("Formula", 3.4),
                        Column::words("A higher value means", 2.8),
                        Column::words("Sources", 1.8),
                    ],
                    rows: rows.collect(),
                    dense: true,
                }),
            ],
        }
    }

    /// What the map rests on, and the works that the figures come from.
    pub(super) fn references(&self) -> Section {
        let mut blocks = Vec::new();
        let sources: Vec<String> = self
            .document
            .project()
            .sources
            .iter()
            .map(|source| source.trim().to_owned())
            .filter(|source| !source.is_empty())
            .collect();
        if !sources.is_empty() {
            blocks.push(Block::Heading("Sources of this map".to_owned()));
            blocks.push(Block::Links(sources));
        }
        let mut cited: BTreeSet<&'static str> = BTreeSet::new();
        let mut cite = |works: &[&'static Work]| cited.extend(works.iter().map(|work| work.title));
        for indicator in registry::ALL {
            if self.figures.value(indicator.id).is_some() {
                cite(indicator.sources);
            }
        }
        for gap in &self.gaps {
            cite(gap.sources);
        }
        cite(uncertainty::SOURCES);
        cite(influence::SOURCES);
        let list: Vec<String> = works::ALL
            .iter()
            .filter(|work| cited.contains(work.title))
            .map(|work| format!("{} ({}). {}.", work.authors, work.year, work.title))
            .collect();
        blocks.push(Block::Heading("Works".to_owned()));
        blocks.push(Block::List(list));
        blocks.push(Block::Fine(format!(
            "Written by Milieu {}. The same file gives the same report.",
            env!("CARGO_PKG_VERSION")
        )));
        Section {
            id: "references",
            title: "References".to_owned(),
            blocks,
        }
    }
}

fn gap_item(gap: &Gap) -> Item {
    let amounts = gap.holds_down.iter().filter_map(|held| {
        let indicator = registry::find(held.indicator)?;
        let by = held.by.map_or_else(|| "?".to_owned(), |by| signed(indicator, by));
        Some((by, indicator.name.to_owned()))
    });
    let sources: Vec<String> = gap.sources.iter().map(|work| work.short()).collect();
    Item {
        title: gap.name.to_owned(),
        text: stopped(&gap.sentence),
        amounts: amounts.collect(),
        fine: sources.join("; "),
    }
}

/// A figure of an actor as people read it.
pub(super) fn digits(value: Option<f64>, decimals: usize) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) => format!("{value:.decimals$}").replace('-', "−"),
    }
}
