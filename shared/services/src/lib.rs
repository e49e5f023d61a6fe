//! Services: everything the product needs besides rules and storage: cryptography, passwords and
//! tokens, captchas and QR codes, upload policies, file types, and the three outside edges
//! (real-name check, SMS, malware scan).
//!
//! Must not: know DynamoDB or S3 items, routes or pages; read the environment; read a clock (every
//! function that needs the time takes it). Random numbers come from [`random`] alone.

pub mod acs_signature;
pub mod captcha;
pub mod crypto;
pub mod file_type;
pub mod http;
pub mod keys;
pub mod metadata;
pub mod passwords;
pub mod qr;
pub mod random;
pub mod realname;
pub mod scanner;
pub mod session_token;
pub mod signed;
pub mod sms;
pub mod sms_aliyun;
pub mod sms_text;
pub mod totp;
pub mod upload_policy;
