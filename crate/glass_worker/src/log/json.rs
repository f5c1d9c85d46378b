//! A line of JSON as the cells of a row: one flat object. Values within values are passed over.
//!
//! `serde_json` would bring its numbers and its trees along; the tests hold this to it.

/// Depth of what is passed over.
const MOST_DEPTH: u32 = 64;

/// The keys and plain values of the object; `null` is the empty text. `None` where `line` is no JSON object.
pub(super) fn cells(line: &str) -> Option<Vec<(String, String)>> {
    let mut rest = Rest { text: line, at: 0 };
    let mut cells = Vec::new();
    rest.space();
    rest.expect(b'{')?;
    rest.space();
    if rest.expect(b'}').is_none() {
        loop {
            rest.space();
            let key = rest.string()?;
            rest.space();
            rest.expect(b':')?;
            if let Some(value) = rest.value(0)? {
                cells.push((key, value));
            }
            rest.space();
            match rest.next()? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
    }
    rest.space();
    rest.peek().is_none().then_some(cells)
}

struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl Rest<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn expect(&mut self, wanted: u8) -> Option<()> {
        (self.peek() == Some(wanted)).then(|| self.at += 1)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// A value: its text if it is plain, nothing if it holds others.
    fn value(&mut self, depth: u32) -> Option<Option<String>> {
        self.space();
        match self.peek()? {
            b'"' => self.string().map(Some),
            b'{' | b'[' => self.nested(depth).map(|()| None),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null").map(|_| Some(String::new())),
            _ => self.number().map(Some),
        }
    }

    fn word(&mut self, word: &str) -> Option<Option<String>> {
        self.text.get(self.at..)?.starts_with(word).then(|| {
            self.at += word.len();
            Some(word.to_owned())
        })
    }

    fn nested(&mut self, depth: u32) -> Option<()> {
        if depth >= MOST_DEPTH {
            return None;
        }
        let is_object = self.next()? == b'{';
        let close = if is_object { b'}' } else { b']' };
        self.space();
        if self.expect(close).is_some() {
            return Some(());
        }
        loop {
            if is_object {
                self.space();
                self.string()?;
                self.space();
                self.expect(b':')?;
            }
            self.value(depth + 1)?;
            self.space();
            match self.next()? {
                b',' => {}
                byte if byte == close => return Some(()),
                _ => return None,
            }
        }
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn number(&mut self) -> Option<String> {
        let start = self.at;
        let _ = self.expect(b'-');
        if self.expect(b'0').is_none() {
            self.digits()?;
        }
        if self.expect(b'.').is_some() {
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        self.text.get(start..self.at).map(str::to_owned)
    }

    fn string(&mut self) -> Option<String> {
        self.expect(b'"')?;
        let mut out = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
                self.at += 1;
            }
            out.push_str(self.text.get(start..self.at)?);
            match self.next()? {
                b'"' => return Some(out),
                b'\\' => out.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if !(0xd800..0xdc00).contains(&unit) {
                    return char::from_u32(unit);
                }
                self.expect(b'\\')?;
                self.expect(b'u')?;
                let low = self.unit()?;
                let pair = (0xdc00..0xe000).contains(&low);
                let low = low.wrapping_sub(0xdc00) & 0x3ff;
                return char::from_u32(0x10000 + ((unit - 0xd800) << 10) + low).filter(|_| pair);
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.at += 4;
        u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    }
}
