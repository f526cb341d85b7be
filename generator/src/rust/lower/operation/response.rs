//! Responses → what the method of an operation returns.

use std::sync::Arc;

use super::names::OperationNames;
use super::shared::is_error;
use super::{Lowering, Towards};
use crate::analysis::media::coding;
use crate::model::{self, Header, Operation, ParameterShape, Status, Style};
use crate::node::Value;
use crate::rust::doc;
use crate::rust::item::operation::{
    BodyEnum, BodyVariant, Coding, ErrorEnum, HeaderField, HeaderStyle, Output, Response,
    ResponseBody, SharedResponse,
};
use crate::rust::names::{Scope, snake, status_variant};

impl Lowering<'_, '_, '_> {
    /// What the method returns: a body, or an enum; and what it fails with beside the implementer's errors.
    pub(super) fn output(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
    ) -> (Output, Option<ErrorEnum>) {
        let is_only = operation.responses.len() == 1;
        let mut scope = Scope::default();
        let variants: Vec<_> = (operation.responses.iter())
            .map(|it| {
                let variant = scope.claim(&status_variant(it.status));
                let response = self.response(it, &variant, is_only);
                (variant, response)
            })
            .collect();
        // Where there is nothing else, what is documented as an error is the answer.
        let has_success = operation.responses.iter().any(|it| !is_error(it.status));
        let are_typed = self.shared.typed_errors && has_success;
        let mut statuses = operation.responses.iter().map(|it| it.status);
        let (errors, mut answers): (Vec<_>, Vec<_>) = variants
            .into_iter()
            .partition(|_| are_typed && statuses.next().is_some_and(is_error));
        let errors = (!errors.is_empty()).then(|| ErrorEnum {
            name: names.error.clone(),
            variants: errors,
            other: scope.claim("Other"),
        });
        let output = match &answers[..] {
            [] => Output::Body(Response {
                docs: Vec::new(),
                documented: "200".to_owned(),
                status: Some(200),
                class: None,
                headers: Vec::new(),
                body: ResponseBody::Empty,
            }),
            [(_, only)] if only.headers.is_empty() && only.status.is_some() => {
                Output::Body(answers.remove(0).1)
            }
            _ => Output::Enum {
                name: names.response.clone(),
                variants: answers,
            },
        };
        (output, errors)
    }

    /// A response of `components` as a type that operations share; its name.
    fn share(&mut self, it: &model::Response) -> Arc<str> {
        if let Some(name) = self.shared.find(it) {
            return name;
        }
        let (name, component) = self.shared.name(it);
        let (headers, mut variants) = self.headers_and_bodies(it);
        let body = match variants.len() {
            0 => ResponseBody::Empty,
            1 => ResponseBody::One(variants.remove(0)),
            _ => ResponseBody::Enum(BodyEnum {
                name: self.shared.own(&component, &format!("{name}Body")),
                variants,
            }),
        };
        let response = Response {
            docs: doc::lines(&it.text("\n\n")),
            documented: String::new(),
            status: None,
            class: None,
            headers,
            body,
        };
        let shared = SharedResponse {
            name: name.clone(),
            component,
            response,
        };
        self.shared.add(it, shared);
        name
    }

    /// The headers of a response, and a variant for each media type.
    fn headers_and_bodies(&self, it: &model::Response) -> (Vec<HeaderField>, Vec<BodyVariant>) {
        let mut scope = Scope::default();
        for name in ["status", "body", "response"] {
            scope.try_claim(name);
        }
        let headers = it.headers.iter();
        let headers = headers.filter(|it| !it.name.eq_ignore_ascii_case("content-type"));
        let headers = headers.map(|it| self.header(&mut scope, it)).collect();
        (headers, self.variants(&it.content, Towards::Client))
    }

    fn response(&mut self, it: &model::Response, variant: &str, is_only: bool) -> Response {
        let is_shared = self.shared.wants(it);
        let (headers, mut variants) = match is_shared {
            true => (Vec::new(), Vec::new()),
            false => self.headers_and_bodies(it),
        };
        let body = match variants.len() {
            0 if is_shared => ResponseBody::Shared(self.share(it)),
            0 => ResponseBody::Empty,
            1 => ResponseBody::One(variants.remove(0)),
            _ => ResponseBody::Enum(BodyEnum {
                name: self.own(
                    &it.status.to_string(),
                    &format!("{}{variant}Body", self.stem),
                ),
                variants,
            }),
        };
        Response {
            docs: doc::lines(&it.text("\n\n")),
            documented: it.status.to_string(),
            status: match it.status {
                Status::Code(code) => Some(code),
                // A document that names no status at all means the ordinary one.
                Status::Default if is_only => Some(200),
                Status::Range(_) | Status::Default => None,
            },
            class: match it.status {
                Status::Range(class) => Some(class),
                Status::Code(_) | Status::Default => None,
            },
            headers,
            body,
        }
    }

    fn header(&self, scope: &mut Scope, it: &Header) -> HeaderField {
        let ty = self.value_type(&it.shape, true);
        HeaderField {
            name: scope.claim(&snake(&it.name)),
            wire: it.name.clone(),
            docs: docs_of_header(it),
            ty: if it.required { ty } else { ty.optional() },
            style: self.header_style(it),
        }
    }

    fn header_style(&self, it: &Header) -> HeaderStyle {
        match &it.shape {
            ParameterShape::Schema { explode: true, .. } => HeaderStyle::Exploded,
            ParameterShape::Schema { style, .. } => match style {
                Style::SpaceDelimited => HeaderStyle::Spaced,
                Style::TabDelimited => HeaderStyle::Tabbed,
                Style::PipeDelimited => HeaderStyle::Piped,
                _ => HeaderStyle::Simple,
            },
            ParameterShape::Content(media) if coding(self.api, media) == Coding::Json => {
                HeaderStyle::Json
            }
            ParameterShape::Content(_) => HeaderStyle::Simple,
        }
    }
}

/// What a header says of itself: no page of the reference shows an example of one.
fn docs_of_header(it: &Header) -> Vec<String> {
    let mut docs = doc::lines(it.description.as_deref().unwrap_or_default());
    if it.deprecated {
        docs = doc::paragraphs(docs, vec!["Deprecated.".to_owned()]);
    }
    let examples = it.examples.iter().filter_map(|it| {
        let written = it.value.as_ref().map(|it| &it.value);
        match (&it.serialized, written) {
            (Some(text), _) => Some(text.clone()),
            (None, Some(Value::String(text) | Value::Number(text))) => Some(text.to_string()),
            (None, Some(Value::Bool(it))) => Some(it.to_string()),
            _ => None,
        }
    });
    let examples = examples.take(MOST_EXAMPLES).map(|it| doc::code(&it));
    let examples: Vec<String> = examples.collect();
    match examples.is_empty() {
        true => docs,
        false => {
            let said = format!("For example {}.", examples.join(", "));
            doc::paragraphs(docs, doc::lines(&said))
        }
    }
}

/// How many examples of a header are shown.
const MOST_EXAMPLES: usize = 3;

#[cfg(test)]
mod tests {
    use crate::budget::OutputBudget;
    use crate::config::Config;
    use crate::diagnostic::Sink;
    use crate::rust::item::RustApi;
    use crate::rust::item::operation::Output;
    use crate::rust::lower::lower;
    use crate::testing::api;

    fn lowered(text: &str) -> RustApi {
        let budget = OutputBudget::unlimited();
        lower(
            &api(text),
            &Config::default(),
            &budget,
            &mut Sink::default(),
        )
    }

    #[test]
    fn a_status_is_called_alike_in_variants_and_types() {
        let rust = lowered("
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: find
      responses:
        '200': {description: Here it is.}
        '421': {description: Elsewhere., content: {application/json: {schema: {type: object, properties: {host: {type: string}}}}}}
");
        let (_, endpoint) = rust.operation(rust.operations[0]);
        let Output::Enum { variants, .. } = &endpoint.output else {
            panic!("two responses are an enum");
        };
        let variants: Vec<&str> = variants.iter().map(|(name, _)| &**name).collect();
        assert_eq!(variants, ["Ok", "MisdirectedRequest"]);
        let types: Vec<&str> = rust.types.iter().map(|it| &*it.name).collect();
        assert_eq!(types, ["FindMisdirectedRequestBody"]);
    }

    /// What reorders the text around it does not reach the source.
    #[test]
    fn examples_of_headers_are_text_that_source_may_have() {
        let rust = lowered(
            "
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: find
      responses:
        '200':
          description: Here it is.
          headers:
            Kind: {schema: {type: string}, example: \"a\\u202Eb\\u0007 `c`\"}
",
        );
        let (_, endpoint) = rust.operation(rust.operations[0]);
        let Some(response) = endpoint.output.responses().next() else {
            panic!("there is a response");
        };
        assert_eq!(response.headers[0].docs, ["For example `ab 'c'`."]);
    }
}
