//! The bytes an article was read from, out of the files below the roots.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use morgue_article::Origin;
use morgue_ingest::Cause;
use morgue_query::CancelToken;

use crate::archive::Archive;
use crate::error::ArchiveError;

impl Archive {
    /// The bytes of an origin, exactly as they were read. `None` where its file is gone, or no
    /// longer holds them, or is none of the files below the roots that are kept: an index that
    /// came from someone else may name any file of this machine.
    ///
    /// # Errors
    /// The list of roots cannot be used.
    pub fn original(
        &self,
        origin: &Origin,
        cancel: &CancelToken,
    ) -> Result<Option<Vec<u8>>, ArchiveError> {
        let roots = self.kept().roots()?;
        if !roots.iter().any(|root| root.path == origin.source.root) {
            return Ok(None);
        }
        let Some(file) = inside(Path::new(&origin.source.root), &origin.source.path) else {
            return Ok(None);
        };
        match morgue_ingest::original(&file, &origin.sha256, &cancel.flag()) {
            Ok(bytes) => Ok(bytes),
            // What can no longer be read as it was is gone as well.
            Err(Cause::Unreadable(_) | Cause::Skipped(_) | Cause::Syntax { .. }) => Ok(None),
            Err(_) => Ok(None),
        }
    }
}

/// The file below a root, unless its path or a link on it leads out of there.
fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let below = Path::new(path);
    if !below.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let real = |path: &Path| match path.canonicalize() {
        Ok(real) => Some(real),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(_) => None,
    };
    let root = real(root)?;
    let file = if path.is_empty() { root.clone() } else { real(&root.join(below))? };
    (file.starts_with(&root) && file.is_file()).then_some(file)
}

#[cfg(test)]
mod tests {
    use morgue_article::SourceKey;

    use super::*;
    use crate::kept::Root;

    const STORY: &str = "The quoll of Sorrel\n\nA quoll came into the harbour.\n";

    #[test]
    fn only_unchanged_bytes_of_files_below_the_roots_are_given() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(home.join("clippings/day")).unwrap();
        let archive = Archive::create(&home.join("index")).unwrap();
        let root = home.join("clippings");
        archive.kept().remember(&[Root::new(root.to_string_lossy())]).unwrap();
        let line = r#"{"title": "Ferry", "body": "No boat left."}"#;
        std::fs::write(root.join("day/quoll.txt"), STORY).unwrap();
        std::fs::write(root.join("wire.jsonl"), format!("{{}}\n{line}\n")).unwrap();
        std::fs::write(home.join("secret.txt"), STORY).unwrap();
        let hash = |bytes: &[u8]| morgue_ingest::sha256(bytes);
        let read = |root: &Path, path: &str, sha256: String| {
            let source =
                SourceKey { root: root.to_string_lossy().into_owned(), path: path.to_string() };
            let (entry, line, source_id) = (None, None, None);
            let format = "wire".to_string();
            let origin = Origin { source, entry, line, ordinal: 0, source_id, sha256, format };
            archive.original(&origin, &CancelToken::default()).unwrap()
        };
        let table = "Title;Text\n\"Quay; shut\";No boat left the quay of Sorrel all day.\n";
        std::fs::write(root.join("table.csv"), table).unwrap();
        let row = "Quay; shutNo boat left the quay of Sorrel all day.";
        assert_eq!(
            read(&root, "table.csv", hash(row.as_bytes())).as_deref(),
            Some(table.as_bytes())
        );
        let item = "<item><title>Quay</title><description>Shut all day.</description></item>";
        let feed = format!("<rss version=\"2.0\"><channel><title>S</title>{item}</channel></rss>");
        std::fs::write(root.join("feed.xml"), feed).unwrap();
        assert_eq!(
            read(&root, "feed.xml", hash(item.as_bytes())).as_deref(),
            Some(item.as_bytes())
        );
        let story = || hash(STORY.as_bytes());
        assert_eq!(read(&root, "day/quoll.txt", story()).as_deref(), Some(STORY.as_bytes()));
        assert_eq!(
            read(&root, "wire.jsonl", hash(line.as_bytes())).as_deref(),
            Some(line.as_bytes())
        );
        for path in ["../secret.txt", "day/../../secret.txt", "day", "nothing.txt", "/etc/passwd"] {
            assert_eq!(read(&root, path, story()), None, "{path}");
        }
        assert_eq!(read(&home, "secret.txt", story()), None, "no root of ours");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(home.join("secret.txt"), root.join("link.txt")).unwrap();
            assert_eq!(read(&root, "link.txt", story()), None, "a link that leads out");
        }
        std::fs::write(root.join("day/quoll.txt"), "Something else\n\nNow.\n").unwrap();
        assert_eq!(read(&root, "day/quoll.txt", story()), None, "changed");
    }
}
