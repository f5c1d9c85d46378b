//! Gaussian blur of interleaved values, one direction after the other.

/// Elements that are summed at a time.
const LANES: usize = 8;

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
    let mut taps = Vec::with_capacity(2 * kernel.len());
    for start in (0..n_groups).map(|index| index * group) {
        for at in 0..n {
            let Some(target) = smeared.get_mut(start + at * step..start + (at + 1) * step) else { continue };
            taps.clear();
            for (distance, &weight) in kernel.iter().enumerate() {
                taps.push((start + at.saturating_sub(distance) * step, weight));
                if distance > 0 {
                    taps.push((start + (at + distance).min(n - 1) * step, weight));
                }
            }
            // Sums stay in registers while the taps go by, each added in the same order.
            let mut blocks = target.chunks_exact_mut(LANES);
            let mut from = 0;
            for block in &mut blocks {
                let mut sums = [0.0_f32; LANES];
                for &(place, weight) in &taps {
                    let Some(source) = values.get(place + from..).and_then(|it| it.first_chunk::<LANES>())
                    else {
                        continue;
                    };
                    for (sum, value) in sums.iter_mut().zip(source) {
                        *sum += value * weight;
                    }
                }
                block.copy_from_slice(&sums);
                from += LANES;
            }
            for (column, sum) in blocks.into_remainder().iter_mut().enumerate() {
                for &(place, weight) in &taps {
                    *sum += values.get(place + from + column).map_or(0.0, |value| value * weight);
                }
            }
        }
    }
    smeared
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// As the definition says it, one element at a time.
    fn one_by_one(
        values: &[f32],
        kernel: &[f32],
        n: usize,
        step: usize,
        n_groups: usize,
        group: usize,
    ) -> Vec<f32> {
        let mut smeared = vec![0.0; values.len()];
        for (start, at, column) in (0..n_groups).flat_map(|index| {
            (0..n).flat_map(move |at| (0..step).map(move |column| (index * group, at, column)))
        }) {
            let mut sum = 0.0;
            for (distance, &weight) in kernel.iter().enumerate() {
                sum += values[start + at.saturating_sub(distance) * step + column] * weight;
                if distance > 0 {
                    sum += values[start + (at + distance).min(n - 1) * step + column] * weight;
                }
            }
            smeared[start + at * step + column] = sum;
        }
        smeared
    }

    #[test]
    fn sums_are_those_of_the_definition_to_the_bit() {
        let mut stream = crate::rng::Stream::named(3, "smear");
        for (n, step, n_groups) in [(7, 1, 3), (5, 3, 2), (4, 8, 1), (6, 19, 2), (1, 96, 1)] {
            let group = n * step;
            let values: Vec<f32> = (0..n_groups * group).map(|_| stream.next_f64() as f32 - 0.5).collect();
            let kernel = kernel(1.3);
            let found = smear(&values, &kernel, n, step, n_groups, group);
            let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            let expected = one_by_one(&values, &kernel, n, step, n_groups, group);
            assert_eq!(bits(&found), bits(&expected), "{n} {step} {n_groups}");
        }
    }

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
