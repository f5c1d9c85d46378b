//! Native speed on the fixed workloads, one JSON line each: `cargo run --release -p glass_learn --example bench`.
//!
//! Arguments: workload names (all of them without any).

#![allow(clippy::print_stdout, reason = "its lines are its output")]

use std::time::Instant;

use glass_core::recipe::Backend;
use glass_learn::bench::WORKLOADS;
use serde_json::json;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let start = Instant::now();
    let mut clock = || start.elapsed().as_secs_f64() * 1_000.0;
    for (peer, backend) in
        [("watchglass-native-flex", Backend::Flex), ("watchglass-native-ndarray", Backend::Ndarray)]
    {
        for workload in WORKLOADS.into_iter().filter(|_| glass_learn::is_built(backend)) {
            if !asked.is_empty() && !asked.iter().any(|name| name == workload.name()) {
                continue;
            }
            let workload_name = workload.name();
            if let Ok(speed) = workload.train_speed(backend, 1_000.0, &mut clock) {
                let (images_per_s, runs) = (speed.images_per_s, speed.runs);
                println!(
                    "{}",
                    json!({"peer": peer, "workload": workload_name, "kind": "train", "images_per_s": images_per_s, "runs": runs})
                );
            }
            if let Ok(speed) = workload.pipeline_speed(backend, 1_000.0, &mut clock) {
                let (images_per_s, runs) = (speed.images_per_s, speed.runs);
                println!(
                    "{}",
                    json!({"peer": peer, "workload": workload_name, "kind": "train_from_bytes", "images_per_s": images_per_s, "runs": runs})
                );
            }
            if let Ok(speed) = workload.infer_speed(backend, 400.0, &mut clock) {
                println!(
                    "{}",
                    json!({
                        "peer": peer, "workload": workload_name, "kind": "infer",
                        "b1_p50_ms": speed.b1_p50_ms, "b1_p95_ms": speed.b1_p95_ms,
                        "b64_images_per_s": speed.b64_images_per_s,
                    })
                );
            }
        }
    }
}
