//! Which references need a `Box`, and which aliases must be types of their own.

use std::ops::ControlFlow;

use super::item::types::{TypeId, TypeItem, TypeKind, TypeRef};
use crate::analysis::graph::{Step, Vertex, depth_first};

impl Vertex for TypeId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A union that is one of its own branches, itself or by way of other unions, says nothing by that branch; reading it
/// would never end. Such branches are taken away, and an alias of itself becomes any value.
pub fn break_direct_cycles(types: &mut [TypeItem]) {
    let branches = |id: TypeId| match &types[id.index()].kind {
        TypeKind::Union(it) => it.variants.iter().filter_map(|it| direct(&it.ty)).collect(),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => direct(ty).into_iter().collect(),
        TypeKind::Struct(_) | TypeKind::Enum(_) => Vec::new(),
    };
    for (at, to) in back_edges(types.len(), branches) {
        match &mut types[at.index()].kind {
            TypeKind::Union(union) => union.variants.retain(|it| direct(&it.ty) != Some(to)),
            kind => *kind = TypeKind::Alias(TypeRef::Any),
        }
    }
}

/// The type that stands where nothing of the value is used up.
fn direct(ty: &TypeRef) -> Option<TypeId> {
    match ty.without_null() {
        TypeRef::Named(id) => Some(*id),
        _ => None,
    }
}

/// Boxes the references that close a cycle, and turns aliases that are part of one into types of their own.
pub fn box_cycles(types: &mut [TypeItem]) {
    wrap_cyclic_aliases(types);
    let held_by = |id: TypeId| held(&types[id.index()]);
    for (at, to) in back_edges(types.len(), held_by) {
        each_inline(&mut types[at.index()].kind, &mut |ty| {
            put_boxes(ty, &|id| id == to);
        });
    }
}

/// How many bytes a struct may have in itself, about, before its largest fields are boxed. Whoever decodes or moves a value has it
/// on the stack, more than once without optimization and once more for each level of a recursive type, and threads of a server
/// have 2 MiB.
const LARGE: usize = 4_096;
/// What a `String`, a `Vec` or a map takes, and a scalar at the most.
const WORDS: usize = 24;
/// What a value of any kind takes, or a type of another package as far as is known.
const ANY: usize = 32;

/// Boxes the largest fields of structs that would be large in themselves. What contains itself is boxed already.
pub fn box_large(types: &mut [TypeItem]) {
    let mut order = Vec::with_capacity(types.len());
    let held_by = |id: TypeId| held(&types[id.index()]);
    depth_first(types.len(), ids(types.len()), held_by, |step| {
        if let Step::Leave(id, _) = step {
            order.push(id);
        }
        ControlFlow::Continue(())
    });
    let mut sizes = vec![0; types.len()];
    for id in order {
        let kind = &mut types[id.index()].kind;
        sizes[id.index()] = match kind {
            TypeKind::Struct(it) => {
                let of = it.fields.iter().map(|it| size(&it.ty, &sizes));
                let mut of: Vec<(usize, usize)> = of.enumerate().map(|it| (it.1, it.0)).collect();
                let mut whole = of.iter().map(|it| it.0).sum::<usize>();
                // Of those that are as large, the last ones.
                of.sort_unstable();
                while whole > LARGE
                    && let Some((of_type, at)) = of.pop()
                    && of_type > ANY
                {
                    let ty = &mut it.fields[at].ty;
                    put_boxes(ty, &|_| true);
                    whole -= of_type.saturating_sub(size(ty, &sizes));
                }
                whole
            }
            TypeKind::Union(it) => {
                let of = it.variants.iter().map(|it| size(&it.ty, &sizes));
                of.max().unwrap_or(0) + size_of::<usize>()
            }
            TypeKind::Alias(ty) | TypeKind::Newtype(ty) => {
                let is_tuple = matches!(ty.without_null(), TypeRef::Tuple(_));
                if is_tuple && size(ty, &sizes) > LARGE {
                    put_boxes(ty, &|_| true);
                }
                size(ty, &sizes)
            }
            TypeKind::Enum(_) => WORDS,
        };
    }
}

/// About how many bytes a value of a type has in itself.
fn size(ty: &TypeRef, sizes: &[usize]) -> usize {
    match ty {
        TypeRef::Named(id) => sizes[id.index()],
        TypeRef::Option(inner) => size(inner, sizes),
        TypeRef::Tuple(parts) => {
            (parts.iter()).fold(0, |all, it| all.saturating_add(size(it, sizes)))
        }
        TypeRef::Boxed(_) => size_of::<usize>(),
        TypeRef::Vec(_) | TypeRef::Map(_) | TypeRef::Scalar(_) => WORDS,
        TypeRef::Path(_) | TypeRef::Any => ANY,
        TypeRef::Null | TypeRef::Never => 0,
    }
}

/// `type A = Vec<A>` is no Rust: an alias that expands to itself becomes `struct A(pub Vec<A>)`.
fn wrap_cyclic_aliases(types: &mut [TypeItem]) {
    let targets = |id: TypeId| alias_targets(&types[id.index()]);
    for (_, at) in back_edges(types.len(), targets) {
        let kind = &mut types[at.index()].kind;
        if let TypeKind::Alias(ty) = kind {
            *kind = TypeKind::Newtype(ty.clone());
        }
    }
}

/// The edges between types, from and to, that close a cycle.
fn back_edges(count: usize, successors: impl Fn(TypeId) -> Vec<TypeId>) -> Vec<(TypeId, TypeId)> {
    let mut found = Vec::new();
    depth_first(count, ids(count), successors, |step| {
        if let Step::Back(cycle) = step
            && let [to, ..] = cycle
            && let [.., from] = cycle
        {
            found.push((*from, *to));
        }
        ControlFlow::Continue(())
    });
    found
}

fn ids(count: usize) -> impl Iterator<Item = TypeId> {
    (0..count).map(|it| TypeId(it as u32))
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

/// Boxes some of the types that a type has in itself.
fn put_boxes(ty: &mut TypeRef, is_boxed: &dyn Fn(TypeId) -> bool) {
    match ty {
        TypeRef::Named(id) if is_boxed(*id) => *ty = TypeRef::Boxed(Box::new(ty.clone())),
        TypeRef::Option(inner) => put_boxes(inner, is_boxed),
        TypeRef::Tuple(parts) => parts.iter_mut().for_each(|it| put_boxes(it, is_boxed)),
        _ => {}
    }
}

/// How deeply types nest, each counted once in a cycle: rustc gives up where that is too deep.
pub fn depth(types: &[TypeItem]) -> usize {
    let mut depths = vec![1usize; types.len()];
    let inner = |id: TypeId| holds(&types[id.index()]);
    depth_first(types.len(), ids(types.len()), inner, |step| {
        let edge = match step {
            Step::Leave(it, Some(from)) => Some((from, it)),
            Step::Again(from, it) => Some((from, it)),
            Step::Back(cycle) => cycle.last().copied().zip(cycle.first().copied()),
            Step::Enter(_) | Step::Leave(_, None) => None,
        };
        if let Some((from, to)) = edge {
            depths[from.index()] = depths[from.index()].max(depths[to.index()] + 1);
        }
        ControlFlow::Continue(())
    });
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
