//! All figures, all actors and all ties: the same as the map and the panels say, for those who read rather than look.

use super::lists::digits;
use super::{ACTORS, Block, Column, Gathered, Of, Row, Section, TIES, Table};
use crate::analysis::indicator::{Group, Indicator, Precision};
use crate::analysis::{registry, shown};
use crate::base::text::{count, natural};
use crate::model::{ActorId, Document, TieId};

/// Actors that are listed; of more only those with the most ties.
const MOST_ACTORS: usize = 500;
/// Ties that are listed; of more only the strongest.
const MOST_TIES: usize = 1500;

impl Gathered<'_> {
    pub(super) fn all_figures(&self) -> Section {
        let mut rows = Vec::new();
        let mut sampled = false;
        for group in Group::SHOWN {
            rows.push(Row {
                of: Of::Group,
                cells: vec![group.name().to_owned()],
            });
            for &indicator in registry::ALL.iter().filter(|indicator| indicator.group == group) {
                let parts: Vec<&'static Indicator> = registry::ALL
                    .iter()
                    .copied()
                    .filter(|part| part.group == Group::Part(indicator.id))
                    .collect();
                let whole = !matches!(group, Group::Structure | Group::Economy) || !parts.is_empty();
                rows.push(self.figure(indicator, if whole { Of::Whole } else { Of::Plain }, &mut sampled));
                for part in parts {
                    rows.push(self.figure(part, Of::Plain, &mut sampled));
                }
            }
        }
        let mut blocks = vec![Block::Table(Table {
            caption: "Every figure of the cluster".to_owned(),
            columns: vec![
                Column::words("Figure", 4.0),
                Column::numbers("Value", 1.4),
                Column::words("Unit", 1.4),
                Column::words("Id", 3.2),
            ],
            rows,
            dense: true,
        })];
        blocks.push(Block::Fine(
            if sampled {
                "Figures with ± come from a sample, with the largest error; all others are exact. – is undefined."
            } else {
                "All figures are exact. – is undefined."
            }
            .to_owned(),
        ));
        Section {
            id: "figures",
            title: "All figures".to_owned(),
            blocks,
        }
    }

    fn figure(&self, indicator: &'static Indicator, of: Of, sampled: &mut bool) -> Row {
        let reading = self.figures.reading(indicator.id);
        let mut value = shown(indicator, reading.value);
        if let Precision::Approximate { error, .. } = reading.precision {
            *sampled = true;
            value += &format!(" ± {error:.*}", indicator.decimals);
        }
        Row {
            of,
            cells: vec![
                indicator.name.to_owned(),
                value,
                reading.value.map_or("", |_| indicator.unit.label()).to_owned(),
                indicator.id.to_owned(),
            ],
        }
    }

    pub(super) fn actors(&self) -> Section {
        let document = self.document;
        let mut listed: Vec<(ActorId, String, usize)> = document
            .actors()
            .map(|(id, _)| (id, document.display_name(id), document.ties_of(id).count()))
            .collect();
        let all = listed.len();
        if all > MOST_ACTORS {
            listed.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
            listed.truncate(MOST_ACTORS);
        }
        listed.sort_by(|a, b| natural(&a.1, &b.1).then(a.0.cmp(&b.0)));
        let noted = listed.iter().any(|(id, ..)| !note(document, *id).is_empty());
        let mut columns = vec![
            Column::words("Actor", 3.0),
            Column::words("Kind", 2.4),
            Column::words("Where", 1.1),
            Column::numbers("Jobs", 1.0),
            Column::numbers("Revenue", 1.0),
            Column::numbers("Ties", 0.8),
        ];
        if noted {
            columns.push(Column::words("Note", 3.4));
        }
        let rows = listed.iter().filter_map(|(id, name, ties)| {
            let actor = document.actor(*id)?;
            let mut cells = vec![
                name.clone(),
                actor.kind.name().to_owned(),
                if actor.external { "outside" } else { "local" }.to_owned(),
                plain(actor.jobs.get()),
                plain(actor.revenue.get()),
                ties.to_string(),
            ];
            if noted {
                cells.push(note(document, *id));
            }
            Some(Row {
                of: Of::Actor(*id),
                cells,
            })
        });
        let mut blocks = Vec::new();
        if all > 0 {
            let caption = if all > MOST_ACTORS {
                format!("The {MOST_ACTORS} actors with the most ties, of {all}")
            } else {
                format!("All {}", count(all, "actor", "actors"))
            };
            blocks.push(Block::Table(Table {
                caption,
                columns,
                rows: rows.collect(),
                dense: true,
            }));
            blocks.push(Block::Fine("Revenue in million currency a year.".to_owned()));
        }
        Section {
            id: ACTORS,
            title: "Actors".to_owned(),
            blocks,
        }
    }

    pub(super) fn ties(&self) -> Section {
        let document = self.document;
        let mut listed: Vec<TieId> = document.ties().map(|(id, _)| id).collect();
        let all = listed.len();
        if all > MOST_TIES {
            let weight = |id: &TieId| document.tie(*id).map_or(0.0, |tie| tie.weight.get());
            listed.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
            listed.truncate(MOST_TIES);
            listed.sort_unstable();
        }
        let rows = listed.iter().filter_map(|&id| {
            let tie = document.tie(id)?;
            let mut kind = tie.kind.name().to_owned();
            if tie.mutual {
                kind += ", mutual";
            }
            if !tie.enabled {
                kind += ", off";
            }
            Some(Row {
                of: Of::Tie(id, tie.from, tie.to),
                cells: vec![
                    kind,
                    document.display_name(tie.from),
                    if tie.points_one_way() { "→" } else { "–" }.to_owned(),
                    document.display_name(tie.to),
                    digits(Some(tie.weight.get()), 2),
                    digits(Some(tie.trust.get()), 2),
                ],
            })
        });
        let mut blocks = Vec::new();
        if all > 0 {
            let caption = if all > MOST_TIES {
                format!("The {MOST_TIES} strongest ties, of {all}")
            } else {
                format!("All {}", count(all, "tie", "ties"))
            };
            blocks.push(Block::Table(Table {
                caption,
                columns: vec![
                    Column::words("Kind", 1.6),
                    Column::words("From", 3.0),
                    Column::words("", 0.4),
                    Column::words("To", 3.0),
                    Column::numbers("Strength", 1.0),
                    Column::numbers("Trust", 0.8),
                ],
                rows: rows.collect(),
                dense: true,
            }));
        }
        Section {
            id: TIES,
            title: "Ties".to_owned(),
            blocks,
        }
    }
}

fn note(document: &Document, id: ActorId) -> String {
    let note = document.actor(id).map_or("", |actor| actor.extra.note.as_str());
    note.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A count or an amount with as many digits as it needs and no more than two.
fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
