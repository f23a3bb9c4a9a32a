//! GraphML as networkx, igraph, Gephi, Cytoscape and yEd read it: each key says for what it is and of what type, each
//! tie has an id of its own, places and colors stand under the names that Gephi knows, and a block for yEd shows names.

use crate::base::geom::Point;
use crate::base::notice::Notice;
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::model::{Actor, Tie};
use crate::picture::look::{Line, Pattern, Rgb, body_fill, role_outline};

use super::columns::{Column, Sort, Value, of_actors, of_ties};
use super::xml::{attribute, escape};
use super::{Unwritten, Work, Written, shape};

/// See [`super::write`].
pub(super) fn write(work: &Work<'_>) -> Result<Written, Unwritten> {
    let document = work.document;
    let actors = of_actors(work);
    let ties = of_ties(work);
    let looks = if work.choices.look { LOOKS } else { &[] };
    let mut out = String::with_capacity(8_000 + 600 * document.actor_count() + 320 * document.tie_count());
    let yed = work.choices.yed && document.actor_count() <= YED_MOST;
    head(&mut out, looks, yed);
    let actor_keys = keys(&mut out, "node", "d", &actors);
    let tie_keys = keys(&mut out, "edge", "e", &ties);
    let default = if work.directed() { "directed" } else { "undirected" };
    put!(out, "  <graph id=\"G\" edgedefault=\"{default}\">\n");
    data(&mut out, "creator", own::CREATOR);
    let project = document.project();
    for (key, text) in [("title", &project.title), ("place", &project.place)] {
        if !text.is_empty() {
            data(&mut out, key, text);
        }
    }
    out.push('\n');
    for (number, (id, actor)) in document.actors().enumerate() {
        work.step(number)?;
        put!(out, "    <node id=\"{id}\">");
        let at = document.place(id).map_or(Point::ORIGIN, |place| place.at);
        // Before the plain keys: networkx takes names and places from yEd's block too, and the last one counts.
        if yed {
            yed_node(&mut out, actor, at);
        }
        data(&mut out, "label", &actor.name);
        if work.choices.look {
            look(&mut out, actor, at);
        }
        values(&mut out, work, &actors, &actor_keys, id, actor);
        out.push_str("</node>\n");
    }
    for (number, (id, tie)) in document.ties().enumerate() {
        work.step(document.actor_count() + number)?;
        put!(
            out,
            "    <edge id=\"{id}\" source=\"{}\" target=\"{}\"",
            tie.from,
            tie.to
        );
        if work.directed() && !work.points(tie) {
            out.push_str(" directed=\"false\"");
        }
        out.push('>');
        if yed {
            yed_edge(&mut out, tie);
        }
        values(&mut out, work, &ties, &tie_keys, id, tie);
        out.push_str("</edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    let mut notices = work.left_out(Format::GraphMl);
    if work.choices.yed && !yed {
        notices.push(Notice::info(format!(
            "Names and shapes for yEd left out: above {YED_MOST} actors they would double the file"
        )));
    }
    Ok(Written {
        files: vec![(".graphml".to_owned(), out.into_bytes())],
        notices,
    })
}

/// With more actors nothing is written for yEd: the file would be twice as large, for a map that nobody draws there.
const YED_MOST: usize = 50_000;

/// Keys of places, colors and sizes, as Gephi calls them.
const LOOKS: &[(&str, &str)] = &[
    ("x", "double"),
    ("y", "double"),
    ("size", "double"),
    ("r", "int"),
    ("g", "int"),
    ("b", "int"),
];

fn head(out: &mut String, looks: &[(&str, &str)], yed: bool) {
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"");
    if yed {
        out.push_str(" xmlns:y=\"http://www.yworks.com/xml/graphml\"");
    }
    out.push_str(">\n");
    for name in ["creator", "title", "place"] {
        key(out, name, "graph", name, "string");
    }
    if yed {
        out.push_str("  <key id=\"yed_node\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n");
        out.push_str("  <key id=\"yed_edge\" for=\"edge\" yfiles.type=\"edgegraphics\"/>\n");
    }
    key(out, "label", "node", "label", "string");
    for (name, sort) in looks {
        key(out, name, "node", name, sort);
    }
}

fn key(out: &mut String, id: &str, of: &str, name: &str, sort: &str) {
    out.push_str("  <key");
    attribute(out, "id", id);
    attribute(out, "for", of);
    attribute(out, "attr.name", name);
    attribute(out, "attr.type", sort);
    out.push_str("/>\n");
}

/// Declares a key for each column and says what they are called. Gephi knows `weight` by its id.
fn keys<T: 'static, Id>(
    out: &mut String,
    of: &str,
    letter: &str,
    columns: &[Column<'_, T, Id>],
) -> Vec<String> {
    let declare = |(number, column): (usize, &Column<'_, T, Id>)| {
        let id = match column.name.as_str() {
            "weight" => "weight".to_owned(),
            _ => format!("{letter}{number}"),
        };
        match column.sort {
            Sort::Number => key(out, &id, of, &column.name, "double"),
            Sort::Flag => key(out, &id, of, &column.name, "boolean"),
            Sort::Text => key(out, &id, of, &column.name, "string"),
            // Lists are not in the specification; this is how Neo4j writes and reads them.
            Sort::List => {
                out.push_str("  <key");
                attribute(out, "id", &id);
                attribute(out, "for", of);
                attribute(out, "attr.name", &column.name);
                attribute(out, "attr.type", "string");
                attribute(out, "attr.list", "string");
                out.push_str("/>\n");
            }
        }
        id
    };
    columns.iter().enumerate().map(declare).collect()
}

fn data(out: &mut String, key: &str, text: &str) {
    open(out, key);
    escape(out, text);
    out.push_str("</data>");
}

fn open(out: &mut String, key: &str) {
    out.push_str("<data key=\"");
    out.push_str(key);
    out.push_str("\">");
}

fn number(out: &mut String, key: &str, number: f64) {
    open(out, key);
    out.push_str(&own::digits(number));
    out.push_str("</data>");
}

fn values<'d, T: 'static, Id: Copy + Ord>(
    out: &mut String,
    work: &Work<'_>,
    columns: &[Column<'d, T, Id>],
    keys: &[String],
    id: Id,
    thing: &'d T,
) {
    for (column, key) in columns.iter().zip(keys) {
        match column.value(work, id, thing) {
            None => {}
            Some(Value::Number(value)) => number(out, key, value),
            Some(Value::Flag(flag)) => data(out, key, if flag { "true" } else { "false" }),
            Some(Value::Text(text)) => data(out, key, &text),
            Some(Value::List(items)) => {
                let json = serde_json::to_string(&*items).expect("a list of texts is always JSON");
                data(out, key, &json);
            }
        }
    }
}

/// Place with y upward, as Gephi and plotting libraries have it, diameter and color.
fn look(out: &mut String, actor: &Actor, at: Point) {
    number(out, "x", at.x);
    number(out, "y", 0.0 - at.y);
    number(out, "size", (20.0 * actor.mark_radius()).round() / 10.0);
    let Rgb(r, g, b) = body_fill(actor.kind.role(), actor.external, false);
    put!(
        out,
        "<data key=\"r\">{r}</data><data key=\"g\">{g}</data><data key=\"b\">{b}</data>"
    );
}

fn hex(Rgb(r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn yed_node(out: &mut String, actor: &Actor, at: Point) {
    let radius = actor.mark_radius();
    let role = actor.kind.role();
    let fill = hex(body_fill(role, actor.external, false));
    let line = hex(role_outline(role, false));
    put!(
        out,
        "<data key=\"yed_node\"><y:ShapeNode><y:Geometry height=\"{size:.1}\" width=\"{size:.1}\" x=\"{x}\" \
         y=\"{y}\"/><y:Fill color=\"{fill}\" transparent=\"false\"/><y:BorderStyle color=\"{line}\" type=\"line\" \
         width=\"1.5\"/><y:NodeLabel modelName=\"sides\" modelPosition=\"s\">",
        size = 2.0 * radius,
        x = at.x - radius,
        y = at.y - radius,
    );
    escape(out, &actor.name);
    put!(
        out,
        "</y:NodeLabel><y:Shape type=\"{}\"/></y:ShapeNode></data>",
        shape(actor.kind)
    );
}

fn yed_edge(out: &mut String, tie: &Tie) {
    let line = Line::of(tie.kind, tie.mutual);
    let color = hex(line.color(false));
    let width = line.width(tie.weight);
    let pattern = match line.pattern {
        Pattern::Solid => "line",
        _ => "dashed",
    };
    // By direction, not by our tips: other programs, and our own reader, take the direction from the arrows.
    let tip = |there| if there { "standard" } else { "none" };
    put!(
        out,
        "<data key=\"yed_edge\"><y:PolyLineEdge><y:LineStyle color=\"{color}\" type=\"{pattern}\" \
         width=\"{width:.2}\"/><y:Arrows source=\"{}\" target=\"{}\"/></y:PolyLineEdge></data>",
        tip(tie.mutual),
        tip(tie.mutual || tie.points_one_way())
    );
}

#[cfg(test)]
mod tests {
    use super::super::sample::{text, written};
    use super::super::{Choices, Flow};
    use super::*;

    #[test]
    fn every_key_is_declared_and_every_tie_has_an_id_of_its_own() {
        let xml = text(Format::GraphMl, &Choices::default());
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let all = |name: &'static str| tree.descendants().filter(move |node| node.has_tag_name(name));
        let mut keys: Vec<&str> = all("key").map(|key| key.attribute("id").unwrap()).collect();
        assert!(all("key").all(|key| key.has_attribute("for")));
        assert!(all("data").all(|data| keys.contains(&data.attribute("key").unwrap())));
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        let mut ids: Vec<&str> = all("edge").map(|edge| edge.attribute("id").unwrap()).collect();
        ids.dedup();
        assert_eq!(ids.len(), 9);
        assert_eq!(all("node").count(), 5);
        assert!(xml.contains("attr.name=\"figure_betweenness\""));
        assert!(xml.contains("attr.name=\"attribute_jobs\""));
    }

    #[test]
    fn direction_is_exact_or_the_same_for_all() {
        let plain = text(Format::GraphMl, &Choices::default());
        assert!(!plain.contains("directed=\"false\""));
        assert!(plain.contains("attr.name=\"mutual\""));
        let exact = Choices {
            flow: Flow::Exact,
            ..Choices::default()
        };
        let exact = text(Format::GraphMl, &exact);
        // Rivalry, acquaintance, and know-how both ways.
        assert_eq!(exact.matches("directed=\"false\"").count(), 3);
        assert!(!exact.contains("attr.name=\"mutual\""));
    }

    #[test]
    fn what_has_no_room_is_said() {
        let notices = written(Format::GraphMl, &Choices::default()).notices;
        assert_eq!(
            notices[0].sentence,
            "GraphML holds actors and ties only; left out: 1 note, 1 zone"
        );
    }

    #[test]
    fn what_yed_needs_is_left_out_of_a_large_file_and_that_is_said() {
        use crate::base::cancel::Cancel;
        use crate::base::progress::Progress;
        use crate::exchange::figures::Figures;
        use crate::model::generate::{Model, Recipe};
        let recipe = Recipe {
            model: Model::Attachment,
            actors: YED_MOST + 1,
            ties: 1,
            seed: 1,
        };
        let cancel = Cancel::new();
        let document = recipe.make(&cancel).unwrap();
        let (choices, none) = (Choices::default(), Figures::default());
        let write = crate::exchange::write::write;
        let written = write(
            &document,
            &none,
            Format::GraphMl,
            &choices,
            &Progress::new(),
            &cancel,
        )
        .unwrap();
        assert!(
            written
                .notices
                .iter()
                .any(|notice| notice.sentence.contains("yEd"))
        );
        assert!(!String::from_utf8_lossy(&written.files[0].1).contains("y:"));
        assert!(text(Format::GraphMl, &choices).contains("y:ShapeNode"));
    }
}
