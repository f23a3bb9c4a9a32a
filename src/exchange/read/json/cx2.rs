//! Cytoscape exchange, version 2: a list of aspects, one of which declares attributes, their short names and defaults.

use std::collections::BTreeMap;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Direction, Draft};
use crate::exchange::format::Format;
use crate::exchange::read::held::Held;
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
    records::read(text, Format::Cx2, progress, cancel, whole)
}

/// A declared attribute.
struct Declared<'t> {
    name: String,
    default: Option<Raw<'t>>,
}

/// By their names and short names.
type Attributes<'t> = BTreeMap<String, Declared<'t>>;

fn whole<'t>(out: &mut Records<'t, '_>, raw: Raw<'t>) -> Result<(), Fault> {
    let parts = out.json.list(raw, "a list of aspects")?;
    let mut aspects: BTreeMap<String, Vec<Raw<'t>>> = BTreeMap::new();
    let mut ended = false;
    for part in parts {
        let part = out.json.object(part, "an aspect")?;
        for (name, raw) in part.iter() {
            ended |= name == "status";
            if raw.get().starts_with('[') {
                let items = out.json.list(raw, "a list")?;
                aspects.entry(name.to_owned()).or_default().extend(items);
            }
        }
    }
    let mut take = |name: &str| aspects.remove(name).unwrap_or_default();
    let (mut of_nodes, mut of_edges) = (Attributes::new(), Attributes::new());
    for raw in take("attributeDeclarations") {
        let declared = out.json.object(raw, "a declaration")?;
        of_nodes.append(&mut declarations(out, declared.get("nodes"))?);
        of_edges.append(&mut declarations(out, declared.get("edges"))?);
    }
    for raw in take("networkAttributes") {
        let about = out.json.object(raw, "attributes of the network")?;
        out.whole(&about)?;
    }
    // So many values are filled in that are only declared; more would blow up a small file.
    let mut left = 100_000 + out.json.len() / 4;
    for raw in take("nodes") {
        let place = out.at(raw)?;
        let node = out.json.object(raw, "a node")?;
        let number = out.actor(node.get("id"), place)?;
        out.stands(number, node.get("x"), node.get("y"), false);
        let values = out.json.inner(node.get("v"))?;
        for (name, value) in values_of(out, &values, &of_nodes, &mut left)? {
            match (&*name, value.cell()) {
                // “n” is what the name is called where nothing is declared.
                ("name" | "label" | "n", Cell::Text(text))
                    if out.builder.actor_mut(number).label.is_empty() =>
                {
                    out.builder.actor_mut(number).label = text.into();
                }
                (name, _) => out.set_actor(number, name, value),
            }
        }
    }
    for raw in take("edges") {
        let place = out.at(raw)?;
        let edge = out.json.object(raw, "an edge")?;
        let Some(tie) = out.tie(edge.get("s"), edge.get("t"), Direction::Directed, place)? else {
            continue;
        };
        let values = out.json.inner(edge.get("v"))?;
        for (name, value) in values_of(out, &values, &of_edges, &mut left)? {
            out.set_tie(tie, &name, value);
        }
    }
    if left == 0 {
        out.unread(
            "Not all values that are declared to count by default are filled in; it would be too much",
            1,
        );
    }
    if !ended {
        out.unread(
            "There is no “status” at the end; the file may have been cut off",
            1,
        );
    }
    Ok(())
}

fn declarations<'t>(out: &mut Records<'t, '_>, raw: Option<Raw<'t>>) -> Result<Attributes<'t>, Fault> {
    let mut found = Attributes::new();
    let declared = out.json.inner(raw)?;
    for (name, raw) in declared.iter() {
        let about = out.json.inner(Some(raw))?;
        let default = about.get("v");
        let short = out.json.id(about.get("a"))?;
        for called in [Some(name), short.as_deref()].into_iter().flatten() {
            found.insert(
                called.to_owned(),
                Declared {
                    name: name.to_owned(),
                    default: default.filter(|_| called == name),
                },
            );
        }
    }
    Ok(found)
}

/// The values of a node or an edge under their full names, with what is declared to count where there is none.
fn values_of<'t>(
    out: &Records<'t, '_>,
    values: &Object<'t>,
    declared: &Attributes<'t>,
    left: &mut usize,
) -> Result<Vec<(String, Held<'t>)>, Fault> {
    let mut found: Vec<(String, Held<'t>)> = Vec::new();
    for (called, raw) in values.iter() {
        let name = declared
            .get(called)
            .map_or(called, |declared| declared.name.as_str());
        found.push((name.to_owned(), out.json.cell(raw)?));
    }
    for declared in declared.values() {
        if *left > 0
            && let Some(default) = declared.default
            && !found.iter().any(|(name, _)| *name == declared.name)
        {
            *left -= 1;
            found.push((declared.name.clone(), out.json.cell(default)?));
        }
    }
    Ok(found)
}
