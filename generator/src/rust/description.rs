//! The description of a server → `description.json` and `answers.json`.

mod json;

pub use self::json::Json;

/// What requests have to be, with values of the document as it spells them.
pub type Description = verbatim_runtime::description::Description<Json>;

/// What answers have to be.
pub type Answers = verbatim_runtime::description::Answers<Json>;

/// A description as a file.
pub fn render(description: &impl serde::Serialize) -> String {
    Json::from_type(description).render()
}
