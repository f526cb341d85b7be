//! Text → HTML in which it is nothing but text.

/// Adds text as the content of an element or the value of an attribute in double quotes.
pub fn push(out: &mut String, text: &str) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            // Characters that HTML does not allow, and browsers make something else of.
            b'\0'..=b'\x08' | b'\x0b'..=b'\x0c' | b'\x0e'..=b'\x1f' | b'\x7f' => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[start..at]);
        out.push_str(entity);
        start = at + 1;
    }
    out.push_str(&text[start..]);
}

/// The same as a text of its own.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

/// The beginning of a text, of at most so many bytes, and whether that is not all of it. It ends at the end of a paragraph
/// or a line where there is one in the second half.
pub fn cut(text: &str, most: usize) -> (&str, bool) {
    if text.len() <= most {
        return (text, false);
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let breaks = ["\n\n", "\n", " "];
    let found = breaks.iter().filter_map(|it| head.rfind(it));
    let end = found.into_iter().find(|it| *it > most / 2);
    (&head[..end.unwrap_or(head.len())], true)
}

#[cfg(test)]
mod tests {
    use super::{cut, escaped};

    #[test]
    fn nothing_of_a_text_is_markup() {
        let hostile = "</script><img src=x onerror='a(\"&\")'>\0";
        assert_eq!(
            escaped(hostile),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;\u{fffd}"
        );
    }

    #[test]
    fn a_long_text_ends_where_a_paragraph_does() {
        assert_eq!(cut("short", 10), ("short", false));
        assert_eq!(cut("one one\n\ntwo two", 12), ("one one", true));
        assert_eq!(cut("ééééé", 5), ("éé", true));
    }
}
