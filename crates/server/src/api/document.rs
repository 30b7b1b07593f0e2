//! The table of operations as an OpenAPI 3.1 document.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::parameter;
use super::{Form, Gives, Needs, Operation};
use crate::config::{Access, Config};
use crate::problem::ProblemBody;

const PROBLEM: &str = "application/problem+json";

/// The document of these operations, as this server has them.
pub(crate) fn document(operations: &[Operation], config: &Config, base: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|it| it.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<ProblemBody<'_>>();
    let mut paths = Map::new();
    for operation in operations {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = described(operation, config, &mut generator);
    }
    let schemas = generator.take_definitions(true);
    let described = "Search a news archive. Parameters have the names of the command line's flags, \
                     answers the form of its `--json`.";
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "morgue",
            "version": env!("CARGO_PKG_VERSION"),
            "description": described,
        },
        "servers": [{ "url": if base.is_empty() { "/" } else { base } }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "Why there is no answer (RFC 9457).",
                    "content": { PROBLEM: { "schema": problem } },
                },
                "ProblemPage": {
                    "description": "Why there is no answer, for people or for programs.",
                    "content": {
                        PROBLEM: { "schema": problem },
                        "text/html": { "schema": { "type": "string" } },
                    },
                },
            },
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

fn described(operation: &Operation, config: &Config, generator: &mut SchemaGenerator) -> Value {
    let mut parameters: Vec<Value> = in_path(operation.path).map(parameter::of_path).collect();
    let names = operation.parameters(config.show_origin);
    parameters.extend(
        names.iter().map(|name| parameter::of_query(operation.path, name, config.show_origin)),
    );
    let mut responses = Map::new();
    for gives in &operation.gives {
        let status = gives.status.to_string();
        let response = responses.entry(status).or_insert_with(|| json!({ "description": "" }));
        answered(response, gives, generator);
    }
    if operation.tagged {
        let known = json!({ "description": "Known already (`If-None-Match`)." });
        responses.insert("304".into(), known);
    }
    // A page says what went wrong as a page.
    let page = operation.gives.iter().any(|gives| gives.media == "text/html");
    let problem = if page { "ProblemPage" } else { "Problem" };
    let problem = format!("#/components/responses/{problem}");
    responses.insert("default".into(), json!({ "$ref": problem }));
    let mut out = json!({
        "summary": operation.about,
        "operationId": name(operation),
        "parameters": parameters,
        "responses": responses,
    });
    if let Some(media) = operation.body {
        let text = json!({ "type": "string" });
        // A form is fields by name.
        let form = media == "application/x-www-form-urlencoded";
        let fields = json!({ "type": "object", "additionalProperties": text });
        let schema = match operation.takes {
            Some(of) => of(generator).to_value(),
            None if form => fields,
            None => text,
        };
        let content = json!({ media: { "schema": schema } });
        out["requestBody"] = json!({ "required": true, "content": content });
    }
    let secret = match operation.needs {
        Needs::Nothing => false,
        Needs::Reading => matches!(config.access, Access::Token(_)),
        Needs::Keeping | Needs::Writing => true,
    };
    if secret {
        out["security"] = json!([{ "token": [] }]);
    }
    out
}

fn answered(response: &mut Value, gives: &Gives, generator: &mut SchemaGenerator) {
    response["description"] =
        if gives.status < 300 { "The answer." } else { "Another answer." }.into();
    let schema = match gives.form {
        Form::Nothing => return,
        Form::Json(of) => of(generator).to_value(),
        // Lists and lines of records that have forms of their own.
        Form::Text if gives.media.contains("json") => json!({}),
        Form::Text => json!({ "type": "string" }),
    };
    response["content"][gives.media] = json!({ "schema": schema });
}

/// The names in `/v1/articles/{id}/raw`.
fn in_path(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// `get-v1-articles-id-raw`.
fn name(operation: &Operation) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { ' ' };
    let path: String = operation.path.chars().map(plain).collect();
    let parts = path.split_whitespace();
    std::iter::once(operation.method).chain(parts).collect::<Vec<_>>().join("-")
}
