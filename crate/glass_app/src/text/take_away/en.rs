//! Links, files, requests and the product itself in English.

use super::glossary::EN as GLOSSARY;
use super::{AboutText, Credit, TakeAwayText};
use crate::format;

/// English.
pub const EN: TakeAwayText = TakeAwayText {
    title: "Take away",
    lead: "A link carries the settings, files carry the results. Both are made here; nothing is uploaded.",
    link: "Link to these settings",
    link_field: "The link",
    copy: "Copy the link",
    copied: "Copied.",
    selected: "This browser does not let the page copy. The link is selected: press Ctrl+C (⌘C), or hold it on a phone.",
    with_proof: "With proof of this run: whoever opens the link trains at once and sees whether it is the same, to the bit",
    link_built_in: "In it: the name of the demo set and every setting that differs from its defaults. With proof: digests of the images and of the history, too. Not in it: images, file names, weights, results. Whoever opens it and trains on the same backend gets the same history, to the last bit.",
    link_address: |address| {
        format!(
            "In it: the address of the images ({address}) and every setting that differs from the defaults. Not in it: images, file names, weights, results."
        )
    },
    link_own: |classes| {
        format!(
            "In it: every setting that differs from the defaults, and that your set has {} classes. Not in it: your images, their names, the names of your classes, weights, results. Whoever opens it brings images of their own.",
            format::count(classes)
        )
    },
    files: "Files",
    files_hint: "Made in this page and saved by your browser.",
    report: "Report (report.json)",
    report_hint: "Everything: recipe, data, history, scores, diagnosis, latency, monitoring. For programs.",
    predictions: "Predictions (predictions.csv)",
    predictions_hint: "One row an image with every probability: enough to work out accuracy and log loss again.",
    history: "History (history.csv)",
    history_hint: "One row an epoch.",
    metrics: "Metrics (metrics.txt)",
    metrics_hint: "How the model in service stands, as OpenMetrics text: Prometheus reads it. Needs a stream or a measurement.",
    dashboard: "Dashboard (grafana.json)",
    dashboard_hint: "For Grafana’s import: draws those metrics.",
    needs_run: "There is nothing to save yet: train first.",
    network: "What left this page",
    requests: |n| match n {
        0 => String::from("0 requests since the page was loaded: nothing left this device."),
        1 => String::from("1 request since the page was loaded, for a file of this page (see below)."),
        n => format!("{n} requests since the page was loaded, for files of this page (see below)."),
    },
    network_hint: "Counted by the browser itself (Resource Timing), without what the page is made of. Choosing another demo set fetches its pictures, choosing the reference backend its program: both from this site, and the page's policy allows no other host, for its workers neither. Images you drop are read here and sent nowhere.",
    network_list: "Fetched since then",
};

/// About.
pub const ABOUT: AboutText = AboutText {
    title: "About Watchglass",
    what: &[
        "Watchglass is a laboratory in one static page: it trains small image classifiers in your browser and watches them at work. Rust compiled to WebAssembly trains (kernels of its own, checked against burn), draws (plotters) and runs the page (leptos). There is no server behind it.",
        "It follows the path of an article on monitoring machine-learning models: preprocessing, training, evaluation, monitoring, then back again to improve. Monitoring is what makes a model explainable and trustworthy, and it comes in three kinds: performance, visual and real-time monitoring. The article's own model is here too, exactly, with what limits it.",
        "Same recipe, same images, same backend: the same history to the last bit, in every browser. The digests beside a run are there to compare.",
    ],
    glossary: "Every number, in short",
    glossary_lead: "n images, K classes, y the true class, p the model's probabilities, ŷ the most probable class (the first wins a tie). TP, FP and FN are counted per class.",
    terms: GLOSSARY,
    credits: "Images that come with the page",
    credit: &[
        Credit {
            set: "Coins",
            terms: "Synthetic: drawn by a seeded generator of Watchglass. No photographs.",
        },
        Credit {
            set: "Digits",
            terms: "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, CC BY 4.0.",
        },
        Credit { set: "Animals", terms: "animal-mnist, MIT licence." },
        Credit { set: "Emoji", terms: "Noto Color Emoji by Google: artwork Apache-2.0, font OFL-1.1." },
    ],
    notices: "Full notices: sample/LICENSES.md beside this page.",
    versions: "Versions",
    version: |version| {
        format!(
            "Watchglass {version}, MIT or Apache-2.0. Recipe schema watchglass.recipe/1, report schema watchglass.report/1, links v=1."
        )
    },
};
