//! The names of components: their own words, without the namespace that all of a package's types carry.
//!
//! ```text
//! codersdk.Role, codersdk.User          Role, User
//! codersdk.Role, database.Role          CodersdkRole, DatabaseRole
//! io.k8s.api.apps.v1.Deployment         Deployment, or V1Deployment beside another version's
//! ```

use std::collections::HashMap;
use std::sync::Arc;

use super::extension;
use crate::config::Config;
use crate::model::Api;
use crate::rust::names::pascal;

/// The name each component would like, by its name in the document.
pub fn component_names(api: &Api, config: &Config) -> HashMap<Arc<str>, String> {
    let mut names: HashMap<Arc<str>, String> = HashMap::new();
    let mut open: Vec<(Arc<str>, Vec<&str>, usize)> = Vec::new();
    for (written, id) in &api.components {
        let pointer = &*api.schema(*id).origin.pointer;
        let chosen = config
            .names
            .schemas
            .get(&**written)
            .or_else(|| config.names.schemas.get(pointer))
            .cloned()
            .or_else(|| extension::name(api.schema(*id)));
        match chosen {
            Some(chosen) => {
                names.insert(written.clone(), pascal(&chosen));
            }
            None => {
                let segments = segments(written, &config.names.strip_prefixes);
                open.push((written.clone(), segments, 1));
            }
        }
    }
    // Where short names collide, each of them takes one more segment, until they differ or there are no more.
    let longest = open.iter().map(|it| it.1.len()).max().unwrap_or(0);
    for _ in 0..=longest {
        let mut wanted: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, (_, segments, used)) in open.iter().enumerate() {
            wanted
                .entry(short(segments, *used))
                .or_default()
                .push(index);
        }
        let taken: std::collections::HashSet<&String> = names.values().collect();
        let mut grown = false;
        for (name, group) in &wanted {
            if group.len() < 2 && !taken.contains(name) {
                continue;
            }
            for &index in group {
                let (_, segments, used) = &mut open[index];
                if *used < segments.len() {
                    *used += 1;
                    grown = true;
                }
            }
        }
        if !grown {
            break;
        }
    }
    for (written, segments, used) in open {
        names.insert(written, short(&segments, used));
    }
    names
}

/// The last segments of a name, in Rust's case.
fn short(segments: &[&str], used: usize) -> String {
    pascal(&segments[segments.len() - used..].join("_"))
}

/// The namespace's segments, then the name: what stands before the last `.` is a namespace if each of its segments
/// begins in lower case and the name does not, as in every language that has them. One that the configuration names is
/// a single segment.
fn segments<'a>(written: &'a str, prefixes: &[String]) -> Vec<&'a str> {
    let stripped = prefixes
        .iter()
        .filter(|it| !it.is_empty())
        .filter_map(|it| written.strip_prefix(it.as_str()))
        .filter(|it| it.contains(char::is_alphanumeric))
        .min_by_key(|it| it.len());
    if let Some(name) = stripped {
        return vec![&written[..written.len() - name.len()], name];
    }
    let Some((namespace, name)) = written.rsplit_once('.') else {
        return vec![written];
    };
    let is_namespace = namespace
        .split('.')
        .all(|it| it.starts_with(|c: char| c.is_lowercase()) && !it.contains(char::is_whitespace))
        && name.starts_with(char::is_uppercase);
    if is_namespace {
        namespace.split('.').chain([name]).collect()
    } else {
        vec![written]
    }
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn a_namespace_is_told_from_a_name() {
        for (written, expected) in [
            ("codersdk.Role", &["codersdk", "Role"][..]),
            ("io.k8s.api.Pod", &["io", "k8s", "api", "Pod"]),
            ("billing.alert", &["billing.alert"]),
            ("Billing.Alert", &["Billing.Alert"]),
            ("v1.2", &["v1.2"]),
            ("Pet", &["Pet"]),
        ] {
            assert_eq!(segments(written, &[]), expected, "{written}");
        }
        let prefixes = ["sdk_".to_owned(), "sdk_v1_".to_owned()];
        assert_eq!(segments("sdk_v1_Pet", &prefixes), ["sdk_v1_", "Pet"]);
    }
}
