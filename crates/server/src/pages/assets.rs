//! The stylesheet, the script and the sign of the pages. Their addresses hold a hash of their
//! content, so browsers keep them for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use xxhash_rust::xxh3::xxh3_64;

use crate::problem::Problem;

/// A file that goes with the pages.
struct Asset {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const STYLE: Asset = Asset {
    name: "morgue.css",
    kind: "text/css; charset=utf-8",
    text: include_str!("../../assets/morgue.css"),
};
const SCRIPT: Asset = Asset {
    name: "morgue.js",
    kind: "text/javascript; charset=utf-8",
    text: include_str!("../../assets/morgue.js"),
};
const SIGN: Asset =
    Asset { name: "sign.svg", kind: "image/svg+xml", text: include_str!("../../assets/sign.svg") };

/// Where the files are, without the base path.
pub(super) struct Routes {
    pub(super) style: String,
    pub(super) script: String,
    pub(super) sign: String,
}

/// The addresses of the files of this program.
pub(super) static ROUTES: LazyLock<Routes> =
    LazyLock::new(|| Routes { style: route(&STYLE), script: route(&SCRIPT), sign: route(&SIGN) });

fn route(asset: &Asset) -> String {
    format!("/assets/{}/{}", hash(asset), asset.name)
}

fn hash(asset: &Asset) -> String {
    format!("{:016x}", xxh3_64(asset.text.as_bytes()))
}

/// `GET /assets/{hash}/{name}`. Under another hash it is what the program has now, not to be kept:
/// a page from before an update still looks like one.
pub(crate) async fn get(Path((asked, name)): Path<(String, String)>) -> Result<Response, Problem> {
    let asset = [&STYLE, &SCRIPT, &SIGN].into_iter().find(|asset| asset.name == name);
    let asset = asset.ok_or_else(|| Problem::not_found("there is no such file"))?;
    let keep = match asked == hash(asset) {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, keep)];
    Ok((StatusCode::OK, headers, asset.text).into_response())
}
