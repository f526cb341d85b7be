//! The members of an object by their names, however many there are.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::runtime::json::Tree;

/// Objects of more members are searched through an index.
const FEW: usize = 64;

/// Finds members of the objects of one value. An object of many members is asked for some of them by each schema that may
/// hold for it, so that it gets an index once.
#[derive(Debug, Default)]
pub(super) struct Wide {
    hasher: RandomState,
    /// For each object, by the address of its members: where the member stands whose name has that hash.
    indexes: HashMap<usize, HashMap<u64, usize>>,
}

impl Wide {
    /// The member of that name.
    pub(super) fn member<'t, 'a>(
        &mut self,
        members: &'t [(Cow<'a, str>, Tree<'a>)],
        name: &str,
    ) -> Option<&'t Tree<'a>> {
        if members.len() > FEW {
            let hasher = &self.hasher;
            let hashed = |name: &str| hasher.hash_one(name);
            let index = self.indexes.entry(members.as_ptr() as usize);
            let index = index.or_insert_with(|| {
                let places = members.iter().enumerate();
                places.map(|(at, it)| (hashed(&it.0), at)).collect()
            });
            let (found, member) = &members[*index.get(&hashed(name))?];
            if found == name {
                return Some(member);
            }
            // Two names have one hash, which is seldom.
        }
        let mut all = members.iter();
        all.find(|it| it.0 == name).map(|it| &it.1)
    }

    /// The member of that name, if the value is an object that has it.
    pub(super) fn of<'t, 'a>(&mut self, value: &'t Tree<'a>, name: &str) -> Option<&'t Tree<'a>> {
        match value {
            Tree::Object(members) => self.member(members, name),
            _ => None,
        }
    }
}
