//! The description of a property → as Coder's templates put it into a table.

use std::borrow::Cow;

use super::rows::RowName;

/// The description of a row as the templates word it: on one line, but for paragraphs' ends, which tear the row in two;
/// Go names spelt out, `id` and `url` in capitals.
pub(super) fn reworded<'a>(
    name: RowName<'_>,
    depth: usize,
    description: Cow<'a, str>,
) -> Cow<'a, str> {
    let joined = joined(&description);
    if joined.is_empty() {
        return Cow::default();
    }
    let text = unjoined(&joined);
    match go_name_spelt_out(&text, name, depth) {
        Some(text) => upper_case_words(&text).into(),
        None if text == description && !has_upper_case_words(&text) => description,
        None => upper_case_words(&text).into(),
    }
}

/// The same for whoever knows the name as the templates spell it.
#[cfg(feature = "capture")]
pub fn reworded_row(name: &str, depth: usize, description: &str) -> String {
    let name = match name {
        super::grammar::ADDITIONAL_PROPERTIES => RowName::AnyProperty,
        super::grammar::ANONYMOUS => RowName::Anonymous,
        name => RowName::Text(name),
    };
    reworded(name, depth, description.into()).into_owned()
}

/// A description of one line: line breaks are `<br>`.
fn joined(description: &str) -> Cow<'_, str> {
    if description == "undefined" {
        return "".into();
    }
    if !description.contains(['\r', '\n']) {
        return description.into();
    }
    description.replace('\r', "").replace('\n', "<br>").into()
}

/// A paragraph's end becomes a line break, which tears the row of the table in two.
fn unjoined(description: &str) -> Cow<'_, str> {
    if !description.contains('<') {
        return description.into();
    }
    description
        .replace("<br><br>", "\n")
        .replace("<br>", " ")
        .into()
}

/// A description that opens with a Go name (`AvatarURL is …`) opens with the property's name instead (`Avatar URL is
/// …`). A word counts for a Go name if it has two capitals, and so does any acronym.
fn go_name_spelt_out(description: &str, name: RowName<'_>, depth: usize) -> Option<String> {
    let (first, rest) = match description.split_once(' ') {
        Some((first, rest)) => (first, Some(rest)),
        None => (description, None),
    };
    if first.chars().filter(char::is_ascii_uppercase).count() < 2 {
        return None;
    }
    Some([&*spelt_out(name, depth), " ", rest.unwrap_or_default()].concat())
}

/// `avatar_url` as `Avatar url`.
fn spelt_out(name: RowName<'_>, depth: usize) -> String {
    let name = match name {
        RowName::AnyProperty if depth > 0 => "It".into(),
        name => name.spelt(),
    };
    let name: String = name.replacen("» ", "", 1).replace('»', "");
    let Some(first) = name.chars().next() else {
        return name;
    };
    let lower = name.replace('_', " ").to_lowercase();
    let tail: String = lower.chars().skip(1).collect();
    first.to_uppercase().chain(tail.chars()).collect()
}

/// Whether the word stands in capitals wherever it stands by itself.
fn is_upper_case_word(word: &str) -> bool {
    word.eq_ignore_ascii_case("id") || word.eq_ignore_ascii_case("url")
}

fn has_upper_case_words(description: &str) -> bool {
    description.split(' ').any(is_upper_case_word)
}

/// The words `id` and `url` stand in capitals.
fn upper_case_words(description: &str) -> String {
    let mut out = String::with_capacity(description.len());
    for (i, word) in description.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        if is_upper_case_word(word) {
            out.extend(word.chars().map(|it| it.to_ascii_uppercase()));
        } else {
            out.push_str(word);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_worded_as_the_templates_do() {
        let name = RowName::Text("avatar_url");
        for (description, worded) in [
            ("It is there.", "It is there."),
            ("the id or url of it", "the ID or URL of it"),
            ("AvatarURL is an address", "Avatar URL is an address"),
            ("HTTP address", "Avatar URL address"),
            ("a\nb", "a b"),
            ("a\n\nb", "a\nb"),
            ("undefined", ""),
        ] {
            assert_eq!(reworded(name, 0, description.into()), worded);
        }
        let text = reworded(RowName::AnyProperty, 1, "HTTP address".into());
        assert_eq!(text, "It address");
    }
}
