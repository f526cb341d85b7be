//! Which references need a `Box`, which aliases must be types of their own, and what can be derived.

use super::item::{EnumRepr, Presence, Scalar, TypeId, TypeItem, TypeKind, TypeRef};

/// Boxes the references that close a cycle, and turns aliases that are part of one into types of their own.
pub fn box_cycles(types: &mut [TypeItem]) {
    wrap_cyclic_aliases(types);
    let mut visit = Visit {
        state: vec![State::New; types.len()],
        closing: Vec::new(),
    };
    for root in 0..types.len() {
        visit.from(root, types);
    }
    for (at, to) in visit.closing {
        each_inline(&mut types[at].kind, &mut |ty| put_box(ty, to));
    }
}

/// `type A = Vec<A>` is no Rust: an alias that expands to itself becomes `struct A(pub Vec<A>)`.
fn wrap_cyclic_aliases(types: &mut [TypeItem]) {
    let mut state = vec![State::New; types.len()];
    let mut wrapped = Vec::new();
    for root in 0..types.len() {
        if state[root] != State::New {
            continue;
        }
        state[root] = State::Open;
        let mut stack = vec![(root, alias_targets(&types[root]), 0)];
        while let Some((at, targets, next)) = stack.last_mut() {
            let Some(&TypeId(to)) = targets.get(*next) else {
                state[*at] = State::Done;
                stack.pop();
                continue;
            };
            *next += 1;
            let to = to as usize;
            match state[to] {
                State::New => {
                    state[to] = State::Open;
                    stack.push((to, alias_targets(&types[to]), 0));
                }
                State::Open => wrapped.push(to),
                State::Done => {}
            }
        }
    }
    for at in wrapped {
        if let TypeKind::Alias(ty) = &types[at].kind {
            types[at].kind = TypeKind::Newtype(ty.clone());
        }
    }
}

fn alias_targets(item: &TypeItem) -> Vec<TypeId> {
    let mut targets = Vec::new();
    if let TypeKind::Alias(ty) = &item.kind {
        named(ty, true, &mut targets);
    }
    targets
}

/// The types that a reference names; with `through` also those behind a `Vec`, map or box.
fn named(ty: &TypeRef, through: bool, found: &mut Vec<TypeId>) {
    match ty {
        TypeRef::Named(id) => found.push(*id),
        TypeRef::Option(inner) => named(inner, through, found),
        TypeRef::Boxed(inner) | TypeRef::Vec(inner) | TypeRef::Map(inner) if through => {
            named(inner, through, found);
        }
        TypeRef::Tuple(parts) => parts.iter().for_each(|it| named(it, through, found)),
        _ => {}
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

struct Visit {
    state: Vec<State>,
    closing: Vec<(usize, TypeId)>,
}

impl Visit {
    /// Walks what a type holds in place; a reference to a type that is still being walked closes a cycle.
    fn from(&mut self, root: usize, types: &[TypeItem]) {
        if self.state[root] != State::New {
            return;
        }
        self.state[root] = State::Open;
        let mut stack = vec![(root, held(&types[root]), 0)];
        while let Some((at, targets, next)) = stack.last_mut() {
            let Some(&to) = targets.get(*next) else {
                self.state[*at] = State::Done;
                stack.pop();
                continue;
            };
            *next += 1;
            let at = *at;
            match self.state[to.0 as usize] {
                State::New => {
                    self.state[to.0 as usize] = State::Open;
                    stack.push((to.0 as usize, held(&types[to.0 as usize]), 0));
                }
                State::Open => self.closing.push((at, to)),
                State::Done => {}
            }
        }
    }
}

/// The types that stand in a type without a `Vec`, map or box between, each once.
pub fn held(item: &TypeItem) -> Vec<TypeId> {
    let mut targets = Vec::new();
    match &item.kind {
        TypeKind::Struct(it) => it
            .fields
            .iter()
            .for_each(|it| named(&it.ty, false, &mut targets)),
        TypeKind::Union(it) => it
            .variants
            .iter()
            .for_each(|it| named(&it.ty, false, &mut targets)),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => named(ty, false, &mut targets),
        TypeKind::Enum(_) => {}
    }
    targets.sort_unstable();
    targets.dedup();
    targets
}

fn each_inline(kind: &mut TypeKind, visit: &mut dyn FnMut(&mut TypeRef)) {
    match kind {
        TypeKind::Struct(it) => it.fields.iter_mut().for_each(|it| visit(&mut it.ty)),
        TypeKind::Union(it) => it.variants.iter_mut().for_each(|it| visit(&mut it.ty)),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => visit(ty),
        TypeKind::Enum(_) => {}
    }
}

fn put_box(ty: &mut TypeRef, to: TypeId) {
    match ty {
        TypeRef::Named(id) if *id == to => *ty = TypeRef::Boxed(Box::new(ty.clone())),
        TypeRef::Option(inner) => put_box(inner, to),
        TypeRef::Tuple(parts) => parts.iter_mut().for_each(|it| put_box(it, to)),
        _ => {}
    }
}

/// Decides what is derived: `Default` where no field is required, `Copy`, `Eq` and `Hash` for listed values.
pub fn derive(types: &mut [TypeItem]) {
    for item in types.iter_mut() {
        match &item.kind {
            TypeKind::Enum(it) => {
                item.derives.copy = it.other.is_none();
                item.derives.hash = it.repr != EnumRepr::Json || it.other.is_none();
                item.derives.ord = item.derives.hash;
            }
            TypeKind::Struct(it) => {
                item.derives.default = it.fields.iter().all(|it| {
                    matches!(
                        it.presence,
                        Presence::Optional | Presence::OptionalNullable | Presence::Defaulted
                    )
                });
            }
            TypeKind::Union(_) | TypeKind::Alias(_) | TypeKind::Newtype(_) => {}
        }
    }
}

/// How deeply types nest without a `Vec`, map or box between: rustc gives up where that is too deep.
pub fn depth(types: &[TypeItem]) -> usize {
    let mut depths = vec![0usize; types.len()];
    for root in 0..types.len() {
        if depths[root] > 0 {
            continue;
        }
        let mut stack = vec![(root, holds(&types[root]), 0)];
        depths[root] = 1;
        while let Some((at, targets, next)) = stack.last_mut() {
            let Some(&TypeId(to)) = targets.get(*next) else {
                let at = *at;
                stack.pop();
                if let Some((above, ..)) = stack.last() {
                    depths[*above] = depths[*above].max(depths[at] + 1);
                }
                continue;
            };
            *next += 1;
            let (at, to) = (*at, to as usize);
            if depths[to] == 0 {
                depths[to] = 1;
                stack.push((to, holds(&types[to]), 0));
            } else {
                depths[at] = depths[at].max(depths[to] + 1);
            }
        }
    }
    depths.into_iter().max().unwrap_or(0)
}

fn holds(item: &TypeItem) -> Vec<TypeId> {
    let mut targets = Vec::new();
    match &item.kind {
        TypeKind::Struct(it) => it
            .fields
            .iter()
            .for_each(|it| named(&it.ty, true, &mut targets)),
        TypeKind::Union(it) => it
            .variants
            .iter()
            .for_each(|it| named(&it.ty, true, &mut targets)),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => named(ty, true, &mut targets),
        TypeKind::Enum(_) => {}
    }
    targets
}

/// Whether a scalar is one of the types of the `chrono` or `uuid` package.
pub fn package_of(scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::Uuid => Some("uuid"),
        Scalar::Date | Scalar::DateTime => Some("chrono"),
        _ => None,
    }
}
