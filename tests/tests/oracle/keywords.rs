//! `constructs/server/keywords.txt`: what an emitted server says of a body, keyword by keyword.

use std::fmt::Write;

use serde_json::Value;

use super::driver::drive;

/// A body, whether it is taken, and what is answered: the body that comes back, or the faults.
struct Row {
    schema: usize,
    body: String,
    is_taken: bool,
    answer: String,
}

#[test]
fn bodies_are_held_to_each_keyword() {
    let text = verbatim_tests::text("tests/constructs/server/keywords.txt");
    let mut components = String::new();
    let (mut schemas, mut rows) = (Vec::new(), Vec::new());
    for line in text
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
    {
        let (sign, rest) = line.split_at(1);
        match sign {
            "&" => {
                let (name, schema) = rest.trim().split_once(' ').expect("a name and a schema");
                let _ = writeln!(components, "    {name}: {schema}");
            }
            "+" | "-" => {
                let (body, answer) = rest.split_once(" => ").unwrap_or((rest, rest));
                rows.push(Row {
                    schema: schemas.len() - 1,
                    body: body.trim().to_owned(),
                    is_taken: sign == "+",
                    answer: answer.trim().to_owned(),
                });
            }
            _ => schemas.push(line.to_owned()),
        }
    }
    for name in names_of(&components) {
        let reference = format!("$ref: '#/components/schemas/{name}'");
        let schemas = schemas.iter_mut();
        schemas.for_each(|it| *it = it.replace(&format!("$ref: {name}"), &reference));
    }
    let mut document =
        String::from("openapi: 3.1.0\ninfo: {title: Keywords, version: '1'}\npaths:\n");
    for (at, schema) in schemas.iter().enumerate() {
        let _ = writeln!(
            document,
            "  /G{at}:\n    post:\n      operationId: take_g{at}\n      tags: [all]\n      requestBody: {{required: true, content: \
             {{application/json: {{schema: {schema}}}}}}}\n      responses: {{'200': {{description: The body., content: \
             {{application/json: {{schema: {{}}}}}}}}}}"
        );
    }
    let _ = write!(document, "components:\n  schemas:\n{components}");
    let names: Vec<String> = (0..schemas.len()).map(|it| format!("G{it}")).collect();
    let sent: Vec<(&str, String)> = rows
        .iter()
        .map(|it| (&*names[it.schema], it.body.clone()))
        .collect();
    let answers = drive("emitted-keywords", "openapi.yaml", &document, &names, &sent);
    let mut wrong = String::new();
    for (row, (status, body)) in rows.iter().zip(answers) {
        let found: Value = serde_json::from_str(&body).expect("JSON");
        let (found, expected) = match row.is_taken {
            true => {
                let expected: Value = serde_json::from_str(&row.answer).expect("JSON");
                (format!("{status} {found}"), format!("200 {expected}"))
            }
            false => (
                format!("{status} {}", faults(&found)),
                format!("400 {}", row.answer),
            ),
        };
        if found != expected {
            let _ = writeln!(
                wrong,
                "{}\n  {}\n  expected {expected}\n  found    {found}",
                schemas[row.schema], row.body
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The names of the schemas that others refer to.
fn names_of(components: &str) -> impl Iterator<Item = &str> {
    let lines = components.lines();
    lines
        .filter_map(|it| it.trim().split_once(':'))
        .map(|it| it.0)
}

fn faults(problem: &Value) -> String {
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let faults = problem["errors"].as_array().into_iter().flatten();
    let faults = faults.map(|it| format!("{}: {}", text(&it["location"]), text(&it["detail"])));
    let mut faults: Vec<String> = faults.collect();
    faults.sort();
    faults.join("; ")
}
