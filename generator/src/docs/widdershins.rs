//! What pages of widdershins' own templates are made of, for whoever reads one: templates/openapi3 of versions 3 and 4, as
//! projects publish what came of them, with headings moved, tables lined up or anchors taken out.
//!
//! The documented layout, which [`grammar`](super::grammar) declares, comes of the same tool: rows, their depths and the
//! words between branches are the same.

/// At the beginning of a page, a comment.
pub const GENERATOR: &str = "<!-- Generator: Widdershins";
/// Above the samples of a request, a quote.
pub const CODE_SAMPLES: &str = "Code samples";
/// Above the example of a body, a quote.
pub const BODY_PARAMETER: &str = "Body parameter";
/// Above the examples of responses, a quote.
pub const EXAMPLE_RESPONSES: &str = "Example responses";
/// What the quote below the title begins with.
pub const SCROLL_DOWN: &str = "Scroll down for ";
/// Above the servers.
pub const BASE_URLS: &str = "Base URLs:";
/// Above the schemas.
pub const SCHEMAS: &str = "Schemas";
/// Above the security schemes.
pub const AUTHENTICATION: &str = "Authentication";
/// Below an operation that anyone may call.
pub const NO_AUTHENTICATION: &str = "This operation does not require authentication";
/// Below another one, with the names of schemes on the next line.
pub const AUTHENTICATED_BY: &str =
    "To perform this operation, you must be authenticated by means of one of the following methods";
/// The id of the element above an operation is this and its operationId.
pub const OPERATION_ID: &str = "opId";
/// The id of the heading of a schema is this and its name.
pub const SCHEMA_ID: &str = "tocS";
/// What a link to a schema begins with, behind its text.
pub const SCHEMA_LINK: &str = "](#schema";
/// In an empty cell.
pub const NONE: &str = "none";
/// The schema of a response that holds nothing.
pub const NO_SCHEMA: &str = "None";
/// The schema of a response that has no name.
pub const INLINE: &str = "Inline";
/// In place of the rows of a schema that has none.
pub const NO_ROWS: &str = "None";
/// The link to the terms.
pub const TERMS: &str = "Terms of service";
/// What is said of an `apiKey`, before its name in parentheses.
pub const API_KEY: &str = "API Key";
/// What is said of an `http` scheme, before the scheme.
pub const HTTP_SCHEME: &str = "HTTP Authentication, scheme: ";
/// What is said of an `oauth2` scheme.
pub const OAUTH2: &str = "oAuth2 authentication.";

/// A part of an operation or a schema, by its heading; a level is not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Samples of a request.
    CodeSamples,
    /// The example of a body.
    Body,
    /// The table of parameters.
    Parameters,
    /// Descriptions of parameters that have more than one line.
    Details,
    /// Values that something is limited to.
    Values,
    /// Examples of responses.
    Examples,
    /// The table of responses.
    Responses,
    /// The properties of responses.
    ResponseSchema,
    /// The headers of responses.
    Headers,
    /// Where one may go on.
    Links,
    /// What is called in turn.
    Callbacks,
    /// The properties of a schema.
    Properties,
    /// A heading with nothing of its own.
    Overview,
}

const PARTS: &[(&str, Part)] = &[
    ("code samples", Part::CodeSamples),
    ("body parameter", Part::Body),
    ("request body", Part::Body),
    ("parameters", Part::Parameters),
    ("detailed descriptions", Part::Details),
    ("enumerated values", Part::Values),
    ("example responses", Part::Examples),
    ("examples", Part::Examples),
    ("responses", Part::Responses),
    ("response schema", Part::ResponseSchema),
    ("response headers", Part::Headers),
    ("links", Part::Links),
    ("callbacks", Part::Callbacks),
    ("properties", Part::Properties),
    ("overview", Part::Overview),
];

/// Which part a heading begins.
pub fn part(heading: &str) -> Option<Part> {
    let heading = heading.trim().trim_end_matches(':');
    let found = PARTS.iter().find(|it| it.0.eq_ignore_ascii_case(heading));
    found.map(|it| it.1)
}

/// What a table is about, by its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Parameters, and the properties of a body.
    Parameters,
    /// Responses.
    Responses,
    /// Headers of responses.
    Headers,
    /// Properties.
    Properties,
    /// Values, each on a row of its own.
    Values,
    /// What a link passes on.
    LinkParameters,
    /// The scopes of an OAuth 2 flow.
    Scopes,
}

/// The name of a column, without regard to its case.
pub fn is_column(column: &str, name: &str) -> bool {
    column.trim().eq_ignore_ascii_case(name)
}

/// What a table with these columns is about; `None` where it is a document's own.
pub fn table_kind(columns: &[&str]) -> Option<TableKind> {
    let has = |name: &str| columns.iter().any(|it| is_column(it, name));
    let is_named = has("Name") || has("Parameter") || has("Property");
    Some(match columns.len() {
        2 if is_named && has("Value") => TableKind::Values,
        2 if has("Parameter") && has("Expression") => TableKind::LinkParameters,
        2 if has("Scope") => TableKind::Scopes,
        _ if is_named && has("In") && has("Type") => TableKind::Parameters,
        _ if has("Status") && has("Header") => TableKind::Headers,
        _ if has("Status") && has("Schema") => TableKind::Responses,
        _ if is_named && has("Type") && has("Required") => TableKind::Properties,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_told_by_their_columns() {
        for (columns, kind) in [
            (
                &["Name", "In", "Type", "Required", "Description"][..],
                Some(TableKind::Parameters),
            ),
            (
                &["Parameter", "In", "Type", "Required", "Description"],
                Some(TableKind::Parameters),
            ),
            (
                &["Status", "Meaning", "Description", "Schema"],
                Some(TableKind::Responses),
            ),
            (
                &["Status", "Header", "Type", "Format", "Description"],
                Some(TableKind::Headers),
            ),
            (
                &["Name", "Type", "Required", "Restrictions", "Description"],
                Some(TableKind::Properties),
            ),
            (
                &["Name", "Type", "Required", "Description"],
                Some(TableKind::Properties),
            ),
            (&["Property", "Value"], Some(TableKind::Values)),
            (&["Scope", "Scope Description"], Some(TableKind::Scopes)),
            (&["Name", "Meaning"], None),
        ] {
            assert_eq!(table_kind(columns), kind, "{columns:?}");
        }
    }

    #[test]
    fn parts_are_told_by_their_words() {
        assert_eq!(part("Response Schema"), Some(Part::ResponseSchema));
        assert_eq!(part("Response schema"), Some(Part::ResponseSchema));
        assert_eq!(part("Pets"), None);
    }
}
