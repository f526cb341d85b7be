//! Types and operations → what the crate has, and what it depends on.

use std::collections::{BTreeMap, BTreeSet};

use verbatim_runtime::charset;
use verbatim_runtime::vendored::{Dependency, FOREIGN, Feature};

use crate::analysis::media::coding;
use crate::analysis::walk::api_sites;
use crate::catalogue as code;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Api, MediaRange, Schema};
use crate::rust::item::features::{Features, RuntimePackage};
use crate::rust::item::operation::{Coding, Module, Sequence, SharedResponse};
use crate::rust::item::types::{Scalar, TypeItem, TypeRef};

/// Decides what the crate has. `references` has the type of each schema: operations name some that no type does.
pub fn features(
    api: &Api,
    types: &[TypeItem],
    references: &[TypeRef],
    (modules, responses): (&[Module], &[SharedResponse]),
    patterns: Option<Feature>,
    config: &Config,
    sink: &mut Sink,
) -> Features {
    let mut runtime = vec![Feature::Types];
    if !modules.is_empty() {
        runtime.extend([Feature::Server, Feature::Client]);
        runtime.extend([Feature::Reqwest, Feature::Tracing]);
        runtime.extend(patterns);
        runtime.extend(has_charset(api).then_some(Feature::Charset));
        runtime.extend(has_multipart(api).then_some(Feature::Multipart));
        runtime.extend(config.server.context.then_some(Feature::ConnectInfo));
    }
    let has_formats = has_formats(types, references);
    runtime.extend(has_formats.then_some(Feature::Formats));
    let has_own = types.iter().any(TypeItem::is_own);
    let has_schemas = config.types.json_schema && has_own;
    runtime.extend(has_schemas.then_some(Feature::JsonSchema));
    let mut package = package(api, types, &runtime, config, sink);
    // Operations name some values that no schema does: a JSON body without one, say.
    let names_json = names_json(modules, responses);
    if let Some(package) = package.as_mut().filter(|_| names_json) {
        package.server_features.insert(JSON.1);
        package.client_features.insert(JSON.1);
    }
    let foreign = foreign_of_operations(types, modules, responses);
    if let Some(package) = &mut package {
        for path in foreign.iter().filter(|it| is_unreadable(it)) {
            let is_it = |ty: &TypeRef| {
                let mut found = false;
                ty.each(&mut |it| found |= it.foreign_path() == Some(path));
                found
            };
            let at = references.iter().position(is_it).unwrap_or_default();
            refuse_foreign(&api.schemas[at], path, sink);
        }
        let known = FOREIGN.iter().filter(|it| foreign.contains(it.0));
        let known: Vec<&str> = known.map(|it| it.1).collect();
        package.server_features.extend(&known);
        package.client_features.extend(&known);
    }
    // A package brings what it needs by itself.
    let is_named = |it: &&Dependency| {
        package.is_none() || it.0 == NAMED_BY_SERVERS || it.0 == JSON.0 && names_json
    };
    let of_server = of_server(&runtime).flat_map(|it| it.dependencies());
    // What a later feature says of a package includes what earlier ones do.
    let server_dependencies: BTreeMap<_, _> = of_server.filter(is_named).copied().collect();
    let server_dependencies = server_dependencies.into_iter().collect();
    let of_client = of_client(&runtime).flat_map(|it| it.dependencies());
    let is_named = |it: &&Dependency| package.is_none() || it.0 == JSON.0 && names_json;
    let client_dependencies: BTreeMap<_, _> = of_client.filter(is_named).copied().collect();
    Features {
        runtime,
        package,
        has_items: has_items(modules, responses),
        deprecated: types.iter().any(|it| it.deprecated) || modules.iter().any(is_deprecated),
        modules_by_hand: modules_by_hand(types, references),
        chosen_dependencies: chosen_dependencies(types, references, config),
        foreign_of_operations: foreign,
        type_dependencies: type_dependencies(api, types, references),
        server_dependencies,
        client_dependencies: client_dependencies.into_iter().collect(),
    }
}

/// Whether a body of an operation is one of items.
fn has_items(modules: &[Module], responses: &[SharedResponse]) -> bool {
    let operations = modules.iter().flat_map(|it| &it.operations);
    let shared = responses.iter().flat_map(|it| it.response.body.variants());
    let mut codings = operations
        .flat_map(|it| it.codings())
        .chain(shared.map(|it| it.coding));
    codings.any(|it| matches!(it, Coding::Items(_)))
}

/// The package that emitted servers name beside the run-time.
const NAMED_BY_SERVERS: &str = "axum";

/// The package of JSON values that have no type of their own, and the feature that reads them.
const JSON: (&str, &str) = ("serde_json", "json");

/// Whether an operation takes or answers such a value.
fn names_json(modules: &[Module], responses: &[SharedResponse]) -> bool {
    let mut found = false;
    each_type_of_operations(modules, responses, &mut |ty| {
        ty.each(&mut |it| found |= matches!(it, TypeRef::Any));
    });
    found
}

/// Visits what operations take and answer, and the responses that they share.
fn each_type_of_operations<'a>(
    modules: &'a [Module],
    responses: &'a [SharedResponse],
    visit: &mut dyn FnMut(&'a TypeRef),
) {
    for operation in modules.iter().flat_map(|it| &it.operations) {
        operation.each_type(visit);
    }
    for shared in responses {
        shared.response.each_type(visit);
    }
}

/// The parts of the run-time that servers are made of beside types.
fn of_server(runtime: &[Feature]) -> impl Iterator<Item = &Feature> {
    let is_other = |it: &Feature| {
        matches!(
            it,
            Feature::Types
                | Feature::Client
                | Feature::Formats
                | Feature::JsonSchema
                | Feature::Reqwest
                | Feature::Tracing
        )
    };
    runtime.iter().filter(move |it| !is_other(it))
}

/// The parts that clients are made of beside types, whatever carries their requests.
fn of_client(runtime: &[Feature]) -> impl Iterator<Item = &Feature> {
    let is_it = |it: &&Feature| matches!(it, Feature::Client | Feature::Charset);
    runtime.iter().filter(is_it)
}

/// The package that the crate runs on, if it is to depend on one. Tells of types that it cannot read: a trait of one
/// package may not be implemented for a type of another one by a third.
fn package(
    api: &Api,
    types: &[TypeItem],
    runtime: &[Feature],
    config: &Config,
    sink: &mut Sink,
) -> Option<RuntimePackage> {
    let config::Runtime::Crate { path, version } = &config.package.runtime else {
        return None;
    };
    let mut type_features = BTreeSet::from([Feature::Types.name()]);
    for item in types {
        item.each_foreign(&mut |foreign| {
            let known = FOREIGN.iter().find(|it| it.0 == foreign);
            if let Some((_, feature)) = known {
                type_features.insert(*feature);
            } else if is_unreadable(foreign) {
                refuse_foreign(api.schema(item.schema), foreign, sink);
            }
        });
    }
    let is_found = path.is_some() || version.is_some();
    Some(RuntimePackage {
        path: path.clone(),
        version: match is_found {
            true => version.clone(),
            false => Some(env!("CARGO_PKG_VERSION").to_owned()),
        },
        type_features,
        server_features: of_server(runtime).map(|it| it.name()).collect(),
        client_features: of_client(runtime).map(|it| it.name()).collect(),
    })
}

/// Whether a type is of another package, and the package that the crate runs on does not read it.
fn is_unreadable(path: &str) -> bool {
    !path.starts_with("crate::") && FOREIGN.iter().all(|it| it.0 != path)
}

fn refuse_foreign(schema: &Schema, path: &str, sink: &mut Sink) {
    let message =
        format!("`{path}` is of another package, for which `runtime = \"crate\"` has no `Decode`");
    let origin = &schema.origin;
    let (place, pointer) = (origin.place, origin.pointer.clone());
    let finding = Diagnostic::error(code::UNUSABLE_SETTING, place, pointer, message);
    let help = "wrap it in a type of the crate, as `crate::money::Money`, or carry the run-time";
    sink.push(finding.with_help(help));
}

fn type_dependencies(api: &Api, types: &[TypeItem], references: &[TypeRef]) -> Vec<Dependency> {
    let own = Feature::Types.dependencies().iter().copied();
    let mut needed: BTreeMap<&str, &str> = own.collect();
    let mut need = |ty: &TypeRef| {
        let (name, value) = match ty {
            TypeRef::Any => ("serde_json", "\"1\""),
            TypeRef::Scalar(Scalar::Uuid) => UUID,
            TypeRef::Scalar(Scalar::Date | Scalar::DateTime) => CHRONO,
            _ => return,
        };
        needed.insert(name, value);
    };
    each_type(types, &[], &mut need);
    // Schemas that nothing leads to are of no type, and need nothing.
    let named = api_sites(api).map(|it| &references[it.schema.index()]);
    named.for_each(|it| it.each(&mut need));
    needed.into_iter().collect()
}

/// Types of other packages that requests and answers are made of, and no type.
fn foreign_of_operations(
    types: &[TypeItem],
    modules: &[Module],
    responses: &[SharedResponse],
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    each_type_of_operations(modules, responses, &mut |ty| {
        ty.each(&mut |ty| found.extend(ty.foreign_path().map(str::to_owned)));
    });
    for item in types {
        item.each_foreign(&mut |path| {
            found.remove(path);
        });
    }
    found
}

/// The modules that configured paths lead into.
fn modules_by_hand(types: &[TypeItem], references: &[TypeRef]) -> BTreeSet<String> {
    const GENERATED: [&str; 7] = [
        "api",
        "client",
        "docs",
        "json_schema",
        "runtime",
        "server",
        "types",
    ];
    let mut found = BTreeSet::new();
    each_type(types, references, &mut |ty| {
        let TypeRef::Path(path) = ty else { return };
        // A path may have arguments: `Vec<crate::money::Money>`.
        for (start, _) in path.match_indices("crate::") {
            let is_name = |it: char| it.is_alphanumeric() || it == '_';
            let begins = !path[..start].ends_with(|it| is_name(it) || it == '$' || it == ':');
            let rest = &path[start + "crate::".len()..];
            let name = rest.split("::").next().unwrap_or_default();
            let is_module = name.len() < rest.len() && name.chars().all(is_name);
            if begins && is_module && !name.is_empty() && !GENERATED.contains(&name) {
                found.insert(name.to_owned());
            }
        }
    });
    found
}

/// The packages that configured paths lead into, as far as they are used, and how the configuration depends on them: on
/// any version, where it does not say.
fn chosen_dependencies(
    types: &[TypeItem],
    references: &[TypeRef],
    config: &Config,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut add = |path: &str| {
        for name in packages_in(path) {
            let same = |it: &&String| it.replace('-', "_") == name;
            let said = config.package.dependencies.keys().find(same);
            let value = said.and_then(|it| config.package.dependencies.get(it));
            let name = said.cloned().unwrap_or_else(|| name.to_owned());
            let value =
                value
                    .cloned()
                    .unwrap_or_else(|| match KNOWN.iter().find(|it| it.0 == name) {
                        Some((_, value)) => (*value).to_owned(),
                        None => "\"*\"".to_owned(),
                    });
            found.insert(name, value);
        }
    };
    each_type(types, references, &mut |ty| {
        if let TypeRef::Path(path) = ty {
            add(path);
        }
    });
    if !types.is_empty() {
        config.types.derives.iter().for_each(|it| add(it));
    }
    // What is said of other packages is said for the modules by hand.
    for (name, value) in &config.package.dependencies {
        found.insert(name.clone(), value.clone());
    }
    found
}

/// Whether the run-time has a type that a format is given.
fn has_formats(types: &[TypeItem], references: &[TypeRef]) -> bool {
    let mut found = false;
    each_type(types, references, &mut |ty| {
        found |= matches!(ty, TypeRef::Path(path) if path.contains("crate::runtime::formats::"));
    });
    found
}

/// How packages are depended on that types are commonly of.
const KNOWN: [Dependency; 6] = [
    CHRONO,
    UUID,
    (
        "jiff",
        "{ version = \"0.2\", default-features = false, features = [\"serde\", \"std\"] }",
    ),
    (
        "rust_decimal",
        "{ version = \"1\", features = [\"serde\"] }",
    ),
    ("serde_json", "\"1\""),
    ("url", "{ version = \"2\", features = [\"serde\"] }"),
];
const UUID: Dependency = ("uuid", "{ version = \"1\", features = [\"serde\"] }");
const CHRONO: Dependency = (
    "chrono",
    "{ version = \"0.4\", default-features = false, features = [\"serde\", \"std\"] }",
);

/// The crates that a path and its arguments begin with: `rust_decimal` of `Vec<rust_decimal::Decimal>`.
fn packages_in(path: &str) -> impl Iterator<Item = &str> {
    const OWN: [&str; 6] = ["alloc", "core", "crate", "self", "std", "super"];
    let is_name = |it: char| it.is_alphanumeric() || it == '_';
    path.match_indices("::").filter_map(move |(end, _)| {
        let before = path[..end].trim_end_matches(is_name);
        let name = &path[before.len()..end];
        let is_first = !before.trim_end_matches("::").ends_with(is_name);
        (is_first && !name.is_empty() && !OWN.contains(&name)).then_some(name)
    })
}

/// Visits every type that is named anywhere, and those that it is made of.
fn each_type(types: &[TypeItem], references: &[TypeRef], visit: &mut dyn FnMut(&TypeRef)) {
    for item in types {
        item.kind.each_reference(&mut |it| it.each(visit));
        if item.kind.names_json() {
            visit(&TypeRef::Any);
        }
    }
    // What operations name by themselves: a parameter that is a `Uuid`.
    references.iter().for_each(|it| it.each(visit));
}

fn is_deprecated(module: &Module) -> bool {
    module.operations.iter().any(|it| {
        let fields = it.request.iter().flat_map(|it| &it.fields);
        it.deprecated || fields.into_iter().any(|it| it.deprecated)
    })
}

/// Whether a text, or a part of a body, is described in another encoding than UTF-8.
fn has_charset(api: &Api) -> bool {
    let is_other = |name: &str| {
        let label = MediaRange::parse(name).parameter("charset");
        label.is_some_and(|it| !charset::is_utf8(it) && charset::is_known(it))
    };
    api.operations.iter().any(|operation| {
        let bodies = operation.request_body.iter().flat_map(|it| &it.content);
        let answers = operation.responses.iter().flat_map(|it| &it.content);
        let mut content = bodies.chain(answers);
        content.any(|it| {
            let encodings = it.encodings.all().into_iter();
            let mut parts = encodings.filter_map(|it| it.content_type.as_deref());
            is_other(&it.name) && coding(api, it) == Coding::Text
                || parts.any(|list| list.split(',').any(is_other))
        })
    })
}

fn has_multipart(api: &Api) -> bool {
    api.operations.iter().any(|it| {
        let content = it.request_body.iter().flat_map(|it| &it.content);
        let mut content = content.into_iter();
        content.any(|it| {
            let coding = coding(api, it);
            let is_of_items = coding == Coding::Items(Sequence::Parts);
            is_of_items || matches!(coding, Coding::Multipart | Coding::Parts)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{TypeRef, modules_by_hand, packages_in};
    use crate::budget::OutputBudget;
    use crate::config::{Config, Runtime};
    use crate::diagnostic::Sink;
    use crate::rust::lower::lower;
    use crate::testing::api;

    /// What a crate asks of the package it runs on, and what is told of its types.
    #[test]
    fn a_package_is_asked_for_what_the_types_need() {
        let api = api("
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Pet: {type: object, properties: {id: {type: string, format: uuid}, price: {type: string, format: decimal}}}
");
        let mut config = Config::default();
        config.package.runtime = Runtime::Crate {
            path: None,
            version: None,
        };
        for (path, count) in [("rust_decimal::Decimal", 1), ("crate::money::Decimal", 0)] {
            let formats = &mut config.types.formats;
            formats.insert("decimal".to_owned(), path.to_owned());
            let mut sink = Sink::default();
            let rust = lower(&api, &config, &OutputBudget::for_input(100_000), &mut sink);
            let package = rust.features.package.expect("there is a package");
            assert_eq!(package.version.as_deref(), Some(env!("CARGO_PKG_VERSION")));
            assert!(package.type_features.into_iter().eq(["types", "uuid"]));
            assert_eq!(sink.findings().len(), count, "{path}");
        }
    }

    /// A body that no schema describes is a value of JSON, which the crate has to be able to name.
    #[test]
    fn a_body_without_a_schema_needs_the_package_of_its_values() {
        let api = api("
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/x: {get: {responses: {'200': {description: D, content: {application/json: {}}}}}}}
");
        let mut config = Config::default();
        config.package.runtime = Runtime::Crate {
            path: None,
            version: None,
        };
        let rust = lower(
            &api,
            &config,
            &OutputBudget::unlimited(),
            &mut Sink::default(),
        );
        let named = rust.features.server_dependencies.iter().map(|it| it.0);
        assert!(named.eq(["axum", "serde_json"]));
        let package = rust.features.package.expect("there is a package");
        assert!(package.server_features.contains(&"json"));
    }

    #[test]
    fn a_configured_path_names_packages() {
        for (path, packages) in [
            ("rust_decimal::Decimal", &["rust_decimal"][..]),
            ("chrono::DateTime<chrono::Utc>", &["chrono", "chrono"]),
            (
                "std::collections::BTreeMap<crate::a::Key, größe::b::Value>",
                &["größe"],
            ),
            ("::time::Time", &["time"]),
            ("String", &[]),
        ] {
            let found: Vec<&str> = packages_in(path).collect();
            assert_eq!(found, packages, "{path}");
        }
    }

    #[test]
    fn a_configured_path_into_the_crate_names_a_module() {
        for (path, modules) in [
            ("crate::money::Money", &["money"][..]),
            (
                "std::collections::BTreeMap<crate::a::Key, crate::b::c::Value>",
                &["a", "b"],
            ),
            ("crate::types::Pet", &[]),
            ("crate::Money", &[]),
            ("my_crate::money::Money", &[]),
            ("rust_decimal::Decimal", &[]),
        ] {
            let references = [TypeRef::Vec(Box::new(TypeRef::Path(path.into())))];
            let found: Vec<String> = modules_by_hand(&[], &references).into_iter().collect();
            assert_eq!(found, modules, "{path}");
        }
    }
}
