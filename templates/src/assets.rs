//! The files pages load: style sheets, scripts and the icon, built in and named by their content, so
//! that they may be cached for ever. Must not read files at run time.

use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// 静态文件.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// The content.
    pub bytes: &'static [u8],
    /// `Content-Type`.
    pub content_type: &'static str,
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

static FILES: [(&str, &str, &[u8]); 8] = [
    ("site.css", CSS, include_bytes!("../assets/site.css")),
    ("staff.css", CSS, include_bytes!("../assets/staff.css")),
    ("site.js", JS, include_bytes!("../assets/site.js")),
    ("staff.js", JS, include_bytes!("../assets/staff.js")),
    ("filing.js", JS, include_bytes!("../assets/filing.js")),
    ("upload.js", JS, include_bytes!("../assets/upload.js")),
    ("rate.js", JS, include_bytes!("../assets/rate.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
];

struct Named {
    name: &'static str,
    path: String,
    asset: Asset,
}

static NAMED: LazyLock<Vec<Named>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, content_type, bytes)| {
            let hash = hex::encode(Sha256::digest(bytes));
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            let path = format!("/assets/{stem}.{}.{ending}", &hash[..10]);
            Named {
                name,
                path,
                asset: Asset { bytes, content_type },
            }
        })
        .collect()
});

/// The path of a file by its plain name: `site.css` → `/assets/site.<hash>.css`. An unknown name comes back
/// under `/assets/` without a hash, and so is not found.
#[must_use]
pub fn asset_url(name: &str) -> String {
    NAMED
        .iter()
        .find(|file| file.name == name)
        .map_or_else(|| format!("/assets/{name}"), |file| file.path.clone())
}

/// The file at a path: `/assets/site.<hash>.css`, or the same without `/assets/`.
#[must_use]
pub fn find(path: &str) -> Option<Asset> {
    let path = path.trim_start_matches("/assets/").trim_start_matches('/');
    NAMED
        .iter()
        .find(|file| file.path.trim_start_matches("/assets/") == path)
        .map(|file| file.asset)
}

/// Every file with its plain name and path, for a deployment that uploads them.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str, Asset)> {
    NAMED
        .iter()
        .map(|file| (file.name, file.path.as_str(), file.asset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hashed_name_leads_back_to_its_file_and_any_other_does_not() {
        for (name, path, asset) in all() {
            assert_eq!(asset_url(name), path);
            assert_eq!(find(path).unwrap().bytes, asset.bytes);
            assert!(
                find(&format!("/assets/{name}")).is_none(),
                "{name} must not be served without its hash"
            );
        }
        assert!(find("/assets/../Cargo.toml").is_none());
    }

    #[test]
    fn what_a_public_page_loads_stays_small() {
        let of = |name: &str| all().find(|(n, _, _)| *n == name).unwrap().2.bytes.len();
        let public = of("site.css") + of("site.js") + of("icon.svg");
        // Uncompressed; the budget of a first load is 60 kB on the wire.
        assert!(public <= 34_000, "{public} bytes");
    }
}
