//! Golden figures: one SVG a figure, size and theme. `WATCHGLASS_BLESS=1` writes them anew; look at them then.

mod sample;

use glass_charts::{Figure, Theme, svg};
use std::path::PathBuf;

fn check(name: &str, figure: &impl Figure) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (width, height) in [(560, 280), (340, 220)] {
        for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let drawn = svg(figure, (width, height), theme, name);
            let path = folder.join(format!("{name}-{width}x{height}-{suffix}.svg"));
            if std::env::var_os("WATCHGLASS_BLESS").is_some() {
                std::fs::write(&path, &drawn).expect("the golden folder can be written");
            }
            let golden = std::fs::read_to_string(&path).unwrap_or_default();
            let differs = drawn.lines().zip(golden.lines()).position(|(new, old)| new != old);
            assert!(
                drawn == golden,
                "{} differs from line {:?}; WATCHGLASS_BLESS=1 accepts it",
                path.display(),
                differs.map(|line| line + 1)
            );
        }
    }
}

#[test]
fn curve() {
    check("loss", &sample::loss());
    check("accuracy", &sample::accuracy());
}

#[test]
fn runs() {
    check("runs", &sample::runs());
}

#[test]
fn confusion() {
    check("confusion-2", &sample::confusion(2));
    check("confusion-10", &sample::confusion(10));
    check("confusion-50", &sample::confusion(50));
}

#[test]
fn heat() {
    check("heat", &sample::heat());
}

#[test]
fn histogram() {
    check("latency", &sample::latency());
    check("overlay", &sample::overlay());
}

#[test]
fn live() {
    check("live", &sample::live());
}

#[test]
fn speed() {
    check("speed", &sample::speed());
    check("speed-heat", &sample::speed_heat());
}

#[test]
fn timeline() {
    check("timeline", &sample::timeline());
    check("empty-timeline", &glass_charts::TimelineFigure { lanes: Vec::new(), ..sample::timeline() });
}

#[test]
fn drift() {
    check("drift", &sample::drift());
}

#[test]
fn tradeoffs() {
    check("roc", &sample::roc());
    check("pr", &sample::pr());
}

#[test]
fn calibration() {
    check("calibration", &sample::calibration());
}

#[test]
fn embedding() {
    check("embedding", &sample::embedding());
}

#[test]
fn rates() {
    check("rate", &sample::rate());
    check("sweep", &sample::sweep());
}

#[test]
fn map() {
    check("map", &sample::map());
}

#[test]
fn empty_figures_have_axes_and_say_so() {
    let words = || sample::words("epoch", "loss");
    check("empty-curve", &glass_charts::CurveFigure { words: words(), ..Default::default() });
    check("empty-sweep", &glass_charts::SweepFigure { points: vec![], suggestion: None, ..sample::sweep() });
    check("empty-heat", &glass_charts::HeatFigure { words: words(), scores: Vec::new(), ..sample::heat() });
    check("empty-map", &glass_charts::MapFigure { dots: vec![], ..sample::map() });
    check("empty-confusion", &glass_charts::ConfusionFigure { words: words(), ..sample::confusion(0) });
}
