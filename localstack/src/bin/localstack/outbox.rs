//! What the simulated SMS service was given: in memory for the pages under `/_local`, and appended to
//! a file that outlives the process. Delivery is at least once, so a message is kept once by its id.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// 短信: one message as it would have reached a telephone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sms {
    /// The sender's id of the message.
    pub id: String,
    /// Telephone number.
    pub to: String,
    /// Text.
    pub text: String,
    /// When it arrived, by the stack's own clock.
    pub at: DateTime<Utc>,
}

/// The messages, oldest first.
#[derive(Clone, Debug)]
pub struct Outbox(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    messages: Vec<Sms>,
    ids: HashSet<String>,
    file: File,
}

impl Outbox {
    /// Opens the file and reads what is in it; a line that was cut off is skipped.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            .open(path)?;
        let mut messages: Vec<Sms> = Vec::new();
        let mut whole = true;
        for line in BufReader::new(&file).split(b'\n') {
            let read = serde_json::from_slice(&line?);
            whole = read.is_ok();
            messages.extend(read);
        }
        if !whole {
            file.write_all(b"\n")?;
        }
        let ids = messages.iter().map(|m| m.id.clone()).collect();
        Ok(Self(Arc::new(Mutex::new(Inner { messages, ids, file }))))
    }

    /// Takes a message in unless it is known already.
    pub fn accept(&self, sms: Sms) -> io::Result<()> {
        let mut inner = self.inner();
        if inner.ids.contains(&sms.id) {
            return Ok(());
        }
        let mut line = serde_json::to_vec(&sms)?;
        line.push(b'\n');
        inner.file.write_all(&line)?;
        inner.ids.insert(sms.id.clone());
        inner.messages.push(sms);
        Ok(())
    }

    /// All of them, oldest first.
    pub fn all(&self) -> Vec<Sms> {
        self.inner().messages.clone()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sms(id: &str) -> Sms {
        Sms {
            id: id.into(),
            to: "19900000001".into(),
            text: "短信".into(),
            at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_message_sent_twice_is_kept_once_even_over_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("outbox.jsonl");
        let outbox = Outbox::open(&path).unwrap();
        outbox.accept(sms("1")).unwrap();
        outbox.accept(sms("1")).unwrap();
        drop(outbox);
        let again = Outbox::open(&path).unwrap();
        again.accept(sms("1")).unwrap();
        again.accept(sms("2")).unwrap();
        assert_eq!(again.all(), [sms("1"), sms("2")]);
    }

    #[test]
    fn a_line_that_was_cut_off_spoils_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("outbox.jsonl");
        Outbox::open(&path).unwrap().accept(sms("1")).unwrap();
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"id\":\"2\",\"to\":\"1").unwrap();
        Outbox::open(&path).unwrap().accept(sms("3")).unwrap();
        assert_eq!(Outbox::open(&path).unwrap().all(), [sms("1"), sms("3")]);
    }
}
