//! How much is done for whom: questions by address and minute, and work at a time, so that pages take nothing from the answers on Telegram.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;
use tokio::sync::Semaphore;

/// Addresses that are remembered at most before those are forgotten that have been silent.
const MOST_ADDRESSES: usize = 10_000;

/// With each of so many questions the silent ones are forgotten once.
const CLEARED: u32 = 1_000;

/// Most that wait for their turn.
const MOST_WAITING: usize = 256;

/// What of an IPv6 address is one household's.
const HOUSEHOLD: u128 = !0 << 64;

pub(super) struct Gate {
    questions: DefaultKeyedRateLimiter<IpAddr>,
    proxies: Vec<IpNet>,
    /// Turns at the processors: all but one.
    turns: Semaphore,
    waiting: Semaphore,
}

impl Gate {
    pub(super) fn new(questions_per_minute: u32, proxies: Vec<IpNet>) -> Self {
        let quota =
            Quota::per_minute(NonZeroU32::new(questions_per_minute).unwrap_or(NonZeroU32::MIN));
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            questions: RateLimiter::keyed(quota),
            proxies,
            turns: Semaphore::new(processors.saturating_sub(1).max(1)),
            waiting: Semaphore::new(MOST_WAITING),
        }
    }

    /// Admits a question of a visitor.
    ///
    /// # Errors
    ///
    /// How long to wait, for those who ask too much.
    pub(super) fn admit<'h>(
        &self,
        peer: IpAddr,
        forwarded: impl DoubleEndedIterator<Item = &'h str>,
    ) -> Result<(), Duration> {
        // now and then is enough, however many there are
        if self.questions.len() > MOST_ADDRESSES && fastrand::u32(..CLEARED) == 0 {
            self.questions.retain_recent();
        }
        let visitor = household(self.visitor(peer, forwarded));
        self.questions
            .check_key(&visitor)
            .map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }

    /// Who asks: who connects; behind proxies that are trusted, whom the last of them names. What others write into the header counts for nothing.
    fn visitor<'h>(
        &self,
        peer: IpAddr,
        forwarded: impl DoubleEndedIterator<Item = &'h str>,
    ) -> IpAddr {
        let mut visitor = peer.to_canonical();
        for hop in forwarded.rev() {
            if !self.trusts(visitor) {
                break;
            }
            let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
            visitor = address.to_canonical();
        }
        visitor
    }

    fn trusts(&self, address: IpAddr) -> bool {
        address.is_loopback() || self.proxies.iter().any(|network| network.contains(&address))
    }

    /// Does some work where nobody waits for its thread; `None` where too much waits already.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let _place = self.waiting.try_acquire().ok()?;
        let _turn = self.turns.acquire().await.ok()?;
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => Some(done),
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }
}

fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(own) => Ipv6Addr::from_bits(own.to_bits() & HOUSEHOLD).into(),
    }
}

/// Shared among the tasks that serve.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Arc<Gate>>();
};

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(proxies: &str, peer: &str, forwarded: &str) -> String {
        let (Ok(proxies), Ok(peer)) = (proxies.parse(), peer.parse()) else { panic!("{peer}") };
        let hops = forwarded.split(',').filter(|hop| !hop.is_empty());
        Gate::new(1, vec![proxies]).visitor(peer, hops).to_string()
    }

    #[test]
    fn a_visitor_is_whom_the_last_trusted_proxy_names() {
        for (peer, forwarded, expected) in [
            ("203.0.113.9", "", "203.0.113.9"),
            // a stranger may write what they like
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("10.1.2.3", "198.51.100.1", "198.51.100.1"),
            ("10.1.2.3", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "198.51.100.1, 10.1.2.3", "198.51.100.1"),
            ("127.0.0.1", "nonsense", "127.0.0.1"),
            ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ] {
            assert_eq!(visitor("10.0.0.0/8", peer, forwarded), expected, "{peer} {forwarded}");
        }
    }

    #[test]
    fn who_asks_too_much_waits_and_others_do_not() {
        let gate = Gate::new(2, Vec::new());
        let admit = |address: &str| {
            let Ok(address) = address.parse() else { panic!("{address}") };
            gate.admit(address, std::iter::empty())
        };
        assert!(admit("192.0.2.1").is_ok() && admit("192.0.2.1").is_ok());
        assert!(admit("192.0.2.1").is_err_and(|wait| wait > Duration::from_secs(20)));
        assert!(admit("192.0.2.2").is_ok());
        // one household
        assert!(admit("2001:db8::1").is_ok() && admit("2001:db8::2").is_ok());
        assert!(admit("2001:db8::3").is_err());
    }
}
