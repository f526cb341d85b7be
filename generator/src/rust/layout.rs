//! Pieces of Rust → lines, laid out as rustfmt lays them out.

use std::fmt::Write;

/// rustfmt's width of a line.
const WIDTH: usize = 100;

/// rustfmt's width of the arguments of a call, and of a chain of calls, that stand on one line.
const SHORT: usize = 60;

/// What an arm of a match takes apart: `Ok(path(it))`.
#[derive(Debug)]
pub struct Pattern<'a> {
    /// Whether it stands in an `Ok`.
    pub wrapped: bool,
    /// The variant.
    pub path: &'a str,
    /// What it holds.
    pub fields: Fields<'a>,
}

/// What a variant holds.
#[derive(Debug)]
pub enum Fields<'a> {
    /// Nothing.
    None,
    /// One value, called `it`.
    Tuple,
    /// Fields by name.
    Struct(&'a [String]),
}

/// Source text in the making.
#[derive(Debug, Default)]
pub struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    /// The text.
    pub fn finish(self) -> String {
        self.text
    }

    /// Adds a line; an empty one is not indented.
    pub fn line(&mut self, text: impl AsRef<str>) {
        let text = text.as_ref();
        if !text.is_empty() {
            let _ = write!(self.text, "{:1$}", "", self.column());
            self.text.push_str(text);
        }
        self.text.push('\n');
    }

    /// Adds a line and indents what follows.
    pub fn open(&mut self, text: impl AsRef<str>) {
        self.line(text);
        self.depth += 1;
    }

    /// Ends the indentation and adds a line.
    pub fn close(&mut self, text: impl AsRef<str>) {
        self.depth -= 1;
        self.line(text);
    }

    /// Adds documentation, `///` before each line.
    pub fn docs(&mut self, docs: &[String]) {
        self.comment("///", docs);
    }

    /// Adds the documentation of a file, `//!` before each line.
    pub fn file_docs(&mut self, docs: &[String]) {
        self.comment("//!", docs);
    }

    fn comment(&mut self, sign: &str, docs: &[String]) {
        for line in docs {
            self.line(format!("{sign} {line}").trim_end());
        }
    }

    /// Indents what follows.
    pub fn indent(&mut self) {
        self.depth += 1;
    }

    /// Ends the indentation.
    pub fn end(&mut self) {
        self.depth -= 1;
    }

    /// Adds a list of names: `use crate::types::{A, B};`.
    pub fn import(&mut self, keyword: &str, path: &str, names: &[&str]) {
        match names {
            [] => {}
            [only] => self.line(format!("{keyword} {path}::{only};")),
            _ => {
                let all = names.join(", ");
                if self.fits(&format!("{keyword} {path}::{{{all}}};")) {
                    return self.line(format!("{keyword} {path}::{{{all}}};"));
                }
                self.open(format!("{keyword} {path}::{{"));
                let mut line = String::new();
                for name in names {
                    if self.column() + line.len() + name.len() + 2 > WIDTH {
                        self.line(line.trim_end());
                        line.clear();
                    }
                    let _ = write!(line, "{name}, ");
                }
                self.line(line.trim_end());
                self.close("};");
            }
        }
    }

    /// Adds the head of an implementation and opens its block.
    pub fn open_impl(&mut self, name_of_trait: &str, name: &str) {
        let line = format!("impl {name_of_trait} for {name} {{");
        if self.fits(&line) {
            return self.open(line);
        }
        self.open(format!("impl {name_of_trait}"));
        self.line(format!("for {name}"));
        self.depth -= 1;
        self.open("{");
    }

    /// Adds the head of a trait and opens its block.
    pub fn open_trait(&mut self, name: &str, bounds: &str) {
        let line = format!("{name}: {bounds} {{");
        if self.fits(&line) {
            return self.open(line);
        }
        self.open(format!("{name}:"));
        self.line(bounds);
        self.depth -= 1;
        self.open("{");
    }

    /// Adds a module that stands in a file beneath `folder`: where its name is not ASCII, the compiler has to be told.
    pub fn module(&mut self, folder: &str, name: &str) {
        if !name.is_ascii() {
            self.line(format!("#[path = \"{folder}/{name}.rs\"]"));
        }
        self.line(format!("pub mod {name};"));
    }

    /// Adds a call: `before(a, b)after`.
    pub fn call(&mut self, before: &str, arguments: &[String], after: &str) {
        let all = arguments.join(", ");
        let line = format!("{before}({all}){after}");
        // A string alone may be long.
        let is_short = all.len() <= SHORT || arguments.len() == 1 && all.starts_with('"');
        if is_short && self.fits(&line) {
            return self.line(line);
        }
        self.open(format!("{before}("));
        for argument in arguments {
            self.line(format!("{argument},"));
        }
        self.close(format!("){after}"));
    }

    /// Adds the arm of a match: `pattern => call(a, b),`.
    pub fn arm(&mut self, pattern: &str, function: &str, arguments: &[String]) {
        let all = arguments.join(", ");
        let line = format!("{function}({all})");
        let fits_alone = self.column() + 4 + line.chars().count() <= WIDTH;
        let head = format!("{pattern} => {function}");
        let is_broken = all.len() > SHORT || !fits_alone && self.fits(&format!("{head}(,"));
        if is_broken || self.fits(&format!("{pattern} => {line},")) {
            return self.call(&head, arguments, ",");
        }
        self.open(format!("{pattern} => {{"));
        self.call(function, arguments, "");
        self.close("}");
    }

    /// Adds the arm of a match with a call in a call: `pattern => outer(inner(argument)),`.
    pub fn nested_arm(&mut self, pattern: &str, outer: &str, inner: &str, argument: &str) {
        /// How wide the head of a call within a call may be.
        const HEAD: usize = 92;
        let all = format!("{inner}({argument})");
        let line = format!("{pattern} => {outer}({all}),");
        if all.len() <= SHORT && self.fits(&line) {
            return self.line(line);
        }
        let head = format!("{pattern} => {outer}({inner}(");
        if self.column() + head.chars().count() <= HEAD {
            self.open(head);
            self.line(format!("{argument},"));
            return self.close(")),");
        }
        let block = format!("{outer}({all})");
        if self.column() + 4 + block.chars().count() <= WIDTH {
            self.open(format!("{pattern} => {{"));
            self.line(block);
            return self.close("}");
        }
        self.open(format!("{pattern} => {outer}("));
        if self.fits(&format!("{all},")) {
            self.line(format!("{all},"));
        } else {
            self.open(format!("{inner}("));
            self.line(format!("{argument},"));
            self.close("),");
        }
        self.close("),");
    }

    /// Adds a pattern and opens a block: `Ok(Name { a, b }) => {`.
    pub fn open_arm(&mut self, pattern: &Pattern<'_>) {
        let end = self.pattern(pattern);
        self.open(format!("{end} => {{"));
    }

    /// Adds the arm of a match: `Ok(Name(it)) => call(a, b),`.
    pub fn pattern_arm(&mut self, pattern: &Pattern<'_>, function: &str, arguments: &[String]) {
        let end = self.pattern(pattern);
        self.arm(&end, function, arguments);
    }

    /// Adds the arm of a match that is a match itself, whose arms `inside` adds.
    pub fn match_arm(
        &mut self,
        pattern: &Pattern<'_>,
        value: &str,
        inside: impl FnOnce(&mut Self),
    ) {
        let end = self.pattern(pattern);
        let line = format!("{end} => match {value} {{");
        // What rustfmt does, as measured: a brace that is just too wide stands on a line of its own.
        match self.column() + line.chars().count() {
            ..WIDTH => self.open(line),
            width if width == WIDTH + 1 => {
                self.line(line.trim_end_matches(" {"));
                self.open("{");
            }
            _ => {
                self.open(format!("{end} => {{"));
                self.open(format!("match {value} {{"));
                inside(self);
                self.close("}");
                return self.close("}");
            }
        }
        inside(self);
        self.close("},");
    }

    /// Adds a pattern but for its last line, which it returns.
    fn pattern(&mut self, pattern: &Pattern<'_>) -> String {
        /// What rustfmt leaves room for behind a pattern: ` => {`.
        const ARROW: usize = 5;
        /// rustfmt's width of a struct's fields on one line.
        const FIELDS: usize = 18;
        let Pattern {
            wrapped,
            path,
            fields,
        } = pattern;
        let (open, end) = match fields {
            Fields::None => ("", ""),
            Fields::Tuple => ("(", ")"),
            Fields::Struct(_) => (" {", "}"),
        };
        let (inside, is_short) = match fields {
            Fields::None => (String::new(), true),
            Fields::Tuple => ("it".to_owned(), true),
            Fields::Struct(names) => {
                let all = names.join(", ");
                let is_short = all.len() <= FIELDS;
                (format!(" {all} "), is_short)
            }
        };
        let (before, after) = if *wrapped { ("Ok(", ")") } else { ("", "") };
        let whole = format!("{path}{open}{inside}{end}");
        let line = format!("{before}{whole}{after}");
        let fits =
            |it: &Self, text: &str, more: usize| it.column() + text.chars().count() + more <= WIDTH;
        if is_short && fits(self, &line, ARROW) {
            return line;
        }
        let names: Vec<&str> = match fields {
            Fields::None => Vec::new(),
            Fields::Tuple => vec!["it"],
            Fields::Struct(names) => names.iter().map(String::as_str).collect(),
        };
        let head = format!("{before}{path}{open}");
        if !names.is_empty() && (!wrapped || fits(self, &head, ARROW + 1)) {
            self.open(head);
            names.iter().for_each(|it| self.line(format!("{it},")));
            self.depth -= 1;
            return format!("{end}{after}");
        }
        if !wrapped {
            return line;
        }
        self.open(before);
        if is_short && fits(self, &whole, 1) {
            self.line(format!("{whole},"));
        } else {
            self.open(format!("{path}{open}"));
            names.iter().for_each(|it| self.line(format!("{it},")));
            self.close(format!("{end},"));
        }
        self.depth -= 1;
        after.to_owned()
    }

    /// Adds a statement whose value is a chain: `let answer = server.api.list(request).await;`.
    pub fn chain(&mut self, before: &str, root: &str, links: &[String]) {
        let chain = format!("{root}{}", links.concat());
        let line = format!("{before}{chain};");
        if chain.len() <= SHORT && self.fits(&line) {
            return self.line(line);
        }
        self.open(format!("{before}{root}"));
        for (at, link) in links.iter().enumerate() {
            let end = if at + 1 == links.len() { ";" } else { "" };
            let line = format!("{link}{end}");
            match link.strip_suffix(')').and_then(|it| it.split_once('(')) {
                Some((name, arguments)) if !self.fits(&line) && !arguments.is_empty() => {
                    self.open(format!("{name}("));
                    self.line(format!("{arguments},"));
                    self.close(format!("){end}"));
                }
                _ => self.line(line),
            }
        }
        self.depth -= 1;
    }

    /// Adds the head of a function: `before(a, b) -> Result {`; `returns` is broken at `Future<` where it is too long.
    pub fn function(&mut self, before: &str, parameters: &[String], returns: &str, after: &str) {
        let line = format!("{before}({}) -> {returns}{after}", parameters.join(", "));
        if self.fits(&line) {
            return self.line(line);
        }
        self.open(format!("{before}("));
        for parameter in parameters {
            self.line(format!("{parameter},"));
        }
        self.depth -= 1;
        let line = format!(") -> {returns}");
        // What rustfmt does with a long `impl Trait`, as measured: it leaves it whole a little beyond the margin.
        match self.column() + line.chars().count() {
            0..=94 => self.line(format!("{line}{after}")),
            95..=107 => {
                self.line(line);
                self.line(after.trim_start());
            }
            108 => {
                self.line(line.trim_end_matches(" + Send"));
                self.line(format!("+ Send{after}"));
            }
            _ => {
                let output = returns.strip_prefix("impl Future<");
                let output = output.and_then(|it| it.strip_suffix("> + Send"));
                self.open(") -> impl Future<");
                self.output(output.unwrap_or(returns));
                self.close(format!("> + Send{after}"));
            }
        }
    }

    /// Adds the output of a future: `Output = Result<T, Self::Error>,`.
    fn output(&mut self, output: &str) {
        let line = format!("{output},");
        let parts = output.strip_prefix("Output = Result<");
        let parts = parts.and_then(|it| it.strip_suffix(", Self::Error>"));
        match parts {
            Some(answer) if !self.fits(&line) => {
                self.open("Output = Result<");
                self.line(format!("{answer},"));
                self.line("Self::Error,");
                self.close(">,");
            }
            _ => self.line(line),
        }
    }

    /// Adds a variant with a payload: `Name(Type),`.
    pub fn variant(&mut self, name: &str, ty: &str) {
        let line = format!("{name}({ty}),");
        if self.fits(&line) {
            return self.line(line);
        }
        self.open(format!("{name}("));
        self.line(format!("{ty},"));
        self.close("),");
    }

    /// Adds a field, its type on a line of its own where it is too long, or else broken behind its first `<`.
    pub fn field(&mut self, name: &str, ty: &str) {
        let line = format!("{name}: {ty},");
        if self.fits(&line) {
            return self.line(line);
        }
        let generic = ty
            .split_once('<')
            .and_then(|(outer, rest)| Some((outer, rest.strip_suffix('>')?)));
        match generic {
            Some((outer, inner)) if self.column() + ty.chars().count() + 5 > WIDTH => {
                self.open(format!("{name}: {outer}<"));
                for argument in arguments(inner) {
                    self.line(format!("{argument},"));
                }
                self.close(">,");
            }
            _ => {
                self.open(format!("{name}:"));
                self.line(format!("{ty},"));
                self.depth -= 1;
            }
        }
    }

    /// Adds the bounds of a type in a `where` clause.
    pub fn bounds(&mut self, name: &str, bounds: &[String]) {
        let line = format!("{name}: {},", bounds.join(" + "));
        if self.fits(&line) {
            return self.line(line);
        }
        if let [only] = bounds
            && let Some((name_of_trait, arguments)) = only.split_once('<')
        {
            self.open(format!("{name}: {name_of_trait}<"));
            self.depth += 1;
            for argument in arguments.trim_end_matches('>').split(", ") {
                self.line(format!("{argument},"));
            }
            self.depth -= 1;
            self.line(">,");
            return self.end();
        }
        for (at, bound) in bounds.iter().enumerate() {
            let end = if at + 1 == bounds.len() { "," } else { "" };
            match at {
                0 => self.open(format!("{name}: {bound}{end}")),
                _ => self.line(format!("+ {bound}{end}")),
            }
        }
        self.end();
    }

    fn fits(&self, line: &str) -> bool {
        self.column() + line.chars().count() <= WIDTH
    }

    fn column(&self) -> usize {
        self.depth * 4
    }
}

/// The arguments of a generic type, which may be generic themselves: `String, Vec<(A, B)>` are two.
fn arguments(list: &str) -> Vec<&str> {
    let mut depth = 0i32;
    let mut start = 0;
    let mut all = Vec::new();
    for (at, c) in list.char_indices() {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            ',' if depth == 0 => {
                all.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    all.push(list[start..].trim());
    all
}

/// Sorts names as rustfmt does: numbers by their value.
pub fn sort(names: &mut [&str]) {
    names.sort_by_cached_key(|name| {
        let mut key: Vec<(String, u64, usize)> = Vec::new();
        let mut rest = name.strip_prefix("r#").unwrap_or(name);
        while !rest.is_empty() {
            let text = rest.find(|it: char| it.is_ascii_digit());
            let (text, tail) = rest.split_at(text.unwrap_or(rest.len()));
            let digits = tail.find(|it: char| !it.is_ascii_digit());
            let (digits, tail) = tail.split_at(digits.unwrap_or(tail.len()));
            key.push((text.to_owned(), digits.parse().unwrap_or(0), digits.len()));
            rest = tail;
        }
        key
    });
}
