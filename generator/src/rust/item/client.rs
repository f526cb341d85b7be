//! What is emitted of a client beside the types of requests and answers, which it shares with the server.

use std::sync::Arc;

use verbatim_runtime::description::{Encoding, Location, Style};

use super::types::TypeRef;

/// What the module `client` has of the run-time for its users.
pub const EXPORTS: [&str; 22] = [
    "Body",
    "BoxError",
    "BoxFuture",
    "BuildError",
    "Builder",
    "Call",
    "Channel",
    "Credential",
    "Error",
    "Fault",
    "MissingCredential",
    "Never",
    "Operation",
    "PageItems",
    "Pages",
    "Reconnect",
    "Response",
    "Retry",
    "Server",
    "TokenProvider",
    "Transport",
    "Variable",
];

/// The client.
#[derive(Debug, Default)]
pub struct Client {
    /// The security schemes that operations name, and that credentials are sent for.
    pub schemes: Vec<Scheme>,
    /// The servers of the document.
    pub servers: Vec<Server>,
    /// For each module, its operations in the order that it has them.
    pub modules: Vec<Vec<Call>>,
    /// For each response that operations share, how its bodies are laid out.
    pub responses: Vec<Vec<Layout>>,
}

/// A security scheme.
#[derive(Debug)]
pub struct Scheme {
    /// The identifier of the type of its credentials.
    pub name: Arc<str>,
    /// Its name in the document.
    pub wire: Arc<str>,
    /// Documentation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
    /// How credentials are sent.
    pub kind: SchemeKind,
}

/// How credentials are sent.
#[derive(Debug)]
pub enum SchemeKind {
    /// A key by a name.
    ApiKey(Location, Arc<str>),
    /// A name and a password.
    Basic,
    /// A token.
    Bearer,
    /// By another scheme of the `Authorization` header.
    Http(Arc<str>),
}

/// A server of the document.
#[derive(Debug)]
pub struct Server {
    /// Its address, with variables in braces.
    pub url: Arc<str>,
    /// What the document says of it, in one line.
    pub description: String,
    /// Its variables.
    pub variables: Vec<Variable>,
}

/// A variable of a server's address.
#[derive(Debug)]
pub struct Variable {
    /// Its name.
    pub name: Arc<str>,
    /// Its value where none is given.
    pub default: Arc<str>,
    /// The values it may have; any where none is listed.
    pub values: Vec<Arc<str>>,
}

/// A security scheme that is asked for, and its scopes.
pub type Requirement = (Arc<str>, Vec<Arc<str>>);

/// An operation as a client calls it.
#[derive(Debug)]
pub struct Call {
    /// The method of the client.
    pub function: Arc<str>,
    /// What is said of it beside what is said of the operation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
    /// The media types of its answers, those of successes first.
    pub accept: Vec<Arc<str>>,
    /// Alternatives, each a list of schemes with their scopes.
    pub security: Vec<Vec<Requirement>>,
    /// How its parameters travel, in the order of the request's fields.
    pub parameters: Vec<Parameter>,
    /// How its body is laid out: for each media type.
    pub body: Vec<Layout>,
    /// What the method answers.
    pub answer: Answer,
    /// How the bodies of its answers are laid out: for each documented status, for each media type.
    pub layouts: Vec<(String, Vec<Layout>)>,
    /// Where an answer is handed out while it arrives, all of them: status, media type, and whether it is.
    pub streamed: Vec<(String, Arc<str>, bool)>,
    /// The statuses of its answers that are redirects.
    pub redirects: Vec<u16>,
    /// How its pages follow one another, if it answers page by page.
    pub paging: Option<Paging>,
}

/// How the pages of an operation follow one another.
#[derive(Debug)]
pub struct Paging {
    /// The methods of the client: the stream of pages, and that of items.
    pub methods: [Arc<str>; 2],
    /// What is said of how they follow one another, a line for rustdoc.
    pub said: String,
    /// What leads to the next one.
    pub step: PageStep,
    /// Where the items are, and what each is.
    pub items: (Vec<Access>, TypeRef),
    /// Where it says whether there are more.
    pub more: Option<Vec<Access>>,
}

/// What leads from a page to the next one.
#[derive(Debug)]
pub enum PageStep {
    /// What stands there, by a parameter.
    Cursor(Arc<str>, Vec<Access>),
    /// The number of items so far, by a parameter; and the parameter of how many are wanted.
    Offset(Arc<str>, Option<Arc<str>>),
    /// The number of the page, by a parameter; that of the first one, and the parameter of how many items are wanted.
    Number(Arc<str>, u64, Option<Arc<str>>),
    /// An address: in the header `Link`, or there.
    Link(Option<Vec<Access>>),
}

/// What a variant of an answer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariantForm {
    /// The value alone.
    Only,
    /// The status before it.
    WithStatus,
    /// Headers beside it: its field is `body`.
    Body,
}

/// A step on the way to something in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// A variant of an enum, and its field where that has a name.
    Variant {
        /// The enum.
        of: Arc<str>,
        /// The variant.
        name: Arc<str>,
        /// What it has.
        form: VariantForm,
        /// Whether it is the only one.
        is_only: bool,
    },
    /// A field.
    Field(Arc<str>),
    /// What may be absent, in an `Option`.
    Option,
    /// What may be absent or `null`, in a `Nullable`.
    Nullable,
    /// The last item.
    Last,
}

/// How a parameter travels.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Arc<str>,
    /// Where.
    pub location: Location,
    /// How arrays and objects are laid out.
    pub style: Style,
    /// Whether each item or property stands on its own.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// How an array among its items is laid out, where that is not by commas.
    pub item_style: Option<Style>,
    /// How the properties of a query string are laid out that is a form.
    pub form: Option<Vec<(Arc<str>, Encoding)>>,
}

/// How a body is laid out: what the document says of its properties.
#[derive(Debug, Default)]
pub struct Layout {
    /// The media type that it is sent as.
    pub sent_as: String,
    /// Of a form.
    pub encodings: Vec<(Arc<str>, Encoding)>,
    /// Of parts.
    pub parts: Vec<Part>,
    /// Whether these have positions, and no names.
    pub is_positional: bool,
}

/// What the document says of a part.
#[derive(Debug)]
pub struct Part {
    /// The name of its property, or its position: `0`; `*` for all that have none of their own.
    pub name: Arc<str>,
    /// The media type it is sent as; empty where that is left open.
    pub media: String,
    /// How arrays and objects are laid out, where the document says so.
    pub style: Option<Encoding>,
    /// Its headers, as far as the document says what they are.
    pub headers: Vec<(Arc<str>, String)>,
    /// Its own properties or parts, where it is a form or consists of parts.
    pub within: Vec<Part>,
}

/// The name of the positions that have no place of their own.
pub const OTHERS: &str = "*";

impl Part {
    /// One of which nothing else is said.
    pub fn named(name: Arc<str>) -> Self {
        Self {
            name,
            media: String::new(),
            style: None,
            headers: Vec::new(),
            within: Vec::new(),
        }
    }

    /// Whether nothing else is said of it.
    pub fn is_plain(&self) -> bool {
        let is_said = self.style.is_some() || !self.headers.is_empty() || !self.within.is_empty();
        self.media.is_empty() && !is_said
    }
}

/// What a method of a client answers, and what its failures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// What the trait's method answers; nothing is documented of failures.
    Plain,
    /// The body of one answer, by its index; failures are the enum of all answers.
    One(usize),
    /// The enum of all answers, which failures are as well.
    Whole,
    /// What the trait's method answers; failures are the enum of errors.
    Typed,
    /// Nothing: the answers have bodies, which the method `HEAD` leaves out.
    Head,
}
