//! A zip file that is written from front to back.
//!
//! Its list of entries stands at its end, so it has to be remembered: it is kept compressed, some
//! fifty bytes an entry. Without that list no program takes the file for whole.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// What programs of 1996 can read, and what is needed for more than 65,535 entries or 4 GB.
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;
/// The names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// 1 January 1980, when time began: the same articles give the same file.
const DATE: u16 = 0x21;
/// A plain file that everybody may read.
const MODE: u32 = 0o100_644 << 16;

/// A zip file being written.
pub(super) struct Zip<'a> {
    out: &'a mut dyn Write,
    /// Bytes written.
    at: u64,
    entries: u64,
    /// The list of entries, compressed, and its length.
    list: DeflateEncoder<Vec<u8>>,
    listed: u64,
}

impl<'a> Zip<'a> {
    pub(super) fn begin(out: &'a mut dyn Write) -> Self {
        let list = DeflateEncoder::new(Vec::new(), Compression::fast());
        Self { out, at: 0, entries: 0, list, listed: 0 }
    }

    /// Adds a file.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
        packed.write_all(content)?;
        let packed = packed.finish()?;
        let too_long = |_| io::Error::other("a text is too long for a zip file");
        let sizes = [u32::try_from(packed.len()), u32::try_from(content.len())];
        let [packed_size, size] = sizes.map(|size| size.map_err(too_long));
        let name_length = u16::try_from(name.len()).map_err(too_long)?;
        let mut common = Bytes::default();
        common.u16(FLAGS).u16(DEFLATED).u16(0).u16(DATE);
        common.u32(crc.sum()).u32(packed_size?).u32(size?).u16(name_length);
        let mut head = Bytes::default();
        head.u32(0x0403_4b50).u16(VERSION).bytes(&common.0).u16(0).bytes(name.as_bytes());
        self.list(name, &common)?;
        self.write(&head.0)?;
        self.write(&packed)?;
        self.entries += 1;
        Ok(())
    }

    /// Puts an entry that begins here on the list.
    fn list(&mut self, name: &str, common: &Bytes) -> io::Result<()> {
        let offset = u32::try_from(self.at).ok().filter(|offset| *offset != u32::MAX);
        let mut extra = Bytes::default();
        if offset.is_none() {
            extra.u16(1).u16(8).u64(self.at);
        }
        let version = if offset.is_none() { VERSION_64 } else { VERSION };
        let mut entry = Bytes::default();
        entry.u32(0x0201_4b50).u16(3 << 8 | VERSION_64).u16(version).bytes(&common.0);
        entry.u16(extra.0.len() as u16).u16(0).u16(0).u16(0).u32(MODE);
        entry.u32(offset.unwrap_or(u32::MAX)).bytes(name.as_bytes()).bytes(&extra.0);
        self.listed += entry.0.len() as u64;
        self.list.write_all(&entry.0)
    }

    /// Writes the list of entries.
    pub(super) fn end(mut self) -> io::Result<()> {
        let (offset, size, entries) = (self.at, self.listed, self.entries);
        let empty = DeflateEncoder::new(Vec::new(), Compression::fast());
        let list = std::mem::replace(&mut self.list, empty).finish()?;
        let mut list = DeflateDecoder::new(list.as_slice());
        let mut part = vec![0; 1 << 16];
        loop {
            match list.read(&mut part)? {
                0 => break,
                n => self.write(&part[..n])?,
            }
        }
        let mut end = Bytes::default();
        let large = entries >= 0xffff || offset >= 0xffff_ffff || size >= 0xffff_ffff;
        if large {
            end.u32(0x0606_4b50).u64(44).u16(3 << 8 | VERSION_64).u16(VERSION_64).u32(0).u32(0);
            end.u64(entries).u64(entries).u64(size).u64(offset);
            end.u32(0x0706_4b50).u32(0).u64(self.at).u32(1);
        }
        let (small, word) = (entries.min(0xffff) as u16, |n: u64| n.min(0xffff_ffff) as u32);
        end.u32(0x0605_4b50).u16(0).u16(0).u16(small).u16(small);
        end.u32(word(size)).u32(word(offset)).u16(0);
        self.write(&end.0)?;
        self.out.flush()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}

/// Numbers, least byte first.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    fn u16(&mut self, n: u16) -> &mut Self {
        self.bytes(&n.to_le_bytes())
    }

    fn u32(&mut self, n: u32) -> &mut Self {
        self.bytes(&n.to_le_bytes())
    }

    fn u64(&mut self, n: u64) -> &mut Self {
        self.bytes(&n.to_le_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut zip = Zip::begin(&mut out);
        for (name, text) in entries {
            zip.add(name, text.as_bytes()).unwrap();
        }
        zip.end().unwrap();
        out
    }

    #[test]
    fn another_reader_reads_it() {
        let long = "a long text. ".repeat(10_000);
        let entries = [("post/é.txt", "the text"), ("long.txt", long.as_str()), ("empty.txt", "")];
        let bytes = zipped(&entries);
        let mut read = ::zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(read.len(), entries.len());
        for (i, (name, text)) in entries.iter().enumerate() {
            let mut entry = read.by_index(i).unwrap();
            let mut content = String::new();
            entry.read_to_string(&mut content).unwrap();
            assert_eq!((&*entry.name().unwrap(), content.as_str()), (*name, *text));
        }
        let cut = &bytes[..bytes.len() - 30];
        assert!(::zip::ZipArchive::new(Cursor::new(cut)).is_err());
        assert_eq!(::zip::ZipArchive::new(Cursor::new(zipped(&[]))).unwrap().len(), 0);
    }

    #[test]
    fn more_entries_than_sixteen_bits_count() {
        let names: Vec<String> = (0..70_000).map(|n| n.to_string()).collect();
        let entries: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
        let read = ::zip::ZipArchive::new(Cursor::new(zipped(&entries))).unwrap();
        assert_eq!(read.len(), 70_000);
    }
}
