use std::fs;

use crate::desk::Desk;

#[test]
fn whole_and_damaged() {
    let desk = Desk::indexed();
    let run = desk.run(&["verify"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "index-data is whole: 4 articles, 3 source files\n")
    );
    let files = fs::read_dir(desk.path("index-data/g1")).unwrap();
    let store = files
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "store"))
        .unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[10] ^= 0xff;
    fs::write(&store, bytes).unwrap();
    let run = desk.run(&["verify"]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.talk.contains("morgue rebuild"), "{run:?}");
}
