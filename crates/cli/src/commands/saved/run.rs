//! `morgue saved run`: what came in for saved searches since the last time.
//!
//! What was told is written down after it was told: a crash between the two tells it again, and
//! loses nothing.

use std::collections::BTreeSet;

use clap::Args;
use morgue_archive::{AllSaved, Saved, SavedLock, Seen};
use morgue_article::ArticleId;
use morgue_present::{MailAddress, News};
use morgue_query::{
    Answer, Engine, HitView, QueryEcho, Relation, Request, SavedName, SavedSearch, Total,
    found_ids, hits_of,
};
use serde::Serialize;

use crate::alerts::{self, Alert};
use crate::ask::Asker;
use crate::clock::now;
use crate::failure::{Failure, code};
use crate::session::Session;

/// Tell what came in for saved searches since the last time.
///
/// An article is told of once for each search, however often the index is rebuilt, and not again
/// when it is corrected.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue saved run
  morgue saved run strikes harbour --json
  morgue saved run --mail ada@news.example | sendmail -t
  morgue saved run --deliver

--deliver gives what is new to the commands in your own settings (`morgue help saved`).

A search that cannot be asked is named, and the others are told of all the same.

Exit code: 0 something is new, 1 nothing is, 2 a search, a command or an option is wrong, 4 no usable
index.")]
pub(super) struct RunArgs {
    /// Their names: all of them without
    names: Vec<SavedName>,
    #[command(flatten)]
    form: FormArgs,
    /// Only look: what is new stays new
    #[arg(long)]
    peek: bool,
}

/// The form of the output; at most one of them.
#[derive(Debug, Clone, Default, Args)]
#[group(multiple = false)]
struct FormArgs {
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
    /// A mail to this address, for `sendmail -t`; nothing where nothing is new
    #[arg(long, value_name = "ADDRESS", help_heading = "Output")]
    mail: Option<MailAddress>,
    /// Give it to the commands in your own settings
    #[arg(long, help_heading = "Output")]
    deliver: bool,
}

/// Passages of an article.
const PASSAGES: usize = 1;
/// Articles of a search that are shown; of others JSON has the ids.
const SHOWN: usize = 1000;

/// What a search found.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    #[serde(serialize_with = "as_text")]
    name: SavedName,
    interpreted: String,
    /// How many articles are new.
    new: usize,
    /// The newest of them.
    hits: Vec<HitView>,
    /// The others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    more: Vec<ArticleId>,
    #[serde(skip)]
    echo: QueryEcho,
    #[serde(skip)]
    fingerprint: String,
    #[serde(skip)]
    seen: Seen,
}

fn as_text<S: serde::Serializer>(name: &SavedName, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(name)
}

pub(super) fn run(args: &RunArgs, session: &Session) -> anyhow::Result<u8> {
    let asker = Asker::open_quietly(session)?;
    let place = session.place()?;
    let saved = crate::engine::archive(&place)?.kept().saved();
    let alerts = if args.form.deliver { alerts::of_index(&place.path)? } else { Vec::new() };
    let _lock = if args.peek { None } else { Some(lock(&saved)?) };
    let AllSaved { searches, broken } = chosen(&args.names, &saved)?;
    let mut wrong = broken.len();
    for error in &broken {
        session.output.say(format_args!("{error}"));
    }
    let pinned = asker.engine().pin()?;
    let mut all = Vec::new();
    for search in &searches {
        match look(search, &saved, &*pinned.engine, &asker, session) {
            Ok(found) => all.push(found),
            Err(error) if session.control.check().is_err() => return Err(error),
            Err(error) => {
                wrong += 1;
                session.output.say(format_args!("{}: {error:#}", search.name));
            }
        }
    }
    let any = all.iter().any(|found| found.new > 0);
    wrong += tell(args, &all, &alerts, &saved, session)?;
    if !args.peek {
        for found in &all {
            saved.put_seen(&found.name, &found.seen)?;
        }
    }
    Ok(match (wrong, any) {
        (1.., _) => code::USAGE,
        (0, true) => code::OK,
        (0, false) => code::NOTHING,
    })
}

fn chosen(names: &[SavedName], saved: &Saved) -> anyhow::Result<AllSaved> {
    if names.is_empty() {
        return Ok(saved.all()?);
    }
    let one = |name: &SavedName| saved.get(name)?.ok_or_else(|| super::unknown(name));
    let searches = names.iter().map(one).collect::<anyhow::Result<_>>()?;
    Ok(AllSaved { searches, broken: Vec::new() })
}

/// What is new for one search.
fn look(
    search: &SavedSearch,
    saved: &Saved,
    engine: &dyn Engine,
    asker: &Asker<'_>,
    session: &Session,
) -> anyhow::Result<Found> {
    let SavedSearch { name, request, .. } = search;
    let (context, control) = (asker.context(), &session.control);
    let failed = |error| crate::ask::failed(&request.q, error);
    let found = found_ids(engine, request, &context, control).map_err(failed)?;
    let asked = request.params();
    let before = saved.seen(name)?;
    let mut new: Vec<ArticleId> = match &before {
        Some(seen) => found.ids.iter().filter(|id| !seen.ids.contains(id)).copied().collect(),
        None => {
            let count = morgue_present::plural(found.ids.len() as u64, "article", "articles");
            session.output.say(format_args!("{name}: new here; {count} found now count as told"));
            Vec::new()
        }
    };
    // Another question finds old articles that nobody was told of: they are no news.
    if let Some(seen) = before.as_ref().filter(|seen| seen.asked != asked && !new.is_empty()) {
        let mut came = Vec::new();
        for id in new {
            let article = engine.article(id, control)?;
            if article.and_then(|article| article.added).is_some_and(|added| added > seen.at) {
                came.push(id);
            }
        }
        new = came;
        session.output.say(format_args!("{name}: changed since; only what came in later is new"));
    }
    let shown = &new[..new.len().min(SHOWN)];
    let hits = hits_of(engine, request, shown, PASSAGES, &context, control).map_err(failed)?;
    let mut after = seen(request, found.ids);
    // What left the search may come back: it was told of.
    after.ids.extend(before.into_iter().flat_map(|seen| seen.ids));
    Ok(Found {
        name: name.clone(),
        interpreted: found.query.interpreted.clone(),
        new: new.len(),
        hits,
        more: new[shown.len()..].to_vec(),
        echo: found.query,
        fingerprint: found.fingerprint.to_string(),
        seen: after,
    })
}

/// All of these as told.
pub(super) fn seen(request: &Request, ids: Vec<ArticleId>) -> Seen {
    Seen { asked: request.params(), at: now(), ids: ids.into_iter().collect::<BTreeSet<_>>() }
}

pub(super) fn lock(saved: &Saved) -> anyhow::Result<SavedLock> {
    saved.lock()?.ok_or_else(|| {
        let message = "another run of `morgue saved` is at work: try again when it has ended";
        Failure::with_code(code::INDEX, message)
    })
}

/// Tells what is new; how many commands failed, where others did not.
fn tell(
    args: &RunArgs,
    all: &[Found],
    alerts: &[Alert],
    saved: &Saved,
    session: &Session,
) -> anyhow::Result<usize> {
    let output = &session.output;
    let mut failed = 0;
    let with_news: Vec<&Found> = all.iter().filter(|found| found.new > 0).collect();
    match &args.form {
        FormArgs { json: true, .. } => {
            let value = serde_json::json!({ "v": 1, "searches": all });
            output.data(|out| morgue_present::json_value(out, &value))?;
        }
        FormArgs { mail: Some(to), .. } => {
            if !with_news.is_empty() {
                output.data(|out| morgue_present::mail(out, to, &news(&with_news), now()))?;
            }
        }
        FormArgs { deliver: true, .. } => {
            if alerts.is_empty() {
                return Err(Failure::usage(alerts::none()));
            }
            if !with_news.is_empty() {
                failed = deliver(alerts, &with_news, saved, session)?;
            }
        }
        _ => {
            for found in &with_news {
                page(found, session)?;
            }
        }
    }
    for found in all {
        let articles = morgue_present::plural(found.new as u64, "new article", "new articles");
        output.say(format_args!("{}: {articles}", found.name));
    }
    Ok(failed)
}

fn news<'a>(all: &[&'a Found]) -> Vec<News<'a>> {
    let one = |found: &&'a Found| News {
        name: found.name.as_str(),
        interpreted: &found.interpreted,
        total: found.new,
        hits: &found.hits,
    };
    all.iter().map(one).collect()
}

/// Gives every command what is new; how many failed. What those were given is kept in a file, as
/// what the others were told of is told. An error where all of them failed: then nothing was told.
fn deliver(
    alerts: &[Alert],
    all: &[&Found],
    saved: &Saved,
    session: &Session,
) -> anyhow::Result<usize> {
    let mut failed = Vec::new();
    for (at, alert) in alerts.iter().enumerate() {
        let (mut text, form) = (Vec::new(), if alert.mail.is_some() { "eml" } else { "json" });
        match &alert.mail {
            Some(to) => morgue_present::mail(&mut text, to, &news(all), now())?,
            None => {
                let value = serde_json::json!({ "v": 1, "searches": all });
                morgue_present::json_value(&mut text, &value)?;
            }
        }
        if let Err(error) = alert.run(&text) {
            failed.push((format!("{}-{at}.{form}", now()), text, error));
        }
    }
    if failed.len() == alerts.len() {
        let (_, _, error) = failed.remove(0);
        return Err(error.context("nothing was delivered; it stays new"));
    }
    for (name, text, error) in &failed {
        let path = saved.keep_undelivered(name, text)?;
        let path = path.display();
        session.output.say(format_args!("{error:#}; what it was to be given is in `{path}`"));
    }
    Ok(failed.len())
}

/// The new articles as a page of hits.
fn page(found: &Found, session: &Session) -> anyhow::Result<()> {
    let mut hits = found.hits.clone();
    hits.iter_mut().for_each(|hit| super::super::search::from_here(&mut hit.origin));
    let value = found.new as u64;
    let answer = Answer {
        v: 1,
        query: found.echo.clone(),
        fingerprint: found.fingerprint.clone(),
        took_ms: 0,
        total: Some(Total { value, relation: Relation::Exact, overlapping: 0 }),
        hits,
        facets: Vec::new(),
        timeline: None,
        next: None,
        help: None,
    };
    session.output.page(|out, look| {
        let label = look.theme.label;
        let query = morgue_present::safe(&found.interpreted).into_owned();
        writeln!(out, "{label}{}{label:#}  {query}\n", found.name)?;
        morgue_present::page(out, &answer, look)?;
        writeln!(out)
    })?;
    Ok(())
}
