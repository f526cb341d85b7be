//! Which schemas callers send, and which they are sent.

use super::fingerprint::each_part;
use crate::model::{Api, MediaType, Operation, ParameterShape, SchemaId};

/// For each schema, by the index of its id.
pub struct Directions {
    /// Whether it is part of a request.
    pub sent: Vec<bool>,
    /// Whether it is part of a response.
    pub received: Vec<bool>,
}

impl Directions {
    /// Follows every request and response to the schemas it is made of.
    pub fn of(api: &Api) -> Self {
        let mut directions = Self {
            sent: vec![false; api.schemas.len()],
            received: vec![false; api.schemas.len()],
        };
        for operation in &api.operations {
            directions.operation(api, operation);
        }
        // The provider sends webhooks; what it sends is what a caller receives.
        for webhook in &api.webhooks {
            let content = webhook.request_body.iter().flat_map(|it| &it.content);
            mark(api, &mut directions.received, schemas(content));
        }
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

fn mark(api: &Api, marks: &mut [bool], mut stack: Vec<SchemaId>) {
    while let Some(id) = stack.pop() {
        if !std::mem::replace(&mut marks[id.index()], true) {
            each_part(api.schema(id), |part| stack.push(part));
        }
    }
}
