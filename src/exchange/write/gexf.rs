//! GEXF as Gephi, Gephi Lite and networkx read it: in the namespace of version 1.2 that all of them know, with colors,
//! places and sizes.

use crate::base::geom::Point;
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::picture::look::{Line, Rgb, body_fill};

use super::columns::{Column, Sort, Value, of_actors, of_ties};
use super::xml::{attribute, escape};
use super::{Unwritten, Work, Written};

/// See [`super::write`].
pub(super) fn write(work: &Work<'_>) -> Result<Written, Unwritten> {
    let document = work.document;
    let actors = of_actors(work);
    let ties = of_ties(work);
    let mut out = String::with_capacity(8_000 + 800 * document.actor_count() + 500 * document.tie_count());
    out.push_str(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" \
         xmlns:viz=\"http://www.gexf.net/1.2draft/viz\" version=\"1.2\">\n  <meta><creator>",
    );
    escape(&mut out, own::CREATOR);
    out.push_str("</creator><description>");
    escape(&mut out, &document.project().title);
    out.push_str("</description></meta>\n");
    let default = if work.directed() { "directed" } else { "undirected" };
    put!(out, "  <graph mode=\"static\" defaultedgetype=\"{default}\">\n");
    declare(&mut out, "node", "n", &actors);
    declare(&mut out, "edge", "e", &ties);
    put!(out, "    <nodes count=\"{}\">\n", document.actor_count());
    for (number, (id, actor)) in document.actors().enumerate() {
        work.step(number)?;
        put!(out, "      <node id=\"{id}\"");
        attribute(&mut out, "label", &actor.name);
        out.push('>');
        values(&mut out, work, "n", &actors, id, actor);
        if work.choices.look {
            let Rgb(r, g, b) = body_fill(actor.kind.role(), actor.external, false);
            let at = document.place(id).map_or(Point::ORIGIN, |place| place.at);
            // Gephi counts upward.
            put!(
                out,
                "<viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/><viz:position x=\"{}\" y=\"{}\" z=\"0\"/><viz:size \
                 value=\"{:.1}\"/>",
                at.x,
                0.0 - at.y,
                2.0 * actor.mark_radius()
            );
        }
        out.push_str("</node>\n");
    }
    put!(
        out,
        "    </nodes>\n    <edges count=\"{}\">\n",
        document.tie_count()
    );
    for (number, (id, tie)) in document.ties().enumerate() {
        work.step(document.actor_count() + number)?;
        put!(
            out,
            "      <edge id=\"{id}\" source=\"{}\" target=\"{}\"",
            tie.from,
            tie.to
        );
        if work.directed() && !work.points(tie) {
            out.push_str(" type=\"undirected\"");
        }
        put!(out, " weight=\"{}\">", tie.weight.get());
        values(&mut out, work, "e", &ties, id, tie);
        if work.choices.look {
            let Rgb(r, g, b) = Line::of(tie.kind, tie.mutual).color(false);
            put!(out, "<viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/>");
        }
        out.push_str("</edge>\n");
    }
    out.push_str("    </edges>\n  </graph>\n</gexf>\n");
    Ok(Written {
        files: vec![(".gexf".to_owned(), out.into_bytes())],
        notices: work.left_out(Format::Gexf),
    })
}

/// The weight of a tie has a place of its own.
fn has_place<T: 'static, Id>(column: &Column<'_, T, Id>) -> bool {
    column.name == "weight"
}

fn declare<T: 'static, Id>(out: &mut String, class: &str, letter: &str, columns: &[Column<'_, T, Id>]) {
    put!(out, "    <attributes class=\"{class}\" mode=\"static\">\n");
    for (number, column) in columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !has_place(column))
    {
        put!(out, "      <attribute id=\"{letter}{number}\"");
        attribute(out, "title", &column.name);
        let sort = match column.sort {
            Sort::Number => "double",
            Sort::Flag => "boolean",
            Sort::Text => "string",
            Sort::List => "liststring",
        };
        put!(out, " type=\"{sort}\"/>\n");
    }
    out.push_str("    </attributes>\n");
}

fn values<'d, T: 'static, Id: Copy + Ord>(
    out: &mut String,
    work: &Work<'_>,
    letter: &str,
    columns: &[Column<'d, T, Id>],
    id: Id,
    thing: &'d T,
) {
    out.push_str("<attvalues>");
    for (number, column) in columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !has_place(column))
    {
        let Some(value) = column.value(work, id, thing) else {
            continue;
        };
        put!(out, "<attvalue for=\"{letter}{number}\" value=\"");
        match value {
            Value::Number(value) => out.push_str(&own::digits(value)),
            Value::Flag(flag) => out.push_str(if flag { "true" } else { "false" }),
            Value::Text(text) => escape(out, &text),
            Value::List(items) => {
                let json = serde_json::to_string(&*items).expect("a list of texts is always JSON");
                escape(out, &json);
            }
        }
        out.push_str("\"/>");
    }
    out.push_str("</attvalues>");
}

#[cfg(test)]
mod tests {
    use super::super::sample::text;
    use super::super::{Choices, Flow};
    use super::*;

    #[test]
    fn it_is_well_formed_and_complete() {
        let xml = text(Format::Gexf, &Choices::default());
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let count = |name: &str| {
            tree.descendants()
                .filter(|node| node.tag_name().name() == name)
                .count()
        };
        assert_eq!((count("node"), count("edge"), count("position")), (5, 9, 5));
        assert!(!xml.contains("type=\"undirected\""));
        let exact = Choices {
            flow: Flow::Exact,
            ..Choices::default()
        };
        assert_eq!(
            text(Format::Gexf, &exact).matches("type=\"undirected\"").count(),
            3
        );
    }
}
