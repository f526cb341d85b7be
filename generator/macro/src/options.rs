//! What the macro is called with.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitBool, LitStr, Token, bracketed};

/// A document, and what is made of it.
pub struct Options {
    /// The document, from the folder of the manifest.
    pub spec: String,
    /// Where it is named.
    pub span: Span,
    pub server: bool,
    pub client: bool,
    pub allow_outside: bool,
    pub config: Option<String>,
    pub overlays: Vec<String>,
    pub module: Option<String>,
    pub within: Option<String>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Err(input.error("name the document: `api!(\"api/petstore.yaml\")`"));
        }
        let spec: LitStr = input.parse()?;
        let mut it = Self {
            span: spec.span(),
            spec: spec.value(),
            server: false,
            client: false,
            allow_outside: false,
            config: None,
            overlays: Vec::new(),
            module: None,
            within: None,
        };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let option: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            let truth = || input.parse::<LitBool>().map(|it| it.value);
            let text = || input.parse::<LitStr>().map(|it| it.value());
            match option.to_string().as_str() {
                "server" => it.server = truth()?,
                "client" => it.client = truth()?,
                "allow_outside" => it.allow_outside = truth()?,
                "config" => it.config = Some(text()?),
                "module" => it.module = Some(text()?),
                "within" => it.within = Some(text()?),
                "overlays" => {
                    let list;
                    bracketed!(list in input);
                    let all = Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?;
                    it.overlays = all.iter().map(LitStr::value).collect();
                }
                other => {
                    let why = format!(
                        "there is no option `{other}`; there are `server`, `client`, `config`, `overlays`, `module`, `within` \
                         and `allow_outside`"
                    );
                    return Err(syn::Error::new(option.span(), why));
                }
            }
        }
        Ok(it)
    }
}
