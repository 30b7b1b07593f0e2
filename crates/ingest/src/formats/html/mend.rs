//! Scripts of JSON, with the mistakes that publishers' templates make.

use serde_json::Value;

/// The JSON values of a script, without what hid it from old browsers.
pub(super) fn values(script: &str) -> Vec<Value> {
    let script = match script.split_once("<![CDATA[") {
        Some((_, inner)) => inner.rsplit_once("]]>").map_or(inner, |(inner, _)| inner),
        None => script,
    };
    let start = script.find(['{', '[']).unwrap_or(script.len());
    let end = script.rfind(['}', ']']).map_or(script.len(), |end| end + 1);
    let Some(script) = script.get(start..end) else { return Vec::new() };
    match parse(script) {
        found if !found.is_empty() => found,
        _ => parse(&mended(script)),
    }
}

/// Some pages put several values into one script.
fn parse(text: &str) -> Vec<Value> {
    let stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    stream.map_while(Result::ok).collect()
}

/// Raw line breaks in strings, commas before a closing bracket, and backslashes that escape
/// nothing.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut comma) = (false, None);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if in_string => {
                if let Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') = chars.peek() {
                    out.push('\\');
                    out.extend(chars.next());
                }
            }
            '"' => {
                in_string = !in_string;
                out.push(c);
                comma = None;
            }
            c if in_string => out.push(if c.is_control() { ' ' } else { c }),
            ',' => {
                comma = Some(out.len());
                out.push(c);
            }
            '}' | ']' => {
                if let Some(at) = comma.take() {
                    out.replace_range(at..=at, " ");
                }
                out.push(c);
            }
            c => {
                if !c.is_whitespace() {
                    comma = None;
                }
                out.push(c);
            }
        }
    }
    out
}
