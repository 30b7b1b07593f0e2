//! `morgue search --queries`: many queries in one go.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

use morgue_present::{QueryRow, QueryTable};
use morgue_query::{Answer, Notice, Request};

use super::search::{Form, TAG, found};
use crate::ask::Asker;
use crate::failure::{Failure, code};
use crate::session::Session;

/// One query of a file.
struct Query<'a> {
    /// The number of its line.
    line: usize,
    id: &'a str,
    words: &'a str,
}

/// Answers every query of a file: a table, CSV, JSON lines, a run. One that is refused stops no
/// other; the exit code says that there was one.
pub(super) fn many(
    path: &Path,
    form: &Form,
    asker: &Asker<'_>,
    prepare: impl Fn(String) -> anyhow::Result<Request>,
    session: &Session,
) -> anyhow::Result<u8> {
    if !matches!(
        form,
        Form::Page | Form::Run | Form::Json | Form::JsonLines | Form::Count | Form::Csv(_)
    ) {
        return Err(Failure::usage(
            "many queries give a table, --csv, --jsonl, counts (-c) or a --run",
        ));
    }
    let text = crate::ask::read_queries(path)?;
    let queries = split(&text, path)?;
    let ids = queries.iter().map(|query| query.id);
    let table = QueryTable::new(ids, asker.stats().articles);
    head(form, &table, session)?;
    let (mut any, mut wrong) = (false, false);
    for query in &queries {
        let place = || format!("{}:{}: query {}:", path.display(), query.line, query.id);
        let asked = prepare(query.words.to_string()).and_then(|request| asker.ask(&request));
        match asked {
            Ok(answer) => {
                any |= found(&answer) == code::OK;
                if !answer.query.notices.is_empty() {
                    session.output.say(place());
                    asker.tell(&answer.query.notices);
                }
                write(form, &table, query, Ok(&answer), session)?;
            }
            Err(error) if crate::ask::is_query_error(&error) => {
                session.output.say(place());
                crate::failure::report(&error, &session.output);
                wrong = true;
                write(form, &table, query, Err(&error.to_string()), session)?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(match (wrong, any) {
        (true, _) => code::USAGE,
        (false, true) => code::OK,
        (false, false) => code::NOTHING,
    })
}

/// The queries of a file. What is no query, and an id that does not tell its query from others, is
/// refused before anything is asked, so that no run ends half way.
fn split<'a>(text: &'a str, path: &Path) -> anyhow::Result<Vec<Query<'a>>> {
    let mut queries: Vec<Query<'a>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |what: String| Failure::usage(format!("{}:{line}: {what}", path.display()));
        let (id, words) = text
            .split_once('\t')
            .ok_or_else(|| wrong("no tab between the query's id and its words".to_string()))?;
        let id = id.trim();
        if id.is_empty() || id.contains(char::is_whitespace) {
            return Err(wrong(format!("`{id}` is no id: one word before the tab is needed")));
        }
        if let Some(first) = known.insert(id, line) {
            return Err(wrong(format!("the id `{id}` is the one of line {first} already")));
        }
        queries.push(Query { line, id, words: words.trim() });
    }
    Ok(queries)
}

/// What stands above a table.
fn head(form: &Form, table: &QueryTable, session: &Session) -> std::io::Result<()> {
    match form {
        Form::Page => session.output.page(|out, look| table.head(out, look)),
        Form::Csv(_) => session.output.data(morgue_present::query_csv_head),
        _ => Ok(()),
    }
}

fn write(
    form: &Form,
    table: &QueryTable,
    query: &Query<'_>,
    answer: Result<&Answer, &str>,
    session: &Session,
) -> std::io::Result<()> {
    let output = &session.output;
    let row = QueryRow { id: query.id, words: query.words, answer };
    match (form, answer) {
        (Form::Page, _) => output.page(|out, look| table.row(out, &row, look)),
        (Form::Csv(_), _) => output.data(|out| morgue_present::query_csv(out, &row)),
        (Form::Run, Ok(answer)) => {
            output.data(|out| morgue_present::trec(out, query.id, TAG, answer))
        }
        (Form::Count, Ok(answer)) => {
            output.data(|out| morgue_present::counts(out, query.id, answer))
        }
        (Form::Count, Err(_)) => output.data(|out| morgue_present::refused_count(out, query.id)),
        // A run has a line for each hit and nothing else.
        (Form::Run, Err(_)) => Ok(()),
        (_, answer) => output.data(|out| named(out, query, answer)),
    }
}

/// A line of JSON with the query's id in front.
fn named(
    out: &mut dyn Write,
    query: &Query<'_>,
    answer: Result<&Answer, &str>,
) -> std::io::Result<()> {
    #[derive(serde::Serialize)]
    struct Named<'a, T> {
        #[serde(rename = "type")]
        kind: &'a str,
        id: &'a str,
        #[serde(flatten)]
        answer: T,
    }
    #[derive(serde::Serialize)]
    struct Refused<'a> {
        v: u32,
        query: morgue_query::QueryEcho,
        error: &'a str,
    }
    let id = query.id;
    match answer {
        Ok(answer) => morgue_present::json_value(out, &Named { kind: "answer", id, answer }),
        Err(error) => {
            let notices: Vec<Notice> = Vec::new();
            let input = query.words.to_string();
            let query = morgue_query::QueryEcho { input, interpreted: String::new(), notices };
            let answer = Refused { v: 1, query, error };
            morgue_present::json_value(out, &Named { kind: "error", id, answer })
        }
    }
}
