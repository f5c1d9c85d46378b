//! Is one run better than the other, or was it luck? The first of the compared runs against each of the others.

use super::Choice;
use super::facts::name_of;
use crate::session::Session;
use crate::text::Text;
use glass_core::drift::holm;
use glass_core::run::{self, KeptRun};
use leptos::prelude::*;
use std::sync::Arc;

/// What one test says.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    words: String,
    p_value: Option<f64>,
}

/// The tests.
#[component]
pub(super) fn Tests(choice: Choice) -> impl IntoView {
    let session = expect_context::<Session>();
    let said = Memo::new(move |_| {
        let text = session.text();
        choice.compared.with(|runs| said(runs, text))
    });
    let line = |said: Said| view! { <li data-p=said.p_value.map(|p| p.to_string())>{said.words}</li> };
    view! {
        <section class="stack" aria-labelledby="versus-title">
            <h4 id="versus-title">{session.say(|text| text.runs.versus)}</h4>
            <ul class="versus" data-testid="mcnemar">{move || said.get().into_iter().map(line).collect_view()}</ul>
            <p class="note">{session.say(|text| text.runs.versus_hint)}</p>
        </section>
    }
    .into_any()
}

fn said(runs: &[Arc<KeptRun>], text: &Text) -> Vec<Said> {
    let Some((first, others)) = runs.split_first() else { return Vec::new() };
    let tests: Vec<_> = others.iter().map(|other| run::mcnemar(first, other)).collect();
    let p_values: Vec<_> = tests.iter().map(|test| test.as_ref().map(|test| test.p_value)).collect();
    // One test needs no correction; several raise the chance that one of them is luck.
    let corrected = if others.len() > 1 { holm::correct(&p_values) } else { vec![None] };
    let lines = others.iter().zip(&tests).zip(corrected);
    lines
        .map(|((other, test), corrected)| {
            let (one, two) = (name_of(first, text), name_of(other, text));
            let Some(test) = test else {
                return Said { words: (text.runs.no_common_images)(&one, &two), p_value: None };
            };
            let mut words = (text.runs.mcnemar)(&one, &two, test, corrected);
            // Resampling takes its time: for two runs, not for a crowd.
            let difference = if others.len() == 1 { run::f1_difference(first, other) } else { None };
            if let Some((difference, bounds)) = difference {
                words.push(' ');
                words.push_str(&(text.runs.f1_difference)(difference, bounds));
            }
            Said { words, p_value: Some(test.p_value) }
        })
        .collect()
}
