//! A file of accepted changes → which changes it is about, and which of its entries are about none.

use verbatim_gen::diff::Change;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    code: String,
    operation: Option<String>,
    subject: Option<String>,
    /// Why it is accepted.
    pub reason: String,
}

impl Accepted {
    /// Whether a change is what the entry is about.
    pub fn fits(&self, change: &Change) -> bool {
        let is_operation = |it: &String| {
            let operation = change.operation.as_ref();
            operation.is_some_and(|own| own.to_string() == *it)
        };
        self.code.eq_ignore_ascii_case(change.code.as_str())
            && self.operation.as_ref().is_none_or(is_operation)
            && self
                .subject
                .as_ref()
                .is_none_or(|it| change.subject.starts_with(it.as_str()))
    }

    /// What it is about, in words.
    pub fn shown(&self) -> String {
        let parts = [
            Some(self.code.as_str()),
            self.operation.as_deref(),
            self.subject.as_deref(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Reads the entries of a file.
///
/// # Errors
/// What is wrong with it, and what to write instead.
pub fn parse(text: &str) -> Result<Vec<Accepted>, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|why: toml::de::Error| why.to_string().trim_end().to_owned())?;
    if let Some(other) = table.keys().find(|it| *it != "accepted") {
        return Err(format!(
            "there is no setting `{other}`; write `[[accepted]]`"
        ));
    }
    let entries = match table.get("accepted") {
        None => return Ok(Vec::new()),
        Some(it) => it
            .as_array()
            .ok_or("`accepted` is a list; write `[[accepted]]`")?,
    };
    let one = |(at, entry): (usize, &toml::Value)| {
        let number = at + 1;
        let table = entry
            .as_table()
            .ok_or(format!("entry {number} is no table"))?;
        let known = ["code", "operation", "subject", "reason"];
        if let Some(other) = table.keys().find(|it| !known.contains(&it.as_str())) {
            return Err(format!(
                "entry {number} has no setting `{other}`; write one of `{}`",
                known.join("`, `")
            ));
        }
        let field = |name: &str| match table.get(name) {
            None => Ok(None),
            Some(toml::Value::String(it)) => Ok(Some(it.clone())),
            Some(_) => Err(format!("`{name}` of entry {number} is no string")),
        };
        let needed = |name: &str| {
            let it = field(name)?.filter(|it| !it.trim().is_empty());
            it.ok_or(format!("entry {number} has no `{name}`"))
        };
        Ok(Accepted {
            code: needed("code")?,
            operation: field("operation")?,
            subject: field("subject")?,
            reason: needed("reason")?,
        })
    };
    entries.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn an_entry_has_a_code_and_a_reason() {
        let text =
            "[[accepted]]\ncode = \"D101\"\noperation = \"GET /pets\"\nreason = \"unused\"\n";
        let entries = parse(text).expect("a file");
        assert_eq!(entries[0].shown(), "D101, GET /pets");
        assert_eq!(parse("").expect("a file"), []);
        for (text, why) in [
            ("[[accepted]]\ncode = \"D101\"\n", "entry 1 has no `reason`"),
            (
                "[[accepted]]\ncode = \"D101\"\nreason = \" \"\n",
                "entry 1 has no `reason`",
            ),
            (
                "[[accepted]]\ncode = 1\nreason = \"x\"\n",
                "`code` of entry 1 is no string",
            ),
            (
                "[[accepted]]\nplace = \"x\"\n",
                "entry 1 has no setting `place`",
            ),
            ("accepted = 1\n", "`accepted` is a list"),
            ("ignored = []\n", "there is no setting `ignored`"),
            ("[[accepted]\n", "TOML parse error at line 1"),
        ] {
            let found = parse(text).expect_err(text);
            assert!(found.starts_with(why), "{found}");
        }
    }
}
