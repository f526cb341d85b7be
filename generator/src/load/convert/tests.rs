use crate::diagnostic::Report;
use crate::model::{Api, Schema};
use crate::source::{Files, Source};
use crate::{Config, read};

/// Other files, by path.
struct Others(&'static [(&'static str, &'static str)]);

impl Files for Others {
    fn read(&self, path: &str) -> Result<String, String> {
        let found = self.0.iter().find(|(it, _)| *it == path);
        found.map_or_else(
            || Err(format!("there is no {path}")),
            |(_, text)| Ok((*text).to_owned()),
        )
    }
}

fn api(text: &str, others: &'static [(&'static str, &'static str)]) -> (Api, Report) {
    let head = "swagger: '2.0'\ninfo: {title: Pets, version: '1'}\n";
    let source = Source::new("api.yaml", format!("{head}{text}"));
    read(source, &Others(others), &Config::default()).expect("no error")
}

/// The description of the schema of each response of the first operation, in order.
fn answers(api: &Api) -> Vec<&str> {
    let responses = &api.operations[0].responses;
    let schema = |id| -> &Schema { api.schema(id) };
    let ids = responses.iter().filter_map(|it| it.content.first()?.schema);
    ids.map(|id| {
        schema(id)
            .annotations
            .description
            .as_deref()
            .unwrap_or_default()
    })
    .collect()
}

#[test]
fn definitions_whose_names_come_to_one_stay_two() {
    let (api, report) = api(
        r##"
paths:
  /pets:
    get:
      produces: [application/json]
      responses:
        '200': {description: '', schema: {$ref: '#/definitions/Page[Pet]'}}
        '201': {description: '', schema: {$ref: '#/definitions/Page<Pet>'}}
        '202': {description: '', schema: {$ref: '#/definitions/Page%3CPet%3E'}}
        '203': {description: '', schema: {$ref: '#/definitions/Page~1Pet'}}
        '204': {description: '', schema: {$ref: '#/definitions/Page_Pet_'}}
        '206': {description: '', schema: {$ref: '#/definitions/Page%3CPet%3E/properties/next'}}
definitions:
  Page[Pet]: {description: brackets, type: object}
  Page<Pet>: {description: angles, type: object, properties: {next: {description: next, type: string}}}
  Page/Pet: {description: slash, type: object}
  Page_Pet_: {description: plain, type: object}
"##,
        &[],
    );
    assert_eq!(
        answers(&api),
        ["brackets", "angles", "angles", "slash", "plain", "next"]
    );
    let names: Vec<&str> = api.components.keys().map(|it| &**it).collect();
    assert_eq!(names, ["Page_Pet_", "Page_Pet_2", "Page_Pet_3", "Page_Pet"]);
    assert!(report.findings.is_empty(), "{report}");
}

#[test]
fn responses_parameters_and_schemes_whose_names_come_to_one_stay_two() {
    let (api, report) = api(
        r##"
security: [{API Key: []}]
paths:
  /pets:
    get:
      parameters: [{$ref: '#/parameters/page size'}, {$ref: '#/parameters/page_size'}]
      responses:
        '404': {$ref: '#/responses/Not%20Found'}
        '410': {$ref: '#/responses/Not_Found'}
      security: [{API Key: []}, {API_Key: []}]
parameters:
  page size: {name: first, in: query, type: string}
  page_size: {name: second, in: query, type: string}
responses:
  Not Found: {description: with a space}
  Not_Found: {description: with a low line}
securityDefinitions:
  API Key: {type: apiKey, in: header, name: X-First}
  API_Key: {type: apiKey, in: header, name: X-Second}
"##,
        &[],
    );
    let operation = &api.operations[0];
    let parameters: Vec<&str> = operation.parameters.iter().map(|it| &*it.name).collect();
    assert_eq!(parameters, ["first", "second"]);
    let responses: Vec<&str> = operation
        .responses
        .iter()
        .map(|it| &*it.description)
        .collect();
    assert_eq!(responses, ["with a space", "with a low line"]);
    let required = |it: &crate::model::SecurityRequirement| it.schemes[0].0.to_string();
    let required: Vec<String> = operation.security.iter().map(required).collect();
    assert_eq!(required, ["API_Key2", "API_Key"]);
    let declared: Vec<&str> = api.security_schemes.keys().map(|it| &**it).collect();
    assert_eq!(declared, required);
    let of_document = api.security.as_ref().map(|it| required_names(it));
    assert_eq!(of_document, Some(vec!["API_Key2"]));
    assert!(report.findings.is_empty(), "{report}");
}

fn required_names(requirements: &[crate::model::SecurityRequirement]) -> Vec<&str> {
    let schemes = requirements.iter().flat_map(|it| &it.schemes);
    schemes.map(|(name, _)| &**name).collect()
}

#[test]
fn definitions_of_other_files_whose_names_come_to_one_stay_two() {
    let (api, report) = api(
        r##"
paths:
  /pets:
    get:
      produces: [application/json]
      responses:
        '200': {description: '', schema: {$ref: 'pages.yaml#/definitions/Page%5BPet%5D'}}
        '201': {description: '', schema: {$ref: 'pages.yaml#/definitions/Page<Pet>'}}
        '202': {description: '', schema: {$ref: 'api.yaml#/definitions/Page{Pet}'}}
        '203': {description: '', schema: {$ref: 'pages.yaml#/definitions/100%25'}}
definitions:
  Page{Pet}: {description: braces, type: object}
"##,
        &[(
            "pages.yaml",
            r##"
definitions:
  Page[Pet]: {description: brackets, type: object}
  Page<Pet>: {description: angles, type: object}
  100%: {description: percent, type: object}
"##,
        )],
    );
    assert_eq!(answers(&api), ["brackets", "angles", "braces", "percent"]);
    assert!(report.findings.is_empty(), "{report}");
}

#[test]
fn what_is_not_declared_is_told_as_it_is_written() {
    let text = "swagger: '2.0'\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets:\n    get:\n      responses:\n        '200': {description: '', schema: {$ref: '#/definitions/Page[Pet]'}}\n";
    let report = read(
        Source::new("api.yaml", text),
        &Others(&[]),
        &Config::default(),
    )
    .expect_err("it leads nowhere");
    let text = report.to_string();
    assert!(
        text.contains("`#/definitions/Page[Pet]` leads nowhere"),
        "{text}"
    );
}
