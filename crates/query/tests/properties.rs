//! What holds of the language for any text and for any query.

use morgue_article::{Day, OutletTable};
use morgue_query::plan::{DateField, Limits, ValueField, Within};
use morgue_query::syntax::{
    Bound, Connector, Field, Kind, Node, Phrase, PhrasePart, Unit, ValueRange, Word,
};
use morgue_query::{Code, Match, Mode, PlanContext, Query, Stats, parse, plan, print};
use morgue_testkit::checks::Case;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A plan without places in the text.
fn planned(query: &Query, matching: Match) -> Result<serde_json::Value, Code> {
    let (table, stats) = (OutletTable::new(), Stats::default());
    let context = PlanContext { matching, ..PlanContext::new(Day(20_000), &table, &stats) };
    let planned = plan(query, &context).map_err(|error| error.code)?;
    let clauses: Vec<_> = planned.most.iter().flat_map(|most| most.tries()).collect();
    let mut value = serde_json::to_value((planned.clause, clauses)).expect("plans serialise");
    forget_places(&mut value);
    Ok(value)
}

fn forget_places(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.remove("source");
            map.values_mut().for_each(forget_places);
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(forget_places),
        _ => {}
    }
}

/// Texts full of signs that mean something.
fn signs() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "storm",
        "flood",
        "a",
        "e-mail",
        "東京",
        "or",
        "AND",
        "OR",
        "NOT",
        "and",
        "near",
        "NEAR",
        "W/5",
        "w/5",
        "/s",
        "NOT W/5",
        "PRE/300",
        "ADJ2",
        "(",
        ")",
        "\"",
        "\"",
        "“",
        "‘",
        "’",
        "*",
        "?",
        "~",
        "~2",
        "^",
        "^2",
        "!",
        "+",
        "-",
        "=",
        ":",
        "|",
        "&&",
        "&",
        "..",
        "[",
        "]",
        "{",
        "}",
        " TO ",
        "1914",
        "2024-05",
        ">",
        "<=",
        "headline:",
        "headline(",
        "lead:",
        "date:",
        "date~:",
        "after:",
        "last:7d",
        "length:",
        "section:",
        "outlet:",
        "path:",
        "url:",
        "id:",
        "atleast2(",
        "caps(",
        "allcaps(",
        "(s)",
        "Source:",
        "foo:",
        "hlead:",
        ",",
        ".",
        "'",
        "#",
        ";",
        "／",
        "　",
        "（",
        "é",
        "\u{301}",
        " ",
        " ",
        " ",
        " ",
    ]);
    vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

fn check_text(text: &str) -> Result<(), TestCaseError> {
    morgue_testkit::checks::check_query(text)
        .map_err(|why| TestCaseError::fail(format!("{text:?}: {why}")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        check_text(&text)?;
    }

    #[test]
    fn any_signs_are_read(text in signs()) {
        check_text(&text)?;
    }

    #[test]
    fn any_signs_find_what_their_canonical_form_finds(text in signs(), seed in 0..40_u64) {
        for article in morgue_testkit::random::corpus(seed).into_iter().take(4) {
            let case = Case { query: text.clone(), article };
            morgue_testkit::checks::check_matching(&case)
                .map_err(|why| TestCaseError::fail(format!("{text:?}, seed {seed}: {why}")))?;
        }
    }

    #[test]
    fn a_printed_query_is_read_the_same(items in vec(node(), 0..4)) {
        let query = Query { items: top(items), emptied: false };
        let text = print(&query);
        let again = parse(&text, Mode { strict: true, ..Mode::default() });
        prop_assert!(again.is_ok(), "{}: {:?}", text, again);
        let again = again.expect("checked");
        prop_assert_eq!(&again.query, &query, "{}", text);
        let told: Vec<_> =
            again.notices.iter().filter(|told| told.code != "required-anyway").collect();
        prop_assert!(told.is_empty(), "{}: {:?}", text, told);
        for matching in [Match::All, Match::Any, Match::Most] {
            prop_assert_eq!(planned(&again.query, matching), planned(&query, matching));
        }
    }
}

fn at(kind: Kind) -> Node {
    Node::new(kind, 0..0)
}

fn boxed(node: Node) -> Box<Node> {
    Box::new(node)
}

/// A bracket round everything is none.
fn top(mut items: Vec<Node>) -> Vec<Node> {
    while let [Node { kind: Kind::All(_), .. }] = items.as_slice() {
        if let Some(Node { kind: Kind::All(inner), .. }) = items.pop() {
            items = inner;
        }
    }
    items
}

fn word() -> impl Strategy<Value = Word> {
    let texts =
        ["storm", "Harbour", "e-mail", "O'Brien", "U.S.", "東京2020", "don't", "AT&T", "3:16"];
    let wild = ["harbo*", "h?rbour", "e-mail*", "*arbour"];
    prop_oneof![
        4 => select(texts.to_vec()).prop_map(Word::bare),
        1 => select(texts.to_vec())
            .prop_map(|text| Word { exact: true, ..Word::bare(text) }),
        1 => select(wild.to_vec()).prop_map(Word::bare),
        1 => (select(vec!["storm", "naïve"]), 1..=2_u8)
            .prop_map(|(text, n)| Word { fuzzy: Some(n), ..Word::bare(text) }),
    ]
}

fn phrase() -> impl Strategy<Value = Kind> {
    let quoted = || word().prop_map(|word| Word { exact: false, ..word });
    let part = prop_oneof![
        4 => quoted().prop_map(PhrasePart::Word),
        1 => vec(quoted(), 2..4)
            .prop_filter("alternatives differ", |words| words[1..].iter().all(|w| *w != words[0])
                && (words.len() < 3 || words[1] != words[2]))
            .prop_map(PhrasePart::OneOf),
        1 => Just(PhrasePart::Any),
    ];
    (quoted(), vec(part, 0..4), proptest::option::of(1..9_u32)).prop_map(|(first, parts, slop)| {
        let parts: Vec<_> = std::iter::once(PhrasePart::Word(first)).chain(parts).collect();
        let slop = slop.filter(|_| parts.len() > 1);
        Kind::Phrase(Phrase { parts, slop })
    })
}

fn connector() -> impl Strategy<Value = Connector> {
    let within = prop_oneof![
        (1..=255_u8, any::<bool>()).prop_map(|(n, ordered)| (Within::Words(n), ordered)),
        Just((Within::Sentence, false)),
        Just((Within::Paragraph, false)),
    ];
    (within, any::<bool>()).prop_map(|((within, ordered), negated)| Connector {
        within,
        ordered,
        negated,
    })
}

/// An OR, flat.
fn or(nodes: Vec<Node>) -> Node {
    at(Kind::Or(flat(nodes, |kind| match kind {
        Kind::Or(of) => Ok(of),
        kind => Err(kind),
    })))
}

fn flat(nodes: Vec<Node>, inner: fn(Kind) -> Result<Vec<Node>, Kind>) -> Vec<Node> {
    nodes
        .into_iter()
        .flat_map(|node| inner(node.kind).unwrap_or_else(|kind| vec![at(kind)]))
        .collect()
}

/// What a side of a connector can be.
fn span() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        3 => word().prop_map(Kind::Word),
        1 => phrase(),
        1 => (select(vec!["gap", "Who"]), any::<bool>())
            .prop_map(|(text, all)| Kind::Cased { text: text.to_string(), all }),
    ];
    leaf.prop_map(at).prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(or),
            (inner.clone(), inner, connector()).prop_map(|(left, right, connector)| {
                at(Kind::Near { left: boxed(left), right: boxed(right), connector })
            }),
        ]
    })
}

fn values() -> impl Strategy<Value = Node> {
    let field = |field, overlap, kind| at(Kind::Field { field, overlap, of: boxed(at(kind)) });
    let texts = ["sport", "arts and books", "and", "w/5", "*vale*", "a:b", "x^2", "-x", "(s)"];
    let fields = vec![Field::Exact(ValueField::Section), Field::Outlet, Field::DateBasis];
    let bound = |value: &'static str| {
        any::<bool>().prop_map(move |inclusive| Bound { value: value.to_string(), inclusive })
    };
    let option = proptest::option::of;
    let ranges = prop_oneof![
        select(vec!["1914", "2024-05", "2024-05-31"])
            .prop_map(|value| ValueRange::Only(value.to_string())),
        (1..400_u32, select(vec![Unit::Day, Unit::Week, Unit::Month, Unit::Year]))
            .prop_map(|(count, unit)| ValueRange::Last { count, unit }),
        (option(bound("1914")), option(bound("1918-11")))
            .prop_filter("one end is known", |(low, high)| low.is_some() || high.is_some())
            .prop_map(|(low, high)| ValueRange::Between { low, high }),
    ];
    let dates = select(vec![DateField::Published, DateField::Updated, DateField::Added]);
    let lengths = (1..900_u32).prop_map(|n| ValueRange::Only(n.to_string()));
    prop_oneof![
        (select(fields), select(texts.to_vec())).prop_map(move |(name, text)| field(
            name,
            false,
            Kind::Value(text.to_string())
        )),
        (dates, any::<bool>(), ranges).prop_map(move |(name, overlap, range)| {
            field(Field::Date(name), overlap, Kind::Range(range))
        }),
        lengths.prop_map(move |range| field(Field::Length, false, Kind::Range(range))),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    let names = || select(vec![Field::Headline, Field::HeadlineOrLead, Field::Byline]);
    let leaf = prop_oneof![
        3 => span(),
        1 => values(),
        1 => (1..9_u32, span())
            .prop_map(|(count, of)| at(Kind::AtLeast { count, of: boxed(of) })),
    ];
    leaf.prop_recursive(4, 24, 3, move |inner| {
        let unsigned = inner
            .clone()
            .prop_filter("no sign", |node| !matches!(node.kind, Kind::Not(_) | Kind::Require(_)));
        let unboosted =
            inner.clone().prop_filter("no boost", |node| !matches!(node.kind, Kind::Boost(..)));
        let unnamed = unboosted
            .clone()
            .prop_filter("no field", |node| !matches!(node.kind, Kind::Field { .. }));
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(|of| at(Kind::All(of))),
            vec(inner.clone(), 2..4).prop_map(or),
            vec(inner.clone(), 2..4).prop_map(|of| {
                at(Kind::And(flat(of, |kind| match kind {
                    Kind::And(of) => Ok(of),
                    kind => Err(kind),
                })))
            }),
            unsigned.clone().prop_map(|of| at(Kind::Not(boxed(of)))),
            unsigned.prop_map(|of| at(Kind::Require(boxed(of)))),
            (unboosted, select(vec![0.5, 2.0, 10.0]))
                .prop_map(|(of, by)| at(Kind::Boost(boxed(of), by))),
            (names(), unnamed).prop_map(|(field, of)| {
                at(Kind::Field { field, overlap: false, of: boxed(of) })
            }),
        ]
    })
}

#[test]
fn hostile_texts_end_within_their_limits() {
    let code = |text: &str| parse(text, Mode::default()).err().map(|error| error.code);
    assert_eq!(code(&"a ".repeat(600_000)), Some(Code::TooLong));
    assert_eq!(code(&"(".repeat(2_000)), Some(Code::TooDeep));
    assert_eq!(code(&format!("{}a{}", "(".repeat(2_000), ")".repeat(2_000))), Some(Code::TooDeep));
    assert_eq!(code(&"headline:".repeat(2_000)), Some(Code::TooDeep));
    assert_eq!(code(&"headline(".repeat(2_000)), Some(Code::TooDeep));
    assert_eq!(code(&"storm OR ".repeat(10_000)), Some(Code::TooManyClauses));
    assert_eq!(code(&"storm W/5 ".repeat(1_000)), Some(Code::TooDeep));
    assert_eq!(code(&format!("\"{}\"", "storm ".repeat(10_000))), Some(Code::TooManyClauses));
    // A sixteenth of what is read: what grows with the square of the text would show here too.
    let full = Limits::default().text / 16;
    for piece in [
        "-", "+-", "NOT ", "@ ", "\"", "‘", "‘a ", "a", "?", "? ", "|", "&&", ") ", "w/5 ", "AND ",
        "'", "^2", "~2",
    ] {
        let text = piece.repeat(full / piece.len());
        let _ = parse(&text, Mode::default());
        let _ = parse(&text, Mode { plain: true, ..Mode::default() });
    }
}

#[test]
fn limits_on_words_hold_in_the_plan_too() {
    let run = "a.bb,".repeat(2_000);
    let query = parse(&run, Mode::default()).expect("one run").query;
    assert_eq!(planned(&query, Match::All), Err(Code::TooManyClauses));
}
