//! Pajek: a network that networkx and igraph read as well, and a project with everything that has room in one.
//!
//! The network has arcs only: arcs beside edges make igraph take all for edges, and named relations make it fail.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::geom::{Point, Rect};
use crate::base::notice::Notice;
use crate::base::text::count;
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::exchange::read::referred;
use crate::model::{ActorId, Document, TieKind};

use super::columns::{Value, of_actors};
use super::{Unwritten, Work, Written};

/// What stands for no value in partitions and vectors.
const NOTHING: &str = "999999998";

/// See [`super::write`].
pub(super) fn write(work: &Work<'_>) -> Result<Written, Unwritten> {
    let document = work.document;
    let numbers: BTreeMap<ActorId, usize> =
        (1..).zip(document.actors()).map(|(n, (id, _))| (id, n)).collect();
    let mut notices = work.left_out(Format::Pajek);
    let disabled = document.ties().filter(|(_, tie)| !tie.enabled).count();
    if disabled > 0 {
        let what = format!(
            "{} left out, since Pajek has no place to say so",
            count(disabled, "disabled tie is", "disabled ties are")
        );
        notices.push(Notice::warning(what));
    }
    let ties = "Pajek has no room for what ties say beside kind and strength, such as trust";
    if document.tie_count() > disabled {
        notices.push(Notice::warning(ties));
    }
    let mut renamed = 0;
    let network = network(work, &numbers, &mut renamed)?;
    if renamed > 0 {
        let what = format!(
            "{} no name or that of another in the .net file; each got one of its own there",
            count(renamed, "actor has", "actors have")
        );
        notices.push(Notice::warning(what));
    }
    let changed = document
        .actors()
        .filter(|(_, actor)| actor.name.contains(['"', '\\']))
        .count();
    if changed > 0 {
        let what = format!(
            "{} quotes or backslashes in the name, which Pajek cannot hold; they became others",
            count(changed, "actor has", "actors have")
        );
        notices.push(Notice::warning(what));
    }
    let project = project(work, &numbers)?;
    Ok(Written {
        files: vec![
            (".paj".to_owned(), project.into_bytes()),
            (".net".to_owned(), network.into_bytes()),
        ],
        notices,
    })
}

/// Without what would end a label: quotes become typographic ones, and a backslash a slash.
fn label(name: &str) -> String {
    let plain = |sign: char| match sign {
        '"' => '”',
        '\\' => '/',
        sign if sign.is_control() => ' ',
        sign => sign,
    };
    let name: String = name.chars().map(plain).collect();
    // What looks like a reference would be read as what it stands for.
    if referred(&name) == name {
        name
    } else {
        name.replace('&', "&amp;")
    }
}

/// The list of vertices; their places lie between 0 and 1 with y downward.
fn vertices(
    out: &mut String,
    work: &Work<'_>,
    mut names: impl FnMut(ActorId, &str) -> String,
) -> Result<(), Unwritten> {
    let document = work.document;
    put!(out, "*Vertices {}\n", document.actor_count());
    let frame = frame(document);
    for (number, (id, actor)) in document.actors().enumerate() {
        work.step(number)?;
        put!(out, "{} \"{}\"", number + 1, names(id, &actor.name));
        if work.choices.look {
            let at = document.place(id).map_or(Point::ORIGIN, |place| place.at);
            let share =
                |value: f64, from: f64, size: f64| if size > 0.0 { (value - from) / size } else { 0.5 };
            let size = frame.width().max(frame.height());
            put!(
                out,
                " {:.6} {:.6} 0.5",
                share(at.x, frame.min.x, size),
                share(at.y, frame.min.y, size)
            );
        }
        out.push('\n');
    }
    Ok(())
}

fn frame(document: &Document) -> Rect {
    let mut places = document.actors().filter_map(|(id, _)| document.place(id));
    let first = places.next().map_or(Point::ORIGIN, |place| place.at);
    let (mut least, mut most) = (first, first);
    for place in places {
        least = Point::new(least.x.min(place.at.x), least.y.min(place.at.y));
        most = Point::new(most.x.max(place.at.x), most.y.max(place.at.y));
    }
    Rect::from_corners(least, most)
}

/// A network of arcs; a tie without a direction is two.
fn network(
    work: &Work<'_>,
    numbers: &BTreeMap<ActorId, usize>,
    renamed: &mut usize,
) -> Result<String, Unwritten> {
    let document = work.document;
    let mut out = format!("% {}\n", own::CREATOR);
    // networkx takes vertices with the same label for one.
    let mut taken = BTreeSet::new();
    let mut own_names: BTreeMap<ActorId, String> = BTreeMap::new();
    for (id, actor) in document.actors() {
        let name = label(&actor.name);
        let mut free = if name.trim().is_empty() {
            id.to_string()
        } else {
            name.clone()
        };
        let mut number = 2;
        while !taken.insert(free.clone()) {
            free = format!("{name} ({number})");
            number += 1;
        }
        *renamed += usize::from(free != name);
        own_names.insert(id, free);
    }
    vertices(&mut out, work, |id, _| own_names.remove(&id).unwrap_or_default())?;
    out.push_str("*Arcs\n");
    for (number, (_, tie)) in document.ties().filter(|(_, tie)| tie.enabled).enumerate() {
        work.step(document.actor_count() + number)?;
        let [from, to] = [tie.from, tie.to].map(|end| numbers.get(&end).copied().unwrap_or_default());
        put!(out, "{from} {to} {}\n", tie.weight.get());
        if !tie.points_one_way() && from != to {
            put!(out, "{to} {from} {}\n", tie.weight.get());
        }
    }
    Ok(out)
}

/// A project: a relation for each kind of tie, a partition or a vector for each column of actors.
fn project(work: &Work<'_>, numbers: &BTreeMap<ActorId, usize>) -> Result<String, Unwritten> {
    let document = work.document;
    let mut out = format!(
        "% {}\n*Network {}\n",
        own::CREATOR,
        label(&document.project().title)
    );
    vertices(&mut out, work, |_, name| label(name))?;
    for (relation, kind) in (1..).zip(TieKind::ALL) {
        for one_way in [true, false] {
            let ties = document.ties().map(|(_, tie)| tie);
            let mut ties = ties
                .filter(|tie| tie.enabled && tie.kind == kind && tie.points_one_way() == one_way)
                .peekable();
            if ties.peek().is_some() {
                let keyword = if one_way { "*Arcs" } else { "*Edges" };
                put!(out, "{keyword} :{relation} \"{}\"\n", kind.id());
            }
            for (number, tie) in ties.enumerate() {
                work.step(document.actor_count() + number)?;
                let [from, to] = [tie.from, tie.to].map(|end| numbers.get(&end).copied().unwrap_or_default());
                put!(out, "{from} {to} {}\n", tie.weight.get());
            }
        }
    }
    if work.choices.look {
        // The list of vertices has places between 0 and 1 only.
        for (name, of) in [("x", (|at| at.x) as fn(Point) -> f64), ("y", |at| at.y)] {
            put!(out, "\n*Vector {name}\n*Vertices {}\n", document.actor_count());
            for (id, _) in document.actors() {
                let at = document.place(id).map_or(Point::ORIGIN, |place| place.at);
                put!(out, "{}\n", own::digits(of(at)));
            }
        }
    }
    for column in of_actors(work) {
        work.step(0)?;
        let values: Vec<Option<Value<'_>>> = document
            .actors()
            .map(|(id, actor)| column.value(work, id, actor))
            .collect();
        if values.iter().all(Option::is_none) {
            continue;
        }
        let name = label(&column.name);
        let numbers = values
            .iter()
            .flatten()
            .all(|value| matches!(value, Value::Number(_)));
        put!(
            out,
            "\n{} {name}\n",
            if numbers { "*Vector" } else { "*Partition" }
        );
        let mut classes: BTreeMap<String, usize> = BTreeMap::new();
        let mut lines = String::new();
        for value in values {
            match value {
                None => lines.push_str(NOTHING),
                Some(Value::Number(value)) if numbers => lines.push_str(&own::digits(value)),
                Some(value) => {
                    let next = classes.len() + 1;
                    let class = *classes.entry(words(&value)).or_insert(next);
                    put!(lines, "{class}");
                }
            }
            lines.push('\n');
        }
        let mut legend: Vec<(usize, String)> =
            classes.into_iter().map(|(words, class)| (class, words)).collect();
        legend.sort_unstable();
        for (class, words) in legend {
            put!(out, "% {class} {words}\n");
        }
        put!(out, "*Vertices {}\n{lines}", document.actor_count());
    }
    Ok(out)
}

/// What a class is called, as JSON.
fn words(value: &Value<'_>) -> String {
    let text = |text: &str| own::json_text(text);
    match value {
        Value::Number(value) => text(&own::digits(*value)),
        Value::Flag(flag) => text(if *flag { "true" } else { "false" }),
        Value::Text(words) => text(words),
        Value::List(items) => text(&own::list_text(items)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::exchange::write::Choices;

    #[test]
    fn a_network_of_arcs_and_a_project_with_the_rest() {
        let written = sample::written(Format::Pajek, &Choices::default());
        let text = |index: usize| String::from_utf8(written.files[index].1.clone()).unwrap();
        let (project, network) = (text(0), text(1));
        assert!(!network.contains("*Edges") && !network.contains(':'), "{network}");
        assert!(
            network.contains("1 \"顺德 <家电> & ”Söhne”\" 0.000000 0.125000 0.5"),
            "{network}"
        );
        assert!(network.contains("4 \"a4\""), "{network}");
        assert_eq!(
            network
                .lines()
                .filter(|line| line.starts_with("3 2 ") || line.starts_with("2 3 "))
                .count(),
            2
        );
        assert!(
            project.contains("*Arcs :1 \"supply\"\n2 1 0.123456789\n"),
            "{project}"
        );
        assert!(
            project.contains("*Edges :2 \"knowledge\"\n3 2 0.5\n"),
            "{project}"
        );
        assert!(project.contains("*Partition kind\n% 1 \"final\"\n"), "{project}");
        assert!(
            project.contains("*Vector figure_betweenness\n*Vertices 5\n0.25\n999999998\n"),
            "{project}"
        );
        assert!(
            written
                .notices
                .iter()
                .any(|notice| notice.sentence.contains("1 disabled tie is left out"))
        );
    }
}
