//! What a type is called → what that says of a schema.

use super::{RowReader, json_type};
use crate::capture::draft::{Draft, DraftId};
use crate::docs::grammar;
use crate::docs::label::{Rest, TypeLabel};
use crate::model::JsonType;

impl RowReader<'_> {
    /// Adds what a label says.
    pub fn label(&mut self, id: DraftId, label: &TypeLabel<'_>) {
        match label {
            TypeLabel::Words {
                words,
                format,
                nullable,
            } => {
                if words == grammar::UNTYPED {
                    self.untyped(id);
                    return;
                }
                let is_binary = words == "binary";
                let types = if is_binary {
                    vec![JsonType::String]
                } else {
                    words.split(',').filter_map(json_type).collect()
                };
                let draft = self.drafts.get_mut(id);
                draft.is_null = words == grammar::NULL;
                draft.types = types;
                draft.nullable = *nullable;
                draft.format = match format {
                    Some(format) => Some((&**format).into()),
                    None if is_binary => Some("binary".into()),
                    None => None,
                };
            }
            TypeLabel::Schema {
                link,
                format,
                nullable,
            } => {
                let component = self.drafts.component(&link.name);
                let draft = self.drafts.get_mut(id);
                if component != id {
                    draft.link = Some(component);
                }
                draft.format = format.as_ref().map(|it| (&**it).into());
                draft.nullable |= nullable;
            }
            TypeLabel::ArrayOf(items) | TypeLabel::ArrayIn(items) => self.array(id, items, false),
            TypeLabel::Items { of, nullable } => self.array(id, of, *nullable),
            // Of what may be anything, anything else would be two at once.
            TypeLabel::OneOf(list) if list.iter().any(|it| it.is_word(grammar::ANY)) => {
                self.list(id, 1, list);
            }
            TypeLabel::OneOf(list) => self.list(id, 2, list),
            TypeLabel::AllOf(list) => self.list(id, 0, list),
            TypeLabel::Elements { first, rest } => self.tuple(id, first, rest),
        }
    }

    /// What the elements of an array are, each by its place.
    fn tuple(&mut self, id: DraftId, first: &[TypeLabel<'_>], rest: &Rest<'_>) {
        let elements: Vec<DraftId> = first.iter().map(|it| self.element(it)).collect();
        let items = match rest {
            Rest::Anything => None,
            Rest::Of(it) => Some(self.element(it)),
            Rest::Nothing => Some(self.drafts.add(Draft {
                never: true,
                known: true,
                ..Draft::default()
            })),
        };
        let draft = self.drafts.get_mut(id);
        draft.types = vec![JsonType::Array];
        (draft.prefix, draft.items) = (elements, items);
    }

    fn element(&mut self, label: &TypeLabel<'_>) -> DraftId {
        let it = self.drafts.add(Draft::default());
        self.label(it, label);
        it
    }

    fn array(&mut self, id: DraftId, items: &TypeLabel<'_>, nullable: bool) {
        let draft = self.drafts.get_mut(id);
        draft.types = vec![JsonType::Array];
        draft.nullable = nullable;
        if let TypeLabel::Elements { first, rest } = items {
            if self.drafts.get(id).prefix.is_empty() {
                self.tuple(id, first, rest);
            }
            return;
        }
        if items.is_word(grammar::ANY) && self.quirks {
            return;
        }
        let there = draft.items;
        if let Some(it) = there {
            // Those that an example alone has shown.
            let is_open = self.drafts.get(it).is_empty() && !self.drafts.get(it).known;
            if is_open && !self.quirks {
                self.drafts.get_mut(it).known = items.is_word(grammar::ANY);
                self.label(it, items);
            }
        } else {
            let of = self.drafts.add(Draft {
                // Without oddities these are of no type, whatever their example is.
                known: items.is_word(grammar::ANY),
                ..Draft::default()
            });
            self.label(of, items);
            self.drafts.get_mut(id).items = Some(of);
        }
    }

    /// A schema that names no type: whatever else is found out of it stands in a branch.
    fn untyped(&mut self, id: DraftId) {
        if self.drafts.get(id).link.is_none() {
            let inner = self.drafts.add(Draft::default());
            let draft = self.drafts.get_mut(id);
            draft.link = Some(inner);
            draft.in_all_of = true;
        }
    }

    /// Objects that are the items of an array and have no rows list no properties, whatever their example is.
    pub(super) fn settle_items(&mut self, id: DraftId, label: &TypeLabel<'_>) {
        let (mut id, mut label) = (id, label);
        while let TypeLabel::ArrayOf(of) | TypeLabel::ArrayIn(of) | TypeLabel::Items { of, .. } =
            label
        {
            let Some(items) = self.drafts.get(id).items else {
                return;
            };
            (id, label) = (items, of);
            if label.is_word(JsonType::Object.as_str()) {
                self.drafts.get_mut(id).known = true;
            }
        }
    }

    fn list(&mut self, id: DraftId, kind: usize, list: &[TypeLabel<'_>]) {
        for label in list {
            let branch = self.drafts.add(Draft {
                known: label.is_word(grammar::ANY),
                ..Draft::default()
            });
            self.label(branch, label);
            self.drafts.get_mut(id).branches[kind].push(branch);
        }
    }
}
