//! DOT, the language of Graphviz.
//!
//! Defaults hold within their braces from where they stand; `a -> {b c}` is two ties; clusters are groups.

mod records;
mod scan;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Direction, Draft, Fate};
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::exchange::reading::Reading;
use crate::files::Fault;

pub(in crate::exchange) use records::is_drawn;

use super::builder::Builder;
use super::text::{Pace, chosen};
use scan::{Scan, Token, plain_html, plain_label};

/// Braces within braces within braces … end here.
const DEEPEST: usize = 100;

/// See [`super`].
pub(super) fn read(
    text: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    let mut dot = Dot {
        scan: Scan::new(text)?,
        pace: Pace::new(text.len(), progress, cancel),
        builder: Builder::new(Format::Dot, "line"),
        graph: 0,
        wanted: true,
        left: 100_000 + text.len(),
        room: (16 << 20) + 8 * text.len(),
        ports: 0,
        turned: 0,
        strict: false,
        looks: BTreeSet::new(),
        creator: String::new(),
    };
    dot.builder.draft().reading = Reading {
        format: Some(Format::Dot),
        ..reading.clone()
    };
    let mut titles = Vec::new();
    while dot.scan.next != Token::End {
        dot.wanted = chosen(&reading.parts, titles.len() + 1);
        dot.graph = titles.len();
        let title = dot.graph()?;
        titles.push(title);
        while dot.scan.pass(&Token::Sign(';'))? {}
    }
    if titles.is_empty() {
        return Err(dot.scan.instead("“graph” or “digraph”"));
    }
    Ok(dot.finish(titles))
}

/// What has been read so far.
struct Dot<'t, 'a> {
    scan: Scan<'t>,
    pace: Pace<'a>,
    builder: Builder,
    /// Number of the graph that is being read.
    graph: usize,
    wanted: bool,
    /// So many more ties may come of pairs of lists.
    left: usize,
    /// So many more bytes may come of defaults.
    room: usize,
    ports: usize,
    turned: usize,
    strict: bool,
    /// Attributes of drawings that are left out.
    looks: BTreeSet<String>,
    creator: String,
}

/// A value of an attribute.
#[derive(Clone)]
enum Text {
    Plain(String),
    Html(String),
}

impl Text {
    fn words(&self, name: &str) -> String {
        match self {
            Self::Plain(text) => plain_label(text, name),
            Self::Html(html) => plain_html(html),
        }
    }

    /// What is no label knows no other sign but the doubled backslash.
    fn unescaped(&self) -> String {
        match self {
            Self::Plain(text) => text.replace("\\\\", "\\"),
            Self::Html(html) => plain_html(html),
        }
    }

    fn raw(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Html(text) => text,
        }
    }
}

type List = BTreeMap<String, Text>;

/// Bytes that a copy of a list takes, about.
fn weight(list: &List) -> usize {
    list.iter()
        .map(|(name, text)| 64 + name.len() + text.raw().len())
        .sum()
}

/// What holds between two braces.
#[derive(Clone, Default)]
struct Scope {
    nodes: List,
    edges: List,
    group: Option<u32>,
}

/// What a statement speaks of: a node, or all nodes between braces.
struct Operand {
    nodes: Vec<u32>,
    port: bool,
}

impl Dot<'_, '_> {
    /// A whole graph; returns what it is called.
    fn graph(&mut self) -> Result<String, Fault> {
        self.strict |= self.scan.pass(&Token::Keyword("strict"))?;
        let named =
            self.scan.pass(&Token::Keyword("graph"))? || self.scan.pass(&Token::Keyword("digraph"))?;
        if !named {
            return Err(self.scan.instead("“graph” or “digraph”"));
        }
        let mut title = match &self.scan.next {
            Token::Word(_) => match self.scan.take()? {
                Token::Word(word) => word,
                _ => String::new(),
            },
            _ => String::new(),
        };
        let open = self.scan.start;
        if !self.scan.pass(&Token::Sign('{'))? {
            return Err(self.scan.instead("“{”"));
        }
        let mut scope = Scope::default();
        let mut label = String::new();
        self.statements(&mut scope, &mut label, open, 0)?;
        if !label.is_empty() {
            title = label;
        }
        Ok(title)
    }

    /// Everything up to the closing brace; returns the nodes that are spoken of.
    fn statements(
        &mut self,
        scope: &mut Scope,
        label: &mut String,
        open: usize,
        depth: usize,
    ) -> Result<Vec<u32>, Fault> {
        if depth == DEEPEST {
            let what = format!("Braces are nested deeper than {DEEPEST} levels here");
            return Err(self.scan.fault(what, open));
        }
        let mut members = BTreeSet::new();
        loop {
            self.pace.at(self.scan.start)?;
            match &self.scan.next {
                Token::Sign('}') => {
                    self.scan.take()?;
                    return Ok(members.into_iter().collect());
                }
                Token::Sign(';' | ',') => {
                    self.scan.take()?;
                }
                Token::End => return Err(self.scan.fault("This brace is not closed", open)),
                Token::Keyword(word @ ("graph" | "node" | "edge")) => {
                    let word = *word;
                    self.scan.take()?;
                    self.defaults(word, scope, label)?;
                }
                _ => self.statement(scope, label, &mut members, depth)?,
            }
        }
    }

    /// `node [a=b]` and the like.
    fn defaults(&mut self, of: &str, scope: &mut Scope, label: &mut String) -> Result<(), Fault> {
        if self.scan.next != Token::Sign('[') {
            return Err(self.scan.instead("“[”"));
        }
        for attribute in self.attributes()? {
            match of {
                "node" => scope.nodes.extend([attribute]),
                "edge" => scope.edges.extend([attribute]),
                _ => self.of_graph(attribute, label),
            }
        }
        Ok(())
    }

    /// An attribute of a graph, a subgraph or a cluster.
    fn of_graph(&mut self, (name, text): (String, Text), label: &mut String) {
        match name.as_str() {
            "label" => *label = text.words(""),
            "comment" if own::wrote(text.raw()) => text.raw().clone_into(&mut self.creator),
            _ => {
                self.looks.insert(super::text::short(&name));
            }
        }
    }

    fn statement(
        &mut self,
        scope: &mut Scope,
        label: &mut String,
        members: &mut BTreeSet<u32>,
        depth: usize,
    ) -> Result<(), Fault> {
        let line = self.scan.line();
        let start = self.scan.start;
        // `a=b` is an attribute of the graph around it.
        if let Token::Word(word) = &self.scan.next {
            let word = word.clone();
            self.scan.take()?;
            if self.scan.pass(&Token::Sign('='))? {
                let text = self.text()?;
                self.of_graph((word, text), label);
                return Ok(());
            }
            let first = self.named(&word, scope, line)?;
            return self.chain(first, true, scope, members, (line, start), depth);
        }
        let first = self.operand(scope, depth)?;
        self.chain(first, false, scope, members, (line, start), depth)
    }

    /// What stands behind the first node or braces of a statement: more of them, and attributes.
    fn chain(
        &mut self,
        first: Operand,
        node: bool,
        scope: &mut Scope,
        members: &mut BTreeSet<u32>,
        (line, start): (u32, usize),
        depth: usize,
    ) -> Result<(), Fault> {
        let mut chain = vec![first];
        let mut directions = Vec::new();
        loop {
            let direction = match self.scan.next {
                Token::Arrow => Direction::Directed,
                Token::Line => Direction::Undirected,
                _ => break,
            };
            self.scan.take()?;
            directions.push(direction);
            let operand = self.operand(scope, depth)?;
            chain.push(operand);
        }
        for operand in &chain {
            members.extend(&operand.nodes);
        }
        let attributes = if self.scan.next == Token::Sign('[') {
            self.attributes()?
        } else {
            Vec::new()
        };
        if directions.is_empty() {
            if node && self.wanted {
                for (name, text) in &attributes {
                    self.of_node(chain[0].nodes[0], name, text);
                }
            }
            return Ok(());
        }
        if !self.wanted {
            return Ok(());
        }
        let mut list = scope.edges.clone();
        list.extend(attributes);
        let weight = weight(&list);
        for (pair, &direction) in chain.windows(2).zip(&directions) {
            let [from, to] = [&pair[0], &pair[1]];
            let count = from.nodes.len().saturating_mul(to.nodes.len());
            self.ports += count * usize::from(from.port || to.port);
            self.spend(count, weight, start)?;
            for &from in &from.nodes {
                for &to in &to.nodes {
                    self.tie([from, to], direction, &list, line);
                }
            }
        }
        Ok(())
    }

    /// Lists times lists and defaults times ties would take more than all memory.
    fn spend(&mut self, ties: usize, weight: usize, start: usize) -> Result<(), Fault> {
        let left = self.left.checked_sub(ties);
        let room = self.room.checked_sub(ties.max(1).saturating_mul(weight));
        match (left, room) {
            (Some(left), Some(room)) => {
                (self.left, self.room) = (left, room);
                Ok(())
            }
            _ => Err(self.scan.fault(
                "Together these lists and defaults make more ties than can be read",
                start,
            )),
        }
    }

    /// A node with its port, or braces.
    fn operand(&mut self, scope: &mut Scope, depth: usize) -> Result<Operand, Fault> {
        let line = self.scan.line();
        match self.scan.next {
            Token::Word(_) => {
                let Token::Word(word) = self.scan.take()? else {
                    return Err(self.scan.instead("a name"));
                };
                self.named(&word, scope, line)
            }
            Token::Keyword("subgraph") | Token::Sign('{') => self.subgraph(scope, depth),
            _ => Err(self.scan.instead("a name or “}”")),
        }
    }

    fn named(&mut self, word: &str, scope: &Scope, line: u32) -> Result<Operand, Fault> {
        let mut port = false;
        while self.scan.pass(&Token::Sign(':'))? {
            port = true;
            match self.scan.take()? {
                Token::Word(_) | Token::Keyword(_) | Token::Html(_) => {}
                _ => return Err(self.scan.instead("a port")),
            }
        }
        let node = if self.wanted {
            self.node(word, scope, line)?
        } else {
            0
        };
        Ok(Operand {
            nodes: vec![node],
            port,
        })
    }

    /// A node; one that is new gets the defaults that hold here.
    fn node(&mut self, word: &str, scope: &Scope, line: u32) -> Result<u32, Fault> {
        let found = self.builder.find(word);
        let node = match found {
            Some(node) => node,
            None => {
                let node = self.builder.actor(word, line);
                let weight = weight(&scope.nodes);
                self.room = self.room.checked_sub(weight).ok_or_else(|| {
                    self.scan.fault(
                        "The defaults of nodes take more than can be read",
                        self.scan.start,
                    )
                })?;
                for (name, text) in &scope.nodes {
                    self.of_node(node, name, text);
                }
                node
            }
        };
        if let Some(group) = scope.group {
            let known = self.builder.actor_mut(node).group;
            if known.is_none_or(|known| self.lies_in(group, known)) {
                self.builder.actor_mut(node).group = Some(group);
            }
        }
        Ok(node)
    }

    /// Whether one group lies in another, however deep.
    fn lies_in(&mut self, mut group: u32, outer: u32) -> bool {
        let groups = &self.builder.draft().groups;
        while let Some(parent) = groups[group as usize].parent {
            if parent == outer {
                return true;
            }
            group = parent;
        }
        false
    }

    fn subgraph(&mut self, scope: &mut Scope, depth: usize) -> Result<Operand, Fault> {
        let mut name = String::new();
        if self.scan.pass(&Token::Keyword("subgraph"))?
            && let Token::Word(_) = &self.scan.next
            && let Token::Word(word) = self.scan.take()?
        {
            name = word;
        }
        let open = self.scan.start;
        if !self.scan.pass(&Token::Sign('{'))? {
            return Err(self.scan.instead("“{”"));
        }
        let mut inner = scope.clone();
        let cluster = name.starts_with("cluster") && self.wanted;
        if cluster {
            let group = self.builder.group(&name, scope.group);
            inner.group = Some(group);
        }
        let copied = weight(&scope.nodes) + weight(&scope.edges);
        self.room = self.room.checked_sub(copied).ok_or_else(|| {
            self.scan
                .fault("Defaults are handed on more often than can be read", open)
        })?;
        let mut label = String::new();
        let nodes = self.statements(&mut inner, &mut label, open, depth + 1)?;
        if let Some(group) = inner.group.filter(|_| cluster) {
            let shown = name.trim_start_matches("cluster").trim_start_matches('_');
            let shown = if label.is_empty() { shown } else { &label };
            self.builder.draft().groups[group as usize].name = shown.trim().to_owned();
        }
        Ok(Operand { nodes, port: false })
    }

    /// One or several lists in brackets.
    fn attributes(&mut self) -> Result<Vec<(String, Text)>, Fault> {
        let mut list = Vec::new();
        while self.scan.pass(&Token::Sign('['))? {
            loop {
                match self.scan.next {
                    Token::Sign(']') => {
                        self.scan.take()?;
                        break;
                    }
                    Token::Sign(';' | ',') => {
                        self.scan.take()?;
                    }
                    _ => {
                        let name = self.text()?.raw().trim().to_owned();
                        let text = if self.scan.pass(&Token::Sign('='))? {
                            self.text()?
                        } else {
                            Text::Plain("true".to_owned())
                        };
                        list.push((name, text));
                    }
                }
            }
        }
        Ok(list)
    }

    fn text(&mut self) -> Result<Text, Fault> {
        match self.scan.next {
            Token::Word(_) | Token::Html(_) | Token::Keyword(_) => Ok(match self.scan.take()? {
                Token::Word(word) => Text::Plain(word),
                Token::Html(html) => Text::Html(html),
                Token::Keyword(word) => Text::Plain(word.to_owned()),
                _ => Text::Plain(String::new()),
            }),
            _ => Err(self.scan.instead("a name or a value")),
        }
    }

    fn finish(mut self, titles: Vec<String>) -> Draft {
        let ours = !self.creator.is_empty();
        let draft = self.builder.draft();
        if let [title] = &titles[..] {
            draft.title.clone_from(title);
        } else {
            let offer = |(number, title): (usize, &String)| match title.as_str() {
                "" => (number + 1).to_string(),
                title => format!("{}: {title}", number + 1),
            };
            draft.reading.offered = titles.iter().enumerate().map(offer).collect();
        }
        let mut say = |fate, what: String| draft.found.remark(fate, what, "");
        if self.strict {
            say(
                Fate::Unread,
                "The graph is “strict”, which draws parallel ties as one; all are kept".to_owned(),
            );
        }
        if self.turned > 0 {
            let what = format!(
                "{} ties with “dir=back” go from their second end to the first",
                self.turned
            );
            say(Fate::Repaired, what);
        }
        if self.ports > 0 {
            say(Fate::Unread, format!("Ports of {} ties are not read", self.ports));
        }
        if !self.looks.is_empty() && !ours {
            const MOST: usize = 8;
            let names: Vec<&str> = self.looks.iter().take(MOST).map(String::as_str).collect();
            let more = self.looks.len() - names.len();
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            say(Fate::Unread, format!("Not read: {}{more}", names.join(", ")));
        }
        let mut draft = self.builder.finish();
        if ours {
            own::recognize(&mut draft);
            own::restore_lists(&mut draft);
        }
        draft
    }
}

#[cfg(test)]
mod tests;
