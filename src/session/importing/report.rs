//! What came of an import: numbers that add up, and everything that was repaired or left out, with its place.

use crate::base::text::count;
use crate::exchange::draft::{Fate, Remark};
use crate::exchange::taking::{Report, Tally};
use crate::files::sheet::{Cell, Sheet};

/// What was done, for a window and for a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportReport {
    /// Names of the files.
    pub sources: Vec<String>,
    /// It went into the project that was open.
    pub into_open: bool,
    /// Local date and time.
    pub at: String,
    /// What was done.
    pub report: Report,
}

/// One line of the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is counted.
    pub what: &'static str,
    /// How many.
    pub count: usize,
    /// It is part of the line above that is a sum.
    pub part: bool,
}

impl ImportReport {
    /// What happened, in one sentence: "41 actors and 77 ties imported; 3 rows dropped".
    pub fn sentence(&self) -> String {
        let mut sentence = format!("{} imported", made(&self.report.tally));
        let dropped = self.report.tally.ties.dropped;
        if dropped > 0 {
            sentence += &format!("; {} dropped", count(dropped, "row", "rows"));
        }
        sentence
    }

    /// The sums of actors and of ties, each with its parts; parts that are nothing are left out.
    pub fn sums(&self) -> [Vec<Line>; 2] {
        let Tally { actors, ties, .. } = &self.report.tally;
        let line = |what, count| Line {
            what,
            count,
            part: true,
        };
        let sum = |what, count, parts: Vec<Line>| {
            let whole = Line {
                what,
                count,
                part: false,
            };
            std::iter::once(whole)
                .chain(parts.into_iter().filter(|part| part.count > 0))
                .collect()
        };
        [
            sum(
                "Actors read",
                actors.records + actors.implied,
                vec![
                    line("new actors", actors.made),
                    line("merged with another of the file", actors.merged),
                    line("gone into an actor of the project", actors.updated),
                ],
            ),
            sum(
                "Ties read",
                ties.records,
                vec![
                    line("new ties", ties.made),
                    line("merged with another of the file", ties.merged),
                    line("gone into a tie of the project", ties.updated),
                    line("dropped", ties.dropped),
                ],
            ),
        ]
    }

    /// What was repaired, merged, dropped or not understood.
    pub fn remarks(&self) -> &[Remark] {
        &self.report.remarks
    }

    /// As text, for a file.
    pub fn text(&self) -> String {
        let mut text = format!("Import report, {}\n\nFrom {}\n", self.at, self.sources.join(", "));
        text += if self.into_open {
            "Into the open project\n"
        } else {
            "Into a new project\n"
        };
        for sum in self.sums() {
            text.push('\n');
            for line in sum {
                let indent = if line.part { "  " } else { "" };
                text += &format!("{indent}{:>8}  {}\n", line.count, line.what);
            }
        }
        for notice in &self.report.tally.notices {
            text += &format!("\n{notice}");
        }
        if !self.report.tally.notices.is_empty() {
            text.push('\n');
        }
        if !self.remarks().is_empty() {
            text.push('\n');
        }
        for remark in self.remarks() {
            let place = match remark.place.as_str() {
                "" => String::new(),
                place => format!("{place}: "),
            };
            text += &format!("{}: {place}{}\n", fate(remark.fate), remark.what);
        }
        if self.report.unsaid > 0 {
            text += &format!("and {} more\n", self.report.unsaid);
        }
        text
    }

    /// As a table, for a spreadsheet.
    pub fn sheet(&self) -> Sheet {
        let text = |words: &str| Cell::Text(words.to_owned());
        let sums = self.sums();
        let counts = sums.iter().flatten().map(|line| {
            vec![
                text(if line.part { "of these" } else { "" }),
                text(line.what),
                Cell::Number(line.count as f64),
                text(""),
            ]
        });
        let remarks = self.remarks().iter().map(|remark| {
            vec![
                text(fate(remark.fate)),
                text(&remark.what),
                Cell::Empty,
                text(&remark.place),
            ]
        });
        Sheet {
            headings: ["fate", "what", "count", "place"].map(str::to_owned).to_vec(),
            rows: counts.chain(remarks).collect(),
        }
    }
}

/// "41 actors and 77 ties".
fn made(tally: &Tally) -> String {
    format!(
        "{} and {}",
        count(tally.actors.made, "actor", "actors"),
        count(tally.ties.made + tally.ties.added, "tie", "ties")
    )
}

/// What became of a record, in a word.
pub const fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Repaired => "Repaired",
        Fate::Merged => "Merged",
        Fate::Dropped => "Dropped",
        Fate::Unread => "Not read",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::reading::Reading;
    use crate::exchange::taking::{ActorTally, TieTally};

    fn report() -> ImportReport {
        let tally = Tally {
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
                ..TieTally::default()
            },
            ..Tally::default()
        };
        ImportReport {
            sources: vec!["firms.csv".to_owned(), "ties.csv".to_owned()],
            into_open: false,
            at: "2026-01-02 14:02".to_owned(),
            report: Report {
                reading: Reading::guessed(),
                columns: Vec::new(),
                tally,
                remarks: vec![Remark {
                    fate: Fate::Dropped,
                    what: "One end is empty".to_owned(),
                    place: "ties.csv, line 9".to_owned(),
                }],
                ..Report::default()
            },
        }
    }

    #[test]
    fn it_adds_up_and_says_what_was_dropped_and_where() {
        let report = report();
        assert_eq!(
            report.sentence(),
            "41 actors and 77 ties imported; 3 rows dropped"
        );
        for sum in report.sums() {
            let parts: usize = sum[1..].iter().map(|line| line.count).sum();
            assert_eq!(parts, sum[0].count);
        }
        let text = report.text();
        assert!(text.contains("      80  Ties read\n"), "{text}");
        assert!(
            text.contains("Dropped: ties.csv, line 9: One end is empty"),
            "{text}"
        );
        assert!(report.sheet().to_csv().contains("Dropped,One end is empty,,"));
    }
}
