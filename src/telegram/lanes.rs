//! Updates in lanes: those of one in order, lanes beside each other.

use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt as _;
use tokio::sync::Notify;

/// The lanes that have something to do.
pub(super) struct Lanes<J> {
    inner: Arc<Inner<J>>,
}

struct Inner<J> {
    waiting: Mutex<HashMap<i64, VecDeque<J>>>,
    /// Something ended.
    ended: Notify,
}

impl<J: Send + 'static> Lanes<J> {
    pub(super) fn new() -> Self {
        Self { inner: Arc::new(Inner { waiting: Mutex::new(HashMap::new()), ended: Notify::new() }) }
    }

    /// Puts a job at the end of its lane. `work` does a job; one that panics takes nothing along.
    pub(super) fn push<F>(&self, lane: i64, job: J, work: impl Fn(J) -> F + Send + Sync + 'static)
    where
        F: Future<Output = ()> + Send,
    {
        {
            let mut waiting = self.waiting();
            if let Some(queue) = waiting.get_mut(&lane) {
                queue.push_back(job);
                return;
            }
            waiting.insert(lane, VecDeque::from([job]));
        }
        let lanes = Self { inner: Arc::clone(&self.inner) };
        tokio::spawn(async move {
            while let Some(job) = lanes.next(lane) {
                if AssertUnwindSafe(work(job)).catch_unwind().await.is_err() {
                    tracing::error!("an update broke its handler");
                }
            }
            lanes.inner.ended.notify_waiters();
        });
    }

    /// The next job of a lane; at its end, the lane is gone.
    fn next(&self, lane: i64) -> Option<J> {
        let mut waiting = self.waiting();
        let job = waiting.get_mut(&lane).and_then(VecDeque::pop_front);
        if job.is_none() {
            waiting.remove(&lane);
        }
        job
    }

    /// Waits until no lane has anything to do.
    pub(super) async fn idle(&self) {
        loop {
            let ended = self.inner.ended.notified();
            if self.waiting().is_empty() {
                return;
            }
            ended.await;
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, HashMap<i64, VecDeque<J>>> {
        self.inner.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn a_lane_keeps_its_order_and_holds_up_no_other() {
        let lanes = Lanes::new();
        let seen = Arc::new(Mutex::new(Vec::new()));
        for job in 0..30_u64 {
            let seen = Arc::clone(&seen);
            lanes.push(job as i64 % 3, job, move |job| {
                let seen = Arc::clone(&seen);
                async move {
                    assert!(job != 4, "breaks");
                    // the first lane is slow
                    tokio::time::sleep(Duration::from_millis(if job % 3 == 0 { 20 } else { 0 })).await;
                    seen.lock().unwrap_or_else(PoisonError::into_inner).push(job);
                }
            });
        }
        lanes.idle().await;
        let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for lane in 0..3 {
            let own: Vec<_> = seen.iter().copied().filter(|job| job % 3 == lane).collect();
            let expected: Vec<_> = (0..30).filter(|job| job % 3 == lane && *job != 4).collect();
            assert_eq!(own, expected);
        }
        assert_eq!(seen.last(), Some(&27));
    }
}
