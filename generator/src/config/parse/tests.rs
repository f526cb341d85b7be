use crate::config::Runtime;
use crate::{Config, Source};

fn findings(text: &str) -> Vec<String> {
    let report = Config::parse(&Source::new("gen.toml", text)).expect_err("a faulty gen.toml");
    report.to_string().lines().map(str::to_owned).collect()
}

#[test]
fn an_empty_file_is_the_default() {
    let config = Config::parse(&Source::new("gen.toml", "")).expect("nothing to complain of");
    assert_eq!(config, Config::default());
}

#[test]
fn values_arrive() {
    let text = "docs = { token = 'T', shell-fence = 'sh' }\n[names]\nstrip-prefixes = ['a', 'b']\n\
                schemas.'#/x' = 'Y'\n[types]\nunused = false\n[package]\nname = 'p-1'\nversion = '1.2.3-rc.1'\nruntime = 'crate'\nruntime-path = '../runtime'";
    let config = Config::parse(&Source::new("gen.toml", text)).expect("nothing to complain of");
    assert_eq!(config.docs.token, "T");
    assert_eq!(config.docs.shell_fence, "sh");
    assert_eq!(config.names.strip_prefixes, ["a", "b"]);
    assert_eq!(config.names.schemas["#/x"], "Y");
    assert_eq!(config.types.unused, Some(false));
    assert_eq!(config.package.name.as_deref(), Some("p-1"));
    assert_eq!(config.package.version.as_deref(), Some("1.2.3-rc.1"));
    let runtime = Runtime::Crate {
        path: Some("../runtime".to_owned()),
        version: None,
    };
    assert_eq!(config.package.runtime, runtime);
}

#[test]
fn every_finding_of_a_file_is_reported_at_its_place() {
    let text = "[docs]\nshel-fence = 'sh'\ntoken = 3\n\n[nmaes]\n[names]\nstrip-prefixes = ['é', 4]\n\
                [package]\nname = 'my api'\nversion = '1.0'\n";
    assert_eq!(
        findings(text),
        [
            "gen.toml:2:1: error[V0602]: `[docs]` has no key `shel-fence`; did you mean `shell-fence`?",
            "gen.toml:3:9: error[V0603]: `docs.token` must be a string, found a number; write a string",
            "gen.toml:5:2: error[V0602]: there is no section `nmaes`; did you mean `names`?",
            "gen.toml:7:24: error[V0603]: `names.strip-prefixes` must be a string, found a number; write a string",
            "gen.toml:9:8: error[V0606]: `package.name` cannot be \"my api\"; a package name begins with a letter \
             and has ASCII letters, digits, `-` and `_`",
            "gen.toml:10:11: error[V0606]: `package.version` cannot be \"1.0\"; a version is three numbers with dots \
             between, as `0.1.0`",
        ]
    );
}

#[test]
fn derives_that_would_tell_untruths_are_refused() {
    let found = findings("[types]\nderives = ['Eq', 'schemars::JsonSchema', 'serde::Serialize']\n");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with(
        "gen.toml:2:18: error[V0606]: `types.derives` cannot have \"schemars::JsonSchema\"; JsonSchema goes by attributes"
    ));
    assert!(found[1].contains("types have it already"), "{found:?}");
}

#[test]
fn formats_have_types_by_path_or_by_a_word() {
    let text = "[types.formats]\ntime = 'typed'\nuri = 'typed'\nid = 'crate::Id'\n";
    let config = Config::parse(&Source::new("gen.toml", text)).expect("nothing to complain of");
    for (format, path) in [
        ("time", "crate::runtime::formats::TimeOfDay"),
        ("uri", "url::Url"),
        ("id", "crate::Id"),
    ] {
        assert_eq!(config.types.formats[format], path);
    }
    assert_eq!(
        findings("[types.formats]\nemail = 'typed'\n"),
        [
            "gen.toml:2:9: error[V0606]: `types.formats.email` cannot be \"typed\"; there is a type for `duration`, `time`, `uri`, \
             `url`; for others, write the path of one, as `my_crate::Type`"
        ]
    );
}

#[test]
fn a_run_time_is_carried_or_depended_on() {
    assert_eq!(
        findings("[package]\nruntime = 'none'\nruntime-version = '1'\n"),
        [
            "gen.toml:2:11: error[V0606]: `package.runtime` cannot be \"none\"; write `vendored`, or `crate` to depend \
             on the package `verbatim-runtime`",
            "gen.toml:3:19: error[V0606]: `package.runtime-version` cannot be \"1\"; it says where to find a package, \
             which takes `runtime = \"crate\"` beside it",
        ]
    );
}

#[test]
fn broken_toml_is_reported_where_it_breaks() {
    let found = findings("[docs]\ntoken = \n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("gen.toml:2:"), "{found:?}");
    assert!(found[0].contains("error[V0601]: "), "{found:?}");
}

/// The shipped file is the documentation: a key that is missing there is one that nobody can find.
#[test]
fn the_shipped_file_parses_and_documents_every_key() {
    let text = include_str!("../../../../spec/gen.toml");
    Config::parse(&Source::new("gen.toml", text)).expect("nothing to complain of");
    let keys = Config::keys();
    let mut section = String::new();
    let mut documented = Vec::new();
    let mut commented = false;
    for line in text.lines() {
        let bare = line.trim_start_matches("# ");
        if let Some(name) = bare.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            section = name.to_owned();
            if keys.contains(&section) {
                assert!(commented, "[{name}] has no comment above it");
                documented.push(section.clone());
            }
        } else if let Some((key, _)) = bare.split_once(" = ") {
            let key = format!("{section}.{key}");
            if keys.contains(&key) {
                assert!(commented, "{key} has no comment above it");
                documented.push(key);
            }
        }
        commented = line.starts_with("# ");
    }
    let missing: Vec<_> = keys.iter().filter(|it| !documented.contains(it)).collect();
    assert!(
        missing.is_empty(),
        "not documented in spec/gen.toml: {missing:?}"
    );
}

/// `gen --print-config` prints another one, with examples of no particular API: what is said of a key is the same.
#[test]
fn the_printed_file_says_the_same_of_each_key() {
    let shipped = include_str!("../../../../spec/gen.toml");
    let printed = include_str!("../../../../xtask/src/choices.toml");
    assert_eq!(said(shipped), said(printed));
}

/// The sections, the keys, and the comments above each, in order.
fn said(text: &str) -> Vec<String> {
    let (_, text) = text.split_once("\n\n").expect("a head");
    let mut said = Vec::new();
    let mut is_within = false;
    for line in text.lines() {
        let bare = line.trim_start_matches("# ");
        let key = bare.split_once(" = ").map(|(key, _)| key);
        match key.filter(|it| !it.contains(' ')) {
            // What stands in a text, and names in examples, are of the API.
            _ if is_within || bare.starts_with('"') => {}
            Some(key) => said.push(key.to_owned()),
            None => said.push(bare.to_owned()),
        }
        is_within ^= line.contains("\"\"\"");
    }
    said
}

/// What is commented out has to be right as well.
#[test]
fn the_examples_in_the_shipped_file_parse() {
    let text = include_str!("../../../../spec/gen.toml");
    let examples = text.lines().map(|it| match it.strip_prefix("# ") {
        Some(example) if example.starts_with('[') || example.contains(" = ") => example,
        _ => it,
    });
    let text: String = examples.flat_map(|it| [it, "\n"]).collect();
    let config = Config::parse(&Source::new("gen.toml", text)).expect("nothing to complain of");
    assert_eq!(config.skip.operations.len(), 2);
    assert_eq!(config.names.schemas.len(), 2);
    assert_eq!(config.types.unused, Some(false));
}

#[test]
fn keys_are_those_the_parser_asks_for() {
    let keys = Config::keys();
    assert!(keys.contains(&"docs.shell-fence".to_owned()), "{keys:?}");
    assert!(keys.contains(&"names.schemas".to_owned()), "{keys:?}");
    assert!(!keys.contains(&"docs".to_owned()), "{keys:?}");
}
