//! What types derive: what their parts allow, and the configuration asks for.

use super::item::types::{EnumRepr, Scalar, TypeItem, TypeKind, TypeRef};

/// Traits that a type can have if all its parts have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Traits {
    copy: bool,
    eq: bool,
    hash: bool,
    ord: bool,
}

impl Traits {
    const ALL: Self = Self {
        copy: true,
        eq: true,
        hash: true,
        ord: true,
    };
    const NONE: Self = Self {
        copy: false,
        eq: false,
        hash: false,
        ord: false,
    };

    fn and(self, other: Self) -> Self {
        Self {
            copy: self.copy && other.copy,
            eq: self.eq && other.eq,
            hash: self.hash && other.hash,
            ord: self.ord && other.ord,
        }
    }

    fn without_copy(self) -> Self {
        Self {
            copy: false,
            ..self
        }
    }

    /// Those of the standard library that a list of derives names, whatever path it names them by.
    fn named(derives: &[String]) -> Self {
        let has = |wanted: &[&str]| derives.iter().any(|it| wanted.contains(&&**it));
        let ord = has(&["Ord", "PartialOrd"]);
        Self {
            copy: has(&["Copy"]),
            eq: ord || has(&["Eq"]),
            hash: has(&["Hash"]),
            ord,
        }
    }
}

/// Traits of the standard library that types derive where their parts allow it, and that the configuration may ask for.
pub const BY_PARTS: [&str; 5] = ["Copy", "Eq", "Hash", "Ord", "PartialOrd"];

/// Decides what is derived: `Default` where no field is required; for listed values `Copy` where there is nothing but
/// them, `Eq` and `Hash`; for all types what `derives` names of [`BY_PARTS`] and their parts allow. `Ord` has to be asked
/// for, since each derive has its price when a crate is checked.
pub fn derive(types: &mut [TypeItem], derives: &[String]) {
    let asked = Traits::named(derives);
    let possible = match asked == Traits::NONE {
        true => Vec::new(),
        false => possible(types),
    };
    for (at, item) in types.iter_mut().enumerate() {
        let own = match &item.kind {
            TypeKind::Enum(it) => Traits {
                ord: false,
                ..of_enum(it.repr, it.other.is_some())
            },
            _ => Traits::NONE,
        };
        let more = possible.get(at).map_or(Traits::NONE, |it| it.and(asked));
        item.derives.copy = own.copy || more.copy;
        item.derives.eq = own.eq || more.eq;
        item.derives.hash = own.hash || more.hash;
        item.derives.ord = own.ord || more.ord;
        if let TypeKind::Struct(it) = &item.kind {
            item.derives.default = it.fields.iter().all(|it| !it.is_required());
        }
    }
}

fn of_enum(repr: EnumRepr, is_open: bool) -> Traits {
    match (repr, is_open) {
        (_, false) => Traits::ALL,
        (EnumRepr::Integer, true) => Traits::ALL,
        (EnumRepr::String, true) => Traits::ALL.without_copy(),
        (EnumRepr::Json, true) => Traits::NONE,
    }
}

/// What each type could derive. A type that contains itself can do what the rest of it can, so that the search begins with
/// all, and takes away until nothing changes.
fn possible(types: &[TypeItem]) -> Vec<Traits> {
    let mut users: Vec<Vec<u32>> = vec![Vec::new(); types.len()];
    for (at, item) in types.iter().enumerate() {
        item.kind.each_reference(&mut |it| {
            it.each(&mut |it| {
                if let TypeRef::Named(id) = it {
                    users[id.0 as usize].push(at as u32);
                }
            });
        });
    }
    let mut found = vec![Traits::ALL; types.len()];
    let mut open: Vec<u32> = (0..types.len() as u32).collect();
    while let Some(at) = open.pop() {
        let at = at as usize;
        let now = of_type(&types[at], &found);
        if now != found[at] {
            found[at] = now;
            open.extend(&users[at]);
        }
    }
    found
}

fn of_type(item: &TypeItem, found: &[Traits]) -> Traits {
    let mut traits = match &item.kind {
        TypeKind::Enum(it) => of_enum(it.repr, it.other.is_some()),
        // Maps of other properties are kept in one.
        TypeKind::Struct(it) if it.rest.is_some() => Traits::ALL.without_copy(),
        _ => Traits::ALL,
    };
    item.kind
        .each_reference(&mut |it| traits = traits.and(of(it, found)));
    traits
}

fn of(ty: &TypeRef, found: &[Traits]) -> Traits {
    match ty {
        TypeRef::Named(id) => found[id.0 as usize],
        TypeRef::Option(it) => of(it, found),
        TypeRef::Boxed(it) | TypeRef::Vec(it) | TypeRef::Map(it) => of(it, found).without_copy(),
        TypeRef::Tuple(parts) => parts
            .iter()
            .fold(Traits::ALL, |all, it| all.and(of(it, found))),
        TypeRef::Scalar(Scalar::F32 | Scalar::F64) => Traits {
            copy: true,
            ..Traits::NONE
        },
        TypeRef::Scalar(Scalar::String | Scalar::Base64 | Scalar::Binary | Scalar::Secret) => {
            Traits::ALL.without_copy()
        }
        TypeRef::Scalar(_) | TypeRef::Null | TypeRef::Never => Traits::ALL,
        // What is not known of a type is not asked of it.
        TypeRef::Path(_) | TypeRef::Any => Traits::NONE,
    }
}
