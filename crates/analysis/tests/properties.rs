//! What holds for every text.

use morgue_analysis::{Analyzer, Dull, Form, Token, fold, has_stemmer, query_run, sentences};
use proptest::prelude::*;

/// Texts that are dense in what analysis has rules for.
fn text() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        4 => prop::sample::select(vec![
            "a", "B", "s", "l", "qu", "word", "Éa", "é", "e\u{301}", "ß", "ﬁ", "İ", "ŉ", "½", "10",
            "000", "7", "٣", "東", "か", "\u{3099}", "ｶ", "ﾞ", "ー", "น", "้", "हि", "न्दी", "한", "ᄒ",
            "ᅡ", "म", "א", "ָ", "ʼ", "ﷺ", "\u{37a}", "Ⓐ", "⑴", "ǅ", "ЙЁ", "Σ", "ς", "J\u{30c}",
        ]),
        4 => prop::sample::select(vec![
            "'", "’", "-", "\u{2010}", "/", "&", ".", ",", "-\n", "\u{AD}", "\u{200d}", "·", "－",
            "．", "\u{AD}\n", "…", "?", "!", "\"", "”", "。", "*",
        ]),
        2 => Just(" "),
        1 => any::<char>().prop_map(|c| Box::leak(c.to_string().into_boxed_str()) as &str),
    ];
    prop::collection::vec(atom, 0..24).prop_map(|atoms| atoms.concat())
}

/// Words of letters of one script.
fn letters() -> impl Strategy<Value = String> {
    let script = prop::sample::select(vec![
        "[a-z]",
        "[a-zà-ÿ]",
        "[a-zāčēģīķļņšūžłőűßĳœ’]",
        "[α-ωάέήίόύώϊϋΐΰς]",
        "[а-яёіїєґђјљњћџ]",
        "[ա-և]",
        "[א-ת\u{5b0}-\u{5bc}]",
        "[ء-ي\u{64b}-\u{652}پچژکگی\u{200c}]",
        "[ऀ-ॿ]",
        "[ஂ-்]",
        "[aeiouy'-]",
    ]);
    script.prop_flat_map(|letter| {
        proptest::string::string_regex(&format!("{letter}{{0,14}}")).expect("a pattern")
    })
}

fn lang() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "ar", "hy", "eu", "ca", "cs", "da", "nl", "en", "eo", "et", "fi", "fr", "de", "el", "hi",
        "hu", "id", "ga", "it", "lt", "ne", "no", "fa", "pl", "pt", "ro", "ru", "sr", "st", "es",
        "sv", "ta", "tr", "uk", "yi", "und", "zh",
    ])
}

/// A token that outlives its text.
#[derive(Debug, Clone, PartialEq)]
struct Owned {
    form: String,
    stem: Option<String>,
    odd: bool,
    kind: Form,
    position: u32,
    length: u32,
    start: u32,
    end: u32,
}

fn tokens(lang: &str, text: &str) -> (Vec<Owned>, u32) {
    let mut out = Vec::new();
    let end = Analyzer::new(lang).tokens(text, 0, |token: &Token<'_>| {
        out.push(Owned {
            form: token.form.to_string(),
            stem: token.stem.map(str::to_string),
            odd: token.odd,
            kind: token.kind,
            position: token.position,
            length: token.length,
            start: token.start,
            end: token.end,
        });
    });
    (out, end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_are_sound(lang in lang(), text in text()) {
        let (found, end) = tokens(lang, &text);
        let mains: Vec<&Owned> = found.iter().filter(|t| t.kind == Form::Main).collect();
        let positions: Vec<u32> = mains.iter().map(|t| t.position).collect();
        prop_assert_eq!(positions, (0..end).collect::<Vec<_>>(), "one main form a position");
        prop_assert!(mains.windows(2).all(|two| two[0].end <= two[1].start), "in order, apart");
        let order = |token: &Owned| (token.position, token.kind as u8);
        let ordered = found.windows(2).all(|two| order(&two[0]) <= order(&two[1]));
        prop_assert!(ordered, "main, bare, joined");
        for token in &found {
            let written = text.get(token.start as usize..token.end as usize);
            prop_assert!(written.is_some_and(|written| !written.is_empty()));
            prop_assert!(!token.form.is_empty() && token.form.len() <= 200);
            prop_assert_eq!(&fold(&token.form), &token.form);
            prop_assert!(!token.form.contains(char::is_whitespace));
            prop_assert!(token.position + token.length <= end);
        }
    }

    /// Words of no use are left out, and nothing else is.
    #[test]
    fn tokens_of_use_are_those_of_all(lang in lang(), texts in prop::collection::vec(text(), 1..8)) {
        let useful = |token: &Token<'_>| {
            token.form.contains(['a', '1']) || token.stem.is_some_and(|stem| stem.contains('w'))
        };
        let mut dull = Dull::new();
        let mut analyzer = Analyzer::new(lang);
        for text in texts.iter().flat_map(|text| [text.clone(), text.to_lowercase()]) {
            let (mut all, mut found) = (Vec::new(), Vec::new());
            let keep = |out: &mut Vec<_>, token: &Token<'_>| {
                if useful(token) {
                    out.push((token.form.to_string(), token.kind, token.position, token.start, token.case));
                }
                useful(token)
            };
            let end = analyzer.tokens(&text, 3, |token| _ = keep(&mut all, token));
            let other = analyzer.tokens_of_use(&text, 3, &mut dull, |token| keep(&mut found, token));
            prop_assert_eq!(end, other);
            prop_assert_eq!(all, found);
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in text(), any in any::<String>()) {
        for text in [text, any] {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }

    #[test]
    fn stems_are_those_of_the_word(lang in lang(), text in text()) {
        let mut analyzer = Analyzer::new(lang);
        for unit in query_run(&text.replace(char::is_whitespace, ""), false) {
            for part in unit.parts.iter().chain(&unit.joined) {
                let stem = analyzer.stem(&part.lower);
                prop_assert_eq!(stem.is_some(), has_stemmer(lang));
                prop_assert_eq!(stem.as_deref().map(fold), stem);
            }
        }
    }

    /// The stemmers are generated code that steps through bytes.
    #[test]
    fn stemmers_take_any_text(lang in lang(), any in any::<String>(), letters in letters()) {
        let mut analyzer = Analyzer::new(lang);
        for text in [any, letters] {
            prop_assert_eq!(analyzer.stem(&text).is_some(), has_stemmer(lang));
        }
    }

    #[test]
    fn a_space_keeps_texts_apart(a in text(), b in text()) {
        let (mut expected, end) = tokens("fr", &a);
        let shift = a.len() as u32 + 1;
        expected.extend(tokens("fr", &b).0.into_iter().map(|token| Owned {
            position: token.position + end,
            start: token.start + shift,
            end: token.end + shift,
            ..token
        }));
        prop_assert_eq!(tokens("fr", &format!("{a} {b}")).0, expected);
    }

    #[test]
    fn queries_are_cut_like_articles(text in text()) {
        let (found, _) = tokens("en", &text);
        let units = query_run(&text, false);
        let of = |kind| found.iter().filter(move |token| token.kind == kind);
        let mains: Vec<_> = of(Form::Main).map(|t| (t.form.clone(), t.start, t.end)).collect();
        let parts: Vec<_> = units.iter().flat_map(|unit| &unit.parts)
            .map(|part| (part.folded.clone(), part.start as u32, part.end as u32)).collect();
        prop_assert_eq!(parts, mains);
        // The first joined form of a position is that of the whole parts.
        let mut joined: Vec<&Owned> = of(Form::Joined).collect();
        joined.dedup_by_key(|token| token.position);
        let joined: Vec<_> = joined.iter().map(|t| (t.form.clone(), t.stem.clone())).collect();
        let mut analyzer = Analyzer::new("en");
        let asked: Vec<_> = units.iter().filter_map(|unit| unit.joined.as_ref())
            .map(|part| (part.folded.clone(), analyzer.stem(&part.lower))).collect();
        prop_assert_eq!(asked, joined);
    }

    #[test]
    fn sentences_cover_the_text(lang in lang(), text in text()) {
        let mut end = 0;
        for sentence in sentences(&text, lang) {
            prop_assert!(sentence.start >= end && sentence.start < sentence.end);
            prop_assert!(text[end..sentence.start].chars().all(char::is_whitespace));
            prop_assert_eq!(text[sentence.clone()].trim(), &text[sentence.clone()]);
            end = sentence.end;
        }
        prop_assert!(text[end..].chars().all(char::is_whitespace));
    }
}

/// Every character there is (the rest is unassigned), alone and inside a word.
#[test]
fn no_character_gives_an_empty_or_unfolded_form() {
    let mut analyzer = Analyzer::new("und");
    for c in ('\0'..='\u{32FFF}').chain('\u{E0000}'..='\u{E0FFF}') {
        for text in [c.to_string(), format!("a{c}b")] {
            analyzer.tokens(&text, 0, |token| {
                assert!(!token.form.is_empty(), "U+{:04X} gives nothing", c as u32);
                assert_eq!(fold(token.form), token.form, "U+{:04X}", c as u32);
                let spaced = token.form.contains(char::is_whitespace);
                assert!(!spaced, "U+{:04X} gives a space", c as u32);
            });
        }
    }
}

/// More different words than an analyzer remembers.
#[test]
fn a_full_memory_forgets_and_stays_right() {
    let mut analyzer = Analyzer::new("en");
    let mut word = String::new();
    for number in 0..66_000 {
        word.clear();
        word.push_str(&number.to_string());
        analyzer.tokens(&word, 0, |token| {
            assert_eq!((token.form, token.stem), (word.as_str(), Some(word.as_str())));
        });
    }
    assert_eq!(analyzer.stem("elections").as_deref(), Some("elect"));
}
