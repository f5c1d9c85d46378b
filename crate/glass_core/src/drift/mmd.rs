//! Maximum mean discrepancy: have two clouds of points the same distribution? (Gretton et al. 2012, JMLR 13.)
//!
//! MMD² is the unbiased estimate of E k(x, x′) + E k(y, y′) − 2 E k(x, y) with k(a, b) = exp(−‖a − b‖² / 2σ²) and σ the
//! median distance of all pairs. It may be below 0. The p-value is that of a permutation test: the share of seeded
//! shuffles of the points between the two clouds that come to at least as much, the data as they are counting as one. `None`
//! when a cloud has fewer than two points, or all points are one.

use crate::features::squared_distance;
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// Shuffles: the least p is 1 in 201.
pub const N_SHUFFLES: u32 = 200;

/// What two clouds come to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mmd {
    /// The unbiased MMD².
    pub squared: f64,
    /// How often shuffled clouds come to as much.
    pub p_value: f64,
    /// The kernel's width.
    pub sigma: f64,
}

/// Compares two clouds of points of `n_axes` numbers each, row by row.
pub fn compare(reference: &[f32], window: &[f32], n_axes: usize, seed: u64) -> Option<Mmd> {
    let points: Vec<&[f32]> =
        reference.chunks_exact(n_axes.max(1)).chain(window.chunks_exact(n_axes.max(1))).collect();
    let n_window = window.len() / n_axes.max(1);
    let (n, n_reference) = (points.len(), points.len() - n_window);
    if n_window < 2 || n_reference < 2 {
        return None;
    }
    let mut kernel = vec![0.0; n * n];
    let mut distances = Vec::with_capacity(n * (n - 1) / 2);
    for (i, a) in points.iter().enumerate() {
        for (j, b) in points.iter().enumerate().take(i) {
            let squared = squared_distance(a, b);
            kernel[i * n + j] = squared;
            distances.push(squared);
        }
    }
    let middle = distances.len() / 2;
    let (_, median, _) = distances.select_nth_unstable_by(middle, f64::total_cmp);
    let width = *median;
    if !(width > 0.0 && width.is_finite()) {
        return None;
    }
    for i in 0..n {
        for j in 0..i {
            let value = libm::exp(-kernel[i * n + j] / (2.0 * width));
            (kernel[i * n + j], kernel[j * n + i]) = (value, value);
        }
    }
    let sums: Vec<f64> = kernel.chunks_exact(n).map(|row| row.iter().sum()).collect();
    let total: f64 = sums.iter().sum();
    // Of the window's points alone; all else follows from the sums of the rows.
    let squared = |members: &[usize]| {
        let within: f64 =
            members.iter().map(|i| members.iter().map(|j| kernel[i * n + j]).sum::<f64>()).sum();
        let across = members.iter().map(|i| sums[*i]).sum::<f64>() - within;
        let others = total - within - 2.0 * across;
        let (m, k) = (n_window as f64, n_reference as f64);
        within / (m * (m - 1.0)) + others / (k * (k - 1.0)) - 2.0 * across / (m * k)
    };
    let mut order: Vec<usize> = (0..n).collect();
    let found = squared(&order[n_reference..]);
    let mut stream = Stream::named(seed, "mmd shuffle");
    let mut n_as_much = 1_u32;
    for _ in 0..N_SHUFFLES {
        stream.shuffle(&mut order);
        // Rounding must not decide a tie.
        n_as_much += u32::from(squared(&order[n_reference..]) >= found - 1e-12);
    }
    let p_value = f64::from(n_as_much) / f64::from(N_SHUFFLES + 1);
    Some(Mmd { squared: found, p_value, sigma: libm::sqrt(width) })
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn cloud(n: usize, middle: f64, stream: &mut Stream) -> Vec<f32> {
        (0..n * 3).map(|_| (middle + stream.next_f64() + stream.next_f64() - 1.0) as f32).collect()
    }

    #[test]
    fn it_is_the_definition() {
        let mut stream = Stream::named(1, "mmd");
        let (x, y) = (cloud(7, 0.0, &mut stream), cloud(5, 0.4, &mut stream));
        let found = compare(&x, &y, 3, 1).expect("two clouds");
        let k = |a: &[f32], b: &[f32]| (-squared_distance(a, b) / (2.0 * found.sigma * found.sigma)).exp();
        let rows = |cloud: &[f32]| cloud.chunks_exact(3).map(<[f32]>::to_vec).collect::<Vec<_>>();
        let (x, y) = (rows(&x), rows(&y));
        let mean_within = |cloud: &[Vec<f32>]| {
            let pairs = cloud.iter().enumerate().flat_map(|(i, a)| {
                cloud.iter().enumerate().filter(move |(j, _)| *j != i).map(move |(_, b)| k(a, b))
            });
            pairs.sum::<f64>() / (cloud.len() * (cloud.len() - 1)) as f64
        };
        let across = x.iter().flat_map(|a| y.iter().map(move |b| k(a, b))).sum::<f64>() / 35.0;
        assert!((found.squared - (mean_within(&x) + mean_within(&y) - 2.0 * across)).abs() < 1e-12);
    }

    #[test]
    fn a_shift_is_found_and_none_is_as_rarely_found_as_a_test_may() {
        let mut n_false = 0;
        for seed in 0..100 {
            let mut stream = Stream::indexed(2, "mmd", seed);
            let reference = cloud(60, 0.0, &mut stream);
            let p = |window: &[f32]| compare(&reference, window, 3, seed).expect("two clouds").p_value;
            n_false += u32::from(p(&cloud(40, 0.0, &mut stream)) <= 0.05);
            assert!(p(&cloud(40, 0.5, &mut stream)) <= 0.01, "{seed}");
        }
        // One in twenty, give or take three standard errors.
        assert!((0..=12).contains(&n_false), "{n_false}");
    }

    #[test]
    fn the_same_seed_the_same_bits_and_too_little_is_nothing() {
        let mut stream = Stream::named(3, "mmd");
        let (x, y) = (cloud(9, 0.0, &mut stream), cloud(9, 0.1, &mut stream));
        assert_eq!(compare(&x, &y, 3, 8), compare(&x, &y, 3, 8));
        assert_eq!(compare(&x, &y[..3], 3, 8), None);
        assert_eq!(compare(&[1.0; 12], &[1.0; 12], 3, 8), None);
        assert_eq!(compare(&[], &[], 0, 8), None);
    }
}
