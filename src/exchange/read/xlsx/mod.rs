//! Workbooks: plain tables, and the sheets of Kumu and NodeXL.
//!
//! `package` sees first whether what is packed in the file can be read at all, `sheet` reads cells as they come, and
//! the plan of tables says what their rows are. Sheets that hold ties and such that hold actors are joined.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader as _, SheetType, SheetVisible, Xlsx};

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Column, Draft, DraftGroup, Fate};
use crate::exchange::format::Format;
use crate::exchange::headings::plain;
use crate::exchange::reading::{Reading, Shape};
use crate::files::Fault;

use super::builder::Builder;
use super::table::cells::Cells;
use super::table::{Plan, Waiting, fill, restore_own, tell, tell_above};
use super::together::join;

mod package;
mod sheet;

/// Names of sheets that hold ties, as [`plain`] leaves them; a number may follow.
const TIES: &[&str] = &[
    "ties",
    "edges",
    "connections",
    "links",
    "relations",
    "relationships",
    "edgelist",
    "edge",
    "verbindungen",
    "beziehungen",
    "kanten",
    "relationen",
    "liens",
    "aretes",
    "relaciones",
    "enlaces",
    "vinculos",
    "relazioni",
    "legami",
    "archi",
    "关系",
    "边",
    "连接",
    "联系",
    "关系表",
    "边表",
];

/// Names of sheets that hold actors.
const ACTORS: &[&str] = &[
    "actors",
    "nodes",
    "vertices",
    "elements",
    "nodelist",
    "node",
    "akteure",
    "knoten",
    "firmen",
    "unternehmen",
    "acteurs",
    "noeuds",
    "sommets",
    "entreprises",
    "actores",
    "nodos",
    "empresas",
    "attori",
    "nodi",
    "imprese",
    "节点",
    "企业",
    "主体",
    "机构",
    "公司",
    "节点表",
    "企业表",
];

/// Sheets with figures and settings that NodeXL and this program put beside the network.
const BESIDE: &[&str] = &[
    "groups",
    "groupvertices",
    "groupedges",
    "overallmetrics",
    "misc",
    "summary",
    "twittersearchnetworktopitems",
    "timeseries",
    "networktopitems",
    "documentproperties",
    "indicators",
    "assumptions",
    "notes",
    "zones",
];

/// What the name of a sheet says of its rows.
fn shape_by_name(name: &str) -> Option<Shape> {
    let word = plain(name);
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if TIES.contains(&word) {
        Some(Shape::Ties)
    } else if ACTORS.contains(&word) {
        Some(Shape::Actors)
    } else {
        None
    }
}

fn given_up() -> Fault {
    Fault::whole("Reading was given up")
}

/// A sheet that could be read.
struct Found {
    name: String,
    sheet: sheet::Sheet,
    plan: Plan,
    /// Its name or headings say that it holds a part of a network.
    sure: bool,
}

/// Reads a workbook.
///
/// # Errors
/// When it is none, when it is damaged, protected or boundless, or when there is nothing in it; once `cancel` is
/// raised, with a fault that says so.
pub(super) fn read(
    bytes: &[u8],
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    package::look_over(bytes, cancel)?;
    let mut book: Xlsx<Cursor<&[u8]>> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| sheet::damaged(&error))?;
    let mut offered = Vec::new();
    let mut wanted = Vec::new();
    for sheet in book.sheets_metadata() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let ignored = sheet.visible != SheetVisible::Visible
            || sheet.name.to_lowercase().contains("(ignore)")
            || sheet.name.contains("（忽略）");
        if reading.parts.contains(&sheet.name) || reading.parts.is_empty() && !ignored {
            wanted.push(sheet.name.clone());
        }
        offered.push(sheet.name.clone());
    }
    if wanted.is_empty() && reading.parts.is_empty() {
        return Err(Fault::whole(match offered.len() {
            0 => "This workbook has no sheets with cells".to_owned(),
            _ => "All sheets of this workbook are hidden or marked to be ignored".to_owned(),
        }));
    }
    let mut found: Vec<(String, sheet::Sheet)> = Vec::new();
    let mut beside = BTreeMap::new();
    for (number, name) in wanted.iter().enumerate() {
        progress.set(number, 2 * wanted.len());
        cancel.check().map_err(|_| given_up())?;
        let sheet = sheet::read(&mut book, name, cancel)?;
        if sheet.cells.len() == 0 {
            continue;
        }
        if reading.parts.is_empty() && BESIDE.contains(&&*plain(name)) {
            beside.insert(plain(name), sheet.cells);
            continue;
        }
        found.push((name.clone(), sheet));
    }
    // What a person says of rows and columns is of one table; of several each goes by its own headings.
    let mut asked = Reading::guessed();
    asked.decimal = reading.decimal;
    let asked = if found.len() == 1 { reading } else { &asked };
    let mut found: Vec<Found> = found
        .into_iter()
        .map(|(name, sheet)| {
            let hint = shape_by_name(&name);
            let plan = Plan::of(&sheet.cells, asked, hint);
            let sure = hint.is_some() || plan.has_known_headings(&sheet.cells);
            Found {
                name,
                sheet,
                plan,
                sure,
            }
        })
        .collect();
    // The texts that cells share are no longer needed.
    drop(book);
    let mut said = Vec::new();
    choose(&mut found, reading, &mut said);
    if found.is_empty() {
        return Err(Fault::whole("There is nothing in the sheets of this workbook"));
    }
    let names: Vec<String> = found.iter().map(|found| found.name.clone()).collect();
    let draft = drafts(found, progress, cancel)?;
    let Some(mut draft) = join(draft) else {
        return Err(Fault::whole("There is nothing in the sheets of this workbook"));
    };
    draft.found.unit = "row";
    for what in said {
        draft.found.remark(Fate::Unread, what, "");
    }
    group(&mut draft, &beside);
    restore_own(&mut draft);
    draft.reading.parts = names;
    draft.reading.offered = offered;
    draft.reading.format = Some(Format::Xlsx);
    progress.set(1, 1);
    Ok(draft)
}

/// Leaves the sheets that make a network: all that say so, or else the first.
fn choose(found: &mut Vec<Found>, reading: &Reading, said: &mut Vec<String>) {
    if !reading.parts.is_empty() {
        return;
    }
    let is_network = |found: &Found| found.sure && found.plan.shape != Shape::Actors;
    let mut keep: Vec<bool> = if found.iter().any(is_network) {
        found.iter().map(|found| found.sure).collect()
    } else if let Some(first) = found.iter().position(|found| found.plan.shape != Shape::Actors) {
        // Nothing says so, but one looks like ties; lists of actors with known headings go with it.
        found
            .iter()
            .enumerate()
            .map(|(at, found)| at == first || found.sure)
            .collect()
    } else if found.iter().any(|found| found.sure) {
        found.iter().map(|found| found.sure).collect()
    } else {
        (0..found.len()).map(|at| at == 0).collect()
    };
    let mut kept = keep.drain(..);
    found.retain(|found| {
        let keep = kept.next().unwrap_or(false);
        if !keep {
            said.push(format!(
                "The sheet “{}” is not read; it can be chosen",
                found.name
            ));
        }
        keep
    });
}

/// One draft for each sheet.
fn drafts(found: Vec<Found>, progress: &Progress, cancel: &Cancel) -> Result<Vec<Draft>, Fault> {
    let all = 2 * found.iter().map(|found| found.sheet.cells.len()).sum::<usize>();
    let mut before = all / 2;
    let with_ties = found
        .iter()
        .filter(|found| found.plan.shape != Shape::Actors)
        .count();
    let mut drafts = Vec::with_capacity(found.len());
    for Found {
        name, sheet, plan, ..
    } in found
    {
        let mut builder = Builder::new(Format::Xlsx, "row");
        builder.within(&format!("sheet {name}"));
        tell_above(&mut builder, &sheet.cells, &plan);
        if sheet.far_count > 0 {
            let places = sheet.far.join(", ");
            let what = match sheet.far_count {
                1 => format!("The cell {places} lies far from all others; it is not read"),
                n => format!("{n} cells lie far from all others, such as {places}; they are not read"),
            };
            builder.remark(Fate::Unread, what, 0);
        }
        if sheet.unsaved > 0 {
            let what = format!(
                "{} formulas have no value in the file; open and save it in a spreadsheet to have them",
                sheet.unsaved
            );
            builder.remark(Fate::Unread, what, 0);
        }
        let waiting = Waiting {
            progress,
            cancel,
            before,
            all,
        };
        fill(&mut builder, &sheet.cells, &plan, waiting).map_err(|_| given_up())?;
        before += sheet.cells.len();
        tell(&mut builder.draft().reading, &plan);
        let mut draft = builder.finish();
        // Several relations, one a sheet: whose tie is which must not be lost.
        if with_ties > 1
            && !draft.ties.is_empty()
            && !draft.tie_columns.iter().any(|column| column.name == "sheet")
        {
            draft.tie_columns.push(Column {
                name: "sheet".to_owned(),
                meaning: None,
                values: std::iter::repeat_n(Cell::Text(&name), draft.ties.len()).collect(),
            });
        }
        drafts.push(draft);
    }
    // What the sheet of ties was read as is what a person may want to change.
    drafts.sort_by_key(|draft| draft.ties.is_empty());
    Ok(drafts)
}

/// NodeXL lists its groups on one sheet, and who belongs to them on another.
fn group(draft: &mut Draft, beside: &BTreeMap<String, Cells>) {
    let Some(members) = beside.get("groupvertices") else {
        return;
    };
    let Some((header, group, vertex)) = columns(members, "group", "vertex") else {
        return;
    };
    let mut labels = BTreeMap::new();
    if let Some(groups) = beside.get("groups")
        && let Some((header, group, label)) = columns(groups, "group", "label")
    {
        for row in header + 1..groups.len() {
            labels.insert(groups.at(row, group), groups.at(row, label));
        }
    }
    let numbers: BTreeMap<Box<str>, usize> = draft
        .actors
        .iter()
        .enumerate()
        .map(|(number, actor)| (actor.id.clone(), number))
        .collect();
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    for row in header + 1..members.len() {
        let name = members.at(row, group);
        let Some(&actor) = numbers.get(members.at(row, vertex)) else {
            continue;
        };
        if name.is_empty() {
            continue;
        }
        let number = *known.entry(name).or_insert_with(|| {
            let label = labels.get(name).copied().filter(|label| !label.is_empty());
            draft.groups.push(DraftGroup {
                name: label.unwrap_or(name).to_owned(),
                parent: None,
            });
            (draft.groups.len() - 1) as u32
        });
        draft.actors[actor].group = Some(number);
    }
}

/// The row of headings, which may stand below a banner, and two columns by their headings.
fn columns(cells: &Cells, first: &str, second: &str) -> Option<(usize, usize, usize)> {
    (0..cells.len().min(3)).find_map(|row| {
        let at = |wanted: &str| cells.row(row).position(|heading| plain(heading) == wanted);
        Some((row, at(first)?, at(second)?))
    })
}

#[cfg(test)]
mod tests;
