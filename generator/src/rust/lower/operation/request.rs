//! Parameters and bodies → the struct of what an operation takes.

use std::sync::Arc;

use super::{Lowering, Towards};
use crate::analysis::media::{
    Position, Positions, is_file, is_joined_part, is_tuple, positions, properties,
};
use crate::model::{JsonType, MediaType, Operation, ParameterIn, RequestBody, SchemaId};
use crate::rust::doc;
use crate::rust::item::client::OTHERS;
use crate::rust::item::operation::{
    BodyEnum, BodyPresence, BodyVariant, Coding, FieldSource, OperationType, PartEnum, PartVariant,
    Request, RequestField,
};
use crate::rust::item::types::TypeRef;
use crate::rust::names::{Scope, pascal, snake};

impl Lowering<'_, '_, '_> {
    /// What an operation takes; `None` where that is nothing.
    pub(super) fn request(&mut self, operation: &Operation, name: &Arc<str>) -> Option<Request> {
        let mut scope = Scope::default();
        let parameters = operation.parameters.iter();
        let parameters = parameters.filter(|it| !it.is_described_elsewhere(self.api.dialect));
        let fields = parameters.map(|it| RequestField {
            name: scope.claim(&snake(&it.name)),
            docs: doc::lines(it.description.as_deref().unwrap_or_default()),
            deprecated: it.deprecated,
            ty: self.value_type(&it.shape, it.required || it.location == ParameterIn::Path),
            source: FieldSource::Parameter,
        });
        let mut request = Request {
            name: name.clone(),
            fields: fields.collect(),
            body: None,
            parts: Vec::new(),
        };
        if let Some(body) = &operation.request_body
            && !body.content.is_empty()
        {
            self.body(body, &mut scope, &mut request);
        }
        // Which media type is preferred, only the handler can heed.
        let content = operation.responses.iter().map(|it| &it.content);
        if let Some(content) = content.max_by_key(|it| it.len())
            && content.len() > 1
        {
            let names = content.iter().map(|it| format!("`{}`", it.name));
            let names = names.collect::<Vec<_>>().join(", ");
            request.fields.push(RequestField {
                name: scope.claim("accept"),
                docs: doc::lines(&format!(
                    "The `Accept` header: which of {names} the caller prefers"
                )),
                deprecated: false,
                ty: OperationType::Accept,
                source: FieldSource::Accept,
            });
        }
        (!request.fields.is_empty()).then_some(request)
    }

    fn body(&mut self, body: &RequestBody, scope: &mut Scope, request: &mut Request) {
        let mut variants = self.variants(&body.content, Towards::Server);
        for (variant, media) in variants.iter_mut().zip(&body.content) {
            if variant.coding == Coding::Multipart
                && let Some(parts) = self.parts(media)
            {
                variant.ty = OperationType::Multipart(Some(parts.name.clone()));
                request.parts.push(parts);
            }
        }
        let (ty, source) = match <[BodyVariant; 1]>::try_from(variants) {
            Ok([only]) => {
                let presence = BodyPresence::of(body.required, &only.ty);
                (only.ty, FieldSource::Body(only.coding, presence))
            }
            Err(variants) => {
                let name = self.own("body", &format!("{}Body", self.stem));
                let ty = OperationType::Local(name.clone());
                request.body = Some(BodyEnum { name, variants });
                let presence = BodyPresence::of(body.required, &ty);
                (ty, FieldSource::BodyEnum(presence))
            }
        };
        request.fields.push(RequestField {
            name: scope.claim("body"),
            docs: doc::lines(body.description.as_deref().unwrap_or_default()),
            deprecated: false,
            ty: if body.required { ty } else { ty.optional() },
            source,
        });
    }

    /// What the parts of a multipart body may be, where the document says so.
    fn parts(&mut self, media: &MediaType) -> Option<PartEnum> {
        if let Some(positions) = positions(self.api, media) {
            return self.positions(&positions);
        }
        let properties = properties(self.api, media.schema?);
        if properties.is_empty() {
            return None;
        }
        let mut scope = Scope::default();
        // What callers do not send never arrives.
        let sent = properties.into_iter();
        let sent = sent.filter(|(_, id)| !self.api.schema(*id).annotations.read_only);
        let variants = sent.map(|(wire, id)| {
            let ty = (!is_file(self.api, media, &wire, id)).then(|| {
                match is_joined_part(self.api, media, &wire) {
                    true => self.type_of(id),
                    false => self.type_of_part(id),
                }
                .clone()
            });
            let is_joined = is_joined_part(self.api, media, &wire);
            PartVariant {
                name: scope.claim(&pascal(&wire)),
                is_list: ty.is_some() && is_tuple(self.api, id) && !is_joined,
                wire,
                ty,
            }
        });
        let variants = variants.collect();
        Some(PartEnum {
            name: self.own("parts", &format!("{}Part", self.stem)),
            is_positional: false,
            variants,
            other: scope.claim("Other"),
        })
    }

    /// What the parts may be that have no names; `None` where each is a file.
    fn positions(&mut self, positions: &Positions<'_>) -> Option<PartEnum> {
        if positions.all().all(|it| it.is_file(self.api)) && positions.prefix.len() < 2 {
            return None;
        }
        let mut scope = Scope::default();
        let other = scope.claim("Other");
        let mut variant = |wire: &str, usual: String, it: &Position<'_>| {
            let schema = it.schema.map(|id| (id, self.api.schema(id)));
            let title = schema.and_then(|(_, it)| it.annotations.title.as_deref());
            let component = schema.and_then(|(_, it)| {
                let name = it.origin.pointer.strip_prefix("/components/schemas/");
                name.filter(|it| !it.contains(['/', '~', '%']))
            });
            let title = title.map(pascal).filter(|it| !it.is_empty());
            let wanted = component.map(pascal).or(title).unwrap_or(usual);
            PartVariant {
                name: scope.claim(&wanted),
                wire: wire.into(),
                ty: match it.is_file(self.api) {
                    true => None,
                    false => Some(schema.map_or(TypeRef::Any, |it| self.type_of(it.0).clone())),
                },
                is_list: false,
            }
        };
        let prefix = positions.prefix.iter().enumerate();
        let mut variants: Vec<PartVariant> = prefix
            .map(|(at, it)| variant(&at.to_string(), format!("Part{at}"), it))
            .collect();
        let rest = positions.rest.iter().filter(|it| it.schema.is_some());
        variants.extend(rest.map(|it| variant(OTHERS, "Item".to_owned(), it)));
        Some(PartEnum {
            name: self.own("parts", &format!("{}Part", self.stem)),
            is_positional: true,
            variants,
            other,
        })
    }

    /// What a part holds of a property: each item of an array is a part of its own, whatever the array is called, and where it may
    /// be `null` as well.
    fn type_of_part(&self, id: SchemaId) -> &TypeRef {
        let ty = self.type_of(id);
        let bare = match ty {
            TypeRef::Option(inner) => inner,
            ty => ty,
        };
        let schema = self.api.schema(id);
        let is_list =
            schema.types.single() == Some(JsonType::Array) && schema.array.prefix.is_empty();
        match (bare, schema.array.items) {
            (TypeRef::Vec(item), _) => item,
            (TypeRef::Named(_), Some(items)) if is_list => self.type_of(items),
            _ => ty,
        }
    }
}
