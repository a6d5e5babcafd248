//! The head: reads one request head from raw bytes, strictly, and says what body follows it.

use super::Terms;
use super::bytes::{AUTHORITY, CONTROL, TOKEN, is_made_of, trimmed};
use super::refusal::Refusal;
use super::request_line::RequestLine;
use super::tally::count;
use crate::problem::Code;

/// A head that is whole and well-formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// Its length in bytes, from the first byte shown to the scan.
    pub(super) length: usize,
    pub(super) framing: Framing,
}

/// How the body that follows a head ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    Empty,
    Length(u64),
    Chunked,
}

/// A head that is being read. It looks at each byte once, however the bytes arrive.
#[derive(Debug, Default)]
pub(super) struct HeadScan {
    /// Where the line being read begins.
    line: usize,
    /// The first byte not looked at.
    at: usize,
    empty_lines: usize,
    request_line: Option<RequestLine>,
    fields: Fields,
}

/// What the fields so far say about the message.
#[derive(Debug, Default)]
struct Fields {
    seen: usize,
    has_host: bool,
    is_misdirected: bool,
    length: Option<u64>,
    coding: Option<Coding>,
    expects_unknown: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Chunked,
    Unsupported,
}

// === impl HeadScan ===

impl HeadScan {
    /// Reads on. The bytes always begin where the head begins; `None` asks for more of them.
    ///
    /// Control characters that browsers are known to send in `User-Agent` and `Referer` are overwritten with spaces.
    pub(super) fn scan(&mut self, bytes: &mut [u8], terms: &Terms) -> Result<Option<Head>, Refusal> {
        while let Some(end) = self.line_end(bytes)? {
            let framing = self.take_line(&bytes[self.line..end], terms)?;
            self.line = end + 2;
            self.at = self.line;
            check_size(self.at, terms)?;
            if let Some(framing) = framing {
                return Ok(Some(Head { length: self.at, framing }));
            }
        }
        if self.request_line.is_none() {
            RequestLine::check_unfinished(&bytes[self.line..self.at], terms)?;
        }
        check_size(self.at, terms)?;
        Ok(None)
    }

    /// Where the line ends, without its CR LF.
    fn line_end(&mut self, bytes: &mut [u8]) -> Result<Option<usize>, Refusal> {
        loop {
            let Some(plain) = bytes[self.at..].iter().position(|byte| CONTROL[usize::from(*byte)]) else {
                self.at = bytes.len();
                return Ok(None);
            };
            self.at += plain;
            match (bytes[self.at], bytes.get(self.at + 1)) {
                (b'\r', Some(b'\n')) => return Ok(Some(self.at)),
                (b'\r', None) => return Ok(None),
                (b'\r' | b'\n' | 0, _) => {
                    return Err(Refusal::malformed("a line ends in something else than cr lf"));
                }
                _ if is_free_text(&bytes[self.line..self.at]) => bytes[self.at] = b' ',
                _ => return Err(Refusal::malformed("the head holds a control character")),
            }
        }
    }

    /// The framing, once the line is the empty one that ends the head.
    fn take_line(&mut self, line: &[u8], terms: &Terms) -> Result<Option<Framing>, Refusal> {
        match self.request_line {
            None if line.is_empty() => {
                self.empty_lines += 1;
                let is_one = self.empty_lines <= EMPTY_LINES_MAX;
                if is_one { Ok(None) } else { Err(Refusal::malformed("the request begins with empty lines")) }
            }
            None => {
                self.request_line = Some(RequestLine::parse(line, terms)?);
                Ok(None)
            }
            Some(request_line) if line.is_empty() => self.fields.framing(request_line).map(Some),
            Some(_) => self.fields.take(line, terms).map(|()| None),
        }
    }
}

// === impl Fields ===

impl Fields {
    fn take(&mut self, line: &[u8], terms: &Terms) -> Result<(), Refusal> {
        self.seen += 1;
        if self.seen > terms.limits.fields_max {
            return Err(Refusal::new(
                Code::HeadersTooLarge,
                "the request has more header fields than this server reads",
            ));
        }
        let end = line.iter().position(|byte| !TOKEN[usize::from(*byte)]).unwrap_or(line.len());
        if end == 0 || line.get(end) != Some(&b':') {
            return Err(Refusal::malformed("a header field does not begin with a name and a colon"));
        }
        self.take_field(&line[..end], &line[end + 1..], terms)
    }

    fn take_field(&mut self, name: &[u8], value: &[u8], terms: &Terms) -> Result<(), Refusal> {
        // Most names are told apart by their length alone.
        match name.len() {
            4 if name.eq_ignore_ascii_case(b"host") => self.take_host(trimmed(value), terms)?,
            6 if name.eq_ignore_ascii_case(b"expect") => {
                self.expects_unknown |= !trimmed(value).eq_ignore_ascii_case(b"100-continue");
            }
            9 if name.eq_ignore_ascii_case(b"forwarded") => count(&terms.tally.forwarded_fields_ignored),
            14 if name.eq_ignore_ascii_case(b"content-length") => self.take_length(trimmed(value))?,
            17 if name.eq_ignore_ascii_case(b"transfer-encoding") => self.take_coding(trimmed(value))?,
            11.. if name[..FORWARDED_PREFIX.len()].eq_ignore_ascii_case(FORWARDED_PREFIX) => {
                count(&terms.tally.forwarded_fields_ignored);
            }
            _ => {}
        }
        Ok(())
    }

    fn take_host(&mut self, value: &[u8], terms: &Terms) -> Result<(), Refusal> {
        if self.has_host {
            return Err(Refusal::malformed("the host is given twice"));
        }
        if value.is_empty() {
            return Err(NO_HOST);
        }
        if !is_made_of(&AUTHORITY, value) {
            return Err(Refusal::malformed("the host is not a name with an optional port"));
        }
        self.has_host = true;
        self.is_misdirected |= !terms.hosts.answers_for(value);
        Ok(())
    }

    fn take_length(&mut self, value: &[u8]) -> Result<(), Refusal> {
        if self.length.is_some() {
            return Err(Refusal::malformed("the content length is given twice"));
        }
        let is_number = value.len() <= LENGTH_DIGITS_MAX && value.iter().all(u8::is_ascii_digit);
        let number = std::str::from_utf8(value).ok().filter(|_| is_number).and_then(|digits| digits.parse().ok());
        self.length = Some(number.ok_or(Refusal::malformed("the content length is not a number"))?);
        Ok(())
    }

    fn take_coding(&mut self, value: &[u8]) -> Result<(), Refusal> {
        let coding = coding_of(value)?;
        self.coding = Some(if self.coding.is_some() { Coding::Unsupported } else { coding });
        Ok(())
    }

    /// Decides, once all is read, whether the message is one that we take and how its body ends.
    fn framing(&self, request_line: RequestLine) -> Result<Framing, Refusal> {
        let framing = match (self.length, self.coding) {
            (Some(_), Some(_)) => {
                return Err(Refusal::malformed("content length and transfer coding exclude each other"));
            }
            (None, Some(_)) if request_line.is_http_10 => {
                return Err(Refusal::malformed("http/1.0 has no transfer codings"));
            }
            (None, Some(Coding::Unsupported)) => {
                return Err(Refusal::new(Code::UnsupportedTransferCoding, "the only transfer coding here is chunked"));
            }
            (None, Some(Coding::Chunked)) => Framing::Chunked,
            (None | Some(0), None) => Framing::Empty,
            (Some(length), None) => Framing::Length(length),
        };
        if !self.has_host {
            return Err(NO_HOST);
        }
        if self.is_misdirected || request_line.is_misdirected {
            return Err(Refusal::new(Code::MisdirectedRequest, "the host is not one that this server answers for"));
        }
        if self.expects_unknown {
            return Err(Refusal::new(Code::ExpectationFailed, "the only expectation met here is 100-continue"));
        }
        if request_line.takes_no_body && framing != Framing::Empty {
            return Err(Refusal::new(Code::UnexpectedBody, "get and head take no body"));
        }
        Ok(framing)
    }
}

/// A body can be found only where `chunked` is the last coding, once; what stands before it we do not speak.
fn coding_of(value: &[u8]) -> Result<Coding, Refusal> {
    let mut codings = value.rsplit(|byte| *byte == b',').map(trimmed);
    if !codings.next().is_some_and(is_chunked) {
        return Err(Refusal::malformed("the last transfer coding is not chunked"));
    }
    let mut coding = Coding::Chunked;
    for before in codings {
        if is_chunked(before) || !is_made_of(&TOKEN, before) {
            return Err(Refusal::malformed("the transfer codings are not a list of names"));
        }
        coding = Coding::Unsupported;
    }
    Ok(coding)
}

fn is_chunked(coding: &[u8]) -> bool {
    coding.eq_ignore_ascii_case(b"chunked")
}

fn is_free_text(line: &[u8]) -> bool {
    let begins = |name: &[u8]| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    begins(b"user-agent:") || begins(b"referer:")
}

fn check_size(length: usize, terms: &Terms) -> Result<(), Refusal> {
    if length > terms.limits.head_bytes_max {
        return Err(Refusal::new(Code::HeadersTooLarge, "the request head is longer than this server reads"));
    }
    Ok(())
}

/// Empty lines before a request line that old clients send after a body.
const EMPTY_LINES_MAX: usize = 1;
/// The most digits that always fit in 64 bits.
const LENGTH_DIGITS_MAX: usize = 19;
const FORWARDED_PREFIX: &[u8] = b"x-forwarded";
const NO_HOST: Refusal = Refusal::new(Code::MissingHost, "the host field says for whom the request is");
