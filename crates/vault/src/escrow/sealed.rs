//! The file of an escrow: a signed head that anybody can read, and behind it slot and keyring, sealed in pieces.

use super::{Escrow, EscrowFault, place};
use crate::note::{NotTaken, Values, VerifierKey, titled};
use crate::receipts::{hex, unhex};
use crate::seal::keys::TenantKeys;
use crate::seal::{NONCE_BYTES, Place, Secret, TAG_BYTES, digest_of};
use domain::UnixTime;
use std::fs::File;
use std::io::{BufReader, BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// The form of the heads that are written, and the newest that is read.
pub(super) const FORM: u32 = 1;
/// What a head begins with, before the number of its form.
const TITLE: &str = "assent escrow ";
/// Longest head that is read, in bytes.
const HEAD_BYTES_MAX: usize = 4 << 10;
/// How much is sealed at once, in bytes.
const PIECE_BYTES: usize = 1 << 20;
/// How much longer a piece is when it is sealed.
const SEAL_BYTES: usize = NONCE_BYTES + TAG_BYTES;
/// How long the number is that says how long the slot is.
const LENGTH_BYTES: usize = 4;

/// What the head says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) escrow: Escrow,
    /// The format of the keyring in it.
    pub(super) format: u32,
    /// Length and SHA-256 of what is sealed.
    pub(super) bytes: u64,
    pub(super) digest: [u8; 32],
}

impl Head {
    pub(super) fn text(&self, shop: &VerifierKey) -> String {
        let Self { escrow: Escrow { id, made_at, ends_at }, format, bytes, digest } = self;
        let name = shop.name();
        format!(
            "{TITLE}{FORM}\nshop {name}\nescrow {id}\nmade {}\nends {}\nformat {format}\nbytes {bytes}\nsha256 {}\n",
            made_at.0,
            ends_at.0,
            hex(digest)
        )
    }

    /// Reads a head that was verified; `None` where it is not in the form that we write.
    fn read(text: &str, shop: &VerifierKey) -> Option<Self> {
        let mut values = Values::of(text);
        let read = Self {
            escrow: Escrow {
                id: hex(&unhex::<16>(values.next("escrow")?)?),
                made_at: UnixTime(values.next("made")?.parse().ok()?),
                ends_at: UnixTime(values.next("ends")?.parse().ok()?),
            },
            format: values.next("format")?.parse().ok()?,
            bytes: values.next("bytes")?.parse().ok()?,
            digest: unhex(values.next("sha256")?)?,
        };
        (read.text(shop) == text).then_some(read)
    }

    fn id(&self) -> [u8; 16] {
        unhex(&self.escrow.id).unwrap_or_default()
    }
}

/// The key that seals an escrow: it takes the root key and the escrow's own secret.
pub(super) fn key(tenant: &TenantKeys, secret: &Secret) -> Secret {
    tenant.escrow.derive(&[b"sealed", &secret.0])
}

fn piece<'a>(id: &'a [u8; 16], number: &'a [u8; 8], is_last: bool) -> Place<'a> {
    Place { table: "escrow", partition: id, name: number, version: u64::from(is_last) }
}

/// Seals a slot and the copy of a keyring into a file, durably.
pub(super) fn write(
    key: &Secret,
    escrow: &Escrow,
    slot: &[u8],
    keyring: &Path,
    to: &mut File,
) -> Result<(), EscrowFault> {
    let failed = place("the escrow can not be written");
    let id = unhex::<16>(&escrow.id).unwrap_or_default();
    let copy = File::open(keyring).map_err(&failed)?;
    let plain = LENGTH_BYTES as u64 + slot.len() as u64 + copy.metadata().map_err(&failed)?.len();
    let length = u32::try_from(slot.len()).unwrap_or(u32::MAX).to_le_bytes();
    let mut from = Cursor::new(length).chain(slot).chain(BufReader::new(copy));
    let mut out = BufWriter::new(to);
    let last = plain.div_ceil(PIECE_BYTES as u64) - 1;
    for number in 0..=last {
        let mut bytes = Zeroizing::new(Vec::new());
        from.by_ref().take(PIECE_BYTES as u64).read_to_end(&mut bytes).map_err(&failed)?;
        let sealed = key.seal(&piece(&id, &number.to_le_bytes(), number == last), &bytes)?;
        out.write_all(&sealed).map_err(&failed)?;
    }
    out.into_inner().map_err(|error| failed(error.into_error()))?.sync_all().map_err(failed)
}

/// A file whose head was read and verified.
pub(super) struct SealedFile {
    pub(super) head: Head,
    file: BufReader<File>,
}

impl SealedFile {
    /// Reads the head of a file, and checks that this shop signed it.
    pub(super) fn open(path: &Path, shop: &VerifierKey) -> Result<Self, EscrowFault> {
        let failed = |error: std::io::Error| EscrowFault::Damaged(format!("it can not be read: {}", error.kind()));
        let mut file = File::open(path).map_err(failed)?;
        let mut begin = Vec::new();
        (&file).take(HEAD_BYTES_MAX as u64).read_to_end(&mut begin).map_err(failed)?;
        let end = note_end(&begin).unwrap_or(begin.len());
        let text = titled(&begin[..end], shop, TITLE, FORM)?;
        let head = Head::read(text, shop).ok_or(NotTaken::Strange)?;
        if head.format > store::FORMAT {
            return Err(EscrowFault::Newer { found: head.format, known: store::FORMAT });
        }
        file.seek(SeekFrom::Start(end as u64)).map_err(failed)?;
        Ok(Self { head, file: BufReader::new(file) })
    }

    /// Checks that what is sealed is what was signed.
    pub(super) fn check(&mut self) -> Result<(), EscrowFault> {
        let failed = |error: std::io::Error| EscrowFault::Damaged(format!("it can not be read: {}", error.kind()));
        let begin = self.file.stream_position().map_err(failed)?;
        let (found, digest) = digest_of(&mut self.file).map_err(failed)?;
        if found < self.head.bytes {
            return Err(EscrowFault::Cut { found, due: self.head.bytes });
        }
        if (found, digest) != (self.head.bytes, self.head.digest) {
            return Err(EscrowFault::Damaged("it is not what was signed".to_owned()));
        }
        self.file.seek(SeekFrom::Start(begin)).map(drop).map_err(failed)
    }

    /// Opens it: the keyring goes into a file, the slot is handed out.
    pub(super) fn unseal(&mut self, key: &Secret, to: &mut File) -> Result<Zeroizing<Vec<u8>>, EscrowFault> {
        let failed = place("the keyring can not be written");
        let (id, sealed_max) = (self.head.id(), (PIECE_BYTES + SEAL_BYTES) as u64);
        let last = self.head.bytes.div_ceil(sealed_max).saturating_sub(1);
        let mut slot = None;
        for number in 0..=last {
            let mut sealed = Vec::new();
            self.file.by_ref().take(sealed_max).read_to_end(&mut sealed).map_err(&failed)?;
            let plain = key.open(&piece(&id, &number.to_le_bytes(), number == last), &sealed);
            let plain = plain.map_err(|_| EscrowFault::Secret)?;
            let rest = match slot {
                Some(_) => &plain[..],
                None => {
                    let (found, rest) = split_slot(&plain).ok_or(NotTaken::Strange)?;
                    slot = Some(Zeroizing::new(found.to_vec()));
                    rest
                }
            };
            to.write_all(rest).map_err(&failed)?;
        }
        to.sync_all().map_err(&failed)?;
        slot.ok_or_else(|| NotTaken::Strange.into())
    }
}

fn split_slot(plain: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = plain.split_first_chunk::<LENGTH_BYTES>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

/// Where the head ends: behind the line below its first empty line.
fn note_end(bytes: &[u8]) -> Option<usize> {
    let text = bytes.windows(2).position(|two| two == b"\n\n")? + 2;
    Some(text + bytes[text..].iter().position(|byte| *byte == b'\n')? + 1)
}
