//! From the table of commands to key presses and back to the words that menus show.

use std::sync::LazyLock;

use egui::os::OperatingSystem;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Context, Event, Id, Key, KeyboardShortcut, Modifiers};

use crate::session::command::chords::{self, Keys};
use crate::session::command::{self, Command};

/// Who has the keyboard in this pass, as it was when the pass began.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keyboard {
    /// A text field takes letters.
    pub typing: bool,
    /// A menu, list or dialog is open.
    pub covered: bool,
    /// The map has the keyboard, or nothing has.
    pub on_map: bool,
}

/// A chord of the table as egui's shortcut. `Ctrl` is Command on macOS.
pub fn parse(chord: &str) -> Option<KeyboardShortcut> {
    // The last part may be a plus sign itself: "Ctrl++".
    let (modifiers, key) = match chord.strip_suffix("++") {
        Some(rest) => (rest, "+"),
        None => chord
            .rsplit_once('+')
            .filter(|(_, key)| !key.is_empty())
            .unwrap_or(("", chord)),
    };
    let mut shortcut = KeyboardShortcut::new(Modifiers::NONE, Key::from_name(key)?);
    for word in modifiers.split('+').filter(|word| !word.is_empty()) {
        shortcut.modifiers = shortcut.modifiers.plus(match word {
            "Ctrl" => Modifiers::COMMAND,
            "Shift" => Modifiers::SHIFT,
            "Alt" => Modifiers::ALT,
            _ => return None,
        });
    }
    Some(shortcut)
}

/// How keys are written on this system.
pub const fn style(os: OperatingSystem) -> Keys {
    match os {
        OperatingSystem::Mac | OperatingSystem::IOS => Keys::Apple,
        _ => Keys::Words,
    }
}

/// The chord as this system writes it.
pub fn words(chord: &str, os: OperatingSystem) -> String {
    chords::words(chord, style(os))
}

/// The first chord of a command, for menus and tooltips.
pub fn shown(command: &Command, ctx: &Context) -> Option<String> {
    command.keys.first().map(|chord| words(chord, ctx.os()))
}

/// The name of a command with its first chord, for tooltips.
pub fn tip(command: &Command, ctx: &Context) -> String {
    match shown(command, ctx) {
        Some(chord) => format!("{} ({chord})", command.name),
        None => command.name.to_owned(),
    }
}

/// Whether a chord may act now.
fn may_act(shortcut: &KeyboardShortcut, keyboard: Keyboard) -> bool {
    let with_command = shortcut.modifiers.command;
    if keyboard.covered {
        return false;
    }
    if keyboard.typing {
        return with_command && !edits_text(shortcut);
    }
    // Keys that every widget understands belong to the one that has the keyboard.
    let common = matches!(
        shortcut.logical_key,
        Key::Tab | Key::Enter | Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown | Key::Home
    );
    keyboard.on_map || with_command || !common
}

/// Chords that a text field uses itself.
fn edits_text(shortcut: &KeyboardShortcut) -> bool {
    matches!(
        shortcut.logical_key,
        Key::A
            | Key::C
            | Key::V
            | Key::X
            | Key::Y
            | Key::Z
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Enter
    )
}

/// Takes letters out of the input, for a field that has been opened but does not have the keyboard yet.
pub fn take_letters(ctx: &Context) -> String {
    let mut letters = String::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Text(text) => {
                letters.push_str(text);
                false
            }
            _ => true,
        });
    });
    letters
}

/// Puts the cursor of a text field behind all of `text`, or has it select all, to be typed over.
pub fn set_cursor(ctx: &Context, field: Id, text: &str, select: bool) {
    let end = CCursor::new(text.chars().count());
    let start = if select { CCursor::new(0) } else { end };
    let mut state = TextEditState::load(ctx, field).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(start, end)));
    state.store(ctx, field);
}

/// Opens a field for text: letters that follow are for that.
fn opens_field(command: &Command) -> bool {
    ["find.open", "find.palette", "edit.rename", "insert.tie"].contains(&command.id)
}

/// Takes the presses of chords that may act out of the input, in the order in which they were made.
pub fn take(ctx: &Context, mut keyboard: Keyboard) -> Vec<&'static Command> {
    let mut taken = Vec::new();
    ctx.input_mut(|input| {
        if input.events.iter().any(|event| matches!(event, Event::Ime(_))) {
            return;
        }
        input.events.retain(|event| {
            let command = CHORDS
                .iter()
                .find(|(shortcut, _)| is_press(event, shortcut) && may_act(shortcut, keyboard))
                .map(|&(_, command)| command);
            keyboard.typing |= command.is_some_and(opens_field);
            taken.extend(command);
            command.is_none()
        });
    });
    taken
}

/// Every chord of the table; those with more modifiers first, as a looser chord would match them too.
static CHORDS: LazyLock<Vec<(KeyboardShortcut, &'static Command)>> = LazyLock::new(|| {
    let mut chords: Vec<_> = command::all()
        .flat_map(|command| {
            command
                .keys
                .iter()
                .filter_map(move |chord| Some((parse(chord)?, command)))
        })
        .collect();
    chords.sort_by_key(|(shortcut, _)| {
        let modifiers = shortcut.modifiers;
        std::cmp::Reverse(u8::from(modifiers.shift) + u8::from(modifiers.alt) + u8::from(modifiers.command))
    });
    chords
});

/// Characters such as `?` and `+` need Shift on many keyboards, so Shift is free for them.
fn is_press(event: &Event, shortcut: &KeyboardShortcut) -> bool {
    let Event::Key {
        key,
        physical_key,
        modifiers,
        pressed: true,
        ..
    } = event
    else {
        return false;
    };
    let wanted = shortcut.logical_key;
    let free_shift = matches!(wanted, Key::Plus | Key::Questionmark | Key::Equals);
    let modifiers = Modifiers {
        shift: modifiers.shift && !free_shift,
        ..*modifiers
    };
    let same = *key == wanted || (is_digit(wanted) && *physical_key == Some(wanted));
    same && modifiers.matches_exact(shortcut.modifiers)
}

/// Shift+1 types another character on every keyboard, so digits go by their place.
const fn is_digit(key: Key) -> bool {
    matches!(key, Key::Num1 | Key::Num2 | Key::Num3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chord_of_the_table_is_understood() {
        for command in command::all() {
            for chord in command.keys {
                assert!(parse(chord).is_some(), "{chord} of {}", command.id);
            }
        }
    }

    #[test]
    fn plus_is_a_key() {
        let chord = parse("Ctrl++").unwrap();
        assert_eq!(
            (chord.logical_key, chord.modifiers),
            (Key::Plus, Modifiers::COMMAND)
        );
        let chord = parse("Ctrl+Alt+-").unwrap();
        assert_eq!(
            (chord.logical_key, chord.modifiers),
            (Key::Minus, Modifiers::COMMAND | Modifiers::ALT)
        );
    }

    #[test]
    fn letters_wait_while_someone_types() {
        let letter = parse("L").unwrap();
        let save = parse("Ctrl+S").unwrap();
        let undo = parse("Ctrl+Z").unwrap();
        let typing = Keyboard {
            typing: true,
            ..Keyboard::default()
        };
        assert!(!may_act(&letter, typing));
        assert!(may_act(&save, typing));
        assert!(!may_act(&undo, typing), "the field has its own undo");
        assert!(may_act(&letter, Keyboard::default()));
        assert!(!may_act(
            &save,
            Keyboard {
                covered: true,
                ..Keyboard::default()
            }
        ));
    }

    fn press(key: Key, physical_key: Option<Key>, modifiers: Modifiers) -> Event {
        Event::Key {
            key,
            physical_key,
            pressed: true,
            repeat: false,
            modifiers,
        }
    }

    #[test]
    fn shift_and_a_digit_go_by_the_place_of_the_key() {
        let event = press(Key::Exclamationmark, Some(Key::Num1), Modifiers::SHIFT);
        assert!(is_press(&event, &parse("Shift+1").unwrap()));
        assert!(!is_press(&event, &parse("1").unwrap()));
    }

    #[test]
    fn every_press_of_a_slow_frame_counts_in_its_order() {
        let ctx = Context::default();
        let events = [Key::ArrowUp, Key::ArrowUp, Key::Delete, Key::ArrowUp]
            .map(|key| press(key, None, Modifiers::NONE));
        ctx.input_mut(|input| input.events.extend(events));
        let map = Keyboard {
            on_map: true,
            ..Keyboard::default()
        };
        let ids: Vec<&str> = take(&ctx, map).iter().map(|command| command.id).collect();
        let (up, delete) = (ids[0], ids[2]);
        assert_eq!(ids, [up, up, delete, up]);
        assert!(take(&ctx, map).is_empty(), "they were taken out");
    }

    #[test]
    fn letters_behind_a_chord_that_opens_a_field_are_for_the_field() {
        let ctx = Context::default();
        let events = [
            press(Key::K, None, Modifiers::COMMAND),
            press(Key::M, None, Modifiers::NONE),
        ];
        ctx.input_mut(|input| input.events.extend(events));
        let ids: Vec<&str> = take(&ctx, Keyboard::default())
            .iter()
            .map(|command| command.id)
            .collect();
        assert_eq!(ids, ["find.palette"]);
    }

    #[test]
    fn enter_belongs_to_the_button_that_has_the_keyboard() {
        let enter = parse("Enter").unwrap();
        assert!(!may_act(&enter, Keyboard::default()));
        assert!(may_act(
            &enter,
            Keyboard {
                on_map: true,
                ..Keyboard::default()
            }
        ));
    }

    #[test]
    fn a_mac_reads_signs() {
        assert_eq!(words("Ctrl+Alt+ArrowUp", OperatingSystem::Mac), "⌥⌘↑");
    }
}
