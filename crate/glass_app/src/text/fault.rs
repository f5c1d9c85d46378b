//! What went wrong, as sentences that name the thing and say what to do.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::fault::{Fault, RejectReason};

/// Sentences for faults.
#[derive(Debug)]
pub struct FaultText {
    /// A fault: what happened, and what helps.
    pub fault: fn(&Fault) -> String,
    /// Why a file was not taken in: stands after its path.
    pub reject: fn(&RejectReason) -> String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use glass_core::fault::Rejected;

    #[test]
    fn every_sentence_names_its_thing() {
        let reason = RejectReason::TooManyPixels { width: 30_000, height: 20_000 };
        let archive = Fault::Archive { name: String::from("<b>.zip"), reason: reason.clone() };
        let heic = Rejected {
            path: String::from("me.heic"),
            reason: RejectReason::UnsupportedFormat(String::from("HEIC")),
        };
        let no_images = Fault::NoImages { skipped: 12, examples: vec![heic] };
        for text in [&EN, &ZH] {
            let sentence = (text.fault)(&no_images);
            assert!(sentence.contains("me.heic") && sentence.contains("JPEG"), "{sentence}");
            assert!((text.reject)(&reason).contains("30000 × 20000"), "{:?}", (text.reject)(&reason));
            let sentence = (text.fault)(&archive);
            assert!(sentence.contains("<b>.zip") && sentence.contains("30000"), "{sentence}");
            assert!((text.fault)(&Fault::EmptyClass(String::from("正面"))).contains("正面"));
            assert!((text.fault)(&no_images).contains("12"));
            let expected = String::from("train-labels-idx1-ubyte");
            for reason in [
                RejectReason::LabelsMissing { expected: expected.clone() },
                RejectReason::ImagesMissing { expected: expected.clone() },
            ] {
                assert!((text.reject)(&reason).contains(&expected), "{:?}", (text.reject)(&reason));
            }
            let reason = RejectReason::LabelTooHigh { label: 120, image: 7, limit: 99 };
            let sentence = (text.reject)(&reason);
            assert!(["120", "7", "99"].iter().all(|number| sentence.contains(number)), "{sentence}");
        }
        assert!((EN.fault)(&no_images).starts_with("No pictures found (12 other files skipped)"));
        assert!((EN.reject)(&RejectReason::UnsupportedFormat(String::from("HEIC"))).contains("JPEG"));
    }
}
