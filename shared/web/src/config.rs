//! What differs between installations, read once at start. The only place of this crate (and of the
//! functions) that reads the environment.

use store::StoreConfig;

/// 运行配置: the settings of one installation.
#[derive(Clone, Debug)]
pub struct Config {
    /// Scheme, host and port people type, without a slash at the end: links, QR codes, origin check.
    pub public_origin: String,
    /// What browsers put before an object key to reach the bucket.
    pub bucket_public_url: String,
    /// Whether failures are limited. Only the local stack can say no.
    pub limits: bool,
    /// The answer of every captcha. Only the local stack can set it.
    pub fixed_captcha: Option<String>,
    /// First digits of resident ID numbers that the real-name service must confirm.
    pub real_name_prefixes: Vec<String>,
    /// How many proxies before us add to `X-Forwarded-For`; 0 means that the header is ignored.
    pub trusted_proxies: usize,
    /// What header and footer say about the site.
    pub site: templates::SiteInfo,
    /// Whether responses tell what they cost the store (header `x-store-usage`). Only on loopback.
    pub expose_usage: bool,
}

impl Config {
    /// A configuration for an origin, with everything else as in production.
    #[must_use]
    pub fn new(public_origin: &str, bucket_public_url: &str) -> Self {
        Self {
            public_origin: public_origin.trim_end_matches('/').to_owned(),
            bucket_public_url: bucket_public_url.trim_end_matches('/').to_owned(),
            limits: true,
            fixed_captcha: None,
            real_name_prefixes: vec!["37".to_owned()],
            trusted_proxies: 0,
            site: templates::SiteInfo::default(),
            expose_usage: false,
        }
    }

    /// Reads `PUBLIC_ORIGIN`, `BUCKET_PUBLIC_URL`, `REAL_NAME_PREFIXES` (comma-separated, default `37`; `none` for none),
    /// `SITE` ([`templates::SiteInfo`] as JSON, needed where people come over TLS), `TRUSTED_PROXIES` (default 0) and,
    /// where the origin is loopback, `EXPOSE_USAGE`.
    ///
    /// # Errors
    /// [`ConfigError`] names the variable that is missing or malformed.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut config = Self::new(&need("PUBLIC_ORIGIN")?, &need("BUCKET_PUBLIC_URL")?);
        if !(config.public_origin.starts_with("http://") || config.public_origin.starts_with("https://")) {
            return Err(ConfigError::Malformed("PUBLIC_ORIGIN"));
        }
        if let Some(prefixes) = env("REAL_NAME_PREFIXES") {
            config.real_name_prefixes = prefixes
                .split(',')
                .map(|p| p.trim().to_owned())
                .filter(|p| !p.is_empty() && p != "none")
                .collect();
        }
        if let Some(count) = env("TRUSTED_PROXIES") {
            config.trusted_proxies = count
                .parse()
                .map_err(|_| ConfigError::Malformed("TRUSTED_PROXIES"))?;
        }
        config.site = site_of(env("SITE").as_deref(), config.is_https())?;
        config.site.confirmed_prefixes = config.real_name_prefixes.join("、");
        config.expose_usage = config.usage_asked_for();
        Ok(config)
    }

    /// Whether `EXPOSE_USAGE=1` asks for the usage header and the installation is a local one.
    #[must_use]
    pub fn usage_asked_for(&self) -> bool {
        let is_local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
            .iter()
            .filter_map(|local| self.public_origin.strip_prefix(local))
            .any(|rest| rest.is_empty() || rest.starts_with(':'));
        is_local && env("EXPOSE_USAGE").as_deref() == Some("1")
    }

    /// Whether people reach us over TLS; cookies are `Secure` and HSTS is sent exactly then.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_origin.starts_with("https://")
    }

    /// Scheme, host and port of the bucket, for the content security policy.
    #[must_use]
    pub fn bucket_origin(&self) -> &str {
        let url = self.bucket_public_url.as_str();
        let host_at = url.find("://").map_or(0, |at| at + 3);
        let end = url[host_at..].find('/').map_or(url.len(), |at| host_at + at);
        &url[..end]
    }
}

/// What footer and header say. A site that people reach over TLS says who runs it; a local one may be anybody's.
fn site_of(json: Option<&str>, needed: bool) -> Result<templates::SiteInfo, ConfigError> {
    match json {
        Some(json) => serde_json::from_str(json).map_err(|_| ConfigError::Malformed("SITE")),
        None if needed => Err(ConfigError::Missing("SITE is not set".to_owned())),
        None => Ok(templates::SiteInfo::default()),
    }
}

/// 配置错误: why the process must not start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A variable that must be set is not.
    #[error("{0}")]
    Missing(String),
    /// A variable cannot be understood.
    #[error("{0} cannot be understood")]
    Malformed(&'static str),
    /// The key file cannot be used.
    #[error("KEYS: {0}")]
    Keys(#[from] services::keys::KeyError),
    /// The real-name client cannot be made.
    #[error("the real-name client cannot be made: {0}")]
    RealName(String),
}

pub(crate) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

pub(crate) fn need(name: &str) -> Result<String, ConfigError> {
    env(name).ok_or_else(|| ConfigError::Missing(format!("{name} is not set")))
}

pub(crate) fn store_config() -> Result<StoreConfig, ConfigError> {
    StoreConfig::from_env(env).map_err(ConfigError::Missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_that_is_open_to_the_public_says_who_runs_it() {
        let json = r#"{"name": "某省网上信访", "owner_short": "省委省政府信访局", "owner": "某省信访局",
            "phone": "010-1", "site_code": "1", "icp": "某ICP备1号", "police": "某公网安备1号"}"#;
        let site = site_of(Some(json), true).unwrap();
        assert_eq!(
            (site.name.as_str(), site.phone.as_str()),
            ("某省网上信访", "010-1")
        );
        assert!(site_of(None, true).is_err() && site_of(None, false).is_ok());
        let lacking = json.replace(r#""phone": "010-1","#, "");
        assert!(site_of(Some(&lacking), true).is_err());
        assert!(site_of(Some(&json.replace("phone", "fax")), true).is_err());
    }

    #[test]
    fn the_bucket_origin_leaves_the_path_out() {
        let local = Config::new("http://127.0.0.1:3000/", "http://127.0.0.1:3000/xf-attachments");
        assert_eq!(local.bucket_origin(), "http://127.0.0.1:3000");
        assert_eq!(local.public_origin, "http://127.0.0.1:3000");
        let cloud = Config::new(
            "https://xf.example.cn",
            "https://b.s3.cn-north-1.amazonaws.com.cn",
        );
        assert_eq!(cloud.bucket_origin(), "https://b.s3.cn-north-1.amazonaws.com.cn");
        assert!(cloud.is_https() && !local.is_https());
    }
}
