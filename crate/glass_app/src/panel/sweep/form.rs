//! What is to be swept: settings, values, and how they are searched.

use crate::act::Act;
use crate::intent::Intent;
use crate::panel::train::{Hindrance, n_training};
use crate::session::Session;
use crate::text::Text;
use glass_core::recipe::Recipe;
use glass_core::setting::Setting;
use glass_core::sweep::{Axis, MAX_TRIALS, Plan, Search};
use leptos::prelude::*;

/// Settings that change what is learned; the split and the backend are no question of better or worse.
const SWEPT: [Setting; 20] = [
    Setting::LearningRate,
    Setting::BatchSize,
    Setting::Model,
    Setting::Hidden,
    Setting::Dropout,
    Setting::Optimizer,
    Setting::Schedule,
    Setting::Warmup,
    Setting::Momentum,
    Setting::WeightDecay,
    Setting::Clip,
    Setting::Size,
    Setting::Color,
    Setting::Normalize,
    Setting::Flip,
    Setting::Shift,
    Setting::Rotate,
    Setting::Brightness,
    Setting::Noise,
    Setting::Seed,
];

const SEARCHES: [&str; 3] = ["grid", "random", "halving"];
/// Combinations drawn unless somebody says otherwise.
const N_RANDOM: usize = 8;

/// A setting of the form and its values, as typed or as suggested.
#[derive(Clone, Copy)]
struct Choice {
    setting: RwSignal<Option<Setting>>,
    typed: RwSignal<Option<String>>,
}

impl Choice {
    fn of(setting: Option<Setting>) -> Self {
        Self { setting: RwSignal::new(setting), typed: RwSignal::new(None) }
    }

    fn text(self, session: Session) -> String {
        let suggested = || {
            let setting = self.setting.get()?;
            Some(session.recipe().with(|recipe| Axis::suggested(setting, recipe).values.join(", ")))
        };
        self.typed.get().or_else(suggested).unwrap_or_default()
    }

    fn axis(self, session: Session, recipe: &Recipe, text: &Text) -> Option<Result<Axis, String>> {
        let setting = self.setting.get()?;
        let name = (text.setting.name)(setting);
        Some(Axis::read(setting, recipe, &self.text(session)).map_err(|word| match word.as_str() {
            "" => (text.sweep().no_values)(name),
            word => (text.sweep().unreadable)(word, name),
        }))
    }
}

/// The form.
#[component]
pub(super) fn Form() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let (first, second) = (Choice::of(Some(Setting::LearningRate)), Choice::of(None));
    let search = RwSignal::new(SEARCHES[0]);
    let n_random = RwSignal::new(N_RANDOM);
    let plan = Memo::new(move |_| -> Result<Plan, String> {
        let (text, recipe) = (session.text(), session.recipe().get());
        let axes = [first, second].into_iter().filter_map(|choice| choice.axis(session, &recipe, text));
        let search = match search.get() {
            "random" => Search::Random(n_random.get()),
            "halving" => Search::Halving,
            _ => Search::Grid,
        };
        let plan = Plan { axes: axes.collect::<Result<_, _>>()?, search };
        if let Some(setting) = plan.idle_axis(&recipe) {
            return Err((text.sweep().idle)((text.setting.name)(setting)));
        }
        let n_trials = plan.n_trials();
        if n_trials > MAX_TRIALS { Err((text.sweep().too_many)(n_trials, MAX_TRIALS)) } else { Ok(plan) }
    });
    let is_running =
        Memo::new(move |_| session.sweep().with(|sweep| sweep.as_ref().is_some_and(|it| it.is_running)));
    let hindrance = Hindrance::memo(session, n_training(session));
    let problem = move || {
        let why = || hindrance.get().map(|hindrance| hindrance.text(session.text()));
        plan.get().err().or_else(why)
    };
    let start = move |_| {
        if let Ok(plan) = plan.get_untracked() {
            act.run(Intent::BeginSweep(plan));
        }
    };
    let n_trials = move || plan.with(|plan| plan.as_ref().map_or(0, Plan::n_trials));
    let option = move |one: &'static str| {
        let name = move || {
            let text = session.text().sweep();
            match one {
                "random" => text.random,
                "halving" => text.halving,
                _ => text.grid,
            }
        };
        view! { <option value=one>{name}</option> }
    };
    let choose_search = move |event| {
        let word = event_target_value(&event);
        if let Some(one) = SEARCHES.into_iter().find(|one| *one == word) {
            search.set(one);
        }
    };
    view! {
        <div class="sweep-form">
            <Field choice=first other=second test_id="sweep-first" is_first=true />
            <Field choice=second other=first test_id="sweep-second" is_first=false />
            <div class="row">
                <label class="field">
                    <span>{session.say(|text| text.sweep().search)}</span>
                    <select
                        data-testid="sweep-search"
                        aria-describedby="sweep-search-hint"
                        on:change=choose_search
                    >
                        {SEARCHES.map(option).collect_view()}
                    </select>
                </label>
                <Show when=move || search.get() == "random">
                    <label class="field">
                        <span>{session.say(|text| text.sweep().n_random)}</span>
                        <input
                            type="number"
                            min="1"
                            max=MAX_TRIALS
                            data-testid="sweep-n"
                            prop:value=move || n_random.get().to_string()
                            on:change:target=move |event| {
                                let n = event.target().value().parse().unwrap_or(N_RANDOM);
                                n_random.set(n.clamp(1, MAX_TRIALS));
                                event.target().set_value(&n_random.get_untracked().to_string());
                            }
                        />
                    </label>
                </Show>
            </div>
            <p class="note" id="sweep-search-hint">
                {move || (session.text().sweep().search_hint)(search.get())}
            </p>
            <div class="row">
                <button
                    type="button"
                    class="button"
                    data-testid="sweep-start"
                    disabled=move || problem().is_some() || is_running.get()
                    on:click=start
                >
                    {move || (session.text().sweep().start)(n_trials())}
                </button>
                <Show when=move || is_running.get()>
                    <button
                        type="button"
                        class="button"
                        data-testid="sweep-cancel"
                        on:click=move |_| act.run(Intent::EndSweep)
                    >
                        {session.say(|text| text.sweep().cancel)}
                    </button>
                </Show>
            </div>
            <p class="note note-warning" role="status" data-testid="sweep-problem" hidden=move || problem().is_none()>
                {problem}
            </p>
        </div>
    }
    .into_any()
}

/// A setting and its values.
#[component]
fn Field(choice: Choice, other: Choice, test_id: &'static str, is_first: bool) -> impl IntoView {
    let session = expect_context::<Session>();
    let option = move |setting: Setting| {
        // With the model swept too, what matters to one of the models is worth trying.
        let is_idle = Memo::new(move |_| {
            !setting.matters(&session.recipe().read())
                && !matches!(
                    other.setting.get(),
                    Some(Setting::Model | Setting::Optimizer | Setting::Schedule)
                )
        });
        let name = move || {
            let text = session.text();
            let name = (text.setting.name)(setting);
            if is_idle.get() { format!("{name} · {}", text.sweep().idle_short) } else { name.to_owned() }
        };
        view! {
            <option
                value=setting.key()
                disabled=move || other.setting.get() == Some(setting) || is_idle.get()
                prop:selected=move || choice.setting.get() == Some(setting)
            >
                {name}
            </option>
        }
    };
    let choose = move |event| {
        choice.typed.set(None);
        choice.setting.set(Setting::from_key(&event_target_value(&event)));
    };
    let none =
        (!is_first).then(|| view! { <option value="">{session.say(|text| text.sweep().none)}</option> });
    let label = move || if is_first { session.text().sweep().first } else { session.text().sweep().second };
    let values_label = move || {
        let text = session.text();
        choice.setting.get().map(|setting| (text.sweep().values)((text.setting.name)(setting)))
    };
    view! {
        <div class="row">
            <label class="field">
                <span>{label}</span>
                <select data-testid=test_id on:change=choose>
                    {none}
                    {SWEPT.map(option).collect_view()}
                </select>
            </label>
            <Show when=move || choice.setting.get().is_some()>
                <label class="field sweep-values">
                    <span>{values_label}</span>
                    <input
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        data-testid=format!("{test_id}-values")
                        title=session.say(|text| text.sweep().values_hint)
                        prop:value=move || choice.text(session)
                        on:input:target=move |event| choice.typed.set(Some(event.target().value()))
                    />
                </label>
            </Show>
        </div>
    }
    .into_any()
}
