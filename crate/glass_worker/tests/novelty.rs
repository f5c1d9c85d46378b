//! What is of no class looks new to a model, and what it knows does not: on the built-in sets, with their own recipes.

mod driver;
mod sets;

use driver::Bench;
use glass_core::builtin::BuiltIn;
use glass_core::disturbance::Dial;
use glass_core::metric::roc;
use glass_core::service::{Frame, ServiceReport, Signal};
use glass_core::stream::Cause;
use glass_core::stream::plan::Plan;
use glass_protocol::{Command, Event};
use glass_worker::engine::{Engine, Next, Outgoing};
use glass_worker::learner::LearnEngine;
use sets::learner_with;

/// A learner trained on a built-in set.
fn trained(set: BuiltIn, epochs: u32) -> Bench<LearnEngine> {
    let mut bench = learner_with(set);
    let recipe = glass_core::recipe::Recipe { epochs, ..set.recipe() };
    bench.ask(Command::Train { run: 1, recipe, pause_after: None });
    bench.settle();
    bench
}

/// The answers to a stream of so many images, and how its window stands at the end.
fn served(bench: &mut Bench<LearnEngine>, stream: u32, plan: &Plan, n: usize) -> (Vec<Frame>, ServiceReport) {
    bench.told.clear();
    bench.ask(Command::StartStream { stream, plan: Box::new(plan.clone()) });
    let mut frames = Vec::new();
    let mut last = None;
    while frames.len() < n {
        if let Next::At(millis) = bench.engine.next() {
            bench.millis = bench.millis.max(millis);
        }
        bench.slice();
        for Outgoing { event, .. } in bench.told.drain(..) {
            if let Event::Served { frames: new, report, .. } = event {
                frames.extend(new);
                last = Some(*report);
            }
        }
    }
    (frames, last.expect("images were answered"))
}

fn plan() -> Plan {
    Plan { window: 50, images_per_second: 200.0, ..Plan::new(3) }
}

/// How well a score tells frames of no class from the others.
fn auc(frames: &[Frame], score: fn(&Frame) -> Option<f64>) -> f64 {
    let scores: Vec<f64> = frames.iter().map(|frame| score(frame).expect("a score")).collect();
    let is_unseen: Vec<bool> = frames.iter().map(|frame| frame.is_unseen).collect();
    roc::auc(&scores, &is_unseen).expect("frames of both kinds")
}

#[test]
fn a_thing_of_no_class_looks_new_and_raises_its_alarm_where_digits_are_known() {
    let mut bench = trained(BuiltIn::Digits, 8);
    let (calm, report) = served(&mut bench, 1, &plan(), 300);
    let novel = calm.iter().filter(|frame| frame.is_novel).count() as f64 / calm.len() as f64;
    let expected = report.expected_novel.expect("a space");
    assert!((novel - expected).abs() < 0.03, "{novel} {expected}");
    assert!(report.alerts.is_empty(), "{:?}", report.alerts);

    let mut plan = plan();
    plan.script.turn(Dial::UnseenClass, 0.5, 0);
    let (mixed, report) = served(&mut bench, 2, &plan, 300);
    assert!(auc(&mixed, |frame| frame.novelty) > 0.9);
    assert!(auc(&mixed, |frame| frame.energy) > 0.8);
    assert!(report.n_novel >= 10, "{}", report.n_novel);
    let apart = report.features.expect("a whole window");
    assert!(apart.mmd.expect("two clouds").p_value < 0.01, "{apart:?}");
    assert!(apart.domain.expect("two clouds").interval.low > 0.5, "{apart:?}");
    let raised = report.alerts.iter().find(|alert| alert.signal == Signal::Novelty).expect("an alert");
    assert_eq!(raised.cause, Cause::Unlike);
    assert!(!raised.frames.is_empty());
}

/// Of windows in which nothing happened, as few look unlike the reference as the tests say: one in twenty.
#[test]
fn undisturbed_windows_are_held_to_be_like_the_reference() {
    let mut bench = trained(BuiltIn::Digits, 8);
    let [mut by_mmd, mut by_domain] = [0; 2];
    for seed in 0..60 {
        let (_, report) = served(&mut bench, seed + 1, &Plan { seed, ..plan() }, 120);
        let alike = report.features.expect("a whole window");
        by_mmd += u32::from(alike.mmd.expect("two clouds").p_value <= 0.05);
        by_domain += u32::from(alike.domain.expect("two clouds").interval.low > 0.5);
    }
    // Three standard errors above 3, and above 1.5 (one side of an interval of 95 %).
    assert!(by_mmd <= 8 && by_domain <= 5, "{by_mmd} {by_domain} of 60");
}

/// The table of doc/monitoring.md.
#[test]
#[ignore = "half a minute: the table of doc/monitoring.md"]
fn how_well_each_score_tells_what_is_of_no_class() {
    let mut plan = plan();
    plan.script.turn(Dial::UnseenClass, 0.5, 0);
    let mut rows = Vec::new();
    for set in [BuiltIn::Digits, BuiltIn::Animals, BuiltIn::Emoji, BuiltIn::Coins] {
        let mut bench = trained(set, 20);
        let (frames, _) = served(&mut bench, 1, &plan, 600);
        let scores: [fn(&Frame) -> Option<f64>; 3] =
            [|frame| frame.novelty, |frame| frame.energy, |frame| Some(-frame.confidence)];
        let found = scores.map(|score| format!("{:.2}", auc(&frames, score)));
        let share = |is_unseen: bool| {
            let of: Vec<&Frame> = frames.iter().filter(|frame| frame.is_unseen == is_unseen).collect();
            let n = of.iter().filter(|frame| frame.is_novel).count();
            format!("{:.0} %", 100.0 * n as f64 / of.len() as f64)
        };
        rows.push(format!("| {} | {} | {} | {} |", set.id(), found.join(" | "), share(true), share(false)));
    }
    let doc = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../doc/monitoring.md"));
    let doc = doc.expect("the page is there");
    assert!(rows.iter().all(|row| doc.contains(row)), "measured:\n{}", rows.join("\n"));
}
