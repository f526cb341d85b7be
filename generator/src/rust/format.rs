//! Tokens → text as rustfmt lays it out, for files that are the same shape for every document.
//!
//! prettyplease puts no blank lines between items, so items are printed one by one and joined.

use proc_macro2::TokenStream;
use syn::File;

/// Prints a file: its inner attributes, then its items, a blank line between any two that are not declarations of the
/// same kind.
///
/// # Panics
/// Tokens that are no file are a fault of this crate.
pub fn file(tokens: TokenStream) -> String {
    let file: File = syn::parse2(tokens).expect("emitted tokens are a Rust file");
    let mut text = prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs: file.attrs,
        items: Vec::new(),
    });
    for item in file.items {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&prettyplease::unparse(&File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![item],
        }));
    }
    text
}
