use std::fs;

use crate::desk::Desk;

#[test]
fn an_index_is_made_anew_without_its_files() {
    let desk = Desk::indexed();
    let fingerprint = |desk: &Desk| desk.run(&["stats", "--json"]).json()["fingerprint"].clone();
    let before = fingerprint(&desk);
    fs::remove_dir_all(desk.path("clippings")).unwrap();
    let run = desk.run(&["rebuild"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.talk.contains("rebuilt index-data: 4 articles"), "{run:?}");
    assert_eq!(fingerprint(&desk), before);
    assert_eq!(desk.run(&["search", "-c", "harbour"]).out, "3\n");
}
