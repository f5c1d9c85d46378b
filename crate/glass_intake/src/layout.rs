//! What a path says about an image: its class, its split, or that the file is only litter.
//!
//! The rule, in one sentence: **the folder an image lies in is its class**. Folders above it named `train`,
//! `val` or `test` (or `training`, `valid`, `validation`, `testing`, in any case) say which split the image
//! belongs to; such a folder is never a class, so an image that lies directly in one has a split but no
//! class. An image in no folder has neither.

use glass_core::split::SplitName;

/// What a path says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A system or hidden file.
    Litter,
    /// A file that may be an image.
    File {
        /// Name of the folder it lies in, uncleaned; `None` at the root or directly in a split's folder.
        folder: Option<String>,
        /// The split that a folder above it names.
        fixed: Option<SplitName>,
    },
}

/// `path` with forward slashes only, and without empty and `.` parts.
pub fn normalize(path: &str) -> String {
    let parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}

/// Reads a path (normalized or not).
pub fn place(path: &str) -> Place {
    let path = normalize(path);
    let mut folders: Vec<&str> = path.split('/').collect();
    if folders.iter().any(|part| is_litter(part)) {
        return Place::Litter;
    }
    folders.pop();
    let fixed = folders.iter().rev().find_map(|folder| split_named(folder));
    let folder = folders.last().filter(|folder| split_named(folder).is_none());
    Place::File { folder: folder.map(|folder| (*folder).to_owned()), fixed }
}

/// The split a folder of that name stands for.
pub fn split_named(folder: &str) -> Option<SplitName> {
    match folder.trim().to_ascii_lowercase().as_str() {
        "train" | "training" => Some(SplitName::Train),
        "val" | "valid" | "validation" => Some(SplitName::Validation),
        "test" | "testing" => Some(SplitName::Test),
        _ => None,
    }
}

/// Dotfiles (`.DS_Store` and `._name` among them) and what Windows and macOS leave behind.
fn is_litter(part: &str) -> bool {
    let is_hidden = part.starts_with('.') && !matches!(part, "." | "..");
    is_hidden
        || ["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"]
            .contains(&part.to_ascii_lowercase().as_str())
}

/// Is this path absolute, does it climb out with `..`, or does it hide a NUL?
pub fn is_unsafe(path: &str) -> bool {
    let mut bytes = path.bytes();
    let has_drive =
        bytes.next().is_some_and(|first| first.is_ascii_alphabetic()) && bytes.next() == Some(b':');
    path.starts_with(['/', '\\'])
        || has_drive
        || path.contains('\0')
        || path.split(['/', '\\']).any(|part| part == "..")
}

/// The part behind the last dot of the file's name, in lower case; empty without one.
pub fn extension(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use SplitName::{Test, Train, Validation};

    #[test]
    fn folders_are_classes_and_splits() {
        let rows: &[(&str, Option<&str>, Option<SplitName>)] = &[
            ("1.png", None, None),
            ("cat/1.png", Some("cat"), None),
            ("set/cat/1.png", Some("cat"), None),
            ("set/cat/close up/1.png", Some("close up"), None),
            ("set/train/cat/1.png", Some("cat"), Some(Train)),
            ("TRAINING/cat/1.png", Some("cat"), Some(Train)),
            ("set/Valid/cat/1.png", Some("cat"), Some(Validation)),
            ("set\\test\\cat\\1.png", Some("cat"), Some(Test)),
            ("./set//validation/cat/1.png", Some("cat"), Some(Validation)),
            ("train/1.png", None, Some(Train)),
            ("cat/train/1.png", None, Some(Train)),
            ("train/test/cat/1.png", Some("cat"), Some(Test)),
            ("trainer/1.png", Some("trainer"), None),
            ("\"><script>/1.png", Some("\"><script>"), None),
        ];
        for (path, folder, fixed) in rows {
            let expected = Place::File { folder: folder.map(str::to_owned), fixed: *fixed };
            assert_eq!(place(path), expected, "{path}");
        }
    }

    #[test]
    fn litter_is_known() {
        for path in [
            ".DS_Store",
            "cat/.DS_Store",
            "cat/Thumbs.db",
            "cat/THUMBS.DB",
            "cat/desktop.ini",
            "__MACOSX/cat/._1.png",
            "cat/._1.png",
            ".git/logo.png",
            "cat/.hidden.png",
        ] {
            assert_eq!(place(path), Place::Litter, "{path}");
        }
    }

    #[test]
    fn unsafe_paths_are_known() {
        for path in [
            "/etc/x.png",
            "\\x.png",
            "C:\\x.png",
            "c:x.png",
            "../x.png",
            "a/../../x.png",
            "a\\..\\x.png",
            "a\0.png",
        ] {
            assert!(is_unsafe(path), "{path}");
        }
        for path in ["a/x.png", "a/..x.png", "a/x..png", "a:b/x.png".trim_start_matches("a:"), "élan/x.png"]
        {
            assert!(!is_unsafe(path), "{path}");
        }
    }

    #[test]
    fn extensions_are_lower_case() {
        for (path, expected) in
            [("a/b.PNG", "png"), ("a.b/c", ""), ("x.tar.gz", "gz"), ("<img src=x>.png", "png")]
        {
            assert_eq!(extension(path), expected, "{path}");
        }
    }
}
