//! Addresses: e-mail, host names, IP.

use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

pub(super) fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// A mailbox of RFC 5321, section 4.1.2: a dot-string or a quoted string, and a host name or an address in brackets.
pub(super) fn is_email(text: &str) -> bool {
    text.is_ascii() && is_mailbox(text)
}

/// The same with letters of all scripts (RFC 6531).
pub(super) fn is_idn_email(text: &str) -> bool {
    is_mailbox(text)
}

fn is_mailbox(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    is_local_part(local) && is_domain(domain)
}

fn is_local_part(local: &str) -> bool {
    if let Some(quoted) = local.strip_prefix('"') {
        let Some(quoted) = quoted.strip_suffix('"') else {
            return false;
        };
        let mut rest = quoted.chars();
        while let Some(it) = rest.next() {
            let is_fine = match it {
                '\\' => rest.next().is_some_and(|it| !it.is_control()),
                '"' => false,
                other => !other.is_control(),
            };
            if !is_fine {
                return false;
            }
        }
        return true;
    }
    let is_text = |it: char| {
        !it.is_ascii() && !it.is_whitespace() && !it.is_control()
            || it.is_ascii_alphanumeric()
            || "!#$%&'*+-/=?^_`{|}~".contains(it)
    };
    local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(is_text))
}

fn is_domain(domain: &str) -> bool {
    if let Some(address) = domain.strip_prefix('[') {
        let address = address.strip_suffix(']').unwrap_or_default();
        return match address.strip_prefix("IPv6:") {
            Some(address) => is_ipv6(address),
            None => is_ipv4(address),
        };
    }
    is_hostname_of(domain, |it| {
        it.is_ascii_alphanumeric() || !it.is_ascii() && it.is_alphanumeric()
    })
}

/// RFC 1123, section 2.1.
pub(super) fn is_hostname(text: &str) -> bool {
    is_hostname_of(text, |it| it.is_ascii_alphanumeric())
}

fn is_hostname_of(text: &str, is_letter: impl Fn(char) -> bool) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|it| it == '-' || is_letter(it))
        })
}
