//! Headers as bytes.

use crate::{Command, Event};

/// Bytes that are no header of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Garbled;

/// A command as bytes.
pub fn command_to_bytes(command: &Command) -> Vec<u8> {
    postcard::to_allocvec(command).unwrap_or_default()
}

/// A command from bytes.
pub fn command_from_bytes(bytes: &[u8]) -> Result<Command, Garbled> {
    postcard::from_bytes(bytes).map_err(|_| Garbled)
}

/// An event as bytes.
pub fn event_to_bytes(event: &Event) -> Vec<u8> {
    postcard::to_allocvec(event).unwrap_or_default()
}

/// An event from bytes.
pub fn event_from_bytes(bytes: &[u8]) -> Result<Event, Garbled> {
    postcard::from_bytes(bytes).map_err(|_| Garbled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use glass_core::builtin::BuiltIn;

    #[test]
    fn headers_come_back() {
        let command = Command::ImportBuiltIn { import: 3, set: BuiltIn::Digits };
        assert_eq!(command_from_bytes(&command_to_bytes(&command)), Ok(command));
        let event = Event::ImportProgress { import: 3, done: 1, total: 9, next: String::from("a/1.png") };
        assert_eq!(event_from_bytes(&event_to_bytes(&event)), Ok(event));
    }

    #[test]
    fn noise_is_refused_without_a_panic() {
        let whole = event_to_bytes(&Event::ImportProgress {
            import: 3,
            done: 1,
            total: 9,
            next: String::from("a/1.png"),
        });
        // Nothing, a variant that does not exist, a text longer than the rest, an event cut short.
        for noise in [&[][..], &[255; 40], &[4, 3, 1], &whole[..whole.len() - 1]] {
            assert_eq!(event_from_bytes(noise), Err(Garbled), "{noise:?}");
        }
    }
}
