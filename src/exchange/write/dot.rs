//! DOT as Graphviz draws it; everything is quoted.

use crate::base::geom::Point;
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::exchange::read::is_drawn;
use crate::model::Tie;
use crate::picture::look::{Line, Rgb, body_fill};

use super::columns::{Column, Value, of_actors, of_ties};
use super::{Unwritten, Work, Written, shape};

/// See [`super::write`].
pub(super) fn write(work: &Work<'_>) -> Result<Written, Unwritten> {
    let document = work.document;
    let actors = of_actors(work);
    let ties = of_ties(work);
    let mut out = String::with_capacity(1000 + 500 * document.actor_count() + 250 * document.tie_count());
    out.push_str(if work.directed() { "digraph " } else { "graph " });
    quote(&mut out, &document.project().title);
    put!(out, " {{\n  graph [comment=\"{}\"];\n", own::CREATOR);
    if work.choices.look {
        out.push_str("  node [style=\"filled\"];\n");
    }
    for (number, (id, actor)) in document.actors().enumerate() {
        work.step(number)?;
        put!(out, "  \"{id}\" [label=");
        quote(&mut out, &actor.name);
        if work.choices.look {
            let at = document.place(id).map_or(Point::ORIGIN, |place| place.at);
            let Rgb(r, g, b) = body_fill(actor.kind.role(), actor.external, false);
            // Points, with y upward; a width in inches of 72 points.
            let width = (actor.mark_radius() / 36.0 * 1000.0).round() / 1000.0;
            put!(
                out,
                ", pos=\"{},{}!\", width=\"{width}\", shape=\"{}\", fillcolor=\"#{r:02x}{g:02x}{b:02x}\"",
                at.x,
                0.0 - at.y,
                match shape(actor.kind) {
                    "rectangle" | "roundrectangle" => "box",
                    shape => shape,
                }
            );
        }
        values(&mut out, work, &actors, id, actor);
        out.push_str("];\n");
    }
    let arrow = if work.directed() { "->" } else { "--" };
    for (number, (id, tie)) in document.ties().enumerate() {
        work.step(document.actor_count() + number)?;
        put!(out, "  \"{}\" {arrow} \"{}\" [", tie.from, tie.to);
        let start = out.len();
        if work.directed() && !tie.points_one_way() {
            put!(out, ", dir=\"{}\"", if tie.mutual { "both" } else { "none" });
        }
        if work.choices.look {
            look(&mut out, tie);
        }
        values(&mut out, work, &ties, id, tie);
        if out[start..].starts_with(", ") {
            out.replace_range(start..start + 2, "");
        }
        out.push_str("];\n");
    }
    out.push_str("}\n");
    Ok(Written {
        files: vec![(".gv".to_owned(), out.into_bytes())],
        notices: work.left_out(Format::Dot),
    })
}

fn look(out: &mut String, tie: &Tie) {
    let line = Line::of(tie.kind, tie.mutual);
    let Rgb(r, g, b) = line.color(false);
    put!(
        out,
        ", color=\"#{r:02x}{g:02x}{b:02x}\", penwidth=\"{:.2}\"",
        line.width(tie.weight)
    );
}

/// Between quotes. A backslash before a quote is one sign there; labels know more such signs, so it is always doubled.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            sign => out.push(sign),
        }
    }
    out.push('"');
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
        out.push_str(", ");
        // Graphviz would draw by it.
        if is_drawn(&column.name) {
            quote(out, &format!("{}{}", own::ATTRIBUTE, column.name));
        } else {
            quote(out, &column.name);
        }
        out.push('=');
        match value {
            Value::Number(value) => put!(out, "\"{}\"", own::digits(value)),
            Value::Flag(flag) => put!(out, "\"{flag}\""),
            Value::Text(text) => quote(out, &text),
            Value::List(items) => quote(out, &own::list_text(&items)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::exchange::write::Choices;

    #[test]
    fn everything_is_quoted() {
        let text = sample::text(Format::Dot, &Choices::default());
        assert!(text.starts_with("digraph \"家电 & more\" {\n"), "{text}");
        assert!(
            text.contains("  \"a1\" [label=\"顺德 <家电> & \\\"Söhne\\\"\", pos=\"100,12.5!\""),
            "{text}"
        );
        assert!(
            text.contains("\"tags\"=\"[\\\"export\\\",\\\"old, and large\\\"]\""),
            "{text}"
        );
        assert!(text.contains("  \"a3\" -> \"a2\" [dir=\"both\""), "{text}");
    }
}
