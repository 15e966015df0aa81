//! Updates in lanes: those of one in order, lanes beside each other, and no more waiting than memory allows.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::meters;

/// Most that may wait in a lane.
const MOST_OF_LANE: usize = 100;

/// Most that may wait in all lanes.
const MOST: usize = 10_000;

/// The lanes that have something to do.
pub(super) struct Lanes<J> {
    inner: Arc<Inner<J>>,
}

struct Inner<J> {
    queues: Mutex<Queues<J>>,
    /// A lane came to its end.
    ended: Notify,
}

struct Queues<J> {
    lanes: HashMap<i64, VecDeque<J>>,
    /// In all lanes, those that are being done included.
    count: usize,
}

impl<J: Ord + Send + 'static> Lanes<J> {
    pub(super) fn new() -> Self {
        let queues = Queues { lanes: HashMap::new(), count: 0 };
        Self { inner: Arc::new(Inner { queues: Mutex::new(queues), ended: Notify::new() }) }
    }

    /// Puts a job at the end of its lane; the oldest that had to give way to it, if any. `work` does a job, and must not panic.
    pub(super) fn push<F>(
        &self,
        lane: i64,
        job: J,
        work: impl Fn(J) -> F + Send + Sync + 'static,
    ) -> Option<J>
    where
        F: Future<Output = ()> + Send,
    {
        let (dropped, is_new) = self.queues().push(lane, job);
        if is_new {
            let lanes = Self { inner: Arc::clone(&self.inner) };
            tokio::spawn(async move {
                while let Some(job) = lanes.next(lane) {
                    work(job).await;
                    lanes.queues().less();
                }
                lanes.inner.ended.notify_waiters();
            });
        }
        dropped
    }

    /// The next job of a lane; at its end, the lane is gone.
    fn next(&self, lane: i64) -> Option<J> {
        let mut queues = self.queues();
        let job = queues.lanes.get_mut(&lane).and_then(VecDeque::pop_front);
        if job.is_none() {
            queues.lanes.remove(&lane);
        }
        job
    }

    /// Waits until no lane has anything to do.
    pub(super) async fn idle(&self) {
        loop {
            let mut ended = std::pin::pin!(self.inner.ended.notified());
            // from here on, no end is missed
            ended.as_mut().enable();
            if self.queues().lanes.is_empty() {
                return;
            }
            ended.await;
        }
    }

    fn queues(&self) -> MutexGuard<'_, Queues<J>> {
        self.inner.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J: Ord> Queues<J> {
    /// What had to give way, and whether the lane is new.
    fn push(&mut self, lane: i64, job: J) -> (Option<J>, bool) {
        let of_lane = self.lanes.get(&lane).map_or(0, VecDeque::len);
        let crowded = if of_lane >= MOST_OF_LANE {
            Some(lane)
        } else {
            self.oldest_lane().filter(|_| self.count >= MOST)
        };
        let dropped =
            crowded.and_then(|lane| self.lanes.get_mut(&lane)).and_then(VecDeque::pop_front);
        self.count += 1 - usize::from(dropped.is_some());
        meters::inbox(self.count);
        let is_new = !self.lanes.contains_key(&lane);
        self.lanes.entry(lane).or_default().push_back(job);
        (dropped, is_new)
    }

    /// The lane in which the oldest job waits.
    fn oldest_lane(&self) -> Option<i64> {
        let first = self.lanes.iter().filter_map(|(lane, queue)| Some((queue.front()?, *lane)));
        first.min().map(|(_, lane)| lane)
    }

    fn less(&mut self) {
        self.count -= 1;
        meters::inbox(self.count);
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
                    // the first lane is slow
                    tokio::time::sleep(Duration::from_millis(if job % 3 == 0 { 20 } else { 0 }))
                        .await;
                    seen.lock().unwrap_or_else(PoisonError::into_inner).push(job);
                }
            });
        }
        lanes.idle().await;
        let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for lane in 0..3 {
            let own: Vec<_> = seen.iter().copied().filter(|job| job % 3 == lane).collect();
            let expected: Vec<_> = (0..30).filter(|job| job % 3 == lane).collect();
            assert_eq!(own, expected);
        }
        assert_eq!(seen.last(), Some(&27));
    }

    #[test]
    fn what_waits_is_bounded_and_the_oldest_gives_way() {
        let mut queues = Queues { lanes: HashMap::new(), count: 0 };
        let dropped: Vec<_> =
            (0..MOST_OF_LANE as i64 + 5).filter_map(|job| queues.push(1, job).0).collect();
        assert_eq!(dropped, [0, 1, 2, 3, 4]);
        let dropped: Vec<_> =
            (1000..1000 + MOST as i64).filter_map(|job| queues.push(job, job).0).collect();
        assert_eq!((dropped.len(), dropped[0], queues.count), (MOST_OF_LANE, 5, MOST));
    }
}
