//! Points, vectors and rectangles in map units (one unit is one logical point at 100 % zoom; y grows downwards).

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A place on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// A displacement on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vector {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// The map's origin.
    pub const ORIGIN: Self = Self { x: 0.0, y: 0.0 };

    /// A point from its coordinates.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Neither coordinate is NaN or infinite.
    pub fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }

    /// Euclidean distance.
    pub fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }
}

impl Vector {
    /// No displacement.
    pub const ZERO: Self = Self { x: 0.0, y: 0.0 };

    /// A vector from its components.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Euclidean length.
    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    /// Squared length, where the root is not needed.
    pub fn length_squared(self) -> f64 {
        self.x * self.x + self.y * self.y
    }

    /// Same direction, length 1; `None` for the zero vector.
    pub fn unit(self) -> Option<Self> {
        let length = self.length();
        (length > 0.0).then(|| self / length)
    }

    /// Turned by a right angle.
    pub fn turned(self) -> Self {
        Self::new(-self.y, self.x)
    }
}

impl Sub for Point {
    type Output = Vector;
    fn sub(self, other: Self) -> Vector {
        Vector::new(self.x - other.x, self.y - other.y)
    }
}

impl Add<Vector> for Point {
    type Output = Self;
    fn add(self, by: Vector) -> Self {
        Self::new(self.x + by.x, self.y + by.y)
    }
}

impl Sub<Vector> for Point {
    type Output = Self;
    fn sub(self, by: Vector) -> Self {
        Self::new(self.x - by.x, self.y - by.y)
    }
}

impl AddAssign<Vector> for Point {
    fn add_assign(&mut self, by: Vector) {
        *self = *self + by;
    }
}

impl Add for Vector {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Vector {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl AddAssign for Vector {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Vector {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Mul<f64> for Vector {
    type Output = Self;
    fn mul(self, by: f64) -> Self {
        Self::new(self.x * by, self.y * by)
    }
}

impl Div<f64> for Vector {
    type Output = Self;
    fn div(self, by: f64) -> Self {
        Self::new(self.x / by, self.y / by)
    }
}

impl Neg for Vector {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(-self.x, -self.y)
    }
}

/// An axis-parallel rectangle that contains its edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Upper left corner.
    pub min: Point,
    /// Lower right corner.
    pub max: Point,
}

impl Rect {
    /// The rectangle with these two opposite corners, in any order.
    pub fn from_corners(a: Point, b: Point) -> Self {
        Self {
            min: Point::new(a.x.min(b.x), a.y.min(b.y)),
            max: Point::new(a.x.max(b.x), a.y.max(b.y)),
        }
    }

    /// The smallest rectangle around all points; `None` without points.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |sum, p| {
            Some(match sum {
                None => Self { min: p, max: p },
                Some(r) => Self {
                    min: Point::new(r.min.x.min(p.x), r.min.y.min(p.y)),
                    max: Point::new(r.max.x.max(p.x), r.max.y.max(p.y)),
                },
            })
        })
    }

    /// Larger by `margin` on every side.
    pub fn grown(self, margin: f64) -> Self {
        let by = Vector::new(margin, margin);
        Self {
            min: self.min - by,
            max: self.max + by,
        }
    }

    /// The rectangle of this extent around a point.
    pub fn centered(center: Point, extent: Vector) -> Self {
        Self {
            min: center - extent / 2.0,
            max: center + extent / 2.0,
        }
    }

    /// The two share at least a point.
    pub fn overlaps(self, other: Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    /// The other lies inside.
    pub fn holds(self, other: Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// How far a point is away; nothing if it lies inside.
    pub fn distance(self, p: Point) -> f64 {
        let off = |at: f64, least: f64, most: f64| (least - at).max(at - most).max(0.0);
        off(p.x, self.min.x, self.max.x).hypot(off(p.y, self.min.y, self.max.y))
    }

    /// Middle of the rectangle.
    pub fn center(self) -> Point {
        Point::new(
            f64::midpoint(self.min.x, self.max.x),
            f64::midpoint(self.min.y, self.max.y),
        )
    }

    /// Extent to the right.
    pub fn width(self) -> f64 {
        self.max.x - self.min.x
    }

    /// Extent downwards.
    pub fn height(self) -> f64 {
        self.max.y - self.min.y
    }

    /// The point lies inside or on the edge.
    pub fn contains(self, p: Point) -> bool {
        (self.min.x..=self.max.x).contains(&p.x) && (self.min.y..=self.max.y).contains(&p.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn around_points() {
        assert_eq!(Rect::around([]), None);
        let rect = Rect::around([Point::new(1.0, 5.0), Point::new(-2.0, 3.0)]).unwrap();
        assert_eq!(
            rect,
            Rect::from_corners(Point::new(1.0, 3.0), Point::new(-2.0, 5.0))
        );
        assert_eq!(rect.center(), Point::new(-0.5, 4.0));
        assert!(rect.grown(1.0).contains(Point::new(2.0, 2.0)));
    }

    #[test]
    fn the_zero_vector_has_no_direction() {
        assert_eq!(Vector::ZERO.unit(), None);
        assert_eq!(Vector::new(0.0, -3.0).unit(), Some(Vector::new(0.0, -1.0)));
    }
}
