//! A full-text search engine for news archives.
