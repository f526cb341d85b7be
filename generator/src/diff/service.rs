//! Two documents as wholes → how what they say of the API differs.

use std::collections::HashSet;

use super::change::{Change, Side};
use super::comparison::{Comparison, first_by};
use super::life::{self, shown};
use super::notes::texts;
use crate::analysis::direction::Directions;
use crate::catalogue as code;
use crate::model::{Api, Info, Tag};

impl Comparison<'_, '_> {
    /// Compares what is about no operation.
    pub fn service(&mut self) {
        self.begin(None);
        let (a, b) = (self.pair.old.api(), self.pair.new.api());
        self.info(&a.info, &b.info);
        self.servers([&a.servers, &b.servers], None);
        self.tags(&a.tags, &b.tags);
        self.schemes();
        self.components(a, b);
        for (name, was, is) in life::extensions(&a.extensions, &b.extensions) {
            let change = Change::new(
                code::EXTENSION,
                format!("the extension `{name}` of the document changed"),
            );
            self.push(change.from_to(was.map(shown), is.map(shown)));
        }
    }

    fn info(&mut self, old: &Info, new: &Info) {
        if old.version != new.version {
            let message = format!(
                "the version of the API changed from `{}` to `{}`",
                old.version, new.version
            );
            let change = Change::new(code::API_VERSION, message);
            self.push(change.from_to(Some(old.version.clone()), Some(new.version.clone())));
        }
        let license = |it: &Info| {
            it.license
                .as_ref()
                .map(|it| format!("{} {:?} {:?}", it.name, it.identifier, it.url))
        };
        let contact = |it: &Info| {
            it.contact
                .as_ref()
                .map(|it| format!("{:?} {:?} {:?}", it.name, it.url, it.email))
        };
        let (licenses, contacts) = ([old, new].map(license), [old, new].map(contact));
        for it in texts([
            ("title", Some(&*old.title), Some(&*new.title)),
            ("summary", old.summary.as_deref(), new.summary.as_deref()),
            (
                "description",
                old.description.as_deref(),
                new.description.as_deref(),
            ),
            (
                "terms of service",
                old.terms_of_service.as_deref(),
                new.terms_of_service.as_deref(),
            ),
            ("license", licenses[0].as_deref(), licenses[1].as_deref()),
            ("contact", contacts[0].as_deref(), contacts[1].as_deref()),
        ]) {
            self.push(it.about("the API"));
        }
        for (name, was, is) in life::extensions(&old.extensions, &new.extensions) {
            let change = Change::new(
                code::EXTENSION,
                format!("the extension `{name}` of `info` changed"),
            );
            self.push(change.from_to(was.map(shown), is.map(shown)));
        }
    }

    fn tags(&mut self, old: &[Tag], new: &[Tag]) {
        let name = |it: &Tag| it.name.clone();
        let (of_old, of_new) = (first_by(old, name), first_by(new, name));
        for it in old {
            let Some(other) = of_new.get(&it.name) else {
                let change = Change::new(
                    code::TAGS,
                    format!("the tag `{}` is not described any more", it.name),
                );
                self.push(change.at(Some(it.place), None));
                continue;
            };
            for change in texts([
                (
                    "description",
                    it.description.as_deref(),
                    other.description.as_deref(),
                ),
                ("summary", it.summary.as_deref(), other.summary.as_deref()),
            ]) {
                self.push(
                    change
                        .about(format!("tag `{}`", it.name))
                        .at(Some(it.place), Some(other.place)),
                );
            }
        }
        for it in new.iter().filter(|it| !of_old.contains_key(&it.name)) {
            let change = Change::new(
                code::TAGS,
                format!("the tag `{}` is described now", it.name),
            );
            self.push(change.at(None, Some(it.place)));
        }
    }

    /// Components that nothing uses, and that came or went: the others are told where they are used.
    fn components(&mut self, old: &Api, new: &Api) {
        for (is_old, from, to) in [(true, old, new), (false, new, old)] {
            let side = if is_old { Side::Old } else { Side::New };
            let gone: Vec<_> = from
                .components
                .iter()
                .filter(|it| !to.components.contains_key(it.0))
                .collect();
            if gone.is_empty() {
                continue;
            }
            let (half, other) = (self.pair.half(side), self.pair.half(side.other()));
            let used = Directions::of(from, half.document.subtypes).used;
            let known: HashSet<u64> = to
                .components
                .values()
                .map(|id| other.prints.whole(*id))
                .collect();
            for (name, id) in gone {
                // One that has another name now is the same one.
                if used[id.index()] || known.contains(&half.prints.whole(*id)) {
                    continue;
                }
                let verb = if is_old { "removed" } else { "added" };
                let change = Change::new(
                    code::COMPONENTS,
                    format!("the schema `{name}`, which nothing uses, was {verb}"),
                );
                let place = Some(from.schema(*id).origin.place);
                self.push(change.at(place.filter(|_| is_old), place.filter(|_| !is_old)));
            }
        }
    }
}
