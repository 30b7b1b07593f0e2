//! Other languages and scripts, and words that fold into one another.

use crate::ArticleBuilder;

pub(super) fn articles() -> Vec<ArticleBuilder> {
    let new = ArticleBuilder::new;
    vec![
        new("haeuser")
            .lang("de")
            .country("de")
            .headline("Neue Häuser an der Hafenstraße")
            .body(
                "Die Häuser an der Straße sind fertig. Ein Haus kostet mehr als zwei Häuser \
                   früher.\n\nDer Fußweg bleibt gesperrt.",
            )
            .outlet("Kurier am Abend")
            .published("1999-10-05")
            .section("Lokales")
            .origin("/feeds", "kurier/1999.jsonl"),
        new("sturm")
            .lang("de")
            .country("de")
            .headline("Sturm über der Küste")
            .body("Der Sturm kam in der Nacht. Stürme dieser Stärke sind selten.")
            .outlet("Kurier am Abend")
            .published("2013-10-28")
            .section("Wetter")
            .tag("storms")
            .origin("/feeds", "kurier/2013.jsonl"),
        new("wahl")
            .lang("de")
            .country("de")
            .headline("Wahl")
            .body("Die Wahlen im Herbst: E-Mail-Umfrage ohne Ergebnis.")
            .outlet("Kurier am Abend")
            .published("2013-09")
            .section("Politik")
            .origin("/feeds", "kurier/2013.jsonl"),
        new("homme")
            .lang("fr")
            .country("fr")
            .headline("L’homme de la fête")
            .body(
                "L’homme est arrivé à l’hôtel. Qu’est-ce qu’il a dit à José ? « Rien. »\n\nLes \
                   hommes d’aujourd’hui ne dansent plus.",
            )
            .authors(&["José Ruiz"])
            .outlet("La Lanterne")
            .published("1968-05-10")
            .section("Société")
            .tag("fêtes")
            .origin("/feeds", "lanterne/homme.html"),
        new("fete")
            .lang("fr")
            .country("fr")
            .headline("Fête et défaite")
            .body("La fete sans accent, la fête avec. Le résumé est naïf.")
            .authors(&["Jose Ruiz"])
            .outlet("La Lanterne")
            .published("1968-05")
            .section("societe")
            .tag("Fetes")
            .origin("/feeds", "lanterne/fete.html"),
        new("resume")
            .lang("en")
            .headline("A résumé of the résumés")
            .body("He did not resume work; his résumé was naïve.")
            .outlet("Morning Dove")
            .published("2010-04-04")
            .section("Opinion")
            .origin("/feeds", "dove/resume.html"),
        new("tokyo")
            .lang("ja")
            .country("jp")
            .headline("東京で大きな嵐")
            .body("昨夜、東京で大きな嵐があった。東京2020の旗が飛んだ。")
            .outlet("港新聞")
            .published("2020-09-01")
            .section("社会")
            .origin("/feeds", "minato/1.html"),
        new("beijing")
            .lang("zh")
            .country("cn")
            .headline("海上大风")
            .body("海上大风，船只回港。北京和东京都有雨。")
            .outlet("海港日报")
            .published("2018-07-22")
            .section("天气")
            .origin("/feeds", "haigang/1.html"),
        new("mir")
            .lang("ru")
            .country("ru")
            .headline("Мир и море")
            .body("О мире говорили у моря. Миру — мир, морям — корабли.")
            .outlet("Портовая газета")
            .published("1957-10-04")
            .section("Мир")
            .tag("peace")
            .origin("/feeds", "port/mir.html"),
        new("qamar")
            .lang("ar")
            .country("eg")
            .headline("القمر فوق الميناء")
            .body("ظهر القمر فوق الميناء. قال القبطان إن القَمَر كبير.")
            .outlet("بريد الميناء")
            .published("1977-01-01")
            .section("محليات")
            .origin("/feeds", "barid/qamar.html"),
        new("unknown")
            .headline("Zzyx")
            .body("Storm zzyx qqrst, storms zzyxes.")
            .outlet("Morning Dove")
            .published("1990-12")
            .origin("/loose", "odd/zzyx.txt"),
        new("worn")
            .lang("en")
            .headline("Tlie storrn of yesterclay")
            .body("Tlie storrn broke two rnasts. Printed rnatter is worn.")
            .outlet("Ellery Courant")
            .published("1871-01-15")
            .section("Shipping")
            .origin("/archive/scans", "1871/01/worn.txt")
            .origin("/archive/b", "1871/worn.txt"),
    ]
}
