//! The domain classifier: can a model tell reference and window apart by their features?
//!
//! A linear discriminant w = (S + λI)⁻¹ (μ₁ − μ₀), S the pooled covariance and λ a tenth of its mean variance, is fitted on
//! half of the points of either side, chosen by seed; the AUC is that of its scores on the other half. 0.5: it cannot; 1: there is
//! nothing in common. The 95 % interval takes the standard error of Hanley and McNeil (1982), which holds because no point is both
//! fitted and scored (over folds it would not: their AUCs hang together). `None` when a side has fewer than 20 points.

use crate::interval::{Interval, Z_95};
use crate::metric::roc;
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

const MIN_POINTS: usize = 20;
/// Ridge, as a share of the mean variance.
const RIDGE: f64 = 0.1;

/// How well the two can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    /// The AUC on points it was not fitted on.
    pub auc: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// Tries to tell two clouds of points of `n_axes` numbers each apart.
pub fn classify(reference: &[f32], window: &[f32], n_axes: usize, seed: u64) -> Option<Domain> {
    let rows = |cloud: &'_ [f32], is_window: bool| -> Vec<(Vec<f64>, bool)> {
        let row = |row: &[f32]| (row.iter().map(|value| f64::from(*value)).collect(), is_window);
        cloud.chunks_exact(n_axes.max(1)).map(row).collect()
    };
    let mut clouds = [rows(reference, false), rows(window, true)];
    let [n, m] = [0, 1].map(|side| clouds[side].len());
    if n < MIN_POINTS || m < MIN_POINTS {
        return None;
    }
    let mut stream = Stream::named(seed, "domain halves");
    clouds.iter_mut().for_each(|cloud| stream.shuffle(cloud));
    let halves = clouds.each_ref().map(|cloud| cloud.split_at(cloud.len() / 2));
    let fitted: Vec<&(Vec<f64>, bool)> = halves.iter().flat_map(|(fitted, _)| *fitted).collect();
    let direction = discriminant(&fitted, n_axes)?;
    let tested = halves.iter().flat_map(|(_, tested)| *tested);
    let (scores, is_window): (Vec<f64>, Vec<bool>) =
        tested.map(|(row, is_window)| (dot(row, &direction), *is_window)).unzip();
    let auc = roc::auc(&scores, &is_window)?;
    let [n, m] = halves.map(|(_, tested)| tested.len() as f64);
    let half = Z_95 * standard_error(auc, n, m);
    Some(Domain { auc, interval: Interval { low: (auc - half).max(0.0), high: (auc + half).min(1.0) } })
}

/// Of an AUC over `n` and `m` points.
fn standard_error(auc: f64, n: f64, m: f64) -> f64 {
    let squared = auc * auc;
    let (q1, q2) = (auc / (2.0 - auc), 2.0 * squared / (1.0 + auc));
    let variance = auc * (1.0 - auc) + (m - 1.0) * (q1 - squared) + (n - 1.0) * (q2 - squared);
    libm::sqrt(variance.max(0.0) / (n * m))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn discriminant(points: &[&(Vec<f64>, bool)], n_axes: usize) -> Option<Vec<f64>> {
    let mean = |of_window: bool| -> Vec<f64> {
        let rows = || points.iter().filter(|(_, is_window)| *is_window == of_window);
        let n = rows().count().max(1) as f64;
        (0..n_axes).map(|axis| rows().map(|(row, _)| row[axis]).sum::<f64>() / n).collect()
    };
    let means = [mean(false), mean(true)];
    let mut covariance = vec![0.0; n_axes * n_axes];
    for (row, is_window) in points {
        let centred: Vec<f64> =
            row.iter().zip(&means[usize::from(*is_window)]).map(|(value, mean)| value - mean).collect();
        for (i, a) in centred.iter().enumerate() {
            let line = &mut covariance[i * n_axes..][..=i];
            line.iter_mut().zip(&centred).for_each(|(sum, b)| *sum += a * b);
        }
    }
    let trace: f64 = (0..n_axes).map(|i| covariance[i * n_axes + i]).sum();
    // Two points each at one place have no spread; any ridge will do.
    let ridge = if trace > 0.0 { RIDGE * trace / n_axes as f64 } else { 1.0 };
    (0..n_axes).for_each(|i| covariance[i * n_axes + i] += ridge);
    let difference: Vec<f64> = means[1].iter().zip(&means[0]).map(|(a, b)| a - b).collect();
    solve(&mut covariance, difference, n_axes)
}

/// Solves A x = b for a symmetric positive definite A, of which the lower half is read, by Cholesky's factors.
fn solve(a: &mut [f64], mut b: Vec<f64>, n: usize) -> Option<Vec<f64>> {
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| a[i * n + k] * a[j * n + k]).sum();
            let rest = a[i * n + j] - known;
            a[i * n + j] = if i == j {
                // Not a number is not positive either.
                if rest > 0.0 { libm::sqrt(rest) } else { return None }
            } else {
                rest / a[j * n + j]
            };
        }
    }
    for i in 0..n {
        let known: f64 = (0..i).map(|k| a[i * n + k] * b[k]).sum();
        b[i] = (b[i] - known) / a[i * n + i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| a[k * n + i] * b[k]).sum();
        b[i] = (b[i] - known) / a[i * n + i];
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn cloud(n: usize, shift: f64, stream: &mut Stream) -> Vec<f32> {
        (0..n * 6).map(|at| (stream.normal() + if at % 6 == 2 { shift } else { 0.0 }) as f32).collect()
    }

    #[test]
    fn a_system_is_solved() {
        let mut a = [4.0, 0.0, 0.0, 2.0, 5.0, 0.0, 0.5, 1.0, 3.0];
        let x = solve(&mut a, vec![9.5, 17.0, 11.5], 3).expect("positive definite");
        let full = [[4.0, 2.0, 0.5], [2.0, 5.0, 1.0], [0.5, 1.0, 3.0]];
        for (row, b) in full.iter().zip([9.5, 17.0, 11.5]) {
            assert!((dot(row, &x) - b).abs() < 1e-12);
        }
        assert_eq!(solve(&mut [0.0], vec![1.0], 1), None);
        assert_eq!(solve(&mut [f64::NAN], vec![1.0], 1), None);
    }

    #[test]
    fn clouds_of_one_kind_cannot_be_told_apart_and_shifted_ones_as_well_as_theory_says() {
        let (mut same, mut shifted, mut inside) = (0.0, 0.0, 0);
        for seed in 0..40 {
            let mut stream = Stream::indexed(6, "domain", seed);
            let reference = cloud(150, 0.0, &mut stream);
            let one = classify(&reference, &cloud(100, 0.0, &mut stream), 6, seed).expect("clouds");
            same += one.auc / 40.0;
            inside += u32::from(one.interval.low <= 0.5 && 0.5 <= one.interval.high);
            shifted +=
                classify(&reference, &cloud(100, 1.5, &mut stream), 6, seed).expect("clouds").auc / 40.0;
        }
        assert!((same - 0.5).abs() < 0.03, "{same}");
        assert!(inside >= 34, "{inside} of 40");
        // Φ(1.5 / √2) = 0.856 for the best of all directions.
        assert!((0.81..0.87).contains(&shifted), "{shifted}");
    }

    #[test]
    fn too_little_is_nothing_and_what_has_no_spread_is_told_apart() {
        assert_eq!(classify(&[0.0; 40], &[1.0; 8], 4, 1), None);
        assert_eq!(classify(&[], &[], 0, 1), None);
        let apart = classify(&[0.0; 80], &[1.0; 80], 4, 1).expect("clouds");
        assert_eq!(apart.auc, 1.0);
        assert_eq!(classify(&[f32::NAN; 80], &[1.0; 80], 4, 1), None);
    }
}
