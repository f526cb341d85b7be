//! The lists of values below tables → which rows they limit.

use super::{RowReader, Standing};
use crate::capture::draft::{Draft, DraftId};
use crate::capture::facts::{Name, Row};
use crate::capture::samples::listed_value;
use crate::docs::grammar;
use crate::model::JsonType;
use crate::node::Node;

impl RowReader<'_> {
    /// Adds the values that the page lists under the name of a row. Rows of one name share a list; one whose example is
    /// none of the values is not meant.
    pub(super) fn limit(&mut self, id: DraftId, row: &Row<'_>, sample: Option<&Node>) {
        let names: [&str; 2] = match &row.name {
            Name::Property(name) => [name, name],
            Name::AnyProperty => [grammar::ADDITIONAL_PROPERTIES, grammar::ANY_PROPERTY],
            Name::Anonymous => [grammar::ANONYMOUS, grammar::ONE_OF_THESE],
        };
        // Those of a body stand under the name with its depth.
        let depth = if self.of_body { row.depth } else { 0 };
        let is_named = |listed: &str| {
            let (listed_depth, name) = match depth {
                0 => (0, listed),
                _ => grammar::depth_of(listed),
            };
            listed_depth == depth && names.contains(&name)
        };
        let Some(index) = self.values.iter().position(|it| is_named(&it.name)) else {
            return;
        };
        let (mut id, mut sample) = (id, sample);
        if self.of_body && self.drafts.get(id).is(JsonType::Array) {
            sample = sample.and_then(|it| it.as_array()?.first());
            id = self.items(id);
        }
        let target = self.drafts.target(id);
        let (draft, component) = (self.drafts.get(id), self.drafts.get(target));
        if draft.has_parts()
            || component.has_parts()
            || draft.is(JsonType::Object)
            || draft.is(JsonType::Array)
        {
            return;
        }
        let values = self.listed(index, component, sample);
        if sample.is_none_or(|it| !values.contains(it)) && !self.is_only_one(&row.name) {
            self.named.push((index, id, sample.cloned()));
            return;
        }
        self.taken.push((index, component.types.clone()));
        let is_theirs = |theirs: &Vec<Node>| {
            theirs.len() == values.len() && theirs.iter().all(|it| values.contains(it))
        };
        if target != id && self.standing == Standing::Operation {
            match &component.values {
                Some(theirs) if is_theirs(theirs) => return,
                None if !component.known => {
                    self.drafts.get_mut(target).values = Some(values);
                    return;
                }
                _ => {}
            }
        }
        self.limit_to(id, values);
    }

    /// The values of a list, of the type of the schema that they limit.
    fn listed(&self, index: usize, of: &Draft, sample: Option<&Node>) -> Vec<Node> {
        let kind = of.types.first().copied();
        let values = self.values[index].values(self.quirks);
        let values = values.iter().map(|it| listed_value(it, kind, sample));
        values.collect()
    }

    fn limit_to(&mut self, id: DraftId, values: Vec<Node>) {
        let draft = self.drafts.get_mut(id);
        draft.values = Some(values);
        // What looked like an example of its own is the first of the values.
        if let Some(first) = draft.example.take() {
            self.drafts.see(id, &first, None);
        }
    }

    /// Gives the lists that no row has shown to be its own to the first row of their name, and to those of the same type
    /// that no example shows.
    pub(super) fn settle_values(&mut self) {
        let mut named = std::mem::take(&mut self.named);
        let is_number = |it: &JsonType| matches!(it, JsonType::Integer | JsonType::Number);
        named.sort_by_key(|(index, id, _)| {
            let values = self.values[*index].values(self.quirks);
            let are_numbers = values.iter().all(|it| it.parse::<f64>().is_ok());
            let draft = self.drafts.get(self.drafts.target(*id));
            // Numbers are rather those of a number.
            draft.types.first().is_some_and(is_number) != are_numbers
        });
        for (index, id, sample) in named {
            let target = self.drafts.target(id);
            let types = self.drafts.get(target).types.clone();
            let mut others = self.taken.iter().filter(|it| it.0 == index).peekable();
            let is_first = others.peek().is_none();
            let is_alike = others.all(|it| it.1 == types);
            if !is_first && (sample.is_some() || !is_alike) {
                continue;
            }
            let values = self.listed(index, self.drafts.get(target), sample.as_ref());
            self.taken.push((index, types));
            self.limit_to(id, values);
            if let Some(sample) = sample {
                self.drafts.see(id, &sample, None);
            }
        }
    }

    /// Whether no other row has the name.
    fn is_only_one(&self, name: &Name<'_>) -> bool {
        let rows = self.rows.iter().flat_map(|it| &it.rows);
        rows.filter(|it| it.name == *name).nth(1).is_none()
    }
}
