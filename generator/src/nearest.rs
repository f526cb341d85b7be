//! A misspelt word → the word that was probably meant.

/// The candidate that a word was most likely meant to be: at most a third of its letters differ, and at most three.
///
/// `respones` finds `responses`; `foo` finds nothing. Of two equally near ones the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A distance costs the product of both lengths; nobody misspells a word this long.
    if word.len() > 60 {
        return None;
    }
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let folded = fold(word);
    candidates
        .into_iter()
        .filter(|it| it.len().abs_diff(word.len()) <= limit + 1)
        .map(|it| (strsim::osa_distance(&folded, &fold(it)), it))
        // Of words this short, any two are near.
        .filter(|(distance, _)| *distance <= limit && 2 * distance <= word.len().saturating_sub(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

/// [`nearest`] among as many candidates as may still be compared in a document, each of which takes a microsecond.
pub(crate) fn nearest_of<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    left: &mut usize,
) -> Option<&'a str> {
    let may = *left;
    let counted = candidates.into_iter().take(may).inspect(|_| *left -= 1);
    nearest(word, counted)
}

/// `shell_fence`, `shellFence` and `shell-fence` are one word written three ways.
fn fold(word: &str) -> String {
    word.chars()
        .filter(|it| !matches!(it, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        let words = ["responses", "requestBody", "shell-fence", "tag", "tags"];
        for (written, meant) in [
            ("respones", Some("responses")),
            ("Responses", Some("responses")),
            ("request_body", Some("requestBody")),
            ("shell_fense", Some("shell-fence")),
            ("tga", Some("tag")),
            ("tagss", Some("tags")),
            ("parameters", None),
            ("x", None),
            ("tg", None),
        ] {
            assert_eq!(nearest(written, words), meant, "{written}");
        }
    }
}
