//! A small HTTP/1.1 client over one socket: it sends what it is told, also what no honest client would.

use serde_json::Value;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than any answer that is due.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is sent.
#[derive(Clone, Debug)]
pub struct Request {
    method: &'static str,
    path: String,
    fields: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    raw: Option<Vec<u8>>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    fields: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub fn get(path: &str) -> Request {
    Request::of("GET", path)
}

pub fn delete(path: &str) -> Request {
    Request::of("DELETE", path)
}

pub fn put(path: &str) -> Request {
    Request::of("PUT", path)
}

/// A POST without a body, or with one that is added.
pub fn post(path: &str) -> Request {
    Request::of("POST", path)
}

/// A POST with a JSON document.
pub fn send(path: &str, document: &Value) -> Request {
    post(path).json(document.to_string())
}

/// Bytes that may be anything.
pub fn raw(bytes: impl Into<Vec<u8>>) -> Request {
    Request { raw: Some(bytes.into()), ..Request::of("", "") }
}

// === impl Request ===

impl Request {
    pub fn of(method: &'static str, path: &str) -> Self {
        Self { method, path: path.to_owned(), fields: Vec::new(), body: Vec::new(), raw: None }
    }

    /// With a field.
    pub fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.fields.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// With the key of a program, or the token of a person.
    pub fn key(self, key: &str) -> Self {
        self.with("Authorization", format!("Bearer {key}"))
    }

    /// With a body that says it is JSON, whether it is or not.
    pub fn json(self, body: impl Into<Vec<u8>>) -> Self {
        self.with("Content-Type", "application/json").body(body)
    }

    /// With a body that says it is a form.
    pub fn form(self, body: &str) -> Self {
        self.with("Content-Type", "application/x-www-form-urlencoded").body(body)
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// As it goes over the wire.
    pub fn bytes(&self, host: SocketAddr) -> Vec<u8> {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let mut out = format!("{} {} HTTP/1.1\r\nHost: {host}\r\n", self.method, self.path).into_bytes();
        for (name, value) in &self.fields {
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b": ");
            out.extend_from_slice(value);
            out.extend_from_slice(b"\r\n");
        }
        if !self.body.is_empty() || self.method == "POST" {
            out.extend_from_slice(format!("Content-Length: {}\r\n", self.body.len()).as_bytes());
        }
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(&self.body);
        out
    }
}

// === impl Reply ===

impl Reply {
    /// A field's value, the first where there are more.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The stable code of a problem; empty where it is none.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// An open connection.
pub struct Connection {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
}

// === impl Connection ===

impl Connection {
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { address, stream: BufReader::new(stream) })
    }

    /// Sends one request and reads its answer. What can not be sent any more is no error: the answer may be there.
    pub fn ask(&mut self, request: &Request) -> io::Result<Reply> {
        let sent = self.stream.get_mut().write_all(&request.bytes(self.address));
        match self.read(request.method == "HEAD") {
            Ok(reply) => Ok(reply),
            Err(error) => sent.and(Err(error)),
        }
    }

    /// Reads an answer, or the head of one alone.
    fn read(&mut self, head_alone: bool) -> io::Result<Reply> {
        let broken = |what: &str| io::Error::new(io::ErrorKind::UnexpectedEof, what.to_owned());
        let status_line = self.line()?;
        let status = status_line.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(|| broken("no status"))?;
        let mut fields = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| broken("no field"))?;
            fields.push((name.to_owned(), value.trim().to_owned()));
        }
        let mut reply = Reply { status, fields, body: Vec::new() };
        if head_alone {
            return Ok(reply);
        }
        match (reply.field("content-length"), reply.field("transfer-encoding")) {
            (Some(length), _) => {
                reply.body = vec![0; length.parse().map_err(|_| broken("no length"))?];
                self.stream.read_exact(&mut reply.body)?;
            }
            (None, Some(_)) => reply.body = self.chunks()?,
            (None, None) if status == 204 => {}
            (None, None) => drop(self.stream.read_to_end(&mut reply.body)?),
        }
        Ok(reply)
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let size = usize::from_str_radix(&self.line()?, 16).map_err(io::Error::other)?;
            let mut chunk = vec![0; size];
            self.stream.read_exact(&mut chunk)?;
            body.extend(chunk);
            self.line()?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }
}
