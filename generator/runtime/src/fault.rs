//! A fault of a request or an answer, and its place.

use serde::Serialize;

/// One fault of a request.
///
/// ```
/// use verbatim_runtime::server::Fault;
///
/// let fault = Fault {
///     location: "body /roles/0/name".to_owned(),
///     detail: "is required".to_owned(),
/// };
/// let text = serde_json::to_string(&fault).unwrap();
/// assert_eq!(text, r#"{"location":"body /roles/0/name","detail":"is required"}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The part of the request, the name of a parameter, and a JSON pointer (RFC 6901) into its value: `query limit`,
    /// `body /roles/0/name`.
    pub location: String,
    /// What is wrong there.
    pub detail: String,
}

/// Where a value stands in a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// `query`, `body`.
    pub(crate) part: &'static str,
    /// The parameter's name; empty for a body.
    pub(crate) name: &'a str,
    /// Whether values have types as they arrive, as those of JSON; a parameter or a field of a form is a text.
    pub(crate) has_types: bool,
}

impl Fault {
    /// A fault of a body that is a part of another one, as a fault of that: it has the part at that JSON pointer.
    #[must_use]
    pub(crate) fn below(self, pointer: &str) -> Self {
        let within = self.location.strip_prefix(Place::BODY.part);
        let within = within.unwrap_or_default().trim_start();
        Place::BODY.fault(&format!("{pointer}{within}"), self.detail)
    }
}

impl Place<'_> {
    /// A body.
    pub(crate) const BODY: Place<'static> = Place {
        part: "body",
        name: "",
        has_types: true,
    };

    /// A body whose values are texts: a form, parts, plain text.
    pub(crate) const FORM: Place<'static> = Place {
        has_types: false,
        ..Self::BODY
    };

    /// Whether a fault is here.
    pub(crate) fn is_of(self, fault: &Fault) -> bool {
        let rest = fault.location.strip_prefix(self.part);
        let rest = rest.and_then(|it| it.strip_prefix(' '));
        rest.and_then(|it| it.strip_prefix(self.name))
            .is_some_and(|it| it.is_empty() || it.starts_with(" /"))
    }

    /// A fault at a pointer that becomes the location.
    pub(crate) fn fault_within(self, mut pointer: String, detail: String) -> Fault {
        for more in [self.name, self.part] {
            if !more.is_empty() {
                if !pointer.is_empty() {
                    pointer.insert(0, ' ');
                }
                pointer.insert_str(0, more);
            }
        }
        Fault {
            location: pointer,
            detail,
        }
    }

    /// A fault here, or within.
    pub(crate) fn fault(self, pointer: &str, detail: impl Into<String>) -> Fault {
        let length = self.part.len() + self.name.len() + pointer.len() + 2;
        let mut location = String::with_capacity(length);
        location.push_str(self.part);
        for more in [self.name, pointer] {
            if !more.is_empty() {
                location.push(' ');
                location.push_str(more);
            }
        }
        Fault {
            location,
            detail: detail.into(),
        }
    }
}
