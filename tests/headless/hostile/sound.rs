//! What must hold of every draft that a reader gives back, whatever it was fed. Shared with `fuzz/`.

use milieu::exchange::draft::{Cell, Column, Draft, Fate};

/// Bytes that a draft takes, about.
pub(super) fn weight(draft: &Draft) -> usize {
    let cell = |cell: Cell<'_>| match cell {
        Cell::Text(text) => text.len(),
        Cell::List(items) => items.iter().map(|item| 16 + item.len()).sum(),
        Cell::Missing | Cell::Number(_) | Cell::Flag(_) => 0,
    };
    let column = |column: &Column| {
        let values = &column.values;
        column.name.len()
            + 4 * values.len()
            + values
                .each_text_once()
                .map(|value| 4 + cell(value))
                .sum::<usize>()
    };
    let actors: usize = draft
        .actors
        .iter()
        .map(|actor| 80 + actor.id.len() + actor.label.len())
        .sum();
    let groups: usize = draft.groups.iter().map(|group| 32 + group.name.len()).sum();
    let remarks: usize = draft
        .found
        .remarks
        .iter()
        .map(|remark| 64 + remark.what.len() + remark.place.len())
        .sum();
    let columns: usize = draft
        .actor_columns
        .iter()
        .chain(&draft.tie_columns)
        .map(column)
        .sum();
    actors + groups + remarks + columns + 16 * draft.ties.len()
}

/// What is wrong with a draft of a file of `length` bytes (unpacked, where it was compressed); empty if nothing is.
pub(super) fn wrongs(draft: &Draft, length: usize) -> Vec<String> {
    let mut wrongs = Vec::new();
    let mut must = |holds: bool, what: &dyn Fn() -> String| {
        if !holds {
            wrongs.push(what());
        }
    };
    let actors = draft.actors.len();
    let groups = draft.groups.len();
    for tie in &draft.ties {
        let there = (tie.from as usize) < actors && (tie.to as usize) < actors;
        must(there, &|| format!("{tie:?} of {actors} actors"));
    }
    for actor in &draft.actors {
        must(!actor.id.is_empty(), &|| "an actor without an id".to_owned());
        must(actor.group.is_none_or(|group| (group as usize) < groups), &|| {
            format!("{actor:?} of {groups} groups")
        });
        must(actor.at.is_none_or(milieu::base::geom::Point::is_finite), &|| {
            format!("{actor:?} stands nowhere")
        });
    }
    for (start, group) in draft.groups.iter().enumerate() {
        must(
            group.parent.is_none_or(|parent| (parent as usize) < groups),
            &|| format!("{group:?} of {groups}"),
        );
        let mut at = start;
        let mut steps = 0;
        while let Some(parent) = draft
            .groups
            .get(at)
            .and_then(|group| group.parent)
            .filter(|_| steps <= groups)
        {
            at = parent as usize;
            steps += 1;
        }
        must(steps <= groups, &|| format!("{group:?} lies in itself"));
    }
    for (columns, rows) in [
        (&draft.actor_columns, actors),
        (&draft.tie_columns, draft.ties.len()),
    ] {
        for column in columns {
            must(column.values.len() <= rows, &|| {
                format!(
                    "column {} has {} values of {rows}",
                    column.name,
                    column.values.len()
                )
            });
            for value in column.values.iter() {
                let sound = match value {
                    Cell::Number(number) => number.is_finite(),
                    Cell::Text(text) => !text.trim().is_empty(),
                    Cell::Missing | Cell::Flag(_) | Cell::List(_) => true,
                };
                must(sound, &|| format!("column {} holds {value:?}", column.name));
            }
        }
    }
    let found = &draft.found;
    let told = |fate: Fate| found.remarks.iter().filter(|remark| remark.fate == fate).count();
    let dropped = found.tie_records.checked_sub(draft.ties.len());
    must(dropped.is_some(), &|| {
        format!("{} ties of {} records", draft.ties.len(), found.tie_records)
    });
    if let Some(dropped) = dropped {
        must(dropped == 0 || told(Fate::Dropped) > 0, &|| {
            format!("{dropped} ties are dropped in silence")
        });
    }
    let implied = draft.actors.iter().filter(|actor| actor.implied).count();
    must(found.actor_records + implied >= actors, &|| {
        format!(
            "{actors} actors of {} records, and {implied} of ties",
            found.actor_records
        )
    });
    let most = (48 << 20) + 100 * length;
    let weight = weight(draft);
    must(weight <= most, &|| {
        format!("the draft of {length} bytes takes {weight}")
    });
    wrongs.truncate(5);
    wrongs
}
