//! The learner's program; outside a browser there is nothing to run it.

#[cfg(target_arch = "wasm32")]
fn main() {
    glass_worker::scope::run(glass_worker::learner::LearnEngine::default());
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
