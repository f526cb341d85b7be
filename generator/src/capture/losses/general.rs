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
        "with `quirks = true` the heading loses it, and the id above the response schema keeps it",
        "what the heading and the id have",
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
        "an example that has them, where one is made that its schema accepts; with `quirks = false` rows name them, and a sentence below the rows of a component",
        "what rows and sentences name",
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
        "of a page that is read alone, what its tables link to and have no rows of; what is deeper than an example may go, and what holds itself",
        "the link; an example is cut off with `{}`, or a sentence says so",
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
    loss(
        "which of several schemas without a name a list of values limits, and which of one name where a page has one list for all of them",
        "with `quirks = true` the list, under no name or under that of all of them",
        "the list is that of the first that has one of its values for an example, or could have",
    ),
    loss(
        "`null` and formats of what no operation has a row of",
        "with `quirks = true` the type alone",
        "`null` is not accepted; the format is the one that the example shows",
    ),
    loss(
        "members that requests alone or answers alone have, of a component that is in both",
        "each example has those of its direction",
        "they are those of the first example that is read",
    ),
    loss(
        "what a component is, without the page of schemas, of which a page of operations has the name alone",
        "what a sample of a request sends of it, if it has to be there",
        "a component without a type, and the example that is sent; where each example of it says that no value was found for it, one that accepts none",
    ),
    loss(
        "branches that are no component, and what is in them",
        "with `quirks = true` no table on the page of schemas where its first row has no name; rows of a body have no titles; `any` for a type. Otherwise all of it, but for branches within branches that have no rows",
        "branches as the example shows one, and as many as there are titles; those of a body are a choice, unless its example has the members of all",
    ),
    loss(
        "an `allOf` of a component and more, where both have a property, or where no value is accepted",
        "rows of each; an example of both, which has a property once, and `null` or the value of one where they contradict each other",
        "the rows, and as an example of its own what does not follow from them",
    ),
    loss(
        "which of several arrays within one another rows belong to",
        "with `quirks = true` too few `»`; without the page of schemas no name of those that are components",
        "the one whose example has the members",
    ),
    loss(
        "which component the items of a component are",
        "with `quirks = true` an example of them, and rows where they have members",
        "the first component with this example",
    ),
    loss(
        "the text `undefined` for the description of a parameter",
        "nothing, as the templates print it where there is none",
        "none",
    ),
];
