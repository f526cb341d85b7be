//! Rows and tables of parts → how a body is encoded.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Builder;
use crate::capture::facts;
use crate::docs::grammar;
use crate::docs::restrictions::Restriction;
use crate::model::{Encoding, Encodings, Style};

impl Builder<'_> {
    /// How the parts of a body are laid out, as far as rows and tables say so.
    pub(super) fn encodings(&mut self, facts: &facts::Operation<'_>) -> Encodings {
        let of_rows = facts.parameters.iter().filter_map(|it| match &it.name {
            facts::Name::Property(name) if it.location == grammar::BODY_NAME && it.depth > 0 => {
                Some((name, &it.restrictions))
            }
            _ => None,
        });
        let listed = facts.parts.iter().map(|(name, said)| (name, said));
        let mut out: IndexMap<Arc<str>, Encoding> = IndexMap::new();
        for (name, said) in of_rows.chain(listed) {
            let content_type = said.get(Restriction::MediaType);
            let style = said.get(Restriction::Style);
            let flags = [Restriction::Headers, Restriction::AllowReserved];
            let is_said = style.or(content_type).is_some() || flags.iter().any(|it| said.has(*it));
            if !is_said {
                continue;
            }
            let style = style.and_then(Style::named);
            let encoding = Encoding {
                content_type: content_type.map(Into::into),
                headers: Vec::new(),
                style,
                explode: match said.get(Restriction::Explode) {
                    Some(it) => it == "true",
                    None => style.unwrap_or(Style::Form).explodes(),
                },
                allow_reserved: said.has(Restriction::AllowReserved),
                within: Encodings::default(),
                place: facts.place,
            };
            out.insert((&**name).into(), encoding);
        }
        for it in &facts.part_headers {
            let header = self.header(it, facts);
            if let Some(encoding) = out.get_mut(&*it.of) {
                encoding.headers.push(header);
            }
        }
        Encodings {
            named: out,
            ..Encodings::default()
        }
    }
}
