//! Addresses, as they are compared.

use url::Url;

/// Parameters that say how a reader came, not what is read.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "cmpid",
    "ncid",
    "ocid",
    "smid",
    "taid",
    "ref_src",
    "feedtype",
    "feedname",
    "rpc",
    "partner",
    "emc",
    "wt.mc_id",
    "cmp",
    "at_medium",
    "at_campaign",
    "xtor",
    "_ga",
    "spm",
    "sr_share",
    "soc_src",
    "soc_trk",
];

/// The address without fragment and tracking parameters; only of the web.
pub(super) fn canonical(text: &str) -> Option<String> {
    let text = text.trim();
    let mut url = Url::parse(text).ok().or_else(|| {
        let bare = text.starts_with("www.") && !text.contains(char::is_whitespace);
        bare.then(|| Url::parse(&format!("http://{text}")).ok()).flatten()
    })?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    url.set_fragment(None);
    let tracks = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("utm_") || TRACKING.contains(&name.as_str())
    };
    if url.query_pairs().any(|(name, _)| tracks(&name)) {
        let query = url.query().unwrap_or_default();
        let keeps = |pair: &&str| !tracks(pair.split('=').next().unwrap_or_default());
        let kept: Vec<&str> = query.split('&').filter(keeps).collect();
        let kept = kept.join("&");
        url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
    }
    if url.query() == Some("") {
        url.set_query(None);
    }
    Some(url.into())
}

/// Whether an address is an article's, not a whole site's.
pub(super) fn names_an_article(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.path().len() > 1 || url.query().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_goes_and_the_rest_stays() {
        let cases = [
            ("HTTPS://Post.Example/a?utm_source=x&id=3#top", Some("https://post.example/a?id=3")),
            ("http://post.example/a?utm_source=x", Some("http://post.example/a")),
            ("www.post.example/a", Some("http://www.post.example/a")),
            ("mailto:x@post.example", None),
            ("a mill", None),
        ];
        for (text, expected) in cases {
            assert_eq!(canonical(text).as_deref(), expected, "{text}");
        }
        assert!(!names_an_article("https://post.example/"));
    }
}
