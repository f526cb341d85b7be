//! Components → named types that wait for their bodies.

use std::sync::Arc;

use super::lock::{Locked, is_of};
use super::shape::Shape;
use super::{Job, Lower, Root, extension, notes, prefix};
use crate::analysis::conjunction::Conjunct;
use crate::config::Named;
use crate::model::Schema;
use crate::rust::item::types::TypeRef;

/// Names that are in scope in every Rust module: a component `Option` becomes `OptionModel`.
const PRELUDE: &[&str] = &[
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Box",
    "Vec",
    "String",
    "ToString",
    "ToOwned",
    "Default",
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Iterator",
    "IntoIterator",
    "Extend",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "FromIterator",
    "AsRef",
    "AsMut",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Debug",
    "Hash",
    "Unpin",
    "Future",
    "IntoFuture",
    "Self_",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
];

impl Lower<'_> {
    /// Gives every component its name and type, in document order. Names of the prelude are claimed before,
    /// so that no type has them.
    pub(super) fn name_components(&mut self) {
        for name in PRELUDE {
            self.scope.try_claim(name);
        }
        for part in [
            Named::Schema,
            Named::Inline,
            Named::Request,
            Named::Response,
        ] {
            self.lock.reserve(part, &mut self.scope, self.sink);
        }
        if self.config.server.typed_errors {
            self.lock.reserve(Named::Error, &mut self.scope, self.sink);
        }
        let wanted = prefix::component_names(self.api, self.config);
        let is_reserved = |written: &Arc<str>| PRELUDE.contains(&wanted[written].as_str());
        let all = (self.api.components.keys()).map(|written| {
            let name = wanted[written].clone();
            let name = match is_reserved(written) {
                true => format!("{name}Model"),
                false => name,
            };
            (written.clone(), name)
        });
        let all: Vec<(Arc<str>, String)> = all.collect();
        let names = self.names_of_components(&all);
        let skips_unused = self.config.types.unused == Some(false);
        for ((written, id), name) in self.api.components.iter().zip(&names) {
            if skips_unused && !self.directions.used[id.index()] {
                continue;
            }
            let replaced = (self.config.types.replace.get(&**written))
                .map(|path| TypeRef::Path(path.as_str().into()))
                .or_else(|| self.replaced(&[Conjunct::whole(*id)]));
            if let Some(reference) = replaced {
                self.known
                    .insert(vec![Conjunct::whole(*id)], reference.clone());
                self.references[id.index()] = Some(reference);
                continue;
            }
            if is_reserved(written) {
                let schema = self.api.schema(*id);
                notes::reserved(self.sink, written, &wanted[written], name, schema);
            }
            let type_id = self.component_type(name, written);
            self.lock.keep(Named::Schema, written.clone(), name);
            self.roots[type_id.0 as usize] = Root::Type(type_id);
            let is_alias = self.components[id.index()].is_some();
            if !is_alias {
                self.components[id.index()] = Some(type_id);
            }
            self.queue.push_back(Job {
                id: type_id,
                stem: name.to_string(),
                name: name.clone(),
                conjunction: vec![Conjunct::whole(*id)],
                // A second name for a schema that has one is an alias of the first.
                shape: is_alias.then(|| Shape::Same(vec![Conjunct::whole(*id)])),
            });
        }
        let all = without_kept(&self.lock, all, &names);
        notes::renamed(self.sink, &all, &names, notes::OF_COMPONENT, |at| {
            let id = self.api.components[at];
            let origin = &self.api.schema(id).origin;
            let has_type = self.components[id.index()].is_some();
            has_type.then(|| (origin.place, origin.pointer.to_string()))
        });
    }

    /// The name of each component, those that are kept before others.
    fn names_of_components(&mut self, all: &[(Arc<str>, String)]) -> Vec<Arc<str>> {
        if !self.lock.is_on() {
            return self.scope.claim_all(all);
        }
        let kept = all.iter().map(|(written, wanted)| {
            let kept = self.lock.name(Named::Schema, written)?;
            let schema = self.api.schema(self.api.components[written]);
            let is_chosen = self.config.names.schemas.contains_key(&**written)
                || self.chosen_by_pointer(schema);
            (!is_chosen || is_of(&kept, wanted)).then_some(kept)
        });
        let kept: Vec<Option<Arc<str>>> = kept.collect();
        let open = all.iter().zip(&kept).filter(|(_, kept)| kept.is_none());
        let open: Vec<(Arc<str>, String)> = open.map(|(it, _)| it.clone()).collect();
        let mut claimed = self.scope.claim_all(&open).into_iter();
        let names = kept.into_iter().map(|it| it.or_else(|| claimed.next()));
        names.flatten().collect()
    }

    fn chosen_by_pointer(&self, schema: &Schema) -> bool {
        let configured = &self.config.names.schemas;
        configured.contains_key(&*schema.origin.pointer) || extension::name(schema).is_some()
    }
}

/// Names as they would be, where those that are kept are those that they have: nothing is taken from them.
fn without_kept(
    lock: &Locked<'_>,
    all: Vec<(Arc<str>, String)>,
    names: &[Arc<str>],
) -> Vec<(Arc<str>, String)> {
    let all = all.into_iter().zip(names);
    let all = all.map(|((written, wanted), name)| {
        match lock.name(Named::Schema, &written).as_ref() == Some(name) {
            true => (written, name.to_string()),
            false => (written, wanted),
        }
    });
    all.collect()
}
