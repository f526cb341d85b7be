//! Pages of widdershins' own templates are read as far as they go.

use std::fmt::Write as _;

use verbatim_gen::Source;
use verbatim_gen::capture::{Captured, capture};

/// A page as the templates of version 4 write it, with what they have.
const PAGE: &str = r##"---
title: Shop v2.1
language_tabs:
  - shell: Shell
headingLevel: 2

---

<!-- Generator: Widdershins v4.0.1 -->

<h1 id="shop">Shop v2.1</h1>

> Scroll down for code samples, example requests and responses. Select a language for code samples from the tabs above or the mobile navigation menu.

Sells things.

Base URLs:

* <a href="https://{region}.example.com/v2">https://{region}.example.com/v2</a>

    * **region** - Where Default: eu

        * eu

        * us

<a href="https://example.com/terms">Terms of service</a>
Email: <a href="mailto:shop@example.com">Ada</a> Web: <a href="https://example.com">Ada</a> 
License: <a href="https://example.com/mit">MIT</a>

# Authentication

* API Key (Key)
    - Parameter Name: **X-Key**, in: header. Ask for one.

- HTTP Authentication, scheme: bearer 

- oAuth2 authentication. 

    - Flow: authorizationCode
    - Authorization URL = [https://example.com/auth](https://example.com/auth)
    - Token URL = [https://example.com/token](https://example.com/token)

|Scope|Scope Description|
|---|---|
|read|see things|

<h1 id="shop-things">Things</h1>

What is sold.

## addThing

<a id="opIdaddThing"></a>

> Code samples

```shell
# You can also use wget
curl -X POST https://{region}.example.com/v2/things/{id} \
  -H 'Content-Type: application/json' \
  -H 'Accept: application/json' \
  -H 'X-Trace: string' \
  -H 'X-Key: API_KEY'

```

`POST /things/{id}`

*Add a thing*

Adds *one* thing.

- and no more

> Body parameter

```json
{
  "name": "ball",
  "kind": "toy"
}
```

<h3 id="addthing-parameters">Parameters</h3>

|Name|In|Type|Required|Description|
|---|---|---|---|---|
|id|path|string(uuid)|true|Which|
|limit|query|integer(int32)|false|How many,|
|tags|query|array[string]|false|none|
|X-Trace|header|string|true|none|
|body|body|object|true|What to add|
|» name|body|string|true|none|
|» kind|body|[Kind](#schemakind)|false|none|

#### Detailed descriptions

**limit**: How many,
at most.

#### Enumerated Values

|Parameter|Value|
|---|---|
|tags|old|
|tags|new|

> Example responses

> 200 Response

```json
{
  "thing": {
    "name": "string",
    "kind": "toy",
    "parts": [
      {}
    ]
  },
  "count": 0
}
```

<h3 id="addthing-responses">Responses</h3>

|Status|Meaning|Description|Schema|
|---|---|---|---|
|200|[OK](https://tools.ietf.org/html/rfc7231#section-6.3.1)|Done|Inline|
|404|[Not Found](https://tools.ietf.org/html/rfc7231#section-6.5.4)|Nothing|[Fault](#schemafault)|
|default|Default|none|None|

<h3 id="addthing-responseschema">Response Schema</h3>

Status Code **200**

|Name|Type|Required|Restrictions|Description|
|---|---|---|---|---|
|» thing|[Thing](#schemathing)|false|none|A thing.|
|»» name|string|true|none|Its name.|
|»» kind|[Kind](#schemakind)|false|none|none|
|»» parts|[[Thing](#schemathing)]|false|none|none|
|» count|integer(int64)|true|read-only|none|

### Response Headers

|Status|Header|Type|Format|Description|
|---|---|---|---|---|
|200|X-Left|integer|int32|How many are left|

<aside class="warning">
To perform this operation, you must be authenticated by means of one of the following methods:
Key & Token, OAuth ( Scopes: read )
</aside>

## get__things

> Code samples

```shell
# You can also use wget
curl -X GET https://{region}.example.com/v2/things \
  -H 'Accept: application/json'

```

`GET /things`

> Example responses

> 200 Response

```json
[
  {
    "name": "string",
    "kind": "toy",
    "parts": [
      {}
    ]
  }
]
```

<h3 id="get__things-responses">Responses</h3>

|Status|Meaning|Description|Schema|
|---|---|---|---|
|200|[OK](https://tools.ietf.org/html/rfc7231#section-6.3.1)|All|Inline|

<h3 id="get__things-responseschema">Response Schema</h3>

Status Code **200**

|Name|Type|Required|Restrictions|Description|
|---|---|---|---|---|
|*anonymous*|[[Thing](#schemathing)]|false|none|[A thing.]|
|» name|string|true|none|Its name.|
|» kind|[Kind](#schemakind)|false|none|none|
|» parts|[[Thing](#schemathing)]|false|none|none|

<aside class="success">
This operation does not require authentication
</aside>

# Schemas

<h2 id="tocS_Thing">Thing</h2>
<!-- backwards compatibility -->
<a id="schemathing"></a>
<a id="schema_Thing"></a>
<a id="tocSthing"></a>
<a id="tocsthing"></a>

```json
{
  "name": "string",
  "kind": "toy",
  "parts": [
    {}
  ]
}

```

A thing.

### Properties

|Name|Type|Required|Restrictions|Description|
|---|---|---|---|---|
|name|string|true|none|Its name.|
|kind|[Kind](#schemakind)|false|none|none|
|parts|[[Thing](#schemathing)]|false|none|none|

<h2 id="tocS_Kind">Kind</h2>
<!-- backwards compatibility -->
<a id="schemakind"></a>
<a id="schema_Kind"></a>
<a id="tocSkind"></a>
<a id="tocskind"></a>

```json
"toy"

```

### Properties

|Name|Type|Required|Restrictions|Description|
|---|---|---|---|---|
|*anonymous*|string|false|none|none|

#### Enumerated Values

|Property|Value|
|---|---|
|*anonymous*|toy|
|*anonymous*|tool|

<h2 id="tocS_Fault">Fault</h2>
<!-- backwards compatibility -->
<a id="schemafault"></a>
<a id="schema_Fault"></a>
<a id="tocSfault"></a>
<a id="tocsfault"></a>

```json
{
  "code": 0,
  "cause": "string",
  "more": {
    "property1": "string",
    "property2": "string"
  },
  "at": "2019-08-24T14:15:22Z"
}

```

### Properties

|Name|Type|Required|Restrictions|Description|
|---|---|---|---|---|
|code|integer|true|none|First line.<br>Second line.|
|cause|any|false|none|none|

oneOf

|Name|Type|Required|Restrictions|Description|
|---|---|---|---|---|
|» *anonymous*|string|false|none|none|

xor

|Name|Type|Required|Restrictions|Description|
|---|---|---|---|---|
|» *anonymous*|[Thing](#schemathing)|false|none|none|

continued

|Name|Type|Required|Restrictions|Description|
|---|---|---|---|---|
|more|object|false|none|none|
|» **additionalProperties**|string|false|none|none|
|at|string(date-time)¦null|false|none|none|
"##;

fn read(page: &str) -> Captured {
    let captured = capture(&[Source::new("page.md", page)], None);
    captured.unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn what_a_page_shows_is_in_the_document() {
    let captured = read(PAGE);
    assert_eq!(captured.unproved, ["page.md"]);
    assert!(captured.proofs.is_empty());
    assert!(captured.report.findings.is_empty(), "{}", captured.report);
    insta::assert_snapshot!("widdershins", captured.yaml);
}

/// Headings a level deeper and as Markdown, and no other elements of HTML, as some projects publish pages.
fn without_html(page: &str) -> String {
    let mut out = String::from("# Reference\n");
    for line in page.lines().skip_while(|it| !it.starts_with("<h1")) {
        if let Some(rest) = line.strip_prefix("<h") {
            let level = usize::from(rest.as_bytes()[0] - b'0');
            let text = rest.split('>').nth(1).unwrap_or_default();
            let text = text.split('<').next().unwrap_or_default();
            let _ = writeln!(out, "{} {text}", "#".repeat(level + 1));
        } else if line.starts_with('#') {
            let _ = writeln!(out, "#{line}");
        } else if !line.starts_with("<a id")
            && !line.starts_with("<!--")
            && !line.starts_with("<aside")
            && !line.starts_with("</aside")
        {
            let _ = writeln!(out, "{line}");
        }
    }
    out.replace("# You can also", "You can also")
}

/// Tables lined up, emphasis with `_`, as formatters of Markdown do it.
fn formatted(page: &str) -> String {
    let mut out = String::new();
    for line in page.lines() {
        let line = match line.strip_prefix('|').and_then(|it| it.strip_suffix('|')) {
            Some(inner) if inner.starts_with("---") => {
                let cells: Vec<&str> = inner.split('|').map(|_| "--------------").collect();
                format!("| {} |", cells.join(" | "))
            }
            Some(inner) => {
                let cells: Vec<String> = inner.split('|').map(|it| format!("{it:<14}")).collect();
                format!("| {} |", cells.join(" | "))
            }
            None => line.to_owned(),
        };
        let line = line
            .replace("*anonymous*", "_anonymous_")
            .replace("*Add a thing*", "_Add a thing_");
        let _ = writeln!(out, "{line}");
    }
    out
}

/// Tables without outer pipes, as earlier versions of the templates have them.
fn without_outer_pipes(page: &str) -> String {
    let mut out = String::new();
    for line in page.lines() {
        let inner = line.strip_prefix('|').and_then(|it| it.strip_suffix('|'));
        let _ = writeln!(out, "{}", inner.unwrap_or(line));
    }
    out
}

#[test]
fn pages_that_were_worked_over_say_the_same() {
    let whole = read(PAGE).yaml;
    let no_samples: String = {
        let mut in_sample = false;
        let keep = |line: &&str| {
            in_sample |= *line == "> Code samples";
            in_sample &= !line.starts_with('`') || line.starts_with("```");
            !in_sample
        };
        PAGE.lines()
            .filter(keep)
            .map(|it| format!("{it}\n"))
            .collect()
    };
    assert!(!no_samples.contains("curl"), "{no_samples}");
    for page in [
        formatted(PAGE),
        without_outer_pipes(PAGE),
        without_html(PAGE),
        formatted(&without_html(PAGE)),
        no_samples,
    ] {
        let captured = read(&page);
        assert!(captured.report.findings.is_empty(), "{}", captured.report);
        assert_eq!(captured.yaml, whole, "{page}");
    }
}

#[test]
fn what_is_not_read_is_told_at_its_place() {
    let lost = PAGE
        .replace("|string(uuid)|", "|list of 3|")
        .replace("|200|[OK]", "|2000|[OK]");
    let report = read(&lost).report;
    let told: Vec<(u32, &str)> = report
        .findings
        .iter()
        .map(|it| (it.place.line, it.code.as_str()))
        .collect();
    let line = |text: &str| {
        lost.lines()
            .position(|it| it.contains(text))
            .map(|it| it as u32 + 1)
    };
    assert!(
        told.contains(&(line("list of 3").expect("it is there"), "V0711")),
        "{report}"
    );
    assert!(
        told.contains(&(line("|2000|").expect("it is there"), "V0711")),
        "{report}"
    );
    assert!(!report.has_errors());
}

#[test]
fn a_tag_may_have_the_name_of_a_part() {
    let second = PAGE.replace(
        "## get__things\n",
        "<h1 id=\"shop-responses\">responses</h1>\n\n## get__things\n",
    );
    let captured = read(&second);
    let tags: Vec<&str> = captured
        .api
        .operations
        .iter()
        .map(|it| &*it.tags[0])
        .collect();
    assert_eq!(tags, ["Things", "responses"]);
    assert!(captured.report.findings.is_empty(), "{}", captured.report);
}

#[test]
fn an_array_of_itself_ends() {
    let page = PAGE
        .replace(
            "|*anonymous*|string|false|none|none|",
            "|*anonymous*|[[Kind](#schemakind)]|false|none|none|",
        )
        .replace("\"toy\"\n", "[]\n");
    assert!(read(&page).yaml.contains("    Kind:\n      type: array\n"));
}

#[test]
fn reading_takes_time_in_proportion_to_the_page() {
    let values: String = (0..60_000).map(|it| format!("|tags|v{it}|\n")).collect();
    let details: String = (0..20_000)
        .map(|it| format!("**limit**: text {it}\n\n"))
        .collect();
    let page = PAGE.replacen("|tags|old|\n", &values, 1).replacen(
        "#### Enumerated Values",
        &format!("{details}#### Enumerated Values"),
        1,
    );
    let begun = std::time::Instant::now();
    let captured = read(&page);
    assert!(captured.yaml.contains("v59999"));
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn no_page_is_too_odd() {
    let long = "x".repeat(100_000);
    let head = "<!-- Generator: Widdershins v4.0.1 -->\n\n";
    let mut pages: Vec<String> = (1..PAGE.len())
        .step_by(311)
        .filter(|it| PAGE.is_char_boundary(*it))
        .map(|it| PAGE[..it].to_owned())
        .collect();
    pages.push(head.repeat(1_000));
    pages.push(format!(
        "{head}# A\n\n## B\n\n`GET /{long}`\n\n|Status|Schema|\n|---|---|\n"
    ));
    pages.push(format!("{head}{}", "## A\n\n`GET /a`\n\n".repeat(2_000)));
    pages.push(format!(
        "{head}# Schemas\n\n## A\n\n```json\n{}",
        "[".repeat(50_000)
    ));
    pages.push(PAGE.replace("Key & Token, OAuth ( Scopes: read )", &"(&,)".repeat(5_000)));
    pages.push(PAGE.replace("[[Thing](#schemathing)]", &"[".repeat(5_000)));
    pages.push(
        PAGE.replace(
            "|*anonymous*|string|",
            "|*anonymous*|[[Kind](#schemakind)]|",
        )
        .replace("\"toy\"\n", "[]\n"),
    );
    for page in pages {
        // It is read as far as it goes, or refused, and what is told has a place.
        let report = match capture(&[Source::new("page.md", page.as_str())], None) {
            Ok(captured) => captured.report,
            Err(report) => {
                assert!(report.has_errors(), "{report}");
                report
            }
        };
        let is_placed = report.findings.iter().all(|it| it.place.line > 0);
        assert!(is_placed, "{report}");
    }
}
