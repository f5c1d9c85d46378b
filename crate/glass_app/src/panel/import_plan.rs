//! The plan of an import, as a dialog: what would be taken in, what is left out and why, before anything is read.

use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::session::{ImportStage, Purpose, Session};
use crate::widget::dialog::Dialog;
use crate::widget::file_list::FileList;
use glass_core::plan::{self, PlannedClass};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The plan of an import.
#[component]
pub fn ImportPlan() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    // The id keeps the content of one import apart from that of the next, which begins anew.
    let planned = Memo::new(move |_| {
        session.import().with(|import| match import {
            Some(import) if import.purpose == Purpose::Training => match &import.stage {
                ImportStage::Planned(plan) => Some((import.id, plan.clone())),
                _ => None,
            },
            _ => None,
        })
    });
    view! {
        <Dialog
            test_id="import-plan"
            labelled_by="import-plan-title"
            is_open=Signal::derive(move || planned.read().is_some())
            on_close=Callback::new(move |()| act.run(Intent::CancelImport))
        >
            {move || planned.get().map(|(_, plan)| view! { <Planned plan=plan/> })}
        </Dialog>
    }
    .into_any()
}

/// What the person decides in the dialog.
#[derive(Clone, Copy)]
struct Decision {
    class: RwSignal<String>,
    is_added: RwSignal<bool>,
}

#[component]
fn Planned(plan: plan::ImportPlan) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let text = move || session.text().data;
    let n_known = session.roster().with_untracked(|roster| roster.classes.len())
        * usize::from(session.has_own_images());
    let number = n_known + plan.classes.len() + 1;
    let decision = Decision {
        class: RwSignal::new((session.text().data.plan_class_default)(number)),
        is_added: RwSignal::new(session.has_own_images()),
    };
    let n_images = plan.images() as usize;
    let unlabelled = plan.unlabelled;
    let n_classes = plan.classes.len() + usize::from(unlabelled > 0);
    let accept = move || {
        let class = decision.class.get_untracked().trim().to_owned();
        act.run(Intent::AcceptImport {
            unlabelled_class: (unlabelled > 0 && !class.is_empty()).then_some(class),
            is_added: decision.is_added.get_untracked(),
        });
    };
    let needs_class = move || unlabelled > 0 && decision.class.read().trim().is_empty();
    // Enter takes in from everywhere but a button, which has its own say.
    let on_key = move |event: KeyboardEvent| {
        let is_on_button = event_target::<web_sys::Element>(&event).tag_name() == "BUTTON";
        if event.key() == "Enter" && !is_on_button && n_images > 0 && !needs_class() {
            event.prevent_default();
            accept();
        }
    };
    let title = move || match n_images {
        0 => String::from(text().plan_nothing),
        n => (text().plan_title)(n, n_classes),
    };
    view! {
        <div class="dialog-body" on:keydown=on_key>
            <h2 class="panel-title" id="import-plan-title">{title}</h2>
            <Classes classes=plan.classes/>
            {(unlabelled > 0).then(|| view! { <AskClass unlabelled=unlabelled class=decision.class/> })}
            <Remarks archives=plan.archives merged=plan.merged_names/>
            <FileList
                test_id="import-skipped"
                files=Signal::stored(plan.skipped)
                litter=Signal::stored(plan.litter)
                text=Signal::derive(text)
                fault_text=Signal::derive(move || session.text().fault)
            />
            <Room n_images=n_images is_added=decision.is_added/>
            <div class="dialog-actions">
                <button
                    type="button"
                    class="button"
                    data-testid="import-cancel"
                    on:click=move |_| act.run(Intent::CancelImport)
                >
                    {session.say(|text| text.data.plan_cancel)}
                </button>
                <button
                    type="button"
                    class="button button-primary"
                    data-testid="import-accept"
                    autofocus=true
                    disabled=move || n_images == 0 || needs_class()
                    on:click=move |_| accept()
                >
                    {move || (text().plan_accept)(n_images)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// The classes found.
#[component]
fn Classes(classes: Vec<PlannedClass>) -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().data;
    if classes.is_empty() {
        return ().into_any();
    }
    let has_fixed = classes.iter().any(|class| class.fixed.iter().any(|&n| n > 0));
    let row = move |class: PlannedClass| {
        let fixed = class.fixed;
        view! {
            <tr>
                <td><bdi>{class.name}</bdi></td>
                <td>{format::count(class.images as usize)}</td>
                {has_fixed.then(|| view! { <td>{move || (text().plan_fixed)(fixed)}</td> })}
            </tr>
        }
    };
    view! {
        <div class="table-wrap plan-classes">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">{move || session.text().data.plan_columns[0]}</th>
                        <th scope="col">{move || session.text().data.plan_columns[1]}</th>
                        {has_fixed.then(|| view! { <th scope="col">{move || session.text().data.plan_columns[2]}</th> })}
                    </tr>
                </thead>
                <tbody>{classes.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Images in no folder need a class.
#[component]
fn AskClass(unlabelled: u32, class: RwSignal<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().data;
    view! {
        <div class="stack">
            <p>{move || (text().plan_unlabelled)(unlabelled)}</p>
            <div class="field">
                <label for="import-class">{session.say(|text| text.data.plan_class)}</label>
                <input
                    type="text"
                    id="import-class"
                    data-testid="import-class"
                    maxlength="64"
                    autocomplete="off"
                    prop:value=class
                    on:input:target=move |event| class.set(event.target().value())
                />
            </div>
        </div>
    }
}

#[component]
fn Remarks(archives: u32, merged: Vec<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().data;
    let names = merged.join(", ");
    view! {
        {(archives > 0).then(|| view! { <p class="note">{move || (text().plan_archives)(archives)}</p> })}
        {(!names.is_empty()).then(|| view! { <p class="note">{move || (text().plan_merged)(&names)}</p> })}
    }
}

/// What becomes of the images that are here already.
#[component]
fn Room(n_images: usize, is_added: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().data;
    let n_present = session.n_images().get_untracked();
    let choice =
        move |adds: bool, test_id: &'static str, words: fn(&crate::text::Text) -> fn(usize) -> String| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name="import-room"
                        data-testid=test_id
                        prop:checked=move || is_added.get() == adds
                        on:change=move |_| is_added.set(adds)
                    />
                    <span>{move || words(session.text())(n_present)}</span>
                </label>
            }
        };
    let room = if session.has_own_images() {
        view! {
            <fieldset>
                <legend>{session.say(|text| text.data.plan_choice)}</legend>
                {choice(true, "import-add", |text| text.data.plan_add)}
                {choice(false, "import-replace", |text| text.data.plan_replace)}
            </fieldset>
        }
        .into_any()
    } else if n_present > 0 {
        view! { <p class="note">{session.say(|text| text.data.plan_makes_room)}</p> }.into_any()
    } else {
        ().into_any()
    };
    let over = move || {
        let n_kept = if is_added.get() { n_present } else { 0 };
        let over = (n_kept + n_images).saturating_sub(plan::MAX_IMAGES as usize);
        (over > 0).then(|| {
            view! {
                <p class="note note-warning" data-testid="import-over">
                    {move || (text().plan_over)(over, plan::MAX_IMAGES as usize)}
                </p>
            }
        })
    };
    let has_model = session.run().with_untracked(Option::is_some);
    view! {
        {room}
        {over}
        {has_model.then(|| view! { <p class="note note-warning">{session.say(|text| text.data.plan_forgets)}</p> })}
    }
}
