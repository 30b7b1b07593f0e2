//! The embedded engine: tantivy indexes that can be searched, verified and rebuilt
