//! Which documented media types one that is sent fits.

use crate::media::fit;

#[test]
fn ranges_of_a_suffix_include_what_ends_in_it() {
    for (documented, sent, expected) in [
        (
            "application/*+json",
            "application/merge-patch+json",
            Some(2),
        ),
        (
            "application/*+json",
            "application/json; charset=utf-8",
            Some(2),
        ),
        ("application/*+json", "application/*+json", Some(3)),
        ("application/*+json", "application/jsonp", None),
        ("application/*+json", "text/json", None),
        ("application/*+xml", "application/a+json", None),
        ("application/*", "application/a+json", Some(2)),
    ] {
        assert_eq!(fit(documented, sent), expected, "{documented} {sent}");
    }
}
