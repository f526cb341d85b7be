//! Examples that do not follow from a schema, and so are the document's own.

use std::collections::{BTreeSet, HashMap};

use crate::capture::facts::{self, Content, Page};
use crate::docs::grammar;
use crate::model::Example;
use crate::node::Node;
use crate::source::Place;

/// The examples that do not follow from a schema, and so are the document's own.
#[derive(Debug, Default)]
pub struct OwnExamples {
    /// Of responses, by the place of the operation and the status.
    pub responses: BTreeSet<(Place, String)>,
    /// Of bodies, by the place of the operation.
    pub bodies: BTreeSet<Place>,
    /// Of component schemas, by name.
    pub schemas: BTreeSet<String>,
}

impl OwnExamples {
    /// Adds those of pages that are not as rendered; whether there was any that was not known.
    pub fn add(&mut self, pages: &[Page<'_>], rendered: &[Page<'_>]) -> bool {
        let known = self.len();
        // Those of operations may follow from those of schemas.
        for page in pages {
            let again = rendered.iter().find(|it| it.title == page.title);
            if let (Content::Schemas(sections), Some(Content::Schemas(others))) =
                (&page.content, again.map(|it| &it.content))
            {
                for (it, other) in sections.iter().zip(others) {
                    if it.name == other.name && it.sample != other.sample && it.sample.is_some() {
                        self.schemas.insert(it.name.to_string());
                    }
                }
            }
        }
        if self.len() > known {
            return true;
        }
        for page in pages {
            let Some(again) = rendered.iter().find(|it| it.title == page.title) else {
                continue;
            };
            let others = again.operations().iter().rev();
            let others: HashMap<_, _> = others.map(|it| ((it.path, it.method), it)).collect();
            for it in page.operations() {
                let Some(other) = others.get(&(it.path, it.method)) else {
                    continue;
                };
                if it.body_sample() != other.body_sample() && it.body_sample().is_some() {
                    self.bodies.insert(it.place);
                }
                for response in &it.responses {
                    let shown = it.response_sample(response.status);
                    if shown.is_some() && shown != other.response_sample(response.status) {
                        self.responses
                            .insert((it.place, response.status.to_owned()));
                    }
                }
            }
        }
        self.len() > known
    }

    fn len(&self) -> usize {
        self.responses.len() + self.bodies.len() + self.schemas.len()
    }
}

/// Whether the example of a response has to be its schema's: each notation is shown once, unless a response has an example of
/// its own, and so a later one would have been shown as well.
pub fn is_of_schema(facts: &facts::Operation<'_>, response: &facts::Response<'_>) -> bool {
    let later = facts
        .responses
        .iter()
        .skip_while(|it| it.status != response.status);
    let mut later = later.skip(1).filter(|it| it.label.is_some());
    later.any(|it| facts.response_sample(it.status).is_none())
}

/// The example of a response that is not what its schema gives.
pub fn of_response(
    own_examples: &OwnExamples,
    facts: &facts::Operation<'_>,
    response: &facts::Response<'_>,
) -> Option<Example> {
    let own = facts.response_sample(response.status)?;
    let key = (facts.place, response.status.to_owned());
    let is_own = own_examples.responses.contains(&key) && !is_of_schema(facts, response);
    is_own.then(|| example(own.clone()))
}

/// The examples that have titles of their own, by the index of the response that they belong to: the first that has the
/// title for its description, and where none has it, the first that holds something.
pub fn titled(facts: &facts::Operation<'_>) -> HashMap<usize, Vec<Example>> {
    let holds = |it: &facts::Response<'_>| it.label.is_some();
    let first = facts.responses.iter().position(holds);
    let mut by_description: HashMap<&str, usize> = HashMap::new();
    for (i, it) in facts.responses.iter().enumerate() {
        let found = by_description.entry(&it.description).or_insert(i);
        // What holds nothing has no examples.
        if !holds(&facts.responses[*found]) && holds(it) {
            *found = i;
        }
    }
    let mut out: HashMap<usize, Vec<Example>> = HashMap::new();
    let samples = facts.examples.iter().flatten();
    for it in samples.filter(|it| facts.status_of(it).is_none()) {
        let described = by_description.get(it.title).copied();
        let (Some(index), Some(value)) = (described.or(first), &it.value) else {
            continue;
        };
        let examples = out.entry(index).or_default();
        examples.push(Example {
            name: Some(format!("example{}", examples.len() + 1).into()),
            description: described.is_none().then(|| it.title.to_owned()),
            ..example(value.clone())
        });
    }
    out
}

/// The examples of a body that do not follow from its schema: one with a description of its own, or one that is not what
/// the schema gives, and those that the schema refuses.
pub fn of_body(own_examples: &OwnExamples, facts: &facts::Operation<'_>) -> Vec<Example> {
    let is_refused = |it: &&facts::Sample<'_>| it.title == grammar::REFUSED_EXAMPLE;
    let refused = facts.body.iter().flatten().filter(is_refused);
    let refused = refused.filter_map(|it| it.value.clone());
    let mut out: Vec<Example> = own_of_body(own_examples, facts).into_iter().collect();
    for value in refused {
        let name = format!("example{}", out.len() + 1);
        out.push(Example {
            name: Some(name.into()),
            ..example(value)
        });
    }
    out
}

fn own_of_body(own_examples: &OwnExamples, facts: &facts::Operation<'_>) -> Option<Example> {
    let mut samples = facts.body.iter().flatten();
    let sample = samples.find(|it| it.value.is_some() && it.title != grammar::REFUSED_EXAMPLE)?;
    let is_described = !sample.title.is_empty() && sample.title != grammar::BODY_PARAMETER;
    if !is_described && !own_examples.bodies.contains(&facts.place) {
        return None;
    }
    let own = example(sample.value.clone()?);
    Some(match is_described {
        false => own,
        true => Example {
            name: Some("example1".into()),
            description: Some(sample.title.to_owned()),
            ..own
        },
    })
}

/// An example without a name.
pub fn example(value: Node) -> Example {
    Example {
        value: Some(value),
        ..Example::default()
    }
}
