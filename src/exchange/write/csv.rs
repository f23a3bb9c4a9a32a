//! Two tables of text, one of actors and one of ties, under headings that spreadsheets, Gephi and scripts know.
//!
//! Words that a spreadsheet would run get an apostrophe before them, which reading takes away again; numbers never.

use crate::exchange::format::Format;
use crate::exchange::formula::guarded;
use crate::exchange::own;

use super::table::{Rows, Value, actors, ties};
use super::{Unwritten, Work, Written};

/// See [`super::write`].
pub(super) fn write(work: &Work<'_>) -> Result<Written, Unwritten> {
    let files = vec![
        ("-actors.csv".to_owned(), text(work, &actors(work)?)),
        ("-ties.csv".to_owned(), text(work, &ties(work)?)),
    ];
    Ok(Written {
        files,
        notices: work.left_out(Format::Table),
    })
}

fn text(work: &Work<'_>, rows: &Rows<'_>) -> Vec<u8> {
    // The mark tells Excel that this is UTF-8.
    let start = if work.choices.mark {
        "\u{feff}".as_bytes().to_vec()
    } else {
        Vec::new()
    };
    let mut writer = csv::WriterBuilder::new().from_writer(start);
    let mut put = |cells: Vec<String>| {
        writer
            .write_record(&cells)
            .expect("memory takes every record, and all are as long");
    };
    put(rows
        .headings
        .iter()
        .map(|heading| guarded(heading).into_owned())
        .collect());
    for row in &rows.rows {
        put(row
            .iter()
            .map(|value| value.as_ref().map_or_else(String::new, cell))
            .collect());
    }
    writer.into_inner().expect("memory can be flushed")
}

fn cell(value: &Value<'_>) -> String {
    match value {
        Value::Number(number) => own::digits(*number),
        Value::Flag(flag) => if *flag { "true" } else { "false" }.to_owned(),
        Value::Text(text) => guarded(text).into_owned(),
        Value::List(items) => guarded(&own::barred(items)).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::super::{Choices, write};
    use crate::base::cancel::Cancel;
    use crate::base::geom::Point;
    use crate::base::progress::Progress;
    use crate::exchange::figures::Figures;
    use crate::exchange::format::Format;
    use crate::model::{Actor, ActorKind, Change, Document, Place, Swap};
    use std::sync::Arc;

    fn written(document: &Document, choices: &Choices) -> Vec<String> {
        let written = write(
            document,
            &Figures::default(),
            Format::Table,
            choices,
            &Progress::new(),
            &Cancel::new(),
        );
        let files = written.unwrap().files.into_iter();
        files
            .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
            .collect()
    }

    #[test]
    fn two_tables_with_a_mark_or_without() {
        let files = written(&sample::document(), &Choices::default());
        assert!(files[0].starts_with("\u{feff}id,label,kind,jobs"), "{}", files[0]);
        assert!(files[1].starts_with("\u{feff}source,target,kind"), "{}", files[1]);
        let plain = written(
            &sample::document(),
            &Choices {
                mark: false,
                ..Choices::default()
            },
        );
        assert!(plain[0].starts_with("id,"));
        assert_eq!(plain[1].lines().count(), 1 + sample::document().tie_count());
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        let mut change = Vec::new();
        for (number, name) in (1..).zip(["=1+1", "+49 711", "-Plus", "@home", "\tTab", "plain", "'=x"]) {
            let id = sample::actor_id(number);
            change.push(Change::Actor(
                id,
                Swap {
                    before: None,
                    after: Some(Arc::new(Actor::new(name, ActorKind::Final))),
                },
            ));
            let place = Place {
                at: Point::new(-1.5, 0.0),
                pinned: false,
            };
            change.push(Change::Place(
                id,
                Swap {
                    before: None,
                    after: Some(place),
                },
            ));
        }
        let document = Document::default().with(&change).unwrap();
        let files = written(&document, &Choices::default());
        for safe in [
            ",'=1+1,",
            ",'+49 711,",
            ",'-Plus,",
            ",'@home,",
            ",'\tTab,",
            ",plain,",
            ",''=x,",
        ] {
            assert!(files[0].contains(safe), "{safe} in {}", files[0]);
        }
        assert!(files[0].contains(",-1.5,"), "{}", files[0]);
    }
}
