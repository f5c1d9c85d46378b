//! The benchmark's commands as the page would send them, one JSON object a line: `cargo xtask bench` hands them to
//! tests/browser/bench.mjs, so that the script need not know how commands become bytes.

#![allow(clippy::print_stdout, reason = "its lines are its output")]

use glass_protocol::{Command, Event, command_to_bytes, event_to_bytes};
use serde_json::json;

fn main() {
    // An answer begins like this; what follows is the list of lines.
    let mut answer = event_to_bytes(&Event::Benched { lines: Vec::new() });
    answer.pop(); // the count of lines
    for (program, backend) in [("learner", "flex"), ("learner_ndarray", "ndarray")] {
        for workload in ["A10", "B", "C28", "C32"] {
            let command = Command::Bench { workload: workload.to_owned(), backend: backend.to_owned() };
            let header = command_to_bytes(&command);
            println!(
                "{}",
                json!({ "program": program, "workload": workload, "backend": backend, "header": header, "answer": answer })
            );
        }
    }
}
