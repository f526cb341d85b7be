//! Components → named types that wait for their bodies.

use std::sync::Arc;

use super::shape::Shape;
use super::{Job, Lower, Root, notes, prefix};
use crate::analysis::conjunction::Conjunct;
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
        let names = self.scope.claim_all(&all);
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
            let type_id = self.new_type(name.clone());
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
        notes::renamed(self.sink, &all, &names, notes::OF_COMPONENT, |at| {
            let id = self.api.components[at];
            let origin = &self.api.schema(id).origin;
            let has_type = self.components[id.index()].is_some();
            has_type.then(|| (origin.place, origin.pointer.to_string()))
        });
    }
}
