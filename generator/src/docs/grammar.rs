//! The titles, columns and fixed sentences of a page, each said once, for whoever writes a page and whoever reads one.

use super::block::Block;
use super::inline::Inline;

/// A heading that stands on every page of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    /// How deep it is.
    pub level: u8,
    /// Its words.
    pub words: &'static str,
}

impl Title {
    const fn new(level: u8, words: &'static str) -> Self {
        Self { level, words }
    }

    /// The heading.
    pub fn block<'a>(self) -> Block<'a> {
        Block::heading(self.level, Inline::plain(self.words))
    }

    /// Whether a heading is this one.
    pub fn is(self, level: u8, words: &str) -> bool {
        self.level == level && self.words == words
    }
}

/// How deep the title of a page is.
pub const PAGE: u8 = 1;
/// How deep the heading of an operation, a schema or a security scheme is.
pub const SECTION: u8 = 2;
/// How deep the heading of an OAuth 2 flow is.
pub const FLOW: u8 = 3;

/// The page on how to authenticate.
pub const AUTHENTICATION: &str = "Authentication";
/// The page of the component schemas.
pub const SCHEMAS: &str = "Schemas";
/// The page of the webhooks.
pub const WEBHOOKS: &str = "Webhooks";
/// The page that leads to the others, where the document has no title.
pub const INDEX: &str = "API reference";
/// The page of operations without a tag.
pub const UNTAGGED: &str = "Default";

/// Above a request with curl.
pub const CODE_SAMPLES: Title = Title::new(3, "Code samples");
/// Above the table of parameters.
pub const PARAMETERS: Title = Title::new(3, "Parameters");
/// Above the descriptions of parameters that have more than one line.
pub const DETAILED_DESCRIPTIONS: Title = Title::new(4, "Detailed descriptions");
/// Above the branches of a body.
pub const BODY: Title = Title::new(3, "Body");
/// Above the examples of responses.
pub const EXAMPLE_RESPONSES: Title = Title::new(3, "Example responses");
/// Above the table of responses.
pub const RESPONSES: Title = Title::new(3, "Responses");
/// Above the properties of responses.
pub const RESPONSE_SCHEMA: Title = Title::new(3, "Response schema");
/// The same in the reference, as an element of HTML whose id is the operation's with [`RESPONSE_SCHEMA_ID`] behind it.
pub const RESPONSE_SCHEMA_WITH_ID: Title = Title::new(3, "Response Schema");
/// The end of that id.
pub const RESPONSE_SCHEMA_ID: &str = "-responseschema";
/// Above the media types of a body and of responses, where any has several.
pub const CONTENTS: Title = Title::new(3, "Media types");
/// Above the rows of one of several media types: of what, and which.
pub const CONTENT_ROWS: Sentence = Sentence(&["", " as ", ":"]);
/// Above the table of headers.
pub const RESPONSE_HEADERS: Title = Title::new(3, "Response Headers");
/// Above what is said of the parts of a body beside their schemas.
pub const PARTS: Title = Title::new(3, "Parts");
/// Above the links of an operation.
pub const LINKS: Title = Title::new(3, "Links");
/// Above the callbacks of an operation.
pub const CALLBACKS: Title = Title::new(3, "Callbacks");
/// Above the ways in which a caller may show who they are.
pub const AUTHORIZATION_WAYS: Title = Title::new(3, "Authorization");
/// A way that asks nothing.
pub const ANONYMOUSLY: &str = "nothing";
/// Between the schemes of one way.
pub const BOTH: &str = " and ";
/// Between a scheme and its scopes.
pub const WITH_SCOPES: &str = " with the scopes ";
/// Above what the API is, on the page that leads to the others.
pub const ABOUT: Title = Title::new(3, "About");
/// Above where the API is served.
pub const SERVERS: Title = Title::new(3, "Servers");
/// Above the links to the other pages.
pub const PAGES: Title = Title::new(3, "Pages");
/// Above the properties of a schema.
pub const PROPERTIES: Title = Title::new(3, "Properties");
/// Above the values that properties and parameters are limited to.
pub const ENUMERATED_VALUES: Title = Title::new(4, "Enumerated Values");

/// The names of a table's columns.
pub type Columns = [&'static str];

/// The table of parameters.
pub const PARAMETER_COLUMNS: &Columns = &["Name", "In", "Type", "Required", "Description"];
/// The table of parameters where any of them is restricted.
pub const RESTRICTED_PARAMETER_COLUMNS: &Columns = &[
    "Name",
    "In",
    "Type",
    "Required",
    "Restrictions",
    "Description",
];
/// The table of responses.
pub const RESPONSE_COLUMNS: &Columns = &["Status", "Meaning", "Description", "Schema"];
/// The table of headers.
pub const HEADER_COLUMNS: &Columns = &["Status", "Header", "Type", "Format", "Description"];
/// The table of headers where any of them is required or restricted.
pub const RESTRICTED_HEADER_COLUMNS: &Columns = &[
    "Status",
    "Header",
    "Type",
    "Format",
    "Required",
    "Restrictions",
    "Description",
];
/// The parts of a body, where they have no rows.
pub const PART_COLUMNS: &Columns = &["Part", "Restrictions"];
/// The headers of parts.
pub const PART_HEADER_COLUMNS: &Columns = &[
    "Part",
    "Header",
    "Type",
    "Format",
    "Required",
    "Restrictions",
    "Description",
];
/// The media types of a body and of responses.
pub const CONTENT_COLUMNS: &Columns = &["Content of", "Media type", "Type"];
/// The tables of properties.
pub const PROPERTY_COLUMNS: &Columns = &["Name", "Type", "Required", "Restrictions", "Description"];
/// The values of parameters.
pub const PARAMETER_VALUES_COLUMNS: &Columns = &["Parameter", "Value(s)"];
/// The values of properties.
pub const PROPERTY_VALUES_COLUMNS: &Columns = &["Property", "Value(s)"];
/// The values of one schema.
pub const VALUES_COLUMNS: &Columns = &["Value(s)"];
/// Which schema each value of a property leads to.
pub const MAPPING_COLUMNS: &Columns = &["Value(s)", "Schema"];
/// In place of the values that lead to the schema that every other one leads to, and an absent one.
pub const OTHER_VALUES: &str = "any other, or none";
/// Where the API is served.
pub const SERVER_COLUMNS: &Columns = &["URL", "Description"];
/// The variables of the addresses.
pub const VARIABLE_COLUMNS: &Columns = &["URL", "Variable", "Default", "Value(s)", "Description"];
/// The scopes of an OAuth 2 flow.
pub const SCOPE_COLUMNS: &Columns = &["Scope", "Description"];

/// Between the title of a page and those of the pages that it is nested under.
pub const BETWEEN_NESTED: &str = " › ";
/// Below the title of a page: which one it is nested under.
pub const PART_OF: Sentence = Sentence(&["Part of ", "."]);

/// Around the fragment that links lead to where a heading has none of its own.
pub const ANCHOR: [&str; 2] = ["<a id=\"", "\"></a>"];

/// Ends a line within a cell.
pub const LINE_BREAK: &str = "<br/>";
/// Ends a paragraph within a cell.
pub const PARAGRAPH_BREAK: &str = "<br/><br/>";
/// Before an item of a list within a cell.
pub const BULLET: &str = "• ";
/// Before an item of a list in another one.
pub const NESTED_BULLET: &str = "◦ ";

/// Whether a line that is no item with a bullet stands in a line of its own within a cell: a numbered item, a quote, a row.
pub fn begins_line(text: &str) -> bool {
    let is_dash = text.starts_with('-') && !text.starts_with("- ");
    is_numbered(text) || is_dash || text.starts_with(['|', '>'])
}

/// Whether a line is a numbered item.
pub fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|it: char| it.is_ascii_digit());
    rest.len() < text.len() && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// Code without a text: no code span can be empty.
pub const EMPTY_CODE: &str = "`\"\"`";
/// What a property is called whose name is empty.
pub const EMPTY_NAME: &str = "\"\"";

/// Between two values of a cell.
pub const BETWEEN_VALUES: &str = ", ";

/// On the page of a tag that no operation has.
pub const NO_OPERATIONS: &str = "No operation has this tag.";
/// Below a deprecated operation's heading.
pub const DEPRECATED: &str = "Deprecated.";
/// Above the example of a body.
pub const BODY_PARAMETER: &str = "Body parameter";
/// In place of the properties of a schema that has none.
pub const NO_PROPERTIES: &str = "None";
/// In place of the properties of a schema that lists none and accepts any.
pub const ANY_PROPERTIES: &str = "Any";
/// Below the properties of a schema, before what restricts it as a whole.
pub const OF_THE_WHOLE: &str = "As a whole: ";
/// Behind that.
pub const END_OF_THE_WHOLE: &str = ".";
/// Below the properties of a schema that has no others.
pub const NO_OTHERS: &str = "There are no other properties.";
/// Below the properties of a schema that requires some that it does not list: their names.
pub const REQUIRES: Sentence = Sentence(&["These properties are required as well: ", "."]);
/// The text of a link to further documentation that has none.
pub const EXTERNAL_DOCUMENTATION: &str = "External documentation";
/// What the body is called in the table of parameters, and where it stands.
pub const BODY_NAME: &str = "body";
/// The argument by which curl sends a name and a password (RFC 7617).
pub const CURL_BASIC: &str = "-u '{username}:{password}'";
/// The first line of a request.
pub const CURL_COMMENT: &str = "# Example request using curl";

/// An item of an array, where it is the schema itself.
pub const ARRAY_ITEM: &str = "[array item]";
/// A property that is not listed.
pub const ANY_PROPERTY: &str = "[any property]";
/// A property that is not listed and whose name matches a pattern.
pub const PATTERN_PROPERTY: Sentence = Sentence(&["[any property that matches ", "]"]);
/// One of several schemas.
pub const ONE_OF_THESE: &str = "[one of these]";
/// A schema that is no object, by itself.
pub const VALUE: &str = "[value]";
/// An array, by itself.
pub const ARRAY: &str = "[array]";
/// One of several schemas that all hold.
pub const PART: &str = "[one part]";
/// A schema that does not hold.
pub const EXCLUDED: &str = "[excluded]";
/// The element of a tuple at an index.
pub const ELEMENT: Sentence = Sentence(&["[", "]"]);
/// The elements of a tuple from an index on.
pub const FURTHER_ELEMENTS: Sentence = Sentence(&["[", "…]"]);
/// What stands for the name of a row that has none.
pub const NAMELESS: [&str; 7] = [
    ANONYMOUS,
    ARRAY_ITEM,
    ONE_OF_THESE,
    VALUE,
    ARRAY,
    PART,
    EXCLUDED,
];
/// A property that is not listed, in widdershins' words.
pub const ADDITIONAL_PROPERTIES: &str = "**additionalProperties**";
/// Whatever else has no name, in widdershins' words.
pub const ANONYMOUS: &str = "*anonymous*";
/// What the tools call a schema without a type.
pub const UNTYPED: &str = "undefined";
/// What a schema is called that accepts nothing but `null`.
pub const NULL: &str = "null";
/// What a schema without a type is called in other words.
pub const ANY: &str = "any";
/// Stands before a name once for each level of depth.
pub const LEVEL: &str = "»";

/// The name of a row at a depth: `»» name`.
pub fn at_depth(depth: usize, name: &str) -> String {
    [&LEVEL.repeat(depth), " ", name].concat()
}

/// The depth and the name that [`at_depth`] was given; a name without `»` is at depth 0.
pub fn depth_of(text: &str) -> (usize, &str) {
    let name = text.trim_start_matches(LEVEL);
    let depth = (text.len() - name.len()) / LEVEL.len();
    match name.strip_prefix(' ') {
        Some(name) if depth > 0 => (depth, name),
        _ => (0, text),
    }
}

/// What is said of the API: what it is, and its text.
pub const FACT: Sentence = Sentence(&["", ": ", ""]);
/// Its version.
pub const VERSION: &str = "Version";
/// Where the terms of service stand.
pub const TERMS: &str = "Terms of service";
/// Who answers for it.
pub const CONTACT: &str = "Contact";
/// Their URL.
pub const CONTACT_URL: &str = "Contact URL";
/// Their address.
pub const CONTACT_EMAIL: &str = "Contact email";
/// Under which licence it may be used.
pub const LICENSE: &str = "License";
/// Where the licence stands.
pub const LICENSE_URL: &str = "License URL";
/// Where a key is sent: its name, and in what.
pub const SEND_KEY: Sentence = Sentence(&["Send the key in the ", " ", "."]);
/// Where a key is sent that is none of a header or a cookie.
pub const QUERY_PARAMETER: &str = "query parameter";
/// What the header of an HTTP scheme begins with.
pub const AUTHORIZATION: &str = "Authorization: ";
/// How a name and a password are sent.
pub const SEND_BASIC: &str = "Send a user name and a password, with a colon between them and encoded as base64, in the header `Authorization: Basic {credentials}` (RFC 7617).";
/// How digests are sent.
pub const SEND_DIGEST: &str = "Answer the challenge of the server in the header `Authorization: Digest {credentials}` (RFC 7616).";
/// How the credentials of another scheme are sent: the header.
pub const SEND_CREDENTIALS: Sentence =
    Sentence(&["Send the credentials of the scheme in the header ", "."]);
/// Which header is sent.
pub const SEND_HEADER: Sentence = Sentence(&["Send the header ", "."]);
/// Who hands out tokens.
pub const OPEN_ID: Sentence = Sentence(&["Get a token from the provider that ", " describes."]);
/// How OAuth 2 is used; Markdown.
pub const OAUTH2: &str = "Get an access token by one of these OAuth 2 flows, and send it in the header `Authorization: Bearer {access-token}`.";
/// Of a scheme by certificates.
pub const CLIENT_CERTIFICATE: &str = "Present a client certificate.";
/// Of a scheme that is used and not declared.
pub const UNDECLARED_SCHEME: &str = "The document names this scheme and does not describe it.";
/// An address of an OAuth 2 flow: what for, and the URL.
pub const FLOW_ADDRESS: Sentence = Sentence(&["", ": ", ""]);
/// What the URL of an OAuth 2 flow is for that a user is sent to.
pub const AUTHORIZATION_URL: &str = "Authorization";
/// The same of a device.
pub const DEVICE_AUTHORIZATION_URL: &str = "Device authorization";
/// The same of one that hands out tokens.
pub const TOKEN_URL: &str = "Token";
/// The same of one that renews them.
pub const REFRESH_URL: &str = "Refresh";

/// A callback: its name, and method and path.
pub const CALLBACK: Sentence = Sentence(&["", ", ", ""]);
/// A link: its name, the status it belongs to, and the operation.
pub const LINK: Sentence = Sentence(&["", " of ", " leads to ", ""]);
/// Between either and its description.
pub const BEFORE_DESCRIPTION: &str = ": ";
/// Where the operation of a link has no id.
pub const ANOTHER_OPERATION: &str = "another operation";

/// Between the statuses of responses that have an example in common.
pub const BETWEEN_STATUSES: &str = ", ";
/// Above an example without a title of its own: the status, or several.
pub const EXAMPLE_TITLE: Sentence = Sentence(&["", " Response"]);
/// Behind the title of an example that is of another media type than the first: which.
pub const EXAMPLE_OF_TYPE: Sentence = Sentence(&[" as `", "`"]);
/// Behind the title of an example that has a name: the name.
pub const NAMED_EXAMPLE: Sentence = Sentence(&[", `", "`"]);
/// Above an example of the document that does not work.
pub const REFUSED_EXAMPLE: &str = "An example of the document that its schema refuses";
/// In place of an example that stands elsewhere: its URL.
pub const EXTERNAL_EXAMPLE: Sentence = Sentence(&["An example stands at ", "."]);
/// Above the properties of a response: the status.
pub const STATUS_CODE: Sentence = Sentence(&["Status Code ", ""]);
/// Below an example that had to end early: the depth.
pub const SHOWN_TO_DEPTH: Sentence =
    Sentence(&["Shown to a depth of ", "; the schema goes deeper."]);
/// Below tables of a schema with more rows than anybody reads.
pub const MORE_ROWS: &str = "There are more rows than are shown.";
/// Below tables that do not have the rows of every schema they link to: the depth.
pub const OPENED_TO_DEPTH: Sentence = Sentence(&[
    "Linked schemas have their rows here to a depth of ",
    "; those of others stand in their sections.",
]);
/// Below an example that is made and that its schema refuses: where no other was found.
pub const NONE_ACCEPTED: &str =
    "The schema refuses this example, and none was found that it accepts.";
/// Below the table of parameters, of one that nothing can be sent for: its name.
pub const NONE_TO_SEND: Sentence =
    Sentence(&["No value of ", " was found that its schema accepts."]);
/// Above branches: their keyword in words, and the property that tells them apart.
pub const TOLD_APART: Sentence = Sentence(&["", ", told apart by `", "`:"]);
/// Above the table of which schema each value of a property leads to.
pub const LEADS_TO: Sentence = Sentence(&["The value of `", "` tells which schema holds:"]);
/// Above branches that no property tells apart.
pub const BRANCHES: Sentence = Sentence(&["", ":"]);
/// Above branches in widdershins' words: the word, and the property.
pub const BRANCHES_BY_DISCRIMINATOR: Sentence = Sentence(&["", " - discriminator: ", ""]);
/// `allOf` in words.
pub const ALL_OF: &str = "All of these";
/// `anyOf` in words.
pub const ANY_OF: &str = "Any of these";
/// `oneOf` in words.
pub const ONE_OF: &str = "One of these";
/// `not` in words.
pub const NOT: &str = "Not this";
/// Between two branches of `allOf`.
pub const AND: &str = "and";
/// Between two other branches.
pub const OR: &str = "or";
/// Above the rows that follow branches.
pub const AFTER_BRANCHES: &str = "Beside these:";
/// The same in widdershins' words.
pub const CONTINUED: &str = "continued";

/// A sentence with holes, by what stands before, between and behind them.
#[derive(Debug, Clone, Copy)]
pub struct Sentence(&'static [&'static str]);

impl Sentence {
    /// What the sentence begins with.
    pub fn start(self) -> &'static str {
        self.0[0]
    }

    /// The sentence as text.
    pub fn fill<const N: usize>(self, holes: [&str; N]) -> String {
        debug_assert_eq!(self.0.len(), N + 1, "{self:?}");
        let mut out = self.0[0].to_owned();
        for (hole, behind) in holes.iter().zip(&self.0[1..]) {
            out.push_str(hole);
            out.push_str(behind);
        }
        out
    }

    /// The sentence as inlines.
    pub fn of<'a, const N: usize>(self, holes: [Inline<'a>; N]) -> Vec<Inline<'a>> {
        debug_assert_eq!(self.0.len(), N + 1, "{self:?}");
        let mut out = Vec::with_capacity(2 * N + 1);
        let add = |words: &'static str| (!words.is_empty()).then(|| Inline::plain(words));
        out.extend(add(self.0[0]));
        for (hole, behind) in holes.into_iter().zip(&self.0[1..]) {
            out.push(hole);
            out.extend(add(behind));
        }
        out
    }

    /// What stands in the hole of the beginning of a text, and what follows the sentence.
    pub fn read_start(self, text: &str) -> Option<(&str, &str)> {
        let [before, behind] = self.0 else {
            return None;
        };
        text.strip_prefix(before)?.split_once(behind)
    }

    /// What stands in the holes of a text, each as short as may be.
    pub fn read<const N: usize>(self, text: &str) -> Option<[&str; N]> {
        debug_assert_eq!(self.0.len(), N + 1, "{self:?}");
        let (before, between) = self.0.split_first()?;
        let mut rest = text.strip_prefix(before)?;
        let mut holes = [""; N];
        for (i, (hole, behind)) in holes.iter_mut().zip(between).enumerate() {
            let end = if i + 1 == N {
                rest.len().checked_sub(behind.len())?
            } else {
                rest.find(behind)?
            };
            (*hole, rest) = (rest.get(..end)?, rest.get(end..)?.strip_prefix(behind)?);
        }
        Some(holes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_read_as_it_was_filled() {
        let one = [
            (SEND_HEADER, "`X-A: b.`"),
            (OPEN_ID, "`https://example.com`"),
            (EXAMPLE_TITLE, "200"),
            (STATUS_CODE, "**4XX**"),
            (SHOWN_TO_DEPTH, "3"),
            (OPENED_TO_DEPTH, "2"),
            (REQUIRES, "`a, b`"),
            (BRANCHES, ALL_OF),
            (NONE_TO_SEND, "`q`"),
        ];
        for (sentence, hole) in one {
            assert_eq!(sentence.read(&sentence.fill([hole])), Some([hole]));
        }
        let two = [
            (SEND_KEY, ["`X-A`", QUERY_PARAMETER]),
            (FLOW_ADDRESS, [TOKEN_URL, "`https://example.com: 1`"]),
            (CALLBACK, ["`done`", "`POST /a, b`"]),
            (TOLD_APART, [ONE_OF, "kind"]),
            (BRANCHES_BY_DISCRIMINATOR, ["xor", "Pet.kind"]),
        ];
        for (sentence, holes) in two {
            assert_eq!(sentence.read(&sentence.fill(holes)), Some(holes));
        }
        let link = ["`next`", "200", "`getNext`"];
        assert_eq!(LINK.read(&LINK.fill(link)), Some(link));
    }

    #[test]
    fn another_text_is_not_read() {
        assert_eq!(SEND_HEADER.read::<1>("Send the header `a`"), None);
        assert_eq!(SEND_HEADER.read::<1>("Send a header `a`."), None);
        assert_eq!(LINK.read::<3>("`next` leads to `getNext`"), None);
        assert_eq!(EXAMPLE_TITLE.read::<1>("Response"), None);
        assert_eq!(STATUS_CODE.read::<1>("Status"), None);
    }

    #[test]
    fn inlines_of_a_sentence_say_the_same() {
        let inlines = STATUS_CODE.of([Inline::Strong("200".into())]);
        assert_eq!(
            inlines,
            [Inline::plain("Status Code "), Inline::Strong("200".into())]
        );
    }

    #[test]
    fn depths_are_read_as_they_were_written() {
        for (depth, name) in [(1, "name"), (3, "[any property]"), (2, "a b")] {
            assert_eq!(depth_of(&at_depth(depth, name)), (depth, name));
        }
        assert_eq!(depth_of("name"), (0, "name"));
        assert_eq!(depth_of("»name"), (0, "»name"));
    }

    #[test]
    fn a_title_is_told_by_depth_and_words() {
        assert!(PARAMETERS.is(3, "Parameters"));
        assert!(!PARAMETERS.is(2, "Parameters"));
        assert!(!PARAMETERS.is(3, "parameters"));
    }
}
