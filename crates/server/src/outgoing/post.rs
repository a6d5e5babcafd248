//! One call: the body is sent once, nothing is followed, and of the answer its status alone is read.

use super::address::{Address, Reach};
use app::{Failure, Parcel};
use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::client::conn::http1;
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
struct Call<'a> {
    url: &'a str,
    id: &'a str,
    timestamp: i64,
    signature: &'a str,
    body: &'a [u8],
}

/// Sends a parcel.
///
/// # Errors
/// [`Failure`] where it was not taken.
pub async fn post(parcel: &Parcel, reach: Reach) -> Result<(), Failure> {
    let Parcel { url, id, timestamp, signature, body, ticket: _ } = parcel;
    post_call(&Call { url, id, timestamp: *timestamp, signature, body }, reach).await
}

async fn post_call(call: &Call<'_>, reach: Reach) -> Result<(), Failure> {
    let within = Duration::from_secs(CALL_SECONDS_MAX);
    tokio::time::timeout(within, try_post(call, reach)).await.unwrap_or(Err(Failure::Slow))
}

async fn try_post(call: &Call<'_>, reach: Reach) -> Result<(), Failure> {
    // Read again: how far calls may reach is said anew at each start.
    let address = Address::read(call.url, reach).ok_or(Failure::Address)?;
    let request = request(call, &address).ok_or(Failure::Address)?;
    let stream = TcpStream::connect(address.look_up(reach).await?).await.map_err(|_| Failure::Unreachable)?;
    if !address.tls {
        return exchange(stream, request).await;
    }
    let name = ServerName::try_from(address.host.clone()).map_err(|_| Failure::Address)?;
    let connector = TlsConnector::from(Arc::clone(TRUSTED.as_ref().ok_or(Failure::Identity)?));
    let stream = connector.connect(name, stream).await.map_err(|_| Failure::Identity)?;
    exchange(stream, request).await
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
    Request::post(&address.path)
        .header("host", host)
        .header("user-agent", "assent")
        .header("content-type", "application/json")
        .header("connection", "close")
        .header("webhook-id", call.id)
        .header("webhook-timestamp", call.timestamp)
        .header("webhook-signature", call.signature)
        .body(Full::new(Bytes::copy_from_slice(call.body)))
        .ok()
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<(), Failure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut wire = http1::Builder::new();
    wire.max_buf_size(ANSWER_HEAD_BYTES_MAX);
    let (mut sender, connection) = wire.handshake(TokioIo::new(stream)).await.map_err(|_| Failure::Unreachable)?;
    let sending = sender.send_request(request);
    tokio::pin!(sending, connection);
    // Both in this task, so that whatever else the answer says is not waited for, and nothing goes on after a call.
    let answer = tokio::select! {
        answer = &mut sending => answer,
        _ended = &mut connection => sending.await,
    };
    let status = answer.map(|answer| answer.status());
    match status {
        Ok(status) if status.is_success() => Ok(()),
        Ok(status) => Err(Failure::Status(status.as_u16())),
        Err(_) => Err(Failure::Answer),
    }
}
