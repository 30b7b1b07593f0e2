//! Which index of which cluster: `opensearch://host:9200,host:9200/name`.

use url::Url;

/// The port of a node unless told otherwise.
const PORT: u16 = 9200;
/// The most nodes that may be named.
const MOST_NODES: usize = 64;

/// The nodes of a cluster and the name of an index there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    nodes: Vec<Url>,
    name: String,
}

/// A text that names no index of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` names no index of a cluster: {wrong}; write `opensearch://HOST:9200/NAME`, several nodes with commas between them"
)]
pub struct AddressError {
    text: String,
    wrong: &'static str,
}

impl Address {
    /// Whether a text means a cluster at all.
    pub fn is_meant_by(text: &str) -> bool {
        text.starts_with("opensearch://") || text.starts_with("opensearch+tls://")
    }

    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it. A password in it is an error: addresses end up in logs.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let wrong = |wrong| AddressError { text: shown(text), wrong };
        let (scheme, rest) = text.split_once("://").ok_or_else(|| wrong("it has no scheme"))?;
        let scheme = match scheme {
            "opensearch" => "http",
            "opensearch+tls" => "https",
            _ => return Err(wrong("its scheme is another")),
        };
        let (hosts, name) = rest.split_once('/').ok_or_else(|| wrong("it has no name"))?;
        if hosts.contains('@') {
            return Err(wrong("who asks is said by the environment, not by the address"));
        }
        if !is_name(name) {
            return Err(wrong(
                "a name is small letters, digits, `-` and `_`, begins with a letter or a digit and \
                 has at most 100",
            ));
        }
        let mut nodes = Vec::new();
        for host in hosts.split(',') {
            let url = Url::parse(&format!("{scheme}://{host}/"));
            let mut url = url.map_err(|_| wrong("a host of it cannot be read"))?;
            // A port that is the scheme's own is written out too: nodes listen elsewhere.
            if url.port().is_none() && !host.ends_with(":80") && !host.ends_with(":443") {
                url.set_port(Some(PORT)).map_err(|()| wrong("a host of it cannot be read"))?;
            }
            nodes.push(url);
        }
        if nodes.len() > MOST_NODES {
            return Err(wrong("it has more than 64 nodes"));
        }
        Ok(Self { nodes, name: name.to_string() })
    }

    /// The addresses of its nodes.
    pub fn nodes(&self) -> &[Url] {
        &self.nodes
    }

    /// The index: the name of an alias.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether its nodes are reached over https.
    pub fn is_tls(&self) -> bool {
        self.nodes.iter().any(|node| node.scheme() == "https")
    }

    /// A name for files that belong to this index: its first host and its name.
    pub fn file_name(&self) -> String {
        let node = self.nodes.first();
        let host = node.and_then(Url::host_str).unwrap_or("cluster");
        let port = node.and_then(Url::port_or_known_default).unwrap_or(PORT);
        let host: String = host
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' })
            .collect();
        format!("{host}-{port}-{}", self.name)
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_tls() { "opensearch+tls://" } else { "opensearch://" })?;
        for (number, node) in self.nodes.iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            let host = node.host_str().unwrap_or_default();
            write!(f, "{comma}{host}:{}", node.port_or_known_default().unwrap_or(PORT))?;
        }
        write!(f, "/{}", self.name)
    }
}

/// What an alias of ours may be called.
fn is_name(name: &str) -> bool {
    let first = name.bytes().next();
    (1..=100).contains(&name.len())
        && first.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
}

/// A text without what stands before an `@`: it may be a password.
fn shown(text: &str) -> String {
    match (text.split_once("://"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://…@{rest}"),
        _ => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        for (text, nodes, again) in [
            (
                "opensearch://localhost/news",
                "http://localhost:9200/",
                "opensearch://localhost:9200/news",
            ),
            ("opensearch://a:1,b/x-1", "http://a:1/ http://b:9200/", "opensearch://a:1,b:9200/x-1"),
            ("opensearch+tls://[::1]:9/n", "https://[::1]:9/", "opensearch+tls://[::1]:9/n"),
            ("opensearch://h:80/n", "http://h/", "opensearch://h:80/n"),
        ] {
            let address = Address::parse(text).unwrap();
            let all: Vec<String> = address.nodes().iter().map(ToString::to_string).collect();
            assert_eq!(
                (all.join(" "), address.to_string()),
                (nodes.to_string(), again.to_string())
            );
        }
    }

    #[test]
    fn what_is_no_address_is_said_without_its_password() {
        for text in [
            "opensearch://h:9200",
            "opensearch://h/",
            "opensearch:///n",
            "opensearch://h/A",
            "http://h/n",
            "opensearch://h/n?x",
            "opensearch://h:x/n",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        let error = Address::parse("opensearch://me:secret@h/n").unwrap_err().to_string();
        assert!(!error.contains("secret") && error.contains("environment"), "{error}");
    }
}
