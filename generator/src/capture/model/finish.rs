//! Drafts → the schemas of the model.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Builder;
use super::examples::example;
use crate::capture::draft::{Draft, DraftId, Drafts, number_rules, string_rules};
use crate::docs::restrictions::Restriction;
use crate::model::{
    Additional, Annotations, Api, ArrayRules, Discriminator, ExternalDocs, MediaType, Nullable,
    ObjectRules, Operation, Origin, ParameterShape, Schema, SecurityRequirement, TypeSet, Values,
};
use crate::node::{Node, percent_decode, pointer_name};

impl Builder<'_> {
    /// Puts schemas, components and security schemes into the API.
    pub(super) fn finish(mut self, mut api: Api) -> Api {
        self.drafts.settle_examples();
        for (id, base) in std::mem::take(&mut self.extends) {
            self.extend(id, base);
        }
        self.name_what_keywords_lead_to();
        let drafts = &self.drafts;
        for it in api.operations.iter_mut().chain(&mut api.webhooks) {
            refer(it, drafts);
        }
        api.schemas = drafts.iter().map(|it| schema(it, drafts)).collect();
        for (name, id) in drafts.components() {
            api.components.insert(name.clone(), final_id(drafts, *id));
        }
        api.security_schemes = self.schemes;
        api.security = usual(&api.operations);
        api
    }

    /// Makes components of what the rules of keywords refer to.
    fn name_what_keywords_lead_to(&mut self) {
        let rules = self.drafts.iter().flat_map(Draft::keywords);
        let names: Vec<String> = rules.flat_map(|it| references(&it.1)).flatten().collect();
        for name in names {
            self.drafts.component(&name);
        }
    }

    /// Lets a component extend another one, unless that extends it in turn.
    fn extend(&mut self, id: DraftId, base: DraftId) {
        let draft = self.drafts.get(id);
        if draft.link.is_some() || self.drafts.target(base) == id {
            return;
        }
        let is_own = draft
            .name
            .as_ref()
            .is_some_and(|it| self.own.schemas.contains(&**it));
        let draft = self.drafts.get_mut(id);
        (draft.link, draft.in_all_of) = (Some(base), true);
        if !is_own {
            draft.example = None;
        }
    }
}

/// The names of the components that references lead to; none for one that leads elsewhere.
fn references(rules: &Node) -> Vec<Option<String>> {
    let (mut out, mut open) = (Vec::new(), vec![rules]);
    while let Some(it) = open.pop() {
        if let Some(target) = it.get("$ref").and_then(Node::as_str) {
            let name = target.strip_prefix("#/components/schemas/");
            let name = name.filter(|it| !it.contains('/')).map(percent_decode);
            out.push(name.map(|it| pointer_name(&it).into_owned()));
        }
        open.extend(it.as_array().unwrap_or_default());
        open.extend(
            it.as_object()
                .into_iter()
                .flat_map(|it| it.iter().map(|it| it.1)),
        );
    }
    out
}

/// The keywords that what restricts a draft says, as members of a schema; none that refer to what no page shows.
fn draft_keywords(draft: &Draft) -> IndexMap<Arc<str>, Node> {
    let all = draft.keywords();
    let all = all.filter(|(_, rules)| references(rules).iter().all(Option::is_some));
    all.map(|(keyword, rules)| (keyword.into(), rules))
        .collect()
}

/// The requirement that most operations have.
fn usual(operations: &[Operation]) -> Option<Vec<SecurityRequirement>> {
    let mut counts: Vec<(&[SecurityRequirement], usize)> = Vec::new();
    for it in operations {
        match counts.iter_mut().find(|(known, _)| *known == it.security) {
            Some((_, count)) => *count += 1,
            None => counts.push((&it.security, 1)),
        }
    }
    let (usual, _) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    (!usual.is_empty()).then(|| usual.to_vec())
}

/// Lets an operation refer to what its schemas refer to, where they are nothing but references.
fn refer(operation: &mut Operation, drafts: &Drafts) {
    let content = |content: &mut Vec<MediaType>| {
        for it in content {
            it.schema = it.schema.map(|it| final_id(drafts, it));
        }
    };
    let shape = |shape: &mut ParameterShape| match shape {
        ParameterShape::Schema { schema, .. } => *schema = final_id(drafts, *schema),
        ParameterShape::Content(it) => it.schema = it.schema.map(|it| final_id(drafts, it)),
    };
    for it in &mut operation.parameters {
        shape(&mut it.shape);
    }
    if let Some(it) = &mut operation.request_body {
        content(&mut it.content);
    }
    for it in &mut operation.responses {
        content(&mut it.content);
        for header in &mut it.headers {
            shape(&mut header.shape);
        }
    }
}

/// The schema that stands for a draft: that of its component where it is nothing but a reference.
fn final_id(drafts: &Drafts, id: DraftId) -> DraftId {
    let mut id = id;
    for _ in 0..64 {
        match drafts.get(id).link {
            Some(next) if drafts.get(id).is_bare_link() => id = next,
            _ => break,
        }
    }
    id
}

fn schema(draft: &Draft, drafts: &Drafts) -> Schema {
    let of = |id: DraftId| final_id(drafts, id);
    let [all_of, any_of, one_of] = &draft.branches;
    // A branch of which nothing is known says nothing.
    let link = draft.link.filter(|it| !drafts.get(*it).is_empty());
    let mut types = TypeSet::default();
    if draft.link.is_none() {
        draft.types.iter().for_each(|it| types.insert(*it));
    }
    let named = |all: &IndexMap<Arc<str>, DraftId>| {
        let all = all.iter();
        all.map(|(name, it)| (name.clone(), of(*it))).collect()
    };
    let text_of = |it| draft.restrictions.get(it).map(Arc::from);
    Schema {
        origin: Origin {
            name: draft.name.clone(),
            ..Origin::default()
        },
        annotations: Annotations {
            title: draft.title.clone(),
            description: draft.description.clone(),
            default: draft.absent_value(),
            deprecated: draft.restrictions.has(Restriction::Deprecated),
            content_encoding: text_of(Restriction::ContentEncoding),
            content_media_type: text_of(Restriction::ContentMediaType),
            examples: draft.example.iter().cloned().map(example).collect(),
            read_only: draft.read_only,
            write_only: draft.write_only,
            external_docs: draft.external_docs.as_ref().map(|(text, url)| {
                Box::new(ExternalDocs {
                    description: Some(text.clone()),
                    url: url.clone(),
                })
            }),
            extensions: draft_keywords(draft).into(),
            ..Annotations::default()
        },
        types,
        number: number_rules(draft).into(),
        string: string_rules(draft).into(),
        nullable: match draft.nullable {
            _ if draft.is_null => Nullable::Only,
            true => Nullable::Keyword,
            false => Nullable::No,
        },
        format: draft.format.clone(),
        never: draft.never,
        values: draft.values.clone().map(|values| Values {
            values,
            constant: false,
        }),
        array: ArrayRules {
            items: draft.items.map(of),
            prefix: draft.prefix.iter().map(|it| of(*it)).collect(),
            min_items: draft.count(Restriction::MinItems).or(draft.min_items),
            max_items: draft.count(Restriction::MaxItems),
            unique: draft.restrictions.has(Restriction::UniqueItems),
            ..ArrayRules::default()
        }
        .into(),
        object: ObjectRules {
            properties: named(&draft.properties),
            required: {
                let elsewhere = draft.restrictions.required().map(|it| Arc::from(&*it));
                draft.required.iter().cloned().chain(elsewhere).collect()
            },
            additional: match draft.additional {
                None if draft.restrictions.has(Restriction::NoOthers) => Additional::None,
                None => Additional::Unsaid,
                Some(it) => Additional::Schema(of(it)),
            },
            min_properties: draft.count(Restriction::MinProperties),
            max_properties: draft.count(Restriction::MaxProperties),
            patterns: named(&draft.patterns),
            ..ObjectRules::default()
        }
        .into(),
        all_of: link.iter().chain(all_of).map(|it| of(*it)).collect(),
        any_of: any_of.iter().map(|it| of(*it)).collect(),
        one_of: one_of.iter().map(|it| of(*it)).collect(),
        not: draft.not.map(of),
        discriminator: draft.discriminator.clone().map(|property| {
            Box::new(Discriminator {
                property,
                mapping: draft
                    .mapping
                    .iter()
                    .map(|(value, id)| (value.clone(), of(*id)))
                    .collect(),
                default: None,
                place: Default::default(),
            })
        }),
        ..Schema::default()
    }
}
