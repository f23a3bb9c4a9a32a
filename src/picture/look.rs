//! Colors, sizes and line styles. Hues by Okabe & Ito (2008); every fill has an outline with a contrast of at least
//! 4.5:1 against the paper, because the fills alone are too pale.

use crate::base::units::Weight;
use crate::model::{Actor, ActorKind, Role, TieKind};

use super::outline::{self, Outline};

/// A color: red, green and blue, each 0 to 255 in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// The color `share` of the way (0 to 1) from this one to `other`.
    #[must_use]
    pub fn toward(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| {
            (f64::from(a) + (f64::from(b) - f64::from(a)) * share.clamp(0.0, 1.0)).round() as u8
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

/// The colors that are not hues of roles.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Ground of the map.
    pub paper: Rgb,
    /// Ground of small pictures beside the map, which shows through the hole of a ring.
    pub card: Rgb,
    /// Text, selection.
    pub text: Rgb,
    /// Less important text.
    pub secondary: Rgb,
    /// Most ties.
    pub line: Rgb,
    /// Membership and governance.
    pub grey: Rgb,
    /// Competition.
    pub rival: Rgb,
    /// Lines of tying and marquee under the pointer.
    pub accent: Rgb,
}

static LIGHT: Palette = Palette {
    paper: Rgb(0xFA, 0xFA, 0xF7),
    card: Rgb(0xFF, 0xFF, 0xFF),
    text: Rgb(0x1B, 0x1C, 0x1E),
    secondary: Rgb(0x5A, 0x5E, 0x66),
    line: Rgb(0x5C, 0x61, 0x6A),
    grey: Rgb(0x6B, 0x72, 0x80),
    rival: Rgb(0xBF, 0x53, 0x00),
    accent: Rgb(0x00, 0x72, 0xB2),
};

static DARK: Palette = Palette {
    paper: Rgb(0x1E, 0x1F, 0x22),
    card: Rgb(0x2C, 0x2D, 0x32),
    text: Rgb(0xE6, 0xE7, 0xEA),
    secondary: Rgb(0xA9, 0xAD, 0xB5),
    line: Rgb(0x9C, 0xA1, 0xAA),
    grey: Rgb(0x8B, 0x92, 0xA0),
    rival: Rgb(0xD6, 0x65, 0x27),
    accent: Rgb(0x56, 0xB4, 0xE9),
};

impl Palette {
    /// The palette for a dark or a light ground.
    pub fn of(dark: bool) -> &'static Self {
        if dark { &DARK } else { &LIGHT }
    }
}

/// Hue of a role. Demand has none; this is the light paper, see [`body_fill`] for what to paint.
pub const fn role_fill(role: Role) -> Rgb {
    match role {
        Role::Producer => Rgb(0x00, 0x72, 0xB2),
        Role::Service => Rgb(0x56, 0xB4, 0xE9),
        Role::PublicBody => Rgb(0xF0, 0xE4, 0x42),
        Role::Association => Rgb(0xD5, 0x5E, 0x00),
        Role::Demand => LIGHT.paper,
    }
}

/// Outline of a role, with enough contrast against the paper.
pub const fn role_outline(role: Role, dark: bool) -> Rgb {
    match (role, dark) {
        (Role::Producer, false) => Rgb(0x00, 0x72, 0xB2),
        (Role::Producer, true) => Rgb(0x5A, 0x8A, 0xBD),
        (Role::Service, false) => Rgb(0x38, 0x79, 0x9E),
        (Role::Service, true) => Rgb(0x56, 0xB4, 0xE9),
        (Role::PublicBody, false) => Rgb(0x7C, 0x75, 0x1D),
        (Role::PublicBody, true) => Rgb(0xF0, 0xE4, 0x42),
        (Role::Association, false) => Rgb(0xBF, 0x53, 0x00),
        (Role::Association, true) => Rgb(0xD6, 0x65, 0x27),
        (Role::Demand, false) => LIGHT.text,
        (Role::Demand, true) => DARK.text,
    }
}

/// Fill of a mark: the role's hue, at 35 % on the paper for an external actor; opaque, so that no tie shows through.
pub fn body_fill(role: Role, external: bool, dark: bool) -> Rgb {
    let paper = Palette::of(dark).paper;
    let full = if role == Role::Demand {
        paper
    } else {
        role_fill(role)
    };
    if external { paper.toward(full, 0.35) } else { full }
}

/// Radius of the largest mark, map units.
pub const RADIUS_MOST: f64 = Actor::MARK_RADIUS_MOST;

/// Shape of a kind's mark around the origin; multiply by the radius.
pub fn outline(kind: ActorKind) -> &'static Outline {
    outline::of(kind)
}

/// What a tie's line is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pattern {
    /// One unbroken line.
    Solid,
    /// Two parallel lines.
    Double,
    /// Round dots.
    Dotted,
    /// Lengths of dashes and gaps in turn, in map units.
    Dashed(&'static [f64]),
    /// Wide at the first end, pointed at the second.
    Wedge,
}

/// What a tie's line ends in, touching the outline of the mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tip {
    /// Nothing.
    Plain,
    /// Filled arrow.
    Arrow,
    /// Arrow of two strokes.
    OpenArrow,
    /// Bar across the line.
    Bar,
    /// Small filled circle.
    Dot,
    /// Filled diamond.
    Diamond,
}

/// Which color of the palette a tie takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// [`Palette::line`].
    Line,
    /// [`Palette::grey`].
    Grey,
    /// [`Palette::rival`].
    Rival,
}

/// How a kind of tie is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// What the line is made of.
    pub pattern: Pattern,
    /// At the first end.
    pub from: Tip,
    /// At the second end.
    pub to: Tip,
    /// Color.
    pub tone: Tone,
    /// Drawn at two fifths of the width that its weight would give.
    pub thin: bool,
}

impl Line {
    /// The line of something that is not there any more: dashes, whatever its kind was.
    #[must_use]
    pub const fn ghost(self) -> Self {
        Self {
            pattern: Pattern::Dashed(&[7.0, 6.0]),
            from: Tip::Plain,
            to: Tip::Plain,
            ..self
        }
    }

    /// The line of a kind of tie.
    pub const fn of(kind: TieKind, mutual: bool) -> Self {
        let solid = Self {
            pattern: Pattern::Solid,
            from: Tip::Plain,
            to: Tip::Plain,
            tone: Tone::Line,
            thin: false,
        };
        match kind {
            TieKind::Supply => Self {
                to: Tip::Arrow,
                ..solid
            },
            TieKind::Knowledge => Self {
                pattern: Pattern::Dotted,
                from: if mutual { Tip::OpenArrow } else { Tip::Plain },
                to: Tip::OpenArrow,
                ..solid
            },
            TieKind::Cooperation => Self {
                pattern: Pattern::Double,
                ..solid
            },
            TieKind::Competition => Self {
                pattern: Pattern::Dashed(&[8.0, 5.0]),
                from: Tip::Bar,
                to: Tip::Bar,
                tone: Tone::Rival,
                ..solid
            },
            TieKind::Social => Self {
                from: Tip::Dot,
                to: Tip::Dot,
                thin: true,
                ..solid
            },
            TieKind::Governance => Self {
                tone: Tone::Grey,
                thin: true,
                ..solid
            },
            TieKind::Finance => Self {
                pattern: Pattern::Dashed(&[10.0, 4.0, 2.0, 4.0]),
                to: Tip::Arrow,
                ..solid
            },
            TieKind::Labor => Self {
                pattern: Pattern::Dashed(&[14.0, 6.0]),
                to: Tip::Arrow,
                ..solid
            },
            TieKind::Spinoff => Self {
                pattern: Pattern::Wedge,
                ..solid
            },
            TieKind::Ownership => Self {
                from: Tip::Diamond,
                ..solid
            },
        }
    }

    /// Width in map units for a weight: 1 to 6, thin lines two fifths of that but at least 1.
    pub fn width(self, weight: Weight) -> f64 {
        let full = 1.0 + 5.0 * weight.get();
        if self.thin { (full * 0.4).max(1.0) } else { full }
    }

    /// Color of the line.
    pub fn color(self, dark: bool) -> Rgb {
        let palette = Palette::of(dark);
        match self.tone {
            Tone::Line => palette.line,
            Tone::Grey => palette.grey,
            Tone::Rival => palette.rival,
        }
    }
}

impl Tip {
    /// How far the tip reaches back along a line of this width, map units.
    pub fn length(self, width: f64) -> f64 {
        match self {
            Self::Plain => 0.0,
            // The bar stands off the outline, so that it does not melt into it.
            Self::Bar => 4.0,
            Self::Arrow => 6.5 + 1.5 * width,
            Self::OpenArrow => 6.0 + width,
            Self::Dot => 2.0 * self.half_width(width),
            Self::Diamond => 9.0 + 1.8 * width,
        }
    }

    /// How far the tip reaches to each side of a line of this width, map units.
    pub fn half_width(self, width: f64) -> f64 {
        match self {
            Self::Plain => width / 2.0,
            Self::Arrow => 3.0 + width,
            Self::OpenArrow => 3.5 + 0.8 * width,
            Self::Bar => 4.0 + width,
            Self::Dot => 1.8 + 0.7 * width,
            Self::Diamond => 3.2 + 0.7 * width,
        }
    }
}

/// Share of full strength at which a disabled tie is drawn.
pub const DISABLED: f64 = 0.25;

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Contrast ratio of WCAG 2.
    pub(crate) fn contrast(a: Rgb, b: Rgb) -> f64 {
        let luminance = |Rgb(r, g, b): Rgb| {
            let part = |c: u8| {
                let c = f64::from(c) / 255.0;
                if c <= 0.040_45 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
        };
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        (a / b).max(b / a)
    }

    #[test]
    fn outlines_and_text_stand_out_from_the_paper() {
        for dark in [false, true] {
            let palette = Palette::of(dark);
            for role in Role::ALL {
                assert!(
                    contrast(role_outline(role, dark), palette.paper) >= 4.5,
                    "{role:?} {dark}"
                );
            }
            for kind in TieKind::ALL {
                assert!(
                    contrast(Line::of(kind, false).color(dark), palette.paper) >= 4.5,
                    "{kind:?} {dark}"
                );
            }
            assert!(contrast(palette.text, palette.paper) >= 12.0);
            assert!(contrast(palette.secondary, palette.paper) >= 6.0);
        }
    }

    #[test]
    fn no_two_kinds_of_ties_look_the_same() {
        for (i, a) in TieKind::ALL.into_iter().enumerate() {
            for b in &TieKind::ALL[i + 1..] {
                assert_ne!(Line::of(a, false), Line::of(*b, false), "{a:?} {b:?}");
            }
        }
    }
}
