use crate::desk::Desk;

#[test]
fn bars_with_empty_steps() {
    let desk = Desk::indexed();
    let run =
        desk.run(&["timeline", "harbour", "-nothing", "--interval", "month", "--from", "2016"]);
    assert_eq!(run.code, 0, "{run:?}");
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("2016-06  █") && lines[0].ends_with(" 1"), "{}", run.out);
    let all = desk.run(&["timeline", "", "--interval", "decade", "--json"]).json();
    let buckets = all["timeline"]["buckets"].as_array().unwrap();
    assert_eq!(buckets.len(), 15);
    assert_eq!(buckets[1]["count"], 0);
}
