//! Which documented media types one that is sent fits.

use crate::media::fit;

#[test]
fn the_most_specific_media_type_fits_best() {
    let best = |documented: &[&'static str], sent: &str| {
        let fitting = documented
            .iter()
            .filter_map(|it| Some((fit(it, sent)?, *it)));
        fitting.rev().max_by_key(|it| it.0).map(|it| it.1)
    };
    let versions = &[
        "application/a+json;version=1",
        "application/a+json; version=2",
    ];
    let plain = &[
        "application/json;v=1",
        "application/json",
        "application/*",
        "*/*",
    ];
    for (documented, sent, expected) in [
        // Parameters make another media type.
        (&versions[..], "application/a+json; version=2", Some(1)),
        (
            versions,
            "application/a+json;Version=\"2\"; charset=utf-8",
            Some(1),
        ),
        (versions, "application/a+json;version=3", None),
        (versions, "application/a+json", Some(0)),
        (plain, "application/json; charset=utf-8", Some(1)),
        (plain, "application/json; v=1; charset=utf-8", Some(0)),
        (plain, "application/json; v=2", Some(1)),
        // Not so those by which the text or the parts are read.
        (
            &["text/plain; charset=utf-8"],
            "text/plain; charset=latin1",
            Some(0),
        ),
        (&["text/plain; charset=utf-8"], "text/plain", Some(0)),
        (
            &["multipart/mixed; boundary=a"],
            "multipart/mixed; boundary=b",
            Some(0),
        ),
        // Then the narrower range.
        (plain, "application/xml", Some(2)),
        (plain, "text/xml; v=1", Some(3)),
        (
            &["*/*", "application/*", "application/*+json"],
            "application/a+json",
            Some(2),
        ),
        (
            &["application/*+json", "application/*+json;v=1"],
            "application/a+json;v=1",
            Some(1),
        ),
    ] {
        let expected = expected.map(|it: usize| documented[it]);
        assert_eq!(best(documented, sent), expected, "{documented:?} {sent}");
    }
}

#[test]
fn ranges_of_a_suffix_include_what_ends_in_it() {
    for (documented, sent, expected) in [
        ("application/*+json", "application/merge-patch+json", true),
        (
            "application/*+json",
            "application/json; charset=utf-8",
            true,
        ),
        ("application/*+json", "application/*+json", true),
        ("application/*+json", "application/jsonp", false),
        ("application/*+json", "text/json", false),
        ("application/*+xml", "application/a+json", false),
        ("application/*", "application/a+json", true),
    ] {
        let fits = fit(documented, sent).is_some();
        assert_eq!(fits, expected, "{documented} {sent}");
    }
}
