//! The head of a report, its map and story, the scores and the diamond.

use super::{Block, Diamond, Gathered, Order, Score, Section, stopped};
use crate::analysis::diamond::CORNERS;
use crate::analysis::dimensions::DIMENSIONS;
use crate::analysis::uncertainty::{LIMITS, METHOD};
use crate::analysis::{registry, shown, state_sentence};
use crate::base::cancel::Cancelled;
use crate::base::text::{count, listed};

impl Gathered<'_> {
    /// What stands above everything.
    pub(super) fn title(&self, order: &Order) -> String {
        let project = self.document.project();
        let given = order.title.as_deref().map(str::trim);
        let title = given
            .filter(|title| !title.is_empty())
            .unwrap_or(project.title.trim());
        if title.is_empty() {
            "Untitled cluster".to_owned()
        } else {
            title.to_owned()
        }
    }

    /// Place, year, authors and day.
    pub(super) fn headline_facts(&self, order: &Order) -> Vec<String> {
        let project = self.document.project();
        let mut facts = Vec::new();
        if !project.place.trim().is_empty() {
            facts.push(project.place.trim().to_owned());
        }
        facts.push(format!("Map of {}", project.year.get()));
        facts.push(format!(
            "{}, {}",
            count(self.document.actor_count(), "actor", "actors"),
            count(self.document.tie_count(), "tie", "ties")
        ));
        if !project.authors.is_empty() {
            facts.push(format!("Drawn by {}", listed(&project.authors)));
        }
        if let Some(date) = order.date.as_deref().filter(|date| !date.trim().is_empty()) {
            facts.push(format!("Report of {}", date.trim()));
        }
        facts
    }

    pub(super) fn map(&self) -> Section {
        let document = self.document;
        let outside = document.actors().filter(|(_, actor)| actor.external).count();
        let mut words = format!(
            "The map shows {} and {}",
            count(document.actor_count(), "actor", "actors"),
            count(document.tie_count(), "tie", "ties")
        );
        if outside > 0 {
            words += &format!("; {outside} of the actors lie outside the cluster and have dashed outlines");
        }
        words += ". ";
        words += "Color says which family an actor belongs to, shape its kind, size its jobs; the width of a line says how strong a tie is.";
        let disabled = document.ties().filter(|(_, tie)| !tie.enabled).count();
        if disabled > 0 {
            words += &format!(
                " {} switched off and count nowhere.",
                match disabled {
                    1 => "One faint tie is".to_owned(),
                    n => format!("{n} faint ties are"),
                }
            );
        }
        Section {
            id: "map",
            title: "Map".to_owned(),
            blocks: vec![Block::Map, Block::Words(words)],
        }
    }

    pub(super) fn story(&self) -> Section {
        let document = self.document;
        let mut blocks = Vec::new();
        let told = document.project().notes.trim();
        if !told.is_empty() {
            blocks.push(Block::Story(told.to_owned()));
        }
        let notes: Vec<String> = document
            .notes()
            .map(|(_, note)| note.text.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|text| !text.is_empty())
            .collect();
        if !notes.is_empty() {
            blocks.push(Block::Heading("Notes on the map".to_owned()));
            blocks.push(Block::List(notes));
        }
        let zones: Vec<String> = document
            .zones()
            .filter(|(_, zone)| !zone.name.trim().is_empty())
            .map(|(_, zone)| {
                let inside = count(document.actors_in(zone).count(), "actor", "actors");
                let note = zone.note.split_whitespace().collect::<Vec<_>>().join(" ");
                if note.is_empty() {
                    format!("{}: {inside}", zone.name.trim())
                } else {
                    format!("{}: {inside}. {}", zone.name.trim(), stopped(&note))
                }
            })
            .collect();
        if !zones.is_empty() {
            blocks.push(Block::Heading("Zones".to_owned()));
            blocks.push(Block::List(zones));
        }
        Section {
            id: "story",
            title: "Story and notes".to_owned(),
            blocks,
        }
    }

    /// One score with its band, its value before and the sentence that says why it is what it is.
    fn score(&self, id: &'static str, description: &'static str) -> Result<Score, Cancelled> {
        let indicator = registry::find(id).expect("tables of scores name registered indicators");
        let value = self.figures.value(id);
        let band = self.bands.as_ref().and_then(|bands| bands.get(id));
        let sentence = self
            .facts
            .unless_put_off(state_sentence(&self.facts, indicator))?;
        Ok(Score {
            id: indicator.id,
            name: indicator.name,
            description,
            value,
            shown: shown(indicator, value),
            band: band.map(|band| (band.low(), band.high())),
            band_shown: match band {
                Some(band) if band.is_point() => format!("{:.1} whatever the weights", band.low()),
                Some(band) => format!("{:.1} to {:.1}", band.low(), band.high()),
                None => String::new(),
            },
            before: self
                .comparison
                .and_then(|comparison| comparison.pair(indicator).before),
            sentence: stopped(&sentence.unwrap_or_default()),
        })
    }

    pub(super) fn dimensions(&self) -> Result<Section, Cancelled> {
        let mut scores = vec![self.score(
            "overall",
            "All six dimensions in one figure; a weak one holds the others back",
        )?];
        for dimension in DIMENSIONS {
            self.cancel.check()?;
            scores.push(self.score(dimension.id, dimension.description)?);
        }
        let mut blocks = vec![Block::Scores(scores)];
        if self.bands.is_some() {
            blocks.push(Block::Fine(format!("{}. {}.", stopped_range(), LIMITS)));
        }
        let notices = self.figures.notices();
        if !notices.is_empty() {
            // Their places are ids, which say nothing to readers.
            let lines = notices.iter().map(|notice| stopped(&notice.sentence));
            blocks.push(Block::List(lines.collect()));
        }
        Ok(Section {
            id: "dimensions",
            title: "Six dimensions".to_owned(),
            blocks,
        })
    }

    pub(super) fn diamond(&self) -> Result<Section, Cancelled> {
        let mut corners = Vec::with_capacity(CORNERS.len());
        for corner in CORNERS {
            corners.push(self.score(corner.id, corner.description)?);
        }
        let index = self.score("diamond", "All four corners in one figure")?;
        let government = self.document.project().government_quality.get();
        let caveats = ["diamond", "diamond.factor"]
            .into_iter()
            .filter_map(registry::find)
            .map(|indicator| stopped(indicator.caveat));
        let mut fine: Vec<String> = vec![format!(
            "Government, at {government} of 100, lifts or lowers every corner."
        )];
        fine.extend(caveats.filter(|caveat| !caveat.is_empty()));
        Ok(Section {
            id: "diamond",
            title: "Diamond".to_owned(),
            blocks: vec![
                Block::Diamond(Diamond { corners, index }),
                Block::Fine(fine.join(" ")),
            ],
        })
    }
}

/// How the bands were found.
fn stopped_range() -> String {
    use crate::analysis::uncertainty::{DRAWS, TAIL};
    let share = 100.0 * (1.0 - 2.0 * TAIL);
    format!("The band holds {share:.0} % of {DRAWS} draws of the weights. {METHOD}")
}
