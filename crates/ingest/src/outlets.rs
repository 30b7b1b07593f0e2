//! The outlets known from the start.

use morgue_article::OutletTable;

/// The table's text: about 200 agencies, newspapers and broadcasters.
pub const DEFAULT_OUTLETS: &str = include_str!("outlets.txt");

/// The table of [`DEFAULT_OUTLETS`]; a user's own lines are added to it.
pub fn default_outlets() -> OutletTable {
    let mut table = OutletTable::new();
    table.extend(DEFAULT_OUTLETS).expect("a test reads the table");
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let table = default_outlets();
        assert!(table.iter().count() > 150);
        assert_eq!(table.by_name("AP").map(|o| o.id.as_str()), Some("ap"));
        assert_eq!(table.by_domain("edition.cnn.com").map(|o| o.id.as_str()), Some("cnn"));
    }
}
