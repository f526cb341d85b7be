//! Which schemas callers send, and which they are sent.

use super::family::Families;
use super::fingerprint::each_part;
use crate::model::{Api, MediaType, Operation, ParameterShape, SchemaId};

/// For each schema, by the index of its id.
pub struct Directions {
    /// Whether it is part of a request.
    pub sent: Vec<bool>,
    /// Whether it is part of a response.
    pub received: Vec<bool>,
    /// Whether it is part of anything that an operation, a callback or a webhook names.
    pub used: Vec<bool>,
}

impl Directions {
    /// Follows every request and response to the schemas it is made of.
    pub fn of(api: &Api, families: &Families) -> Self {
        let mut directions = Self {
            sent: vec![false; api.schemas.len()],
            received: vec![false; api.schemas.len()],
            used: vec![false; api.schemas.len()],
        };
        for operation in &api.operations {
            directions.operation(api, operation);
        }
        // The provider sends webhooks; what it sends is what a caller receives.
        for webhook in &api.webhooks {
            let content = webhook.request_body.iter().flat_map(|it| &it.content);
            mark(api, &mut directions.received, schemas(content));
        }
        let mut roots = Vec::new();
        for operation in api.operations.iter().chain(&api.webhooks) {
            each_root(operation, &mut roots);
        }
        mark_with_heirs(api, families, &mut directions.used, roots);
        directions
    }

    fn operation(&mut self, api: &Api, operation: &Operation) {
        let parameters = operation.parameters.iter().flat_map(|it| match &it.shape {
            ParameterShape::Schema { schema, .. } => vec![*schema],
            ParameterShape::Content(media) => media.schema.into_iter().collect(),
        });
        mark(api, &mut self.sent, parameters.collect());
        let content = operation.request_body.iter().flat_map(|it| &it.content);
        mark(api, &mut self.sent, schemas(content));
        let content = operation.responses.iter().flat_map(|it| &it.content);
        mark(api, &mut self.received, schemas(content));
    }
}

fn schemas<'a>(content: impl Iterator<Item = &'a MediaType>) -> Vec<SchemaId> {
    content
        .flat_map(|it| it.schema.into_iter().chain(it.item_schema))
        .collect()
}

/// Every schema that an operation names.
fn each_root(operation: &Operation, roots: &mut Vec<SchemaId>) {
    for parameter in &operation.parameters {
        each_of_shape(&parameter.shape, roots);
    }
    let content = operation.request_body.iter().flat_map(|it| &it.content);
    each_of_content(content, roots);
    for response in &operation.responses {
        each_of_content(response.content.iter(), roots);
        for header in &response.headers {
            each_of_shape(&header.shape, roots);
        }
    }
    for operation in operation.callbacks.iter().flat_map(|it| &it.operations) {
        each_root(operation, roots);
    }
}

fn each_of_shape(shape: &ParameterShape, roots: &mut Vec<SchemaId>) {
    match shape {
        ParameterShape::Schema { schema, .. } => roots.push(*schema),
        ParameterShape::Content(media) => each_of_content(std::iter::once(&**media), roots),
    }
}

fn each_of_content<'a>(content: impl Iterator<Item = &'a MediaType>, roots: &mut Vec<SchemaId>) {
    for media in content {
        roots.extend(media.schema.into_iter().chain(media.item_schema));
        for header in media.encoding.values().flat_map(|it| &it.headers) {
            each_of_shape(&header.shape, roots);
        }
    }
}

/// Where a base is part of something, so are those that extend it.
fn mark_with_heirs(api: &Api, families: &Families, marks: &mut [bool], mut stack: Vec<SchemaId>) {
    while let Some(id) = stack.pop() {
        if !std::mem::replace(&mut marks[id.index()], true) {
            each_part(api.schema(id), |part| stack.push(part));
            stack.extend(families.heirs(id));
        }
    }
}

fn mark(api: &Api, marks: &mut [bool], mut stack: Vec<SchemaId>) {
    while let Some(id) = stack.pop() {
        if !std::mem::replace(&mut marks[id.index()], true) {
            each_part(api.schema(id), |part| stack.push(part));
        }
    }
}
