//! The choice of engine, and the only file that knows there is more than one.

use morgue_archive::Archive;
use morgue_article::OutletTable;
use morgue_query::{Control, Engine, EngineError, EngineErrorKind, Ranking};

use crate::failure::{Failure, code};
use crate::place::Place;
use crate::progress::Progress;

/// Whether there is an index.
pub(crate) fn exists(place: &Place) -> bool {
    match elsewhere(place) {
        Ok(None) => Archive::is_index(&place.path),
        // Whether a cluster has it is for the cluster to say.
        Ok(Some(_)) | Err(_) => true,
    }
}

/// Opens the index to ask it, with the outlets that are known to it.
pub(crate) fn open(place: &Place) -> anyhow::Result<(Box<dyn Engine>, OutletTable)> {
    let archive = archive(place)?;
    Ok((archive.engine()?, archive.outlets()?))
}

/// Opens the index with what is kept in it.
pub(crate) fn archive(place: &Place) -> anyhow::Result<Archive> {
    if let Some(archive) = elsewhere(place)? {
        return Ok(archive);
    }
    if !exists(place) && !place.named {
        return Err(Failure::with_code(
            code::INDEX,
            "there is no index here or in a parent folder: `morgue index PATH` makes one, \
             `morgue search WORDS --in PATH` makes and searches it, `--index DIR` names another",
        ));
    }
    Ok(Archive::open(&place.path)?)
}

/// Opens the index, or makes an empty one.
pub(crate) fn create(place: &Place) -> anyhow::Result<Archive> {
    if let Some(archive) = elsewhere(place)? {
        #[cfg(feature = "cluster")]
        cluster::make(place)?;
        return Ok(archive);
    }
    Ok(Archive::create(&place.path)?)
}

/// What is wrong with the index, one line each.
pub(crate) fn verify(
    place: &Place,
    control: &Control,
    progress: &Progress,
) -> anyhow::Result<morgue_archive::Verified> {
    let archive = archive(place)?;
    Ok(archive.verify(control, &mut |done, total| progress.step(done, total))?)
}

/// Builds the index anew from itself.
pub(crate) fn rebuild(
    place: &Place,
    now: i64,
    ranking: Option<Ranking>,
    control: &Control,
    progress: &Progress,
) -> anyhow::Result<morgue_archive::Rebuilt> {
    let archive = archive(place)?;
    Ok(archive.rebuild(now, ranking, control, &mut |done, total| progress.step(done, total))?)
}

/// The archive of an index that is no folder, if such a one is meant.
fn elsewhere(place: &Place) -> anyhow::Result<Option<Archive>> {
    let name = place.path.to_string_lossy();
    let Some((scheme, _)) = name.split_once("://") else { return Ok(None) };
    #[cfg(feature = "cluster")]
    if morgue_cluster::Address::is_meant_by(&name) {
        return cluster::archive(place).map(Some);
    }
    let message = match scheme {
        "opensearch" | "opensearch+tls" => format!(
            "`{name}`: this program was built without clusters: build it with `--features cluster`"
        ),
        _ => format!("`{name}`: this program cannot reach `{scheme}` indexes"),
    };
    Err(EngineError::new(EngineErrorKind::Unsupported, message).into())
}

#[cfg(feature = "cluster")]
mod cluster {
    //! Indexes of OpenSearch clusters.

    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use anyhow::Context as _;
    use morgue_archive::{Archive, Rebuilt, Store, Verified};
    use morgue_cluster::{Address, ClusterIndex, Credentials, Spread, WriterOptions};
    use morgue_query::{ArticleSink, Control, Engine, EngineError, Ranking};

    use crate::failure::Failure;
    use crate::place::Place;

    /// The variable that names the folder of what people keep.
    const KEPT: &str = "MORGUE_KEPT";

    #[derive(Debug)]
    struct Cluster(ClusterIndex);

    pub(super) fn archive(place: &Place) -> anyhow::Result<Archive> {
        let address = address(place)?;
        let index = ClusterIndex::new(&address, &credentials()?)?;
        Ok(Archive::over(Arc::new(Cluster(index)), kept(&address)?))
    }

    /// Makes the index, unless it is there.
    pub(super) fn make(place: &Place) -> anyhow::Result<()> {
        let index = ClusterIndex::new(&address(place)?, &credentials()?)?;
        let usual = Spread::default();
        let spread = Spread {
            shards: number("MORGUE_OPENSEARCH_SHARDS", usual.shards)?,
            replicas: number("MORGUE_OPENSEARCH_REPLICAS", usual.replicas)?,
        };
        Ok(index.create(spread, &Control::default())?)
    }

    fn address(place: &Place) -> anyhow::Result<Address> {
        let read = Address::parse(&place.path.to_string_lossy());
        read.map_err(|error| Failure::usage(error.to_string()))
    }

    /// Who asks: from the environment, or from a file that it names.
    fn credentials() -> anyhow::Result<Credentials> {
        if let Some(token) = secret("MORGUE_OPENSEARCH_TOKEN")? {
            return Ok(Credentials::Token(token));
        }
        let Some(user) = variable("MORGUE_OPENSEARCH_USER") else { return Ok(Credentials::None) };
        let password = secret("MORGUE_OPENSEARCH_PASSWORD")?.unwrap_or_default();
        Ok(Credentials::Basic(user, password))
    }

    /// A secret in a variable, or in the file that the variable of its name with `_FILE` names.
    fn secret(name: &str) -> anyhow::Result<Option<String>> {
        if let Some(secret) = variable(name) {
            return Ok(Some(secret));
        }
        let Some(path) = variable(&format!("{name}_FILE")) else { return Ok(None) };
        let text = std::fs::read_to_string(&path);
        let text =
            text.with_context(|| format!("cannot read `{path}`, which {name}_FILE names"))?;
        Ok(Some(text.trim().to_string()))
    }

    fn variable(name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    fn number(name: &str, usual: u32) -> anyhow::Result<u32> {
        let Some(text) = variable(name) else { return Ok(usual) };
        text.parse().map_err(|_| Failure::usage(format!("{name}: `{text}` is not a number")))
    }

    /// The folder for what people keep: the one that is named, else one in the user's own data.
    fn kept(address: &Address) -> anyhow::Result<PathBuf> {
        if let Some(named) = variable(KEPT) {
            return Ok(PathBuf::from(named));
        }
        let data = variable("XDG_DATA_HOME").map(PathBuf::from);
        let home = || variable("HOME").map(|home| Path::new(&home).join(".local/share"));
        let Some(data) = data.or_else(home) else {
            let message =
                format!("say with {KEPT} where saved searches and folders are to be kept");
            return Err(Failure::usage(message));
        };
        Ok(data.join("morgue").join(address.file_name()))
    }

    impl Store for Cluster {
        fn engine(&self) -> Result<Box<dyn Engine>, EngineError> {
            self.0.engine()
        }

        fn writer(
            &self,
            now: i64,
            commit_bytes: Option<u64>,
        ) -> Result<Box<dyn ArticleSink + Send>, EngineError> {
            let usual = WriterOptions::new(now);
            let commit_bytes = commit_bytes.unwrap_or(usual.commit_bytes);
            Ok(Box::new(self.0.writer(WriterOptions { commit_bytes, ..usual })?))
        }

        fn verify(
            &self,
            control: &Control,
            progress: &mut dyn FnMut(u64, u64),
        ) -> Result<Verified, EngineError> {
            let found = self.0.verify(control, progress)?;
            Ok(Verified {
                articles: found.articles,
                versions: found.versions,
                tombstones: found.tombstones,
                sources: found.sources,
                problems: found.problems,
            })
        }

        fn rebuild(
            &self,
            now: i64,
            ranking: Option<Ranking>,
            control: &Control,
            progress: &mut dyn FnMut(u64, u64),
        ) -> Result<Rebuilt, EngineError> {
            let rebuilt = self.0.rebuild(now, ranking, control, progress)?;
            Ok(Rebuilt { articles: rebuilt.articles, documents: rebuilt.documents })
        }
    }
}
