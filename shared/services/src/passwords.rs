//! Passwords: argon2id hashing and checking, always in about the same time, never on the async
//! threads.
//!
//! Must not: judge how good a password is (that is a form's rule), or say whether an account exists.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::random;

// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB of memory, 2 iterations, 1 lane.
/// Memory per hash, KiB.
pub const MEMORY_KIB: u32 = 19 * 1024;
/// Iterations per hash.
pub const ITERATIONS: u32 = 2;
/// Lanes per hash.
pub const LANES: u32 = 1;
/// Hashes that may run at once: each takes 19 MiB and a core.
pub const HASHES_AT_ONCE: usize = 2;
/// Longest password that is hashed, in bytes; longer ones are refused as wrong.
pub const PASSWORD_BYTES_MAX: usize = 1024;

const SALT_BYTES: usize = 16;

static SLOTS: Semaphore = Semaphore::const_new(HASHES_AT_ONCE);
/// Checked when there is no account, so that the answer takes as long as with one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash(&random::token()).expect("the parameters are constants that argon2 accepts"));

/// Why a password could not be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Longer than [`PASSWORD_BYTES_MAX`].
    #[error("the password is too long")]
    TooLong,
    /// The hash function refused.
    #[error("the password cannot be hashed")]
    Hashing,
}

fn argon2id() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, ITERATIONS, LANES, None).map_err(|_| PasswordError::Hashing)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password with a fresh salt, as a PHC string. Takes some 20 ms of a core: see [`hash_async`].
///
/// # Errors
/// [`PasswordError`] for an over-long password.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(PasswordError::TooLong);
    }
    let salt: [u8; SALT_BYTES] = random::bytes();
    let hashed: PasswordHash = argon2id()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|_| PasswordError::Hashing)?;
    Ok(hashed.to_string())
}

/// Whether a password belongs to a stored hash. A hash that cannot be read belongs to none.
#[must_use]
pub fn verify(password: &str, stored: &str) -> bool {
    let (Ok(argon2), Ok(stored)) = (argon2id(), PasswordHash::new(stored)) else {
        return false;
    };
    password.len() <= PASSWORD_BYTES_MAX && argon2.verify_password(password.as_bytes(), &stored).is_ok()
}

/// Spends the time of a check when there is no account to check against.
pub fn dummy_verify(password: &str) {
    let _ = verify(password, &NOBODY);
}

/// Whether a hash was made with other parameters than today's, and should be made again at login.
#[must_use]
pub fn is_stale(stored: &str) -> bool {
    let expected = format!("$argon2id$v=19$m={MEMORY_KIB},t={ITERATIONS},p={LANES}$");
    !stored.starts_with(&expected)
}

/// [`hash`] on a blocking thread, at most [`HASHES_AT_ONCE`] at a time.
///
/// # Errors
/// [`PasswordError`] for an over-long password.
pub async fn hash_async(password: String) -> Result<String, PasswordError> {
    let password = Zeroizing::new(password);
    limited(move || hash(&password))
        .await
        .unwrap_or(Err(PasswordError::Hashing))
}

/// [`verify`] on a blocking thread; with `None` (no such account) it takes the same time and says no.
pub async fn verify_async(password: String, stored: Option<String>) -> bool {
    let password = Zeroizing::new(password);
    let check = move || match stored {
        Some(stored) => verify(&password, &stored),
        None => {
            dummy_verify(&password);
            false
        }
    };
    limited(check).await.unwrap_or(false)
}

async fn limited<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let slot = SLOTS.acquire().await.ok()?;
    let done = tokio::task::spawn_blocking(work).await.ok();
    drop(slot);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_only() {
        let stored = hash("泰山2026!").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("泰山2026!", &stored));
        assert!(!verify("泰山2026", &stored) && !verify("", &stored));
        assert_ne!(stored, hash("泰山2026!").unwrap(), "each hash has its own salt");
        assert!(!is_stale(&stored));
    }

    #[test]
    fn unreadable_hashes_and_over_long_passwords_never_match() {
        assert!(!verify("x", "") && !verify("x", "$argon2id$v=19$m=1,t=1,p=1$x$y"));
        let long = "长".repeat(400);
        assert_eq!(hash(&long), Err(PasswordError::TooLong));
        assert!(!verify(&long, &hash("x").unwrap()));
        assert!(is_stale("$argon2id$v=19$m=4096,t=3,p=1$c2FsdA$aGFzaA"));
    }

    #[tokio::test]
    async fn without_an_account_the_answer_is_no_after_a_real_hash() {
        let stored = hash("right").unwrap();
        assert!(verify_async("right".into(), Some(stored.clone())).await);
        assert!(!verify_async("wrong".into(), Some(stored)).await);
        assert!(!verify_async("right".into(), None).await);
        assert!(PasswordHash::new(&NOBODY).is_ok() && !is_stale(&NOBODY));
        assert!(
            hash_async("right".into())
                .await
                .is_ok_and(|hash| verify("right", &hash))
        );
    }
}
