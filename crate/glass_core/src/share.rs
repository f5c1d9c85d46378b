//! The share link: a recipe as the fragment of an address.
//!
//! `v=1&d=coins&m=cnn&lr=.003&ep=20&s=42&c=7f3a`: short keys, the set's own settings left out, `c` a
//! 16-bit checksum of the rest. People write links by hand and chats cut them off, so decoding never
//! fails as a whole: what can be read is applied, and everything else is told.

use crate::builtin::BuiltIn;
use crate::label::is_hidden;
use crate::proof::Proof;
use crate::recipe::Recipe;
use crate::setting::{Outcome, Setting};
use serde::{Deserialize, Serialize};

/// Longest fragment that is looked at.
pub const MAX_BYTES: usize = 16 * 1024;

/// The parts of the page that a link may hide (`hide=export,about`); `export` is the files of `take-away`.
pub const PARTS: [&str; 10] =
    ["data", "prepare", "train", "evaluate", "performance", "monitor", "log", "take-away", "export", "about"];

/// The images a link speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkedSet {
    /// A set that comes with the page.
    BuiltIn(BuiltIn),
    /// A zip at an address.
    Address(String),
    /// The person's own images: how many classes they had. They are never in a link.
    Own {
        /// Number of classes of the sender's set.
        classes: u32,
    },
}

/// What a link carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    /// The images.
    pub set: LinkedSet,
    /// The settings.
    pub recipe: Recipe,
    /// Parts of the page the sender hid.
    pub hidden: Vec<String>,
    /// What the sender's run came to.
    pub proof: Option<Proof>,
}

/// Something to tell about a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Notice {
    /// Made by a version that knows more; read as far as it goes.
    NewerVersion(String),
    /// The checksum does not fit: cut off or edited.
    Altered,
    /// A key nobody knows.
    UnknownKey(String),
    /// A value that could not be read, or a setting that was moved into bounds.
    Changed {
        /// Which setting.
        setting: Setting,
        /// The text found.
        text: String,
        /// What became of it.
        outcome: Outcome,
    },
    /// The name of a set that this page does not have.
    UnknownSet(String),
    /// The name of a part of the page that is none of [`PARTS`].
    UnknownPart(String),
    /// A claim that could not be read, or that is of other settings than could be read.
    ProofLost,
}

/// A link that is refused as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refused {
    /// Nothing in it.
    Empty,
    /// Longer than [`MAX_BYTES`].
    TooLong,
}

/// CRC-16/CCITT-FALSE of the bytes, written as four hexadecimal digits.
fn checksum(text: &str) -> String {
    let crc = text.bytes().fold(0xffff_u16, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    });
    format!("{crc:04x}")
}

/// The settings that links of a set leave out.
pub fn base_recipe(set: &LinkedSet) -> Recipe {
    match set {
        LinkedSet::BuiltIn(set) => set.recipe(),
        LinkedSet::Address(_) | LinkedSet::Own { .. } => Recipe::default(),
    }
}

/// A number the short way: `0.003` becomes `.003`.
fn short(text: String) -> String {
    match text.strip_prefix("0.") {
        Some(rest) => format!(".{rest}"),
        None => text,
    }
}

/// Writes a link's fragment, without the `#`.
pub fn encode(shared: &Shared) -> String {
    let set = match &shared.set {
        LinkedSet::BuiltIn(set) => set.id().to_owned(),
        LinkedSet::Address(address) => escape(address),
        LinkedSet::Own { classes } => format!("own~{classes}"),
    };
    let mut text = format!("v=1&d={set}");
    for setting in shared.recipe.differences(&base_recipe(&shared.set)) {
        text.push('&');
        text.push_str(setting.key());
        text.push('=');
        text.push_str(&short(setting.text(&shared.recipe)));
    }
    let hidden: Vec<String> =
        shared.hidden.iter().filter(|part| PARTS.contains(&part.as_str())).cloned().collect();
    if !hidden.is_empty() {
        text.push_str("&hide=");
        text.push_str(&hidden.join(","));
    }
    if let Some(proof) = &shared.proof {
        text.push_str("&proof=");
        text.push_str(&proof.to_text());
    }
    let sum = checksum(&text);
    format!("{text}&c={sum}")
}

fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"_.~-:/".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// Undoes percent escapes; malformed ones stay as they are.
fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let hex = pair.and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(value) if byte == b'%' => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Reads a fragment, with or without its `#`. Never panics; applies what it can and tells the rest.
pub fn decode(fragment: &str) -> Result<(Shared, Vec<Notice>), Refused> {
    if fragment.len() > MAX_BYTES {
        return Err(Refused::TooLong);
    }
    let mut text = fragment.trim().trim_start_matches('#').to_owned();
    // Whole links are escaped by some chats, once or twice.
    for _ in 0..3 {
        if text.contains('=') || !text.contains('%') {
            break;
        }
        text = unescape(&text);
    }
    // Chats also glue their punctuation to the end.
    let text = text.trim_end_matches(['.', ',', ';', ')', '>', ']', '"', '\'']);
    if text.is_empty() {
        return Err(Refused::Empty);
    }
    let pairs: Vec<(&str, String)> = text
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').map_or((part, String::new()), |(key, value)| (key, unescape(value))))
        .collect();
    let mut notices = Vec::new();
    let find = |wanted: &str| pairs.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.as_str());

    if let Some(version) = find("v").filter(|version| *version != "1") {
        notices.push(Notice::NewerVersion(brief(version)));
    }
    if let Some(sum) = find("c") {
        let body = text.rsplit_once("&c=").map_or(text, |(body, _)| body);
        if !sum.eq_ignore_ascii_case(&checksum(body)) {
            notices.push(Notice::Altered);
        }
    }
    let set = find("d").map_or(LinkedSet::BuiltIn(BuiltIn::Coins), |name| linked_set(name, &mut notices));
    let mut recipe = base_recipe(&set);
    let mut hidden = Vec::new();
    let mut proof = None;
    for (key, value) in &pairs {
        match (*key, Setting::from_key(key)) {
            ("v" | "c" | "d", _) => {}
            ("hide", _) => {
                let (known, unknown): (Vec<&str>, Vec<&str>) =
                    value.split(',').filter(|part| !part.is_empty()).partition(|part| PARTS.contains(part));
                hidden = known.into_iter().map(str::to_owned).collect();
                notices.extend(unknown.into_iter().map(|part| Notice::UnknownPart(brief(part))));
            }
            ("proof", _) => proof = Some(Proof::from_text(value)),
            (_, Some(setting)) => {
                let outcome = setting.write_text(&mut recipe, value);
                if outcome != Outcome::Taken {
                    notices.push(Notice::Changed { setting, text: brief(value), outcome });
                }
            }
            (unknown, None) => notices.push(Notice::UnknownKey(brief(unknown))),
        }
    }
    // A claim is worth nothing beside settings that are not the sender's.
    let is_lost = proof.as_ref().is_some_and(|proof| proof.is_none() || !notices.is_empty());
    if is_lost {
        notices.push(Notice::ProofLost);
    }
    let proof = proof.flatten().filter(|_| !is_lost);
    Ok((Shared { set, recipe, hidden, proof }, notices))
}

fn linked_set(name: &str, notices: &mut Vec<Notice>) -> LinkedSet {
    if let Some(set) = BuiltIn::from_id(name) {
        return LinkedSet::BuiltIn(set);
    }
    if let Some(classes) = name.strip_prefix("own~") {
        return LinkedSet::Own { classes: classes.parse().unwrap_or(0) };
    }
    if name.starts_with("https://") || name.starts_with("http://") || name.ends_with(".zip") {
        return LinkedSet::Address(name.to_owned());
    }
    notices.push(Notice::UnknownSet(brief(name)));
    LinkedSet::BuiltIn(BuiltIn::Coins)
}

/// At most 40 characters of what was found, for a notice: of those that can be seen.
fn brief(text: &str) -> String {
    text.chars().filter(|&c| !is_hidden(c)).take(40).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::recipe::ModelKind;
    use proptest::prelude::*;

    fn shared(set: BuiltIn, change: impl FnOnce(&mut Recipe)) -> Shared {
        let mut recipe = set.recipe();
        change(&mut recipe);
        Shared { set: LinkedSet::BuiltIn(set), recipe, hidden: vec![], proof: None }
    }

    #[test]
    fn what_a_notice_quotes_can_be_seen_and_an_escape_is_two_digits() {
        let (_, notices) = decode("v=1&d=coins&%E2%80%AE=1&x\u{202e}y=1").expect("readable");
        assert!(notices.contains(&Notice::UnknownKey("xy".into())), "{notices:?}");
        assert_eq!(unescape("%+1%41%4"), "%+1A%4");
    }

    #[test]
    fn a_link_is_readable_and_short() {
        let link = encode(&shared(BuiltIn::Digits, |recipe| {
            recipe.model.kind = ModelKind::Mlp;
            recipe.optimizer.learning_rate = 0.003;
        }));
        assert!(link.starts_with("v=1&d=digits&m=mlp&lr=.003&c="), "{link}");
    }

    #[test]
    fn links_come_back_whole() {
        let mut sent = shared(BuiltIn::Emoji, |recipe| recipe.seed = 7);
        sent.hidden = vec!["export".into()];
        for prefix in ["", "#"] {
            assert_eq!(decode(&format!("{prefix}{}", encode(&sent))), Ok((sent.clone(), vec![])));
        }
    }

    #[test]
    fn a_cut_link_is_applied_as_far_as_it_goes_and_told() {
        let whole = encode(&shared(BuiltIn::Digits, |recipe| recipe.epochs = 11));
        let edited = whole.replace("ep=11", "ep=12");
        let (read, notices) = decode(&edited).unwrap();
        assert_eq!(read.recipe.epochs, 12);
        assert_eq!(notices, vec![Notice::Altered]);
    }

    #[test]
    fn hostile_values_are_told_and_harmless() {
        let (read, notices) =
            decode("v=99&d=<img src=x>&lr=50&ep=banana&zz=1&m=cnn&c=0000").expect("applied in part");
        assert_eq!(read.recipe.optimizer.learning_rate, 1.0);
        assert_eq!(notices.len(), 6, "{notices:?}");
        assert_eq!(decode(&"x".repeat(MAX_BYTES + 1)), Err(Refused::TooLong));
        assert_eq!(decode("#"), Err(Refused::Empty));
    }

    #[test]
    fn a_claim_comes_along_only_with_its_own_settings() {
        let row = crate::curve::EpochReport {
            epoch: 0,
            train_loss: 0.5,
            validation_loss: None,
            train_accuracy: 0.5,
            validation_accuracy: None,
            train_precision_macro: None,
            train_recall_macro: None,
            validation_precision_macro: None,
            validation_recall_macro: None,
            seconds: 0.0,
            images_per_second: 0.0,
        };
        let sent =
            Shared { proof: Proof::of(1, &[row]), ..shared(BuiltIn::Digits, |recipe| recipe.epochs = 11) };
        let link = encode(&sent);
        assert_eq!(decode(&link), Ok((sent, vec![])));
        let (read, notices) = decode(&link.replace("ep=11", "ep=12")).unwrap();
        assert_eq!((read.proof, notices), (None, vec![Notice::Altered, Notice::ProofLost]));
        let (read, notices) = decode("v=1&d=coins&proof=banana").unwrap();
        assert_eq!((read.proof, notices), (None, vec![Notice::ProofLost]));
    }

    #[test]
    fn a_part_to_hide_that_is_none_is_told() {
        let (read, notices) = decode("v=1&d=coins&hide=export,<b>,about").expect("applied in part");
        assert_eq!(read.hidden, ["export", "about"]);
        assert_eq!(notices, [Notice::UnknownPart("<b>".into())]);
    }

    #[test]
    fn escaped_links_and_glued_punctuation_are_forgiven() {
        let sent = shared(BuiltIn::Digits, |recipe| recipe.epochs = 11);
        let escaped: String = encode(&sent).replace('=', "%3D").replace('&', "%26");
        assert_eq!(decode(&escaped), Ok((sent.clone(), vec![])));
        assert_eq!(decode(&format!("{}).", encode(&sent))), Ok((sent, vec![])));
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text: String) {
            if let Ok((read, _)) = decode(&text) {
                prop_assert_eq!(read.recipe.clamped().1, vec![]);
            }
        }

        #[test]
        fn every_recipe_survives_the_link(
            set in 0_usize..4, changes in prop::collection::vec((0..Setting::ALL.len(), -5.0_f64..600.0), 0..12),
        ) {
            let set = BuiltIn::ALL[set];
            let sent = shared(set, |recipe| {
                for (index, number) in changes {
                    let text = match Setting::ALL[index].domain() {
                        crate::setting::Domain::Choice(words) => words[(number.abs() as usize) % words.len()].to_owned(),
                        crate::setting::Domain::Flag => "1".to_owned(),
                        crate::setting::Domain::Number { .. } => number.to_string(),
                    };
                    Setting::ALL[index].write_text(recipe, &text);
                }
            });
            let link = encode(&sent);
            prop_assert!(link.len() < 1500);
            prop_assert_eq!(decode(&link), Ok((sent, vec![])));
        }
    }
}
