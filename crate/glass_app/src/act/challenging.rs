//! A kept run's model, to answer beside the one in service.

use super::Hand;
use super::keeping::weights_key;
use crate::link::Cargo;
use crate::record;
use crate::roster::Roster;
use crate::session::{Challenger, Fact};
use crate::storage::database::Store;
use glass_core::fault::Fault;
use glass_protocol::Command;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

impl Hand {
    /// Lets the model of a kept run answer beside the one in service; the one that does already begins anew.
    pub(super) fn challenge(self: &Rc<Self>, id: u32) {
        let (Some(kept), Some(database)) = (self.session.shelf().run(id), self.keeping.database()) else {
            return self.end_challenge();
        };
        self.session.reduce(Fact::Challenger(Challenger::Coming(id)));
        let hand = Rc::clone(self);
        spawn_local(async move {
            let record =
                hand.read(&database, Store::Checkpoints, &weights_key(id), record::open_weights).await;
            // Another may have been chosen meanwhile, or other images.
            if hand.session.challenger().get_untracked() != Challenger::Coming(id) {
                return;
            }
            let n_images = kept.images.n_images;
            let has_grown_from = |roster: &Roster| roster.digest_of_first(n_images) == kept.images.digest;
            let is_of_these = hand.session.roster().with_untracked(has_grown_from);
            match record.ok().flatten().filter(|_| is_of_these) {
                Some(checkpoint) => {
                    let challenge = Command::Challenge { run: id, recipe: kept.recipe, n_images };
                    hand.learner().send(challenge, Cargo::Bytes(checkpoint));
                }
                None => {
                    hand.challenger_stands(id, false);
                    hand.count_set_aside(&database).await;
                }
            }
        });
    }

    /// Nobody answers beside the model in service any more.
    pub(super) fn end_challenge(&self) {
        if self.session.challenger().get_untracked() != Challenger::None {
            self.session.reduce(Fact::Challenger(Challenger::None));
            self.learner().send(Command::EndChallenge, Cargo::Empty);
        }
    }

    /// The learner has it, or could not read it.
    pub(super) fn challenger_stands(&self, id: u32, is_there: bool) {
        if self.session.challenger().get_untracked() != Challenger::Coming(id) {
            return;
        }
        if is_there {
            self.session.reduce(Fact::Challenger(Challenger::There(id)));
        } else {
            self.session.reduce(Fact::Challenger(Challenger::None));
            self.tell(Fault::WeightsUnreadable);
        }
    }
}
