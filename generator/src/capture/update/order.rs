//! In what order things stand after some came, went or moved.

use std::collections::HashMap;

/// The order of what there is now: that of `ours`, less what is gone, with what `theirs` has besides put behind whatever it
/// follows there. Where `theirs` has changed the order that `base` had, `ours` follows; as little as possible is moved.
pub fn merged<'a>(ours: &[&'a str], base: &[&'a str], theirs: &[&'a str]) -> Vec<&'a str> {
    let at_theirs = positions(theirs);
    let at_base = positions(base);
    let mut out: Vec<&str> = ours.to_vec();
    // What both sides have always had, in both orders.
    let common = |it: &&&str| at_base.contains_key(**it) && at_theirs.contains_key(**it);
    let before: Vec<&str> = base.iter().filter(common).copied().collect();
    let after: Vec<&str> = theirs.iter().filter(common).copied().collect();
    if before != after {
        let ranks: Vec<(usize, &str)> = out
            .iter()
            .filter_map(|it| Some((*at_theirs.get(it)?, *it)))
            .collect();
        let stays = longest_rise(&ranks);
        out.retain(|it| !at_theirs.contains_key(it) || stays.contains(it));
    }
    let is_sorted = is_sorted(ours) && is_sorted(theirs) && ours.len() > 1;
    let mut at: HashMap<&str, ()> = out.iter().map(|it| (*it, ())).collect();
    for (i, name) in theirs.iter().enumerate() {
        // What was there and is not among ours stands elsewhere.
        let is_new = !at_base.contains_key(name) || ours.contains(name);
        if at.contains_key(name) || !is_new {
            continue;
        }
        let place = if is_sorted {
            out.partition_point(|it| rank(it) < rank(name))
        } else {
            let find = |other: &&str| out.iter().position(|it| it == other);
            let before = theirs[..i].iter().rev().find_map(&find);
            let after = || theirs[i + 1..].iter().find_map(&find);
            match before {
                Some(before) => before + 1,
                None => after().unwrap_or(out.len()),
            }
        };
        out.insert(place, name);
        at.insert(name, ());
    }
    out
}

fn positions<'a>(names: &[&'a str]) -> HashMap<&'a str, usize> {
    names.iter().enumerate().map(|(i, it)| (*it, i)).collect()
}

fn is_sorted(names: &[&str]) -> bool {
    names.is_sorted_by(|a, b| rank(a) <= rank(b))
}

/// What names are sorted by.
fn rank(name: &str) -> (String, &str) {
    (name.to_lowercase(), name)
}

/// The names of a longest selection whose ranks rise.
fn longest_rise<'a>(ranks: &[(usize, &'a str)]) -> Vec<&'a str> {
    // By length, the last of the selection of that length that ends lowest; and for each, the one before it.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(ranks.len());
    for (i, (rank, _)) in ranks.iter().enumerate() {
        let length = tails.partition_point(|it| ranks[*it].0 < *rank);
        before.push(length.checked_sub(1).map(|it| tails[it]));
        match tails.get_mut(length) {
            Some(it) => *it = i,
            None => tails.push(i),
        }
    }
    let mut out = Vec::with_capacity(tails.len());
    let mut at = tails.last().copied();
    while let Some(i) = at {
        out.push(ranks[i].1);
        at = before[i];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn what_is_new_stands_behind_what_it_follows() {
        let order = |ours: &str, base: &str, theirs: &str| {
            let words = |it: &'static str| it.split(' ').collect::<Vec<_>>();
            let leak = |it: &str| -> &'static str { Box::leak(it.to_owned().into_boxed_str()) };
            merged(&words(leak(ours)), &words(leak(base)), &words(leak(theirs))).join(" ")
        };
        for (ours, base, theirs, wanted) in [
            ("c a b", "c a b", "c x a b", "c x a b"),
            ("c a b", "c a b", "x c a b", "x c a b"),
            ("c a b", "c a b", "c a b x", "c a b x"),
            // Ours has more than the pages show, in between.
            ("c o a b", "c a b", "c x a y b", "c x o a y b"),
            // Ours has another order, which is none of the pages' business.
            ("b a c", "a b c", "a x b c", "b a x c"),
            // The pages have changed theirs.
            ("c o a b", "c a b", "a b c", "o a b c"),
            // Sorted: so is what is new.
            ("a m z", "a z", "a t z", "a m t z"),
            // What ours says elsewhere is not added.
            ("a", "a b", "a b c", "a c"),
        ] {
            assert_eq!(
                order(ours, base, theirs),
                wanted,
                "{ours} | {base} | {theirs}"
            );
        }
    }
}
