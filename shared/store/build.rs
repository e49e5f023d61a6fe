//! Picks the roots that sign Amazon's certificates out of the Mozilla list, once, when the crate is
//! built: looking for them in every process would be a good part of a function's cold start.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::path::Path;

/// Who signs the certificates of AWS endpoints: Amazon Trust Services, and Starfield, whose root it took over.
const OWNERS: [&[u8]; 2] = [b"Amazon", b"Starfield"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut text = String::new();
    for certificate in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let der: &[u8] = certificate.as_ref();
        let wanted = |owner: &&[u8]| der.windows(owner.len()).any(|part| part == *owner);
        if OWNERS.iter().any(wanted) {
            text.push_str("-----BEGIN CERTIFICATE-----\n");
            for line in STANDARD.encode(der).as_bytes().chunks(64) {
                text.push_str(std::str::from_utf8(line)?);
                text.push('\n');
            }
            text.push_str("-----END CERTIFICATE-----\n");
        }
    }
    assert!(!text.is_empty(), "the list has no root of Amazon's");
    let folder = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&folder).join("amazon_roots.pem"), text)?;
    Ok(())
}
