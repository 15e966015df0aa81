//! The straight lines that a page draws along its edges' directions, such as the borders of tables (ISO 32000-1, 8.5).

use super::content::Matrix;

/// The most lines that are kept of a page: a map or a chart draws more, and no table does.
const MOST_RULES: usize = 20_000;

/// The most corners of one path.
const MOST_CORNERS: usize = 20_000;

/// What is filled is a line if it is at most so thick, in points.
const THICKEST: f64 = 3.0;

/// A line is at least so long, in points.
const SHORTEST: f64 = 4.0;

/// A line is straight along a direction of the page if its ends are at most so far off, in points.
const SLANT: f64 = 0.6;

/// A horizontal or vertical line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::import) struct Rule {
    pub(in crate::import) is_vertical: bool,
    /// Where it is: from the left if it is vertical, else from the bottom of the page.
    pub(in crate::import) at: f32,
    /// Its lower end.
    pub(in crate::import) from: f32,
    /// Its upper end.
    pub(in crate::import) to: f32,
}

/// A path that is drawn, and the lines that were drawn before.
#[derive(Default)]
pub(super) struct Paths {
    rules: Vec<Rule>,
    /// The corners of each part of the path.
    parts: Vec<Vec<(f64, f64)>>,
    corners: usize,
}

impl Paths {
    /// Begins a part of the path.
    pub(super) fn move_to(&mut self, x: f64, y: f64, matrix: Matrix) {
        if self.corners < MOST_CORNERS {
            self.parts.push(Vec::new());
            self.line_to(x, y, matrix);
        }
    }

    /// Goes on with a straight line.
    pub(super) fn line_to(&mut self, x: f64, y: f64, matrix: Matrix) {
        if self.corners >= MOST_CORNERS {
            return;
        }
        self.corners += 1;
        let corner = Matrix::moved(x, y).then(matrix).origin();
        match self.parts.last_mut() {
            Some(part) => part.push(corner),
            None => self.parts.push(vec![corner]),
        }
    }

    /// Goes on with a curve: a part with curves is no line of a table, and what comes after it begins anew.
    pub(super) fn curve_to(&mut self, x: f64, y: f64, matrix: Matrix) {
        self.parts.pop();
        self.move_to(x, y, matrix);
    }

    /// Ends a part where it began.
    pub(super) fn close(&mut self) {
        if let Some(part) = self.parts.last_mut().filter(|_| self.corners < MOST_CORNERS) {
            part.extend(part.first().copied());
            self.corners += 1;
        }
    }

    /// Adds a rectangle.
    pub(super) fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, matrix: Matrix) {
        self.move_to(x, y, matrix);
        self.line_to(x + width, y, matrix);
        self.line_to(x + width, y + height, matrix);
        self.line_to(x, y + height, matrix);
        self.close();
    }

    /// Draws the path, and begins a new one.
    pub(super) fn paint(&mut self, strokes: bool, fills: bool) {
        for part in std::mem::take(&mut self.parts) {
            if strokes {
                part.iter().zip(part.iter().skip(1)).for_each(|(&one, &other)| {
                    self.add(one, other, SLANT);
                });
            } else if fills {
                let low = part.iter().copied().reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)));
                let high = part.iter().copied().reduce(|a, b| (a.0.max(b.0), a.1.max(b.1)));
                if let (Some(low), Some(high), true) = (low, high, part.len() > 2) {
                    self.add(low, high, THICKEST);
                }
            }
        }
        self.corners = 0;
    }

    /// Adds what lies between two corners if it is a line at most so thick.
    fn add(&mut self, one: (f64, f64), other: (f64, f64), thickest: f64) {
        let (width, height) = ((one.0 - other.0).abs(), (one.1 - other.1).abs());
        let is_vertical = width <= thickest && height >= SHORTEST.max(2.0 * width);
        let is_horizontal = height <= thickest && width >= SHORTEST.max(2.0 * height);
        if !(is_vertical || is_horizontal) || self.rules.len() >= MOST_RULES {
            return;
        }
        let (at, from, to) = if is_vertical {
            (f64::midpoint(one.0, other.0), one.1.min(other.1), one.1.max(other.1))
        } else {
            (f64::midpoint(one.1, other.1), one.0.min(other.0), one.0.max(other.0))
        };
        if [at, from, to].iter().all(|own| own.is_finite()) {
            let (at, from, to) = (at as f32, from as f32, to as f32);
            self.rules.push(Rule { is_vertical, at, from, to });
        }
    }

    /// The lines that were drawn; none where there are more than those of tables.
    pub(super) fn into_rules(self) -> Vec<Rule> {
        if self.rules.len() < MOST_RULES { self.rules } else { Vec::new() }
    }
}
