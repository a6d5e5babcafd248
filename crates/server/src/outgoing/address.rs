//! Addresses that may be called: public hosts by their name over TLS, and nothing near us.
//!
//! # Invariant
//! - A host is looked up once for each call, every address it has is checked, and a checked one is what is connected to: a
//!   name that leads elsewhere the next moment leads nowhere.

use app::Failure;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Longest address of a recipient.
pub const ADDRESS_CHARS_MAX: usize = 500;
/// Longest name of a host, and of one part of it (RFC 1035).
const HOST_BYTES_MAX: usize = 253;
const LABEL_BYTES_MAX: usize = 63;
/// The ports below which only that of HTTPS is called.
const FREE_PORTS_FROM: u16 = 1_024;
/// Endings of names that lead nowhere public (RFC 2606, 6761, 6762, 8375; ICANN on `.internal`).
const NEAR: [&str; 9] = ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion"];

/// How far calls may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses over TLS alone.
    Public,
    /// This machine too, and there without TLS.
    Loopback,
}

/// An address that may be called, in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whether over TLS.
    pub tls: bool,
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Path and query.
    pub path: String,
}

impl Address {
    /// Reads an address; `None` for one that may not be called.
    #[must_use]
    pub fn read(text: &str, reach: Reach) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&byte);
        if text.len() > ADDRESS_CHARS_MAX || !text.bytes().all(plain) {
            return None;
        }
        let (tls, rest) = match text.split_once("://")? {
            ("https", rest) => (true, rest),
            ("http", rest) if reach == Reach::Loopback => (false, rest),
            _ => return None,
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, read_port(port)?),
            None => (authority, if tls { 443 } else { 80 }),
        };
        let near = reach == Reach::Loopback && matches!(host, "127.0.0.1" | "localhost");
        let free = port >= FREE_PORTS_FROM || (tls && port == 443);
        if !free || !(near || (tls && is_public_name(host))) {
            return None;
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Some(Self { tls, host: host.to_owned(), port, path })
    }

    /// Where to connect to.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] where the name leads nowhere, [`Failure::Address`] where any of its addresses is not public.
    pub async fn look_up(&self, reach: Reach) -> Result<SocketAddr, Failure> {
        let found = tokio::net::lookup_host((self.host.as_str(), self.port)).await;
        let found: Vec<SocketAddr> = found.map_err(|_| Failure::Unreachable)?.collect();
        choose(&found, reach)
    }
}

fn choose(found: &[SocketAddr], reach: Reach) -> Result<SocketAddr, Failure> {
    let may =
        |address: &SocketAddr| is_public(address.ip()) || (reach == Reach::Loopback && address.ip().is_loopback());
    match found.first() {
        None => Err(Failure::Unreachable),
        Some(_) if !found.iter().all(may) => Err(Failure::Address),
        Some(first) => Ok(*first),
    }
}

/// A port as it is written, without signs and without zeros in front.
fn read_port(text: &str) -> Option<u16> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok()).flatten()
}

/// Whether this is a name in the public tree: two parts or more, the last no number, so that no way to write an address is
/// one.
fn is_public_name(host: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let label = |label: &str| {
        let edges = label.starts_with('-') || label.ends_with('-');
        !label.is_empty() && label.len() <= LABEL_BYTES_MAX && !edges && label.bytes().all(plain)
    };
    let parts: Vec<&str> = host.split('.').collect();
    let last = parts.last().copied().unwrap_or_default();
    let named = last.bytes().any(|byte| byte.is_ascii_lowercase()) && !last.starts_with(|c: char| c.is_ascii_digit());
    host.len() <= HOST_BYTES_MAX && parts.len() > 1 && parts.iter().all(|l| label(l)) && named && !NEAR.contains(&last)
}

/// Whether an address is one of the public Internet (IANA's registries of special-purpose addresses).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 31, 196)
            | (192, 52, 193)
            | (192, 88, 99)
            | (192, 168, _)
            | (192, 175, 48)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

/// Of the sixth version only what is given out for the public, without what carries an address of the fourth inside.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let given_out = a & 0xe000 == 0x2000;
    let special = (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    given_out && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, public: bool, loopback: bool) {
        let may = |reach| Address::read(text, reach).is_some();
        assert_eq!((may(Reach::Public), may(Reach::Loopback)), (public, loopback), "{text}");
    }

    #[test]
    fn only_public_names_over_tls_may_be_called_and_this_machine_where_that_was_asked_for() {
        for good in [
            "https://a.example/x?y=z",
            "https://hooks.shop.example",
            "https://a.example:8443/",
            "https://xn--bcher-kva.example?a",
        ] {
            check(good, true, true);
        }
        for near in [
            "http://127.0.0.1:9000/x",
            "http://localhost:9000",
            "https://localhost:9000/",
            "https://127.0.0.1:9000",
            "https://127.0.0.1/",
        ] {
            check(near, false, true);
        }
        let never = [
            "",
            "a.example",
            "http://a.example/",
            "ftp://a.example/",
            "https://",
            "https:///x",
            "HTTPS://a.example/",
            "https://a.example:22/",
            "https://a.example:80/",
            "https://a.example:0443/",
            "https://a.example:70000/",
            "https://a.example:/",
            "https://a.example:+443/",
            "http://127.0.0.1:22/",
            "http://localhost/",
            "https://user@a.example/",
            "https://user:pass@a.example/",
            "https://a.example#x",
            "https://a.example\\@b.example/",
            "https://0177.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0x7f.1/",
            "https://127.1/",
            "https://10.0.0.1/",
            "https://169.254.169.254/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://1.1.1.1/",
            "https://localhost./",
            "https://a.localhost/",
            "https://a.example./",
            "https://a..example/",
            "https://printer.local/",
            "https://db.internal/",
            "https://intranet/",
            "https://bücher.example/",
            "https://a.example/\r\nx: y",
            "https://a.example/ x",
            "https://-a.example/",
            "https://a_b.example/",
            "https://1.0x7f/",
            "https://a.0/",
            "https://10.in-addr.arpa/",
        ];
        for bad in never {
            check(bad, false, false);
        }
        check(&format!("https://a.example/{}", "x".repeat(500)), false, false);
    }

    #[test]
    fn no_address_near_us_is_called_whatever_name_leads_there() {
        let near = [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:8.8.8.8",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "5f00::1",
        ];
        for text in near {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700::1111", "2a00:1450::1"]
        {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn one_address_near_us_among_several_is_enough_not_to_call() {
        let at = |ip: &str| SocketAddr::new(ip.parse().unwrap(), 443);
        let check = |found: &[SocketAddr], reach, expected| assert_eq!(choose(found, reach), expected, "{found:?}");
        check(&[at("8.8.8.8"), at("1.1.1.1")], Reach::Public, Ok(at("8.8.8.8")));
        check(&[at("8.8.8.8"), at("10.0.0.1")], Reach::Public, Err(Failure::Address));
        check(&[at("127.0.0.1")], Reach::Public, Err(Failure::Address));
        check(&[at("127.0.0.1")], Reach::Loopback, Ok(at("127.0.0.1")));
        check(&[at("10.0.0.1")], Reach::Loopback, Err(Failure::Address));
        check(&[], Reach::Public, Err(Failure::Unreachable));
    }
}
