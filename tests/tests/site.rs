//! The reference as a site: every page stands alone, leads somewhere, and shows what the document says as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use verbatim_gen::{Config, Emit, FileSet, Source, generate};
use verbatim_tests::{MapFiles, root};

const SITE: Emit = Emit {
    rust: false,
    docs: false,
    html: true,
};

/// How large a page may be.
const LARGEST: usize = 500_000;

fn site(document: &str, config: &Config) -> FileSet {
    let source = Source::new("openapi.yaml", document);
    match generate(source, &MapFiles::default(), config, SITE) {
        Ok(made) => made.files,
        Err(report) => panic!("{report}"),
    }
}

/// A page, as far as its structure goes.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
    /// What the browser asks for by itself.
    loaded: Vec<String>,
}

/// Reads a page, and holds it to what every page is held to.
fn read(path: &str, html: &str) -> Page {
    assert!(html.starts_with("<!DOCTYPE html>"), "{path}");
    let mut page = Page::default();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest
            .find('>')
            .unwrap_or_else(|| panic!("{path}: a tag does not end"));
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(
                open.pop(),
                Some(name),
                "{path}: </{name}> … {}",
                &rest[..rest.len().min(80)]
            );
            continue;
        }
        let (name, attributes) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit();
        assert!(name.chars().all(plain), "{path}: <{tag}>");
        if !["br", "hr", "img", "input", "link", "meta", "wbr"].contains(&name) {
            open.push(name);
        }
        let attributes = attributes_of(path, attributes);
        for key in attributes.keys() {
            assert!(!key.starts_with("on") && *key != "style", "{path}: <{tag}>");
        }
        if name == "script" {
            assert!(rest.starts_with("</script>"), "{path} has a script in it");
        }
        assert!(
            !["style", "iframe", "object", "embed", "base", "form", "img"].contains(&name),
            "{path}: <{tag}>"
        );
        if let Some(id) = attributes.get("id") {
            assert!(
                page.ids.insert((*id).to_owned()),
                "{path} has two elements {id:?}"
            );
        }
        let href = attributes.get("href").or(attributes.get("src"));
        if let Some(it) = href {
            match name {
                "a" => page.links.push((*it).to_owned()),
                _ => page.loaded.push((*it).to_owned()),
            }
        }
    }
    assert!(open.is_empty(), "{path}: {open:?} are open at the end");
    page
}

fn attributes_of<'t>(path: &str, text: &'t str) -> BTreeMap<&'t str, &'t str> {
    let mut out = BTreeMap::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        let value = match behind.strip_prefix("=\"") {
            Some(behind) => {
                let end = behind.find('"').unwrap_or_else(|| panic!("{path}: {text}"));
                rest = behind[end + 1..].trim_start();
                &behind[..end]
            }
            None => {
                assert!(!behind.starts_with('='), "{path}: {text}");
                rest = behind.trim_start();
                ""
            }
        };
        assert!(out.insert(name, value).is_none(), "{path}: {text}");
    }
    out
}

/// Where a link of a page leads: a file of the site, and what within it. `None` for one that leaves the site.
fn target(from: &str, link: &str) -> Option<(String, Option<String>)> {
    let (file, fragment) = match link.split_once('#') {
        Some((file, fragment)) => (file, Some(fragment.to_owned())),
        None => (link, None),
    };
    if file.is_empty() {
        return Some((from.to_owned(), fragment));
    }
    let mut segments: Vec<&str> = from.split('/').collect();
    segments.pop();
    for it in file.split('/') {
        match it {
            ".." => drop(segments.pop()?),
            it => segments.push(it),
        }
    }
    (!file.starts_with('/')).then(|| (segments.join("/"), fragment))
}

/// Whether a link is to a page of the site.
fn is_inner(link: &str) -> bool {
    !link.contains(':') || link.starts_with('#')
}

/// Reads a whole site: no page is too large, all links lead somewhere, and every page is reached from the first.
fn check(files: &FileSet) -> BTreeMap<String, Page> {
    let (pages, faults) = faults(files, |_| false);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    pages
}

/// The pages of a site and what is wrong with them, whatever links lead to that are others' own.
fn faults(
    files: &FileSet,
    is_others: impl Fn(&str) -> bool,
) -> (BTreeMap<String, Page>, Vec<String>) {
    let mut faults = Vec::new();
    let pages: BTreeMap<String, Page> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, text)| {
            if text.len() > LARGEST {
                faults.push(format!("{path} has {} bytes", text.len()));
            }
            (path.to_owned(), read(path, text))
        })
        .collect();
    let mut lower: BTreeSet<String> = BTreeSet::new();
    let leads = |path: &str, link: &str| {
        let Some((file, fragment)) = target(path, link) else {
            return false;
        };
        let is_there = |it: &Page| fragment.is_none_or(|fragment| it.ids.contains(&fragment));
        match pages.get(&file) {
            Some(page) => is_there(page),
            None => files.get(&file).is_some() && !file.ends_with(".html"),
        }
    };
    for (path, page) in &pages {
        if !lower.insert(path.to_lowercase()) {
            faults.push(format!("{path} is there twice"));
        }
        for it in &page.loaded {
            let file = target(path, it).map(|it| it.0);
            if file.is_none_or(|it| files.get(&it).is_none()) {
                faults.push(format!("{path} asks for {it}"));
            }
        }
        for it in page.links.iter().filter(|it| is_inner(it)) {
            if !leads(path, it) && !is_others(it) {
                faults.push(format!("{path}: {it} leads nowhere"));
            }
        }
    }
    let mut reached = BTreeSet::new();
    let mut next = vec!["site/index.html".to_owned()];
    while let Some(path) = next.pop() {
        if let Some(page) = pages.get(&path)
            && reached.insert(path.clone())
        {
            let links = page.links.iter().filter(|it| is_inner(it));
            next.extend(links.filter_map(|it| Some(target(&path, it)?.0)));
        }
    }
    for path in pages.keys().filter(|it| !reached.contains(*it)) {
        faults.push(format!("nothing leads to {path}"));
    }
    (pages, faults)
}

/// The same of all documents of a folder, whose own texts may have dead links.
#[test]
fn sites_of_a_folder_are_whole() {
    let Some(folder) = std::env::var_os("SITE_DOCUMENTS") else {
        return;
    };
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries.map(|it| it.expect("an entry").path()).collect();
    paths.sort();
    let (mut made, mut links, mut wrong) = (0, 0, Vec::new());
    for path in paths {
        if !path
            .extension()
            .is_some_and(|it| it == "yaml" || it == "json")
        {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let source = Source::new("openapi.yaml", text.as_str());
        let config = Config::default();
        let Ok(site) = generate(source, &MapFiles::default(), &config, SITE) else {
            continue;
        };
        // A link of a text is written in Markdown or in HTML, as it stands in a string.
        let is_others = |link: &str| {
            let link = link.replace("&amp;", "&");
            let ways = ["](", "](<", "href=\"", "href='", "href=\\\"", "]: "];
            ways.iter().any(|it| text.contains(&format!("{it}{link}")))
        };
        let (pages, faults) = faults(&site.files, is_others);
        made += 1;
        links += pages.values().map(|it| it.links.len()).sum::<usize>();
        println!("{}: {} pages", path.display(), pages.len());
        wrong.extend(faults.iter().map(|it| format!("{}: {it}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(made > 0 && links > 0, "no site was made");
    println!("{made} sites, {links} links");
}

fn count(pages: &BTreeMap<String, Page>, folder: &str) -> usize {
    let below = format!("site/{folder}/");
    pages.keys().filter(|it| it.starts_with(&below)).count()
}

#[test]
fn the_site_of_the_members_is_whole() {
    let read =
        |name: &str| std::fs::read_to_string(root().join("spec").join(name)).expect("a text");
    let config =
        Config::parse(&Source::new("gen.toml", read("gen.toml"))).expect("it has no error");
    let files = site(&read("members.yaml"), &config);
    let pages = check(&files);
    assert_eq!(count(&pages, "operations"), 11);
    assert!(count(&pages, "schemas") > 10);
    let page = files
        .get("site/operations/get-organization-member.html")
        .expect("a page");
    for shown in [
        "/<wbr>api/<wbr>v2/<wbr>organizations",
        "Path parameters",
        "codersdk.OrganizationMember",
        "curl http://coder-server:8080/api/v2/organizations/",
        "Response examples",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    // What has values alone has no properties to list.
    for (name, has_properties) in [("user-status", false), ("slim-role", true)] {
        let page = format!("site/schemas/codersdk-{name}.html");
        let page = files.get(&page).expect("a page");
        assert_eq!(page.contains(">Properties<"), has_properties, "{name}");
        // Headings go down a level at a time.
        let levels = page.match_indices("<h").filter_map(|(at, _)| {
            let level = page[at + 2..].chars().next()?.to_digit(10)?;
            page[at + 3..].starts_with([' ', '>']).then_some(level)
        });
        let levels: Vec<u32> = levels.collect();
        let is_even = levels.windows(2).all(|it| it[1] <= it[0] + 1);
        assert!(levels.len() > 1 && is_even, "{name}: {levels:?}");
    }
    let mut of_scripts = 0;
    for name in ["site", "theme", "try"] {
        let path = format!("site/assets/{name}.js");
        let script = files.get(&path).expect("a script");
        for never in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
        ] {
            assert!(!script.contains(never), "{name}: {never}");
        }
        // Calls go where the document or the reader says.
        assert!(name == "try" || !script.contains("://"), "{name}");
        of_scripts += script.len();
    }
    assert!(of_scripts < 50_000, "{of_scripts}");
    let style = files.get("site/assets/site.css").expect("a style");
    assert!(!style.contains("url(") && !style.contains("@import"));
    assert!(style.len() < 20_000, "{}", style.len());
}

/// A document of which every text is an attack.
fn hostile() -> String {
    let attacks = [
        "</script><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "[x](javascript:alert(1)) ![y](http://evil.example/pixel.png) <a href='JaVaScript:alert(1)'>z</a>",
        "</title></head></main></html><svg onload=alert(1)>",
        "```html\n</code></pre><script>alert(1)</script>\n```",
        "<p onclick=alert(1)>x</p><ul><li>y</p></table></div>",
    ];
    let text = |at: usize| {
        format!("{:?}", attacks[at % attacks.len()].replace('\n', "\\n")).replace("\\\\n", "\\n")
    };
    let mut out = format!(
        "openapi: 3.1.0\ninfo: {{title: {}, version: {}, description: {}, summary: {}}}\nservers: [{{url: 'https://a.example/{{v}}', description: {}, variables: {{v: {{default: {}}}}}}}]\ntags: [{{name: {}, description: {}}}]\npaths:\n",
        text(0),
        text(1),
        text(2),
        text(3),
        text(4),
        text(0),
        text(1),
        text(2)
    );
    for at in 0..attacks.len() {
        let name = text(at);
        let _ = write!(
            out,
            "  {:?}:\n    post:\n      operationId: {name}\n      summary: {name}\n      description: {name}\n      tags: [{}]\n      deprecated: true\n      parameters: [{{name: {name}, in: query, description: {name}, schema: {{type: string, default: {name}, enum: [{name}, b]}}}}]\n      requestBody: {{description: {name}, content: {{application/json: {{schema: {{$ref: '#/components/schemas/S{at}'}}}}}}}}\n      responses: {{'200': {{description: {name}, content: {{application/json: {{schema: {{$ref: '#/components/schemas/S{at}'}}, example: {{a: {name}}}}}}}}}}}\n",
            format!("/p{at}/\"><script>alert({at})</script>"),
            text(1),
        );
    }
    out.push_str("components:\n  schemas:\n");
    for at in 0..attacks.len() {
        let name = text(at);
        let _ = writeln!(
            out,
            "    S{at}: {{title: {name}, description: {name}, type: object, properties: {{{name}: {{type: string, description: {name}, pattern: {name}, example: {name}}}, a: {{}}}}}}"
        );
    }
    out
}

#[test]
fn hostile_texts_are_texts() {
    let document = hostile();
    let source = Source::new("openapi.yaml", document);
    let files = match generate(source, &MapFiles::default(), &Config::default(), SITE) {
        Ok(made) => made.files,
        Err(report) => panic!("{report}"),
    };
    let pages = check(&files);
    assert_eq!(count(&pages, "operations"), 6);
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        // The only scripts are the site's own: that of the theme, and that of the page.
        assert_eq!(text.matches("<script").count(), 2, "{path}");
        let page = &pages[path];
        for it in &page.links {
            let scheme = it.split_once(':').map(|it| it.0);
            assert!(
                it.starts_with('#') || matches!(scheme, None | Some("http" | "https" | "mailto")),
                "{path}: {it}"
            );
        }
    }
    // It stands in a string of JSON, which is a string of a script as well.
    let search = files.get("site/assets/search.js").expect("a script");
    let list = search
        .strip_prefix("verbatim.found(")
        .and_then(|it| it.strip_suffix(")\n"));
    let list: serde_json::Value = serde_json::from_str(list.expect("a call")).expect("JSON");
    assert!(list.as_array().is_some_and(|it| it.len() >= 12));
}

#[test]
fn names_that_differ_in_case_have_pages_of_their_own() {
    let files = site(
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n\
         \x20 /a: {get: {operationId: getUser, responses: {'200': {description: ok}}}}\n\
         \x20 /b: {get: {operationId: GetUser, responses: {'200': {description: ok}}}}\n\
         \x20 /c: {get: {operationId: get_user, responses: {'200': {description: ok}}}}\n\
         components:\n  schemas:\n    User: {type: object}\n    user: {type: object}\n    USER: {type: object}\n    nul: {type: object}\n",
        &Config::default(),
    );
    let pages = check(&files);
    assert_eq!(count(&pages, "operations"), 3);
    assert_eq!(count(&pages, "schemas"), 4);
    assert!(pages.contains_key("site/schemas/user.html"));
}

#[test]
fn no_page_is_too_large() {
    let mut document =
        String::from("openapi: 3.0.3\ninfo:\n  title: Large\n  version: '1'\n  description: |\n");
    for at in 0..6_000 {
        let _ = writeln!(
            document,
            "    Paragraph {at} says much about *nothing* & more, again and again.\n"
        );
    }
    document.push_str("paths:\n");
    for at in 0..1_500 {
        let schema = if at % 10 == 0 { "Wide" } else { "Small1" };
        let _ = writeln!(
            document,
            "  /things/{at}: {{get: {{operationId: thing{at}, responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}}}}}}}"
        );
    }
    document
        .push_str("components:\n  schemas:\n    Wide:\n      type: object\n      properties:\n");
    for at in 0..700 {
        let _ = writeln!(
            document,
            "        property_{at}: {{type: string, description: 'Of {at}: {}', enum: [a, b, c]}}",
            "words ".repeat(60)
        );
    }
    document.push_str("    Codes: {type: string, enum: [");
    for at in 0..20_000 {
        let _ = write!(document, "code_{at}, ");
    }
    document.push_str("]}\n");
    for at in 0..2_500 {
        let _ = writeln!(document, "    Small{at}: {{type: object}}");
    }
    let files = site(&document, &Config::default());
    let pages = check(&files);
    assert!(count(&pages, "operations") >= 1_500);
    assert!(count(&pages, "schemas") >= 2_502);
}

#[test]
fn a_tag_that_is_declared_has_a_page() {
    let document = "\
openapi: 3.1.0
info: {title: Shop, version: '1'}
tags:
- {name: pets, description: All of them.}
- {name: guide, description: 'How orders go.', externalDocs: {url: 'https://example.com/more'}}
paths:
  /pets:
    get: {operationId: listPets, tags: [pets], responses: {'204': {description: none}}}
";
    let files = site(document, &Config::default());
    let pages = check(&files);
    assert_eq!(count(&pages, "tags"), 2);
    let page = files.get("site/tags/guide.html").expect("a page");
    assert!(page.contains("How orders go.") && page.contains("https://example.com/more"));
    let has_list = |page: &str| page.contains("<h2") && page.contains(">Operations</");
    assert!(!has_list(page), "{page}");
    let page = files.get("site/tags/pets.html").expect("a page");
    assert!(has_list(page), "{page}");
    let index = files.get("site/index.html").expect("a page");
    assert!(index.contains("href=\"tags/guide.html\""));
}
