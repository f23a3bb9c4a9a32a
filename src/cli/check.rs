//! `milieu check`: is this a project or a network of another program, and what is in it?

use std::path::Path;

use serde_json::{Value, json};

use crate::base::notice::{Notice, Severity};
use crate::base::text::count;

use super::{honesty, input};

pub(super) fn run(path: &Path, as_json: bool) -> anyhow::Result<()> {
    let found = input::find(path, input::Need::Network)?;
    if let Some(report) = &found.report {
        return input::print(&if as_json { report.json() } else { report.text() });
    }
    let opened = found.opened;
    let document = &opened.document;
    let (actors, ties) = (document.actor_count(), document.tie_count());
    let (notes, zones) = (document.notes().len(), document.zones().len());
    if as_json {
        let report = json!({
            "format": "milieu",
            "version": opened.format,
            "newer": opened.newer(),
            "actors": actors,
            "ties": ties,
            "notes": notes,
            "zones": zones,
            "assumptions": honesty::departures_json(document),
            "notices": opened.notices.iter().map(notice_json).collect::<Vec<_>>(),
        });
        return input::print(&format!("{report:#}\n"));
    }
    let mut parts = vec![count(actors, "actor", "actors"), count(ties, "tie", "ties")];
    parts.extend((notes > 0).then(|| count(notes, "note", "notes")));
    parts.extend((zones > 0).then(|| count(zones, "zone", "zones")));
    let mut text = format!("Milieu project, format {}, {}\n", opened.format, parts.join(", "));
    if opened.newer() {
        text += "Written by a newer version; what this version does not know is kept\n";
    }
    text += &honesty::departures(document);
    for notice in &opened.notices {
        text += &format!("{notice}\n");
    }
    input::print(&text)
}

fn notice_json(notice: &Notice) -> Value {
    let severity = match notice.severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    json!({ "severity": severity, "sentence": notice.sentence, "place": notice.place })
}
