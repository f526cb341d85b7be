use super::{follow, is_same};
use crate::load::yaml_value;
use crate::node::Node;

fn tree(text: &str) -> Node {
    yaml_value(text).unwrap_or_else(|why| panic!("{why:?}\n{text}"))
}

/// What a text becomes that shall say what another one says.
fn patched(text: &str, wanted: &str) -> String {
    let wanted = tree(wanted);
    let edited = follow(text, &tree(text), &wanted).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(is_same(&tree(&edited), &wanted), "{edited}");
    edited
}

const TEXT: &str = "\
# At the top.

a: 1   # one

# About b.
b:
  # About c.
  c: 'x'
  d: [p, q] # two
  e:
    - name: f
      in: g
      # deep
      h: |-
        i
        j
    - name: k   # K
      in: l
z: >-
  several words that are
  folded here
";

#[test]
fn a_value_changes_where_it_stands() {
    for (from, to, line, edited) in [
        ("a: 1 ", "a: 2 ", "a: 1   # one", "a: 2   # one"),
        ("c: 'x'", "c: yes it is", "  c: 'x'", "  c: 'yes it is'"),
        (
            "[p, q]",
            "[p, r, q]",
            "  d: [p, q] # two",
            "  d: [p, r, q] # two",
        ),
        (
            "i\n        j",
            "i\n        j\n        k",
            "        j",
            "        j\n        k",
        ),
        (
            "several words that are\n",
            "several words that are not\n",
            "  several words that are\n  folded here",
            "  several words that are not folded here",
        ),
    ] {
        assert_eq!(
            patched(TEXT, &TEXT.replace(from, to)),
            TEXT.replacen(line, edited, 1)
        );
    }
}

#[test]
fn members_come_go_and_move_with_their_comments() {
    let with = |from: &str, to: &str| patched(TEXT, &TEXT.replacen(from, to, 1));
    assert_eq!(
        with("  c: 'x'\n", "  c: 'x'\n  more: new\n"),
        TEXT.replacen("  c: 'x'\n", "  c: 'x'\n  more: new\n", 1)
    );
    assert_eq!(
        with("  c: 'x'\n", ""),
        TEXT.replacen("  # About c.\n  c: 'x'\n", "", 1)
    );
    assert_eq!(
        with(
            "    - name: f\n",
            "    - name: e\n      in: e\n    - name: f\n"
        ),
        TEXT.replacen(
            "    - name: f\n",
            "    - name: e\n      in: e\n    - name: f\n",
            1
        )
    );
    let moved = "a: 1\nb: {d: [p, q], c: x, e: [{name: k, in: l}, {name: f, in: g, h: \"i\\nj\"}]}\nz: several words that are folded here\n";
    assert_eq!(
        patched(TEXT, moved),
        "\
# At the top.

a: 1   # one

# About b.
b:
  d: [p, q] # two
  # About c.
  c: 'x'
  e:
    - name: k   # K
      in: l
    - name: f
      in: g
      # deep
      h: |-
        i
        j
z: >-
  several words that are
  folded here
"
    );
}

#[test]
fn what_is_new_follows_the_layout_of_the_text() {
    let text = "paths:\n    /a:\n        get:\n            tags:\n            - 'x y:'\n\n    /b:\n        get: {}\n";
    let wanted =
        "paths: {/a: {get: {tags: ['x y:', '1']}}, /aa: {get: {tags: [p, {a: b}]}}, /b: {get: {}}}";
    assert_eq!(
        patched(text, wanted),
        "paths:\n    /a:\n        get:\n            tags:\n            - 'x y:'\n            - '1'\n\n    /aa:\n        get:\n            tags:\n            - p\n            - a: b\n\n    /b:\n        get: {}\n"
    );
}

#[test]
fn a_name_changes_and_nothing_else() {
    let text = "paths:\n  /a: # A\n    get: {a: 1, b: 2, c: 3, d: 4}\n    # p\n    put: {a: 1, b: 2, c: 3}\n  /b:\n    get: {}\n";
    assert_eq!(
        patched(text, &text.replace("/a:", "/v2/a:")),
        text.replace("/a:", "/v2/a:")
    );
}

#[test]
fn what_has_no_lines_of_its_own_is_refused_where_it_stands() {
    for (text, wanted, place) in [
        ("a: &x\n  b: 1\nc: *x\n", "{a: {b: 2}, c: {b: 1}}", (1, 4)),
        ("a: &x\n  b: 1\nc: *x\n", "{a: {b: 1}, c: {b: 2}}", (3, 4)),
        ("a: !!str 1\n", "{a: '2'}", (1, 4)),
        ("a: {b: 1,\n  c: 2}\n", "{a: {b: 1, c: 3}}", (1, 4)),
        ("a: 1\n---\nb: 1\n", "{a: 2}", (2, 1)),
        (
            "a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n",
            "{a: {b: 1}, c: {d: 2, b: 1}}",
            (4, 3),
        ),
    ] {
        let refused = follow(text, &tree(text), &tree(wanted)).unwrap_err();
        let [it] = &refused[..] else {
            panic!("{refused:?}")
        };
        assert_eq!((it.place.line, it.place.column), place, "{text}{refused:?}");
    }
    // Beside what is edited they are of no consequence.
    let text = "a: &x {b: 1,\n  c: 2}\nd: *x\ne: 1\n";
    assert_eq!(
        patched(text, "{a: {b: 1, c: 2}, d: {b: 1, c: 2}, e: 2}"),
        text.replace("e: 1", "e: 2")
    );
}

#[test]
fn line_ends_and_the_end_of_the_file_stay() {
    assert_eq!(
        patched("a: 1\r\nb: 2\r\n", "{a: 3, b: 2, c: 4}"),
        "a: 3\r\nb: 2\r\nc: 4\r\n"
    );
    assert_eq!(patched("a: 1\nb: 2", "{a: 1, b: 3}"), "a: 1\nb: 3");
    assert_eq!(
        patched("a: 1\n# end\n", "{a: 1, b: 3}"),
        "a: 1\nb: 3\n# end\n"
    );
}

#[test]
fn a_folded_text_stays_folded() {
    let text = "a:\n  description: >-\n    Organization is specific for\n    the field above.\n  items:\n    b: 1\n";
    for (said, written) in [
        ("Two\n\nparagraphs", "    Two\n\n\n    paragraphs\n"),
        ("Two\nlines", "    Two\n\n    lines\n"),
        (
            "One two three four five six seven eight nine ten",
            "    One two three four five six seven eight\n    nine ten\n",
        ),
    ] {
        let wanted = format!("a: {{description: {said:?}, items: {{b: 1}}}}");
        let edited = text.replace(
            "    Organization is specific for\n    the field above.\n",
            written,
        );
        assert_eq!(patched(text, &wanted), edited);
    }
    // What cannot be folded is a block of lines.
    let wanted = "a: {description: \"a\\n  b\", items: {b: 1}}";
    assert_eq!(
        patched(text, wanted),
        "a:\n  description: |-\n    a\n      b\n  items:\n    b: 1\n"
    );
}
