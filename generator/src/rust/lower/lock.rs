//! Names that are kept from one run to the next: each is taken before anything else is named.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::catalogue as code;
use crate::config::{Kept, NameLock, Named};
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::model::{Api, Operation};
use crate::rust::names::{Scope, bare, is_keyword, is_word};
use crate::source::Place;

/// The names that are kept, and those that this run came to.
#[derive(Default)]
pub struct Locked<'l> {
    before: Option<&'l NameLock>,
    /// What has the name that is kept for it.
    reserved: HashSet<(Named, Arc<str>)>,
    asked: NameLock,
    /// How often each key was asked for.
    repeats: HashMap<(Named, Arc<str>), usize>,
    /// What each operation is known by.
    pub operations: Vec<Arc<str>>,
    /// What each type is known by.
    pub types: Vec<Arc<str>>,
}

/// What an inline type is written in.
#[derive(Default, Clone)]
pub struct Owner {
    /// What it is known by.
    pub key: Arc<str>,
    /// What the names of its inline types begin with.
    pub stem: Arc<str>,
}

impl<'l> Locked<'l> {
    pub fn of(before: Option<&'l NameLock>, api: &Api) -> Self {
        let mut locked = Self {
            before,
            ..Self::default()
        };
        if before.is_some() {
            let keys = (api.operations.iter())
                .map(|it| locked.unique(Named::Function, known_as(it)))
                .collect();
            locked.operations = keys;
            locked.repeats.clear();
        }
        locked
    }

    /// Whether names are kept.
    pub fn is_on(&self) -> bool {
        self.before.is_some()
    }

    /// The names that this run came to.
    pub fn into_names(self) -> Option<NameLock> {
        self.before.map(|_| self.asked)
    }

    /// Takes the names of a part in their scope, where nothing but what Rust has is named yet. One that cannot be had is told.
    pub fn reserve(&mut self, part: Named, scope: &mut Scope, sink: &mut Sink) {
        for (key, kept) in self.before.into_iter().flat_map(|it| it.of(part)) {
            let why = match (is_name(&kept.name), scope.try_claim(&kept.name)) {
                (true, Some(_)) => {
                    self.reserved.insert((part, key.clone()));
                    continue;
                }
                (true, None) => format!(
                    "`{}` cannot keep the name `{}`, which something else has",
                    printable(key),
                    printable(&kept.name)
                ),
                (false, _) => format!(
                    "`{}` cannot be called `{}` in Rust",
                    printable(key),
                    printable(&kept.name)
                ),
            };
            let help = "write another name, or remove the line to have it named anew";
            sink.push(Diagnostic::error(code::NAME_LOCK, kept.place, "", why).with_help(help));
        }
    }

    /// Takes the name of one thing in a scope of its own, if it can be had there.
    pub fn reserve_one(&mut self, part: Named, key: &Arc<str>, scope: &mut Scope) {
        let kept = self.before.and_then(|it| it.of(part).get(key));
        if kept.is_some_and(|it| is_name(&it.name) && scope.try_claim(&it.name).is_some()) {
            self.reserved.insert((part, key.clone()));
        }
    }

    /// The name that is kept for something, and taken.
    pub fn name(&self, part: Named, key: &str) -> Option<Arc<str>> {
        let (key, kept) = self.before?.of(part).get_key_value(key)?;
        let is_taken = self.reserved.contains(&(part, key.clone()));
        is_taken.then(|| kept.name.clone())
    }

    /// Keeps a name for the next run.
    pub fn keep(&mut self, part: Named, key: Arc<str>, name: &Arc<str>) {
        if self.is_on() {
            self.keep_shape(part, key, name, None);
        }
    }

    /// The same with what it is known by where it has moved.
    pub fn keep_shape(
        &mut self,
        part: Named,
        key: Arc<str>,
        name: &Arc<str>,
        shape: Option<Arc<str>>,
    ) {
        let kept = Kept {
            name: name.clone(),
            shape,
            place: Place::default(),
        };
        self.asked.keep(part, key, kept);
    }

    /// The name that is kept for something, or else one like the one that is wanted. With `is_chosen`, that is the user's choice.
    pub fn claim(
        &mut self,
        part: Named,
        key: &Arc<str>,
        scope: &mut Scope,
        wanted: &str,
        is_chosen: bool,
    ) -> Arc<str> {
        let kept = self.name(part, key);
        let kept = kept.filter(|it| !is_chosen || is_of(it, wanted));
        let name = kept.unwrap_or_else(|| scope.claim(wanted));
        self.keep(part, key.clone(), &name);
        name
    }

    /// A key that nothing else of its part has.
    pub fn unique(&mut self, part: Named, key: String) -> Arc<str> {
        let key: Arc<str> = key.into();
        let count = self.repeats.entry((part, key.clone())).or_default();
        *count += 1;
        match *count {
            1 => key,
            n => format!("{key} #{n}").into(),
        }
    }
}

/// What an operation is known by: its operationId, or else method and path.
fn known_as(it: &Operation) -> String {
    match it.id.as_deref() {
        Some(id) => id.to_owned(),
        None => format!("{} {}", it.method.as_upper(), it.path),
    }
}

/// Whether a name is another one, perhaps with the number that tells several of them apart.
pub fn is_of(name: &str, wanted: &str) -> bool {
    let rest = bare(name).strip_prefix(bare(wanted));
    rest.is_some_and(|it| it.chars().all(|it| it.is_ascii_digit() || it == '_'))
}

/// Whether a text is an identifier, a raw one if it has to be.
fn is_name(text: &str) -> bool {
    let name = bare(text);
    let starts = name.starts_with(|it: char| unicode_ident::is_xid_start(it) || it == '_');
    let is_whole = starts && name.chars().all(|it| it == '_' || is_word(it));
    is_whole && (!is_keyword(text) || name.len() < text.len()) && !matches!(text, "_")
}
