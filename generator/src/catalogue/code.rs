//! What a code is, and all of them.

use std::fmt;

/// A kind of finding, under a code that never changes its meaning: `V0101`. Two codes are equal where their texts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    text: &'static str,
    subject: Subject,
}

impl Code {
    /// The code as users see it: `V0101`.
    pub fn as_str(self) -> &'static str {
        self.text
    }

    /// What the findings of this kind are about.
    pub fn subject(self) -> Subject {
        self.subject
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// What a finding at a place is about. In YAML's block style an object begins where its first key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The value that begins there.
    Value,
    /// The member whose key stands there.
    Member,
}

/// What `cargo xtask explain CODE` says.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// One line, as a heading.
    pub title: &'static str,
    /// Why it matters and what to do, Markdown.
    pub explanation: &'static str,
    /// The smallest input that shows it: a document without its head, settings, or a command.
    pub wrong: &'static str,
    /// The same, mended.
    pub right: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $subject:ident, $doc:literal;)*) => {
        $(#[doc = $doc] pub const $name: Code = Code { text: $code, subject: Subject::$subject };)*
        /// Every code, in order.
        pub const CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    OPERATION_REMOVED = "D101", Value, "An operation is gone.";
    OPERATION_ADDED = "D102", Value, "An operation is new.";
    OPERATION_ID = "D103", Value, "An `operationId` differs.";
    TAGS = "D104", Value, "Tags differ.";
    SERVERS = "D105", Value, "Servers differ.";
    CALL_REMOVED = "D106", Value, "A webhook or callback is gone.";
    CALL_ADDED = "D107", Value, "A webhook or callback is new.";
    PARAMETER_REMOVED = "D201", Value, "A parameter is gone.";
    PARAMETER_ADDED = "D202", Value, "A parameter is new.";
    PARAMETER_REQUIRED = "D203", Value, "Whether a parameter is required differs.";
    LAYOUT = "D204", Value, "How a parameter or header is laid out differs.";
    BODY_REMOVED = "D301", Value, "A request body is gone.";
    BODY_ADDED = "D302", Value, "A request body is new.";
    BODY_REQUIRED = "D303", Value, "Whether a request body is required differs.";
    MEDIA_TYPE_REMOVED = "D304", Value, "A media type is gone.";
    MEDIA_TYPE_ADDED = "D305", Value, "A media type is new.";
    MEDIA_TYPE = "D306", Value, "A media type became a range, or one of a range.";
    ENCODING = "D307", Value, "How a part of a body is encoded differs.";
    STATUS_REMOVED = "D401", Value, "A response is gone.";
    STATUS_ADDED = "D402", Value, "A response is new.";
    HEADER_REMOVED = "D403", Value, "A header of a response is gone.";
    HEADER_ADDED = "D404", Value, "A header of a response is new.";
    HEADER_REQUIRED = "D405", Value, "Whether a header is required differs.";
    SECURITY = "D501", Value, "What callers have to prove differs.";
    SECURITY_SCHEME = "D502", Value, "A security scheme differs.";
    SCHEMA_TYPE = "D601", Value, "The types of a value differ.";
    ENUM_VALUES = "D602", Value, "The listed values differ.";
    NUMBER_RULES = "D603", Value, "The bounds of numbers differ.";
    TEXT_RULES = "D604", Value, "The rules of strings differ.";
    FORMAT = "D605", Value, "A `format` differs.";
    NULLABLE = "D606", Value, "Whether `null` is a value differs.";
    PROPERTY_ADDED = "D607", Value, "A property is new.";
    PROPERTY_REMOVED = "D608", Value, "A property is gone.";
    REQUIRED = "D609", Value, "Whether a property is required differs.";
    OTHER_PROPERTIES = "D610", Value, "What holds for properties that are not listed differs.";
    ARRAY_RULES = "D611", Value, "The rules of arrays differ.";
    OBJECT_RULES = "D612", Value, "The rules of objects differ.";
    COMPOSITION = "D613", Value, "A `oneOf`, `anyOf` or `not` differs.";
    DISCRIMINATOR = "D614", Value, "A discriminator differs.";
    CONDITION = "D615", Value, "An `if` with its `then` and `else` differs.";
    ONE_WAY = "D616", Value, "Whether a property goes one way alone differs.";
    CONTENT_CODING = "D617", Value, "How a string holds something else differs.";
    DEFAULT = "D618", Value, "A default differs.";
    NOT_COMPARED = "D619", Value, "Something was not compared to the end.";
    DEPRECATED = "D701", Value, "Whether something is deprecated differs.";
    SUNSET = "D702", Value, "A sunset differs.";
    STABILITY = "D703", Value, "How stable something is said to be differs.";
    EXTENSION = "D704", Value, "An extension differs.";
    TEXTS = "D801", Value, "A text of the reference differs.";
    EXAMPLES = "D802", Value, "Examples differ.";
    API_VERSION = "D803", Value, "The version of the API differs.";
    COMPONENTS = "D804", Value, "A component that nothing uses came or went.";
    RUST_REMOVED = "D901", Value, "A type, trait or method of the crate is gone.";
    RUST_ADDED = "D902", Value, "A type or method of the crate is new.";
    RUST_NAME = "D903", Value, "Something of the crate has another name.";
    RUST_KIND = "D904", Value, "A type of the crate is of another kind.";
    RUST_FIELD = "D905", Value, "A field differs.";
    RUST_VARIANT = "D906", Value, "A variant differs.";
    RUST_METHOD = "D907", Value, "A method takes or returns something else.";
    RUST_TRAIT = "D908", Value, "What is asked of implementers differs.";
    RUST_DERIVE = "D909", Value, "A type has lost a trait.";

    UNREADABLE = "V0001", Value, "A file cannot be read.";
    NOT_UTF8 = "V0002", Value, "A file is not UTF-8 text.";
    TOO_LONG = "V0003", Value, "A file is too large to be an API description.";

    SYNTAX = "V0101", Value, "The text is not YAML or JSON.";
    DUPLICATE_KEY = "V0102", Member, "A mapping has a key twice.";
    NOT_A_DOCUMENT = "V0103", Value, "The root is not an OpenAPI document of a known version.";
    WRONG_TYPE = "V0104", Value, "A value has another type than the specification gives it.";
    MISSING_FIELD = "V0105", Value, "A required field is missing.";
    UNKNOWN_FIELD = "V0106", Member, "A field that the specification does not know.";
    WRONG_VALUE = "V0107", Value, "A value that the specification does not list.";
    OTHER_VERSION = "V0108", Member, "A field that another version of the specification has.";
    EXCLUSIVE_FIELDS = "V0109", Member, "A field that must not stand beside another one.";
    SECOND_DOCUMENT = "V0110", Value, "A file holds another document behind the first.";

    UNRESOLVED_REFERENCE = "V0201", Value, "A `$ref` leads nowhere.";
    CIRCULAR_REFERENCE = "V0202", Value, "A `$ref` leads back to itself.";
    WRONG_TARGET = "V0203", Value, "A `$ref` leads to something of another kind.";
    REFERENCE_SIBLINGS = "V0204", Member, "Keywords beside a `$ref` that OpenAPI 3.0 ignores.";
    UNREADABLE_FILE = "V0205", Value, "A file that a `$ref` names cannot be read.";
    REPEATED_IDENTITY = "V0206", Value, "Two schemas have one `$id` or `$anchor`.";

    DUPLICATE_OPERATION_ID = "V0301", Value, "Two operations have one `operationId`.";
    DUPLICATE_PARAMETER = "V0302", Value, "An operation has a parameter twice.";
    COLLIDING_PATHS = "V0303", Member, "Two paths differ in the names of their parameters alone.";
    MISSING_PATH_PARAMETER = "V0304", Member, "A path names a parameter that is not described.";
    UNUSED_PATH_PARAMETER = "V0305", Value, "A path parameter that the path does not name.";
    OPTIONAL_PATH_PARAMETER = "V0306", Value, "A path parameter that is not required.";
    MISSING_DESCRIPTION = "V0307", Member, "A response without a description.";
    NO_RESPONSE = "V0308", Member, "An operation without responses.";
    WRONG_STATUS = "V0309", Member, "The key of a response is no status.";
    WRONG_PATH = "V0310", Member, "A path that is not a template.";
    BODY_NOT_EXPECTED = "V0311", Member, "A request body where HTTP expects none.";
    WRONG_MEDIA_TYPE = "V0312", Member, "The key of a content is no media type.";
    UNREAD_MEDIA_TYPE = "V0313", Member, "A media type whose bodies are passed on as they are.";
    REPEATED_QUERY = "V0314", Value, "A query string that is described twice.";
    WRONG_NAME = "V0315", Value, "A name that cannot stand where it travels.";
    WRONG_PARENT = "V0316", Value, "A tag is nested under one that there is not, or under itself.";
    IGNORED_HEADER = "V0317", Value, "A header that is described elsewhere.";
    WRONG_COMPONENT_NAME = "V0318", Member, "A component with a name that it cannot have.";

    UNDEFINED_REQUIRED = "V0401", Value, "A required property that is not described.";
    WRONG_ENUM_VALUE = "V0402", Value, "An enum value that its schema rejects.";
    WRONG_DEFAULT = "V0403", Value, "A default that its schema rejects.";
    WRONG_EXAMPLE = "V0404", Value, "An example that its schema rejects.";
    EMPTY_RANGE = "V0405", Value, "A lower bound above its upper bound.";
    WRONG_PATTERN = "V0406", Value, "A pattern that is no regular expression.";
    DISCRIMINATOR_TARGET = "V0407", Value, "A discriminator's mapping leads nowhere.";
    DISCRIMINATOR_PROPERTY = "V0408", Value, "A branch lacks the discriminator's property.";
    AMBIGUOUS_UNION = "V0409", Member, "One value fits two branches of a `oneOf`.";
    UNKNOWN_FORMAT = "V0410", Value, "A format that nothing is known about.";
    CYCLIC_ALL_OF = "V0411", Member, "A schema that is part of itself by `allOf`.";
    DUPLICATE_ENUM_VALUE = "V0412", Value, "An enum lists a value twice.";
    IMPOSSIBLE_SCHEMA = "V0413", Member, "A schema that no value satisfies.";
    UNFOLLOWED_PATTERN = "V0414", Value, "A pattern that no engine of Rust can follow.";
    UNTYPED = "V0415", Member, "Schemas that are read as objects or arrays and do not say so.";
    RENAMED = "V0420", Member, "A name that had to be changed in Rust.";
    BASE_PATH = "V0421", Value, "A base path that routers leave out.";

    UNDEFINED_SECURITY = "V0501", Member, "A security requirement names a scheme that is not declared.";

    SETTINGS_SYNTAX = "V0601", Value, "The settings are not TOML.";
    UNKNOWN_SETTING = "V0602", Value, "A setting that does not exist.";
    WRONG_SETTING = "V0603", Value, "A setting has a value of the wrong kind.";
    UNUSED_SETTING = "V0604", Value, "A setting names something the document does not have.";
    SKIPPED = "V0605", Value, "An operation was left out on request.";
    UNUSABLE_SETTING = "V0606", Value, "A setting has a value from which nothing sound can be made.";
    MANIFEST = "V0607", Value, "The manifest of a crate lacks what its generated code needs.";
    OVERLAY = "V0608", Value, "An overlay cannot be applied as it is written.";
    OVERLAY_MISSES = "V0609", Value, "An action of an overlay selects nothing.";
    NAME_LOCK = "V0610", Value, "A lock of names says what cannot be.";

    NOT_A_PAGE = "V0701", Value, "A file is no page of a reference.";
    UNREADABLE_SAMPLE = "V0702", Value, "A sample cannot be read.";
    WRONG_TABLE = "V0703", Value, "A table has other columns, or a row other cells.";
    WRONG_CELL = "V0704", Value, "A cell of a table does not say what its column is about.";
    MISSING_PART = "V0705", Value, "A section lacks something it cannot do without.";
    UNEXPECTED_BLOCK = "V0706", Value, "A block stands where none of its kind is expected.";
    DIFFERENT_PAGE = "V0707", Value, "A page does not come back as it is.";
    OUT_OF_STEP = "V0708", Value, "A document and its reference say different things.";
    NOT_EDITED = "V0709", Value, "A document cannot be edited here line by line.";
    NAME_MADE_UP = "V0710", Value, "A name of a value that no page says.";
    NOT_CAPTURED = "V0711", Value, "Something that a page shows is not in the captured document.";

    UNSUPPORTED = "V0801", Member, "Something valid that is not supported yet.";

    TOO_DEEP = "V0901", Value, "The document nests too deep.";
    TOO_LARGE = "V0902", Value, "The document is too large.";
    CUT_SHORT = "V0903", Value, "Some examples were not compared with their schemas.";
    TOO_MUCH_OUTPUT = "V0904", Value, "The document would become too much.";
}
