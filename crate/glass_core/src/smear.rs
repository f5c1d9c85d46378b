//! Gaussian blur of interleaved values, one direction after the other.

/// Half a Gaussian kernel, from the centre out, normalised over both halves; it reaches three deviations far.
pub fn kernel(sigma: f64) -> Vec<f32> {
    let radius = libm::ceil(3.0 * sigma) as usize;
    let weights: Vec<f64> =
        (0..=radius).map(|x| libm::exp(-((x * x) as f64) / (2.0 * sigma * sigma).max(1e-9))).collect();
    let centre = weights.first().copied().unwrap_or(1.0);
    let total = weights.iter().sum::<f64>() * 2.0 - centre;
    weights.iter().map(|weight| (weight / total) as f32).collect()
}

/// Convolves every line of `n` elements that are `step` apart, edges repeated. A line starts at each of the
/// first `step` elements of each of `n_groups` groups, which are `group` elements apart. Values that do not fill this
/// shape come back as they are.
pub fn smear(
    values: &[f32],
    kernel: &[f32],
    n: usize,
    step: usize,
    n_groups: usize,
    group: usize,
) -> Vec<f32> {
    let reach = n_groups.saturating_sub(1) * group + n * step;
    if n == 0 || n_groups == 0 || reach > values.len() {
        return values.to_vec();
    }
    let mut smeared = vec![0.0; values.len()];
    for start in (0..n_groups).map(|index| index * group) {
        for at in 0..n {
            let Some(target) = smeared.get_mut(start + at * step..start + (at + 1) * step) else { continue };
            for (distance, &weight) in kernel.iter().enumerate() {
                let before = start + at.saturating_sub(distance) * step;
                let behind = start + (at + distance).min(n - 1) * step;
                accumulate(target, values.get(before..before + step), weight);
                if distance > 0 {
                    accumulate(target, values.get(behind..behind + step), weight);
                }
            }
        }
    }
    smeared
}

fn accumulate(target: &mut [f32], source: Option<&[f32]>, weight: f32) {
    for (sum, value) in target.iter_mut().zip(source.unwrap_or_default()) {
        *sum += value * weight;
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_kernel_weighs_one_in_all_and_flat_lines_stay_flat() {
        for sigma in [0.0, 0.3, 2.5] {
            let half = kernel(sigma);
            let total = half.iter().sum::<f32>() * 2.0 - half[0];
            assert!((total - 1.0).abs() < 1e-5, "{sigma}");
            let flat = smear(&[3.0; 24], &half, 8, 3, 1, 24);
            assert!(flat.iter().all(|value| (value - 3.0).abs() < 1e-4));
        }
        assert_eq!(smear(&[1.0, 2.0], &kernel(1.0), 9, 1, 1, 9), [1.0, 2.0]);
    }
}
