//! What may be typed, and the help that teaches it.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::door::{self, Door};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Generates Rust and Markdown from one OpenAPI document, and checks that nothing drifted
#[derive(Debug, Parser)]
#[command(
    name = "verbatim",
    bin_name = "cargo xtask",
    styles = STYLES,
    max_term_width = 100,
    arg_required_else_help = true,
    version,
    disable_help_subcommand = true,
    after_help = "`cargo xtask COMMAND --help` tells more."
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

/// What stands first in the arguments of the whole command where a smaller one handed over to it.
pub const AS_XTASK: &str = "--as-xtask";

/// The arguments of this process, with help that calls the command as it was called: by the name of its program, unless that
/// one stands for `cargo xtask`.
pub fn parse(program: Door) -> Args {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    let first = arguments.get(1).and_then(|it| it.to_str());
    let (door, is_read) = match (first, program) {
        (Some(AS_XTASK), _) => (Door::Xtask, true),
        // Cargo repeats the name of the subcommand.
        (Some("verbatim"), Door::CargoVerbatim) => (program, true),
        _ => (program, false),
    };
    if is_read {
        arguments.remove(1);
    }
    door::enter(door);
    let command = match door {
        Door::Xtask => Args::command(),
        _ => renamed(Args::command()).bin_name(door::command()),
    };
    let matches = command.get_matches_from(arguments);
    Args::from_arg_matches(&matches).unwrap_or_else(|why| why.exit())
}

/// A command whose texts call it as it was called.
fn renamed(mut command: clap::Command) -> clap::Command {
    let named = |it: &StyledStr| door::named(&it.to_string()).into_owned();
    if let Some(text) = command.get_about().map(named) {
        command = command.about(text);
    }
    if let Some(text) = command.get_long_about().map(named) {
        command = command.long_about(text);
    }
    if let Some(text) = command.get_after_help().map(named) {
        command = command.after_help(text);
    }
    if let Some(text) = command.get_after_long_help().map(named) {
        command = command.after_long_help(text);
    }
    command.mut_subcommands(renamed)
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Init(InitArgs),
    Gen(GenArgs),
    Explain(ExplainArgs),
    Show(ShowArgs),
    Capture(CaptureArgs),
    Diff(DiffArgs),
    Serve(ServeArgs),
}

/// Answer as the API of a document would: `cargo xtask serve --spec petstore.yaml`
///
/// Runs the program `verbatim-serve`, which is built on first use. Without --spec it serves the one target of verbatim.toml, or
/// that of the name which comes first.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub struct ServeArgs {
    /// What is handed over; --help tells
    #[arg(
        value_name = "ARGUMENTS",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    pub arguments: Vec<OsString>,
}

/// Name the OpenAPI documents of a repository in a verbatim.toml
///
/// Asks nothing: finds the documents beneath the current folder, and writes verbatim.toml, in which every choice stands in a
/// comment, and a workflow for GitHub that runs `gen --check`. Files that are there are left as they are.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The documents to name, in place of those that are found
    #[arg(value_name = "FILE")]
    pub spec: Vec<PathBuf>,
}

const GEN_HELP: &str = "\
Examples:
  cargo xtask gen
      after an edit of a document or of choices: brings in step what verbatim.toml names
  cargo xtask gen --check
      in CI: shows what `cargo xtask gen` would change, and fails if that is anything
  cargo xtask gen --spec petstore.yaml --out petstore
      makes a crate of any other document: petstore/Cargo.toml, src/ and docs/
  cargo xtask gen --spec petstore.yaml --out petstore --emit docs --shell-fence sh
      makes its Markdown reference alone: petstore/docs/
  cargo xtask gen --spec petstore.yaml --out petstore --emit html
      makes its reference as a site: petstore/site/index.html

What is written:
  Files in src/, docs/ and site/, and in each a list of them, .verbatim-gen. What is listed belongs
  to the generator: it is replaced, and removed once it is no longer made. Everything else is yours
  and stays as it is; where it is in the way of a new file, nothing is written unless --force is given.
  Cargo.toml is written once, when there is none. What it lacks later is told (V0607), and
  --write-manifest adds it.
  Either the whole new output is put in place or nothing is touched.

Exit codes:
  0  done, or in step
  1  out of step, or a Cargo.toml that lacks something (--check); an error in the document; output
     that cannot be written
  2  wrong use of the command

Findings go to standard error, changes to standard output. NO_COLOR=1 turns colours off.";

/// Write src/, docs/ and site/ from an OpenAPI document
///
/// Reads an OpenAPI document (3.0 to 3.2, or Swagger 2.0; YAML or JSON) and writes a Rust crate and its
/// reference, as Markdown and as a site. Without options it makes what verbatim.toml names.
#[derive(Debug, clap::Args)]
#[command(after_long_help = GEN_HELP)]
pub struct GenArgs {
    /// Write nothing; show how the output on disk differs from what would be written
    #[arg(long)]
    pub check: bool,

    /// Make it again whenever a document, or a file that it is made with, has changed
    #[arg(long, conflicts_with = "check")]
    pub watch: bool,

    /// The targets of verbatim.toml that are made; all unless given
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,

    /// The document to read, in place of those of verbatim.toml; - for standard input
    #[arg(long, value_name = "FILE", requires = "out")]
    pub spec: Option<PathBuf>,

    /// The folder that becomes the crate
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// What to make: rust, docs, html; rust and docs unless given
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub emit: Vec<Target>,

    /// A file of choices; --print-config prints them all
    ///
    /// Without it, a document given with --spec is read with neutral defaults.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// The word after the opening fence of a shell sample; goes before `shell-fence` of the file of choices
    #[arg(long, value_name = "LANG", value_parser = fence_word)]
    pub shell_fence: Option<String>,

    /// Overwrite files that were not generated, where they are in the way of new ones
    #[arg(long, conflicts_with = "check")]
    pub force: bool,

    /// Print every choice that a file for --config may make, and write nothing
    #[arg(long)]
    pub print_config: bool,

    /// Print the JSON Schema of a verbatim.toml, by which editors complete and check it, and write nothing
    #[arg(long)]
    pub print_schema: bool,

    /// Add to Cargo.toml what the generated code needs and it lacks, and keep everything else
    #[arg(long, conflicts_with = "check")]
    pub write_manifest: bool,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

fn fence_word(text: &str) -> Result<String, String> {
    verbatim_gen::config::fence_word(text).map(|()| text.to_owned())
}

/// How documents are read and findings are told.
#[derive(Debug, clap::Args)]
pub struct ReadingArgs {
    /// An OpenAPI Overlay (1.0 or 1.1) to apply to the document; several are applied in order
    #[arg(long = "overlay", value_name = "FILE")]
    pub overlays: Vec<PathBuf>,

    /// Let `$ref` read files outside the document's folder
    #[arg(long)]
    pub allow_outside: bool,

    /// Fail on warnings as well
    #[arg(long)]
    pub deny_warnings: bool,

    #[command(flatten)]
    pub listing: ListingArgs,
}

/// How findings are listed.
#[derive(Debug, clap::Args)]
pub struct ListingArgs {
    /// How findings are told
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub message_format: Format,

    /// How many findings are shown in full; 0 shows them all
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub max_findings: usize,
}

/// What can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// The crate: Cargo.toml and src/
    Rust,
    /// The Markdown reference: docs/
    Docs,
    /// The reference as a site of HTML pages: site/
    Html,
}

/// How findings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the line in question; warnings of one kind are counted
    Human,
    /// One line each, for editors: FILE:LINE:COLUMN: SEVERITY[CODE]: ...
    Short,
    /// One JSON object a line
    Json,
    /// Workflow commands that annotate a pull request on GitHub
    Github,
}

/// Explain a finding: `cargo xtask explain V0101`
///
/// Every finding has a code. This prints what it means, a text that is wrong, and the same text mended.
/// Without a code it lists them all.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The code, as it stands in the brackets of a finding
    pub code: Option<String>,
}

const SHOW_HELP: &str = "\
Examples:
  cargo xtask show api
      every operation and schema of the one target of verbatim.toml, a line each
  cargo xtask show api Pet
      what is known of one schema
  cargo xtask show types
      which Rust type stands for which schema
  cargo xtask show operations
      which function of which trait stands for which operation
  cargo xtask show operations --unimplemented server/src
      which of them stand in no `impl` there, and so answer 501
  cargo xtask show document /paths --spec swagger.json
      a part of a document, converted to OpenAPI 3 where it was Swagger 2.0";

/// Show what a stage of the generator makes of a document
#[derive(Debug, clap::Args)]
#[command(after_long_help = SHOW_HELP)]
pub struct ShowArgs {
    /// The stage
    pub stage: Stage,

    /// A JSON pointer, or the name of a schema, a type or an operation; everything unless given
    pub name: Option<String>,

    /// The document to read; that of the one target of verbatim.toml unless given
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// A file of choices
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Of the operations, those whose methods are in no `impl` of these files and folders of Rust
    ///
    /// What a macro writes is not seen.
    #[arg(long, value_name = "SRC", num_args = 1..)]
    pub unimplemented: Vec<PathBuf>,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// A stage of the generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// The document in the shape of OpenAPI 3, as YAML
    Document,
    /// The model that every target reads
    Api,
    /// The Rust types: JSON pointer, Rust path and kind, with tabs between
    Types,
    /// The endpoints: operationId, method, path, trait and function, request and answer, with tabs between
    Operations,
}

const CAPTURE_HELP: &str = "\
Examples:
  cargo xtask capture docs/reference/api --out api.yaml
      makes one document of all pages of a folder, schemas.md among them
  cargo xtask capture members.md --out members.yaml --config spec/gen.toml
      makes a document of one page, which was made with known settings
  cargo xtask capture members.md --check spec/members.yaml --config spec/gen.toml
      in CI: lists how a page that was published differs from the document, and fails if it does
  cargo xtask capture members.md --into spec/members.yaml --config spec/gen.toml
      edits the document, so that it renders the page; lines that say the same stay as they are
  cargo xtask capture --explain-losses
      tells what no page says of a document

What is read:
  Markdown pages in the layout that `cargo xtask gen --emit docs` writes. What a page does not say is
  derived by the rules that made it (an operationId from the summary), or left out.
  Without --config, the settings that the pages were made with are found out, and printed as a
  gen.toml.

  Pages of widdershins' own templates are read as far as they go, which nothing can prove: what is
  not read is told. They go with --out alone: no document renders them, so --check and --into
  have nothing to compare them with.

What is proved:
  The document is rendered at once and compared with the pages, byte for byte. It is written only if
  all of them come back, or with --keep-going. That holds for a document that is edited as well.

What is compared:
  What the pages say with what the pages of the document say, in terms of the API. What no page says
  (extensions, texts that are not shown, components that nothing shows) is no difference, and stays.
  Operations of the document that no page shows are passed over, unless a folder is given: then its
  pages are the whole reference.

Exit codes:
  0  every page comes back as it is, or is in step
  1  a page could not be read or differs, or the document cannot be written
  2  wrong use of the command";

/// Read an OpenAPI document back from the pages of its Markdown reference
///
/// Reads pages of a reference, writes the OpenAPI 3.0 document that they describe, and proves that the
/// document renders the same pages.
#[derive(Debug, clap::Args)]
#[command(after_long_help = CAPTURE_HELP, group = clap::ArgGroup::new("target").required(true))]
pub struct CaptureArgs {
    /// The pages; of a folder, all of its .md files
    #[arg(required_unless_present = "explain_losses", value_name = "PAGE|FOLDER")]
    pub pages: Vec<PathBuf>,

    /// The document to write: JSON if its name ends with .json, YAML otherwise
    #[arg(long, value_name = "FILE", group = "target")]
    pub out: Option<PathBuf>,

    /// Write nothing; list how the pages differ from this document
    #[arg(long, value_name = "SPEC", group = "target")]
    pub check: Option<PathBuf>,

    /// Edit this document to say what the pages say, touching only the lines that differ
    #[arg(long, value_name = "SPEC", group = "target")]
    pub into: Option<PathBuf>,

    /// The file of choices that the pages were made with, such as spec/gen.toml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Tell what pages cannot say, field by field, and what is assumed instead; no pages are needed
    #[arg(long, group = "target")]
    pub explain_losses: bool,

    /// List everything that was assumed for these pages, with its place
    #[arg(long, requires = "out")]
    pub list_assumptions: bool,

    /// Write the document even if a page cannot be read or does not come back as it is
    #[arg(long)]
    pub keep_going: bool,

    /// Replace a document that is there and differs
    #[arg(long, requires = "out")]
    pub force: bool,

    /// Let `$ref` read files outside the document's folder
    #[arg(long, conflicts_with = "out")]
    pub allow_outside: bool,

    #[command(flatten)]
    pub listing: ListingArgs,
}

const DIFF_HELP: &str = "\
Examples:
  cargo xtask diff main:spec/members.yaml spec/members.yaml
      what the working tree changes, and which clients out there it breaks
  cargo xtask diff v1/openapi.json v2/openapi.json --message-format markdown
      a changelog to publish
  curl -s https://api.example/openapi.json | cargo xtask diff openapi.json -
      what a server says by now

What is compared:
  What the documents mean, in whatever version or syntax they are written. Order, names of components
  and of path parameters, a schema in its place or by `$ref`, and spellings of one rule are no changes.
  Documents are read as far as they can be: what is wrong in both is no change.

Verdicts:
  wire          clients of the old document against a server of the new one
  wire_reverse  clients of the new document against a server of the old one
  rust          code that is written against the crate that `cargo xtask gen` makes of the old document
  Each is breaking, risky, compatible or none. A breaking change of a schema has a witness: a value that
  one document accepts and the other refuses. Where neither such a value nor a proof that there is none
  was found, the change is risky. What Rust alone sees, names that move among it, has codes of its own
  (D9..). There is a crate of a document without errors; else `rust` is not told.

Accepted changes (--accept FILE, TOML):
  [[accepted]]
  code = \"D101\"                  # the kind of change
  operation = \"GET /pets\"        # where; leave it out for any operation
  subject = \"response 200\"       # where in it: what the change's place begins with; may be left out
  reason = \"nobody called it\"

Exit codes:
  0  no change that --fail-on names
  1  at least one that is not accepted
  2  wrong use of the command, or a document that cannot be read";

/// Compare two versions of an OpenAPI document, and tell whom the changes break
///
/// Reads two documents and lists what changed between them, each with what it means for clients.
#[derive(Debug, clap::Args)]
#[command(after_long_help = DIFF_HELP)]
pub struct DiffArgs {
    /// The old document: a file, REV:PATH of git, or - for standard input
    pub old: String,

    /// The new document, likewise
    pub new: String,

    /// A file of choices such as spec/gen.toml, by which both documents are read
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// How changes are told
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = DiffFormat::Human)]
    pub message_format: DiffFormat,

    /// Which changes end the command with 1
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = FailOn::Breaking)]
    pub fail_on: FailOn,

    /// A file of changes that are accepted, each with a reason
    #[arg(long, value_name = "FILE")]
    pub accept: Option<PathBuf>,

    /// The day it is, YYYY-MM-DD: what was announced to be gone by then may go
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<String>,

    /// The extension that says how stable an operation is
    #[arg(long, value_name = "NAME", default_value = "x-stability-level")]
    pub stability: String,

    /// Let `$ref` read files outside the documents' folders
    #[arg(long)]
    pub allow_outside: bool,
}

/// How changes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Grouped by operation, breaking ones first, with witnesses
    Human,
    /// One line each: FILE:LINE:COLUMN: VERDICT[CODE]: ...
    Short,
    /// One JSON object a line
    Json,
    /// Workflow commands that annotate a pull request on GitHub
    Github,
    /// A changelog
    Markdown,
}

/// Which changes end the command with 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Those that break clients of the old document
    Breaking,
    /// Those, and what may break them
    Risky,
    /// Those that break code which is written against the crate of the old document
    Rust,
    /// Any change
    Any,
}

fn date(text: &str) -> Result<String, String> {
    let date = text.parse::<toml::value::Datetime>();
    match date.is_ok_and(|it| it.date.is_some() && it.time.is_none()) {
        true => Ok(text.to_owned()),
        false => Err("a day of the calendar is written as 2026-01-31".to_owned()),
    }
}
