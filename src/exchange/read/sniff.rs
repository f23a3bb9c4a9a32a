//! What a file is, told by its content; the ending of its name only decides where the content leaves it open.

use std::collections::BTreeSet;

use crate::exchange::format::Format;
use crate::files::Fault;

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A format with its reader.
    Known(Format),
    /// A project of this program.
    Project,
    /// Something that is known and not read; the sentence says what to do instead.
    Refused(String),
    /// Nothing that is known.
    Unknown,
}

/// Keys deeper than this are not looked at.
const DEPTH: usize = 4;
/// So many different paths of keys are enough to tell what a text is.
const PATHS: usize = 2000;
/// So many lines are looked at for the first words of GML.
const GML_LINES: usize = 200;

/// What bytes are that are no text; `None` when they may be text.
pub(super) fn binary(bytes: &[u8], name: &str) -> Option<Found> {
    let refused = |what: &str| Some(Found::Refused(what.to_owned()));
    let ending = ending(name);
    if matches!(ending.as_str(), "##h" | "##d") {
        return refused(
            "UCINET's own pair of files is not documented; export as DL in UCINET (Data, Export, DL)",
        );
    }
    if bytes.starts_with(b"PK") {
        let holds = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
        return if holds(b"xl/workbook.xml") || holds(b"xl/workbook.bin") {
            Some(Found::Known(Format::Xlsx))
        } else if ending == "ods" || holds(b"opendocument.spreadsheet") {
            refused("This is an OpenDocument table; save it as .xlsx or .csv")
        } else if holds(b"[Content_Types].xml") {
            refused("This is an office document without tables; save the table as .xlsx or .csv")
        } else if ending == "xlsx" {
            // Damaged, or with names that are packed: its reader says which.
            Some(Found::Known(Format::Xlsx))
        } else if ending == "cys" {
            refused("This is a Cytoscape session; export the network as .cyjs, CX2 or GraphML")
        } else {
            refused("This is a zip archive; unpack it first")
        };
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return refused(
            "This is an Excel file of before 2007, or one with a password; save it as .xlsx without one",
        );
    }
    for (start, what) in [
        (&b"%PDF"[..], "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"SQLite format 3", "a database"),
        (b"PAR1", "a Parquet file"),
        (b"BZh", "compressed with bzip2; unpack it first"),
        (b"\xfd7zXZ", "compressed with xz; unpack it first"),
        (b"7z\xbc\xaf", "compressed with 7-Zip; unpack it first"),
        (b"Rar!", "compressed with RAR; unpack it first"),
        (b"(\xb5/\xfd", "compressed with zstd; unpack it first"),
    ] {
        if bytes.starts_with(start) {
            return Some(Found::Refused(format!("This is {what}")));
        }
    }
    None
}

/// What a text is.
pub(super) fn text(text: &str, name: &str) -> Found {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n', '\0']);
    let found = match start.chars().next() {
        None => Found::Unknown,
        Some('<') => xml(start),
        Some('{' | '[') => match json(start) {
            // A table may begin with a bracket as well.
            Found::Unknown if !looks_like_json(start) => plain(start),
            found => found,
        },
        Some(_) => plain(start),
    };
    match found {
        Found::Unknown if !start.is_empty() => by_ending(start, name),
        found => found,
    }
}

/// The ending of a file's name in small letters, that of the packed file for gzip.
fn ending(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, ending)| ending.to_owned())
}

/// The content has not told: the ending does, if it is that of one format.
fn by_ending(text: &str, name: &str) -> Found {
    let ending = ending(name);
    if ending == "milieu" {
        return Found::Project;
    }
    let of_ending = Format::ALL
        .into_iter()
        .find(|format| format.info().endings.contains(&ending.as_str()));
    match of_ending {
        Some(format) if ending != "xml" && ending != "json" && format != Format::Xlsx => Found::Known(format),
        _ if is_text(text) && !looks_like_json(text) && !text.starts_with('<') => Found::Known(Format::Table),
        _ => Found::Unknown,
    }
}

/// Hardly any characters that no text has.
fn is_text(text: &str) -> bool {
    let head = text.chars().take(4096);
    let (mut all, mut strange) = (0_usize, 0_usize);
    for c in head {
        all += 1;
        let fine = matches!(c, '\n' | '\r' | '\t' | '\u{c}');
        strange += usize::from(!fine && (c.is_control() || c == '\u{fffd}'));
    }
    strange * 20 <= all
}

fn xml(text: &str) -> Found {
    let Some(root) = xml_root(text) else {
        return Found::Unknown;
    };
    let local = root.rsplit(':').next().unwrap_or(root);
    match local.to_ascii_lowercase().as_str() {
        "graphml" => Found::Known(Format::GraphMl),
        "gexf" => Found::Known(Format::Gexf),
        "html" => Found::Refused("This is a web page; copy the table out of it, or save the data".to_owned()),
        "mxfile" => {
            Found::Refused("This is a drawing of draw.io, which says nothing about kinds of ties".to_owned())
        }
        _ => Found::Refused(format!(
            "This is XML of a sort that is not read (“{}”); GraphML and GEXF are",
            local.chars().take(40).collect::<String>()
        )),
    }
}

/// Name of the first element, after declarations, comments and a document type.
fn xml_root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let inside = rest.strip_prefix('<')?;
        if inside.starts_with('?') {
            rest = inside.split_once("?>")?.1;
        } else if inside.starts_with("!--") {
            rest = inside.split_once("-->")?.1;
        } else if inside.starts_with('!') {
            // A document type may hold declarations in square brackets.
            let end = inside.find(['>', '['])?;
            rest = if inside[end..].starts_with('[') {
                let after = inside[end..].split_once(']')?.1;
                after.split_once('>')?.1
            } else {
                &inside[end + 1..]
            };
        } else {
            let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            return Some(&inside[..end]).filter(|root| !root.is_empty());
        }
    }
}

/// After the first bracket comes what JSON has there.
fn looks_like_json(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    match chars.next() {
        Some('{') => matches!(chars.next(), Some('"' | '}') | None),
        Some('[') => matches!(
            chars.next(),
            Some('{' | '[' | '"' | ']' | '-' | '0'..='9' | 't' | 'f' | 'n') | None
        ),
        _ => false,
    }
}

fn json(text: &str) -> Found {
    let paths = key_paths(text);
    let has = |path: &str| paths.contains(path);
    let refused = |what: &str| Found::Refused(what.to_owned());
    if has("milieu") {
        Found::Project
    } else if has("elements") && has("connections") {
        Found::Known(Format::Kumu)
    } else if has("elements.nodes") || has("elements.edges") || has("elements[].data") {
        Found::Known(Format::Cyjs)
    } else if has("network.items") || has("network.links") {
        Found::Known(Format::VosViewer)
    } else if has("[].CXVersion") {
        Found::Known(Format::Cx2)
    } else if has("[].numberVerification") || has("[].nodes[].@id") || has("[].metaData[].name") {
        refused("This is the first version of Cytoscape's exchange format; export as CX2, .cyjs or GraphML")
    } else if has("graphDataset")
        || (has("nodes") && (has("nodes[].key") || has("options.type") || has("options.multi")))
        || (has("graph.nodes[].key") && !has("graph.nodes[].id") && !has("nodes"))
    {
        Found::Known(Format::Graphology)
    } else if has("edges[].fromNode") {
        refused("This is an Obsidian canvas: a drawing, which says nothing about kinds of ties")
    } else if has("nodes") || has("links") {
        Found::Known(Format::NodeLink)
    } else if has("graph") || has("graphs") {
        Found::Known(Format::JsonGraph)
    } else if has("@type") || has("vertices[].@type") || has("@value") {
        refused("This is GraphSON; export as GraphML instead")
    } else if has("edges") {
        Found::Known(Format::NodeLink)
    } else {
        Found::Unknown
    }
}

/// Where keys stand in a JSON text, down to a small depth: `nodes`, `elements.nodes`, `nodes[].key`. What is broken is
/// passed over; its reader tells where.
fn key_paths(text: &str) -> BTreeSet<String> {
    let bytes = text.as_bytes();
    let mut found = BTreeSet::new();
    // For each open bracket within the depth: the length of the path before it, and whether it is an object.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let (mut path, mut deeper) = (String::new(), 0_usize);
    let (mut at, mut before_colon) = (0, None::<(usize, usize)>);
    while at < bytes.len() && found.len() < PATHS {
        match bytes[at] {
            b'"' => {
                let start = at + 1;
                at = start;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                before_colon = Some((start, at.min(bytes.len())));
            }
            b':' if deeper == 0 => {
                if let (Some(&(length, true)), Some((start, end))) = (open.last(), before_colon.take()) {
                    path.truncate(length);
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(text.get(start..end.min(start + 60)).unwrap_or("…"));
                    if !found.contains(&path) {
                        found.insert(path.clone());
                    }
                }
            }
            bracket @ (b'{' | b'[') => {
                before_colon = None;
                if deeper > 0 || open.len() >= DEPTH {
                    deeper += 1;
                } else {
                    if bracket == b'[' {
                        // Lists in lists add nothing to the path that could be told apart.
                        path.push_str("[]");
                    }
                    open.push((path.len(), bracket == b'{'));
                }
            }
            b'}' | b']' => {
                if deeper > 0 {
                    deeper -= 1;
                } else {
                    open.pop();
                    let length = open.last().map_or(0, |&(length, _)| length);
                    path.truncate(length);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn plain(text: &str) -> Found {
    let words = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('%'));
    let first = words.clone().next().unwrap_or_default().to_ascii_lowercase();
    if let Some(section) = first.strip_prefix('*') {
        let section: String = section.chars().take_while(char::is_ascii_alphabetic).collect();
        return match section.as_str() {
            "vertices" | "network" | "arcs" | "edges" | "arcslist" | "edgeslist" | "matrix" | "partition"
            | "vector" | "permutation" | "cluster" | "hierarchy" => Found::Known(Format::Pajek),
            "node" | "tie" => Found::Refused(
                "This is a VNA file of NetDraw; save it as Pajek or UCINET DL instead".to_owned(),
            ),
            _ => Found::Unknown,
        };
    }
    if first.starts_with("nodedef>") {
        return Found::Refused("This is a GDF file; save it as GEXF or GraphML instead".to_owned());
    }
    if is_dl(text) {
        return Found::Known(Format::Dl);
    }
    if is_dot(text) {
        return Found::Known(Format::Dot);
    }
    if is_gml(text) {
        return Found::Known(Format::Gml);
    }
    // Some write a title above the vertices.
    let vertices = |line: &str| {
        let start = line.get(..10);
        let count = line.get(10..).map(str::trim_start).unwrap_or_default();
        start.is_some_and(|start| start.eq_ignore_ascii_case("*vertices "))
            && count.starts_with(|c: char| c.is_ascii_digit())
    };
    let prose = |line: &&str| !line.contains('"');
    let title = words.clone().take(20).take_while(prose).count();
    if words.clone().take(title + 1).any(vertices) {
        return Found::Known(Format::Pajek);
    }
    Found::Unknown
}

/// `dl` and then one of the words that its header has.
fn is_dl(text: &str) -> bool {
    let Some((word, rest)) = text.split_at_checked(2) else {
        return false;
    };
    if !word.eq_ignore_ascii_case("dl") || !rest.starts_with(|c: char| c.is_whitespace() || c == ',') {
        return false;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    let word: String = rest
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_lowercase();
    let next = rest[word.len()..].trim_start().chars().next();
    match word.as_str() {
        "n" | "nr" | "nc" | "nm" | "nl" => next == Some('=') || next.is_some_and(|c| c.is_ascii_digit()),
        "format" | "diagonal" | "title" => next == Some('='),
        "labels" | "row" | "col" | "column" | "level" | "matrix" | "data" => true,
        _ => false,
    }
}

/// `graph [`, after comments and lines such as `Creator "…"`.
fn is_gml(text: &str) -> bool {
    let mut before_bracket = false;
    for line in text.lines().take(GML_LINES).map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if before_bracket {
            return line.starts_with('[');
        }
        let (word, rest) = line
            .split_once(|c: char| c.is_whitespace() || c == '[')
            .map_or((line, ""), |(word, _)| (word, &line[word.len()..]));
        if word.eq_ignore_ascii_case("graph") {
            match rest.trim_start().chars().next() {
                Some('[') => return true,
                None => before_bracket = true,
                Some(_) => return false,
            }
        } else if rest.contains("graph [") || rest.contains("graph[") {
            // Everything on one line.
            return word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        } else {
            let value = rest.trim();
            let key = word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let plausible = value.starts_with('"') || value.parse::<f64>().is_ok();
            if !(key && plausible) {
                return false;
            }
        }
    }
    false
}

/// `strict`, `graph` or `digraph`, perhaps a name, and a curly bracket, after comments.
fn is_dot(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let after = if rest.starts_with("//") || rest.starts_with('#') {
            rest.split_once('\n').map(|(_, after)| after)
        } else if rest.starts_with("/*") {
            rest.split_once("*/").map(|(_, after)| after)
        } else {
            break;
        };
        match after {
            Some(after) => rest = after.trim_start(),
            None => return false,
        }
    }
    let word = |text: &str| -> String {
        let letters = text.chars().take_while(char::is_ascii_alphabetic);
        letters.collect::<String>().to_ascii_lowercase()
    };
    let mut first = word(rest);
    if first == "strict" {
        rest = rest[first.len()..].trim_start();
        first = word(rest);
    }
    if first != "graph" && first != "digraph" {
        return false;
    }
    let rest = rest[first.len()..].trim_start();
    let name_end = match rest.strip_prefix('"') {
        Some(inside) => {
            // A backslash before the quote says that it is part of the name, unless that is doubled itself.
            let ends = |&(at, _): &(usize, &str)| {
                let before = &inside[..at];
                (before.len() - before.trim_end_matches('\\').len()).is_multiple_of(2)
            };
            let end = inside.match_indices('"').find(ends);
            end.map_or(rest.len(), |(at, _)| at + 2)
        }
        None => rest
            .find(|c: char| c.is_whitespace() || c == '{')
            .unwrap_or(rest.len()),
    };
    rest[name_end..].trim_start().starts_with(['{', '/'])
}

/// The fault for a file that has no reader.
pub(super) fn unknown(name: &str) -> Fault {
    let formats: Vec<&str> = Format::ALL.into_iter().map(|format| format.info().name).collect();
    let of_name = if name.is_empty() {
        String::new()
    } else {
        format!(" (“{}”)", name.chars().take(60).collect::<String>())
    };
    Fault::whole(format!(
        "What this is cannot be told{of_name}; read are Milieu projects, {}",
        formats.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(content: &str) -> Option<Format> {
        match text(content, "x.bin") {
            Found::Known(format) => Some(format),
            _ => None,
        }
    }

    #[test]
    fn content_tells_every_format_whatever_the_name() {
        for (content, expected) in [
            (
                "<?xml version='1.0'?>\n<!DOCTYPE graphml [<!ENTITY a 'b'>]>\n<!-- x --><graphml xmlns='y'>",
                Format::GraphMl,
            ),
            (
                "<g:graphml xmlns:g='http://graphml.graphdrawing.org/xmlns '>",
                Format::GraphMl,
            ),
            ("\u{feff} <gexf version='1.2'>", Format::Gexf),
            ("DL n=4\nformat = fullmatrix\ndata:\n", Format::Dl),
            ("dl\nnr=3, nc=2\n", Format::Dl),
            ("*Vertices 3\n1 \"a\"\n", Format::Pajek),
            ("% a comment\r\n*network \"x\"\r\n", Format::Pajek),
            (
                "{\"elements\":[{\"_id\":\"a\"}],\"connections\":[],\"maps\":[]}",
                Format::Kumu,
            ),
            (
                "{\"directed\":true,\"nodes\":[{\"id\":1}],\"links\":[]}",
                Format::NodeLink,
            ),
            (
                "{\"graph\":{\"name\":\"x\"},\"nodes\":[],\"edges\":[]}",
                Format::NodeLink,
            ),
            (
                "{\"attributes\":{},\"options\":{\"type\":\"mixed\"},\"nodes\":[],\"edges\":[]}",
                Format::Graphology,
            ),
            ("{\"nodes\":[{\"key\":\"a\"}],\"edges\":[]}", Format::Graphology),
            (
                "{\"type\":\"gephi-lite\",\"graphDataset\":{\"nodeData\":{}}}",
                Format::Graphology,
            ),
            (
                "{\"graph\":{\"nodes\":{\"a\":{}},\"edges\":[]}}",
                Format::JsonGraph,
            ),
            ("{\"graphs\":[]}", Format::JsonGraph),
            (
                "{\"format_version\":\"1.0\",\"elements\":{\"nodes\":[{\"data\":{\"id\":\"1\"}}]}}",
                Format::Cyjs,
            ),
            ("[{\"CXVersion\":\"2.0\"},{\"nodes\":[]}]", Format::Cx2),
            ("{\"network\":{\"items\":[],\"links\":[]}}", Format::VosViewer),
            ("# x\nCreator \"y\"\ngraph\n[\n  directed 1", Format::Gml),
            ("graph [ node [ id 1 ] ]", Format::Gml),
            ("strict digraph \"a b\" { a -> b }", Format::Dot),
            ("digraph \"\\\\\" {\n  graph [comment=x];\n}", Format::Dot),
            ("/* x */ graph{a--b}", Format::Dot),
            ("// graph\ndigraph G\n{", Format::Dot),
            (
                "digraph \"a \\\"b\\\" {\" {\n  graph [comment=\"x\"];",
                Format::Dot,
            ),
            ("Source,Target\nA,B\n", Format::Table),
            ("dl,price\n1,2\n", Format::Table),
            ("graph,value\n1,2\n", Format::Table),
            ("[A],B\nx,y\n", Format::Table),
        ] {
            assert_eq!(format(content), Some(expected), "{content}");
        }
    }

    #[test]
    fn endings_only_break_ties() {
        assert_eq!(text("{\"a\":1}", "x.json"), Found::Unknown);
        assert_eq!(text("{\"a\":1}", "x.cx2"), Found::Known(Format::Cx2));
        assert_eq!(text("Source\tTarget", "x.gexf.gz"), Found::Known(Format::Gexf));
        assert_eq!(text("<gexf>", "x.csv"), Found::Known(Format::Gexf));
        assert_eq!(text("", "x.csv"), Found::Unknown);
        assert_eq!(text("{\"milieu\":{\"format\":1}}", "x.json"), Found::Project);
    }

    #[test]
    fn what_is_known_and_not_read_says_what_to_do() {
        for (content, word) in [
            ("<html><body>", "web page"),
            ("<mxfile>", "draw.io"),
            ("<svg/>", "svg"),
            ("[{\"numberVerification\":[]}]", "CX2"),
            (
                "{\"nodes\":[{\"id\":\"a\"}],\"edges\":[{\"fromNode\":\"a\"}]}",
                "canvas",
            ),
            ("*node data\n", "VNA"),
            ("nodedef>name VARCHAR", "GDF"),
        ] {
            match text(content, "x") {
                Found::Refused(what) => assert!(what.contains(word), "{what}"),
                other => panic!("{content}: {other:?}"),
            }
        }
        for (bytes, name, word) in [
            (
                &b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet"[..],
                "a.ods",
                "OpenDocument",
            ),
            (b"PK\x03\x04 abc", "a.zip", "zip"),
            (b"\xd0\xcf\x11\xe0", "a.xls", "2007"),
            (b"%PDF-1.4", "a.pdf", "PDF"),
            (b"abc", "net.##h", "DL"),
        ] {
            match binary(bytes, name) {
                Some(Found::Refused(what)) => assert!(what.contains(word), "{what}"),
                other => panic!("{name}: {other:?}"),
            }
        }
        assert_eq!(
            binary(b"PK\x03\x04 xl/workbook.xml", "a.zip"),
            Some(Found::Known(Format::Xlsx))
        );
    }

    #[test]
    fn broken_and_deep_json_is_gone_through_without_harm() {
        for text in [
            "{\"nodes\":[{\"id\":\"",
            "{\"a\\",
            "[[[[[[[[",
            "}}}]]]",
            "{\"nodes\"",
            "{\"\\\"nodes\":1}",
        ] {
            key_paths(text);
        }
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(key_paths(&deep).is_empty());
        assert!(key_paths("{\"a\":[{\"b\":{\"c\":1}}],\"d\":2}").contains("d"));
    }
}
