//! What a change of the document means for code that uses the crate → a part of the crate's documentation.
//!
//! `compare` judges by the same rules.

use super::item::RustApi;

/// The lines, ready for rustdoc.
pub fn lines(rust: &RustApi) -> Vec<String> {
    let style = rust.style;
    let makes = match (style.non_exhaustive, style.constructors) {
        (true, _) => {
            "- makes structs by `T::new(..)`, or by `T::default()` where nothing has to be there, and assigns their fields;"
        }
        (false, true) => {
            "- makes structs by `T::new(..)`, or by `T::default()` where nothing has to be there, or by literals that end in \
                 `..T::new(..)` or `..Default::default()`;"
        }
        (false, false) => {
            "- makes structs by `T::default()`, or by literals that end in `..Default::default()`. Where something has to be \
                 there, a struct has no `Default`: its literals name all fields, and are told of new ones, unless the choice \
                 `constructors` gives it a `new`;"
        }
    };
    let held = match style.non_exhaustive {
        true => {
            "Types are `#[non_exhaustive]`, which holds other crates to that: they have no literals of structs."
        }
        false => {
            "Nothing is `#[non_exhaustive]`, so that code which names all fields or variants is told of new ones."
        }
    };
    let required = match style.constructors {
        true => {
            "| a property that has to be there | a field, and an argument of `new` | what makes values of its type |"
        }
        false => {
            "| a property that has to be there | a field, and no `Default` | what makes values of its type |"
        }
    };
    let mut lines = vec![
        "# When the document changes",
        "",
        "The crate is generated anew, and mirrors the document: whatever that takes away does not compile any more. What it \
         adds leaves code alone that",
        "",
        makes,
        "- ends patterns of structs in `..`;",
        "- has a `_` arm in each `match` on an enum.",
        "",
        held,
        "",
        "| new in the document | in this crate | breaks |",
        "|---|---|---|",
        "| a property that may be absent | a field | nothing |",
        required,
        "| a property may be absent now, or has to be there | another type of its field | what uses the field |",
        "| a listed value, an alternative | a variant | nothing |",
        "| a part that cannot be copied, compared or hashed | the type derives less | what needs the trait |",
    ];
    if rust.features.has_server() {
        lines.extend([
            "| a status beside others, an error | a variant of the enum of answers or errors | nothing |",
            "| a second status, a first documented error | an enum that was none | who implements or calls the operation |",
            match rust.server.required_methods {
                true => "| an operation | a method to write | implementers of the trait |",
                false => "| an operation | a method that answers `501` | nothing |",
            },
            "| a parameter or body beside others | a field of the request | who calls the operation: literals of requests name all fields |",
            "| a first parameter or body | an argument of the method | who implements or calls the operation |",
            "| security | an argument of the trait's method | who implements it |",
        ]);
    }
    if rust.features.has_server() && !rust.server.typed_errors {
        lines.push("| a second success beside errors | the client's method returns the enum | who calls the operation |");
    }
    lines.extend(["", "`verbatim diff OLD NEW` tells it of any two documents."]);
    lines.into_iter().map(str::to_owned).collect()
}
