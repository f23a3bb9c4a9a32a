//! JSON Graph Format, versions 1 (a list of nodes) and 2 (nodes by their ids).

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Direction, Draft, Meaning};
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
    records::read(text, Format::JsonGraph, progress, cancel, whole)
}

fn whole<'t>(out: &mut Records<'t, '_>, raw: Raw<'t>) -> Result<(), Fault> {
    let whole = out.json.object(raw, "a network")?;
    let graphs = match (whole.get("graph"), whole.get("graphs")) {
        (Some(graph), _) => vec![graph],
        (None, Some(graphs)) => out.json.list(graphs, "the list of graphs")?,
        (None, None) => return Err(out.json.fault("There is neither “graph” nor “graphs”", raw)),
    };
    let several = graphs.len() > 1;
    for (count, raw) in graphs.into_iter().enumerate() {
        let graph = out.json.object(raw, "a graph")?;
        let name = out.json.id(graph.any(&["label", "id"]))?;
        let name = name.map_or_else(|| (count + 1).to_string(), |name| name.trim().to_owned());
        if several {
            out.builder.draft().reading.offered.push(name.clone());
        }
        // The same id in two graphs is not the same node.
        let prefix = if several {
            format!("{name}::")
        } else {
            String::new()
        };
        let group = several.then(|| out.builder.group(&name, None));
        out.whole(&graph)?;
        one(out, &graph, &prefix, group)?;
    }
    Ok(())
}

fn one<'t>(
    out: &mut Records<'t, '_>,
    graph: &Object<'t>,
    prefix: &str,
    group: Option<u32>,
) -> Result<(), Fault> {
    let about = out.json.inner(graph.get("metadata"))?;
    out.whole(&about)?;
    let default = match Json::flag(graph.get("directed")) {
        Some(false) => Direction::Undirected,
        _ => Direction::Directed,
    };
    match graph.get("nodes") {
        Some(raw) if raw.get().starts_with('{') => {
            let nodes = out.json.object(raw, "the nodes")?;
            for (id, raw) in nodes.iter() {
                let place = out.at(raw)?;
                let number = out.builder.actor(&format!("{prefix}{id}"), place);
                let node = out.json.inner(Some(raw))?;
                describe(out, number, &node, group)?;
            }
        }
        nodes => {
            for raw in out.json.maybe_list(nodes, "the list of nodes")? {
                let place = out.at(raw)?;
                let node = out.json.object(raw, "a node")?;
                let id = out.json.id(node.get("id"))?;
                let id = id.map_or_else(String::new, |id| format!("{prefix}{}", id.trim()));
                let number = out.builder.actor(&id, place);
                describe(out, number, &node, group)?;
            }
        }
    }
    for raw in out.json.maybe_list(graph.get("edges"), "the list of edges")? {
        let place = out.at(raw)?;
        let edge = out.json.object(raw, "an edge")?;
        let direction = match Json::flag(edge.get("directed")) {
            Some(true) => Direction::Directed,
            Some(false) => Direction::Undirected,
            None => default,
        };
        let (from, to) = (out.json.id(edge.get("source"))?, out.json.id(edge.get("target"))?);
        let [from, to] =
            [from, to].map(|id| id.map_or_else(String::new, |id| format!("{prefix}{}", id.trim())));
        let Some(tie) = out.tie_of(&from, &to, direction, place) else {
            continue;
        };
        let inner = out.json.inner(edge.get("metadata"))?;
        out.tie_columns(tie, &inner, &[])?;
        let used = ["id", "source", "target", "directed", "metadata"];
        out.tie_columns(tie, &edge, &used)?;
        if edge.get("relation").is_some() {
            out.builder.ties_mean("relation", Meaning::Kind);
        }
    }
    for raw in out
        .json
        .maybe_list(graph.get("hyperedges"), "the list of hyperedges")?
    {
        let place = out.at(raw)?;
        out.builder
            .dropped_tie("A tie among any number of actors at once cannot be kept", place);
    }
    Ok(())
}

fn describe<'t>(
    out: &mut Records<'t, '_>,
    number: u32,
    node: &Object<'t>,
    group: Option<u32>,
) -> Result<(), Fault> {
    out.builder.actor_mut(number).group = group;
    out.name(number, node.get("label"))?;
    let inner = out.json.inner(node.get("metadata"))?;
    out.stands(number, inner.get("x"), inner.get("y"), false);
    let placed = out.builder.actor_mut(number).at.is_some();
    let used: &[&str] = if placed { &["x", "y"] } else { &[] };
    out.actor_columns(number, &inner, used)?;
    out.actor_columns(number, node, &["id", "label", "metadata"])?;
    if let Some(kind) = node.get("type")
        && !out.json.cell(kind)?.is_missing()
    {
        out.builder.actors_mean("type", Meaning::Kind);
    }
    Ok(())
}
