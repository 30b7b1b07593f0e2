//! Random articles.

use fastrand::Rng;
use morgue_article::{
    Article, Block, Byline, Dateline, Day, DayRange, Language, Outlet, Precision, Published,
};
use morgue_query::plan::ValueField;

use super::pools::{BETWEEN, FOLDERS, LANGS, OUTLETS, ROOTS, WORDS, YEARS, values};
use crate::builder::origin;

/// So many random articles with different ids.
pub fn articles(rng: &mut Rng, count: usize) -> Vec<Article> {
    (0..count).map(|number| article(rng, &format!("text:{number}"))).collect()
}

/// A random article with this key.
pub fn article(rng: &mut Rng, key: &str) -> Article {
    let mut article = Article::new(key);
    article.headline = some(rng, 8, |rng| text(rng, 6));
    let long = rng.u8(..10) == 0;
    for _ in 0..rng.usize(..4) {
        let length = if long { 130 } else { 14 };
        let text = text(rng, length);
        let subhead = rng.u8(..6) == 0;
        article.body.push(if subhead { Block::subhead(text) } else { Block::paragraph(text) });
    }
    for _ in 0..rng.usize(..3).saturating_sub(1) {
        article.captions.push(text(rng, 5));
    }
    who(rng, &mut article);
    article.published = some(rng, 8, date);
    article.updated = some(rng, 2, date);
    // Always given: an index would put its clock's time in its place.
    article.added = Some(rng.i64(0..6 * 86_400));
    article.language = some(rng, 8, |rng| Language {
        code: pick(rng, LANGS).to_string(),
        basis: "declared".into(),
    });
    article.section = value(rng, ValueField::Section);
    article.country = value(rng, ValueField::Country);
    article.kind = value(rng, ValueField::Type);
    article.wire = value(rng, ValueField::Wire);
    article.page = value(rng, ValueField::Page);
    article.edition = value(rng, ValueField::Edition);
    article.tags =
        (0..rng.usize(..3)).map(|_| pick(rng, values(ValueField::Tag)).to_string()).collect();
    article.url = some(rng, 5, url);
    for ordinal in 0..rng.u64(1..3) {
        let path = format!("{}{}.txt", pick(rng, FOLDERS), rng.u8(..9));
        let mut origin = origin(pick(rng, ROOTS), &path);
        origin.ordinal = ordinal;
        origin.source_id = some(rng, 5, |rng| rng.u8(..12).to_string());
        article.origins.push(origin);
    }
    article.origins.sort();
    // A source holds an article once.
    article.origins.dedup_by(|a, b| a.source == b.source);
    article
}

fn who(rng: &mut Rng, article: &mut Article) {
    article.byline = some(rng, 5, |rng| {
        let authors: Vec<String> = (0..rng.usize(1..3))
            .map(|_| pick(rng, values(ValueField::Author)).to_string())
            .collect();
        Byline { printed: format!("By {}, {}", authors.join(" and "), text(rng, 2)), authors }
    });
    article.outlet = some(rng, 8, |rng| Outlet::from_name(pick(rng, OUTLETS), "metadata"));
    article.dateline = some(rng, 4, |rng| {
        let printed = text(rng, 3);
        Dateline { place: Some(printed.clone()), printed, length: 0 }
    });
    if let (Some(dateline), Some(first)) = (&mut article.dateline, article.body.first_mut())
        && rng.bool()
    {
        let head = format!("{} – ", dateline.printed);
        first.text.insert_str(0, &head);
        dateline.length = head.len();
    }
}

/// Words from the pool with what may stand between them, at most so many.
pub(super) fn text(rng: &mut Rng, most: usize) -> String {
    let mut out = String::new();
    for i in 0..rng.usize(1..=most) {
        if i > 0 {
            out.push_str(pick(rng, BETWEEN));
        }
        // The first words of the pool come oftener.
        let at = rng.usize(..WORDS.len()).min(rng.usize(..WORDS.len()));
        out.push_str(WORDS[at]);
    }
    out
}

fn date(rng: &mut Rng) -> Published {
    let basis = pick(rng, &["metadata", "dateline", "copyright"]);
    let (year, month) = (rng.i32(YEARS), rng.u32(1..=12));
    let known = "a year and a month of the pool are within what days can hold";
    match rng.u8(..8) {
        0 => Published::span(Day::year_span(year).expect(known), Precision::Year, basis),
        1 => Published::span(Day::month_span(year, month).expect(known), Precision::Month, basis),
        2 => {
            let first = Day::from_ymd(year, month, 20).expect(known);
            let range = DayRange::new(first, Day(first.0 + rng.i64(1..60)));
            Published::span(range, Precision::Range, basis)
        }
        3 => {
            let decade = year / 10 * 10;
            let first = Day::from_ymd(decade, 1, 1).expect(known);
            let last = Day::from_ymd(decade + 9, 12, 31).expect(known);
            Published::span(DayRange::new(first, last), Precision::Decade, basis)
        }
        4 => {
            let day = Day::from_ymd(year, month, rng.u32(1..=28)).expect(known);
            Published::at(day, rng.u32(..86_400), Some(60), basis)
        }
        _ => Published::day(Day::from_ymd(year, month, rng.u32(1..=3)).expect(known), basis),
    }
}

/// An address of a few that are the same under other spellings.
pub(super) fn url(rng: &mut Rng) -> String {
    let head = pick(rng, &["https://", "http://www.", "", "HTTPS://WWW."]);
    let tail = pick(rng, &["", "/"]);
    format!("{head}dove.example/{}{tail}", rng.u8(..6))
}

fn value(rng: &mut Rng, field: ValueField) -> Option<String> {
    some(rng, 5, |rng| pick(rng, values(field)).to_string())
}

/// Something, in so many of ten cases.
fn some<T>(rng: &mut Rng, tenths: u8, make: impl FnOnce(&mut Rng) -> T) -> Option<T> {
    (rng.u8(..10) < tenths).then(|| make(rng))
}

/// One of several.
pub(super) fn pick<T: Copy>(rng: &mut Rng, of: &[T]) -> T {
    of[rng.usize(..of.len())]
}
