//! Hosts: the names that this server answers for.

/// A list of authorities, such as `shop.example` or `127.0.0.1:8080`.
#[derive(Debug, Clone)]
pub struct Hosts(Vec<Authority>);

#[derive(Debug, Clone)]
struct Authority {
    name: String,
    port: Option<u16>,
}

// === impl Hosts ===

impl Hosts {
    /// The names of this machine to itself, at any port: a tunnel or a container may show another one than we listen on.
    pub fn loopback() -> Self {
        Self::of(["localhost", "127.0.0.1", "[::1]"])
    }

    /// These authorities. One without a port stands for the name at any port.
    pub fn of<'a>(authorities: impl IntoIterator<Item = &'a str>) -> Self {
        let parse = |authority: &str| {
            let (name, port) = split(authority.as_bytes());
            Authority { name: String::from_utf8_lossy(name).into_owned(), port: port.and_then(number) }
        };
        Self(authorities.into_iter().map(parse).collect())
    }

    /// These and those.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Whether we answer for this authority, in any case of letters.
    pub fn answers_for(&self, authority: &[u8]) -> bool {
        let (name, port) = split(authority);
        let well_formed = port.is_none_or(|digits| number(digits).is_some());
        well_formed && self.0.iter().any(|host| host.matches(name, port.and_then(number)))
    }
}

impl Default for Hosts {
    fn default() -> Self {
        Self::loopback()
    }
}

impl Authority {
    fn matches(&self, name: &[u8], port: Option<u16>) -> bool {
        self.name.as_bytes().eq_ignore_ascii_case(name) && self.port.is_none_or(|own| port.unwrap_or(HTTP_PORT) == own)
    }
}

/// The name and, after the last colon outside of brackets, the port.
fn split(authority: &[u8]) -> (&[u8], Option<&[u8]>) {
    match authority.iter().rposition(|byte| matches!(byte, b':' | b']')) {
        Some(colon) if authority[colon] == b':' => (&authority[..colon], Some(&authority[colon + 1..])),
        _ => (authority, None),
    }
}

fn number(digits: &[u8]) -> Option<u16> {
    let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    plain.then(|| std::str::from_utf8(digits).ok()?.parse().ok()).flatten()
}

const HTTP_PORT: u16 = 80;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hosts: &Hosts, answered: &[&str], refused: &[&str]) {
        for authority in answered {
            assert!(hosts.answers_for(authority.as_bytes()), "{authority} should be answered");
        }
        for authority in refused {
            assert!(!hosts.answers_for(authority.as_bytes()), "{authority} should be refused");
        }
    }

    #[test]
    fn loopback_names_are_answered_at_any_port_and_others_are_not() {
        let answered = ["localhost", "LocalHost:80", "127.0.0.1:8080", "[::1]:9", "[::1]"];
        let refused = [
            "evil.example",
            "localhost.",
            "127.0.0.1.evil.example",
            "localhost:",
            "localhost:x",
            "localhost:99999",
            "::1",
            "",
            "u@localhost",
        ];
        check(&Hosts::loopback(), &answered, &refused);
    }

    #[test]
    fn a_port_in_the_list_is_meant() {
        let hosts = Hosts::of(["shop.example:8443", "plain.example:80"]);
        check(
            &hosts,
            &["shop.example:8443", "plain.example", "plain.example:80"],
            &["shop.example", "shop.example:80", "localhost"],
        );
    }

    #[test]
    fn lists_add_up() {
        check(&Hosts::loopback().and(Hosts::of(["shop.example"])), &["localhost", "shop.example:1"], &["example"]);
    }
}
