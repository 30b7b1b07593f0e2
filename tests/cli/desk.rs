//! A folder with a few invented articles, and the program to run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder of its own for a test: `clippings` to read, `config` for the user's settings.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) talk: String,
}

const BRIDGE: &str = "Harbour bridge reopens after storm
By Jane Doe and John Roe, Harbour Post

PORT ADA, March 2, 1871 - The harbour bridge, closed since the storm of January, was opened again to
carts and to persons on foot at noon on Thursday.

The mayor thanked the masons. \u{201c}It will stand,\u{201d} he said.
";

const POST: &str = r#"{"id": "p1", "title": "Ferry strike enters second week", "body": "The ferry strike entered its second week. No boat left the harbour.", "date": "2016-06-23", "source": "The Quay Gazette", "section": "News", "language": "en"}
{"id": "p2", "title": "Masons win the cup", "body": "The masons won the cup on the football ground behind the harbour.", "date": "2016-07-02T15:00:00Z", "source": "The Quay Gazette", "section": "Sport", "language": "en"}
{"id": "p3", "title": "Hafen wieder offen", "body": "Der Hafen ist nach dem Sturm wieder offen, teilte die Stadt mit.", "date": "2019", "source": "Der Anzeiger", "language": "de"}
"#;

impl Desk {
    /// With nothing in it.
    pub(crate) fn bare() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With the clippings, but no index yet.
    pub(crate) fn new() -> Self {
        let desk = Self::bare();
        desk.write("clippings/bridge.txt", BRIDGE);
        desk.write("clippings/post.jsonl", POST);
        fs::write(desk.path("clippings/crest.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
        desk
    }

    /// With an index of the clippings.
    pub(crate) fn indexed() -> Self {
        let desk = Self::new();
        let run = desk.run(&["index", "clippings"]);
        assert_eq!(run.code, 0, "{run:?}");
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.finish(self.command(args).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs it with this on its standard input.
    pub(crate) fn run_with(&self, args: &[&str], input: &str) -> Run {
        let file = self.path("stdin");
        fs::write(&file, input).unwrap();
        let input = fs::File::open(&file).unwrap();
        self.finish(self.command(args).stdin(input).output().unwrap())
    }

    /// Runs it and gives what a person sees: data and talk in the order they came.
    pub(crate) fn screen(&self, args: &[&str]) -> String {
        let path = self.path("screen");
        let file = fs::File::create(&path).unwrap();
        let talk = file.try_clone().unwrap();
        self.command(args).stdin(Stdio::null()).stdout(file).stderr(talk).status().unwrap();
        fs::read_to_string(path).unwrap()
    }

    /// The program, not started yet.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command.args(args).current_dir(self.folder.path());
        command.env_remove("MORGUE_INDEX").env_remove("NO_COLOR").env("TERM", "xterm");
        command.env("HOME", self.folder.path()).env("XDG_CONFIG_HOME", self.path("config"));
        command
    }

    /// Texts without what differs from run to run: the folder's name.
    fn finish(&self, output: Output) -> Run {
        let names: [&Path; 2] = [&self.folder.path().canonicalize().unwrap(), self.folder.path()];
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            names.iter().fold(text, |text, name| text.replace(name.to_str().unwrap(), "DESK"))
        };
        Run {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            talk: text(output.stderr),
        }
    }
}

impl Run {
    /// The one JSON object that was written.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
