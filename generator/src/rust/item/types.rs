//! What is emitted for schemas: structs, enums, unions and aliases, and the types that their parts refer to.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::conjunction::Conjunction;
use crate::config::Style;
use crate::model::SchemaId;
use crate::node::Node;
use crate::rust::description::Json;
use crate::rust::names::bare;

/// Which type: an index into `RustApi::types`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// How many elements a tuple may have: up to there, the standard library implements its traits.
pub const LONGEST_TUPLE: u64 = 12;

/// A type where it is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeRef {
    /// One of `RustApi::types`, as `types::NAME`.
    Named(TypeId),
    /// `T` or `null`.
    Option(Box<TypeRef>),
    /// A `Box`, where a type would contain itself, or a struct would be large.
    Boxed(Box<TypeRef>),
    /// Any number of elements.
    Vec(Box<TypeRef>),
    /// String keys, in their order.
    Map(Box<TypeRef>),
    /// A fixed number of elements of their own types each.
    Tuple(Vec<TypeRef>),
    /// A value without parts.
    Scalar(Scalar),
    /// A path that the configuration names.
    Path(Arc<str>),
    /// `serde_json::Value`: the document says that anything may stand here.
    Any,
    /// `()` as JSON `null`: nothing else may stand here.
    Null,
    /// `runtime::Never`: no value is accepted at all.
    Never,
}

impl TypeRef {
    /// The path of a type of another package.
    pub fn foreign_path(&self) -> Option<&str> {
        match self {
            TypeRef::Path(path) => Some(path),
            TypeRef::Any => Some("serde_json::Value"),
            TypeRef::Scalar(Scalar::Uuid) => Some("uuid::Uuid"),
            TypeRef::Scalar(Scalar::Date) => Some("chrono::NaiveDate"),
            TypeRef::Scalar(Scalar::DateTime) => Some("chrono::DateTime<chrono::FixedOffset>"),
            _ => None,
        }
    }

    /// `T` or `null`; once is enough.
    #[must_use]
    pub fn optional(self) -> Self {
        match self {
            TypeRef::Option(_) | TypeRef::Any | TypeRef::Null => self,
            other => TypeRef::Option(Box::new(other)),
        }
    }

    /// Visits the type and those within it.
    pub fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a TypeRef)) {
        visit(self);
        match self {
            TypeRef::Option(it) | TypeRef::Boxed(it) | TypeRef::Vec(it) | TypeRef::Map(it) => {
                it.each(visit);
            }
            TypeRef::Tuple(elements) => elements.iter().for_each(|it| it.each(visit)),
            TypeRef::Named(_)
            | TypeRef::Scalar(_)
            | TypeRef::Path(_)
            | TypeRef::Any
            | TypeRef::Null
            | TypeRef::Never => {}
        }
    }

    /// The type without `null`.
    pub fn without_null(&self) -> &TypeRef {
        match self {
            TypeRef::Option(inner) => inner,
            other => other,
        }
    }
}

/// A value without parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    /// `bool`.
    Bool,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`: also an integer without a format.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `i128`: an integer whose bounds, values or default go beyond `i64` and `u64`.
    I128,
    /// `f32`.
    F32,
    /// `f64`: also a number without a format.
    F64,
    /// `String`: also a string of a format that has no type of its own.
    String,
    /// `uuid::Uuid`.
    Uuid,
    /// `chrono::NaiveDate`.
    Date,
    /// `chrono::DateTime<chrono::FixedOffset>`.
    DateTime,
    /// `std::net::IpAddr`.
    Ip,
    /// `std::net::Ipv4Addr`.
    Ipv4,
    /// `std::net::Ipv6Addr`.
    Ipv6,
    /// `runtime::Base64`: bytes, written as base64.
    Base64,
    /// `runtime::Secret`: text that `Debug` does not show.
    Secret,
    /// `runtime::Binary`: bytes, sent as they are. In JSON, a string.
    Binary,
}

/// One type.
#[derive(Debug)]
pub struct TypeItem {
    /// Its identifier.
    pub name: Arc<str>,
    /// The schema it stands for, where findings about it are placed.
    pub schema: SchemaId,
    /// All schemas that it is made of; none where nobody asks, and for values that a discriminator alone names.
    pub conjunction: Conjunction,
    /// JSON pointer to that schema.
    pub pointer: Arc<str>,
    /// Documentation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// What is derived.
    pub derives: Derives,
    /// What it looks like.
    pub kind: TypeKind,
}

impl TypeItem {
    /// Whether it is a type of its own, which traits are implemented for.
    pub fn is_own(&self) -> bool {
        !matches!(self.kind, TypeKind::Alias(_))
    }

    /// Visits the paths of types of other packages that are read as part of this one.
    pub fn each_foreign<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        let mut of = |ty: &'a TypeRef| {
            if let Some(path) = ty.foreign_path() {
                visit(path);
            }
        };
        self.kind.each_reference(&mut |it| it.each(&mut of));
        if self.kind.names_json() {
            of(&TypeRef::Any);
        }
    }
}

/// The schemas of the document, as types tell them of themselves.
#[derive(Debug)]
pub struct JsonSchemas {
    /// By name: those of types are called like these.
    pub definitions: BTreeMap<String, Json>,
    /// Those of no type, which others refer to.
    pub parts: Vec<String>,
}

/// What is derived beside `Debug`, `Clone` and `PartialEq`.
#[derive(Debug, Default, Clone)]
pub struct Derives {
    /// `Copy`.
    pub copy: bool,
    /// `Eq`.
    pub eq: bool,
    /// `Hash`.
    pub hash: bool,
    /// `PartialOrd` and `Ord`.
    pub ord: bool,
    /// `Default`, where every field has one.
    pub default: bool,
    /// Paths from the configuration.
    pub custom: Vec<Arc<str>>,
}

/// What a type looks like.
#[derive(Debug)]
pub enum TypeKind {
    /// An object.
    Struct(Struct),
    /// Values that are listed.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// `type NAME = T`.
    Alias(TypeRef),
    /// `struct NAME(pub T)`: what would be an alias, were it not part of a cycle.
    Newtype(TypeRef),
}

impl TypeKind {
    /// A word for it: `struct`, `enum`, `union`, `alias`, `newtype`.
    pub fn as_str(&self) -> &'static str {
        match self {
            TypeKind::Struct(_) => "struct",
            TypeKind::Enum(_) => "enum",
            TypeKind::Union(_) => "union",
            TypeKind::Alias(_) => "alias",
            TypeKind::Newtype(_) => "newtype",
        }
    }

    /// Whether what is emitted for it names values of JSON that have no type of their own, whatever it is made of.
    pub fn names_json(&self) -> bool {
        match self {
            TypeKind::Enum(it) => it.repr == EnumRepr::Json,
            TypeKind::Struct(it) => it.any_of,
            _ => false,
        }
    }

    /// Visits the types of fields, alternatives and aliases; not those within them.
    pub fn each_reference<'a>(&'a self, visit: &mut dyn FnMut(&'a TypeRef)) {
        match self {
            TypeKind::Struct(it) => {
                it.fields.iter().for_each(|it| visit(&it.ty));
                it.rest.iter().for_each(|it| visit(&it.ty));
            }
            TypeKind::Union(it) => it.variants.iter().for_each(|it| visit(&it.ty)),
            TypeKind::Alias(ty) | TypeKind::Newtype(ty) => visit(ty),
            TypeKind::Enum(_) => {}
        }
    }
}

/// An object.
#[derive(Debug, Default)]
pub struct Struct {
    /// Its listed properties, in document order.
    pub fields: Vec<Field>,
    /// The field that holds all other properties.
    pub rest: Option<AdditionalField>,
    /// Whether other properties are refused.
    pub closed: bool,
    /// Whether the fields are no properties but the alternatives of an `anyOf`, each there where the object is of it.
    pub any_of: bool,
}

/// A property.
#[derive(Debug)]
pub struct Field {
    /// Its identifier.
    pub name: Arc<str>,
    /// Its name in JSON.
    pub wire: Arc<str>,
    /// The type of its value, `null` aside.
    pub ty: TypeRef,
    /// Whether it may be absent, and whether it may be `null`.
    pub presence: Presence,
    /// What an absent one stands for; of one that has to be there, its only value.
    pub default: Option<Literal>,
    /// Documentation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
}

impl Struct {
    /// What its function `new` takes; there is none where that is nothing.
    pub fn arguments(&self, style: Style) -> impl Iterator<Item = &Field> {
        let makes = style.constructors && !self.any_of;
        self.fields
            .iter()
            .filter(move |it| makes && it.is_required())
    }

    /// The fields that it has a method `with_NAME` for.
    pub fn settable(&self, style: Style) -> impl Iterator<Item = &Field> {
        let sets = style.setters && !self.any_of;
        self.fields
            .iter()
            .filter(move |it| sets && !it.is_demanded())
    }
}

impl Field {
    /// Whether its property has to be there.
    pub fn is_demanded(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Nullable)
    }

    /// Whether it has to be given where a struct is made: its property has to be there, and has more than one value.
    pub fn is_required(&self) -> bool {
        self.is_demanded() && self.default.is_none()
    }

    /// The name of the method that sets it, where there is one: `with_type` of `r#type`.
    pub fn setter(&self) -> String {
        format!("with_{}", bare(&self.name))
    }
}

/// Whether a property may be absent, and whether it may be `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is there and not `null`: `T`.
    Required,
    /// It is there and may be `null`: `Option<T>`, written as `null`.
    Nullable,
    /// It may be absent and is not `null`: `Option<T>`, not written. A `null` is read as absent.
    Optional,
    /// It may be absent, and it may be `null`: `runtime::Nullable<T>`.
    OptionalNullable,
    /// It may be absent and then has a default: `T`, always written.
    Defaulted,
}

/// The field for properties that are not listed.
#[derive(Debug)]
pub struct AdditionalField {
    /// Its identifier.
    pub name: Arc<str>,
    /// The type of each value.
    pub ty: TypeRef,
}

/// A default, as an expression can spell it.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// A number.
    Float(f64),
    /// Text of a `String`.
    String(Arc<str>),
    /// A variant of a listed type.
    Variant(TypeId, Arc<str>),
    /// An empty `Vec` or map.
    Empty,
    /// A value of a type that is looked into once all types are known.
    Written(Node),
    /// What a type makes of an expression: the type, and what follows its name, `::from_u128(0x1)`.
    Made(TypeRef, String),
    /// The value of a newtype.
    Newtype(TypeId, Box<Literal>),
    /// Elements of a `Vec`.
    Vec(Vec<Literal>),
    /// What may be `null`, and is not.
    Some(Box<Literal>),
    /// What has no short expression, as JSON text that is read where it is needed.
    Json(String),
}

impl Literal {
    /// Whether it is what `Default` makes of its type.
    pub fn is_plain(&self) -> bool {
        match self {
            Literal::Bool(it) => !it,
            Literal::Integer(it) => *it == 0,
            Literal::Float(it) => it.to_bits() == 0,
            Literal::String(it) => it.is_empty(),
            Literal::Empty => true,
            Literal::Variant(..)
            | Literal::Written(_)
            | Literal::Made(..)
            | Literal::Newtype(..)
            | Literal::Vec(_)
            | Literal::Some(_)
            | Literal::Json(_) => false,
        }
    }
}

/// Values that are listed.
#[derive(Debug)]
pub struct Enum {
    /// What kind of value they are.
    pub repr: EnumRepr,
    /// The values, in document order.
    pub variants: Vec<Variant>,
    /// The variant that keeps a value that is not listed; `None` where such a value is refused.
    pub other: Option<Arc<str>>,
}

/// What kind of value the members of an [`Enum`] are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumRepr {
    /// Strings.
    String,
    /// Whole numbers, as `i64`.
    Integer,
    /// Anything else, or a mixture: compared as JSON.
    Json,
}

/// A scalar of JSON that the document lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constant {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number, however it is written: `1`, `1.0`, `1e0`.
    Integer(i64),
    /// Another number, by its digits.
    Number(Arc<str>),
    /// A string.
    String(Arc<str>),
}

impl Constant {
    /// The text of a string.
    pub fn as_str(&self) -> Option<&Arc<str>> {
        match self {
            Constant::String(it) => Some(it),
            _ => None,
        }
    }
}

/// A listed value.
#[derive(Debug)]
pub struct Variant {
    /// Its identifier.
    pub name: Arc<str>,
    /// The value.
    pub value: Constant,
    /// Documentation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
}

/// One of several types.
#[derive(Debug)]
pub struct Union {
    /// The alternatives, in the order in which they are tried.
    pub variants: Vec<UnionVariant>,
    /// How they are told apart.
    pub tag: Tag,
    /// The alternative that takes what no tag leads to: one without tags, or one of the others.
    pub fallback: Option<usize>,
    /// Whether an object may be without the property that tells it, and is told by its form then.
    pub formed: bool,
}

/// An alternative.
#[derive(Debug)]
pub struct UnionVariant {
    /// Its identifier.
    pub name: Arc<str>,
    /// Its type.
    pub ty: TypeRef,
    /// The values of the discriminator that lead to it; empty where it has none.
    pub tags: Vec<Arc<str>>,
    /// The test that its values pass, where there is no discriminator.
    pub test: Test,
    /// Documentation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
}

/// How the alternatives of a [`Union`] are told apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Tag {
    /// By the value of a property.
    Property(Arc<str>),
    /// By what each value looks like.
    Untagged,
}

/// A quick test of whether a value can be of an alternative; where it passes, the value is decoded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Test {
    /// Kinds of JSON value it can be; empty where any.
    pub kinds: Vec<JsonKind>,
    /// Properties that must be there.
    pub required: Vec<Arc<str>>,
    /// Properties that have one of a few values where they are there.
    pub constants: Vec<(Arc<str>, Vec<Constant>)>,
    /// Properties that are listed: the alternative that knows most of a value's is tried first.
    pub known: Vec<Arc<str>>,
    /// Whether others are refused.
    pub closed: bool,
    /// The values it may be; empty where any.
    pub values: Vec<Constant>,
    /// Whether it is the alternative for what is of several others at once.
    pub any_of: bool,
}

/// A kind of JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}
