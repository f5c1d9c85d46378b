//! The invariants of the source tree: mostly absences, which no compiler checks. Each check is a function over the
//! files, so that a test can show it a tree in which it must fail.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The source tree as the checks see it.
pub struct Tree {
    /// Every text file: its path from the root with `/`, and what it says.
    pub files: Vec<(String, String)>,
    /// `cargo metadata --no-deps`.
    pub metadata: Value,
}

/// Something out of place.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// Path from the root; a package's name for what its manifest says.
    pub file: String,
    /// From 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong, as a sentence.
    pub what: String,
}

impl Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.what),
            line => write!(out, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// A check finds what breaks its rule.
pub type Check = fn(&Tree) -> Vec<Finding>;

/// All checks, by name.
pub const CHECKS: [(&str, Check); 10] = [
    ("pure crates know no browser", pure_crates),
    ("one file names burn's devices", devices_in_one_file),
    ("one file draws on the canvas", canvas_in_one_file),
    ("every module says what it is for", modules_explained),
    ("nothing becomes markup or code", no_markup_from_text),
    ("the architecture names the crates that exist", architecture_is_true),
    ("colours live in the theme and the tokens", colours_in_their_place),
    ("no machine's paths", no_machine_paths),
    ("no registry's hosts", no_registry_hosts),
    ("one version of wasm-bindgen", one_wasm_bindgen),
];

/// Runs every check on the tree at `root`.
pub fn all(root: &Path) -> Result<Vec<Finding>, String> {
    let tree = Tree::read(root)?;
    Ok(CHECKS.iter().flat_map(|(_, check)| check(&tree)).collect())
}

impl Tree {
    /// Reads every text file that is ours: what is built or installed is not.
    pub fn read(root: &Path) -> Result<Tree, String> {
        let mut files = Vec::new();
        collect(root, root, &mut files).map_err(|reason| format!("the tree cannot be read: {reason}"))?;
        files.sort();
        let metadata = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(root)
            .output()
            .map_err(|reason| format!("cargo metadata could not be run: {reason}"))?;
        let metadata = serde_json::from_slice(&metadata.stdout)
            .map_err(|reason| format!("cargo metadata cannot be read: {reason}"))?;
        Ok(Tree { files, metadata })
    }

    fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        all.filter(move |(path, _)| path.starts_with(folder))
    }

    fn file(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|(name, _)| name == path).map(|(_, text)| text.as_str())
    }

    fn packages(&self) -> impl Iterator<Item = &Value> {
        self.metadata["packages"].as_array().into_iter().flatten()
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> std::io::Result<()> {
    const NOT_OURS: [&str; 6] = [".git", "target", "dist", "node_modules", "output", ".stage"];
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if NOT_OURS.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if let Ok(text) = fs::read_to_string(&path) {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, text));
        }
    }
    Ok(())
}

// --- the checks ------------------------------------------------------------------------------------------------

/// What must run natively, in a test, on a server: data in, data out.
const PURE: [&str; 6] =
    ["glass_core", "glass_protocol", "glass_charts", "glass_learn", "glass_intake", "glass_kernels"];

fn pure_crates(tree: &Tree) -> Vec<Finding> {
    const BROWSER: [&str; 5] = ["web-sys", "js-sys", "wasm-bindgen", "wasm-bindgen-futures", "leptos"];
    let mut findings = Vec::new();
    for package in tree.packages() {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().unwrap_or_default();
            let in_tests = dependency["kind"] == "dev";
            if PURE.contains(&name) && BROWSER.contains(&on) && !in_tests {
                findings.push(finding(name, 0, format!("must not depend on {on}")));
            }
        }
    }
    findings
}

fn devices_in_one_file(tree: &Tree) -> Vec<Finding> {
    in_one_file(tree, &[concat!("Device::", "flex"), concat!("Device::", "ndarray")], "burn's devices")
}

fn canvas_in_one_file(tree: &Tree) -> Vec<Finding> {
    in_one_file(tree, &[concat!("plotters", "_canvas")], "plotters' canvas")
}

/// Exactly one: none would mean that the rule has lost its object.
fn in_one_file(tree: &Tree, words: &[&str], what: &str) -> Vec<Finding> {
    let named: Vec<Finding> = tree
        .below("crate/")
        .filter(|(path, _)| path.ends_with(".rs") && path.contains("/src/"))
        .filter_map(|(path, text)| {
            let line = code(text).find(|(_, line)| words.iter().any(|word| line.contains(word)))?.0;
            Some(finding(path, line, format!("{what} are named here and elsewhere too: one file only")))
        })
        .collect();
    match named.len() {
        0 => vec![finding("crate", 0, format!("no file names {what}: the check looks for the wrong words"))],
        1 => Vec::new(),
        _ => named,
    }
}

fn modules_explained(tree: &Tree) -> Vec<Finding> {
    let rust = tree.files.iter().filter(|(path, _)| path.ends_with(".rs"));
    rust.filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| finding(path, 1, "should begin with //! and a sentence that says what it is for"))
        .collect()
}

fn no_markup_from_text(tree: &Tree) -> Vec<Finding> {
    const DOORS: [&str; 8] = [
        "inner_html",
        "outer_html",
        "insert_adjacent_html",
        "document().write",
        ".write_str(\"<",
        "eval(",
        "Function::new",
        "set_inner",
    ];
    each_line(tree.below("crate/glass_app/src/"), |line| {
        let door = DOORS.iter().find(|door| line.contains(*door))?;
        Some(format!("{door} can turn a file's name into code: use text nodes and attributes"))
    })
}

fn architecture_is_true(tree: &Tree) -> Vec<Finding> {
    const FILE: &str = "ARCHITECTURE.md";
    let Some(text) = tree.file(FILE) else { return vec![finding(FILE, 0, "is missing")] };
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let named: BTreeSet<&str> = words
        .filter(|word| word.strip_prefix("glass_").is_some_and(|rest| !rest.is_empty()) || *word == "xtask")
        .collect();
    let existing: BTreeSet<&str> = tree.packages().filter_map(|package| package["name"].as_str()).collect();
    let mut findings = Vec::new();
    for name in named.difference(&existing) {
        findings.push(finding(FILE, 0, format!("names {name}, which is no crate of this workspace")));
    }
    for name in existing.difference(&named) {
        findings.push(finding(FILE, 0, format!("says nothing about the crate {name}")));
    }
    findings
}

fn colours_in_their_place(tree: &Tree) -> Vec<Finding> {
    let styles = tree.below("www/style/").filter(|(path, _)| {
        let file = path.rsplit('/').next().unwrap_or_default();
        path.ends_with(".css") && !file.contains("token") && !file.contains("theme")
    });
    each_line(tree.below("crate/glass_app/src/").chain(styles), |line| {
        has_colour(line).then(|| "a colour: it belongs in the theme or the tokens".to_owned())
    })
}

fn has_colour(line: &str) -> bool {
    let hexadecimal = line.match_indices('#').any(|(at, _)| {
        let rest = &line[at + 1..];
        let word = rest
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
            .next()
            .unwrap_or_default();
        [3, 4, 6, 8].contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    let function = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "RGBColor("].iter().any(|name| {
        line.match_indices(name).any(|(at, _)| {
            let argument = line[at + name.len()..].trim_start();
            argument.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        })
    });
    hexadecimal || function
}

fn no_machine_paths(tree: &Tree) -> Vec<Finding> {
    const PLACES: [&str; 5] = [
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("\\Us", "ers\\"),
        concat!("/wo", "rk/"),
    ];
    every_line(tree, |line| {
        let place = PLACES.iter().find(|place| {
            line.match_indices(*place).any(|(at, _)| {
                // A part of a longer, relative path is no place on a machine.
                !line[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || "._-*>}".contains(c))
                    && line[at + place.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
            })
        })?;
        Some(format!("a path of somebody's machine ({place}…)"))
    })
}

fn no_registry_hosts(tree: &Tree) -> Vec<Finding> {
    const HOSTS: [&str; 6] = [
        concat!("registry.", "npmjs"),
        concat!("registry.", "yarnpkg"),
        concat!("index.", "crates.io"),
        concat!("static.", "crates.io"),
        concat!("deb.", "debian.org"),
        concat!("pypi", ".org"),
    ];
    let mut findings = every_line(tree, |line| {
        let host = HOSTS.iter().find(|host| line.contains(*host))?;
        Some(format!("the host {host}: every machine has its own registry"))
    });
    for (path, text) in &tree.files {
        for (at, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            let pinned = match path.rsplit('/').next().unwrap_or_default() {
                "package-lock.json" => line.starts_with("\"resolved\":"),
                ".npmrc" => line.starts_with("registry"),
                "Cargo.lock" => {
                    line.starts_with("source = ")
                        && line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
                }
                _ if path.starts_with(".cargo/") => {
                    line.starts_with("[source") || line.starts_with("[registries")
                }
                _ => false,
            };
            if pinned {
                findings.push(finding(path, at, "where packages come from is the machine's business"));
            }
        }
    }
    findings
}

/// The page's glue, the tool that writes it and the one that calls that tool refuse each other otherwise.
fn one_wasm_bindgen(tree: &Tree) -> Vec<Finding> {
    let said = |path: &str, before: &str| {
        let rest = tree.file(path)?.split(before).nth(1)?;
        Some(rest.split('"').next().unwrap_or_default().to_owned())
    };
    let wanted = said("Cargo.toml", "\nwasm-bindgen = \"=");
    let mut findings = Vec::new();
    if wanted.is_none() {
        findings.push(finding("Cargo.toml", 0, "should pin wasm-bindgen with ="));
    }
    for (path, before) in [
        ("Trunk.toml", "\nwasm_bindgen = \""),
        ("crate/xtask/src/tools.rs", "package: \"wasm-bindgen-cli\",\n    version: \""),
    ] {
        let found = said(path, before);
        if found.is_none() || found != wanted {
            let found = found.unwrap_or_else(|| "nothing".into());
            findings.push(finding(path, 0, format!("says {found} for wasm-bindgen, unlike Cargo.toml")));
        }
    }
    findings
}

// --- how they look -----------------------------------------------------------------------------------------------

fn finding(file: &str, line: usize, what: impl Into<String>) -> Finding {
    Finding { file: file.to_owned(), line, what: what.into() }
}

/// Lines of Rust that are not comments, numbered from 1.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn each_line<'a>(
    files: impl Iterator<Item = (&'a str, &'a str)>,
    judge: impl Fn(&str) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files {
        findings.extend(code(text).filter_map(|(at, line)| Some(finding(path, at, judge(line)?))));
    }
    findings
}

fn every_line(tree: &Tree, judge: impl Fn(&str) -> Option<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in &tree.files {
        let lines = (1..).zip(text.lines());
        findings.extend(lines.filter_map(|(at, line)| Some(finding(path, at, judge(line)?))));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(files: &[(&str, &str)]) -> Tree {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Tree { files, metadata: json!({ "packages": [] }) }
    }

    /// What `check` says about a tree of one file.
    fn about(check: Check, path: &str, text: &str) -> usize {
        check(&tree(&[(path, text)])).len()
    }

    #[test]
    fn a_pure_crate_that_knows_the_browser_is_found() {
        let with = |name: &str, on: &str, kind: Value| Tree {
            files: Vec::new(),
            metadata: json!({ "packages": [{ "name": name, "dependencies": [{ "name": on, "kind": kind }] }] }),
        };
        assert_eq!(pure_crates(&with("glass_core", "web-sys", Value::Null)).len(), 1);
        assert_eq!(pure_crates(&with("glass_learn", "leptos", Value::Null)).len(), 1);
        assert!(pure_crates(&with("glass_app", "leptos", Value::Null)).is_empty());
        assert!(pure_crates(&with("glass_core", "js-sys", json!("dev"))).is_empty());
        assert!(pure_crates(&with("glass_core", "serde", Value::Null)).is_empty());
    }

    #[test]
    fn a_second_file_or_none_is_found() {
        let device = concat!("let device = Device::", "flex();");
        let one = ("crate/glass_learn/src/graph/backend.rs", device);
        let two = ("crate/glass_learn/src/model.rs", concat!("Device::", "ndarray()"));
        assert!(devices_in_one_file(&tree(&[one])).is_empty());
        assert_eq!(devices_in_one_file(&tree(&[one, two])).len(), 2);
        assert_eq!(devices_in_one_file(&tree(&[])).len(), 1, "none");
        let comment = ("crate/glass_learn/src/lib.rs", concat!("// see Device::", "flex"));
        assert!(devices_in_one_file(&tree(&[one, comment])).is_empty());
        let canvas = concat!("use plotters", "_canvas::CanvasBackend;");
        let here = ("crate/glass_app/src/canvas.rs", canvas);
        assert!(canvas_in_one_file(&tree(&[here])).is_empty());
        assert_eq!(
            canvas_in_one_file(&tree(&[here, ("crate/glass_app/src/panel/train.rs", canvas)])).len(),
            2
        );
    }

    #[test]
    fn a_module_without_a_word_is_found() {
        assert_eq!(about(modules_explained, "crate/a/src/lib.rs", "//! What it is for.\n"), 0);
        assert_eq!(about(modules_explained, "crate/a/src/lib.rs", "use std::fs;\n//! Late.\n"), 1);
        assert_eq!(about(modules_explained, "tests/suite/tests/a.rs", ""), 1);
        assert_eq!(about(modules_explained, "README.md", "no module"), 0);
    }

    #[test]
    fn a_door_for_markup_is_found() {
        let app = "crate/glass_app/src/panel/data.rs";
        for bad in ["view! { <p inner_html=name/> }", "element.set_inner_html(name)", "js_sys::eval(code)"] {
            assert_eq!(about(no_markup_from_text, app, bad), 1, "{bad}");
        }
        assert_eq!(
            about(no_markup_from_text, app, "// never inner_html\nlet evaluation = evaluate(run);"),
            0
        );
        assert_eq!(about(no_markup_from_text, "crate/glass_core/src/lib.rs", "eval(x)"), 0);
    }

    #[test]
    fn a_crate_that_the_architecture_does_not_name_is_found() {
        let with = |text: &str| Tree {
            files: vec![("ARCHITECTURE.md".to_owned(), text.to_owned())],
            metadata: json!({ "packages": [{ "name": "glass_core" }, { "name": "xtask" }] }),
        };
        assert!(
            architecture_is_true(&with("`glass_core/` is pure. `xtask` builds. glass_* in general."))
                .is_empty()
        );
        assert_eq!(architecture_is_true(&with("`xtask` builds.")).len(), 1);
        assert_eq!(architecture_is_true(&with("glass_core, xtask and glass_dreams")).len(), 1);
        assert_eq!(architecture_is_true(&tree(&[])).len(), 1, "missing");
    }

    #[test]
    fn a_colour_out_of_place_is_found() {
        let app = "crate/glass_app/src/panel/train.rs";
        for bad in [
            r##"style="color:#1f5fa8""##,
            r##"fill("#fff")"##,
            "RGBColor(1, 2, 3)",
            "rgba(0,0,0,.5)",
            "hsl( 20 5% 5%)",
        ] {
            assert_eq!(about(colours_in_their_place, app, bad), 1, "{bad}");
        }
        for good in [
            r##""#v=1&d=coins""##,
            "#[component]",
            "RGBColor(r, g, b)",
            "fn rgb(colour: Rgb)",
            r##"href="#data""##,
        ] {
            assert_eq!(about(colours_in_their_place, app, good), 0, "{good}");
        }
        assert_eq!(about(colours_in_their_place, "www/style/parts.css", "p { color: #123456 }"), 1);
        assert_eq!(about(colours_in_their_place, "www/style/tokens.css", "p { color: #123456 }"), 0);
    }

    #[test]
    fn a_path_of_somebodys_machine_is_found() {
        for bad in [
            concat!("let file = \"/ro", "ot/data.csv\";"),
            concat!("see /ho", "me/ada/notes.md"),
            concat!("(/Us", "ers/ada)"),
            concat!("C:\\Us", "ers\\ada"),
        ] {
            assert_eq!(about(no_machine_paths, "notes.md", bad), 1, "{bad}");
        }
        for good in ["crate/roots/src", "https://example.org/home/", "the root/ of it"] {
            assert_eq!(about(no_machine_paths, "notes.md", good), 0, "{good}");
        }
    }

    #[test]
    fn a_registry_that_is_pinned_is_found() {
        let lock = "tests/browser/package-lock.json";
        assert_eq!(about(no_registry_hosts, lock, "  \"resolved\": \"https://mirror/x.tgz\""), 1);
        assert_eq!(about(no_registry_hosts, lock, "  \"integrity\": \"sha512-x\""), 0);
        assert_eq!(about(no_registry_hosts, "Cargo.lock", "source = \"registry+https://mirror/index\""), 1);
        let official = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        assert_eq!(about(no_registry_hosts, "Cargo.lock", official), 0);
        assert_eq!(about(no_registry_hosts, "tests/browser/.npmrc", "registry=https://mirror/"), 1);
        assert_eq!(about(no_registry_hosts, ".cargo/config.toml", "[source.crates-io]"), 1);
        assert_eq!(about(no_registry_hosts, "README.md", concat!("see registry.", "npmjs.org")), 1);
    }

    #[test]
    fn two_versions_of_wasm_bindgen_are_found() {
        let with = |manifest: &str, trunk: &str, tool: &str| {
            let tool = format!("package: \"wasm-bindgen-cli\",\n    version: \"{tool}\",");
            one_wasm_bindgen(&tree(&[
                ("Cargo.toml", &format!("[workspace.dependencies]\nwasm-bindgen = \"{manifest}\"\n")),
                ("Trunk.toml", &format!("[tools]\nwasm_bindgen = \"{trunk}\"\n")),
                ("crate/xtask/src/tools.rs", &tool),
            ]))
            .len()
        };
        assert_eq!(with("=0.2.130", "0.2.130", "0.2.130"), 0);
        assert_eq!(with("=0.2.130", "0.2.131", "0.2.130"), 1);
        assert_eq!(with("=0.2.130", "0.2.130", "0.2.129"), 1);
        assert_eq!(with("0.2.130", "0.2.130", "0.2.130"), 3, "not pinned");
    }
}
