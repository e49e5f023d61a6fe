//! Small things that every request needs and that change seldom, kept in the process: the agency tree,
//! the settings. Owns when a copy may be used; must not know how it is read or how long it is good.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A process's copy of a `T`, with the moment `A` when it was read. Cheap to clone; clones share it.
pub(crate) struct Kept<T, A>(Arc<Mutex<Slot<T, A>>>);

struct Slot<T, A> {
    copy: Option<(A, Arc<T>)>,
    /// Raised by each change in this process.
    generation: u64,
}

/// A read that has begun. What was changed meanwhile must not be covered by what was read before.
pub(crate) struct Reading(u64);

impl<T, A: Copy> Kept<T, A> {
    /// The copy, if there is one of an age that will do.
    pub(crate) fn get(&self, will_do: impl FnOnce(A) -> bool) -> Option<Arc<T>> {
        let slot = self.slot();
        let (at, copy) = slot.copy.as_ref()?;
        will_do(*at).then(|| copy.clone())
    }

    /// To be called before reading.
    pub(crate) fn reading(&self) -> Reading {
        Reading(self.slot().generation)
    }

    /// Keeps what was read, unless this process has changed it since the reading began.
    pub(crate) fn keep(&self, reading: &Reading, at: A, read: T) -> Arc<T> {
        let read = Arc::new(read);
        let mut slot = self.slot();
        if slot.generation == reading.0 {
            slot.copy = Some((at, read.clone()));
        }
        read
    }

    /// Forgets the copy, because this process has changed what it is a copy of.
    pub(crate) fn forget(&self) {
        let mut slot = self.slot();
        slot.generation += 1;
        slot.copy = None;
    }

    fn slot(&self) -> MutexGuard<'_, Slot<T, A>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T, A> Clone for Kept<T, A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T, A> Default for Kept<T, A> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Slot {
            copy: None,
            generation: 0,
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_used_while_its_age_will_do() {
        let kept = Kept::<&str, u32>::default();
        assert!(kept.get(|_| true).is_none());
        kept.keep(&kept.reading(), 10, "read");
        assert_eq!(kept.get(|at| at == 10).as_deref(), Some(&"read"));
        assert!(kept.get(|at| at > 10).is_none());
        kept.forget();
        assert!(kept.get(|_| true).is_none());
    }

    #[test]
    fn what_was_read_before_a_change_never_covers_it() {
        let kept = Kept::<&str, u32>::default();
        let slow = kept.reading();
        kept.forget();
        assert_eq!(*kept.keep(&slow, 10, "before the change"), "before the change");
        assert!(kept.get(|_| true).is_none(), "the next request reads again");
        kept.keep(&kept.reading(), 11, "after the change");
        kept.keep(&slow, 12, "before the change");
        assert_eq!(kept.get(|_| true).as_deref(), Some(&"after the change"));
    }
}
