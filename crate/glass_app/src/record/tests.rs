//! Records come back to the bit, old ones for ever, damaged ones never as something else.

use super::*;
use crate::roster::Roster;
use glass_core::curve::{EpochReport, Stopped};
use glass_core::diagnose::{Diagnosis, Verdict};
use glass_core::pixels::{Pixels, Sample, SampleMeta};
use glass_core::property::Properties;
use glass_core::recipe::{ModelKind, Recipe};
use glass_core::run::{Ending, KeptRun, RunImages, TestAnswers};
use glass_core::setting::Setting;
use glass_core::split::SplitName;
use proptest::prelude::*;
use std::path::PathBuf;

fn report(epoch: u32) -> EpochReport {
    EpochReport {
        epoch,
        // Numbers whose shortest text has seventeen digits: a JSON reader may miss their last bit.
        train_loss: 0.1 + 0.2 * f64::from(epoch),
        validation_loss: Some(std::f64::consts::LN_2 / 3.0),
        train_accuracy: 2.0 / 3.0,
        validation_accuracy: None,
        train_precision_macro: Some(f64::MIN_POSITIVE),
        train_recall_macro: None,
        validation_precision_macro: Some(1.0 - f64::EPSILON),
        validation_recall_macro: Some(0.0),
        seconds: 1.25,
        images_per_second: f64::INFINITY,
    }
}

fn recipe() -> Recipe {
    let mut recipe = Recipe::default();
    recipe.model.kind = ModelKind::Mlp;
    recipe.optimizer.learning_rate = 0.000_123_456_789_012_345_67;
    recipe.split.train = 0.6;
    recipe.split.test = 0.25;
    recipe
}

fn run() -> KeptRun {
    KeptRun {
        id: 7,
        name: String::from("wide net, 宽"),
        began_millis: 1_764_000_000_000,
        recipe: recipe(),
        images: RunImages { set: String::from("own"), digest: u64::MAX - 1, n_images: 260 },
        classes: vec![String::from("<b>"), String::from("=1+1")],
        history: (0..3).map(report).collect(),
        diagnosis: vec![Diagnosis {
            verdict: Verdict::TooLittleEvidence { n_validation: 12, needed: 30 },
            actions: Vec::new(),
        }],
        ending: Ending {
            stopped: Stopped::Early { best_epoch: 1 },
            history_digest: 0x0123_4567_89ab_cdef,
            weights_digest: u64::MAX,
            n_weights: 16_834,
        },
        test: TestAnswers::checked(2, vec![u64::MAX, 3], vec![0, 1], vec![1, 1]),
    }
}

fn underway() -> Underway {
    let KeptRun { id, began_millis, recipe, images, classes, history, .. } = run();
    Underway { id, began_millis, recipe, images, classes, history, cut_offs: 2 }
}

fn sample(index: u16, class: Option<&str>) -> Sample {
    let (width, height, channels) = (2 + index, 3, if index.is_multiple_of(2) { 1 } else { 3 });
    let n_bytes = usize::from(width) * 3 * usize::from(channels);
    let pixels = Pixels::checked(width, height, channels, (0..n_bytes).map(|at| at as u8).collect());
    let pixels = pixels.expect("bytes fit");
    let meta = SampleMeta {
        path: format!("set/{index}.png"),
        class: class.map(str::to_owned),
        fixed: (index == 1).then_some(SplitName::Test),
        properties: Properties::of(&pixels, 640, 480).expect("a picture"),
        digest: u64::MAX - u64::from(index),
        original_width: 640,
        original_height: 480,
        is_first_frame_only: index == 2,
    };
    Sample { meta, pixels }
}

fn samples() -> Vec<Sample> {
    vec![sample(0, Some("cat")), sample(1, Some("dog")), sample(2, None), sample(3, Some("cat"))]
}

fn roster() -> Roster {
    let mut roster = Roster::default();
    samples().iter().for_each(|sample| roster.add(&sample.meta));
    roster.rename(1, "wolf");
    roster.toggle_class(1);
    roster.toggle_image(3);
    roster
}

fn work() -> Work {
    Work { settings: String::from("v=1&d=own~2&m=mlp&c=1234"), own: Some(OwnImages::of(3, 1, &roster())) }
}

/// Bits, as NaN is not equal to itself.
fn bits(run: &KeptRun) -> String {
    format!("{run:?}")
}

#[test]
fn records_come_back_to_the_bit() {
    assert_eq!(open_run(&seal_run(&run())).map(|run| bits(&run)), Ok(bits(&run())));
    assert_eq!(open_underway(&seal_underway(&underway(), b"weights")), Ok((underway(), b"weights".to_vec())));
    assert_eq!(open_underway(&seal_underway(&underway(), b"")), Ok((underway(), Vec::new())));
    assert_eq!(open_portion(&seal_portion(40, &samples())), Ok((40, samples())));
    assert_eq!(open_work(&seal_work(&work())), Ok(work()));
    assert_eq!(open_weights(&seal_weights(b"WGrn")), Ok(b"WGrn".to_vec()));
}

#[test]
fn records_of_the_first_version_open_for_ever() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/record/golden");
    let kept = |name: &str, now: Vec<u8>| {
        let path = folder.join(name);
        // Written once: what a later version would write says nothing about the records people have.
        if std::env::var_os("WATCHGLASS_BLESS").is_some() && !path.exists() {
            std::fs::write(&path, now).expect("the golden folder can be written");
        }
        std::fs::read(&path).expect("a golden record")
    };
    assert_eq!(open_run(&kept("run-1", seal_run(&run()))).map(|run| bits(&run)), Ok(bits(&run())));
    let record = kept("underway-1", seal_underway(&underway(), b"weights"));
    assert_eq!(open_underway(&record), Ok((underway(), b"weights".to_vec())));
    assert_eq!(open_portion(&kept("images-1", seal_portion(40, &samples()))), Ok((40, samples())));
    assert_eq!(open_work(&kept("work-1", seal_work(&work()))), Ok(work()));
    assert_eq!(open_weights(&kept("weights-1", seal_weights(b"WGrn"))), Ok(b"WGrn".to_vec()));
}

#[test]
fn a_record_of_another_kind_or_a_newer_version_is_not_taken() {
    assert_eq!(open_work(&seal_run(&run())), Err(Unreadable::Damaged));
    let mut newer = seal_run(&run());
    newer[4] = 2;
    assert_eq!(open_run(&newer), Err(Unreadable::Newer));
}

#[test]
fn an_answer_out_of_range_is_no_run() {
    // Sealed soundly, but with a class nobody named: as a page with a fault would write it.
    let honest = KeptRun { classes: vec![String::from("a"), String::from("b")], ..run() };
    assert!(open_run(&seal_run(&honest)).is_ok());
    let fewer = KeptRun { classes: vec![String::from("a")], ..run() };
    assert_eq!(open_run(&seal_run(&fewer)), Err(Unreadable::Damaged));
}

#[test]
fn labels_survive_the_loss_of_a_portion() {
    let Some(own) = work().own else { panic!("own images") };
    let (all, kept) = (samples(), roster());
    let every = own.roster(all.iter().map(|sample| &sample.meta).enumerate());
    assert_eq!(every.as_ref(), Some(&kept));
    let without_the_second =
        all.iter().map(|sample| &sample.meta).enumerate().filter(|(index, _)| *index != 1);
    let rest = own.roster(without_the_second).expect("labels of the rest");
    assert_eq!(rest.classes, kept.classes);
    assert_eq!(rest.rows, [kept.rows[0].clone(), kept.rows[2].clone(), kept.rows[3].clone()]);
    assert_eq!(own.roster([(9, &all[0].meta)]), None, "an image nobody labelled");
}

#[test]
fn portions_are_bounded_and_never_empty() {
    let large = Sample {
        pixels: Pixels::checked(384, 96, 3, vec![7; 384 * 96 * 3]).expect("bytes fit"),
        ..sample(0, None)
    };
    assert_eq!(portion_len(&[]), 0);
    assert_eq!(portion_len(&samples()), 4);
    assert_eq!(portion_len(&vec![sample(0, None); 300]), 100);
    // 110,592 bytes each: the fifth crosses half a mebibyte, and is still taken.
    assert_eq!(portion_len(&vec![large; 9]), 5);
}

proptest! {
    #[test]
    fn any_setting_comes_back_to_the_bit(index in 0_usize..Setting::ALL.len(), number in 0.0_f64..100.0, word: usize) {
        let setting = Setting::ALL[index];
        let text = match setting.domain() {
            glass_core::setting::Domain::Choice(words) => words[word % words.len()].to_owned(),
            _ => number.to_string(),
        };
        let mut recipe = Recipe::default();
        // Whatever became of it, the recipe is one a person could have.
        let _ = setting.write_text(&mut recipe, &text);
        let kept = open_run(&seal_run(&KeptRun { recipe, ..run() })).expect("sound");
        prop_assert_eq!(kept.recipe, recipe);
    }

    #[test]
    fn a_changed_byte_is_never_taken_for_a_record(at: usize, change in 1_u8..) {
        let mut bytes = seal_underway(&underway(), b"weights of eleven bytes");
        let at = at % bytes.len();
        bytes[at] ^= change;
        prop_assert!(open_underway(&bytes).is_err(), "byte {}", at);
    }

    #[test]
    fn a_record_cut_short_is_never_taken(length: usize) {
        let bytes = seal_portion(0, &samples());
        prop_assert!(open_portion(&bytes[..length % bytes.len()]).is_err());
    }

    #[test]
    fn noise_is_refused_without_a_panic(noise: Vec<u8>, kind in 0_u8..8) {
        let mut framed = b"WGkp\x01\0".to_vec();
        framed.push(kind);
        framed.extend(&noise);
        for bytes in [&noise, &framed] {
            prop_assert!(open_run(bytes).is_err());
            prop_assert!(open_work(bytes).is_err());
            prop_assert!(open_portion(bytes).is_err());
            prop_assert!(open_underway(bytes).is_err());
            prop_assert!(open_weights(bytes).is_err());
        }
    }
}
