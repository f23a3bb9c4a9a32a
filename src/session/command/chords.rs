//! Chords of the table in the words, or signs, that people read on their keyboard.

/// How keys are written on this system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    /// In words: Ctrl, Shift, Alt.
    #[default]
    Words,
    /// With the signs of Apple's keyboards; Ctrl of the table is Command.
    Apple,
}

/// A chord taken apart: which of Ctrl, Alt and Shift, and the key.
struct Parts<'a> {
    control: bool,
    alt: bool,
    shift: bool,
    key: &'a str,
}

impl<'a> Parts<'a> {
    fn of(chord: &'a str) -> Self {
        // The last part may be a plus sign itself: "Ctrl++".
        let (modifiers, key) = match chord.strip_suffix("++") {
            Some(rest) => (rest, "+"),
            None => chord
                .rsplit_once('+')
                .filter(|(_, key)| !key.is_empty())
                .unwrap_or(("", chord)),
        };
        let has = |word| modifiers.split('+').any(|part| part == word);
        Self {
            control: has("Ctrl"),
            alt: has("Alt"),
            shift: has("Shift"),
            // For the reader, `=` and `+` are the same key.
            key: if key == "=" { "+" } else { key },
        }
    }
}

/// What is printed on each key of a chord, in the order in which people say them.
pub fn caps(chord: &str, keys: Keys) -> Vec<&str> {
    let parts = Parts::of(chord);
    let (modifiers, key) = match keys {
        Keys::Words => (
            [
                (parts.control, "Ctrl"),
                (parts.alt, "Alt"),
                (parts.shift, "Shift"),
            ],
            parts.key.strip_prefix("Arrow").unwrap_or(parts.key),
        ),
        Keys::Apple => (
            [(parts.alt, "⌥"), (parts.shift, "⇧"), (parts.control, "⌘")],
            match parts.key {
                "ArrowLeft" => "←",
                "ArrowRight" => "→",
                "ArrowUp" => "↑",
                "ArrowDown" => "↓",
                "Backspace" => "⌫",
                "Delete" => "⌦",
                "Enter" => "↩",
                "Tab" => "⇥",
                key => key,
            },
        ),
    };
    let held = modifiers.into_iter().filter(|(held, _)| *held);
    held.map(|(_, cap)| cap).chain([key]).collect()
}

/// A chord in one piece: "Ctrl+Shift+Z", on a Mac "⇧⌘Z".
pub fn words(chord: &str, keys: Keys) -> String {
    let between = match keys {
        Keys::Words => "+",
        Keys::Apple => "",
    };
    caps(chord, keys).join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mac_reads_signs_in_the_order_of_its_menus() {
        for (chord, plain, apple) in [
            ("Ctrl+Shift+Z", "Ctrl+Shift+Z", "⇧⌘Z"),
            ("Ctrl+Alt+ArrowUp", "Ctrl+Alt+Up", "⌥⌘↑"),
            ("Ctrl++", "Ctrl++", "⌘+"),
            ("Ctrl+=", "Ctrl++", "⌘+"),
            ("Ctrl+-", "Ctrl+-", "⌘-"),
            ("?", "?", "?"),
            ("Shift+F3", "Shift+F3", "⇧F3"),
            ("Delete", "Delete", "⌦"),
        ] {
            assert_eq!(words(chord, Keys::Words), plain);
            assert_eq!(words(chord, Keys::Apple), apple);
        }
    }
}
