//! The table of operations: what answers a route, and what `/openapi.json` tells of it, in one
//! place, so that the two cannot differ.
//!
//! To add a route, write its file in `routes`, with a handler and a `pub(crate) fn operation()`
//! that names its path, parameters and answer, and add that to [`routes::all`](crate::routes::all).
//! Parameters have their names, kinds and one line about each in [`parameter`](mod@parameter).

mod document;
pub(crate) mod parameter;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post};
use schemars::{JsonSchema, Schema, SchemaGenerator};

pub(crate) use self::document::document;
use crate::app::State;
use crate::params::Takes;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Anybody who reaches the server.
    Nothing,
    /// Whoever may read.
    Reading,
    /// Whoever has a token: saved searches are changed.
    Keeping,
    /// Whoever may put articles in.
    Writing,
}

/// What an answer looks like.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// JSON of a type of ours.
    Json(fn(&mut SchemaGenerator) -> Schema),
    /// Text, or lines, or bytes.
    Text,
    /// Headers alone.
    Nothing,
}

/// An answer.
#[derive(Clone, Copy)]
pub(crate) struct Gives {
    pub(crate) status: u16,
    pub(crate) media: &'static str,
    pub(crate) form: Form,
}

/// A method of a route.
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// What it does, as a line.
    pub(crate) about: &'static str,
    pub(crate) needs: Needs,
    /// Whether it takes a question with its filters, and what besides.
    pub(crate) question: Option<Takes>,
    /// Other parameters.
    pub(crate) only: &'static [&'static str],
    /// The media type of a body.
    pub(crate) body: Option<&'static str>,
    /// What a body of JSON looks like.
    pub(crate) takes: Option<fn(&mut SchemaGenerator) -> Schema>,
    pub(crate) gives: Vec<Gives>,
    /// Whether answers have a name, so that who has one need not be sent it again.
    pub(crate) tagged: bool,
    pub(crate) handler: MethodRouter<Arc<State>>,
}

impl Operation {
    /// `GET`, which needs the right to read.
    pub(crate) fn get<H, T>(path: &'static str, about: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<State>>,
        T: 'static,
    {
        Self::new("get", path, about, get(handler))
    }

    /// `POST`, which needs the right to read.
    pub(crate) fn post<H, T>(path: &'static str, about: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<State>>,
        T: 'static,
    {
        Self::new("post", path, about, post(handler))
    }

    /// `DELETE`.
    pub(crate) fn delete<H, T>(path: &'static str, about: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<State>>,
        T: 'static,
    {
        Self::new("delete", path, about, delete(handler))
    }

    fn new(
        method: &'static str,
        path: &'static str,
        about: &'static str,
        handler: MethodRouter<Arc<State>>,
    ) -> Self {
        let (needs, question, only) = (Needs::Reading, None, &[][..]);
        let (body, takes, gives, tagged) = (None, None, Vec::new(), false);
        Self { method, path, about, needs, question, only, body, takes, gives, tagged, handler }
    }

    /// It needs this right instead.
    pub(crate) fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }

    /// It takes a question, read by [`params::read`](crate::params::read).
    pub(crate) fn question(self, takes: Takes) -> Self {
        Self { question: Some(takes), ..self }
    }

    /// It takes these parameters, read by [`params::few`](crate::params::few).
    pub(crate) fn only(self, only: &'static [&'static str]) -> Self {
        Self { only, ..self }
    }

    /// It takes a body.
    pub(crate) fn body(self, media: &'static str) -> Self {
        Self { body: Some(media), ..self }
    }

    /// It takes a body of this type as JSON.
    pub(crate) fn takes<T: JsonSchema>(self) -> Self {
        let takes: fn(&mut SchemaGenerator) -> Schema = |generator| generator.subschema_for::<T>();
        Self { body: Some("application/json"), takes: Some(takes), ..self }
    }

    /// It answers with this type as JSON.
    pub(crate) fn json<T: JsonSchema>(self) -> Self {
        let form = Form::Json(|generator| generator.subschema_for::<T>());
        self.gives(200, "application/json", form)
    }

    /// Its answers have a name (`ETag`).
    pub(crate) fn tagged(self) -> Self {
        Self { tagged: true, ..self }
    }

    /// It answers with text of this media type.
    pub(crate) fn text(self, media: &'static str) -> Self {
        self.gives(200, media, Form::Text)
    }

    /// One more answer. Problems need not be told: every operation has them.
    pub(crate) fn gives(mut self, status: u16, media: &'static str, form: Form) -> Self {
        self.gives.push(Gives { status, media, form });
        self
    }

    /// The names of all its parameters but those in its path.
    pub(crate) fn parameters(&self, show_path: bool) -> Vec<String> {
        let asked = self.question.map(|takes| takes.names(show_path)).unwrap_or_default();
        asked.into_iter().chain(self.only.iter().map(|name| (*name).to_string())).collect()
    }
}
