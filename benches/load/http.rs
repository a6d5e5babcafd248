//! A client of HTTP/1.1 over one connection that is kept open.

#![expect(clippy::expect_used, reason = "a measurement ends at the first thing that is not as it should be")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// One connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Client {
    /// Connects to `host`, an address with its port.
    pub fn new(host: &str) -> Self {
        let stream = TcpStream::connect(host).expect("connects");
        stream.set_nodelay(true).expect("sets");
        Self { stream: BufReader::new(stream), host: host.to_owned() }
    }

    /// Sends a JSON body, and returns status and body of the answer.
    pub fn post(&mut self, path: &str, key: &str, body: &str) -> (u16, String) {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).expect("writes");
        self.answer()
    }

    /// Asks for something that needs no key.
    pub fn get(&mut self, path: &str) -> (u16, String) {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes()).expect("writes");
        self.answer()
    }

    /// Asks for something as the program whose key this is.
    pub fn get_as(&mut self, path: &str, key: &str) -> (u16, String) {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {key}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes()).expect("writes");
        self.answer()
    }

    fn answer(&mut self) -> (u16, String) {
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("reads");
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("reads");
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("reads");
        (status, String::from_utf8(body).expect("text"))
    }
}
