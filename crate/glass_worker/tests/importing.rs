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

fn png(shade: u8) -> Vec<u8> {
    let image = image::RgbImage::from_fn(12, 12, |x, y| image::Rgb([shade, (x * 20) as u8, (y * 20) as u8]));
    let mut bytes = Vec::new();
    image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
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
    let present = Present::default();
    bench.ask(Command::AcceptImport {
        import: 7,
        unlabelled_class: None,
        present,
        start: 0,
        is_careful: true,
    });
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
    bench.ask(Command::AcceptImport {
        import: 1,
        unlabelled_class: None,
        present: Present::default(),
        start: 3,
        is_careful: true,
    });
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
fn a_sheet_of_another_size_is_refused() {
    let mut bench = Bench::new(ImportEngine::default());
    let attached = Attached { sources: Vec::new(), bytes: png(1) };
    bench.send(Command::ImportBuiltIn { import: 1, set: BuiltIn::Digits }, attached);
    assert!(matches!(bench.events().next(), Some(Event::Failed { fault: Fault::Archive { .. } })));
}
