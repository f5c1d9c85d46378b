//! A height map to paint on, and the slopes that light falls on.
//!
//! Coordinates run from −1 to 1 over the coin, x to the right and y down. Shapes are painted one over
//! another, each with its height and with edges one pixel soft.

use glass_core::smear::{kernel, smear};
use std::sync::LazyLock;

/// Side of the height map, in pixels.
pub const SIDE: usize = 96;
/// One pixel, in coordinates.
const PIXEL: f32 = 2.0 / SIDE as f32;
/// Rows a polygon is sampled with inside each pixel row.
const SUBROWS: usize = 4;

/// A place on the coin.
pub type Point = (f32, f32);

/// One number for each of four places, which are worked on together: a vector's width everywhere.
pub type Four = [f32; 4];

/// Four numbers, each from its place's index.
pub fn each(of: impl FnMut(usize) -> f32) -> Four {
    std::array::from_fn(of)
}

/// A height map.
pub struct Relief {
    heights: Vec<f32>,
}

/// The slopes of a height map, to the right and down.
pub struct Slopes {
    /// Rise to the right and rise downwards, pixel by pixel.
    pub slopes: Box<[[f32; 2]; SIDE * SIDE]>,
}

/// The coordinate of a pixel's centre.
fn centre_of(pixel: usize) -> f32 {
    (pixel as f32 + 0.5) * PIXEL - 1.0
}

/// The pixels whose centres lie between two coordinates, with one to spare.
fn pixels_between(low: f32, high: f32) -> std::ops::Range<usize> {
    // Casting saturates at 0.
    let first = ((low + 1.0) / PIXEL - 1.0) as usize;
    let last = ((high + 1.0) / PIXEL + 1.0) as usize;
    first..last.min(SIDE)
}

impl Relief {
    /// A coin with nothing on it but its rim.
    pub fn blank() -> Self {
        static BLANK: LazyLock<Vec<f32>> = LazyLock::new(Relief::rim);
        Self { heights: BLANK.clone() }
    }

    fn rim() -> Vec<f32> {
        let mut heights = Vec::with_capacity(SIDE * SIDE);
        for y in 0..SIDE {
            for x in 0..SIDE {
                let (x, y) = (centre_of(x), centre_of(y));
                let radius = (x * x + y * y).sqrt();
                let rim = soft(0.925 - radius);
                heights.push((0.20 + 0.45 * rim) * soft(radius - 0.985));
            }
        }
        heights
    }

    fn blend(&mut self, x: usize, y: usize, coverage: f32, height: f32) {
        let old = &mut self.heights[y * SIDE + x];
        *old += (height - *old) * coverage;
    }

    pub fn disc(&mut self, (cx, cy): Point, radius: f32, height: f32) {
        self.stroke(&[(cx, cy), (cx, cy)], radius, height);
    }

    /// A line through `points`, `radius` thick to each side, with round ends.
    pub fn stroke(&mut self, points: &[Point], radius: f32, height: f32) {
        for pair in points.windows(2) {
            let [(ax, ay), (bx, by)] = [pair[0], pair[1]];
            let (dx, dy) = (bx - ax, by - ay);
            let length = (dx * dx + dy * dy).max(1e-9);
            for y in pixels_between(ay.min(by) - radius, ay.max(by) + radius) {
                for x in pixels_between(ax.min(bx) - radius, ax.max(bx) + radius) {
                    let (px, py) = (centre_of(x) - ax, centre_of(y) - ay);
                    let share = ((px * dx + py * dy) / length).clamp(0.0, 1.0);
                    let (ox, oy) = (px - share * dx, py - share * dy);
                    self.blend(x, y, soft((ox * ox + oy * oy).sqrt() - radius), height);
                }
            }
        }
    }

    /// An ellipse of the given length and width (from the centre), along a direction.
    pub fn leaf(&mut self, (cx, cy): Point, along: Point, length: f32, width: f32, height: f32) {
        let norm = (along.0 * along.0 + along.1 * along.1).sqrt().max(1e-6);
        let (ux, uy) = (along.0 / norm, along.1 / norm);
        for y in pixels_between(cy - length, cy + length) {
            for x in pixels_between(cx - length, cx + length) {
                let (px, py) = (centre_of(x) - cx, centre_of(y) - cy);
                let (a, b) = ((px * ux + py * uy) / length, (py * ux - px * uy) / width);
                // Distance to the edge, near enough where it matters.
                self.blend(x, y, soft(((a * a + b * b).sqrt() - 1.0) * width), height);
            }
        }
    }

    /// A polygon (even-odd), its height a function of the place.
    pub fn polygon(&mut self, points: &[Point], height: impl Fn(f32, f32) -> f32) {
        let mut coverage = vec![0.0_f32; SIDE];
        let mut crossings = Vec::with_capacity(8);
        for y in 0..SIDE {
            coverage.fill(0.0);
            for subrow in 0..SUBROWS {
                let line = (y as f32 + (subrow as f32 + 0.5) / SUBROWS as f32) * PIXEL - 1.0;
                crossings.clear();
                for (at, &(ax, ay)) in points.iter().enumerate() {
                    let (bx, by) = points[(at + 1) % points.len()];
                    if (ay <= line) != (by <= line) {
                        crossings.push(ax + (line - ay) / (by - ay) * (bx - ax));
                    }
                }
                crossings.sort_by(f32::total_cmp);
                for span in crossings.chunks_exact(2) {
                    for x in pixels_between(span[0], span[1]) {
                        let left = centre_of(x) - PIXEL / 2.0;
                        let covered = (span[1].min(left + PIXEL) - span[0].max(left)).max(0.0);
                        coverage[x] += covered / PIXEL / SUBROWS as f32;
                    }
                }
            }
            for (x, &covered) in coverage.iter().enumerate() {
                if covered > 0.0 {
                    self.blend(x, y, covered.min(1.0), height(centre_of(x), centre_of(y)));
                }
            }
        }
    }

    /// Wear: the relief as if rubbed for years, by a Gaussian of `sigma` pixels.
    pub fn worn(self, sigma: f64) -> Self {
        let kernel = kernel(sigma);
        // Columns, twice, with the map turned between: whole rows at a time are quicker.
        let pass = |map: &[f32]| transposed(&smear(map, &kernel, SIDE, SIDE, 1, SIDE));
        Self { heights: pass(&pass(&self.heights)) }
    }

    /// The slopes, scaled so that their root mean square inside the rim is `steepness`. Both sides get the
    /// same, or the busier one would be known by its contrast.
    pub fn slopes(&self, steepness: f32) -> Slopes {
        let at = |x: usize, y: usize| self.heights[y * SIDE + x];
        let mut slopes = Box::new([[0.0; 2]; SIDE * SIDE]);
        let (mut sum, mut n) = (0.0_f32, 0.0_f32);
        for y in 0..SIDE {
            for x in 0..SIDE {
                let right = at((x + 1).min(SIDE - 1), y) - at(x.saturating_sub(1), y);
                let down = at(x, (y + 1).min(SIDE - 1)) - at(x, y.saturating_sub(1));
                let (cx, cy) = (centre_of(x), centre_of(y));
                if cx * cx + cy * cy < 0.7 {
                    sum += right * right + down * down;
                    n += 1.0;
                }
                slopes[y * SIDE + x] = [right, down];
            }
        }
        let scale = steepness / (sum / n.max(1.0)).sqrt().max(1e-6);
        slopes.iter_mut().for_each(|slope| *slope = slope.map(|rise| rise * scale));
        Slopes { slopes }
    }
}

impl Slopes {
    /// The slopes at four places, interpolated; flat outside.
    pub fn at(&self, x: Four, y: Four) -> [Four; 2] {
        let slopes = &*self.slopes;
        const LAST: i32 = SIDE as i32 - 2;
        let limit = (SIDE - 1) as f32;
        let (x, y) = (x.map(|x| (x + 1.0) / PIXEL - 0.5), y.map(|y| (y + 1.0) / PIXEL - 0.5));
        // Every place gets neighbours to read; those outside are not used.
        let column = x.map(|x| (x as i32).clamp(0, LAST));
        let row = y.map(|y| (y as i32).clamp(0, LAST));
        let (fx, fy) = (each(|i| x[i] - column[i] as f32), each(|i| y[i] - row[i] as f32));
        let is_on: [bool; 4] =
            std::array::from_fn(|i| (x[i] >= 0.0) & (x[i] < limit) & (y[i] >= 0.0) & (y[i] < limit));
        let at: [i32; 4] = std::array::from_fn(|i| row[i] * SIDE as i32 + column[i]);
        std::array::from_fn(|axis| {
            let [a, b, c, d] = [0, 1, SIDE, SIDE + 1].map(|on| each(|i| slopes[at[i] as usize + on][axis]));
            let top = each(|i| a[i] + (b[i] - a[i]) * fx[i]);
            let bottom = each(|i| c[i] + (d[i] - c[i]) * fx[i]);
            each(|i| if is_on[i] { top[i] + (bottom[i] - top[i]) * fy[i] } else { 0.0 })
        })
    }
}

fn transposed(map: &[f32]) -> Vec<f32> {
    (0..SIDE * SIDE).map(|at| map[at % SIDE * SIDE + at / SIDE]).collect()
}

/// Coverage of a pixel at the signed distance `distance` from an edge: 1 inside, 0 outside.
fn soft(distance: f32) -> f32 {
    (0.5 - distance / PIXEL).clamp(0.0, 1.0)
}

#[cfg(test)]
impl Relief {
    /// The map, row by row.
    pub fn heights(&self) -> &[f32] {
        &self.heights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(relief: &Relief, x: f32, y: f32) -> f32 {
        let pixel = |coordinate: f32| ((coordinate + 1.0) / PIXEL) as usize;
        relief.heights[pixel(y) * SIDE + pixel(x)]
    }

    #[test]
    fn shapes_cover_their_inside_and_nothing_else() {
        let blank = at(&Relief::blank(), 0.0, 0.0);
        type Paint = fn(&mut Relief);
        let shapes: [(&str, Paint, &[Point], &[Point]); 4] = [
            ("disc", |it| it.disc((0.2, 0.1), 0.1, 0.9), &[(0.2, 0.1), (0.27, 0.1)], &[(0.35, 0.1)]),
            (
                "stroke",
                |it| it.stroke(&[(-0.3, 0.0), (0.3, 0.0)], 0.05, 0.9),
                &[(0.0, 0.0), (0.3, 0.0)],
                &[(0.0, 0.12), (0.42, 0.0)],
            ),
            (
                "leaf",
                |it| it.leaf((0.0, 0.0), (0.0, 1.0), 0.4, 0.1, 0.9),
                &[(0.0, 0.3), (0.05, 0.0)],
                &[(0.3, 0.0), (0.08, 0.35)],
            ),
            (
                "polygon",
                |it| it.polygon(&[(-0.4, -0.4), (0.4, -0.4), (-0.4, 0.4)], |_, _| 0.9),
                &[(-0.2, -0.2), (0.3, -0.35)],
                &[(0.2, 0.2)],
            ),
        ];
        for (name, paint, inside, outside) in shapes {
            let mut relief = Relief::blank();
            paint(&mut relief);
            assert!(inside.iter().all(|&(x, y)| (at(&relief, x, y) - 0.9).abs() < 1e-3), "{name}");
            assert!(outside.iter().all(|&(x, y)| at(&relief, x, y) == blank), "{name}");
        }
    }

    #[test]
    fn wear_smooths_and_takes_nothing_away() {
        let mut sharp = Relief::blank();
        sharp.disc((0.0, 0.0), 0.2, 1.0);
        let roughness =
            |relief: &Relief| relief.heights.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum::<f32>();
        let volume = |relief: &Relief| relief.heights.iter().sum::<f32>();
        let (rough, full) = (roughness(&sharp), volume(&sharp));
        let worn = sharp.worn(2.0);
        assert!(roughness(&worn) < rough / 2.0);
        assert!((volume(&worn) / full - 1.0).abs() < 0.01);
    }

    #[test]
    fn slopes_have_the_asked_steepness_and_end_at_the_rim() {
        let mut relief = Relief::blank();
        relief.disc((0.0, 0.0), 0.3, 1.0);
        let slopes = relief.slopes(0.4);
        let (mut sum, mut n) = (0.0, 0);
        for (at, [right, down]) in slopes.slopes.iter().enumerate() {
            let (x, y) = (centre_of(at % SIDE), centre_of(at / SIDE));
            if x * x + y * y < 0.7 {
                (sum, n) = (sum + right * right + down * down, n + 1);
            }
        }
        assert!(((sum / n as f32).sqrt() - 0.4).abs() < 1e-3);
        // To the left of a hill it rises, to the right it falls.
        let [right, _] = slopes.at([-0.3, 0.3, 2.0, 0.0], [0.0, 0.0, 0.0, -2.0]);
        assert!(right[0] > 0.1 && right[1] < -0.1 && right[2..] == [0.0; 2], "{right:?}");
    }
}
