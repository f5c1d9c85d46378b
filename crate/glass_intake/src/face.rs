//! What is on the two faces of a coin: a profile head; a wreath around a numeral.
//!
//! What both sides have (beads, legend) is drawn by the same code, so that it tells nothing. Coordinates run
//! from −1 to 1 over the coin, x to the right and y down.

use crate::relief::{Point, Relief};
use glass_core::rng::Stream;

/// A face of a coin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The profile of a head.
    Heads,
    /// A wreath and a numeral.
    Tails,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Heads, Self::Tails];

    /// The name of its class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heads => "heads",
            Self::Tails => "tails",
        }
    }
}

/// The profile, looking to the right: crown, forehead, nose, lips, chin, neck, nape.
const PROFILE: [Point; 22] = [
    (0.00, -0.54),
    (0.19, -0.49),
    (0.30, -0.36),
    (0.32, -0.24),
    (0.32, -0.17),
    (0.44, -0.01),
    (0.35, 0.04),
    (0.37, 0.09),
    (0.33, 0.12),
    (0.36, 0.17),
    (0.31, 0.21),
    (0.33, 0.30),
    (0.20, 0.36),
    (0.13, 0.43),
    (0.24, 0.58),
    (0.05, 0.68),
    (-0.20, 0.67),
    (-0.38, 0.56),
    (-0.22, 0.34),
    (-0.38, 0.10),
    (-0.43, -0.16),
    (-0.29, -0.42),
];

/// What the numerals are made of, in a box from −1 to 1.
const STROKES: [(char, &[Point]); 4] = [
    ('0', &[(0.0, -1.0), (0.7, -0.6), (0.7, 0.6), (0.0, 1.0), (-0.7, 0.6), (-0.7, -0.6), (0.0, -1.0)]),
    ('1', &[(-0.5, -0.55), (0.05, -1.0), (0.05, 1.0), (-0.5, 1.0), (0.6, 1.0)]),
    ('2', &[(-0.7, -0.55), (-0.35, -0.95), (0.35, -0.95), (0.7, -0.5), (0.5, 0.0), (-0.7, 1.0), (0.75, 1.0)]),
    (
        '5',
        &[
            (0.65, -1.0),
            (-0.6, -1.0),
            (-0.65, -0.1),
            (0.0, -0.25),
            (0.6, 0.05),
            (0.65, 0.6),
            (0.2, 1.0),
            (-0.4, 0.95),
            (-0.7, 0.65),
        ],
    ),
];

/// The face of a new coin, in detail drawn from `chance`.
pub fn strike(side: Side, chance: &mut Stream) -> Relief {
    let mut relief = Relief::blank();
    let beads = 44 + chance.below(20);
    for bead in 0..beads {
        let (x, y) = on_circle(0.88, bead as f32 / beads as f32);
        relief.disc((x, y), 0.022, 0.62);
    }
    legend(&mut relief, chance);
    match side {
        Side::Heads => head(&mut relief, chance),
        Side::Tails => wreath_and_numeral(&mut relief, chance),
    }
    relief
}

/// Letters as bars, along an arc of random place and length.
fn legend(relief: &mut Relief, chance: &mut Stream) {
    let letters = 9 + chance.below(12);
    let start = chance.next_f64() as f32;
    for letter in 0..letters {
        let turn = start + letter as f32 * 0.033;
        let (inner, outer) = (on_circle(0.72, turn), on_circle(0.81, turn));
        relief.stroke(&[inner, outer], 0.013, 0.62);
        // Every other letter gets a crossbar, at its foot or its head.
        if chance.below(2) == 0 {
            let radius = if chance.below(2) == 0 { 0.725 } else { 0.805 };
            relief.stroke(&[on_circle(radius, turn), on_circle(radius, turn + 0.012)], 0.011, 0.62);
        }
    }
}

fn head(relief: &mut Relief, chance: &mut Stream) {
    let scale = uniform(chance, 0.93, 1.06);
    let facing = if chance.below(2) == 0 { scale } else { -scale };
    let mut jitter = |(x, y): Point| -> Point {
        let (dx, dy) = (uniform(chance, -0.014, 0.014), uniform(chance, -0.014, 0.014));
        ((x + dx) * facing, (y + dy) * scale)
    };
    let outline = rounded(&PROFILE.map(&mut jitter));
    relief.polygon(&outline, |x, y| {
        let (x, y) = (x / scale, (y + 0.05) / scale);
        0.60 + 0.34 * (1.0 - (x * x + y * y) / 0.42).max(0.0)
    });
    let at = |x: f32, y: f32| (x * facing, y * scale);
    // Hair: waves from the crown to the nape.
    let locks = 7 + chance.below(5);
    for lock in 0..locks {
        let share = (lock as f32 + 0.5) / locks as f32;
        let (x, y) = (-0.36 + 0.46 * share, -0.30 + 0.12 * share + uniform(chance, -0.04, 0.04));
        let (length, bend) = (uniform(chance, 0.14, 0.28), uniform(chance, -0.07, 0.07));
        let wave = [
            at(x + 0.05, y - 0.12),
            at(x + bend, y),
            at(x - bend, y + length * 0.6),
            at(x + 0.03 + bend, y + length),
        ];
        relief.stroke(&wave, 0.018, if lock % 2 == 0 { 1.08 } else { 0.70 });
    }
    // Ear, eye and the line of the jaw.
    relief.stroke(&[at(-0.06, 0.00), at(0.00, -0.05), at(0.02, 0.02), at(-0.03, 0.09)], 0.016, 1.02);
    relief.stroke(&[at(0.17, -0.15), at(0.25, -0.14)], 0.018, 0.62);
    relief.stroke(&[at(0.28, 0.12), at(0.34, 0.125)], 0.010, 0.62);
    if chance.below(2) == 0 {
        relief.stroke(&[at(-0.42, -0.12), at(-0.12, -0.27), at(0.30, -0.33)], 0.024, 1.10);
    }
}

fn wreath_and_numeral(relief: &mut Relief, chance: &mut Stream) {
    let leaves = 6 + chance.below(4);
    for half in [-1.0, 1.0] {
        let stem: Vec<Point> = (0..=8).map(|step| on_branch(half, step as f32 / 8.0, 0.56)).collect();
        relief.stroke(&stem, 0.016, 0.66);
        for leaf in 0..leaves {
            let share = (leaf as f32 + 0.6) / leaves as f32;
            let (base, tip) = (on_branch(half, share, 0.56), on_branch(half, share + 0.11, 0.56));
            let length = uniform(chance, 0.10, 0.13);
            for (radius, width) in [(0.63, 0.052), (0.49, 0.045)] {
                let outer = on_branch(half, share + 0.11, radius);
                let centre = ((base.0 + outer.0) / 2.0, (base.1 + outer.1) / 2.0);
                let along = (outer.0 - base.0 + tip.0 - base.0, outer.1 - base.1 + tip.1 - base.1);
                relief.leaf(centre, along, length, width, 0.86);
            }
        }
    }
    let numerals = ["1", "2", "5", "10", "20", "50"];
    let numeral = numerals[chance.below(numerals.len() as u32) as usize];
    let n = numeral.len() as f32;
    let (width, height) = (if n > 1.0 { 0.115 } else { 0.19 }, uniform(chance, 0.25, 0.30));
    let thickness = uniform(chance, 0.042, 0.058);
    for (at, digit) in numeral.chars().enumerate() {
        let centre = (at as f32 - (n - 1.0) / 2.0) * 0.34;
        if let Some((_, points)) = STROKES.iter().find(|(of, _)| *of == digit) {
            let placed: Vec<Point> =
                points.iter().map(|(x, y)| (centre + x * width, y * height - 0.02)).collect();
            relief.stroke(&placed, thickness, 0.95);
        }
    }
}

/// A point of one half of the wreath: 0 at the foot, 1 at the top.
fn on_branch(half: f32, share: f32, radius: f32) -> Point {
    // From a little beside the lowest point (a quarter turn) up one side.
    let (x, y) = on_circle(radius, 0.25 - (0.03 + 0.38 * share));
    (half * x, y)
}

/// The point at `turn` (1 is all around) of a circle around the middle.
fn on_circle(radius: f32, turn: f32) -> Point {
    let angle = turn * std::f32::consts::TAU;
    (radius * libm::cosf(angle), radius * libm::sinf(angle))
}

fn uniform(chance: &mut Stream, low: f64, high: f64) -> f32 {
    chance.uniform(low, high) as f32
}

/// A closed Catmull-Rom curve through `points`, as a polygon.
fn rounded(points: &[Point]) -> Vec<Point> {
    let n = points.len();
    let mut curve = Vec::with_capacity(n * 4);
    for at in 0..n {
        let [a, b, c, d] = [at + n - 1, at, at + 1, at + 2].map(|index| points[index % n]);
        for step in 0..4 {
            let t = step as f32 / 4.0;
            let spline = |a: f32, b: f32, c: f32, d: f32| {
                b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
            };
            curve.push((spline(a.0, b.0, c.0, d.0), spline(a.1, b.1, c.1, d.1)));
        }
    }
    curve
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(side: Side, seed: u64) -> Relief {
        strike(side, &mut Stream::named(seed, "face"))
    }

    #[test]
    fn a_face_is_its_stream_and_its_side() {
        for side in Side::ALL {
            assert_eq!(struck(side, 1).heights(), struck(side, 1).heights());
            assert_ne!(struck(side, 1).heights(), struck(side, 2).heights());
        }
        assert_ne!(struck(Side::Heads, 1).heights(), struck(Side::Tails, 1).heights());
    }

    #[test]
    fn beads_and_legend_are_the_same_on_both_sides() {
        let [heads, tails] = Side::ALL.map(|side| struck(side, 5));
        let (mut ring, mut field) = (0, 0);
        for (at, (a, b)) in heads.heights().iter().zip(tails.heights()).enumerate() {
            let centre = |pixel: usize| (pixel as f32 + 0.5) * 2.0 / crate::relief::SIDE as f32 - 1.0;
            let (x, y) = (centre(at % crate::relief::SIDE), centre(at / crate::relief::SIDE));
            let counted = if x * x + y * y > 0.71 * 0.71 { &mut ring } else { &mut field };
            *counted += usize::from(a != b);
        }
        assert_eq!(ring, 0);
        assert!(field > 1_000, "{field}");
    }
}
