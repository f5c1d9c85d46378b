//! The Prepare station: from any image to what the model sees, live.

use crate::act::Act;
use crate::canvas;
use crate::intent::Intent;
use crate::panel::correction;
use crate::session::Session;
use crate::widget::setting_field::SettingField;
use crate::widget::thumbnail::Thumbnail;
use glass_core::setting::Setting;
use leptos::prelude::*;
use std::time::Duration;

/// How long the settings must rest before a new preview is asked for.
const REST: Duration = Duration::from_millis(150);

/// The settings that make the input.
const INPUT: [(Setting, &str); 4] = [
    (Setting::Size, "image-size"),
    (Setting::Color, "color-mode"),
    (Setting::Fit, "fit-mode"),
    (Setting::Normalize, "normalize"),
];

/// The settings of augmentation.
const AUGMENT: [(Setting, &str); 5] = [
    (Setting::Flip, "augment-flip"),
    (Setting::Shift, "augment-shift"),
    (Setting::Rotate, "augment-rotate"),
    (Setting::Brightness, "augment-brightness"),
    (Setting::Noise, "augment-noise"),
];

/// The Prepare station.
#[component]
pub fn Prepare() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    ask_for_previews(session, act);
    let on_change = Callback::new(move |(setting, typed)| act.run(Intent::Set(setting, typed)));
    let field = move |(setting, test_id): (Setting, &'static str)| {
        view! {
            <SettingField
                setting=setting
                test_id=test_id
                recipe=session.recipe()
                on_change=on_change
                text=Signal::derive(move || session.text().setting)
                note=Signal::derive(move || correction(session, setting))
            />
        }
    };
    view! {
        <section class="panel prepare" id="prepare" aria-labelledby="prepare-title" hidden=session.is_hidden("prepare")>
            <h2 class="panel-title" id="prepare-title">{session.say(|text| text.prepare.title)}</h2>
            <p class="panel-lead">{session.say(|text| text.prepare.lead)}</p>
            <div class="fields">{INPUT.map(field).collect_view()}</div>
            <fieldset class="stack" title=session.say(|text| text.prepare.augment_hint)>
                <legend>{session.say(|text| text.prepare.augment)}</legend>
                <div class="fields">{AUGMENT.map(field).collect_view()}</div>
            </fieldset>
            <Previews/>
        </section>
    }
    .into_any()
}

/// Whenever images or settings of this station change and then rest.
fn ask_for_previews(session: Session, act: Act) {
    let mut ask = debounce(REST, move |()| act.run(Intent::Preview));
    let seen = Memo::new(move |_| {
        let recipe = session.recipe().get();
        let is_still = session.import().read().is_none() && session.is_learner_ready().get();
        // The labels decide who trains, and with them mean and deviation.
        let roster = session.roster().with(|roster| roster.active_labels().len());
        (recipe.prepare, recipe.augment, recipe.seed, session.n_images().get(), roster, is_still)
    });
    Effect::new(move |_| {
        let (.., n_images, _, is_still) = seen.get();
        if n_images > 0 && is_still {
            ask(());
        }
    });
}

/// A row of the preview: an image of the set, and its place among the prepared ones.
type Row = (u32, Vec<usize>);

/// The prepared images, each followed by its augmented variants.
#[component]
fn Previews() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().prepare;
    let rows = Memo::new(move |_| {
        session.preview().with(|preview| {
            let mut rows: Vec<Row> = Vec::new();
            for (place, (previewed, _)) in preview.images.iter().enumerate() {
                match rows.last_mut() {
                    Some((sample, places)) if *sample == previewed.sample => places.push(place),
                    _ => rows.push((previewed.sample, vec![place])),
                }
            }
            rows
        })
    });
    let is_empty = Memo::new(move |_| rows.read().is_empty());
    let row = |(_, places): Row| {
        let image = |place| view! { <Shown place=place/> };
        view! { <div class="preview-row">{places.into_iter().map(image).collect_view()}</div> }
    };
    view! {
        <div class="preview" role="group" aria-labelledby="preview-title" data-testid="preview">
            <h3 id="preview-title">{session.say(|text| text.prepare.preview)}</h3>
            <p class="note">{move || if is_empty.get() { text().preview_empty } else { text().preview_hint }}</p>
            <div class="preview-rows">
                <For each=move || rows.get() key=Clone::clone children=row/>
            </div>
        </div>
    }
    .into_any()
}

/// One prepared image, at its place in the preview.
#[component]
fn Shown(place: usize) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = move || {
        let text = session.text().prepare;
        let previewed =
            session.preview().with(|preview| preview.images.get(place).map(|(previewed, _)| *previewed));
        previewed.map(|previewed| {
            let path = session.with_image(previewed.sample as usize, |sample| sample.meta.path.clone());
            let path = path.unwrap_or_default();
            match previewed.variant {
                0 => (text.prepared)(&path),
                variant => (text.augmented)(&path, variant),
            }
        })
    };
    view! {
        <span class="thumb" role="img" aria-label=name title=name>
            <Thumbnail draw=move |canvas| {
                session.preview().with(|preview| {
                    if let Some((_, bytes)) = preview.images.get(place) {
                        canvas::show_planar(canvas, preview.size, preview.channels, bytes);
                    }
                });
            }/>
        </span>
    }
}
