//! One call: the body is sent once, nothing is followed, and of the answer no more is read than was asked for: mostly its
//! status alone.

use super::address::{Address, Reach};
use app::{Failure, Parcel};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

#[cfg(test)]
mod tests;

/// How long one call may take, from looking the host up to its status.
const CALL_SECONDS_MAX: u64 = 5;
/// Longest head of an answer that is read.
const ANSWER_HEAD_BYTES_MAX: usize = 16 << 10;

/// What one call says.
pub struct Call<'a> {
    /// Where to.
    pub url: &'a str,
    /// The media type of the body.
    pub media: &'static str,
    /// What else stands in its head.
    pub fields: &'a [(&'static str, String)],
    /// The body.
    pub body: &'a [u8],
    /// How many bytes of the answer's body are read; with 0 it is not waited for.
    pub answer_bytes_max: usize,
}

/// What came back, whatever its status.
#[derive(Debug)]
pub struct Answered {
    /// The status.
    pub status: StatusCode,
    /// The media type, where one is said.
    pub media: Option<String>,
    /// The body, as far as it was asked for.
    pub body: Bytes,
}

/// Sends a parcel.
///
/// # Errors
/// [`Failure`] where it was not taken.
pub async fn post(parcel: &Parcel, reach: Reach) -> Result<(), Failure> {
    let Parcel { url, id, timestamp, signature, body, ticket: _ } = parcel;
    let fields = [
        ("webhook-id", id.clone()),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signature.clone()),
    ];
    taken(&Call { url, media: "application/json", fields: &fields, body, answer_bytes_max: 0 }, reach).await
}

/// Makes a call that is to be taken: anything but a status of success is a failure.
///
/// # Errors
/// [`Failure`] where it was not taken.
pub async fn taken(what: &Call<'_>, reach: Reach) -> Result<(), Failure> {
    let status = call(what, reach).await?.status;
    if status.is_success() { Ok(()) } else { Err(Failure::Status(status.as_u16())) }
}

/// Makes a call.
///
/// # Errors
/// [`Failure`] where nothing came back.
pub async fn call(what: &Call<'_>, reach: Reach) -> Result<Answered, Failure> {
    let within = Duration::from_secs(CALL_SECONDS_MAX);
    tokio::time::timeout(within, try_call(what, reach)).await.unwrap_or(Err(Failure::Slow))
}

async fn try_call(call: &Call<'_>, reach: Reach) -> Result<Answered, Failure> {
    // Read again: how far calls may reach is said anew at each start.
    let address = Address::read(call.url, reach).ok_or(Failure::Address)?;
    let (request, most) = (request(call, &address).ok_or(Failure::Address)?, call.answer_bytes_max);
    let stream = TcpStream::connect(address.look_up(reach).await?).await.map_err(|_| Failure::Unreachable)?;
    if !address.tls {
        return exchange(stream, request, most).await;
    }
    let name = ServerName::try_from(address.host.clone()).map_err(|_| Failure::Address)?;
    let connector = TlsConnector::from(Arc::clone(TRUSTED.as_ref().ok_or(Failure::Identity)?));
    let stream = connector.connect(name, stream).await.map_err(|_| Failure::Identity)?;
    exchange(stream, request, most).await
}

/// Whom this machine trusts to say who is who; `None` where it trusts nobody.
static TRUSTED: LazyLock<Option<Arc<ClientConfig>>> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return None;
    }
    let provider = Arc::new(crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    Some(Arc::new(versions.with_root_certificates(roots).with_no_client_auth()))
});

fn request(call: &Call<'_>, address: &Address) -> Option<Request<Full<Bytes>>> {
    let own_port = if address.tls { 443 } else { 80 };
    let host = match address.port == own_port {
        true => address.host.clone(),
        false => format!("{}:{}", address.host, address.port),
    };
    let fixed =
        [("host", host.as_str()), ("user-agent", "assent"), ("content-type", call.media), ("connection", "close")];
    let own = call.fields.iter().map(|(name, value)| (*name, value.as_str()));
    let begun = Request::post(&address.path);
    let headed = fixed.into_iter().chain(own).fold(begun, |request, (name, value)| request.header(name, value));
    headed.body(Full::new(Bytes::copy_from_slice(call.body))).ok()
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>, most: usize) -> Result<Answered, Failure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut wire = http1::Builder::new();
    wire.max_buf_size(ANSWER_HEAD_BYTES_MAX);
    let (mut sender, connection) = wire.handshake(TokioIo::new(stream)).await.map_err(|_| Failure::Unreachable)?;
    let sending = sender.send_request(request);
    tokio::pin!(sending, connection);
    let mut ended = false;
    // Both in this task, so that whatever else the answer says is not waited for, and nothing goes on after a call.
    let answer = tokio::select! {
        answer = &mut sending => answer,
        _ended = &mut connection => {
            ended = true;
            sending.await
        }
    };
    let (head, body) = answer.map_err(|_| Failure::Answer)?.into_parts();
    let media = head.headers.get("content-type").and_then(|media| media.to_str().ok()).map(str::to_owned);
    let mut answered = Answered { status: head.status, media, body: Bytes::new() };
    if most > 0 {
        let reading = Limited::new(body, most).collect();
        tokio::pin!(reading);
        let read = tokio::select! {
            read = &mut reading => read,
            _ended = &mut connection, if !ended => reading.await,
        };
        answered.body = read.map_err(|_| Failure::Answer)?.to_bytes();
    }
    Ok(answered)
}
