//! A record in two slots: the new one is written beside the old one, and only then the pointer turns. Whatever
//! happens in between, one of them is whole.

use super::database::{Database, Store, Trouble};

/// Two slots and their pointer.
#[derive(Debug, Clone, Copy)]
pub struct Slots {
    store: Store,
    name: &'static str,
}

/// The work on the bench.
pub const WORK: Slots = Slots { store: Store::Work, name: "work" };
/// The run under way.
pub const UNDERWAY: Slots = Slots { store: Store::Checkpoints, name: "underway" };

impl Slots {
    /// The store they are in.
    pub fn store(self) -> Store {
        self.store
    }

    /// Writes a record.
    pub async fn put(self, database: &Database, bytes: &[u8]) -> Result<(), Trouble> {
        let next = if self.pointed(database).await? == b'a' { b'b' } else { b'a' };
        database.put(self.store, &self.slot(next), bytes).await?;
        database.put(self.store, &self.pointer(), &[next]).await
    }

    /// What is there, newest first, each with its key.
    pub async fn read(self, database: &Database) -> Result<Vec<(String, Vec<u8>)>, Trouble> {
        let newest = self.pointed(database).await?;
        let mut found = Vec::new();
        for slot in [newest, if newest == b'a' { b'b' } else { b'a' }] {
            let key = self.slot(slot);
            if let Some(bytes) = database.get(self.store, &key).await? {
                found.push((key, bytes));
            }
        }
        Ok(found)
    }

    /// Forgets both, at once.
    pub async fn clear(self, database: &Database) -> Result<(), Trouble> {
        database.delete_below(self.store, &format!("{}/", self.name)).await
    }

    /// The slot the pointer names; before the first write, the one that is written second.
    async fn pointed(self, database: &Database) -> Result<u8, Trouble> {
        let pointer = database.get(self.store, &self.pointer()).await?;
        Ok(pointer.and_then(|bytes| bytes.first().copied()).unwrap_or(b'b'))
    }

    fn slot(self, slot: u8) -> String {
        format!("{}/{}", self.name, char::from(slot))
    }

    fn pointer(self) -> String {
        format!("{}/pointer", self.name)
    }
}
