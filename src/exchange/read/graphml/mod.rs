//! GraphML in the dialects of igraph, networkx, Gephi, yEd, NodeXL, Cytoscape, SocNetV, Neo4j and TinkerPop.
//!
//! Nested graphs become groups. Parallel ties, loops and the direction of each tie are kept as they stand. Ids of ties
//! that count up, or that networkx repeats for parallel ties, say nothing and are left out.

mod drawn;
mod file;
mod records;
#[cfg(test)]
mod tests;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Draft, Meaning};
use crate::exchange::own;
use crate::exchange::reading::Reading;
use crate::files::Fault;

use super::frames::unframe;
use super::xml;
use file::File;

/// See [`super::read`].
pub(super) fn read(
    text: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    let mut file = File::new(reading, text.len());
    xml::walk(text, &mut file, progress, cancel)?;
    let (mut draft, end) = file.finish();
    unframe(&mut draft, &end.frames);
    if own::wrote(&end.creator) {
        own::recognize(&mut draft);
    } else if draft.actors.iter().all(|actor| actor.label.is_empty()) {
        // The name that igraph knows vertices by.
        let name = draft
            .actor_columns
            .iter_mut()
            .find(|column| column.name == "name");
        if let Some(column) = name {
            column.meaning = Some(Meaning::Label);
        }
    }
    Ok(draft)
}
