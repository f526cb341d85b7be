//! Operations → samples of how the client calls them, for the reference.

use super::item::RustApi;
use super::item::operation::{Endpoint, FieldSource, Module, OperationType, RequestField};
use super::item::types::{Scalar, TypeRef};
use crate::config::Config;

/// A sample for each operation, in document order: statements of a function that is `async` and returns a `Result`.
pub fn samples(rust: &RustApi, config: &Config) -> Vec<String> {
    let package = config.package.library_name();
    let package = package.as_deref().unwrap_or("api");
    let operations = rust.operations.iter();
    operations
        .map(|id| {
            let (module, endpoint) = rust.operation(*id);
            sample(package, module, endpoint)
        })
        .collect()
}

fn sample(package: &str, module: &Module, endpoint: &Endpoint) -> String {
    let function = &endpoint.function;
    let mut out = String::new();
    let mut values = String::new();
    if let Some(request) = &endpoint.request {
        out += &format!("use {package}::api::{}::{};\n", module.name, request.name);
        values += &format!("let request = {} {{\n", request.name);
        for it in &request.fields {
            values += &format!("    {}: {},\n", it.name, value(it));
        }
        values += "};\n";
    }
    out += &format!("use {package}::client::Client;\n");
    if values.contains("from_slice") {
        out += &format!("use {package}::types::runtime::from_slice;\n");
    }
    let argument = if values.is_empty() { "" } else { "request" };
    out += "\nlet client = Client::builder(base_url).build()?;\n";
    out += &values;
    out +=
        &format!("let answer = client.{function}({argument}).await?;\nprintln!(\"{{answer:?}}\");");
    out
}

/// An expression for the value of a field.
fn value(field: &RequestField) -> String {
    let name = field.name.strip_prefix("r#").unwrap_or(&field.name);
    match &field.ty {
        OperationType::Optional(_) | OperationType::Ref(TypeRef::Option(_)) => "None".to_owned(),
        OperationType::Accept => "Default::default()".to_owned(),
        OperationType::Ref(TypeRef::Scalar(scalar)) => match scalar {
            Scalar::Bool => "true".to_owned(),
            Scalar::F32 | Scalar::F64 => "1.0".to_owned(),
            Scalar::String => format!("\"{{{name}}}\".to_owned()"),
            Scalar::Uuid
            | Scalar::Date
            | Scalar::DateTime
            | Scalar::Ip
            | Scalar::Ipv4
            | Scalar::Ipv6 => format!("{name}.parse()?"),
            Scalar::Base64 | Scalar::Secret | Scalar::Binary => format!("{name}.into()"),
            _ => "1".to_owned(),
        },
        OperationType::Ref(_) if matches!(field.source, FieldSource::Body(..)) => {
            "from_slice(include_bytes!(\"body.json\"))?".to_owned()
        }
        // What has parts is made where the sample cannot show it.
        _ if *field.name == *name => name.to_owned(),
        _ => format!("{name}_value"),
    }
}
