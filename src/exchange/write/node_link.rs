//! Node-link JSON for d3 and, with `edges="links"`, for networkx; one actor or tie a line.

use crate::base::geom::Point;
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::picture::look::{Line, Rgb, body_fill};

use super::columns::{Column, Value, of_actors, of_ties};
use super::{Unwritten, Work, Written};

/// See [`super::write`].
pub(super) fn write(work: &Work<'_>) -> Result<Written, Unwritten> {
    let document = work.document;
    let actors = of_actors(work);
    let ties = of_ties(work);
    let mut out = String::with_capacity(1_000 + 500 * document.actor_count() + 300 * document.tie_count());
    put!(
        out,
        "{{\"directed\":{},\"multigraph\":true,\"graph\":{{\"creator\":",
        work.directed()
    );
    quote(&mut out, own::CREATOR);
    out.push_str(",\"title\":");
    quote(&mut out, &document.project().title);
    out.push_str("},\n\"nodes\":[");
    for (number, (id, actor)) in document.actors().enumerate() {
        work.step(number)?;
        put!(out, "{}{{\"id\":\"{id}\",\"label\":", before(number));
        quote(&mut out, &actor.name);
        if work.choices.look {
            let at = document.place(id).map_or(Point::ORIGIN, |place| place.at);
            put!(out, ",\"x\":{},\"y\":{}", at.x, at.y);
            put!(out, ",\"size\":{:.1}", 2.0 * actor.mark_radius());
            color(&mut out, body_fill(actor.kind.role(), actor.external, false));
        }
        values(&mut out, work, &actors, id, actor);
        out.push('}');
    }
    out.push_str("\n],\n\"links\":[");
    for (number, (id, tie)) in document.ties().enumerate() {
        work.step(document.actor_count() + number)?;
        put!(
            out,
            "{}{{\"source\":\"{}\",\"target\":\"{}\",\"key\":\"{id}\"",
            before(number),
            tie.from,
            tie.to
        );
        if work.directed() && !work.points(tie) {
            out.push_str(",\"directed\":false");
        }
        if work.choices.look {
            color(&mut out, Line::of(tie.kind, tie.mutual).color(false));
        }
        values(&mut out, work, &ties, id, tie);
        out.push('}');
    }
    out.push_str("\n]}\n");
    Ok(Written {
        files: vec![(".json".to_owned(), out.into_bytes())],
        notices: work.left_out(Format::NodeLink),
    })
}

const fn before(number: usize) -> &'static str {
    if number == 0 { "\n" } else { ",\n" }
}

fn color(out: &mut String, Rgb(r, g, b): Rgb) {
    put!(out, ",\"color\":\"#{r:02x}{g:02x}{b:02x}\"");
}

fn quote(out: &mut String, text: &str) {
    out.push_str(&serde_json::to_string(text).expect("a text is always JSON"));
}

fn values<'d, T: 'static, Id: Copy + Ord>(
    out: &mut String,
    work: &Work<'_>,
    columns: &[Column<'d, T, Id>],
    id: Id,
    thing: &'d T,
) {
    for column in columns {
        let Some(value) = column.value(work, id, thing) else {
            continue;
        };
        out.push(',');
        quote(out, &column.name);
        out.push(':');
        match value {
            Value::Number(value) => out.push_str(&own::digits(value)),
            Value::Flag(flag) => out.push_str(if flag { "true" } else { "false" }),
            Value::Text(text) => quote(out, &text),
            Value::List(items) => {
                out.push_str(&serde_json::to_string(&*items).expect("a list of texts is always JSON"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Choices;
    use super::super::sample::text;
    use super::*;

    #[test]
    fn it_is_json_with_links() {
        let json: serde_json::Value =
            serde_json::from_str(&text(Format::NodeLink, &Choices::default())).unwrap();
        assert_eq!(json["nodes"].as_array().unwrap().len(), 5);
        assert_eq!(json["links"].as_array().unwrap().len(), 9);
        assert_eq!(json["links"][5]["mutual"], true);
        assert_eq!(json["nodes"][2]["fields"][0], "a|b");
    }
}
