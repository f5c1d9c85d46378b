//! Each kernel against its scalar twin: the plainest loop that says the same, in double precision, at odd shapes.
//!
//! Tolerance 1e-5 relative to 1 plus the size of the number: single against double precision sums.

mod twin;

use proptest::prelude::*;

use crate::clip::{clip, factor, sum_of_squares};
use crate::conv::SLACK;
use crate::conv_gradient::{Map, clear_spare, input_gradient, weight_gradient};
use crate::lanes::{LANES, Lanes};
use crate::optimizer::{adam, decay, momentum, sgd};
use crate::{Canvas, Conv, Dense, Hits};

/// Numbers between −1 and 1 that repeat for a seed.
fn numbers(n: usize, seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..n).map(|_| next()).collect()
}

/// One step of an optimiser: weights, gradients, number of the step.
type Update<'a> = &'a mut dyn FnMut(&mut [f32], Vec<f32>, u32);

fn is_close(found: f32, expected: f64) -> bool {
    (f64::from(found) - expected).abs() <= 1e-5 * (1.0 + expected.abs())
}

fn assert_close(found: &[f32], expected: &[f64]) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.len(), expected.len());
    for (index, (&found, &expected)) in found.iter().zip(expected).enumerate() {
        prop_assert!(is_close(found, expected), "{}: {} {}", index, found, expected);
    }
    Ok(())
}

#[test]
fn lanes_are_four_floats() {
    let a = Lanes::load(&[1.0, -2.0, f32::NAN, 1e-40]);
    let b = Lanes::load(&[0.5, -3.0, 0.0, 2.0]);
    let bits = |lanes: Lanes| lanes.to_array().map(f32::to_bits);
    let each = |of: fn(f32, f32) -> f32| {
        let (a, b) = (a.to_array(), b.to_array());
        std::array::from_fn::<_, LANES, _>(|lane| of(a[lane], b[lane]).to_bits())
    };
    assert_eq!(bits(a + b)[..2], each(|a, b| a + b)[..2]);
    assert_eq!(bits(a * b)[3], each(|a, b| a * b)[3], "numbers near the end of the range are kept");
    assert_eq!(bits(a - b)[..2], each(|a, b| a - b)[..2]);
    assert_eq!(bits(a / b)[..2], each(|a, b| a / b)[..2]);
    assert_eq!(Lanes::splat(2.0).sqrt().to_array(), [std::f32::consts::SQRT_2; 4]);
    let relu = a.relu().to_array();
    assert!(relu[0] == 1.0 && relu[1] == 0.0 && relu[2].is_nan());
    assert_eq!(Lanes::load(&[1.0, 2.0, 4.0, 8.0]).sum(), 15.0);
    let [yes, no] = [Lanes::splat(1.0), Lanes::zero()];
    assert_eq!(a.where_above(b, yes, no).to_array(), [1.0, 1.0, 0.0, 0.0], "NaN is above nothing");
}

#[test]
fn a_product_is_rounded_before_it_is_added() {
    // Fused, the sum would be 2⁻²⁴ and some; rounded twice it is exactly 0.
    let x = 1.0 + f32::EPSILON;
    let square = x * x;
    let found = Lanes::splat(-square).plus_product(Lanes::splat(x), Lanes::splat(x));
    assert_eq!(found.to_array(), [0.0; 4]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn dense_layers(blocks in 1_usize..4, inputs in 1_usize..40, outputs in 1_usize..30, seed: u64) {
        let dense = Dense::padded(inputs, outputs);
        let rows = 4 * blocks;
        let x = numbers(rows * dense.n_inputs, seed);
        let weights = numbers(dense.n_weights(), seed ^ 1);
        let bias = numbers(dense.n_outputs, seed ^ 2);
        let dy = numbers(rows * dense.n_outputs, seed ^ 3);
        // Junk in the results: every place must be written.
        let mut y = vec![f32::NAN; rows * dense.n_outputs];
        dense.forward(&x, &weights, &bias, &mut y);
        assert_close(&y, &twin::dense_forward(&dense, &x, &weights, &bias))?;
        let mut dw = vec![f32::NAN; dense.n_weights()];
        dense.weight_gradient(&x, &dy, &mut dw);
        assert_close(&dw, &twin::dense_weight_gradient(&dense, &x, &dy))?;
        let mut dx = vec![f32::NAN; x.len()];
        dense.input_gradient(&dy, &weights, &mut dx);
        assert_close(&dx, &twin::dense_input_gradient(&dense, &dy, &weights))?;
        let mut db = vec![f32::NAN; dense.n_outputs];
        dense.bias_gradient(&dy, &mut db);
        let ones = vec![1.0; rows * dense.n_inputs];
        let of_ones = twin::dense_weight_gradient(&dense, &ones, &dy);
        let expected: Vec<f64> = (0..dense.n_outputs).map(|n| of_ones[dense.place(0, n)]).collect();
        assert_close(&db, &expected)?;
    }

    #[test]
    fn convolution_blocks(side in 2_usize..14, channels in 1_usize..22, eights in 1_usize..4, border in 0_usize..2, seed: u64) {
        let conv = Conv { side, n_inputs: channels, n_outputs: 8 * eights };
        let (input, pooled) = (conv.input(), conv.pooled_side());
        let image = twin::framed(input, &numbers(side * side * channels, seed));
        let mut weights = numbers(conv.n_weights(), seed ^ 1);
        clear_spare(&conv, &mut weights);
        let bias = numbers(conv.n_outputs, seed ^ 2);
        let mut panels = vec![f32::NAN; conv.panels_len()];
        conv.lay_panels(&weights, &mut panels);

        let canvas = Canvas { side: pooled, border, channels: conv.n_outputs };
        let mut output = vec![0.0; canvas.len()];
        let mut winners = vec![f32::NAN; conv.n_pooled() * conv.n_outputs];
        conv.forward(&image, &panels, &bias, canvas, &mut output, &mut winners);
        let expected = twin::conv_forward(&conv, &image, &weights, &bias);
        let place = |cell: usize, channel: usize| canvas.place(cell / pooled, cell % pooled) + channel;
        for (index, (value, _)) in expected.iter().enumerate() {
            let found = output[place(index / conv.n_outputs, index % conv.n_outputs)];
            prop_assert!(is_close(found, value.max(0.0)), "{}: {} {}", index, found, value);
        }
        prop_assert_eq!(output.iter().filter(|value| **value > 0.0).count(),
            expected.iter().filter(|(value, _)| *value as f32 > 0.0).count(), "nothing is written into the border");

        // The gradients through the winners that were found.
        let gradient = numbers(canvas.len(), seed ^ 3);
        let mut hits = Hits::default();
        let start = canvas.place(0, 0);
        let of = |values| Map::new(values, start, canvas.row_len());
        hits.collect(&conv, of(&output), of(&gradient), &winners);
        let mut sources = vec![0.0; side * side * conv.n_outputs];
        for (index, &winner) in winners.iter().enumerate() {
            let (cell, channel) = (index / conv.n_outputs, index % conv.n_outputs);
            let (row, column) = (2 * (cell / pooled), 2 * (cell % pooled));
            let (row, column) = (row + winner as usize / 2, column + winner as usize % 2);
            if output[place(cell, channel)] > 0.0 {
                sources[(row * side + column) * conv.n_outputs + channel] = gradient[place(cell, channel)];
            }
        }
        let (mut dw, mut db) = (vec![0.0; conv.n_weights()], vec![0.0; conv.n_outputs]);
        weight_gradient(&conv, &image, &hits, &mut dw, &mut db);
        clear_spare(&conv, &mut dw);
        let (expected_w, expected_b) = twin::conv_weight_gradient(&conv, &image, &sources);
        assert_close(&dw, &expected_w)?;
        assert_close(&db, &expected_b)?;
        let mut dx = vec![0.0; input.len() + SLACK];
        input_gradient(&conv, &weights, &hits, &mut dx);
        assert_close(&dx[..input.len()], &twin::conv_input_gradient(&conv, &weights, &sources))?;
    }

    #[test]
    fn optimisers(n in 1_usize..9, steps in 1_u32..6, seed: u64) {
        let n = 4 * n;
        let start = numbers(n, seed);
        let gradients = |step: u32| numbers(n, seed ^ u64::from(step) << 8);
        let run = |update: Update<'_>| {
            let mut weights = start.clone();
            for step in 1..=steps {
                update(&mut weights, gradients(step), step);
            }
            weights
        };
        let expected = |rule: twin::Rule| {
            let gradients: Vec<Vec<f32>> = (1..=steps).map(gradients).collect();
            twin::optimised(&start, &gradients, 0.01, rule)
        };
        let found = run(&mut |weights, mut gradients, _| {
            decay(weights, &mut gradients, 0.1);
            sgd(weights, &gradients, 0.01);
        });
        assert_close(&found, &expected(twin::Rule::Sgd { weight_decay: 0.1 }))?;
        let mut velocities = vec![0.0; n];
        let found = run(&mut |weights, gradients, _| momentum(weights, &gradients, &mut velocities, 0.01, 0.9));
        assert_close(&found, &expected(twin::Rule::Momentum(0.9)))?;
        let (mut means, mut squares) = (vec![0.0; n], vec![0.0; n]);
        let found =
            run(&mut |weights, gradients, step| adam(weights, &gradients, &mut means, &mut squares, 0.01, step));
        assert_close(&found, &expected(twin::Rule::Adam))?;
    }

    #[test]
    fn clipping(n in 1_usize..200, spare in 0_usize..4, share in 0.1_f64..2.0, size in -20_i32..20, seed: u64) {
        let size = 10_f32.powi(size);
        let mut gradients: Vec<f32> = numbers(n, seed).into_iter().map(|value| value * size).collect();
        let norm = twin::norm(&gradients);
        prop_assert!((sum_of_squares(&gradients).sqrt() - norm).abs() <= 1e-12 * norm);
        gradients.resize((n + spare).next_multiple_of(4), 0.0);
        let limit = share * norm;
        let expected = twin::clipped(&gradients, limit);
        let before = gradients.clone();
        clip(&mut gradients, limit);
        for (&found, &expected) in gradients.iter().zip(&expected) {
            prop_assert!((f64::from(found) - expected).abs() <= 1e-6 * expected.abs(), "{} {}", found, expected);
        }
        if limit > 1.001 * (norm + 1e-6) {
            prop_assert_eq!(gradients, before, "short ones stay, to the bit");
        } else {
            prop_assert!(twin::norm(&gradients) <= limit * (1.0 + 1e-6));
        }
    }
}

#[test]
fn only_what_is_too_long_is_scaled_and_to_the_limit() {
    // torch.nn.utils.clip_grad_norm_: min(1, limit / (norm + 1e-6)).
    let table = [
        (25.0, 1.0, Some(0.2)),
        (25.0, 4.9, Some(0.98)),
        (25.0, 5.1, None),
        (0.0, 0.1, None),
        (1e76, 1.0, Some(1e-38)),
        (f64::NAN, 1.0, None),
    ];
    for (sum_of_squares, limit, expected) in table {
        let found = factor(sum_of_squares, limit);
        let is_near = found.zip(expected).is_some_and(|(a, b): (f32, f32)| (a - b).abs() <= 1e-6 * b);
        assert!(is_near || found == expected, "{sum_of_squares} {limit}: {found:?}");
    }
    assert_eq!(sum_of_squares(&[3.0, -4.0]), 25.0);
    assert!(sum_of_squares(&[f32::MAX; 9]).is_finite(), "no overflow on the way");
    let mut broken = [1.0, f32::NAN, 2.0, 3.0];
    clip(&mut broken, 0.1);
    assert!(broken[0] == 1.0 && broken[1].is_nan(), "left for the loss to tell");
}

#[test]
fn moments_that_can_move_nothing_end_at_zero() {
    let (mut weights, mut means, mut squares) = (vec![1.0; 4], vec![1e-3; 4], vec![1e-6; 4]);
    for step in 1..2_000 {
        adam(&mut weights, &[0.0; 4], &mut means, &mut squares, 0.001, step);
    }
    assert_eq!(means, [0.0; 4], "not for ever the smallest float");
    let mut broken = vec![f32::NAN; 4];
    adam(&mut weights, &broken.clone(), &mut means, &mut broken, 0.001, 1);
    assert!(weights.iter().all(|weight| weight.is_nan()), "what is broken is noticed");
}

#[test]
fn of_equals_the_first_wins() {
    let conv = Conv { side: 2, n_inputs: 1, n_outputs: 8 };
    let mut panels = vec![0.0; conv.panels_len()];
    conv.lay_panels(&vec![0.0; conv.n_weights()], &mut panels);
    let canvas = Canvas { side: 1, border: 0, channels: 8 };
    let (mut output, mut winners) = (vec![0.0; 8], vec![9.0; 8]);
    conv.forward(&[1.0; 16], &panels, &[0.5; 8], canvas, &mut output, &mut winners);
    assert_eq!((output, winners), (vec![0.5; 8], vec![0.0; 8]));
}
