//! How much of anything is read: files may come from strangers.

/// The bounds of reading. Over one of them is an error that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one record: a line of JSON, a row of CSV, an item of a feed.
    pub record_bytes: u64,
    /// Bytes of a file or entry that is read as one text: plain text, HTML, one JSON document.
    pub text_bytes: u64,
    /// Nested arrays and objects of a JSON document.
    pub json_depth: usize,
    /// Nested elements of an HTML or XML document.
    pub element_depth: usize,
    /// Entries of one archive file.
    pub entries: u64,
    /// Archives and compressed files inside one another.
    pub nesting: usize,
    /// Bytes that one source file may unpack to.
    pub unpacked_bytes: u64,
    /// How many times its own size a file may unpack to, once it is past the first 64 MB.
    pub unpack_ratio: u64,
    /// Bytes that a `--pre` command may print.
    pub command_bytes: u64,
    /// Remarks kept of one source.
    pub remarks: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record_bytes: 64 << 20,
            text_bytes: 256 << 20,
            json_depth: 128,
            element_depth: 512,
            entries: 1_000_000,
            nesting: 4,
            unpacked_bytes: 1 << 40,
            unpack_ratio: 200,
            command_bytes: 256 << 20,
            remarks: 20,
        }
    }
}
