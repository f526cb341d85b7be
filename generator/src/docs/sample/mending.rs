//! Which samples have to be looked at, and what tells those of subtypes apart.

use std::sync::Arc;

use super::draft::{Draft, set};
use crate::model::Schema;

/// Whether a schema says more of such values than what a sample heeds by itself.
pub fn may_refuse(schema: &Schema, value: &Draft<'_>) -> bool {
    let combines = schema.not.is_some()
        || schema.condition.when.is_some()
        || schema.never
        || !schema.all_of.is_empty();
    let by_kind = match value {
        Draft::String(_) => {
            schema.string.pattern.is_some()
                || schema.format.is_some()
                || schema.string.max_length.is_some()
        }
        Draft::Number(_) => {
            schema.number.multiple_of.is_some()
                || schema.number.minimum.is_some()
                || schema.number.maximum.is_some()
        }
        Draft::Array(_) => {
            let rules = &schema.array;
            rules.unique || rules.contains.is_some() || rules.min_items.is_some()
        }
        Draft::Object(_) => {
            let rules = &schema.object;
            rules.names.is_some()
                || rules.min_properties.is_some()
                || rules.max_properties.is_some()
                || !rules.dependent_required.is_empty()
                || !rules.dependent_schemas.is_empty()
                || !rules.patterns.is_empty()
        }
        Draft::Bool(_) => false,
        Draft::Null | Draft::Undefined | Draft::Skipped => true,
    };
    combines || by_kind
}

/// Puts the first of these values into the property of an object, unless one of them stands there.
pub fn set_tag<'a>(property: &str, tags: &[Arc<str>], value: &mut Draft<'a>) {
    let Draft::Object(members) = value else {
        return;
    };
    let Some(tag) = tags.first() else { return };
    let has_one = members.iter().any(|(name, it)| {
        name == property && matches!(it, Draft::String(it) if tags.iter().any(|tag| **tag == **it))
    });
    if !has_one {
        let tag = Draft::String(tag.to_string().into());
        set(members, property.to_owned().into(), tag);
    }
}
