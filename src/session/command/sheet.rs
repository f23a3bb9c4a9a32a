//! All keys and gestures in groups, for the window that lists them and as a page to print.

use super::chords::{Keys, words};
use super::{Menu, all};
use crate::base::fold::folded;

/// What no table of commands holds, in two groups.
const GESTURES: [(&str, &[(&str, &str)]); 2] = [
    (
        "Pointer on the map",
        &[
            ("Click", "Select; with Shift or Ctrl, add or take away"),
            ("Double-click on paper", "New actor, its name field open"),
            ("Double-click an actor or its name", "Rename"),
            ("Double-click a tie", "Its kind, strength and trust"),
            ("Double-click a note, a zone's name", "Write it"),
            ("Drag an actor", "Move it and all that is selected"),
            (
                "Drag from the ring of an actor",
                "New tie; on paper, a new actor too",
            ),
            ("Drag the end of the selected tie", "Tie it to another actor"),
            ("Drag on paper", "Select by a frame; Shift adds, Alt takes away"),
            ("Click, drag in note mode", "New note, new zone"),
            (
                "Drag the edge or name of a zone",
                "Move it with what is inside; with Alt alone",
            ),
            ("Drag a grip of a note or zone", "Make it larger or smaller"),
            ("Q held, and drag", "Select by a line drawn around"),
            ("Right-click", "Menu of what is there"),
            ("Wheel, pinch", "Zoom about the pointer"),
            ("Two fingers, Shift and wheel", "Move the view"),
            ("Space or middle button, and drag", "Move the view"),
            ("Drag in the minimap", "Move the view"),
            ("Drop a file", "Open it"),
        ],
    ),
    (
        "In fields and lists",
        &[
            ("Enter", "Take over what was typed"),
            (
                "Escape",
                "Give up: the gesture, the field, the mode, the focus, the selection",
            ),
            ("Tab in the name field of an actor", "Another kind"),
            ("Tab while a tie is drawn", "Another kind"),
            ("Ctrl+Enter in a note", "Take over what was written"),
            ("Enter, Shift and Enter in the search", "Next and previous hit"),
        ],
    ),
];

/// What a group of the sheet is called, and its rows: chords or a gesture, and what it does.
pub struct Group {
    /// A menu, or another word for where these belong.
    pub title: &'static str,
    /// In the order of the menu.
    pub rows: Vec<Row>,
}

/// One row of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Chords of the table, or the words of a gesture.
    pub keys: Vec<&'static str>,
    /// The words are those of a gesture.
    pub gesture: bool,
    /// What it does.
    pub name: String,
}

impl Row {
    /// Everything that a person reads.
    fn text(&self, keys: Keys) -> String {
        let chord = |chord: &&'static str| match self.gesture {
            true => (*chord).to_owned(),
            false => words(chord, keys),
        };
        let chords: Vec<String> = self.keys.iter().map(chord).collect();
        format!("{} {}", self.name, chords.join(" "))
    }
}

const fn title(menu: Menu) -> &'static str {
    match menu {
        Menu::File => "File",
        Menu::Edit => "Edit",
        Menu::View => "View",
        Menu::Insert => "Insert",
        Menu::Layout => "Layout",
        Menu::Analyze => "Analyze",
        Menu::Help => "Help",
        Menu::Nowhere(_) => "Keyboard on the map",
    }
}

/// All groups with the rows that hold every word of `wanted`, groups without rows left out.
pub fn groups(wanted: &str, keys: Keys) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut put = |title, row: Row| match groups.iter_mut().find(|group| group.title == title) {
        Some(group) => group.rows.push(row),
        None => groups.push(Group {
            title,
            rows: vec![row],
        }),
    };
    for command in all().filter(|command| !command.keys.is_empty()) {
        let mut chords = command.keys.to_vec();
        chords.dedup_by_key(|chord| words(chord, keys));
        let row = Row {
            keys: chords,
            gesture: false,
            name: command.title(),
        };
        put(title(command.menu), row);
    }
    for (title, rows) in GESTURES {
        for &(gesture, name) in rows {
            let row = Row {
                keys: vec![gesture],
                gesture: true,
                name: name.to_owned(),
            };
            put(title, row);
        }
    }
    // What belongs to the map stands together at the end.
    groups.sort_by_key(|group| GESTURES.iter().any(|(title, _)| *title == group.title));
    let wanted = folded(wanted);
    for group in &mut groups {
        group.rows.retain(|row| {
            let text = folded(&row.text(keys));
            wanted.split_whitespace().all(|word| text.contains(word))
        });
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// How the page looks: three columns on one sheet of A4, or as many as a screen has room for.
const STYLE: &str = "\
@page { size: A4 landscape; margin: 11mm }
body { font: 9.5pt/1.42 system-ui, sans-serif; color: #1b1c1e; margin: 1.5em; columns: 21em }
h1 { font-size: 15pt; font-weight: 600; margin: 0 0 .5em; column-span: all }
section { break-inside: avoid-column; margin: 0 0 1.1em }
section.long { break-inside: auto }
h2 { font-size: 10pt; font-weight: 600; margin: 0 0 .25em; color: #0072b2; break-after: avoid }
dl { display: grid; grid-template-columns: 1fr auto; gap: .12em .8em; margin: 0 }
dt { grid-column: 1 } dd { grid-column: 2; margin: 0; text-align: right; color: #5a5e66 }
section.gestures dl { grid-template-columns: 1fr 1fr }
section.gestures dd { text-align: left }
kbd { font: inherit; border: 1px solid #c9c9c3; border-radius: 3px; padding: 0 .35em; color: #1b1c1e; white-space: nowrap }
@media print { body { margin: 0; font-size: 7.4pt; line-height: 1.3; columns: 3; column-gap: 2.2em } }
";

/// The sheet as a page for a browser, which prints it on one sheet of paper.
pub fn page(keys: Keys) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Keys and gestures of Milieu</title>\n\
         <style>\n{STYLE}</style>\n<h1>Keys and gestures of Milieu</h1>\n"
    );
    for group in groups("", keys) {
        let mut classes = Vec::new();
        if group.rows.iter().all(|row| row.gesture) {
            classes.push("gestures");
        }
        if group.rows.len() > 12 {
            classes.push("long");
        }
        html.push_str(&format!(
            "<section class=\"{}\">\n<h2>{}</h2>\n<dl>\n",
            classes.join(" "),
            escaped(group.title)
        ));
        for row in &group.rows {
            let does = escaped(&row.name);
            if row.gesture {
                let gesture = escaped(&row.keys.join(", "));
                html.push_str(&format!("<dt>{gesture}</dt><dd>{does}</dd>\n"));
            } else {
                let chords: Vec<String> = row
                    .keys
                    .iter()
                    .map(|chord| format!("<kbd>{}</kbd>", escaped(&words(chord, keys))))
                    .collect();
                html.push_str(&format!("<dt>{does}</dt><dd>{}</dd>\n", chords.join(" ")));
            }
        }
        html.push_str("</dl>\n</section>\n");
    }
    html.push_str("</html>\n");
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_is_on_the_sheet_once() {
        let groups = groups("", Keys::Words);
        for command in all().filter(|command| !command.keys.is_empty()) {
            let rows = groups.iter().flat_map(|group| &group.rows);
            let here = rows.filter(|row| row.name == command.title() && !row.gesture);
            assert_eq!(here.count(), 1, "{}", command.id);
        }
        assert!(groups.last().unwrap().rows[0].gesture);
    }

    #[test]
    fn rows_are_found_by_what_they_do_and_by_their_keys() {
        let found = |wanted| -> Vec<String> {
            let groups = groups(wanted, Keys::Words);
            let rows = groups.into_iter().flat_map(|group| group.rows);
            rows.map(|row| row.name).collect()
        };
        assert_eq!(found("DUPLI"), ["Duplicate"]);
        assert_eq!(found("ctrl+d")[0], "Duplicate");
        assert!(found("zoom wheel").len() == 1 && found("no such thing").is_empty());
    }

    #[test]
    fn the_page_holds_everything_and_no_markup_from_names() {
        let page = page(Keys::Apple);
        assert!(page.contains("<kbd>⇧⌘Z</kbd>") && page.contains("Double-click on paper"));
        assert_eq!(escaped("a < b & c"), "a &lt; b &amp; c");
    }
}
