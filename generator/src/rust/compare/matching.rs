//! Two crates → which of their types and methods are one, and whether two types of fields are.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet, VecDeque};

use crate::rust::item::operation::{Endpoint, Module, OperationType, Output, Response};
use crate::rust::item::types::{Field, TypeId, TypeItem, TypeKind, TypeRef};
use crate::rust::item::{OperationId, RustApi};
use crate::rust::paths::{Site, TypePrinter};

/// How many aliases stand for one another; they never lead back to themselves.
const MAX_ALIASES: usize = 1_000;

/// Two crates, and which of their types are one: by name, by the place of their schemas, or because the same part of something
/// that is one is made of them.
pub struct Matching<'a> {
    /// The old crate.
    pub old: &'a RustApi,
    /// The new one.
    pub new: &'a RustApi,
    /// The new type of each old one, by its index.
    forth: Vec<Option<TypeId>>,
    /// Whether two names stand for the same: what aliases are made of is looked at once, however often they name one another.
    known: RefCell<HashMap<(TypeId, TypeId), bool>>,
}

/// A method of a trait: its index among the operations of the document, its module, and itself.
pub type Method<'a> = (usize, &'a Module, &'a Endpoint);

impl<'a> Matching<'a> {
    /// Finds out.
    pub fn of(old: &'a RustApi, new: &'a RustApi) -> Self {
        let mut matching = Self {
            old,
            new,
            forth: vec![None; old.types.len()],
            known: RefCell::default(),
        };
        let by_name: HashMap<&str, TypeId> = named(new).map(|(id, it)| (&*it.name, id)).collect();
        let old_names: HashMap<&str, TypeId> = named(old).map(|(id, it)| (&*it.name, id)).collect();
        let by_pointer: HashMap<&str, TypeId> =
            named(new).map(|(id, it)| (&*it.pointer, id)).collect();
        let mut queue = VecDeque::new();
        for (id, it) in named(old) {
            let same_name = by_name.get(&*it.name).copied();
            let same_place = || {
                let other = by_pointer.get(&*it.pointer).copied()?;
                // What has a name of its own is that.
                (!old_names.contains_key(&*new.item(other).name)).then_some(other)
            };
            if let Some(other) = same_name.or_else(same_place) {
                matching.put(id, other, &mut queue);
            }
        }
        for (a, b) in matching.methods() {
            if let Some(b) = b {
                matching.endpoints(a.2, b.2, &mut queue);
            }
        }
        let responses: HashMap<&str, &Response> = new
            .responses
            .iter()
            .map(|it| (&*it.name, &it.response))
            .collect();
        for a in &old.responses {
            if let Some(b) = responses.get(&*a.name) {
                matching.responses(&a.response, b, &mut queue);
            }
        }
        while let Some((a, b)) = queue.pop_front() {
            matching.items(old.item(a), new.item(b), &mut queue);
        }
        matching
    }

    /// The new type that an old one is.
    pub fn forth(&self, id: TypeId) -> Option<TypeId> {
        self.forth[id.0 as usize]
    }

    fn put(&mut self, old: TypeId, new: TypeId, queue: &mut VecDeque<(TypeId, TypeId)>) {
        // A name that became another word for a type is that type.
        let target = match self.old.item(old).kind {
            TypeKind::Alias(_) => new,
            _ => behind(self.new, new),
        };
        self.forth[old.0 as usize] = Some(target);
        queue.push_back((old, target));
    }

    /// Each old method with the new one that it is: by trait and name, or else by what it answers.
    pub fn methods(&self) -> Vec<(Method<'a>, Option<Method<'a>>)> {
        let mut by_name: HashMap<(&str, &str, &str), Method<'a>> = HashMap::new();
        let mut by_route: HashMap<String, Method<'a>> = HashMap::new();
        for it in methods(self.new) {
            by_name.insert(key(&it), it);
            by_route.entry(route(it.2)).or_insert(it);
        }
        let known: HashSet<_> = methods(self.old).map(|it| key(&it)).collect();
        let is_free = |it: &&Method<'a>| !known.contains(&key(it));
        let pair = |it: Method<'a>| {
            let same_name = by_name.get(&key(&it));
            let other = same_name.or_else(|| by_route.get(&route(it.2)).filter(is_free));
            (it, other.copied())
        };
        methods(self.old).map(pair).collect()
    }

    fn items(&mut self, old: &TypeItem, new: &TypeItem, queue: &mut VecDeque<(TypeId, TypeId)>) {
        match (&old.kind, &new.kind) {
            (TypeKind::Struct(a), TypeKind::Struct(b)) => {
                let by_wire: HashMap<&str, &TypeRef> =
                    b.fields.iter().map(|it| (&*it.wire, &it.ty)).collect();
                for it in &a.fields {
                    if let Some(other) = by_wire.get(&*it.wire) {
                        self.types(&it.ty, other, queue);
                    }
                }
                if let (Some(a), Some(b)) = (&a.rest, &b.rest) {
                    self.types(&a.ty, &b.ty, queue);
                }
            }
            (TypeKind::Union(a), TypeKind::Union(b)) => {
                let by_name: HashMap<&str, &TypeRef> =
                    b.variants.iter().map(|it| (&*it.name, &it.ty)).collect();
                for (at, it) in a.variants.iter().enumerate() {
                    let same_place = || b.variants.get(at).map(|it| &it.ty);
                    if let Some(other) = by_name.get(&*it.name).copied().or_else(same_place) {
                        self.types(&it.ty, other, queue);
                    }
                }
            }
            (
                TypeKind::Alias(a) | TypeKind::Newtype(a),
                TypeKind::Alias(b) | TypeKind::Newtype(b),
            ) => self.types(a, b, queue),
            _ => {}
        }
    }

    fn endpoints(
        &mut self,
        old: &Endpoint,
        new: &Endpoint,
        queue: &mut VecDeque<(TypeId, TypeId)>,
    ) {
        if let (Some(a), Some(b)) = (&old.request, &new.request) {
            let by_name: HashMap<&str, &OperationType> =
                b.fields.iter().map(|it| (&*it.name, &it.ty)).collect();
            for it in &a.fields {
                if let Some(other) = by_name.get(&*it.name) {
                    self.operation_types(&it.ty, other, queue);
                }
            }
        }
        for a in old.responses() {
            let other = new.responses().find(|it| it.documented == a.documented);
            if let Some(b) = other {
                self.responses(a, b, queue);
            }
        }
        if let (Output::Body(a), Output::Body(b)) = (&old.output, &new.output) {
            self.responses(a, b, queue);
        }
    }

    fn responses(
        &mut self,
        old: &Response,
        new: &Response,
        queue: &mut VecDeque<(TypeId, TypeId)>,
    ) {
        for (a, b) in old.body.variants().iter().zip(new.body.variants()) {
            self.operation_types(&a.ty, &b.ty, queue);
        }
        for a in &old.headers {
            if let Some(b) = new.headers.iter().find(|it| it.name == a.name) {
                self.operation_types(&a.ty, &b.ty, queue);
            }
        }
    }

    fn operation_types(
        &mut self,
        old: &OperationType,
        new: &OperationType,
        queue: &mut VecDeque<(TypeId, TypeId)>,
    ) {
        if let (Some(a), Some(b)) = (of_document(old), of_document(new)) {
            self.types(a, b, queue);
        }
    }

    /// Finds the types that stand in the same part of two that are one.
    fn types(&mut self, old: &TypeRef, new: &TypeRef, queue: &mut VecDeque<(TypeId, TypeId)>) {
        let (old, new) = (unwrapped(old), unwrapped(new));
        match (old, new) {
            (TypeRef::Named(a), TypeRef::Named(b)) if self.forth[a.0 as usize].is_none() => {
                self.put(*a, *b, queue);
            }
            (TypeRef::Vec(a), TypeRef::Vec(b)) | (TypeRef::Map(a), TypeRef::Map(b)) => {
                self.types(a, b, queue);
            }
            (TypeRef::Tuple(a), TypeRef::Tuple(b)) => {
                for (a, b) in a.iter().zip(b) {
                    self.types(a, b, queue);
                }
            }
            _ => {}
        }
    }

    /// Whether a type of the old crate and one of the new are the same, apart from what the types in it are called.
    pub fn is_same(&self, old: &TypeRef, new: &TypeRef) -> bool {
        let (TypeRef::Named(a), TypeRef::Named(b)) = (old, new) else {
            return self.looks_same(old, new);
        };
        let known = self.known.borrow().get(&(*a, *b)).copied();
        known.unwrap_or_else(|| {
            let is_same = self.looks_same(old, new);
            self.known.borrow_mut().insert((*a, *b), is_same);
            is_same
        })
    }

    fn looks_same(&self, old: &TypeRef, new: &TypeRef) -> bool {
        let ((depth, old), (other_depth, new)) = (view(self.old, old), view(self.new, new));
        depth == other_depth
            && match (old, new) {
                (TypeRef::Named(a), TypeRef::Named(b)) => self.forth(*a) == Some(*b),
                (TypeRef::Vec(a), TypeRef::Vec(b))
                | (TypeRef::Map(a), TypeRef::Map(b))
                | (TypeRef::Boxed(a), TypeRef::Boxed(b)) => self.is_same(a, b),
                (TypeRef::Tuple(a), TypeRef::Tuple(b)) => {
                    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.is_same(a, b))
                }
                (TypeRef::Scalar(a), TypeRef::Scalar(b)) => a == b,
                (TypeRef::Path(a), TypeRef::Path(b)) => a == b,
                (TypeRef::Any, TypeRef::Any)
                | (TypeRef::Null, TypeRef::Null)
                | (TypeRef::Never, TypeRef::Never) => true,
                _ => false,
            }
    }

    /// The same of types of operations.
    pub fn is_same_of_operation(&self, old: &OperationType, new: &OperationType) -> bool {
        match (old, new) {
            (OperationType::Ref(a), OperationType::Ref(b))
            | (OperationType::Events(a), OperationType::Events(b))
            | (OperationType::Items(a), OperationType::Items(b)) => self.is_same(a, b),
            (OperationType::Optional(a), OperationType::Optional(b)) => {
                self.is_same_of_operation(a, b)
            }
            // `Option` of a type, and a type that is one.
            (OperationType::Optional(a), OperationType::Ref(b)) => {
                let (depth, inner) = view(self.new, b);
                matches!(&**a, OperationType::Ref(a) if depth == 1 && self.is_same(a, inner))
            }
            (OperationType::Ref(a), OperationType::Optional(b)) => {
                let (depth, inner) = view(self.old, a);
                matches!(&**b, OperationType::Ref(b) if depth == 1 && self.is_same(inner, b))
            }
            // What it is called is told where it stands.
            (OperationType::Local(_), OperationType::Local(_))
            | (OperationType::Accept, OperationType::Accept)
            | (OperationType::Body, OperationType::Body) => true,
            (OperationType::Multipart(a), OperationType::Multipart(b)) => {
                a.is_some() == b.is_some()
            }
            _ => false,
        }
    }
}

/// The methods of a crate, in the order of the document.
pub fn methods(rust: &RustApi) -> impl Iterator<Item = Method<'_>> {
    let all = rust.operations.iter().enumerate();
    all.map(|(at, id): (usize, &OperationId)| {
        let (module, endpoint) = rust.operation(*id);
        (at, module, endpoint)
    })
}

/// What tells an operation: its method, and its path without the names of parameters.
pub fn route(it: &Endpoint) -> String {
    let mut text = String::with_capacity(it.route.len());
    let mut is_inside = false;
    for c in it.route.chars() {
        match c {
            '{' => is_inside = true,
            '}' => is_inside = false,
            _ if is_inside => continue,
            _ => {}
        }
        text.push(c);
    }
    text
}

fn key<'m>((_, module, endpoint): &Method<'m>) -> (&'m str, &'m str, &'m str) {
    (&module.name, &module.trait_name, &endpoint.function)
}

fn named(rust: &RustApi) -> impl Iterator<Item = (TypeId, &TypeItem)> {
    let all = rust.types.iter().enumerate();
    all.map(|(at, it)| (TypeId(at as u32), it))
}

/// The type that a name stands for, if it is another word for it.
fn behind(rust: &RustApi, id: TypeId) -> TypeId {
    let mut at = id;
    for _ in 0..MAX_ALIASES {
        match &rust.item(at).kind {
            TypeKind::Alias(TypeRef::Named(other)) => at = *other,
            _ => break,
        }
    }
    at
}

/// A type with its aliases written out: in how many `Option`s it stands, and what stands in them.
fn view<'t>(rust: &'t RustApi, ty: &'t TypeRef) -> (usize, &'t TypeRef) {
    let (mut depth, mut at) = (0, ty);
    for _ in 0..MAX_ALIASES {
        match at {
            TypeRef::Option(inner) => (depth, at) = (depth + 1, inner),
            TypeRef::Named(id) => match &rust.item(*id).kind {
                TypeKind::Alias(ty) => at = ty,
                _ => break,
            },
            _ => break,
        }
    }
    (depth, at)
}

fn unwrapped(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Option(inner) | TypeRef::Boxed(inner) => unwrapped(inner),
        ty => ty,
    }
}

fn of_document(ty: &OperationType) -> Option<&TypeRef> {
    match ty {
        OperationType::Ref(it) | OperationType::Events(it) | OperationType::Items(it) => Some(it),
        OperationType::Optional(it) => of_document(it),
        OperationType::Local(_)
        | OperationType::Accept
        | OperationType::Body
        | OperationType::Multipart(_) => None,
    }
}

/// A type in a message.
pub fn text(rust: &RustApi, ty: &TypeRef) -> String {
    printer(rust).text(ty)
}

/// The type of a part of an operation in a message.
pub fn operation_text(rust: &RustApi, ty: &OperationType) -> String {
    printer(rust).operation(ty)
}

/// The type of a field in a message.
pub fn field_text(rust: &RustApi, it: &Field) -> String {
    printer(rust).field(it)
}

fn printer(rust: &RustApi) -> TypePrinter<'_> {
    TypePrinter::new(rust, Site::Api)
}
