//! Types that a macro makes tell `schemars` the schemas of the document.

verbatim_macro::api!("tests/shop.yaml", config = "tests/schemars.toml");

use shop::types::Thing;

#[test]
fn types_tell_their_schemas() {
    let schema = schemars::schema_for!(Thing).to_value();
    assert_eq!(schema["required"], serde_json::json!(["name"]), "{schema}");
    assert_eq!(schema["properties"]["name"]["minLength"], 1, "{schema}");
    let kinds = serde_json::json!(["small", "large"]);
    assert_eq!(schema["$defs"]["ThingType"]["enum"], kinds, "{schema}");
}
