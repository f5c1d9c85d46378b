//! UTF-16, as a spreadsheet's "Unicode text" is: pairs of bytes to UTF-8, piece by piece.

/// What is left over between two pieces.
pub(super) struct Utf16 {
    is_big_endian: bool,
    /// Half of a unit.
    byte: Option<u8>,
    /// Half of a character.
    unit: Option<u16>,
}

impl Utf16 {
    /// The decoder that a byte order mark asks for.
    pub fn of_mark(bytes: &[u8]) -> Option<Self> {
        let is_big_endian = match bytes {
            [0xff, 0xfe, ..] => false,
            [0xfe, 0xff, ..] => true,
            _ => return None,
        };
        Some(Self { is_big_endian, byte: None, unit: None })
    }

    /// The piece in UTF-8; what is no text becomes U+FFFD.
    pub fn decode(&mut self, bytes: &[u8]) -> String {
        let is_big_endian = self.is_big_endian;
        let mut units: Vec<u16> = self.unit.take().into_iter().collect();
        for &byte in bytes {
            match self.byte.take() {
                None => self.byte = Some(byte),
                Some(first) if is_big_endian => units.push(u16::from_be_bytes([first, byte])),
                Some(first) => units.push(u16::from_le_bytes([first, byte])),
            }
        }
        // The first half of a character waits for its second.
        if units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            self.unit = units.pop();
        }
        char::decode_utf16(units).map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_through_in_any_pieces(text in "\\PC{0,40}", is_big: bool, piece in 1_usize..9) {
            let unit = |unit: u16| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            let bytes: Vec<u8> = ['\u{feff}'].into_iter().chain(text.chars())
                .flat_map(|it| it.encode_utf16(&mut [0; 2]).to_vec())
                .flat_map(unit)
                .collect();
            let mut decoder = Utf16::of_mark(&bytes).expect("a mark");
            let read: String = bytes[2..].chunks(piece).map(|piece| decoder.decode(piece)).collect();
            prop_assert_eq!(read, text);
        }
    }

    #[test]
    fn what_is_no_text_is_marked_and_survived() {
        let mut decoder = Utf16::of_mark(&[0xff, 0xfe]).expect("a mark");
        assert_eq!(decoder.decode(&[0x00, 0xdc, 0x41, 0x00, 0x01]), "\u{fffd}A");
        assert!(Utf16::of_mark(b"predicted").is_none() && Utf16::of_mark(&[0xff]).is_none());
    }
}
