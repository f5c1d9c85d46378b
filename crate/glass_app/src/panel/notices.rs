//! What the page has to tell, and what it must ask before something is lost.

use crate::act::Act;
use crate::intent::Intent;
use crate::session::{Notice, Question, Session};
use crate::text::Text;
use crate::url;
use crate::widget::dialog::Dialog;
use leptos::prelude::*;

/// Faults and notices, newest last, until they are dismissed.
#[component]
pub fn Notices() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_empty = Memo::new(move |_| session.notices().read().is_empty());
    view! {
        <div class="notices" role="alert" data-testid="error-banner" hidden=is_empty>
            <ForEnumerate
                each=move || session.notices().get()
                // Two equal notices are never told at once.
                key=|notice| format!("{notice:?}")
                children=|index, notice| view! { <Told index=index notice=notice/> }
            />
        </div>
    }
    .into_any()
}

#[component]
fn Told(#[prop(into)] index: Signal<usize>, notice: Notice) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let class = match notice {
        Notice::Fault(_) | Notice::LinkRefused(_) => "notice notice-fault",
        _ => "notice",
    };
    let address = match &notice {
        Notice::BringFrom(address) => url::web_address(address),
        _ => None,
    };
    view! {
        <div class=class>
            <p>{move || words(session.text(), &notice)}</p>
            {address.map(|address| view! {
                <a
                    class="button"
                    data-testid="notice-download"
                    href=address
                    target="_blank"
                    rel="noopener noreferrer"
                >
                    {session.say(|text| text.page.bring_from_link)}
                </a>
            })}
            <button
                type="button"
                class="button button-quiet"
                data-testid="notice-dismiss"
                on:click=move |_| act.run(Intent::Dismiss(index.get_untracked()))
            >
                {session.say(|text| text.page.dismiss)}
            </button>
        </div>
    }
}

fn words(text: &Text, notice: &Notice) -> String {
    match notice {
        Notice::Fault(fault) => (text.fault.fault)(fault),
        Notice::Link(notice) => (text.page.link_notice)(notice),
        Notice::LinkRefused(refused) => (text.page.link_refused)(*refused),
        Notice::BringYourOwn(classes) => (text.page.bring_your_own)(*classes),
        Notice::BringFrom(address) => (text.page.bring_from)(address),
        Notice::PartsHidden(parts) => (text.page.parts_hidden)(&parts.join(text.train.comma)),
        Notice::Restarted(words) => (text.page.restarted)(words.as_deref()),
        Notice::StillReading => text.page.still_reading.to_owned(),
        Notice::StreamCutOff(seen) => (text.page.stream_cut_off)(*seen),
        Notice::NotKept(standing) => (text.runs.not_kept)(*standing).to_owned(),
        Notice::SetAside(n) => (text.runs.were_set_aside)(*n),
        Notice::ImagesMissing(n) => (text.runs.images_missing)(*n),
    }
}

/// The open question, as a dialog. Escape is "no": nothing is lost by it.
#[component]
pub fn Questions() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let answer = move |is_yes| act.run(Intent::Answer(is_yes));
    let is_open = Signal::derive(move || session.question().read().is_some());
    let asked = move || {
        let (text, runs) = (session.text().page, session.text().runs);
        session.question().get().map(|question| match question {
            Question::OpenLink(_) => Asked {
                title: text.open_link_title,
                body: String::from(text.open_link_body),
                yes: text.open_link_yes,
                no: text.open_link_no,
            },
            Question::Lose(loss) => Asked {
                title: text.lose_title,
                body: String::from((text.lose_body)(loss)),
                yes: text.lose_yes,
                no: text.lose_no,
            },
            Question::ClearShelf => Asked {
                title: runs.clear_title,
                body: String::from(runs.clear_body),
                yes: runs.clear_yes,
                no: runs.clear_no,
            },
        })
    };
    let content = move |asked: Asked| {
        view! {
            <div class="dialog-body">
                <h2 class="panel-title" id="question-title">{asked.title}</h2>
                <p>{asked.body}</p>
                <div class="dialog-actions">
                    <button type="button" class="button" data-testid="question-no" autofocus=true on:click=move |_| answer(false)>
                        {asked.no}
                    </button>
                    <button type="button" class="button button-primary" data-testid="question-yes" on:click=move |_| answer(true)>
                        {asked.yes}
                    </button>
                </div>
            </div>
        }
    };
    view! {
        <Dialog test_id="question" labelled_by="question-title" is_open=is_open on_close=Callback::new(move |()| answer(false))>
            {move || asked().map(content)}
        </Dialog>
    }
    .into_any()
}

struct Asked {
    title: &'static str,
    body: String,
    yes: &'static str,
    no: &'static str,
}
