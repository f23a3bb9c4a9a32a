//! Node-link JSON as d3 and networkx write it: ties under `links` or `edges`, with ids or numbers of nodes as ends.

use std::borrow::Cow;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Direction, Draft};
use crate::exchange::format::Format;
use crate::exchange::reading::Reading;
use crate::files::Fault;

use super::parts::{Json, Raw};
use super::records::{self, Records};

/// See [`crate::exchange::read::read`].
pub(in crate::exchange::read) fn read(
    text: &str,
    _reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    records::read(text, Format::NodeLink, progress, cancel, whole)
}

/// What a node is called by, the first that is there.
const IDS: [&str; 3] = ["id", "key", "name"];

fn whole<'t>(out: &mut Records<'t, '_>, raw: Raw<'t>) -> Result<(), Fault> {
    let whole = out.json.object(raw, "a network")?;
    out.whole(&whole)?;
    // networkx keeps what belongs to the whole in an object of its own.
    let about = out.json.inner(whole.get("graph"))?;
    out.whole(&about)?;
    let directed = Json::flag(whole.get("directed")).or_else(|| Json::flag(about.get("directed")));
    let default = match directed {
        Some(false) => Direction::Undirected,
        _ => Direction::Directed,
    };
    let nodes = out.json.maybe_list(whole.get("nodes"), "the list of nodes")?;
    let mut numbers = Vec::with_capacity(nodes.len());
    for raw in nodes {
        let place = out.at(raw)?;
        if !raw.get().starts_with('{') {
            // A bare name.
            numbers.push(out.actor(Some(raw), place)?);
            continue;
        }
        let node = out.json.object(raw, "a node")?;
        let id = IDS.into_iter().find(|name| node.get(name).is_some());
        let number = match id {
            Some(id) => out.actor(node.get(id), place)?,
            // The number in the list is the only thing that ties can call it by.
            None => out.builder.actor(&numbers.len().to_string(), place),
        };
        numbers.push(number);
        // Gephi and others keep what a person has added in an object of its own.
        let inner = out.json.inner(node.get("attributes"))?;
        let label = node.get("label").or_else(|| inner.get("label"));
        out.name(number, label)?;
        out.stands(number, node.get("x"), node.get("y"), false);
        let placed = out.builder.actor_mut(number).at.is_some();
        let mut used = vec![id.unwrap_or("id"), "label"];
        if !inner.is_empty() {
            used.push("attributes");
            out.actor_columns(number, &inner, &["label"])?;
        }
        if placed {
            used.extend(["x", "y", "vx", "vy", "fx", "fy"]);
        }
        out.actor_columns(number, &node, &used)?;
    }
    let links = whole.get("links").or_else(|| whole.get("edges"));
    for raw in out.json.maybe_list(links, "the list of links")? {
        let place = out.at(raw)?;
        let link = out.json.object(raw, "a link")?;
        let ends = [["source", "from"], ["target", "to"]].map(|names| link.any(&names));
        let mut ids: [Option<Cow<'_, str>>; 2] = [None, None];
        for (id, raw) in ids.iter_mut().zip(ends) {
            *id = end(out, raw, &numbers)?;
        }
        let direction = match Json::flag(link.get("directed")) {
            Some(true) => Direction::Directed,
            Some(false) => Direction::Undirected,
            None => default,
        };
        let tie = match ids {
            [Some(from), Some(to)] => out.tie_of(&from, &to, direction, place),
            _ => {
                out.builder
                    .dropped_tie("A tie without both of its ends is left out", place);
                None
            }
        };
        if let Some(tie) = tie {
            let mut used = vec!["source", "target", "from", "to", "directed", "index"];
            // The number of a parallel tie, which networkx counts from 0.
            used.extend(link.get("key").filter(|key| key.get().len() < 6).map(|_| "key"));
            let inner = out.json.inner(link.get("attributes"))?;
            if !inner.is_empty() {
                used.push("attributes");
                out.tie_columns(tie, &inner, &[])?;
            }
            out.tie_columns(tie, &link, &used)?;
        }
    }
    Ok(())
}

/// An end: an id, or a number in the list of nodes where no node is called so; d3 may put the whole node there.
fn end<'t>(
    out: &mut Records<'t, '_>,
    raw: Option<Raw<'t>>,
    numbers: &[u32],
) -> Result<Option<Cow<'t, str>>, Fault> {
    let Some(raw) = raw else { return Ok(None) };
    if raw.get().starts_with('{') {
        let node = out.json.object(raw, "a node")?;
        return out.json.id(node.any(&IDS));
    }
    let id = out.json.id(Some(raw))?;
    let is_number = raw.get().bytes().all(|byte| byte.is_ascii_digit());
    if is_number
        && let Some(text) = &id
        && out.builder.find(text).is_none()
        && let Some(&number) = text.parse::<usize>().ok().and_then(|at| numbers.get(at))
    {
        let named = out.builder.actor_mut(number).id.to_string();
        return Ok(Some(Cow::Owned(named)));
    }
    Ok(id)
}
