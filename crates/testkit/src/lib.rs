//! For tests only: an article builder, a small corpus, a naive engine, the conformance suite
