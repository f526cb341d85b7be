//! The security of two operations, and the schemes of two documents → how they differ.

use std::collections::{HashMap, HashSet};

use super::change::{Change, Side, Verdict};
use super::comparison::{Comparison, line, proved};
use super::notes::texts;
use crate::catalogue as code;
use crate::model::{Api, Operation, SecurityRequirement, SecurityScheme, SecuritySchemeKind};

/// How many alternatives, schemes and scopes a message lists.
const MAX_SHOWN: usize = 12;

/// A scheme by how a caller proves who they are, whatever it is called, and the scopes that are asked for.
type Proof = (String, Vec<String>);

/// What one alternative asks for.
type Alternative = Vec<Proof>;

/// How a caller proves who they are, in words: what a client has to do.
fn kind(scheme: Option<&SecurityScheme>, name: &str) -> String {
    match scheme.map(|it| &it.kind) {
        Some(SecuritySchemeKind::ApiKey { location, name }) => {
            let name = match location {
                crate::model::ParameterIn::Header => name.to_ascii_lowercase(),
                _ => name.clone(),
            };
            format!("the API key in {} `{name}`", location.as_str())
        }
        Some(SecuritySchemeKind::Http { scheme, .. }) => {
            format!("HTTP {}", scheme.to_ascii_lowercase())
        }
        // Where a token is had from may change; that a token is sent does not.
        Some(SecuritySchemeKind::OAuth2 { .. }) => format!("OAuth 2 (`{name}`)"),
        Some(SecuritySchemeKind::OpenIdConnect { .. }) => format!("OpenID Connect (`{name}`)"),
        Some(SecuritySchemeKind::MutualTls) => "a client certificate".to_owned(),
        Some(SecuritySchemeKind::Undeclared) | None => format!("`{name}`"),
    }
}

fn alternatives(api: &Api, all: &[SecurityRequirement]) -> Vec<Alternative> {
    let of_one = |it: &SecurityRequirement| {
        let proofs = it.schemes.iter().map(|(name, scopes)| {
            let mut scopes = scopes.clone();
            scopes.sort();
            scopes.dedup();
            (kind(api.security_schemes.get(name), name), scopes)
        });
        let mut proofs: Alternative = proofs.collect();
        proofs.sort();
        proofs.dedup();
        proofs
    };
    let mut found: Vec<Alternative> = match all {
        // Nothing is asked for.
        [] => vec![Vec::new()],
        all => all.iter().map(of_one).collect(),
    };
    found.sort();
    found.dedup();
    found
}

/// Whether who has what the one asks for has what the other asks for.
fn suffices(has: &Alternative, asked: &Alternative) -> bool {
    // Both are in order, and so are scopes.
    let grants = |granted: &[String], it: &String| granted.binary_search(it).is_ok();
    asked.iter().all(|(kind, scopes)| {
        let from = has.partition_point(|it| it.0 < *kind);
        let mut of_kind = has[from..].iter().take_while(|it| it.0 == *kind);
        of_kind.any(|it| scopes.iter().all(|scope| grants(&it.1, scope)))
    })
}

fn shown(all: &[Alternative]) -> String {
    let one = |it: &Alternative| match it.is_empty() {
        true => "nothing".to_owned(),
        false => {
            let proofs = it
                .iter()
                .take(MAX_SHOWN)
                .map(|(kind, scopes)| match &scopes[..] {
                    [] => kind.clone(),
                    all if all.len() > MAX_SHOWN => format!("{kind} with {} scopes", all.len()),
                    all => format!("{kind} with `{}`", all.join("`, `")),
                });
            let mut text = proofs.collect::<Vec<_>>().join(" and ");
            if it.len() > MAX_SHOWN {
                text += &format!(" and {} others", it.len() - MAX_SHOWN);
            }
            text
        }
    };
    let mut text = all
        .iter()
        .take(MAX_SHOWN)
        .map(one)
        .collect::<Vec<_>>()
        .join(", or ");
    if all.len() > MAX_SHOWN {
        text += &format!(", or {} others", all.len() - MAX_SHOWN);
    }
    text
}

impl Comparison<'_, '_> {
    /// Compares what callers of an operation have to prove, and where what they prove it by comes from.
    pub fn security(&mut self, old: &Operation, new: &Operation) {
        let (a, b) = (self.pair.old.api(), self.pair.new.api());
        let places = (Some(old.place), Some(new.place));
        let count = |it: &Operation| {
            let schemes = it.security.iter().flat_map(|it| &it.schemes);
            schemes.map(|it| 1 + it.1.len()).sum::<usize>()
        };
        let pairs = old.security.len().saturating_mul(new.security.len());
        let needed = pairs.saturating_add(count(old) + count(new));
        if self.schemes_left < needed {
            let change = Change::new(code::NOT_COMPARED, "what it asks for was not compared")
                .verdicts(Verdict::Risky, Verdict::Risky)
                .about("security");
            self.push(change.at(places.0, places.1));
            return;
        }
        self.schemes_left -= needed;
        let (was, is) = (
            alternatives(a, &old.security),
            alternatives(b, &new.security),
        );
        if was != is {
            // Each client goes one of the ways there were.
            let lost = |from: &[Alternative], to: &[Alternative]| {
                from.iter()
                    .find(|has| !to.iter().any(|asked| suffices(has, asked)))
                    .map(|it| shown(std::slice::from_ref(it)))
            };
            let (forth, back) = (lost(&was, &is), lost(&is, &was));
            let message = format!(
                "security asked for {}, and asks for {}",
                shown(&was),
                shown(&is)
            );
            let mut change = Change::new(code::SECURITY, message)
                .verdicts(
                    Verdict::breaking_if(forth.is_some()),
                    Verdict::breaking_if(back.is_some()),
                )
                .from_to(Some(shown(&was)), Some(shown(&is)))
                .about("security")
                .at(places.0, places.1);
            let proof = |it, side| line(format!("a request with {it}"), side);
            change.witness = forth.map(|it| proof(it, Side::Old));
            change.witness_reverse = back.map(|it| proof(it, Side::New));
            self.push(change);
        }
        let names = old
            .security
            .iter()
            .chain(&new.security)
            .flat_map(|it| &it.schemes)
            .map(|it| &it.0);
        let mut seen: HashSet<&str> = HashSet::new();
        for name in names {
            if !seen.insert(name) {
                continue;
            }
            if let (Some(was), Some(is)) =
                (a.security_schemes.get(name), b.security_schemes.get(name))
            {
                self.scheme(name, was, is);
            }
        }
    }

    /// Compares the schemes that the documents declare.
    pub fn schemes(&mut self) {
        let (a, b) = (self.pair.old.api(), self.pair.new.api());
        for (name, was) in &a.security_schemes {
            match b.security_schemes.get(name) {
                Some(is) => self.scheme(name, was, is),
                None => {
                    let change = Change::new(
                        code::SECURITY_SCHEME,
                        format!("the security scheme `{name}` was removed"),
                    );
                    self.push(change.at(Some(was.place), None));
                }
            }
        }
        for (name, is) in b
            .security_schemes
            .iter()
            .filter(|it| !a.security_schemes.contains_key(it.0))
        {
            let change = Change::new(
                code::SECURITY_SCHEME,
                format!("the security scheme `{name}` was added"),
            );
            self.push(change.at(None, Some(is.place)));
        }
    }

    fn scheme(&mut self, name: &str, old: &SecurityScheme, new: &SecurityScheme) {
        let subject = format!("security scheme `{name}`");
        let at = |it: Change| it.about(&*subject).at(Some(old.place), Some(new.place));
        for it in texts([(
            "description",
            old.description.as_deref(),
            new.description.as_deref(),
        )]) {
            self.push(at(it));
        }
        let (was, is) = (details(old), details(new));
        let (was_kind, is_kind) = (kind(Some(old), name), kind(Some(new), name));
        if was_kind != is_kind {
            let message = format!("it changed from {was_kind} to {is_kind}");
            let change = Change::new(code::SECURITY_SCHEME, message)
                .verdicts(Verdict::Breaking, Verdict::Breaking);
            self.push(proved(at(change), &format!("a request with {was_kind}")));
            return;
        }
        let by_what = |all: &'_ [(String, String)]| -> HashMap<String, String> {
            all.iter().rev().cloned().collect()
        };
        let (of_old, of_new) = (by_what(&was), by_what(&is));
        for (what, value) in &was {
            match of_new.get(what) {
                Some(other) if other == value => {}
                Some(other) => {
                    let change = Change::new(
                        code::SECURITY_SCHEME,
                        format!("{what} changed from `{value}` to `{other}`"),
                    );
                    self.push(at(change.verdicts(Verdict::Risky, Verdict::Risky)));
                }
                None => {
                    let change = Change::new(code::SECURITY_SCHEME, format!("{what} was removed"));
                    self.push(at(change.verdicts(Verdict::Risky, Verdict::Compatible)));
                }
            }
        }
        for (what, _) in is.iter().filter(|it| !of_old.contains_key(&it.0)) {
            let change = Change::new(code::SECURITY_SCHEME, format!("{what} was added"));
            self.push(at(change.verdicts(Verdict::Compatible, Verdict::Risky)));
        }
        if old.deprecated != new.deprecated {
            let message = if new.deprecated {
                "it is deprecated now"
            } else {
                "it is not deprecated any more"
            };
            self.push(at(Change::new(code::DEPRECATED, message)));
        }
        self.extensions(
            &subject,
            &old.extensions,
            &new.extensions,
            [old.place, new.place],
        );
    }
}

/// What a scheme says beside how a caller proves who they are, each with what it is.
fn details(it: &SecurityScheme) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut say = |what: String, value: &Option<String>| {
        if let Some(value) = value {
            all.push((what, value.clone()));
        }
    };
    match &it.kind {
        SecuritySchemeKind::Http { bearer_format, .. } => {
            say("`bearerFormat`".to_owned(), bearer_format)
        }
        SecuritySchemeKind::OpenIdConnect { url } => {
            say("`openIdConnectUrl`".to_owned(), &Some(url.clone()))
        }
        SecuritySchemeKind::OAuth2 {
            flows,
            metadata_url,
        } => {
            say("`oauth2MetadataUrl`".to_owned(), metadata_url);
            for flow in flows {
                say(format!("the flow `{}`", flow.grant), &Some(String::new()));
                for (field, value) in [
                    ("authorizationUrl", &flow.authorization_url),
                    ("deviceAuthorizationUrl", &flow.device_authorization_url),
                    ("tokenUrl", &flow.token_url),
                    ("refreshUrl", &flow.refresh_url),
                ] {
                    say(format!("`{field}` of the flow `{}`", flow.grant), value);
                }
                for (scope, description) in &flow.scopes {
                    let what = format!("the scope `{scope}` of the flow `{}`", flow.grant);
                    say(what, &Some(description.clone()));
                }
            }
        }
        SecuritySchemeKind::ApiKey { .. }
        | SecuritySchemeKind::MutualTls
        | SecuritySchemeKind::Undeclared => {}
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{Alternative, suffices};

    fn alternative(all: &[(&str, &[&str])]) -> Alternative {
        let one = |(kind, scopes): &(&str, &[&str])| {
            (
                (*kind).to_owned(),
                scopes.iter().map(|it| (*it).to_owned()).collect(),
            )
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn who_has_more_than_is_asked_for_is_let_in() {
        let has = alternative(&[("key", &[]), ("oauth", &["read", "write"])]);
        assert!(suffices(&has, &alternative(&[])));
        assert!(suffices(&has, &alternative(&[("oauth", &["read"])])));
        assert!(!suffices(&has, &alternative(&[("oauth", &["admin"])])));
        assert!(!suffices(&alternative(&[]), &has));
    }
}
