//! Components onto one page: boxes put together closely, so that the page is about as wide for its height as a window.

use crate::base::geom::Vector;

use super::tidy::MARGIN;

/// Width to height of a good page.
const LANDSCAPE: f64 = 1.6;

/// So many of the largest boxes look for the best gap each; the rest do so in bundles, of which there are as many.
const CAREFULLY: usize = 600;

/// Widths that are tried, as parts of the width that a page without any gaps would have.
const WIDTHS: [f64; 9] = [0.9, 1.0, 1.05, 1.1, 1.15, 1.2, 1.3, 1.45, 1.7];

/// Upper left corners for boxes of these sizes, largest first; none touches another.
pub(super) fn pack(sizes: &[Vector]) -> Vec<Vector> {
    let bundles = bundles(sizes);
    let area: f64 = bundles.iter().map(|bundle| bundle.size.x * bundle.size.y).sum();
    let widest = bundles.iter().map(|bundle| bundle.size.x).fold(0.0, f64::max);
    let ideal = (area * LANDSCAPE).sqrt();
    let pages = WIDTHS
        .iter()
        .map(|part| page(&bundles, (ideal * part).max(widest)));
    let best = pages.min_by(|a, b| a.0.total_cmp(&b.0));
    let corners = best.map_or_else(Vec::new, |(_, corners)| corners);
    let boxes = bundles.iter().zip(corners);
    boxes
        .flat_map(|(bundle, corner)| bundle.corners.iter().map(move |&inside| corner + inside))
        .collect()
}

/// Some boxes that stay together.
struct Bundle {
    size: Vector,
    corners: Vec<Vector>,
}

/// Large boxes by themselves, the rest in blocks of about equally many, so that not too much is moved about.
fn bundles(sizes: &[Vector]) -> Vec<Bundle> {
    let (few, rest) = sizes.split_at(sizes.len().min(CAREFULLY));
    let together = rest.len().div_ceil(CAREFULLY).max(1);
    few.chunks(1).chain(rest.chunks(together)).map(bundle).collect()
}

/// Boxes in rows that make about a square, with free space to the right and below each.
fn bundle(sizes: &[Vector]) -> Bundle {
    let area: f64 = sizes.iter().map(|s| (s.x + MARGIN) * (s.y + MARGIN)).sum();
    let widest = sizes.iter().map(|s| s.x + MARGIN).fold(0.0, f64::max);
    // The rows are as many as boxes of this width want, and not one box more.
    let width = ((area.sqrt() / widest).round().max(1.0) * widest) * (1.0 + 1e-9);
    let mut size = Vector::ZERO;
    let (mut left, mut top) = (0.0, 0.0);
    let mut corners = Vec::with_capacity(sizes.len());
    for s in sizes {
        if left + s.x + MARGIN > width {
            (left, top) = (0.0, size.y);
        }
        corners.push(Vector::new(left, top));
        left += s.x + MARGIN;
        size = Vector::new(size.x.max(left), size.y.max(top + s.y + MARGIN));
    }
    Bundle { size, corners }
}

/// One page of this width, and how far it is from a good one: the height of the smallest landscape page around it.
fn page(bundles: &[Bundle], width: f64) -> (f64, Vec<Vector>) {
    let mut sky = Sky::new(width);
    let corners: Vec<Vector> = bundles.iter().map(|bundle| sky.place(bundle.size)).collect();
    let boxes = corners.iter().zip(bundles);
    let right = boxes
        .map(|(corner, bundle)| corner.x + bundle.size.x)
        .fold(0.0, f64::max);
    (sky.bottom().max(right / LANDSCAPE), corners)
}

/// How far down the page is filled, from left to right.
struct Sky {
    /// Left edge and height of each step; the next one's left edge is its right edge.
    steps: Vec<(f64, f64)>,
    width: f64,
}

impl Sky {
    fn new(width: f64) -> Self {
        Self {
            steps: vec![(0.0, 0.0)],
            width,
        }
    }

    fn bottom(&self) -> f64 {
        self.steps.iter().map(|step| step.1).fold(0.0, f64::max)
    }

    /// Puts a box that is no wider than the page where it lies highest, leftmost of such places.
    fn place(&mut self, size: Vector) -> Vector {
        let fits = |step: usize| {
            let left = self.steps[step].0;
            (left + size.x <= self.width * (1.0 + 1e-12)).then(|| {
                let under = self.steps[step..]
                    .iter()
                    .take_while(|next| next.0 < left + size.x);
                (under.map(|next| next.1).fold(0.0, f64::max), step)
            })
        };
        let best = (0..self.steps.len())
            .filter_map(fits)
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let (top, step) = best.unwrap_or((self.bottom(), 0));
        let left = self.steps[step].0;
        let right = left + size.x;
        let last = step
            + self.steps[step..]
                .iter()
                .take_while(|next| next.0 < right)
                .count()
            - 1;
        let beyond = self.steps[last].1;
        let ends = self.steps.get(last + 1).map_or(self.width, |next| next.0);
        let rest = (right < ends).then_some((right, beyond));
        self.steps
            .splice(step..=last, std::iter::once((left, top + size.y)).chain(rest));
        Vector::new(left, top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(sizes: &[Vector], corners: &[Vector]) -> Vector {
        sizes
            .iter()
            .zip(corners)
            .fold(Vector::ZERO, |all, (size, corner)| {
                Vector::new(all.x.max(corner.x + size.x), all.y.max(corner.y + size.y))
            })
    }

    fn assert_apart(sizes: &[Vector], corners: &[Vector]) {
        for i in 0..sizes.len() {
            for j in 0..i {
                let (a, b) = (corners[i], corners[j]);
                let apart = a.x + sizes[i].x < b.x
                    || b.x + sizes[j].x < a.x
                    || a.y + sizes[i].y < b.y
                    || b.y + sizes[j].y < a.y;
                assert!(apart, "{i} {j}");
            }
        }
    }

    #[test]
    fn boxes_of_all_sizes_fill_the_page() {
        let sizes: Vec<Vector> = (1..400)
            .map(|i| Vector::new(2_000.0 / f64::from(i), 1_600.0 / f64::from(i)))
            .collect();
        let corners = pack(&sizes);
        assert_apart(&sizes, &corners);
        let page = extent(&sizes, &corners);
        let filled: f64 = sizes.iter().map(|s| (s.x + MARGIN) * (s.y + MARGIN)).sum();
        assert!(filled > 0.75 * page.x * page.y, "{page:?}");
        assert!((1.2..2.1).contains(&(page.x / page.y)), "{page:?}");
    }

    #[test]
    fn thousands_of_single_actors_make_a_neat_block() {
        let sizes = vec![Vector::new(30.0, 34.0); 5_000];
        let corners = pack(&sizes);
        assert_eq!(corners.len(), 5_000);
        let page = extent(&sizes, &corners);
        assert!((1.4..1.8).contains(&(page.x / page.y)), "{page:?}");
        assert!(page.x * page.y < 1.2 * 5_000.0 * 74.0 * 78.0, "{page:?}");
    }

    #[test]
    fn one_box_or_none() {
        assert_eq!(pack(&[]), []);
        assert_eq!(pack(&[Vector::new(9.0, 9.0)]), [Vector::ZERO]);
    }
}
