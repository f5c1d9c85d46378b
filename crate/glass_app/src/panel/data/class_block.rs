//! One class: its name, its counts, its images.

use crate::act::Act;
use crate::canvas;
use crate::intent::Intent;
use crate::roster::ClassCount;
use crate::session::Session;
use crate::widget::class_mark::ClassMark;
use crate::widget::rove::rove;
use crate::widget::thumbnail::Thumbnail;
use leptos::prelude::*;

/// Images shown of a class at first.
const SHOWN: usize = 24;
/// Images shown more at a time.
const MORE: usize = 48;
/// Images shown at first of all classes together.
const SHOWN_IN_ALL: usize = 480;
/// With more classes the merge lists would outweigh the page; renaming merges too.
const MAX_LISTED: usize = 40;

/// One class.
#[component]
pub fn ClassBlock(
    class: usize,
    /// Its images: index and digest.
    #[prop(into)]
    members: Signal<Vec<(usize, u64)>>,
    #[prop(into)] count: Signal<ClassCount>,
    /// Its place among the classes that take part: colour and shape follow it, as in the figures.
    #[prop(into)]
    mark: Signal<Option<usize>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().data;
    let name = Memo::new(move |_| {
        session
            .roster()
            .with(|roster| roster.classes.get(class).map(|class| class.name.clone()).unwrap_or_default())
    });
    let is_excluded = Memo::new(move |_| {
        session.roster().with(|roster| roster.classes.get(class).is_some_and(|class| class.is_excluded))
    });
    view! {
        <article
            class="class-block"
            class:is-excluded=is_excluded
            data-testid=move || format!("class-{}", name.read())
            aria-label=name
        >
            <div class="class-head">
                <ClassMark index=mark/>
                <Name class=class name=name/>
                <span class="class-count">
                    {move || {
                        let count = count.get();
                        (text().class_count)(count.images, count.splits)
                    }}
                </span>
                <Merge class=class name=name/>
                <LeaveOut class=class name=name is_excluded=is_excluded/>
            </div>
            <Images members=members name=name/>
        </article>
    }
    .into_any()
}

#[component]
fn Name(class: usize, name: Memo<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let text = move || session.text().data;
    let is_busy = move || session.phase().get().is_busy();
    view! {
        <input
            type="text"
            maxlength="64"
            autocomplete="off"
            spellcheck="false"
            aria-label=move || (text().class_name)(&name.read())
            title=session.say(|text| text.data.class_name_hint)
            prop:value=name
            disabled=is_busy
            on:change:target=move |event| {
                act.run(Intent::RenameClass(class, event.target().value()));
                event.target().set_value(&name.get_untracked());
            }
        />
    }
}

#[component]
fn Merge(class: usize, name: Memo<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let text = move || session.text().data;
    let names = Memo::new(move |_| -> Vec<String> {
        session.roster().with(|roster| roster.classes.iter().map(|class| class.name.clone()).collect())
    });
    // Chosen first, then done: a list is gone through by keys, and there is no way back.
    let chosen = RwSignal::new(None::<usize>);
    let merge = move |_| {
        if let Some(into) = chosen.get_untracked() {
            chosen.set(None);
            act.run(Intent::MergeClass { from: class, into });
        }
    };
    let is_listed = Memo::new(move |_| (3..=MAX_LISTED).contains(&names.read().len()));
    let option =
        move |(into, name): (usize, String)| view! { <option value=into.to_string()>{name}</option> };
    let others = move || names.get().into_iter().enumerate().filter(move |(other, _)| *other != class);
    view! {
        // Two classes merged are one, and one cannot be learned: the name field still does it.
        <Show when=move || is_listed.get()>
            <select
                aria-label=move || (text().merge_label)(&name.read())
                data-testid=move || format!("merge-{}", name.read())
                disabled=move || session.phase().get().is_busy()
                prop:value=move || chosen.get().map(|into| into.to_string()).unwrap_or_default()
                on:change:target=move |event| chosen.set(event.target().value().parse().ok())
            >
                <option value="">{session.say(|text| text.data.merge)}</option>
                <For each=others key=Clone::clone children=option/>
            </select>
            <Show when=move || chosen.get().is_some()>
                <button
                    type="button"
                    class="button"
                    data-testid=move || format!("merge-go-{}", name.read())
                    disabled=move || session.phase().get().is_busy()
                    on:click=merge
                >
                    {session.say(|text| text.data.merge_go)}
                </button>
            </Show>
        </Show>
    }
    .into_any()
}

#[component]
fn LeaveOut(class: usize, name: Memo<String>, is_excluded: Memo<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let text = move || session.text().data;
    let words = move || if is_excluded.get() { text().take_back } else { text().leave_out };
    view! {
        <button
            type="button"
            class="button button-quiet"
            data-testid=move || format!("exclude-{}", name.read())
            // Begins with the word that is seen: who speaks to the page says what is written there.
            aria-label=move || format!("{} {}", words(), name.read())
            disabled=move || session.phase().get().is_busy()
            on:click=move |_| act.run(Intent::ToggleClass(class))
        >
            {words}
        </button>
    }
}

/// The images of a class, so many at a time; one tab stop, with the arrow keys inside.
#[component]
fn Images(#[prop(into)] members: Signal<Vec<(usize, u64)>>, name: Memo<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().data;
    let extra = RwSignal::new(0_usize);
    let first = Memo::new(move |_| {
        let n_classes = session.roster().read().classes.len().max(1);
        (SHOWN_IN_ALL / n_classes).clamp(4, SHOWN)
    });
    let n_shown = move || first.get() + extra.get();
    let shown = move || members.get().into_iter().take(n_shown());
    let n_hidden = Memo::new(move |_| members.read().len().saturating_sub(n_shown()));
    // Where the keyboard was last, as long as it is still shown; the first otherwise.
    let last = RwSignal::new(None::<usize>);
    let stop = Memo::new(move |_| {
        let is_last = |image: &usize| last.get() == Some(*image);
        members.with(|members| {
            let mut shown = members.iter().take(n_shown()).map(|(image, _)| *image);
            shown.clone().find(is_last).or_else(|| shown.next())
        })
    });
    let picture = move |(image, _)| view! { <Picture image=image class_name=name stop=stop last=last/> };
    view! {
        <div
            class="thumbs"
            role="group"
            aria-label=move || (text().images_of)(&name.read())
            on:keydown=move |event| rove(&event, ".thumb")
        >
            <For each=shown key=|member| *member children=picture/>
            <Show when=move || n_hidden.get() != 0>
                <button
                    type="button"
                    class="button button-quiet"
                    on:click=move |_| extra.update(|extra| *extra += MORE)
                >
                    {move || (text().show_more)(n_hidden.get())}
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// One image; a click leaves it out or takes it back. Pressed means left out, as its name says.
#[component]
fn Picture(
    image: usize,
    class_name: Memo<String>,
    /// The image of the class that the tab key reaches.
    stop: Memo<Option<usize>>,
    /// The image the keyboard was last on.
    last: RwSignal<Option<usize>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let path = session.with_image(image, |sample| sample.meta.path.clone()).unwrap_or_default();
    let hint = {
        let path = path.clone();
        move || (session.text().data.image_hint)(&path)
    };
    let is_excluded = Memo::new(move |_| {
        session.roster().with(|roster| roster.rows.get(image).is_some_and(|row| row.is_excluded))
    });
    let is_busy = move || session.phase().get().is_busy();
    view! {
        <button
            type="button"
            class="thumb"
            aria-label=move || (session.text().data.image_switch)(&class_name.read(), &path)
            title=hint
            tabindex=move || if stop.get() == Some(image) { "0" } else { "-1" }
            on:focus=move |_| last.set(Some(image))
            aria-pressed=move || is_excluded.get().to_string()
            disabled=is_busy
            on:click=move |_| act.run(Intent::ToggleImage(image))
        >
            <Thumbnail draw=move |canvas| {
                session.with_image(image, |sample| canvas::show_pixels(canvas, &sample.pixels));
            }/>
        </button>
    }
}
