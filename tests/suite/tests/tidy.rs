//! The invariants of the source tree hold (the checks and what makes each of them fail: crate/xtask/src/tidy.rs).

#![cfg(not(target_arch = "wasm32"))]

use std::path::Path;
use xtask::tidy::{CHECKS, Tree};

/// One test for all, so that the tree is read once; it names every rule that is broken, not only the first.
#[test]
fn the_house_is_tidy() {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("tests/suite has a root above it");
    let tree = Tree::read(root).expect("the tree can be read");
    let mut broken = String::new();
    for (rule, check) in CHECKS {
        for finding in check(&tree) {
            broken.push_str(&format!("\n{rule}: {finding}"));
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

/// A check over nothing would always pass.
#[test]
fn the_tree_is_really_there() {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("tests/suite has a root above it");
    let tree = Tree::read(root).expect("the tree can be read");
    let has = |path: &str| tree.files.iter().any(|(name, _)| name == path);
    assert!(has("Cargo.toml") && has("crate/glass_core/src/lib.rs") && has("index.html"));
    let packages = tree.metadata["packages"].as_array().map_or(0, Vec::len);
    assert!(packages >= 9, "cargo metadata knows {packages} packages");
}
