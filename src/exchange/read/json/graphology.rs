//! Graphology, and Gephi Lite, which wraps it and keeps places and attributes beside it.

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Direction, Draft};
use crate::exchange::format::Format;
use crate::exchange::reading::Reading;
use crate::files::Fault;

use super::parts::{Json, Object, Raw};
use super::records::{self, Records};

/// See [`crate::exchange::read::read`].
pub(in crate::exchange::read) fn read(
    text: &str,
    _reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    records::read(text, Format::Graphology, progress, cancel, whole)
}

fn whole<'t>(out: &mut Records<'t, '_>, raw: Raw<'t>) -> Result<(), Fault> {
    let outer = out.json.object(raw, "a network")?;
    let wrapped = out.json.inner(outer.any(&["graphDataset", "dataset"]))?;
    let about = out
        .json
        .inner(wrapped.get("metadata").or_else(|| outer.get("metadata")))?;
    out.whole(&about)?;
    // Others wrap it without saying so.
    let inside = outer.get("nodes").is_none().then(|| outer.get("graph")).flatten();
    match wrapped.any(&["fullGraph", "graph"]).or(inside) {
        Some(raw) => {
            let graph = out.json.object(raw, "a network")?;
            network(out, &graph, &wrapped)
        }
        None if wrapped.get("nodes").is_some() => network(out, &wrapped, &wrapped),
        None => network(out, &outer, &Object::default()),
    }
}

/// `beside`: what Gephi Lite keeps of nodes and edges outside of the network, by their keys.
fn network<'t>(out: &mut Records<'t, '_>, graph: &Object<'t>, beside: &Object<'t>) -> Result<(), Fault> {
    let about = out.json.inner(graph.get("attributes"))?;
    out.whole(&about)?;
    let options = out.json.inner(graph.get("options"))?;
    let kind = options.get("type").map(|raw| raw.get().trim_matches('"'));
    let default = match kind {
        Some("undirected") => Direction::Undirected,
        _ => Direction::Directed,
    };
    for raw in out.json.maybe_list(graph.get("nodes"), "the list of nodes")? {
        let place = out.at(raw)?;
        let node = out.json.object(raw, "a node")?;
        let number = out.actor(node.any(&["key", "id"]), place)?;
        let inner = out.json.inner(node.get("attributes"))?;
        describe(out, number, &inner)?;
        // Written by hand, attributes stand beside the key.
        describe(out, number, &node.without(&["key", "id", "attributes"]))?;
    }
    for name in ["nodeData", "layout"] {
        let members = out.json.inner(beside.get(name))?;
        for (key, raw) in members.iter() {
            if let Some(number) = out.builder.find(key) {
                let inner = out.json.inner(Some(raw))?;
                describe(out, number, &inner)?;
            }
        }
    }
    let data = out.json.inner(beside.get("edgeData"))?;
    for raw in out.json.maybe_list(graph.get("edges"), "the list of edges")? {
        let place = out.at(raw)?;
        if raw.get().starts_with('[') {
            let ends = out.json.list(raw, "two ends")?;
            let tie = out.tie(ends.first().copied(), ends.get(1).copied(), default, place)?;
            if let (Some(tie), Some(&weight)) = (tie, ends.get(2)) {
                let weight = out.json.cell(weight)?;
                out.set_tie(tie, "weight", weight);
            }
            continue;
        }
        let edge = out.json.object(raw, "an edge")?;
        let direction = match Json::flag(edge.get("undirected")) {
            Some(true) => Direction::Undirected,
            Some(false) => Direction::Directed,
            None => default,
        };
        let Some(tie) = out.tie(edge.get("source"), edge.get("target"), direction, place)? else {
            continue;
        };
        let inner = out.json.inner(edge.get("attributes"))?;
        out.tie_columns(tie, &inner, &[])?;
        if let Some(key) = out.json.id(edge.get("key"))? {
            let more = out.json.inner(data.get(&key))?;
            out.tie_columns(tie, &more, &[])?;
        }
    }
    Ok(())
}

/// Sigma draws with y upward.
fn describe<'t>(out: &mut Records<'t, '_>, number: u32, inner: &Object<'t>) -> Result<(), Fault> {
    out.name(number, inner.get("label"))?;
    out.stands(number, inner.get("x"), inner.get("y"), true);
    let placed = out.builder.actor_mut(number).at.is_some();
    let used: &[&str] = if placed { &["label", "x", "y"] } else { &["label"] };
    out.actor_columns(number, inner, used)
}
