//! What JPEG loses: every 8×8 block is written in cosines whose amplitudes are rounded to multiples of a table.
//!
//! The luminance table of ITU-T T.81, annex K.1, scaled by quality as the Independent JPEG Group's library does; for
//! every channel alike, without turning colours into luma and chroma: for showing drift, not for making files. What
//! entropy coding adds loses nothing and is left out.

const SIDE: usize = 8;

/// Table K.1, row by row.
const LUMINANCE: [f64; 64] = [
    16.0, 11.0, 10.0, 16.0, 24.0, 40.0, 51.0, 61.0, 12.0, 12.0, 14.0, 19.0, 26.0, 58.0, 60.0, 55.0, 14.0,
    13.0, 16.0, 24.0, 40.0, 57.0, 69.0, 56.0, 14.0, 17.0, 22.0, 29.0, 51.0, 87.0, 80.0, 62.0, 18.0, 22.0,
    37.0, 56.0, 68.0, 109.0, 103.0, 77.0, 24.0, 35.0, 55.0, 64.0, 81.0, 104.0, 113.0, 92.0, 49.0, 64.0, 78.0,
    87.0, 103.0, 121.0, 120.0, 101.0, 72.0, 92.0, 95.0, 98.0, 112.0, 100.0, 103.0, 99.0,
];

/// Compresses in place; `amount` 0 would be quality 100, 1 is quality 1. Edges are repeated to fill blocks.
pub(super) fn compress(values: &mut [f32], [width, height, channels]: [usize; 3], amount: f64) {
    let quality = (100.0 - 99.0 * amount).clamp(1.0, 100.0);
    let scale = if quality < 50.0 { 50.0 / quality } else { 2.0 - quality / 50.0 };
    let table = LUMINANCE.map(|step| libm::round(step * scale).clamp(1.0, 255.0));
    let cosines = cosines();
    for y0 in (0..height).step_by(SIDE) {
        for x0 in (0..width).step_by(SIDE) {
            for channel in 0..channels {
                let place = |y: usize, x: usize| {
                    let (y, x) = ((y0 + y).min(height - 1), (x0 + x).min(width - 1));
                    (y * width + x) * channels + channel
                };
                let mut block = [0.0; 64];
                for (at, value) in block.iter_mut().enumerate() {
                    let here = place(at / SIDE, at % SIDE);
                    *value = f64::from(values.get(here).copied().unwrap_or(0.0)) - 128.0;
                }
                let amplitudes = turned(&block, &cosines);
                let mut kept = [0.0; 64];
                for ((kept, amplitude), step) in kept.iter_mut().zip(amplitudes).zip(table) {
                    *kept = libm::round(amplitude / step) * step;
                }
                let back = turned_back(&kept, &cosines);
                for y in 0..SIDE.min(height - y0) {
                    for x in 0..SIDE.min(width - x0) {
                        if let (Some(value), Some(new)) =
                            (values.get_mut(place(y, x)), back.get(y * SIDE + x))
                        {
                            *value = (new + 128.0).clamp(0.0, 255.0) as f32;
                        }
                    }
                }
            }
        }
    }
}

/// Row k, column x: the orthonormal DCT-II's weight of sample x in amplitude k.
fn cosines() -> [f64; 64] {
    core::array::from_fn(|at| {
        let (k, x) = ((at / SIDE) as f64, (at % SIDE) as f64);
        let norm = if k == 0.0 { libm::sqrt(0.125) } else { 0.5 };
        norm * libm::cos((2.0 * x + 1.0) * k * core::f64::consts::PI / 16.0)
    })
}

/// A · B over 8×8, row by row.
fn product(a: impl Fn(usize, usize) -> f64, b: impl Fn(usize, usize) -> f64) -> [f64; 64] {
    core::array::from_fn(|at| (0..SIDE).map(|k| a(at / SIDE, k) * b(k, at % SIDE)).sum())
}

fn entry(matrix: &[f64; 64], row: usize, column: usize) -> f64 {
    matrix.get(row * SIDE + column).copied().unwrap_or(0.0)
}

fn turned(block: &[f64; 64], cosines: &[f64; 64]) -> [f64; 64] {
    let rows = product(|i, j| entry(cosines, i, j), |i, j| entry(block, i, j));
    product(|i, j| entry(&rows, i, j), |i, j| entry(cosines, j, i))
}

fn turned_back(block: &[f64; 64], cosines: &[f64; 64]) -> [f64; 64] {
    let rows = product(|i, j| entry(cosines, j, i), |i, j| entry(block, i, j));
    product(|i, j| entry(&rows, i, j), |i, j| entry(cosines, i, j))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_turned_comes_back() {
        let block: [f64; 64] = core::array::from_fn(|at| ((at * 37) % 251) as f64 - 128.0);
        let back = turned_back(&turned(&block, &cosines()), &cosines());
        assert!(block.iter().zip(back).all(|(a, b)| (a - b).abs() < 1e-9));
    }

    #[test]
    fn more_of_it_loses_more_and_flat_images_stay_flat() {
        let image: Vec<f32> = (0..20 * 13).map(|at| ((at * 53) % 256) as f32).collect();
        let loss = |amount: f64| {
            let mut values = image.clone();
            compress(&mut values, [20, 13, 1], amount);
            values.iter().zip(&image).map(|(a, b)| (a - b).abs()).sum::<f32>()
        };
        assert!(loss(0.2) > 0.0 && loss(0.5) > loss(0.2) && loss(1.0) > loss(0.5));
        let mut flat = vec![128.0; 64];
        compress(&mut flat, [8, 8, 1], 1.0);
        assert!(flat.iter().all(|value| (value - 128.0).abs() < 1e-3));
    }
}
