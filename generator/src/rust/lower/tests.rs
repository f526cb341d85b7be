//! What small documents are lowered to.

use crate::budget::OutputBudget;
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::model::Api;
use crate::rust::item::RustApi;
use crate::rust::item::types::TypeKind;
use crate::rust::paths::{Site, TypePrinter};
use crate::rust::written::WrittenMethods;
use crate::testing::{api, api_of_files, schemas};

fn lowered(api: &Api) -> RustApi {
    let budget = OutputBudget::unlimited();
    super::lower(api, &Config::default(), &budget, &mut Sink::default())
}

/// The types by name and what they are: fields of structs, variants of enums, alternatives of unions.
fn types(rust: &RustApi) -> Vec<String> {
    let mut printer = TypePrinter::new(rust, Site::Api);
    let all = rust.order.iter().map(|id| rust.item(*id));
    all.map(|item| {
        let parts: Vec<String> = match &item.kind {
            TypeKind::Struct(it) => {
                let fields = it.fields.iter();
                let fields = fields
                    .map(|it| format!("{}: {:?} {}", it.name, it.presence, printer.text(&it.ty)));
                let mut fields: Vec<String> = fields.collect();
                let rest = it.rest.iter();
                fields.extend(rest.map(|it| format!("..{}", printer.text(&it.ty))));
                fields
            }
            TypeKind::Enum(it) => {
                let names = it.variants.iter().map(|it| it.name.to_string());
                names
                    .chain(it.other.iter().map(|it| format!("..{it}")))
                    .collect()
            }
            TypeKind::Union(it) => {
                let variants = it.variants.iter();
                variants
                    .map(|it| format!("{}({})", it.name, printer.text(&it.ty)))
                    .collect()
            }
            TypeKind::Alias(ty) | TypeKind::Newtype(ty) => vec![printer.text(ty)],
        };
        format!(
            "{} {} {{{}}}",
            item.kind.as_str(),
            item.name,
            parts.join(", ")
        )
    })
    .collect()
}

fn types_of(lines: &str) -> Vec<String> {
    types(&lowered(&schemas(lines)))
}

#[test]
fn properties_are_fields_by_presence() {
    let found = types_of(
        "Pet: {type: object, required: [id, tag], properties: {id: {type: integer}, tag: {type: [string, 'null']}, \
         type: {type: string}, age: {type: integer, default: 1}, note: {type: [string, 'null']}}}",
    );
    let wanted = "struct Pet {id: Required i64, tag: Nullable String, r#type: Optional String, \
                  age: Defaulted i64, note: OptionalNullable String}";
    assert_eq!(found, [wanted]);
}

#[test]
fn the_conjuncts_of_all_of_are_one_struct() {
    let found = types_of(
        "Animal: {type: object, required: [name], properties: {name: {type: string}}}
         Dog: {allOf: [{$ref: '#/components/schemas/Animal'}, {required: [barks], properties: {barks: {type: boolean}}}]}
         Same: {allOf: [{$ref: '#/components/schemas/Animal'}], description: The same.}",
    );
    assert_eq!(
        found,
        [
            "struct Animal {name: Required String}",
            "struct Dog {name: Required String, barks: Required bool}",
            "alias Same {types::Animal}",
        ]
    );
}

#[test]
fn inline_schemas_are_named_after_their_place_and_duplicates_share_a_type() {
    let found = types_of(
        "Pet: {type: object, properties: {size: {enum: [big, small]}, owner: {type: object, properties: {size: {enum: \
         [big, small]}}}}}",
    );
    assert_eq!(
        found,
        [
            "struct Pet {size: Optional types::PetSize, owner: Optional types::PetOwner}",
            "enum PetSize {Big, Small, ..Other}",
            "struct PetOwner {size: Optional types::PetSize}",
        ]
    );
}

/// An item of an array that says what one component says is that component; what is chance is not: one property, a member of
/// another object, two components that say the same.
#[test]
fn items_that_say_what_a_component_says_are_that_component() {
    let pet = "{type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}";
    let one = "{type: object, properties: {id: {type: string}}}";
    let found = types_of(&format!(
        "Pet: {pet}\nPets: {{type: array, items: {pet}}}\nOwner: {{type: object, properties: {{pets: {{type: array, items: {{type: array, items: {pet}}}}}, first: {pet}}}}}\nOne: {one}\nOnes: {{type: array, items: {one}}}"
    ));
    assert_eq!(
        found,
        [
            "struct Pet {name: Required String, age: Optional i64}",
            "alias Pets {Vec<types::Pet>}",
            "struct Owner {pets: Optional Vec<Vec<types::Pet>>, first: Optional types::OwnerFirst}",
            "struct OwnerFirst {name: Required String, age: Optional i64}",
            "struct One {id: Optional String}",
            "alias Ones {Vec<types::OnesItem>}",
            "struct OnesItem {id: Optional String}",
        ]
    );
    let found = types_of(&format!(
        "Pet: {pet}\nCat: {pet}\nPets: {{type: array, items: {pet}}}"
    ));
    assert!(
        found
            .iter()
            .any(|it| it == "alias Pets {Vec<types::PetsItem>}"),
        "{found:?}"
    );
}

#[test]
fn shapes_follow_types_and_keywords() {
    for (schema, wanted) in [
        ("{type: array, items: {type: string}}", "Vec<String>"),
        (
            "{type: object, additionalProperties: {type: number}}",
            "BTreeMap<String, f64>",
        ),
        (
            "{type: object, patternProperties: {^a: {type: string}}}",
            "BTreeMap<String, serde_json::Value>",
        ),
        (
            "{type: object, patternProperties: {^a: {type: string}}, additionalProperties: false}",
            "BTreeMap<String, String>",
        ),
        (
            "{type: object, patternProperties: {.*: {type: string}}}",
            "BTreeMap<String, String>",
        ),
        (
            "{type: object, patternProperties: {^a: {type: string}, ^b: {type: integer}}}",
            "BTreeMap<String, serde_json::Value>",
        ),
        (
            "{type: array, prefixItems: [{type: string}, {type: integer}], items: false, minItems: 2}",
            "(String, i64)",
        ),
        ("{type: string, format: uuid}", "Uuid"),
        (
            "{type: integer, minimum: 0, maximum: 18446744073709551615}",
            "u64",
        ),
        ("{enum: [{a: 1}]}", "serde_json::Value"),
        (
            "{x-rust-type: 'my_types::uuid::Uuid'}",
            "my_types::uuid::Uuid",
        ),
        ("{type: 'null'}", "()"),
    ] {
        let found = types_of(&format!(
            "It: {{type: object, required: [it], properties: {{it: {schema}}}}}"
        ));
        assert_eq!(
            found,
            [format!("struct It {{it: Required {wanted}}}")],
            "{schema}"
        );
    }
}

#[test]
fn branches_are_variants_by_what_tells_them_apart() {
    let found = types_of(
        "Shape: {oneOf: [{$ref: '#/components/schemas/Circle'}, {type: string}, {type: 'null'}]}
         Circle: {type: object, properties: {radius: {type: number}}}
         Holder: {type: object, required: [shape], properties: {shape: {$ref: '#/components/schemas/Shape'}}}",
    );
    assert_eq!(
        found,
        [
            "union Shape {Circle(types::Circle), String(String)}",
            "struct Circle {radius: Optional f64}",
            "struct Holder {shape: Nullable types::Shape}",
        ]
    );
}

#[test]
fn what_contains_itself_is_boxed_or_a_type_of_its_own() {
    let found = types_of(
        "Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}
         List: {type: array, items: {$ref: '#/components/schemas/List'}}",
    );
    assert_eq!(
        found,
        [
            "struct Node {next: Optional Box<types::Node>}",
            "newtype List {Vec<types::List>}",
        ]
    );
}

#[test]
fn names_that_are_taken_get_a_number_and_those_of_the_prelude_a_word() {
    let found = types_of(
        "foo_bar: {type: string}
         FooBar: {type: string}
         Option: {type: string}
         codersdk.Role: {type: string}
         database.Role: {type: string}",
    );
    let names: Vec<&str> = found.iter().filter_map(|it| it.split(' ').nth(1)).collect();
    let wanted = [
        "FooBar2",
        "FooBar",
        "OptionModel",
        "CodersdkRole",
        "DatabaseRole",
    ];
    assert_eq!(names, wanted);
}

const PETS: &str = "openapi: 3.1.0
info: {title: Pets, version: '1'}
tags: [{name: pets, description: Animals.}]
components:
  securitySchemes: {key: {type: apiKey, in: header, name: Key}}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      security: [{key: []}, {}]
      parameters:
        - {name: id, in: path, required: true, schema: {x-rust-type: 'my_types::uuid::Uuid'}}
        - {name: at, in: query, schema: {type: string, format: date-time}}
      responses:
        '200': {description: A pet, content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}
        '404': {description: None}
    post:
      security: [{key: []}]
      requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {photo: {type: string, format: binary}}}}}}
      responses: {'204': {description: Done}}
";

#[test]
fn operations_stand_in_the_module_of_their_first_tag() {
    use crate::rust::item::operation::{Auth, Output};
    let rust = lowered(&api(PETS));
    assert_eq!(
        crate::rust::endpoints::listing(&rust, &WrittenMethods::default()),
        "getPet\tGET\t/pets/{id}\tPetsApi::get_pet\tGetPetRequest\tGetPetResponse\n\
         -\tPOST\t/pets/{id}\tPets2Api::post_pets_by_id\tPostPetsByIdRequest\t()\n"
    );
    let (_, get) = rust.operation(rust.operations[0]);
    let (_, post) = rust.operation(rust.operations[1]);
    assert_eq!((get.auth, post.auth), (Auth::Optional, Auth::Required));
    assert!(matches!(&get.output, Output::Enum { variants, .. } if variants.len() == 2));
    assert!(rust.features.has_server() && rust.features.has_multipart());
}

/// A method of the client, as one of the trait, may be called what Rust has a word for, and what another tag has called its own.
#[test]
fn calls_are_methods_whatever_they_are_called() {
    let api = api("
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: match, tags: [type], responses: {'204': {description: d}}}}
  /b: {get: {operationId: 'Match', tags: [other], responses: {'204': {description: d}}}}
  /c: {get: {operationId: new, tags: [type], responses: {'204': {description: d}}}}
");
    let rust = lowered(&api);
    let calls = rust.client.modules.iter().flatten();
    let names: Vec<&str> = calls.map(|it| &*it.function).collect();
    assert_eq!(names, ["r#match", "type_new", "other_match"]);
    let module = &rust.modules[0];
    let (text, _) = crate::rust::client::module(&rust, module, &rust.client.modules[0]);
    assert!(
        text.contains("pub fn r#match(&self) -> Call<()> {"),
        "{text}"
    );
}

/// What the configuration or the document names is not looked into: `uuid` is a module of another package here.
#[test]
fn a_type_of_another_package_is_imported_from_nowhere() {
    let rust = lowered(&api(PETS));
    let (text, _) = crate::rust::api::module(&rust, &rust.modules[0]);
    assert!(
        text.contains("    pub id: my_types::uuid::Uuid,\n"),
        "{text}"
    );
    assert!(
        text.contains("use chrono::{DateTime, FixedOffset};\n"),
        "{text}"
    );
    assert!(!text.contains("use uuid"), "{text}");
    let types = rust.features.type_dependencies;
    assert!(types.iter().all(|(name, _)| *name != "uuid"), "{types:?}");
}

/// The type of an inline body and the variant of its response have one name for the status.
#[test]
fn a_status_has_one_name() {
    let rust = lowered(&api("openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: list
      responses:
        '204': {description: None}
        '421': {description: Elsewhere, content: {application/json: {schema: {type: object, properties: {host: {type: string}}}}}}
"));
    assert_eq!(
        types(&rust),
        ["struct ListMisdirectedRequestBody {host: Optional String}"]
    );
    let (text, _) = crate::rust::api::module(&rust, &rust.modules[0]);
    let variant = "    MisdirectedRequest(types::ListMisdirectedRequestBody),\n";
    assert!(text.contains(variant), "{text}");
}

/// What stands beside other words is none of Rust's.
#[test]
fn an_operation_may_be_called_self() {
    let rust = lowered(&api("openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: self
      parameters: [{name: self, in: query, schema: {type: string}}, {name: Self, in: query, schema: {type: string}}]
      responses:
        '200': {description: d, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
"));
    assert_eq!(
        types(&rust),
        ["struct SelfResponseBody {a: Optional String}"]
    );
    let (text, _) = crate::rust::api::module(&rust, &rust.modules[0]);
    for line in [
        "pub struct SelfRequest {\n",
        "    pub self_: Option<String>,\n",
        "    pub self_2: Option<String>,\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}

/// What a file keeps is called by it, wherever it is first referred to; what a mapping alone leads to is read.
#[test]
fn schemas_of_other_files_are_called_by_them() {
    let rust = lowered(&api_of_files(
        "openapi: 3.0.4
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: list
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {oneOf: [{$ref: schemas/Pet.yaml}, {$ref: 'schemas/more.yaml#/Owner'}]}}}
    put:
      operationId: put
      requestBody: {content: {application/json: {schema: {$ref: schemas/Pet.yaml}}}}
      responses: {'200': {description: OK, content: {application/json: {schema: {type: array, items: {$ref: 'schemas/more.yaml#/Owner'}}}}}}
",
        &[
            (
                "schemas/Pet.yaml",
                "type: object
required: [kind]
properties: {kind: {type: string}, owner: {$ref: 'more.yaml#/Owner'}}
discriminator: {propertyName: kind, mapping: {cat: Cat.yaml, dog: 'more.yaml#/Dog'}}",
            ),
            (
                "schemas/Cat.yaml",
                "allOf: [{$ref: Pet.yaml}, {type: object, properties: {lives: {type: integer}}}]",
            ),
            (
                "schemas/more.yaml",
                "Dog: {allOf: [{$ref: Pet.yaml}, {type: object, properties: {bark: {type: string}}}]}
Owner: {type: object, required: [name], properties: {name: {type: string}}}",
            ),
        ],
    ));
    assert_eq!(
        types(&rust),
        [
            "union ListResponseBody {Pet(types::Pet), Owner(types::Owner)}",
            "union Pet {Cat(types::Cat), Dog(types::Dog), Other(types::PetBase)}",
            "struct PetBase {kind: Required String, owner: Optional types::Owner, ..serde_json::Value}",
            "struct Owner {name: Required String}",
            "struct Cat {kind: Required types::CatKind, owner: Optional types::Owner, lives: Optional i64}",
            "enum CatKind {Cat, CatSchema}",
            "struct Dog {kind: Required types::DogKind, owner: Optional types::Owner, bark: Optional String}",
            "enum DogKind {Dog, DogSchema}",
        ]
    );
}

/// So it is where a file, or an extension, keeps its schemas in a map of its own. What stands within a schema, or within what is
/// none, has no name of its own.
#[test]
fn maps_of_schemas_are_called_as_they_like() {
    let rust = lowered(&api_of_files(
        "openapi: 3.0.4
info: {title: Pets, version: '1'}
x-shared: {Note: {type: object, properties: {n: {type: integer}}}}
paths:
  /pets:
    get:
      operationId: list
      responses: {'200': {description: OK, content: {application/json: {schema: {type: object, properties: {
        owner: {$ref: 'more.yaml#/models/all/owner'}, first: {$ref: 'more.yaml#/list/0'}, inner: {$ref: 'more.yaml#/models/all/owner/properties/inner'},
        kept: {$ref: 'more.yaml#/kept/schema'}, note: {$ref: '#/x-shared/Note'}}}}}}}
",
        &[(
            "more.yaml",
            "models: {all: {owner: {type: object, properties: {inner: {type: object, properties: {i: {type: string}}}}}}}
list: [{type: object, properties: {l: {type: string}}}]
kept: {schema: {type: object, properties: {k: {type: string}}}}",
        )],
    ));
    assert_eq!(
        types(&rust),
        [
            "struct ListResponseBody {owner: Optional types::Owner, first: Optional types::ListResponseFirst, inner: Optional types::ListResponseInner, kept: Optional types::ListResponseKept, note: Optional types::Note}",
            "struct ListResponseFirst {l: Optional String}",
            "struct ListResponseInner {i: Optional String}",
            "struct ListResponseKept {k: Optional String}",
            "struct Owner {inner: Optional types::ListResponseInner}",
            "struct Note {n: Optional i64}",
        ]
    );
}

/// Objects that no more is known of are told apart by what each of them alone requires.
#[test]
fn alternatives_are_called_by_what_they_require() {
    let found = types_of(
        "Payment: {oneOf: [{type: object, required: [note, card], properties: {note: {}, card: {type: string}}}, {type: object, required: [note, iban], properties: {note: {}, iban: {type: string}}}]}
         Tags: {oneOf: [{type: object, required: [a], properties: {a: {enum: [red, blue]}}}, {type: object, required: [a], properties: {a: {enum: [green, gold]}}}]}
         Same: {oneOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, required: [a], properties: {a: {type: integer}}}]}
         Local: {oneOf: [{$ref: '#/components/schemas/Local/$defs/Card'}, {$ref: '#/components/schemas/Local/$defs/Iban'}], $defs: {Card: {type: object, properties: {a: {type: string}}}, Iban: {type: object, properties: {b: {type: string}}}}}",
    );
    for expected in [
        "union Payment {Card(types::PaymentCard), Iban(types::PaymentIban)}",
        "union Tags {Red(types::TagsRed), Green(types::TagsGreen)}",
        "union Same {Object(types::SameObject), Object2(types::SameObject2)}",
        "union Local {Card(types::LocalCard), Iban(types::LocalIban)}",
    ] {
        assert!(
            found.iter().any(|it| it == expected),
            "{expected}: {found:#?}"
        );
    }
}

/// A title is no rule.
#[test]
fn schemas_that_differ_in_titles_have_one_type() {
    let found = types_of(
        "A: {type: object, properties: {x: {title: First, type: object, properties: {n: {type: integer}}}}}
         B: {type: object, properties: {x: {title: Second, type: object, properties: {n: {type: integer}}}}}",
    );
    assert_eq!(
        found,
        [
            "struct A {x: Optional types::AX}",
            "struct AX {n: Optional i64}",
            "struct B {x: Optional types::AX}",
        ]
    );
}

/// The names of the types of a document with these operations, and what lies in `components` beside its schemas.
fn names(paths: &str, components: &str) -> Vec<String> {
    let api = api(&format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{{paths}}}\ncomponents: {{{components}}}\n"
    ));
    let rust = lowered(&api);
    let all = rust.order.iter().map(|id| rust.item(*id));
    all.map(|it| it.name.to_string()).collect()
}

/// That two places list the same values makes one type of them where they mean the same, too.
#[test]
fn what_is_the_same_by_chance_is_two_types() {
    let query = |id: &str, name: &str| {
        format!(
            "/{id}: {{get: {{operationId: {id}, parameters: [{{name: {name}, in: query, schema: {{type: string, enum: \
             [asc, desc]}}}}], responses: {{'204': {{description: d}}}}}}}}"
        )
    };
    let paths = [
        query("listPets", "sort"),
        query("listShops", "sort"),
        query("listDays", "direction"),
    ];
    assert_eq!(
        names(&paths.join(", "), ""),
        ["ListPetsSort", "ListDaysDirection"]
    );
}

#[test]
fn what_components_share_is_called_after_them() {
    let operation = |id: &str| {
        format!(
            "/{id}: {{post: {{operationId: {id}, parameters: [{{$ref: '#/components/parameters/sort'}}], requestBody: \
             {{$ref: '#/components/requestBodies/Report'}}, responses: {{default: {{$ref: '#/components/responses/Failed'}}}}}}}}"
        )
    };
    let found = names(
        &[operation("listPets"), operation("listShops")].join(", "),
        "parameters: {sort: {name: sort, in: query, schema: {type: string, enum: [asc, desc]}}},
         requestBodies: {Report: {content: {application/json: {schema: {type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}}}}},
         responses: {Failed: {description: d, content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}}}",
    );
    assert_eq!(
        found,
        ["Sort", "ReportBody", "ReportA", "FailedResponseBody"]
    );
}

/// What a wrapper says of all lists, that their items are objects, is no rule of its own beside a component.
#[test]
fn an_item_that_is_a_component_is_that_component() {
    let found = types_of(
        "Station: {type: object, required: [id], properties: {id: {type: string}}}
         List: {type: object, properties: {data: {type: array, items: {type: object}}}}
         Stations: {allOf: [{$ref: '#/components/schemas/List'}, {properties: {data: {type: array, items: {$ref: '#/components/schemas/Station'}}}}]}
         Nullable: {allOf: [{properties: {it: {type: object}}}, {properties: {it: {type: [object, 'null'], properties: {id: {type: string}}}}}]}",
    );
    assert_eq!(
        found,
        [
            "struct Station {id: Required String}",
            "struct List {data: Optional Vec<BTreeMap<String, serde_json::Value>>}",
            "struct Stations {data: Optional Vec<types::Station>}",
            // What one part refuses is refused.
            "struct Nullable {it: Optional types::NullableIt}",
            "struct NullableIt {id: Optional String}",
        ]
    );
}

#[test]
fn no_name_is_long() {
    let long =
        "customer_balance_resource_cash_balance_transaction_resource_funded_bank_transfer_us";
    let found = names(
        &format!(
            "/x: {{post: {{operationId: {long}, tags: [{long}], parameters: [{{name: {long}, in: query, schema: {{type: string, \
             enum: [{long}]}}}}], requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{{long}: \
             {{type: object, properties: {{a: {{type: string}}}}}}}}}}}}, application/scim+json: {{schema: {{type: array, items: \
             {{type: string}}}}}}}}}}, responses: {{'200': {{description: d, headers: {{{long}: {{schema: {{type: string}}}}}}}}, \
             '201': {{description: d}}}}}}}}"
        ),
        &format!(
            "schemas: {{{long}: {{type: object, properties: {{{long}: {{type: string}}}}}}, {long}_: {{type: string, enum: [a]}}}}"
        ),
    );
    assert!(found.len() >= 4, "{found:?}");
    assert!(found.iter().all(|it| it.len() <= 60), "{found:?}");
}

/// What nobody is sent has no variant for what the server refuses; what a subtype is given away with has one.
#[test]
fn enums_of_requests_alone_are_closed() {
    let api = api("
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /x:
    post:
      operationId: x
      parameters: [{name: sort, in: query, schema: {type: string, enum: [up, down]}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Asked'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Base'}}}}}
  /y:
    post:
      operationId: y
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Sub'}}}}
      responses:
        '204': {description: d, headers: {X-Kind: {schema: {$ref: '#/components/schemas/Header'}}}}
components:
  schemas:
    Asked: {type: object, properties: {a: {type: string, enum: [a]}, both: {$ref: '#/components/schemas/Both'}, h: {$ref: '#/components/schemas/Header'}, n: {type: integer, enum: [1]}}}
    Both: {type: string, enum: [b]}
    Header: {type: string, enum: [h]}
    Base: {type: object, required: [t], properties: {t: {type: string}, both: {$ref: '#/components/schemas/Both'}}, discriminator: {propertyName: t}}
    Sub: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {s: {type: string, enum: [s]}}}]}
    Unused: {type: string, enum: [u]}
");
    let found = types(&lowered(&api));
    let enums: Vec<&String> = found.iter().filter(|it| it.starts_with("enum ")).collect();
    assert_eq!(
        enums,
        [
            "enum AskedA {A}",
            "enum AskedN {N1}",
            "enum Both {B, ..Other}",
            "enum Header {H, ..Other}",
            "enum SubS {S, ..Other}",
            "enum SubT {Sub, ..Other}",
            "enum Unused {U, ..Other}",
            "enum XSort {Up, Down}",
        ]
    );
}

/// A default that a `PATCH` filled in would change what nobody has asked to change.
#[test]
fn a_patch_fills_nothing_in() {
    let api = api("
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /x:
    patch:
      operationId: x
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Change'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
    put:
      operationId: y
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: d}}
components:
  schemas:
    Change: {type: object, properties: {legs: {type: integer, default: 4}, pet: {$ref: '#/components/schemas/Pet'}}}
    Pet: {type: object, properties: {legs: {type: integer, default: 4}}}
");
    let rust = lowered(&api);
    assert_eq!(
        types(&rust),
        [
            "struct Change {legs: Optional i64, pet: Optional types::Pet}",
            "struct Pet {legs: Defaulted i64}",
        ]
    );
    let change = rust.item(rust.order[0]);
    let TypeKind::Struct(it) = &change.kind else {
        panic!("an object is a struct");
    };
    assert_eq!(it.fields[0].docs, ["Absent, it stands for `4`."]);
}

/// What types say of themselves is read by whoever reads JSON, whatever limits the document has.
#[test]
fn limits_of_schemas_are_numbers_that_readers_take() {
    let api = schemas(
        "A: {type: object, properties: {it: {type: number, minimum: -1e400, maximum: 1.7976931348623157e308}}}
         B: {type: object, properties: {it: {type: integer, exclusiveMinimum: 1e999}}}",
    );
    let mut config = Config::default();
    config.types.json_schema = true;
    let budget = OutputBudget::unlimited();
    let rust = super::lower(&api, &config, &budget, &mut Sink::default());
    let schemas = rust.json_schemas.expect("they are asked for");
    for (name, keyword, limit) in [
        ("A", "minimum", -1e308),
        ("A", "maximum", 1e308),
        ("B", "exclusiveMinimum", 1e308),
    ] {
        let text = schemas.definitions[name].render();
        let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read["properties"]["it"][keyword].as_f64(), Some(limit));
    }
}

/// A part that may be a file is one, which is told where it may be something else.
#[test]
fn a_part_that_may_be_a_file_is_told() {
    let api = api("
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /videos:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                video:
                  anyOf:
                  - {type: string, format: binary}
                  - {type: object, properties: {url: {type: string}}}
                still: {oneOf: [{type: string, format: binary}, {type: 'null'}]}
                name: {anyOf: [{type: string}, {type: object}]}
      responses: {'204': {description: Done}}
");
    let mut sink = Sink::default();
    let budget = OutputBudget::unlimited();
    super::lower(&api, &Config::default(), &budget, &mut sink);
    let found = sink.findings().iter();
    let lines: Vec<_> = found.map(|it| (it.code.as_str(), it.place.line)).collect();
    assert_eq!(lines, [("V0801", 16)]);
}

#[test]
fn the_largest_fields_of_what_would_be_large_are_boxed() {
    let wide: Vec<String> = (0..160)
        .map(|i| format!("p{i}: {{type: string}}"))
        .collect();
    let wide = wide.join(", ");
    let api = schemas(&format!(
        "Wide: {{type: object, properties: {{{wide}}}}}
         Alone: {{type: object, properties: {{wide: {{$ref: '#/components/schemas/Wide'}}}}}}
         Two: {{type: object, required: [a], properties: {{a: {{$ref: '#/components/schemas/Wide'}}, b: {{$ref: '#/components/schemas/Alone'}}, c: {{type: string}}}}}}
         Pair: {{type: array, minItems: 2, prefixItems: [{{$ref: '#/components/schemas/Wide'}}, {{$ref: '#/components/schemas/Wide'}}], items: false}}
         Several: {{type: object, required: [all], properties: {{all: {{type: array, items: {{$ref: '#/components/schemas/Wide'}}}}, n: {{type: integer}}}}}}",
    ));
    assert_eq!(
        types(&lowered(&api))[1..],
        [
            "struct Alone {wide: Optional types::Wide}",
            "struct Two {a: Required types::Wide, b: Optional Box<types::Alone>, c: Optional String}",
            "alias Pair {(Box<types::Wide>, Box<types::Wide>)}",
            "struct Several {all: Required Vec<types::Wide>, n: Optional i64}",
        ]
    );
}
