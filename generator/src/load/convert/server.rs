//! `host`, `basePath` and `schemes` of Swagger 2.0 → servers.

use super::converter::Converter;
use crate::load::members::Members;
use crate::node::Node;
use crate::source::Place;

impl Converter<'_> {
    /// An operation's `schemes` replace those of the document.
    pub(super) fn operation_servers(&self, schemes: Option<&Node>) -> Option<Node> {
        let schemes = schemes?;
        let host = self.root.get("host").and_then(Node::as_str)?;
        let base = self
            .root
            .get("basePath")
            .and_then(Node::as_str)
            .unwrap_or("");
        let servers: Vec<Node> = schemes
            .as_array()?
            .iter()
            .filter_map(|scheme| {
                let url = format!("{}://{host}{base}", scheme.as_str()?);
                Some(server(&url, scheme.place))
            })
            .collect();
        (!servers.is_empty()).then(|| Node::array(servers, schemes.place))
    }
}

/// `host`, `basePath` and `schemes` as servers.
pub(super) fn servers(root: &Node) -> Option<Node> {
    let base = root.get("basePath").and_then(Node::as_str);
    let servers = match root.get("host") {
        Some(host) => {
            let name = host.as_str()?;
            let schemes: Vec<&str> = root
                .get("schemes")
                .and_then(Node::as_array)
                .map(|it| it.iter().filter_map(Node::as_str).collect())
                .unwrap_or_default();
            let urls: Vec<String> = if schemes.is_empty() {
                vec![format!("//{name}{}", base.unwrap_or(""))]
            } else {
                schemes
                    .iter()
                    .map(|it| format!("{it}://{name}{}", base.unwrap_or("")))
                    .collect()
            };
            // What is told of a server is about its path.
            let place = root.get("basePath").unwrap_or(host).place;
            urls.iter().map(|it| server(it, place)).collect()
        }
        None => vec![server(base?, root.get("basePath")?.place)],
    };
    Some(Node::array(servers, root.place))
}

fn server(url: &str, place: Place) -> Node {
    let mut out = Members::default();
    out.set("url", Node::string(url, place));
    out.into_node(place)
}
