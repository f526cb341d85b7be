//! Operations → what they and the modules of their tags are called.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::groups::Groups;
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::model::{Api, Operation};
use crate::rust::names::{LONGEST, Scope, bare, is_word, pascal, shorten_to, snake};

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
    sink: &mut Sink,
) -> (Vec<ModuleNames>, Vec<OperationNames>) {
    let groups = Groups::of(api);
    let mut modules = Modules::default();
    for name in TAKEN_MODULES {
        modules.names.try_claim(name);
    }
    let mut stems = Scope::default();
    let names: Vec<OperationNames> = api
        .operations
        .iter()
        .map(|operation| {
            let module = modules.of(api, groups.group(operation));
            let words = operation_words(operation, config);
            let function = modules.functions[module].claim(&snake(&words));
            let stem = stems.claim(&stem(&words));
            let mut either = |first: &str, second: &str| {
                types
                    .try_claim(&format!("{stem}{first}"))
                    .unwrap_or_else(|| types.claim(&format!("{stem}{second}")))
            };
            let request = either("Request", "Input");
            let response = either("Response", "Output");
            let error = match config.server.typed_errors {
                true => either("Error", "Failure"),
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
    report_renamed(api, config, &names, sink);
    (modules.modules, names)
}

/// The stem of the types of an operation, with room for what tells them apart, `Response` and a number.
fn stem(words: &str) -> String {
    shorten_to(&pascal(words), LONGEST - 10)
}

/// Adds a note for each operation whose function or types have a number in their names.
fn report_renamed(api: &Api, config: &Config, names: &[OperationNames], sink: &mut Sink) {
    let wanted = (api.operations.iter()).map(|it| {
        let route = || format!("{} {}", it.method.as_upper(), it.path).into();
        let written = it.id.clone().unwrap_or_else(route);
        (written, operation_words(it, config))
    });
    let (wanted, stems): (Vec<_>, Vec<_>) = wanted
        .map(|(written, words)| ((written, snake(&words)), stem(&words)))
        .unzip();
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
/// `GET /pets/{id}` is `get_pets_by_id`.
fn operation_words(operation: &Operation, config: &Config) -> String {
    let route = format!("{} {}", operation.method.as_upper(), operation.path);
    let chosen = operation
        .id
        .as_deref()
        .and_then(|id| config.names.operations.get(id))
        .or_else(|| config.names.operations.get(&route));
    if let Some(chosen) = chosen {
        return chosen.clone();
    }
    match operation.id.as_deref() {
        Some(id) if id.contains(is_word) => id.to_owned(),
        _ => {
            let path = operation.path.replace('{', "by_").replace('}', "_");
            format!("{}_{path}", operation.method.as_str())
        }
    }
}

/// Modules that the tag `runtime` cannot have: it is the module `runtime_2`. (`api/mod.rs` would be `api` itself, and a
/// module `std` would hide the crate.)
const TAKEN_MODULES: [&str; 11] = [
    "runtime",
    "multipart",
    "operations",
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
    fn of(&mut self, api: &Api, tag: Option<&Arc<str>>) -> usize {
        let tag = tag.cloned();
        if let Some(&index) = self.by_tag.get(&tag) {
            return index;
        }
        let words = match &tag {
            Some(tag) => tag.to_string(),
            None if api.info.title.contains(is_word) => api.info.title.clone(),
            None => "default".to_owned(),
        };
        let name = self.names.claim(&snake(&words));
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
