//! Before 1930: broadsheets, datelines, dates known to the year.

use crate::ArticleBuilder;

pub(super) fn articles() -> Vec<ArticleBuilder> {
    let new = |name| ArticleBuilder::new(name).lang("en");
    vec![
        new("frost")
            .headline("Of the Great Frost upon the River")
            .body(
                "The river is so hard frozen that coaches are driven upon it, and an ox was \
                   roasted whole before the bridge.\n\nThe watermen are in great distress.",
            )
            .outlet("The Harrow Intelligencer")
            .published("1702")
            .basis("dateline")
            .country("gb")
            .origin("/archive/bound", "1702/vol1/frost.txt"),
        new("comet")
            .headline("A Comet Seen")
            .body("A comet with a tail was seen by several persons of credit.")
            .outlet("The Harrow Intelligencer")
            .published("1744-03")
            .country("gb")
            .origin("/archive/bound", "1744/comet.txt"),
        new("canal")
            .headline("The New Canal Opened")
            .body(
                "The canal was opened yesterday before a vast crowd. The mayor spoke for an \
                   hour.\n\n# The dinner\n\nA dinner was given at the Lamb.",
            )
            .outlet("The Harrow Intelligencer")
            .published("1793-06-11")
            .page("2", "Late")
            .section("Local")
            .origin("/archive/bound", "1793/06/canal.txt"),
        new("bridge-1871")
            .headline("Harbour bridge reopens")
            .body(
                "The harbour bridge was reopened to carts this morning after the storm of \
                   January. The bridge-master, Mr. O'Hanlon, paid the first toll.\n\nThe \
                   bridge-master's clock had stopped at the hour of the storm.",
            )
            .dateline("PORT ELLERY, March 2")
            .authors(&["Silas Crane"])
            .outlet("Ellery Courant")
            .published("1871-03-02")
            .section("Shipping")
            .tag("bridges")
            .tag("storms")
            .page("1", "Late city")
            .country("us")
            .origin("/archive/scans", "1871/03/bridge.txt")
            .source_id("17"),
        new("storm-1871")
            .headline("The storm")
            .body(
                "Two schooners were lost in the storm off Port Ellery. The storm raged all \
                   night; the sea broke over the quay. No such storm is remembered.",
            )
            .outlet("Ellery Courant")
            .published("1871-01-14")
            .section("Shipping")
            .tag("storms")
            .country("us")
            .origin("/archive/scans", "1871/01/storm.txt")
            .source_id("3"),
        new("storm-relief")
            .headline("Relief for the widows")
            .body("A fund has been opened for the widows of the storm.")
            .outlet("Ellery Courant")
            .published("1871")
            .section("shipping ")
            .country("us")
            .origin("/archive/scans", "1871/relief.txt"),
        new("parade")
            .headline("Military parade in the capital")
            .body(
                "A military parade passed the palace on Sunday. The parade was military in \
                   every step; the crowd, less so.",
            )
            .outlet("Northern Telegraph")
            .published("1914-08-02")
            .section("World")
            .wire("north-press")
            .tag("war")
            .origin("/archive/scans", "1914/08/parade.txt"),
        new("parade-copy")
            .headline("Military parade in the capital")
            .body("A military parade passed the palace on Sunday.")
            .outlet("The Lantern")
            .published("1914-08-03")
            .section("World")
            .wire("north-press")
            .origin("/archive/scans", "1914/08/lantern.txt")
            .origin("/archive/b", "lantern.txt"),
        new("war-years")
            .headline("Letters from the front")
            .body("Letters that were never dated, kept in a tin box.")
            .outlet("The Lantern")
            .published("1914..1918")
            .section("Letters")
            .kind("letter")
            .tag("war")
            .origin("/archive/scans", "letters/front.txt"),
        new("armistice")
            .headline("Peace")
            .body("At the eleventh hour the guns fell silent. Bells were rung in every parish.")
            .outlet("Northern Telegraph")
            .published("1918-11-11")
            .section("World")
            .tag("war")
            .tag("peace")
            .origin("/archive/scans", "1918/11/peace.txt"),
        new("airship")
            .headline("Airship over the moor")
            .body("An airship of great length passed over the moor at dusk. Sheep ran.")
            .caption("The airship, drawn by our artist")
            .outlet("Northern Telegraph")
            .published("1921..1929")
            .kind("brief")
            .origin("/archive/scans", "192x/airship.txt"),
    ]
}
