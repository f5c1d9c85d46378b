//! Imports from the plan to the last file, also taken up behind a file that killed the reader.

use super::*;
use crate::craft::{encoded, packed, zip_of};
use crate::source::Bytes;
use image::{ImageFormat, Rgb, RgbImage};

/// A plain picture, another for every `gray`.
fn picture(gray: u8) -> Vec<u8> {
    encoded(&RgbImage::from_pixel(3, 2, Rgb([gray; 3])).into(), ImageFormat::Png)
}

fn drop_of(files: &[(&str, Vec<u8>)]) -> (Vec<Entry>, Vec<Box<dyn Source>>) {
    let entry = |(source, (path, _)): (usize, &(&str, Vec<u8>))| Entry { path: (*path).to_owned(), source };
    let entries = files.iter().enumerate().map(entry).collect();
    let source = |(_, bytes): &(&str, Vec<u8>)| Box::new(Bytes(bytes.clone())) as Box<dyn Source>;
    (entries, files.iter().map(source).collect())
}

fn steps(importer: &mut Importer, sources: &mut [Box<dyn Source>]) -> Vec<Step> {
    std::iter::from_fn(|| Some(importer.step(sources)).filter(|step| *step != Step::Finished)).collect()
}

fn room(images: usize, classes: usize) -> Room {
    Room { images, bytes: MAX_PIXEL_BYTES, classes }
}

fn reasons(plan: &ImportPlan) -> Vec<(&str, &RejectReason)> {
    plan.skipped.iter().map(|rejected| (rejected.path.as_str(), &rejected.reason)).collect()
}

#[test]
fn a_drop_is_sorted_out_before_anything_is_decoded() {
    let inner = zip_of(&[packed("owl/7.png", &picture(7)), packed("notes", b"text")]);
    let (entries, mut sources) = drop_of(&[
        ("set/cat/10.png", picture(1)),
        ("set/cat/9.png", picture(2)),
        ("set/Cat/8.jpg", picture(3)),
        ("loose.png", picture(4)),
        ("train/dog/5", picture(5)),
        ("set/.DS_Store", vec![1]),
        ("set/cat/empty.png", Vec::new()),
        ("set/cat/readme.txt", b"hello".to_vec()),
        ("set/cat/photo.heic", b"\0\0\0\x18ftypheic".to_vec()),
        ("archive.zip", inner),
    ]);
    let (plan, importer) = plan(entries, &mut sources);
    let classes: Vec<_> =
        plan.classes.iter().map(|class| (class.name.as_str(), class.images, class.fixed)).collect();
    assert_eq!(classes, [("Cat", 3, [0; 3]), ("dog", 1, [1, 0, 0]), ("owl", 1, [0; 3])]);
    assert_eq!((plan.unlabelled, plan.litter, plan.archives, plan.images()), (1, 1, 1, 6));
    assert_eq!(plan.merged_names, ["cat"]);
    let heic = RejectReason::UnsupportedFormat(String::from("HEIC"));
    let expected = [
        ("archive.zip/notes", &RejectReason::NotAnImage),
        ("set/cat/empty.png", &RejectReason::EmptyFile),
        ("set/cat/photo.heic", &heic),
        ("set/cat/readme.txt", &RejectReason::NotAnImage),
    ];
    assert_eq!(reasons(&plan), expected);
    assert_eq!(importer.len(), 6);
}

#[test]
fn content_decides_and_one_bad_file_takes_no_other_along() {
    let (entries, mut sources) = drop_of(&[
        ("cat/1 png.jpg", picture(1)),
        ("cat/2 text.jpg", b"hello".to_vec()),
        ("cat/3 cut.png", picture(3)[..40].to_vec()),
        ("loose.png", picture(4)),
    ]);
    let (_, mut importer) = plan(entries, &mut sources);
    assert_eq!(importer.settle(Some("  CAT "), &Present::default()), []);
    let told: Vec<_> = steps(&mut importer, &mut sources)
        .into_iter()
        .map(|step| match step {
            Step::Sample(sample) => (sample.meta.path, Ok((sample.meta.class, sample.pixels.data[0]))),
            Step::Rejected(rejected) => (rejected.path, Err(rejected.reason)),
            Step::Finished => unreachable!("filtered out"),
        })
        .collect();
    let cat = || Some(String::from("cat"));
    let expected = [
        ("cat/1 png.jpg", Ok((cat(), 1))),
        ("cat/2 text.jpg", Err(RejectReason::NotAnImage)),
        ("cat/3 cut.png", Err(RejectReason::Truncated)),
        ("loose.png", Ok((cat(), 4))),
    ];
    assert_eq!(told, expected.map(|(path, outcome)| (path.to_owned(), outcome)));
}

#[test]
fn an_import_resumed_anywhere_brings_what_was_left() {
    let archive = zip_of(&[packed("a/3.png", &picture(3)), packed("b/4.png", &picture(4))]);
    let files = [("a/1.png", picture(1)), ("b/2.png", picture(2)), ("z.zip", archive)];
    let (entries, mut sources) = drop_of(&files);
    let (first_plan, mut straight) = plan(entries.clone(), &mut sources);
    let all = steps(&mut straight, &mut sources);
    assert_eq!(all.len(), 4);
    for position in 0..=4 {
        let (again, mut importer) = plan(entries.clone(), &mut sources);
        assert_eq!(again, first_plan);
        importer.resume_at(position);
        assert_eq!(steps(&mut importer, &mut sources), all[position..]);
    }
}

#[test]
fn over_the_limit_every_class_keeps_its_share_and_every_file_left_out_is_named() {
    let paths: Vec<String> =
        (0..12).map(|at| format!("{}/{at}.png", if at < 9 { "many" } else { "few" })).collect();
    let files: Vec<(&str, Vec<u8>)> = paths.iter().map(|path| (path.as_str(), picture(1))).collect();
    let (entries, mut sources) = drop_of(&files);
    let (_, mut importer) = plan(entries, &mut sources);
    let rejected = importer.settle_within(None, &Present::default(), room(8, 100));
    let count = |name: &str| importer.items.iter().filter(|it| it.class.as_deref() == Some(name)).count();
    assert_eq!((count("few"), count("many"), importer.len()), (2, 6, 8));
    assert_eq!(rejected.len(), 4);
    assert!(rejected.iter().all(|it| it.reason == RejectReason::TooManyImages { limit: MAX_IMAGES }));
}

#[test]
fn a_set_holds_so_many_bytes_of_pixels_and_no_more() {
    let paths: Vec<String> =
        (0..12).map(|at| format!("{}/{at}.png", if at < 9 { "many" } else { "few" })).collect();
    let files: Vec<(&str, Vec<u8>)> = paths.iter().map(|path| (path.as_str(), picture(1))).collect();
    let (entries, mut sources) = drop_of(&files);
    let (_, planned) = plan(entries, &mut sources);
    let guessed: u64 = planned.items.iter().map(|item| u64::from(item.kept_bytes)).sum();
    let too_large = RejectReason::TooManyPixelBytes { limit: MAX_PIXEL_BYTES };

    // By the guess before anything is decoded, each class keeping its share. Who takes them in counts what they come to.
    let mut importer = planned;
    let present = Present { bytes: MAX_PIXEL_BYTES - guessed * 2 / 3, ..Present::default() };
    let rejected = importer.settle(None, &present);
    let count = |name: &str| importer.items.iter().filter(|it| it.class.as_deref() == Some(name)).count();
    assert_eq!((count("few"), count("many"), rejected.len()), (2, 6, 4));
    assert!(rejected.iter().all(|it| it.reason == too_large));
    assert_eq!(importer.settle(None, &present), []);
}

#[test]
fn what_is_there_already_keeps_its_spelling_and_takes_its_room() {
    let paths = ["CAT/1.png", "dog/2.png", "owl/3.png", "4.png"];
    let files: Vec<(&str, Vec<u8>)> = paths.iter().map(|path| (*path, picture(1))).collect();
    let (entries, mut sources) = drop_of(&files);
    let (_, planned) = plan(entries, &mut sources);
    let present = Present { images: MAX_IMAGES - 2, bytes: 0, classes: vec!["Cat".into(), "emu".into()] };
    let classes = |importer: &Importer| -> Vec<String> {
        importer.items.iter().filter_map(|item| item.class.clone()).collect()
    };

    let mut importer = planned.clone();
    let rejected = importer.settle_within(Some("cat"), &present, room(9, 3));
    assert_eq!(classes(&importer), ["Cat", "Cat", "dog"]);
    let too_many = RejectReason::TooManyClasses { limit: 3 };
    assert_eq!(rejected, [Rejected { path: String::from("owl/3.png"), reason: too_many }]);

    let mut importer = planned;
    let rejected = importer.settle(None, &present);
    assert_eq!((importer.len(), rejected.len()), (2, 2), "two places are left");
    let again = importer.clone();
    assert_eq!((importer.settle(None, &present), importer.items.len()), (Vec::new(), again.len()));
}

/// A file that was moved since it was dropped.
struct Gone;

impl Source for Gone {
    fn size(&self) -> u64 {
        100
    }
    fn read_at(&mut self, _offset: u64, _buffer: &mut [u8]) -> Result<usize, crate::source::ReadError> {
        Err(crate::source::ReadError)
    }
}

#[test]
fn a_file_that_is_gone_is_unreadable() {
    let entry = |path: &str, source| Entry { path: path.to_owned(), source };
    let entries = vec![entry("a/1.png", 0), entry("a/2", 0), entry("a/3.zip", 0), entry("a/4.png", 9)];
    let mut sources: Vec<Box<dyn Source>> = vec![Box::new(Gone)];
    let (plan, mut importer) = plan(entries, &mut sources);
    let unreadable = &RejectReason::Unreadable;
    assert_eq!(reasons(&plan), [("a/2", unreadable), ("a/3.zip", unreadable), ("a/4.png", unreadable)]);
    let rejected = Rejected { path: String::from("a/1.png"), reason: RejectReason::Unreadable };
    assert_eq!(steps(&mut importer, &mut sources), [Step::Rejected(rejected)]);
}
