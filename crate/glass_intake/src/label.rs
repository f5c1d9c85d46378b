//! What may be the name of a class.
//!
//! Folder names come from strangers' file systems: the same "é" in two spellings, characters that turn the
//! text around them, two hundred letters. A label is trimmed, in Unicode's composed form (NFC), free of
//! control and direction characters and at most [`MAX_CHARS`] characters long; labels that differ only in
//! case are one class.

use glass_core::label::is_hidden;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

/// The longest label, in characters (not graphemes: a family emoji counts seven).
pub const MAX_CHARS: usize = 64;
/// What a shortened label ends in: an ellipsis and this many hexadecimal digits of the whole name's hash,
/// so that two long names stay two classes.
const HASH_DIGITS: usize = 6;

/// The label made of a folder's name, or `None` when nothing of it is left.
pub fn clean(name: &str) -> Option<String> {
    let visible: String = name.nfc().filter(|&c| !is_hidden(c)).collect();
    // Once more: taking characters away may have brought together what composes.
    let composed: String = visible.trim().nfc().collect();
    if composed.is_empty() {
        return None;
    }
    if composed.chars().count() <= MAX_CHARS {
        return Some(composed);
    }
    let kept: String = composed.chars().take(MAX_CHARS - HASH_DIGITS - 1).collect();
    let hash = xxh3_64(composed.as_bytes()) & 0xff_ffff;
    Some(format!("{}…{hash:0width$x}", kept.trim_end(), width = HASH_DIGITS))
}

/// The labels met so far, each under the spelling it was first met in.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    spellings: BTreeMap<String, Spelling>,
    merged: Vec<String>,
}

#[derive(Debug, Clone)]
struct Spelling {
    label: String,
    raw: String,
}

impl Labels {
    /// The class of the folder `name`: cleaned, and in the spelling of the first name it equals.
    pub fn admit(&mut self, name: &str) -> Option<String> {
        let label = clean(name)?;
        let key = label.to_lowercase().nfc().collect::<String>();
        match self.spellings.get(&key) {
            None => {
                let spelling = Spelling { label: label.clone(), raw: name.to_owned() };
                self.spellings.insert(key, spelling);
                Some(label)
            }
            Some(first) => {
                if first.raw != name && !self.merged.contains(&label) {
                    self.merged.push(label);
                }
                Some(first.label.clone())
            }
        }
    }

    /// Labels that came in another spelling (case, form, hidden characters) and were made one.
    pub fn merged(self) -> Vec<String> {
        self.merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_cleaned() {
        let rows = [
            ("  cats \t", Some("cats")),
            ("caf\u{65}\u{301}", Some("café")),
            ("a\u{202e}b\u{2066}c\u{200f}", Some("abc")),
            ("e\u{202e}\u{301}", Some("é")),
            ("x\0y\u{85}z\n", Some("xyz")),
            ("<img src=x onerror=alert(1)>", Some("<img src=x onerror=alert(1)>")),
            ("=HYPERLINK(1)", Some("=HYPERLINK(1)")),
            ("👩‍🔬", Some("👩‍🔬")),
            ("\u{202e} \u{feff}", None),
            ("", None),
        ];
        for (name, label) in rows {
            assert_eq!(clean(name).as_deref(), label, "{name:?}");
        }
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let (a, b) = ("x".repeat(300), "x".repeat(301));
        let (cut_a, cut_b) = (clean(&a).unwrap(), clean(&b).unwrap());
        assert_eq!(cut_a.chars().count(), MAX_CHARS);
        assert_ne!(cut_a, cut_b);
    }

    #[test]
    fn case_and_form_are_merged_and_told() {
        let mut labels = Labels::default();
        let names = ["Cat", "cat", "Cat", "dog", "CAT", "\u{e9}", "e\u{301}", "e\u{301}"];
        let admitted: Vec<_> = names.iter().filter_map(|name| labels.admit(name)).collect();
        assert_eq!(admitted, ["Cat", "Cat", "Cat", "dog", "Cat", "é", "é", "é"]);
        assert_eq!(labels.merged(), ["cat", "CAT", "é"]);
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(name in any::<String>()) {
            if let Some(label) = clean(&name) {
                prop_assert!(label.chars().count() <= MAX_CHARS && !label.chars().any(is_hidden));
                prop_assert_eq!(clean(&label), Some(label));
            }
        }
    }
}
