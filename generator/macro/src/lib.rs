//! Generates Rust from an OpenAPI document where a macro is called: the same code as by `verbatim-build` and the command, as a
//! module that no file holds.
//!
//! ```ignore
//! // src/main.rs or src/lib.rs
//! verbatim_macro::api!("api/petstore.yaml", server = true);
//!
//! use petstore::types::Pet;
//! ```
//!
//! Paths begin at the folder of `Cargo.toml`. Errors of the document are errors of the macro's caller, each with its line in the
//! document, and warnings are warnings. Whatever was read is read again when it changes.
//!
//! | option | what it does |
//! |---|---|
//! | `server = true` | the traits of operations and the server over them |
//! | `client = true` | the client |
//! | `config = "gen.toml"` | a file of choices |
//! | `overlays = ["a.yaml"]` | OpenAPI Overlays, applied in order |
//! | `module = "pets"` | what the module is called: by the document's file unless given |
//! | `within = "crate::api"` | the module that the macro is called in, unless it is the root of the crate |
//! | `allow_outside = true` | lets `$ref` lead out of the document's folder |

#![forbid(unsafe_code)]

mod module;
mod options;

use std::path::Path;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use verbatim_build::Builder;

use options::Options;

/// Makes a module of an OpenAPI document. The documentation of the crate has the options.
#[proc_macro]
pub fn api(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    expanded(input.into(), Path::new(&root)).into()
}

/// The module, or an error for the compiler.
fn expanded(input: TokenStream, root: &Path) -> TokenStream {
    let options = match syn::parse2::<Options>(input) {
        Ok(it) => it,
        Err(why) => return why.to_compile_error(),
    };
    let span = options.span;
    match made(&options, root) {
        Ok(it) => it,
        Err(why) => quote_spanned!(span=> ::core::compile_error! { #why }),
    }
}

fn made(options: &Options, root: &Path) -> Result<TokenStream, String> {
    let mut builder = Builder::new(root.join(&options.spec))
        .server(options.server)
        .client(options.client)
        .allow_outside(options.allow_outside);
    if let Some(it) = &options.module {
        builder = builder.module(it);
    }
    if let Some(it) = &options.within {
        builder = builder.within(it);
    }
    if let Some(it) = &options.config {
        builder = builder.config(root.join(it));
    }
    for it in &options.overlays {
        builder = builder.overlay(root.join(it));
    }
    let made = builder.module_files().map_err(|why| why.to_string())?;
    let missing = made.missing(root);
    if !missing.is_empty() {
        return Err(format!(
            "Cargo.toml lacks what the generated code depends on; add to [dependencies]:\n{}",
            missing.join("\n")
        ));
    }
    let body = module::nested(&made.files)?;
    let name: TokenStream = made.name.parse().map_err(|why| format!("{why}"))?;
    let warnings = made.warnings.iter().map(|it| warning(it, options.span));
    // A text that is part of a crate is watched.
    let read = made.read.iter().filter(|it| it.is_file());
    let read = read.map(|it| it.display().to_string());
    Ok(quote! {
        pub mod #name { #body }
        #(#warnings)*
        #(const _: &[u8] = ::core::include_bytes!(#read);)*
    })
}

/// What makes the compiler warn: there is no other way for a macro to do it.
fn warning(text: &str, span: Span) -> TokenStream {
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #text)]
            const DOCUMENT: () = ();
            DOCUMENT
        };
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proc_macro2::TokenStream;

    use super::expanded;

    const PETS: &str = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    Pet: {$ref: 'more.yaml#/Pet'}\n";
    const MANIFEST: &str = "[package]\nname = 'a'\n[dependencies]\nserde = '1'\nserde_json = '1'\n[target.'cfg(unix)'.dependencies]\nuuid = '1'\n";

    /// What a macro becomes in a crate with these two documents.
    fn of(input: &str, more: &str, manifest: &str) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in [
            ("pets.yaml", PETS),
            ("more.yaml", more),
            ("Cargo.toml", manifest),
        ] {
            fs::write(folder.path().join(name), text).expect("it can be written");
        }
        let input: TokenStream = input.parse().expect("tokens");
        let made = expanded(input, folder.path()).to_string();
        let folder = folder.path().display().to_string();
        made.replace(&folder, "")
    }

    #[test]
    fn a_document_becomes_a_module_and_is_watched() {
        let made = of(
            "\"pets.yaml\", module = \"animals\"",
            "Pet: {type: object, properties: {name: {type: string}}}",
            MANIFEST,
        );
        assert!(made.starts_with("pub mod animals {"), "{made}");
        for part in [
            "pub struct Pet",
            "mod runtime {",
            "include_bytes ! (\"/pets.yaml\")",
            "include_bytes ! (\"/more.yaml\")",
        ] {
            assert!(made.contains(part), "{part}");
        }
        assert!(!made.contains("compile_error"));
    }

    #[test]
    fn errors_have_the_line_of_the_document() {
        let made = of("\"pets.yaml\"", "Pet: {type: objct}", MANIFEST);
        assert!(made.contains("compile_error"), "{made}");
        let told = "/more.yaml:1:13: error[V0107]: unknown type \\\"objct\\\"";
        assert!(made.contains(told), "{made}");
    }

    #[test]
    fn warnings_are_told_by_the_compiler() {
        let made = of("\"pets.yaml\"", "Pet: {type: string, exmple: a}", MANIFEST);
        assert!(made.contains("deprecated (note = \"/more.yaml:1:"));
    }

    #[test]
    fn what_the_code_depends_on_has_to_be_there() {
        let made = of(
            "\"pets.yaml\"",
            "Pet: {type: string, format: uuid}",
            "[package]\nname = 'a'\n",
        );
        assert!(made.contains("add to [dependencies]"), "{made}");
        assert!(
            made.contains("serde = ") && made.contains("uuid = "),
            "{made}"
        );
        assert!(!made.contains("axum"), "{made}");
        let made = of(
            "\"pets.yaml\"",
            "Pet: {type: string, format: uuid}",
            MANIFEST,
        );
        assert!(!made.contains("compile_error"), "{made}");
    }

    #[test]
    fn options_that_mean_nothing_are_told() {
        for (input, told) in [
            ("", "the document"),
            ("\"pets.yaml\", sever = true", "there is no option `sever`"),
            (
                "\"pets.yaml\", server = \"yes\"",
                "expected boolean literal",
            ),
            ("\"pets.yaml\", module = \"match\"", "no name for a module"),
            ("\"none.yaml\"", "there is no such file"),
        ] {
            let made = of(input, "Pet: {}", MANIFEST);
            assert!(
                made.contains("compile_error") && made.contains(told),
                "{input}: {made}"
            );
        }
    }
}
