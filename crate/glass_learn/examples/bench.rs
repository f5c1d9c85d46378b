//! Native speed on the fixed workloads, as JSON lines: `cargo run --release -p glass_learn --example bench`.
//!
//! Arguments: names of workloads (all of them without any), and perhaps `--digits FILE…`, files of bytes that
//! together are the digits of `MNIST`, images before labels.

#![allow(clippy::print_stdout, reason = "its lines are its output")]

use std::time::Instant;

use glass_core::recipe::Backend;
use glass_learn::bench::{WORKLOADS, lines};

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut parts = words.split(|word| word == "--digits");
    let asked = parts.next().unwrap_or_default();
    let mut digits = Vec::new();
    for file in parts.flatten() {
        digits.extend(std::fs::read(file)?);
    }
    let mut names: Vec<&str> = WORKLOADS.map(|workload| workload.name()).to_vec();
    names.push("PEAK");
    if !digits.is_empty() {
        names.push("MNIST");
    }
    names.retain(|name| asked.is_empty() || asked.iter().any(|word| word == name));
    let start = Instant::now();
    let mut clock = || start.elapsed().as_secs_f64() * 1_000.0;
    for (peer, backend) in
        [("watchglass-native-flex", Backend::Flex), ("watchglass-native-ndarray", Backend::Ndarray)]
    {
        for name in &names {
            // The peak and the digits are our kernels' matter.
            if backend == Backend::Flex || WORKLOADS.iter().any(|workload| workload.name() == *name) {
                for line in lines(name, peer, backend, &digits, &mut clock) {
                    println!("{line}");
                }
            }
        }
    }
    Ok(())
}
