//! Documents made to exhaust their reader, of any size: what is repeated, nested, shared or referred to grows with it.
//!
//! `tests/hostile.rs` generates from small ones; `scripts/hostile-bounds` holds a release build to its bounds with
//! those of a megabyte.

use std::fmt::Write;

/// One way to be hostile.
pub struct Family {
    /// What it is called; ends in `.yaml` or `.json`.
    pub name: &'static str,
    /// Makes a document of about as many bytes.
    pub make: fn(usize) -> String,
}

impl Family {
    /// A document of about as many bytes.
    pub fn document(&self, bytes: usize) -> String {
        (self.make)(bytes)
    }
}

macro_rules! families {
    ($($name:literal: $make:expr;)*) => {
        /// Every family, with those first that ask for much output.
        pub const FAMILIES: &[Family] = &[$(Family { name: $name, make: $make }),*];
    };
}

families! {
    // Operations that share what is written out for each.
    "operations.json": |size| api("", &paths(size / 80, |_| operation("")));
    "operations_of_their_own_tags.json": |size| api("", &paths(size / 110, |i| operation(&format!(r#""tags":["t{i}"],"#))));
    "operations_without_answers.json": |size| api("", &paths(size / 30, |_| r#"{"get":{}}"#.to_owned()));
    "operations_of_one_name.json": |size| api("", &paths(size / 110, |i| operation(&format!(r#""operationId":"a{}","#, "!".repeat(i % 40)))));
    "operations_of_long_names.json": |size| api("", &paths(10, |i| operation(&format!(r#""operationId":"{}{i}","summary":"{}","#, "Ab".repeat(size / 40), "b".repeat(size / 20)))));
    "operations_of_one_description.yaml": |size| shared_text(size, "description");
    "operations_of_one_summary.yaml": |size| shared_text(size, "summary");
    "operations_of_one_operation_id.yaml": |size| shared_text(size, "operationId");
    "operations_of_shared_tags.yaml": |size| {
        let tags = list(size / 16, |i| format!("t{i}"));
        yaml(&format!("x-tags: &tags [{tags}]\npaths:\n{}", lines(size / 80, |i| format!("  /p{i}: {{get: {{tags: *tags, responses: {{\"200\": {{description: d}}}}}}}}"))))
    };
    "operations_of_shared_security.yaml": |size| {
        let schemes = list(size / 60, |i| format!("s{i}: []"));
        let declared = list(size / 60, |i| format!("s{i}: {{type: http, scheme: basic}}"));
        yaml(&format!("security: [{{{schemes}}}]\ncomponents: {{securitySchemes: {{{declared}}}}}\npaths:\n{}", lines(size / 120, |i| format!("  /p{i}: {{get: {{responses: {{\"200\": {{description: d}}}}}}}}"))))
    };
    "operations_of_shared_servers.yaml": |size| {
        let servers = list(size / 60, |i| format!("{{url: 'https://a{i}/'}}"));
        yaml(&format!("servers: [{servers}]\npaths:\n{}", lines(size / 120, |i| format!("  /p{i}: {{get: {{responses: {{\"200\": {{description: d}}}}}}}}"))))
    };
    "operations_of_shared_parameters.json": |size| {
        let declared = list(size / 160, |i| format!(r#""p{i}":{{"name":"p{i}","in":"query","schema":{{"enum":["a","b"]}}}}"#));
        let used = list(size / 160, |i| format!(r##"{{"$ref":"#/components/parameters/p{i}"}}"##));
        let methods = list(8, |i| format!(r#""{}":{{"responses":{{"200":{{"description":""}}}}}}"#, METHODS[i]));
        api(&format!(r#""parameters":{{{declared}}}"#), &format!(r#""/a":{{"parameters":[{used}],{methods}}}"#))
    };
    "operations_of_aliased_parameters.yaml": |size| {
        let used = list(size / 100, |i| format!("{{name: p{i}, in: query, schema: {{type: string}}}}"));
        yaml(&format!("x-p: &p [{used}]\npaths:\n{}", lines(size / 120, |i| format!("  /p{i}: {{get: {{parameters: *p, responses: {{\"200\": {{description: d}}}}}}}}"))))
    };
    "answers_of_one_description.json": |size| {
        let text = "d".repeat(size / 2);
        api(&format!(r#""responses":{{"R":{{"description":"{text}"}}}}"#), &paths(size / 160, |_| r##"{"get":{"responses":{"200":{"$ref":"#/components/responses/R"}}}}"##.to_owned()))
    };
    "answers_of_one_example.json": |size| {
        let example = list(size / 8, |i| i.to_string());
        let answer = format!(r#""responses":{{"R":{{"description":"","content":{{"application/json":{{"example":[{example}]}}}}}}}}"#);
        api(&answer, &paths(size / 160, |_| r##"{"get":{"responses":{"200":{"$ref":"#/components/responses/R"}}}}"##.to_owned()))
    };
    "answers_of_one_example_object.json": |size| {
        let example = format!(r#""examples":{{"E":{{"value":{{{}}}}}}}"#, list(size / 40, |i| format!(r#""member{i}":[{{"a":{i}}}]"#)));
        api(&example, &paths(size / 260, |_| r##"{"get":{"responses":{"200":{"description":"","content":{"application/json":{"examples":{"e":{"$ref":"#/components/examples/E"}}}}}}}}"##.to_owned()))
    };
    "answers_of_one_wide_enum.json": |size| {
        let values = list(size / 20, |i| format!(r#""value{i}""#));
        api(&format!(r#""schemas":{{"E":{{"type":"string","enum":[{values}]}},"O":{{"type":"object","properties":{{"e":{}}}}}}}"#, to("E")), &answers(size / 2, "O"))
    };
    "answers_of_one_wide_object.json": |size| {
        api(&format!(r#""schemas":{{"O":{{"type":"object","properties":{{{}}}}}}}"#, list(size / 60, |i| format!(r#""p{i}":{{"type":"string","description":"text"}}"#))), &answers(size / 2, "O"))
    };
    "answers_of_many_long_descriptions.json": |size| {
        let properties = list(500, |i| format!(r#""p{i}":{}"#, to("D")));
        let described = format!(r#""D":{{"type":"string","description":"{}"}}"#, "d ".repeat(size / 8));
        api(&format!(r#""schemas":{{{described},"O":{{"type":"object","properties":{{{properties}}}}}}}"#), &answers(size / 2, "O"))
    };
    "answers_of_doubled_properties.json": |size| {
        api(&format!(r#""schemas":{{{}}}"#, chain(200, doubled)), &answers(size, "S0"))
    };
    "answers_of_all_to_all.json": |size| {
        let n = 60;
        let schemas = list(n, |i| format!(r#""S{i}":{{"type":"object","properties":{{{}}}}}"#, list(n, |j| format!(r#""p{j}":{}"#, to(&format!("S{j}"))))));
        api(&format!(r#""schemas":{{{schemas}}}"#), &answers(size - 250_000.min(size / 2), "S0"))
    };
    "answers_of_long_arrays.json": |size| {
        let array = chain(20, |i| format!(r#""S{i}":{{"type":"array","minItems":1000000,"items":{}}}"#, to(&format!("S{}", i + 1))));
        api(&format!(r#""schemas":{{{array}}}"#), &answers(size, "S0"))
    };
    "answers_of_long_texts.json": |size| {
        let array = r#""S0":{"type":"array","minItems":1000,"items":{"type":"string","minLength":1000000000}}"#;
        api(&format!(r#""schemas":{{{array}}}"#), &answers(size, "S0"))
    };
    "answers_of_one_long_default.json": |size| {
        let default = format!(r#""S0":{{"type":"object","properties":{{"a":{{"type":"string","default":"{}"}}}}}}"#, "d".repeat(size / 2));
        api(&format!(r#""schemas":{{{default}}}"#), &answers(size / 2, "S0"))
    };
    "bodies_of_doubled_branches.json": |size| {
        let each = |i: usize| format!(r#""S{i}":{{"allOf":[{0},{0}]}}"#, to(&format!("S{}", i + 1)));
        api(&format!(r#""schemas":{{{}}}"#, chain(200, each)), &answers(size, "S0"))
    };
    "headers_of_one_answer.json": |size| {
        let headers = list(size / 60, |i| format!(r#""h{i}":{{"schema":{{"type":"string"}}}}"#));
        api(&format!(r#""responses":{{"R":{{"description":"d","headers":{{{headers}}}}}}}"#), &paths(size / 200, |_| r##"{"get":{"responses":{"200":{"$ref":"#/components/responses/R"}}}}"##.to_owned()))
    };
    "callbacks_within_callbacks.json": |size| {
        let callbacks = list(size / 60, |i| format!(r##""u{i}":{{"$ref":"#/components/pathItems/P"}}"##));
        api(&format!(r#""pathItems":{{"P":{{"post":{{"responses":{{"200":{{"description":""}}}},"callbacks":{{"C":{{{callbacks}}}}}}}}}}}"#), r##""/a":{"$ref":"#/components/pathItems/P"}"##).replace("3.0.4", "3.1.0")
    };
    "path_parameters.json": |size| {
        let path: String = (0..size / 90).map(|i| format!("/{{p{i}}}")).collect();
        let declared = list(size / 90, |i| format!(r#"{{"name":"p{i}","in":"path","required":true,"schema":{{"type":"string"}}}}"#));
        api("", &format!(r#""{}":{{"get":{{"parameters":[{declared}],"responses":{{"200":{{"description":""}}}}}}}}"#, &path[..path.len().min(1_900)].rsplit_once('/').map_or("", |it| it.0)))
    };
    "colliding_parameters.json": |size| {
        let declared = list(size / 70, |i| format!(r#"{{"name":"p{}","in":"query","schema":{{}}}}"#, "!?+-"[i % 4..].to_owned() + &"~".repeat(i % 50)));
        api("", &format!(r#""/a":{{"get":{{"parameters":[{declared}],"responses":{{"200":{{"description":""}}}}}}}}"#))
    };
    "form_parameters.json": |size| {
        let properties = list(size / 60, |i| format!(r#""p{i}":{{"type":"string","format":"binary"}}"#));
        let body = format!(r#""requestBody":{{"content":{{"multipart/form-data":{{"schema":{{"type":"object","properties":{{{properties}}}}}}}}}}},"#);
        api("", &format!(r#""/a":{}"#, operation(&body).replace("get", "post")))
    };
    "media_types.json": |size| {
        let types = list(size / 120, |i| format!(r#""application/v{i}+json":{{"schema":{{"type":"object"}}}}"#));
        api("", &format!(r#""/a":{{"post":{{"requestBody":{{"content":{{{types}}}}},"responses":{{"200":{{"description":"","content":{{{types}}}}}}}}}}}"#))
    };
    "statuses.json": |size| {
        let one = format!(r#"{{"description":"","content":{{"application/json":{{"schema":{}}}}}}}"#, to("S0"));
        let answers = list(500, |i| format!(r#""{}":{one}"#, i + 100));
        api(r#""schemas":{"S0":{"type":"object","properties":{"a":{"type":"string"}}}}"#, &paths(size / 50_000 + 1, |_| format!(r#"{{"get":{{"responses":{{{answers}}}}}}}"#)))
    };
    "swagger_operations.json": |size| {
        let types = list(size / 40, |i| format!(r#""a/b{i}""#));
        let paths = paths(size / 200, |_| r#"{"post":{"parameters":[{"in":"body","name":"b","schema":{}}],"responses":{"200":{"description":"","schema":{}}}}}"#.to_owned());
        format!(r#"{{"swagger":"2.0","info":{{"title":"t","version":"1"}},"consumes":[{types}],"produces":[{types}],"paths":{{{paths}}}}}"#)
    };
    "swagger_few_types.json": |size| {
        let types = list(50, |i| format!(r#""application/v{i}+json""#));
        let paths = paths(size / 140, |_| r#"{"post":{"parameters":[{"in":"body","name":"b","schema":{}}],"responses":{"200":{"description":"","schema":{}}}}}"#.to_owned());
        format!(r#"{{"swagger":"2.0","info":{{"title":"t","version":"1"}},"consumes":[{types}],"produces":[{types}],"paths":{{{paths}}}}}"#)
    };
    "swagger_definitions.json": |size| {
        let definitions = list(size / 60, |i| format!(r#""D{i}":{{"type":"object","properties":{{"a":{{"type":"string"}}}}}}"#));
        format!(r#"{{"swagger":"2.0","info":{{"title":"t","version":"1"}},"paths":{{}},"definitions":{{{definitions}}}}}"#)
    };
    "swagger_forms.json": |size| {
        let parameters = list(size / 50, |i| format!(r#"{{"name":"p{i}","in":"formData","type":"string"}}"#));
        format!(r#"{{"swagger":"2.0","info":{{"title":"t","version":"1"}},"paths":{{"/a":{{"post":{{"parameters":[{parameters}],"responses":{{"200":{{"description":""}}}}}}}}}}}}"#)
    };

    // Schemas that become many or large types.
    "all_of_shared_wide.json": |size| {
        let wide = format!(r#""W":{{"type":"object","properties":{{{}}}}}"#, list(size / 40, |i| format!(r#""p{i}":{{"type":"string"}}"#)));
        schemas(&format!("{wide},{}", list(size / 160, |i| format!(r#""S{i}":{{"allOf":[{},{{"required":["p{i}"]}}]}}"#, to("W")))))
    };
    "all_of_growing.json": |size| schemas(&chain(size / 120, |i| format!(r#""S{i}":{{"properties":{{"p{i}":{{"type":"string"}}}},"allOf":[{}]}}"#, to(&format!("S{}", i + 1)))));
    "all_of_fan.json": |size| {
        let leaves = list(size / 80, |i| format!(r#""L{i}":{{"properties":{{"p{i}":{{"type":"string"}}}}}}"#));
        let all = list(size / 80, |i| to(&format!("L{i}")));
        schemas(&format!(r#"{leaves},"A":{{"allOf":[{all}]}},{}"#, list(size / 400, |i| format!(r#""B{i}":{{"allOf":[{},{{"required":["p{i}"]}}]}}"#, to("A")))))
    };
    "all_of_chain.json": |size| schemas(&chain(size / 60, |i| format!(r#""S{i}":{{"allOf":[{}]}}"#, to(&format!("S{}", i + 1)))));
    "all_of_doubled.json": |size| schemas(&chain(size / 100, |i| format!(r#""S{i}":{{"allOf":[{0},{0}]}}"#, to(&format!("S{}", i + 1)))));
    "any_of_doubled.json": |size| schemas(&chain(size / 100, |i| format!(r#""S{i}":{{"anyOf":[{0},{0}],"example":1}}"#, to(&format!("S{}", i + 1)))));
    "one_of_doubled.json": |size| schemas(&chain(size / 100, |i| format!(r#""S{i}":{{"oneOf":[{0},{0}],"example":{{"a":1}}}}"#, to(&format!("S{}", i + 1)))));
    "one_of_chain.json": |size| schemas(&chain(size / 80, |i| format!(r#""S{i}":{{"oneOf":[{},{{"type":"string"}}]}}"#, to(&format!("S{}", i + 1)))));
    "one_of_chain_of_wide_unions.json": |size| {
        let n = (size / 20_000).max(1);
        schemas(&chain(n, |i| format!(r#""S{i}":{{"oneOf":[{},{}]}}"#, to(&format!("S{}", i + 1)), list(250, |j| format!(r#"{{"title":"T{j}","type":"object","properties":{{"p{j}":{{}}}}}}"#)))))
    };
    "one_of_circle.json": |size| {
        let n = size / 80;
        schemas(&list(n, |i| format!(r#""S{i}":{{"oneOf":[{},{{"type":"string"}}]}}"#, to(&format!("S{}", (i + 1) % n.max(1))))))
    };
    "one_of_all_to_all.json": |size| {
        let n = (size / 40).isqrt().max(2);
        schemas(&list(n, |i| format!(r#""S{i}":{{"oneOf":[{}]}}"#, list(n, |j| to(&format!("S{j}"))))))
    };
    "any_of_all_to_all_arrays.json": |size| {
        let n = (size / 70).isqrt().max(2);
        schemas(&list(n, |i| format!(r#""S{i}":{{"anyOf":[{}]}}"#, list(n, |j| format!(r#"{{"type":"array","items":{}}}"#, to(&format!("S{j}")))))))
    };
    "all_of_all_to_all.json": |size| {
        let n = (size / 60).isqrt().max(2);
        schemas(&list(n, |i| format!(r#""S{i}":{{"properties":{{"p":{{}}}},"allOf":[{}]}}"#, list(n - i - 1, |j| to(&format!("S{}", i + j + 1))))))
    };
    "all_of_of_one_of.json": |size| {
        let one = list(size / 160, |i| format!(r#"{{"type":"object","properties":{{"a{i}":{{}}}}}}"#));
        let two = list(size / 160, |i| format!(r#"{{"type":"object","properties":{{"b{i}":{{}}}}}}"#));
        schemas(&format!(r#""A":{{"allOf":[{{"oneOf":[{one}]}},{{"oneOf":[{two}]}}]}}"#))
    };
    "one_of_times_any_of.json": |size| {
        let half = |name: &str| list(size / 160, |i| format!(r#"{{"type":"object","properties":{{"{name}{i}":{{}}}}}}"#));
        schemas(&format!(r#""A":{{"oneOf":[{}],"anyOf":[{}]}}"#, half("a"), half("b")))
    };
    "many_groups.json": |size| {
        let parts = list(size / 130, |i| format!(r#"{{"oneOf":[{{"properties":{{"a{i}":{{}}}}}},{{"properties":{{"b{i}":{{}}}}}}]}}"#));
        schemas(&format!(r#""A":{{"allOf":[{parts}]}}"#))
    };
    "one_of_beside_wide_object.json": |size| {
        let properties = list(size / 40, |i| format!(r#""p{i}":{{"type":"string"}}"#));
        let branches = list(size / 80, |i| format!(r#"{{"required":["p{i}"]}}"#));
        schemas(&format!(r#""A":{{"type":"object","properties":{{{properties}}},"oneOf":[{branches}]}}"#))
    };
    "one_of_wide_objects.json": |size| {
        let properties = list(size / 20_000 + 1, |i| format!(r#""p{i}":{{"enum":["a","b","c"]}}"#));
        schemas(&format!(r#""A":{{"oneOf":[{}]}}"#, list(400, |i| format!(r#"{{"type":"object","title":"T{i}","properties":{{{properties}}}}}"#))))
    };
    "one_of_wide.json": |size| schemas(&format!(r#""A":{{"oneOf":[{}]}}"#, list(size / 70, |_| r#"{"type":"object","properties":{"p":{"type":"string"}}}"#.to_owned())));
    "one_of_many.json": |size| {
        let pair = r#""X":{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}},"Y":{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}}"#;
        schemas(&format!("{pair},{}", list(size / 90, |i| format!(r#""S{i}":{{"oneOf":[{},{}]}}"#, to("X"), to("Y")))))
    };
    "one_of_shared_branches.json": |size| {
        let n = (size / 60).isqrt().max(2);
        let branches = list(n, |i| format!(r#""B{i}":{{"type":"object","properties":{{"k":{{"enum":["v{i}"]}}}}}}"#));
        schemas(&format!("{branches},{}", list(n, |i| format!(r#""S{i}":{{"oneOf":[{}]}}"#, list(n, |j| to(&format!("B{j}")))))))
    };
    "discriminators.json": |size| {
        let n = size / 150;
        let mapping = list(n, |i| format!(r##""m{i}":"#/components/schemas/B{i}""##));
        let branches = list(n, |i| format!(r#""B{i}":{{"type":"object","properties":{{"k":{{}}}}}}"#));
        schemas(&format!(r#"{branches},"A":{{"discriminator":{{"propertyName":"k","mapping":{{{mapping}}}}},"oneOf":[{}]}}"#, list(n, |i| to(&format!("B{i}")))))
    };
    "discriminators_of_one_branch.json": |size| {
        let mapping = list(size / 60, |i| format!(r##""m{i}":"#/components/schemas/B""##));
        schemas(&format!(r#""B":{{"type":"object","required":["k"],"properties":{{"k":{{"type":"string"}}}}}},"C":{{"type":"object","required":["k"],"properties":{{"k":{{"type":"string"}}}}}},"A":{{"discriminator":{{"propertyName":"k","mapping":{{{mapping}}}}},"oneOf":[{},{}]}}"#, to("B"), to("C")))
    };
    "discriminators_by_all_of.json": |size| {
        let children = list(size / 110, |i| format!(r#""C{i}":{{"allOf":[{},{{"properties":{{"p":{{}}}}}}]}}"#, to("P")));
        schemas(&format!(r#""P":{{"type":"object","required":["k"],"properties":{{"k":{{"type":"string"}}}},"discriminator":{{"propertyName":"k"}}}},{children}"#))
    };
    "enum_wide.json": |size| schemas(&format!(r#""A":{{"type":"string","enum":[{}]}}"#, list(size / 10, |i| format!(r#""v{i}""#))));
    "enum_of_one_word.json": |size| schemas(&format!(r#""A":{{"type":"string","enum":[{}]}}"#, list(size / 50, |i| format!(r#""a{}""#, "!".repeat(i % 40) + &"?".repeat(i / 40 % 40)))));
    "enum_of_numbers.json": |size| schemas(&format!(r#""A":{{"enum":[{}],"example":1.5}}"#, list(size / 9, |i| format!("{i}.0"))));
    "enum_of_objects.json": |size| schemas(&format!(r#""A":{{"enum":[{}]}}"#, list(size / 17, |i| format!(r#"{{"a":[{i}]}}"#))));
    "enum_of_long_texts.json": |size| schemas(&format!(r#""A":{{"enum":[{}]}}"#, list(20, |i| format!(r#""{}{i}""#, "v".repeat(size / 20)))));
    "enum_repeated.json": |size| schemas(&format!(r#""A":{{"enum":[{}]}}"#, list(size / 2, |_| "1".to_owned())));
    "enum_inline_everywhere.json": |size| {
        let values = list(500, |i| format!(r#""v{i}""#));
        schemas(&list(size / 5_000 + 1, |i| format!(r#""A{i}":{{"type":"object","properties":{{"a":{{"enum":[{values}]}}}}}}"#)))
    };
    "properties_wide.json": |size| schemas(&format!(r#""A":{{"type":"object","properties":{{{}}}}}"#, list(size / 11, |i| format!(r#""{i}":{{}}"#))));
    "properties_of_one_word.json": |size| schemas(&format!(r#""A":{{"type":"object","properties":{{{}}}}}"#, list(size / 50, |i| format!(r#""a{}":{{}}"#, "!".repeat(i % 40) + &"?".repeat(i / 40 % 40)))));
    "properties_of_objects.json": |size| schemas(&format!(r#""A":{{"type":"object","properties":{{{}}}}}"#, list(size / 50, |i| format!(r#""p{i}":{{"type":"object","properties":{{"a{i}":{{}}}}}}"#))));
    "properties_required_near.json": |size| schemas(&format!(r#""A":{{"type":"object","properties":{{{}}},"required":[{}]}}"#, list(size / 30, |i| format!(r#""name{i}":{{}}"#)), list(size / 30, |i| format!(r#""nmae{i}""#))));
    "properties_required.json": |size| schemas(&format!(r#""A":{{"type":"object","required":[{}]}}"#, list(size / 10, |i| format!(r#""r{i}""#))));
    "properties_doubled.json": |size| schemas(&chain(size / 160, doubled));
    "properties_circle.json": |size| {
        let n = size / 100;
        schemas(&list(n, |i| format!(r#""S{i}":{{"type":"object","properties":{{"n":{}}}}}"#, to(&format!("S{}", (i + 1) % n.max(1))))))
    };
    "properties_required_circle.json": |size| {
        let n = size / 110;
        schemas(&list(n, |i| format!(r#""S{i}":{{"type":"object","required":["n"],"properties":{{"n":{}}}}}"#, to(&format!("S{}", (i + 1) % n.max(1))))))
    };
    "properties_deep.json": |size| {
        let one = r#"{"type":"object","properties":{"a":"#.repeat(65) + "{}" + &"}}".repeat(65);
        schemas(&list(size / one.len() + 1, |i| format!(r#""S{i}":{one}"#)))
    };
    "items_deep.json": |size| {
        let one = r#"{"items":"#.repeat(180) + "{}" + &"}".repeat(180);
        schemas(&list(size / one.len() + 1, |i| format!(r#""S{i}":{one}"#)))
    };
    "dynamic_scopes.json": |size| {
        let n = size / 360;
        let one = |name: char, i: usize| {
            let next = i + 1;
            let leads = if next < n { format!(r#""p":{{"$ref":"a{next}"}},"q":{{"$ref":"b{next}"}}"#) } else { list(60, |it| format!(r##""p{it}":{{"$dynamicRef":"#n{it}"}}"##)) };
            let names = if next < n { i % 60..i % 60 + 1 } else { 0..60 };
            let names: Vec<String> = names.map(|it| format!(r#""d{it}":{{"$dynamicAnchor":"n{it}","type":"object","title":"{name}{i}"}}"#)).collect();
            format!(r#""{name}{i}":{{"$id":"{name}{i}","type":"object","properties":{{{leads}}},"$defs":{{{}}}}}"#, names.join(","))
        };
        schemas(&list(n, |i| format!("{},{}", one('a', i), one('b', i)))).replace("3.0.4", "3.1.0")
    };
    "items_chain.json": |size| schemas(&chain(size / 70, |i| format!(r#""S{i}":{{"type":"array","items":{}}}"#, to(&format!("S{}", i + 1)))));
    "items_circle.json": |size| {
        let n = size / 70;
        schemas(&list(n, |i| format!(r#""S{i}":{{"type":"array","items":{}}}"#, to(&format!("S{}", (i + 1) % n.max(1))))))
    };
    "tuples.json": |size| {
        let n = size / 130;
        schemas(&chain(n, |i| format!(r#""S{i}":{{"type":"array","prefixItems":[{0},{0}],"minItems":2,"maxItems":2}}"#, to(&format!("S{}", i + 1))))).replace("3.0.4", "3.1.0")
    };
    "tuple_wide.json": |size| schemas(&format!(r#""A":{{"type":"array","prefixItems":[{}]}}"#, list(size / 20, |_| r#"{"type":"string"}"#.to_owned()))).replace("3.0.4", "3.1.0");
    "maps_of_maps.json": |size| schemas(&chain(size / 80, |i| format!(r#""S{i}":{{"type":"object","additionalProperties":{}}}"#, to(&format!("S{}", i + 1)))));
    "types_of_one_name.json": |size| schemas(&list(size / 170, |i| format!(r#""A{}":{{"type":"object"}}"#, "-".repeat(i % 200) + &".".repeat(i / 200))));
    "types_of_one_short_name.json": |size| schemas(&list(size / 400, |i| format!(r#""{}Pod":{{"type":"object"}}"#, (0..150).map(|at| if i >> (at % 16) & 1 == 1 { "a." } else { "b." }).collect::<String>() + &format!("c{i}."))));
    "types_of_long_names.json": |size| {
        let name = "N".repeat(1_000);
        schemas(&format!(r#"{},"{name}":{{"type":"object"}}"#, list(size / 1_100, |i| format!(r#""S{i}":{{"type":"object","properties":{{"p":{}}}}}"#, to(&name)))))
    };
    "types.json": |size| schemas(&list(size / 11, |i| format!(r#""{i}":{{}}"#)));
    "types_of_objects.json": |size| schemas(&list(size / 40, |i| format!(r#""S{i}":{{"type":"object","properties":{{"a":{{}}}}}}"#)));
    "types_of_long_titles.json": |size| schemas(&list(10, |i| format!(r#""S{i}":{{"oneOf":[{{"type":"object","title":"{}"}},{{"type":"string"}}]}}"#, "t".repeat(size / 12))));
    "types_of_one_description.yaml": |size| {
        let shared = "d".repeat(size / 2);
        yaml(&format!("paths: {{}}\nx-d: &d \"{shared}\"\ncomponents:\n  schemas:\n{}", lines(size / 60, |i| format!("    S{i}: {{type: string, description: *d}}"))))
    };
    "types_of_one_alias.yaml": |size| {
        let properties = list(size / 60, |i| format!("p{i}: {{type: string}}"));
        yaml(&format!("paths: {{}}\ncomponents:\n  schemas:\n    A: &a {{type: object, properties: {{{properties}}}}}\n{}", lines(size / 100, |i| format!("    S{i}: {{type: object, properties: {{x: *a}}}}"))))
    };
    "types_of_one_aliased_enum.yaml": |size| {
        let values = list(size / 20, |i| format!("v{i}"));
        yaml(&format!("paths: {{}}\ncomponents:\n  schemas:\n    A: {{type: string, enum: &a [{values}]}}\n{}", lines(size / 100, |i| format!("    S{i}: {{type: string, enum: *a}}"))))
    };
    "types_of_one_aliased_example.yaml": |size| {
        let values = list(size / 20, |i| format!("v{i}"));
        yaml(&format!("paths: {{}}\ncomponents:\n  schemas:\n    A: {{type: array, example: &a [{values}]}}\n{}", lines(size / 100, |i| format!("    S{i}: {{type: array, example: *a}}"))))
    };
    "types_of_one_aliased_default.yaml": |size| {
        let values = list(size / 20, |i| format!("v{i}"));
        yaml(&format!("paths: {{}}\nx-a: &a [{values}]\ncomponents:\n  schemas:\n{}", lines(size / 200, |i| format!("    S{i}: {{type: object, properties: {{a: {{type: array, items: {{type: string}}, default: *a}}}}}}"))))
    };
    "defaults.json": |size| schemas(&list(size / 80, |i| format!(r#""S{i}":{{"type":"object","properties":{{"a":{{"type":"string","default":"{i}"}}}}}}"#)));
    "defaults_of_one_enum.json": |size| {
        let values = list(size / 30, |i| format!(r#""v{i}""#));
        let n = size / 30;
        let each = |i: usize| format!(r##""p{i}":{{"allOf":[{{"$ref":"#/components/schemas/E"}}],"default":"v{}"}}"##, n - 1);
        schemas(&format!(r#""E":{{"type":"string","enum":[{values}]}},"A":{{"type":"object","properties":{{{}}}}}"#, list(size / 130, each)))
    };
    "patterns_many.json": |size| schemas(&list(size / 90, |i| format!(r#""S{i}":{{"type":"string","pattern":"^(\\w{{1,50}}{i}){{1,50}}$","example":"aaaaaaaaaaaaaaa"}}"#)));
    "patterns_slow.json": |size| schemas(&format!(r#""A":{{"type":"string","pattern":"^(a+)+$","example":"{}!"}}"#, "a".repeat(size)));
    "patterns_nested.json": |size| schemas(&format!(r#""A":{{"type":"string","pattern":"{}"}}"#, "(".repeat(size)));
    "patterns_long.json": |size| schemas(&format!(r#""A":{{"type":"string","pattern":"{}"}}"#, "a|".repeat(size / 2)));
    "pattern_properties.json": |size| schemas(&format!(r#""A":{{"patternProperties":{{{}}},"example":{{{}}}}}"#, list(size / 40, |i| format!(r#""^a{i}":{{}}"#)), list(size / 40, |i| format!(r#""k{i}":1"#)))).replace("3.0.4", "3.1.0");
    "examples_many.json": |size| schemas(&format!(r#""A":{{"type":"object","additionalProperties":{{"type":"integer"}}}},{}"#, list(size / 90, |i| format!(r#""S{i}":{{"allOf":[{}],"example":{{"a":"x"}}}}"#, to("A")))));
    "examples_of_any_of.json": |size| schemas(&format!(r#""A":{{"anyOf":[{}]}},{}"#, list(size / 80, |_| r#"{"type":"string","minLength":3}"#.to_owned()), list(size / 160, |i| format!(r#""S{i}":{{"allOf":[{}],"example":"x"}}"#, to("A")))));
    "examples_unique.json": |size| schemas(&format!(r#""A":{{"type":"array","uniqueItems":true,"example":[{}]}}"#, list(size / 8, |i| format!("[{i}]"))));
    "examples_times_enum.json": |size| schemas(&format!(r#""A":{{"enum":[{0}],"examples":[{0}]}}"#, list(size / 14, |i| i.to_string()))).replace("3.0.4", "3.1.0");
    "unknown_fields.json": |size| schemas(&format!(r#""A":{{{}}}"#, list(size / 20, |i| format!(r#""descriptio{i}":1"#))));
    "unknown_fields_of_many.json": |size| schemas(&list(size / 20, |i| format!(r#""S{i}":{{"tipe":1}}"#)));
    "references_missing.json": |size| schemas(&list(size / 70, |i| format!(r#""schema{i}":{{"items":{}}}"#, to(&format!("shcema{i}")))));
    "references_chain.json": |size| schemas(&chain(size / 50, |i| format!(r#""S{i}":{}"#, to(&format!("S{}", i + 1)))));
    "references_circle.json": |size| {
        let n = size / 50;
        schemas(&list(n, |i| format!(r#""S{i}":{}"#, to(&format!("S{}", (i + 1) % n.max(1))))))
    };
    "references_to_files.json": |size| schemas(&list(size / 30, |i| format!(r#""S{i}":{{"$ref":"f{i}.yaml"}}"#)));
    "references_through_dots.json": |size| schemas(&format!(r#""A":{{"$ref":"{}"}}"#, "a/../".repeat(size / 5)));
    "references_of_slashes.json": |size| schemas(&format!(r##""A":{{"$ref":"#{}"}}"##, "/".repeat(size)));
    "references_siblings.json": |size| schemas(&format!(r##""A":{{"type":"object","properties":{{"a":{{}}}}}},{}"##, list(size / 90, |i| format!(r##""S{i}":{{"$ref":"#/components/schemas/A","description":"d{i}"}}"##)))).replace("3.0.4", "3.1.0");
    "references_into_everything.json": |size| schemas(&format!(r#""A":{{"properties":{{{}}}}}"#, list(size / 70, |i| format!(r##""p{i}":{{"items":{{"$ref":"#/components/schemas/A/properties/p{}/items"}}}}"##, i + 1))));
    "security_undeclared.json": |size| format!(r#"{{"openapi":"3.0.4","info":{{"title":"t","version":"1"}},"security":[{}],"paths":{{}}}}"#, list(size / 16, |i| format!(r#"{{"s{i}":[]}}"#)));
    "tags.json": |size| format!(r#"{{"openapi":"3.0.4","info":{{"title":"t","version":"1"}},"tags":[{}],"paths":{{}}}}"#, list(size / 17, |i| format!(r#"{{"name":"t{i}"}}"#)));
    "tags_of_one_page.json": |size| {
        let tags = list(size / 60, |i| format!(r#"{{"name":"t{}"}}"#, "!".repeat(i % 40) + &"?".repeat(i / 40 % 20)));
        format!(r#"{{"openapi":"3.0.4","info":{{"title":"t","version":"1"}},"tags":[{tags}],"paths":{{{}}}}}"#, paths(size / 200, |i| operation(&format!(r#""tags":["t{}"],"#, "!".repeat(i % 40) + &"?".repeat(i / 40 % 20)))))
    };

    // Prose.
    "prose_brackets.json": |size| prose(size, |size| "[".repeat(size));
    "prose_links.json": |size| prose(size, |size| "[a](".repeat(size / 4));
    "prose_closed_links.json": |size| prose(size, |size| "[".repeat(size / 2) + &"](a)".repeat(size / 8));
    "prose_images.json": |size| prose(size, |size| "![".repeat(size / 2));
    "prose_stars.json": |size| prose(size, |size| "*a **b ".repeat(size / 7));
    "prose_closing_stars.json": |size| prose(size, |size| "*a_ ".repeat(size / 4));
    "prose_many_stars.json": |size| prose(size, |size| "*".repeat(size));
    "prose_underscores.json": |size| prose(size, |size| "_a __b ".repeat(size / 7));
    "prose_backticks.json": |size| prose(size, |size| (1..size.isqrt()).map(|it| "`".repeat(it) + "a").collect());
    "prose_ticks.json": |size| prose(size, |size| "`` ` ".repeat(size / 5));
    "prose_angles.json": |size| prose(size, |size| "<".repeat(size));
    "prose_tags.json": |size| prose(size, |size| "<a b=".repeat(size / 5));
    "prose_comments.json": |size| prose(size, |size| "<!-- ".repeat(size / 5));
    "prose_declarations.json": |size| prose(size, |size| "<!A <?a <![CDATA[ ".repeat(size / 18));
    "prose_quotes.json": |size| prose(size, |size| "> ".repeat(size / 2));
    "prose_nested_quotes.json": |size| prose(size, |size| (1..(size / 2).isqrt()).map(|it| "> ".repeat(it) + "\\n").collect());
    "prose_lists.json": |size| prose(size, |size| "- ".repeat(size / 2));
    "prose_nested_lists.json": |size| prose(size, |size| (1..size.isqrt()).map(|it| " ".repeat(it * 2) + "- a\\n").collect());
    "prose_numbered.json": |size| prose(size, |size| "1. a\\n".repeat(size / 6));
    "prose_fences.json": |size| prose(size, |size| "```\\n".repeat(size / 5));
    "prose_tildes.json": |size| prose(size, |size| "~~~a\\n".repeat(size / 6));
    "prose_tables.json": |size| prose(size, |size| format!("{}\\n{}\\n", "|a".repeat(size / 6), "|-".repeat(size / 6)) + &"|\\n".repeat(size / 9));
    "prose_long_tables.json": |size| prose(size, |size| "|a|b|\\n|-|-|\\n".to_owned() + &"|a|b|\\n".repeat(size / 8));
    "prose_wide_tables.json": |size| prose(size, |size| format!("|a|b|\\n|-|-|\\n|{}|b|\\n", "c".repeat(size / 2)) + &"|a|b|\\n".repeat(size / 16));
    "prose_entities.json": |size| prose(size, |size| "&amp;&#1;&a".repeat(size / 11));
    "prose_escapes.json": |size| prose(size, |size| "\\\\".repeat(size / 2));
    "prose_addresses.json": |size| prose(size, |size| "http://a ".repeat(size / 9));
    "prose_one_address.json": |size| prose(size, |size| "http://".to_owned() + &"a.b/(".repeat(size / 5));
    "prose_mails.json": |size| prose(size, |size| "a@b.".repeat(size / 4));
    "prose_definitions.json": |size| prose(size, |size| "[a]: b\\n".repeat(size / 8));
    "prose_headings.json": |size| prose(size, |size| "# a\\n".repeat(size / 5));
    "prose_underlines.json": |size| prose(size, |size| "a\\n=\\n".repeat(size / 6));
    "prose_lines.json": |size| prose(size, |size| "\\n".repeat(size / 2));
    "prose_spaces.json": |size| prose(size, |size| "a ".repeat(size / 2));
    "prose_blanks.json": |size| prose(size, |size| " ".repeat(size));
    "prose_tabs.json": |size| prose(size, |size| "\\ta\\n".repeat(size / 5));
    "prose_one_word.json": |size| prose(size, |size| "a".repeat(size));
    "prose_wide_letters.json": |size| prose(size, |size| "\u{1f408}".repeat(size / 4));
    "prose_marks.json": |size| prose(size, |size| "a\u{301}".repeat(size / 3));
    "prose_strikes.json": |size| prose(size, |size| "~~a ~".repeat(size / 5));
    "prose_pipes.json": |size| prose(size, |size| "|".repeat(size));
    "prose_mixed.json": |size| prose(size, |size| "*[a](b `c <d> _e_ ![f] **".repeat(size / 25));

    // Text that is hard to read.
    "aliases.yaml": |size| {
        let first = list(10, |_| "1".to_owned());
        yaml(&format!("paths: {{}}\nx-0: &a0 [{first}]\n{}", lines(size.min(4_000) / 200, |i| format!("x-{}: &a{} [{}]", i + 1, i + 1, list(10, |_| format!("*a{i}"))))))
    };
    "merges.yaml": |size| yaml(&format!("paths: {{}}\nx-0: &a0 {{k: 1}}\n{}", lines(size / 30, |i| format!("x-{0}: &a{0} {{<<: *a{i}, k{0}: 1}}", i + 1))));
    "brackets.json": |size| "[".repeat(size);
    "braces.json": |size| "{\"a\":".repeat(size / 5);
    "dashes.yaml": |size| "- ".repeat(size / 2);
    "questions.yaml": |size| "? ".repeat(size / 2);
    "bangs.yaml": |size| "!a ".repeat(size / 3);
    "indents.yaml": |size| (0..size.isqrt()).map(|i| " ".repeat(i) + "a:\n").collect();
    "open_quotes.yaml": |size| yaml(&format!("x-a: \"{}", "a\n".repeat(size / 2)));
    "comments.yaml": |size| yaml(&"#\n".repeat(size / 2));
    "flow.yaml": |size| yaml(&format!("x-a: [{}]\npaths: {{}}\n", "a: b,".repeat(size / 5)));
    "flow_that_is_json_first.yaml": |size| format!("{{\"a\":[{}", "1,".repeat(size / 2));
    "documents.yaml": |size| "---\n".repeat(size / 4);
    "zeros.json": |size| "\0".repeat(size);
    "surrogates.json": |size| format!(r#"{{"openapi":"3.0.4","info":{{"title":"t","version":"1"}},"paths":{{}},"x-a":"{}"}}"#, r"\ud800".repeat(size / 6));
    "keys_repeated.json": |size| format!("{{{}}}", list(size / 6, |_| r#""a":1"#.to_owned()));
    "keys_long.json": |size| schemas(&format!(r#""{}":{{"properties":{{{}}}}}"#, "k".repeat(1_900), list(size / 11, |i| format!(r#""{i}":{{}}"#))));
    "numbers_long.json": |size| schemas(&format!(r#""A":{{"type":"number","minimum":1e999999999,"maximum":-1e999,"multipleOf":1e-999,"maxLength":1e30,"example":{}}}"#, "9".repeat(size)));

    // What is wide in two directions, or alike in name.
    "required_near_properties.json": |size| {
        let required = list(size / 40, |i| format!(r#""propertyNumber{i}x""#));
        let properties = list(size / 40, |i| format!(r#""propertyNumber{i}":{{}}"#));
        schemas(&format!(r#""A":{{"type":"object","required":[{required}],"properties":{{{properties}}}}}"#))
    };
    "required_of_each_other.json": |size| {
        let wide = list(200, |i| format!(r#""p{i}":{{}}"#));
        let required = list(200, |i| format!(r#""q{i}""#));
        schemas(&format!(r#""W":{{"properties":{{{wide}}}}},{}"#, list(size / 1_500, |i| format!(r#""S{i}":{{"allOf":[{}],"required":[{required}]}}"#, to("W")))))
    };
    "mappings_wide.json": |size| {
        let n = size / 160;
        let branches = list(n, |i| to(&format!("B{i}")));
        let mapping = list(n, |i| format!(r##""m{i}":"#/components/schemas/B{i}""##));
        let each = list(n, |i| format!(r#""B{i}":{{"type":"object","properties":{{"k":{{"type":"string"}}}}}}"#));
        schemas(&format!(r#""U":{{"oneOf":[{branches}],"discriminator":{{"propertyName":"k","mapping":{{{mapping}}}}}}},{each}"#))
    };
    "mappings_to_near_names.json": |size| {
        let mapping = list(size / 80, |i| format!(r#""m{i}":"SchemaNumber{i}x""#));
        let each = list(size / 80, |i| format!(r#""SchemaNumber{i}":{{"type":"object"}}"#));
        schemas(&format!(r#""U":{{"oneOf":[{}],"discriminator":{{"propertyName":"k","mapping":{{{mapping}}}}}}},{each}"#, to("SchemaNumber1")))
    };
    "mapping_to_one.json": |size| {
        let mapping = list(size / 60, |i| format!(r#""m{i}":"B""#));
        let unions = list(size / 400, |i| format!(r#""U{i}":{{"oneOf":[{},{}],"discriminator":{{"propertyName":"k"}}}}"#, to("B"), to("C")));
        schemas(&format!(r#""B":{{"type":"object","properties":{{"k":{{"type":"string"}}}}}},"C":{{"type":"object"}},"U":{{"oneOf":[{},{}],"discriminator":{{"propertyName":"k","mapping":{{{mapping}}}}}}},{unions}"#, to("B"), to("C")))
    };
    "references_of_parts.json": |size| {
        let sections = ["parameters", "headers", "examples", "links", "callbacks", "responses", "requestBodies", "pathItems"];
        let members = list(8, |s| {
            let section = sections[s];
            format!(r#""{section}":{{{}}}"#, list(size / 500, |i| format!(r##""A{i}":{{"$ref":"#/components/{section}/A{}"}}"##, i + 1)))
        });
        api(&members, "").replace("3.0.4", "3.1.0")
    };
    "references_to_references.json": |size| {
        let members = list(60, |i| format!(r##""A{i}":{{"$ref":"#/components/parameters/A{}"}}"##, i + 1)) + r#","A60":{"name":"a","in":"query","schema":{"type":"string"}}"#;
        api(&format!(r#""parameters":{{{members}}}"#), &paths(size / 110, |_| operation(r##""parameters":[{"$ref":"#/components/parameters/A0"}],"##)))
    };
    "references_by_way_of_others.json": |size| {
        let way = "/properties/a".repeat(100);
        schemas(&format!(r##""A":{{"properties":{{"a":{}}}}},{}"##, to("A"), list(size / 1_400, |i| format!(r##""S{i}":{{"properties":{{"p":{{"$ref":"#/components/schemas/A{way}"}}}}}}"##))))
    };
    "enum_of_one_parameter.json": |size| {
        let values = list(size / 30, |i| format!(r#""value-{i}""#));
        api(&format!(r#""parameters":{{"P":{{"name":"p","in":"query","schema":{{"type":"string","enum":[{values}]}}}}}}"#), &paths(size / 220, |_| operation(r##""parameters":[{"$ref":"#/components/parameters/P"}],"##)))
    };
    "enum_values_alike.json": |size| schemas(&format!(r#""E":{{"type":"string","enum":[{}]}}"#, list(size / 30, |i| format!(r#""{}{}""#, "-".repeat(i % 20), " ".repeat(i / 20 % 10)))));
    "enum_of_nested_values.json": |size| schemas(&format!(r#""E":{{"enum":[{}]}}"#, list(size / 30, |i| format!(r#"{{"a":[{i},{{"b":{i}}}]}}"#))));
    "server_variables.json": |size| {
        let n = size / 60;
        let url: String = (0..n).map(|i| format!("{{v{i}}}.")).collect();
        let variables = list(n, |i| format!(r#""v{i}":{{"default":"d","enum":["d","e"]}}"#));
        api("", &paths(n / 100, |_| operation(""))).replace(r#""components""#, &format!(r#""servers":[{{"url":"https://{url}a/","variables":{{{variables}}}}}],"components""#))
    };
    "server_variables_nested.json": |size| api("", &paths(5, |_| operation(""))).replace(r#""components""#, &format!(r#""servers":[{{"url":"{}"}}],"components""#, "{".repeat(size)));
    "servers_of_each.json": |size| {
        let servers = list(20, |i| format!(r#"{{"url":"https://a{i}.example/{{v}}","variables":{{"v":{{"default":"d"}}}}}}"#));
        api("", &paths(size / 2_000, |_| operation(&format!(r#""servers":[{servers}],"#))))
    };
    "path_segments.json": |size| {
        api("", &list(size / 1_000, |i| format!(r#""/p{i}{}":{}"#, "/a".repeat(450), operation(""))))
    };
    "path_templates.json": |size| {
        api("", &list(size / 1_000, |i| format!(r#""/p{i}{}":{}"#, "/{a}".repeat(230), operation(""))))
    };
    "paths_that_collide.json": |size| api("", &list(size / 70, |i| format!(r#""/a/{{p{i}}}":{}"#, operation(""))));
    "paths_that_nearly_collide.json": |size| api("", &list(size / 90, |i| format!(r#""/a/{{p{i}}}/b{}":{}"#, i / 2, operation(""))));
    "security_of_each.json": |size| {
        let schemes = list(60, |i| format!(r#""s{i}":{{"type":"apiKey","in":"header","name":"n{i}"}}"#));
        let one = list(60, |i| format!(r#""s{i}":[]"#));
        let several = list(8, |_| format!("{{{one}}}"));
        api(&format!(r#""securitySchemes":{{{schemes}}}"#), &paths(size / 5_000, |_| operation(&format!(r#""security":[{several}],"#))))
    };
    "security_never_declared.json": |size| api("", &paths(size / 100, |i| operation(&format!(r#""security":[{{"scheme number {i}":[]}}],"#))));
    "names_that_come_to_one.json": |size| {
        let marks = ["-", "_", ".", "--", "_-", "-_", "__", ".-", "-.", ".."];
        schemas(&list(size / 40, |i| format!(r#""a{}b{}c":{{"type":"object"}}"#, marks[i % 10], marks[i / 10 % 10].repeat(i / 100 % 20 + 1))))
    };
    "names_that_count.json": |size| schemas(&list(size / 50, |i| format!(r#""A{}":{{"type":"object"}},"a_{i}":{{"type":"object"}}"#, i + 2)));
    "properties_that_come_to_one.json": |size| {
        schemas(&format!(r#""A":{{"type":"object","properties":{{{}}}}}"#, list(size / 40, |i| format!(r#""a{}b{}":{{"type":"string"}}"#, "-".repeat(i % 60), "_".repeat(i / 60)))))
    };
    "operations_that_come_to_one.json": |size| api("", &paths(size / 110, |i| operation(&format!(r#""operationId":"list{}pets{}","#, "-".repeat(i % 30), ".".repeat(i / 30 % 30)))));
    "tags_that_come_to_one.json": |size| api("", &paths(size / 130, |i| operation(&format!(r#""tags":["pets{}{}"],"#, "-".repeat(i % 30), " ".repeat(i / 30 % 30)))));
    "default_of_many_properties.json": |size| {
        let default = list(size / 16, |i| format!("[{i}]"));
        let properties = list(size / 80, |i| format!(r#""p{i}":{}"#, to("D")));
        schemas(&format!(r#""D":{{"type":"array","items":{{}},"default":[{default}]}},"O":{{"type":"object","properties":{{{properties}}}}}"#))
    };
    "pattern_properties_and_members.json": |size| {
        let patterns = list(size / 60, |i| format!(r#""^p{i}_\\d+$":{{"type":"integer"}}"#));
        let example = list(size / 60, |i| format!(r#""p{i}_1":{i}"#));
        schemas(&format!(r#""A":{{"type":"object","patternProperties":{{{patterns}}},"example":{{{example}}}}}"#)).replace("3.0.4", "3.1.0")
    };
    "conditions.json": |size| {
        schemas(&chain(size / 140, |i| format!(r#""S{i}":{{"if":{{"properties":{{"a":{{"const":{i}}}}}}},"then":{},"else":{{"required":["b"]}}}}"#, to(&format!("S{}", i + 1))))).replace("3.0.4", "3.1.0")
    };
    "prefix_items.json": |size| schemas(&format!(r#""A":{{"type":"array","prefixItems":[{}],"items":false}}"#, list(size / 60, |i| format!(r#"{{"type":"object","properties":{{"p{i}":{{}}}}}}"#)))).replace("3.0.4", "3.1.0");
    "prefix_items_of_prefix_items.json": |size| {
        let each = |i: usize| format!(r#""S{i}":{{"type":"array","minItems":12,"maxItems":12,"prefixItems":[{}]}}"#, list(12, |_| to(&format!("S{}", i + 1))));
        schemas(&chain(size / 600, each)).replace("3.0.4", "3.1.0")
    };
    "dependent_schemas.json": |size| schemas(&format!(r#""A":{{"dependentSchemas":{{{}}},"dependentRequired":{{{}}}}}"#, list(size / 100, |i| format!(r#""a{i}":{{"required":["b{i}"]}}"#)), list(size / 100, |i| format!(r#""a{i}":["b{i}","c{i}"]"#)))).replace("3.0.4", "3.1.0");
    "dynamic_references.json": |size| {
        schemas(&format!(r##""A":{{"$dynamicAnchor":"node","properties":{{{}}}}}"##, list(size / 60, |i| format!(r##""p{i}":{{"$dynamicRef":"#node"}}"##)))).replace("3.0.4", "3.1.0")
    };
    "anchors.json": |size| {
        let n = size / 120;
        schemas(&list(n, |i| format!(r##""A{i}":{{"$anchor":"a{i}","properties":{{"n":{{"$ref":"#a{}"}}}}}}"##, (i + 1) % n.max(1)))).replace("3.0.4", "3.1.0")
    };
    "definitions_within.json": |size| {
        schemas(&list(size / 1_100, |i| format!(r##""A{i}":{{"$defs":{{{}}},"$ref":"#/components/schemas/A{i}/$defs/d0"}}"##, list(10, |j| format!(r##""d{j}":{{"type":"object","properties":{{"n":{{"$ref":"#/components/schemas/A{i}/$defs/d{}"}}}}}}"##, (j + 1) % 10))))).replace("3.0.4", "3.1.0")
    };
    "one_of_constants.json": |size| schemas(&format!(r#""A":{{"oneOf":[{}]}}"#, list(size / 110, |i| format!(r#"{{"type":"object","required":["k"],"properties":{{"k":{{"const":"k{i}"}},"p{i}":{{}}}}}}"#)))).replace("3.0.4", "3.1.0");
    "type_lists.json": |size| schemas(&list(size / 130, |i| format!(r#""A{i}":{{"type":["string","number","array","object","null"],"items":{{"type":["string","object"]}}}}"#))).replace("3.0.4", "3.1.0");
    "examples_by_name.json": |size| {
        let examples = list(size / 60, |i| format!(r#""e{i}":{{"summary":"s","value":{{"a":{i}}}}}"#));
        api("", &format!(r#""/a":{{"get":{{"responses":{{"200":{{"description":"","content":{{"application/json":{{"schema":{{"type":"object"}},"examples":{{{examples}}}}}}}}}}}}}}}"#))
    };
    "links_of_one_answer.json": |size| {
        let links = list(size / 80, |i| format!(r#""l{i}":{{"operationId":"o","parameters":{{"a":"$response.body#/a"}}}}"#));
        api(&format!(r#""responses":{{"R":{{"description":"d","links":{{{links}}}}}}}"#), &paths(size / 300, |_| r##"{"get":{"responses":{"200":{"$ref":"#/components/responses/R"}}}}"##.to_owned()))
    };
    "callbacks_of_one_operation.json": |size| {
        let callbacks = list(size / 130, |i| format!(r#""c{i}":{{"http://a/{{$request.body#/u{i}}}":{{"post":{{"responses":{{"200":{{"description":""}}}}}}}}}}"#));
        api("", &format!(r#""/a":{}"#, operation(&format!(r#""callbacks":{{{callbacks}}},"#))))
    };
    "texts_without_quotes.yaml": |size| yaml(&format!("components: {{schemas: {{A: {{type: string, enum: [{}]}}}}}}\n", list(size / 8, |i| format!("1.{i}"))));
    "repeated_identities.yaml": |size| format!("openapi: 3.1.1\ninfo: {{title: t, version: \"1\"}}\ncomponents:\n  schemas:\n{}", lines(size / 60, |i| format!("    S{i}: {{$id: 'a:b', $dynamicAnchor: n, items: {{$dynamicRef: '#n'}}}}")));
    "unknown_fields_near.json": |size| schemas(&list(size / 40, |i| format!(r#""S{i}":{{"descriptio{}":1}}"#, i % 10)));
    "swagger_bodies_of_unknown_fields.json": |size| {
        let fields = list(size / 20, |i| format!(r#""schem{i}":1"#));
        format!(r#"{{"swagger":"2.0","info":{{"title":"t","version":"1"}},"paths":{{"/a":{{"post":{{"parameters":[{{"in":"body","name":"b",{fields}}}],"responses":{{"200":{{"description":""}}}}}}}}}}}}"#)
    };
    "swagger_security.json": |size| {
        let schemes = list(size / 120, |i| format!(r#""s{i}":{{"type":"oauth2","flow":"acces{i}","scopes":{{"a{i}":"b"}},"tokenUr{i}":"c"}}"#));
        format!(r#"{{"swagger":"2.0","info":{{"title":"t","version":"1"}},"paths":{{}},"securityDefinitions":{{{schemes}}}}}"#)
    };
}

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

fn list(count: usize, each: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..count).map(each).collect();
    items.join(",")
}

fn lines(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).map(|i| each(i) + "\n").collect()
}

fn yaml(rest: &str) -> String {
    format!("openapi: 3.0.4\ninfo: {{title: t, version: \"1\"}}\n{rest}")
}

/// A document of components and paths.
fn api(components: &str, paths: &str) -> String {
    format!(
        r#"{{"openapi":"3.0.4","info":{{"title":"t","version":"1"}},"components":{{{components}}},"paths":{{{paths}}}}}"#
    )
}

/// A document of schemas.
fn schemas(members: &str) -> String {
    api(&format!(r#""schemas":{{{members}}}"#), "")
}

fn paths(count: usize, each: impl Fn(usize) -> String) -> String {
    list(count, |i| format!(r#""/p{i}":{}"#, each(i)))
}

fn operation(more: &str) -> String {
    format!(r#"{{"get":{{{more}"responses":{{"200":{{"description":""}}}}}}}}"#)
}

fn to(schema: &str) -> String {
    format!(r##"{{"$ref":"#/components/schemas/{schema}"}}"##)
}

/// As many operations as there is room for, all of which answer with one schema.
fn answers(size: usize, schema: &str) -> String {
    let content = format!(
        r#""content":{{"application/json":{{"schema":{}}}}}"#,
        to(schema)
    );
    paths(size / 190, |_| {
        format!(r#"{{"get":{{"responses":{{"200":{{"description":"",{content}}}}}}}}}"#)
    })
}

/// `S0` leads to `S1` and so on; the last is an object.
fn chain(count: usize, each: impl Fn(usize) -> String) -> String {
    let mut text = list(count, each);
    let _ = write!(
        text,
        r#"{}"S{count}":{{"type":"object"}}"#,
        if count == 0 { "" } else { "," }
    );
    text
}

fn doubled(i: usize) -> String {
    let next = to(&format!("S{}", i + 1));
    format!(
        r#""S{i}":{{"type":"object","required":["a","b"],"properties":{{"a":{next},"b":{next}}}}}"#
    )
}

/// A text where texts are: as the description of an operation, of a tag, of a schema and of a property.
fn prose(size: usize, text: impl Fn(usize) -> String) -> String {
    let text = text(size / 4);
    let members = format!(
        r#""S":{{"type":"object","description":"{text}","properties":{{"a":{{"type":"string","description":"{text}"}}}}}}"#
    );
    let paths = format!(
        r#""/a":{}"#,
        operation(&format!(r#""description":"{text}","#))
    );
    api(&format!(r#""schemas":{{{members}}}"#), &paths).replace(
        r#""version":"1""#,
        &format!(r#""version":"1","description":"{text}""#),
    )
}

/// Operations that share one text by an alias.
fn shared_text(size: usize, field: &str) -> String {
    let text = "d".repeat(size / 2);
    let paths = lines(size / 120, |i| {
        format!("  /p{i}: {{get: {{{field}: *d, responses: {{\"200\": {{description: e}}}}}}}}")
    });
    yaml(&format!("x-d: &d \"{text}\"\npaths:\n{paths}"))
}
