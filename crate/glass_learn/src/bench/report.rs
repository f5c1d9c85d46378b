//! The benchmark as JSON lines, the same natively and in a browser. Their keys are those of the peers' programs, so
//! that one table can hold both.

use std::fmt::Display;

use glass_core::recipe::Backend;

use super::{Goal, GoalEpoch, WORKLOADS, Workload, peak_gflops};
use crate::engine::is_built;

/// Length of one of five runs, in milliseconds.
const RUN_MILLIS: f64 = 1_000.0;
/// Length of a profile, in milliseconds.
const PROFILE_MILLIS: f64 = 2_000.0;
/// The runs on digits begin with other weights, as the peers' do.
const SEEDS: [u32; 3] = [0, 1, 2];

/// Runs what `name` says on `backend` and tells of it, as lines of JSON from `peer`: `A10`, `B`, `C28` or `C32`;
/// `PEAK`, the lanes' peak; `MNIST`, the run to 97 % on `digits` (see [`Goal::run`]). None for a name that is none
/// of these, and for a backend that is not in this build.
pub fn lines(
    name: &str,
    peer: &str,
    backend: Backend,
    digits: &[u8],
    clock: &mut dyn FnMut() -> f64,
) -> Vec<String> {
    if !is_built(backend) {
        return Vec::new();
    }
    match name {
        "PEAK" => vec![line(peer, name, "peak", &number("gflops", peak_gflops(RUN_MILLIS, clock)))],
        "MNIST" => SEEDS
            .into_iter()
            .filter_map(|seed| Goal::run(digits, seed, clock).ok())
            .map(|goal| line(peer, "C28", "mnist", &of_goal(&goal)))
            .collect(),
        _ => WORKLOADS
            .into_iter()
            .find(|workload| workload.name() == name)
            .map_or_else(Vec::new, |workload| of_workload(workload, peer, backend, clock)),
    }
}

fn of_workload(
    workload: Workload,
    peer: &str,
    backend: Backend,
    clock: &mut dyn FnMut() -> f64,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tell = |kind, rest: String| lines.push(line(peer, workload.name(), kind, &rest));
    for (kind, speed) in [
        ("train", workload.train_speed(backend, RUN_MILLIS, clock)),
        ("train_from_bytes", workload.pipeline_speed(backend, RUN_MILLIS, clock)),
    ] {
        if let Ok(speed) = speed {
            let runs = listed(speed.runs.iter().copied().map(rounded));
            tell(kind, format!("{},\"runs\":{runs}", number("images_per_s", speed.images_per_s)));
        }
    }
    if let Ok(speed) = workload.infer_speed(backend, RUN_MILLIS / 2.0, clock) {
        let numbers = [
            number("b1_p50_ms", speed.b1_p50_ms),
            number("b1_p95_ms", speed.b1_p95_ms),
            number("b64_images_per_s", speed.b64_images_per_s),
        ];
        tell("infer", numbers.join(","));
    }
    // The graph has no stages of ours.
    if backend == Backend::Flex
        && let Ok(profile) = workload.profile(PROFILE_MILLIS, clock)
    {
        let stages = profile.stages.iter().map(|(name, millis)| number(name, *millis));
        let stages = stages.collect::<Vec<_>>().join(",");
        tell("profile", format!("{},\"stages\":{{{stages}}}", number("step_ms", profile.step_ms)));
    }
    lines
}

fn of_goal(goal: &Goal) -> String {
    let told = |epoch: &GoalEpoch| {
        format!(
            "{{\"epoch\":{},{},{},{}}}",
            epoch.epoch,
            number("acc", epoch.accuracy),
            number("wall_s", epoch.train_seconds),
            number("with_measuring_s", epoch.seconds)
        )
    };
    let first = goal.reached().map_or_else(|| "null".to_owned(), |epoch| told(&epoch));
    format!("\"seed\":{},\"at\":{},\"first97\":{first}", goal.seed, listed(goal.epochs.iter().map(told)))
}

fn line(peer: &str, workload: &str, kind: &str, rest: &str) -> String {
    format!("{{\"peer\":\"{peer}\",\"workload\":\"{workload}\",\"kind\":\"{kind}\",{rest}}}")
}

fn number(key: &str, value: f64) -> String {
    format!("\"{key}\":{}", rounded(value))
}

/// To a ten-thousandth; JSON knows no infinity.
fn rounded(value: f64) -> String {
    if value.is_finite() { format!("{}", (value * 1e4).round() / 1e4) } else { "null".to_owned() }
}

fn listed(items: impl Iterator<Item = impl Display>) -> String {
    format!("[{}]", items.map(|item| item.to_string()).collect::<Vec<_>>().join(","))
}
