//! Heads or tails: synthetic coins, drawn by a seeded generator.
//!
//! No set of real coins may be handed on, so this one is made: a face is struck as a height map (`face`, `relief`),
//! worn, turned, lit from a random side on one of four metals and laid on a plain table. Whatever is not the
//! face (metal, light, table, size, place, noise, steepness of the relief) is drawn the same way for both
//! sides. Every number comes from a stream named after seed, side and index, and from one library's
//! functions, so a coin is the same pixels everywhere.

use crate::decode::Decoded;
use crate::face::strike;
use crate::relief::{Four, Slopes, each};
use glass_core::pixels::{Pixels, Sample};
use glass_core::rng::Stream;
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

pub use crate::face::Side;

/// Side of a coin's picture, in pixels.
pub const COIN_SIDE: u16 = 64;
/// Where in a pixel its four samples are taken.
const SUBPIXELS: [(f32, f32); 4] = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
/// Bronze, silver, brass, old copper.
const METALS: [[f32; 3]; 4] =
    [[205.0, 127.0, 60.0], [190.0, 190.0, 195.0], [215.0, 180.0, 80.0], [140.0, 100.0, 70.0]];

/// What a lesson may turn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CoinDials {
    /// Coins of each side.
    pub per_class: u32,
    /// How worn the coins may be: 0 (new) to 1.
    pub wear: f64,
    /// How far a coin may be turned, to each side: 0 to 180.
    pub rotation_degrees: f64,
    /// How far the light may wander: 0 (always from above left) to 1 (from anywhere, high or low).
    pub light: f64,
    /// Decides every coin.
    pub seed: u32,
    /// The trap: heads on warm tables, tails on cool ones.
    pub biased_background: bool,
}

impl Default for CoinDials {
    fn default() -> Self {
        Self {
            per_class: 600,
            wear: 0.4,
            rotation_degrees: 180.0,
            light: 1.0,
            seed: 42,
            biased_background: false,
        }
    }
}

impl CoinDials {
    /// Every value within its bounds; what is not a number takes its default.
    pub fn clamped(&self) -> Self {
        let usual = Self::default();
        let within = |value: f64, high: f64, default: f64| {
            if value.is_nan() { default } else { value.clamp(0.0, high) }
        };
        Self {
            per_class: self.per_class.min(10_000),
            wear: within(self.wear, 1.0, usual.wear),
            rotation_degrees: within(self.rotation_degrees, 180.0, usual.rotation_degrees),
            light: within(self.light, 1.0, usual.light),
            seed: self.seed,
            biased_background: self.biased_background,
        }
    }
}

/// Draws one coin.
pub fn coin(side: Side, index: u32, dials: &CoinDials) -> Sample {
    let dials = dials.clamped();
    let mut chance = Stream::indexed(u64::from(dials.seed), side.name(), u64::from(index));
    let wear = dials.wear * chance.uniform(0.3, 1.0);
    let steepness = chance.uniform(0.30, 0.55) * (1.0 - 0.35 * wear);
    let slopes = strike(side, &mut chance).worn(0.7 + 2.6 * wear).slopes(steepness as f32);
    let scene = Scene::arrange(side, &dials, &mut chance);
    let data = scene.photograph(&slopes, &mut chance);
    let pixels = Pixels { width: COIN_SIDE, height: COIN_SIDE, channels: 3, data };
    finish(pixels, side, index)
}

fn finish(pixels: Pixels, side: Side, index: u32) -> Sample {
    let original = u32::from(COIN_SIDE);
    let decoded =
        Decoded { pixels, original_width: original, original_height: original, is_first_frame_only: false };
    let path = format!("coins/{}/{index:04}.png", side.name());
    let sample = decoded.into_sample(path, Some(side.name().to_owned()), None);
    // Not driven by input: 64 × 64 × 3 bytes were just written.
    sample.expect("a picture of fixed shape fits its shape")
}

/// All coins of the dials, the sides in turn, so that a set that is still coming in is balanced.
pub fn coins(dials: CoinDials) -> impl ExactSizeIterator<Item = Sample> {
    let n = dials.clamped().per_class * 2;
    (0..n as usize).map(move |at| coin(Side::ALL[at % 2], at as u32 / 2, &dials))
}

/// Everything around the face.
struct Scene {
    centre: [f32; 2],
    radius: f32,
    cosine: f32,
    sine: f32,
    /// Towards the light.
    light: [f32; 3],
    /// Halfway between the light and the eye.
    halfway: [f32; 3],
    shine: f32,
    metal: [f32; 3],
    table: [f32; 3],
    noise: f32,
}

impl Scene {
    fn arrange(side: Side, dials: &CoinDials, chance: &mut Stream) -> Self {
        let degrees = chance.uniform(-dials.rotation_degrees, dials.rotation_degrees);
        let turn = degrees.to_radians() as f32;
        // Light from above left, and from there as far around as the dial allows.
        let around = (-0.75 * PI + dials.light * chance.uniform(-PI, PI)) as f32;
        let above = (0.8 + dials.light * chance.uniform(-0.25, 0.25)) as f32;
        let light = [
            libm::cosf(around) * libm::cosf(above),
            libm::sinf(around) * libm::cosf(above),
            libm::sinf(above),
        ];
        let metal = METALS[chance.below(4) as usize].map(|part| part * chance.uniform(0.75, 1.05) as f32);
        let radius = chance.uniform(20.0, 31.0) as f32;
        let room = f64::from(f32::from(COIN_SIDE) / 2.0 - radius);
        let middle = f32::from(COIN_SIDE) / 2.0;
        let centre = std::array::from_fn(|_| middle + chance.uniform(-room, room) as f32);
        Self {
            centre,
            radius,
            cosine: libm::cosf(turn),
            sine: libm::sinf(turn),
            light,
            halfway: normalized([light[0], light[1], light[2] + 1.0]),
            shine: chance.uniform(50.0, 110.0) as f32,
            metal,
            table: table(side, dials.biased_background, chance),
            noise: chance.uniform(2.0, 8.0) as f32,
        }
    }

    fn photograph(&self, slopes: &Slopes, chance: &mut Stream) -> Vec<u8> {
        let side = usize::from(COIN_SIDE);
        let mut data = Vec::with_capacity(side * side * 3);
        for y in 0..side {
            for x in 0..side {
                let sx = SUBPIXELS.map(|(within, _)| x as f32 + within);
                let sy = SUBPIXELS.map(|(_, within)| y as f32 + within);
                for parts in self.look(slopes, sx, sy) {
                    let mean = parts.iter().fold(0.0, |sum, part| sum + part) / parts.len() as f32;
                    let value = mean + self.noise * nearly_normal(chance);
                    // Casting saturates at 0 and 255.
                    data.push((value + 0.5) as u8);
                }
            }
        }
        data
    }

    /// The colour, channel by channel, seen at four points of the picture.
    fn look(&self, slopes: &Slopes, x: Four, y: Four) -> [Four; 3] {
        let dx = x.map(|x| (x - self.centre[0]) / self.radius);
        let dy = y.map(|y| (y - self.centre[1]) / self.radius);
        let inside = each(|i| {
            let distance = (dx[i] * dx[i] + dy[i] * dy[i]).sqrt();
            (0.5 + (1.0 - distance) * self.radius).clamp(0.0, 1.0)
        });
        let shade = if inside == [1.0; 4] { [1.0; 4] } else { self.shade(dx, dy, inside) };
        if inside == [0.0; 4] {
            return self.table.map(|part| shade.map(|shade| part * shade));
        }
        // The place on the face, and its slopes turned back into the picture.
        let u = each(|i| self.cosine * dx[i] + self.sine * dy[i]);
        let v = each(|i| self.cosine * dy[i] - self.sine * dx[i]);
        let [right, down] = slopes.at(u, v);
        let nx = each(|i| -(self.cosine * right[i] - self.sine * down[i]));
        let ny = each(|i| -(self.sine * right[i] + self.cosine * down[i]));
        let length = each(|i| (nx[i] * nx[i] + ny[i] * ny[i] + 1.0).sqrt());
        let (nx, ny) = (each(|i| nx[i] / length[i]), each(|i| ny[i] / length[i]));
        let nz = length.map(|length| 1.0 / length);
        let towards = |to: [f32; 3]| {
            each(|i| {
                let cosine = nx[i] * to[0] + ny[i] * to[1] + nz[i] * to[2];
                // Not f32::max, which WebAssembly calls a function for.
                if cosine > 0.0 { cosine } else { 0.0 }
            })
        };
        let diffuse = towards(self.light);
        let mut glint = towards(self.halfway);
        for _ in 0..5 {
            glint = glint.map(|glint| glint * glint);
        }
        std::array::from_fn(|channel| {
            each(|i| {
                let lit = self.metal[channel] * (0.22 + 0.90 * diffuse[i]) + self.shine * glint[i];
                let table = self.table[channel] * shade[i];
                table + (lit - table) * inside[i]
            })
        })
    }

    /// How light the table is beside the coin: darker on the side away from the light.
    fn shade(&self, dx: Four, dy: Four, inside: Four) -> Four {
        let sx = dx.map(|dx| dx + 0.10 * self.light[0]);
        let sy = dy.map(|dy| dy + 0.10 * self.light[1]);
        each(|i| {
            let shadow = ((1.12 - (sx[i] * sx[i] + sy[i] * sy[i]).sqrt()) / 0.16).clamp(0.0, 1.0);
            if inside[i] < 1.0 { 1.0 - 0.45 * shadow } else { 1.0 }
        })
    }
}

/// The colour of the table: some gray with a tint.
fn table(side: Side, is_biased: bool, chance: &mut Stream) -> [f32; 3] {
    let gray = chance.uniform(55.0, 205.0);
    let tint: [f64; 3] = std::array::from_fn(|_| chance.uniform(-40.0, 40.0));
    let (strong, weak) = (chance.uniform(25.0, 50.0), chance.uniform(-50.0, -25.0));
    let [red, green, blue] = match (is_biased, side) {
        (false, _) => tint,
        (true, Side::Heads) => [strong, tint[1] / 4.0, weak],
        (true, Side::Tails) => [weak, tint[1] / 4.0, strong],
    };
    [red, green, blue].map(|part| (gray + part) as f32)
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn normalized(vector: [f32; 3]) -> [f32; 3] {
    let length = dot(vector, vector).sqrt();
    vector.map(|part| part / length)
}

/// A number of mean 0 and variance 1, the sum of four uniform ones: near enough to normal for noise, and one
/// draw instead of a logarithm and a cosine.
fn nearly_normal(chance: &mut Stream) -> f32 {
    let bits = chance.next_u64();
    let sum: u32 = [0, 16, 32, 48].iter().map(|shift| (bits >> shift) as u32 & 0xffff).sum();
    // Four uniforms in [0, 1) have mean 2 and variance 1/3.
    (sum as f32 / 65_536.0 - 2.0) * 1.732_050_8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn few(per_class: u32) -> CoinDials {
        CoinDials { per_class, ..CoinDials::default() }
    }

    /// Mean over the coins of one side of what `measure` says of a pixel.
    fn mean(side: Side, dials: &CoinDials, measure: fn(&[u8]) -> f64) -> f64 {
        let values: Vec<f64> = (0..dials.per_class)
            .flat_map(|index| coin(side, index, dials).pixels.data.chunks(3).map(measure).collect::<Vec<_>>())
            .collect();
        values.iter().sum::<f64>() / values.len() as f64
    }

    fn warmth(pixel: &[u8]) -> f64 {
        f64::from(pixel[0]) - f64::from(pixel[2])
    }

    fn brightness(pixel: &[u8]) -> f64 {
        pixel.iter().map(|&part| f64::from(part)).sum::<f64>() / 3.0
    }

    #[test]
    fn the_sides_come_in_turn_and_every_coin_again() {
        let drawn: Vec<Sample> = coins(few(5)).collect();
        let names: Vec<&str> = drawn.iter().filter_map(|sample| sample.meta.class.as_deref()).collect();
        assert_eq!(names, ["heads", "tails"].repeat(5));
        assert_eq!(drawn, coins(few(5)).collect::<Vec<_>>());
        // A longer set begins with the shorter one: an index is a coin.
        assert_eq!(drawn, coins(few(8)).take(10).collect::<Vec<_>>());
        let mut digests: Vec<u64> = drawn.iter().map(|sample| sample.meta.digest).collect();
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), 10);
        let other = CoinDials { seed: 43, ..few(5) };
        assert!(coins(other).zip(&drawn).all(|(a, b)| a.meta.digest != b.meta.digest));
    }

    #[test]
    fn only_the_trap_tells_the_sides_by_their_colour() {
        let fair = few(60);
        let trap = CoinDials { biased_background: true, ..fair };
        let apart = |dials: &CoinDials, measure: fn(&[u8]) -> f64| {
            mean(Side::Heads, dials, measure) - mean(Side::Tails, dials, measure)
        };
        assert!(apart(&fair, warmth).abs() < 12.0, "{}", apart(&fair, warmth));
        assert!(apart(&fair, brightness).abs() < 12.0, "{}", apart(&fair, brightness));
        assert!(apart(&trap, warmth) > 25.0, "{}", apart(&trap, warmth));
    }

    #[test]
    fn dials_out_of_bounds_are_clamped() {
        let wild = CoinDials {
            per_class: u32::MAX,
            wear: f64::NAN,
            rotation_degrees: -3.0,
            light: f64::INFINITY,
            ..CoinDials::default()
        };
        let tame = wild.clamped();
        assert_eq!((tame.per_class, tame.rotation_degrees, tame.light), (10_000, 0.0, 1.0));
        assert_eq!(tame.wear, CoinDials::default().wear);
        assert_eq!(tame.clamped(), tame);
        assert_eq!(coin(Side::Tails, 0, &wild), coin(Side::Tails, 0, &tame));
    }
}
