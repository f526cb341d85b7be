//! A regular expression of ECMA 262, as `pattern` has it → one that means the same to the engines of Rust.

/// Spells an expression as Rust's engines do. What has no counterpart is left as it is, and does not compile.
pub fn translated(source: &str) -> String {
    let mut translation = Translation {
        rest: source.chars().collect(),
        at: 0,
        in_class: false,
        text: String::with_capacity(source.len() + 8),
    };
    while let Some(it) = translation.next() {
        translation.character(it);
    }
    translation.text
}

/// What `\s` stands for: WhiteSpace and LineTerminator (ECMA 262, sections 12.2 and 12.3).
const WHITE_SPACE: &str =
    r"\t\n\x0B\x0C\r \xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

struct Translation {
    rest: Vec<char>,
    at: usize,
    /// Whether it is between brackets.
    in_class: bool,
    text: String,
}

impl Translation {
    fn next(&mut self) -> Option<char> {
        let it = self.peek(0)?;
        self.at += 1;
        Some(it)
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    fn character(&mut self, it: char) {
        match it {
            '\\' => self.escape(),
            '[' if self.in_class => self.text.push_str("\\["),
            '[' => self.class(),
            ']' => {
                self.in_class = false;
                self.text.push(']');
            }
            // In Rust two of them are operators on sets.
            '&' | '~' | '-' if self.in_class && self.text.ends_with(it) => {
                self.text.push('\\');
                self.text.push(it);
            }
            '.' if !self.in_class => self.text.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            '{' if !self.in_class && !self.repeats() => self.text.push_str("\\{"),
            _ => self.text.push(it),
        }
    }

    fn class(&mut self) {
        match (self.peek(0), self.peek(1)) {
            // Nothing at all, and anything at all.
            (Some(']'), _) => {
                self.at += 1;
                self.text.push_str(r"[^\s\S]");
            }
            (Some('^'), Some(']')) => {
                self.at += 2;
                self.text.push_str(r"[\s\S]");
            }
            _ => {
                self.in_class = true;
                self.text.push('[');
                if self.peek(0) == Some('^') {
                    self.at += 1;
                    self.text.push('^');
                }
            }
        }
    }

    /// Whether a brace begins `{2}`, `{2,}` or `{2,3}`; elsewhere it stands for itself.
    fn repeats(&self) -> bool {
        let rest = self.rest[self.at..].iter();
        let inner: String = rest.take(24).take_while(|it| **it != '}').collect();
        let (least, most) = inner.split_once(',').unwrap_or((&inner, ""));
        let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        self.peek(inner.chars().count()) == Some('}')
            && !least.is_empty()
            && is_number(least)
            && is_number(most)
    }

    fn escape(&mut self) {
        let Some(it) = self.next() else {
            return self.text.push('\\');
        };
        match it {
            // In Rust these know the digits and letters of all scripts.
            'd' => self.text.push_str("[0-9]"),
            'D' => self.text.push_str("[^0-9]"),
            'w' => self.text.push_str("[0-9A-Za-z_]"),
            'W' => self.text.push_str("[^0-9A-Za-z_]"),
            // In Rust U+0085 is white space, and the byte order mark is none.
            's' => self.text.push_str(&format!("[{WHITE_SPACE}]")),
            'S' => self.text.push_str(&format!("[^{WHITE_SPACE}]")),
            'b' if self.in_class => self.text.push_str("\\x08"),
            'c' => match self.peek(0).filter(char::is_ascii_alphabetic) {
                Some(letter) => {
                    self.at += 1;
                    let code = u32::from(letter) % 32;
                    self.text.push_str(&format!("\\x{code:02X}"));
                }
                None => self.text.push_str("\\\\c"),
            },
            '0' if !self.peek(0).is_some_and(|it| it.is_ascii_digit()) => {
                self.text.push_str("\\x00");
            }
            'u' => self.unicode(),
            'p' | 'P' if self.peek(0) == Some('{') => {
                self.text.push('\\');
                self.text.push(it);
                while let Some(it) = self.next() {
                    self.text.push(it);
                    if it == '}' {
                        break;
                    }
                }
            }
            // What stands for itself needs no backslash, and letters may not have one.
            '/' | '<' | '>' | '_' => self.text.push(it),
            'a' | 'e' | 'g' | 'h' | 'i' | 'j' | 'l' | 'm' | 'o' | 'q' | 'y' => self.text.push(it),
            _ => {
                self.text.push('\\');
                self.text.push(it);
            }
        }
    }

    /// `\uD83D\uDE00` is one character in two halves.
    fn unicode(&mut self) {
        let Some(first) = self.digits(0) else {
            return self.text.push_str("\\u");
        };
        self.at += 4;
        let second = (self.peek(0), self.peek(1));
        let second = (second == (Some('\\'), Some('u'))).then(|| self.digits(2));
        if let (0xD800..0xDC00, Some(Some(second @ 0xDC00..0xE000))) = (first, second) {
            self.at += 6;
            let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            return self.text.push_str(&format!("\\x{{{code:X}}}"));
        }
        self.text.push_str(&format!("\\x{{{first:X}}}"));
    }

    /// Four hexadecimal digits.
    fn digits(&self, ahead: usize) -> Option<u32> {
        (0..4).try_fold(0, |code, at| {
            Some(code * 16 + self.peek(ahead + at)?.to_digit(16)?)
        })
    }
}
