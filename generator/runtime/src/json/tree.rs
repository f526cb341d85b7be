//! A JSON value that is judged whole.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use super::error::Error;
use super::number::Number;
use super::reader::{Kind, Name, Reader};

/// A JSON value: numbers in their digits, members in their order.
#[derive(Debug, Clone)]
pub enum Tree<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number<'a>),
    /// A string.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Tree<'a>>),
    /// An object; whoever makes one sees to it that no name stands twice.
    Object(Vec<(Cow<'a, str>, Tree<'a>)>),
}

/// Objects of more members are compared through an index.
const FEW: usize = 8;

impl<'a> Tree<'a> {
    /// Reads JSON text (RFC 8259). Numbers keep their digits.
    ///
    /// # Errors
    /// The bytes are not JSON in UTF-8, or an object has a name twice.
    pub fn of_bytes(text: &'a [u8]) -> Result<Self, Error> {
        Reader::of_bytes(text)?.whole(Tree::read)
    }

    /// Reads the value that the reader stands before.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        Ok(match reader.kind()? {
            Kind::Null => {
                reader.null()?;
                Tree::Null
            }
            Kind::Boolean => Tree::Bool(reader.boolean()?),
            Kind::Number => Tree::Number(Number::of_reader(reader.number()?)),
            Kind::String => Tree::String(reader.string()?),
            Kind::Array => {
                let mut items = Vec::new();
                let mut elements = reader.array()?;
                while reader.element(&mut elements)? {
                    match Tree::read(reader) {
                        Ok(item) => {
                            // Of many arrays within one another each has one item: without this there would be room for
                            // four in each.
                            if items.is_empty() {
                                items.reserve_exact(1);
                            }
                            items.push(item);
                        }
                        Err(error) => return Err(error.within_index(items.len())),
                    }
                }
                Tree::Array(items)
            }
            Kind::Object => {
                let mut read = Vec::new();
                let mut members = reader.object()?;
                loop {
                    let at = reader.offset();
                    let Name::Other(name) = reader.name(&mut members, None)? else {
                        break;
                    };
                    members.note(name.clone(), at)?;
                    match Tree::read(reader) {
                        Ok(member) => read.push((name, member)),
                        Err(error) => return Err(error.within(&name)),
                    }
                }
                Tree::Object(read)
            }
        })
    }

    /// The member of that name, if it is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Tree<'a>> {
        let Tree::Object(members) = self else {
            return None;
        };
        let member = members.iter().find(|(key, _)| key == name)?;
        Some(&member.1)
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Tree::String(text) => Some(text),
            _ => None,
        }
    }

    /// The same value with texts of its own.
    pub fn into_owned(self) -> Tree<'static> {
        match self {
            Tree::Null => Tree::Null,
            Tree::Bool(it) => Tree::Bool(it),
            Tree::Number(it) => Tree::Number(it.into_owned()),
            Tree::String(it) => Tree::String(Cow::Owned(it.into_owned())),
            Tree::Array(items) => Tree::Array(items.into_iter().map(Tree::into_owned).collect()),
            Tree::Object(members) => {
                let members = members.into_iter();
                let members =
                    members.map(|(name, it)| (Cow::Owned(name.into_owned()), it.into_owned()));
                Tree::Object(members.collect())
            }
        }
    }

    /// Whether it is a scalar, or has no items or members.
    pub(crate) fn is_without_parts(&self) -> bool {
        match self {
            Tree::Array(items) => items.is_empty(),
            Tree::Object(members) => members.is_empty(),
            _ => true,
        }
    }

    /// How many bytes of text it takes, at least.
    pub fn size(&self) -> u64 {
        match self {
            Tree::Null | Tree::Bool(_) => 1,
            Tree::Number(it) => it.digits().len() as u64,
            Tree::String(it) => it.len() as u64 + 2,
            Tree::Array(items) => items.iter().map(|it| it.size() + 1).sum::<u64>() + 2,
            Tree::Object(members) => {
                let members = members.iter();
                let members = members.map(|(name, it)| name.len() as u64 + it.size() + 4);
                members.sum::<u64>() + 2
            }
        }
    }

    /// A hash that is the same for equal values, whatever the order of their members. Only who knows the keys of
    /// `hasher` can make values that share it.
    fn hashed(&self, hasher: &RandomState) -> u64 {
        match self {
            Tree::Null => hasher.hash_one(0_u8),
            Tree::Bool(it) => hasher.hash_one((1_u8, it)),
            Tree::Number(it) => hasher.hash_one((2_u8, it)),
            Tree::String(it) => hasher.hash_one((3_u8, it)),
            Tree::Array(items) => {
                let mut state = hasher.build_hasher();
                4_u8.hash(&mut state);
                for item in items {
                    item.hashed(hasher).hash(&mut state);
                }
                state.finish()
            }
            Tree::Object(members) => {
                let members = members.iter();
                let members = members.map(|(name, it)| hasher.hash_one((name, it.hashed(hasher))));
                hasher.hash_one((5_u8, members.fold(0, u64::wrapping_add)))
            }
        }
    }

    /// The place of the first of these values that is the same as one before it.
    pub fn first_repeated(items: &[Tree<'_>]) -> Option<usize> {
        let hasher = RandomState::new();
        let mut seen: HashMap<u64, usize> = HashMap::with_capacity(items.len());
        items.iter().enumerate().find_map(|(at, item)| {
            let before = seen.insert(item.hashed(&hasher), at)?;
            (items[before] == *item).then_some(at)
        })
    }
}

impl PartialEq for Tree<'_> {
    /// Equal as JSON Schema has it (2020-12 Core, section 4.2.2): `1` is `1.0`, and members may be in any order.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Tree::Null, Tree::Null) => true,
            (Tree::Bool(a), Tree::Bool(b)) => a == b,
            (Tree::Number(a), Tree::Number(b)) => a == b,
            (Tree::String(a), Tree::String(b)) => a == b,
            (Tree::Array(a), Tree::Array(b)) => a == b,
            (Tree::Object(a), Tree::Object(b)) if a.len() != b.len() => false,
            (Tree::Object(a), Tree::Object(b)) if a.len() <= FEW => {
                let mut members = a.iter();
                members.all(|(name, it)| {
                    let mut others = b.iter();
                    others.any(|(other, value)| name == other && it == value)
                })
            }
            (Tree::Object(a), Tree::Object(b)) => {
                let index: HashMap<&str, &Tree<'_>> =
                    b.iter().map(|(name, it)| (&**name, it)).collect();
                let mut members = a.iter();
                members.all(|(name, it)| index.get(&**name).is_some_and(|value| it == *value))
            }
            _ => false,
        }
    }
}

impl Eq for Tree<'_> {}

impl fmt::Display for Tree<'_> {
    /// As JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::Null => f.write_str("null"),
            Tree::Bool(it) => it.fmt(f),
            Tree::Number(it) => it.fmt(f),
            Tree::String(it) => write_string(f, it),
            Tree::Array(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    let comma = if at == 0 { "" } else { "," };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Tree::Object(members) => {
                f.write_str("{")?;
                for (at, (name, member)) in members.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { "," })?;
                    write_string(f, name)?;
                    write!(f, ":{member}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for part in text.split_inclusive(|it: char| it == '"' || it == '\\' || it < ' ') {
        let last = part.chars().next_back();
        let Some(last) = last.filter(|it| *it == '"' || *it == '\\' || *it < ' ') else {
            f.write_str(part)?;
            continue;
        };
        f.write_str(&part[..part.len() - 1])?;
        match last {
            '"' | '\\' => write!(f, "\\{last}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            other => write!(f, "\\u{:04x}", u32::from(other))?,
        }
    }
    f.write_str("\"")
}
