//! Responses of `components` → types that the operations which refer to them share.

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::Named;
use crate::diagnostic::Sink;
use crate::model::{self, Api, Status};
use crate::node::pointer_name;
use crate::rust::item::operation::SharedResponse;
use crate::rust::lower::lock::{COMPONENTS, Locked};
use crate::rust::names::{Scope, pascal};
use crate::source::Place;

/// Which responses are shared, and those that were asked for so far.
pub struct Shared<'l, 'n> {
    /// How many operations refer to each response of `components`, by its place.
    counts: HashMap<Place, usize>,
    /// Whether methods fail with documented errors.
    pub typed_errors: bool,
    /// The names of what stands beside them.
    pub scope: Scope,
    known: HashMap<Place, usize>,
    all: Vec<SharedResponse>,
    pub lock: &'l mut Locked<'n>,
}

impl<'l, 'n> Shared<'l, 'n> {
    pub fn of(
        api: &Api,
        typed_errors: bool,
        (lock, sink): (&'l mut Locked<'n>, &mut Sink),
    ) -> Self {
        let mut counts = HashMap::new();
        for response in api.operations.iter().flat_map(|it| &it.responses) {
            if component(response).is_some() {
                *counts.entry(response.place).or_default() += 1;
            }
        }
        let mut scope = scope_of_file();
        lock.reserve(Named::SharedResponse, &mut scope, sink);
        lock.reserve_within(Named::Body, COMPONENTS, &mut scope);
        Self {
            lock,
            counts,
            typed_errors,
            scope,
            known: HashMap::new(),
            all: Vec::new(),
        }
    }

    /// Whether a response becomes a type of its own: one of `components` that is an error where those are raised, or that
    /// several operations refer to and that is more than a body of one type.
    pub fn wants(&self, it: &model::Response) -> bool {
        let Some(count) = self.counts.get(&it.place) else {
            return false;
        };
        let is_raised = self.typed_errors && is_error(it.status);
        is_raised || *count > 1 && (it.content.len() > 1 || !it.headers.is_empty())
    }

    /// The type of a response, if there is one already.
    pub fn find(&self, it: &model::Response) -> Option<Arc<str>> {
        let at = self.known.get(&it.place)?;
        Some(self.all[*at].name.clone())
    }

    /// The name of a response that becomes a type, and its name in the document.
    pub fn name(&mut self, it: &model::Response) -> (Arc<str>, Arc<str>) {
        let component: Arc<str> = component(it).unwrap_or_default().into();
        let (part, wanted) = (Named::SharedResponse, pascal(&component));
        let name = (self.lock).claim(part, &component, &mut self.scope, &wanted, false);
        (name, component)
    }

    /// The name of the enum of its bodies.
    pub fn own(&mut self, component: &str, wanted: &str) -> Arc<str> {
        let key = (COMPONENTS, component);
        (self.lock).claim_within(Named::Body, key, &mut self.scope, wanted)
    }

    pub fn add(&mut self, it: &model::Response, shared: SharedResponse) {
        self.known.insert(it.place, self.all.len());
        self.all.push(shared);
    }

    /// All that were asked for.
    pub fn finish(self) -> Vec<SharedResponse> {
        self.all
    }
}

/// The name of a response of `components`, or of `responses` of Swagger 2.0.
pub fn component(it: &model::Response) -> Option<String> {
    let pointer = it.pointer.trim_start_matches(['#', '/']);
    let name = pointer.strip_prefix("components/").unwrap_or(pointer);
    let name = name.strip_prefix("responses/")?;
    (!name.contains('/')).then(|| pointer_name(name).into_owned())
}

/// What no item of a file of `api` may be called, since the file may import it.
pub fn scope_of_file() -> Scope {
    const RUNTIME: [&str; 9] = [
        "Context",
        "Items",
        "Accept",
        "Body",
        "Event",
        "EventStream",
        "Multipart",
        "NotImplemented",
        "Named",
    ];
    const STD: [&str; 8] = [
        "Future",
        "Option",
        "Result",
        "Send",
        "StatusCode",
        "String",
        "Vec",
        "Box",
    ];
    let mut scope = Scope::default();
    for name in RUNTIME.iter().chain(&STD) {
        scope.try_claim(name);
    }
    scope
}

/// Whether a status says that a request has failed: `default` is for what has no other.
pub fn is_error(status: Status) -> bool {
    match status {
        Status::Code(code) => code >= 400,
        Status::Range(class) => class >= 4,
        Status::Default => true,
    }
}
