//! The map by a figure: colors and sizes of marks, whatever they are drawn on.

use std::sync::Arc;

use crate::analysis::aspect::Aspect;
use crate::analysis::spread::{Measure, Span, Spread};
use crate::model::{Actor, ActorId, Role, TieId};
use crate::picture::draw::{Coat, Own};
use crate::picture::look::{self, Palette, Rgb};
use crate::picture::{Mark, Scene, Strand, scale};

/// Strength that marks and ties keep that have no part in the figure.
const FADED_MARK: f64 = 0.5;
const FADED_TIE: f64 = 0.3;
/// Strength that ties keep beside actors that are colored by their sort.
const QUIET_TIE: f64 = 0.7;
/// Radius of the mark with the least of a figure, map units.
const RADIUS_LEAST: f64 = 8.0;

/// Fill and outline.
pub type Ink = (Rgb, Rgb);

/// A figure with its scales.
#[derive(Clone)]
pub struct Scaled {
    /// The figure.
    pub spread: Arc<Spread>,
    /// Its scale among actors, if it says something of them.
    pub actors: Option<Span>,
    /// The same among ties.
    pub ties: Option<Span>,
}

impl Scaled {
    /// A figure with the scales that it fills.
    pub fn of(spread: &Arc<Spread>) -> Self {
        Self {
            spread: Arc::clone(spread),
            actors: spread.actor_span(),
            ties: spread.tie_span(),
        }
    }

    fn actor(&self, id: ActorId) -> Option<f64> {
        Some(self.actors?.place(self.spread.actor(id)?))
    }

    fn tie(&self, id: TieId) -> Option<f64> {
        Some(self.ties?.place(self.spread.tie(id)?))
    }

    /// What is said of an actor, "Betweenness: 0.12".
    pub fn of_actor(&self, id: ActorId) -> Option<String> {
        self.words(self.spread.actor(id)?)
    }

    /// What is said of a tie.
    pub fn of_tie(&self, id: TieId) -> Option<String> {
        self.words(self.spread.tie(id)?)
    }

    /// The aspect and the word of the sort that an actor or a tie is of.
    pub fn sort_of(&self, actor: Option<ActorId>, tie: Option<TieId>) -> Option<(Aspect, &str)> {
        let Measure::Aspect(aspect) = self.spread.measure() else {
            return None;
        };
        let of_actor = actor.and_then(|id| self.spread.actor_sort(id));
        let place = of_actor.or_else(|| self.spread.tie_sort(tie?))?;
        Some((aspect, &self.spread.sorts()[place].word))
    }

    /// Fill and outline of a sort.
    pub fn ink(&self, place: usize, dark: bool) -> Ink {
        let sort = &self.spread.sorts()[place];
        let role = Role::ALL
            .into_iter()
            .find(|role| self.spread.measure() == Measure::Aspect(Aspect::Role) && role.name() == sort.word);
        match (role, sort.color) {
            (Some(role), _) => (look::body_fill(role, false, dark), look::role_outline(role, dark)),
            (None, Some(color)) => scale::sort(color, dark),
            // Of no sort at all.
            (None, None) if sort.word.is_empty() => {
                let palette = Palette::of(dark);
                (palette.paper, palette.secondary)
            }
            (None, None) => scale::grey(dark),
        }
    }

    fn words(&self, value: f64) -> Option<String> {
        let measure = self.spread.measure();
        if !self.spread.sorts().is_empty() {
            // A place in the list tells nobody anything.
            return None;
        }
        let text = measure.format(value);
        Some(match measure {
            Measure::Indicator(_) => format!("Share in {}: {text}", measure.name()),
            Measure::Column(_) | Measure::TieColumn(_) | Measure::Aspect(_) => {
                format!("{}: {text}", measure.name())
            }
        })
    }
}

/// What marks and ties are colored and sized by.
#[derive(Clone)]
pub struct Tint {
    /// What colors stand for; for kinds if there is none.
    pub color: Option<Scaled>,
    /// What sizes stand for; for employment if there is none.
    pub size: Option<Scaled>,
    /// How far the colors of the figure have come, 0 to 1.
    pub strength: f64,
}

impl Default for Tint {
    fn default() -> Self {
        Self {
            color: None,
            size: None,
            strength: 1.0,
        }
    }
}

impl Tint {
    /// Colors and sizes by these figures.
    pub fn of(color: Option<&Arc<Spread>>, size: Option<&Arc<Spread>>) -> Self {
        Self {
            color: color.map(Scaled::of),
            size: size.map(Scaled::of),
            strength: 1.0,
        }
    }

    /// Radius of a mark whose own is known: its area grows with the figure.
    pub fn radius(&self, id: ActorId, own: f64) -> f64 {
        let Some(size) = &self.size else { return own };
        radius_at(size.actor(id).unwrap_or(0.0))
    }

    /// How many of each sort that colors stand for are seen.
    pub fn seen(&self, scene: &Scene) -> Vec<usize> {
        let Some(color) = &self.color else {
            return Vec::new();
        };
        let mut seen = vec![0; color.spread.sorts().len()];
        let marks = scene.marks().iter().filter(|mark| mark.seen());
        let strands = scene.strands().iter().filter(|strand| strand.seen());
        let actors = marks.filter_map(|mark| color.spread.actor_sort(mark.id));
        let ties = strands.filter_map(|strand| color.spread.tie_sort(strand.id));
        for place in actors.chain(ties) {
            seen[place] += 1;
        }
        seen
    }
}

impl Coat for Tint {
    fn mark(&self, mark: &Mark, dark: bool) -> Ink {
        let (fill, outline) = Own.mark(mark, dark);
        let Some(color) = &self.color else {
            return (fill, outline);
        };
        let palette = Palette::of(dark);
        let (tinted, edge) = match (color.spread.actor_sort(mark.id), color.actor(mark.id)) {
            (Some(sort), _) => color.ink(sort, dark),
            (None, Some(place)) => (scale::fill(place, dark), palette.secondary),
            (None, None) => (palette.paper, palette.paper.toward(palette.secondary, FADED_MARK)),
        };
        (
            fill.toward(tinted, self.strength),
            outline.toward(edge, self.strength),
        )
    }

    fn tie(&self, strand: &Strand, dark: bool) -> Rgb {
        let ink = Own.tie(strand, dark);
        let Some(color) = &self.color else { return ink };
        let tinted = match (color.spread.tie_sort(strand.id), color.tie(strand.id)) {
            (Some(sort), _) => scale::sort_line(color.ink(sort, dark).0, dark),
            (None, Some(place)) => scale::line(place, dark),
            // Where actors are of sorts, ties still say of which kind they are.
            (None, None) if !color.spread.sorts().is_empty() => {
                Palette::of(dark).paper.toward(ink, QUIET_TIE)
            }
            (None, None) => Palette::of(dark).paper.toward(ink, FADED_TIE),
        };
        ink.toward(tinted, self.strength)
    }
}

/// Radius of a mark at a place on the scale, map units.
pub fn radius_at(place: f64) -> f64 {
    let (least, most) = (RADIUS_LEAST.powi(2), Actor::MARK_RADIUS_MOST.powi(2));
    (least + (most - least) * place).sqrt()
}
