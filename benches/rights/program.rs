//! The release binary as people run it: a command, or a server that answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The release binary, beside the one that measures.
fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("ASSENT_BIN") {
        return path.into();
    }
    let here = std::env::current_exe().unwrap();
    let binary = here.parent().and_then(Path::parent).unwrap().join("assent");
    assert!(binary.exists(), "build it first: cargo build --release");
    binary
}

/// What a command of the product says.
pub(crate) fn assent(words: &[&str]) -> String {
    said(Command::new(binary()).args(words))
}

/// What a command says that has to end well.
pub(crate) fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A running server. It ends with this value.
pub(crate) struct Server {
    child: Child,
    host: String,
}

impl Server {
    pub(crate) fn start(data: &str) -> Self {
        let words = ["serve", "--listen", "127.0.0.1:0", "--learn-after", "0", "--data", data];
        let mut child =
            Command::new(binary()).args(words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let host = line.trim().rsplit('/').next().unwrap().to_owned();
        Self { child, host }
    }

    /// How many bytes an answer has, its head too, on a connection of its own.
    pub(crate) fn get(&self, path: &str, key: &str) -> usize {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let host = &self.host;
        let head = "connection: close\r\n\r\n";
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {key}\r\n{head}").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer[..answer.len().min(300)]));
        answer.len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
