//! `$ref` → the node it leads to.

use std::sync::Arc;

use super::resolver::{MAX_INLINED, Resolver};
use super::resource::Resources;
use super::target::{Failure, Said, Target};
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::load::{MAX_HOPS, uri};
use crate::model::Dialect;
use crate::nearest::nearest_of;
use crate::node::{Node, Object, Value, percent_decode, pointer_name, pointer_segment};
use crate::source::{FileId, Place};
use crate::vocabulary::{Lookup, SpecObject};

impl Resolver<'_> {
    /// Follows a reference object to what it stands for, over as many hops as it takes. What is no reference object is
    /// its own target. `None` with a finding where the reference leads nowhere.
    pub(super) fn target(&mut self, node: &Node, pointer: &str, section: &str) -> Option<Target> {
        let Some(reference) = reference(node) else {
            return Some(Target::new(node.clone(), pointer));
        };
        let is_schema = section == "schemas";
        // Path items have no Reference Object: what stands beside their `$ref` are fields of their own.
        let has_siblings = !is_schema && section != "pathItems" && !reference.bare;
        let said = match node.as_object().filter(|_| has_siblings) {
            Some(object) => {
                self.check_reference(object, section);
                Said::by(object)
            }
            None => Said::default(),
        };
        let key = (
            self.base_of(reference.place),
            Arc::<str>::from(reference.text),
            is_schema,
        );
        let found = match self.targets.get(&key) {
            Some(found) => found.clone(),
            None => {
                let mut way = Vec::new();
                let found = self.follow(&reference, section, &mut way);
                if let Err((code::CIRCULAR_REFERENCE, _, help)) = &found {
                    // So do those on the way; a long chain is not walked once for each of its links.
                    for (base, text) in way {
                        let message = format!(
                            "`{}` leads back to itself, or over more than {MAX_HOPS} references",
                            printable(&text)
                        );
                        let failure = Err((code::CIRCULAR_REFERENCE, message, help.clone()));
                        self.targets.insert((base, text.into(), is_schema), failure);
                    }
                }
                self.targets.insert(key, found.clone());
                found
            }
        };
        match found.and_then(|target| fits(&reference, target, section)) {
            Ok(target) if is_schema => Some(target),
            Ok(mut target) => {
                target.said = said.or(target.said);
                let weight = self.weight(&target.node);
                self.may_inline(weight, reference.place).then_some(target)
            }
            Err((code, message, help)) => {
                self.error(code, reference.place, message, help);
                None
            }
        }
    }

    /// The fields that stand beside the `$ref` of a Reference Object. Before OpenAPI 3.1 it has none, which is all there is to
    /// tell.
    fn check_reference(&mut self, object: &Object, section: &str) {
        let what = described(section);
        self.check_fields(object, SpecObject::Reference);
        let dialect = self.document.dialect;
        if dialect < Dialect::OpenApi31 {
            return;
        }
        for field in ["summary", "description"] {
            let Some((key, _)) = object.entry(field) else {
                continue;
            };
            let has_field =
                what.is_some_and(|it| matches!(it.lookup(field, dialect), Lookup::Here(_)));
            if !has_field {
                let what = what.map_or("a callback".to_owned(), SpecObject::with_article);
                let message =
                    format!("{what} has no `{field}`, so this one beside the `$ref` has no effect");
                let help = "write it in `description`, or take it away";
                self.warn(code::UNKNOWN_FIELD, key.place, message, help);
            }
        }
    }

    /// `summary` or `description` of a target: from OpenAPI 3.1 on what a reference to it says, or else its own.
    pub(super) fn text_of(&mut self, target: &Target, field: &str) -> Option<String> {
        let is_31 = self.document.dialect >= Dialect::OpenApi31;
        match target.said.field(field).filter(|_| is_31) {
            Some(said) => self.text(said, field),
            None => self.string(target.node.as_object()?, field),
        }
    }

    /// Whether so much may be read again that stands elsewhere. Not even a document of 1 MB is too small to fill any
    /// memory: five thousand operations that answer with one response of five thousand headers.
    pub(super) fn may_inline(&mut self, weight: usize, place: Place) -> bool {
        if self.inlined == 0 {
            return false;
        }
        self.inlined = self.inlined.saturating_sub(weight);
        if self.inlined == 0 {
            let message = format!(
                "written out, the references to parameters, responses and the like have more than {MAX_INLINED} fields"
            );
            let help = "split the document, or let fewer operations share what is large";
            self.error(code::TOO_LARGE, place, message, help);
        }
        self.inlined > 0
    }

    /// How many fields are read where a target is.
    fn weight(&mut self, node: &Node) -> usize {
        let Value::Object(object) = &node.value else {
            return 1;
        };
        let identity = Arc::as_ptr(object).cast::<u8>();
        if let Some(found) = self.weights.get(&identity) {
            return *found;
        }
        let weight = fields(node);
        self.weights.insert(identity, weight);
        weight
    }

    /// Follows references until one leads to something else. Beside a reference to a schema there may be keywords that
    /// have a meaning, so that one is where the way ends; other references have none.
    fn follow(
        &mut self,
        first: &Reference<'_>,
        section: &str,
        seen: &mut Vec<(usize, String)>,
    ) -> Result<Target, Failure> {
        let mut place = first.place;
        let mut text = first.text.to_owned();
        let mut hops = 0;
        let mut said = Said::default();
        loop {
            let base = self.base_of(place);
            if seen.contains(&(base, text.clone())) {
                let message = format!("`{}` leads back to itself", printable(first.text));
                return Err((
                    code::CIRCULAR_REFERENCE,
                    message,
                    "let one of the references be what they stand for".into(),
                ));
            }
            seen.push((base, text.clone()));
            let mut target = self.step(place, &text, &mut hops)?;
            // Where a `$dynamicRef` leads depends on the way that the schema is come to.
            let is_dynamic = target.node.get("$dynamicRef").is_some();
            let leads_on = |it: &Reference<'_>| it.bare && !is_dynamic || section != "schemas";
            let Some(next) = reference(&target.node).filter(leads_on) else {
                target.said = said;
                return Ok(target);
            };
            if let Some(object) = target.node.as_object().filter(|_| !next.bare) {
                said = said.or(Said::by(object));
            }
            place = next.place;
            text = next.text.to_owned();
        }
    }

    /// What a reference is relative to, by its number: the file, or the schema with an `$id` around it.
    fn base_of(&self, reference: Place) -> usize {
        match &self.resources {
            Some(it) => it.around(reference),
            None => reference.file.0.into(),
        }
    }

    /// The resources of the document, which are searched for once.
    fn resources(&mut self) -> &Resources {
        let document = self.document;
        self.resources
            .get_or_insert_with(|| Resources::of(document))
    }

    /// The value that a reference without its fragment leads to: a file, or a schema by its `$id`.
    fn document_of(&mut self, from: Place, path: &str) -> Result<(usize, Target), Failure> {
        let around = self.base_of(from);
        let mut by_id = String::new();
        if let Some(resources) = &self.resources {
            let here = resources.get(around);
            if path.is_empty() && here.is_schema {
                return Ok((around, here.root.clone()));
            }
            let target = uri::resolve(&here.base, path).unwrap_or_default();
            if let Some(at) = resources.by_uri(&target).filter(|_| !path.is_empty()) {
                return Ok((at, resources.get(at).root.clone()));
            }
            by_id = match uri::is_absolute(path) {
                true if resources.has_ids() => "no schema has this `$id`, and ".to_owned(),
                false if here.is_schema => format!(
                    "by the `$id` around it this is `{}`, which is no schema's, and as a file it cannot be read: ",
                    printable(&target)
                ),
                _ => String::new(),
            };
        }
        let file = if path.is_empty() {
            from.file
        } else {
            self.document.file(from.file, path).map_err(|why| {
                let path = printable(path);
                let message = match by_id.is_empty() {
                    true => format!("`{path}` cannot be read: {why}"),
                    false => format!("`{path}` leads nowhere: {by_id}{why}"),
                };
                let help = match by_id.is_empty() {
                    true => "name a file beneath the document's folder, relative to this one",
                    false => "name a schema by its `$id`, or a file relative to this one",
                };
                (code::UNREADABLE_FILE, message, help.into())
            })?
        };
        if file != FileId(0) && self.document.tree(file).is_null() {
            let message = format!("`{}` holds nothing that can be read", printable(path));
            let help = "mend what is reported of that file; an empty one stands for nothing";
            return Err((code::UNREADABLE_FILE, message, help.to_owned()));
        }
        let root = Target::new(self.document.tree(file).clone(), "");
        Ok((file.0.into(), root))
    }

    /// One hop, and those that a pointer takes on its way; `hops` counts them.
    fn step(&mut self, from: Place, text: &str, hops: &mut usize) -> Result<Target, Failure> {
        count_hop(text, hops)?;
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (base, root) = self.document_of(from, path)?;
        let file = root.node.place.file;
        let encoded = self.document.moved_pointer(file, fragment);
        let fragment = percent_decode(&encoded);
        if fragment.is_empty() {
            return Ok(root);
        }
        if !fragment.starts_with('/') {
            let anchor = self.resources().anchor(base, &fragment);
            return anchor
                .cloned()
                .ok_or_else(|| unresolved(text, "no `$anchor` or `$id` has this name"));
        }
        let is_own = root.pointer.is_empty();
        match self.walk(root, text, &fragment, hops) {
            // By the letter, `#` is the schema with the `$id` around the reference. Whoever writes `#/components` there
            // means the document.
            Err(_) if !is_own && self.document.tree(file).at(&fragment).is_some() => {
                let uri = printable(&self.resources().get(base).base);
                let message = format!(
                    "`{}` is not in the schema with the `$id` `{uri}`, which this is relative to; what stands there in the file is taken",
                    printable(text)
                );
                let help = "take the `$id` away, or write the file's name before the `#`";
                self.warn(code::UNRESOLVED_REFERENCE, from, message, help);
                let root = Target::new(self.document.tree(file).clone(), "");
                self.walk(root, text, &fragment, hops)
            }
            found => found,
        }
    }

    /// The value at a pointer below another one.
    fn walk(
        &mut self,
        root: Target,
        text: &str,
        fragment: &str,
        hops: &mut usize,
    ) -> Result<Target, Failure> {
        let (path, _) = text.split_once('#').unwrap_or((text, ""));
        let file = root.node.place.file;
        let mut node = root.node;
        let mut pointer = root.pointer.as_ref().to_owned();
        for segment in fragment.split('/').skip(1) {
            let name = pointer_name(segment);
            // A pointer may lead through a reference: `#/paths/~1a/get` where `/a` is one.
            while let Some(next) = reference(&node).filter(|_| node.step(&name).is_none()) {
                count_hop(text, hops)?;
                let (place, text) = (next.place, next.text.to_owned());
                let (path, fragment) = text.split_once('#').unwrap_or((&text, ""));
                if !path.is_empty() || !fragment.starts_with('/') || self.resources.is_some() {
                    let target = self.step(place, &text, hops)?;
                    node = target.node;
                    pointer = target.pointer.as_ref().to_owned();
                    continue;
                }
                node = self
                    .document
                    .tree(place.file)
                    .at(&percent_decode(fragment))
                    .cloned()
                    .ok_or_else(|| unresolved(&text, "there is nothing at this pointer"))?;
                pointer = percent_decode(fragment);
            }
            node = match node.step(&name) {
                Some(next) => next.clone(),
                None => {
                    // What is misspelt there is reported where it stands.
                    let fixed = ["components", "schemas", "definitions", "paths"];
                    let object = node.as_object().filter(|_| !fixed.contains(&&*name));
                    let converted = fragment.replacen("/definitions/", "/components/schemas/", 1);
                    let why = match object.and_then(|it| self.near_member(it, &name)) {
                        _ if self.document.tree(file).at(&converted).is_some() => {
                            format!("did you mean `#{converted}`?")
                        }
                        Some(near) => format!("did you mean `{path}#{pointer}/{near}`?"),
                        None if pointer.is_empty() && !path.is_empty() => {
                            format!("there is no `{}` in that file", printable(&name))
                        }
                        None => {
                            format!("there is no `{}` in `{path}#{pointer}`", printable(&name))
                        }
                    };
                    return Err(unresolved(text, &why));
                }
            };
            pointer.push('/');
            pointer.push_str(segment);
        }
        Ok(Target::new(node, pointer))
    }

    /// The member whose name comes nearest, looked for where there are few enough to compare.
    fn near_member(&mut self, object: &Object, name: &str) -> Option<String> {
        if object.len() > 2_000 {
            return None;
        }
        let names = object.iter().map(|(key, _)| &*key.text);
        let near = nearest_of(name, names, &mut self.comparisons)?;
        Some(pointer_segment(near).into_owned())
    }

    /// Warns of schemas that say to be what another one says to be.
    pub(super) fn report_repeated_identities(&mut self) {
        let resources = self.resources.take();
        for (place, keyword, name) in resources.iter().flat_map(Resources::repeated) {
            let message = format!(
                "another schema has the `{keyword}` `{}`; references lead to the first",
                printable(name)
            );
            let help = "let each schema have one of its own";
            self.warn(code::REPEATED_IDENTITY, *place, message, help);
        }
        self.resources = resources;
    }
}

/// A reference object.
pub(super) struct Reference<'n> {
    /// The URI reference.
    pub text: &'n str,
    /// Where it stands.
    pub place: Place,
    /// Whether `$ref` is the only member.
    pub bare: bool,
}

/// Reads a node as a reference object, if it is one.
pub(super) fn reference(node: &Node) -> Option<Reference<'_>> {
    let object = node.as_object()?;
    let target = object.get("$ref").or_else(|| object.get("$dynamicRef"))?;
    Some(Reference {
        text: target.as_str()?,
        place: target.place,
        bare: object.len() == 1,
    })
}

/// The object that stands in a section of the components. Callbacks are maps.
fn described(section: &str) -> Option<SpecObject> {
    Some(match section {
        "parameters" => SpecObject::Parameter,
        "headers" => SpecObject::Header,
        "requestBodies" => SpecObject::RequestBody,
        "mediaTypes" => SpecObject::MediaType,
        "responses" => SpecObject::Response,
        "examples" => SpecObject::Example,
        "links" => SpecObject::Link,
        "securitySchemes" => SpecObject::SecurityScheme,
        _ => return None,
    })
}

/// Lets a target pass that stands where targets of that kind do, as far as its pointer shows. A section of the author's own
/// may hold any.
fn fits(reference: &Reference<'_>, target: Target, section: &str) -> Result<Target, Failure> {
    let help = || format!("refer to `#/components/{section}/…`");
    let is_document = target.node.get("openapi").is_some() || target.node.get("swagger").is_some();
    if target.pointer.is_empty() && is_document {
        let what = match reference.text {
            "" => "an empty `$ref` leads to the whole document".to_owned(),
            text => format!("`{}` is a whole document", printable(text)),
        };
        let message = format!("{what}, where one of the {section} is expected");
        return Err((code::WRONG_TARGET, message, help()));
    }
    match target.pointer.split('/').collect::<Vec<_>>()[..] {
        ["", "components", found, _]
            if found != section && !SpecObject::Components.rows(found).is_empty() =>
        {
            let message =
                format!("this leads to one of the {found}, where one of the {section} is expected");
            Err((code::WRONG_TARGET, message, help()))
        }
        _ => Ok(target),
    }
}

/// Fails where references lead on and on, most likely back to one they came through.
fn count_hop(text: &str, hops: &mut usize) -> Result<(), Failure> {
    *hops += 1;
    if *hops <= MAX_HOPS {
        return Ok(());
    }
    let message = format!(
        "`{}` leads over more than {MAX_HOPS} references, or back to itself",
        printable(text)
    );
    let help = "let it lead to what they stand for".to_owned();
    Err((code::CIRCULAR_REFERENCE, message, help))
}

/// How many fields are read in a value each time it is. Schemas and examples are not read again.
fn fields(node: &Node) -> usize {
    match &node.value {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| match &*key.text {
                "schema" | "itemSchema" | "example" | "value" => 1,
                "examples" => 1 + value.as_object().map_or(0, |it| 4 * it.len()),
                name if name.starts_with("x-") => 1,
                _ => 1 + fields(value),
            })
            .sum(),
        Value::Array(items) => items.iter().map(|it| 1 + fields(it)).sum(),
        // Texts are copied.
        Value::String(text) => text.len() / 64,
        _ => 0,
    }
}

fn unresolved(text: &str, why: &str) -> Failure {
    (
        code::UNRESOLVED_REFERENCE,
        format!("`{}` leads nowhere", printable(text)),
        why.to_owned(),
    )
}
