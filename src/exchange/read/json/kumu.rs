//! A project of Kumu, as it is exported, and its simpler blueprints.

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Direction, Draft, Meaning};
use crate::exchange::format::Format;
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
    records::read(text, Format::Kumu, progress, cancel, project)
}

fn project<'t>(out: &mut Records<'t, '_>, raw: Raw<'t>) -> Result<(), Fault> {
    let whole = out.json.object(raw, "a project")?;
    out.whole(&whole)?;
    for raw in out
        .json
        .maybe_list(whole.get("elements"), "the list of elements")?
    {
        let place = out.at(raw)?;
        let element = out.json.object(raw, "an element")?;
        let inner = out.json.inner(element.get("attributes"))?;
        let label = inner.get("label").or_else(|| element.get("label"));
        let id = element.any(&["_id", "id"]).or(label);
        let number = out.actor(id, place)?;
        out.name(number, label)?;
        for members in [&element, &inner] {
            out.actor_columns(number, members, &["_id", "id", "label", "attributes", "position"])?;
            mean(members, &["element type", "type"], |name, meaning| {
                out.builder.actors_mean(name, meaning);
            });
        }
        stand(out, number, &element)?;
    }
    for raw in out
        .json
        .maybe_list(whole.get("connections"), "the list of connections")?
    {
        let place = out.at(raw)?;
        let connection = out.json.object(raw, "a connection")?;
        let inner = out.json.inner(connection.get("attributes"))?;
        let direction = connection.get("direction").or_else(|| inner.get("direction"));
        let direction = match direction.map(|raw| raw.get().trim_matches('"')) {
            Some("mutual") => Direction::Mutual,
            Some("directed") => Direction::Directed,
            _ => Direction::Undirected,
        };
        let Some(number) = out.tie(connection.get("from"), connection.get("to"), direction, place)? else {
            continue;
        };
        for members in [&connection, &inner] {
            let used = ["_id", "id", "from", "to", "direction", "attributes"];
            out.tie_columns(number, members, &used)?;
            mean(members, &["connection type", "type"], |name, meaning| {
                out.builder.ties_mean(name, meaning);
            });
        }
    }
    maps(out, &whole)?;
    if let Some(loops) = whole.get("loops") {
        let count = out.json.list(loops, "the list of loops")?.len();
        if count > 0 {
            let place = out.json.place(loops);
            out.unread(format!("The {count} loops of connections are not read"), place);
        }
    }
    Ok(())
}

/// What the program itself calls kinds, tags and descriptions.
fn mean(members: &Object<'_>, kinds: &[&str], mut means: impl FnMut(&str, Meaning)) {
    for (name, raw) in members.iter() {
        let meaning = match name {
            _ if raw.get() == "null" => continue,
            name if kinds.contains(&name) => Meaning::Kind,
            "tags" => Meaning::Tags,
            "description" => Meaning::Note,
            _ => continue,
        };
        means(name, meaning);
    }
}

fn stand<'t>(out: &mut Records<'t, '_>, number: u32, members: &Object<'t>) -> Result<(), Fault> {
    let position = out.json.inner(members.get("position"))?;
    for members in [members, &position] {
        out.stands(number, members.get("x"), members.get("y"), false);
    }
    Ok(())
}

/// Places stand in maps. An actor that is on several stands where the first one has it; the names of all are kept.
fn maps<'t>(out: &mut Records<'t, '_>, whole: &Object<'t>) -> Result<(), Fault> {
    let maps = out.json.maybe_list(whole.get("maps"), "the list of maps")?;
    let several = maps.len() > 1;
    let mut names: Vec<(u32, Box<str>)> = Vec::new();
    for raw in maps {
        let map = out.json.object(raw, "a map")?;
        let name = out
            .json
            .id(map.any(&["name", "title", "_id"]))?
            .unwrap_or_default();
        for raw in out
            .json
            .maybe_list(map.get("elements"), "the elements of a map")?
        {
            out.at(raw)?;
            let item = out.json.object(raw, "an element of a map")?;
            let id = out.json.id(item.any(&["element", "_id", "id"]))?;
            let Some(number) = id.and_then(|id| out.builder.find(&id)) else {
                continue;
            };
            if out.builder.actor_mut(number).at.is_none() {
                stand(out, number, &item)?;
            }
            if several && !name.trim().is_empty() {
                names.push((number, name.trim().into()));
            }
        }
    }
    names.sort();
    names.dedup();
    for on in names.chunk_by(|a, b| a.0 == b.0) {
        let list: Box<[Box<str>]> = on.iter().map(|(_, name)| name.clone()).collect();
        out.builder.set_actor(on[0].0, "maps", Cell::List(&list));
    }
    Ok(())
}
