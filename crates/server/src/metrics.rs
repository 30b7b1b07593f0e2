//! Counts for Prometheus (text format 0.0.4).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the time classes, in seconds.
const CLASSES: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 10.0];

/// What was answered since the start.
#[derive(Default)]
pub(crate) struct Metrics {
    /// Every route there is.
    routes: Vec<&'static str>,
    requests: AtomicU64,
    answered: Mutex<BTreeMap<(&'static str, u16), u64>>,
    times: Mutex<BTreeMap<&'static str, Times>>,
}

#[derive(Default)]
struct Times {
    classes: [u64; CLASSES.len()],
    sum: f64,
    count: u64,
}

impl Metrics {
    /// Nothing yet, of these routes.
    pub(crate) fn new(routes: impl Iterator<Item = &'static str>) -> Self {
        Self { routes: routes.collect(), ..Self::default() }
    }

    /// A name for the next request, unique in this run.
    pub(crate) fn next_request(&self) -> String {
        format!("{:08x}", self.requests.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn answered(&self, path: &str, status: u16, took: Duration) {
        let route = self.route(path);
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        *answered.entry((route, status)).or_default() += 1;
        drop(answered);
        let seconds = took.as_secs_f64();
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let times = times.entry(route).or_default();
        times.sum += seconds;
        times.count += 1;
        for (class, bound) in times.classes.iter_mut().zip(CLASSES) {
            *class += u64::from(seconds <= bound);
        }
    }

    /// The route of a path: few names, whatever is asked for.
    fn route(&self, path: &str) -> &'static str {
        let fits = |route: &str| {
            let mut parts = path.split('/');
            let mut fits = |part: &str| {
                parts.next().is_some_and(|it| part == it || part.starts_with('{') && !it.is_empty())
            };
            route.split('/').all(&mut fits) && parts.next().is_none()
        };
        self.routes.iter().find(|route| fits(route)).copied().unwrap_or("other")
    }

    /// All of it; `waiting` searches stand in the queue.
    pub(crate) fn text(&self, waiting: usize) -> String {
        let mut out = String::from(
            "# HELP morgue_requests_total Requests answered.\n# TYPE morgue_requests_total counter\n",
        );
        for ((route, status), count) in
            self.answered.lock().unwrap_or_else(PoisonError::into_inner).iter()
        {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            let _ = writeln!(out, "morgue_requests_total{{{labels}}} {count}");
        }
        out.push_str(
            "# HELP morgue_request_seconds Time to answer.\n\
             # TYPE morgue_request_seconds histogram\n",
        );
        for (route, times) in self.times.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let name = "morgue_request_seconds";
            for (bound, count) in CLASSES.iter().zip(times.classes) {
                let _ = writeln!(out, "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {count}");
            }
            let Times { sum, count, .. } = times;
            let _ = writeln!(out, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "{name}_sum{{route=\"{route}\"}} {sum}");
            let _ = writeln!(out, "{name}_count{{route=\"{route}\"}} {count}");
        }
        let _ = writeln!(
            out,
            "# HELP morgue_searches_waiting Searches that wait for their turn.\n\
             # TYPE morgue_searches_waiting gauge\nmorgue_searches_waiting {waiting}"
        );
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_counted_under_its_route() {
        let routes = ["/", "/v1/articles/{id}", "/v1/articles/{id}/raw", "/saved/new"];
        let metrics = Metrics::new(routes.into_iter());
        for (path, route) in [
            ("/", "/"),
            ("/v1/articles/0a", "/v1/articles/{id}"),
            ("/v1/articles/0a/raw", "/v1/articles/{id}/raw"),
            ("/saved/new", "/saved/new"),
            ("/v1/articles/", "other"),
            ("/v1/articles/0a/raw/x", "other"),
            ("/<script>", "other"),
        ] {
            assert_eq!(metrics.route(path), route, "{path}");
        }
    }
}
