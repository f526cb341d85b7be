//! Pages of a reference that are made to exhaust whoever reads them.

/// A family of pages: its name, and the page of about so many bytes.
pub type Family = (&'static str, fn(usize) -> String);

const TITLE: &str = "# A\n\n";
const PARAMETERS: &str = "| Name | In | Type | Required | Description |\n|---|---|---|---|---|\n";
const PROPERTIES: &str =
    "| Name | Type | Required | Restrictions | Description |\n|---|---|---|---|---|\n";
const SCHEMA: &str = "# Schemas\n\n## B\n\n```json\n{}\n```\n\n### Properties\n\n";
const OPERATION: &str = "### Code samples\n\n```shell\n# Example request using curl\ncurl -X GET http://x/a\n\n```\n\n\
    `GET /a`\n\n### Responses\n\n| Status | Meaning | Description | Schema |\n|---|---|---|---|\n| 200 | OK | OK | A |\n\n";

/// A page of an operation with as many examples as responses.
fn examples_and_responses(
    bytes: usize,
    example: fn(usize) -> String,
    description: fn(usize) -> String,
) -> String {
    let count = bytes / 64;
    let examples: String = (0..count).map(example).collect();
    let response = |it: usize| {
        let (status, description) = (100 + it % 400, description(it));
        format!("| {status} | OK | {description} | A |\n")
    };
    let responses: String = (0..count).map(response).collect();
    let (above, below) = OPERATION.split_once("### Responses").unwrap_or_default();
    let titles = ["### Example responses\n\n", &examples, "### Responses"].concat();
    [
        TITLE,
        "## S\n\n",
        above,
        &titles,
        below.trim_end(),
        "\n",
        &responses,
    ]
    .concat()
}

/// All families.
pub const FAMILIES: &[Family] = &[
    ("headings", |n| TITLE.to_owned() + &"## B\n\n".repeat(n / 6)),
    ("sections without an end", |n| {
        TITLE.to_owned() + &"## B\n\n### Code samples\n\n".repeat(n / 24)
    }),
    ("rows without an end", |n| {
        [TITLE, PARAMETERS].concat() + &"| `a` | query | string | true | x\n".repeat(n / 34)
    }),
    ("cells on lines of their own", |n| {
        [TITLE, PARAMETERS, "| `a` | q\n"].concat() + &"x |\n".repeat(n / 4)
    }),
    ("torn rows", |n| {
        let torn = "| `a`\n".to_owned() + &"x\n".repeat(50);
        [TITLE, PARAMETERS].concat() + &torn.repeat(n / torn.len())
    }),
    ("pipes", |n| [TITLE, PARAMETERS].concat() + &"|".repeat(n)),
    ("pipes and backticks", |n| {
        [TITLE, PARAMETERS, "|"].concat() + &"`|".repeat(n / 2)
    }),
    ("deep rows", |n| {
        let row = |it: usize| format!("| `{} a` | object | false |  |  |\n", "»".repeat(it % 200));
        [SCHEMA, PROPERTIES].concat() + &(0..n / 250).map(row).collect::<String>()
    }),
    ("a long line", |n| TITLE.to_owned() + &"x".repeat(n)),
    ("deep samples", |n| {
        format!("# Schemas\n\n## B\n\n```json\n{}", "[".repeat(n))
    }),
    ("titles without an end", |n| {
        let title = "<h3 id=\"s-responseschema\">Response Schema</h3>\n\nStatus Code **200**\n\n";
        [TITLE, "## S\n\n", OPERATION, title].concat() + &"*a\n\n".repeat(n / 4)
    }),
    ("one operation again and again", |n| {
        let section = ["## S\n\n", OPERATION].concat();
        TITLE.to_owned() + &section.repeat(n / section.len())
    }),
    ("one schema again and again", |n| {
        let section = &SCHEMA["# Schemas\n\n".len()..];
        "# Schemas\n\n".to_owned() + &[section, "None\n\n"].concat().repeat(n / section.len())
    }),
    ("rows of one name", |n| {
        let values = "\n#### Enumerated Values\n\n| Property | Value(s) |\n|---|---|\n";
        let rows = "| `p` | string | false |  |  |\n".repeat(n / 64);
        [SCHEMA, PROPERTIES, &rows, values].concat() + &"| `p` | `a`, `b` |\n".repeat(n / 40)
    }),
    ("links", |n| {
        let row = |it: usize| format!("| `» p{it}` | [A{it}](#a{it}) | false |  |  |\n");
        [SCHEMA, PROPERTIES].concat() + &(0..n / 50).map(row).collect::<String>()
    }),
    ("a list of values for each row", |n| {
        let row = |it: usize| format!("| `p{it}` | string | false |  |  |\n");
        let values = "\n#### Enumerated Values\n\n| Property | Value(s) |\n|---|---|\n";
        let list = |it: usize| format!("| `p{it}` | `a`, `b` |\n");
        let rows: String = (0..n / 64).map(row).collect();
        [SCHEMA, PROPERTIES, &rows, values].concat() + &(0..n / 64).map(list).collect::<String>()
    }),
    ("branches of a body", |n| {
        let head = "| `body` | body | object | false |  |\n| `» p` | body | object | false |  |\n";
        let branches = "| `»» *anonymous*` | body | object | false |  |\n".repeat(n / 100);
        let rows = "| `»»» p` | body | string | false |  |\n".repeat(n / 100);
        let parameters = ["### Parameters\n\n", PARAMETERS, head, &branches, &rows].concat();
        let (above, below) = OPERATION.split_once("### Responses").unwrap_or_default();
        let parts = [
            TITLE,
            "## S\n\n",
            above,
            &parameters,
            "\n### Responses",
            below,
        ];
        parts.concat()
    }),
    ("responses and as many examples", |n| {
        let example = |_| "> 500 Response\n\n```json\n{}\n```\n\n".to_owned();
        examples_and_responses(n, example, |_| "OK".to_owned())
    }),
    ("responses and examples with titles", |n| {
        let example = |it| format!("> x{it}\n\n```json\n{{}}\n```\n\n");
        examples_and_responses(n, example, |it| format!("O{it}"))
    }),
    ("responses and examples of one title", |n| {
        let example = |_| "> OK\n\n```json\n{}\n```\n\n".to_owned();
        examples_and_responses(n, example, |_| "OK".to_owned())
    }),
    ("titles without rows", |n| {
        let title = "### Response schema\n\nStatus Code **200**\n\n";
        [TITLE, "## S\n\n", OPERATION, title].concat() + &"*a*\n\n".repeat(n / 5)
    }),
    ("other characters", |n| {
        "\u{feff}# A\r\n\r\n## B\u{0}\t\r\n\u{2028}».|`<h1\r".repeat(n / 30)
    }),
];
