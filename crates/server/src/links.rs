//! Addresses of this server as its readers see them: behind a proxy they have another name and
//! begin with another path.

use axum::http::{HeaderMap, Uri, header};

use crate::config::Config;

/// Where a proxy in front lets the server appear: `https://news.example.org/archive`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    https: bool,
    /// Name and port as a browser sends them: without the scheme's own port.
    host: String,
    /// The path before every route, without a `/` at its end: `/archive`, or nothing.
    base: String,
}

/// An address that a server cannot appear under.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an address of this kind: `https://news.example.org/archive`")]
pub struct PublicUrlError {
    text: String,
}

impl std::str::FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        Self::parse(text).ok_or_else(|| PublicUrlError { text: text.to_string() })
    }
}

impl PublicUrl {
    fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let host = authority.as_str().to_ascii_lowercase();
        let own_port = if https { ":443" } else { ":80" };
        let host = host.strip_suffix(own_port).unwrap_or(&host).to_string();
        let base = uri.path().trim_end_matches('/');
        // What would mean something else in a header, a page or a route has no place in it.
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
        let part = |part: &str| !matches!(part, "" | "." | "..") && part.bytes().all(plain);
        let good = base.is_empty() || base.split('/').skip(1).all(part);
        let good = good && uri.query().is_none() && !host.is_empty();
        good.then(|| Self { https, host, base: base.to_string() })
    }

    /// Name and port as a browser sends them.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether readers come by TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }
}

/// Makes addresses.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links(Option<PublicUrl>);

impl Links {
    pub(crate) fn new(config: &Config) -> Self {
        Self(config.public_url.clone())
    }

    /// What stands before every route: `/archive`, or nothing.
    pub(crate) fn base(&self) -> &str {
        self.0.as_ref().map_or("", |public| public.base.as_str())
    }

    /// The address of a route on this server, for pages: `/search?q=x` becomes
    /// `/archive/search?q=x`.
    pub(crate) fn to(&self, route: &str) -> String {
        format!("{}{route}", self.base())
    }

    /// The whole address of a route, for what leaves the server: feeds, citations, mails. Without
    /// a `--public-url` it is the name that was asked for, which was checked to be one of ours.
    pub(crate) fn absolute(&self, route: &str, headers: &HeaderMap) -> String {
        let Some(public) = &self.0 else {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
            return format!("http://{}{route}", host.unwrap_or("localhost"));
        };
        let scheme = if public.https { "https" } else { "http" };
        format!("{scheme}://{}{}{route}", public.host, public.base)
    }

    /// What a browser says a page of ours comes from, when this name was asked for.
    pub(crate) fn origin(&self, asked: &str) -> String {
        match &self.0 {
            Some(public) if public.https => format!("https://{}", public.host),
            Some(public) => format!("http://{}", public.host),
            None => format!("http://{asked}"),
        }
    }

    /// Whether cookies must stay on TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.0.as_ref().is_some_and(PublicUrl::is_https)
    }

    /// The path of a route without what a proxy left before it. Proxies that take it away
    /// themselves are as good.
    pub(crate) fn route<'p>(&self, path: &'p str) -> &'p str {
        match path.strip_prefix(self.base()) {
            Some("") => "/",
            Some(rest) if rest.starts_with('/') => rest,
            _ => path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(url: &str) -> Links {
        Links(Some(url.parse().expect("a good address")))
    }

    #[test]
    fn addresses_are_those_that_readers_see() {
        let behind = links("https://News.example.org:443/archive/");
        assert_eq!(behind.0.as_ref().map(PublicUrl::host), Some("news.example.org"));
        assert_eq!(behind.to("/search?q=x"), "/archive/search?q=x");
        let none = HeaderMap::new();
        assert_eq!(behind.absolute("/", &none), "https://news.example.org/archive/");
        assert!(behind.is_https());
        let cases = [
            ("/archive", "/"),
            ("/archive/", "/"),
            ("/archive/v1/stats", "/v1/stats"),
            ("/v1/stats", "/v1/stats"),
            ("/archives", "/archives"),
        ];
        for (path, route) in cases {
            assert_eq!(behind.route(path), route, "{path}");
        }
        let plain = Links::default();
        assert_eq!((plain.to("/search"), plain.route("/search")), ("/search".into(), "/search"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "news.example.org",
            "ftp://news.example.org",
            "https://",
            "https://u:p@news.example.org/",
            "https://news.example.org/a/../b",
            "https://news.example.org/a//b",
            "https://news.example.org/a?b=c",
            "https://news.example.org/a%2fb",
            "https://news.example.org/\"x",
        ] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }
}
