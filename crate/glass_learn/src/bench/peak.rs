//! What the lanes could do at most: multiplications and additions on registers, with nothing to wait for.

use std::hint::black_box;

use glass_kernels::lanes::{LANES, Lanes};

/// Sums that do not wait for each other: enough to keep the units busy, few enough for sixteen registers.
const CHAINS: usize = 12;
/// Rounds between two looks at the clock.
const ROUNDS: usize = 10_000;
/// As a float: the operations of a second overflow thirty-two bits.
const FLOPS_PER_ROUND: f64 = (CHAINS * LANES * 2) as f64;
const RUNS: usize = 5;

/// Billions of floating-point operations a second of `x × a + b`, rounded twice, four lanes wide: the best of five
/// runs of `run_millis`, after one more to warm up.
pub fn peak_gflops(run_millis: f64, clock: &mut dyn FnMut() -> f64) -> f64 {
    let mut sums = [Lanes::splat(black_box(1.0)); CHAINS];
    let (factor, summand) = (Lanes::splat(black_box(0.999)), Lanes::splat(black_box(0.001)));
    // By a pointer nobody can see through: a browser compiles well only what is called often, and inlined into this
    // function, which is called once, the loop would run in the code that was made in haste.
    let rounds: fn(Sums, Lanes, Lanes) -> Sums = black_box(rounds);
    let mut best: f64 = 0.0;
    for _ in 0..=RUNS {
        let started = clock();
        let mut n_rounds = 0.0;
        let passed = loop {
            sums = rounds(sums, factor, summand);
            n_rounds += ROUNDS as f64;
            let passed = clock() - started;
            if passed >= run_millis {
                break passed;
            }
        };
        best = best.max(n_rounds * FLOPS_PER_ROUND / passed / 1e6);
    }
    black_box(sums.map(Lanes::to_array));
    best
}

type Sums = [Lanes; CHAINS];

fn rounds(mut sums: Sums, factor: Lanes, summand: Lanes) -> Sums {
    for _ in 0..ROUNDS {
        for sum in &mut sums {
            *sum = *sum * factor + summand;
        }
    }
    sums
}
