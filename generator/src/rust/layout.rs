//! Pieces of Rust → lines, laid out as rustfmt lays them out.

use std::fmt::Write;

/// rustfmt's width of a line.
const WIDTH: usize = 100;

/// rustfmt's width of the arguments of a call, and of a chain of calls, that stand on one line.
const SHORT: usize = 60;

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

    /// Adds lines that are laid out already.
    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
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

    /// Adds the head of a function: `before(a, b) -> Result {`; `returns` is broken at `Future<` where it is too long.
    pub fn function(&mut self, before: &str, parameters: &[String], returns: &str, after: &str) {
        let line = format!("{before}({}) -> {returns}{after}", parameters.join(", "));
        if self.fits(&line) {
            return self.line(line);
        }
        self.open(format!("{before}("));
        for parameter in parameters {
            match parameter.split_once(": ") {
                Some((name, ty)) => self.generic(&format!("{name}: "), ty),
                None => self.line(format!("{parameter},")),
            }
        }
        self.depth -= 1;
        let line = format!(") -> {returns}");
        // What rustfmt does with a long `impl Trait`, as measured: it leaves it whole a little beyond the margin.
        match self.column() + line.chars().count() {
            0..=94 => self.line(format!("{line}{after}")),
            95..=107 if after == ";" => self.line(format!("{line};")),
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
        let parts = parts.and_then(|it| it.strip_suffix('>')?.rsplit_once(", "));
        match parts {
            Some((answer, error)) if !self.fits(&line) => {
                self.open("Output = Result<");
                self.line(format!("{answer},"));
                self.line(format!("{error},"));
                self.close(">,");
            }
            _ => self.line(line),
        }
    }

    /// Adds a variant with what it holds: `Name(Type),`.
    pub fn variant(&mut self, name: &str, types: &[String]) {
        let all = types.join(", ");
        let line = match types {
            [] => format!("{name},"),
            _ => format!("{name}({all}),"),
        };
        if (types.len() < 2 || all.chars().count() <= SHORT) && self.fits(&line) {
            return self.line(line);
        }
        self.open(format!("{name}("));
        for ty in types {
            self.line(format!("{ty},"));
        }
        self.close("),");
    }

    /// Adds a struct of one public field without a name.
    pub fn tuple_struct(&mut self, name: &str, ty: &str) {
        let line = format!("pub struct {name}(pub {ty});");
        if self.fits(&line) {
            return self.line(line);
        }
        self.open(format!("pub struct {name}("));
        self.generic("pub ", ty);
        self.close(");");
    }

    /// Adds a field, its type on a line of its own where it is too long, or else broken behind its first `<`.
    pub fn field(&mut self, name: &str, ty: &str) {
        let line = format!("{name}: {ty},");
        if self.fits(&line) {
            return self.line(line);
        }
        if self.column() + ty.chars().count() + 5 > WIDTH && ty.ends_with('>') {
            return self.generic(&format!("{name}: "), ty);
        }
        self.open(format!("{name}:"));
        self.line(format!("{ty},"));
        self.depth -= 1;
    }

    /// Adds a type with a comma behind it, broken behind its first `<` where it is too long.
    fn generic(&mut self, before: &str, ty: &str) {
        let line = format!("{before}{ty},");
        let parts = ty.split_once('<');
        match parts.and_then(|(outer, rest)| Some((outer, rest.strip_suffix('>')?))) {
            Some((outer, inner)) if !self.fits(&line) => {
                self.open(format!("{before}{outer}<"));
                for argument in arguments(inner) {
                    self.generic("", argument);
                }
                self.close(">,");
            }
            _ => self.line(line),
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

    /// Adds the head of a method and opens its body: `before(a, b) -> Call<T> {`.
    pub fn method(&mut self, before: &str, parameters: &[String], returns: &str) {
        let line = format!("{before}({}) -> {returns} {{", parameters.join(", "));
        if self.fits(&line) {
            return self.open(line);
        }
        self.open(format!("{before}("));
        for parameter in parameters {
            self.line(format!("{parameter},"));
        }
        self.depth -= 1;
        let line = format!(") -> {returns} {{");
        let head = line.trim_end_matches(" {");
        // What rustfmt does with a long type, as measured.
        match (
            self.column() + head.chars().count(),
            returns.split_once('<'),
        ) {
            (95..=102, _) => {
                self.line(head);
                self.open("{");
            }
            (103.., Some((outer, inner))) => {
                self.open(format!(") -> {outer}<"));
                for argument in arguments(inner.strip_suffix('>').unwrap_or(inner)) {
                    self.generic("", argument);
                }
                self.depth -= 1;
                self.open("> {");
            }
            _ => self.open(line),
        }
    }

    /// Adds an entry of a table, on as many lines as it takes: `head { part, part },`.
    pub fn entry(&mut self, head: &str, parts: &[String]) {
        let whole = match parts {
            [] => format!("{head} {{}},"),
            parts => format!("{head} {{ {} }},", parts.join(", ")),
        };
        if self.fits(&whole) {
            return self.line(whole);
        }
        self.open(format!("{head} {{"));
        let words: Vec<String> = parts.iter().map(|it| format!("{it},")).collect();
        self.fill(&words);
        self.close("},");
    }

    /// Adds words, as many to a line as fit.
    pub fn fill(&mut self, words: &[String]) {
        let mut line = String::new();
        for word in words {
            if !line.is_empty() {
                if !self.fits(&format!("{line} {word}")) {
                    self.line(&line);
                    line.clear();
                } else {
                    line.push(' ');
                }
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.line(&line);
        }
    }

    /// Whether a line has room at this depth.
    pub fn fits(&self, line: &str) -> bool {
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

/// Sorts names as rustfmt does: numbers by their value, and `self` first.
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
        (*name != "self", key)
    });
}
