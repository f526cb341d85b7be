//! What the page that leads to the others says of the API.

use std::sync::Arc;

use super::super::markdown::{Block, Kind, Table};
use super::tables::{code_text, listed_values};
use super::{Reader, cell_text, list_item, uncoded, unescaped};
use crate::docs::grammar::{self, Title};
use crate::model::{Contact, ExternalDocs, Info, License, Server, ServerVariable};

/// What an index says of the API beside its title and description.
#[derive(Debug, Default)]
pub struct About {
    /// Its version, and whom to ask; no title and no description.
    pub info: Info,
    /// Where it is served.
    pub servers: Vec<Server>,
    /// Where more stands about it.
    pub external_docs: Option<ExternalDocs>,
}

fn is(block: &Block<'_>, title: Title) -> bool {
    matches!(block.kind, Kind::Heading { level, text, .. } if title.is(level, text))
}

impl<'a> Reader<'a, '_> {
    /// Reads what stands above the list of pages: the description, and what follows it, if anything does.
    pub(super) fn about(&mut self, above: &[Block<'a>]) -> (Option<&'a str>, Option<Box<About>>) {
        let Some((_, blocks)) = above.split_last().filter(|it| is(it.0, grammar::PAGES)) else {
            return (self.span(above), None);
        };
        let servers = blocks.iter().rposition(|it| is(it, grammar::SERVERS));
        let until = servers.unwrap_or(blocks.len());
        let about = blocks[..until]
            .iter()
            .rposition(|it| is(it, grammar::ABOUT));
        let start = about.or(servers).unwrap_or(blocks.len());
        let mut found = About::default();
        for block in &blocks[start..] {
            match &block.kind {
                Kind::Heading { .. } => {}
                Kind::Text(text) => {
                    for line in text.lines() {
                        if fact(&mut found, line).is_none() {
                            self.unexpected(block, "what is said of the API");
                        }
                    }
                }
                Kind::Table(table) if table.columns == grammar::SERVER_COLUMNS => {
                    found.servers = servers_of(table);
                }
                Kind::Table(table) if table.columns == grammar::VARIABLE_COLUMNS => {
                    variables(table, &mut found.servers);
                }
                _ => self.unexpected(block, "what is said of the API"),
            }
        }
        (self.span(&blocks[..start]), Some(Box::new(found)))
    }
}

/// Adds the variables of the servers' addresses.
pub(super) fn variables(table: &Table<'_>, servers: &mut [Server]) {
    for row in &table.rows {
        let mut cells = row.cells.iter().map(|it| it.text);
        let mut next = || cells.next().unwrap_or_default();
        let [url, name, default, values, description] = [next(), next(), next(), next(), next()];
        let url = uncoded(url).unwrap_or_default();
        let Some(server) = servers.iter_mut().find(|it| it.url == url) else {
            continue;
        };
        let name: Arc<str> = uncoded(name).unwrap_or_default().into();
        let variable = ServerVariable {
            default: code_text(default).into_owned(),
            values: match values {
                "" => Vec::new(),
                cell => listed_values(cell),
            },
            description: some(cell_text(description, false)),
        };
        server.variables.insert(name, variable);
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|it| !it.is_empty())
}

pub(super) fn servers_of(table: &Table<'_>) -> Vec<Server> {
    let rows = table.rows.iter().filter_map(|row| {
        let url = uncoded(row.cells.first()?.text)?;
        let description = row.cells.get(1).map_or("", |it| it.text);
        Some(Server {
            url: url.to_owned(),
            description: some(cell_text(description, false)),
            ..Server::default()
        })
    });
    rows.collect()
}

/// Adds what an item of the list says.
fn fact(found: &mut About, line: &str) -> Option<()> {
    let [what, text] = grammar::FACT.read(list_item(line)?)?;
    let info = &mut found.info;
    let link = || {
        let (text, url) = text
            .strip_prefix('[')?
            .strip_suffix(')')?
            .split_once("](")?;
        Some((text.to_owned(), url.to_owned()))
    };
    match what {
        grammar::VERSION => uncoded(text)?.clone_into(&mut info.version),
        grammar::TERMS => info.terms_of_service = Some(link()?.1),
        grammar::CONTACT => contact(info).name = Some(unescaped(text).into_owned()),
        grammar::CONTACT_URL => contact(info).url = Some(link()?.1),
        grammar::CONTACT_EMAIL => contact(info).email = Some(uncoded(text)?.to_owned()),
        grammar::LICENSE => license(info).name = unescaped(text).into_owned(),
        grammar::LICENSE_URL => license(info).url = Some(link()?.1),
        grammar::EXTERNAL_DOCUMENTATION => {
            let (text, url) = link()?;
            found.external_docs = Some(ExternalDocs {
                description: (text != url).then_some(text),
                url,
            });
        }
        _ => return None,
    }
    Some(())
}

fn contact(info: &mut Info) -> &mut Contact {
    info.contact.get_or_insert_default()
}

fn license(info: &mut Info) -> &mut License {
    info.license.get_or_insert_default()
}
