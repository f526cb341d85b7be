//! Operations → what they and the modules of their tags are called.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::groups::Groups;
use crate::config::{Config, Named};
use crate::diagnostic::Sink;
use crate::model::{Api, Operation};
use crate::rust::lower::lock::Locked;
use crate::rust::names::{LONGEST, Scope, bare, is_word, pascal, shorten_to, snake, within};

/// What the module of a tag is called.
#[derive(Debug, Clone)]
pub struct ModuleNames {
    /// Its identifier, and the stem of its file.
    pub name: Arc<str>,
    /// The tag; `None` for operations without one.
    pub tag: Option<Arc<str>>,
    /// The trait's identifier.
    pub trait_name: Arc<str>,
}

/// What an operation is called.
#[derive(Debug, Clone)]
pub struct OperationNames {
    /// Index of its module.
    pub module: usize,
    /// The method of the trait: `list_members`.
    pub function: Arc<str>,
    /// The stem its types share: `ListMembers`.
    pub stem: Arc<str>,
    /// The struct of its parameters and body: `ListMembersRequest`.
    pub request: Arc<str>,
    /// The enum of its answers: `ListMembersResponse`.
    pub response: Arc<str>,
    /// The enum of its errors: `ListMembersError`.
    pub error: Arc<str>,
}

/// What every operation is called, and the modules they stand in. `types` knows the names of the components, which
/// come first: with a schema `CreateUserRequest`, the request of `createUser` is `CreateUserInput`.
pub fn operations(
    api: &Api,
    config: &Config,
    types: &mut Scope,
    lock: &mut Locked<'_>,
    sink: &mut Sink,
) -> (Vec<ModuleNames>, Vec<OperationNames>) {
    let groups = Groups::of(api);
    let mut modules = Modules::default();
    for name in TAKEN_MODULES {
        modules.names.try_claim(name);
    }
    lock.reserve(Named::Tag, &mut modules.names, sink);
    let mut stems = Scope::default();
    lock.reserve(Named::Types, &mut stems, sink);
    let of_operations: Vec<usize> = (api.operations.iter())
        .map(|it| modules.of(api, groups.group(it), lock))
        .collect();
    let keys = lock.operations.clone();
    for (module, key) in of_operations.iter().zip(&keys) {
        lock.reserve_one(Named::Function, key, &mut modules.functions[*module]);
    }
    let names: Vec<OperationNames> = (api.operations.iter().zip(of_operations).enumerate())
        .map(|(at, (operation, module))| {
            let key = keys.get(at).cloned().unwrap_or_default();
            let (words, is_chosen) = operation_words(operation, config);
            let functions = &mut modules.functions[module];
            let function = lock.claim(Named::Function, &key, functions, &snake(&words), is_chosen);
            let stem = lock.claim(Named::Types, &key, &mut stems, &stem(&words), is_chosen);
            let mut either = |part: Named, first: &str, second: &str| {
                let kept = lock
                    .name(part, &key)
                    .filter(|it| !is_chosen || it.starts_with(&*stem));
                let name = kept
                    .or_else(|| types.try_claim(&within(&format!("{stem}{first}"))))
                    .unwrap_or_else(|| types.claim(&format!("{stem}{second}")));
                lock.keep(part, key.clone(), &name);
                name
            };
            let request = either(Named::Request, "Request", "Input");
            let response = either(Named::Response, "Response", "Output");
            let error = match config.server.typed_errors {
                true => either(Named::Error, "Error", "Failure"),
                false => Arc::default(),
            };
            OperationNames {
                module,
                function,
                stem,
                request,
                response,
                error,
            }
        })
        .collect();
    report_renamed(api, config, &names, lock, sink);
    (modules.modules, names)
}

/// The stem of the types of an operation, with room for what tells them apart, `Response` and a number.
fn stem(words: &str) -> String {
    shorten_to(&pascal(words), LONGEST - 10)
}

/// Adds a note for each operation whose function or types have a number in their names.
fn report_renamed(
    api: &Api,
    config: &Config,
    names: &[OperationNames],
    lock: &Locked<'_>,
    sink: &mut Sink,
) {
    let wanted = (api.operations.iter()).map(|it| {
        let route = || format!("{} {}", it.method.as_upper(), it.path).into();
        let written = it.id.clone().unwrap_or_else(route);
        (written, operation_words(it, config).0)
    });
    let (wanted, stems): (Vec<_>, Vec<_>) = wanted
        .map(|(written, words)| ((written, snake(&words)), stem(&words)))
        .unzip();
    // Nothing is taken from what has the name that is kept for it.
    let is_kept = |at: usize| {
        let key = lock.operations.get(at);
        key.is_some_and(|it| lock.name(Named::Function, it).as_ref() == Some(&names[at].function))
    };
    let wanted: Vec<(Arc<str>, String)> = (wanted.into_iter().enumerate())
        .map(|(at, (written, wanted))| match is_kept(at) {
            true => (written, names[at].function.to_string()),
            false => (written, wanted),
        })
        .collect();
    let stems = stems
        .into_iter()
        .enumerate()
        .map(|(at, it)| match is_kept(at) {
            true => names[at].stem.to_string(),
            false => it,
        });
    let stems: Vec<String> = stems.collect();
    // In modules of their own, functions have one name, and their types, which stand in one module, have not.
    let claimed = (names.iter().zip(&wanted).zip(&stems)).map(|((names, (_, wanted)), stem)| {
        match *names.function == **wanted && *names.stem != **stem {
            true => names.stem.clone(),
            false => names.function.clone(),
        }
    });
    let claimed: Vec<Arc<str>> = claimed.collect();
    super::notes::renamed(sink, &wanted, &claimed, super::notes::OF_OPERATION, |at| {
        let it = &api.operations[at];
        Some((it.place, it.pointer.to_string()))
    });
}

/// The words an operation is named by: those of the configuration, its `operationId`, or else its method and path:
/// `GET /pets/{id}` is `get_pets_by_id`; and whether the configuration has them.
fn operation_words(operation: &Operation, config: &Config) -> (String, bool) {
    let route = format!("{} {}", operation.method.as_upper(), operation.path);
    let chosen = operation
        .id
        .as_deref()
        .and_then(|id| config.names.operations.get(id))
        .or_else(|| config.names.operations.get(&route));
    if let Some(chosen) = chosen {
        return (chosen.clone(), true);
    }
    let words = match operation.id.as_deref() {
        Some(id) if id.contains(is_word) => id.to_owned(),
        _ => {
            let path = operation.path.replace('{', "by_").replace('}', "_");
            format!("{}_{path}", operation.method.as_str())
        }
    };
    (words, false)
}

/// Modules that the tag `runtime` cannot have: it is the module `runtime_2`. (`api/mod.rs` would be `api` itself, and a
/// module `std` would hide the crate.)
const TAKEN_MODULES: [&str; 10] = [
    "runtime",
    "multipart",
    "responses",
    "mod",
    "std",
    "axum",
    "bytes",
    "http",
    "serde",
    "serde_json",
];

#[derive(Default)]
struct Modules {
    modules: Vec<ModuleNames>,
    by_tag: HashMap<Option<Arc<str>>, usize>,
    names: Scope,
    functions: Vec<Scope>,
}

impl Modules {
    /// The module of a tag, or the one for operations without a tag, which is named after the document.
    fn of(&mut self, api: &Api, tag: Option<&Arc<str>>, lock: &mut Locked<'_>) -> usize {
        let tag = tag.cloned();
        if let Some(&index) = self.by_tag.get(&tag) {
            return index;
        }
        let words = match &tag {
            Some(tag) => tag.to_string(),
            None if api.info.title.contains(is_word) => api.info.title.clone(),
            None => "default".to_owned(),
        };
        let key = tag.clone().unwrap_or_default();
        let name = lock.claim(Named::Tag, &key, &mut self.names, &snake(&words), false);
        // `api` has the modules' names for itself; a trait is told from its module by case alone.
        let trait_name = format!(
            "{}Api",
            shorten_to(&pascal(bare(&name)), LONGEST - 3).trim_end_matches("Api")
        );
        self.modules.push(ModuleNames {
            name,
            tag: tag.clone(),
            trait_name: trait_name.into(),
        });
        self.functions.push(Scope::default());
        let index = self.modules.len() - 1;
        self.by_tag.insert(tag, index);
        index
    }
}
