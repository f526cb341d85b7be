//! A value → XML, by the XML Objects of its schemas (OpenAPI 3.0.4, section 4.7.26; 3.2.0, section 4.26).

use std::fmt::Write as _;

use verbatim_gen::analysis::media::properties;
use verbatim_gen::model::{Api, SchemaId, Xml, XmlNode};
use verbatim_gen::node::{Node, Value};

use crate::encode::plain;

/// What an element is called that has no name in the document.
const UNNAMED: &str = "xml";

/// The value as a document. Its root is called what the schema says, or is called itself.
pub fn document(api: &Api, schema: Option<SchemaId>, value: &Node) -> String {
    let mut writer = Writer {
        api,
        out: String::new(),
    };
    let name = schema.and_then(|id| component(api, id));
    let name = name.unwrap_or(UNNAMED);
    match value.as_array() {
        // A document has one root, whatever `wrapped` says.
        Some(items) => {
            let item = schema.and_then(|id| api.schema(target(api, id)).array.items);
            let root = Element::of(api, schema, name);
            writer.open(&root, &[]);
            let name = item.and_then(|id| component(api, id)).unwrap_or(name);
            items.iter().for_each(|it| writer.element(item, name, it));
            writer.close(&root);
        }
        None => writer.element(schema, name, value),
    }
    writer.out
}

struct Writer<'a> {
    api: &'a Api,
    out: String,
}

/// What an element is called.
struct Element {
    name: String,
    /// The declaration of its namespace, where it has one.
    declaration: String,
}

impl Element {
    fn of(api: &Api, schema: Option<SchemaId>, name: &str) -> Self {
        let xml = schema.and_then(|id| xml_of(api, id));
        let own = xml.and_then(|it| it.name.as_deref());
        let mut name = xml_name(own.unwrap_or(name));
        let mut declaration = String::new();
        let prefix = xml.and_then(|it| it.prefix.as_deref());
        let prefix = prefix.filter(|it| !it.is_empty()).map(xml_name);
        if let Some(prefix) = &prefix {
            name = format!("{prefix}:{name}");
        }
        if let Some(uri) = xml.and_then(|it| it.namespace.as_deref()) {
            let which = prefix.map(|it| format!(":{it}")).unwrap_or_default();
            declaration = format!(" xmlns{which}=\"{}\"", escaped(uri));
        }
        Self { name, declaration }
    }
}

impl Writer<'_> {
    fn open(&mut self, it: &Element, attributes: &[(String, String)]) {
        let _ = write!(self.out, "<{}{}", it.name, it.declaration);
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"{}\"", escaped(value));
        }
        self.out.push('>');
    }

    fn close(&mut self, it: &Element) {
        let _ = write!(self.out, "</{}>", it.name);
    }

    fn element(&mut self, schema: Option<SchemaId>, name: &str, value: &Node) {
        let element = Element::of(self.api, schema, name);
        let Value::Object(members) = &value.value else {
            match &value.value {
                Value::Null => {
                    let _ = write!(self.out, "<{}{}/>", element.name, element.declaration);
                }
                // Arrays within arrays have no names of their own.
                Value::Array(items) => {
                    self.open(&element, &[]);
                    let item =
                        schema.and_then(|id| self.api.schema(target(self.api, id)).array.items);
                    items.iter().for_each(|it| self.element(item, name, it));
                    self.close(&element);
                }
                _ => {
                    self.open(&element, &[]);
                    self.out.push_str(&escaped(&plain(value)));
                    self.close(&element);
                }
            }
            return;
        };
        let fields = schema
            .map(|id| properties(self.api, id))
            .unwrap_or_default();
        let field = |name: &str| fields.iter().find(|it| *it.0 == *name).map(|it| it.1);
        let node = |name: &str| {
            let xml = field(name).and_then(|id| xml_of(self.api, id));
            xml.map_or(XmlNode::Element, |it| it.node)
        };
        let attributes = members
            .iter()
            .filter(|it| node(&it.0.text) == XmlNode::Attribute);
        let attributes = attributes.map(|(key, it)| {
            let element = Element::of(self.api, field(&key.text), &key.text);
            (element.name, plain(it))
        });
        let attributes: Vec<_> = attributes.collect();
        let nodes: Vec<XmlNode> = members.iter().map(|it| node(&it.0.text)).collect();
        self.open(&element, &attributes);
        for ((key, it), node) in members.iter().zip(nodes) {
            match node {
                XmlNode::Attribute => {}
                XmlNode::Text => self.out.push_str(&escaped(&plain(it))),
                XmlNode::Cdata => {
                    let text = plain(it).replace("]]>", "]]]]><![CDATA[>");
                    let _ = write!(self.out, "<![CDATA[{text}]]>");
                }
                XmlNode::Element | XmlNode::None => self.member(field(&key.text), &key.text, it),
            }
        }
        self.close(&element);
    }

    /// A member that is an element, or each of whose items is one.
    fn member(&mut self, schema: Option<SchemaId>, name: &str, value: &Node) {
        let Some(items) = value.as_array() else {
            return self.element(schema, name, value);
        };
        let item = schema.and_then(|id| self.api.schema(target(self.api, id)).array.items);
        let is_wrapped = schema
            .and_then(|id| xml_of(self.api, id))
            .is_some_and(|it| it.wrapped);
        let around = is_wrapped.then(|| Element::of(self.api, schema, name));
        if let Some(it) = &around {
            self.open(it, &[]);
        }
        items.iter().for_each(|it| self.element(item, name, it));
        if let Some(it) = &around {
            self.close(it);
        }
    }
}

/// The schema that one stands for which is nothing but a reference with something beside it.
fn target(api: &Api, id: SchemaId) -> SchemaId {
    let schema = api.schema(id);
    match schema.all_of.first() {
        Some(&target) if schema.reference_with_siblings => target,
        _ => id,
    }
}

/// How a schema is written in XML: as it says, or what it refers to.
fn xml_of(api: &Api, id: SchemaId) -> Option<&Xml> {
    let own = api.schema(id).annotations.xml.as_deref();
    own.or_else(|| api.schema(target(api, id)).annotations.xml.as_deref())
}

/// What a schema is called, where it is a component.
fn component(api: &Api, id: SchemaId) -> Option<&str> {
    api.schema(target(api, id)).origin.name.as_deref()
}

/// A name that XML can have (XML 1.0, section 2.3): what it cannot becomes `_`.
fn xml_name(name: &str) -> String {
    let is_start = |it: char| it.is_alphabetic() || it == '_';
    let is_part = |it: char| is_start(it) || it.is_numeric() || matches!(it, '-' | '.' | ':');
    let parts = name.chars().map(|it| if is_part(it) { it } else { '_' });
    let mut out: String = parts.collect();
    if !out.starts_with(is_start) {
        out.insert(0, '_');
    }
    out
}

/// A text without markup. Characters that XML has none for are left out (XML 1.0, section 2.2).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(it),
            it if it.is_control() || matches!(it, '\u{FFFE}' | '\u{FFFF}') => {}
            it => out.push(it),
        }
    }
    out
}
