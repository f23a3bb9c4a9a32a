//! Random pointers, keys and words against the whole window. Nothing may panic, and all of it can be undone.
//!
//! `MILIEU_MONKEY` sets the number of seeds (3 in the suite).

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, pos2, vec2};
use egui_kittest::Harness;
use milieu::base::rng::Rng;
use milieu::files::project;
use milieu::files::settings::Settings;
use milieu::session::{Action, Pace, Session};
use milieu::ui::Window;

const SIZE: Vec2 = vec2(1200.0, 760.0);

fn window(seed: u64) -> Harness<'static, Window> {
    let mut settings = Settings::default();
    settings.reduced_motion = seed.is_multiple_of(2);
    let mut screen = Harness::builder()
        .with_size(SIZE)
        .with_max_steps(40)
        .with_step_dt(0.05)
        .build_eframe(|creation| {
            Window::new(&creation.egui_ctx, Session::new(settings, None, &Pace::Inline))
                .with_built_in_dialogs()
        });
    let ctx = screen.ctx.clone();
    screen
        .state_mut()
        .perform(&ctx, Action::OpenExample("golden".into()));
    screen.run_steps(3);
    screen
}

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

/// One thing that a restless person might do.
fn poke(screen: &mut Harness<'static, Window>, rng: &mut Rng, at: &mut Pos2) {
    let modifiers = match rng.below(8) {
        0 => Modifiers::COMMAND,
        1 => Modifiers::SHIFT,
        2 => Modifiers::COMMAND | Modifiers::SHIFT,
        3 => Modifiers::ALT,
        _ => Modifiers::NONE,
    };
    let button = if rng.below(6) == 0 {
        PointerButton::Secondary
    } else {
        PointerButton::Primary
    };
    let press = |pos, pressed| Event::PointerButton {
        pos,
        button,
        pressed,
        modifiers,
    };
    match rng.below(10) {
        0..=3 => {
            *at = pos2(rng.unit() as f32 * SIZE.x, rng.unit() as f32 * SIZE.y);
            screen.event(Event::PointerMoved(*at));
        }
        4 | 5 => {
            for pressed in [true, false] {
                screen.event(press(*at, pressed));
            }
        }
        6 => {
            screen.event(press(*at, true));
            screen.step();
            *at += vec2(
                rng.unit() as f32 * 300.0 - 150.0,
                rng.unit() as f32 * 300.0 - 150.0,
            );
            screen.event(Event::PointerMoved(*at));
            screen.step();
            screen.event(press(*at, false));
        }
        7 | 8 => {
            // Quitting and saving end the game or leave the window.
            let key = KEYS[rng.below(KEYS.len())];
            if !(modifiers.command && matches!(key, Key::Q)) {
                screen.key_press_modifiers(modifiers, key);
            }
        }
        _ => screen.event(Event::Text(
            ["x", "3", "0.5", "Alpha ", "-"][rng.below(5)].to_owned(),
        )),
    }
    screen.step();
}

#[test]
fn a_monkey_breaks_nothing() {
    let seeds = std::env::var("MILIEU_MONKEY")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(3);
    let mut edits = 0;
    for seed in 0..seeds {
        let mut screen = window(seed);
        let mut rng = Rng::new(seed);
        let mut at = Pos2::ZERO;
        for _ in 0..400 {
            poke(&mut screen, &mut rng, &mut at);
        }
        let ctx = screen.ctx.clone();
        screen.state_mut().perform(&ctx, Action::Cancel);
        let session = screen.state().session();
        let text = project::write(session.document());
        let back = project::read(text.as_bytes()).unwrap_or_else(|fault| panic!("seed {seed}: {fault}"));
        assert_eq!(back.document, **session.document(), "seed {seed}");
        let undone = session.history().undoable().count();
        edits += undone;
        screen
            .state_mut()
            .perform(&ctx, Action::Travel(-i32::try_from(undone).unwrap()));
        screen
            .state_mut()
            .perform(&ctx, Action::Travel(i32::try_from(undone).unwrap()));
        assert_eq!(
            project::write(screen.state().session().document()),
            text,
            "seed {seed}"
        );
    }
    assert!(
        edits >= 20,
        "a monkey that changes nothing tests nothing: {edits} edits"
    );
}
