//! GML as networkx or as igraph reads it: no file suits both where names are not in ASCII.

use crate::base::geom::Point;
use crate::base::notice::Notice;
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::model::field;
use crate::picture::look::{Rgb, body_fill};

use super::columns::{Column, Value, of_actors, of_ties};
use super::{Unwritten, Work, Written, shape};

/// See [`super::write`].
pub(super) fn write(work: &Work<'_>) -> Result<Written, Unwritten> {
    let document = work.document;
    let actors = of_actors(work);
    let ties = of_ties(work);
    let mut gml = Gml {
        out: String::with_capacity(1000 + 500 * document.actor_count() + 250 * document.tie_count()),
        ascii: work.choices.ascii,
        foreign: false,
    };
    gml.pair("", "Creator", own::CREATOR);
    gml.out.push_str("graph [\n");
    put!(gml.out, "  directed {}\n", u8::from(work.directed()));
    // Without it networkx refuses parallel ties.
    gml.out.push_str("  multigraph 1\n");
    gml.pair("  ", "label", &document.project().title);
    let mut numbers = std::collections::BTreeMap::new();
    for (number, (id, actor)) in document.actors().enumerate() {
        work.step(number)?;
        numbers.insert(id, number);
        put!(gml.out, "  node [\n    id {number}\n");
        gml.pair("    ", "label", &actor.name);
        if work.choices.look {
            let at = document.place(id).map_or(Point::ORIGIN, |place| place.at);
            let Rgb(r, g, b) = body_fill(actor.kind.role(), actor.external, false);
            let size = decimal((20.0 * actor.mark_radius()).round() / 10.0);
            put!(
                gml.out,
                "    graphics [ x {} y {} w {size} h {size} type \"{}\" fill \"#{r:02X}{g:02X}{b:02X}\" ]\n",
                decimal(at.x),
                decimal(at.y),
                shape(actor.kind)
            );
        }
        gml.values(work, &actors, id, actor);
        gml.out.push_str("  ]\n");
    }
    for (number, (id, tie)) in document.ties().enumerate() {
        work.step(document.actor_count() + number)?;
        let ends = [tie.from, tie.to].map(|end| numbers.get(&end).copied().unwrap_or_default());
        put!(
            gml.out,
            "  edge [\n    source {}\n    target {}\n",
            ends[0],
            ends[1]
        );
        // So that networkx keeps parallel ties apart.
        put!(gml.out, "    key {number}\n");
        if work.directed() && !work.points(tie) {
            gml.out.push_str("    directed 0\n");
        }
        gml.values(work, &ties, id, tie);
        gml.out.push_str("  ]\n");
    }
    gml.out.push_str("]\n");
    let mut notices = work.left_out(Format::Gml);
    if gml.foreign {
        notices.push(Notice::warning(if gml.ascii {
            "Names beyond ASCII are written as networkx wants them, such as “&#26085;”; igraph shows them so. Choose \
             UTF-8 for igraph"
        } else {
            "Names beyond ASCII are written as igraph wants them; networkx cannot read the file. Choose ASCII for \
             networkx"
        }));
    }
    Ok(Written {
        files: vec![(".gml".to_owned(), gml.out.into_bytes())],
        notices,
    })
}

struct Gml {
    out: String,
    ascii: bool,
    /// There was something beyond ASCII.
    foreign: bool,
}

impl Gml {
    fn pair(&mut self, before: &str, key: &str, text: &str) {
        put!(self.out, "{before}{key} \"");
        for sign in text.chars() {
            match sign {
                '&' => self.out.push_str("&amp;"),
                '"' => self.out.push_str("&quot;"),
                sign if sign.is_ascii() => self.out.push(sign),
                sign => {
                    self.foreign = true;
                    if self.ascii {
                        put!(self.out, "&#{};", sign as u32);
                    } else {
                        self.out.push(sign);
                    }
                }
            }
        }
        self.out.push_str("\"\n");
    }

    fn values<'d, T: 'static, Id: Copy + Ord>(
        &mut self,
        work: &Work<'_>,
        columns: &[Column<'d, T, Id>],
        id: Id,
        thing: &'d T,
    ) {
        for column in columns {
            let Some(value) = column.value(work, id, thing) else {
                continue;
            };
            let key = own::plain_key(&column.name);
            match value {
                Value::Number(value) => put!(self.out, "    {key} {}\n", decimal(value)),
                // Numbers for our own fields, as networkx and igraph have it; words where only we know better.
                Value::Flag(flag) if is_field(&column.name) => {
                    put!(self.out, "    {key} {}\n", u8::from(flag));
                }
                Value::Flag(flag) => put!(self.out, "    {key} \"{flag}\"\n"),
                Value::Text(text) => self.pair("    ", &key, &text),
                Value::List(items) => {
                    if items.len() == 1 {
                        // How networkx tells a list of one from a text.
                        self.pair("    ", &key, "_networkx_list_start");
                    }
                    for item in items.iter() {
                        self.pair("    ", &key, item);
                    }
                }
            }
        }
    }
}

fn is_field(name: &str) -> bool {
    name == "pinned" || field::find(field::ACTOR, name).is_some() || field::find(field::TIE, name).is_some()
}

/// A number as GML has it: whole where it is small, else with a point.
fn decimal(value: f64) -> String {
    let text = value.to_string();
    if text.contains('.') || value.abs() < f64::from(i32::MAX) {
        text
    } else {
        format!("{text}.0")
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::exchange::write::Choices;

    #[test]
    fn names_in_ascii_or_as_they_are() {
        let ascii = sample::written(Format::Gml, &Choices::default());
        let text = String::from_utf8(ascii.files[0].1.clone()).unwrap();
        assert!(text.is_ascii());
        assert!(
            text.contains("label \"&#39034;&#24503; <&#23478;&#30005;> &amp; &quot;S&#246;hne&quot;\""),
            "{text}"
        );
        assert!(
            ascii
                .notices
                .iter()
                .any(|notice| notice.sentence.contains("Choose UTF-8"))
        );
        let choices = Choices {
            ascii: false,
            ..Choices::default()
        };
        assert!(
            sample::text(Format::Gml, &choices).contains("label \"顺德 <家电> &amp; &quot;Söhne&quot;\"")
        );
    }

    #[test]
    fn numbers_of_any_size() {
        assert_eq!(decimal(12.0), "12");
        assert_eq!(decimal(-0.5), "-0.5");
        assert_eq!(decimal(1e10), "10000000000.0");
    }
}
