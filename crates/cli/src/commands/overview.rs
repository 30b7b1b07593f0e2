//! Bare `morgue`: what the index holds and three queries from its own words.

use morgue_query::Request;

use crate::ask::Asker;
use crate::failure::code;
use crate::session::Session;

/// Articles whose headlines are looked through for words.
const SAMPLE: usize = 40;

pub(crate) fn run(session: &Session) -> anyhow::Result<u8> {
    let place = session.place()?;
    if !crate::engine::exists(&place) && !place.named {
        session.output.page(|out, _| {
            writeln!(out, "There is no index here yet. Read a folder of articles into one:\n")?;
            writeln!(out, "  morgue index PATH\n")?;
            writeln!(out, "or read it and search it at once:\n")?;
            writeln!(out, "  morgue search WORDS --in PATH\n")?;
            writeln!(out, "`morgue --help` lists the commands.")
        })?;
        return Ok(code::INDEX);
    }
    let asker = Asker::open_quietly(session)?;
    let request = Request { q: String::new(), limit: SAMPLE, snippets: 0, ..Request::default() };
    let examples = match asker.ask(&request) {
        Ok(answer) => morgue_query::examples(&answer.hits),
        Err(_) => Vec::new(), // an overview is worth having without examples
    };
    session.output.page(|out, look| {
        morgue_present::overview(out, &place.shown(), asker.stats(), look)?;
        if !examples.is_empty() {
            writeln!(out, "\nTry:")?;
        }
        for example in &examples {
            let command = morgue_present::command("search", &example.params());
            writeln!(out, "  {}", morgue_present::safe(&command))?;
        }
        writeln!(out, "\n`morgue help query` explains the language, `morgue --help` the commands.")
    })?;
    Ok(code::OK)
}
