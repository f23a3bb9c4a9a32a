//! The shipped clusters as menus and the start card show them: title, one sentence, a small picture.

use std::sync::OnceLock;

use egui::{Rect, Stroke, Ui, pos2};

use crate::files::examples;
use crate::model::Document;

use super::theme::Colors;

/// One shipped cluster, read.
pub struct Shipped {
    /// Stable name, for [`crate::session::Action::OpenExample`].
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// The first sentence of its story.
    pub sentence: String,
    document: Document,
}

/// All of them, read once.
pub fn all() -> &'static [Shipped] {
    static ALL: OnceLock<Vec<Shipped>> = OnceLock::new();
    ALL.get_or_init(|| {
        examples::ALL
            .iter()
            .map(|example| {
                let document = example.document();
                let project = document.project();
                let sentence = first_sentence(&project.notes).to_owned();
                Shipped { id: example.id, title: project.title.clone(), sentence, document }
            })
            .collect()
    })
}

/// Up to the first stop that ends a sentence; a heading of one word before it is left out.
fn first_sentence(text: &str) -> &str {
    let line = text.trim_start().trim_start_matches("Story.").trim_start().lines().next().unwrap_or("").trim_end();
    match line.find(". ") {
        Some(end) => &line[..=end],
        None => line,
    }
}

/// The cluster as a small constellation.
pub fn thumbnail_ui(ui: &Ui, rect: Rect, shipped: &Shipped) {
    let Some(extent) = shipped.document.extent() else { return };
    let colors = Colors::of(ui.visuals());
    let inner = rect.shrink(6.0);
    let scale = (f64::from(inner.width()) / extent.width().max(1.0))
        .min(f64::from(inner.height()) / extent.height().max(1.0));
    let center = extent.center();
    let place = |at: crate::base::geom::Point| {
        let (x, y) = ((at.x - center.x) * scale, (at.y - center.y) * scale);
        pos2(inner.center().x + x as f32, inner.center().y + y as f32)
    };
    let painter = ui.painter_at(rect);
    for (_, tie) in shipped.document.ties() {
        if let (Some(from), Some(to)) = (shipped.document.place(tie.from), shipped.document.place(tie.to)) {
            painter.line_segment([place(from.at), place(to.at)], Stroke::new(0.7, colors.secondary.gamma_multiply(0.35)));
        }
    }
    for (id, actor) in shipped.document.actors() {
        if let Some(at) = shipped.document.place(id) {
            crate::ui::canvas::swatch::actor(&painter, actor.kind, place(at.at), 2.5, ui.visuals().dark_mode);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_with_its_stop() {
        assert_eq!(first_sentence("\nOne town. And more.\nNext"), "One town.");
        assert_eq!(first_sentence("No stop here"), "No stop here");
        assert_eq!(first_sentence("Story. It began. It grew."), "It began.");
        assert_eq!(first_sentence("Story.\nIt began. It grew."), "It began.");
        assert_eq!(first_sentence(""), "");
    }
}
