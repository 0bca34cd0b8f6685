//! The provider's clock, which tests may shift.

use chrono::Utc;
use std::sync::atomic::{AtomicI64, Ordering};

/// This machine's clock, and how far from it the provider lives.
#[derive(Debug, Default)]
pub struct Clock {
    offset: AtomicI64,
}

impl Clock {
    /// Seconds since 1970.
    pub fn seconds(&self) -> i64 {
        Utc::now().timestamp().saturating_add(self.offset())
    }

    /// Milliseconds since 1970.
    pub fn millis(&self) -> i64 {
        Utc::now()
            .timestamp_millis()
            .saturating_add(self.offset().saturating_mul(1000))
    }

    /// How many seconds it is ahead of this machine's; below zero when it is behind.
    pub fn offset(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    /// Lives so many seconds ahead from now on.
    pub fn shift_to(&self, offset: i64) {
        self.offset.store(offset, Ordering::Relaxed);
    }
}
