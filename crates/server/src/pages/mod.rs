//! Pages for people. They ask by the same functions as `/v1`, never over HTTP; everything on them
//! works without the script, and no text of a user or an article becomes markup.

mod almanac;
mod article;
mod asked;
mod asks;
mod assets;
mod chart;
mod errors;
mod facets;
mod form;
mod guide;
mod help;
mod hits;
mod home;
mod leads;
mod login;
mod marked;
mod overview;
mod results;
mod saved;
mod series;
mod shell;
mod speech;
mod timeline;

pub(crate) use self::errors::for_people;
pub(crate) use self::guide::Guide;
pub(crate) use self::login::{login, logout};
pub(crate) use self::overview::Cache;
pub(crate) use self::shell::wants_page;
use crate::api::{Form, Needs, Operation};
use crate::params::Takes;

/// A page of this media type.
const HTML: &str = "text/html";
const CSV: &str = "text/csv";
const FORM: &str = "application/x-www-form-urlencoded";

/// The pages, for the table of routes.
pub(crate) fn operations() -> Vec<Operation> {
    let open = |operation: Operation| operation.needs(Needs::Nothing);
    vec![
        Operation::get("/", "The first page: what the archive holds.", home::get)
            .only(&["day"])
            .text(HTML),
        Operation::get("/search", "A page of hits.", results::get).question(Takes::PAGE).text(HTML),
        Operation::get("/articles/{id}", "A page of an article, its matches lit.", article::get)
            .question(Takes::QUESTION)
            .text(HTML),
        Operation::get("/timeline", "A page of counts by time.", timeline::get)
            .question(Takes::TIMELINE)
            .only(&["share"])
            .text(HTML),
        Operation::get("/timeline.csv", "Counts by time as a table.", timeline::csv)
            .question(Takes::TIMELINE)
            .only(&["share"])
            .text(CSV),
        Operation::get("/saved", "The searches kept under a name.", saved::list).text(HTML),
        Operation::post("/saved", "Keeps a search: a form of `/saved/new`.", saved::add)
            .body(FORM)
            .gives(303, HTML, Form::Nothing),
        Operation::get("/saved/new", "What a search finds that is to be kept.", saved::new)
            .question(Takes::QUESTION)
            .only(&["name"])
            .text(HTML),
        Operation::post("/saved/remove", "Takes a search away: a form of `/saved`.", saved::remove)
            .body(FORM)
            .gives(303, HTML, Form::Nothing),
        open(Operation::get("/help/query", "The query language explained.", help::get)).text(HTML),
        open(Operation::get("/assets/{hash}/{name}", "A file of the pages.", assets::get))
            .text("text/css")
            .text("text/javascript")
            .text("image/svg+xml"),
    ]
}
