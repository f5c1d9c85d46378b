//! What decides a run, as far as the Train station sets it: only what matters to the chosen model and
//! optimizer is shown.

use super::hindrance::Hindrance;
use super::rate_finder::RateFinder;
use super::rate_plan::RatePlan;
use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::panel::correction;
use crate::session::Session;
use crate::text::Text;
use crate::widget::setting_field::SettingField;
use glass_core::recipe::{Recipe, SplitShares};
use glass_core::setting::Setting;
use leptos::prelude::*;

/// A setting with its test id.
type Field = (Setting, &'static str);

const MODEL: [Field; 4] = [
    (Setting::Model, "model"),
    (Setting::Hidden, "hidden"),
    (Setting::Dropout, "dropout"),
    (Setting::Backend, "backend"),
];

const LEARNING: [Field; 11] = [
    (Setting::Optimizer, "optimizer"),
    (Setting::LearningRate, "learning-rate"),
    (Setting::Schedule, "schedule"),
    (Setting::Warmup, "warmup"),
    (Setting::Momentum, "momentum"),
    (Setting::WeightDecay, "weight-decay"),
    (Setting::Clip, "clip"),
    (Setting::BatchSize, "batch-size"),
    (Setting::Epochs, "epochs"),
    (Setting::Patience, "patience"),
    (Setting::ClassWeights, "class-weights"),
];

const SPLIT: [Field; 4] = [
    (Setting::SplitTrain, "split-train"),
    (Setting::SplitValidation, "split-validation"),
    (Setting::SplitTest, "split-test"),
    (Setting::Seed, "seed"),
];

/// The settings, in groups.
#[component]
pub fn Settings(n_training: Memo<usize>, hindrance: Memo<Option<Hindrance>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let use_article = move |_| {
        let now = session.recipe().get_untracked();
        let recipe = Recipe { split: now.split, seed: now.seed, ..Recipe::article() };
        act.run(Intent::UseRecipe(Box::new(recipe)));
    };
    view! {
        <div class="stack">
            <div class="settings">
                <Group name=|text| text.train.model_group fields=&MODEL />
                <Group name=|text| text.train.split_group fields=&SPLIT>
                    <SplitSum />
                </Group>
            </div>
            <div class="settings">
                <Group name=|text| text.train.learning_group fields=&LEARNING>
                    <div class="rates">
                        <RatePlan n_training />
                        <RateFinder hindrance />
                    </div>
                </Group>
            </div>
            <button
                type="button"
                class="button"
                data-testid="recipe-article"
                title=session.say(|text| text.train.use_article_hint)
                on:click=use_article
            >
                {session.say(|text| text.train.use_article)}
            </button>
        </div>
    }
    .into_any()
}

/// Says what shares that do not come to 1 are taken as.
#[component]
fn SplitSum() -> impl IntoView {
    let session = expect_context::<Session>();
    let shares = Memo::new(move |_| session.recipe().with(|recipe| recipe.split));
    let said = move || {
        let SplitShares { train, validation, test } = shares.get();
        let sum = train + validation + test;
        let parts = [train, validation, test].map(|share| format::percent(share / sum));
        ((sum - 1.0).abs() > 0.000_5 && sum > 0.0)
            .then(|| (session.text().train.split_sum)(&format::percent(sum), &parts))
    };
    view! {
        <p class="note" data-testid="split-sum">
            {said}
        </p>
    }
    .into_any()
}

#[component]
fn Group(
    name: fn(&'static Text) -> &'static str,
    fields: &'static [Field],
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let on_change = Callback::new(move |(setting, text)| act.run(Intent::Set(setting, text)));
    let recipe = session.recipe();
    let field = move |(setting, test_id): Field| {
        let matters = Memo::new(move |_| recipe.with(|recipe| setting.matters(recipe)));
        view! {
            <Show when=move || matters.get()>
                <SettingField
                    setting
                    test_id
                    recipe
                    on_change
                    text=Signal::derive(move || session.text().setting)
                    note=Signal::derive(move || correction(session, setting))
                    disabled=Signal::stored(false)
                />
            </Show>
        }
    };
    view! {
        <fieldset class="group">
            <legend>{move || name(session.text())}</legend>
            <div class="fields">{fields.iter().copied().map(field).collect_view()}</div>
            {children.map(|children| children())}
        </fieldset>
    }
    .into_any()
}
