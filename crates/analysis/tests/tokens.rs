//! What words give which tokens.

use morgue_analysis::{Analyzer, Form, query_run};

/// Tokens as `position:form`, bare forms behind `~`, joined forms as `position+length:form`.
fn tokens(lang: &str, text: &str) -> String {
    let mut out = Vec::new();
    Analyzer::new(lang).tokens(text, 0, |token| {
        out.push(match token.kind {
            Form::Main => format!("{}:{}", token.position, token.form),
            Form::Bare => format!("{}~{}", token.position, token.form),
            Form::Joined => format!("{}+{}:{}", token.position, token.length, token.form),
        });
    });
    out.join(" ")
}

fn check(lang: &str, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(tokens(lang, text), *expected, "of `{text}` in {lang}");
    }
}

#[test]
fn apostrophes() {
    check(
        "en",
        &[
            ("O'Brien", "0:obrien"),
            ("don’t", "0:dont"),
            ("mayor's", "0:mayors 0~mayor"),
            ("THE BBC’S man", "0:the 1:bbcs 1~bbc 2:man"),
            ("O'Brien's", "0:obriens 0~obrien"),
            ("workers' rights", "0:workers 1:rights"),
            ("'quoted'", "0:quoted"),
            ("rock'n'roll", "0:rocknroll"),
            ("the G7's", "0:the 1:g7s 1~g7"),
            ("U.S.'s", "0:uss 0~us"),
            ("Hawaiʻi and Hawai‘i", "0:hawaii 1:and 2:hawaii"),
            ("it''s", "0:it 1:s"),
        ],
    );
    check("fr", &[("l'homme d’État", "0:lhomme 0~homme 1:detat 1~etat")]);
    check("fr-CA", &[("aujourd'hui, qu'il", "0:aujourdhui 1:quil 1~il")]);
    check("fr", &[("l'e-mail", "0:le 0~e 0+2:lemail 0+2:email 1:mail")]);
    check("it", &[("dell'Italia dell'11", "0:dellitalia 0~italia 1:dell 2:11")]);
    check("ca", &[("d'Escòcia col·lecció", "0:descocia 0~escocia 1:colleccio")]);
    check("de", &[("l'homme", "0:lhomme")]);
}

#[test]
fn joined_parts() {
    check(
        "en",
        &[
            ("e-mail", "0:e 0+2:email 1:mail"),
            ("AC/DC", "0:ac 0+2:acdc 1:dc"),
            ("AT&T's", "0:at 0+2:atts 0+2:att 1:ts 1~t"),
            ("mother-in-law", "0:mother 0+3:motherinlaw 1:in 2:law"),
            ("24/7", "0:24 1:7"),
            ("2019-20-x", "0:2019 1:20 1+2:20x 2:x"),
            ("covid-19", "0:covid 0+2:covid19 1:19"),
            ("a--b c - d e- f -g", "0:a 1:b 2:c 3:d 4:e 5:f 6:g"),
            ("e\u{2010}mail", "0:e 0+2:email 1:mail"),
            ("e\u{2011}mail", "0:e 0+2:email 1:mail"),
            ("1914–1918 men—women", "0:1914 1:1918 2:men 3:women"),
            ("news\u{AD}paper", "0:newspaper"),
            ("news-\npaper", "0:news 0+2:newspaper 1:paper"),
            ("news-\r\npaper", "0:news 0+2:newspaper 1:paper"),
            ("news\u{AD}\npaper", "0:news 0+2:newspaper 1:paper"),
            ("said-\nPaper", "0:said 1:paper"),
            ("U.S.-based", "0:us 0+2:usbased 1:based"),
            ("e-\u{200B}mail", "0:e 0+2:email 1:mail"),
        ],
    );
}

#[test]
fn dots_and_commas() {
    check(
        "en",
        &[
            ("U.S. U.S.A. J.K. Rowling", "0:us 1:usa 2:jk 3:rowling"),
            ("J. K. Rowling", "0:j 1:k 2:rowling"),
            ("J.R.R.Tolkien", "0:jrr 1:tolkien"),
            ("e.g. p.m.", "0:eg 1:pm"),
            ("3.5 1.2.3 v2.0", "0:3.5 1:1.2.3 2:v2.0"),
            ("10,000 10,000,000.5", "0:10000 1:10000000.5"),
            ("3,5 1,2,3 1,0000", "0:3,5 1:1,2,3 2:1,0000"),
            ("10,000km in 2020, 300", "0:10000km 1:in 2:2020 3:300"),
            ("end.Next a.b1", "0:end 1:next 2:a 3:b1"),
            ("bbc.co.uk", "0:bbc 1:co 2:uk"),
            (
                "https://a.example/x_y?z=1#q",
                "0:https 1:a 2:example 2+2:examplex 3:x 4:y 5:z 6:1 7:q",
            ),
            ("C++ c# @name #tag $5", "0:c 1:c 2:name 3:tag 4:5"),
            ("...", ""),
        ],
    );
}

#[test]
fn folded_forms() {
    check(
        "und",
        &[
            ("Café CAFE\u{301}", "0:cafe 1:cafe"),
            ("Straße ﬁn ＡＢＣ ſo", "0:strasse 1:fin 2:abc 3:so"),
            ("Ærø Œuvre Łódź Đorđe", "0:aero 1:oeuvre 2:lodz 3:dorde"),
            ("İSTANBUL ılık", "0:istanbul 1:ilik"),
            ("ΑΘΉΝΑΣ Αθήνας", "0:αθηνασ 1:αθηνασ"),
            ("Йод ёлка", "0:иод 1:елка"),
            ("هٰذَا أحمد ـمـ ٣٫٥", "0:هذا 1:احمد 2:م 3:3.5"),
            ("हिन्दी", "0:हिन्दी"),
            ("한국어 신문", "0:한국어 1:신문"),
            ("👩‍🚀 ok", "0:ok"),
            ("Ｅ－ｍａｉｌ Ｏ＇Ｎｅｉｌ", "0:e 0+2:email 1:mail 2:oneil"),
        ],
    );
}

#[test]
fn scripts_without_spaces() {
    check(
        "ja",
        &[
            ("東京2020大会", "0:東 1:京 2:2020 3:大 4:会"),
            ("カメラー", "0:カ 1:メ 2:ラ 3:ー"),
            ("ｶﾞ が か\u{3099}", "0:ガ 1:が 2:が"),
            ("Wi-Fi東京", "0:wi 0+2:wifi 1:fi 2:東 3:京"),
            ("東-京", "0:東 1:京"),
        ],
    );
    check("th", &[("น้ำใจ", "0:น\u{e49} 1:\u{e4d}า 2:ใ 3:จ")]);
    check("my", &[("မြန်မာ", "0:မြ 1:န် 2:မာ")]);
}

#[test]
fn stems() {
    let stem = |lang, word: &str| {
        let mut found = None;
        Analyzer::new(lang).tokens(word, 0, |token| {
            found.get_or_insert((token.stem.map(str::to_string), token.odd));
        });
        found.expect("a word")
    };
    assert_eq!(stem("en", "Elections"), (Some("elect".into()), false));
    assert_eq!(stem("en_GB", "running"), (Some("run".into()), false));
    assert_eq!(stem("und", "running"), (None, false));
    assert_eq!(stem("zh", "running"), (None, false));
    assert_eq!(stem("en", "東"), (None, false));
    assert_eq!(stem("de", "Häuser"), (Some("haus".into()), false));
    // The stemmer takes an ending with its accent away, and leaves it without.
    assert_eq!(stem("fr", "mangée"), (Some("mang".into()), true));
    assert_eq!(stem("fr", "élève"), (Some("elev".into()), false));
    assert_eq!(Analyzer::new("fr").stem("mangé"), Some("mang".into()));
    assert_eq!(Analyzer::new("").stem("x"), None);
}

#[test]
fn capitals_and_offsets() {
    let mut found = Vec::new();
    Analyzer::new("en").tokens("The BBC's Élan, l'ÉTÉ 3D a U.S. AT&T", 7, |token| {
        found.push((
            token.position,
            token.form.to_string(),
            (token.start, token.end),
            token.case.first,
            token.case.all,
        ));
    });
    let expected = [
        (7, "the", (0, 3), true, false),
        (8, "bbcs", (4, 9), true, false),
        (8, "bbc", (4, 7), true, true),
        (9, "elan", (10, 15), true, false),
        (10, "lete", (17, 24), false, false),
        (11, "3d", (25, 27), true, false),
        (12, "a", (28, 29), false, false),
        (13, "us", (30, 34), true, true),
        (14, "at", (35, 37), true, true),
        (14, "att", (35, 39), true, true),
        (15, "t", (38, 39), true, false),
    ];
    let expected = expected.map(|(p, f, o, a, b)| (p, f.to_string(), o, a, b));
    assert_eq!(found, expected);
}

#[test]
fn long_words_are_cut_at_a_letter() {
    let long = "ü".repeat(300_000);
    let mut found = Vec::new();
    Analyzer::new("de").tokens(&format!("{long} {}x", "a-".repeat(1000)), 0, |token| {
        assert!(token.form.len() <= 200 && token.stem.is_none_or(|stem| stem.len() <= 200));
        found.push((token.kind, token.length, token.form.len()));
    });
    assert_eq!(found[0], (Form::Main, 1, 100), "200 bytes of letters, folded");
    assert_eq!(found[2], (Form::Joined, 1001, 200));
}

#[test]
fn queries() {
    let shown = |run: &str| {
        let one = |part: &morgue_analysis::QueryPart| {
            let wild = if part.wild { "!" } else { "" };
            format!("{}{wild}@{}..{}", part.folded, part.start, part.end)
        };
        let units = query_run(run, true).into_iter().map(|unit| {
            let parts: Vec<String> = unit.parts.iter().map(one).collect();
            let joined = unit.joined.as_ref().map(|joined| format!("={}", one(joined)));
            parts.join("+") + &joined.unwrap_or_default()
        });
        units.collect::<Vec<_>>().join(" ")
    };
    for (run, expected) in [
        ("bank*", "bank*!@0..5"),
        ("*ank?r", "*ank?r!@0..6"),
        ("e-mail*", "e@0..1+mail*!@2..7=email*!@0..7"),
        ("o'*ien", "o*ien!@0..6"),
        ("mayor's", "mayors@0..7"),
        ("U.S.", "us@0..4"),
        ("Mül*", "mul*!@0..5"),
        ("bbc.co.u*", "bbc@0..3 co@4..6 u*!@7..9"),
        ("24/*", "24@0..2+*!@3..4=24*!@0..4"),
        ("*", "*!@0..1"),
        ("3:16", "3@0..1 16@2..4"),
        ("東京*", "東@0..3 京@3..6 *!@6..7"),
        ("...", ""),
    ] {
        assert_eq!(shown(run), expected, "of `{run}`");
    }
    assert_eq!(query_run("ba*k?", false).len(), 2, "without wildcards they separate");
    assert_eq!(query_run("RÉSUMÉ", false)[0].parts[0].lower, "résumé");
}
