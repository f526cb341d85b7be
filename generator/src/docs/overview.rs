//! What an API is, and where it is served: the top of the page that leads to the others.

use super::block::Block;
use super::context::Context;
use super::grammar;
use super::inline::{Inline, Link, LinkForm, Target};
use super::table::Table;
use crate::model::{Operation, Server};

/// Version, terms, contact, licence, further documentation and servers.
pub fn about<'a>(cx: &Context<'a>) -> Vec<Block<'a>> {
    let info = &cx.api.info;
    let contact = info.contact.as_ref();
    let license = info.license.as_ref();
    let texts = [
        (grammar::VERSION, Some(&info.version)),
        (grammar::TERMS, info.terms_of_service.as_ref()),
        (grammar::CONTACT, contact.and_then(|it| it.name.as_ref())),
        (grammar::CONTACT_URL, contact.and_then(|it| it.url.as_ref())),
        (
            grammar::CONTACT_EMAIL,
            contact.and_then(|it| it.email.as_ref()),
        ),
        (grammar::LICENSE, license.map(|it| &it.name)),
    ];
    // An SPDX expression of one license has a page of its own.
    let identifier = license.and_then(|it| it.identifier.as_deref());
    let by_identifier = identifier.map(|it| match it.contains(' ') {
        true => "https://spdx.org/licenses/".to_owned(),
        false => format!("https://spdx.org/licenses/{it}.html"),
    });
    let license_url = license.and_then(|it| it.url.clone()).or(by_identifier);
    let mut items = Vec::new();
    for (what, text) in texts {
        let text = text.map(|it| it.trim()).filter(|it| !it.is_empty());
        items.extend(text.map(|it| {
            let text = match what {
                grammar::TERMS | grammar::CONTACT_URL => url(it),
                grammar::VERSION | grammar::CONTACT_EMAIL => Inline::code(it),
                _ => Inline::Text(it.into()),
            };
            grammar::FACT.of([Inline::plain(what), text])
        }));
    }
    if let Some(it) = license_url {
        let link = Inline::from(Link {
            text: it.clone().into(),
            target: Target::Url(it.into()),
            form: LinkForm::Link,
        });
        items.push(grammar::FACT.of([Inline::plain(grammar::LICENSE_URL), link]));
    }
    if let Some(docs) = &cx.api.external_docs {
        let text = docs.description.as_deref().map(str::trim);
        let text = text.filter(|it| !it.is_empty());
        let what = Inline::plain(grammar::EXTERNAL_DOCUMENTATION);
        items.push(grammar::FACT.of([what, named_url(text.unwrap_or(&docs.url), &docs.url)]));
    }
    let mut out = Vec::new();
    if !items.is_empty() {
        out.push(grammar::ABOUT.block());
        out.push(Block::List(items));
    }
    let servers = &cx.api.servers;
    let is_usual = |it: &Server| it.url == "/" && it.description.is_none();
    if !servers.iter().all(is_usual) {
        out.extend(tables_of_servers(servers));
    }
    cx.within_budget(out)
}

fn url(it: &str) -> Inline<'_> {
    named_url(it, it)
}

fn named_url<'a>(text: &'a str, url: &'a str) -> Inline<'a> {
    Inline::from(Link {
        text: text.into(),
        target: Target::Url(url.into()),
        form: LinkForm::Link,
    })
}

/// Where an operation is served that has servers of its own, as far as its sample does not say it.
pub fn own_servers(operation: &Operation) -> Vec<Block<'_>> {
    match &operation.servers[..] {
        [] => Vec::new(),
        [only] if only.description.is_none() && only.variables.is_empty() => Vec::new(),
        servers => tables_of_servers(servers),
    }
}

/// The addresses of servers, and the variables in them.
fn tables_of_servers(servers: &[Server]) -> Vec<Block<'_>> {
    let mut table = Table::with_room_for(grammar::SERVER_COLUMNS, servers.len());
    let mut variables = Table::new(grammar::VARIABLE_COLUMNS);
    for it in servers {
        table.cell(Inline::code(&*it.url));
        table.cell(Inline::markdown(
            it.description.as_deref().unwrap_or_default(),
        ));
        for (name, variable) in &it.variables {
            variables.cell(Inline::code(&*it.url));
            variables.cell(Inline::code(&**name));
            variables.cell(Inline::code(&*variable.default));
            for (i, value) in variable.values.iter().enumerate() {
                if i > 0 {
                    variables.push(Inline::plain(grammar::BETWEEN_VALUES));
                }
                variables.push(Inline::code(&**value));
            }
            variables.end_cell();
            let description = variable.description.as_deref().unwrap_or_default();
            variables.cell(Inline::markdown(description));
        }
    }
    let mut out = vec![grammar::SERVERS.block(), Block::Table(table)];
    if !variables.is_empty() {
        out.push(Block::Table(variables));
    }
    out
}
