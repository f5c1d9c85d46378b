//! About: what Watchglass is, every number in short, whose images these are, versions.

use crate::session::Session;
use crate::text::Text;
use leptos::prelude::*;

/// The About part.
#[component]
pub fn About() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().about();
    let paragraphs = move || text().what.iter().map(|said| view! { <p>{*said}</p> }).collect_view();
    view! {
        <section class="panel about" id="about" aria-labelledby="about-title" hidden=session.is_hidden("about")>
            <h2 class="panel-title" id="about-title">{move || text().title}</h2>
            <div class="about-what">{paragraphs}</div>
            <Folded name=|text| text.about().glossary>
                <Glossary />
            </Folded>
            <Folded name=|text| text.about().credits>
                <Credits />
            </Folded>
            <p class="note">
                {move || text().versions} {session.say(|text| text.page.colon)} {move || (text().version)(env!("CARGO_PKG_VERSION"))}
            </p>
        </section>
    }
    .into_any()
}

#[component]
fn Folded(name: fn(&Text) -> &'static str, children: Children) -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <details class="about-part">
            <summary>{move || name(session.text())}</summary>
            {children()}
        </details>
    }
    .into_any()
}

#[component]
fn Glossary() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().about();
    let terms = move || {
        let row = |name: &'static str, formula: &'static str, meaning: &'static str| {
            let formula = (!formula.is_empty()).then(|| view! { <code>{formula}</code> });
            view! {
                <div class="about-term">
                    <dt>{name}</dt>
                    <dd>{formula} " " {meaning}</dd>
                </div>
            }
        };
        text().terms.iter().map(|term| row(term.name, term.formula, term.meaning)).collect_view()
    };
    view! {
        <p class="note">{move || text().glossary_lead}</p>
        <dl class="about-terms" data-testid="glossary">
            {terms}
        </dl>
    }
    .into_any()
}

#[component]
fn Credits() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().about();
    let rows = move || {
        let row = |(set, terms): (&'static str, &'static str)| {
            view! {
                <div class="about-term">
                    <dt>{set}</dt>
                    <dd>{terms}</dd>
                </div>
            }
        };
        text().credit.iter().map(|credit| row((credit.set, credit.terms))).collect_view()
    };
    view! {
        <dl class="about-terms" data-testid="credits">
            {rows}
        </dl>
        <p class="note">{move || text().notices}</p>
    }
    .into_any()
}
