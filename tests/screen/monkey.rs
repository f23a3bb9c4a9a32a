//! Random pointers, keys, words, sizes and requests of a screen reader against the whole window. Nothing may panic; after
//! each step the document is valid, every figure is finite, and the last step can be taken back and made again.
//!
//! `MILIEU_MONKEY` sets the number of seeds (8 in the suite); with `MILIEU_MONKEY_SEED` they begin elsewhere than at 0.
//! What fails names its seed and its step.

use std::sync::Arc;

use egui::accesskit::{Action as Request, Role};
use egui::epaint::text::MissingGlyphPolicy;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, pos2, vec2};
use egui_kittest::kittest::NodeT as _;
use egui_kittest::{Harness, Node};
use milieu::base::rng::Rng;
use milieu::files::project;
use milieu::files::settings::Settings;
use milieu::model::Document;
use milieu::session::{Action, Pace, Session};
use milieu::ui::Window;

/// Sizes that the window is given.
const SIZES: [Vec2; 4] = [
    vec2(1200.0, 760.0),
    vec2(1024.0, 640.0),
    vec2(1600.0, 1000.0),
    vec2(700.0, 420.0),
];
/// Steps of one seed.
const STEPS: usize = 300;
/// What would leave the window or the folder of the test.
const FORBIDDEN: [&str; 8] = [
    "Quit",
    "Home",
    "Desktop",
    "Documents",
    "Downloads",
    "Folder above",
    "New folder",
    "Replace",
];
/// What is typed.
const WORDS: [&str; 7] = ["x", "3", "0.5", "Alpha ", "-", "1e308", "甲"];
/// What is pasted: names, nothing, cells, networks, nonsense.
const CLIPS: [&str; 7] = [
    "Alpha\nBeta",
    "",
    "name\tcity\tjobs\nMidea\t顺德\t1,200\nGree\t珠海\tmany",
    "source\ttarget\tweight\nA\tB\t3\nB\tA\t\n\tC\t1",
    "*Vertices 2\n1 \"A\"\n2 \"B\"\n*Arcs\n1 2 1",
    "{\"nodes\": [{\"id\": 1}], \"links\": [{\"source\": 1, \"target\": 9}]}",
    "\t\t\n\t\u{0}\t\n",
];

const KEYS: &[Key] = &[
    Key::A,
    Key::B,
    Key::D,
    Key::F,
    Key::G,
    Key::H,
    Key::I,
    Key::L,
    Key::M,
    Key::P,
    Key::Q,
    Key::R,
    Key::T,
    Key::V,
    Key::X,
    Key::C,
    Key::Y,
    Key::Z,
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::N,
    Key::Tab,
    Key::Enter,
    Key::Escape,
    Key::Delete,
    Key::Backspace,
    Key::F1,
    Key::F2,
    Key::F6,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::Home,
    Key::Space,
    Key::Equals,
    Key::Minus,
];

/// A window, a restless hand, and what was there before the last step.
struct Monkey {
    screen: Harness<'static, Window>,
    rng: Rng,
    at: Pos2,
    size: Vec2,
    known: Arc<Document>,
    /// Steps that were taken back and made again on the way.
    edits: usize,
    /// Where files may be written.
    _folder: tempfile::TempDir,
}

/// Says which seed and step it was when something breaks.
struct Told {
    seed: u64,
    step: usize,
}

impl Drop for Told {
    #[expect(
        clippy::print_stderr,
        reason = "whoever looks for a mistake must be able to repeat it"
    )]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "the monkey with seed {} broke it at step {}",
                self.seed, self.step
            );
        }
    }
}

impl Monkey {
    fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::default();
        settings.reduced_motion = seed.is_multiple_of(2);
        // File dialogs begin where the last file was.
        let last = folder.path().join("last.milieu");
        std::fs::write(&last, "not a project").unwrap();
        settings.recent = vec![last];
        let mut screen = Harness::builder()
            .with_size(SIZES[0])
            .with_max_steps(40)
            .with_step_dt(0.05)
            .build_eframe(|creation| {
                Window::new(&creation.egui_ctx, Session::new(settings, None, &Pace::Inline))
                    .with_built_in_dialogs()
            });
        let ctx = screen.ctx.clone();
        // Fonts of the system are not there in tests; people see boxes where a letter is missing.
        ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
        screen
            .state_mut()
            .perform(&ctx, Action::OpenExample("golden".into()));
        screen.run_steps(3);
        let known = Arc::clone(screen.state().session().document());
        Self {
            screen,
            rng: Rng::new(seed),
            at: Pos2::ZERO,
            size: SIZES[0],
            known,
            edits: 0,
            _folder: folder,
        }
    }

    fn perform(&mut self, action: Action) {
        let ctx = self.screen.ctx.clone();
        self.screen.state_mut().perform(&ctx, action);
    }

    /// One thing that a restless person might do.
    fn poke(&mut self) {
        let modifiers = match self.rng.below(8) {
            0 => Modifiers::COMMAND,
            1 => Modifiers::SHIFT,
            2 => Modifiers::COMMAND | Modifiers::SHIFT,
            3 => Modifiers::ALT,
            _ => Modifiers::NONE,
        };
        match self.rng.below(20) {
            0..=5 => self.point(modifiers),
            6 | 7 => {
                let (way, at) = (self.somewhere(300.0) - vec2(150.0, 150.0), self.at);
                self.button(true, modifiers);
                self.screen.step();
                self.at = at + way.to_vec2();
                self.screen.event(Event::PointerMoved(self.at));
                self.screen.step();
                self.button(false, modifiers);
            }
            8..=10 => {
                // Quitting ends the game.
                let key = KEYS[self.rng.below(KEYS.len())];
                if !(modifiers.command && key == Key::Q) {
                    self.screen.key_press_modifiers(modifiers, key);
                }
            }
            11 => {
                let word = WORDS[self.rng.below(WORDS.len())];
                self.screen.event(Event::Text(word.to_owned()));
            }
            // Nobody stays where nothing can be done.
            12 | 13 => self.screen.key_press(Key::Escape),
            14 if self.rng.below(3) == 0 => {
                let clip = CLIPS[self.rng.below(CLIPS.len())];
                self.screen.event(Event::Paste(clip.to_owned()));
            }
            15 if self.rng.below(4) == 0 => {
                self.size = SIZES[self.rng.below(SIZES.len())];
                self.screen.set_size(self.size);
            }
            _ => self.request(),
        }
        self.screen.step();
    }

    fn somewhere(&mut self, within: f32) -> Pos2 {
        pos2(self.rng.unit() as f32 * within, self.rng.unit() as f32 * within)
    }

    fn point(&mut self, modifiers: Modifiers) {
        if self.rng.below(2) == 0 {
            self.at = pos2(
                self.rng.unit() as f32 * self.size.x,
                self.rng.unit() as f32 * self.size.y,
            );
            self.screen.event(Event::PointerMoved(self.at));
        } else {
            for pressed in [true, false] {
                self.button(pressed, modifiers);
            }
        }
    }

    fn button(&mut self, pressed: bool, modifiers: Modifiers) {
        let button = if pressed && self.rng.below(6) == 0 {
            PointerButton::Secondary
        } else {
            PointerButton::Primary
        };
        self.screen.event(Event::PointerButton {
            pos: self.at,
            button,
            pressed,
            modifiers,
        });
    }

    /// What a screen reader asks for: presses, focuses or fills in anything that is there.
    fn request(&mut self) {
        let (choice, what) = (self.rng.below(10_000), self.rng.below(12));
        let word = WORDS[self.rng.below(WORDS.len())];
        let number = [-1e9, 0.0, 0.37, 12.0, f64::MAX][self.rng.below(5)];
        let nodes: Vec<Node<'_>> = self
            .screen
            .root()
            .children_recursive()
            .filter(|node| is_allowed(node))
            .collect();
        let Some(node) = nodes.get(choice % nodes.len().max(1)) else {
            return;
        };
        let inner = node.accesskit_node();
        let can = |request| inner.data().supports_action(request);
        match what {
            0 | 1 => node.focus(),
            2 | 3 if inner.role() == Role::TextInput || inner.role() == Role::MultilineTextInput => {
                node.set_text_value_accesskit(word);
            }
            2 | 3 if can(Request::Increment) => node.increment_accesskit(),
            4 if can(Request::Decrement) => node.decrement_accesskit(),
            5 if can(Request::SetValue) => node.set_value_accesskit(number),
            _ => node.click_accesskit(),
        }
    }

    /// What must hold whatever has happened.
    fn check(&mut self) {
        let session = self.screen.state().session();
        if let Some(now) = session.track().current() {
            for (indicator, value) in now.values() {
                assert!(value.is_none_or(f64::is_finite), "{} is {value:?}", indicator.id);
            }
        }
        if session.is_trying() || Arc::ptr_eq(session.document(), &self.known) {
            return;
        }
        self.known = Arc::clone(session.document());
        let text = project::write(&self.known);
        let back = project::read(text.as_bytes()).unwrap_or_else(|fault| panic!("not valid: {fault}"));
        assert_eq!(back.document, *self.known, "it does not come back from its file");
        // While something is in the hand, undoing would let go of it.
        let idle = !session.motion().moving() && !self.screen.ctx.input(|input| input.pointer.any_down());
        if idle && session.history().undoable().next().is_some() && self.rng.below(3) == 0 {
            self.edits += 1;
            self.perform(Action::Undo);
            self.perform(Action::Redo);
            let again = project::write(self.screen.state().session().document());
            assert_eq!(again, text, "undoing and making the step again leads elsewhere");
            self.known = Arc::clone(self.screen.state().session().document());
        }
    }

    /// Everything since the beginning can be taken back and made again; how many steps that were.
    fn travel(&mut self) -> usize {
        self.perform(Action::Cancel);
        let session = self.screen.state().session();
        let text = project::write(session.document());
        let steps = session.history().undoable().count();
        let undone = i32::try_from(steps).unwrap();
        self.perform(Action::Travel(-undone));
        self.perform(Action::Travel(undone));
        assert_eq!(project::write(self.screen.state().session().document()), text);
        self.edits + steps
    }
}

fn is_allowed(node: &Node<'_>) -> bool {
    let node = node.accesskit_node();
    let label = node.label().unwrap_or_default();
    !node.is_disabled() && !FORBIDDEN.iter().any(|word| label.starts_with(word))
}

fn number_of(variable: &str, usual: u64) -> u64 {
    std::env::var(variable)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

#[test]
fn a_monkey_breaks_nothing() {
    let first = number_of("MILIEU_MONKEY_SEED", 0);
    let mut edits = 0;
    for seed in first..first + number_of("MILIEU_MONKEY", 8) {
        let mut told = Told { seed, step: 0 };
        let mut monkey = Monkey::new(seed);
        for step in 0..STEPS {
            told.step = step;
            monkey.poke();
            monkey.check();
        }
        edits += monkey.travel();
    }
    assert!(
        edits >= 20,
        "a monkey that changes nothing tests nothing: {edits} edits"
    );
}
