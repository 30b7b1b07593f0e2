//! How often something may be done, by whom: buckets that fill again with time.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Addresses that are remembered at most.
const MOST: usize = 10_000;

/// A rate for each address.
pub(crate) struct Limiter {
    /// How often in a second, in the long run.
    rate: f64,
    /// How often at once.
    burst: f64,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl Limiter {
    pub(crate) fn new(rate: f64, burst: f64) -> Self {
        Self { rate, burst, buckets: Mutex::default() }
    }

    /// Takes one; else says in how many seconds there is one again.
    pub(crate) fn take(&self, who: IpAddr, now: Instant) -> Result<(), u32> {
        self.with(who, now, |bucket, rate| {
            if bucket.left < 1.0 {
                return Err(((1.0 - bucket.left) / rate).ceil() as u32);
            }
            bucket.left -= 1.0;
            Ok(())
        })
    }

    /// Whether there is one, without taking it.
    pub(crate) fn check(&self, who: IpAddr, now: Instant) -> Result<(), u32> {
        self.with(who, now, |bucket, rate| {
            if bucket.left < 1.0 { Err(((1.0 - bucket.left) / rate).ceil() as u32) } else { Ok(()) }
        })
    }

    fn with<T>(&self, who: IpAddr, now: Instant, work: impl Fn(&mut Bucket, f64) -> T) -> T {
        let (rate, burst) = (self.rate, self.burst);
        let filled = |bucket: &Bucket| {
            let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
            (bucket.left + passed * rate).min(burst)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            // A full bucket says nothing. Should none be full, all begin anew: memory is bounded.
            buckets.retain(|_, bucket| filled(bucket) < burst);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(network(who)).or_insert(Bucket { left: burst, at: now });
        *bucket = Bucket { left: filled(bucket), at: now };
        work(bucket, rate)
    }
}

/// One household has a whole network of IPv6 addresses.
fn network(who: IpAddr) -> IpAddr {
    match who.to_canonical() {
        IpAddr::V6(six) => {
            let bits = six.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(bits))
        }
        four => four,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limiter = Limiter::new(0.5, 3.0);
        let (now, who) = (Instant::now(), IpAddr::from([10, 0, 0, 1]));
        assert_eq!([(); 4].map(|()| limiter.take(who, now)), [Ok(()), Ok(()), Ok(()), Err(2)]);
        assert_eq!(limiter.check(who, now), Err(2));
        assert_eq!(limiter.take(IpAddr::from([10, 0, 0, 2]), now), Ok(()));
        assert_eq!(limiter.take(who, now + Duration::from_secs(2)), Ok(()));
    }

    #[test]
    fn addresses_of_one_network_count_as_one_and_memory_is_bounded() {
        let limiter = Limiter::new(0.1, 1.0);
        let now = Instant::now();
        let six = |last: u128| IpAddr::V6(Ipv6Addr::from_bits((0x2001_0db8 << 96) | last));
        assert_eq!([six(1), six(2)].map(|it| limiter.take(it, now).is_ok()), [true, false]);
        for n in 0..u32::try_from(2 * MOST).expect("few") {
            let _ = limiter.take(IpAddr::from(n.to_be_bytes()), now);
        }
        assert!(limiter.buckets.lock().expect("nobody panicked").len() <= MOST);
    }
}
