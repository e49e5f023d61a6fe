//! The directory where one local stack keeps everything, and its lock. Owns the file names in it and
//! the key file; must not know what the keys are for.

use anyhow::{Context, bail};
use services::keys::KeyRing;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// An opened, locked directory; the lock goes with the value (and with the process).
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    _lock: File,
    _temporary: Option<tempfile::TempDir>,
}

impl DataDir {
    /// Opens (and makes) `path`; fails when another local stack uses it.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        Self::lock(path, None)
    }

    /// A directory of its own that is deleted at the end.
    pub fn temporary() -> anyhow::Result<Self> {
        let temporary = tempfile::Builder::new().prefix("localstack-").tempdir()?;
        let path = temporary.path().to_owned();
        Self::lock(&path, Some(temporary))
    }

    fn lock(path: &Path, temporary: Option<tempfile::TempDir>) -> anyhow::Result<Self> {
        let whole = |what: &str| format!("{what} {}", path.display());
        fs::create_dir_all(path.join("objects")).with_context(|| whole("cannot make the data directory"))?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("lock"))
            .with_context(|| whole("cannot write to the data directory"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!(
                "{} is in use by another local stack; stop that one, or choose another --data-dir",
                path.display()
            ),
            Err(TryLockError::Error(error)) => return Err(error).with_context(|| whole("cannot lock")),
        }
        Ok(Self {
            path: path.canonicalize()?,
            _lock: lock,
            _temporary: temporary,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.path.join("database.sqlite")
    }

    /// The directory of the object store.
    pub fn objects(&self) -> PathBuf {
        self.path.join("objects")
    }

    /// What the simulated SMS service was given, a JSON object a line.
    pub fn outbox(&self) -> PathBuf {
        self.path.join("outbox.jsonl")
    }

    /// How far the clock is off.
    pub fn clock(&self) -> PathBuf {
        self.path.join("clock.json")
    }

    /// How the tasks of `xtask` reach the stack that runs on this directory.
    pub fn run_file(&self) -> PathBuf {
        self.path.join("run.json")
    }

    /// Writes [`Self::run_file`]; for its owner alone, as the keys are.
    pub fn write_run_file(&self, run: &serde_json::Value) -> anyhow::Result<()> {
        write_private(&self.run_file(), &run.to_string())
    }

    /// The keys of this directory; made at the first start. Data cannot be read without them.
    pub fn keys(&self) -> anyhow::Result<KeyRing> {
        let file = self.path.join("keys.json");
        if !file.exists() {
            if self.database().exists() {
                bail!(
                    "{} is missing, and the data beside it cannot be read without it",
                    file.display()
                );
            }
            write_private(&file, &KeyRing::generate())?;
        }
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        KeyRing::from_json(&text).with_context(|| format!("{} is not a key file", file.display()))
    }
}

/// Whole or not at all: a start that is cut off must not leave half a key file.
fn write_private(file: &Path, text: &str) -> anyhow::Result<()> {
    let unfinished = file.with_extension("new");
    let mut out = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&unfinished)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    fs::rename(&unfinished, file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_directory_is_used_by_one_stack_at_a_time() {
        let outer = tempfile::tempdir().unwrap();
        let first = DataDir::open(outer.path()).unwrap();
        let error = DataDir::open(outer.path()).unwrap_err().to_string();
        assert!(error.contains("in use by another local stack"), "{error}");
        drop(first);
        DataDir::open(outer.path()).unwrap();
    }

    #[test]
    fn keys_are_made_once_and_only_their_owner_reads_them() {
        let outer = tempfile::tempdir().unwrap();
        let dir = DataDir::open(outer.path()).unwrap();
        dir.keys().unwrap();
        let file = outer.path().join("keys.json");
        let first = fs::read(&file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        dir.keys().unwrap();
        assert_eq!(fs::read(&file).unwrap(), first);
    }

    #[test]
    fn lost_keys_are_not_replaced_silently() {
        let outer = tempfile::tempdir().unwrap();
        let dir = DataDir::open(outer.path()).unwrap();
        fs::write(dir.database(), b"x").unwrap();
        assert!(
            dir.keys()
                .unwrap_err()
                .to_string()
                .contains("keys.json is missing")
        );
    }
}
