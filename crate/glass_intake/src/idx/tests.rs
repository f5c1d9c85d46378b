//! IDX files as people, and attackers, write them: read back whole, or told with a reason.

use super::*;
use crate::craft::{Packed, deflated, gzip, idx, packed, zip_of};
use crate::importer::{Entry, Importer, Step, plan};
use crate::source::Bytes;
use glass_core::pixels::Sample;
use glass_core::plan::{ImportPlan, Present};
use proptest::prelude::*;

const IMAGES: &str = "train-images-idx3-ubyte";
const LABELS: &str = "train-labels-idx1-ubyte";

type File = (&'static str, Vec<u8>);

/// Plans a drop of these files.
fn planned(files: &[(&str, Vec<u8>)]) -> (ImportPlan, Importer, Vec<Box<dyn Source>>) {
    let entries = files.iter().enumerate();
    let entries = entries.map(|(source, (path, _))| Entry { path: (*path).to_owned(), source }).collect();
    let mut sources: Vec<Box<dyn Source>> =
        files.iter().map(|(_, bytes)| Box::new(Bytes(bytes.clone())) as Box<dyn Source>).collect();
    let (plan, importer) = plan(entries, &mut sources);
    (plan, importer, sources)
}

/// Reads everything that was planned.
fn samples(importer: &mut Importer, sources: &mut [Box<dyn Source>]) -> Vec<Sample> {
    let step = |step| match step {
        Step::Sample(sample) => Some(sample),
        Step::Rejected(rejected) => panic!("{rejected:?}"),
        Step::Finished => None,
    };
    std::iter::from_fn(|| step(importer.step(sources))).collect()
}

fn skipped(files: &[(&str, Vec<u8>)]) -> Vec<(String, RejectReason)> {
    let (plan, ..) = planned(files);
    assert_eq!(plan.images(), 0, "{files:?}");
    plan.skipped.into_iter().map(|it| (it.path, it.reason)).collect()
}

/// Four images of 2 × 3, each of one gray: ten times its number.
fn four() -> Vec<u8> {
    idx(&[4, 2, 3], &[0_u8, 10, 20, 30].map(|gray| [gray; 6]).concat())
}

/// Paths, classes, splits and first bytes.
fn told(samples: &[Sample]) -> Vec<(&str, &str, Option<SplitName>, u8)> {
    samples
        .iter()
        .map(|it| {
            let class = it.meta.class.as_deref().unwrap_or_default();
            (it.meta.path.as_str(), class, it.meta.fixed, it.pixels.data[0])
        })
        .collect()
}

#[test]
fn images_and_labels_come_plain_packed_and_in_archives() {
    let labels = idx(&[4], &[7, 2, 7, 10]);
    let deflate = |name: &str, data: &[u8]| {
        let stored = deflated(data);
        Packed { stored, method: 8, ..packed(name, data) }
    };
    let drops: [(&[File], &str); 4] = [
        (&[(IMAGES, four()), (LABELS, labels.clone())], IMAGES),
        (
            &[("train-images-idx3-ubyte.gz", gzip(&four())), ("train-labels-idx1-ubyte.gz", gzip(&labels))],
            "train-images-idx3-ubyte.gz",
        ),
        (
            &[("m.zip", zip_of(&[packed(IMAGES, &four()), packed(LABELS, &labels)]))],
            "m.zip/train-images-idx3-ubyte",
        ),
        (
            &[("m.zip", zip_of(&[deflate(LABELS, &labels), deflate(IMAGES, &four())]))],
            "m.zip/train-images-idx3-ubyte",
        ),
    ];
    for (files, name) in drops {
        let (plan, mut importer, mut sources) = planned(files);
        let classes: Vec<_> = plan.classes.iter().map(|it| (it.name.as_str(), it.images, it.fixed)).collect();
        assert_eq!(classes, [("2", 1, [1, 0, 0]), ("7", 2, [2, 0, 0]), ("10", 1, [1, 0, 0])]);
        assert_eq!((plan.unlabelled, plan.skipped.as_slice()), (0, [].as_slice()));
        assert_eq!(importer.name_of_next(), Some(format!("{name}/00001")));
        let read = samples(&mut importer, &mut sources);
        let train = Some(SplitName::Train);
        // The first of each class leads, so that whoever takes them in knows the classes in their order.
        let paths = ["00001", "00000", "00003", "00002"].map(|nth| format!("{name}/{nth}"));
        let expected = [
            (paths[0].as_str(), "2", train, 10),
            (&paths[1], "7", train, 0),
            (&paths[2], "10", train, 30),
            (&paths[3], "7", train, 20),
        ];
        assert_eq!(told(&read), expected);
        assert!(read.iter().all(|it| (it.pixels.width, it.pixels.height, it.pixels.channels) == (3, 2, 1)));
    }
}

#[test]
fn an_import_of_a_set_goes_on_anywhere() {
    let labels = idx(&[4], &[1, 0, 1, 0]);
    for files in [
        [(IMAGES, four()), (LABELS, labels.clone())],
        [("train-images.gz", gzip(&four())), ("train-labels.gz", gzip(&labels))],
    ] {
        let (_, mut importer, mut sources) = planned(&files);
        let all = samples(&mut importer, &mut sources);
        for position in 0..=4 {
            let (_, mut importer, mut sources) = planned(&files);
            assert_eq!(importer.settle(None, &Present::default()), []);
            importer.resume_at(position);
            assert_eq!(samples(&mut importer, &mut sources), all[position..]);
        }
    }
}

#[test]
fn names_pair_and_split() {
    let rows: [(&str, &str, Option<SplitName>); 9] = [
        (IMAGES, LABELS, Some(SplitName::Train)),
        ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz", Some(SplitName::Test)),
        ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte", Some(SplitName::Test)),
        ("a/Test_Images.idx", "a/test_labels.idx", Some(SplitName::Test)),
        (
            "emnist-letters-train-images-idx3-ubyte",
            "emnist-letters-train-labels-idx1-ubyte",
            Some(SplitName::Train),
        ),
        (
            "train-images-idx3-ubyte/train-images-idx3-ubyte",
            "train-labels-idx1-ubyte/train-labels-idx1-ubyte",
            Some(SplitName::Train),
        ),
        ("valid/images.idx4", "valid/labels.idx1", Some(SplitName::Validation)),
        ("images", "labels", None),
        ("trainer-images", "trainer-labels", None),
    ];
    for (images, labels, split) in rows {
        assert_eq!(key(images), key(labels), "{images}");
        assert_eq!(split_of(images), split, "{images}");
    }
    assert_ne!(key(IMAGES), key("t10k-labels-idx1-ubyte"));
    assert_ne!(key("a/images"), key("b/labels"));
}

#[test]
fn what_does_not_fit_is_told_by_file_with_its_reason() {
    let four_labels = || idx(&[4], &[0, 1, 0, 1]);
    let both = |reason: RejectReason| vec![(IMAGES.to_owned(), reason.clone()), (LABELS.to_owned(), reason)];
    let labels_missing = RejectReason::LabelsMissing { expected: LABELS.to_owned() };
    let images_missing = RejectReason::ImagesMissing { expected: IMAGES.to_owned() };
    let wrong = |declared, bytes| RejectReason::WrongLength { declared, bytes };
    let with_images = |images: Vec<u8>, reason| {
        (
            vec![(IMAGES, images), (LABELS, four_labels())],
            vec![(IMAGES.to_owned(), reason), (LABELS.to_owned(), images_missing.clone())],
        )
    };
    type Row = (Vec<File>, Vec<(String, RejectReason)>);
    let rows: Vec<Row> = vec![
        (vec![(IMAGES, four())], vec![(IMAGES.to_owned(), labels_missing.clone())]),
        (vec![(LABELS, four_labels())], vec![(LABELS.to_owned(), images_missing.clone())]),
        (
            vec![(IMAGES, four()), (LABELS, idx(&[3], &[0, 1, 0]))],
            both(RejectReason::CountMismatch { images: 4, labels: 3 }),
        ),
        (
            vec![(IMAGES, four()), (LABELS, idx(&[4], &[0, 99, 100, 255]))],
            both(RejectReason::LabelTooHigh { label: 100, image: 2, limit: 99 }),
        ),
        (
            vec![(IMAGES, four()), (LABELS, idx(&[4], &[0, 1, 0]))],
            vec![(LABELS.to_owned(), wrong(12, 11)), (IMAGES.to_owned(), labels_missing.clone())],
        ),
        with_images(four()[..30].to_vec(), wrong(40, 30)),
        with_images([four(), vec![0]].concat(), wrong(40, 41)),
        with_images(gzip(&four()[..30]), wrong(40, 30)),
        // A header that speaks of far more than any memory holds.
        with_images(idx(&[u32::MAX, 8_000, 5_000], &[0; 40]), wrong(16 + 4_294_967_295 * 40_000_000, 56)),
        with_images(idx(&[4, 0, 3], &[]), RejectReason::IdxShape),
        with_images(idx(&[0, 2, 3], &[]), RejectReason::IdxShape),
        with_images(idx(&[4, 2, 3, 2], &[0; 48]), RejectReason::IdxShape),
        with_images(
            idx(&[1, 9_000, 1], &[0; 9_000]),
            RejectReason::TooManyPixels { width: 1, height: 9_000 },
        ),
        with_images(
            four().into_iter().enumerate().map(|(at, byte)| if at == 2 { 0x0d } else { byte }).collect(),
            RejectReason::IdxShape,
        ),
        with_images(four()[..14].to_vec(), RejectReason::Truncated),
    ];
    for (files, expected) in rows {
        assert_eq!(skipped(&files), expected, "{files:?}");
    }
}

#[test]
fn a_pack_that_is_no_set_is_what_it_was_before() {
    let gzip_archive = RejectReason::UnsupportedFormat(String::from("gzip archive"));
    for bytes in [gzip(b"hello"), gzip(&four())[..12].to_vec(), vec![0x1f, 0x8b]] {
        assert_eq!(skipped(&[("a.gz", bytes)]), [(String::from("a.gz"), gzip_archive.clone())]);
    }
    let bomb = gzip(&idx(&[2_000, 28, 28], &vec![0; 2_000 * 784]));
    let path = String::from("images.gz");
    assert_eq!(skipped(&[("images.gz", bomb)]), [(path, RejectReason::CompressionBomb)]);
}

#[test]
fn the_same_file_twice_is_taken_once() {
    let labels = idx(&[4], &[1, 0, 1, 0]);
    let files = [
        (IMAGES, four()),
        ("train-images-idx3-ubyte.gz", gzip(&four())),
        (LABELS, labels.clone()),
        ("train-labels-idx1-ubyte.gz", gzip(&labels)),
    ];
    let (plan, ..) = planned(&files);
    assert_eq!(plan.images(), 4);
    let reasons: Vec<_> = plan.skipped.iter().map(|it| (it.path.as_str(), &it.reason)).collect();
    let expected = ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"];
    assert_eq!(reasons, expected.map(|path| (path, &RejectReason::TakenAlready)));
}

#[test]
fn of_very_many_the_first_are_looked_at() {
    let n = MAX_IMAGES + 2;
    let files =
        [("images", idx(&[n, 1, 1], &vec![3; n as usize])), ("labels", idx(&[n], &vec![3; n as usize]))];
    let (plan, importer, _) = planned(&files);
    assert_eq!(plan.skipped[0].reason, RejectReason::OnlyFirst { limit: MAX_IMAGES });
    assert_eq!(plan.images() as usize, importer.len());
    let over = RejectReason::TooManyImages { limit: glass_core::plan::MAX_IMAGES };
    assert!(plan.skipped[1..].iter().all(|it| it.reason == over && it.path.starts_with("images/")));
    assert_eq!(plan.skipped.len() + importer.len(), MAX_IMAGES as usize + 1);
}

#[test]
fn large_images_are_made_small_like_any_other() {
    let files = [("images", idx(&[1, 100, 200, 3], &[9; 60_000])), ("labels", idx(&[1], &[0]))];
    let (_, mut importer, mut sources) = planned(&files);
    let read = samples(&mut importer, &mut sources);
    let it = &read[0];
    assert_eq!((it.meta.original_width, it.meta.original_height), (200, 100));
    assert_eq!((it.pixels.width, it.pixels.height, it.pixels.channels), (192, 96, 3));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(
        images in prop::collection::vec(any::<u8>(), 0..200),
        labels in prop::collection::vec(any::<u8>(), 0..60),
        magic in 0_u8..8,
        is_packed: bool,
    ) {
        // Most bytes are no IDX file at all: these begin like one.
        let begun = |sides: u8, rest: Vec<u8>| [vec![0, 0, 8, sides], rest].concat();
        let (images, labels) = (begun(magic, images), begun(1, labels));
        let pack = |data: Vec<u8>| if is_packed { gzip(&data) } else { data };
        let (_, mut importer, mut sources) = planned(&[("images", pack(images)), ("labels", pack(labels))]);
        while importer.step(&mut sources) != Step::Finished {}
    }

    #[test]
    fn a_set_is_read_back_whole(
        grays in prop::collection::vec((any::<[u8; 6]>(), 0_u8..=99), 1..40),
        is_packed: bool,
        is_rgb: bool,
    ) {
        let n = grays.len() as u32;
        let sides = if is_rgb { vec![n, 1, 2, 3] } else { vec![n, 3, 2] };
        let images = idx(&sides, &grays.iter().flat_map(|(pixels, _)| *pixels).collect::<Vec<u8>>());
        let labels = idx(&[n], &grays.iter().map(|(_, label)| *label).collect::<Vec<u8>>());
        let pack = |data: Vec<u8>| if is_packed { gzip(&data) } else { data };
        let (plan, mut importer, mut sources) = planned(&[("t10k-images", pack(images)), ("t10k-labels", pack(labels))]);
        // What shrinks to almost nothing is refused as a bomb: nothing so small is.
        prop_assert_eq!(plan.skipped, []);
        let mut read = samples(&mut importer, &mut sources);
        read.sort_by(|a, b| a.meta.path.cmp(&b.meta.path));
        prop_assert_eq!(read.len(), grays.len());
        for (sample, (pixels, label)) in read.iter().zip(&grays) {
            prop_assert_eq!(sample.pixels.data.as_slice(), pixels.as_slice());
            prop_assert_eq!(sample.meta.class.clone(), Some(label.to_string()));
            prop_assert_eq!(sample.meta.fixed, Some(SplitName::Test));
        }
    }
}
