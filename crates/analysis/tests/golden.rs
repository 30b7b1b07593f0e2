//! The tokens of a text full of oddities, as one hash beside the version of the analysis.

use morgue_analysis::{Analyzer, Form, VERSION, sentences};
use xxhash_rust::xxh3::Xxh3;

/// The hash that belongs to [`VERSION`].
const GOLDEN: (u32, u64) = (1, 0x92dadc5e32c47375);

const TEXTS: &[(&str, &str)] = &[
    (
        "en",
        "Mayor O’Hara-Quill's e-mails to AT&T, the U.S.-based firm, weren’t answered at 9:30 a.m. on \
         Jan. 3; “10,000 workers’ letters” cost $3.5m (1,2 each), 24/7. See \
         https://www.quill.example/a_b/c-d.html?x=1#top or mail j.k@quill.example. J. K. Marlow's \
         ﬁnal résumé — naïve, co\u{AD}operative — ran in 1914–18/1919-20. It broke news-\npaper \
         lines and news\u{AD}\npaper rules. 5½ rock'n'roll G7's ŉ ǅ Ⓐ ⑴ №7 👩‍🚀🎉 C++ #tag @name",
    ),
    (
        "fr",
        "L’homme d'État n'est pas qu'un rêveur aujourd’hui; l'e-mail de M. Lœuf, né à Saint-Étienne, \
         coûte 3,50 €. « Où ? » demanda-t-il. Mangée, mangé, E\u{301}te\u{301}.",
    ),
    ("it", "Dell'Italia all’estero, un'altra città: quell'11 maggio. Il sig. Rossi c'è."),
    ("ca", "D'Escòcia, la col·lecció i l'intel·ligent paraŀlel."),
    (
        "de",
        "Am 3. März z. B. aß Frau Müller-Lüdenscheid Häuser, STRASSE, Straße und ẞ. Ü u\u{308}.",
    ),
    ("es", "¿Qué pasó? ¡Nada! El Sr. Peña y los niños, según EE. UU., corrieron."),
    ("pt_BR", "A eleição não começou; os cidadãos votarão às 10.000 urnas."),
    ("tr", "İstanbul'da ILIK bir gün, ışık ve İZMİR'in çocukları."),
    ("ru", "В 1990 г. ёлки и Йод стояли; А.С. Орлов писал газеты-журналы. Москва."),
    ("el", "Ο ΟΔΥΣΣΈΑΣ και ο Οδυσσέας είδαν τις πόλεις της Αθήνας."),
    ("vi", "Tiếng Việt có dấu: Nguyễn Văn Đức."),
    ("pl", "Łódź, żółć i gęślą jaźń; 5. maja."),
    ("ha", "Ɓarayi sun ɗauki ƙudi."),
    ("ar", "هٰذَا خَبَرٌ عن أحمد والمُدُن، ٣٫٥ و١٠٬٠٠٠ كتـــاب ﷺ. هل جاء؟ نعم."),
    ("fa", "می\u{200c}خواهم کتاب\u{200c}ها را بخوانم ۱۲۳."),
    ("he", "הָעִיתּוֹן של ת״א ושל צה\"ל, בית־ספר."),
    ("hi", "हिन्दी समाचार-पत्र १२३ में क्ष त्र ज़ ज\u{93C} है। वह गया।"),
    ("ta", "தமிழ் செய்திகள் வந்தன."),
    ("th", "น้ำใจ ๒๐๒๐ ปีใหม่ ok"),
    ("lo", "ພາສາລາວ"),
    ("km", "ភាសាខ្មែរ"),
    ("my", "မြန်မာဘာသာ ၁၂"),
    ("zh", "東京2020大会は「Wi-Fi」を、使う。他来了。ＡＢＣ１２３ ㊗ 〇 々 豈"),
    ("ja", "カメラー が か\u{3099} ｶﾞｷﾞ コーヒー・ブレイク 新聞。「行こう。」と言った。"),
    ("ko", "한국어 신문은 뉴스-레터 \u{1112}\u{1161}\u{11AB}글."),
    ("am", "አዲስ አበባ። ሰላም፣ ዜና።"),
    ("ka", "თბილისი ᲗᲑᲘᲚᲘᲡᲘ"),
    (
        "und",
        "𝐁𝐨𝐥𝐝 ｆｕｌｌ－ｗｉｄｔｈ Ｏ＇Ｎ ℌ ª º ͺ \u{FEFF}a\u{200B}b ʻokina Hawaiʻi a\u{20DD} x\u{301}\u{301}-y ...",
    ),
];

/// A word and a chain longer than any form may be.
fn long() -> String {
    format!("{} {}end", "übér".repeat(90), "ab-".repeat(120))
}

fn hash() -> u64 {
    let mut hash = Xxh3::new();
    let long = long();
    for (lang, text) in TEXTS.iter().copied().chain([("en", long.as_str())]) {
        let end = Analyzer::new(lang).tokens(text, 3, |token| {
            let kind = match token.kind {
                Form::Main => 0,
                Form::Bare => 1,
                Form::Joined => 2,
            };
            let flags = [token.odd, token.case.first, token.case.all, token.character];
            let line = format!(
                "{}\t{:?}\t{kind}\t{}\t{}\t{}\t{}\t{flags:?}\n",
                token.form, token.stem, token.position, token.length, token.start, token.end
            );
            hash.update(line.as_bytes());
        });
        hash.update(format!("{end} {:?}\n", sentences(text, lang)).as_bytes());
    }
    hash.digest()
}

#[test]
fn tokens_change_only_with_the_version() {
    let found = hash();
    assert_eq!(
        (VERSION, found),
        GOLDEN,
        "the tokens of the golden text (or its sentences) have changed, so every index made before \
         is wrong: raise VERSION in lib.rs, then write (VERSION, {found:#x}) into GOLDEN"
    );
}
