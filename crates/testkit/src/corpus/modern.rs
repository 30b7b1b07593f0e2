//! English of our days: hyphens, apostrophes, addresses, near repetitions.

use crate::ArticleBuilder;

pub(super) fn articles() -> Vec<ArticleBuilder> {
    let new = |name| ArticleBuilder::new(name).lang("en").country("gb");
    let long: String = (0..30).map(|n| format!("Item {n} of the budget passed. ")).collect();
    vec![
        new("merger")
            .headline("Telecoms merger cleared")
            .body(
                "Regulators cleared the takeover of Ardent by Vellum on Tuesday, ending a \
                   year-long fight.\n\nThe merger's critics said e-mail records were ignored. An \
                   email from March was never read.",
            )
            .authors(&["Jane Doe", "Tom O’Brien"])
            .outlet("Vale Business Daily")
            .published("2016-06-01")
            .section("Business")
            .tag("mergers")
            .wire("courier-wire")
            .url("https://www.valebusiness.example/2016/06/merger/")
            .origin("/feeds", "vale/2016.jsonl")
            .source_id("17"),
        new("takeover")
            .headline("Takeover talk lifts shares")
            .body("Shares rose on talk of a takeover. There was no merger talk, the company said.")
            .authors(&["JANE DOE"])
            .outlet("Vale Business Daily")
            .published("2016-06-02")
            .section("business")
            .tag("Mergers")
            .url("http://valebusiness.example/2016/06/talk")
            .origin("/feeds", "vale/2016.jsonl"),
        new("resigns")
            .headline("Prime minister resigns")
            .body("The prime minister resigned on Friday. “I am done,” the minister said.")
            .dateline("HARROW")
            .outlet("The Lantern")
            .published("2016-07-08")
            .section("Politics")
            .updated("2016-07-09")
            .origin("/feeds", "lantern/pm.html"),
        new("resigns-2")
            .headline("After the prime minister")
            .body("A minister of prime importance to nobody has resigned from the football club.")
            .outlet("The Lantern")
            .published("2016-07-10")
            .section("Sport")
            .tag("football")
            .origin("/feeds", "lantern/sport/club.html"),
        new("rugby")
            .headline("Rugby sponsor quits")
            .body(
                "The sponsor of the rugby league has quit. Sponsorship of rugby is down by \
                   3.5% to 10,000 a match, 24/7 betting adverts or not.",
            )
            .outlet("Ellery Courant")
            .published("2019-02-20")
            .section("Sport")
            .tag("rugby")
            .country("us")
            .origin("/feeds", "ellery/rugby.html"),
        new("budget")
            .headline("The budget, item by item")
            .body(&long)
            .kind("Editorial")
            .outlet("Vale Business Daily")
            .published("2020-03-11")
            .section("Business")
            .origin("/feeds", "vale/2020.jsonl"),
        new("climate")
            .headline("Climate change or warming?")
            .body(
                "Warming is a word. Climate change is two. Re-election depends on neither, and \
                   the vice-president-elect said so at bbq.example.org on 5 May.",
            )
            .outlet("Morning Dove")
            .published("2021-05-05")
            .section("Opinion")
            .kind("editorial")
            .tag("climate")
            .url("https://dove.example/opinion?id=5")
            .origin("/feeds", "dove/climate.html")
            .source_id("urn:dove:5"),
        new("who")
            .headline("The Who at the Dome")
            .body("To be or not to be loud: The Who were loud. Who was not? AT&T paid for it.")
            .caption("The Who, loud")
            .outlet("Morning Dove")
            .published("2022-12-31")
            .section("Arts")
            .tag("music")
            .origin("/feeds", "dove/who.html"),
        new("runner")
            .headline("Running on")
            .body("She runs. He ran. They were running; the runner-up ran out of road. Run!")
            .outlet("Morning Dove")
            .published("2023-01-01")
            .section("Sport")
            .origin("/feeds", "dove/run.html"),
        new("missile")
            .headline("Island tests a missile")
            .body(
                "The island fired a missile on Monday (local time), U.S. officials said.\n\nIt \
                   fell into the sea. The U.S.-built radar saw it; US ships did not.",
            )
            .dateline("PORT ELLERY")
            .authors(&["J. D. Reyes"])
            .outlet("Courier Wire")
            .published("2025-04-27")
            .section("World")
            .wire("courier-wire")
            .country("us")
            .origin("/feeds", "wire/1.txt"),
        new("missile-year")
            .headline("A year of missiles")
            .body("Missile after missile after missile.")
            .outlet("Courier Wire")
            .published("2025")
            .basis("copyright")
            .wire("courier-wire")
            .section("World")
            .origin("/feeds", "wire/2.txt"),
        new("undated")
            .headline("Storm warning")
            .body("A storm is coming. Nobody says when.")
            .outlet("Courier Wire")
            .origin("/feeds", "wire/3.txt"),
        new("nameless")
            .body("A clipping without a headline, an outlet or a date: storm, sea, salt.")
            .origin("/loose", "clipping.txt"),
        new("caption-only")
            .caption("A harbour bridge at night")
            .published("2001-09-09")
            .origin("/loose", "pictures/bridge.txt"),
        new("empty").headline("Headline and nothing else").origin("/loose/single.txt", ""),
    ]
}
