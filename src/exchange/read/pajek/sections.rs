//! Cuts a text of Pajek into sections and says what each is part of.

use std::collections::BTreeMap;

use crate::exchange::own;
use crate::files::Fault;

use super::network::Network;
use super::{Sort, Values};
use crate::exchange::read::text::{Line, Lines, number, short};

/// A line that starts with `*`, and what stands behind it up to the next one.
#[derive(Clone, Copy)]
pub(super) struct Section<'t> {
    /// Without the star, as it was written.
    pub(super) keyword: &'t str,
    /// What stands behind it in the same line.
    pub(super) rest: &'t str,
    /// Line of the star.
    pub(super) line: u32,
    text: &'t str,
    from: usize,
    to: usize,
}

impl<'t> Section<'t> {
    /// All lines below the one with the star.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'t>> + use<'t> {
        let (first, from) = (self.line, self.from);
        Lines::of(&self.text[from..self.to]).map(move |line| Line {
            number: line.number + first,
            start: line.start + from,
            ..line
        })
    }

    /// The first number behind the keyword.
    pub(super) fn declared(&self) -> Option<usize> {
        self.rest.split_whitespace().next()?.parse().ok()
    }

    /// This keyword, whatever its letters.
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.keyword.eq_ignore_ascii_case(keyword)
    }
}

/// What sections make up.
pub(super) enum Thing<'t> {
    Network(Network<'t>),
    Values(Values<'t>),
    Other(Section<'t>),
}

/// Lines of a section that say something.
pub(super) fn filled<'t>(section: &Section<'t>) -> impl Iterator<Item = Line<'t>> + use<'t> {
    section.lines().filter(|line| {
        let text = line.text.trim_start();
        !text.is_empty() && !text.starts_with('%')
    })
}

/// A comment before the first section says that Milieu wrote it.
pub(super) fn ours(text: &str) -> bool {
    Lines::of(text)
        .map(|line| line.text.trim())
        .take_while(|line| line.is_empty() || line.starts_with('%'))
        .any(|line| own::wrote(line.trim_start_matches('%')))
}

/// Names of classes, as Milieu puts them into comments, with JSON for the name: `% 3 "Trade and services"`.
pub(super) fn legend(section: &Section<'_>) -> BTreeMap<i64, String> {
    let comments = section
        .lines()
        .filter_map(|line| line.text.trim_start().strip_prefix('%'));
    let entries = comments.filter_map(|comment| {
        let (class, name) = comment.trim().split_once(char::is_whitespace)?;
        Some((class.parse().ok()?, serde_json::from_str(name.trim()).ok()?))
    });
    entries.collect()
}

/// The first lines that are neither part of a section nor comments, and how many there are.
struct Above<'t> {
    first: Line<'t>,
    count: usize,
    /// All of them are a number each.
    numbers: bool,
}

fn cut(text: &str) -> Result<(Vec<Section<'_>>, Option<Above<'_>>), Fault> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut above: Option<Above<'_>> = None;
    let mut lines = Lines::of(text);
    while let Some(line) = lines.next() {
        let words = line.text.trim();
        if let Some(words) = words.strip_prefix('*') {
            if let Some(last) = sections.last_mut() {
                last.to = line.start;
            }
            let words = words.trim_start();
            let end = words
                .find(|c: char| c.is_whitespace() || c == ':')
                .unwrap_or(words.len());
            sections.push(Section {
                keyword: &words[..end],
                rest: words[end..].trim(),
                line: line.number,
                text,
                from: lines.offset(),
                to: text.len(),
            });
        } else if sections.is_empty() && !words.is_empty() && !words.starts_with('%') {
            let is_number = number(words).is_some();
            match &mut above {
                Some(above) => {
                    above.count += 1;
                    above.numbers &= is_number;
                }
                None => {
                    above = Some(Above {
                        first: line,
                        count: 1,
                        numbers: is_number,
                    });
                }
            }
        }
    }
    match above {
        // A partition or vector as old versions write it: nothing but a number for each vertex.
        Some(Above { numbers: true, .. }) if sections.is_empty() => sections.push(Section {
            keyword: "Vertices",
            rest: "",
            line: 0,
            text,
            from: 0,
            to: text.len(),
        }),
        Some(Above { first, .. }) if !sections.first().is_some_and(opens) => {
            let words = first.text.trim();
            let what = format!(
                "This is not a Pajek file: it begins with “{}” instead of a line such as “*Vertices 5”",
                short(words)
            );
            return Err(Fault::content(what, first.spot(words)));
        }
        above => return Ok((sections, above)),
    }
    Ok((sections, None))
}

/// A section that a file may begin with.
fn opens(section: &Section<'_>) -> bool {
    ["vertices", "network", "partition", "vector", "permutation"]
        .iter()
        .any(|keyword| section.is(keyword))
}

/// A sentence and the line that it is about.
type Said = (String, u32);

/// Everything in a text, in its order; and what is to be said of lines above it.
pub(super) fn things(text: &str) -> Result<(Vec<Thing<'_>>, Option<Said>), Fault> {
    let mut things: Vec<Thing<'_>> = Vec::new();
    let (sections, above) = cut(text)?;
    let above = above.map(|above| {
        let first = short(above.first.text.trim());
        let what = match above.count {
            1 => format!("The line “{first}” above the first section is not read"),
            n => format!("{n} lines above the first section, such as “{first}”, are not read"),
        };
        (what, above.first.number)
    });
    // What a line such as `*Partition name` says of the vertices that follow.
    let mut announced: Option<(Option<Sort>, Section<'_>)> = None;
    for section in sections {
        let sort = [
            ("partition", Sort::Partition),
            ("vector", Sort::Vector),
            ("permutation", Sort::Permutation),
        ];
        if let Some((_, sort)) = sort.into_iter().find(|(keyword, _)| section.is(keyword)) {
            announced = Some((Some(sort), section));
        } else if section.is("network") {
            announced = Some((None, section));
            things.push(Thing::Network(Network::named(section.rest)));
        } else if section.is("vertices") {
            match announced.take() {
                Some((Some(sort), head)) => things.push(Thing::Values(Values {
                    name: head.rest,
                    sort,
                    head: Some(head),
                    body: section,
                })),
                Some((None, _)) => {
                    if let Some(Thing::Network(network)) = things.last_mut() {
                        network.vertices = Some(section);
                    }
                }
                None => match bare(&section, things.is_empty()) {
                    Some(sort) => things.push(Thing::Values(Values {
                        name: "",
                        sort,
                        head: None,
                        body: section,
                    })),
                    None => {
                        let mut network = Network::named("");
                        network.vertices = Some(section);
                        things.push(Thing::Network(network));
                    }
                },
            }
        } else if ["arcs", "edges", "arcslist", "edgeslist", "matrix"]
            .iter()
            .any(|keyword| section.is(keyword))
        {
            announced = None;
            let open = things.iter_mut().rev().find_map(|thing| match thing {
                Thing::Network(network) => Some(network),
                _ => None,
            });
            match open {
                Some(network) => network.ties.push(section),
                None => {
                    let mut network = Network::named("");
                    network.ties.push(section);
                    things.push(Thing::Network(network));
                }
            }
        } else {
            announced = None;
            things.push(Thing::Other(section));
        }
    }
    let things = match &things[..] {
        // A list of vertices that looked like values has ties, so it was a network.
        [Thing::Values(values), Thing::Network(network), ..]
            if values.name.is_empty() && network.vertices.is_none() && network.name.is_empty() =>
        {
            let body = values.body;
            if let Thing::Network(network) = &mut things[1] {
                network.vertices = Some(body);
            }
            things.remove(0);
            things
        }
        [] => {
            let what = "This is not a Pajek file: no line begins with “*Vertices” or the like";
            return Err(Fault::content(what, crate::exchange::read::text::spot(text, 0)));
        }
        _ => things,
    };
    Ok((things, above))
}

/// What a list is whose lines hold a number each and nothing else: values without a heading, unless the numbers are
/// those of vertices without names.
fn bare(section: &Section<'_>, alone: bool) -> Option<Sort> {
    let mut any = false;
    let (mut whole, mut counting) = (true, true);
    for (index, line) in filled(section).enumerate() {
        any = true;
        let mut words = line.words();
        let word = words.next()?;
        if words.next().is_some() {
            return None;
        }
        number(word)?;
        whole &= !word.contains(['.', 'e', 'E']);
        counting &= word.parse() == Ok(index + 1);
    }
    match (any, whole, counting && alone) {
        (false, ..) | (.., true) => None,
        (true, true, false) => Some(Sort::Partition),
        (true, false, false) => Some(Sort::Vector),
    }
}
