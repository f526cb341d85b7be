//! Names that are kept from one run to the next: each is taken before anything else is named.

use std::collections::{HashMap, HashSet};
use std::ops::Bound;
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

/// What owns the bodies of `components/responses`.
pub const COMPONENTS: &str = "#";

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

    /// Takes the names of what belongs to an owner, in a scope of its own: those whose keys are the owner's, `/` and a word.
    pub fn reserve_within(&mut self, part: Named, owner: &str, scope: &mut Scope) {
        let Some(before) = self.before else {
            return;
        };
        let from = format!("{owner}/");
        let range = (Bound::Included(&*from), Bound::Unbounded);
        for (key, _) in before.of(part).range::<str, _>(range) {
            match key.strip_prefix(&*from) {
                None => break,
                Some(word) if word.contains('/') => {}
                Some(_) => self.reserve_one(part, key, scope),
            }
        }
    }

    /// The name of what belongs to an owner, by a word.
    pub fn claim_within(
        &mut self,
        part: Named,
        (owner, word): (&str, &str),
        scope: &mut Scope,
        wanted: &str,
    ) -> Arc<str> {
        if !self.is_on() {
            return scope.claim(wanted);
        }
        let key = self.unique(part, format!("{owner}/{word}"));
        self.claim(part, &key, scope, wanted, false)
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

#[cfg(test)]
mod tests {
    use crate::config::{Config, NameLock, Named};
    use crate::{Emit, Files, Source, generate};

    struct NoFiles;

    impl Files for NoFiles {
        fn read(&self, path: &str) -> Result<String, String> {
            Err(path.to_owned())
        }
    }

    const CHOICES: &str =
        "[client.pagination.numbers]\nby = 'page'\nparameter = 'page'\nitems = ''\n";
    const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ntags: [{name: a}]\n";
    const TWO: &str = "{application/json: {}, text/plain: {}}";

    fn operation(method: &str, id: &str, rest: &str) -> String {
        format!("    {method}: {{operationId: {id}, tags: [a], {rest}}}\n")
    }

    /// With bodies of two types, of parts, of a shared response, and with pages.
    fn first() -> String {
        let form = "{multipart/form-data: {schema: {type: object, properties: {note: {type: string}, file: {type: string, format: binary}}}}}";
        let list = "parameters: [{name: page, in: query, schema: {type: integer}}], \
                    responses: {'200': {description: D, content: {application/json: {schema: {type: array, items: {type: string}}}}}}";
        format!(
            "  /b:\n{}{}{}{}  /c:\n{}",
            operation(
                "post",
                "findOk",
                &format!(
                    "requestBody: {{content: {TWO}}}, responses: {{'204': {{description: D}}}}"
                )
            ),
            operation(
                "put",
                "send",
                &format!(
                    "requestBody: {{content: {form}}}, responses: {{'409': {{$ref: '#/components/responses/taken'}}}}"
                )
            ),
            operation(
                "delete",
                "drop",
                "responses: {'409': {$ref: '#/components/responses/taken'}}"
            ),
            operation("get", "list", list),
            operation("get", "nothing", "responses: {'204': {description: D}}"),
        )
    }

    /// What would take their names if it came first.
    fn second() -> String {
        let find = format!("responses: {{'200': {{description: D, content: {TWO}}}}}");
        let none = "responses: {'204': {description: D}}";
        format!(
            "  /a:\n{}{}{}",
            operation("get", "find", &find),
            operation("post", "listPages", none),
            first()
        )
    }

    fn made(paths: &str, lock: &NameLock) -> (String, NameLock) {
        let document = format!(
            "{HEAD}paths:\n{paths}components:\n  responses:\n    taken: {{description: D, content: {TWO}}}\n"
        );
        let mut config =
            Config::parse(&Source::new("gen.toml", CHOICES)).expect("they are choices");
        config.lock = Some(lock.clone());
        let emit = Emit {
            rust: true,
            docs: false,
            html: false,
        };
        let made = generate(Source::new("a.yaml", document), &NoFiles, &config, emit);
        let made = made.unwrap_or_else(|report| panic!("{report}"));
        let text = made.lock.expect("names are kept");
        let lock = NameLock::parse(&Source::new("verbatim.lock", text.as_str())).expect("a lock");
        assert_eq!(lock.text(), text);
        let code: String = ["src/api/a.rs", "src/api/responses.rs", "src/client/a.rs"]
            .iter()
            .filter_map(|it| made.files.get(it))
            .collect();
        (code, lock)
    }

    #[test]
    fn bodies_parts_and_pages_keep_their_names() {
        let (code, lock) = made(&first(), &NameLock::default());
        let bodies: Vec<String> = (lock.of(Named::Body).iter())
            .map(|(key, it)| format!("{key} {}", it.name))
            .collect();
        let kept = [
            "#/taken TakenBody",
            "findOk/body FindOkBody",
            "send/parts SendPart",
        ];
        assert_eq!(bodies, kept, "{}", lock.text());
        for item in [
            "enum FindOkBody ",
            "enum SendPart ",
            "enum TakenBody ",
            "fn list_pages",
        ] {
            assert!(code.contains(item), "{item}: {code}");
        }

        // Each would have another name if it were not kept.
        let (code, fresh) = made(&second(), &NameLock::default());
        assert!(code.contains("fn list_pages_2"), "{code}");
        assert_eq!(&*fresh.of(Named::Body)["findOk/body"].name, "FindOkBody2");
        let (code, next) = made(&second(), &lock);
        for part in [Named::Body, Named::Pages, Named::Items] {
            for (key, it) in lock.of(part) {
                assert_eq!(next.of(part)[key].name, it.name, "{key}");
            }
        }
        assert_eq!(&*next.of(Named::Body)["find/200"].name, "FindOkBody2");
        assert!(!code.contains("fn list_pages_2"), "{code}");
    }

    #[test]
    fn a_name_of_bodies_is_changed_in_the_lock() {
        let (_, lock) = made(&first(), &NameLock::default());
        let text = lock.text().replace("\"FindOkBody\"", "\"Wanted\"");
        let lock = NameLock::parse(&Source::new("verbatim.lock", text.as_str())).expect("a lock");
        let (code, next) = made(&first(), &lock);
        assert!(code.contains("enum Wanted "), "{code}");
        assert_eq!(next.text(), text);
    }
}
