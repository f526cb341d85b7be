//! What stands beside a link to a component, and what rows say of the component that its section does not.

use super::exact;
use verbatim_gen::Config;
use verbatim_gen::model::Nullable;
use verbatim_tests::{MapFiles, pages};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /pets:
    get:
      summary: List pets
      responses:
        "200":
          description: The pets.
          content:
            application/json:
              schema:
                type: object
                properties:
                  first: {$ref: '#/components/schemas/Pet'}
                  flow: {$ref: '#/components/schemas/Flow'}
                  permission: {$ref: '#/components/schemas/Ability'}
components:
  schemas:
    Pet:
      title: Any animal
      description: Whoever lives with people.
      type: object
      properties:
        name: {type: string}
        friend: {allOf: [{$ref: '#/components/schemas/Pet'}]}
        foe: {$ref: '#/components/schemas/Pet', description: Whom it avoids.}
        street: {oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Street', description: Its street.}]}
        home: {description: Where it lives, oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Home'}]}
        notes: {$ref: '#/components/schemas/Notes'}
        litter: {type: array, items: {$ref: '#/components/schemas/Kitten'}}
    Street: {type: string, enum: [low, high]}
    Home: {type: object, properties: {street: {type: string}, at: {type: array, prefixItems: [{type: number}, {type: number}]}}}
    Notes: {description: Whatever else., type: object}
    Kitten:
      title: A small one
      description: Not yet grown.
      type: object
      properties: {age: {type: integer}}
    Foal: {title: A small horse, type: object, properties: {age: {type: integer}}}
    Foals: {type: array, items: {$ref: '#/components/schemas/Foal'}}
    Flow: {title: State, description: Where it stands., enum: [begun, ended]}
    Ability: {description: What is allowed., oneOf: [{type: array, items: {type: string}}, {type: boolean}], example: true}
    Wrapped: {title: Wrap, type: object, allOf: [{$ref: '#/components/schemas/Home'}, {type: object, properties: {at: {type: integer}}}]}
    Holder: {type: object, properties: {wrapped: {$ref: '#/components/schemas/Wrapped'}}}
"##;

#[test]
fn what_links_say_comes_back() {
    let mut config = Config::default();
    config.docs.quirks = false;
    let made = pages(DOCUMENT, &MapFiles::default(), &config);
    let captured = exact(&made, Some(&config));
    let api = &captured.api;
    let component = |name: &str| api.schema(api.components[name]);
    let texts = |name: &str| {
        let it = &component(name).annotations;
        (it.title.as_deref(), it.description.as_deref())
    };
    let titled = (Some("A small one"), Some("Not yet grown."));
    assert_eq!(texts("Kitten"), titled);
    assert_eq!(texts("Foal"), (Some("A small horse"), None));
    assert_eq!(texts("Flow"), (Some("State"), Some("Where it stands.")));
    for (name, types) in [("Notes", "object"), ("Wrapped", "object"), ("Flow", "")] {
        let found = component(name).types.iter().map(|it| it.as_str());
        assert_eq!(found.collect::<String>(), types, "{name}");
    }
    let example = &component("Ability").annotations.examples;
    let example = example.first().and_then(|it| it.value.as_ref());
    assert_eq!(example.and_then(|it| it.as_bool()), Some(true));
    // `null` is accepted beside the component, of which a choice says no more.
    let lines: Vec<&str> = captured.yaml.lines().map(str::trim).collect();
    let home = [
        "anyOf:",
        "- $ref: \"#/components/schemas/Home\"",
        "- type: \"null\"",
    ];
    let is_there = lines.windows(home.len()).any(|it| it == home);
    assert!(is_there, "{}", captured.yaml);
}

/// A component that holds itself by a reference with keywords beside it is told once, as one that holds itself by a reference alone.
#[test]
fn a_component_is_told_once() {
    let mut config = Config::default();
    config.docs.quirks = false;
    let made = pages(DOCUMENT, &MapFiles::default(), &config);
    let page = made.iter().find(|it| it.text.contains("## List pets"));
    let page = &page.expect("a page with the operation").text;
    let rows = page.lines().filter(|it| it.contains("friend`"));
    assert_eq!(rows.count(), 1, "{page}");
    let schemas = made.iter().find(|it| it.path.ends_with("schemas.md"));
    let schemas = &schemas.expect("a page of schemas").text;
    for (page, link) in [(page, "schemas.md#street"), (schemas, "#street")] {
        let mut rows = page.lines().filter(|it| it.contains("street` "));
        let row = rows
            .next()
            .map(|it| it.split_whitespace().collect::<Vec<_>>());
        let row = row.unwrap_or_default().join(" ");
        let said = format!("| [Street]({link})¦null | false | enumerated | Its street. |");
        let said = match link.starts_with('#') {
            true => said.replace("enumerated ", ""),
            false => said,
        };
        assert!(row.ends_with(&said), "{row}\n{said}");
    }
}

const COMPONENTS: &str = r##"
openapi: 3.1.0
info: {title: Things, version: "1"}
paths: {}
components:
  schemas:
    Base: {type: [object, 'null'], properties: {a: {type: string}}}
    Free: {type: [object, 'null']}
    Choice: {anyOf: [{type: 'null'}, {$ref: '#/components/schemas/Base'}, {type: string}]}
    Nothing: {type: 'null'}
    Lone: {allOf: [{$ref: '#/components/schemas/Base'}]}
    Only: {description: The only one., oneOf: [{$ref: '#/components/schemas/Base'}]}
    Beside: {$ref: '#/components/schemas/Base', description: More of it.}
    Maybe: {oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Base'}]}
    Asking: {allOf: [{$ref: '#/components/schemas/Base'}], required: [a]}
    Except: {oneOf: [{$ref: '#/components/schemas/Base'}], not: {type: object, required: [b]}}
"##;

/// The section of a component that is another one says which, and each section says whether `null` is accepted.
#[test]
fn what_a_component_refers_to_is_told_and_read() {
    let mut config = Config::default();
    config.docs.quirks = false;
    let made = pages(COMPONENTS, &MapFiles::default(), &config);
    let page = made.iter().find(|it| it.path.ends_with("schemas.md"));
    let page = page.expect("a page of schemas").text.as_ref();
    let section = |name: &str| {
        let all = page.split("\n## ");
        let of = all.filter_map(|it| it.strip_prefix(name)?.strip_prefix('\n'));
        let words: Vec<&str> = of.flat_map(str::split_whitespace).collect();
        words.join(" ")
    };
    let null = "As a whole: may be null.";
    for (name, row) in [
        ("Lone", "| `[value]` | [Base](#base) | false | | |"),
        (
            "Only",
            "| `[value]` | [Base](#base) | false | | The only one. |",
        ),
        (
            "Beside",
            "| `[value]` | [Base](#base) | false | | More of it. |",
        ),
        ("Maybe", "| `[value]` | [Base](#base)¦null | false | | |"),
        ("Asking", "| `[value]` | [Base](#base) | false | | |"),
        ("Except", "| `[value]` | [Base](#base) | false | | |"),
        (
            "Except",
            "| `[excluded]` | object | false | requires: `b` | |",
        ),
        ("Base", null),
        ("Free", null),
        ("Choice", null),
    ] {
        assert!(section(name).contains(row), "{name}: {}", section(name));
    }
    for name in ["Nothing", "Lone", "Maybe"] {
        assert!(!section(name).contains(null), "{name}: {}", section(name));
    }
    let captured = exact(&made, Some(&config));
    let api = &captured.api;
    let nullable = |name: &str| api.schema(api.components[name]).nullable != Nullable::No;
    let found: Vec<&str> = api
        .components
        .keys()
        .map(|it| &**it)
        .filter(|it| nullable(it))
        .collect();
    // Choices have a branch of it.
    assert_eq!(found, ["Base", "Free", "Nothing"], "{}", captured.yaml);
}
