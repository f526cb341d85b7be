//! JSON pointers (RFC 6901).

use std::fmt::{Display, Write};

/// Goes one step further: to the member of that name, or the element of that index.
///
/// ```
/// use verbatim_runtime::json::pointer;
///
/// let mut place = "/paths".to_owned();
/// pointer::push(&mut place, "/pets");
/// pointer::push(&mut place, 0);
/// assert_eq!(place, "/paths/~1pets/0");
/// ```
pub fn push(pointer: &mut String, step: impl Display) {
    pointer.push('/');
    let start = pointer.len();
    let _ = write!(pointer, "{step}");
    if is_escaped(&pointer[start..]) {
        let escaped = pointer[start..].replace('~', "~0").replace('/', "~1");
        pointer.replace_range(start.., &escaped);
    }
}

/// Goes to the member of that name: [`push`] without a detour by what it is written as.
pub fn push_name(pointer: &mut String, name: &str) {
    match is_escaped(name) {
        true => push(pointer, name),
        false => {
            pointer.reserve(1 + name.len());
            pointer.push('/');
            pointer.push_str(name);
        }
    }
}

/// The octet that a text begins with, which may be written as `%20`, and of how many bytes that is; `None` at the end. A `%` that
/// no two digits follow stands for itself (RFC 6901, section 6; RFC 3986, section 2.1).
pub(crate) fn octet(text: &[u8]) -> Option<(u8, usize)> {
    let digit = |it: u8| char::from(it).to_digit(16);
    Some(match text {
        [b'%', high, low, ..] => match (digit(*high), digit(*low)) {
            (Some(high), Some(low)) => ((high * 16 + low) as u8, 3),
            _ => (b'%', 1),
        },
        [first, ..] => (*first, 1),
        [] => return None,
    })
}

fn is_escaped(step: &str) -> bool {
    step.bytes().any(|it| matches!(it, b'~' | b'/'))
}
