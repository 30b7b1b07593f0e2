//! Results as terminal pages, JSON lines, CSV
