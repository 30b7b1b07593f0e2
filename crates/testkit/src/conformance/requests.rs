//! Requests that differ in what stands beside the query.

use morgue_query::plan::{FacetField, Interval, Sort, WantFacet, WantTotal};
use morgue_query::{Match, Mode, Request};

/// Every facet.
pub(super) const FACETS: [FacetField; 12] = [
    FacetField::Outlet,
    FacetField::Year,
    FacetField::Month,
    FacetField::Day,
    FacetField::Section,
    FacetField::Lang,
    FacetField::Country,
    FacetField::Author,
    FacetField::Type,
    FacetField::Wire,
    FacetField::Tag,
    FacetField::Path,
];

/// Every step of a timeline.
pub(super) const INTERVALS: [Interval; 6] = [
    Interval::Auto,
    Interval::Day,
    Interval::Week,
    Interval::Month,
    Interval::Year,
    Interval::Decade,
];

/// Every order.
pub(super) const SORTS: [Sort; 4] = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Added];

/// Everything counted, by a name.
pub(super) fn requests() -> Vec<(String, Request)> {
    let mut out = Vec::new();
    let mut add = |name: &str, request: Request| out.push((name.to_string(), request));
    for q in ["", "storm", "missile OR merger OR мир", "zzz-absent"] {
        for (at, interval) in INTERVALS.into_iter().enumerate() {
            let sort = SORTS[at % SORTS.len()];
            add(&format!("`{q}` by {interval:?}"), Request { sort, ..counted(q, interval) });
        }
    }
    for (facet, value) in FILTERS {
        let keep = vec![(*facet, (*value).to_string())];
        let request = counted("-zzz", Interval::Auto);
        add(&format!("keep {value}"), Request { keep: keep.clone(), ..request.clone() });
        add(&format!("leave out {value}"), Request { exclude: keep, ..request });
    }
    let two = |a: (FacetField, &str), b: (FacetField, &str)| {
        [a, b].map(|(facet, value)| (facet, value.to_string())).to_vec()
    };
    let base = counted("", Interval::Year);
    let outlets = two((FacetField::Outlet, "lantern"), (FacetField::Outlet, "Ellery Courant"));
    add("two outlets", Request { keep: outlets, ..base.clone() });
    let across = two((FacetField::Lang, "en"), (FacetField::Section, "shipping"));
    add("two facets", Request { keep: across.clone(), ..base.clone() });
    let days = (Some("1871".to_string()), Some("1871-02".to_string()));
    add("facets and days", Request { keep: across, from: days.0.clone(), ..base.clone() });
    add("days", Request { from: days.0.clone(), to: days.1.clone(), ..base.clone() });
    add("from", Request { from: Some("2016-06-02".into()), ..base.clone() });
    add("to", Request { to: Some("1871".into()), ..base.clone() });
    for total in [WantTotal::None, WantTotal::AtLeast(3), WantTotal::AtLeast(1000)] {
        add(
            &format!("total {total:?}"),
            Request { total, ..counted("storm OR sea", Interval::Auto) },
        );
    }
    for (matching, q) in [(Match::Any, "storm missile zzz"), (Match::Any, "+storm sea -quay")] {
        let mode = Mode { matching, ..Mode::default() };
        add(&format!("{matching:?} {q}"), Request { mode, ..counted(q, Interval::Auto) });
    }
    let plain = Mode { plain: true, ..Mode::default() };
    let q = "storm OR sea (local time)";
    add("plain", Request { mode: plain, ..counted(q, Interval::Auto) });
    add("no hits", Request { limit: 0, ..counted("storm", Interval::Month) });
    add("one hit", Request { limit: 1, sort: Sort::Newest, ..counted("storm", Interval::Month) });
    out
}

const FILTERS: &[(FacetField, &str)] = &[
    (FacetField::Outlet, "lantern"),
    (FacetField::Outlet, "Ellery Courant"),
    (FacetField::Year, "1871"),
    (FacetField::Month, "1871-01"),
    (FacetField::Day, "1871-01-14"),
    (FacetField::Section, "Shipping"),
    (FacetField::Lang, "de"),
    (FacetField::Country, "us"),
    (FacetField::Author, "José Ruiz"),
    (FacetField::Type, "editorial"),
    (FacetField::Wire, "courier-wire"),
    (FacetField::Tag, "Storms"),
    (FacetField::Path, "1871"),
    (FacetField::Path, "vale/2016.jsonl"),
    (FacetField::Path, "/archive/scans/1914/"),
];

fn counted(q: &str, interval: Interval) -> Request {
    Request {
        q: q.to_string(),
        limit: 1000,
        facets: FACETS.map(|field| WantFacet { field, limit: 5 }).to_vec(),
        interval: Some(interval),
        ..Request::default()
    }
}
