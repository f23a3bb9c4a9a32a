//! Maps of VOSviewer: items with clusters, weights and scores, and links with strengths.

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Direction, Draft, Meaning};
use crate::exchange::format::Format;
use crate::exchange::reading::Reading;
use crate::files::Fault;

use super::parts::Raw;
use super::records::{self, Records};

/// See [`crate::exchange::read::read`].
pub(in crate::exchange::read) fn read(
    text: &str,
    _reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    records::read(text, Format::VosViewer, progress, cancel, whole)
}

fn whole<'t>(out: &mut Records<'t, '_>, raw: Raw<'t>) -> Result<(), Fault> {
    let whole = out.json.object(raw, "a map")?;
    let info = out.json.inner(whole.get("info"))?;
    out.whole(&info)?;
    let network = out.json.inner(whole.get("network"))?;
    for raw in out.json.maybe_list(network.get("items"), "the list of items")? {
        let place = out.at(raw)?;
        let item = out.json.object(raw, "an item")?;
        let label = item.get("label");
        let number = out.actor(item.get("id").or(label), place)?;
        out.name(number, label)?;
        // Counted upward, like the axes of a plot.
        out.stands(number, item.get("x"), item.get("y"), true);
        for (member, before) in [("weights", "weight"), ("scores", "score")] {
            let values = out.json.inner(item.get(member))?;
            for (name, raw) in values.iter() {
                let value = out.json.cell(raw)?;
                out.set_actor(number, &format!("{before}: {name}"), value);
            }
        }
        if let Some(cluster) = out.json.id(item.get("cluster"))? {
            out.builder
                .set_actor(number, "cluster", Cell::Text(cluster.trim()));
            out.builder.actors_mean("cluster", Meaning::Group);
        }
        let used = ["id", "label", "x", "y", "weights", "scores", "cluster"];
        out.actor_columns(number, &item, &used)?;
    }
    for raw in out.json.maybe_list(network.get("links"), "the list of links")? {
        let place = out.at(raw)?;
        let link = out.json.object(raw, "a link")?;
        let (from, to) = (link.get("source_id"), link.get("target_id"));
        let Some(tie) = out.tie(from, to, Direction::Undirected, place)? else {
            continue;
        };
        if let Some(strength) = link.get("strength") {
            let value = out.json.cell(strength)?;
            out.builder.set_tie(tie, "strength", value.cell());
            out.builder.ties_mean("strength", Meaning::Weight);
        }
        out.tie_columns(tie, &link, &["source_id", "target_id", "strength"])?;
    }
    Ok(())
}
