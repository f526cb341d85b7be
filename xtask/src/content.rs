//! What is written into a file: a text, or a text in gzip.

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::{fs, path::Path};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

/// What is to stand in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// This text.
    Text(&'a str),
    /// This text, compressed. Another version of what compresses it may make other bytes of it: what counts is what is in it.
    Gzip(&'a str),
}

impl<'a> Content<'a> {
    /// The text, if it is one that people read.
    pub fn text(self) -> Option<&'a str> {
        match self {
            Content::Text(it) => Some(it),
            Content::Gzip(_) => None,
        }
    }

    /// What is written.
    pub fn bytes(self) -> Cow<'a, [u8]> {
        match self {
            Content::Text(it) => Cow::Borrowed(it.as_bytes()),
            Content::Gzip(it) => Cow::Owned(compressed(it)),
        }
    }

    /// Whether that is what stands in a file.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn is_in(self, path: &Path) -> io::Result<bool> {
        match self {
            Content::Text(it) if fs::metadata(path)?.len() != it.len() as u64 => Ok(false),
            Content::Text(it) => Ok(fs::read(path)? == it.as_bytes()),
            Content::Gzip(it) => Ok(is_compressed(it, &fs::read(path)?)),
        }
    }
}

fn compressed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(text.len() / 4), Compression::default());
    let written = encoder.write_all(text.as_bytes());
    written
        .and_then(|()| encoder.finish())
        .expect("a vector takes all that is written")
}

/// Whether bytes are a text in gzip. No more is unpacked than the text is long.
fn is_compressed(text: &str, bytes: &[u8]) -> bool {
    let mut decoder = GzDecoder::new(bytes);
    let (mut rest, mut buffer) = (text.as_bytes(), [0; 16 * 1024]);
    loop {
        match decoder.read(&mut buffer) {
            // What stands behind it is served with it.
            Ok(0) => return rest.is_empty() && decoder.into_inner().is_empty(),
            Ok(length) => match rest.strip_prefix(&buffer[..length]) {
                Some(it) => rest = it,
                None => return false,
            },
            Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{compressed, is_compressed};

    #[test]
    fn what_is_compressed_is_known_by_what_is_in_it() {
        let text = "a page ".repeat(10_000);
        let mut bytes = compressed(&text);
        assert!(bytes.len() < text.len() / 20);
        assert!(is_compressed(&text, &bytes));
        for other in ["", "a page", &text[1..], &(text.clone() + "x")] {
            assert!(!is_compressed(other, &bytes));
        }
        // The system that it was made on counts as little as the time.
        bytes[9] = 3;
        assert!(is_compressed(&text, &bytes));
        assert!(!is_compressed(&text, &bytes[..bytes.len() - 1]));
        bytes.push(0);
        assert!(!is_compressed(&text, &bytes));
        assert!(!is_compressed(&text, text.as_bytes()));
    }
}
