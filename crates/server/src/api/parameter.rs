//! What parameters are called, what they take, and one line about each.

use serde_json::{Value, json};

/// A parameter of the path.
pub(crate) fn of_path(name: &str) -> Value {
    let about = match name {
        "id" => "An article's id, as much of its beginning as is unique, or its source's own id.",
        _ => "A name.",
    };
    let schema = json!({ "type": "string", "minLength": 1 });
    json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema })
}

/// A parameter of the query.
pub(crate) fn of_query(path: &str, name: &str, show_path: bool) -> Value {
    let (about, schema) = known(path, name, show_path);
    let mut out = json!({ "name": name, "in": "query", "description": about, "schema": schema });
    if out["schema"]["type"] == "array" {
        out["style"] = "form".into();
        out["explode"] = true.into();
    }
    out
}

/// Whether there is a line about it.
#[cfg(test)]
pub(crate) fn is_known(path: &str, name: &str) -> bool {
    !known(path, name, true).0.is_empty()
}

fn known(path: &str, name: &str, show_path: bool) -> (String, Value) {
    let text = json!({ "type": "string" });
    let flag = json!({ "type": "string", "enum": ["1", "true", "0", "false", ""] });
    let one_of = |values: &[&str]| json!({ "type": "string", "enum": values });
    let number = |least: u32, most: u32, default: u32| json!({ "type": "integer", "minimum": least, "maximum": most, "default": default });
    if let Some((about, _)) = FILTERS.iter().map(|(n, a)| (a, n)).find(|(_, n)| **n == name) {
        let list = json!({ "type": "array", "items": { "type": "string" } });
        return (format!("Only {about}; any of these where it stands several times."), list);
    }
    if let Some(about) =
        name.strip_prefix("exclude-").and_then(|name| FILTERS.iter().find(|(n, _)| *n == name))
    {
        let list = json!({ "type": "array", "items": { "type": "string" } });
        return (format!("Not {}; none of these where it stands several times.", about.1), list);
    }
    let (about, schema) = match name {
        "q" => ("The query, in the language of `/help/query`.", text),
        "from" => ("The first day, inclusive: `1914`, `2024-05`, `2024-05-31`, `last:7d`.", text),
        "to" => ("The last day, inclusive, in the same forms.", text),
        "match" => ("What a space between words means.", one_of(&["all", "most", "any"])),
        "plain" => ("No operator at all: for pasted sentences.", flag),
        "strict" => ("Refuse what would otherwise be repaired with a notice.", flag),
        "sort" if path == "/v1/kwic" => {
            let orders = ["relevance", "newest", "oldest", "left", "match", "right", "outlet"];
            ("The order of lines.", one_of(&orders))
        }
        "sort" => ("The order.", one_of(&["relevance", "newest", "oldest", "added"])),
        "limit" => ("At most so many.", number(0, 1000, 20)),
        "cursor" => ("Where the page begins: `next` of the page before.", text),
        "facets" => {
            let one =
                format!("({})(:[0-9]{{1,4}})?", crate::params::facet_names(show_path).join("|"));
            let list = json!({ "type": "string", "pattern": format!("^({one}(,{one})*)?$") });
            ("Lists of counts: `outlet:20,year`.", list)
        }
        "interval" => {
            let steps = ["auto", "day", "week", "month", "year", "decade"];
            ("The step of a timeline.", one_of(&steps))
        }
        "snippets" => ("At most so many passages a hit.", number(0, 5, 3)),
        "explain" => ("Say more where nothing is found.", flag),
        "style" => {
            let styles = morgue_present::CiteStyle::ALL.map(morgue_present::CiteStyle::name);
            ("The style of the citation; all of them without it.", one_of(&styles))
        }
        "format" => {
            let forms = morgue_present::ExportFormat::ALL.map(morgue_present::ExportFormat::name);
            ("The form of the file; `csv` without it.", one_of(&forms))
        }
        "columns" => ("The columns of a table: `date_earliest,outlet,headline`.", text),
        "excel" => ("Make a table safe for a spreadsheet.", flag),
        "full" => ("Lines of JSON are whole articles.", flag),
        "width" => ("Words on either side.", number(1, 50, 8)),
        "articles" => ("At most so many articles are read.", number(1, 10_000, 10_000)),
        "name" => ("A name to keep the search under.", text),
        "day" => ("A day of the year: `05-14`.", text),
        "share" => ("Shares of all articles instead of counts.", flag),
        "lock" => ("Filters that stay for the searches that follow.", text),
        "next" => ("Where to go on to after logging in.", text),
        "page" => ("Which page.", number(1, 100_000, 1)),
        "origin" => ("Which of the article's origins, from 0.", number(0, 10_000, 0)),
        "source" => {
            let name = json!({ "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$" });
            ("A name for where the articles come from.", name)
        }
        _ => ("", text),
    };
    (about.to_string(), schema)
}

/// The filters, and what each keeps.
const FILTERS: [(&str, &str); 6] = [
    ("outlet", "articles of this outlet, by id, name, alias or domain"),
    ("section", "articles of this section"),
    ("lang", "articles in this language"),
    ("country", "articles from this country"),
    ("author", "articles by this author"),
    ("path", "articles read from this folder or file"),
];
