//! `Api` → for each schema, whether consumers send its values, receive them, both, or neither.

use super::graph::mark_reachable;
use super::subtypes::Subtypes;
use super::walk::{Direction, Location, OperationOrigin, api_sites, edges, subschemas};
use crate::model::{Api, Method, SchemaId};

/// Which way the values of each schema travel, by the index of its id.
pub struct Directions {
    /// Whether it is part of a request.
    pub sent: Vec<bool>,
    /// Whether it is part of a response, or of the request of a webhook.
    pub received: Vec<bool>,
    /// Whether it is part of anything that consumers do not send, what counts as neither included; where a base is, so are
    /// its subtypes.
    pub given: Vec<bool>,
    /// Whether it is part of bodies of `PATCH`, and of nothing else.
    pub patched: Vec<bool>,
    /// Whether it is part of anything that an operation, a callback or a webhook names. Where a base is, so are its
    /// subtypes.
    pub used: Vec<bool>,
}

impl Directions {
    /// Follows every request and response to the schemas it is made of.
    ///
    /// Parameters and bodies count. Headers of responses, callbacks and the answers to webhooks are used, and count as
    /// neither sent nor received.
    pub fn of(api: &Api, subtypes: &Subtypes) -> Self {
        let (mut sent, mut received, mut used) = (Vec::new(), Vec::new(), Vec::new());
        let mut given = Vec::new();
        let (mut patches, mut others) = (Vec::new(), Vec::new());
        for site in api_sites(api) {
            used.push(site.schema);
            match (&site.operation.method, site.location) {
                (Method::Patch, Location::RequestBody) => patches.push(site.schema),
                _ => others.push(site.schema),
            }
            let is_answer = matches!(site.location, Location::Response(_));
            let is_body = is_answer || matches!(site.location, Location::RequestBody);
            let counts = match site.origin {
                OperationOrigin::Path => {
                    is_body || matches!(site.location, Location::Parameter(_)) && !site.is_item
                }
                // What the provider sends is what a consumer receives.
                OperationOrigin::Webhook => is_body && !is_answer,
                OperationOrigin::Callback => false,
            };
            match site.direction {
                Direction::Sent if counts => sent.push(site.schema),
                Direction::Received if counts => {
                    received.push(site.schema);
                    given.push(site.schema);
                }
                Direction::Sent | Direction::Received => given.push(site.schema),
            }
        }
        let mark = |roots: Vec<SchemaId>, with_subtypes: bool| {
            let mut marks = vec![false; api.schemas.len()];
            mark_reachable(&mut marks, roots, |id, todo| {
                todo.extend(subschemas(api.schema(id)));
                if with_subtypes {
                    todo.extend(subtypes.of_base(id));
                }
            });
            marks
        };
        let others = mark(others, true);
        let patched = mark(patches, true).into_iter().zip(others);
        Self {
            patched: patched.map(|(is, other)| is && !other).collect(),
            sent: mark(sent, false),
            received: mark(received, false),
            given: mark(given, true),
            used: mark(used, true),
        }
    }
}

/// For each schema, by the index of its id, whether a property that consumers do not receive (`writeOnly`) is part of
/// it, by way of whatever leads there.
pub fn reaches_write_only(api: &Api) -> Vec<bool> {
    let mut users: Vec<Vec<SchemaId>> = vec![Vec::new(); api.schemas.len()];
    let mut write_only = Vec::new();
    for id in api.schema_ids() {
        let schema = api.schema(id);
        if schema.annotations.write_only {
            write_only.push(id);
        }
        for edge in edges(schema) {
            users[edge.target.index()].push(id);
        }
    }
    let mut marks = vec![false; api.schemas.len()];
    mark_reachable(&mut marks, write_only, |id, todo| {
        todo.append(&mut users[id.index()]);
    });
    marks
}

#[cfg(test)]
mod tests {
    use super::{Directions, reaches_write_only};
    use crate::analysis::subtypes::Subtypes;
    use crate::testing::{api, schemas};

    #[test]
    fn values_are_followed_both_ways() {
        let api = api("
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /pets:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/NewPet'}}}}
      responses:
        '200': {description: Done, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      callbacks:
        done: {'{$request.body#/url}': {post: {
          requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Event'}}}},
          responses: {'200': {description: Taken}}}}}
webhooks:
  news: {post: {
    requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/News'}}}},
    responses: {'200': {description: Taken}}}}
components:
  schemas:
    NewPet: {type: object, properties: {tag: {$ref: '#/components/schemas/Tag'}}}
    Pet: {type: object, properties: {kind: {type: string}, tag: {$ref: '#/components/schemas/Tag'}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
    Tag: {type: object}
    Event: {type: object}
    News: {type: object}
    Unused: {type: object}
");
        let directions = Directions::of(&api, &Subtypes::of(&api));
        for (name, sent, received, used) in [
            ("NewPet", true, false, true),
            ("Pet", false, true, true),
            // Where Pet stands, a Cat may.
            ("Cat", false, false, true),
            ("Tag", true, true, true),
            ("Event", false, false, true),
            ("News", false, true, true),
            ("Unused", false, false, false),
        ] {
            let index = api.components[name].index();
            let found = (
                directions.sent[index],
                directions.received[index],
                directions.used[index],
            );
            assert_eq!(found, (sent, received, used), "{name}");
        }
    }

    #[test]
    fn what_leads_to_a_write_only_property_is_known() {
        let api = schemas(
            "User: {type: object, properties: {password: {type: string, writeOnly: true}, boss: {$ref: '#/components/schemas/User'}}}
             Team: {type: array, items: {$ref: '#/components/schemas/User'}}
             Tag: {type: object, properties: {id: {type: string, readOnly: true}}}",
        );
        let marks = reaches_write_only(&api);
        let is_marked = |name: &str| marks[api.components[name].index()];
        assert!(is_marked("User") && is_marked("Team") && !is_marked("Tag"));
    }
}
