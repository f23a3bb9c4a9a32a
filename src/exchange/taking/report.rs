//! What was done, to be read and to be kept: as text, as a table, as JSON.

use serde_json::json;

use crate::base::notice::{Notice, Severity};
use crate::base::text::count;
use crate::exchange::draft::{Fate, Remark};
use crate::exchange::mapping::Side;
use crate::exchange::reading::Reading;

use super::Tally;
use super::plan::Plan;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What the file was read as.
    pub reading: Reading,
    /// In numbers.
    pub tally: Tally,
    /// What became of each column, in words.
    pub columns: Vec<String>,
    /// What the reader of the file had to say.
    pub remarks: Vec<Remark>,
    /// How many more remarks there would have been.
    pub unsaid: usize,
}

impl Report {
    pub(super) fn of(plan: &Plan<'_>, tally: Tally) -> Self {
        let of_side = |side: Side| {
            let choices = plan.mapping.columns(side).iter();
            choices.map(move |choice| choice.words(side))
        };
        Self {
            reading: plan.draft.reading.clone(),
            tally,
            columns: of_side(Side::Actors).chain(of_side(Side::Ties)).collect(),
            remarks: plan.draft.found.remarks.clone(),
            unsaid: plan.draft.found.unsaid,
        }
    }

    /// The numbers with their names, in sums that add up: what there was, then what became of it.
    fn sums(&self) -> [Vec<(&'static str, usize)>; 2] {
        let (actors, ties) = (&self.tally.actors, &self.tally.ties);
        let mut of_ties = vec![
            ("rows of ties", ties.records),
            ("ties made", ties.made),
            ("existing ties updated", ties.updated),
            ("merged with another row", ties.merged),
            ("dropped", ties.dropped),
        ];
        if ties.added > 0 {
            of_ties.push(("more, for ties both ways", ties.added));
        }
        [
            vec![
                ("records of actors", actors.records),
                ("actors of which only ties speak", actors.implied),
                ("actors made", actors.made),
                ("existing actors updated", actors.updated),
                ("merged with another record", actors.merged),
            ],
            of_ties,
        ]
    }

    /// One line for a message: "120 actors and 340 ties; 3 rows dropped".
    pub fn sentence(&self) -> String {
        let (actors, ties) = (&self.tally.actors, &self.tally.ties);
        let mut sentence = format!(
            "{} and {}",
            count(actors.made, "actor", "actors"),
            count(ties.made + ties.added, "tie", "ties")
        );
        if actors.updated + ties.updated > 0 {
            sentence += &format!(
                ", {} and {} updated",
                count(actors.updated, "actor", "actors"),
                count(ties.updated, "tie", "ties")
            );
        }
        for (number, what) in [(ties.merged, "merged"), (ties.dropped, "dropped")] {
            if number > 0 {
                sentence += &format!("; {} {what}", count(number, "row", "rows"));
            }
        }
        sentence
    }

    /// Everything there is to say beside the numbers, the most serious first.
    pub fn notices(&self) -> Vec<Notice> {
        let of_remark = |remark: &Remark| Notice::warning(remark.what.clone()).at(remark.place.clone());
        let mut notices: Vec<Notice> = self.tally.notices.clone();
        notices.extend(self.remarks.iter().map(of_remark));
        if self.unsaid > 0 {
            notices.push(Notice::warning(format!(
                "{} not listed",
                count(self.unsaid, "more remark is", "more remarks are")
            )));
        }
        if self.tally.ties.loops_dropped > 0 {
            notices.push(Notice::warning(format!(
                "{} from an actor to itself, dropped as chosen",
                count(self.tally.ties.loops_dropped, "tie leads", "ties lead")
            )));
        }
        notices.sort_by_key(|notice| std::cmp::Reverse(notice.severity));
        notices
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.read_as());
        for sums in self.sums() {
            for (what, number) in sums {
                text += &format!("{number:>9} {what}\n");
            }
            text.push('\n');
        }
        for column in &self.columns {
            text += &format!("{column}\n");
        }
        if !self.columns.is_empty() {
            text.push('\n');
        }
        for notice in self.notices() {
            text += &format!("{notice}\n");
        }
        text
    }

    /// "GraphML, UTF-8, gzip".
    fn read_as(&self) -> String {
        let reading = &self.reading;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(reading.format.map(|format| format.info().name.to_owned()));
        parts.extend(reading.encoding.map(str::to_owned));
        parts.extend(reading.compressed.then(|| "gzip".to_owned()));
        if let Some(separator) = reading.separator {
            parts.push(match separator {
                '\t' => "cells separated by tabs".to_owned(),
                ' ' => "cells separated by blanks".to_owned(),
                sign => format!("cells separated by “{sign}”"),
            });
        }
        parts.join(", ")
    }

    /// One row for each number and each remark: what, number, place.
    pub fn csv(&self) -> String {
        let cell = |text: &str| {
            // What a table program would take for a formula stays text.
            let text = if text.starts_with(['=', '+', '-', '@']) {
                format!("'{text}")
            } else {
                text.to_owned()
            };
            format!("\"{}\"", text.replace('"', "\"\"").replace(['\n', '\r'], " "))
        };
        let mut text = "what,number,place\r\n".to_owned();
        for (what, number) in self.sums().into_iter().flatten() {
            text += &format!("{},{number},\r\n", cell(what));
        }
        for notice in self.notices() {
            text += &format!("{},,{}\r\n", cell(&notice.sentence), cell(&notice.place));
        }
        text
    }

    /// For programs.
    pub fn json(&self) -> String {
        let (actors, ties) = (&self.tally.actors, &self.tally.ties);
        let reading = &self.reading;
        let notice = |notice: &Notice| {
            let severity = match notice.severity {
                Severity::Info => "info",
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            json!({ "severity": severity, "sentence": notice.sentence, "place": notice.place })
        };
        let remark = |remark: &Remark| {
            let fate = match remark.fate {
                Fate::Repaired => "repaired",
                Fate::Merged => "merged",
                Fate::Dropped => "dropped",
                Fate::Unread => "unread",
            };
            json!({ "fate": fate, "what": remark.what, "place": remark.place })
        };
        let value = json!({
            "format": reading.format.map(|format| format.info().id),
            "encoding": reading.encoding,
            "compressed": reading.compressed,
            "actors": {
                "records": actors.records,
                "implied": actors.implied,
                "made": actors.made,
                "updated": actors.updated,
                "merged": actors.merged,
            },
            "ties": {
                "records": ties.records,
                "made": ties.made,
                "updated": ties.updated,
                "merged": ties.merged,
                "dropped": ties.dropped,
                "added": ties.added,
                "turned": ties.turned,
                "undirected": ties.undirected,
                "disabled": ties.disabled,
            },
            "columns": self.columns,
            "notices": self.tally.notices.iter().map(notice).collect::<Vec<_>>(),
            "remarks": self.remarks.iter().map(remark).collect::<Vec<_>>(),
            "unsaid": self.unsaid,
        });
        format!("{value:#}\n")
    }
}
