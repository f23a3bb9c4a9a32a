//! What copying gives to other programs, and what pasting takes from them: rows of text.

use crate::base::geom::{Point, Vector};
use crate::base::units::Amount;
use crate::model::assumption::Assumptions;
use crate::model::field::clean_line;
use crate::model::fragment::Fragment;
use crate::model::project::Region;
use crate::model::{Actor, ActorKind, Place};

/// What other programs get: rows of actors, or, where there is no actor, the words of notes and zones. Never nothing:
/// an empty clipboard would not be pasted.
pub fn text(fragment: &Fragment) -> String {
    if !fragment.actors.is_empty() {
        return rows(fragment);
    }
    let notes = fragment.notes.iter().map(|note| note.text.as_str());
    let zones = fragment.zones.iter().map(|zone| match zone.name.as_str() {
        "" => "Zone",
        name => name,
    });
    notes.chain(zones).collect::<Vec<_>>().join("\n")
}

/// One row an actor, cells separated by tabs: name, kind, jobs, revenue. Spreadsheets take it as it is.
pub fn rows(fragment: &Fragment) -> String {
    let mut text = String::from("name\tkind\tjobs\trevenue\n");
    for (_, actor, _) in &fragment.actors {
        let name = actor.name.replace(['\t', '\n', '\r'], " ");
        text += &format!(
            "{name}\t{}\t{}\t{}\n",
            actor.kind.id(),
            actor.jobs.get(),
            actor.revenue.get()
        );
    }
    text
}

/// Actors from text: one name a line; a second cell, after a tab, may name the kind by id or by its full name.
///
/// Empty lines are skipped, and so is the heading that [`rows`] writes. They start with what the project assumes. New actors stand in a block around `center`.
pub fn actors(
    text: &str,
    default: ActorKind,
    center: Point,
    assumptions: &Assumptions,
) -> Vec<(Actor, Place)> {
    let mut actors = Vec::new();
    for line in text.lines() {
        let mut cells = line.split('\t').map(clean_line);
        let name = cells.next().unwrap_or_default();
        let second = cells.next().unwrap_or_default();
        if name.is_empty() || (name == "name" && second == "kind") {
            continue;
        }
        actors.push(assumptions.fresh(name, kind_called(&second).unwrap_or(default)));
    }
    let columns = (actors.len() as f64).sqrt().ceil().max(1.0) as usize;
    let rows = actors.len().div_ceil(columns);
    actors
        .into_iter()
        .enumerate()
        .map(|(i, actor)| {
            let middle = |count: usize| (count.saturating_sub(1)) as f64 / 2.0;
            let column = (i % columns) as f64 - middle(columns);
            let row = (i / columns) as f64 - middle(rows);
            (
                actor,
                Place {
                    at: center + Vector::new(column * SPACING.x, row * SPACING.y),
                    pinned: false,
                },
            )
        })
        .collect()
}

/// Copied text that is more than a list of names: rows of several cells, or a file of another program.
pub fn is_table(text: &str) -> bool {
    let rows = text.lines().filter(|line| !line.trim().is_empty()).take(200);
    // What this program has copied.
    if text.starts_with("name\tkind\t") {
        return false;
    }
    let (mut several, mut all) = (0, 0);
    for line in rows {
        let mut cells = line.split('\t').skip(1).filter(|cell| !cell.trim().is_empty());
        let named = match (cells.next(), cells.next()) {
            (None, _) => true,
            // A name and its kind.
            (Some(second), None) => kind_called(&clean_line(second)).is_some(),
            _ => false,
        };
        several += usize::from(!named);
        all += 1;
    }
    let table = all > 1 && several * 2 > all;
    table || foreign_start(text)
}

/// It begins as files of other programs do, but not as names.
fn foreign_start(text: &str) -> bool {
    let start: String = text
        .trim_start()
        .chars()
        .take(40)
        .collect::<String>()
        .to_ascii_lowercase();
    [
        "<?xml",
        "<graphml",
        "<gexf",
        "{\"",
        "*vertices",
        "*network",
        "dl n",
        "graph [",
    ]
    .iter()
    .any(|word| start.starts_with(word))
        || (start.starts_with('{') && text.trim_end().ends_with('}'))
        || ((start.starts_with("digraph") || start.starts_with("graph") || start.starts_with("strict"))
            && text.contains('{'))
}

/// Distance of pasted actors, so that their labels do not touch.
const SPACING: Vector = Vector { x: 140.0, y: 90.0 };

/// Rows of the table of regions: name, jobs of the industry, all jobs; cells separated by tabs or semicolons. Empty
/// lines are skipped, and so is a heading.
///
/// # Errors
/// The first line that is something else.
pub fn regions(text: &str) -> Result<Vec<Region>, String> {
    let mut regions = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split(['\t', ';']).map(str::trim).collect();
        let region = match cells.as_slice() {
            [name, industry, all, rest @ ..] if rest.iter().all(|cell| cell.is_empty()) => {
                let jobs = |cell: &str| number(cell).and_then(Amount::new);
                jobs(industry)
                    .zip(jobs(all))
                    .map(|(industry, all)| Region::new(clean_line(name), industry, all))
            }
            _ => None,
        };
        let is_heading = regions.is_empty() && !line.contains(|c: char| c.is_ascii_digit());
        match region {
            Some(region) => regions.push(region),
            None if is_heading => {}
            None => return Err(clean_line(line)),
        }
    }
    Ok(regions)
}

/// A number as a person or a spreadsheet writes it: 1234, 1 234, 1,234, 1'234, 12.5 or 12,5.
pub fn number(text: &str) -> Option<f64> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\'' && *c != '’')
        .collect();
    let groups: Vec<&str> = bare.split(',').collect();
    let thousands = groups.len() > 1
        && groups[1..].iter().enumerate().all(|(i, group)| {
            let whole = if i + 2 == groups.len() {
                group.split('.').next().unwrap_or_default()
            } else {
                group
            };
            whole.len() == 3 && whole.chars().all(|c| c.is_ascii_digit())
        });
    let plain = if thousands {
        bare.replace(',', "")
    } else {
        bare.replace(',', ".")
    };
    plain.parse().ok()
}

fn kind_called(word: &str) -> Option<ActorKind> {
    ActorKind::from_id(&word.to_lowercase()).or_else(|| {
        ActorKind::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_pasted_and_tables_imported() {
        assert!(!is_table("Haier\nMidea\nGree"));
        assert!(!is_table("Acme, Inc.\nSmith; Sons"));
        assert!(is_table("firm\tcity\nMidea\t顺德"));
        assert!(!is_table("just\tone row"));
        assert!(!is_table("Midea\tfinal\nHaier\tsupplier"));
        assert!(!is_table("name\tkind\tjobs\trevenue\nMidea\tfinal\t3\t4"));
        assert!(is_table("<?xml version=\"1.0\"?><graphml/>"));
        assert!(is_table("digraph { a -> b }"));
        assert!(!is_table("Graph Works Ltd\nDigraph AG"));
        assert!(is_table("{\n \"nodes\": []}"));
    }

    #[test]
    fn numbers_of_spreadsheets() {
        for (text, expected) in [
            ("1234", Some(1234.0)),
            (" 1 234 ", Some(1234.0)),
            ("1,234,567", Some(1_234_567.0)),
            ("1,234.5", Some(1234.5)),
            ("12,5", Some(12.5)),
            ("1'234", Some(1234.0)),
            ("", None),
            ("many", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn a_table_of_regions_from_a_spreadsheet() {
        let found = regions("Region\tIndustry\tAll\nHere\t60\t1,200\n\nThere; 30; 300\n").unwrap();
        let rows: Vec<(&str, f64, f64)> = found
            .iter()
            .map(|region| (region.name.as_str(), region.industry.get(), region.all.get()))
            .collect();
        assert_eq!(rows, [("Here", 60.0, 1200.0), ("There", 30.0, 300.0)]);
        assert_eq!(regions("Here\t60\t200\nThere\t30"), Err("There 30".to_owned()));
    }

    #[test]
    fn names_one_a_line_with_or_without_kinds() {
        let pasted = actors(
            "Alpha\n\n  Beta \tuniversity\r\n产业\tSpecialized supplier\n",
            ActorKind::Final,
            Point::ORIGIN,
            &Assumptions::default(),
        );
        let found: Vec<_> = pasted
            .iter()
            .map(|(actor, _)| (actor.name.as_str(), actor.kind))
            .collect();
        let expected = [
            ("Alpha", ActorKind::Final),
            ("Beta", ActorKind::University),
            ("产业", ActorKind::Supplier),
        ];
        assert_eq!(found, expected);
        assert_ne!(pasted[0].1.at, pasted[1].1.at);
    }

    #[test]
    fn a_zone_without_a_name_can_be_pasted_too() {
        use crate::base::geom::Rect;
        let area = Rect::from_corners(Point::ORIGIN, Point::new(9.0, 9.0));
        let fragment = Fragment {
            zones: vec![crate::model::Zone::new("", area)],
            ..Fragment::default()
        };
        assert_eq!(text(&fragment), "Zone");
    }

    #[test]
    fn copied_rows_come_back() {
        let id = crate::model::ActorId::new(1).unwrap();
        let fragment = Fragment {
            actors: vec![(id, Actor::new("A\tB", ActorKind::Center), Point::ORIGIN)],
            ..Fragment::default()
        };
        let back = actors(
            &rows(&fragment),
            ActorKind::Final,
            Point::ORIGIN,
            &Assumptions::default(),
        );
        assert_eq!(back.len(), 1);
        assert_eq!(
            (back[0].0.name.as_str(), back[0].0.kind),
            ("A B", ActorKind::Center)
        );
    }
}
