//! Saved searches: a file for each in `kept/saved`, to be read and changed by people, and beside it
//! the ids that were told of already.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use morgue_article::{ArticleId, Day, DayRange};
use morgue_query::{Request, SavedName, SavedSearch};
use toml::Value;

use crate::kept::{Kept, KeptError, read, write};

/// The saved searches of an index. Folders and files that are not there are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    folder: PathBuf,
}

/// The searches of a folder.
#[derive(Debug, Default)]
pub struct AllSaved {
    /// Those that can be read, by name.
    pub searches: Vec<SavedSearch>,
    /// Why others cannot: a mistake in one keeps none of the others from its work.
    pub broken: Vec<KeptError>,
}

/// What was told of a saved search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// What it asked then, as parameters: where it asks another thing now, what is old is not new.
    pub asked: Vec<(String, String)>,
    /// When it was last looked at: seconds since 1970.
    pub at: i64,
    /// The articles that need not be told of.
    pub ids: BTreeSet<ArticleId>,
}

const HEAD: &str = "# A search that `morgue saved run` repeats. Change it as you like: its names are \
                    those of the\n# options of `morgue search`.\n\n";
const SEEN_HEAD: &str = "# The articles that `morgue saved run` has told of. Without this file \
                         everything found counts as told.\n";
/// Files that are more than anybody writes by hand.
const MOST_BYTES: u64 = 1 << 20;

impl Kept {
    /// The saved searches.
    pub fn saved(&self) -> Saved {
        Saved { folder: self.folder().join("saved") }
    }
}

impl Saved {
    fn file(&self, name: &SavedName) -> PathBuf {
        self.folder.join(format!("{name}.toml"))
    }

    fn seen_file(&self, name: &SavedName) -> PathBuf {
        self.folder.join(format!("{name}.seen"))
    }

    /// All of them.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn all(&self) -> Result<AllSaved, KeptError> {
        let io = |source| KeptError::Io { doing: "read", path: self.folder.clone(), source };
        let files = match fs::read_dir(&self.folder) {
            Ok(files) => files,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(AllSaved::default()),
            Err(error) => return Err(io(error)),
        };
        let mut names: Vec<SavedName> = Vec::new();
        for file in files {
            let file = file.map_err(io)?.file_name();
            let name = file.to_str().and_then(|file| file.strip_suffix(".toml"));
            names.extend(name.and_then(|name| name.parse().ok()));
        }
        names.sort();
        let mut all = AllSaved::default();
        for search in names.iter().filter_map(|name| self.get(name).transpose()) {
            match search {
                Ok(search) => all.searches.push(search),
                Err(error) => all.broken.push(error),
            }
        }
        Ok(all)
    }

    /// The one of this name.
    ///
    /// # Errors
    /// Its file cannot be read, or is no search.
    pub fn get(&self, name: &SavedName) -> Result<Option<SavedSearch>, KeptError> {
        let path = self.file(name);
        if fs::metadata(&path).is_ok_and(|file| file.len() > MOST_BYTES) {
            return Err(KeptError::Saved { path, message: "it is too long for a search".into() });
        }
        let Some(text) = read(&path)? else { return Ok(None) };
        match parse(&text) {
            Ok((request, created)) => {
                Ok(Some(SavedSearch { name: name.clone(), request, created }))
            }
            Err(message) => Err(KeptError::Saved { path, message }),
        }
    }

    /// Writes one, in place of that of the same name.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put(&self, search: &SavedSearch) -> Result<(), KeptError> {
        let mut table: BTreeMap<String, Value> = BTreeMap::new();
        for (name, value) in search.request.params() {
            let known = ["q", "match", "from", "to", "plain", "strict"].contains(&name.as_str());
            match name.as_str() {
                "plain" | "strict" => drop(table.insert(name, true.into())),
                _ if known => drop(table.insert(name, value.into())),
                _ => {
                    let list = table.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                    list.as_array_mut()
                        .into_iter()
                        .for_each(|list| list.push(value.clone().into()));
                }
            }
        }
        table.insert("created".into(), search.created.to_string().into());
        let text = toml::to_string(&table).expect("texts and lists of them are TOML");
        write(&self.file(&search.name), &format!("{HEAD}{text}"))
    }

    /// Takes one away with what was told of it; says whether it was there.
    ///
    /// # Errors
    /// It cannot be taken away.
    pub fn remove(&self, name: &SavedName) -> Result<bool, KeptError> {
        let gone = |path: PathBuf| match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(source) => Err(KeptError::Io { doing: "remove", path, source }),
        };
        gone(self.seen_file(name))?;
        gone(self.file(name))
    }

    /// What was told of one.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn seen(&self, name: &SavedName) -> Result<Option<Seen>, KeptError> {
        let Some(text) = read(&self.seen_file(name))? else { return Ok(None) };
        let mut seen = Seen::default();
        for line in text.lines() {
            if let Some(asked) = line.strip_prefix("# asked ") {
                seen.asked = serde_json::from_str(asked).unwrap_or_default();
            } else if let Some(at) = line.strip_prefix("# at ") {
                seen.at = at.parse().unwrap_or_default();
            } else {
                seen.ids.extend(line.parse::<ArticleId>().ok());
            }
        }
        Ok(Some(seen))
    }

    /// Writes down what was told of one: in one step, so that a crash leaves what was or what is.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put_seen(&self, name: &SavedName, seen: &Seen) -> Result<(), KeptError> {
        let asked = serde_json::to_string(&seen.asked).expect("texts are JSON");
        let mut text = format!("{SEEN_HEAD}# asked {asked}\n# at {}\n", seen.at);
        for id in &seen.ids {
            text += &id.to_string();
            text.push('\n');
        }
        write(&self.seen_file(name), &text)
    }

    /// Keeps what a command of the user's did not take, so that it is not lost; says where.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_undelivered(&self, name: &str, text: &[u8]) -> Result<PathBuf, KeptError> {
        let path = self.folder.join("undelivered").join(name);
        let write = || {
            fs::create_dir_all(self.folder.join("undelivered"))?;
            fs::write(&path, text)
        };
        let failed = |source| KeptError::Io { doing: "write", path: path.clone(), source };
        write().map_err(failed)?;
        Ok(path)
    }

    /// Keeps other runs away until it is dropped; `None` where another run has it.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn lock(&self) -> Result<Option<SavedLock>, KeptError> {
        let path = self.folder.join(".lock");
        let open = || {
            fs::create_dir_all(&self.folder)?;
            File::create(&path)
        };
        let failed =
            |source: io::Error| KeptError::Io { doing: "write", path: path.clone(), source };
        let file = open().map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(SavedLock { _file: file })),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Where they are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Keeps other runs away.
#[derive(Debug)]
pub struct SavedLock {
    _file: File,
}

fn parse(text: &str) -> Result<(Request, Day), String> {
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| error.to_string().trim_end().to_string())?;
    let mut params: Vec<(String, String)> = Vec::new();
    let mut created = Day(0);
    for (name, value) in table {
        let one = |value: &Value| match value {
            Value::String(text) => Ok(text.clone()),
            Value::Integer(n) => Ok(n.to_string()),
            Value::Boolean(b) => Ok(b.to_string()),
            Value::Datetime(date) => Ok(date.to_string()),
            other => Err(format!("`{name}` cannot be of type {}", other.type_str())),
        };
        if name == "created" {
            let text = one(&value)?;
            let day = DayRange::parse(&text).map_err(|error| format!("`created`: {error}"))?;
            created = day.first;
            continue;
        }
        match &value {
            Value::Array(list) => {
                for value in list {
                    params.push((name.clone(), one(value)?));
                }
            }
            value => params.push((name.clone(), one(value)?)),
        }
    }
    let pairs = params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let request = Request::from_params(pairs).map_err(|error| error.to_string())?;
    Ok((request, created))
}

#[cfg(test)]
mod tests {
    use morgue_query::plan::FacetField;

    use super::*;

    fn saved(folder: &Path) -> Saved {
        Kept::new(folder.join("kept")).saved()
    }

    fn search(name: &str, q: &str) -> SavedSearch {
        let request = Request { q: q.into(), ..Request::default() };
        SavedSearch { name: name.parse().unwrap(), request, created: Day(20_000) }
    }

    #[test]
    fn searches_are_kept_as_text() {
        let folder = tempfile::tempdir().unwrap();
        let saved = saved(folder.path());
        assert_eq!(saved.all().unwrap().searches, []);
        let mut strikes = search("strikes", "\"night cranes\" -\"a\\b\"\n= # x");
        strikes.request.keep = vec![(FacetField::Outlet, "A \"B\"".into())];
        strikes.request.exclude =
            vec![(FacetField::Lang, "de".into()), (FacetField::Lang, "fr".into())];
        strikes.request.from = Some("1926".into());
        strikes.request.mode.plain = true;
        saved.put(&strikes).unwrap();
        saved.put(&search("b", "")).unwrap();
        assert_eq!(saved.all().unwrap().searches, [search("b", ""), strikes]);
        assert!(saved.remove(&"b".parse().unwrap()).unwrap());
        assert!(!saved.remove(&"b".parse().unwrap()).unwrap());
        assert_eq!(saved.all().unwrap().searches.len(), 1);
    }

    #[test]
    fn what_people_write_is_read_or_refused_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let saved = saved(folder.path());
        fs::create_dir_all(saved.folder()).unwrap();
        let name: SavedName = "mine".parse().unwrap();
        let file = saved.folder().join("mine.toml");
        fs::write(&file, "q = 'a'\nfrom = 1926\noutlet = 'cnn'\n").unwrap();
        let mine = saved.get(&name).unwrap().unwrap();
        assert_eq!(mine.request.from.as_deref(), Some("1926"));
        assert_eq!(mine.request.keep.len(), 1);
        for (text, said) in [
            ("q = ", "line 1"),
            ("command = 'rm -r /'", "there is no parameter `command`"),
            ("q = {}", "`q` cannot be of type table"),
            ("created = 'x'", "`created`"),
        ] {
            fs::write(&file, text).unwrap();
            let error = saved.get(&name).unwrap_err().to_string();
            assert!(error.contains("mine.toml") && error.contains(said), "{error}");
        }
        fs::write(saved.folder().join("..toml"), "x").unwrap();
        fs::write(&file, "q = 'a'").unwrap();
        fs::write(saved.folder().join("broken.toml"), "q = ").unwrap();
        let all = saved.all().unwrap();
        assert_eq!((all.searches.len(), all.broken.len()), (1, 1), "one mistake stops no other");
    }

    #[test]
    fn what_was_told_is_read_back_and_runs_keep_apart() {
        let folder = tempfile::tempdir().unwrap();
        let saved = saved(folder.path());
        let name: SavedName = "a".parse().unwrap();
        assert_eq!(saved.seen(&name).unwrap(), None);
        let ids = [ArticleId::from_u128(1), ArticleId::from_u128(u128::MAX)].into();
        let seen = Seen { asked: vec![("q".into(), "a\n\"b\"".into())], at: -5, ids };
        saved.put_seen(&name, &seen).unwrap();
        assert_eq!(saved.seen(&name).unwrap(), Some(seen));
        let lock = saved.lock().unwrap();
        assert!(lock.is_some() && saved.lock().unwrap().is_none());
        drop(lock);
        assert!(saved.lock().unwrap().is_some());
    }
}
