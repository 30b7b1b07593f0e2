//! Load: how many searches a second, how long each takes, and whether any fails.
//!
//! ```text
//! load serve 127.0.0.1:8642 queries.tsv --connections 64 --seconds 60
//! load serve 127.0.0.1:8642 queries.tsv --flood long.txt --flooding 16
//! load engine index-data queries.tsv --threads 2 --seconds 20
//! ```
//!
//! A line of the list has, between tabs: id, class, what is wanted (`N` a count, `F` counts by
//! outlet, `S` passages, else hits), how words go together (`or`, `phrase`, `prefix`, else all), the
//! words, an outlet, a first and a last day. `engine` answers the same requests without a server.
//! `--flood` names a list of queries, one a line, that other connections ask meanwhile.

#![allow(clippy::print_stdout, reason = "what it measures is for people")]

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use morgue_archive::Archive;
use morgue_article::Day;
use morgue_query::plan::{FacetField, Limits, WantFacet};
use morgue_query::{AskContext, Control, Request, answer};

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Fallible<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).cloned()
    };
    let number =
        |name: &str, usual: usize| option(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let [how, target, list, ..] = args.as_slice() else {
        return Err("usage: load serve|engine ADDRESS|INDEX QUERIES [options]".into());
    };
    let queries: Vec<Wanted> = std::fs::read_to_string(list)?.lines().filter_map(wanted).collect();
    let seconds = Duration::from_secs(number("--seconds", 60) as u64);
    if how == "engine" {
        return engine(target, &queries, number("--threads", 2), seconds);
    }
    let flood = option("--flood").map(std::fs::read_to_string).transpose()?.unwrap_or_default();
    let paths = |text: &str| -> Vec<String> {
        text.lines().map(|q| format!("/v1/search?limit=10&q={}", encoded(q))).collect()
    };
    let flood = paths(&flood);
    let cheap: Vec<String> = queries.iter().map(Wanted::path).collect();
    let flooding = if flood.is_empty() { 0 } else { number("--flooding", 16) };
    serve(target, (&cheap, number("--connections", 64)), (&flood, flooding), seconds)
}

/// A request of the list.
struct Wanted {
    q: String,
    outlet: String,
    from: String,
    to: String,
    limit: usize,
    snippets: usize,
    facets: bool,
}

fn wanted(line: &str) -> Option<Wanted> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [_, _, op, matching, text, rest @ ..] = columns.as_slice() else { return None };
    let words: Vec<&str> = text.split_whitespace().collect();
    let q = match *matching {
        "prefix" => format!("{text}*"),
        "phrase" => format!("\"{text}\""),
        "or" => words.join(" OR "),
        _ => (*text).to_string(),
    };
    let column = |at: usize| rest.get(at).copied().unwrap_or_default().to_string();
    Some(Wanted {
        q,
        outlet: column(0),
        from: column(1),
        to: column(2),
        limit: if *op == "N" { 0 } else { 10 },
        snippets: usize::from(*op == "S"),
        facets: *op == "F",
    })
}

impl Wanted {
    fn path(&self) -> String {
        let Self { limit, snippets, .. } = self;
        let mut path =
            format!("/v1/search?q={}&limit={limit}&snippets={snippets}", encoded(&self.q));
        let pairs = [("outlet", &self.outlet), ("from", &self.from), ("to", &self.to)];
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            path += &format!("&{name}={}", encoded(value));
        }
        path + if self.facets { "&facets=outlet:1000" } else { "" }
    }

    fn request(&self) -> Request {
        let day = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let outlet = Some((FacetField::Outlet, self.outlet.clone()));
        let facet = WantFacet { field: FacetField::Outlet, limit: 1000 };
        Request {
            q: self.q.clone(),
            from: day(&self.from),
            to: day(&self.to),
            keep: outlet.filter(|(_, outlet)| !outlet.is_empty()).into_iter().collect(),
            limit: self.limit,
            snippets: self.snippets,
            facets: if self.facets { vec![facet] } else { Vec::new() },
            ..Request::default()
        }
    }
}

fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric();
    text.bytes().map(|b| if plain(b) { (b as char).into() } else { format!("%{b:02X}") }).collect()
}

fn engine(index: &str, queries: &[Wanted], threads: usize, time: Duration) -> Fallible<()> {
    let archive = Archive::open(Path::new(index))?;
    let (engine, outlets) = (archive.engine()?, archive.outlets()?);
    let requests: Vec<Request> = queries.iter().map(Wanted::request).collect();
    let context = AskContext { today: Day(20_454), outlets: &outlets, limits: Limits::default() };
    let next = AtomicUsize::new(0);
    let ask = || -> Fallible<Vec<Duration>> {
        let (start, mut times) = (Instant::now(), Vec::new());
        while start.elapsed() < time {
            let request = &requests[next.fetch_add(1, Ordering::Relaxed) % requests.len()];
            let clock = Instant::now();
            answer(&*engine, request, &context, &Control::default())?;
            times.push(clock.elapsed());
        }
        Ok(times)
    };
    let start = Instant::now();
    let times: Vec<Fallible<Vec<Duration>>> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(ask)).collect();
        all.into_iter().map(|one| one.join().expect("nobody panics")).collect()
    });
    let elapsed = start.elapsed();
    let times = times.into_iter().collect::<Fallible<Vec<_>>>()?.concat();
    report("engine", times, 0, elapsed);
    Ok(())
}

fn serve(
    address: &str,
    cheap: (&[String], usize),
    flood: (&[String], usize),
    time: Duration,
) -> Fallible<()> {
    let (next, end) = (AtomicUsize::new(0), AtomicBool::new(false));
    let start = Instant::now();
    let (asked, flooded) = std::thread::scope(|scope| {
        let (next, end) = (&next, &end);
        let run = |(paths, connections): (&[String], usize)| {
            let one = |_| {
                let paths = paths.to_vec();
                scope.spawn(move || ask(address, &paths, next, end))
            };
            (0..connections).map(one).collect::<Vec<_>>()
        };
        let (asking, flooding) = (run(cheap), run(flood));
        std::thread::sleep(time);
        end.store(true, Ordering::Relaxed);
        let join = |all: Vec<std::thread::ScopedJoinHandle<'_, Asked>>| {
            all.into_iter().map(|one| one.join().expect("nobody panics")).collect::<Vec<Asked>>()
        };
        (join(asking), join(flooding))
    });
    for (name, all) in [("searches", asked), ("flood", flooded)] {
        let wrong: usize = all.iter().map(|one| one.wrong.len()).sum();
        all.iter().flat_map(|one| &one.wrong).take(3).for_each(|it| println!("{name}: {it}"));
        report(name, all.into_iter().flat_map(|one| one.times).collect(), wrong, start.elapsed());
    }
    Ok(())
}

/// What one connection saw.
#[derive(Default)]
struct Asked {
    times: Vec<Duration>,
    wrong: Vec<String>,
}

fn ask(address: &str, paths: &[String], next: &AtomicUsize, end: &AtomicBool) -> Asked {
    let mut asked = Asked::default();
    let mut connection = None;
    while !end.load(Ordering::Relaxed) {
        let path = &paths[next.fetch_add(1, Ordering::Relaxed) % paths.len()];
        let clock = Instant::now();
        match one(&mut connection, address, path) {
            Ok(200) => asked.times.push(clock.elapsed()),
            Ok(status) => asked.wrong.push(format!("{status} {path}")),
            Err(error) => {
                connection = None;
                asked.wrong.push(format!("{error} {path}"));
            }
        }
    }
    asked
}

fn one(connection: &mut Option<BufReader<TcpStream>>, address: &str, path: &str) -> Fallible<u16> {
    if connection.is_none() {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        *connection = Some(BufReader::new(stream));
    }
    let stream = connection.as_mut().ok_or("connected above")?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n");
    stream.get_mut().write_all(request.as_bytes())?;
    let (mut status, mut length, mut line) = (0, 0usize, String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err("the server closed the connection".into());
        }
        let text = line.trim_end().to_ascii_lowercase();
        if let Some(rest) = text.strip_prefix("http/1.1 ") {
            status = rest.split(' ').next().unwrap_or_default().parse()?;
        } else if let Some(rest) = text.strip_prefix("content-length:") {
            length = rest.trim().parse()?;
        } else if text.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(status)
}

fn report(name: &str, mut times: Vec<Duration>, wrong: usize, elapsed: Duration) {
    if times.is_empty() && wrong == 0 {
        return;
    }
    times.sort();
    let at = |share: f64| {
        let last = times.len().saturating_sub(1);
        let time = times.get((last as f64 * share) as usize).copied().unwrap_or_default();
        time.as_secs_f64() * 1e3
    };
    let rate = times.len() as f64 / elapsed.as_secs_f64();
    println!(
        "{name}: {} answers, {rate:.0}/s, {wrong} errors, p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, \
         most {:.1} ms",
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}
