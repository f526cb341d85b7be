//! What pages lose that is no single field.

use super::loss::GeneralLoss;

const fn loss(what: &'static str, shown: &'static str, assumed: &'static str) -> GeneralLoss {
    GeneralLoss {
        what,
        shown,
        assumed,
    }
}

pub(super) static ROWS: &[GeneralLoss] = &[
    loss(
        "the version of the specification",
        "nothing",
        "OpenAPI 3.0, or 3.1 where a type is a list of several and `quirks = false`; what else only later versions can say is written as 3.0 says it, or left out",
    ),
    loss(
        "several files, comments, the order of keys, anchors",
        "nothing",
        "one file; operations as the pages have them, components by name where no page lists them",
    ),
    loss(
        "`$ref` to a parameter, a response, a header, an example, a request body",
        "what it refers to, wherever it is used",
        "it is written out in each place",
    ),
    loss(
        "`$ref` to a schema",
        "its name, where a type is a link; the page of schemas has no links for items and branches with `quirks = true`",
        "a component of that name; what is shown without a name is written out, unless it has the properties of a component",
    ),
    loss(
        "extensions (`x-…`)",
        "nothing, but for the file that a sample sends",
        "none",
    ),
    loss(
        "notes to the tool chain at the end of a description, which `skip-marker` and `notice-marker` name",
        "nothing",
        "none",
    ),
    loss(
        "components that no operation reaches",
        "a section of the page of schemas",
        "they are left out where that page is not among those that are read",
    ),
    loss(
        "a full stop at the end of a summary",
        "the heading loses it; with `quirks = true` the id above the response schema keeps it",
        "none, unless the id has it",
    ),
    loss(
        "descriptions of properties and parameters of several paragraphs",
        "with `quirks = true` reworded (`id` becomes ID), each break torn into a row's next line; otherwise one line",
        "the words of the page; a line break that tore a row is the end of a paragraph",
    ),
    loss(
        "white space and indentation within descriptions, before and behind them",
        "without what Markdown tidies",
        "the text of the page",
    ),
    loss(
        "headings, HTML and comments in descriptions, Markdown in those that stand in cells",
        "with `quirks = true` as they are; otherwise as CommonMark, GFM and MDX read it alike: headings begin at the fourth level, tags without an end and braces stand behind backslashes, comments are left out; in a cell items have bullets, and samples are code spans",
        "the text of the page",
    ),
    loss(
        "a description beside a `$ref`, and that of its component",
        "one of the two",
        "it is the component's, if most rows that link to it show it, and the row's own otherwise",
    ),
    loss(
        "a `format` or other keywords beside the `$ref` of an `allOf`",
        "the link alone, where a row or a response is a link",
        "none",
    ),
    loss(
        "the same value twice in an `enum`, and the type of each",
        "each once, as text",
        "they have the type of the schema or its example",
    ),
    loss(
        "which values an `enum` of rows with one name has, where there are several",
        "with `quirks = true` one list for a name; otherwise each row says that it has one, and has its own",
        "with `quirks = true` the list is that of each row whose example is in it",
    ),
    loss(
        "`required` properties that are not listed",
        "an example that has them, where one is made that its schema accepts",
        "none",
    ),
    loss(
        "`collectionFormat: tsv` of Swagger 2.0",
        "with `quirks = false` `style: tabDelimited`, and otherwise nothing",
        "the usual style: OpenAPI 3.0 and 3.1 have none of that kind",
    ),
    loss(
        "examples and defaults",
        "one value in one example, made of `example`, `default`, `enum` or the type",
        "nothing where the example follows from the schema, and `example` otherwise",
    ),
    loss(
        "the format of a schema whose page shows only its example",
        "a text such as `2019-08-24T14:15:22Z`",
        "the format that has this example",
    ),
    loss(
        "what is deeper than an example or a table may go, and what holds itself",
        "it is cut off with `{}`, or a sentence says so",
        "the component that the rows name there",
    ),
    loss(
        "media types beyond the first",
        "the first, by the `Content-Type` and `Accept` of the sample; of others the notation, where an example is shown in it",
        "the type of the header for examples in its notation, and one of each other notation that examples are shown in: `application/json`, `text/plain`, `application/x-yaml` (of a body `application/x-www-form-urlencoded`); `application/json` where there is neither header nor example",
    ),
    loss(
        "which of several schemes an operation requires, in combination or choice",
        "the headers of the sample, and a sentence below the operation",
        "all of those headers' schemes together; where there is the sentence alone, the first scheme described that sends no header, and `Authenticated` where there is none",
    ),
];
