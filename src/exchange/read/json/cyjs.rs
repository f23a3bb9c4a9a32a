//! Cytoscape.js and what the desktop program exports as such.

use std::collections::BTreeMap;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Direction, Draft};
use crate::exchange::format::Format;
use crate::exchange::read::frames::unframe;
use crate::exchange::reading::Reading;
use crate::files::Fault;

use super::parts::{Object, Raw};
use super::records::{self, Records};

/// See [`crate::exchange::read::read`].
pub(in crate::exchange::read) fn read(
    text: &str,
    _reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    let mut draft = records::read(text, Format::Cyjs, progress, cancel, whole)?;
    // Nodes with a parent were given its group; the frames are those that groups are called after.
    let mut frames = vec![None; draft.actors.len()];
    let groups: BTreeMap<&str, u32> = (0..)
        .zip(&draft.groups)
        .map(|(number, group)| (group.name.as_str(), number))
        .collect();
    for (frame, actor) in frames.iter_mut().zip(&draft.actors) {
        *frame = groups.get(&*actor.id).copied();
    }
    for (frame, group) in frames.iter().enumerate() {
        let Some(group) = *group else { continue };
        let actor = &draft.actors[frame];
        let outer = actor.group.filter(|outer| *outer < group);
        let label = actor.label.to_string();
        draft.groups[group as usize].parent = outer;
        if !label.is_empty() {
            draft.groups[group as usize].name = label;
        }
    }
    unframe(&mut draft, &frames);
    Ok(draft)
}

fn whole<'t>(out: &mut Records<'t, '_>, raw: Raw<'t>) -> Result<(), Fault> {
    let (elements, outer) = if raw.get().starts_with('[') {
        (Some(raw), Object::default())
    } else {
        let outer = out.json.object(raw, "a network")?;
        (outer.get("elements"), outer)
    };
    let about = out.json.inner(outer.get("data"))?;
    out.whole(&about)?;
    let mut nodes = Vec::new();
    let mut edges = Vec::new();
    match elements {
        // A flat list, in which edges are known by their source.
        Some(list) if list.get().starts_with('[') => {
            for raw in out.json.list(list, "the list of elements")? {
                let element = out.json.object(raw, "an element")?;
                let data = out.json.inner(element.get("data"))?;
                let is_edge = data.get("source").is_some();
                if is_edge { &mut edges } else { &mut nodes }.push(raw);
            }
        }
        other => {
            let lists = out.json.inner(other)?;
            nodes = out.json.maybe_list(lists.get("nodes"), "the list of nodes")?;
            edges = out.json.maybe_list(lists.get("edges"), "the list of edges")?;
        }
    }
    let mut groups: BTreeMap<String, u32> = BTreeMap::new();
    for raw in nodes {
        let place = out.at(raw)?;
        let node = out.json.object(raw, "a node")?;
        let data = out.json.inner(node.get("data"))?;
        let number = out.actor(data.get("id"), place)?;
        out.name(number, data.any(&["label", "name", "shared_name"]))?;
        let position = out.json.inner(node.get("position"))?;
        out.stands(number, position.get("x"), position.get("y"), false);
        if let Some(parent) = out.json.id(data.get("parent"))? {
            let parent = parent.trim().to_owned();
            let group = match groups.get(&parent) {
                Some(&group) => group,
                None => {
                    let group = out.builder.group(&parent, None);
                    groups.insert(parent, group);
                    group
                }
            };
            out.builder.actor_mut(number).group = Some(group);
        }
        let label = if data.get("label").is_some() {
            "label"
        } else {
            "name"
        };
        out.actor_columns(number, &data, &["id", "SUID", "parent", label])?;
    }
    for raw in edges {
        let place = out.at(raw)?;
        let edge = out.json.object(raw, "an edge")?;
        let data = out.json.inner(edge.get("data"))?;
        let Some(tie) = out.tie(data.get("source"), data.get("target"), Direction::Directed, place)? else {
            continue;
        };
        out.tie_columns(tie, &data, &["id", "SUID", "source", "target"])?;
    }
    Ok(())
}
