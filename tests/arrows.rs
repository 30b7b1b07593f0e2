//! The arrows between the crates point one way (`crates/README.md`): a crate is defined by what it
//! does not know, and this test fails when its `Cargo.toml` learns it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Which of our crates each may name under `[dependencies]`.
const ALLOWED: &[(&str, &[&str])] = &[
    ("article", &[]),
    ("analysis", &[]),
    ("ingest", &["article"]),
    ("query", &["article", "analysis"]),
    ("index", &["article", "analysis", "query"]),
    ("cluster", &["article", "analysis", "query"]),
    ("present", &["article", "query"]),
    ("testkit", &["article", "analysis", "query"]),
    ("archive", &["article", "ingest", "query", "index"]),
    ("server", &["article", "query", "present"]),
    ("cli", &["article", "ingest", "query", "index", "cluster", "archive", "present", "server"]),
    ("", &["article", "ingest", "query", "index", "archive", "cli"]),
];

/// What only one crate may name: the engine stays behind `index`.
const ONLY: &[(&str, &[&str])] =
    &[("tantivy", &["index"]), ("opensearch", &["cluster"]), ("clap", &["cli"])];

fn dependencies(manifest: &Path, table: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(manifest).expect("the manifest is there");
    let toml: toml::Table = text.parse().expect("the manifest is TOML");
    let table = toml.get(table).and_then(|table| table.as_table());
    table.map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn arrows_point_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut crates: Vec<String> = std::fs::read_dir(root.join("crates"))
        .expect("crates/ is there")
        .filter_map(|entry| entry.ok())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    crates.push(String::new());
    for name in &crates {
        let manifest = match name.as_str() {
            "" => root.join("Cargo.toml"),
            name => root.join("crates").join(name).join("Cargo.toml"),
        };
        let may = allowed
            .get(name.as_str())
            .unwrap_or_else(|| panic!("crates/{name} is new: say here what it may know"));
        for dependency in dependencies(&manifest, "dependencies") {
            if let Some(ours) = dependency.strip_prefix("morgue-") {
                assert!(may.contains(&ours), "`{name}` must not know `{ours}`");
            }
            if let Some((_, only)) = ONLY.iter().find(|(known, _)| *known == dependency) {
                assert!(only.contains(&name.as_str()), "`{name}` must not know `{dependency}`");
            }
        }
        for dependency in dependencies(&manifest, "dev-dependencies") {
            assert!(dependency != "morgue-index" || name.is_empty() || name == "index");
        }
    }
    for name in allowed.keys() {
        assert!(crates.iter().any(|c| c == name), "`{name}` is named here and is not there");
    }
}

#[test]
fn the_testkit_is_for_tests_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, _) in ALLOWED {
        let manifest = root.join("crates").join(name).join("Cargo.toml");
        let manifest = if name.is_empty() { root.join("Cargo.toml") } else { manifest };
        assert!(!dependencies(&manifest, "dependencies").contains("morgue-testkit"), "`{name}`");
    }
}
