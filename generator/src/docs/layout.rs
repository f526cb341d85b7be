//! The two flavours of a page's layout, as one value in which every difference between them is a decision with a name.
//!
//! [`Layout::WIDDERSHINS`] is the reference Coder publishes, to the byte: swag's Swagger 2.0 through swagger2openapi and
//! reftools, widdershins 4.0.1 with Coder's templates, openapi-sampler 1.x for the examples. [`Layout::PLAIN`] keeps its
//! look and leaves its oddities out. Each field says which of the tools the oddity comes from.

use crate::model::Dialect;

/// How pages are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// What stands for a `$ref`.
    pub references: ReferenceRules,
    /// How the text of a document is put into Markdown.
    pub text: TextRules,
    /// How types are put into words.
    pub types: TypeRules,
    /// Which pages there are, and what is on them.
    pub pages: PageRules,
    /// What stands in the section of an operation.
    pub operations: OperationRules,
    /// Rows and tables of properties.
    pub properties: PropertyRules,
    /// How long an example may become.
    pub samples: SampleLimits,
}

/// What stands for a `$ref`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferenceRules {
    /// reftools 1.1.9 puts the target in the place of the whole object, so that keywords beside a `$ref` count for
    /// nothing.
    pub replace_siblings: bool,
    /// swagger2openapi removes the keywords beside a `$ref`, so that in Swagger 2.0 not even a description is left.
    pub drop_siblings_of_swagger2: bool,
    /// reftools marks the holder of a reference in place of its target where the reference closes a cycle: in `Group:
    /// { properties: { children: { type: array, items: { $ref: Group } } } }` the array is taken for a `Group`.
    pub misplace_names_on_cycles: bool,
    /// How the fragment of a schema's heading is made.
    pub fragments: Fragments,
}

/// How the fragment of a schema's heading is made from its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fragments {
    /// Coder's templates take away the first dot alone; a renderer of Markdown takes them all, so that the link to
    /// `a.b.c` leads nowhere.
    WithoutFirstDot,
    /// As renderers of Markdown make it.
    AsRendered,
}

/// How the text of a document is put into Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextRules {
    /// Whether what would end a cell, a code span or a heading is escaped. The templates escape nothing: a line break
    /// in a description tears its row in two.
    pub escape: bool,
    /// markdownlint takes the punctuation off the end of a heading, but for a question mark (MD026).
    pub bare_headings: bool,
    /// The templates quote the first line of an example's title alone.
    pub quote_first_line: bool,
}

/// How types are put into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeRules {
    /// The templates print JavaScript's `undefined` where a schema names no type.
    pub undefined: bool,
    /// widdershins links the items of an array to ids that its own templates would set and Coder's do not
    /// (`[User](#schemauser)`), and calls a body that is an array of components by the component's name alone.
    pub links_to_unset_ids: bool,
    /// Whether an array of components is `array of [User](…)` for a parameter; to widdershins it is `array[object]`.
    pub arrays_of_components: bool,
    /// Whether a schema of branches is called by their names, `[Cat](…) or [Dog](…)`; to widdershins it is `any`.
    pub name_branches: bool,
    /// Whether the page of schemas tells the format and nullability of a property. Coder's templates print the bare
    /// type there.
    pub formats_on_schema_page: bool,
    /// widdershins guesses that what has a pattern or a length is a number.
    pub patterns_are_numbers: bool,
    /// Whether a branch that is `null` is part of the type, `[Tree](…)¦null`; to the templates it is a branch of any type.
    pub joins_null: bool,
    /// Whether it is told what the items of arrays in arrays are, and of which format. Coder's templates print `array`.
    pub items_in_full: bool,
    /// Whether the items of an array are told below a response. Coder's templates print the bare `array` there.
    pub items_below_responses: bool,
}

/// Which pages there are, and what is on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRules {
    /// Whether webhooks have a page; widdershins knows none.
    pub webhooks: bool,
    /// Whether the page that leads to the others is there where they are few, too.
    pub index_of_few: bool,
    /// widdershins keeps operations under their titles, so that of two with one title the later takes the place of the
    /// earlier.
    pub last_of_each_title: bool,
}

/// What stands in the section of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationRules {
    /// widdershins calls an operation without summary and id by method and path in one word: `get__users`.
    pub titles_in_one_word: bool,
    /// Whether a deprecated operation is marked; Coder's templates do not.
    pub mark_deprecated: bool,
    /// Whether all is shown that no other tool shows: summaries of examples, where examples stand that stand elsewhere, what
    /// paths say of their operations, further documentation of operations and tags.
    pub in_full: bool,
    /// Whether links and callbacks are listed; widdershins knows none.
    pub links_and_callbacks: bool,
    /// The templates print the titles of body and example sections with nothing below them, too.
    pub titles_of_nothing: bool,
    /// The table of parameters has the first line of a description, and a list of its own the whole.
    pub first_lines_of_parameters: bool,
    /// swagger2openapi takes the body of a form for required if its first field is.
    pub forms_required_by_first_field: bool,
    /// Whether the branches of a body are shown below its parameters; widdershins leaves them out.
    pub branches_of_bodies: bool,
    /// The templates print the table of responses without rows, too.
    pub table_of_no_responses: bool,
    /// The templates write the heading above the schemas of responses as HTML with an id of its own, `Response Schema`,
    /// whether or not there is anything to show below it.
    pub html_heading_of_response_schemas: bool,
    /// What statuses are called.
    pub status_phrases: StatusPhrases,
}

/// What statuses are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusPhrases {
    /// As everywhere else.
    Registered,
    /// widdershins ships know-your-http-well, which has the registry as it once was: some codes have another phrase
    /// there, or none.
    KnowYourHttpWell,
}

/// Rows and tables of properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PropertyRules {
    /// How many rows a schema may have that stand in the sections of other components as well; these are opened less deep until it
    /// has no more.
    pub rows: usize,
    /// widdershins splits the pointer `properties/NAME` at every slash and takes the second part for the name.
    pub names_end_at_slash: bool,
    /// Words between branches are those of widdershins (`and`, `or`, `xor`, `continued`); otherwise whole sentences.
    pub terse_branches: bool,
    /// What has no name is called `*anonymous*` and `**additionalProperties**`, as by widdershins.
    pub markdown_names: bool,
    /// Whether defaults, bounds, patterns and what is deprecated are told; the tools tell what is read-only or write-only.
    pub restrictions: bool,
    /// Whether rows say that their values are listed, and each has a list of its own; the templates put those of all rows of a
    /// name together.
    pub values_by_row: bool,
    /// Whether an array whose items have no rows has one itself on the page of schemas; to the templates it has no properties.
    pub rows_of_arrays: bool,
    /// Whether a schema with a lone branch has the rows and requirements of both, and a row for a branch that is a link; to the
    /// templates the first of them that has any hides the others.
    pub all_layers: bool,
    /// Coder's templates reword descriptions: Go names are spelt out, `id` and `url` stand in capitals, and a
    /// paragraph's end tears its row in two.
    pub reword_descriptions: bool,
    /// Coder's templates look at the first group of rows alone to tell whether there is anything to show.
    pub first_group_decides: bool,
    /// Coder's templates print the table of a group without rows.
    pub empty_tables: bool,
    /// Coder's templates leave the table out where the schema itself is the first row, whatever follows it.
    pub no_table_of_nameless: bool,
}

/// How long an example may become; it is made less deep until it has no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleLimits {
    /// How many values it may have.
    pub values: u32,
    /// How many bytes of text may stand in it, but for an example that is the schema's own.
    pub text: usize,
    /// Whether each is one that the emitted server accepts. The tools do not ask.
    pub accepted: bool,
}

impl Layout {
    /// That of widdershins 4.0.1 with Coder's templates, to the byte. Its tools know no limits; ours lie far beyond
    /// what the reference has.
    pub const WIDDERSHINS: Self = Self {
        references: ReferenceRules {
            replace_siblings: true,
            drop_siblings_of_swagger2: true,
            misplace_names_on_cycles: true,
            fragments: Fragments::WithoutFirstDot,
        },
        text: TextRules {
            escape: false,
            bare_headings: true,
            quote_first_line: true,
        },
        types: TypeRules {
            undefined: true,
            links_to_unset_ids: true,
            arrays_of_components: false,
            name_branches: false,
            formats_on_schema_page: false,
            patterns_are_numbers: true,
            joins_null: false,
            items_in_full: false,
            items_below_responses: false,
        },
        pages: PageRules {
            webhooks: false,
            index_of_few: false,
            last_of_each_title: true,
        },
        operations: OperationRules {
            titles_in_one_word: true,
            mark_deprecated: false,
            links_and_callbacks: false,
            in_full: false,
            titles_of_nothing: true,
            first_lines_of_parameters: true,
            forms_required_by_first_field: true,
            branches_of_bodies: false,
            table_of_no_responses: true,
            html_heading_of_response_schemas: true,
            status_phrases: StatusPhrases::KnowYourHttpWell,
        },
        properties: PropertyRules {
            rows: 10_000,
            names_end_at_slash: true,
            terse_branches: true,
            markdown_names: true,
            restrictions: false,
            values_by_row: false,
            rows_of_arrays: false,
            all_layers: false,
            reword_descriptions: true,
            first_group_decides: true,
            empty_tables: true,
            no_table_of_nameless: true,
        },
        samples: SampleLimits {
            values: 100_000,
            text: 20_000_000,
            accepted: false,
        },
    };

    /// The same look without the oddities. The longest example of Coder's reference has some five hundred values, the
    /// longest list of properties some two hundred rows.
    pub const PLAIN: Self = Self {
        references: ReferenceRules {
            replace_siblings: false,
            drop_siblings_of_swagger2: false,
            misplace_names_on_cycles: false,
            fragments: Fragments::AsRendered,
        },
        text: TextRules {
            escape: true,
            bare_headings: false,
            quote_first_line: false,
        },
        types: TypeRules {
            undefined: false,
            links_to_unset_ids: false,
            arrays_of_components: true,
            name_branches: true,
            formats_on_schema_page: true,
            patterns_are_numbers: false,
            joins_null: true,
            items_in_full: true,
            items_below_responses: true,
        },
        pages: PageRules {
            webhooks: true,
            index_of_few: true,
            last_of_each_title: false,
        },
        operations: OperationRules {
            titles_in_one_word: false,
            mark_deprecated: true,
            links_and_callbacks: true,
            in_full: true,
            titles_of_nothing: false,
            first_lines_of_parameters: false,
            forms_required_by_first_field: false,
            branches_of_bodies: true,
            table_of_no_responses: false,
            html_heading_of_response_schemas: false,
            status_phrases: StatusPhrases::Registered,
        },
        properties: PropertyRules {
            rows: 500,
            names_end_at_slash: false,
            terse_branches: false,
            markdown_names: false,
            restrictions: true,
            values_by_row: true,
            rows_of_arrays: true,
            all_layers: true,
            reword_descriptions: false,
            first_group_decides: false,
            empty_tables: false,
            no_table_of_nameless: false,
        },
        samples: SampleLimits {
            values: 1_000,
            text: 200_000,
            accepted: true,
        },
    };

    /// The one that `[docs] quirks` asks for.
    pub fn of(quirks: bool) -> Self {
        if quirks {
            Self::WIDDERSHINS
        } else {
            Self::PLAIN
        }
    }
}

impl ReferenceRules {
    /// Whether keywords beside a `$ref` are gone before anything looks at them.
    pub fn drops_siblings(self, dialect: Dialect) -> bool {
        self.drop_siblings_of_swagger2 && dialect == Dialect::Swagger2
    }
}
