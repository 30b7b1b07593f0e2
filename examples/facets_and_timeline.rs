//! Count instead of listing: who wrote about it, and when.

// A program, unlike a library, prints and asks what time it is.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::error::Error;
use std::path::Path;
use std::time::SystemTime;

use morgue::Morgue;
use morgue::query::plan::{FacetField, Interval, WantFacet};
use morgue::query::{Control, Request};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut morgue = Morgue::in_folder(folder.path().join("index"))?;
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    morgue.index(&[&articles], SystemTime::now())?;

    // A request says what is wanted, and nothing else is computed: no hits here, only counts.
    let facets = [FacetField::Outlet, FacetField::Lang];
    let request = Request {
        q: "bridge OR pont OR puente OR Brücke OR ponte".to_string(),
        limit: 0,
        facets: facets.map(|field| WantFacet { field, limit: 5 }).to_vec(),
        interval: Some(Interval::Decade),
        ..Request::default()
    };
    let answer = morgue.ask(&request, &Control::default())?;
    let total = answer.total.ok_or("a total was asked for")?.value;
    println!("{total} articles about bridges");
    for list in &answer.facets {
        println!("\nby {:?}", list.field);
        for value in &list.values {
            println!("{:>4}  {}", value.count, value.label.as_ref().unwrap_or(&value.value));
        }
    }

    // The steps of a timeline hold the articles that lie wholly inside. Those known less precisely
    // and those without a date are counted beside them, so that the sum is always the total.
    let timeline = answer.timeline.ok_or("a timeline was asked for")?;
    println!("\nby decade");
    for bucket in &timeline.buckets {
        println!("{}s {}", bucket.first.year(), "#".repeat(usize::try_from(bucket.count)?));
    }
    let counted: u64 = timeline.buckets.iter().map(|bucket| bucket.count).sum();
    assert_eq!(counted + timeline.imprecise + timeline.undated, total);
    assert!(timeline.undated > 0, "the last ferryman has no date");

    // A filter narrows everything but its own list, so that the other outlets stay in sight.
    let outlets = answer.facets[0].clone();
    let (one, count) = (outlets.values[0].value.clone(), outlets.values[0].count);
    let narrowed = Request { keep: vec![(FacetField::Outlet, one)], ..request };
    let answer = morgue.ask(&narrowed, &Control::default())?;
    assert_eq!(answer.total.map(|total| total.value), Some(count));
    assert_eq!(answer.facets[0], outlets);
    Ok(())
}
