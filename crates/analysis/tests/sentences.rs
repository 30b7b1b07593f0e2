//! Where sentences end. A bar in a case stands where one must.

use morgue_analysis::sentences;

fn check(lang: &str, cases: &[&str]) {
    for case in cases {
        let text = case.replace('|', "");
        let found: Vec<&str> =
            sentences(&text, lang).into_iter().map(|range| &text[range]).collect();
        let expected: Vec<&str> = case.split('|').map(str::trim).collect();
        assert_eq!(found, expected, "in {lang}");
    }
}

#[test]
fn english() {
    check(
        "en",
        &[
            "One.| Two!| Three?| Four",
            "He paid 3.5 million.| It was too much.",
            "Mr. Vane met Dr. Orr and Gov. Pell in St. Ives.| They talked.",
            "The U.S. Senate voted.| The bill passed.",
            "He moved to the U.S.| The family stayed.",
            "It opens at 9 a.m. on Jan. 3, with No. 10 first.| Is that so?| No.| He left.",
            "J. K. Marlow and J.R.R. Holt wrote to Mary B. Stone.| We know.",
            "Orchid Inc. said profits rose.| Plum Corp. Chairman Al Reed left.",
            "Orchid Inc.| The firm fell.",
            "“We won.”| “They lost!” she said.| (It rained.)| He left.",
            "\"Stop!\" he cried.| \"Why?\"| Nobody knew.",
            "See www.example.org/a.html for more.| Then call.",
            "He waited… and waited...| Nothing came.",
            "What?!| Really?!",
            "First line\ngoes on.| Next\n\n|New paragraph without stop\n\n|Third.",
            "The case of Reed vs. Holt ended.| It cost 10.| He paid.",
            "1. Apples are red.| 2. Pears are not.",
            "It ended in 2020.| Everyone knew.",
            "Approved, i.e. Signed, by Sgt. Orr.",
            "He said: “I met Mr. ‘Big’ Reed.”| We did too.",
            "Patients with MS.| Trials go on.| MR. VANE rose by $8.6m.| Rivals like Q&A.| All fell.",
            "She was ill.| Doctors came.| He lives in Peoria, Ill., near Main St.| The rest left.",
            "He is here . . . and there.",
            "Ms. O'Hara's car, e.g. Ford's.| — And then?",
        ],
    );
}

#[test]
fn other_languages() {
    check(
        "de",
        &[
            "Am 3. März kam Dr. Vogt, z. B. mit dem Zug.| Er blieb.",
            "Es waren 12.| Die Zahl stimmt.",
            "Der 2. Weltkrieg endete.| „Warum?“ fragte er.| „Darum.“| Sie ging.",
            "Rund 3 Mio. Euro, usw. und so fort.| Nr. 5 lebt.",
        ],
    );
    check(
        "fr",
        &[
            "M. Roux a vu Mme. Blanc.| « Pourquoi ? » demande-t-il.| Il part.",
            "C'est l'art. 5.| Oui.",
        ],
    );
    check("es", &["El Sr. Ruiz habló.| ¿Por qué?| ¡Nadie lo sabe!| Fin."]);
    check("ru", &["В 1990 г. Москва росла.| А. С. Орлов писал.| Он жил там."]);
    check("ja", &["今日は晴れ。|明日は雨！|「行こう。」と彼は言った。|終わり"]);
    check("zh-CN", &["他来了。|她说：“走吧！”|真的？|好"]);
    check("hi", &["यह घर है।| वह गया।"]);
    check("ar", &["هل جاء؟| نعم. |ذهب."]);
    check("ur", &["وہ آیا۔| ٹھیک ہے۔"]);
}

#[test]
fn hostile_texts_take_no_longer() {
    // Without a bound in time, which would depend on the machine: were it quadratic, it would not
    // end.
    for unit in [".", ". ", ".)", "! ", "\n", "。", "a.", "A. ", ". (", "\n.", "…\" ", "1. "] {
        let text = unit.repeat(40_000 / unit.len());
        sentences(&text, "en");
        sentences(&text, "de");
    }
}

#[test]
fn empty() {
    assert!(sentences("", "en").is_empty());
    assert!(sentences(" \n \n", "en").is_empty());
}
