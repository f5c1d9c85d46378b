//! One setting as a form field: the table of settings decides which control it gets.

use crate::text::SettingText;
use glass_core::recipe::Recipe;
use glass_core::setting::{Domain, Setting};
use leptos::prelude::*;

/// A label and the native control that fits the setting's domain.
///
/// What is typed goes to `on_change` as text; whatever becomes of it (moved into bounds, not understood), the
/// control then shows what the recipe says.
#[component]
pub fn SettingField(
    setting: Setting,
    test_id: &'static str,
    #[prop(into)] recipe: Signal<Recipe>,
    on_change: Callback<(Setting, String)>,
    #[prop(into)] text: Signal<&'static SettingText>,
    /// What became of what was typed, where it was not taken as it was.
    #[prop(into, optional)]
    note: Signal<Option<String>>,
    #[prop(into, optional)] disabled: Signal<bool>,
) -> impl IntoView {
    let id = format!("setting-{test_id}");
    let hint_id = format!("{id}-hint");
    let hint = move || (text.get().hint)(setting);
    let control = Control {
        id: id.clone(),
        hint_id: hint_id.clone(),
        test_id,
        value: Memo::new(move |_| setting.text(&recipe.read())),
        disabled,
        on_change: Callback::new(move |typed| on_change.run((setting, typed))),
    };
    let domain = setting.domain();
    let class = if domain == Domain::Flag { "field field-flag" } else { "field" };
    view! {
        <div class=class title=hint>
            <label for=id>{move || (text.get().name)(setting)}</label>
            {match domain {
                Domain::Number { min, max, step, is_whole } => control.number(min, max, step, is_whole).into_any(),
                Domain::Choice(words) => control.choice(words, text).into_any(),
                Domain::Flag => control.flag().into_any(),
            }}
            // Seen while the field has the focus: there is no hovering with a finger or a key.
            <span class="field-hint" id=hint_id>{hint}</span>
            <span class="field-note" role="alert" data-testid=format!("{test_id}-note")>{note}</span>
        </div>
    }
}

/// What all controls need.
struct Control {
    id: String,
    hint_id: String,
    test_id: &'static str,
    value: Memo<String>,
    disabled: Signal<bool>,
    on_change: Callback<String>,
}

impl Control {
    fn number(self, min: f64, max: f64, step: f64, is_whole: bool) -> impl IntoView {
        let Self { id, hint_id, test_id, value, disabled, on_change } = self;
        // The browser counts steps from `min`: from a tiny one every step would end in its odd digits.
        let min = if min < step { 0.0 } else { min };
        view! {
            <input
                type="number"
                id=id
                data-testid=test_id
                aria-describedby=hint_id
                min=min.to_string()
                max=max.to_string()
                step=step.to_string()
                inputmode=if is_whole { "numeric" } else { "decimal" }
                autocomplete="off"
                prop:value=value
                disabled=disabled
                on:change:target=move |event| {
                    on_change.run(event.target().value());
                    event.target().set_value(&value.get_untracked());
                }
            />
        }
    }

    fn choice(self, words: &'static [&'static str], text: Signal<&'static SettingText>) -> impl IntoView {
        let Self { id, hint_id, test_id, value, disabled, on_change } = self;
        let option = move |&word: &&'static str| {
            view! {
                <option value=word prop:selected=move || *value.read() == word>
                    {move || (text.get().word)(word)}
                </option>
            }
        };
        view! {
            <select
                id=id
                data-testid=test_id
                aria-describedby=hint_id
                disabled=disabled
                on:change:target=move |event| {
                    on_change.run(event.target().value());
                    event.target().set_value(&value.get_untracked());
                }
            >
                {words.iter().map(option).collect_view()}
            </select>
        }
    }

    fn flag(self) -> impl IntoView {
        let Self { id, hint_id, test_id, value, disabled, on_change } = self;
        view! {
            <input
                type="checkbox"
                id=id
                data-testid=test_id
                aria-describedby=hint_id
                prop:checked=move || *value.read() == "1"
                disabled=disabled
                on:change:target=move |event| {
                    on_change.run(String::from(if event.target().checked() { "1" } else { "0" }));
                    event.target().set_checked(*value.read_untracked() == "1");
                }
            />
        }
    }
}
