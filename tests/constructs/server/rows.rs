//! `requests.txt` → requests and the answers that are expected.

const KINDS: &[(&str, &str)] = &[
    ("json", "application/json"),
    ("form", "application/x-www-form-urlencoded"),
    ("text", "text/plain"),
];

/// A request and its answer.
#[derive(Debug, Default)]
pub struct Row {
    /// Method and URI.
    pub request: String,
    /// `name: value`.
    pub headers: Vec<String>,
    pub body: String,
    /// The status, and behind it the body, or the faults of a problem, joined by `; `.
    pub expected: String,
    /// Headers that the answer has.
    pub has: Vec<(String, String)>,
    /// Headers that it has not.
    pub lacks: Vec<String>,
}

/// The rows of a file.
///
/// # Panics
/// A line is none of those that the file's head lists.
pub fn rows(text: &str) -> Vec<Row> {
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    let mut rows = Vec::new();
    let mut row: Vec<&str> = Vec::new();
    for line in lines.chain([""]) {
        if !line.trim().is_empty() {
            row.push(line);
        } else if !row.is_empty() {
            rows.push(parse(&row));
            row.clear();
        }
    }
    rows
}

fn parse(lines: &[&str]) -> Row {
    let mut row = Row {
        request: lines[0].to_owned(),
        ..Row::default()
    };
    let mut parts = Vec::new();
    for line in &lines[1..] {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let text = expanded(rest);
        if let Some((_, media_type)) = KINDS.iter().find(|it| it.0 == word) {
            row.headers.push(format!("content-type: {media_type}"));
            row.body = text;
            continue;
        }
        match word {
            ">" => row.headers.push(text),
            "body" => row.body = text,
            "part" => {
                let (name, content) = text.split_once(' ').expect("a name and a text");
                parts.push((name.to_owned(), content.to_owned()));
            }
            "<" => match text.strip_prefix("no ") {
                Some(name) => row.lacks.push(name.to_owned()),
                None => {
                    let (name, value) = text.split_once(": ").expect("a name and a value");
                    row.has.push((name.to_owned(), value.to_owned()));
                }
            },
            "" => row.expected += &format!("; {}", expanded(line.trim_start())),
            _ if word.len() == 3 && word.bytes().all(|it| it.is_ascii_digit()) => {
                row.expected = expanded(line);
            }
            _ => panic!("{}: what is {line:?}?", row.request),
        }
    }
    assert!(!row.expected.is_empty(), "{} has no answer", row.request);
    if !parts.is_empty() {
        row.body = multipart(&parts);
        if !row
            .headers
            .iter()
            .any(|it| it.starts_with("content-type: "))
        {
            row.headers
                .push("content-type: multipart/form-data; boundary=B".to_owned());
        }
    }
    row
}

/// A body of parts; the one called `file` has the name of a file.
fn multipart(parts: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, content) in parts {
        let file = if name == "file" {
            "; filename=\"file.txt\""
        } else {
            ""
        };
        text += &format!(
            "--B\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
        );
    }
    text + "--B--\r\n"
}

/// `{x*3}` is `xxx`, and `{tab}` a tab. Other braces are themselves.
fn expanded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out += before;
        let word = after.split('}').next().unwrap_or_default();
        let special = match word {
            "crlf" => Some("\r\n".to_owned()),
            "lf" => Some("\n".to_owned()),
            "tab" => Some("\t".to_owned()),
            "U+0001" => Some("\u{1}".to_owned()),
            _ => word
                .split_once('*')
                .and_then(|(text, times)| Some(text.repeat(times.parse().ok()?))),
        };
        match special {
            Some(it) => {
                out += &it;
                rest = &after[word.len() + 1..];
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}
