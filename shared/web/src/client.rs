//! The address a request came from, for limits. Must not be logged: it is a person's.

use http::{Extensions, HeaderMap};
use std::net::{IpAddr, SocketAddr};

/// The client's address: API Gateway's source address, else the `X-Forwarded-For` entry that the
/// outermost of `trusted_proxies` proxies wrote, else the peer of the connection.
pub(crate) fn address(headers: &HeaderMap, extensions: &Extensions, trusted_proxies: usize) -> String {
    use lambda_http::request::RequestContext;
    if let Some(RequestContext::ApiGatewayV2(context)) = extensions.get::<RequestContext>()
        && let Some(address) = context.http.source_ip.as_deref().and_then(|ip| ip.parse().ok())
    {
        return network(address);
    }
    if let Some(address) = forwarded(headers, trusted_proxies) {
        return network(address);
    }
    let peer = extensions.get::<axum::extract::ConnectInfo<SocketAddr>>();
    peer.map_or_else(|| "unknown".to_owned(), |peer| network(peer.0.ip()))
}

fn forwarded(headers: &HeaderMap, trusted_proxies: usize) -> Option<IpAddr> {
    if trusted_proxies == 0 {
        return None;
    }
    let entries: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let at = entries.len().checked_sub(trusted_proxies)?;
    entries[at].trim().parse().ok()
}

/// One household has a whole IPv6 /64: counting single addresses there would limit nobody.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &str) -> HeaderMap {
        HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), value.parse().unwrap())])
    }

    #[test]
    fn a_forwarded_address_counts_only_as_far_as_proxies_are_trusted() {
        let spoofed = headers("9.9.9.9, 203.0.113.7, 10.0.0.1");
        let none = Extensions::new();
        assert_eq!(address(&spoofed, &none, 0), "unknown");
        assert_eq!(address(&spoofed, &none, 1), "10.0.0.1");
        assert_eq!(address(&spoofed, &none, 2), "203.0.113.7");
        assert_eq!(address(&headers("rubbish"), &none, 1), "unknown");
        assert_eq!(address(&spoofed, &none, 4), "unknown");
    }

    #[test]
    fn ipv6_addresses_of_one_network_count_as_one() {
        let (one, other) = (headers("2001:db8:1:2:3::1"), headers("2001:db8:1:2:ffff::9"));
        let none = Extensions::new();
        assert_eq!(address(&one, &none, 1), address(&other, &none, 1));
        assert_eq!(address(&headers("::ffff:192.0.2.1"), &none, 1), "192.0.2.1");
    }
}
