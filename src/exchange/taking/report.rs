//! What was done, to be read and to be kept: as text, as a table, as JSON.

use serde_json::json;

use crate::base::notice::{Notice, Severity};
use crate::base::text::count;
use crate::exchange::draft::Remark;
use crate::exchange::mapping::Side;
use crate::exchange::reading::Reading;
use crate::files::sheet::{Cell, Sheet};

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

/// One line of the sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is counted.
    pub what: &'static str,
    /// How many.
    pub count: usize,
    /// It is part of the sum above, and no sum itself.
    pub part: bool,
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

    /// The sums of actors and of ties, each with its parts, which add up to it; parts that are nothing are left out.
    /// Ties that are there in addition, because ties both ways became two, stand behind as a sum of their own.
    pub fn sums(&self) -> [Vec<Line>; 2] {
        let Tally { actors, ties, .. } = &self.tally;
        let line = |part: bool, what: &'static str, count: usize| Line { what, count, part };
        let sum = |what, count, parts: &[(&'static str, usize)]| -> Vec<Line> {
            let parts = parts.iter().filter(|(_, count)| *count > 0);
            std::iter::once(line(false, what, count))
                .chain(parts.map(|&(what, count)| line(true, what, count)))
                .collect()
        };
        let of_actors = sum(
            "Actors read",
            actors.records + actors.implied,
            &[
                ("new actors", actors.made),
                ("merged with another of the file", actors.merged),
                ("gone into an actor of the project", actors.updated),
            ],
        );
        let mut of_ties = sum(
            "Ties read",
            ties.records,
            &[
                ("new ties", ties.made),
                ("merged with another of the file", ties.merged),
                ("gone into a tie of the project", ties.updated),
                ("dropped", ties.dropped),
            ],
        );
        if ties.added > 0 {
            of_ties.push(line(false, "More ties, as both ways became two", ties.added));
        }
        [of_actors, of_ties]
    }

    /// One line for a message: "120 actors and 340 ties imported; 3 rows dropped".
    pub fn sentence(&self) -> String {
        let (actors, ties) = (&self.tally.actors, &self.tally.ties);
        let both = |of_actors, of_ties| {
            format!(
                "{} and {}",
                count(of_actors, "actor", "actors"),
                count(of_ties, "tie", "ties")
            )
        };
        let mut sentence = format!("{} imported", both(actors.made, ties.made + ties.added));
        if actors.updated + ties.updated > 0 {
            sentence += &format!("; {} updated", both(actors.updated, ties.updated));
        }
        for (number, what) in [(ties.merged, "merged"), (ties.dropped, "dropped")] {
            if number > 0 {
                sentence += &format!("; {} {what}", count(number, "row", "rows"));
            }
        }
        sentence
    }

    /// What a person should know of the whole, the most serious first.
    pub fn notes(&self) -> Vec<Notice> {
        let mut notes = self.tally.notices.clone();
        if self.tally.ties.loops_dropped > 0 {
            notes.push(Notice::warning(format!(
                "{} from an actor to itself, dropped as chosen",
                count(self.tally.ties.loops_dropped, "tie leads", "ties lead")
            )));
        }
        notes.sort_by_key(|notice| std::cmp::Reverse(notice.severity));
        notes
    }

    /// Everything there is to say beside the numbers, the most serious first.
    pub fn notices(&self) -> Vec<Notice> {
        let of_remark = |remark: &Remark| Notice::warning(remark.what.clone()).at(remark.place.clone());
        let mut notices = self.notes();
        notices.extend(self.remarks.iter().map(of_remark));
        if self.unsaid > 0 {
            notices.push(Notice::warning(format!(
                "{} not listed",
                count(self.unsaid, "more remark is", "more remarks are")
            )));
        }
        notices.sort_by_key(|notice| std::cmp::Reverse(notice.severity));
        notices
    }

    /// For people, as text: the sums, what became of columns, what there is to know, and what became of single records.
    pub fn text(&self) -> String {
        let mut parts = vec![format!("Read as {}\n", self.read_as())];
        parts.extend(self.sums().map(|sum| {
            let lines = sum.iter().map(|line| {
                let indent = if line.part { "  " } else { "" };
                format!("{indent}{:>8}  {}\n", line.count, line.what)
            });
            lines.collect()
        }));
        parts.push(self.columns.iter().map(|column| format!("{column}\n")).collect());
        parts.push(self.notes().iter().map(|notice| format!("{notice}\n")).collect());
        let mut records: String = self
            .remarks
            .iter()
            .map(|remark| {
                let place = match remark.place.as_str() {
                    "" => String::new(),
                    place => format!("{place}: "),
                };
                format!("{}: {place}{}\n", remark.fate.word(), remark.what)
            })
            .collect();
        if self.unsaid > 0 {
            records += &format!("and {} more\n", self.unsaid);
        }
        parts.push(records);
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
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

    /// As a table: a row for each number, then for each note and each remark.
    pub fn sheet(&self) -> Sheet {
        let text = |words: &str| match words {
            "" => Cell::Empty,
            words => Cell::Text(words.to_owned()),
        };
        let row = |fate: &str, what: &str, count: Option<usize>, place: &str| {
            let count = Cell::from(count.map(|count| count as f64));
            vec![text(fate), text(what), count, text(place)]
        };
        let (sums, notes) = (self.sums(), self.notes());
        let counts = sums.iter().flatten().map(|line| {
            let of = if line.part { "of these" } else { "" };
            row(of, line.what, Some(line.count), "")
        });
        let notes = notes
            .iter()
            .map(|notice| row("Note", &notice.sentence, None, &notice.place));
        let remarks = self.remarks.iter();
        let remarks = remarks.map(|remark| row(remark.fate.word(), &remark.what, None, &remark.place));
        let unsaid = (self.unsaid > 0).then(|| row("", "more remarks", Some(self.unsaid), ""));
        Sheet {
            headings: ["fate", "what", "count", "place"].map(str::to_owned).to_vec(),
            rows: counts.chain(notes).chain(remarks).chain(unsaid).collect(),
        }
    }

    /// The table as comma-separated text.
    pub fn csv(&self) -> String {
        self.sheet().to_csv()
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
        let remark =
            |remark: &Remark| json!({ "fate": remark.fate.id(), "what": remark.what, "place": remark.place });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::draft::Fate;
    use crate::exchange::taking::{ActorTally, TieTally};

    #[test]
    fn it_adds_up_and_says_what_was_dropped_and_where() {
        let report = Report {
            reading: Reading::guessed(),
            tally: Tally {
                actors: ActorTally {
                    records: 40,
                    implied: 2,
                    made: 41,
                    merged: 1,
                    updated: 0,
                },
                ties: TieTally {
                    records: 80,
                    made: 77,
                    dropped: 3,
                    loops_dropped: 2,
                    added: 5,
                    ..TieTally::default()
                },
                ..Tally::default()
            },
            remarks: vec![Remark {
                fate: Fate::Dropped,
                what: "One end is empty".to_owned(),
                place: "ties.csv, line 9".to_owned(),
            }],
            unsaid: 4,
            ..Report::default()
        };
        assert_eq!(
            report.sentence(),
            "41 actors and 82 ties imported; 3 rows dropped"
        );
        for sum in report.sums() {
            let parts: usize = sum.iter().filter(|line| line.part).map(|line| line.count).sum();
            assert_eq!(parts, sum[0].count);
        }
        let text = report.text();
        for line in [
            "      80  Ties read\n",
            "         3  dropped\n       5  More ties, as both ways became two\n",
            "2 ties lead from an actor to itself, dropped as chosen\n",
            "Dropped: ties.csv, line 9: One end is empty\nand 4 more\n",
        ] {
            assert!(text.contains(line), "{line} is not in:\n{text}");
        }
        let csv = report.csv();
        for line in [
            "of these,new ties,77,\n",
            "Dropped,One end is empty,,\"ties.csv, line 9\"\n",
            ",more remarks,4,\n",
        ] {
            assert!(csv.contains(line), "{line} is not in:\n{csv}");
        }
    }
}
