//! What the monitor would have caught: every story graded on the digits. The table of doc/monitoring.md.

mod driver;
mod sets;

use glass_core::builtin::BuiltIn;
use glass_core::disturbance::Preset;
use glass_core::recipe::Recipe;
use glass_core::stream::grade::{GradeOrder, GradeReport, Mark};
use glass_core::stream::plan::Plan;
use glass_protocol::{Command, Event};
use sets::learner_with;

const WINDOWS: [u32; 3] = [20, 50, 100];

fn row(story: Preset, reports: &[GradeReport]) -> String {
    let cell = |report: &GradeReport| {
        let whole = report.whole().expect("the whole monitor is graded");
        let delay = whole.delay.map_or_else(|| "–".to_owned(), |[_, median, _]| format!("{median:.0}"));
        format!("{} of {}, {delay}", whole.n_caught, report.n_pairs)
    };
    let cells: Vec<String> = reports.iter().map(cell).collect();
    let longest = reports.last().expect("a report");
    let signals = longest.marks.iter().filter(|mark| mark.signal.is_some() && mark.n_first > 0);
    let first = signals.max_by_key(|mark: &&Mark| mark.n_first).and_then(|mark| mark.signal);
    let first = first.map_or("–", |signal| signal.as_str());
    format!("| {} | {} | {first} |", story.as_str(), cells.join(" | "))
}

#[test]
#[ignore = "minutes: the table of doc/monitoring.md"]
fn what_each_story_would_have_raised_and_when() {
    let mut bench = learner_with(BuiltIn::Digits);
    let recipe = Recipe { epochs: 20, ..BuiltIn::Digits.recipe() };
    bench.ask(Command::Train { run: 1, recipe, pause_after: None });
    bench.settle();
    let mut request = 0;
    let mut rows = Vec::new();
    for story in Preset::ALL {
        let mut reports = Vec::new();
        for window in WINDOWS {
            request += 1;
            bench.told.clear();
            let plan = Plan { window, once_in: 20, ..Plan::new(1) };
            let order = GradeOrder { plan, story, over: 100, n_streams: 20, n_windows: 400 / window };
            bench.ask(Command::Grade { request, order: Box::new(order) });
            bench.settle();
            let told = bench.events().filter_map(|event| match event {
                Event::Graded { report: Some(report), .. } => Some((**report).clone()),
                _ => None,
            });
            reports.push(told.last().expect("a report"));
        }
        rows.push(row(story, &reports));
    }
    let doc = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../doc/monitoring.md"));
    let doc = doc.expect("the page is there");
    assert!(rows.iter().all(|row| doc.contains(row)), "measured:\n{}", rows.join("\n"));
}
