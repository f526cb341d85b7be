//! Examples that do not follow from a schema, and so are the document's own.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::capture::facts::{self, Content, Page};
use crate::docs::label::TypeLabel;
use crate::docs::{Json, grammar};
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
            let again = rendered.iter().find(|it| is_same(it, page));
            if let (Content::Schemas(sections), Some(Content::Schemas(others))) =
                (&page.content, again.map(|it| &it.content))
            {
                for (it, other) in sections.iter().zip(others) {
                    let is_there = it.name == other.name && it.sample.is_some();
                    if is_there && !is_alike(it.sample.as_ref(), other.sample.as_ref()) {
                        self.schemas.insert(it.name.to_string());
                    }
                }
            }
        }
        if self.len() > known {
            return true;
        }
        for page in pages {
            let Some(again) = rendered.iter().find(|it| is_same(it, page)) else {
                continue;
            };
            let others = again.operations().iter().rev();
            let others: HashMap<_, _> = others.map(|it| ((it.path, it.method), it)).collect();
            for it in page.operations() {
                let Some(other) = others.get(&(it.path, it.method)) else {
                    continue;
                };
                let shown = it.body_sample();
                if shown.is_some() && !is_alike(shown, other.body_sample()) {
                    self.bodies.insert(it.place);
                }
                for response in &it.responses {
                    let shown = it.response_sample(response.status);
                    if shown.is_some() && !is_alike(shown, other.response_sample(response.status)) {
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

/// Whether two examples are the same, and their members in the same order.
fn is_alike(one: Option<&Node>, other: Option<&Node>) -> bool {
    one.map(Json::from_node) == other.map(Json::from_node)
}

/// Whether two pages are one; a tag may have the title of the whole.
fn is_same(one: &Page<'_>, other: &Page<'_>) -> bool {
    use Content::{Authentication, Index, Overview, Schemas, Tag, Webhooks};
    one.title == other.title
        && matches!(
            (&one.content, &other.content),
            (Tag(..), Tag(..))
                | (Webhooks(_), Webhooks(_))
                | (Schemas(_), Schemas(_))
                | (Authentication(..), Authentication(..))
                | (Overview(_), Overview(_))
                | (Index(..), Index(..))
        )
}

/// Whether the example of a response has to be its schema's: each notation is shown once, unless a response has an example of
/// its own, and so a later one would have been shown as well.
pub fn is_of_schema(facts: &facts::Operation<'_>, response: &facts::Response<'_>) -> bool {
    let later = facts
        .responses
        .iter()
        .skip_while(|it| it.status != response.status);
    let mut later = later.skip(1).filter(|it| it.label.is_some());
    later.any(|it| facts.response_samples(it.status).next().is_none())
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

/// The examples of a response or a body as the layout without oddities shows them: all that have a name, or that which does not
/// follow from the schema, and that which the schema refuses.
fn shown<'s, 'a: 's>(
    samples: impl Iterator<Item = &'s facts::Sample<'a>>,
    is_its: impl Fn(&facts::Sample<'_>) -> bool,
    is_own: bool,
    is_text: bool,
) -> Vec<Example> {
    let mut out: Vec<Example> = Vec::new();
    for it in samples {
        let is_shown = it.name.is_some() || it.is_refused || is_own || it.external.is_some();
        let name = it.name.map(Arc::from);
        // In another notation it is there already.
        let is_again = it.is_refused && name.is_none();
        let is_there = out
            .iter()
            .any(|other| other.name == name && (!is_again || other.value == it.value));
        if !is_shown || !is_its(it) || is_there || it.is_open() {
            continue;
        }
        let value = match it.language {
            Some("" | "xml") if is_text => Some(Node::string(it.text, Default::default())),
            _ => it.value.clone(),
        };
        out.push(Example {
            name,
            summary: it.summary.map(str::to_owned),
            description: it.description.map(str::to_owned),
            value,
            external: it.external.map(str::to_owned),
            ..Example::default()
        });
    }
    out
}

/// The examples of a response as the layout without oddities shows them.
pub fn all_of_response(
    own_examples: &OwnExamples,
    facts: &facts::Operation<'_>,
    response: &facts::Response<'_>,
    is_its: impl Fn(&facts::Sample<'_>) -> bool,
) -> Vec<Example> {
    let is_own = of_response(own_examples, facts, response).is_some() || response.label.is_none();
    let is_text = response.label.as_ref().is_none_or(is_string);
    let samples = facts.response_samples(response.status);
    shown(samples, is_its, is_own, is_text)
}

fn is_string(label: &TypeLabel<'_>) -> bool {
    matches!(label, TypeLabel::Words { words, .. } if words == "string")
}

/// The examples of a body that do not follow from its schema: one with a description of its own, or one that is not what
/// the schema gives; of the layout without oddities all that have a name, and that which the schema refuses.
pub fn of_body(
    own_examples: &OwnExamples,
    facts: &facts::Operation<'_>,
    is_its: impl Fn(&facts::Sample<'_>) -> bool,
) -> Vec<Example> {
    let samples = facts.body.iter().flatten();
    let is_plain =
        |it: &facts::Sample<'_>| it.name.is_some() || it.is_refused || it.external.is_some();
    if samples.clone().any(is_plain) {
        let mut rows = facts.parameters.iter();
        let row = rows.find(|it| it.location == grammar::BODY_NAME);
        let is_text = row.and_then(|it| it.label.as_ref()).is_some_and(is_string);
        let is_own = own_examples.bodies.contains(&facts.place);
        return shown(samples, is_its, is_own, is_text);
    }
    let mut samples = facts.body.iter().flatten();
    let first = samples.find(|it| it.value.is_some());
    let own = first.filter(|it| is_its(it));
    own.and_then(|_| own_of_body(own_examples, facts))
        .into_iter()
        .collect()
}

fn own_of_body(own_examples: &OwnExamples, facts: &facts::Operation<'_>) -> Option<Example> {
    let mut samples = facts.body.iter().flatten();
    let sample = samples.find(|it| it.value.is_some())?;
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
