//! A schema → whether a text alone can be one of its values.

use std::collections::HashSet;

use crate::model::{Api, JsonType, SchemaId};

/// Whether values of a schema, or of what it is combined from, may have items or members: no text is such a value, unless
/// it is in a syntax that has them.
pub fn has_members(api: &Api, id: SchemaId) -> bool {
    let (mut todo, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = todo.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = api.schema(id);
        let is = |it| schema.types.contains(it);
        if is(JsonType::Object)
            || is(JsonType::Array)
            || !schema.object.properties.is_empty()
            || schema.array.items.is_some()
        {
            return true;
        }
        let combined = [&schema.all_of, &schema.any_of, &schema.one_of];
        todo.extend(combined.into_iter().flatten());
    }
    false
}
