//! Citations as a table: one kind of article a line, every style.

#![allow(clippy::unwrap_used)] // helpers of tests

use morgue_article::{
    Article, Block, Byline, Day, DayRange, Language, Outlet, Precision, Published,
};
use morgue_present::{Citations, CiteStyle, cite, coins, meta_tags};

fn article(headline: &str, authors: &[&str], date: &str, precision: Precision) -> Article {
    let mut article = Article::new(format!("text:{headline}"));
    article.headline = Some(headline.to_string()).filter(|text| !text.is_empty());
    article.body =
        vec![Block::paragraph("The harbour bridge, closed since the storm, was opened.")];
    article.outlet = Some(Outlet::from_name("The Harbour Post", "metadata"));
    let authors: Vec<String> = authors.iter().map(|name| (*name).to_string()).collect();
    if !authors.is_empty() {
        article.byline = Some(Byline { printed: format!("By {}", authors.join(" and ")), authors });
    }
    if !date.is_empty() {
        let (first, last) = date.split_once('/').unwrap_or((date, date));
        let (first, last) = (DayRange::parse(first).unwrap(), DayRange::parse(last).unwrap());
        let range = DayRange::new(first.first, last.last);
        article.published = Some(Published::span(range, precision, "metadata"));
    }
    article
}

fn text(article: &Article, style: CiteStyle) -> String {
    cite(article, style).text
}

const PROSE: [CiteStyle; 4] =
    [CiteStyle::Chicago, CiteStyle::ChicagoNote, CiteStyle::Apa, CiteStyle::Mla];

/// Each article as prose: Chicago, its note, APA, MLA.
fn prose() -> Vec<(Article, [&'static str; 4])> {
    use Precision::{Day as D, Decade, Month, Range, Year};
    let plain = |date, precision| article("Mill burns", &["Jane Doe"], date, precision);
    let mut paged = plain("1871-03-02", D);
    (paged.page, paged.edition) = (Some("4".into()), Some("late city".into()));
    paged.url = Some("https://post.example/1".into());
    let mut pages = plain("1871-03-02", D);
    (pages.page, pages.edition) = (Some("A1–A2".into()), Some("Night Edition".into()));
    let mut nowhere = plain("2016", Year);
    nowhere.outlet = None;
    nowhere.url = Some("https://blog.example/2".into());
    let mut bare = article("", &[], "", D);
    bare.outlet = None;
    let many: Vec<String> = (b'A'..=b'V').map(|c| format!("Jo {}ong", c as char)).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let mut wire = article("Talks fail", &[], "1998-09-03", D);
    wire.byline = Some(Byline { printed: "By Meridian Wire".into(), authors: vec![] });
    wire.wire = Some("meridian-wire".into());
    vec![
        (
            plain("1871-03-02", D),
            [
                "Doe, Jane. “Mill burns.” The Harbour Post, March 2, 1871.",
                "Jane Doe, “Mill burns,” The Harbour Post, March 2, 1871.",
                "Doe, J. (1871, March 2). Mill burns. The Harbour Post.",
                "Doe, Jane. “Mill burns.” The Harbour Post, 2 Mar. 1871.",
            ],
        ),
        (
            plain("1871-09", Month),
            [
                "Doe, Jane. “Mill burns.” The Harbour Post, September 1871.",
                "Jane Doe, “Mill burns,” The Harbour Post, September 1871.",
                "Doe, J. (1871, September). Mill burns. The Harbour Post.",
                "Doe, Jane. “Mill burns.” The Harbour Post, Sept. 1871.",
            ],
        ),
        (
            plain("1871", Year),
            [
                "Doe, Jane. “Mill burns.” The Harbour Post, 1871.",
                "Jane Doe, “Mill burns,” The Harbour Post, 1871.",
                "Doe, J. (1871). Mill burns. The Harbour Post.",
                "Doe, Jane. “Mill burns.” The Harbour Post, 1871.",
            ],
        ),
        (
            plain("1870/1879", Decade),
            [
                "Doe, Jane. “Mill burns.” The Harbour Post, ca. 1870s.",
                "Jane Doe, “Mill burns,” The Harbour Post, ca. 1870s.",
                "Doe, J. (ca. 1870s). Mill burns. The Harbour Post.",
                "Doe, Jane. “Mill burns.” The Harbour Post, circa 1870s.",
            ],
        ),
        (
            plain("1914-08-01/1918-11-11", Range),
            [
                "Doe, Jane. “Mill burns.” The Harbour Post, between August 1, 1914 and November 11, 1918.",
                "Jane Doe, “Mill burns,” The Harbour Post, between August 1, 1914 and November 11, 1918.",
                "Doe, J. (1914, August 1–1918, November 11). Mill burns. The Harbour Post.",
                "Doe, Jane. “Mill burns.” The Harbour Post, between 1 Aug. 1914 and 11 Nov. 1918.",
            ],
        ),
        (
            plain("1914/1918", Range),
            [
                "Doe, Jane. “Mill burns.” The Harbour Post, between 1914 and 1918.",
                "Jane Doe, “Mill burns,” The Harbour Post, between 1914 and 1918.",
                "Doe, J. (1914–1918). Mill burns. The Harbour Post.",
                "Doe, Jane. “Mill burns.” The Harbour Post, between 1914 and 1918.",
            ],
        ),
        (
            plain("", D),
            [
                "Doe, Jane. “Mill burns.” The Harbour Post, n.d.",
                "Jane Doe, “Mill burns,” The Harbour Post, n.d.",
                "Doe, J. (n.d.). Mill burns. The Harbour Post.",
                "Doe, Jane. “Mill burns.” The Harbour Post.",
            ],
        ),
        (
            paged,
            [
                "Doe, Jane. “Mill burns.” The Harbour Post, March 2, 1871, late city edition, p. 4. https://post.example/1.",
                "Jane Doe, “Mill burns,” The Harbour Post, March 2, 1871, late city edition, p. 4, https://post.example/1.",
                "Doe, J. (1871, March 2). Mill burns. The Harbour Post (late city ed.), 4. https://post.example/1",
                "Doe, Jane. “Mill burns.” The Harbour Post, late city ed., 2 Mar. 1871, p. 4, https://post.example/1.",
            ],
        ),
        (
            pages,
            [
                "Doe, Jane. “Mill burns.” The Harbour Post, March 2, 1871, Night Edition, pp. A1–A2.",
                "Jane Doe, “Mill burns,” The Harbour Post, March 2, 1871, Night Edition, pp. A1–A2.",
                "Doe, J. (1871, March 2). Mill burns. The Harbour Post (Night Edition), A1–A2.",
                "Doe, Jane. “Mill burns.” The Harbour Post, Night Edition, 2 Mar. 1871, pp. A1–A2.",
            ],
        ),
        (
            article("Who “won”?", &[], "1871-05-02", D),
            [
                "The Harbour Post. “Who ‘won’?” May 2, 1871.",
                "“Who ‘won’?,” The Harbour Post, May 2, 1871.",
                "Who “won”? (1871, May 2). The Harbour Post.",
                "“Who ‘won’?” The Harbour Post, 2 May 1871.",
            ],
        ),
        (
            article("Mill burns", &["Jane Doe", "John Roe, Jr."], "1871", Year),
            [
                "Doe, Jane, and John Roe Jr. “Mill burns.” The Harbour Post, 1871.",
                "Jane Doe and John Roe Jr., “Mill burns,” The Harbour Post, 1871.",
                "Doe, J., & Roe, J., Jr. (1871). Mill burns. The Harbour Post.",
                "Doe, Jane, and John Roe Jr. “Mill burns.” The Harbour Post, 1871.",
            ],
        ),
        (
            article("Mill burns", &["Jane Doe", "John Roe", "Reuters"], "1871", Year),
            [
                "Doe, Jane, John Roe, and Reuters. “Mill burns.” The Harbour Post, 1871.",
                "Jane Doe, John Roe, and Reuters, “Mill burns,” The Harbour Post, 1871.",
                "Doe, J., Roe, J., & Reuters. (1871). Mill burns. The Harbour Post.",
                "Doe, Jane, et al. “Mill burns.” The Harbour Post, 1871.",
            ],
        ),
        (
            article("Mill burns", &many, "1871", Year),
            [
                "Aong, Jo, Jo Bong, Jo Cong, Jo Dong, Jo Eong, Jo Fong, Jo Gong, et al. “Mill burns.” The Harbour Post, 1871.",
                "Jo Aong et al., “Mill burns,” The Harbour Post, 1871.",
                "Aong, J., Bong, J., Cong, J., Dong, J., Eong, J., Fong, J., Gong, J., Hong, J., Iong, J., Jong, J., Kong, J., Long, J., Mong, J., Nong, J., Oong, J., Pong, J., Qong, J., Rong, J., Song, J., … Vong, J. (1871). Mill burns. The Harbour Post.",
                "Aong, Jo, et al. “Mill burns.” The Harbour Post, 1871.",
            ],
        ),
        (
            article("市政府重开老桥", &["李小明"], "2019-01-05", D),
            [
                "李小明. “市政府重开老桥.” The Harbour Post, January 5, 2019.",
                "李小明, “市政府重开老桥,” The Harbour Post, January 5, 2019.",
                "李小明. (2019, January 5). 市政府重开老桥. The Harbour Post.",
                "李小明. “市政府重开老桥.” The Harbour Post, 5 Jan. 2019.",
            ],
        ),
        (
            wire,
            [
                "Meridian Wire. “Talks fail.” The Harbour Post, September 3, 1998.",
                "Meridian Wire, “Talks fail,” The Harbour Post, September 3, 1998.",
                "Meridian Wire. (1998, September 3). Talks fail. The Harbour Post.",
                "Meridian Wire. “Talks fail.” The Harbour Post, 3 Sept. 1998.",
            ],
        ),
        (
            nowhere,
            [
                "Doe, Jane. “Mill burns.” 2016. https://blog.example/2.",
                "Jane Doe, “Mill burns,” 2016, https://blog.example/2.",
                "Doe, J. (2016). Mill burns. https://blog.example/2",
                "Doe, Jane. “Mill burns.” 2016, https://blog.example/2.",
            ],
        ),
        (
            bare,
            [
                "Untitled article beginning “The harbour bridge, closed since the storm, was…” n.d.",
                "untitled article beginning “The harbour bridge, closed since the storm, was…”, n.d.",
                "[Untitled article beginning “The harbour bridge, closed since the storm, was…”]. (n.d.).",
                "Untitled article beginning “The harbour bridge, closed since the storm, was…”",
            ],
        ),
    ]
}

#[test]
fn prose_says_what_is_known() {
    let mut wrong = String::new();
    for (article, expected) in prose() {
        for (style, expected) in PROSE.into_iter().zip(expected) {
            let real = text(&article, style);
            if real != expected {
                wrong += &format!("{}\n  {real}\n  {expected}\n", style.name());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn outlets_stand_in_italics() {
    let article = article("Türe „offen“", &["Éva Ősz"], "1871", Precision::Year);
    for style in PROSE {
        let cited = cite(&article, style);
        let [(start, end)] = cited.italic[..] else { panic!("{cited:?}") };
        let italic: String = cited.text.chars().skip(start).take(end - start).collect();
        assert_eq!(italic, "The Harbour Post");
    }
}

/// An article with every field, and in each what its format would obey.
fn nasty() -> Article {
    let mut article = article(
        "50% of {this} & \\that_\r\nER  - \r\n~x^ \u{202e}#1 $2 \"q\"\u{1b}[2J",
        &["Jane and Sons Doe", "Smith, Brown, Co", "Harbour Press, Ltd"],
        "1871-03-02",
        Precision::Day,
    );
    article.outlet = Some(Outlet::from_name("Post\nTY  - BOOK", "metadata"));
    article.page = Some("A{1".into());
    article.edition = Some("late}".into());
    article.section = Some("News\r\n".into());
    article.tags = vec!["a, b".into(), "x\ny".into(), " ".into()];
    article.language = Some(Language { code: "en".into(), basis: "declared".into() });
    article.url = Some("https://post.example/a_b%20{c}?d=e f\\g".into());
    article.published.as_mut().unwrap().basis = "url".into();
    article
}

#[test]
fn ris_is_a_line_a_value() {
    let expected = [
        "TY  - NEWS",
        "ID  - ",
        "AU  - Doe, Jane and Sons",
        "AU  - Smith Brown Co",
        "AU  - Harbour Press Ltd",
        "TI  - 50% of {this} & \\that_ ER - ~x^ #1 $2 \"q\" [2J",
        "T2  - Post TY - BOOK",
        "ET  - late}",
        "SE  - News",
        "SP  - A{1",
        "PY  - 1871",
        "DA  - 1871/03/02/",
        "KW  - a, b",
        "KW  - x y",
        "LA  - en",
        "UR  - https://post.example/a_b%20{c}?d=e f\\g",
        "N1  - date known from: url",
        "ER  - ",
    ];
    let record = text(&nasty(), CiteStyle::Ris);
    assert!(record.ends_with("ER  - \r\n"));
    let lines: Vec<&str> = record.trim_end_matches("\r\n").split("\r\n").collect();
    assert_eq!(lines.len(), expected.len(), "{record}");
    for (line, expected) in lines.iter().zip(expected) {
        let line = if expected == "ID  - " { &line[..6] } else { line };
        assert_eq!(line, expected);
    }
}

#[test]
fn dates_of_records_are_no_more_precise_than_known() {
    use Precision::{Decade, Month, Range, Year};
    let cases: [(&str, Precision, &[&str], &str, &str); 6] = [
        ("1871", Year, &["PY  - 1871", "DA  - 1871///"], "year = {1871}", "[[1871]]"),
        (
            "1871-03",
            Month,
            &["PY  - 1871", "DA  - 1871/03//"],
            "year = {1871},\n  month = mar",
            "[[1871,3]]",
        ),
        (
            "1870/1879",
            Decade,
            &["DA  - ///ca. 1870s"],
            "year = {ca. 1870s}",
            "[[1870],[1879]],\"circa\":true",
        ),
        (
            "1914-08/1914-09",
            Range,
            &["PY  - 1914", "DA  - 1914///between August 1914 and September 1914"],
            "year = {between August 1914 and September 1914}",
            "[[1914,8],[1914,9]],\"circa\":true",
        ),
        ("1914/1914", Range, &["PY  - 1914", "DA  - 1914///"], "year = {1914}", "[[1914]]"),
        ("", Year, &["N1  - n.d."], "note = {undated}", ""),
    ];
    for (date, precision, ris, bibtex, csl) in cases {
        let article = article("Mill burns", &[], date, precision);
        let record = text(&article, CiteStyle::Ris);
        let dates = |line: &&str| ["PY", "DA", "N1"].contains(&&line[..2]);
        assert_eq!(record.lines().filter(dates).collect::<Vec<_>>(), ris, "{date}");
        let entry = text(&article, CiteStyle::Bibtex);
        assert!(entry.contains(&format!("{bibtex}\n}}")), "{date}: {entry}");
        let item = text(&article, CiteStyle::CslJson);
        let issued = format!("\"issued\":{{\"date-parts\":{csl}}}");
        assert_eq!(item.contains("issued"), !csl.is_empty());
        assert!(csl.is_empty() || item.contains(&issued), "{date}: {item}");
    }
}

#[test]
fn bibtex_is_obeyed_nowhere() {
    let entry = text(&nasty(), CiteStyle::Bibtex);
    let (open, close) = (entry.matches('{').count(), entry.matches('}').count());
    assert_eq!(open, close, "{entry}");
    for line in [
        "  author = {Doe, {Jane and Sons} and {Smith, Brown, Co} and {Harbour Press, Ltd}},",
        "  title = {{50\\% of \\textbraceleft{}this\\textbraceright{} \\& \\textbackslash{}that\\_ ER - \\textasciitilde{}x\\textasciicircum{} \\#1 \\$2 \"q\" [2J}},",
        "  pages = {A\\textbraceleft{}1},",
        "  month = mar,",
        "  keywords = {a, b, x y},",
        "  url = {https://post.example/a_b%20%7Bc%7D?d=e%20f%5Cg},",
        "  note = {date known from: url}",
    ] {
        assert!(entry.lines().any(|real| real == line), "{line}\n{entry}");
    }
    let key = |article: &Article| {
        let entry = text(article, CiteStyle::Bibtex);
        entry["@article{".len()..].split('-').next().unwrap().to_string()
    };
    let named = |name: &str| article("x", &[name], "1871", Precision::Year);
    assert_eq!(key(&named("Éva van der Bérg")), "vanderberg1871");
    assert_eq!(key(&named("李小明")), "theharbourpost1871");
}

#[test]
fn csl_json_is_one_list() {
    let mut out = Vec::new();
    let mut citations = Citations::begin(&mut out, CiteStyle::CslJson).unwrap();
    let articles = [nasty(), article("Mill burns", &["John Roe, Jr."], "", Precision::Day)];
    articles.iter().try_for_each(|article| citations.add(article)).unwrap();
    citations.end().unwrap();
    let list: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(list[0]["type"], "article-newspaper");
    assert_eq!(list[0]["container-title"], "Post TY - BOOK");
    assert_eq!(list[0]["author"][2], serde_json::json!({"literal": "Harbour Press, Ltd"}));
    let roe = serde_json::json!({"family": "Roe", "given": "John", "suffix": "Jr."});
    assert_eq!(list[1]["author"][0], roe);
    assert_eq!(list[1]["issued"], serde_json::Value::Null);
    let mut none = Vec::new();
    Citations::begin(&mut none, CiteStyle::CslJson).unwrap().end().unwrap();
    assert_eq!(none, b"[\n]\n");
}

#[test]
fn a_page_carries_what_reference_managers_read() {
    let mut article = article("Mill burns", &["Jane Doe", "Reuters"], "1871-03", Precision::Month);
    article.page = Some("4".into());
    let tags = meta_tags(&article);
    for tag in [
        ("citation_title", "Mill burns"),
        ("citation_author", "Doe, Jane"),
        ("citation_author", "Reuters"),
        ("citation_publication_date", "1871/03"),
        ("citation_firstpage", "4"),
    ] {
        assert!(tags.iter().any(|(name, value)| (*name, value.as_str()) == tag), "{tags:?}");
    }
    let span = coins(&article);
    assert!(span.contains(&("rft.type", "newspaperArticle".to_string())), "{span:?}");
    assert!(span.contains(&("rft.date", "1871-03".to_string())), "{span:?}");
    article.published = Some(Published::day(Day(0), "given"));
    assert!(coins(&article).contains(&("rft.date", "1970-01-01".to_string())));
}
