use super::*;
use crate::raw::RawBody;

fn table() -> OutletTable {
    crate::default_outlets()
}

fn build(raw: RawArticle, path: &str, set: &[(&str, &str)]) -> Normalised {
    let set: Vec<(String, String)> =
        set.iter().map(|(a, b)| ((*a).to_string(), (*b).to_string())).collect();
    let source = SourceKey { root: "/clippings".into(), path: path.into() };
    let today = Day::from_ymd(2026, 11, 23).unwrap();
    let outlets = table();
    let context = Context { outlets: &outlets, set: &set, source: &source, file_day: None, today };
    normalise(raw, &context).unwrap()
}

fn wire(text: &str) -> RawArticle {
    let body = RawBody::Text { text: text.into(), has_title: true, rule: "text".into() };
    RawArticle { body, ..RawArticle::default() }
}

const STORY: &str = "River towns count the cost of the flood\n\
    By Jane Doe, John Roe and Ann Poe, CNN\n\
    (CNN) — The river that rose for three days began to fall on Sunday, and the people of the towns went home to count what was left.\n\
    Shopkeepers shovelled mud from doorways while the bridge stayed closed to all but those on foot, the mayor said in the evening.\n\
    Help arrives\n\
    Boats with bread and blankets came down from the hills before noon, and more were on their way, according to the county.\n\
    The-CNN-Wire\n\
    ™ & © 2024 Cable News Network, Inc. All rights reserved.\n";

#[test]
fn wire_copy_is_taken_apart() {
    let (article, _) = build(wire(STORY), "a.txt", &[]);
    let byline = article.byline.as_ref().unwrap();
    assert_eq!(byline.authors, ["Jane Doe", "John Roe", "Ann Poe"]);
    assert_eq!(article.outlet.as_ref().unwrap().id, "cnn");
    assert_eq!(article.outlet.as_ref().unwrap().basis, "byline");
    assert_eq!(article.dateline.as_ref().unwrap().printed, "(CNN)");
    let lead = &article.body[0].text[article.dateline.as_ref().unwrap().length..];
    assert!(lead.starts_with("The river"));
    assert_eq!(article.body[2].kind, morgue_article::BlockKind::Subhead);
    assert_eq!(article.body.len(), 4);
    let published = article.published.as_ref().unwrap();
    assert_eq!((published.to_string().as_str(), published.basis.as_str()), ("2024", "copyright"));
    assert!(article.rights.unwrap().starts_with("The-CNN-Wire ™"));
    assert_eq!(article.language.unwrap().code, "en");
}

#[test]
fn what_the_user_says_wins() {
    let set = [("outlet", "Harbour Post"), ("date", "1912"), ("lang", "de"), ("section", "Local")];
    let (article, _) = build(wire(STORY), "a.txt", &set);
    assert_eq!(article.outlet.as_ref().unwrap().basis, "given");
    assert_eq!(article.outlet.unwrap().name, "Harbour Post");
    assert_eq!(article.published.unwrap().to_string(), "1912");
    assert_eq!(article.language.unwrap().basis, "given");
    assert_eq!(article.section.as_deref(), Some("Local"));
    let (other, _) = build(wire(STORY), "b.txt", &[]);
    assert_eq!(article.key, other.key, "what the user says is no part of the key");
}

#[test]
fn a_date_comes_from_the_best_place() {
    let text = "Mill reopens\n\nThe mill by the river reopened after a hundred years.";
    let date = |path: &str, fill: &dyn Fn(&mut RawArticle)| {
        let mut raw = wire(text);
        fill(&mut raw);
        let (article, remarks) = build(raw, path, &[]);
        let date = article.published.map_or("none".into(), |p| format!("{p} {}", p.basis));
        format!("{date}{}", remarks.iter().map(|r| format!(" ({r})")).collect::<String>())
    };
    assert_eq!(date("a.txt", &|_| {}), "none");
    assert_eq!(date("2011-04-27.txt", &|_| {}), "2011-04-27 filename");
    assert_eq!(date("1912/03/a.txt", &|_| {}), "1912-03 folder");
    assert_eq!(date("1912/a.txt", &|_| {}), "1912 folder");
    assert_eq!(
        date("2011-04-27.txt", &|raw| raw.push(
            RawField::Url,
            "http://mill.example/2010/05/06/x",
            "f"
        )),
        "2010-05-06 url"
    );
    let address = "http://mill.example/story?id=17520123&d=1752-01-23";
    assert_eq!(date("a.txt", &|raw| raw.push(RawField::Url, address, "f")), "none");
    assert_eq!(
        date("a.txt", &|raw| raw.push(RawField::Published, "0001-01-01", "f")),
        "none (field `published`: `0001-01-01` is not a date)"
    );
    assert_eq!(
        date("a.txt", &|raw| raw.push(RawField::Published, "2050-01-01", "f")),
        "none (field `published`: `2050-01-01` lies in the future)"
    );
}

#[test]
fn a_key_is_the_best_name_there_is() {
    let key = |fill: &dyn Fn(&mut RawArticle)| {
        let mut raw = wire("Mill reopens\n\nThe mill reopened.");
        fill(&mut raw);
        build(raw, "a.txt", &[]).0.key
    };
    assert!(key(&|_| {}).starts_with("text:"));
    assert_eq!(
        key(&|r| r.push(RawField::Url, "http://m.example/x#a", "f")),
        "url:http://m.example/x"
    );
    assert!(key(&|r| r.push(RawField::Url, "http://m.example/", "f")).starts_with("text:"));
    assert_eq!(key(&|r| r.push(RawField::GlobalId, "urn:m:1", "f")), "urn:m:1");
    assert!(key(&|r| r.push(RawField::GlobalId, "17", "f")).starts_with("text:"));
}

#[test]
fn a_folder_is_an_outlet_only_when_known_as_one() {
    let text = "Mill reopens\n\nThe mill by the river reopened after a hundred years.";
    let outlet =
        |path: &str| build(wire(text), path, &[]).0.outlet.map(|o| format!("{} {}", o.id, o.basis));
    assert_eq!(outlet("business/001.txt"), None);
    assert_eq!(outlet("CNN/001.txt").as_deref(), Some("cnn folder"));
}

#[test]
fn a_known_address_is_better_than_an_unknown_name() {
    let text = "Mill reopens\n\nTOWN, May 3 (Mill Copy) - The mill by the river reopened.";
    let outlet = |fill: &dyn Fn(&mut RawArticle)| {
        let mut raw = wire(text);
        fill(&mut raw);
        build(raw, "a.txt", &[]).0.outlet.map(|o| format!("{} {}", o.id, o.basis))
    };
    let address = |raw: &mut RawArticle| raw.push(RawField::Url, "https://www.cnn.com/a/b", "f");
    let site = |raw: &mut RawArticle| {
        raw.push(RawField::Outlet, "CNN Latest: a feed", "f");
        raw.push(RawField::Domain, "edition.cnn.com", "f");
    };
    assert_eq!(outlet(&|_| {}).as_deref(), Some("mill-copy dateline"));
    assert_eq!(outlet(&address).as_deref(), Some("cnn domain"));
    assert_eq!(outlet(&site).as_deref(), Some("cnn metadata"));
    let other = |raw: &mut RawArticle| raw.push(RawField::Outlet, "Harbour Post", "f");
    assert_eq!(outlet(&other).as_deref(), Some("harbour-post metadata"));
}

#[test]
fn nothing_gives_no_article() {
    let source = SourceKey { root: "/c".into(), path: "a".into() };
    let outlets = OutletTable::new();
    let today = Day(20_000);
    let context = Context { outlets: &outlets, set: &[], source: &source, file_day: None, today };
    assert_eq!(normalise(RawArticle::default(), &context).unwrap_err(), Cause::NoText);
}
