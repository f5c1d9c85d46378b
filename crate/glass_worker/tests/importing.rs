//! The importer as the page drives it, without a browser.

mod driver;

use driver::Bench;
use glass_core::builtin::BuiltIn;
use glass_core::fault::{Fault, RejectReason, Rejected};
use glass_core::plan::Present;
use glass_intake::source::{Bytes, Source};
use glass_protocol::{Command, Event, ImportEntry};
use glass_worker::engine::{Attached, Engine, Next};
use glass_worker::importer::ImportEngine;
use std::ops::Range;

fn png(shade: u8) -> Vec<u8> {
    let image = image::RgbImage::from_fn(12, 12, |x, y| image::Rgb([shade, (x * 20) as u8, (y * 20) as u8]));
    let mut bytes = Vec::new();
    image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

/// Goes on with a plan; how many items there are to read.
fn accept(bench: &mut Bench<ImportEngine>, import: u32) -> u32 {
    bench.ask(Command::AcceptImport { import, unlabelled_class: None, present: Present::default() });
    bench.find(|event| match event {
        Event::Settled { total, .. } => Some(*total),
        _ => None,
    })
}

fn read(bench: &mut Bench<ImportEngine>, import: u32, items: Range<u32>, is_careful: bool) {
    bench.ask(Command::ReadImport { import, start: items.start, end: items.end, is_careful });
}

#[test]
fn files_are_planned_then_read_and_bad_ones_told() {
    let files = [
        ("set/cat/1.png", png(10)),
        ("set/dog/1.png", png(200)),
        ("set/dog/torn.png", png(90)[..60].to_vec()),
    ];
    let mut bench = Bench::new(ImportEngine::default());
    let sources =
        || files.iter().map(|(_, bytes)| Box::new(Bytes(bytes.clone())) as Box<dyn Source>).collect();
    let entries: Vec<ImportEntry> =
        files.iter().map(|(path, _)| ImportEntry { path: (*path).to_owned() }).collect();
    let attached = Attached { sources: sources(), bytes: Vec::new() };
    bench.send(Command::PlanImport { import: 7, entries, left_out: Vec::new() }, attached);
    bench.settle();
    assert_eq!(bench.engine.next(), Next::Idle, "nothing is read before the plan is accepted");
    let plan = bench.find(|event| match event {
        Event::Planned { import: 7, plan } => Some(plan.clone()),
        _ => None,
    });
    assert_eq!(plan.images(), 3);
    accept(&mut bench, 7);
    read(&mut bench, 7, 0..u32::MAX, true);
    bench.settle();
    let metas: Vec<_> = bench
        .events()
        .filter_map(|event| match event {
            Event::Imported { metas, .. } => Some(metas.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(
        metas.iter().map(|meta| meta.class.as_deref()).collect::<Vec<_>>(),
        [Some("cat"), Some("dog")]
    );
    let rejected = bench.find(|event| match event {
        Event::Refused { rejected, .. } => Some(rejected.clone()),
        _ => None,
    });
    assert!(rejected[0].path.ends_with("torn.png"), "{rejected:?}");
    assert_eq!(
        bench.events().filter(|event| matches!(event, Event::ImportEnded { import: 7, .. })).count(),
        1
    );
}

#[test]
fn a_long_look_at_files_tells_how_far_it_is_and_can_be_ended() {
    let left_out = vec![Rejected { path: String::from("locked"), reason: RejectReason::Unreadable }];
    let n = 2_000;
    let plan_of = |import| {
        let entries = (0..n).map(|at| ImportEntry { path: format!("a/{at}.png") }).collect();
        let sources = (0..n).map(|_| Box::new(Bytes(vec![1])) as Box<dyn Source>).collect();
        let attached = Attached { sources, bytes: Vec::new() };
        (Command::PlanImport { import, entries, left_out: left_out.clone() }, attached)
    };
    let mut bench = Bench::new(ImportEngine::default());
    let (plan, attached) = plan_of(1);
    bench.send(plan, attached);
    bench.ask(Command::CancelImport { import: 1 });
    bench.settle();
    assert_eq!(bench.events().count(), 0, "an ended look tells nothing");
    let (plan, attached) = plan_of(2);
    bench.send(plan, attached);
    bench.settle();
    let told: Vec<u32> = bench
        .events()
        .filter_map(|event| match event {
            Event::Surveyed { import: 2, done, total: 2_000 } => Some(*done),
            _ => None,
        })
        .collect();
    assert!(!told.is_empty() && told.is_sorted(), "{told:?}");
    let plan = bench.find(|event| match event {
        Event::Planned { import: 2, plan } => Some(plan.clone()),
        _ => None,
    });
    assert_eq!((plan.images(), plan.skipped), (2_000, left_out));
}

#[test]
fn a_reader_that_died_goes_on_behind_the_file() {
    let mut bench = Bench::new(ImportEngine::default());
    let entries: Vec<ImportEntry> = (0..5).map(|at| ImportEntry { path: format!("a/{at}.png") }).collect();
    let sources = (0..5).map(|at| Box::new(Bytes(png(at * 40))) as Box<dyn Source>).collect();
    let attached = Attached { sources, bytes: Vec::new() };
    bench.send(Command::PlanImport { import: 1, entries, left_out: Vec::new() }, attached);
    bench.settle();
    accept(&mut bench, 1);
    read(&mut bench, 1, 3..u32::MAX, true);
    bench.settle();
    let n: usize = bench
        .events()
        .map(|event| match event {
            Event::Imported { metas, .. } => metas.len(),
            _ => 0,
        })
        .sum();
    assert_eq!(n, 2);
}

#[test]
fn two_readers_share_the_items_and_one_reads_several_parts() {
    let planned = || {
        let mut bench = Bench::new(ImportEngine::default());
        let entries = (0..9).map(|at| ImportEntry { path: format!("a/{at}.png") }).collect();
        let sources = (0..9).map(|at| Box::new(Bytes(png(at * 20))) as Box<dyn Source>).collect();
        let attached = Attached { sources, bytes: Vec::new() };
        bench.send(Command::PlanImport { import: 1, entries, left_out: Vec::new() }, attached);
        bench.settle();
        assert_eq!(accept(&mut bench, 1), 9);
        bench
    };
    let digests = |bench: &Bench<ImportEngine>| -> Vec<u64> {
        let metas = bench.events().filter_map(|event| match event {
            Event::Imported { metas, .. } => Some(metas.clone()),
            _ => None,
        });
        metas.flatten().map(|meta| meta.digest).collect()
    };
    let mut alone = planned();
    read(&mut alone, 1, 0..9, false);
    alone.settle();
    let all = digests(&alone);
    assert_eq!(all.len(), 9);
    let (mut one, mut other) = (planned(), planned());
    let share = |bench: &mut Bench<ImportEngine>, items: Range<u32>| {
        let start = items.start;
        read(bench, 1, items, false);
        let named = bench.events().filter(|event| matches!(event, Event::ImportProgress { .. })).last();
        let Some(Event::ImportProgress { done, next, .. }) = named else { panic!("the first item is named") };
        assert_eq!((*done, next.as_str()), (start, format!("a/{start}.png").as_str()));
        bench.settle();
    };
    share(&mut one, 0..2);
    share(&mut other, 2..5);
    share(&mut one, 5..9);
    assert_eq!(digests(&one), [&all[..2], &all[5..]].concat());
    assert_eq!(digests(&other), all[2..5]);
}

#[test]
fn a_sheet_of_another_size_is_refused() {
    let mut bench = Bench::new(ImportEngine::default());
    let attached = Attached { sources: Vec::new(), bytes: png(1) };
    bench.send(Command::ImportBuiltIn { import: 1, set: BuiltIn::Digits }, attached);
    assert!(matches!(bench.events().next(), Some(Event::Failed { fault: Fault::Archive { .. } })));
}

/// An IDX file of bytes.
fn idx(sides: &[u32], data: &[u8]) -> Vec<u8> {
    let sides_told: Vec<u8> = sides.iter().flat_map(|side| side.to_be_bytes()).collect();
    [&[0, 0, 8, sides.len() as u8], sides_told.as_slice(), data].concat()
}

#[test]
fn images_and_labels_in_two_files_are_planned_by_class_and_read() {
    let n = 5_000_u32;
    let pixels: Vec<u8> = (0..n).flat_map(|image| [(image % 251) as u8; 784]).collect();
    let labels: Vec<u8> = (0..n).map(|image| (image * 7 % 10) as u8).collect();
    let files = [
        ("m/t10k-images-idx3-ubyte", idx(&[n, 28, 28], &pixels)),
        ("m/t10k-labels-idx1-ubyte", idx(&[n], &labels)),
        ("m/train-labels-idx1-ubyte", idx(&[n], &labels)),
    ];
    let mut bench = Bench::new(ImportEngine::default());
    let entries = files.iter().map(|(path, _)| ImportEntry { path: (*path).to_owned() }).collect();
    let sources = files.iter().map(|(_, bytes)| Box::new(Bytes(bytes.clone())) as Box<dyn Source>).collect();
    let attached = Attached { sources, bytes: Vec::new() };
    bench.send(Command::PlanImport { import: 3, entries, left_out: Vec::new() }, attached);
    bench.settle();
    let plan = bench.find(|event| match event {
        Event::Planned { import: 3, plan } => Some(plan.clone()),
        _ => None,
    });
    let classes: Vec<_> =
        plan.classes.iter().map(|class| (class.name.as_str(), class.images, class.fixed)).collect();
    let names: Vec<String> = (0..10).map(|label: u8| label.to_string()).collect();
    assert_eq!(classes, names.iter().map(|name| (name.as_str(), 500, [0, 0, 500])).collect::<Vec<_>>());
    let expected = String::from("train-images-idx3-ubyte");
    let reason = RejectReason::ImagesMissing { expected };
    assert_eq!(plan.skipped, [Rejected { path: String::from("m/train-labels-idx1-ubyte"), reason }]);

    accept(&mut bench, 3);
    read(&mut bench, 3, 0..u32::MAX, false);
    bench.settle();
    let mut n_read = 0;
    let mut classes = Vec::new();
    for outgoing in &bench.told {
        let Event::Imported { shapes, metas, .. } = &outgoing.event else { continue };
        for ((shape, meta), pixels) in shapes.iter().zip(metas).zip(outgoing.bytes.chunks(784)) {
            assert_eq!((shape.width, shape.height, shape.channels), (28, 28, 1));
            let image: u32 = meta.path.rsplit_once('/').unwrap().1.parse().unwrap();
            assert_eq!(pixels, [(image % 251) as u8; 784]);
            let class = meta.class.clone().unwrap();
            assert_eq!(class, (image * 7 % 10).to_string());
            if !classes.contains(&class) {
                classes.push(class);
            }
            n_read += 1;
        }
    }
    assert_eq!((n_read, classes), (n, names), "classes come in their order");
    let last = bench.events().filter(|event| matches!(event, Event::ImportProgress { .. })).last();
    assert!(matches!(last, Some(Event::ImportProgress { done: 5_000, total: 5_000, .. })), "{last:?}");
}
