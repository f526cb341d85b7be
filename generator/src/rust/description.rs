//! The description of a server → `description.json` and `answers.json`.

mod json;

pub use self::json::Json;

/// What requests have to be. An operation or a schema is JSON as soon as it is described, since that takes a fraction of the
/// memory.
pub type Description = verbatim_runtime::description::Description<Json, Json>;

/// What answers have to be.
pub type Answers = verbatim_runtime::description::Answers<Json, Json, Json>;

/// A description as a file.
pub fn render(description: impl serde::Serialize) -> String {
    let json = Json::from_type(&description);
    drop(description);
    json.render()
}
