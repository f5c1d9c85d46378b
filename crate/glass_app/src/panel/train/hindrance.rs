//! Why nothing can be trained now.

use crate::roster::Roster;
use crate::session::Session;
use crate::text::Text;
use leptos::prelude::*;

/// Why no run, and no search for a rate, can start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// A run is under way.
    Running,
    /// Images are still coming.
    Importing,
    /// The images of a set that comes with the page are still coming: a run can be asked for.
    Coming,
    /// A run was asked for, and begins when they are there.
    Awaited,
    /// So few classes have images.
    FewClasses(usize),
    /// The training split is empty.
    NothingToTrain,
    /// The learner does not answer yet.
    Learner,
}

impl Hindrance {
    /// The first that there is.
    pub fn memo(session: Session, n_training: Memo<usize>) -> Memo<Option<Self>> {
        let n_classes = Memo::new(move |_| session.roster().with(|roster| roster.active_classes().len()));
        Memo::new(move |_| {
            if session.phase().get().is_busy() {
                Some(Self::Running)
            } else if session.coming_set().get().is_some() {
                Some(if session.is_run_awaited().get() { Self::Awaited } else { Self::Coming })
            } else if session.is_importing().get() {
                Some(Self::Importing)
            } else if n_classes.get() < 2 {
                Some(Self::FewClasses(n_classes.get()))
            } else if n_training.get() == 0 {
                Some(Self::NothingToTrain)
            } else {
                (!session.is_learner_ready().get()).then_some(Self::Learner)
            }
        })
    }

    /// Can a run be asked for, be it for later?
    pub fn is_none_for_run(this: Option<Self>) -> bool {
        matches!(this, None | Some(Self::Coming))
    }

    /// In words.
    pub fn text(self, text: &Text) -> String {
        match self {
            Self::Running => text.train.is_running.to_owned(),
            Self::Coming => text.train.is_coming.to_owned(),
            Self::Awaited => text.train.is_awaited.to_owned(),
            Self::Importing => text.train.is_importing.to_owned(),
            Self::FewClasses(n) => (text.train.too_few_classes)(n),
            Self::NothingToTrain => text.train.nothing_to_train.to_owned(),
            Self::Learner => text.train.waits_for_learner.to_owned(),
        }
    }
}

/// Training images under the settings as they stand.
pub fn n_training(session: Session) -> Memo<usize> {
    Memo::new(move |_| session.split().with(|split| Roster::totals(split)[0]))
}
