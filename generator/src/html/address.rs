//! Names → the files of pages: stable, and different on file systems that do not tell case apart.

use std::collections::HashSet;

/// How long a name may be before it is cut.
const LONGEST: usize = 80;

/// What Windows has for devices, whatever follows behind a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The names that are given away in one folder.
#[derive(Debug, Default)]
pub struct Taken(HashSet<String>);

impl Taken {
    /// The file of a thing, without its ending. `key` is what no other thing of the folder has: where the name does not
    /// suffice, a number that follows from it is put behind.
    pub fn give(&mut self, name: &str, key: &str) -> String {
        let (slug, is_whole) = slug(name);
        let mut out = match is_whole {
            true => slug.clone(),
            false => format!(
                "{slug}{}{:08x}",
                if slug.is_empty() { "" } else { "-" },
                hash(key)
            ),
        };
        let mut salt = 0_u32;
        while !self.0.insert(out.clone()) {
            let number = hash(&format!("{key}\n{salt}"));
            out = format!("{slug}-{number:08x}");
            salt += 1;
        }
        out
    }
}

/// Lower case words with hyphens between: `listOrgMembers` and `List org members` become `list-org-members`; and whether that
/// is all of the name.
fn slug(name: &str) -> (String, bool) {
    let mut out = String::new();
    let mut is_whole = true;
    let mut was_small = false;
    let mut chars = name.chars().peekable();
    let mut was_large = false;
    while let Some(it) = chars.next() {
        // The last letter of capitals begins the next word: `RBACAction`.
        let ends_capitals = was_large && chars.peek().is_some_and(char::is_ascii_lowercase);
        was_large = it.is_ascii_uppercase();
        if !it.is_ascii_alphanumeric() {
            is_whole &= it.is_ascii();
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
            was_small = false;
            continue;
        }
        if it.is_ascii_uppercase()
            && (was_small || ends_capitals)
            && !out.ends_with('-')
            && !out.is_empty()
        {
            out.push('-');
        }
        was_small = it.is_ascii_lowercase() || it.is_ascii_digit();
        out.push(it.to_ascii_lowercase());
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.len() > LONGEST {
        out.truncate(LONGEST);
        is_whole = false;
    }
    let is_whole =
        is_whole && !out.is_empty() && !DEVICES.contains(&out.as_str()) && !is_port(&out);
    (out, is_whole)
}

/// `com1` and the like, which Windows has for devices as well.
fn is_port(name: &str) -> bool {
    let digit = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    digit.is_some_and(|it| it.len() == 1)
}

/// FNV-1a, which is the same on every system and for ever.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, it| {
        (hash ^ u32::from(it)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::Taken;

    #[test]
    fn names_become_files() {
        let mut taken = Taken::default();
        let mut give = |name: &str| taken.give(name, name);
        assert_eq!(give("listOrgMembers"), "list-org-members");
        assert_eq!(give("repos/list-for-org"), "repos-list-for-org");
        assert_eq!(give("codersdk.User"), "codersdk-user");
        assert_eq!(give("HTTPServer2Go"), "http-server2-go");
        assert_eq!(give("../../etc/passwd"), "etc-passwd");
    }

    #[test]
    fn no_two_things_have_one_file() {
        let mut taken = Taken::default();
        let names = [
            "User", "user", "USER", "u.s.e.r", "日本", "中国", "", "nul", "COM1", "a/../b", "a..b",
            "a-b",
        ];
        let mut files: Vec<String> = names.iter().map(|it| taken.give(it, it)).collect();
        let long = "x".repeat(300);
        files.push(taken.give(&long, &long));
        files.push(taken.give(&(long.clone() + "y"), &(long + "y")));
        assert_eq!(files[0], "user");
        for it in &files {
            let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
            assert!(
                !it.is_empty() && it.chars().all(plain) && it.len() < 100,
                "{it}"
            );
            assert!(!["nul", "com1"].contains(&it.as_str()));
        }
        files.sort();
        files.dedup();
        assert_eq!(files.len(), names.len() + 2);
    }
}
