//! A lock of names: what is called something in Rust keeps its name, whatever comes, goes or moves beside it.

mod support;

use support::Scratch;

const TARGET: &str = "[targets.shop]\nspec = \"shop.yaml\"\nout = \"shop\"\nemit = [\"rust\"]\n[targets.shop.names]\nlock = \"verbatim.lock\"\n";

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n";

/// An operation that lists something, with a parameter of listed values.
fn lists(path: &str, id: &str, tag: &str, schema: &str) -> String {
    format!(
        "  /{path}:
    get:
      operationId: {id}
      tags: [{tag}]
      parameters:
      - {{name: sort, in: query, schema: {{type: string, enum: [name, age]}}}}
      responses:
        '200': {{description: They are listed, content: {{application/json: {{schema: {{type: array, items: {schema}}}}}}}}}
"
    )
}

const INLINE: &str = "{type: object, properties: {weight: {type: integer}}}";

fn first() -> String {
    let pets = lists("pets", "list", "pets", "{$ref: '#/components/schemas/Pet'}");
    let shops = lists("shops", "openShops", "shops", INLINE);
    format!(
        "{HEAD}paths:\n{pets}{shops}components:
  schemas:
    Pet: {{type: object, properties: {{owner: {{type: object, properties: {{name: {{type: string}}}}}}}}}}
    price_tag: {{type: object, properties: {{price: {{type: integer}}}}}}
    priceTag: {{type: object, properties: {{tag: {{type: string}}}}}}
"
    )
}

/// The same with operations and schemas before it that would have its names, and without one that had a name first.
fn second() -> String {
    let cats = lists("cats", "findCats", "cats", INLINE);
    let list = lists(
        "dogs",
        "list",
        "dogs",
        "{$ref: '#/components/schemas/PetOwner'}",
    );
    let pets = lists("pets", "list", "pets", "{$ref: '#/components/schemas/Pet'}");
    let open = lists("open", "open_shops", "shops", "{type: string}");
    let shops = lists("shops", "openShops", "shops", INLINE);
    let list = list.replace("operationId: list", "operationId: List");
    format!(
        "{HEAD}paths:\n{cats}{list}{open}{pets}{shops}components:
  schemas:
    PetOwner: {{type: object, properties: {{id: {{type: integer}}}}}}
    ListRequest: {{type: object, properties: {{q: {{type: string}}}}}}
    Pet: {{type: object, properties: {{keeper: {{type: string}}, owner: {{type: object, properties: {{name: {{type: string}}, age: {{type: integer}}}}}}}}}}
    priceTag: {{type: object, properties: {{tag: {{type: string}}}}}}
"
    )
}

fn scratch(document: &str) -> Scratch {
    let scratch = Scratch::new();
    scratch.write("verbatim.toml", TARGET);
    scratch.write("shop.yaml", document);
    scratch
}

/// Every item that is public in the sources, without those of the run-time.
fn items(scratch: &Scratch) -> Vec<String> {
    let files = ["types.rs", "api.rs", "client.rs"].map(|it| format!("shop/src/{it}"));
    let modules = ["pets", "shops", "cats", "dogs"]
        .iter()
        .flat_map(|tag| ["api", "client"].map(|it| format!("shop/src/{it}/{tag}.rs")));
    let mut found = Vec::new();
    for path in files.into_iter().chain(modules) {
        if !scratch.path(&path).exists() {
            continue;
        }
        let text = scratch.read(&path);
        let items = text.lines().filter_map(|line| {
            let line = line.trim_start();
            let kinds = [
                "pub struct ",
                "pub enum ",
                "pub trait ",
                "pub fn ",
                "fn ",
                "pub type ",
            ];
            let rest = kinds.iter().find_map(|it| line.strip_prefix(it))?;
            let name: String = rest
                .chars()
                .take_while(|it| it.is_alphanumeric() || *it == '_')
                .collect();
            Some(format!("{path} {name}"))
        });
        found.extend(items);
    }
    found
}

#[test]
fn nothing_is_renamed_when_others_come_go_and_move() {
    let scratch = scratch(&first());
    let run = scratch.run("gen").expect(0);
    assert!(run.out.contains("Added   verbatim.lock"), "{}", run.out);
    scratch.run("gen --check").expect(0);
    let (before, lock) = (items(&scratch), scratch.read("verbatim.lock"));
    for line in [
        "priceTag = \"PriceTag2\"",
        "price_tag = \"PriceTag\"",
        "\"Pet/Owner\" = { name = \"PetOwner\", shape = \"",
        "\"list/Sort\" = { name = \"ListSort\", shape = \"",
        "list = { function = \"list\", types = \"List\" }",
    ] {
        assert!(lock.contains(line), "{line}\n{lock}");
    }

    scratch.write("shop.yaml", second());
    scratch.run("gen --check").expect(1).says(&[
        "verbatim.lock:",
        "error[V0610]: the lock of names is out of step",
    ]);
    scratch.run("gen").expect(0);
    let after = items(&scratch);
    let gone: Vec<&String> = before.iter().filter(|it| !after.contains(it)).collect();
    assert_eq!(gone, ["shop/src/types.rs PriceTag"], "{after:#?}");
    let lock = scratch.read("verbatim.lock");
    for line in [
        "priceTag = \"PriceTag2\"",
        // What two operations share is known by the first of them, and is called as it was.
        "\"findCats/Sort\" = { name = \"ListSort\", shape = \"",
        "\"openShops/ResponseItem\" = { name = \"OpenShopsResponseItem\", shape = \"",
        "PetOwner = \"PetOwner2\"",
        "ListRequest = \"ListRequest2\"",
        "List = { function = \"list\", types = \"List2\", client = \"dogs_list\" }",
        "open_shops = { function = \"open_shops_2\", types = \"OpenShops2\" }",
    ] {
        assert!(lock.contains(line), "{line}\n{lock}");
    }
    assert!(!lock.contains("price_tag"), "{lock}");
    scratch.run("gen --check").expect(0);

    // What is inline stays what it is where its operation has another id.
    scratch.write("shop.yaml", second().replace("openShops", "browseShops"));
    scratch.run("gen").expect(0);
    let lock = scratch.read("verbatim.lock");
    let line = "\"browseShops/ResponseItem\" = { name = \"OpenShopsResponseItem\"";
    assert!(lock.contains(line) && !lock.contains("openShops"), "{lock}");
    scratch.write("shop.yaml", second());

    // Without the lock, other things have these names.
    scratch.write(
        "verbatim.toml",
        TARGET
            .split("[targets.shop.names]")
            .next()
            .unwrap_or_default(),
    );
    scratch.run("gen").expect(0);
    let plain = items(&scratch);
    let renamed = before.iter().filter(|it| !plain.contains(it)).count();
    assert!(renamed > 4, "{plain:#?}");
}

#[test]
fn names_are_changed_in_the_lock_and_by_choices() {
    let scratch = scratch(&first());
    scratch.run("gen").expect(0);
    let lock = scratch.read("verbatim.lock");
    let lock = lock
        .replace("\"PetOwner\"", "\"Keeper\"")
        .replace("\"PriceTag2\"", "\"Label\"");
    // A line that is gone is a name that is open, and line ends are no difference.
    let lock: String = (lock.lines())
        .filter(|it| !it.starts_with("Pet ="))
        .flat_map(|it| [it, "\r\n"])
        .collect();
    scratch.write("verbatim.lock", &lock);
    scratch.run("gen").expect(0);
    let types = scratch.read("shop/src/types.rs");
    assert!(types.contains("pub struct Keeper {") && types.contains("pub struct Label {"));
    assert!(types.contains("pub struct Pet {"));
    let whole = scratch.read("verbatim.lock");
    assert!(
        whole.contains("Pet = \"Pet\"\n") && !whole.contains('\r'),
        "{whole}"
    );

    scratch.write("verbatim.lock", whole.replace('\n', "\r\n"));
    scratch.run("gen --check").expect(0);
    scratch.write(
        "verbatim.toml",
        format!("{TARGET}schemas = {{ Pet = \"Animal\" }}\n"),
    );
    scratch.run("gen").expect(0);
    assert!(scratch.read("verbatim.lock").contains("Pet = \"Animal\""));
    // Two that would have one name by choice keep what they have got.
    let named = first().replace(
        "{price:",
        "{kind: {type: string, enum: [a], x-rust-name: Label}, price:",
    );
    let named = named.replace(
        "{tag:",
        "{kind: {type: string, enum: [b], x-rust-name: Label}, tag:",
    );
    scratch.write("shop.yaml", named);
    scratch.run("gen").expect(0);
    scratch.run("gen --check").expect(0);
    scratch.write("shop.yaml", first());
    scratch.run("gen").expect(0);
    let shown = scratch.run("show types Keeper").expect(0);
    assert!(shown.out.contains("Keeper"), "{}", shown.out);
}

#[test]
fn a_lock_that_cannot_be_is_told_where_it_stands() {
    let scratch = scratch(&first());
    scratch.run("gen").expect(0);
    let types = scratch.read("shop/src/types.rs");
    for (lock, told) in [
        (
            "[schemas]\nPet = \"Pet\"\nprice_tag = \"Pet\"\n",
            "verbatim.lock:3:1: error[V0610]: `price_tag` cannot keep the name `Pet`, which something else has",
        ),
        (
            "[schemas]\nPet = \"Option\"\n",
            "verbatim.lock:2:1: error[V0610]: `Pet` cannot keep the name `Option`",
        ),
        (
            "[schemas]\nPet = \"2 pets\"\n",
            "verbatim.lock:2:1: error[V0610]: `Pet` cannot be called `2 pets` in Rust",
        ),
        (
            "[schemas]\nPet = \"Pet\"\n[operations]\nlist = { function = \"list\", types = \"List\", request = \"Pet\" }\n",
            "verbatim.lock:4:1: error[V0610]: `list` cannot keep the name `Pet`",
        ),
        (
            "[schemas]\n<<<<<<< HEAD\nPet = \"Pet\"\n",
            "verbatim.lock:2:1: error[V0601]: ",
        ),
        ("[schema]\n", "did you mean `schemas`?"),
    ] {
        scratch.write("verbatim.lock", lock);
        scratch
            .run("gen --message-format short")
            .expect(1)
            .says(&[told]);
        assert_eq!(scratch.read("verbatim.lock"), lock);
        assert_eq!(scratch.read("shop/src/types.rs"), types);
    }
}

#[test]
fn a_lock_belongs_to_one_target_and_stands_beside_its_document() {
    let scratch = scratch(&first());
    let other = TARGET
        .replace("shop]", "other]")
        .replace("\"shop\"", "\"other\"");
    let other = other.replace("targets.shop", "targets.other");
    scratch.write("verbatim.toml", format!("{TARGET}{other}"));
    scratch
        .run("gen")
        .expect(2)
        .says(&["two targets keep their names in verbatim.lock"]);
    assert!(!scratch.path("shop").exists() && !scratch.path("verbatim.lock").exists());
    scratch.write(
        "verbatim.toml",
        TARGET.replace("verbatim.lock", "../verbatim.lock"),
    );
    scratch.run("gen").expect(1).says(&[
        "verbatim.toml:6:8: error[V0606]",
        "name a file in the folder of the document",
    ]);
    scratch.write(
        "verbatim.toml",
        TARGET.replace("verbatim.lock", "names/shop.lock"),
    );
    scratch.run("gen").expect(0);
    assert!(scratch.path("names/shop.lock").is_file());
}
