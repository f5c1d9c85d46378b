//! What the link that was opened claims of a run: trained here, and compared epoch by epoch.

use crate::act::Act;
use crate::claim::{Claim, Seen, SeenRun, Verdict};
use crate::intent::Intent;
use crate::session::Session;
use leptos::prelude::*;

/// How the claim stands, with all that it hangs on.
fn verdict(claim: &Claim, session: Session) -> Verdict {
    let is_whole = session.import().with(Option::is_none) && session.n_images().get() > 0;
    let data = is_whole.then(|| session.roster().with(|roster| roster.digest()));
    let recipe = session.recipe().get();
    session.run().with(|run| {
        let run = run.as_ref().map(|run| SeenRun {
            recipe: &run.recipe,
            history: &run.history,
            weights: run.ending.map(|ending| ending.weights_digest),
        });
        claim.judge(Seen { data, recipe: &recipe, run })
    })
}

/// The claim of the link, where it makes one.
#[component]
pub fn ProofCheck() -> impl IntoView {
    let session = expect_context::<Session>();
    let claim = session.epochs().claim();
    view! {
        <Show when=move || claim.with(Option::is_some)>
            <Claimed />
        </Show>
    }
    .into_any()
}

#[component]
fn Claimed() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let claim = session.epochs().claim();
    let verdict = Memo::new(move |_| claim.with(|claim| claim.as_ref().map(|claim| verdict(claim, session))));
    let said = move || {
        let text = &session.text().epochs.proof;
        claim.with(|claim| Some((text.verdict)(verdict.get()?, &claim.as_ref()?.proof)))
    };
    let digest = move |pick: fn(&Claim) -> u64| {
        claim.with(|claim| claim.as_ref().map(|claim| format!("{:016x}", pick(claim))))
    };
    let cannot_run = move || {
        session.phase().get().is_busy()
            || !session.is_learner_ready().get()
            || matches!(verdict.get(), None | Some(Verdict::NoImages | Verdict::OtherData))
    };
    view! {
        <section class="claim" aria-labelledby="claim-title">
            <h3 id="claim-title">{move || session.text().epochs.proof.title}</h3>
            <p>
                {move || {
                    let text = &session.text().epochs.proof;
                    claim.with(|claim| claim.as_ref().map(|claim| (text.lead)(claim.proof.epochs)))
                }}
            </p>
            <dl class="digests">
                <div>
                    <dt>{move || session.text().epochs.proof.data}</dt>
                    <dd><code>{move || digest(|claim| claim.proof.data)}</code></dd>
                </div>
                <div>
                    <dt>{move || session.text().train.history_digest}</dt>
                    <dd><code>{move || digest(|claim| claim.proof.history)}</code></dd>
                </div>
                <div>
                    <dt>{move || session.text().train.weights_digest}</dt>
                    <dd><code>{move || digest(|claim| claim.proof.weights)}</code></dd>
                </div>
            </dl>
            <p
                class="claim-verdict"
                role="status"
                data-testid="proof-result"
                data-verdict=move || verdict.get().map(Verdict::as_str)
            >
                {said}
            </p>
            <div class="row">
                <button
                    type="button"
                    class="button"
                    data-testid="prove-run"
                    disabled=cannot_run
                    on:click=move |_| act.run(Intent::Prove)
                >
                    {move || session.text().epochs.proof.run}
                </button>
                <button
                    type="button"
                    class="button button-quiet"
                    data-testid="proof-dismiss"
                    on:click=move |_| act.run(Intent::DropClaim)
                >
                    {move || session.text().epochs.proof.dismiss}
                </button>
            </div>
        </section>
    }
    .into_any()
}
