//! What is told of good files, and why others are refused.

use super::*;

/// All that a handler is told, as text.
#[derive(Default)]
struct Told(String);

impl Handler for Told {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), String> {
        self.0 += &format!("<{}@{}", tag.name, tag.line);
        let all = match &tag.attributes {
            Attributes::Stream(raw) => raw.all(),
            Attributes::Tree(node) => {
                let attributes = node.attributes();
                let both = |of: roxmltree::Attribute<'_, '_>| (of.name().to_owned(), of.value().to_owned());
                attributes.map(both).collect()
            }
        };
        for (name, value) in all {
            assert_eq!(tag.get(&name).as_deref(), Some(&*value));
            self.0 += &format!(" {name}={value:?}");
        }
        self.0.push('>');
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.0 += text;
    }

    fn close(&mut self) -> Result<(), String> {
        self.0 += "</>";
        Ok(())
    }
}

fn told(xml: &str) -> Result<String, String> {
    let mut told = Told::default();
    let (progress, cancel) = (Progress::new(), Cancel::new());
    match walk(xml, &mut told, &progress, &cancel) {
        Ok(()) => Ok(told.0),
        Err(fault) => Err(fault.to_string()),
    }
}

/// The same through the stream, whatever the text is.
fn streamed(xml: &str) -> Result<String, String> {
    let mut told = Told::default();
    let (progress, cancel) = (Progress::new(), Cancel::new());
    match stream::walk(xml, &mut told, &mut Pace::new(xml.len(), &progress, &cancel)) {
        Ok(()) => Ok(told.0),
        Err(fault) => Err(fault.to_string()),
    }
}

/// The same from a parser that takes nothing but what the specification allows.
fn by_the_book(xml: &str) -> Option<String> {
    fn tell(node: roxmltree::Node<'_, '_>, told: &mut String) {
        if node.is_element() {
            let line = node.document().text_pos_at(node.range().start).row;
            *told += &format!("<{}@{line}", node.tag_name().name());
            for attribute in node.attributes() {
                *told += &format!(" {}={:?}", attribute.name(), attribute.value());
            }
            told.push('>');
            node.children().for_each(|child| tell(child, told));
            *told += "</>";
        } else if node.is_text() {
            *told += node.text().unwrap();
        }
    }
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    let tree = roxmltree::Document::parse_with_options(xml, options).ok()?;
    let mut told = String::new();
    tell(tree.root_element(), &mut told);
    Some(told)
}

#[test]
fn the_same_is_told_as_by_a_strict_parser() {
    let samples = [
        "<a/>",
        "<?xml version='1.0' encoding=\"utf-16\"?>\r\n<!DOCTYPE a SYSTEM \"x.dtd\">\r\n<a b='1'\r\n  c=\"2\">x\r\ny</a>\n",
        "<a xmlns='u ' xmlns:y='v'><!-- c --><y:b z=\"&lt;&#x65E5;&#10;\n&amp;\"/>1 &gt; 0 &#26085;<![CDATA[<&>]]>.</a>",
        "<a>\n\n<b>\n</b><b\n/>\u{1F9F5}</a><!-- end --> ",
    ];
    for sample in samples {
        let expected = by_the_book(sample).unwrap();
        assert!(tree::of(sample).is_some(), "{sample}");
        assert_eq!(told(sample).unwrap(), expected, "{sample}");
        assert_eq!(streamed(sample).unwrap(), expected, "{sample}");
    }
}

#[test]
fn tree_and_stream_tell_the_same_of_the_files_of_other_programs() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/exchange");
    for folder in ["graphml", "gexf"] {
        for entry in std::fs::read_dir(format!("{data}/{folder}")).unwrap() {
            let path = entry.unwrap().path();
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            assert_eq!(told(&text), streamed(&text), "{}", path.display());
            assert!(tree::of(&text).is_some(), "{}", path.display());
        }
    }
}

#[test]
fn what_a_reader_refuses_has_the_same_place_in_both() {
    struct Refuses(&'static str);
    impl Handler for Refuses {
        fn open(&mut self, tag: &Tag<'_>) -> Result<(), String> {
            (tag.name != self.0).then_some(()).ok_or("no".to_owned())
        }
        fn text(&mut self, _text: &str) {}
        fn close(&mut self) -> Result<(), String> {
            Ok(())
        }
    }
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let text = "<a>\n<!-- -->日<b/>\n  <c>x</c></a>";
    for name in ["a", "b", "c"] {
        let mut pace = Pace::new(text.len(), &progress, &cancel);
        let by_stream = stream::walk(text, &mut Refuses(name), &mut pace).unwrap_err();
        let by_tree = walk(text, &mut Refuses(name), &progress, &cancel).unwrap_err();
        assert_eq!(by_stream.to_string(), by_tree.to_string());
        assert!(by_tree.to_string().contains("no (line "), "{by_tree}");
    }
}

#[test]
fn only_what_makes_a_small_tree_becomes_one() {
    let tie = "<edge source=\"n123456\" target=\"n654321\"/>\n";
    let wordy = "<edge source=\"n123456\" target=\"n654321\"><data key=\"k\">A long word about this tie, and more</data></edge>\n";
    let of = |tie: &str, count| format!("<graph>{}</graph>", tie.repeat(count));
    assert!(tree::is_fit(&of(tie, 1000)));
    assert!(!tree::is_fit(&of("<e s=\"1\" t=\"2\"/>", 100_000)));
    assert!(tree::is_fit(&of(wordy, 100_000)));
    assert!(!tree::is_fit(&of(wordy, 500_000)), "larger than 50 MiB");
    // Each of these would take a tree the square of its length.
    let names: String = (0..1000).map(|i| format!("<a xmlns:n{i}='u'>")).collect();
    assert!(!tree::is_fit(&names));
    let attributes: String = (0..1000).map(|i| format!(" a{i}=''")).collect();
    assert!(!tree::is_fit(&format!("<a{attributes}/>")));
    assert!(!tree::is_fit("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"));
}

#[test]
fn prefixes_need_no_declaration() {
    let undeclared = "<viz:a viz:b='1'/>";
    assert!(tree::of(undeclared).is_none());
    assert_eq!(told(undeclared).unwrap(), "<a@1 b=\"1\"></>");
    // The declaration of a prefix is no attribute.
    let declared = "<a xmlns:b='u' b='1'/>";
    assert_eq!(streamed(declared), told(declared));
}

#[test]
fn what_is_not_well_formed_is_refused_with_its_place() {
    for (xml, what) in [
        ("", "There is nothing in it"),
        ("  <!-- -->", "There is nothing in it"),
        (
            "<a>\n<b></a>",
            "Here “a” is closed, but “b” is open (line 2, column 4)",
        ),
        (
            "<a>\n",
            "The text ends too early, as if it had been cut off (line 2, column 1)",
        ),
        (
            "<a/>\n<b/>",
            "There is a second root; XML has only one (line 2, column 1)",
        ),
        ("<a/> x", "There is more text after the end (line 1, column 5)"),
        ("x<a/>", "There is text before the first tag (line 1, column 1)"),
        (
            "<a>R & D</a>",
            "An ampersand must be written as “&amp;” (line 1, column 6)",
        ),
        (
            "<a b='R&D'/>",
            "An ampersand must be written as “&amp;” (line 1, column 8)",
        ),
        (
            "<a>&lol;</a>",
            "“&lol;” is none of the entities that XML itself has (line 1, column 4)",
        ),
        (
            "<a b=\"1>\n<c/>\"/>",
            "“<” stands in the value of “b”; is a quote missing? (line 2, column 1)",
        ),
        ("<a b='1' b='2'/>", "“b” is there twice (line 1, column 10)"),
        (
            "<a b=1/>",
            "The value of “b” does not stand in quotes (line 1, column 6)",
        ),
        ("<a b/>", "After “b” an equals sign is missing (line 1, column 4)"),
        (
            "<a b='1'c='2'/>",
            "A blank is missing before an attribute (line 1, column 9)",
        ),
        (
            "<a></a></a>",
            "Here “a” is closed, but it is not open (line 1, column 8)",
        ),
        ("<a><!-- </a>", "A comment is never closed (line 1, column 4)"),
    ] {
        assert_eq!(told(xml).unwrap_err(), what, "{xml}");
        assert!(by_the_book(xml).is_none(), "{xml}");
    }
}

#[test]
fn hostile_files_end_soon() {
    let laughs: String = (0..10)
        .map(|i| format!("<!ENTITY l{} \"{}\">", i + 1, format!("&l{i};").repeat(10)))
        .collect();
    let laughs = format!("<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]><a>&l10;</a>");
    assert!(told(&laughs).unwrap_err().contains("&l10;"));
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    assert!(told(outside).unwrap_err().contains("&x;"));
    let deep = "<a>".repeat(1_000_000);
    assert!(told(&deep).unwrap_err().contains("nested more than 1000 deep"));
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=''")).collect();
    assert!(
        told(&format!("<a{attributes}/>"))
            .unwrap_err()
            .contains("more than 256 attributes")
    );
}

#[test]
fn it_can_be_given_up() {
    let cancel = Cancel::new();
    cancel.raise();
    let fault = walk("<a/>", &mut Told::default(), &Progress::new(), &cancel).unwrap_err();
    assert!(fault.to_string().contains("given up"), "{fault}");
}
