//! Receipts: drawn, sealed for the person they are about, and read back.

use crate::open::Opened;
use crate::seal::random;
use crate::{Moment, Vault, VaultError, place, record};
pub(crate) use domain::hex;
use domain::{FirstLine, LastLine, Receipt, ReceiptId, SubjectId, UnixTime};
use std::ops::ControlFlow;
use store::{Batch, EntryId, PartitionKey, Scope, Write};

/// A name that sorts by time and says nothing else: four bytes of seconds, twelve of randomness.
pub(crate) fn draw_id(now: UnixTime) -> Result<ReceiptId, VaultError> {
    let mut id = [0; 16];
    random(&mut id[4..])?;
    id[..4].copy_from_slice(&u32::try_from(now.0).unwrap_or(u32::MAX).to_be_bytes());
    Ok(ReceiptId(id))
}

/// `N` bytes out of hexadecimal digits; `None` where they are no digits, or more or fewer.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    if text.len() != 2 * N || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(out)
}

/// A receipt, sealed for its subject.
pub(crate) fn sealed(subject: &Opened, receipt: &Receipt) -> Result<Write, VaultError> {
    subject.append(place::RECEIPT, EntryId(receipt.id.0), receipt.at.0, receipt)
}

impl Vault {
    /// The partition for what belongs to nobody: answers to strangers, and work on cohorts.
    pub(crate) fn nobody(&self) -> PartitionKey {
        PartitionKey(self.tenant.partition_pepper.name(b"\0nobody"))
    }

    /// Keeps a receipt that is about no one person.
    pub(crate) fn keep_tenant_receipt(&self, receipt: &Receipt) -> Result<(), VaultError> {
        let partition = self.nobody();
        let id = EntryId(receipt.id.0);
        let plain = record::encode(receipt)?;
        let sealed = self.tenant.shelf.seal(&place::entry(&partition, place::RECEIPT, &id), &plain)?;
        let write = Write::Append { partition, id, kind: place::RECEIPT, at: receipt.at.0, sealed };
        Ok(self.commit(Batch::new().and(write))?)
    }
}

impl Moment<'_> {
    /// A receipt of now with a name of its own, of what was neither drawn by lot nor made for a group or beside an item.
    pub(crate) fn plain_receipt(&self, first: FirstLine, last: LastLine) -> Result<Receipt, VaultError> {
        let id = draw_id(self.now)?;
        Ok(Receipt { id, at: self.now, first, last, drawn: Vec::new(), group: None, beside: false })
    }

    /// A receipt by name: the person's own, or one that is about nobody. Somebody else's is not found.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or the receipt does not open.
    pub fn receipt(&self, who: Option<&SubjectId>, id: ReceiptId) -> Result<Option<Receipt>, VaultError> {
        let vault = self.vault;
        let entry = EntryId(id.0);
        let subject = who.map(|who| vault.find(who)).transpose()?.flatten();
        for log in subject.iter().flat_map(Opened::logs) {
            if let Some(found) = vault.store.entry(&log.partition, &entry)?.filter(|e| e.kind == place::RECEIPT) {
                return log.read(place::RECEIPT, &entry, &found.sealed).map(Some);
            }
        }
        let nobody = vault.nobody();
        match vault.store.entry(&nobody, &entry)? {
            Some(found) if found.kind == place::RECEIPT => {
                let place = place::entry(&nobody, place::RECEIPT, &entry);
                record::decode(&vault.tenant.shelf.open(&place, &found.sealed)?).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The person's newest receipts, the newest first, at most `most`.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or a receipt does not open.
    pub fn receipts(&self, who: &SubjectId, most: usize) -> Result<Vec<Receipt>, VaultError> {
        let Some(subject) = self.vault.find(who)? else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for log in subject.logs() {
            let mut newest = std::collections::VecDeque::new();
            self.vault.store.scan_log(Scope::Partition(log.partition), &mut |entry| {
                if entry.kind == place::RECEIPT {
                    newest.push_front(entry);
                    newest.truncate(most);
                }
                ControlFlow::Continue(())
            })?;
            found.extend(
                newest.into_iter().map(|entry| (entry.sequence, log.read(entry.kind, &entry.id, &entry.sealed))),
            );
        }
        found.sort_by_key(|(sequence, _)| std::cmp::Reverse(*sequence));
        found.into_iter().take(most).map(|(_, receipt)| receipt).collect()
    }
}
