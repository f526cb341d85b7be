//! Media types and ranges of them (RFC 9110, sections 8.3.1 and 12.5.1).

/// The `Accept` header of a request: media ranges with their quality values (RFC 9110, section 12.5.1).
///
/// ```
/// use verbatim_runtime::api::Accept;
///
/// let accept = Accept::from("text/html, application/json;q=0.8, */*;q=0.1");
/// assert_eq!(accept.best(&["application/json", "text/csv"]), Some("application/json"));
/// assert_eq!(Accept::from("image/*").best(&["text/csv"]), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accept(Vec<String>);

impl Accept {
    /// The media type with the greatest quality value, the first of equals; `None` where none is acceptable.
    pub fn best<'m>(&self, media: &[&'m str]) -> Option<&'m str> {
        let mut best = (0.0, None);
        for it in media {
            let quality = quality(self.0.iter().map(String::as_str), it);
            if quality > best.0 {
                best = (quality, Some(*it));
            }
        }
        best.1
    }
}

/// The value of the header; empty where everything is acceptable.
impl std::fmt::Display for Accept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

impl From<&str> for Accept {
    /// Reads the value of the header; an empty one accepts everything.
    fn from(header: &str) -> Self {
        let ranges = header.split(',').map(str::trim);
        Self(
            ranges
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }
}

/// The quality value of a media type under these ranges, from 0 to 1 (RFC 9110, section 12.4.2). Where there are none, or
/// one is malformed, everything is accepted.
pub(crate) fn quality<'r>(ranges: impl Iterator<Item = &'r str> + Clone, media: &str) -> f32 {
    let mut all = ranges.clone();
    if ranges.clone().next().is_none() || all.any(|it| !it.contains('/')) {
        return 1.0;
    }
    // The most specific range counts (RFC 9110, section 12.5.1).
    let fitting = ranges.filter_map(|range| {
        let specificity = fit(range, media).or_else(|| fit(media, range))?;
        Some((specificity, weight(range)))
    });
    let best = fitting.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    best.map_or(0.0, |it| it.1)
}

fn weight(range: &str) -> f32 {
    let parameters = range.split(';').skip(1);
    let mut values = parameters.filter_map(|it| it.trim().strip_prefix("q="));
    values.next().and_then(|it| it.parse().ok()).unwrap_or(1.0)
}

/// How well a documented media type (or range) fits one that was sent; `None` where it does not. The most specific one counts:
/// one whose parameters were sent before one that has none, and that before one whose parameters were left out.
pub(crate) fn fit(documented: &str, sent: &str) -> Option<u8> {
    if documented == sent {
        return Some(5);
    }
    let fit = fit_of_names(essence(documented), essence(sent))?;
    if !documented.contains(';') {
        return Some(fit + 1);
    }
    let (mut all, mut given) = (0, 0);
    for (name, value) in parameters(documented).filter(|it| is_telling(it.0)) {
        all += 1;
        match parameter(sent, name) {
            Some(it) if it == value => given += 1,
            Some(_) => return None,
            None => {}
        }
    }
    Some(match given {
        _ if all == 0 => fit + 1,
        _ if given == all => fit + 2,
        _ => fit,
    })
}

/// How well the name of a media type (or range) fits another.
fn fit_of_names(documented: &str, sent: &str) -> Option<u8> {
    if documented.eq_ignore_ascii_case(sent) {
        return Some(3);
    }
    let (kind, subtype) = documented.split_once('/')?;
    let (sent_kind, sent_subtype) = sent.split_once('/')?;
    let is_same_kind = kind.eq_ignore_ascii_case(sent_kind);
    match (kind, subtype) {
        ("*", "*") => Some(0),
        (_, "*") if is_same_kind => Some(1),
        // No range of HTTP, but what documents write for every syntax with that suffix, the bare one among them.
        _ if is_same_kind && subtype.starts_with("*+") => {
            let suffix = sent_subtype.rsplit('+').next()?;
            suffix.eq_ignore_ascii_case(&subtype[2..]).then_some(2)
        }
        _ => None,
    }
}

/// Whether a parameter makes another media type of one: `version=2`. How text is written and where parts end are read for
/// themselves, and a quality value is none of a media type.
fn is_telling(name: &str) -> bool {
    !["charset", "boundary", "q"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(name))
}

/// The media type without its parameters.
pub(crate) fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// Whether a media type is one of JSON: `application/json`, `text/json`, and what ends in `+json` (RFC 6839, section 3.1).
pub(crate) fn is_json(media: &str) -> bool {
    let subtype = essence(media).split_once('/').map_or("", |it| it.1);
    let suffix = subtype.rsplit('+').next().unwrap_or_default();
    suffix.eq_ignore_ascii_case("json")
}

/// Whether a body of a media type consists of parts: `multipart/form-data` and the others.
pub(crate) fn is_multipart(media: &str) -> bool {
    let kind = media.split_once('/').map_or("", |it| it.0);
    kind.trim().eq_ignore_ascii_case("multipart")
}

/// Whether a media type is that of forms: `application/x-www-form-urlencoded`.
pub(crate) fn is_form(media: &str) -> bool {
    essence(media).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// A parameter of a media type: the `boundary` of multipart, the `charset` of texts.
pub(crate) fn parameter<'a>(media: &'a str, name: &str) -> Option<&'a str> {
    let mut all = parameters(media);
    all.find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
}

/// The parameters of a media type, values without the quotes around them.
fn parameters(media: &str) -> impl Iterator<Item = (&str, &str)> {
    media.split(';').skip(1).filter_map(|it| {
        let (key, value) = it.trim().split_once('=')?;
        Some((key, value.trim_matches('"')))
    })
}

/// Whether a text is a token (RFC 9110, section 5.6.2), as the names of types, headers and cookies are.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

/// What tokens are made of.
pub(crate) fn is_token_byte(it: u8) -> bool {
    it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it)
}
