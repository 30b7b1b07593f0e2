//! `morgue saved`.

mod keeping;
mod run;

pub(crate) use keeping::Folder;

use clap::{Args, Subcommand};
use morgue_archive::AllSaved;
use morgue_query::{NotSavable, Preview, Request, SavedName, SavedSearch, preview};

use crate::args::AskArgs;
use crate::ask::Asker;
use crate::clock::today;
use crate::failure::{Failure, code};
use crate::session::Session;

/// Keep searches under a name and hear what came in for them.
///
/// They are text in the index's `kept/saved`, to be read, changed and kept under version control.
/// Each article is told of once, after it came in.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue saved add strikes 'strike*' -football --outlet 'Harbour Post'
  morgue saved list
  morgue saved run
  morgue saved run strikes --mail ada@news.example | sendmail -t
  morgue saved rm strikes")]
pub(crate) struct SavedArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(Box<AddArgs>),
    List(ListArgs),
    Show(ShowArgs),
    Run(run::RunArgs),
    Rm(RmArgs),
}

/// Keep a search. What it finds now counts as told.
///
/// The query is read strictly: one that would be repaired is refused, with the form to save instead.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue saved add strikes 'strike*' -football --outlet 'Harbour Post'

Exit code: 0 kept, 2 the query or the name is wrong, 4 no usable index.")]
struct AddArgs {
    /// Its name: small letters, digits, `-` and `_`
    name: SavedName,
    #[command(flatten)]
    ask: AskArgs,
    /// Take the place of a search of this name
    #[arg(long)]
    replace: bool,
}

/// List the searches that are kept.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue saved list")]
struct ListArgs {
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
}

/// Show a search: what it asks, how it is read, how much it finds.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue saved show strikes")]
struct ShowArgs {
    /// Its name
    name: SavedName,
}

/// Take searches away, with what was told of them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue saved rm strikes")]
struct RmArgs {
    /// Their names
    #[arg(required = true)]
    names: Vec<SavedName>,
}

pub(crate) fn run(args: &SavedArgs, session: &Session) -> anyhow::Result<u8> {
    match &args.command {
        Command::Add(args) => add(args, session),
        Command::List(args) => list(args, session),
        Command::Show(args) => show(args, session),
        Command::Run(args) => run::run(args, session),
        Command::Rm(args) => remove(args, session),
    }
}

fn add(args: &AddArgs, session: &Session) -> anyhow::Result<u8> {
    let words = crate::ask::words(&args.ask.words)?;
    let asker = Asker::open(session)?;
    let saved = crate::engine::archive(&session.place()?)?.kept().saved();
    let name = &args.name;
    let _lock = run::lock(&saved)?;
    if !args.replace && saved.get(name)?.is_some() {
        let message = format!("there is a search `{name}` already: --replace takes its place");
        return Err(Failure::usage(message));
    }
    let request = Request { q: words, ..args.ask.request(String::new()) };
    let pinned = asker.engine().pin()?;
    let found = preview(&*pinned.engine, &request, &asker.context(), &session.control)
        .map_err(|refused| refusal(&request.q, refused, session))?;
    saved.put(&SavedSearch { name: name.clone(), request: request.clone(), created: today() })?;
    let ids =
        morgue_query::found_ids(&*pinned.engine, &request, &asker.context(), &session.control);
    let ids = ids.map_err(|error| crate::ask::failed(&request.q, error))?.ids;
    saved.put_seen(name, &run::seen(&request, ids))?;
    let total = morgue_present::plural(found.total, "article", "articles");
    session.output.say(format_args!("{name}: {}", found.query.interpreted));
    session.output.say(format_args!("{total} now; {}", by_day(&found)));
    Ok(code::OK)
}

/// How many there are to be expected.
fn by_day(found: &Preview) -> String {
    let (lately, days) = (found.lately, Preview::DAYS);
    match lately {
        0 => format!("none published in the last {days} days"),
        n if n >= days.unsigned_abs() => {
            let rounded = (n + days.unsigned_abs() / 2) / days.unsigned_abs();
            format!("about {} a day over the last {days} days", morgue_present::grouped(rounded))
        }
        n => format!("{} in the last {days} days", morgue_present::grouped(n)),
    }
}

/// Says which form could be saved; the error has its place under a caret.
fn refusal(query: &str, refused: NotSavable, session: &Session) -> anyhow::Error {
    if let Some(instead) = &refused.instead {
        session.output.say(format_args!("to save it as it would be read: {instead}"));
    }
    crate::ask::failed(query, refused.error)
}

fn list(args: &ListArgs, session: &Session) -> anyhow::Result<u8> {
    let saved = crate::engine::archive(&session.place()?)?.kept().saved();
    let AllSaved { searches: all, broken } = saved.all()?;
    if args.json {
        let list: Vec<_> = all.iter().map(morgue_present::saved_view).collect();
        let value = serde_json::json!({ "v": 1, "saved": list });
        session.output.data(|out| morgue_present::json_value(out, &value))?;
    } else {
        session.output.page(|out, look| morgue_present::saved_list(out, &all, look))?;
    }
    for error in &broken {
        session.output.say(format_args!("{error}"));
    }
    Ok(match (broken.is_empty(), all.is_empty()) {
        (false, _) => code::USAGE,
        (true, true) => code::NOTHING,
        (true, false) => code::OK,
    })
}

fn show(args: &ShowArgs, session: &Session) -> anyhow::Result<u8> {
    let asker = Asker::open_quietly(session)?;
    let saved = crate::engine::archive(&session.place()?)?.kept().saved();
    let search = saved.get(&args.name)?.ok_or_else(|| unknown(&args.name))?;
    let found = preview(asker.engine(), &search.request, &asker.context(), &session.control)
        .map_err(|refused| refusal(&search.request.q, refused, session))?;
    let total = morgue_present::plural(found.total, "article", "articles");
    session.output.page(|out, look| {
        morgue_present::saved_list(out, std::slice::from_ref(&search), look)?;
        writeln!(out, "read as: {}", morgue_present::safe(&found.query.interpreted))?;
        writeln!(out, "{total} now; {}", by_day(&found))
    })?;
    Ok(code::OK)
}

fn remove(args: &RmArgs, session: &Session) -> anyhow::Result<u8> {
    let saved = crate::engine::archive(&session.place()?)?.kept().saved();
    let _lock = run::lock(&saved)?;
    for name in &args.names {
        if !saved.remove(name)? {
            return Err(unknown(name));
        }
    }
    Ok(code::OK)
}

fn unknown(name: &SavedName) -> anyhow::Error {
    let message = format!("there is no saved search `{name}`: `morgue saved list` shows them");
    Failure::with_code(code::NOTHING, message)
}
