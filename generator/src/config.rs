//! What a user may choose: the keys of `gen.toml`, with neutral defaults.

mod lock;
mod origin;
mod pagination;
mod parse;
mod project;
mod section;

pub use lock::{Kept, NameLock, Named};
pub use origin::Origin;
pub use parse::fence_word;
pub use project::{Project, Target};
pub use section::Form;

use indexmap::IndexMap;

/// What to make of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emit {
    /// The crate's `src/`.
    pub rust: bool,
    /// The reference, `docs/`.
    pub docs: bool,
    /// The reference as a site, `site/`.
    pub html: bool,
}

/// Every choice. [`Config::default`] suits any document; a `gen.toml` changes what it names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// `[package]`: the crate that comes out.
    pub package: Package,
    /// `[docs]`: the Markdown reference.
    pub docs: Docs,
    /// `[names]`: what things are called in Rust.
    pub names: Names,
    /// `[types]`: which Rust types stand for schemas.
    pub types: Types,
    /// `[server]`: what the traits of operations are like.
    pub server: Server,
    /// `[client]`: what a client has beside a method for each operation.
    pub client: Client,
    /// `[select]`: which operations are read, where not all are.
    pub select: Select,
    /// `[skip]`: what is left out on purpose.
    pub skip: Skip,
    /// Where each of the names that choices are about stands.
    pub origin: Origin,
    /// What things are called already, where that is kept: what the file of `names.lock` says. It is no key, since a file of choices
    /// is read without looking for others: whoever reads that one reads the lock.
    pub lock: Option<NameLock>,
}

/// `[package]`: the crate that comes out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Package {
    /// `name`: the package's name; the output folder's name unless given.
    pub name: Option<String>,
    /// `version`: the version a new `Cargo.toml` starts with; `0.1.0` unless given.
    pub version: Option<String>,
    /// `runtime`: what the crate runs on; it carries it unless given.
    pub runtime: Runtime,
    /// What Rust calls the crate where its `Cargo.toml` has been changed since it was written: no key of settings, but known to
    /// whoever sees that file. Made of `name` unless given.
    pub library: Option<String>,
    /// `[package.dependencies]`: how packages are depended on that other choices name, by package: the TOML of a version or
    /// of a table, as it stands behind `=` in a `Cargo.toml`.
    pub dependencies: IndexMap<String, String>,
}

impl Package {
    /// What Rust calls the crate: `members_api` for the package `members-api`. `None` where that is not known, or is no name.
    pub fn library_name(&self) -> Option<String> {
        let name = self.library.as_ref().or(self.name.as_ref())?;
        let name = name.replace('-', "_");
        let is_word = name
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || it == '_');
        let is_name = is_word && name.starts_with(|it: char| it.is_ascii_alphabetic());
        is_name.then_some(name)
    }
}

/// `package.runtime`: where what an emitted crate runs on comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Runtime {
    /// `"vendored"`: the crate carries the sources, and depends on nothing of ours.
    #[default]
    Vendored,
    /// `"crate"`: it depends on the package `verbatim-runtime`, as others do that it shares types with.
    Crate {
        /// `runtime-path`: where the package is, from the folder of the emitted crate.
        path: Option<String>,
        /// `runtime-version`: the version it is asked for by; that of this generator where neither is given.
        version: Option<String>,
    },
}

/// `[docs]`: the Markdown reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Docs {
    /// `server`: the address samples call, without the document's own base path: `http://coder-server:8080`. The
    /// first server of the document unless given.
    pub server: Option<String>,
    /// `token`: what stands in samples for a secret.
    pub token: String,
    /// `shell-fence`: the word after the opening fence of a shell sample.
    pub shell_fence: String,
    /// `authenticated`: the sentence (Markdown) under an operation that needs a security scheme.
    pub authenticated: String,
    /// `skip-marker`: schemas whose description begins with this text are left out of the schema page.
    pub skip_marker: Option<String>,
    /// `notice-marker`: descriptions of operations that begin with this text are notes to the toolchain, not shown.
    pub notice_marker: Option<String>,
    /// `extension`: the member of an operation that speaks to this generator: `x-docs: { skip: true }` leaves the
    /// operation out, `rawBodyFile: FILE` puts a file into its sample.
    pub extension: Option<String>,
    /// `authentication`: the page on how to authenticate (Markdown), in place of one made from the security schemes;
    /// `{shell-fence}` stands for that setting.
    pub authentication: Option<String>,
    /// `revisions`: earlier versions of the document, the oldest first, from its folder. With any, `docs/CHANGELOG.md` tells what
    /// changed from each to the next, and from the last to the document.
    pub revisions: Vec<String>,
    /// `quirks`: whether pages equal those of widdershins 4.0.1 with Coder's templates in everything, its oddities
    /// included; `false` unless given.
    pub quirks: bool,
}

impl Default for Docs {
    fn default() -> Self {
        Self {
            server: None,
            token: "API_KEY".to_owned(),
            shell_fence: "shell".to_owned(),
            authenticated: "To perform this operation, you must be authenticated. [Learn more](authentication.md)."
                .to_owned(),
            skip_marker: None,
            notice_marker: None,
            extension: None,
            authentication: None,
            revisions: Vec::new(),
            quirks: false,
        }
    }
}

/// `[names]`: what things are called in Rust.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    /// `strip-prefixes`: namespaces taken off schema names (`codersdk.Role` is `Role`) where no two names collide.
    pub strip_prefixes: Vec<String>,
    /// `[names.schemas]`: Rust names for schemas, by JSON pointer or component name.
    pub schemas: IndexMap<String, String>,
    /// `[names.operations]`: Rust names for operations, by operationId or `METHOD /path`.
    pub operations: IndexMap<String, String>,
    /// `lock`: the file that keeps what things are called from one run to the next, from the folder of the document.
    pub lock: Option<String>,
}

/// `[types]`: which Rust types stand for schemas.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Types {
    /// `[types.formats]`: a Rust type for each `format`, in place of the built-in one: `decimal = "rust_decimal::Decimal"`.
    pub formats: IndexMap<String, String>,
    /// `[types.replace]`: a Rust path in place of the type of a component schema, by its name.
    pub replace: IndexMap<String, String>,
    /// `derives`: derives that every emitted struct and enum gets beside the built-in ones.
    pub derives: Vec<String>,
    /// What is written for each type beside what reads and writes it.
    pub style: Style,
    /// `closed-enums`: whether enums have no variant for values that are not listed; `false` unless given.
    pub closed_enums: bool,
    /// `defaults`: where the default of a property stands in for it.
    pub defaults: Defaults,
    /// `json-schema`: whether types have the schemas of the document by `schemars::JsonSchema`, behind a cargo feature; `false`
    /// unless given.
    pub json_schema: bool,
    /// `unused`: whether schemas that no operation reaches are emitted; `true` unless given.
    pub unused: Option<bool>,
}

/// `[types]`: what is written for each type beside what reads and writes it. All is `false` unless given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// `constructors`: whether structs with required properties have a function `new` that takes these.
    pub constructors: bool,
    /// `setters`: whether structs have a method `with_NAME` for each property that is not required.
    pub setters: bool,
    /// `non-exhaustive`: whether structs, unions and enums are `#[non_exhaustive]`; brings `constructors` along.
    pub non_exhaustive: bool,
}

/// `types.defaults`: where the default of a property stands in for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Defaults {
    /// `"applied"`: wherever the property is absent. Its field is no `Option`.
    Applied,
    /// `"except-patch"`: wherever the property is absent, but in what bodies of `PATCH` alone are made of: there, what is
    /// absent is to stay as it is.
    #[default]
    ExceptPatch,
    /// `"kept-apart"`: nowhere. The field is an `Option`, and its documentation says what an absent one stands for.
    KeptApart,
}

/// `[server]`: what the traits of operations are like. All is `false` unless given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Server {
    /// `context`: whether methods are given what is known of a request beside what their operation takes.
    pub context: bool,
    /// `typed-errors`: whether methods fail with an enum of the errors that the document has, beside the implementer's.
    pub typed_errors: bool,
    /// `required-methods`: whether methods have no bodies, so that an operation that nobody has written does not compile.
    pub required_methods: bool,
}

/// `[client]`: what a client has beside a method for each operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// `[client.pagination]`: how operations answer page by page, by the names of the rules.
    pub pagination: IndexMap<String, Pagination>,
}

/// A rule of `[client.pagination]`. Pointers stand without their first slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// `by`, with what belongs to it.
    pub pages: Pages,
    /// `parameter`: the parameter of the query that leads to a page; empty where a link does.
    pub parameter: String,
    /// `items`: where a page has its items; empty where it is the list of them.
    pub items: String,
    /// `more`: where a page says whether there are more.
    pub more: Option<String>,
    /// `operations`: by operationId or `METHOD /path`; all that the rule fits where none is named.
    pub operations: Vec<String>,
}

/// How pages follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pages {
    /// `by = "cursor"` and `next`: a page has what the next one is asked for by.
    Next(String),
    /// `by = "cursor"` and `last`: the last item of a page has it.
    Last(String),
    /// `by = "offset"`: the number of items that have been there; `size` names the parameter of how many a page has.
    Offset(Option<String>),
    /// `by = "page"`: the number of the page; `size` likewise.
    Number(Option<String>),
    /// `by = "link"`: an address, in the header `Link` or where `next` says.
    Link(Option<String>),
}

/// `[select]`: which operations are read: those that any of the lists names, and all where there is nothing in them. Of
/// components, what these operations use is read, and no others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Select {
    /// `tags`: by a tag.
    pub tags: Vec<String>,
    /// `paths`: by their paths, as patterns: `*` is any text, `/` included, and `?` any character.
    pub paths: Vec<String>,
    /// `operations`: by operationId or `METHOD /path`.
    pub operations: Vec<String>,
}

impl Select {
    /// Whether all operations are read.
    pub fn is_everything(&self) -> bool {
        self.tags.is_empty() && self.paths.is_empty() && self.operations.is_empty()
    }
}

/// `[skip]`: what is left out on purpose; each is reported.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Skip {
    /// `operations`: by operationId or `METHOD /path`.
    pub operations: Vec<String>,
}
