//! Groups of actors: what they are called, and zones around them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::geom::Rect;
use crate::exchange::draft::{Cell, Column, Draft};
use crate::exchange::mapping::{Groups, Mapping, Side, Target};
use crate::model::document::MAP_LIMIT;
use crate::model::{Actor, ActorId, Change, Document, Hue, Swap, Zone};

use super::Taken;
use super::people::column_of;
use super::plan::Plan;

/// More zones than these would hide the map.
pub(super) const MOST: usize = 200;
/// Groups lie in each other no deeper than this.
const DEEPEST: usize = 32;
/// Map units between the marks of a group and the edge of its zone.
const MARGIN: f64 = 24.0;

/// What the groups of a draft are called.
pub(super) struct GroupNames<'d> {
    /// Of the groups that the format has.
    names: Vec<String>,
    /// Another column of groups.
    column: Option<&'d Column>,
}

impl<'d> GroupNames<'d> {
    pub(super) fn of(draft: &'d Draft, mapping: &Mapping) -> Self {
        let name = |(number, group): (usize, &crate::exchange::draft::DraftGroup)| match group.name.as_str() {
            "" => format!("Group {}", number + 1),
            name => name.to_owned(),
        };
        Self {
            names: draft.groups.iter().enumerate().map(name).collect(),
            column: column_of(draft, mapping, Side::Actors, Target::Group),
        }
    }

    /// Heading and name of each group that an actor is in.
    pub(super) fn of_actor<'s>(
        &'s self,
        draft: &'s Draft,
        actor: usize,
    ) -> impl Iterator<Item = (&'s str, String)> {
        let own = draft.actors[actor]
            .group
            .and_then(|group| self.names.get(group as usize));
        let other = self.column.and_then(|column| {
            let name = match column.values.get(actor)? {
                Cell::Text(text) => text.to_owned(),
                Cell::Number(number) => number.to_string(),
                Cell::Flag(flag) => flag.to_string(),
                Cell::List(items) => items.join(", "),
                Cell::Missing => return None,
            };
            Some((column.name.as_str(), name))
        });
        own.map(|name| ("group", name.clone())).into_iter().chain(other)
    }

    /// Groups that become zones, with their persons: those of the format with all that lie in them, else those of the
    /// column; outer ones first, so that inner ones lie on them.
    pub(super) fn zones(&self, plan: &Plan<'_>) -> Vec<(String, Vec<u32>)> {
        if plan.mapping.groups != Groups::Zones {
            return Vec::new();
        }
        let groups = &plan.draft.groups;
        let mut zones: Vec<(String, Vec<u32>)> = if groups.is_empty() {
            let mut members: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            for (actor, &person) in plan.people.of.iter().enumerate() {
                for (heading, name) in self.of_actor(plan.draft, actor) {
                    let name = match name.parse::<f64>() {
                        Ok(_) => format!("{heading} {name}"),
                        Err(_) => name,
                    };
                    members.entry(name).or_default().push(person);
                }
            }
            members.into_iter().collect()
        } else {
            let mut members = vec![Vec::new(); groups.len()];
            for (actor, &person) in plan.people.of.iter().enumerate() {
                let mut group = plan.draft.actors[actor].group;
                // A file may say that groups lie in each other.
                for _ in 0..DEEPEST {
                    let Some(number) = group.filter(|&number| (number as usize) < groups.len()) else {
                        break;
                    };
                    members[number as usize].push(person);
                    group = groups[number as usize].parent;
                }
            }
            let named = self.names.iter().cloned().zip(members);
            named.filter(|(_, persons)| !persons.is_empty()).collect()
        };
        zones.sort_by_key(|(_, persons)| std::cmp::Reverse(persons.len()));
        zones.truncate(MOST);
        zones
    }
}

impl Taken {
    /// The document with a zone around each group; called when everybody has a place. A zone of the same name that is
    /// there already stays as it is.
    #[must_use]
    pub fn zoned(&self, document: &Document) -> Document {
        let mut ids = document.ids();
        let hues = [Hue::Blue, Hue::Sky, Hue::Yellow, Hue::Vermilion];
        let there = |name: &str| document.zones().any(|(_, zone)| zone.name == name);
        let around = |actors: &[ActorId]| {
            let places = actors.iter().filter_map(|&id| Some(document.place(id)?.at));
            let area = Rect::around(places)?;
            let area = area.grown(Actor::MARK_RADIUS_MOST + MARGIN);
            let inside = area.min.x >= -MAP_LIMIT && area.min.y >= -MAP_LIMIT;
            (inside && area.max.x <= MAP_LIMIT && area.max.y <= MAP_LIMIT).then_some(area)
        };
        let zones = self.zones.iter().filter(|(name, _)| !there(name));
        let changes: Vec<Change> = zones
            .filter_map(|(name, actors)| Some((name, around(actors)?)))
            .enumerate()
            .map(|(number, (name, area))| {
                let mut zone = Zone::new(crate::model::field::clean_line(name), area);
                zone.color = hues[number % hues.len()];
                Change::Zone(ids.zone(), Swap::add(Arc::new(zone)))
            })
            .collect();
        document.with(&changes).unwrap_or_else(|_| document.clone())
    }
}
