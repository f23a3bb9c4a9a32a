//! A map as a picture: what is in it, how it is laid out, and its text as SVG.

mod alone;
mod layout;
mod legend;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Rect, Vector};
use crate::model::difference::Difference;
use crate::model::{ActorId, Document, Frames, Jot, TieId};
use crate::picture::detail;
use crate::picture::draw::far::Afar;
use crate::picture::draw::fold::Setter;
use crate::picture::draw::jots::{Art, JotState, JotView};
use crate::picture::draw::key;
use crate::picture::draw::labels::{self, Around, Candidate, Ground as Footing, Labels, Rank, Sides};
use crate::picture::draw::pen::Layer;
use crate::picture::draw::stage::{BACKGROUND_MARK, BACKGROUND_TIE, MarkState, Stage, TieState};
use crate::picture::draw::{Anchor, Contrast, Hand, Pen, Thing, Typeface};
use crate::picture::far::{Far, Speck};
use crate::picture::look::{self, Palette};
use crate::picture::svg::{Halos, Setup, Svg};
use crate::picture::{Mark, Scene, Shown, Strand, letters};

use super::fonts::Fonts;
use super::tint::Tint;

pub use alone::{legend_in_columns, legend_of};
pub use layout::{Layout, SIZE_LEAST, SIZE_MOST};

use layout::Beyond;

/// What a picture shows.
#[derive(Clone)]
pub struct Subject {
    /// The cluster.
    pub document: Arc<Document>,
    /// What of it is seen.
    pub shown: Arc<Shown>,
    /// What it is colored and sized by.
    pub tint: Tint,
    /// What became of each thing, if the document is two states in one.
    pub contrast: Option<Arc<Contrast>>,
    /// Where names stand on the screen, so that they do not move without need.
    pub sides: Arc<Sides>,
}

impl Subject {
    /// A whole cluster in the colors of its kinds.
    pub fn of(document: &Arc<Document>) -> Self {
        Self {
            document: Arc::clone(document),
            shown: Arc::default(),
            tint: Tint::default(),
            contrast: None,
            sides: Arc::default(),
        }
    }
}

/// What became of each thing between two states.
pub fn contrast_of(difference: &Difference) -> Contrast {
    Contrast::of(difference)
}

/// What lies below the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// Light paper.
    #[default]
    Light,
    /// Dark paper.
    Dark,
    /// Nothing; inks are those for light paper.
    Clear,
}

impl Ground {
    /// Every ground, in the order in which people choose.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Clear];

    /// Inks are those for dark paper.
    pub fn is_dark(self) -> bool {
        self == Self::Dark
    }
}

/// Which part of the map a picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Part {
    /// All that is seen.
    #[default]
    Whole,
    /// What is seen of an area of the map, at so many points per map unit.
    Area(Rect, f64),
    /// These actors with the ties between them, and nothing else.
    Chosen(BTreeSet<ActorId>),
}

/// How much of a large map is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// As on the screen: of too many ties the light ones are left out, and small ones are plain lines.
    #[default]
    AsSeen,
    /// Every tie in full, and a name wherever there is room for it.
    Full,
}

/// How a picture is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// Width and height, points; as the map needs it where one is missing.
    pub size: [Option<f64>; 2],
    /// What lies below the map.
    pub ground: Ground,
    /// What stands above it.
    pub title: Option<String>,
    /// What colors, shapes and lines stand for is explained beside it.
    pub legend: bool,
    /// Names are written.
    pub names: bool,
    /// Notes and zones are drawn.
    pub jots: bool,
    /// Which part is shown.
    pub part: Part,
    /// How much of a large map is drawn.
    pub detail: Detail,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            size: [None; 2],
            ground: Ground::default(),
            title: None,
            legend: true,
            names: true,
            jots: true,
            part: Part::default(),
            detail: Detail::default(),
        }
    }
}

/// Actors and ties that a page tells something of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The actors.
    pub actors: BTreeSet<ActorId>,
    /// The ties.
    pub ties: BTreeSet<TieId>,
}

impl Told {
    fn has(&self, thing: Thing) -> bool {
        match thing {
            Thing::Actor(id) => self.actors.contains(&id),
            Thing::Tie(id) => self.ties.contains(&id),
            Thing::Jot(_) => true,
        }
    }
}

/// What an SVG is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// A file for people and programs: actors and ties can be told apart, and every program shows halos.
    File,
    /// Part of a page in a browser, where ids begin with this; where only some things are told, the others are scenery.
    Page(&'a str, Option<&'a Told>),
    /// Drawn at once: nothing but strokes and words.
    Print,
}

/// A map as SVG.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The text of the picture.
    pub svg: String,
    /// Width and height, points.
    pub size: Vector,
    /// Points per map unit.
    pub zoom: f64,
    /// What it is called.
    pub title: String,
}

/// Draws a map.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn draw(
    subject: &Subject,
    choices: &Choices,
    purpose: Purpose<'_>,
    fonts: &Fonts,
    cancel: &Cancel,
) -> Result<Drawing, Cancelled> {
    let Subject {
        document,
        shown,
        tint,
        ..
    } = subject;
    let mut scene = Scene::prepared(document, cancel)?;
    if tint.size.is_some() {
        let own: Vec<(ActorId, f64)> = scene.marks().iter().map(|mark| (mark.id, mark.radius)).collect();
        let radius = |id| {
            own.binary_search_by_key(&id, |&(id, _)| id)
                .map_or(0.0, |i| own[i].1)
        };
        scene.resize(|id| tint.radius(id, radius(id)));
    }
    let shown = match &choices.part {
        Part::Chosen(actors) => Arc::new(shown.with(&layout::but(document, actors))),
        Part::Whole | Part::Area(..) => Arc::clone(shown),
    };
    scene.show(&shown);
    cancel.check()?;
    let layout = laid_out(subject, choices, &scene, &shown, fonts, cancel)?;
    let title = layout::title_of(document, choices);
    let name = |thing: Thing| name_of(document, thing);
    let (prefix, names, halos): (_, Option<&dyn Fn(Thing) -> String>, _) = match purpose {
        Purpose::File => ("", Some(&name), Halos::Doubled),
        // The page tells names itself, and knows things by their ids.
        Purpose::Page(prefix, _) => (prefix, Some(&|_| String::new()), Halos::Ordered),
        Purpose::Print => ("", None, Halos::Ordered),
    };
    let told = match purpose {
        Purpose::Page(_, Some(told)) => Some(|thing: Thing| told.has(thing)),
        _ => None,
    };
    let mut svg = Svg::new(Setup {
        size: layout.size,
        title: &title,
        prefix,
        families: letters::FAMILIES,
        halos,
        names,
        told: told.as_ref().map(|told| told as &dyn Fn(Thing) -> bool),
        metrics: fonts,
    });
    let picture = Picture {
        subject,
        choices,
        scene: &scene,
        layout: &layout,
        title: &title,
        stage: stage_of(subject, choices, &scene, &layout),
    };
    picture.draw(&mut svg, cancel)?;
    Ok(Drawing {
        svg: svg.finish(),
        size: layout.size,
        zoom: layout.view.zoom,
        title,
    })
}

/// A layout with room for all names: those at the edges of the map reach beyond their marks, by how much is only known
/// once they stand.
fn laid_out(
    subject: &Subject,
    choices: &Choices,
    scene: &Scene,
    shown: &Shown,
    fonts: &Fonts,
    cancel: &Cancel,
) -> Result<Layout, Cancelled> {
    /// More room makes for a smaller map, on which names may reach a little further.
    const TRIES: usize = 2;
    let mut beyond = Beyond::default();
    let mut layout = Layout::of(subject, scene, shown, choices, &beyond, fonts, cancel)?;
    if !choices.names || layout.clips {
        return Ok(layout);
    }
    for _ in 0..TRIES {
        let picture = Picture {
            subject,
            choices,
            scene,
            layout: &layout,
            title: "",
            stage: stage_of(subject, choices, scene, &layout),
        };
        let (marks, strands) = picture.drawn();
        let names = picture.labels(&Setter(fonts), &marks, &strands, &picture.art(&Setter(fonts)));
        let Some(more) = Beyond::of(names.iter().map(|name| name.rect), &layout) else {
            break;
        };
        beyond = beyond.and(more);
        layout = Layout::of(subject, scene, shown, choices, &beyond, fonts, cancel)?;
    }
    Ok(layout)
}

fn stage_of<'a>(subject: &'a Subject, choices: &Choices, scene: &'a Scene, layout: &Layout) -> Stage<'a> {
    Stage {
        scene,
        view: layout.view,
        coat: &subject.tint,
        dark: choices.ground.is_dark(),
    }
}

/// What people read of a thing on the map.
fn name_of(document: &Document, thing: Thing) -> String {
    match thing {
        Thing::Actor(id) => document.display_name(id),
        Thing::Tie(id) => document.tie_words(id),
        Thing::Jot(jot @ Jot::Zone(_)) => document.jot_name(jot),
        Thing::Jot(Jot::Note(_)) => String::new(),
    }
}

/// A picture with everything that it is made of.
struct Picture<'a> {
    subject: &'a Subject,
    choices: &'a Choices,
    scene: &'a Scene,
    layout: &'a Layout,
    title: &'a str,
    stage: Stage<'a>,
}

/// So many ties are drawn between two looks at the flag.
const BETWEEN_CHECKS: usize = 1 << 10;

impl Picture<'_> {
    fn draw(&self, svg: &mut Svg<'_>, cancel: &Cancel) -> Result<(), Cancelled> {
        let dark = self.choices.ground.is_dark();
        let palette = Palette::of(dark);
        let whole = Rect {
            min: Point::ORIGIN,
            max: Point::ORIGIN + self.layout.size,
        };
        if self.choices.ground != Ground::Clear {
            svg.card(whole, 0.0, Some(palette.paper.into()), None);
        }
        let map = self.layout.map;
        let clipped = self.layout.clips;
        if clipped {
            svg.clip(map);
        }
        let view = self.layout.view;
        let plain = |_: Jot| JotState::default();
        let jot_view = JotView {
            view,
            dark,
            strength: 1.0,
            state: &plain,
        };
        let art = self.art(svg);
        if self.choices.jots {
            svg.layer(Layer::Zones);
            art.draw_zones(svg, jot_view);
        }
        let (marks, strands) = self.drawn();
        let far = self.far(cancel)?;
        let afar = far.as_ref().map(|(far, farness)| Afar {
            far,
            farness: *farness,
            stage: self.stage,
        });
        if let Some(afar) = &afar {
            svg.layer(Layer::Groups);
            afar.draw_hulls(svg);
        }
        self.shapes(svg, &marks, &strands, cancel)?;
        svg.layer(Layer::Names);
        if let Some(afar) = &afar {
            afar.draw_bands(svg);
            if self.choices.names {
                afar.write_names(svg, &self.subject.document);
            }
        }
        if self.choices.names {
            let placed = self.labels(svg, &marks, &strands, &art);
            cancel.check()?;
            art.write_titles(svg, jot_view);
            labels::write(svg, &placed, palette);
        } else {
            art.write_titles(svg, jot_view);
        }
        svg.layer(Layer::Notes);
        art.draw_notes(svg, jot_view);
        svg.close_layer();
        if clipped {
            svg.unclip();
        }
        svg.layer(Layer::Key);
        if let Some(at) = self.layout.title {
            let fold = layout::title_fold(self.layout.size.x);
            let block = svg.block(self.title, layout::title_font(), fold);
            svg.write(&block, at, Anchor::TOP_LEFT, palette.text.into(), None);
        }
        if let Some(legend) = &self.layout.legend {
            svg.begin_scaled(legend.at, legend.scale);
            key::draw(svg, &legend.rows, &legend.columns, Point::ORIGIN, dark);
            svg.unclip();
        }
        svg.close_layer();
        Ok(())
    }

    /// Notes and zones, where they are drawn.
    fn art<T: Typeface>(&self, face: &T) -> Art {
        let mut art = Art::default();
        if self.choices.jots {
            let zoom = self.layout.view.zoom;
            art.lay_out(face, &self.subject.document, &Frames::default(), zoom);
        }
        art
    }

    /// Marks and ties that are drawn, in the order of their ids.
    fn drawn(&self) -> (Vec<&Mark>, Vec<&Strand>) {
        let (scene, view, map) = (self.scene, self.layout.view, self.layout.map);
        let seen = Rect {
            min: view.on_map(map.min),
            max: view.on_map(map.max),
        };
        let marks = scene.marks_in(seen.grown(look::RADIUS_MOST * 1.5)).into_iter();
        let marks = marks.map(|i| &scene.marks()[i]).filter(|mark| !mark.hidden());
        let strands = scene.strands_in(seen.grown(12.0)).into_iter();
        let strands = strands
            .map(|i| &scene.strands()[i])
            .filter(|strand| !strand.hidden());
        let (mut marks, mut strands): (Vec<_>, Vec<_>) = (marks.collect(), strands.collect());
        marks.sort_by_key(|mark| mark.id);
        strands.sort_by_key(|strand| strand.id);
        (marks, strands)
    }

    /// Groups of a map that is seen from afar, and how far that is; none of others, or where all is drawn in full.
    fn far(&self, cancel: &Cancel) -> Result<Option<(Far, f32)>, Cancelled> {
        let (scene, zoom) = (self.scene, self.layout.view.zoom);
        let radius = detail::usual_radius(scene.marks()) * zoom;
        let farness = detail::farness(scene.marks().len(), radius);
        if farness <= 0.0 || self.choices.detail == Detail::Full {
            return Ok(None);
        }
        // Hidden marks belong to no group.
        let mut place = vec![None; scene.marks().len()];
        let mut seen = Vec::new();
        for (i, mark) in scene
            .marks()
            .iter()
            .enumerate()
            .filter(|(_, mark)| !mark.hidden())
        {
            place[i] = Some(seen.len() as u32);
            seen.push((i, mark));
        }
        let speck = |&(_, mark): &(usize, &Mark)| Speck {
            at: mark.at,
            size: mark.radius as f32,
            group: None,
        };
        let specks: Vec<Speck> = seen.iter().map(speck).collect();
        let strands = scene.strands().iter().filter(|strand| !strand.hidden());
        let ties = strands.filter_map(|strand| Some([place[strand.from]?, place[strand.to]?]));
        let mut far = Far::of(&specks, ties, zoom, cancel)?;
        for group in &mut far.groups {
            group.chief = seen[group.chief].0;
        }
        Ok(Some((far, farness as f32)))
    }

    fn shapes(
        &self,
        svg: &mut Svg<'_>,
        marks: &[&Mark],
        strands: &[&Strand],
        cancel: &Cancel,
    ) -> Result<(), Cancelled> {
        let full = self.choices.detail == Detail::Full;
        let plain = !full && self.stage.is_plain(strands.len());
        let map = self.layout.map;
        let size = Vector::new(map.width(), map.height());
        let last = (!full).then(|| self.stage.last_class(strands, plain, size, |_| false));
        let last = last.flatten();
        let strands: Vec<&Strand> = strands
            .iter()
            .copied()
            .filter(|strand| last.is_none_or(|last| self.stage.class(strand, false) <= last))
            .collect();
        let contrast = self.subject.contrast.as_deref();
        let differs = |strand: &Strand| contrast.and_then(|contrast| contrast.tie(strand.id));
        let mut count = 0_usize;
        let mut stopped = Ok(());
        self.stage.draw(
            svg,
            marks,
            &strands,
            |svg, strand| {
                count += 1;
                if stopped.is_ok() && count.is_multiple_of(BETWEEN_CHECKS) {
                    stopped = cancel.check();
                }
                if stopped.is_err() {
                    return;
                }
                let base = if strand.enabled { 1.0 } else { look::DISABLED };
                let state = TieState {
                    strength: if strand.faded() {
                        base * BACKGROUND_TIE
                    } else {
                        base
                    },
                    sign: differs(strand),
                    chosen: false,
                    pointed: false,
                    plain,
                };
                self.stage.tie(svg, strand, &state);
            },
            |svg, mark| {
                self.stage.mark(
                    svg,
                    mark,
                    &MarkState {
                        sign: contrast.and_then(|contrast| contrast.actor(mark.id)),
                        ..MarkState::plain(strength(mark))
                    },
                );
            },
        );
        stopped
    }

    fn labels<T: Typeface>(
        &self,
        face: &T,
        marks: &[&Mark],
        strands: &[&Strand],
        art: &Art,
    ) -> Vec<labels::Label<T::Block>> {
        let view = self.layout.view;
        let document = &self.subject.document;
        let candidates = marks
            .iter()
            .filter_map(|mark| {
                let radius = mark.radius * view.zoom;
                if !labels::is_wanted(view.zoom, radius, Rank::Rest) {
                    return None;
                }
                Some(Candidate {
                    id: mark.id,
                    name: document.actor(mark.id)?.name.as_str(),
                    center: view.on_paper(mark.at),
                    radius,
                    reach: radius * look::outline(mark.kind).reach(Vector::new(1.0, 0.0)),
                    rank: Rank::Rest,
                    strength: strength(mark),
                })
            })
            .collect();
        let around = Around {
            marks: &|| {
                let disc = |mark: &&Mark| (view.on_paper(mark.at), mark.radius * view.zoom);
                marks.iter().map(disc).collect()
            },
            ties: &|| {
                let mut points = self.stage.along_ties(strands);
                points.extend(art.words(view, self.layout.map));
                points
            },
        };
        let map = self.layout.map;
        let footing = Footing {
            stamp: self.scene.stamp(),
            zoom: view.zoom,
            center: view.center,
            size: Vector::new(map.width(), map.height()),
        };
        let the_same = matches!(self.choices.part, Part::Area(..));
        Labels::on_paper((*self.subject.sides).clone(), the_same)
            .arrange(face, map, candidates, &around, footing)
    }
}

fn strength(mark: &Mark) -> f64 {
    if mark.faded() { BACKGROUND_MARK } else { 1.0 }
}
