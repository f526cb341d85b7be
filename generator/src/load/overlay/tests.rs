use crate::diagnostic::Sink;
use crate::source::{Files, Source};

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, path: &str) -> Result<String, String> {
        Err(format!("there is no {path}"))
    }
}

const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Pets, version: '1'}
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /pets:
    get:
      tags: [a]
      responses: {'200': {description: the pets}, default: {description: an error}}
  /cats: {}
";

/// What is left of the document under an overlay, and what is found.
fn applied(actions: &str) -> (String, Vec<String>) {
    applied_by("1.1.0", actions)
}

fn applied_by(version: &str, actions: &str) -> (String, Vec<String>) {
    let overlay =
        format!("overlay: {version}\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let source =
        Source::new("a/api.yaml", DOCUMENT).with_overlays([Source::new("over.yaml", overlay)]);
    let mut sink = Sink::default();
    let document = crate::load::load(source, &NoFiles, &mut sink);
    let json = document.root.to_json();
    let report = sink.into_report(document.into_sources(), &Default::default());
    let found = report.to_string();
    (json, found.lines().map(str::to_owned).collect())
}

#[test]
fn objects_are_merged_arrays_joined_and_primitive_values_replaced() {
    let (json, found) = applied(
        "- target: $\n  update: {info: {title: New, x-a: {b: 1}}, tags: [{name: d}]}\n\
         - target: $.paths.*.get.tags\n  update: e\n\
         - target: $.info.version\n  update: '2'\n",
    );
    assert_eq!(found, Vec::<String>::new());
    for part in [
        r#""info": {"title": "New", "version": "2", "x-a": {"b": 1}}"#,
        r#""tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]"#,
        r#""tags": ["a", "e"]"#,
    ] {
        assert!(json.contains(part), "{part} is not in {json}");
    }
}

#[test]
fn items_and_members_are_removed_by_what_selects_them() {
    let (json, found) = applied(
        "- target: $.tags[0,2]\n  remove: true\n- target: $..responses['default']\n  remove: true\n\
         - target: $.paths[?length(@) == 0]\n  remove: true\n",
    );
    assert_eq!(found, Vec::<String>::new());
    assert!(
        json.contains(r#""tags": [{"name": "b"}]"#) && !json.contains("default"),
        "{json}"
    );
    assert!(!json.contains("/cats"), "{json}");
}

/// The value that queries are asked of follows each action.
#[test]
fn later_actions_see_what_earlier_ones_did() {
    let (json, found) = applied(
        "- target: $.paths\n  update: {/dogs: {}}\n- target: $.paths['/dogs']\n  copy: $.paths['/pets']\n\
         - target: $.paths['/pets']\n  remove: true\n- target: $.paths['/dogs'].get.tags[?@ == 'a']\n  remove: true\n",
    );
    assert_eq!(found, Vec::<String>::new());
    assert!(
        !json.contains("/pets") && json.contains(r#""/dogs": {"get": {"tags": [], "responses""#),
        "{json}"
    );
}

#[test]
fn what_cannot_be_applied_is_told_at_its_place_in_the_overlay() {
    for (actions, told) in [
        (
            "- target: $.pats\n  remove: true\n",
            "over.yaml:4:11: warning[V0609]: the target `$.pats` selects nothing",
        ),
        (
            "- target: $.info[\n  remove: true\n",
            "over.yaml:4:11: error[V0608]: `$.info[` is no JSONPath (RFC 9535)",
        ),
        (
            "- target: $\n  remove: true\n",
            "over.yaml:4:11: error[V0608]: the whole document cannot be removed",
        ),
        (
            "- target: $.info\n  update: {title: []}\n",
            "over.yaml:5:19: error[V0608]: `title` is a string in the document, with which an array cannot be merged",
        ),
        (
            "- target: $.info\n  update: x\n",
            "over.yaml:5:11: error[V0608]: the target is an object in the document",
        ),
        (
            "- target: $['info', 'tags']\n  update: {a: b}\n",
            "the target selects objects and arrays, which must be of one kind",
        ),
        (
            "- target: $.info\n  copy: $.tags.*\n",
            "over.yaml:5:9: error[V0608]: `$.tags.*` selects 3 values, not one",
        ),
        (
            "- target: $.info\n  udpate: {}\n",
            "over.yaml:5:3: error[V0608]: an action has no field `udpate`; did you mean `update`?",
        ),
    ] {
        let (_, found) = applied(actions);
        assert!(
            found.len() == 1 && found[0].contains(told),
            "{told}\n{found:#?}"
        );
    }
    let (_, found) = applied_by("1.0.0", "- target: $.info.title\n  update: x\n");
    assert!(
        found[0].contains("an update of Overlay 1.0 cannot select primitive values"),
        "{found:?}"
    );
    for (version, told) in [
        ("2.0.0", "Overlay \"2.0.0\" is not a version"),
        ("1.1", "Overlay 1.1 is not a version"),
    ] {
        let (_, found) = applied_by(version, "- target: $\n");
        assert!(found[0].contains(told), "{found:?}");
    }
}

/// A query of many steps on a deep document would look at each way to choose values on the way down.
#[test]
fn a_query_that_looks_at_too_much_is_refused() {
    let deep = format!("{DOCUMENT}x-deep: {}{}\n", "[".repeat(150), "]".repeat(150));
    let target = "$..*..*..*..*";
    let overlay = format!(
        "overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n- {{target: {target}, remove: true}}\n"
    );
    let source = Source::new("api.yaml", deep).with_overlays([Source::new("over.yaml", overlay)]);
    let report =
        crate::read(source, &NoFiles, &crate::Config::default()).expect_err("it has errors");
    let found = report.to_string();
    assert!(
        found.contains("`$..*..*..*..*` looks at too many values"),
        "{found}"
    );
}

/// An action may copy all that the ones before have copied, as many times as there are places.
#[test]
fn a_document_that_outgrows_its_limits_is_refused() {
    let actions = |first: &str, each: &str| {
        let copies = (0..24).map(|it| format!("- {{description: '{it}', {each}}}\n"));
        format!(
            "- {{target: $, update: {first}}}\n{}",
            copies.collect::<String>()
        )
    };
    for (actions, told) in [
        (
            actions("{x-a: [1]}", "target: \"$['x-a']\", copy: \"$['x-a']\""),
            "error[V0608]: the document would have more than 4000000 values with this",
        ),
        (
            actions("{x-a: {end: {}}}", "target: $..end, copy: \"$['x-a']\""),
            "error[V0608]: values would nest more than 200 deep with this",
        ),
        (
            actions(
                &format!("{{x-a: {{? {} : {{end: {{}}}}}}}}", "n".repeat(900)),
                "target: $..end, copy: \"$['x-a']\"",
            ),
            "error[V0608]: the names on the way to a value would have more than 2000 bytes together with this",
        ),
    ] {
        let (_, found) = applied(&actions);
        assert!(
            found.iter().any(|it| it.contains(told)),
            "{told}\n{found:#?}"
        );
    }
}

/// What an overlay says is found where it says it, and refers to the document.
#[test]
fn findings_point_into_the_document_or_the_overlay() {
    let overlay = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:\n- target: $\n  update:\n    components:\n      \
                   schemas:\n        A: {type: strin}\n        B: {$ref: '#/components/schemas/A'}\n        C: {$ref: '#/components/schemas/None'}\n";
    let source = Source::new(
        "a/api.yaml",
        DOCUMENT.replace("version: '1'", "version: []"),
    );
    let source = source.with_overlays([Source::new("over.yaml", overlay)]);
    let report =
        crate::read(source, &NoFiles, &crate::Config::default()).expect_err("it has errors");
    let found = report.to_string();
    let heads: Vec<&str> = found
        .lines()
        .filter_map(|it| it.split(": ").next())
        .collect();
    assert_eq!(
        heads,
        ["a/api.yaml:2:30", "over.yaml:8:19", "over.yaml:10:19"],
        "{found}"
    );
}
